"""Licence plates: two letters and five digits (four on motorcycles and trailers), also read aloud."""

import re
from collections.abc import Iterator

from pipeline.anonymise.numbers import runs
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_WRITTEN = re.compile(r"\b[A-ZÆØÅ]{2} ?\d{2} ?\d{3}\b|\b[A-ZÆØÅ]{2} ?\d{4}\b")
_SMALL = re.compile(r"\b[a-zæøå]{2} ?\d{5}\b")
_CONTEXT = set_of(
    "bil bilen bilens skilt skiltet registreringsnummer registreringsnummeret reg regnr bot bota boten "
    "parkerte tilhenger hengeren mc motorsykkel motorsykkelen traktor traktoren varebil elbil elbilen"
)


class LicencePlateRecogniser(Recogniser):
    """Licence plates."""

    type = IdentifierType.ID
    key = "licence_plate"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _WRITTEN.finditer(page.text):
            near = not _CONTEXT.isdisjoint(page.reading.near(*found.span(), 12, 8))
            digits = sum(c.isdecimal() for c in found[0])
            if digits == 5 or near:
                yield Hit(found.start(), found.end(), 0.95 if near else 0.8, "plate")
        for found in _SMALL.finditer(page.text):
            if not _CONTEXT.isdisjoint(page.reading.near(*found.span(), 12, 8)):
                yield Hit(found.start(), found.end(), 0.75, "plate")
        words = page.reading.words
        for run in runs(page.reading, across_turns=False):
            first = run[0].first
            if sum(len(part.digits) for part in run) not in (4, 5) or not first:
                continue
            letters = words[first - 1]
            spelt = first - 2 if len(letters.text) == 1 else first - 1
            near = not _CONTEXT.isdisjoint(page.reading.near(letters.start, letters.start, 12, 0))
            if (
                len(letters.text) <= 2
                and letters.text.isalpha()
                and near
                and letters.low not in ("er", "på", "i", "e")
            ):
                yield Hit(words[max(0, spelt)].start, words[run[-1].last - 1].end, 0.75, "plate")
