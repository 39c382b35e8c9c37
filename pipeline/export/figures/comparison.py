"""Two groups of respondents beside each other, subtheme by subtheme.

A bar is the mean of its respondents' shares of talk, so that nobody counts for more by talking for longer; a
dot is one respondent. With so few, the dots are what is known; a mean alone would hide that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from pipeline.export.figures.counts import ALL, Column, Talk, columns, groups, talk
from pipeline.export.figures.figure import (
    BODY,
    FAINT,
    INK,
    PAPER,
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
    percent,
    spoken,
    stacked,
    wrapped,
)
from pipeline.export.study import ExportInterview, ExportStudy

#: Of more groups than so many, the largest are compared.
MOST = 3

NAMES, BARS, BAR = 2.7, 3.85, 0.15
FILLS = (("#1d4e7a", ""), ("#f3c766", "////"))


@dataclass(frozen=True)
class Side:
    """A group and its interviews."""

    group: str = field(repr=False)
    interviews: tuple[ExportInterview, ...]

    def shares(self, theme: str, amounts: Talk) -> tuple[float, ...]:
        """What part of each respondent's talk is about the theme, without those who say nothing at all."""
        return tuple(amounts.share(one.id, theme) for one in self.interviews if amounts.of(one.id, ALL))

    def mean(self, theme: str, amounts: Talk) -> float:
        """The mean of the shares, 0 where nobody says anything."""
        shares = self.shares(theme, amounts)
        return sum(shares) / len(shares) if shares else 0.0


def pairs(study: ExportStudy) -> tuple[tuple[Side, Side], ...]:
    """The groups two by two, the largest three where there are more; those without a group are left out."""
    amounts = talk(study)
    sides = [
        Side(name, those)
        for name, those in groups(study).items()
        if name and any(amounts.of(one.id, ALL) for one in those)
    ]
    largest = sorted(sides, key=lambda side: -len(side.interviews))[:MOST]
    return tuple(combinations([side for side in sides if side in largest], 2))


def figures(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """One figure for each two groups; none where there are not two."""
    found, amounts = pairs(study), talk(study)
    shown = columns(study, amounts)
    return tuple(
        _figure(study, code, amounts, shown, pair, (place, len(found))) for place, pair in enumerate(found, 1)
    )


def _figure(
    study: ExportStudy,
    code: Code,
    amounts: Talk,
    shown: Sequence[Column],
    pair: tuple[Side, Side],
    place: tuple[int, int],
) -> Figure:
    shares = [share for side in pair for column in shown for share in side.shares(column.id, amounts)]
    most = max(shares, default=0.0) or 1.0
    shapes: list[Shape] = []
    y = _legend(shapes, code, pair)
    theme = ""
    for column in shown:
        if column.theme != theme:
            theme = column.theme
            if column.id != column.theme:
                lines = wrapped(column.theme_name, WIDTH - 0.2, BODY, 2, bold=True)
                y += 0.08
                shapes += stacked(0, y + height_of(lines) / 2, lines, bold=True)
                y += height_of(lines) + 0.06
        y = _row(shapes, code, amounts, column, pair, (y, most))
    left_out = sorted(
        {name for name in groups(study) if name} - {side.group for two in pairs(study) for side in two}
    )
    first, second = (side.group for side in pair)
    widest = max(shown, key=lambda one: abs(pair[0].mean(one.id, amounts) - pair[1].mean(one.id, amounts)))
    return Figure(
        name=spoken(code, "file.comparison") + (f"-{place[0]}" if place[1] > 1 else ""),
        title=_capital(spoken(code, "comparison.title", first=first, second=second)),
        caption=spoken(code, "comparison.caption")
        + (spoken(code, "comparison.left_out", groups=", ".join(left_out)) if left_out else ""),
        alt=spoken(
            code,
            "comparison.alt",
            first=first,
            second=second,
            rows=len(shown),
            widest=widest.name,
            first_share=percent(pair[0].mean(widest.id, amounts), code),
            second_share=percent(pair[1].mean(widest.id, amounts), code),
        ),
        table=Table(
            (spoken(code, "theme"), *(_called(code, side) for side in pair)),
            tuple(
                (column.name, *(percent(side.mean(column.id, amounts), code) for side in pair))
                for column in shown
            ),
        ),
        width=WIDTH,
        height=y + 0.06,
        shapes=tuple(shapes),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _called(code: Code, side: Side) -> str:
    return spoken(code, "comparison.group", group=side.group, count=len(side.interviews))


def _legend(shapes: list[Shape], code: Code, pair: Sequence[Side]) -> float:
    x, y = NAMES, 0.0
    for side, (fill, hatch) in zip(pair, FILLS, strict=True):
        lines = wrapped(_called(code, side), WIDTH - NAMES - 0.5, BODY, 2)
        high = max(0.22, height_of(lines) + 0.04)
        shapes.append(Box(x, y + high / 2 - 0.07, 0.28, 0.14, fill, INK, hatch))
        shapes += stacked(x + 0.36, y + high / 2, lines)
        y += high
    shapes.append(Words(WIDTH, y - 0.09, spoken(code, "comparison.mean"), SMALL, "right", colour=FAINT))
    return y + 0.08


def _row(
    shapes: list[Shape],
    code: Code,
    amounts: Talk,
    column: Column,
    pair: Sequence[Side],
    at: tuple[float, float],
) -> float:
    y, most = at
    lines = wrapped(column.name, NAMES - 0.2, BODY, 3)
    high = max(2 * BAR + 0.14, height_of(lines) + 0.08)
    shapes += stacked(NAMES - 0.1, y + high / 2, lines, align="right")
    top = y + high / 2 - BAR
    for number, (side, (fill, hatch)) in enumerate(zip(pair, FILLS, strict=True)):
        mean, shares = side.mean(column.id, amounts), side.shares(column.id, amounts)
        middle = top + BAR * (number + 0.5)
        if mean:
            shapes.append(
                Box(NAMES, top + BAR * number, BARS * mean / most, BAR, fill, INK, hatch, "#8a6410")
            )
        for share in shares if len(shares) > 1 else ():
            if share:
                shapes.append(Dot(NAMES + BARS * share / most, middle, 0.032, PAPER, INK))
        colour = INK if mean else FAINT
        shapes.append(Words(WIDTH, middle, percent(mean, code), SMALL, "right", colour=colour))
    shapes.append(Rule(NAMES, y, NAMES, y + high, FAINT, 0.8))
    return y + high
