"""How well findings agree with marks: what is protected, what was hit that need not be, what was mistaken.

The counts follow the Text Anonymization Benchmark (Pilán et al. 2022, Computational Linguistics 48:4): an
entity is protected only if every one of its mentions is, and a mention only if all its letters and digits
are covered by findings, of whatever type. A word is what stands between white space.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.artefacts.finding import DIRECT, Finding, Findings, IdentifierType
from pipeline.evaluate.marked import Mark, MarkedInterview, MarkedTurn

#: Words of context on each side of a miss.
CONTEXT = 8


@dataclass(frozen=True)
class Count:
    """So many of so many."""

    found: int = 0
    all: int = 0

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 where there was nothing to find."""
        return self.found / self.all if self.all else 1.0

    def __add__(self, other: Count) -> Count:
        return Count(self.found + other.found, self.all + other.all)


@dataclass(frozen=True)
class Miss:
    """A mention that was not wholly covered, in its context; `turn` counts from 1."""

    interview: str
    turn: int
    type: IdentifierType
    entity: str
    context: str = field(repr=False)


@dataclass(frozen=True)
class Scores:
    """The figures of one interview or of several.

    `entities` and `mentions` count what is protected; `words` counts unmarked words that findings hit, of
    all unmarked words; `types` counts mentions that were found under their right type, of those that were
    found; `confusions` is (marked as, found as, how often).
    """

    entities: dict[IdentifierType, Count]
    mentions: dict[IdentifierType, Count]
    words: Count = Count()
    types: Count = Count()
    confusions: tuple[tuple[IdentifierType, IdentifierType, int], ...] = ()
    misses: tuple[Miss, ...] = ()

    def group(self, what: dict[IdentifierType, Count], types: Iterable[IdentifierType]) -> Count:
        """The counts of some types together."""
        return sum((what.get(one, Count()) for one in types), Count())

    @property
    def direct(self) -> Count:
        """Entities that name a person by themselves."""
        return self.group(self.entities, DIRECT)

    @property
    def quasi(self) -> Count:
        """Entities that name a person together with others."""
        return self.group(self.entities, set(IdentifierType) - DIRECT)


def score(pairs: Iterable[tuple[MarkedInterview, Findings]]) -> Scores:
    """Compare marked interviews with what was found in each (turn ids of `MarkedInterview.verified`)."""
    protected: dict[tuple[str, IdentifierType, str], bool] = {}
    mentions: Counter[IdentifierType] = Counter()
    found_mentions: Counter[IdentifierType] = Counter()
    confusions: Counter[tuple[IdentifierType, IdentifierType]] = Counter()
    words = Count()
    misses: list[Miss] = []
    for interview, findings in pairs:
        by_turn: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings.findings:
            by_turn[finding.turn_id].append(finding)
        for number, turn in enumerate(interview.turns, 1):
            here = by_turn[f"t{number}"]
            words += _unmarked_words(turn, here)
            for mark in turn.marks:
                key = (interview.id, mark.type, mark.entity)
                covered = _covered(turn.text, mark, here)
                protected[key] = protected.get(key, True) and covered
                mentions[mark.type] += 1
                if covered:
                    found_mentions[mark.type] += 1
                    confusions[mark.type, _type_of(mark, here)] += 1
                else:
                    misses.append(Miss(interview.id, number, mark.type, mark.entity, _context(turn, mark)))
    entities: dict[IdentifierType, Count] = defaultdict(Count)
    for (_, kind, _), whole in protected.items():
        entities[kind] += Count(int(whole), 1)
    return Scores(
        entities={kind: entities[kind] for kind in IdentifierType if kind in entities},
        mentions={
            kind: Count(found_mentions[kind], mentions[kind]) for kind in IdentifierType if mentions[kind]
        },
        words=words,
        types=Count(sum(n for (a, b), n in confusions.items() if a == b), sum(confusions.values())),
        confusions=tuple((a, b, n) for (a, b), n in confusions.most_common() if a != b),
        misses=tuple(misses),
    )


def _unmarked_words(turn: MarkedTurn, findings: Sequence[Finding]) -> Count:
    hit = total = 0
    for word in re.finditer(r"\S+", turn.text):
        if not any(c.isalnum() for c in word[0]) or _touches(word.span(), turn.marks):
            continue
        total += 1
        hit += _touches(word.span(), findings)
    return Count(hit, total)


def _touches(span: tuple[int, int], others: Iterable[Mark | Finding]) -> bool:
    return any(other.start < span[1] and span[0] < other.end for other in others)


def _covered(text: str, mark: Mark, findings: Sequence[Finding]) -> bool:
    return all(
        not text[place].isalnum() or any(f.start <= place < f.end for f in findings)
        for place in range(mark.start, mark.end)
    )


def _type_of(mark: Mark, findings: Sequence[Finding]) -> IdentifierType:
    """The type of the finding that covers most of the mark."""
    return max(findings, key=lambda f: min(f.end, mark.end) - max(f.start, mark.start)).type


def _context(turn: MarkedTurn, mark: Mark) -> str:
    before = " ".join(turn.text[: mark.start].split()[-CONTEXT:])
    after = " ".join(turn.text[mark.end :].split()[:CONTEXT])
    return f"{before} [{turn.text[mark.start : mark.end]}] {after}".strip()
