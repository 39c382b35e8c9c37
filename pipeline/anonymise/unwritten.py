"""Where nothing has a capital (raw machine transcripts): what shows a name that no list has all the same."""

from __future__ import annotations

import re

from pipeline.anonymise import around
from pipeline.anonymise.gazetteer import in_dictionary
from pipeline.anonymise.heads import is_business
from pipeline.anonymise.page import Page
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType as T

_CALLS = set_of("kaller kallar kalle kalla kalte kalt kallet døpte døper")
_SOMEBODY = set_of("meg mæ ham han henne ho hun hu an na n")
_ONLY = set_of("bare berre bærre for som vi jeg eg æ de dei dem alle jo")
_BEARERS = set_of(
    "jeg eg æ han hun ho hu som gruppa gruppen klubben prosjektet laget firmaet bedriften koret garden"
)

_AUXILIARY = set_of(
    "er e va var har hadde hadd ble blei vart blir kan må skal vil ville skulle kunne får fikk"
)

#: Letters that Norwegian, also of the old spelling and of loans, does not have.
_FOREIGN = re.compile(r"[^\W\d_a-zæøåäöüéèêóòôáàñç]")

_AT = around.AT | set_of("hos for med av driver driv eier eig")


def called(page: Page, index: int) -> T | None:
    """What a word is whom others call so: `de kaller meg X`, `vi kaller oss X`, whatever the word is else."""
    words, turn = page.reading.words, page.reading.words[index].turn
    if words[index].low in around.NEVER or index in page.titles:
        return None
    at = index - 1
    while at >= 0 and words[at].low in _ONLY and words[at].turn == turn and index - at < 4:
        at -= 1
    if at < 1 or words[at].turn != turn:
        return None
    whom = words[at].low
    if whom not in _SOMEBODY | {"oss", "seg", "sæ"} or words[at - 1].low not in _CALLS:
        before = words[at - 1].low if at == index - 1 else ""
        return T.PERSON if whom in ("heter", "heiter", "heite", "hete") and before in _BEARERS else None
    return T.ORG if whom == "oss" else T.PERSON


def is_foreign(low: str) -> bool:
    """Whether a word has a letter that no Norwegian word has: in talk nearly always a name."""
    return _FOREIGN.search(low) is not None


def unknown(page: Page, index: int) -> bool:
    """Whether no list and no dictionary has a word, which is then a name, a misheard word or a dialect's."""
    low = page.reading.words[index].low
    return (
        len(low) > 2
        and low.isalpha()
        and low not in around.NEVER
        and index not in page.titles
        and not page.lists.is_ordinary(low)
        and not in_dictionary(low)
    )


def two_who_act(page: Page, index: int) -> bool:
    """Whether two unknown words do as people do: `tesfay gebremedhin driver`."""
    reading = page.reading
    if not reading.adjacent(index) or not reading.adjacent(index + 1):
        return False
    does = around.speaks(page, index + 1) and page.reading.words[index + 2].low not in _AUXILIARY
    return does and unknown(page, index) and unknown(page, index + 1)


def firm(page: Page, index: int) -> int:
    """One past `havbris fisk` after a preposition, or 0: a name and what firms are called by."""
    words, reading = page.reading.words, page.reading
    if not index or not reading.adjacent(index - 1) or not reading.adjacent(index):
        return 0
    named = unknown(page, index) or (
        words[index].low in page.lists.places and not page.lists.is_ordinary(words[index].low)
    )
    return index + 2 if named and words[index - 1].low in _AT and is_business(words[index + 1].low) else 0
