"""Whether two who coded the same interviews agree: alpha, kappa, and the places to settle.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability (nominal data, any number of missing
values); Cohen, J. (1960), A coefficient of agreement for nominal scales.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Literal, TypeVar

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.messages import say

#: turn: each turn counts once; character: each character of each turn does.
Unit = Literal["turn", "character"]

#: Stands for no theme: what somebody placed outside the guide.
OUTSIDE = "-"

L = TypeVar("L", bound=Hashable)


@dataclass(frozen=True)
class Pair:
    """One interview as two have coded it; only what lies in these passages was decided by them."""

    text: AnonymisedTranscript
    first: tuple[Passage, ...]
    second: tuple[Passage, ...]


@dataclass(frozen=True)
class Kappa:
    """Agreement on one theme, there or not there, over the units that both decided.

    `kappa` is None where chance alone would agree fully: both have it everywhere, or nowhere.
    """

    theme: str
    kappa: float | None
    first: int
    second: int
    both: int


@dataclass(frozen=True)
class Disagreement:
    """A stretch of talk that two decided differently, and the themes of each, main theme first."""

    interview: str
    spans: tuple[Span, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """How far two agree.

    `alpha` is Krippendorff's for nominal data over the main themes, in this `unit`; None where there is
    nothing to compare or nothing that varies. `units` were decided by both, `one_only` by one of them;
    `same` is the share of units with the same main theme.
    """

    unit: Unit
    units: int
    one_only: int
    same: float | None
    alpha: float | None
    themes: tuple[Kappa, ...]
    disagreements: tuple[Disagreement, ...]

    def data(self) -> dict[str, Any]:
        """As plain data, for JSON; no word of any interview."""
        found = asdict(self)
        for one, disagreement in zip(found["disagreements"], self.disagreements, strict=True):
            one["spans"] = [span.model_dump() for span in disagreement.spans]
        return found

    def lines(self) -> tuple[str, ...]:
        """As lines to read; the list of disagreements is the page's."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        if not self.units:
            yield say("coverage.agreement.none")
            return
        yield say(
            f"coverage.agreement.{self.unit}",
            units=self.units,
            percent=round(100 * (self.same or 0.0)),
            alpha=_number(self.alpha),
            one_only=self.one_only,
        )
        for one in self.themes:
            yield say(
                "coverage.agreement.theme",
                theme=one.theme,
                kappa=_number(one.kappa),
                first=one.first,
                second=one.second,
                both=one.both,
            )
        yield say("coverage.agreement.settle", count=len(self.disagreements))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def decided(themed: ThemedTranscript) -> tuple[Passage, ...]:
    """The passages that people placed: what a coder decided, of `with_decisions(…, coder=…)`."""
    return tuple(one for one in themed.passages if one.decided_by)


def proposed(themed: ThemedTranscript) -> tuple[Passage, ...]:
    """The passages that the machine is sure enough of, of proposals without decisions."""
    return tuple(one for one in themed.passages if not one.decided_by and one.status != "unplaced")


def agreement(pairs: Sequence[Pair], unit: Unit = "turn") -> Agreement:
    """How far two coders agree over these interviews, and where they do not.

    A unit that either has left alone is not compared: text that nobody coded would make any two agree. A
    turn's themes are those of all that was decided in it, its main theme the one with most characters.
    """
    units = [one for pair in pairs for one in (_turns(pair) if unit == "turn" else _characters(pair))]
    compared = [(a, b, size) for a, b, size in units if a is not None and b is not None]
    total = sum(size for _, _, size in compared)
    same = sum(size for a, b, size in compared if a[:1] == b[:1])
    themes = sorted({theme for a, b, _ in compared for theme in (*a, *b)})
    return Agreement(
        unit=unit,
        units=total,
        one_only=sum(size for a, b, size in units if (a is None) != (b is None)),
        same=same / total if total else None,
        alpha=alpha([(a[0], b[0], size) for a, b, size in compared]),
        themes=tuple(_kappa(theme, compared) for theme in themes),
        disagreements=tuple(one for pair in pairs for one in _disagreements(pair)),
    )


def unsettled(
    found: Iterable[Disagreement], settled: Mapping[str, Sequence[Passage]]
) -> tuple[Disagreement, ...]:
    """The disagreements of which something is not yet covered by what was settled, by interview."""

    def covered(one: Disagreement) -> bool:
        spans = [span for passage in settled.get(one.interview, ()) for span in passage.spans]
        return all(
            any(at.turn_id == span.turn_id and at.start <= place < at.end for at in spans)
            for span in one.spans
            for place in range(span.start, span.end)
        )

    return tuple(one for one in found if not covered(one))


# ---------------------------------------------------------------------- coefficients


def alpha(units: Sequence[tuple[L, L, int]]) -> float | None:
    """Krippendorff's alpha for two coders and nominal data, without missing values.

    1 - D_o / D_e with D_o the share of units that differ, and D_e that of all pairs of different values,
    over the 2n values of both coders together.

    Args:
        units: both coders' values, and how many units have them.

    Returns:
        The coefficient; None for no units, or where all values are the same.
    """
    values: Counter[L] = Counter()
    for a, b, size in units:
        values[a] += size
        values[b] += size
    n = values.total()
    expected = n * n - sum(count * count for count in values.values())
    if not expected:
        return None
    differ = sum(size for a, b, size in units if a != b)
    return 1 - 2 * differ * (n - 1) / expected


def kappa(units: Sequence[tuple[L, L, int]]) -> float | None:
    """Cohen's kappa: (p_o - p_e) / (1 - p_e); None for no units, or where p_e is 1."""
    n = sum(size for _, _, size in units)
    first: Counter[L] = Counter()
    second: Counter[L] = Counter()
    for a, b, size in units:
        first[a] += size
        second[b] += size
    agreed = sum(size for a, b, size in units if a == b)
    chance = sum(first[value] * second[value] for value in first)
    return (agreed * n - chance) / (n * n - chance) if n * n > chance else None


def _kappa(theme: str, compared: Sequence[tuple[tuple[str, ...], tuple[str, ...], int]]) -> Kappa:
    units = [(theme in a, theme in b, size) for a, b, size in compared]
    return Kappa(
        theme,
        kappa(units),
        first=sum(size for a, _, size in units if a),
        second=sum(size for _, b, size in units if b),
        both=sum(size for a, b, size in units if a and b),
    )


# ---------------------------------------------------------------------- units

_Themes = tuple[str, ...]


def _turns(pair: Pair) -> Iterator[tuple[_Themes | None, _Themes | None, int]]:
    """For each turn what both say of it, main theme first; None where one has decided nothing."""
    first, second = (_by_character(passages, pair.text) for passages in (pair.first, pair.second))
    for turn in pair.text.turns:
        if turn.text:
            yield _main(first[turn.id]), _main(second[turn.id]), 1


def _main(characters: Sequence[_Themes | None]) -> _Themes | None:
    """The themes of a turn, the one with most characters first; None where nothing is decided."""
    said = [one for one in characters if one is not None]
    if not said:
        return None
    mains = Counter(one[0] for one in said)
    others = Counter(theme for one in said for theme in one)
    main = max(mains, key=lambda theme: mains[theme])
    return (main, *(theme for theme, _ in others.most_common() if theme != main))


def _characters(pair: Pair) -> Iterator[tuple[_Themes | None, _Themes | None, int]]:
    """What both say of each character, runs of the same counted together."""
    first, second = (_by_character(passages, pair.text) for passages in (pair.first, pair.second))
    for turn in pair.text.turns:
        both = zip(first[turn.id], second[turn.id], strict=True)
        for (a, b), run in groupby(both):
            yield a, b, len(list(run))


def _by_character(
    passages: Iterable[Passage], text: AnonymisedTranscript
) -> Mapping[str, list[_Themes | None]]:
    """Of each character the themes of the passages that cover it, in their order; None where none does."""
    found: dict[str, list[_Themes | None]] = {turn.id: [None] * len(turn.text) for turn in text.turns}
    for passage in passages:
        themes = passage.themes or (OUTSIDE,)
        for span in passage.spans:
            characters = found[span.turn_id]
            for place in range(span.start, min(span.end, len(characters))):
                characters[place] = tuple(dict.fromkeys((*(characters[place] or ()), *themes)))
    return found


def _disagreements(pair: Pair) -> Iterator[Disagreement]:
    """Stretches with other themes by one than by the other, over as many turns as they go on."""
    first, second = (_by_character(passages, pair.text) for passages in (pair.first, pair.second))
    places = [
        (turn.id, place, first[turn.id][place], second[turn.id][place])
        for turn in pair.text.turns
        for place in range(len(turn.text))
    ]
    for (a, b), run in groupby(places, key=lambda one: one[2:]):
        if a is not None and b is not None and set(a) != set(b):
            spans = [
                (turn, [place for _, place, *_ in stretch])
                for turn, stretch in groupby(run, key=lambda one: one[0])
            ]
            yield Disagreement(
                pair.text.interview,
                tuple(Span(turn_id=turn, start=at[0], end=at[-1] + 1) for turn, at in spans),
                a,
                b,
            )
