"""Join an interview's recordings into `audio.wav`: 16 kHz, 16 bit, one or two channels.

Each recording is read through once, a second at a time, so memory does not grow with its length.
"""

from __future__ import annotations

import errno
import os
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.artefacts.recording import Part
from pipeline.artefacts.sound import RATE_HZ
from pipeline.errors import PipelineError
from pipeline.ingest.probe import Probe, opened, probe, sha256_of, shown
from pipeline.messages import say

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

#: A file's time stamps that jump by more than this have lost packets between them; containers that round
#: their stamps to milliseconds stay far below it.
GAP_S = 0.05

#: Two channels are one sound if their difference is 40 dB weaker than their sum.
LIKENESS = 1e-4

#: The most that the 32-bit sizes in a WAV's head can tell of: 37 hours, or 18 with two channels.
LONGEST_BYTES = 2**32 - 1 - 36


@dataclass(frozen=True)
class Decoded:
    """A finished working copy. The parts' durations sum up to `duration_ms`."""

    parts: tuple[Part, ...]
    duration_ms: int
    channels: int
    sha256: str


def decode(
    sources: Sequence[Path], target: Path, on_progress: Callable[[int], None] = lambda _: None
) -> Decoded:
    """Decode recordings one after the other into one WAV. When this returns it is on the disk.

    There are two channels if each recording has two different ones, else one. What cannot be decoded is
    left out and counted in its part; a recording that breaks off gives what it has.

    Args:
        sources: at least one recording, in order.
        target: the WAV; the user's alone (mode 600), and taken away again if anything goes wrong.
        on_progress: is given the milliseconds of sound written so far, about once for each second of sound.

    Raises:
        PipelineError: a recording cannot be opened (see `opened`) or holds no sound, all of them together
            are too long for a WAV, or the disk is full.
    """
    probes = tuple(probe(source) for source in sources)
    if not probes:
        raise ValueError("nothing to decode")
    channels = 2 if all(found.channels == 2 for found in probes) else 1
    try:
        with open(target, "w+b", opener=_private) as file:
            parts, differ = _write(sources, probes, channels, file, on_progress)
            if channels == 2 and not differ:
                channels = 1
                _fold(target, file)
            file.flush()
            os.fsync(file.fileno())
        digest = sha256_of(target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PipelineError(
                say("common.disk_full", path=target), hint=say("common.disk_full.hint")
            ) from None
        raise
    return Decoded(parts, sum(part.duration_ms for part in parts), channels, digest)


def _write(
    sources: Sequence[Path],
    probes: Sequence[Probe],
    channels: int,
    file: BinaryIO,
    on_progress: Callable[[int], None],
) -> tuple[tuple[Part, ...], bool]:
    """Write all the sound; the parts, and whether the channels differ in every one of them."""
    parts: list[Part] = []
    written, differ = 0, True
    with wave.open(file, "wb") as wav:
        _set_form(wav, channels)
        for path, found in zip(sources, probes, strict=True):
            start, sound = written, _Sound(path, channels)
            for samples in sound.blocks():
                written += len(samples)
                if written * channels * 2 > LONGEST_BYTES:
                    raise PipelineError(
                        say("ingest.too_long", name=shown(path)), hint=say("ingest.too_long.hint")
                    )
                wav.writeframesraw(samples.tobytes())
                on_progress(_ms(written))
            if written == start:
                raise PipelineError(say("ingest.silent", name=shown(path)), hint=say("ingest.silent.hint"))
            differ = differ and sound.channels_differ
            parts.append(
                Part(
                    sha256=sha256_of(path),
                    # A name in bytes that are no UTF-8 has a place in the file system, but none in JSON.
                    delivered_name=path.name.encode("utf-8", "backslashreplace").decode(),
                    size_bytes=path.stat().st_size,
                    container=found.container,
                    codec=found.codec,
                    sample_rate_hz=found.sample_rate_hz,
                    channels=found.channels,
                    duration_ms=_ms(written) - _ms(start),
                    corrupt_packets=sound.corrupt_packets,
                )
            )
    return tuple(parts), differ


class _Sound:
    """The sound of one recording, read through once; what was counted on the way is true at the end."""

    def __init__(self, path: Path, channels: int) -> None:
        self._path = path
        self._channels = channels
        self._sum = self._difference = 0.0
        self.corrupt_packets = 0

    @property
    def channels_differ(self) -> bool:
        """Whether two channels hold more than one sound."""
        return self._difference > LIKENESS * self._sum

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """The sound at 16 kHz, at most a second at a time, shape `(frames, channels)`."""
        import numpy as np
        from av import AudioResampler

        layout = "stereo" if self._channels == 2 else "mono"
        with opened(self._path) as (container, stream):
            # A joined mp3 changes its form on the way, and a resampler takes only one.
            for _, run in groupby(self._frames(container, stream), _form):
                resampler = AudioResampler("s16", layout, RATE_HZ, frame_size=RATE_HZ)
                for frame in chain(run, (None,)):
                    for block in resampler.resample(frame):
                        samples = block.to_ndarray().astype(np.int16, copy=False).reshape(-1, self._channels)
                        self._compare(samples)
                        yield samples

    def _frames(self, container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
        from av.error import FFmpegError

        packets = container.demux(stream)
        expected_s: float | None = None
        while True:
            try:
                frames = next(packets).decode()
            except StopIteration:
                return
            except FFmpegError:
                self.corrupt_packets += 1
                expected_s = None
                continue
            for frame in frames:
                # Some containers pass over damage without a word, or leave a few frames unstamped after it.
                begins_s = expected_s if frame.time is None else frame.time
                if begins_s is not None:
                    if expected_s is not None and begins_s > expected_s + GAP_S:
                        self.corrupt_packets += 1
                    expected_s = begins_s + frame.samples / frame.sample_rate
                yield frame

    def _compare(self, samples: NDArray[np.int16]) -> None:
        import numpy as np

        if self._channels == 2:
            left, right = samples.astype(np.float32).T
            self._sum += float(np.square(left + right).sum())
            self._difference += float(np.square(left - right).sum())


def _fold(target: Path, file: BinaryIO) -> None:
    """Make one channel of two in place: what is written never overtakes what is read."""
    import numpy as np

    file.seek(0)
    with wave.open(str(target), "rb") as both, wave.open(file, "wb") as one:
        _set_form(one, 1)
        while raw := both.readframes(RATE_HZ):
            one.writeframesraw(
                np.frombuffer(raw, np.int16).reshape(-1, 2).mean(axis=1).astype(np.int16).tobytes()
            )
    file.truncate()


def _set_form(wav: wave.Wave_write, channels: int) -> None:
    wav.setnchannels(channels)
    wav.setsampwidth(2)
    wav.setframerate(RATE_HZ)


def _form(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _ms(frames: int) -> int:
    return frames * 1000 // RATE_HZ


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
