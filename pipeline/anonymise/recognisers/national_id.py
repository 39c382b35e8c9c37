"""Fødselsnummer, D-numbers, H-numbers and test numbers, in figures and in words.

Eleven digits: day, month, year, three digits and two check digits. A D-number has 40 added to the day, an
H-number to the month, synthetic numbers 40, 65 or 80. Check digits are modulo 11 with the weights below; for
numbers given out from 2032 the first may leave a remainder of 0 to 3 (Skatteetaten). A check digit only
raises the score: people misremember, and machines mishear.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_WRITTEN = re.compile(
    r"(?<![\d.])(?:\d{6}[ -]?\d{5}|\d{2}[ .]\d{2}[ .]\d{2}[ -]\d{3} ?\d{2}|\d{6} ?\d{3} ?\d{2})(?!\d)"
)
_LAST_FIVE = re.compile(r"(?<![\d./-])\d{5}(?![\d/.-])")
_CONTEXT = set_of(
    "fødselsnummer fødselsnummeret fødselsnr personnummer personnummeret personnr fnr d-nummer d-nummeret "
    "dnummer fødselsdato"
)
_ACCOUNT = set_of("konto kontoen kontonummer kontonummeret kontonr vipps")


def has_date(digits: str) -> bool:
    """Whether the first six digits are a date, with what D-, H- and synthetic numbers add."""
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 40 if day > 40 else 0
    for added in (80, 65, 40):
        if added < month <= added + 12:
            month -= added
            break
    return 1 <= day <= 31 and 1 <= month <= 12


def checks(digits: str) -> bool:
    """Whether the two check digits of eleven digits fit, by the old rule or that of 2032."""
    values = [int(c) for c in digits]
    first = sum(a * b for a, b in zip(_FIRST, values, strict=False)) % 11
    second = sum(a * b for a, b in zip(_SECOND, values, strict=True)) % 11
    return first in (0, 1, 2, 3) and second == 0


class NationalIdRecogniser(Recogniser):
    """National identity numbers."""

    type = IdentifierType.NATIONAL_ID
    key = "national_id"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _WRITTEN.finditer(page.text):
            digits = "".join(c for c in found[0] if c.isdecimal())
            yield from _hit(page, found.start(), found.end(), digits)
        words = page.reading.words
        for run in page.runs:
            digits = "".join(part.digits for part in run)
            if len(digits) == 11:
                yield from _hit(page, words[run[0].first].start, words[run[-1].last - 1].end, digits)
            elif len(digits) in (5, 6, 10, 12) and _near(page, words[run[0].first].start, _CONTEXT):
                yield Hit(words[run[0].first].start, words[run[-1].last - 1].end, 0.55, "part_of_number")
        for found in _LAST_FIVE.finditer(page.text):
            if _near(page, found.start(), _CONTEXT):
                yield Hit(found.start(), found.end(), 0.6, "part_of_number")


def _near(page: Page, start: int, context: frozenset[str]) -> bool:
    return not context.isdisjoint(page.reading.near(start, start, 10, 0))


def _hit(page: Page, start: int, end: int, digits: str) -> Iterator[Hit]:
    if not has_date(digits):
        if _near(page, start, _CONTEXT):
            yield Hit(start, end, 0.6, "national_id")
        return
    if _near(page, start, _ACCOUNT) and not _near(page, start, _CONTEXT):
        yield Hit(start, end, 0.5, "national_id")
        return
    yield Hit(start, end, 1.0 if checks(digits) else 0.8, "national_id")
