"""Coverage heat map: how much each respondent says about each subtheme. More is darker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.export.figures.counts import ALL, OUTSIDE, UNPLACED, Column, Talk, columns, groups, talk
from pipeline.export.figures.figure import (
    BODY,
    FAINT,
    LEADING,
    PAPER,
    RULE,
    SMALL,
    WIDTH,
    Box,
    Code,
    Figure,
    Rule,
    Shape,
    Table,
    Words,
    height_of,
    ink_on,
    number,
    shade,
    spoken,
    stacked,
    width_of,
    wrapped,
)
from pipeline.export.study import ExportInterview, ExportStudy

#: So many respondents stand on one sheet, which is as high as a page of A4.
ROWS = 40

TOTAL, ROW, HEAD, GAP = 0.66, 0.26, 0.3, 0.03

#: The longest name of a row, the longest head of a column, the room for a theme before its subthemes.
LONGEST, HIGHEST, THEME = 2.7, 1.9, 0.22

STEP = SMALL * LEADING / 72


@dataclass(frozen=True)
class Grid:
    """Where columns stand. `names` is the room for what rows are called, `wide` that for a column."""

    shown: tuple[Column, ...]
    names: float
    wide: float

    @property
    def gaps(self) -> Mapping[int, str]:
        """The columns before which room is left, and the name of the theme that stands there, if any."""
        above = [column.theme_name if column.id != column.theme else "" for column in self.shown]
        before = ["", *above]
        return {place: name for place, name in enumerate(above) if name != before[place]}

    def x(self, place: int) -> float:
        """The left edge of a column."""
        return self.names + self.wide * place + THEME * sum(one <= place for one in self.gaps)

    @property
    def end(self) -> float:
        """The right edge of the sums."""
        return self.x(len(self.shown)) + TOTAL


def grid_of(shown: tuple[Column, ...], names: float) -> Grid:
    """Columns as wide as the sheet lets them be, and no narrower than their numbers need."""
    bare = Grid(shown, names, 0.0)
    wide = (WIDTH - TOTAL - bare.x(len(shown))) / max(1, len(shown))
    return Grid(shown, names, min(0.8, max(0.38, wide)))


def figures(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """One sheet for each 40 respondents; none where no respondent says anything."""
    amounts = talk(study)
    if not amounts.amounts:
        return ()
    shown = _columns(study, amounts, code)
    ordered = [one for those in groups(study).values() for one in those]
    sheets = [ordered[start : start + ROWS] for start in range(0, len(ordered), ROWS)]
    return tuple(
        _sheet(study, code, amounts, shown, rows, (place, len(sheets)))
        for place, rows in enumerate(sheets, 1)
    )


def _columns(study: ExportStudy, amounts: Talk, code: Code) -> tuple[Column, ...]:
    """The subthemes, then what is in none, where there is anything."""
    used = {theme for _, theme in amounts.amounts}
    beside = ((OUTSIDE, spoken(code, "outside")), (UNPLACED, spoken(code, "unplaced")))
    return (
        *columns(study, amounts),
        *(Column(name, title, name, title) for name, title in beside if name in used),
    )


def said(amount: float, amounts: Talk, code: Code) -> str:
    """An amount of talk as a number: minutes with one decimal below ten, else whole seconds or words."""
    if amounts.shown != "minutes":
        return number(amount / (1000 if amounts.shown == "seconds" else 1), code)
    minutes = amount / 60_000
    return number(minutes, code, 1 if minutes < 9.95 else 0)


def _sheet(
    study: ExportStudy,
    code: Code,
    amounts: Talk,
    shown: Sequence[Column],
    rows: Sequence[ExportInterview],
    sheet: tuple[int, int],
) -> Figure:
    grid = grid_of(tuple(shown), names_width(rows))
    most = max((amounts.of(one.id, column.id) for one in study.interviews for column in shown), default=0.0)
    shapes: list[Shape] = []
    y = _heads(shapes, code, amounts, grid)
    for group, members in groupby(rows, key=lambda one: " ".join(one.respondent.group.split())):
        if len(groups(study)) > 1:
            [line] = wrapped(group or spoken(code, "no_group"), grid.names + 2, BODY, 1, bold=True)
            shapes.append(Words(0, y + HEAD / 2 + 0.03, line, bold=True))
            y += HEAD
        for one in members:
            _row(shapes, code, amounts, grid, one, (y, most))
            y += ROW
    y = _scale(shapes, code, amounts, (grid.names, most), y + 0.16)
    unit = spoken(code, f"unit.{amounts.shown}")
    return Figure(
        name=spoken(code, "file.coverage") + (f"-{sheet[0]}" if sheet[1] > 1 else ""),
        title=spoken(code, "coverage.title") + (f" ({sheet[0]}/{sheet[1]})" if sheet[1] > 1 else ""),
        caption=spoken(code, "coverage.caption", unit=unit),
        alt=spoken(
            code,
            "coverage.alt",
            rows=len(rows),
            columns=len(shown),
            unit=unit,
            most=_most_said(code, amounts, shown, rows),
        ),
        table=Table(
            (
                spoken(code, "respondent"),
                spoken(code, "label"),
                spoken(code, "group"),
                *(column.name for column in shown),
                spoken(code, "all"),
            ),
            tuple(
                (
                    one.id,
                    one.label,
                    one.respondent.group,
                    *(said(amounts.of(one.id, column.id), amounts, code) for column in shown),
                    said(amounts.of(one.id, ALL), amounts, code),
                )
                for one in rows
            ),
        ),
        width=max(grid.end, WIDTH),
        height=y,
        shapes=tuple(shapes),
    )


def _heads(shapes: list[Shape], code: Code, amounts: Talk, grid: Grid) -> float:
    """Subthemes read upwards, after their themes; gives where the rows begin."""
    room = max(1, int(grid.wide * 0.95 / STEP))
    written = [
        (grid.x(place) + grid.wide / 2, wrapped(column.name, HIGHEST, SMALL, min(3, room)), False)
        for place, column in enumerate(grid.shown)
    ]
    written += [
        (grid.x(place) - THEME / 2, wrapped(name, HIGHEST + 0.5, SMALL, 1, bold=True), True)
        for place, name in grid.gaps.items()
        if name
    ]
    longest = (width_of(line, SMALL, bold) for _, lines, bold in written for line in lines)
    bottom = max(longest, default=0.0) + 0.08
    for middle, lines, bold in written:
        for number_, line in enumerate(lines):
            at = middle + STEP * (number_ - (len(lines) - 1) / 2)
            shapes.append(Words(at, bottom - 0.06, line, SMALL, bold=bold, turned=True))
    lines = wrapped(spoken(code, f"all_in.{amounts.shown}"), TOTAL - 0.06, SMALL, 3)
    shapes += stacked(grid.end, bottom - 0.06 - height_of(lines, SMALL) / 2, lines, SMALL, align="right")
    shapes.append(Rule(0, bottom, grid.end, bottom))
    return bottom + 0.05


def _row(
    shapes: list[Shape],
    code: Code,
    amounts: Talk,
    grid: Grid,
    one: ExportInterview,
    at: tuple[float, float],
) -> None:
    y, most = at
    middle = y + ROW / 2
    shapes.append(Words(0.08, middle, named(one, grid.names)))
    for place, column in enumerate(grid.shown):
        amount = amounts.of(one.id, column.id)
        fill = shade(amount / most) if amount else PAPER
        x = grid.x(place)
        edge = "" if amount else RULE
        shapes.append(Box(x + GAP / 2, y + GAP / 2, grid.wide - GAP, ROW - GAP, fill, edge))
        text = said(amount, amounts, code) if amount else "·"
        colour = ink_on(fill) if amount else FAINT
        shapes.append(Words(x + grid.wide / 2, middle, text, SMALL, "center", colour=colour))
    whole = said(amounts.of(one.id, ALL), amounts, code)
    shapes.append(Words(grid.end, middle, whole, SMALL, "right", bold=True))


def names_width(rows: Sequence[ExportInterview]) -> float:
    """How much room ids with labels need, within reason."""
    widest = max(width_of(named(one, LONGEST), BODY) for one in rows)
    return min(LONGEST, max(1.2, widest)) + 0.2


def named(one: ExportInterview, width: float) -> str:
    """The neutral id, and the label that marks quotes, on one line."""
    [line] = wrapped(f"{one.id} · {one.label}", width, BODY, 1)
    return line


def _scale(shapes: list[Shape], code: Code, amounts: Talk, at: tuple[float, float], y: float) -> float:
    """What the colours stand for; gives where the sheet ends."""
    (x, most), step = at, 0.6
    shapes.append(Words(x - 0.12, y + 0.09, spoken(code, f"unit.{amounts.shown}"), SMALL, "right"))
    shapes.append(Box(x, y, step - GAP, 0.18, PAPER, RULE))
    shapes.append(Words(x + (step - GAP) / 2, y + 0.09, "·", SMALL, "center", colour=FAINT))
    shapes.append(Words(x + (step - GAP) / 2, y + 0.29, spoken(code, "nothing"), SMALL, "center"))
    for place in range(5):
        share = (place + 1) / 5
        shapes.append(Box(x + step * (place + 1), y, step - GAP, 0.18, shade(share)))
        shapes.append(
            Words(
                x + step * (place + 1.5) - GAP / 2,
                y + 0.29,
                said(most * share, amounts, code),
                SMALL,
                "center",
            )
        )
    return y + 0.42


def _most_said(code: Code, amounts: Talk, shown: Sequence[Column], rows: Sequence[ExportInterview]) -> str:
    sums = {column.name: sum(amounts.of(one.id, column.id) for one in rows) for column in shown}
    least = [name for name, amount in sums.items() if not amount]
    most = max(sums, key=lambda name: sums[name])
    return spoken(code, "coverage.most", name=most) + (
        spoken(code, "coverage.nothing", names=", ".join(least)) if least else ""
    )
