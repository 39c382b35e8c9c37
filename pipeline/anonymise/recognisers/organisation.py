"""Workplaces, schools, institutions, firms and associations with a name of their own.

A name and a head (`X skole`, `X bo- og velferdssenter`), a head with its place (`Universitetet i X`), a
national body with its place (`NAV X`), the lists, and names that end as organisations do.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise import around, unwritten
from pipeline.anonymise import evidence as ev
from pipeline.anonymise.gazetteer import in_dictionary
from pipeline.anonymise.heads import is_head
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser, names_of
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_WORKED = set_of("ansatt tilsett jobber jobba jobbet jobbar arbeider arbeidde arbeidet begynte byrja starta")
_WHERE = set_of("i på hos ved")
_SOMEBODY = set_of("jeg eg æ han hun ho hu mannen kona sønnen dattera datteren broren søsteren samboeren")
_SONS = set_of("sønn sønner søn søner sønn's co")
_BROTHERS = set_of("brødrene brørne brørdrene søstrene")
_POINTS = set_of("øst vest nord sør aust sentrum")
_TRADES = set_of(
    "varme ventilasjon sanitær montasje service teknikk elektro transport anlegg bygg maskin varmeteknikk"
)
_SECOND = set_of("skole skule sjukehus sykehus")
#: Between a name and its head: `helse- og velferdssenter`, `bo og omsorgssenter`, `private ungdomsskole`.
_BETWEEN = re.compile(
    r"(?:helse|bo|omsorgs|omsorg|pleie|oppvekst|kultur|bolig|aktivitets|rehabiliterings|barne|natur)-?|og|"
    r"private|røde|raude|kors|"
    r"montessori\w*|videregående|vidaregåande|universitets\w*|diakonale|kommunale|offentlige|steinerskole|"
    r"nye|gamle|"
    r"omland|omegn|interkommunale|kristne|velferds|ungdoms|videregåande|mekaniske|indre|ytre|brann|"
    r"\w+(?:ske|elle|ale|iske|ære|ige)|\w+s"
)
_OF_PLACE = set_of(
    "høgskolen høyskolen høgskulen universitetet sykehuset sjukehuset handelshøyskolen politihøgskolen "
    "universitetssykehuset krigsskolen fagskolen fagskulen landbruksskolen landbruksskulen lærarskulen "
    "lærerskolen sykepleierskolen musikkonservatoriet folkehøgskulen fengselet lensmannskontoret "
    "sykehjemmet barnehagen lærerhøgskolen distriktshøgskolen folkehøgskolen"
)
_ENDS = re.compile(
    r".{3,}(?:avisa|avisen|avis|tidende|posten|bladet|etaten|sykehuset|sjukehuset|verket|laget|skolen|skulen|"
    r"barnehagen|senteret|hjemmet|heimen|tunet|klinikken|museet|banken|gruppen|foreningen|foreninga|forlag|"
    r"stiftelsen|verftet|bruket|hotellet|kollektivet|instituttet|akademiet|kirka|kirken|forbundet|"
    r"nettverket|sentralen|klubben|menigheten|kyrkja|korpset|stasjonen)s?"
)
_THE = re.compile(
    rf"{_ENDS.pattern}|.{{3,}}(?:kontoret|tjenesten|tenesta|avdelingen|avdelinga|gården|garden)"
)
_SURELY = re.compile(
    r".{3,}(?:tidende|posten|bladet|avisa|avis|tunet|heimen|hjemmet|hotellet|klinikken|etaten)"
)
#: Parts of the country, as universities and the like are named after.
_COMPASS = set_of("sørøst sørvest nordvest nordøst søraust nordaust innlandet midt-norge nord-norge")
_BODIES_WITH_PLACES = set_of("nav bup ppt dps psykiatrisk legevakta legevakten")


class OrganisationRecogniser(Recogniser):
    """Names of organisations."""

    type = IdentifierType.ORG
    key = "organisation"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        yield from names_of(page, self.type)
        yield from _listed(page)
        if page.rules:
            yield from _with_head(page)
            yield from _of_place(page)
            yield from _and_sons(page)
            yield from _partners(page)
            yield from _ships(page)
            yield from _employers(page)
            if not page.reading.cased:
                yield from _firms(page)
            yield from _by_ending(page)


def _listed(page: Page) -> Iterator[Hit]:
    """Names of several words that the lists have: `Haukeland sykehus`."""
    for length in (4, 3, 2):
        words = page.reading.words
        for index in range(len(words) - length + 1):
            if words[index].turn != words[index + length - 1].turn or words[index].low in around.NEVER:
                continue
            whole = page.text[words[index].start : words[index + length - 1].end].casefold()
            plain = whole if whole in page.lists.organisations else whole.removesuffix("s")
            if plain in page.lists.organisations:
                yield Hit(words[index].start, words[index + length - 1].end, 0.9, "list")


def _with_head(page: Page) -> Iterator[Hit]:
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words):
        if not is_head(word.low) or index == 0 or _is_a_place(page, index):
            continue
        first = index
        while first and reading.words[first - 1].turn == word.turn and _joined(page, first - 1):
            first -= 1
            if _is_name_word(page, first):
                break
            if not _BETWEEN.fullmatch(words[first].low) or index - first > 4:
                first = index
                break
        if first == index or not _is_name_word(page, first):
            continue
        while first and _joined(page, first - 1) and _more_of_name(page, first - 1):
            first -= 1
        if word.capital and first > 1 and words[first - 1].low == "og" and words[first - 2].capital:
            first -= 2  # `Hardanger og Voss Landbruksråd`
        last = index
        if last + 1 < len(words) and reading.adjacent(last) and words[last + 1].low in _SECOND:
            last += 1
        if reading.adjacent(last) and words[last + 1].low == "og" and reading.adjacent(last + 1):
            last += 2 * (words[last + 2].low in _TRADES)
        yield Hit(words[first].start, words[last].end, 0.9 if reading.cased else 0.8, "head")


def _is_a_place(page: Page, index: int) -> bool:
    """Whether a word that ends as a head does is a name of its own after `og`: `X og Solbergheim`."""
    word = page.reading.words[index]
    written = word.capital and not word.first and page.reading.cased
    return written and page.reading.words[index - 1].low == "og" and word.low.endswith(("heim", "hjem"))


def _joined(page: Page, left: int) -> bool:
    """Whether the next word goes on after this one: a blank, or the hyphen of `helse- og`."""
    gap = page.reading.gap(left, left + 1)
    return gap in (" ", "- ") or (gap == ". " and len(page.reading.words[left].low) < 4)


def _is_name_word(page: Page, index: int) -> bool:
    word, lists = page.reading.words[index], page.lists
    if (
        word.low in around.NEVER
        or word.text.isdigit()
        or (_BETWEEN.fullmatch(word.low) and not word.capital and not ev.listed(lists, word.low))
    ):
        return False
    if page.reading.cased:
        ordinary = word.first and lists.is_ordinary(word.low) and not ev.listed(lists, word.low)
        return word.capital and not ordinary and word.low not in lists.bodies - {"nav"}
    if word.low in around.POSSESSIVES:
        return False
    thing = page.reading.words[index + 1].low == "og" and in_dictionary(word.low)  # `søk og redning`
    return ev.listed(lists, word.low) or not (lists.is_ordinary(word.low) or thing)


def _more_of_name(page: Page, index: int) -> bool:
    word = page.reading.words[index]
    if page.reading.cased:
        return word.capital and not word.first and word.low not in around.NEVER
    if word.low in _BROTHERS or (word.low == "røde" and page.reading.words[index + 1].low == "kors"):
        return True
    return ev.listed(page.lists, word.low) and not page.lists.is_ordinary(word.low)


def _of_place(page: Page) -> Iterator[Hit]:
    """`Universitetet i X`, `NAV X`."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words[:-1]):
        beside = reading.adjacent(index) and words[index + 1].low
        written = word.capital and not word.first and reading.cased
        the = _ENDS.fullmatch(word.low) or (word.low.endswith(("eriet", "eria")) and len(word.low) > 7)
        named = (word.low in _OF_PLACE and (word.capital or not reading.cased)) or (
            written and the and "-" not in word.low
        )
        if named and beside in ("i", "på", "nord"):
            last = index + 2
            if last < len(words) and reading.adjacent(index + 1) and _names_place(page, last):
                yield Hit(word.start, words[last].end, 0.9, "of_place")
        elif word.low in _BODIES_WITH_PLACES and reading.adjacent(index) and _names_place(page, index + 1):
            yield Hit(word.start, words[index + 1].end, 0.85, "of_place")


def _employers(page: Page) -> Iterator[Hit]:
    """A national body where somebody works: `jeg er ansatt i X`."""
    words, reading, bodies = page.reading.words, page.reading, page.lists.bodies
    for index, word in enumerate(words[1:-1], 1):
        if word.low not in _WORKED or not reading.adjacent(index) or words[index + 1].low not in _WHERE:
            continue
        first = index + 2
        if first >= len(words) or not reading.adjacent(index + 1):
            continue
        somebody = {one.low for one in words[max(0, index - 4) : index] if one.turn == word.turn} & _SOMEBODY
        for last in range(min(first + 3, len(words)), first, -1):
            whole = page.text[words[first].start : words[last - 1].end].casefold()
            if somebody and whole in bodies and words[last - 1].turn == word.turn:
                yield Hit(words[first].start, words[last - 1].end, 0.5, "list")
                break


def _firms(page: Page) -> Iterator[Hit]:
    """`hos havbris fisk`, where no capital shows a name."""
    words = page.reading.words
    for index in range(len(words) - 1):
        last = unwritten.firm(page, index)
        if last:
            yield Hit(words[index].start, words[last - 1].end, 0.5, "head")


def _and_sons(page: Page) -> Iterator[Hit]:
    """`X og sønn`, `X & Sønner`, X being no first name; `Rørkontoret øst`."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words[1:], 1):
        if word.low in _SONS:
            ampersand = reading.gap(index - 1, index) == " & "
            joined = (
                words[index - 1].low == "og" and reading.adjacent(index - 1) and reading.adjacent(index - 2)
            )
            first = index - 1 if ampersand else index - 2
            if (ampersand or joined) and first >= 0 and _is_family(page, first):
                yield Hit(words[first].start, word.end, 0.85, "head")
        elif word.low in _POINTS and reading.adjacent(index - 1) and _THE.fullmatch(words[index - 1].low):
            before = words[index - 1]
            if not page.lists.is_ordinary(before.low) and (before.capital or not reading.cased):
                yield Hit(before.start, word.end, 0.6, "head")


def _partners(page: Page) -> Iterator[Hit]:
    """`X & Y`, two words with capitals: of the names that people say, only those of firms are written so."""
    words, reading = page.reading.words, page.reading
    for index in range(1, len(words)):
        if reading.gap(index - 1, index) != " & " or not reading.cased:
            continue
        first, last = index - 1, index
        while (
            first and reading.adjacent(first - 1) and words[first - 1].capital and not words[first - 1].first
        ):
            first -= 1
        while reading.adjacent(last) and words[last + 1].capital:
            last += 1
        if words[first].capital and words[index].capital:
            yield Hit(words[first].start, words[last].end, 0.85, "head")


def _ships(page: Page) -> Iterator[Hit]:
    """`MF «X»`, `MS X`: a vessel, known by the letters for its kind."""
    for index, word in enumerate(page.reading.words[1:], 1):
        if around.is_a_vessel(page, index - 1):
            yield Hit(word.start, word.end, 0.7, "head")


def _is_family(page: Page, index: int) -> bool:
    """Whether a word may be the name of a family that has a firm."""
    word, lists = page.reading.words[index], page.lists
    if page.reading.cased and not word.capital:
        return False
    own = word.low in lists.first_names and word.low not in lists.surnames
    return not own and word.low not in around.NEVER and (word.capital or not lists.is_ordinary(word.low))


def _names_place(page: Page, index: int) -> bool:
    word = page.reading.words[index]
    if page.reading.cased:
        return word.capital and word.low not in around.NEVER
    known = word.low in page.lists.places or word.low in page.lists.districts or word.low in _COMPASS
    return known and not page.lists.is_ordinary(word.low)


def _by_ending(page: Page) -> Iterator[Hit]:
    """`Fjordposten`, `Fjordetaten`: a word that ends as an organisation does, written as a name."""
    words = page.reading.words
    for index, word in enumerate(words):
        low = word.low
        if not _ENDS.fullmatch(low):
            continue
        if not page.reading.cased:
            after = index and words[index - 1].low in ("i", "på", "ved", "hos", "til", "fra", "frå")
            if after and _SURELY.fullmatch(low) and not page.lists.is_ordinary(low):
                yield Hit(word.start, word.end, 0.5, "ending")
            continue
        if word.capital and not word.first and page.lists.bodies.isdisjoint((low, low.removesuffix("s"))):
            yield Hit(word.start, word.end, 0.75, "ending")
