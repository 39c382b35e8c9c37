"""Telephone numbers in figures and in words, also read aloud over two turns.

Eight digits, a mobile number from 4 or 9 (`412 34 567`), others from 2, 3, 5, 6, 7 (`22 12 34 56`), with or
without the country's 47. Amounts are written in threes from the end and are no telephone numbers.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.anonymise.numbers import Said
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_COUNTRY = r"(?:(?:\+|\b00) ?47[ .-]?)"
_NUMBER = re.compile(
    rf"(?<![\d/.,-]){_COUNTRY}?\(?(?<!\d)(?:"
    r"[2-9]\d(?:[ .-]\d\d){3}|[2-9]\d\d[ .-]\d\d[ .-]\d{3}|[2-9]\d\d[ .-]\d{3}[ .-]\d\d|[2-9]\d{3}[ .-]\d{4}|"
    r"[2-9]\d{7})\)?(?![\d/]|[.,]\d)"
)
_FOREIGN = re.compile(r"(?<![\d+])\+\d{1,3}(?:[ .-]?\d{2,4}){2,5}(?!\d)")
_SHORT = re.compile(r"(?<![\d/.,-])(?:0\d{4}|8\d\d[ ]?\d\d[ ]?\d{3}|1\d{2,3})(?![\d/.,])")
_AMOUNT = re.compile(r"\s*(?:kroner|kr\b|millioner|tusen|euro|,-)")
_CONTEXT = set_of(
    "telefon telefonen telefonnummer telefonnummeret tlf mobil mobilen mobilnummer nummer nummeret ring "
    "ringe ringer ringte sms direktenummer sentralbord nå treffe"
)

#: A part of a number that somebody breaks off, and how far away the rest of it may be.
_PART = re.compile(r"(?<![\d/.,-])\d{2,4}(?:[ .-]\d{1,4})*(?![\d/]|[.,]\d)")
_FAR = 240


class PhoneRecogniser(Recogniser):
    """Telephone numbers."""

    type = IdentifierType.PHONE
    key = "phone"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for pattern in (_NUMBER, _FOREIGN):
            for found in pattern.finditer(page.text):
                if not _AMOUNT.match(page.text, found.end()):
                    near = _CONTEXT.isdisjoint(page.reading.near(*found.span(), 8, 4))
                    yield Hit(found.start(), found.end(), 0.85 if near else 0.95, "phone")
        for found in _SHORT.finditer(page.text):
            if not _CONTEXT.isdisjoint(page.reading.near(*found.span(), 4, 1)):
                yield Hit(found.start(), found.end(), 0.5, "phone")
        yield from _in_two_parts(page)
        for run in page.runs:
            run = _said_last(page, run)  # noqa: PLW2901 (what was taken back does not count)
            digits = "".join(part.digits for part in run)
            national = digits.removeprefix("0047") if len(digits) == 12 else digits
            national = national.removeprefix("47") if len(national) == 10 else national
            if len(national) == 8 and national[0] in "23456789":
                words = page.reading.words
                yield Hit(words[run[0].first].start, words[run[-1].last - 1].end, 0.9, "spoken")


def _in_two_parts(page: Page) -> Iterator[Hit]:
    """`913 08 … vent litt` and later `774`: figures that make eight together, broken off between."""
    parts = list(_PART.finditer(page.text))
    for one, two in pairwise(parts):
        between = page.text[one.end() : two.start()]
        digits = "".join(c for c in one[0] + two[0] if c.isdecimal())
        broken = between.lstrip(" ").startswith(("…", "...", "–", "\n")) or "\n" in between
        if len(digits) != 8 or digits[0] not in "2345679" or len(between) > _FAR or not broken:
            continue
        if between.strip() and not _CONTEXT.isdisjoint(page.reading.near(one.start(), one.start(), 24, 0)):
            yield Hit(one.start(), one.end(), 0.8, "phone")
            yield Hit(two.start(), two.end(), 0.8, "phone")


def _said_last(page: Page, run: tuple[Said, ...]) -> tuple[Said, ...]:
    """The part of a run after `nei`, where somebody began anew: `null fire … nei, fire åtte null …`."""
    for index in range(len(run) - 1, 0, -1):
        if "nei" in (word.low for word in page.reading.words[run[index - 1].last : run[index].first]):
            return run[index:]
    return run
