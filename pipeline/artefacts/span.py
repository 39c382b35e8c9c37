"""A place in a turn's text, and the two functions between Python's offsets and the browser's."""

from typing import Self

from pydantic import NonNegativeInt, model_validator

from pipeline.artefacts.base import Value


class Span(Value):
    """Half-open `[start, end)` in Unicode code points of one turn's text in normal form C."""

    turn_id: str
    start: NonNegativeInt
    end: NonNegativeInt

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("a span ends before it starts")
        return self


def to_utf16(text: str, offset: int) -> int:
    """The browser's offset (UTF-16 code units) of a code-point offset in `text`.

    >>> to_utf16("a😀b", 2)
    3
    """
    return offset + sum(1 for character in text[:offset] if ord(character) > 0xFFFF)


def from_utf16(text: str, offset: int) -> int:
    """The code-point offset of a browser's offset; one inside a surrogate pair goes to its start.

    >>> from_utf16("a😀b", 3)
    2
    """
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > offset:
            return index
    return len(text)
