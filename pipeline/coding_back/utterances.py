"""A document from a coding tool as utterances, and which utterances of the interview those are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.transcript import Role
from pipeline.export.qdpx_read import Counted
from pipeline.messages import say_in
from pipeline.placings import editions
from pipeline.rebase import align
from pipeline.runner import Study
from pipeline.segment.placed import Texts

#: An utterance that was changed is known again from here; rapidfuzz's ratio, 0 to 100.
_SAME_UTTERANCE = 55.0


@dataclass(frozen=True)
class Line:
    """What is said in one line of a document, without the speaker's label: `[start, end)` of its text."""

    text: str = field(repr=False)
    start: int
    end: int


def _head() -> re.Pattern[str]:
    """A time stamp and the label of a speaker, as an export writes them."""
    roles = {say_in("nb", f"export.role.{role}.{code}") for role in get_args(Role) for code in ("nb", "nn")}
    stamp = r"(?:[\[#({]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?[\])}#]?\s*)?"
    return re.compile(rf"\s*{stamp}(?:{'|'.join(sorted(map(re.escape, roles)))})(?: \d{{1,2}})?:\s*")


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a document in which something is said."""
    head = _head()
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        label = head.match(line)
        start = label.end() if label else len(line) - len(line.lstrip())
        end = len(line.rstrip())
        if start < end:
            found.append(Line(line[start:end], match.start() + start, match.start() + end))
    return tuple(found)


def paired(these: Sequence[str], those: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which utterance of one text is which of the other, in order: the same ones, then those most like."""
    from rapidfuzz import fuzz

    equal = {one.old: one.new for one in align(these, those) if one.same}
    after = [len(those)] * (len(these) + 1)
    for index in range(len(these) - 1, -1, -1):
        after[index] = equal.get(index, after[index + 1])
    free = 0
    for index, text in enumerate(these):
        place = equal.get(index)
        if place is None:
            ratios = [(fuzz.ratio(text, those[j]), -j) for j in range(free, after[index])]
            best = max(ratios, default=(0.0, 0))
            place = -best[1] if best[0] >= _SAME_UTTERANCE else None
        if place is not None:
            yield index, place
            free = place + 1


def edition_of(lines: Sequence[Line], known: Iterable[Texts], now: Texts) -> tuple[Texts, tuple[str, ...]]:
    """The document as an edition of the interview, and the turn that each line is.

    It is one that we know where it says the same in the same order; else its utterances are those of the
    text as it is now that they are most like, and what is like none stands between them.
    """
    said = tuple(line.text for line in lines)
    for texts in known:
        if spoken(texts) == said:
            return texts, tuple(turn for turn, text in texts.items() if text)
    turns = [turn for turn, text in now.items() if text]
    pairs = dict(paired(said, [now[turn] for turn in turns]))
    ids = tuple(turns[pairs[index]] if index in pairs else f"\x1f{index}" for index in range(len(said)))
    return dict(zip(ids, said, strict=True)), ids


def parts_of(one: Counted, lines: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """What of a stretch is said: line, and `[start, end)` in it, without white space at its ends."""
    for index, line in enumerate(lines):
        start, end = max(one.start, line.start) - line.start, min(one.end, line.end) - line.start
        if start < end:
            words = line.text[start:end]
            start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start < end:
            yield index, start, end


def every_edition(study: Study, interview: str) -> Iterator[Texts]:
    """The texts of turns as they are now, then those of the editions that were kept."""
    if study.store.has(interview, AnonymisedTranscript):
        yield texts_of(study.store.read(interview, AnonymisedTranscript))
    yield from editions(study.store, interview).values()


def texts_of(transcript: AnonymisedTranscript) -> Texts:
    """What is said in each turn, by its id."""
    return {turn.id: turn.text for turn in transcript.turns}


def spoken(texts: Texts) -> tuple[str, ...]:
    """What is said, without turns in which nothing is."""
    return tuple(text for text in texts.values() if text)
