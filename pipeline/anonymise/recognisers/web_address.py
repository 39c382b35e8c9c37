"""Web addresses, written and spoken (`www punktum x punktum no`)."""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_WRITTEN = re.compile(
    r"\bhttps?://[^\s<>()«»\"]+[\w/]|\bwww\.[\w.-]+\.\w{2,}(?:/[\w./%?=&#-]*)?"
    r"|(?<![@\w.])[\w-]+(?:\.[\w-]+)*\.(?:no|com|org|net|example|se|dk|eu|info|io|co|uk)\b(?:/[\w./%?=&#-]*)?"
)
_DOT = set_of("punktum dått dott dot")
_ENDS = set_of("no com org net example se dk")


class WebAddressRecogniser(Recogniser):
    """Web addresses."""

    type = IdentifierType.ID
    key = "web_address"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _WRITTEN.finditer(page.text):
            if found.start() == 0 or page.text[found.start() - 1] != "@":
                yield Hit(found.start(), found.end(), 0.85, "web")
        words = page.reading.words
        for index in range(1, len(words) - 1):
            if words[index].low not in _DOT or words[index + 1].low not in _ENDS:
                continue
            first = index - 1
            while first >= 2 and words[first - 1].low in _DOT:
                first -= 2
            yield Hit(words[first].start, words[index + 1].end, 0.7, "web")
