"""Case and file numbers: `2023/12345`, `23/01234-5`, `INC-204817`, `sak nummer …`, also read aloud."""

import re
from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_SLASHED = re.compile(
    r"(?<![\d/.])(?:19|20)?\d{2}/\d{3,7}(?:-\d{1,4})?(?![\d/])|(?<![\d/.])(?:19|20)\d{2}/\d{1,2}(?![\d/])"
    r"|(?<![\d/.-])(?:19|20)\d{2}-\d{4,7}(?![\d/-])"
)
_LETTERED = re.compile(r"\b[A-ZÆØÅ]{2,6}[-_]\d{3,}(?:[-/]\d+)*\b")
_AFTER = re.compile(
    r"\b(?:[Ss]ak(?:en)?s?|[Jj]ournal|[Rr]eferanse|[Rr]ef|[Ss]tudent|[Aa]nsatt|[Pp]asient|[Kk]unde|"
    r"[Ll]ønns|[Mm]edlems|"
    r"[Kk]lage|[Aa]vvik(?:s)?|[Ff]aktura|[Dd]uf|DUF|[Kk]id|KID|[Pp]oliti|[Aa]nmeldelses|[Vv]edtaks)"
    r"[- ]?(?:nummer(?:et)?|nr\.?|id)?(?: (?:er|e|var|va|mitt|min|hans|hennes))* ?:? ?"
    r"(?P<number>[A-ZÆØÅ]{0,4}[-/]?\d{3,}(?:[-/ ]\d+)*)\b"
)
_SIGN = frozenset({"skråstrek"})
_CONTEXT = set_of(
    "sak saka saken saksnummer saksnummeret nummer nummeret referanse journalnummer klage vedtak avvik"
)


class CaseNumberRecogniser(Recogniser):
    """Case and file numbers."""

    type = IdentifierType.ID
    key = "case_number"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for pattern in (_SLASHED, _LETTERED):
            for found in pattern.finditer(page.text):
                yield Hit(found.start(), found.end(), 0.85, "case")
        for found in _AFTER.finditer(page.text):
            yield Hit(found.start("number"), found.end("number"), 0.85, "case")
        words = page.reading.words
        for run in page.runs:
            between = {word.low for word in words[run[0].first : run[-1].last]}
            start, digits = words[run[0].first].start, sum(len(part.digits) for part in run)
            if digits >= 4 and (_SIGN & between or _asked(page, start)) and digits not in (8, 11):
                yield Hit(start, words[run[-1].last - 1].end, 0.8, "case")


def _asked(page: Page, start: int) -> bool:
    return not _CONTEXT.isdisjoint(page.reading.near(start, start, 5, 0))
