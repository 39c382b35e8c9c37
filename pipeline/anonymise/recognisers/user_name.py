"""User names: `@ola_fiskar68`, and what follows `brukernavnet mitt er`."""

import re
from collections.abc import Iterator

from pipeline.anonymise.numbers import CARDINALS
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.artefacts.finding import IdentifierType

_AT = re.compile(r"(?<![\w.@])@[\w.]*\w")
_AFTER = re.compile(
    r"\b(?:bruker(?:navn|id)|brukar(?:namn|id)|profilnavn|profilnamn|kallenavn på nett|passord)(?:et)?"
    r"(?: (?:mitt|min|hans|hennes|sitt|hennar|på \w+|er|e|va|var|heter|heiter))*"
    r":? ?[«\"]?(?P<name>[\w.@-]*[\w@])",
    re.IGNORECASE,
)
_MIXED = re.compile(r"(?<![\w@.-])(?=[\w.-]*[a-zæøå])(?=[\w.-]*\d{2})[a-zæøå][\w.-]{3,}\w(?![\w@-])")
_SIGNS = frozenset({"understrek", "underscore"})


class UserNameRecogniser(Recogniser):
    """User names."""

    type = IdentifierType.ID
    key = "user_name"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _AT.finditer(page.text):
            yield Hit(found.start(), found.end(), 0.9, "user_name")
        for found in _AFTER.finditer(page.text):
            name = found["name"]
            odd = any(not c.isalpha() for c in name) or not page.lists.is_ordinary(name.casefold())
            if len(name) > 2 and odd:
                yield Hit(found.start("name"), found.end("name"), 0.85, "user_name")
        yield from _spelt(page)
        for found in _MIXED.finditer(page.text):
            yield Hit(found.start(), found.end(), 0.45, "mixed")


def _spelt(page: Page) -> Iterator[Hit]:
    """`kari understrek null fire`: a name that is read aloud with its sign."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words[1:-1], 1):
        if word.low not in _SIGNS or not (reading.adjacent(index - 1) and reading.adjacent(index)):
            continue
        last = index + 1
        if words[last].low in CARDINALS:
            while reading.adjacent(last) and words[last + 1].low in CARDINALS:
                last += 1
        yield Hit(words[index - 1].start, words[last].end, 0.75, "user_name")
