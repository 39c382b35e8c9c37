"""Agreement: how often people put a passage where the machine would have put it.

Only passages that people placed under a theme count, and of which the machine's own candidates are known.
Those who decided had seen the proposal, so that this is not agreement of two who code blind; the caption
says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.export.figures.figure import (
    BODY,
    FAINT,
    SMALL,
    WIDTH,
    Box,
    Code,
    Figure,
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
