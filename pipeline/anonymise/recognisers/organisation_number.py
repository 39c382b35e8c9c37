"""Organisation numbers: nine digits from 8 or 9, weights 3 2 7 6 5 4 3 2, modulo 11 (Brønnøysund)."""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)
_WRITTEN = re.compile(r"(?<![\d.])(?:NO ?)?[89]\d{2} ?\d{3} ?\d{3}(?: ?MVA\b)?(?![\d]|[.,]\d)")
_CONTEXT = set_of("organisasjonsnummer organisasjonsnummeret orgnr orgnummer org mva foretaksnummer")
_AMOUNT = re.compile(r"\s*(?:kroner|kr\b|millioner|euro)")


def checks(digits: str) -> bool:
    """Whether the check digit of nine digits fits."""
    return sum(a * int(c) for a, c in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


class OrganisationNumberRecogniser(Recogniser):
    """Organisation numbers."""

    type = IdentifierType.ID
    key = "organisation_number"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _WRITTEN.finditer(page.text):
            if _AMOUNT.match(page.text, found.end()):
                continue
            digits = "".join(c for c in found[0] if c.isdecimal())
            asked = not _CONTEXT.isdisjoint(page.reading.near(*found.span(), 6, 1))
            score = 0.95 if asked else 0.8 if checks(digits) else 0.4
            yield Hit(found.start(), found.end(), score, "organisation_number")
