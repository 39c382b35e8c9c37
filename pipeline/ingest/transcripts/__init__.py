"""Transcripts that exist already, by how their names end. A new kind is a file here and a line below."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from pipeline.artefacts.transcript import Language, Role
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.registry import Registry

TRANSCRIPTS = Registry("transcript")
TRANSCRIPTS.add(".txt", "pipeline.ingest.transcripts.plain:read")
TRANSCRIPTS.add(".docx", "pipeline.ingest.transcripts.word:read")
TRANSCRIPTS.add(".vtt", "pipeline.ingest.transcripts.vtt:read")
TRANSCRIPTS.add(".srt", "pipeline.ingest.transcripts.srt:read")
TRANSCRIPTS.add(".json", "pipeline.ingest.transcripts.verified:read")

#: The label of words that nobody is written for.
NOBODY = "?"


@dataclass(frozen=True)
class Said:
    """What one speaker says until another begins, as a file has it.

    `role` is None where none is written. `stamps` are points in time as (words before it, milliseconds), in
    the order of the text: (0, …) is where it begins, and one after its last word is where it ends.
    """

    speaker: str = field(repr=False)
    text: str = field(repr=False)
    role: Role | None = None
    stamps: tuple[tuple[int, int], ...] = ()
    sure: bool = True


@dataclass(frozen=True)
class Read:
    """What a file holds; `notes` are sentences about what was left out or is unsure."""

    said: tuple[Said, ...]
    notes: tuple[str, ...] = ()
    language: Language | None = None


def fault(what: str, name: str, **values: object) -> PipelineError:
    """An error of this room about a file."""
    hint = f"imported.{what.removesuffix('_at')}.hint"
    return PipelineError(say(f"imported.{what}", name=name, **values), hint=say(hint))


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text in normal form C, and a sentence about how it was read where it was not UTF-8.

    UTF-8; UTF-16, with its mark or told by where its zeros stand; else Windows' Western encoding (a superset
    of Latin-1's letters).

    Raises:
        PipelineError: it is no text.
    """
    for encoding in _encodings(data):
        try:
            text = unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            usual = encoding.startswith("utf-8")
            return text, () if usual else (say("imported.encoding", encoding=encoding[: len("utf-16")]),)
    raise fault("binary", name)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" in data:
        # Western letters in UTF-16 have a zero as their second byte (little end first), or as their first.
        first, second = (2 * data[side::2].count(0) / len(data) for side in (0, 1))
        marks = {"utf-16-le": second > 0.8 and not first, "utf-16-be": first > 0.8 and not second}
        return tuple(encoding for encoding, likely in marks.items() if likely)
    return "utf-8-sig", "cp1252", "latin-1"


def printable(text: str) -> str:
    """The text without control characters, on one line with single spaces."""
    kept = (c if c.isprintable() or not unicodedata.category(c).startswith("C") else " " for c in text)
    return " ".join("".join(kept).split())
