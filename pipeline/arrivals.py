"""Which interview a delivered file belongs to.

A recording is its sha256: a renamed file is the same recording, equal bytes are a duplicate. Ids are
neutral and given in order of arrival; a number is never used again. What has arrived is written down
before anything is made of it, so that a killed run goes on under the same id.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say
from pipeline.store import StudyStore, told, write_file

How = Literal["recording", "import"]

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
PREFIX = "intervju"

#: Names that Windows keeps for devices, whatever their extension.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class Arrived:
    """One delivered file. `known`: it had an interview before; `duplicate`: of another file of this run.

    A file that could not be taken in has an `error`, and neither digest nor interview.
    """

    path: Path = field(repr=False)
    sha256: str = ""
    interview: str = ""
    known: bool = False
    duplicate: bool = False
    error: PipelineError | None = None


@dataclass(frozen=True)
class Entry:
    """One interview in the register: the sha256 of all its files, and how it came.

    `sound` are its recordings in order; an imported transcript may lie along one.
    """

    parts: tuple[str, ...]
    how: How
    sound: tuple[str, ...]


class Arrivals:
    """The register `arrivals.json` of a study: id -> parts, and the sha256 of files seen before."""

    def __init__(self, store: StudyStore) -> None:
        self.store = store
        self.path = store.identified / "arrivals.json"

    def entries(self) -> dict[str, Entry]:
        """All interviews, in order of arrival."""
        return {
            name: Entry(
                _files(entry),
                entry["how"],
                tuple(entry["parts"] if entry["how"] == "recording" else entry.get("sound", ())),
            )
            for name, entry in self._read()["interviews"].items()
        }

    def unseen(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """The files in `audio_in/` that nobody has looked at yet.

        They are told by their place in it and their size: a study may have been moved or copied.
        """
        looked_at = {(_below(Path(name)), seen["size"]) for name, seen in self._read()["seen"].items()}
        found = []
        for path in paths:
            with contextlib.suppress(OSError):  # gone meanwhile
                if (_below(path), path.stat().st_size) not in looked_at:
                    found.append(path)
        return tuple(found)

    def register(
        self,
        paths: Iterable[Path],
        *,
        how: How = "recording",
        as_id: str | None = None,
        check: Callable[[Path], object] = lambda _: None,
        sound: Sequence[Path] = (),
        check_sound: Callable[[Path], object] = lambda _: None,
    ) -> tuple[Arrived, ...]:
        """Give each file its interview; with `as_id`, all of them are parts of that one, in this order.

        Args:
            paths: delivered files.
            how: what they are.
            as_id: an id of the user's own choice.
            check: looks into a file that is new; what it raises as PipelineError keeps the file out.
            sound: the recordings, in order, that the one file is a transcript of.
            check_sound: looks into them.

        Raises:
            PipelineError: the id is not an id, or taken by other files; with `as_id` also what `check` says.
                A recording is another interview's, or not what `check_sound` wants.
        """
        if as_id is not None:
            check_id(as_id)
        with self.store.lock("study"):
            register = self._read()
            owner = {part: name for name, entry in register["interviews"].items() for part in _files(entry)}
            heard = {path: self._digest(path, register["seen"]) for path in sound}
            for path, digest in heard.items():
                _admit(path, digest, register)
                if digest not in owner:
                    check_sound(path)
            digests: dict[Path, str] = {}
            refused = []
            for path in paths:
                try:
                    digest = self._digest(path, register["seen"])
                    _admit(path, digest, register)
                    if digest not in owner:
                        check(path)
                    digests[path] = digest
                except PipelineError as error:
                    if as_id is not None:
                        raise
                    refused.append(Arrived(path, error=error))
            found = (
                self._each(register, owner, digests, how)
                if as_id is None
                else self._one(register, owner, digests, how, as_id)
            )
            if heard and found:
                _lay(register, owner, found[0].interview, list(dict.fromkeys(heard.values())))
            self._write(register)
        return (*found, *refused)

    def forget(self, interview: str) -> None:
        """Take an interview out of the register for good: neither its id nor its files are taken in again.

        What keeps them out is a salted digest of each, from which neither can be read.
        """
        with self.store.lock("study"):
            register = self._read()
            gone = _files(register["interviews"].pop(interview, {"parts": []}))
            register["seen"] = {
                name: seen for name, seen in register["seen"].items() if seen["sha256"] not in gone
            }
            register.setdefault("salt", secrets.token_hex(16))
            withdrawn = {_salted(register, one) for one in (interview, *gone)}
            register["withdrawn"] = sorted(withdrawn.union(register.get("withdrawn", ())))
            self._write(register)

    def withdrawn(self, interview: str) -> bool:
        """Whether an interview of this id was here once and has been withdrawn."""
        return _is_withdrawn(self._read(), interview)

    def _each(
        self, register: dict[str, Any], owner: dict[str, str], digests: Mapping[Path, str], how: How
    ) -> tuple[Arrived, ...]:
        found: list[Arrived] = []
        for path, digest in digests.items():
            known = digest in owner
            if not known:
                register["last"] += 1
                while _taken(register, f"{PREFIX}-{register['last']:02d}"):
                    register["last"] += 1
                owner[digest] = f"{PREFIX}-{register['last']:02d}"
                register["interviews"][owner[digest]] = {"parts": [digest], "how": how}
            duplicate = any(digest == other.sha256 for other in found)
            found.append(Arrived(path, digest, owner[digest], known and not duplicate, duplicate))
        return tuple(found)

    def _one(
        self,
        register: dict[str, Any],
        owner: dict[str, str],
        digests: Mapping[Path, str],
        how: How,
        as_id: str,
    ) -> tuple[Arrived, ...]:
        parts = list(dict.fromkeys(digests.values()))
        taken = register["interviews"].get(as_id)
        if _is_withdrawn(register, as_id):
            raise PipelineError(say("withdrawal.id", interview=as_id), hint=say("runner.id_taken.hint"))
        if taken is not None and taken["parts"] != parts:
            raise PipelineError(say("runner.id_taken", interview=as_id), hint=say("runner.id_taken.hint"))
        others = sorted({owner[part] for part in parts if owner.get(part, as_id) != as_id})
        if others:
            raise PipelineError(
                say("runner.already", interview=others[0]),
                hint=say("runner.already.hint", interview=others[0]),
            )
        register["interviews"][as_id] = {"parts": parts, "how": how}
        seen: set[str] = set()
        found = []
        for path, digest in digests.items():
            found.append(Arrived(path, digest, as_id, taken is not None, digest in seen))
            seen.add(digest)
        return tuple(found)

    def _digest(self, path: Path, seen: dict[str, Any]) -> str:
        """The file's sha256; not read again while its size and time of change are the same."""
        name = str(path.absolute())
        try:
            stat = path.stat()
            mark = {"size": stat.st_size, "changed": stat.st_mtime_ns}
            before = seen.get(name)
            if before is not None and {key: before[key] for key in mark} == mark:
                return str(before["sha256"])
            with path.open("rb") as source:
                digest = hashlib.file_digest(source, "sha256").hexdigest()
        except OSError:
            raise unreadable(path) from None
        seen[name] = {**mark, "sha256": digest}
        return digest

    def _read(self) -> dict[str, Any]:
        if not self.path.is_file():
            return {"last": 0, "interviews": {}, "seen": {}}
        with told(self.path):
            try:
                found: dict[str, Any] = json.loads(self.path.read_bytes())
            except ValueError:
                raise PipelineError(
                    say("common.damaged", path=self.path), hint=say("common.damaged.hint")
                ) from None
        return found

    def _write(self, register: Mapping[str, Any]) -> None:
        write_file(self.path, json.dumps(register, indent=1).encode() + b"\n")


def _admit(path: Path, digest: str, register: dict[str, Any]) -> None:
    """Refuse a file of an interview that was withdrawn, and forget that it was seen."""
    if _is_withdrawn(register, digest):
        del register["seen"][str(path.absolute())]
        raise PipelineError(
            say("withdrawal.back", name=one_line(path.name)), hint=say("withdrawal.back.hint")
        )


def _files(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The sha256 of all files of an interview: what was delivered, and the sound of a transcript."""
    return (*entry["parts"], *entry.get("sound", ()))


def _lay(register: dict[str, Any], owner: Mapping[str, str], interview: str, sound: list[str]) -> None:
    """Note that an imported interview has this sound.

    Raises:
        PipelineError: the sound is another interview's, or the interview has other sound.
    """
    entry = register["interviews"][interview]
    other = next((owner[part] for part in sound if owner.get(part, interview) != interview), None)
    if other is not None:
        raise PipelineError(
            say("runner.sound_of", interview=other), hint=say("runner.sound_of.hint", interview=other)
        )
    if entry["how"] != "import" or entry.get("sound", sound) != sound:
        raise PipelineError(say("runner.recorded", interview=interview), hint=say("runner.recorded.hint"))
    entry["sound"] = sound


def _taken(register: Mapping[str, Any], interview: str) -> bool:
    return interview in register["interviews"] or _is_withdrawn(register, interview)


def _is_withdrawn(register: Mapping[str, Any], value: str) -> bool:
    return "salt" in register and _salted(register, value) in register["withdrawn"]


def _salted(register: Mapping[str, Any], value: str) -> str:
    return hashlib.sha256(f"{register['salt']}\n{value}".encode()).hexdigest()


def _below(path: Path) -> tuple[str, ...]:
    """The parts of a path below `audio_in`; all of them where it does not lie there."""
    parts = path.absolute().parts
    last = max((i for i, part in enumerate(parts) if part == "audio_in"), default=-1)
    return parts[last + 1 :]


def check_id(interview: str) -> str:
    """An id that is neutral for every file system: a-z, 0-9 and hyphens, at most 63 characters.

    Raises:
        PipelineError: it is not one.
    """
    if not ID.fullmatch(interview) or interview in RESERVED:
        raise PipelineError(say("runner.not_an_id"), hint=say("runner.not_an_id.hint"))
    return interview


def unreadable(path: Path) -> PipelineError:
    """The error for a delivered file that is not there or cannot be read."""
    key = "runner.unreadable" if path.exists() else "runner.no_file"
    return PipelineError(say(key, name=one_line(path.name)), hint=say(f"{key}.hint"))


def delivered(folder: Path) -> tuple[Path, ...]:
    """All files in `audio_in/` and its folders, in order of name.

    Left out: the note that ships there, and what systems hide (`.DS_Store`, `._name.m4a`); a hidden file
    that has the name of a recording is a recording.
    """
    from pipeline.ingest.probe import is_sound_name

    if not folder.is_dir():
        return ()

    def hidden(path: Path) -> bool:
        return path.name.startswith("._") or (path.name.startswith(".") and not is_sound_name(path))

    files = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts[:-1])
        and not hidden(path)
        and path.name != "README.md"
    ]
    return tuple(sorted(files, key=lambda path: str(path.relative_to(folder))))


def sources(arrived: Sequence[Arrived]) -> dict[str, Path]:
    """sha256 -> a file that has it."""
    return {one.sha256: one.path for one in arrived if one.error is None}
