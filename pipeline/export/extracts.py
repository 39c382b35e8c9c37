"""Passages as people read them: who says what in them, under which theme, and where in the interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.artefacts.themed import Passage
from pipeline.export.order import Utterance, utterances
from pipeline.export.study import ExportInterview, ExportStudy, of


@dataclass(frozen=True)
class Part:
    """What one utterance has of a passage, `[start, end)` of its text in code points."""

    utterance: Utterance = field(repr=False)
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, exactly as they stand."""
        return self.utterance.turn.text[self.start : self.end]

    @property
    def whole(self) -> tuple[bool, bool]:
        """Whether the utterance begins here, and whether it ends here."""
        return self.start == 0, self.end == len(self.utterance.turn.text)


@dataclass(frozen=True)
class Extract:
    """One passage of one interview; `number` counts the interview's passages from 1."""

    interview: ExportInterview = field(repr=False)
    number: int
    passage: Passage = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """All that is said in it, a line for each utterance, without who says it."""
        return "\n".join(part.text for part in self.parts)

    @property
    def answers(self) -> str:
        """What the respondent says in it, a line for each utterance."""
        return "\n".join(part.text for part in self.parts if part.utterance.role == "respondent")

    @property
    def spoken(self) -> str:
        """All that is said in it, with who says it."""
        return "\n".join(f"{part.utterance.speaker}: {part.text.strip()}" for part in self.parts)

    @property
    def numbers(self) -> str:
        """The numbers of its utterances: "12", or "12–14"."""
        return _numbers(self.parts)


def extracts(interview: ExportInterview) -> tuple[Extract, ...]:
    """All passages of an interview in their order, without those in which nothing is said."""
    said = {one.turn.id: one for one in utterances(interview)}
    found = (
        Extract(
            interview,
            number,
            passage,
            tuple(
                Part(said[span.turn_id], span.start, span.end)
                for span in passage.spans
                if span.end > span.start
            ),
        )
        for number, passage in enumerate(interview.themed.passages, 1)
    )
    return tuple(one for one in found if one.parts)


@dataclass(frozen=True)
class Stretch:
    """What an interview has under one category without a break: passages that go on from each other."""

    interview: ExportInterview = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def numbers(self) -> str:
        """The numbers of its utterances: "12", or "12–14"."""
        return _numbers(self.parts)


def stretches(found: Iterable[Extract]) -> tuple[Stretch, ...]:
    """Passages of one category, those together that go on from each other; in their order."""
    joined: list[Stretch] = []
    for one in found:
        last = joined[-1] if joined else None
        if last is not None and last.interview is one.interview and _goes_on(last.parts[-1], one.parts[0]):
            joined[-1] = Stretch(one.interview, last.parts + one.parts)
        else:
            joined.append(Stretch(one.interview, one.parts))
    return tuple(joined)


def _goes_on(last: Part, first: Part) -> bool:
    if first.utterance.number == last.utterance.number:
        return first.start >= last.end and not first.utterance.turn.text[last.end : first.start].strip()
    return first.utterance.number == last.utterance.number + 1 and last.whole[1] and first.whole[0]


def _numbers(parts: Sequence[Part]) -> str:
    first, last = parts[0].utterance.number, parts[-1].utterance.number
    return str(first) if first == last else f"{first}–{last}"


def by_category(study: ExportStudy) -> Mapping[str, tuple[Extract, ...]]:
    """The passages of each theme, subtheme and own code by id, in the order of interviews."""
    found: dict[str, list[Extract]] = {name: [] for name in study.paths()}
    for interview in study.interviews:
        for one in extracts(interview):
            for category in of(one.passage):
                found[category].append(one)
    return {name: tuple(those) for name, those in found.items()}
