"""The study on disk: the only module that reads and writes interview files.

A file is written under a temporary name, synced, put in its place by `os.replace`, and its folder synced:
after a kill at any point there is the old file or the new one. A line of a log is acknowledged when the
sync has returned; a torn last line is an action that never was, cut off at the next append.

This module and what it imports start fast: `renskriv status` reads plain JSON through it, and pydantic is
loaded by whoever asks for a typed artefact.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from pipeline.errors import PipelineError
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.artefacts.base import Artefact, Value

    A = TypeVar("A", bound=Artefact)
    V = TypeVar("V", bound=Value)

STUDY_FILE = "study.toml"

#: Stands where an interview's id is asked for: the study as a whole.
WHOLE = ""

#: Files whose name begins like this hold no original; they lie apart from those that do.
ANONYMISED = "anonymised/"


def find_study(start: Path) -> Path:
    """The nearest folder upwards that holds a `study.toml`.

    Raises:
        PipelineError: there is none.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / STUDY_FILE).is_file():
            return folder
    raise PipelineError(say("common.no_study", folder=start), hint=say("common.no_study.hint"))


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses (full disk, read-only folder) into an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PipelineError(
                say("common.disk_full", path=path), hint=say("common.disk_full.hint")
            ) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise PipelineError(
                say("common.read_only", path=path), hint=say("common.read_only.hint")
            ) from None
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, data: bytes) -> None:
    """Put these bytes at this place, wholly or not at all; equal bytes are left alone.

    Raises:
        PipelineError: the disk is full, or the folder cannot be written to.
    """
    with told(path):
        if path.is_file() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".tmp")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


@dataclass(frozen=True)
class LogPlace:
    """A place between two lines of a log: how many bytes and lines stand before it."""

    bytes: int = 0
    lines: int = 0


def digest_of(data: bytes) -> str:
    """Sha256 as lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


class StudyStore:
    """One study's folder. Interviews are named by their neutral id; file names are given by artefacts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.audio_in = root / "audio_in"
        self.out = root / "transcripts_out"
        self.identified = self.out / "identified"
        self.anonymised = self.out / "anonymised"
        self.coding = self.out / "coding"
        self.reports = self.out / "reports"

    def __repr__(self) -> str:
        return f"StudyStore({str(self.root)!r})"

    # ------------------------------------------------------------------ interviews

    def interviews(self) -> tuple[str, ...]:
        """The ids of all interviews that have arrived, by name and number."""
        try:
            arrived = json.loads((self.identified / "arrivals.json").read_bytes())["interviews"]
        except FileNotFoundError:
            return ()
        except (ValueError, LookupError):
            path = self.identified / "arrivals.json"
            raise PipelineError(say("common.damaged", path=path), hint=say("common.damaged.hint")) from None
        return tuple(sorted(arrived, key=_natural))

    def folder(self, interview: str) -> Path:
        """Where an interview's identifiable files lie."""
        return self.identified / interview

    def path(self, interview: str, name: str) -> Path:
        """The place of one file of an interview, or of the study (`WHOLE`)."""
        if name.startswith(ANONYMISED):
            return self.anonymised / interview / name.removeprefix(ANONYMISED)
        return self.folder(interview) / name

    # ------------------------------------------------------------------ artefacts

    def has(self, interview: str, kind: type[Artefact] | str) -> bool:
        """Whether the artefact (or a file of this name) is there."""
        return self.path(interview, _name(kind)).is_file()

    def read(self, interview: str, kind: type[A]) -> A:
        """One artefact.

        Raises:
            PipelineError: it is not there, or the file is damaged (nothing of its contents is quoted).
        """
        from pydantic import ValidationError

        path = self.path(interview, kind.file)
        with told(path):
            try:
                return kind.from_bytes(path.read_bytes())
            except FileNotFoundError:
                raise PipelineError(
                    say("common.missing", path=path), hint=say("common.missing.hint")
                ) from None
            except ValidationError:
                raise PipelineError(
                    say("common.damaged", path=path), hint=say("common.damaged.hint")
                ) from None

    def peek(self, interview: str, name: str) -> dict[str, Any]:
        """A JSON file as plain data, without pydantic; empty where there is none or it is damaged."""
        try:
            found = json.loads(self.path(interview, name).read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, interview: str, artefact: Artefact) -> None:
        """Write an artefact to its place (see `write_file`)."""
        write_file(self.path(interview, artefact.file), artefact.to_bytes())

    def digest(self, interview: str, name: str) -> str:
        """Sha256 of a file of an interview; empty where there is none."""
        path = self.path(interview, name)
        return digest_of(path.read_bytes()) if path.is_file() else ""

    @contextlib.contextmanager
    def replacing(self, interview: str, name: str) -> Iterator[Path]:
        """A temporary path beside the file, put in its place at the end; for files too long for memory.

        Whoever writes it syncs it before the block ends.
        """
        path = self.path(interview, name)
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(path.name + ".tmp")
            try:
                yield temporary
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(path.parent)

    # ------------------------------------------------------------------ logs

    def append(self, interview: str, log: str, *records: Value) -> None:
        """Add lines to a log; when this returns they are on the disk.

        Raises:
            PipelineError: the disk is full, or the folder cannot be written to. Nothing was acknowledged.
        """
        path = self.path(interview, log)
        lines = b"".join(record.model_dump_json().encode() + b"\n" for record in records)
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.lock(interview, log):
                new = not path.exists()
                handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                with os.fdopen(handle, "r+b") as target:
                    end = _end_of_whole_lines(target)
                    target.seek(end)
                    target.truncate()
                    try:
                        target.write(lines)
                        target.flush()
                        os.fsync(target.fileno())
                    except OSError:
                        target.truncate(end)
                        raise
                if new:
                    sync_folder(path.parent)

    def log(self, interview: str, log: str, kind: type[V]) -> tuple[V, ...]:
        """All whole lines of a log. A torn last line was never acknowledged and does not count.

        Raises:
            PipelineError: a line before the last is damaged; its number is named, nothing is quoted.
        """
        return self.log_from(interview, log, kind, LogPlace())[0]

    def log_from(
        self, interview: str, log: str, kind: type[V], place: LogPlace
    ) -> tuple[tuple[V, ...], LogPlace]:
        """The whole lines of a log after a place, and the place after them; see `log`."""
        from pydantic import ValidationError

        path = self.path(interview, log)
        if not path.is_file():
            return (), place
        with path.open("rb") as source:
            source.seek(place.bytes)
            data = source.read()
        whole = data[: _whole_lines(data)]
        records = []
        for number, line in enumerate(whole.splitlines(), place.lines + 1):
            try:
                records.append(kind.model_validate_json(line))
            except ValidationError:
                raise PipelineError(
                    say("common.damaged_line", path=path, line=number), hint=say("common.damaged.hint")
                ) from None
        return tuple(records), LogPlace(place.bytes + len(whole), place.lines + len(records))

    def torn(self, interview: str, log: str) -> bool:
        """Whether the log ends in a torn line."""
        path = self.path(interview, log)
        if not path.is_file():
            return False
        data = path.read_bytes()
        return _whole_lines(data) != len(data)

    # ------------------------------------------------------------------ locks

    @contextlib.contextmanager
    def lock(self, *names: str, wait_s: float = 60.0) -> Iterator[None]:
        """Hold a lock of this study: an interview's (producing), or an interview's and a log's (appending).

        Raises:
            PipelineError: somebody else has held it for `wait_s` seconds.
        """
        from filelock import FileLock, Timeout

        folder = self.identified / ".locks"
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                lock = "+".join(name.replace("/", "-") for name in names if name) + ".lock"
                with FileLock(folder / lock, timeout=wait_s):
                    yield
            except Timeout:
                raise PipelineError(say("common.busy", name=names[0]), hint=say("common.busy.hint")) from None


def _name(kind: type[Artefact] | str) -> str:
    return kind if isinstance(kind, str) else kind.file


def _end_of_whole_lines(log: BinaryIO) -> int:
    """Where the next line goes; only a torn log is read to find out."""
    size = log.seek(0, os.SEEK_END)
    if size == 0:
        return 0
    log.seek(-1, os.SEEK_END)
    if log.read(1) == b"\n":
        return size
    log.seek(0)
    return _whole_lines(log.read())


def _whole_lines(data: bytes) -> int:
    """The length of the data up to the end of its last whole line."""
    return data.rfind(b"\n") + 1


def _natural(name: str) -> tuple[str, int, str]:
    """Order `intervju-100` after `intervju-99`."""
    stem, _, number = name.rpartition("-")
    return (stem, int(number), "") if number.isdigit() else (name, 0, "")
