"""Numbers of five digits or more that nobody has explained: student, patient, employee numbers. To check.

Amounts, years and counts are left: what stands in threes from the end, or before a unit.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.artefacts.finding import IdentifierType

_FIGURES = re.compile(
    r"(?<![\d.,/+-])\d{5,}(?![\d/]|[.,]\d)|(?<![\w-])[A-ZÆØÅ]+\d{3,}\w*|(?<![\w-])\d{2,}[A-ZÆØÅ]+\d+\w*"
)
_UNIT = re.compile(
    r"\s*(?:kroner|kr\b|millioner|mill\b|euro|prosent|meter|kilo|km\b|innbygger\w*|personer|mennesker|timer|ord\b|"
    r"ansatte|elever|elevar|brukere|stykk\w*|kvadrat\w*)",
    re.IGNORECASE,
)
#: What one pays to by telephone: five or six figures.
_VIPPS = re.compile(r"\b[Vv]ipps\w*[^.!?\n\d]{0,40}(?<![\d.,])(?P<number>\d{3} ?\d{2,3})(?![ .,]?\d)")


class LongNumberRecogniser(Recogniser):
    """Long numbers of an unknown kind."""

    type = IdentifierType.ID
    key = "long_number"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _FIGURES.finditer(page.text):
            round_amount = found[0].endswith("000")
            if not round_amount and not _UNIT.match(page.text, found.end()):
                yield Hit(found.start(), found.end(), 0.4, "long_number")
        for found in _VIPPS.finditer(page.text):
            yield Hit(found.start("number"), found.end("number"), 0.6, "long_number")
        words = page.reading.words
        for run in page.runs:
            digits = sum(len(part.digits) for part in run)
            end = words[run[-1].last - 1].end
            if digits >= 5 and len(run) > 2 and not _UNIT.match(page.text, end):
                yield Hit(words[run[0].first].start, end, 0.4, "long_number")
