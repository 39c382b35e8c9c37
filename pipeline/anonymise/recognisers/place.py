"""Municipalities, counties, towns and other geography smaller than a country, and addresses.

An address is one hit from the street to the post town. A street without a number is a name like others.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise import around
from pipeline.anonymise.evidence import listed
from pipeline.anonymise.gazetteer import gazetteer, in_dictionary
from pipeline.anonymise.numbers import number_at
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser, names_of
from pipeline.artefacts.finding import IdentifierType

_ENDINGS = "|".join(re.escape(one) for one in gazetteer().street_endings)
_NUMBER = r"\d{1,4}(?: ?[A-Ha-h]\b)?"
_POST = r"(?:,? (?:\d{4}) [A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+)?)"
_TAIL = rf"(?:,? (?:oppgang [A-Z]|[HKLU]\d{{4}}|\d+\. ?etasje|leilighet \d+))*{_POST}?"

_ADDRESS = re.compile(rf"\b(?:[A-ZÆØÅ][\w.'’-]* ){{0,3}}[\w'’-]*(?i:{_ENDINGS}) {_NUMBER}{_TAIL}")
_TOWN = re.compile(r",? \d{4} ([\w-]+)")

#: What tells two streets of one name apart.
_WHICH = frozenset({"øvre", "nedre", "store", "lille", "gamle", "nye", "vestre", "østre", "nordre", "søndre"})
_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d]) \d")
_CAPITAL = re.compile(rf"\b[A-ZÆØÅ][\w'’-]+ {_NUMBER}{_POST}")
_OTHERS = re.compile(
    r"\b[Pp]ost[bB]oks \d+(?: [A-ZÆØÅ][\w-]+)?(?:,? \d{4} [A-ZÆØÅ][\w-]+)?"
    r"|\b[Gg](?:år)?ds?\.?(?:n(?:umme)?r)?\.? ?\d+,? (?:og )?[Bb](?:ruks)?\.?n(?:umme)?r\.? ?\d+"
    r"|\b[Gg]nr\.? ?\d+,? (?:og )?[Bb]nr\.? ?\d+"
    r"|\b\d{4} [A-ZÆØÅ][a-zæøå-]{2,}\b"
)
_STREETS = frozenset({"gate", "gt", "vei", "veg", "plass", "allé", "torg", "tverrgate"})
_STREET = re.compile(rf"[\w-]{{3,}}(?:{_ENDINGS})s?")

#: Ends of words that are streets when people live there, and hardly ever anything else.
_SURE = re.compile(r"[\w-]{3,}(?:vegen|veien|gata|gaten|svingen|bakken|terrasse|allé|alleen|stien|faret)")


class PlaceRecogniser(Recogniser):
    """Geography smaller than a country."""

    type = IdentifierType.PLACE
    key = "place"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        yield from names_of(page, self.type)
        if page.rules:
            yield from _addresses(page)
            yield from _spoken(page)
            yield from _after_somebody(page)


def _addresses(page: Page) -> Iterator[Hit]:
    for digit in _BEFORE_DIGIT.finditer(page.text):  # an address is looked for only where a number stands
        found = _ADDRESS.search(
            page.text, max(0, digit.start() - 60), min(len(page.text), digit.start() + 80)
        )
        if found is None or not found.start() < digit.start() < found.end():
            continue
        start = found.start() + _ordinary_words_before(page, found[0])
        street = page.text[start : found.end()]
        name = street.split()[0].casefold()
        if len(name) > 3 and (name in _WHICH or not page.lists.is_ordinary(name)):
            yield Hit(start, _with_town(page, found.end()), 0.9, "address")
    for found in _CAPITAL.finditer(page.text):
        yield Hit(found.start(), found.end(), 0.8, "address")
    for found in _OTHERS.finditer(page.text):
        town = found[0].split()[-1].casefold()
        if found[0][0].isdigit() and town not in page.lists.places:
            continue
        yield Hit(found.start(), found.end(), 0.8, "address")


def _with_town(page: Page, end: int) -> int:
    """Where an address ends whose post code and town follow, also in lower case."""
    found = _TOWN.match(page.text, end)
    return found.end() if found is not None and found[1].casefold() in page.lists.places else end


def _ordinary_words_before(page: Page, address: str) -> int:
    """How much of a match is other words: an address begins with its first capital."""
    skipped = 0
    for word in address.split(" ")[:3]:
        low = word.casefold()
        if word[:1].isupper() and (low in _WHICH or not page.lists.is_ordinary(low)):
            break
        if _STREET.fullmatch(low):
            break
        skipped += len(word) + 1
    return skipped if skipped < len(address) else 0


def _after_somebody(page: Page) -> Iterator[Hit]:
    """`Lars Lies gate`: a street with the name of somebody, in two words or more."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words[1:], 1):
        if word.low not in _STREETS or not reading.adjacent(index - 1):
            continue
        first = index
        while first and reading.adjacent(first - 1) and first > index - 3 and _names(page, first - 1):
            first -= 1
        if first < index and words[index - 1].low.endswith("s"):
            last = index + 1 if reading.adjacent(index) and words[index + 1].low.isdecimal() else index
            yield Hit(words[first].start, words[last].end, 0.8, "street")


def _names(page: Page, index: int) -> bool:
    """Whether a word may be a part of somebody's name here."""
    word = page.reading.words[index]
    if word.low in around.NEVER:
        return False
    if page.reading.cased:
        return word.capital and not word.first
    return not page.lists.is_ordinary(word.low) and (
        listed(page.lists, word.low) or not in_dictionary(word.low)
    )


def _spoken(page: Page) -> Iterator[Hit]:
    """`steinvegen tolv b`, and a street that stands alone after a preposition."""
    reading = page.reading
    for index, word in enumerate(reading.words):
        if not _STREET.fullmatch(word.low) or page.lists.is_ordinary(word.low):
            continue
        end = word.end
        if reading.adjacent(index):
            number = number_at(reading, index + 1)
            if number is not None and 0 < number.value < 1000:
                end = reading.words[number.last - 1].end
                letter = reading.words[number.last : number.last + 1]
                if letter and len(letter[0].text) == 1 and reading.adjacent(number.last - 1):
                    end = letter[0].end if letter[0].low not in ("i", "å", "e", "æ") else end
                yield Hit(word.start, end, 0.85, "address")
                continue
        before = reading.words[index - 1].low if index else ""
        if _SURE.fullmatch(word.low) and before in ("i", "på", "nedi", "oppi", "ved", "til", "fra", "frå"):
            yield Hit(word.start, end, 0.6, "street")
