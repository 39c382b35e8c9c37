"""How much respondents say about each theme, and how many passages there are: what figures are drawn from.

Counted as `renskriv segment` counts coverage: a turn's time is shared out by its characters, and what several
passages of one theme have in common counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.artefacts.anonymised import AnonymisedTurn
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage
from pipeline.artefacts.transcript import Role
from pipeline.export.study import ExportInterview, ExportStudy, Node, of

#: Stand where an id of a theme does: outside the guide, unplaced, and the interview as a whole. No id of a
#: guide or a code is one of them.
OUTSIDE, UNPLACED, ALL = "-", "?", "*"

#: In what talk is counted: milliseconds where every turn has its times, else words.
Unit = Literal["ms", "words"]


@dataclass(frozen=True)
class Talk:
    """What respondents say, by interview and theme: in `unit`, without what is nothing."""

    unit: Unit
    amounts: Mapping[tuple[str, str], float]

    @property
    def shown(self) -> Literal["minutes", "seconds", "words"]:
        """In what amounts are written: seconds where no theme has two minutes of anybody's talk."""
        if self.unit == "words":
            return "words"
        most = max((one for (_, theme), one in self.amounts.items() if theme != ALL), default=0.0)
        return "minutes" if most >= 120_000 else "seconds"

    def of(self, interview: str, theme: str) -> float:
        """How much is said about this theme in this interview."""
        return self.amounts.get((interview, theme), 0.0)

    def share(self, interview: str, theme: str) -> float:
        """What part of all that the respondent says is about this theme, 0 to 1."""
        whole = self.of(interview, ALL)
        return self.of(interview, theme) / whole if whole else 0.0


def talk(study: ExportStudy, role: Role = "respondent") -> Talk:
    """How much is said about each theme, subtheme and own code, outside the guide, unplaced, and in all.

    What stands under a theme is not counted for the theme itself, unless a passage has both.
    """
    said = [
        turn for one in study.interviews for turn in one.transcript.turns if turn.role == role and turn.text
    ]
    unit: Unit = "ms" if said and all(_length(turn) is not None for turn in said) else "words"
    amounts = {
        (one.id, theme): amount
        for one in study.interviews
        for theme, amount in _of_interview(one, role, unit)
        if amount
    }
    return Talk(unit, amounts)


def _of_interview(one: ExportInterview, role: Role, unit: Unit) -> Iterator[tuple[str, float]]:
    turns = {turn.id: turn for turn in one.transcript.turns if turn.role == role}
    spans: dict[str, list[Span]] = {
        ALL: [Span(turn_id=turn.id, start=0, end=len(turn.text)) for turn in turns.values()]
    }
    for passage in one.themed.passages:
        for theme in about(passage):
            spans.setdefault(theme, []).extend(span for span in passage.spans if span.turn_id in turns)
    for theme, places in spans.items():
        yield theme, sum(amount(turns[turn], start, end, unit) for turn, start, end in joined(places))


def about(passage: Passage) -> tuple[str, ...]:
    """The themes and codes of a passage, or that it has none."""
    return of(passage) or (OUTSIDE if passage.status == "outside" else UNPLACED,)


def joined(spans: Iterable[Span]) -> Iterator[tuple[str, int, int]]:
    """The same stretches of turns, each character once."""
    now: tuple[str, int, int] | None = None
    for span in sorted(spans, key=lambda one: (one.turn_id, one.start)):
        if now is not None and now[0] == span.turn_id and span.start <= now[2]:
            now = (now[0], now[1], max(now[2], span.end))
            continue
        if now is not None:
            yield now
        now = (span.turn_id, span.start, span.end)
    if now is not None:
        yield now


def _length(turn: AnonymisedTurn) -> int | None:
    return None if turn.start_ms is None or turn.end_ms is None else turn.end_ms - turn.start_ms


def amount(turn: AnonymisedTurn, start: int, end: int, unit: Unit) -> float:
    """How much `[start, end)` of a turn is: its part of the turn's time, or the words that begin in it."""
    if unit == "ms":
        return (_length(turn) or 0) * (end - start) / max(1, len(turn.text))
    return float(sum(start <= word.start() < end for word in re.finditer(r"\S+", turn.text)))


# ---------------------------------------------------------------------- themes


@dataclass(frozen=True)
class Column:
    """A subtheme, or a theme that has passages of its own, and the theme it is under ("" for itself)."""

    id: str
    name: str = field(repr=False)
    theme: str
    theme_name: str = field(repr=False)


def columns(study: ExportStudy, amounts: Talk) -> tuple[Column, ...]:
    """What talk is shown by: the guide's subthemes, themes without any, and themes that were used as such."""
    used = {theme for _, theme in amounts.amounts}
    found: list[Column] = []
    for root in study.tree():
        if root.own:
            continue
        subthemes = [node for node in root.under if not node.own]
        if not subthemes or root.id in used:
            found.append(Column(root.id, root.name, root.id, root.name))
        found += [Column(node.id, node.name, root.id, root.name) for node in subthemes]
    return tuple(found)


def passages_under(study: ExportStudy) -> Mapping[str, tuple[int, int]]:
    """By theme, subtheme and own code: passages of it or anything under it, and in how many interviews."""
    above = study.paths()
    found: dict[str, list[str]] = {name: [] for name in above}
    for one in study.interviews:
        for passage in one.themed.passages:
            for name in dict.fromkeys(over for category in of(passage) for over in above[category]):
                found[name].append(one.id)
    return {name: (len(those), len(set(those))) for name, those in found.items()}


def groups(study: ExportStudy) -> Mapping[str, tuple[ExportInterview, ...]]:
    """The interviews by group, in the order in which groups first appear; "" is no group."""
    found: dict[str, list[ExportInterview]] = {}
    for one in study.interviews:
        found.setdefault(" ".join(one.respondent.group.split()), []).append(one)
    return {name: tuple(those) for name, those in found.items()}


def flat(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[Node, int, bool]]:
    """The tree as it is read: each node, how deep it stands, and whether it is the last under its parent."""
    for place, node in enumerate(nodes):
        yield node, depth, place == len(nodes) - 1
        yield from flat(node.under, depth + 1)
