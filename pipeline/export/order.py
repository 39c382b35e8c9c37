"""The interview in reading order: utterances by number, whose they are, and pieces by theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.artefacts.anonymised import AnonymisedTurn
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage
from pipeline.artefacts.transcript import Role
from pipeline.export.study import ExportInterview, of
from pipeline.messages import say_in


@dataclass(frozen=True)
class Utterance:
    """A turn that has text: its number from 1, how its speaker is called, and when it begins (ms)."""

    number: int
    turn: AnonymisedTurn = field(repr=False)
    speaker: str

    @property
    def role(self) -> Role:
        """Whose it is."""
        return self.turn.role


def utterances(interview: ExportInterview) -> tuple[Utterance, ...]:
    """All turns that have text.

    Speakers are called by their role; where several share one, they are numbered in order of appearance, so
    that no label of the transcript leaves.
    """
    order: dict[Role, list[str]] = {}
    said = [turn for turn in interview.transcript.turns if turn.text]
    for turn in said:
        voices = order.setdefault(turn.role, [])
        if turn.speaker not in voices:
            voices.append(turn.speaker)
    language = interview.transcript.language

    def called(turn: AnonymisedTurn) -> str:
        name = say_in("nb", f"export.role.{turn.role}.{language}")
        voices = order[turn.role]
        return name if len(voices) == 1 else f"{name} {voices.index(turn.speaker) + 1}"

    return tuple(Utterance(number, turn, called(turn)) for number, turn in enumerate(said, 1))


def stamp(start_ms: int | None) -> str:
    """`00:12:34`, empty where there is no time.

    >>> stamp(754_999)
    '00:12:34'
    """
    if start_ms is None:
        return ""
    seconds = start_ms // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


# ---------------------------------------------------------------------- one running text


@dataclass(frozen=True)
class Running:
    """An interview as one text, and where each utterance's own words begin in it, in code points."""

    text: str = field(repr=False)
    begins: dict[str, int]

    def place(self, span: Span) -> tuple[int, int]:
        """A span of a turn as `[start, end)` of the running text."""
        begin = self.begins[span.turn_id]
        return begin + span.start, begin + span.end


def running(interview: ExportInterview, *, times: bool = False) -> Running:
    """`[00:12:34] Informant: tekst`, a blank line between utterances; LF; the stamp only with `times`.

    The form that QualCoder, MAXQDA, NVivo and ATLAS.ti all take: a stamp in square brackets, and no colon on
    the line before the one after the speaker.
    """
    pieces: list[str] = []
    begins: dict[str, int] = {}
    length = 0
    for one in utterances(interview):
        at = stamp(one.turn.start_ms) if times else ""
        head = f"[{at}] {one.speaker}: " if at else f"{one.speaker}: "
        begins[one.turn.id] = length + len(head)
        pieces.append(f"{head}{one.turn.text}\n\n")
        length += len(pieces[-1])
    return Running("".join(pieces), begins)


@dataclass(frozen=True)
class Coded:
    """A stretch of the running text and what it is about; `part` counts the spans of its passage."""

    passage: Passage = field(repr=False)
    part: int
    span: Span


def coded(interview: ExportInterview) -> Iterator[Coded]:
    """Every span of every passage that has themes or codes, without empty ones.

    A passage over several utterances is coded utterance by utterance, so that what stands under a code is
    what was said, without speakers' labels in between.
    """
    for passage in interview.themed.passages:
        if of(passage):
            for part, span in enumerate(passage.spans):
                if span.end > span.start:
                    yield Coded(passage, part, span)


# ---------------------------------------------------------------------- pieces by main theme


@dataclass(frozen=True)
class Piece:
    """A stretch of one utterance under one heading: the passage it is in, None where it is in none.

    `begins` and `ends` say whether the utterance begins and ends here.
    """

    utterance: Utterance
    start: int
    end: int
    passage: Passage | None = field(repr=False)

    @property
    def text(self) -> str:
        """What is said in it, without white space at its ends."""
        return self.utterance.turn.text[self.start : self.end].strip()


def pieces(interview: ExportInterview) -> tuple[Piece, ...]:
    """The whole interview, cut where passages begin and end; every character is in one piece.

    Where passages overlap a piece goes to the one with themes that began last, as that is the narrower one.
    """
    on: dict[str, list[tuple[int, int, Passage]]] = {}
    for passage in interview.themed.passages:
        for span in passage.spans:
            on.setdefault(span.turn_id, []).append((span.start, span.end, passage))
    return tuple(piece for one in utterances(interview) for piece in _cut(one, on.get(one.turn.id, [])))


def _cut(one: Utterance, spans: list[tuple[int, int, Passage]]) -> Iterator[Piece]:
    borders = sorted({0, len(one.turn.text), *(place for start, end, _ in spans for place in (start, end))})
    whole: Piece | None = None
    for start, end in pairwise(borders):
        here = [(bool(of(p)), s, -e, p) for s, e, p in spans if s <= start and e >= end]
        passage = max(here, key=lambda found: found[:3])[3] if here else None
        if whole is not None and passage is whole.passage:
            whole = Piece(one, whole.start, end, passage)
            continue
        if whole is not None and whole.text:
            yield whole
        whole = Piece(one, start, end, passage)
    if whole is not None and whole.text:
        yield whole
