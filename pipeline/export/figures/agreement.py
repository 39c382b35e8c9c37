"""Agreement: of two who coded blind, and of people with the machine's proposals.

With the machine, only passages count that people placed under a theme, and of which its own candidates are
known. Those who decided had seen the proposal, so that this is not agreement of two who code blind; the
caption says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.export.figures.counts import OUTSIDE
from pipeline.export.figures.figure import (
    BODY,
    FAINT,
    RULE,
    SMALL,
    WIDTH,
    Box,
    Code,
    Dot,
    Figure,
    Rule,
    Shape,
    Table,
    Words,
    height_of,
    ink_on,
    number,
    percent,
    spoken,
    stacked,
    wrapped,
)
from pipeline.export.study import ExportStudy

NAMES, BARS, BAR = 2.7, 3.9, 0.2

#: The machine's first, one of its next two, another one.
FILLS = (("#0c3560", ""), ("#7fb0d0", "////"), ("#f4f6f8", ""))


@dataclass(frozen=True)
class Kept:
    """Of the passages that people placed under a theme: what the machine would have said.

    `first`: this theme; `among`: it was one of the two after; `other`: none of the three.
    """

    first: int = 0
    among: int = 0
    other: int = 0

    @property
    def all(self) -> int:
        """How many passages there are."""
        return self.first + self.among + self.other

    @property
    def parts(self) -> tuple[int, int, int]:
        """The three, in their order."""
        return self.first, self.among, self.other


def kept(study: ExportStudy) -> Mapping[str, Kept]:
    """By the main theme that people gave: how the machine's candidates compare; in the order of the guide."""
    found: dict[str, list[int]] = {}
    for one in study.interviews:
        for passage in one.themed.passages:
            if passage.decided_by and passage.themes and passage.candidates:
                names = [candidate.theme for candidate in passage.candidates[:3]]
                theme = passage.themes[0]
                place = 2 if theme not in names else min(1, names.index(theme))
                found.setdefault(theme, [0, 0, 0])[place] += 1
    return {name: Kept(*found[name]) for name in study.paths() if name in found}


def figures(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """The two coders' figure, then the machine's; each where there is something to show."""
    return (*_of_coders(study, code), *_of_machine(study, code))


def _of_coders(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """A dot on a line from chance to all for each theme, and how many turns they have it in."""
    coders = study.coders
    if coders is None or not coders.turns:
        return ()
    ranked = {name: place for place, name in enumerate(study.paths())}
    found = sorted(coders.themes, key=lambda one: ranked.get(one.theme, len(ranked)))
    least = min(0.0, 0.0, *(one.kappa or 0.0 for one in found))
    line = BARS - 1.3
    shapes: list[Shape] = []
    heads = tuple(spoken(code, f"coders.{name}") for name in ("first", "second", "both"))
    ends = tuple(WIDTH - 0.52 * (2 - place) for place in range(3))

    def at(kappa: float) -> float:
        return NAMES + line * (kappa - least) / (1 - least)

    bottom = 0.36 + sum(_high(_named(study, code, one.theme)) for one in found)
    ticks = [n / 4 for n in range(5)]
    if at(0) - at(least) > 0.45:
        ticks.append(least)
    for tick in ticks:
        shapes.append(Rule(at(tick), 0.3, at(tick), bottom, RULE if tick else FAINT))
        shapes.append(Words(at(tick), 0.2, _coefficient(tick, code), SMALL, "center", colour=FAINT))
    for end, head in zip(ends, heads, strict=True):
        shapes.append(Words(end, 0.2, head, SMALL, "right", colour=FAINT))
    y = 0.34
    for one in found:
        lines = _named(study, code, one.theme)
        high = _high(lines)
        middle = y + high / 2
        shapes += stacked(NAMES - 0.2, middle, lines, align="right")
        shapes.append(
            Words(at(max(one.kappa or 0.0, 0.0)) + 0.1, middle, _coefficient(one.kappa, code), SMALL)
        )
        if one.kappa is not None:
            shapes.append(Rule(at(0), middle, at(one.kappa), middle, FILLS[0][0], 1.6))
            shapes.append(Dot(at(one.kappa), middle, 0.06, FILLS[0][0], FILLS[0][0]))
        for end, count in zip(ends, (one.first, one.second, one.both), strict=True):
            shapes.append(Words(end, middle, number(count, code), SMALL, "right"))
        y += high
    alpha = _coefficient(coders.alpha, code)
    return (
        Figure(
            name=spoken(code, "file.coders"),
            title=spoken(code, "coders.title"),
            caption=spoken(
                code, "coders.caption", turns=coders.turns, same=percent(coders.same, code), alpha=alpha
            ),
            alt=spoken(code, "coders.alt", rows=len(found), alpha=alpha),
            table=Table(
                (spoken(code, "theme"), spoken(code, "coders.kappa"), *heads),
                tuple(
                    (
                        _called(study, code, one.theme),
                        _coefficient(one.kappa, code),
                        *(number(count, code) for count in (one.first, one.second, one.both)),
                    )
                    for one in found
                ),
            ),
            width=WIDTH,
            height=y + 0.06,
            shapes=tuple(shapes),
        ),
    )


def _coefficient(value: float | None, code: Code) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", "," if code == "nb" else ".")


def _called(study: ExportStudy, code: Code, theme: str) -> str:
    return spoken(code, "outside") if theme == OUTSIDE else study.names.get(theme, theme)


def _named(study: ExportStudy, code: Code, theme: str) -> tuple[str, ...]:
    return wrapped(_called(study, code, theme), NAMES - 0.3, BODY, 3)


def _high(lines: tuple[str, ...]) -> float:
    return max(0.28, height_of(lines) + 0.08)


def _of_machine(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """One figure; none where nobody has decided anything that the machine had proposed."""
    found = kept(study)
    if not found:
        return ()
    whole = Kept(*(sum(parts) for parts in zip(*(one.parts for one in found.values()), strict=True)))
    names = tuple(spoken(code, f"agreement.{name}") for name in ("first", "among", "other"))
    shapes: list[Shape] = []
    y = 0.0
    for name, (fill, hatch) in zip(names, FILLS, strict=True):
        shapes.append(Box(NAMES, y + 0.04, 0.28, 0.14, fill, FAINT, hatch))
        [line] = wrapped(name, WIDTH - NAMES - 0.5, BODY, 1)
        shapes.append(Words(NAMES + 0.36, y + 0.11, line))
        y += 0.22
    shapes.append(Words(WIDTH - 0.02, y + 0.08, spoken(code, "tree.passages"), SMALL, "right", colour=FAINT))
    y += 0.2
    rows = [
        (spoken(code, "all"), whole, True),
        *((study.names[name], one, False) for name, one in found.items()),
    ]
    for name, one, bold in rows:
        lines = wrapped(name, NAMES - 0.2, BODY, 3, bold=bold)
        high = max(BAR + 0.1, height_of(lines) + 0.08)
        middle = y + high / 2
        shapes += stacked(NAMES - 0.1, middle, lines, align="right", bold=bold)
        x = NAMES
        for count, (fill, hatch) in zip(one.parts, FILLS, strict=True):
            wide = BARS * count / one.all
            if count:
                shapes.append(Box(x, middle - BAR / 2, wide, BAR, fill, FAINT, hatch))
            if count and wide > 0.42 and not hatch:
                share = percent(count / one.all, code)
                shapes.append(Words(x + wide / 2, middle, share, SMALL, "center", colour=ink_on(fill)))
            x += wide
        shapes.append(Words(WIDTH - 0.02, middle, number(one.all, code), SMALL, "right"))
        y += high + (0.06 if bold else 0.0)
    return (
        Figure(
            name=spoken(code, "file.agreement"),
            title=spoken(code, "agreement.title"),
            caption=spoken(code, "agreement.caption"),
            alt=spoken(
                code,
                "agreement.alt",
                count=whole.all,
                first=percent(whole.first / whole.all, code),
                three=percent((whole.first + whole.among) / whole.all, code),
            ),
            table=Table(
                (spoken(code, "theme"), *names, spoken(code, "tree.passages")),
                tuple((name, *map(str, one.parts), str(one.all)) for name, one, _ in rows),
            ),
            width=WIDTH,
            height=y + 0.06,
            shapes=tuple(shapes),
        ),
    )
