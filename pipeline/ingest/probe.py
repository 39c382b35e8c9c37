"""What a delivered file is: its bytes' identity, its container, its codec.

A recording comes from a stranger's device, and some of ffmpeg's formats name other files or addresses to
read. So ffmpeg gets an open file without a name, may use the formats listed here, and may open nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

#: ffmpeg's names of the containers that dictaphones, telephones and cameras make. None of them names files.
CONTAINERS = (
    *("wav", "w64", "aiff", "caf", "au", "voc"),  # samples as they are, or nearly
    *("mp3", "aac", "flac", "ogg", "asf", "amr", "ac3", "ape", "wv"),
    *("mov", "matroska", "mpegts"),  # mov is also mp4, m4a and 3gp; matroska is also webm
    *("dss", "dsf"),
)

#: Names that a sound file is expected to have.
SUFFIXES = frozenset(
    (
        *(".wav", ".w64", ".aif", ".aiff", ".aifc", ".caf", ".au", ".voc"),
        *(".mp3", ".mp2", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wma", ".amr", ".ac3", ".ape", ".wv"),
        *(".m4a", ".m4b", ".mp4", ".m4v", ".mov", ".3gp", ".3g2", ".mka", ".mkv", ".webm"),
        *(".asf", ".wmv", ".ts", ".mts", ".m2ts"),
        *(".dss", ".ds2", ".dsf"),
    )
)

#: How DS2 files begin, open and encrypted (docs: field notes). Only the makers' programs read them.
DS2 = (b"\x03ds2", b"\x03enc")


@dataclass(frozen=True)
class Probe:
    """What a file says about itself; a file that was cut off may say more than it holds.

    `container` and `codec` are ffmpeg's names; `duration_ms` is None where the file does not say.
    """

    container: str
    codec: str
    sample_rate_hz: int
    channels: int
    duration_ms: int | None


def shown(path: Path) -> str:
    """A file's own name for a message: on one line, and with nothing in it that a terminal obeys."""
    return one_line(path.name)


def is_sound_name(path: Path) -> bool:
    """Whether the name promises sound. A guess about what was meant; `probe` tells what the file is."""
    return path.suffix.lower() in SUFFIXES


def sha256_of(path: Path) -> str:
    """Sha256 of a file's bytes as lower-case hexadecimal digits, whatever its length.

    Raises:
        PipelineError: the file is missing, no file, or may not be read.
    """
    with reading(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def probe(path: Path) -> Probe:
    """Look at a recording without decoding it.

    Raises:
        PipelineError: as `opened` says.
    """
    with opened(path) as (container, stream):
        codec = stream.codec_context
        length_us: int | None = container.duration
        return Probe(
            container=container.format.name,
            codec=codec.codec.canonical_name,
            sample_rate_hz=codec.sample_rate,
            channels=codec.channels,
            duration_ms=None if length_us is None else max(0, length_us // 1000),
        )


@contextmanager
def reading(path: Path) -> Iterator[BufferedReader]:
    """Open a delivered file for reading.

    Raises:
        PipelineError: the file is missing, no file, or may not be read (also later, while it is read).
    """
    name = shown(path)
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise PipelineError(say("ingest.not_a_file", name=name), hint=say("ingest.not_a_file.hint"))
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise PipelineError(say("ingest.missing", name=name), hint=say("ingest.missing.hint")) from None
    except OSError:
        raise PipelineError(say("ingest.unreadable", name=name), hint=say("ingest.unreadable.hint")) from None


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open a recording for decoding: its container and the stream that holds its sound.

    Raises:
        PipelineError: the file cannot be read, is empty, is no recording of a known kind, has no sound, or
            its sound is coded in a way that nothing here decodes.
    """
    import av
    from av.audio.stream import AudioStream

    av.logging.set_level(None)  # ffmpeg would write to stderr what it thinks of the file
    name = shown(path)
    with reading(path) as file:
        start = file.read(4)
        file.seek(0)
        if not start:
            raise PipelineError(say("ingest.empty", name=name), hint=say("ingest.empty.hint"))
        if start in DS2:
            raise PipelineError(say("ingest.ds2", name=name), hint=say("ingest.ds2.hint"))
        source = _Source(file)
        try:
            with av.open(
                source,
                "r",
                metadata_errors="replace",  # a title in Latin-1 would otherwise refuse the whole file
                container_options={"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": ""},
            ) as container:
                stream = container.streams.best("audio")
                if stream is None:
                    raise PipelineError(say("ingest.no_sound", name=name), hint=say("ingest.no_sound.hint"))
                if not isinstance(stream, AudioStream) or not stream.codec_context:  # no decoder
                    raise PipelineError(say("ingest.codec", name=name), hint=say("ingest.codec.hint"))
                yield container, stream
        # Before OSError, which some of these are too: ffmpeg's numbers for damage are also the system's.
        except av.error.FFmpegError:
            raise PipelineError(
                say("ingest.not_a_recording", name=name), hint=say("ingest.not_a_recording.hint")
            ) from None
        finally:
            if source.error is not None:
                raise source.error


class _Source:
    """An open file as ffmpeg gets it: nameless, so that its contents alone decide what it is.

    An exception in here would be printed or lost on its way through C, an interrupt (Ctrl-C) among them; it
    is kept in `error`, and for ffmpeg the file ends.
    """

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self.tell = file.tell
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            return b"" if self.error else self._file.read(size)
        except BaseException as error:
            self.error = error
            return b""

    def seek(self, offset: int, whence: int) -> int:
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError):  # damaged files point to places before their beginning
            return -1
        except BaseException as error:
            self.error = error
            return -1
