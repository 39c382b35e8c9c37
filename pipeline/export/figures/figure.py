"""What a figure is: shapes on a sheet, the numbers behind them, and what is said of it in words.

Lengths are inches, from the top left corner of the sheet; sizes of letters are points. Shapes are plain
values, so that a figure can be looked into (`tests/export/test_figures.py`) before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Protocol

from pipeline.export.study import ExportStudy
from pipeline.messages import say_in

#: The language of what is written in a figure and about it.
Code = Literal["nb", "en"]

#: The width of a sheet that stands in a column of text on A4.
WIDTH = 7.2

#: What is left free around a figure.
MARGIN = 0.08

#: Letters: what is read, what is read beside it. Points.
BODY, SMALL = 8.5, 7.5

#: A line of text takes so many times its size.
LEADING = 1.22

INK, FAINT, PAPER, BLACK = "#1b1f24", "#5b6470", "#ffffff", "#000000"
RULE = "#c9ced6"


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = PAPER
    edge: str = ""
    hatch: str = ""
    hatch_colour: str = INK


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str = RULE
    weight: float = 0.6


@dataclass(frozen=True)
class Dot:
    """A small circle."""

    x: float
    y: float
    radius: float
    fill: str = PAPER
    edge: str = INK


@dataclass(frozen=True)
class Words:
    """One line of text from, around or up to (x, y), the middle of its height. `turned`: it reads upwards."""

    x: float
    y: float
    text: str = field(repr=False)
    size: float = BODY
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    italic: bool = False
    colour: str = INK
    turned: bool = False


Shape = Box | Rule | Dot | Words


@dataclass(frozen=True)
class Table:
    """The numbers of a figure, for those who do not see it; the first column says what a row is about."""

    heads: tuple[str, ...] = field(repr=False)
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True)
class Figure:
    """A figure: how its file is called, what is said of it, its numbers, and what is drawn.

    `caption` stands under it; `alt` says what it shows to those who do not see it.
    """

    name: str
    title: str = field(repr=False)
    caption: str = field(repr=False)
    alt: str = field(repr=False)
    table: Table = field(repr=False)
    width: float
    height: float
    shapes: tuple[Shape, ...] = field(repr=False)


class Maker(Protocol):
    """What a line of the registry names: the figures of one kind, none where there is nothing to show."""

    def __call__(self, study: ExportStudy, code: Code) -> tuple[Figure, ...]:
        """The same study gives the same figures."""


def figures(study: ExportStudy, code: Code) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """All figures that there is something to show in, by kind, in the order of the registry."""
    from pipeline.export.figures import FIGURES

    made = ((name, FIGURES.load(name)(study, code)) for name in FIGURES)
    return tuple((name, found) for name, found in made if found)


# ---------------------------------------------------------------------- letters


def font(size: float, *, bold: bool = False, italic: bool = False) -> Any:
    """DejaVu Sans as matplotlib brings it along, so that a figure is the same on every machine."""
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties

    kind = "-Bold" if bold else "-Oblique" if italic else ""
    return FontProperties(
        fname=f"{get_data_path()}/fonts/ttf/DejaVuSans{kind}.ttf",
        size=size,
        weight="bold" if bold else "normal",
        style="oblique" if italic else "normal",
    )


@cache
def _face(bold: bool) -> Any:
    from matplotlib.font_manager import get_font

    return get_font(font(1, bold=bold).get_file())


def printable(text: str) -> str:
    r"""The text on one line; a sign that the font has not is a square.

    >>> printable("a\nb 🌱")
    'a b □'
    """
    signs = _face(False).get_charmap()
    return "".join(one if ord(one) in signs and one.isprintable() else "□" for one in " ".join(text.split()))


@cache
def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is, in inches."""
    face = _face(bold)
    face.set_size(size, 72)
    face.set_text(text, 0.0)
    return float(face.get_width_height()[0]) / 64 / 72


def wrapped(
    text: str, width: float, size: float = BODY, most: int = 3, bold: bool = False
) -> tuple[str, ...]:
    """The text in lines no wider than `width`, at most `most` of them; what has no room is «…»."""
    lines: list[str] = []
    line = ""
    for word in printable(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while width_of(word, size, bold) > width and len(word) > 1:
            cut = next(
                (n for n in range(len(word) - 1, 1, -1) if width_of(word[:n] + "-", size, bold) <= width), 1
            )
            lines.append(word[:cut] + "-")
            word = word[cut:]  # noqa: PLW2901 (the rest of the same word)
        line = word
    lines.append(line)
    if len(lines) > most:
        last = " ".join(lines[most - 1 :])
        while last and width_of(last.rstrip(" ,;:-–") + "…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" ,;:-–") + "…"]
    return tuple(lines)


def stacked(x: float, y: float, lines: Sequence[str], size: float = BODY, **how: Any) -> tuple[Words, ...]:
    """Lines of text under each other, the middle of all of them at `y`."""
    step = size * LEADING / 72
    top = y - step * (len(lines) - 1) / 2
    return tuple(Words(x, top + step * number, line, size, **how) for number, line in enumerate(lines))


def height_of(lines: Sequence[str], size: float = BODY) -> float:
    """How high so many lines are, in inches."""
    return len(lines) * size * LEADING / 72


# ---------------------------------------------------------------------- colours


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(colour: str) -> str:
    """Black or white letters, whichever is read more easily: at least 4.5 to 1 on any colour (WCAG 2.2)."""
    lit = luminance(colour)
    return BLACK if (lit + 0.05) / 0.05 >= 1.05 / (lit + 0.05) else PAPER


#: More is darker: also in grey, and for those who do not see all colours.
_RAMP = ("#e6eff6", "#b9d4e6", "#7fb0d0", "#4487b3", "#1d5c8d", "#0c3560")


def shade(share: float) -> str:
    """The colour of a share from 0 to 1; more is darker."""
    place = min(max(share, 0.0), 1.0) * (len(_RAMP) - 1)
    low = min(int(place), len(_RAMP) - 2)
    return mixed(_RAMP[low], _RAMP[low + 1], place - low)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two."""
    parts = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


#: Dark to light in even steps of luminance, with hues that the colour-blind can tell apart.
_THEMES = ("#12264f", "#4a3f7d", "#28718e", "#3c9d8b", "#8cc063", "#e9d94c")


def theme_colours(count: int) -> tuple[tuple[str, str], ...]:
    """Fill and hatch of so many themes: dark to light; from the seventh on the same again, hatched."""
    last = len(_THEMES) - 1
    if count <= len(_THEMES):
        return tuple((_THEMES[round(n * last / max(1, count - 1))], "") for n in range(count))
    return tuple(
        (_THEMES[n % len(_THEMES)], ("", "////", "....", "xxxx")[n // len(_THEMES) % 4]) for n in range(count)
    )


# ---------------------------------------------------------------------- numbers


def number(value: float, code: Code, decimals: int = 0) -> str:
    """A number as people write it: «0,4» in Norwegian, «0.4» in English; what is not nothing is never «0».

    >>> number(0.42, "nb", 1), number(0.01, "en", 1), number(1234, "nb")
    ('0,4', '<0.1', '1234')
    """
    least = 10**-decimals
    text = f"<{least:.{decimals}f}" if 0 < value < least / 2 else f"{value:.{decimals}f}"
    return text.replace(".", ",") if code == "nb" else text


def percent(share: float, code: Code) -> str:
    """A share as «12 %» in Norwegian (the space holds them together), «12%» in English."""
    return number(100 * share, code) + ("\u00a0%" if code == "nb" else "%")


def spoken(code: Code, key: str, **values: object) -> str:
    """A message about figures."""
    return say_in(code, f"figures.{key}", **values)
