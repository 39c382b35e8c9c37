"""Timelines: each interview from its beginning to its end, by theme, and who has the word.

A strip is an interview. It is as long as the others, so that no time of the recording can be read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.export.figures.counts import OUTSIDE, UNPLACED, Unit, about, amount, groups, talk
from pipeline.export.figures.coverage import named, names_width
from pipeline.export.figures.figure import (
    FAINT,
    PAPER,
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
    percent,
    spoken,
    stacked,
    theme_colours,
    width_of,
    wrapped,
)
from pipeline.export.order import pieces
from pipeline.export.study import ExportInterview, ExportStudy

#: So many interviews stand on one sheet.
ROWS = 30

#: A strip is so long, its boxes so high, and a row so high with the numbers over it.
STRIP, TALL, HIGH, BETWEEN = 5.0, 0.2, 0.31, 0.07

#: Letters over a strip, in points; and the lines of what is in no theme.
TINY, GREY = 6.5, "#7b8491"

#: Stands where an id of a theme does: own codes that are under no theme of the guide.
LOOSE = "+"


@dataclass(frozen=True)
class Stretch:
    """A stretch of one interview about one theme by one role; how long it is, in shares of the interview."""

    theme: str
    topic: str = field(repr=False)
    answer: bool
    length: float


def figures(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """One sheet for each 30 interviews; none where nothing is said."""
    unit = talk(study).unit
    ordered = [one for those in groups(study).values() for one in those]
    strips = {one.id: stretches(study, one, unit) for one in ordered}
    ordered = [one for one in ordered if strips[one.id]]
    sheets = [ordered[start : start + ROWS] for start in range(0, len(ordered), ROWS)]
    return tuple(
        _sheet(study, code, strips, rows, (place, len(sheets))) for place, rows in enumerate(sheets, 1)
    )


def stretches(study: ExportStudy, one: ExportInterview, unit: Unit) -> tuple[Stretch, ...]:
    """The interview cut by theme and by who speaks; lengths add up to 1."""
    paths, themes = study.paths(), {theme.id for theme in study.guide.themes}
    everything = [turn for turn in one.transcript.turns if turn.text]
    if unit == "ms" and any(turn.start_ms is None or turn.end_ms is None for turn in everything):
        unit = "words"
    found: list[Stretch] = []
    for piece in pieces(one):
        topic = about(piece.passage)[0] if piece.passage is not None else UNPLACED
        root = paths[topic][0] if topic in paths else topic
        theme = root if root in themes or topic in (OUTSIDE, UNPLACED) else LOOSE
        long = amount(piece.utterance.turn, piece.start, piece.end, unit)
        now = Stretch(theme, topic, piece.utterance.role == "respondent", long)
        if found and (found[-1].topic, found[-1].answer) == (now.topic, now.answer):
            found[-1] = replace(found[-1], length=found[-1].length + long)
        elif long:
            found.append(now)
    whole = sum(stretch.length for stretch in found)
    return tuple(replace(stretch, length=stretch.length / whole) for stretch in found)


def _sheet(
    study: ExportStudy,
    code: Code,
    strips: Mapping[str, Sequence[Stretch]],
    rows: Sequence[ExportInterview],
    sheet: tuple[int, int],
) -> Figure:
    colours = _colours(study)
    shapes: list[Shape] = []
    names, y = names_width(rows), 0.22
    bottom = y + (HIGH + BETWEEN) * len(rows)
    for quarter in range(5):
        x = names + STRIP * quarter / 4
        shapes.append(Rule(x, y - 0.04, x, bottom))
        shapes.append(Words(x, 0.09, percent(quarter / 4, code), SMALL, "center", colour=FAINT))
    for one in rows:
        shapes.append(Words(0, y + HIGH - TALL / 2, named(one, names)))
        _strip(shapes, study, strips[one.id], colours, (names, y))
        y += HIGH + BETWEEN
    used = {stretch.theme for one in rows for stretch in strips[one.id]}
    y = _legend(shapes, study, code, {name: colours[name] for name in colours if name in used}, y + 0.16)
    themes = {name: _called(study, code, name) for name in colours if name in used}
    return Figure(
        name=spoken(code, "file.timeline") + (f"-{sheet[0]}" if sheet[1] > 1 else ""),
        title=spoken(code, "timeline.title") + (f" ({sheet[0]}/{sheet[1]})" if sheet[1] > 1 else ""),
        caption=spoken(code, "timeline.caption"),
        alt=spoken(code, "timeline.alt", rows=len(rows), themes=", ".join(themes.values())),
        table=Table(
            (spoken(code, "respondent"), spoken(code, "label"), spoken(code, "timeline.order")),
            tuple((one.id, one.label, _read(study, code, strips[one.id])) for one in rows),
        ),
        width=max(WIDTH, names + STRIP + 0.2),
        height=y,
        shapes=tuple(shapes),
    )


def _colours(study: ExportStudy) -> Mapping[str, tuple[str, str]]:
    """Fill and hatch of each main theme, and of what is in none."""
    themes = [theme.id for theme in study.guide.themes]
    return dict(zip(themes, theme_colours(len(themes)), strict=True)) | {
        LOOSE: ("#d5d9df", ""),
        OUTSIDE: (PAPER, "...."),
        UNPLACED: (PAPER, "////"),
    }


def _strip(
    shapes: list[Shape],
    study: ExportStudy,
    strip: Sequence[Stretch],
    colours: Mapping[str, tuple[str, str]],
    at: tuple[float, float],
) -> None:
    """Answers are high, questions low; over what is long enough stands the number of its theme."""
    x, y = at
    bottom = y + HIGH
    for topic, those in groupby(strip, key=lambda one: one.topic):
        run, begins = list(those), x
        for stretch in run:
            fill, hatch = colours[stretch.theme]
            bare = stretch.theme in (OUTSIDE, UNPLACED)
            high = TALL if stretch.answer else TALL * 0.36
            wide = STRIP * stretch.length
            edge = GREY if bare else ""
            shapes.append(Box(x, bottom - high, wide, high, fill, edge, hatch, GREY if bare else PAPER))
            x += wide
        if topic not in (OUTSIDE, UNPLACED):
            shapes.append(Rule(x, bottom - TALL, x, bottom, PAPER, 1.1))
            text = _number(study, topic)
            if width_of(text, TINY) < x - begins:
                shapes.append(Words((begins + x) / 2, y + 0.05, text, TINY, "center"))


def _called(study: ExportStudy, code: Code, theme: str) -> str:
    """What stands for a theme in the legend."""
    words = {LOOSE: "own_codes", OUTSIDE: "outside", UNPLACED: "unplaced"}
    return spoken(code, words[theme]) if theme in words else study.names[theme]


def _legend(
    shapes: list[Shape],
    study: ExportStudy,
    code: Code,
    colours: Mapping[str, tuple[str, str]],
    y: float,
) -> float:
    """Two columns of colours with names, then what high and low boxes are; gives where the sheet ends."""
    wide = WIDTH / 2
    entries = [
        (fill, hatch, name in (OUTSIDE, UNPLACED), wrapped(_called(study, code, name), wide - 0.5, SMALL, 2))
        for name, (fill, hatch) in colours.items()
    ]
    half = (len(entries) + 1) // 2
    ends = []
    for column, those in enumerate((entries[:half], entries[half:])):
        x, at = 0.04 + column * wide, y
        for fill, hatch, bare, lines in those:
            high = max(0.2, height_of(lines, SMALL) + 0.06)
            edge = GREY if bare else PAPER
            shapes.append(Box(x, at + high / 2 - 0.07, 0.28, 0.14, fill, edge, hatch, edge))
            shapes += stacked(x + 0.36, at + high / 2, lines, SMALL)
            at += high
        ends.append(at)
    y = max(ends) + 0.08
    shapes.append(Box(0.04, y + 0.02, 0.14, 0.16, FAINT))
    shapes.append(Box(0.18, y + 0.12, 0.14, 0.06, FAINT))
    shapes.append(Words(0.4, y + 0.1, spoken(code, "timeline.who"), SMALL))
    return y + 0.26


def _read(study: ExportStudy, code: Code, strip: Sequence[Stretch]) -> str:
    """The order of themes in words: «1 (20 %), 2.1 (30 %)»; questions and answers together."""
    runs: list[tuple[str, float]] = []
    names = {OUTSIDE: spoken(code, "outside"), UNPLACED: spoken(code, "unplaced")}
    for stretch in strip:
        name = names.get(stretch.topic) or _number(study, stretch.topic)
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + stretch.length)
        else:
            runs.append((name, stretch.length))
    return ", ".join(f"{name} ({percent(share, code)})" for name, share in runs)


def _number(study: ExportStudy, topic: str) -> str:
    """The number that a theme or an own code has in its name: «2.1», «E7»."""
    return study.names[topic].partition(" ")[0]
