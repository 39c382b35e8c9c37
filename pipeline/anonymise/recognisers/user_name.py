"""User names: `@ola_fiskar68`, and what follows `brukernavnet mitt er`."""

import re
from collections.abc import Iterator

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
        for found in _MIXED.finditer(page.text):
            yield Hit(found.start(), found.end(), 0.45, "mixed")
