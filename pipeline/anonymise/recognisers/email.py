"""E-mail addresses, written (`kari@x.example`) and spoken (`kari punktum x krøllalfa y punktum no`)."""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.reading import FILLERS
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_WRITTEN = re.compile(r"[\w.+%'-]+ ?@ ?[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_AT = set_of("krøllalfa krøllalfaen alfakrøll krøllalpha snabela snabel-a alfakrøllen krølalfa krøllalfan")
_JOINS = set_of("punktum dått dott dot prikk understrek bindestrek strek minus underscore")


class EmailRecogniser(Recogniser):
    """E-mail addresses."""

    type = IdentifierType.EMAIL
    key = "email"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _WRITTEN.finditer(page.text):
            yield Hit(found.start(), found.end(), 1.0, "email")
        for index, word in enumerate(page.reading.words):
            if word.low in _AT or (word.low == "krøll" and _low(page, index + 1) == "alfa"):
                hit = _spoken(page, index, index + 1 + (word.low == "krøll"))
                yield hit
                yield from _begun_before(page, page.reading.index(hit.start))


def _low(page: Page, index: int) -> str:
    return page.reading.words[index].low if 0 <= index < len(page.reading.words) else ""


def _spoken(page: Page, at: int, after: int) -> Hit:
    """The address around its at-sign, the words [at, after): names joined by signs on both sides."""
    words = page.reading.words
    first, last = at, after
    while first > 0 and words[first - 1].turn == words[at].turn:
        low = words[first - 1].low
        joined = low in _JOINS or (first < at and words[first].low in _JOINS) or first == at
        other = not page.lists.is_ordinary(low) and len(low) > 1
        if not (joined or other) or at - first > 10:
            break
        first -= 1
    while last < len(words) and words[last].turn == words[at].turn:
        low = words[last].low
        if not (low in _JOINS or words[last - 1].low in _JOINS or last == after) or last - after > 10:
            break
        last += 1
    return Hit(words[first].start, words[last - 1].end, 0.9, "spoken")


def _begun_before(page: Page, first: int) -> Iterator[Hit]:
    """What was said of an address in a turn before: `kari bindestrek lie …`, an interruption, `krøllalfa`."""
    words = page.reading.words
    turn = words[first].turn
    while first and words[first - 1].turn == turn:
        if words[first - 1].low not in FILLERS:
            return
        first -= 1
    for _ in range(2):  # the turn before may be an interruption
        last = first
        if not last:
            return
        first = last - 1
        while first and words[first - 1].turn == words[last - 1].turn:
            joined = words[first].low in _JOINS or words[first - 1].low in _JOINS
            if not joined or last - first > 8:
                break
            first -= 1
        if any(word.low in _JOINS for word in words[first:last]):
            yield Hit(words[first].start, words[last - 1].end, 0.85, "spoken")
            return
        while first and words[first - 1].turn == words[last - 1].turn:
            first -= 1
