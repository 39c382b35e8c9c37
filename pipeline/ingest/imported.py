"""A transcript that already exists: plain text with speakers at the line starts, or our own JSON.

Nothing of the text is dropped: a line before the first speaker becomes a turn of nobody known.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.artefacts.transcript import Language, Role, Turn, Word
from pipeline.errors import PipelineError
from pipeline.ingest.probe import reading, shown
from pipeline.messages import say

#: Beyond this a file is no transcript of an interview.
MAX_BYTES = 50_000_000

#: "I:", "R2:", "[00:01:02] Informant:", "#00:01:02-3# Kari:".
STAMP = r"(?:[\[#({]?(?P<hours>\d{1,2}):(?P<minutes>\d{2}):(?P<seconds>\d{2})(?:[.,-]\d{1,3})?[\])}#]?\s+)?"
LINE = re.compile(rf"{STAMP}(?P<speaker>[^\W\d_][^:\t\n]{{0,40}}?)\s*:\s+(?P<text>.*)")

#: How transcribers write who speaks, lower case without digits (I = intervjuer, R = respondent).
WRITTEN_ROLES: dict[str, Role] = {
    **dict.fromkeys(
        ("i", "int", "intervjuer", "intervjuar", "interviewer", "forsker", "forskar", "m"), "interviewer"
    ),
    **dict.fromkeys(
        ("r", "resp", "respondent", "informant", "inf", "deltaker", "deltakar", "d"), "respondent"
    ),
}

#: The label of words that nobody is written for.
NOBODY = "?"


@dataclass(frozen=True)
class Imported:
    """What an imported file holds. `told` is False where no role was written, so it must be worked out.

    `encoding` is what the bytes were read as. Turn ids are digests of the file and their number.
    """

    turns: tuple[Turn, ...]
    told: frozenset[str]
    language: Language | None
    encoding: str
    sha256: str


def read_transcript(path: Path) -> Imported:
    """Read a .txt or .json transcript; which one it is, is told by its name.

    Raises:
        PipelineError: not readable, empty, another kind of file, or not in its form (with the line).
    """
    readers: dict[str, Callable[[str, str, str], tuple[list[Turn], Language | None]]] = {
        ".txt": _from_text,
        ".json": _from_json,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise PipelineError(
            say("imported.kind", name=shown(path)),
            hint=say("imported.kind.hint", kinds=", ".join(readers)),
        )
    with reading(path) as source:
        data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PipelineError(say("imported.large", name=shown(path)), hint=say("imported.large.hint"))
    digest = hashlib.sha256(data).hexdigest()
    text, encoding = _decoded(data, shown(path))
    turns, language = reader(text, digest, shown(path))
    if not any(turn.text for turn in turns):
        raise PipelineError(say("imported.empty", name=shown(path)), hint=say("imported.empty.hint"))
    told = {turn.speaker for turn in turns if turn.sure}
    return Imported(tuple(turns), frozenset(told), language, encoding, digest)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """UTF-8, UTF-16 with its mark, else Windows' Western encoding (a superset of Latin-1's letters)."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PipelineError(say("imported.binary", name=name), hint=say("imported.binary.hint"))
    encodings = (
        ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1")
    )
    for encoding in encodings:
        try:
            return unicodedata.normalize("NFC", data.decode(encoding)), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise PipelineError(say("imported.binary", name=name), hint=say("imported.binary.hint"))


def _from_text(text: str, digest: str, _name: str) -> tuple[list[Turn], Language | None]:
    """Lines "who: words"; a line without a speaker goes on with the turn before it."""
    said: list[tuple[str, int | None, list[str]]] = []
    for line in text.splitlines():
        clean = " ".join(_spoken(line).split())
        found = LINE.fullmatch(clean)
        if found:
            start = None
            if found["hours"]:
                start = (
                    int(found["hours"]) * 3600 + int(found["minutes"]) * 60 + int(found["seconds"])
                ) * 1000
            said.append((found["speaker"], start, [found["text"]]))
        elif clean and said:
            said[-1][2].append(clean)
        elif clean:
            said.append((NOBODY, None, [clean]))
    return [
        _turn(digest, index, speaker, _role(speaker), " ".join(" ".join(pieces).split()), start)
        for index, (speaker, start, pieces) in enumerate(said)
    ], None


def _from_json(text: str, digest: str, name: str) -> tuple[list[Turn], Language | None]:
    """`{"turns": [{"speaker", "text", "role"?, "start_ms"?, "end_ms"?}], "language"?}`: `verified.json`."""
    try:
        content = json.loads(text)
        language = content.get("language")
        turns = [
            _turn(
                digest,
                index,
                str(turn["speaker"]),
                turn.get("role") if turn.get("role") in get_args(Role) else _role(str(turn["speaker"])),
                " ".join(_spoken(turn["text"]).split()),
                _time(turn.get("start_ms")),
                _time(turn.get("end_ms")),
            )
            for index, turn in enumerate(content["turns"])
        ]
    except json.JSONDecodeError as error:
        raise PipelineError(
            say("imported.json_at", name=name, line=error.lineno, column=error.colno),
            hint=say("imported.json.hint"),
        ) from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise PipelineError(say("imported.json", name=name), hint=say("imported.json.hint")) from None
    return turns, language if language in get_args(Language) else None


def _turn(
    digest: str,
    index: int,
    speaker: str,
    role: Role | None,
    text: str,
    start_ms: int | None = None,
    end_ms: int | None = None,
) -> Turn:
    """A turn without word times; without a written role it is unsure."""
    return Turn(
        id="u" + hashlib.sha256(f"{digest}\n{index}".encode()).hexdigest()[:10],
        speaker=speaker,
        role=role or "other",
        sure=role is not None,
        start_ms=start_ms,
        end_ms=end_ms if start_ms is not None and end_ms is not None and end_ms >= start_ms else None,
        text=text,
        words=tuple(Word(text=word) for word in text.split()),
    )


def _role(speaker: str) -> Role | None:
    return WRITTEN_ROLES.get(re.sub(r"[\d\s.]+$", "", speaker.casefold()))


def _time(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _spoken(text: str) -> str:
    """The text without control characters; line ends and tabs become spaces."""
    return "".join(c if c.isprintable() or not unicodedata.category(c).startswith("C") else " " for c in text)
