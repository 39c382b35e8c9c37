"""Personal names in every form: full, first name, surname, genitive, lower case, with an article before."""

import re
from collections.abc import Iterator

from pipeline.anonymise.around import NEVER
from pipeline.anonymise.evidence import is_surname
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser, names_of
from pipeline.artefacts.finding import IdentifierType

#: Initials with dots (`K.M.`), and a letter or two after words that say what somebody is called.
_DOTTED = re.compile(r"(?<![\w.])[A-ZÆØÅ]\. ?[A-ZÆØÅ]\.(?: ?[A-ZÆØÅ]\.)?(?!\w)")
_DOTTED_LOW = re.compile(
    r"(?<![\w.])(?!o\.l|m\.[mva]\.|d\.v|p\.[gt]\.|o\.s|[ft]\.o|n\.n|s\.u|e\.l)[a-zæøå]\.[a-zæøå]\.(?!\w)"
)
#: `T. Rasmussen`.
_INITIAL = re.compile(r"(?<![\w.])(?:[A-ZÆØÅ]\. ?){1,3}(?P<family>[A-ZÆØÅ][\w-]{2,})")
_CALLED = re.compile(
    r"\b(?:[Kk]all\w*|[Kk]alte|[Nn]evne\w*|[Nn]emne\w*|[Ss]kriv\w*)"
    r"(?: (?:vi|me|jeg|eg|æ|dei|de|dem|alle|bare|berre|for|som))*"
    r"(?: (?:ham|han|henne|ho|hun|hu|meg|mæ|n|a))?(?: (?:bare|berre|for|som))*"
    r" (?P<who>[A-ZÆØÅ]{1,3}\b\.?)(?![\w-])"
)
_OF_WHOM = re.compile(r"\b(?:ham|han|henne|ho|hun|hu|meg|mæ)\b", re.IGNORECASE)


class PersonRecogniser(Recogniser):
    """Names of persons."""

    type = IdentifierType.PERSON
    key = "person"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        yield from names_of(page, self.type)
        if page.rules:
            for found in _DOTTED.finditer(page.text):
                yield Hit(found.start(), found.end(), 0.7, "named")
            for found in _INITIAL.finditer(page.text):
                low = found["family"].casefold()
                if is_surname(page.lists, low) and not page.lists.is_ordinary(low) and low not in NEVER:
                    yield Hit(found.start(), found.end(), 0.8, "surname")
            if not page.reading.cased:
                for found in _DOTTED_LOW.finditer(page.text):
                    yield Hit(found.start(), found.end(), 0.5, "named")
            for found in _CALLED.finditer(page.text):
                before = page.text[max(0, found.start() - 25) : found.start("who")]
                if _OF_WHOM.search(before):
                    yield Hit(found.start("who"), found.end("who"), 0.7, "named")
