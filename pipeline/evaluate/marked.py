"""Interviews in which people have marked what identifies: the format of `docs/marking.md`, read.

Every fault names the file and the line; never a word of the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.transcript import Language, Role
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.errors import PipelineError
from pipeline.messages import one_line, say

_HEADER = re.compile(r"#\s*([a-z]+):\s*(.*)")
_MARK = re.compile(r"\[\[([A-Z_]+):([a-z]+[0-9]+)\|([^\[\]|]+)\]\]")
_OUTSIDE = "-"


@dataclass(frozen=True)
class Mark:
    """A span `[start, end)` in code points of its turn's text; `entity` is the same for every mention."""

    start: int
    end: int
    type: IdentifierType
    entity: str


@dataclass(frozen=True)
class MarkedTurn:
    """One turn without its marks, and the marks; `themes` is empty where it is outside the guide."""

    speaker: str
    themes: tuple[str, ...]
    text: str = field(repr=False)
    marks: tuple[Mark, ...] = ()

    @property
    def role(self) -> Role:
        """I, I1 and I2 are interviewers, R and R1 respondents."""
        return {"I": "interviewer", "R": "respondent"}.get(self.speaker[:1], "other")  # type: ignore[return-value]


@dataclass(frozen=True)
class MarkedInterview:
    """One marked interview. `guide` and `style` are as its header says, empty where it says nothing."""

    id: str
    language: Language
    turns: tuple[MarkedTurn, ...]
    guide: str = ""
    style: str = ""

    def words(self) -> int:
        """Number of words, at white space."""
        return sum(len(turn.text.split()) for turn in self.turns)

    def verified(self) -> VerifiedTranscript:
        """The interview as the house knows it; turn number n, from 1, has the id `tn`."""
        return VerifiedTranscript(
            interview=re.sub(r"[^a-z0-9-]+", "-", self.id.lower()).strip("-")[:63] or "interview",
            language=self.language,
            turns=tuple(
                VerifiedTurn(id=f"t{number}", speaker=turn.speaker, role=turn.role, text=turn.text)
                for number, turn in enumerate(self.turns, 1)
            ),
        )


def read_marked(path: Path) -> MarkedInterview:
    """Read a marked interview (UTF-8).

    Raises:
        PipelineError: it cannot be read, or a line is not as the format says; names the line.
    """
    name = one_line(path.name)
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise PipelineError(
            say("evaluate.unreadable", file=name), hint=say("evaluate.unreadable.hint")
        ) from None
    return parse_marked(content, name, default_id=path.stem)


def parse_marked(content: str, name: str, default_id: str = "") -> MarkedInterview:
    """What `read_marked` reads, from text; `name` is for the faults.

    Raises:
        PipelineError: a line is not as the format says.
    """
    header: dict[str, str] = {}
    turns: list[MarkedTurn] = []
    for number, line in enumerate(unicodedata.normalize("NFC", content).split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith("#") and not turns:
            found = _HEADER.match(line)
            if not found:
                raise _fault("header", name, number)
            header[found[1]] = found[2].strip()
            continue
        turns.append(_turn(line, name, number))
    if not turns:
        raise PipelineError(say("evaluate.empty", file=name), hint=say("evaluate.empty.hint"))
    language = header.get("language", "nb")
    if language not in get_args(Language):
        raise PipelineError(say("evaluate.language", file=name), hint=say("evaluate.language.hint"))
    return MarkedInterview(
        id=header.get("id") or default_id,
        language=language,  # type: ignore[arg-type]
        turns=tuple(turns),
        guide=header.get("guide", ""),
        style=header.get("style", ""),
    )


def _turn(line: str, name: str, number: int) -> MarkedTurn:
    columns = line.rstrip("\r").split("\t")
    if len(columns) != 3:
        raise _fault("columns", name, number)
    speaker, themes, marked = columns
    text, marks, position = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[position : found.start()]
        if found[1] not in IdentifierType.__members__:
            raise _fault("type", name, number)
        marks.append(Mark(len(text), len(text) + len(found[3]), IdentifierType(found[1]), found[2]))
        text += found[3]
        position = found.end()
    text += marked[position:]
    if "[[" in text or "]]" in text:
        raise _fault("mark", name, number)
    listed = () if themes == _OUTSIDE else tuple(themes.split(";"))
    return MarkedTurn(speaker, listed, text, tuple(marks))


def _fault(what: str, name: str, line: int) -> PipelineError:
    return PipelineError(
        say("evaluate.at", file=name, line=line, what=say(f"evaluate.{what}")),
        hint=say(f"evaluate.{what}.hint"),
    )
