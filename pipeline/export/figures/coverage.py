"""Coverage heat map: how much each respondent says about each subtheme. More is darker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    wrapped,
)
from pipeline.export.study import ExportInterview, ExportStudy

#: So many respondents stand on one sheet, which is as high as a page of A4.
ROWS = 40

NAMES, TOTAL, ROW, HEAD, GAP = 2.2, 0.62, 0.26, 0.3, 0.03


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
    """An amount of talk as a number: minutes with one decimal below ten, or words."""
    if amounts.unit == "words":
        return number(amount, code)
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
    wide = min(0.85, max(0.42, (WIDTH - NAMES - TOTAL) / max(1, len(shown))))
    width = max(WIDTH, NAMES + wide * len(shown) + TOTAL)
    most = max((amounts.of(one.id, column.id) for one in study.interviews for column in shown), default=0.0)
    shapes: list[Shape] = []
    y = _heads(shapes, code, shown, wide, amounts)
    for group, members in groupby(rows, key=lambda one: " ".join(one.respondent.group.split())):
        if len(groups(study)) > 1:
            [line] = wrapped(group or spoken(code, "no_group"), NAMES + 2, BODY, 1, bold=True)
            shapes.append(Words(0, y + HEAD / 2 + 0.03, line, bold=True))
            y += HEAD
        for one in members:
            _row(shapes, code, amounts, shown, one, (y, wide, most))
            y += ROW
    y = _scale(shapes, code, amounts, most, y + 0.16)
    unit = spoken(code, f"unit.{amounts.unit}")
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
        width=width,
        height=y,
        shapes=tuple(shapes),
    )


def _heads(shapes: list[Shape], code: Code, shown: Sequence[Column], wide: float, amounts: Talk) -> float:
    """Subthemes read upwards under their themes; gives where the rows begin."""
    room = max(1, int(wide * 0.92 / (SMALL * LEADING / 72)))
    heads = [wrapped(column.name, 1.75, SMALL, min(4, room)) for column in shown]
    spans = [(name, list(those)) for name, those in groupby(shown, key=lambda one: one.theme_name)]
    themes = [
        wrapped(name, wide * len(those) - 0.1, SMALL, 3, bold=True)
        if len(those) > 1 and wide * len(those) > 1.1
        else ()
        for name, those in spans
    ]
    over = max((height_of(lines, SMALL) for lines in themes), default=0.0)
    y = over + (0.14 if over else 0.0)
    bottom = y + 1.8
    x = NAMES
    for lines, (_, those) in zip(themes, spans, strict=True):
        if lines:
            shapes += stacked(x + 0.04, over - height_of(lines, SMALL) / 2, lines, SMALL, bold=True)
            shapes.append(Rule(x + 0.04, over + 0.05, x + wide * len(those) - 0.08, over + 0.05, FAINT, 0.9))
        x += wide * len(those)
    step = SMALL * LEADING / 72
    for place, lines in enumerate(heads):
        middle = NAMES + wide * (place + 0.5)
        for line_number, line in enumerate(lines):
            at = middle + step * (line_number - (len(lines) - 1) / 2)
            shapes.append(Words(at, bottom - 0.05, line, SMALL, turned=True))
    total = NAMES + wide * len(shown) + TOTAL - 0.04
    lines = wrapped(spoken(code, f"all_in.{amounts.unit}"), TOTAL - 0.06, SMALL, 3)
    shapes += stacked(total, bottom - 0.05 - height_of(lines, SMALL) / 2, lines, SMALL, align="right")
    shapes.append(Rule(0, bottom, total, bottom))
    return bottom + 0.05


def _row(
    shapes: list[Shape],
    code: Code,
    amounts: Talk,
    shown: Sequence[Column],
    one: ExportInterview,
    at: tuple[float, float, float],
) -> None:
    y, wide, most = at
    middle = y + ROW / 2
    shapes += named(one, 0.08, middle, NAMES - 0.16)
    for place, column in enumerate(shown):
        amount = amounts.of(one.id, column.id)
        fill = shade(amount / most) if amount else PAPER
        x = NAMES + wide * place
        edge = "" if amount else RULE
        shapes.append(Box(x + GAP / 2, y + GAP / 2, wide - GAP, ROW - GAP, fill, edge))
        text = said(amount, amounts, code) if amount else "·"
        shapes.append(
            Words(x + wide / 2, middle, text, SMALL, "center", colour=ink_on(fill) if amount else FAINT)
        )
    end = NAMES + wide * len(shown) + TOTAL - 0.04
    shapes.append(Words(end, middle, said(amounts.of(one.id, ALL), amounts, code), SMALL, "right", bold=True))


def named(one: ExportInterview, x: float, y: float, width: float) -> Iterator[Words]:
    """The neutral id, and the label that marks quotes, on one line."""
    [line] = wrapped(f"{one.id} · {one.label}", width, BODY, 1)
    yield Words(x, y, line)


def _scale(shapes: list[Shape], code: Code, amounts: Talk, most: float, y: float) -> float:
    """What the colours stand for; gives where the sheet ends."""
    x, step = NAMES, 0.62
    shapes.append(Words(NAMES - 0.12, y + 0.09, spoken(code, f"unit.{amounts.unit}"), SMALL, "right"))
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
