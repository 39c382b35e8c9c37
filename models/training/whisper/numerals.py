"""Bokmål for numbers: how digits are said."""

from __future__ import annotations

ONES = (
    *("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni"),
    *("ti", "elleve", "tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"),
)
TENS = ("", "", "tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti")
ORDINALS = (
    *("", "første", "andre", "tredje", "fjerde", "femte", "sjette", "sjuende", "åttende", "niende"),
    *("tiende", "ellevte", "tolvte", "trettende", "fjortende", "femtende", "sekstende", "syttende"),
    *("attende", "nittende", "tjuende"),
)


def number(value: int) -> str:
    """An integer from 0 to 999 in words."""
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10] + (ONES[value % 10] if value % 10 else "")
    hundreds = "hundre" if value < 200 else f"{ONES[value // 100]} hundre"
    return f"{hundreds} og {number(value % 100)}" if value % 100 else hundreds


def ordinal(day: int) -> str:
    """A day of the month, 1 to 31, as an ordinal in words."""
    if day <= 20:
        return ORDINALS[day]
    return "trettiende" if day == 30 else TENS[day // 10] + ORDINALS[day % 10]


def year(value: int) -> str:
    """A year from 1900 to 2099, the way it is commonly said."""
    if value < 2000:
        return f"nitten {number(value % 100)}"
    if value < 2010:
        return f"to tusen og {ONES[value % 100]}" if value % 100 else "to tusen"
    return f"tjue {number(value % 100)}"


def pair(value: int) -> str:
    """Two digits of a telephone number, 0 to 99."""
    return f"null {ONES[value]}" if value < 10 else number(value)
