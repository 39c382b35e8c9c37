"""Bank accounts: eleven digits written 4.2.5, and IBAN.

The check digit has the weights of the second one of a fødselsnummer, so every fødselsnummer passes as an
account too; how it is written, its date and the words around it decide.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_GROUPED = re.compile(r"(?<![\d.])\d{4}[ .]\d{2}[ .]\d{5}(?!\d)")
_PLAIN = re.compile(r"(?<![\d.])\d{11}(?!\d)")
_IBAN = re.compile(r"\bNO\d{2}(?: ?\d{4}){2} ?\d{3}\b", re.IGNORECASE)
_CONTEXT = set_of("konto kontoen kontonummer kontonummeret kontonr bankkonto vipps utbetaling")


def checks(digits: str) -> bool:
    """Whether the check digit of eleven digits fits."""
    return sum(a * int(c) for a, c in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


class BankAccountRecogniser(Recogniser):
    """Bank accounts."""

    type = IdentifierType.ID
    key = "bank_account"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _IBAN.finditer(page.text):
            yield Hit(found.start(), found.end(), 0.95, "account")
        for found in _GROUPED.finditer(page.text):
            digits = "".join(c for c in found[0] if c.isdecimal())
            yield Hit(found.start(), found.end(), 0.98 if checks(digits) else 0.85, "account")
        for found in _PLAIN.finditer(page.text):
            if _asked(page, found.start()):
                yield Hit(found.start(), found.end(), 0.9, "account")
            elif checks(found[0]):
                yield Hit(found.start(), found.end(), 0.6, "account")
        words = page.reading.words
        for run in page.runs:
            if sum(len(part.digits) for part in run) == 11 and _asked(page, words[run[0].first].start):
                yield Hit(words[run[0].first].start, words[run[-1].last - 1].end, 0.9, "account")


def _asked(page: Page, start: int) -> bool:
    return not _CONTEXT.isdisjoint(page.reading.near(start, start, 8, 0))
