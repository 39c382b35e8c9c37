"""Ages, years of birth and exact lengths of service.

An age belongs to somebody: «jeg er førtini», «Kari, trettiåtte,», «han er seks og går i første». Ages of
nobody («når de er tre år»), counts and stretches of time («om ti år», «for to år siden») are left.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.anonymise.numbers import CARDINALS, ORDINALS, Said, number_at
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.recognisers.date import spoken_year
from pipeline.anonymise.titles import Form, title_of
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_A = set_of("en ein ei")
_BORN_AS = set_of("født fødd årgang")
_TURNS = set_of("fyller fylle fyll fyljer blir bli vert")
_ONE = set_of("jeg eg æ e han hun ho hu hon honn hann jæ je a n")
_MANY = set_of("de dei dere de vi dem du man en ein dæm alle elevene elevane barna ungene ungane")
_THEY = set_of("de dei dem dæm di begge")
_WAS = set_of("er e æ var va blir bli blei ble vart vert vorte vorti blitt")
_BE = _WAS | set_of(
    "fyller fylle fyll fylte fylt fylla runda rundet runder passert passerte passerer bikka bikket bikker "
    "nærmer nærma nærmar nesten snart akkurat"
)
_BETWEEN = set_of(
    "nå no da då jo vel bare bærre berre snart nesten akkurat allerede alt først nettopp bli blir blitt meg "
    "mæ seg sæ over øve rundt omtrent cirka omlag godt fylt"
)
_MEASURES = set_of(
    "prosent kilo gram meter cm centimeter km kilometer mil timer timar tima time minutter minutt minutta "
    "sekunder dager dagar daga uker veker veke uke måneder månader måna måneda kroner tusen hundre ganger "
    "gonger grader poeng stykker stykk stykke prosents mann folk mennesker menneske plasser stillinger"
)
_MONTHS = set_of("måneder månader månedar månede månad måned uker veker uke veke")
_YEARS = set_of("år åra årene årane årå åran")
_GOES_ON = set_of(
    "og men så nå no til i da når om som eller der her jeg eg æ hun han ho vi på hvis enda ennå ikke det "
    "nede oppe ute inne hjemme heime borte blir bli fyller fylle ja altså gift singel skilt samboer ugift "
    "frå fra kommer jobber"
)
_PEOPLE = set_of(
    "mann mannen dame dama kvinne kvinna gutt gutten jente jenta kar kone kona ei en ein pasient bruker "
    "sønn datter dotter son bror søster mor far unge elev mannfolk fyr person"
)
_KIN = set_of(
    "mor far mora moren faren faderen mamma pappa søster bror søstera søsteren broren sønn sønnen son sonen "
    "datter dattera datteren dotter dottera guten gutten jenta kona kone mannen mann samboeren kjæresten "
    "bestemor bestefar svigermor svigerfar eldstemann yngstemann minstemann minsten minste mellomste "
    "midterste eldste yngste"
)
_OWN = set_of("min mi mitt vår vårs mæ hans hennes hennar din")
_COURTESY = set_of(
    "altså da då ja nå no blir bli det vel så er e har sånn omtrent cirka snart nesten godt til te sammen "
    "faktisk tenk hele heile over og"
)
_SERVICE = set_of(
    "jobba jobbet jobb jobben jobber arbeidd arbeidet arbeider stilling stillinga stillingen lærer lærar "
    "rektor styrer leder leiar skolen skulen skoleverket yrket faget bransjen fartstid erfaring "
    "ansiennitet tjeneste fartøyet ansatt vært vore vorri satt sittet halde holdt begynte byrja starta "
    "her som avdelinga avdelingen kommunen etaten sykehuset natt praksis"
)
_YEAR_OF = set_of("år året åre")
_TRADE = set_of(
    "skolen skulen skoleverket yrket faget bransjen jobben stillingen stillinga etaten tjenesten tenesta "
    "kommunen barnehagen sykehuset sjukehuset politiet forsvaret avdelinga avdelingen bedriften"
)
_IT_IS = (("det", "er"), ("det", "e"), ("det", "blir"), ("det", "vert"), ("er", "det"), ("blir", "det"))
_HERE = set_of("dette denne her samme same bygget huset jobben stillingen stillinga yrket faget klubben")
_WHO = re.compile(
    r"\b(?:hvem|kven|kem|koffer|ka) (?:er|e) (?:du|dokker)|\bom deg\b|\bom dæ\b|presenter|alder|gam[mae]+[lr]"
)
_HOW_LONG = re.compile(r"(?:hvor|kor|korr?) (?:lenge|lenger|mange år)|(?:hvor|kor) gam")
_MODEL = re.compile(
    r"\b(?:\d{2}|[a-zæøå]*(?:førti|femti|seksti|sytti|åtti|nitti)[a-zæøå]*)-?modell(?:en)?\b"
    r"|\b[4-9]\d-?(?:er|ar)(?:en)?\b"
    r"|\b(?:\d{1,2}|[a-zæøå]+)-?åring(?:en)?s?\b"
    r"|\b(?:(?:midten|midt|begynnelsen|slutten|starten) (?:av|i)|i) "
    r"(?:tjue|tretti|førti|femti|seksti|sytti|åtti)-?(?:åra|årene)\b",
    re.IGNORECASE,
)
_DID = re.compile(
    r"kom|gikk|gjekk|sa|fikk|fekk|var|va|hadde|sto|stod|satt|sat|lå|låg|tok|ble|blei|vart|falt|skrev|skreiv|"
    r"så|såg|løp|sprang|dro|drog|døde|sovnet|sovna|(?!ute|inne|oppe|nede|fra|bak|ha|med|imot|altså|etter|da)"
    r"[a-zæøå]{3,}(?:te|de|et|a)"
)
_BORN = re.compile(
    r"\b(?:[Ff]ødt|[Ff]ødd|[Åå]rgang|[Ff]ødselsår(?:et)?(?: er| mitt er)?) (?:i )?"
    r"(?P<year>(?:19|20)?\d{2})\b(?!\.\d)"
)


class AgeRecogniser(Recogniser):
    """Ages, years of birth, exact seniority."""

    type = IdentifierType.AGE
    key = "age"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        for found in _BORN.finditer(page.text):
            yield Hit(found.start("year"), found.end("year"), 0.9, "born")
        yield from _so_manieth(page)
        for found in _MODEL.finditer(page.text):
            before = page.reading.near(found.start(), found.start(), 1, 0)
            nobody = "åring" in found[0] and before[:1] and before[0] in ("en", "ein", "ei", "som", "alle")
            index = page.reading.index(found.start())
            if not nobody or _is_one_of_so_many_years(page, index - 1) or _did_so(page, index):
                yield Hit(found.start(), found.end(), 0.5, "age")
        index, words = 0, page.reading.words
        while index < len(words):
            born = _born_in_words(page, index) if words[index].low in _BORN_AS else 0
            if born:
                yield Hit(words[index].start, words[born - 1].end, 0.9, "born")
                index = born
                continue
            said = number_at(page.reading, index)
            if said is None:
                index += 1
                continue
            hit = _hit(page, said)
            if hit is not None:
                yield hit
            index = said.last


def _so_manieth(page: Page) -> Iterator[Hit]:
    """`mitt tolvte år`, `på trettende året`, `det niende året mitt`: how long somebody has been there."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words[1:-1], 1):
        count = ORDINALS.get(word.low, 0) or _figure_with_dot(page, index)
        if count < 3 or words[index + 1].low not in _YEAR_OF or words[index + 1].turn != word.turn:
            continue
        before = words[index - 1].low if reading.adjacent(index - 1) else ""
        after = words[index + 2].low if index + 2 < len(words) and reading.adjacent(index + 1) else ""
        mine = before in ("mitt", "hennes", "hans", "sitt") or after in ("mitt", "hennes", "hans", "her")
        if mine or (count > 4 and before == "på" and words[index + 1].low != "år"):
            yield Hit(word.start, words[index + 1].end, 0.65, "service")


def _figure_with_dot(page: Page, index: int) -> int:
    """The value of `12.` before a noun, or 0."""
    word = page.reading.words[index]
    number = word.low.isdecimal() and page.reading.gap(index, index + 1) == ". "
    return int(word.low) if number and len(word.low) < 3 else 0


def _born_in_words(page: Page, index: int) -> int:
    """One past `født i åttifire` or `årgang nitten åttifire`, or 0."""
    words, reading = page.reading.words, page.reading
    if not reading.adjacent(index):
        return 0
    first = index + 1 + (words[index + 1].low == "i" and reading.adjacent(index + 1))
    if words[first].text.isdecimal():
        return 0  # figures are found without the words before
    if CARDINALS.get(words[first].low, 0) > 19 and words[first].low != "tjue":
        said = number_at(reading, first)
        after = words[said.last].low if said and said.last < len(words) else ""
        return said.last if said and after not in _MEASURES | _YEARS else 0
    return spoken_year(reading, first)


def _is_one_of_so_many_years(page: Page, article: int) -> bool:
    """Whether `han er` or a name with `er` stands before `en syttiåring`."""
    words = page.reading.words
    if article < 2 or words[article].low not in _A or words[article - 1].low not in _WAS:
        return False
    if words[article - 2].turn != words[article].turn:
        return False
    return words[article - 2].low in _ONE - {"a", "n"} or _name_ends(page, article - 1)


def _did_so(page: Page, index: int) -> bool:
    """Whether it is one person of so many years: `hun kom som tiåring`, and `en åttiåring ringte`."""
    words = page.reading.words
    before = _before(page, index, 12)
    if before[-1:] == ("som",):
        single = bool(set(before[:-1]) & (_ONE - {"a", "n"} | _KIN)) and not set(before[:-1]) & {
            "når",
            "hvis",
        }
        return single or any(
            index - 12 <= name.first < index and name.type is IdentifierType.PERSON for name in page.names
        )
    if before[-1:] and before[-1] in _A and page.reading.adjacent(index):
        return _DID.fullmatch(words[index + 1].low) is not None
    return False


def _with_a_half(page: Page, said: Said) -> Said:
    """`fire og et halvt`, as one number; others as they are."""
    words, reading = page.reading.words, page.reading
    following = [word.low for word in words[said.last : said.last + 4] if word.turn == words[said.first].turn]
    half = 2 if following[1:2] and following[1] in ("halvt", "halv") else 3
    if following[:1] != ["og"] or len(following) <= half or following[half - 1] not in ("halvt", "halv"):
        return said
    joined = all(reading.adjacent(at) for at in range(said.last - 1, said.last + half))
    return replace(said, last=said.last + half) if joined and following[half] in _YEARS else said


def _hit(page: Page, said: Said) -> Hit | None:
    words, reading = page.reading.words, page.reading
    said = _with_a_half(page, said)
    if not 1 <= said.value <= 110 or words[said.first].low in ("en", "ei", "ein", "et", "ett"):
        return None
    before = _before(page, said.first, 7)
    after = words[said.last].low if said.last < len(words) and reading.adjacent(said.last - 1) else ""
    if after in _YEARS or after in ("års",):
        return _years(page, said, before)
    start, end = words[said.first].start, words[said.last - 1].end
    old = said.last + 1 < len(words) and words[said.last + 1].low in ("gammel", "gammal", "gamal", "gammelt")
    if after in _MONTHS and (
        _after_name(page, said.first) or (old and _is_somebodys(page, said.first, before))
    ):
        return Hit(start, words[said.last].end, 0.75, "age")
    if said.value >= 16 and _answers_who(page, said):
        return Hit(start, end, 0.7, "age")
    if said.value >= 16 and _is_said_again(page, said):
        return Hit(start, end, 0.7, "age")
    if said.value > 14 and after in _WAS and words[said.last + 1].low in _ONE and reading.adjacent(said.last):
        return Hit(start, end, 0.8, "age")  # `ni og femti er jeg`
    if said.value > 2 and _are_of_those_named(page, said.first, before) and (not after or after in _GOES_ON):
        return Hit(start, end, 0.6, "age")
    if before[-1:] in (("alder",), ("alderen",)) or before[-2:] in (("alder", "av"), ("alderen", "av")):
        return Hit(start, end, 0.8, "age")
    told = said.value >= 15 and (_after_name(page, said.first) or _after_age(page, said.first))
    if told and (title_of(after) is not None or _number_follows(page, said)):
        return Hit(start, end, 0.7, "age")
    goes_on = not after or after in _GOES_ON or page.text[end : end + 1] != " "
    one = said.value >= 15 and after not in _MEASURES and _is_of_one(page, said.first, before)
    if not goes_on and not one:
        return None
    if page.text[end : end + 1] in ("%", "/", ":", "-") or page.text[start - 1 : start] in ("/", "-", ":"):
        return None
    small = said.value > 1 and page.text[end : end + 1] in (",", ".", "!", "?", "\n", "")
    if one or ((said.value >= 4 or small) and _is_somebodys(page, said.first, before)):
        return Hit(start, end, 0.8, "age")
    if before[-1:] == ("på",) and _name_ends(page, said.first - 1) and said.value > 1:
        return Hit(start, end, 0.75, "age")
    if said.value > 3 and before[-1:] == ("på",) and _person_ends(before[:-1]):
        return Hit(start, end, 0.75, "age")
    if told:
        return Hit(start, end, 0.75, "age")
    if said.value >= 15 and before[-1:] in (
        ("blir",),
        ("bli",),
        ("blei",),
        ("fyller",),
        ("fylle",),
        ("fylte",),
        ("fylt",),
    ):
        return Hit(start, end, 0.6, "age")
    return None


def _before(page: Page, index: int, many: int) -> tuple[str, ...]:
    """The words before, back to the border of the sentence."""
    words = page.reading.words
    first = index
    while (
        first > max(0, index - many) and words[first - 1].turn == words[index].turn and not words[first].first
    ):
        first -= 1
    return tuple(word.low for word in words[first:index])


def _person_ends(before: tuple[str, ...]) -> bool:
    """Whether one person, no name, stands last: `ein mann`, `sønnen min`, `far`."""
    if before[-1:] and before[-1] in _OWN:
        return len(before) > 1 and before[-2] in _KIN
    return bool(before) and before[-1] in _PEOPLE


def _is_of_one(page: Page, index: int, before: tuple[str, ...]) -> bool:
    """Whether `jeg blei` or `blei jeg` stands before: whatever then follows is no noun that is counted."""
    at = len(before)
    while at and before[at - 1] in _BETWEEN:
        at -= 1
    if at < 2 or page.reading.gap(index - 1, index).strip():
        return False
    single = _ONE - {"a", "n"}
    first, second = before[at - 2 : at]
    if at > 2 and second not in single and first in ("har", "hadde", "ha", "er"):
        first = before[at - 3]
    return (first in single and second in _BE) or (second in single and first in _WAS - {"æ"})


def _is_somebodys(page: Page, index: int, before: tuple[str, ...]) -> bool:
    """Whether `X er` stands before, X being one person and the verb next to the number."""
    at = len(before)
    while at and before[at - 1] in _BETWEEN:
        at -= 1
    if not at or before[at - 1] not in _BE:
        return False
    if at < 2:
        return False
    if page.reading.gap(index - 1, index).strip(" '’"):  # the verb may be written `va'`
        return False
    subject = before[at - 2]
    following_be = before[at - 1] in ("er", "e", "var", "va") and subject in _BE
    if subject in _KIN or (subject in _OWN and _person_ends(before[: at - 1])):
        return True
    title = title_of(subject)
    if title is not None and title.form is Form.DEFINITE:
        return True
    known = subject in page.lists.first_names and subject not in _MANY
    return subject in _ONE or known or following_be or _name_ends(page, index - (len(before) - at) - 1)


def _are_of_those_named(page: Page, index: int, before: tuple[str, ...]) -> bool:
    """`Ylva og Una, tvillingene, de er tolv`: the age of several whom the sentence has named."""
    if len(before) < 3 or before[-1] not in ("er", "e", "var", "va") or before[-2] not in _THEY:
        return False
    first = index - len(before)
    return any(first <= name.first < index and name.type is IdentifierType.PERSON for name in page.names)


def _name_ends(page: Page, index: int) -> bool:
    """Whether a person's name ends just before the word of this index."""
    return any(name.last == index and name.type is IdentifierType.PERSON for name in page.names)


def _after_name(page: Page, index: int) -> bool:
    """`Kari Lie, trettiåtte,`: an age in apposition to a person's name, or to another age."""
    reading = page.reading
    if not index or reading.words[index - 1].turn != reading.words[index].turn:
        return False
    gap = reading.gap(index - 1, index).strip()
    return gap in (",", "–", "-", "") and any(
        name.last == index and name.type is IdentifierType.PERSON for name in page.names
    )


def _number_follows(page: Page, said: Said) -> bool:
    """Whether another number follows at once: `førtisju førtiåtte`."""
    reading = page.reading
    return reading.adjacent(said.last - 1) and number_at(reading, said.last) is not None


def _after_age(page: Page, index: int) -> bool:
    """`førtisju – førtiåtte om et par uker`: a second age after one that follows a name."""
    reading = page.reading
    if not index or reading.gap(index - 1, index).strip() not in ("–", "-", ",", ""):
        return False
    earlier = number_at(reading, index - 1)
    return earlier is not None and earlier.last == index and _after_name(page, index - 1)


def _years(page: Page, said: Said, before: tuple[str, ...]) -> Hit | None:
    """`N år`: an age where it is somebody's, a length of service where somebody has worked so long."""
    words = page.reading.words
    start, end = words[said.first].start, _and_months(page, said.last)
    stops = page.text[end : end + 1] in (".", "!", "?", "\n", "")
    following = () if stops else tuple(word.low for word in words[said.last + 1 : said.last + 5])
    if said.value >= 16 and _answers_who(page, said):
        return Hit(start, end, 0.75, "age")
    here = len(following) > 1 and following[0] in ("i", "her", "på") and following[1] in _HERE
    if said.value > 9 and here and before[-2:] in _IT_IS and _began_in_a_year(page, said.first):
        return Hit(start, end, 0.7, "service")
    if said.value > 2 and _is_whole_answer(page, said):
        return Hit(start, end, 0.75, "service")
    if said.value > 15 and stops and words[said.first].first and _of_whom_before(page, said.first):
        return Hit(start, end, 0.65, "age")
    if said.value >= 16 and following[:1] and following[0] in _TURNS:
        return Hit(start, end, 0.8, "age")
    asked = _asked_how_long(page, said.first)
    if asked and following[:1] not in (("siden",), ("sidan",), ("gammel",)) and before[-1:] != ("om",):
        return Hit(start, end, 0.85, "service")
    if following[:1] and following[0] in ("siden", "sidan", "tilbake", "før", "fram"):
        return None
    if following[:3] in (("igjen", "til", "pensjon"), ("att", "til", "pensjon")) or (
        following[:1] == ("bak",) and following[1:2] and following[1] in ("meg", "mæ", "seg", "sæ")
    ):
        return Hit(start, end, 0.65, "service")
    if before[-1:] and before[-1] in (
        "om",
        "for",
        "hver",
        "kvar",
        "neste",
        "hvert",
        "kvart",
        "innen",
        "på",
        "over",
        "annet",
    ):
        if before[-1] == "på" and _person_ends(before[:-1]):
            return Hit(start, end, 0.8, "age")
        return None
    if "gammel" in following[:1] or "gamal" in following[:1]:
        return (
            Hit(start, end, 0.85, "age")
            if _is_somebodys(page, said.first, before)
            else Hit(start, end, 0.5, "age")
        )
    inverted = said.value > 14 and _is_of_one(page, said.first, before)
    if inverted or (said.value > 4 and _is_somebodys(page, said.first, before)):
        return Hit(start, end, 0.85, "age")
    earlier = set(_before(page, said.first, 14))
    if (
        said.value > 9
        and before[-1:]
        and before[-1] in ("er", "e", "blir")
        and earlier & _ONE
        and not earlier & _MANY
    ):
        return Hit(start, end, 0.65, "age")
    if _MANY & set(before[-4:]) and before[-1:] not in (("i",), ("siste",)):
        return None
    if following[:2] and following[0] in ("i", "som", "på") and following[1] in _TRADE:
        return Hit(start, end, 0.75, "service")
    if said.value > 2 and _after_name(page, said.first):
        return Hit(start, end, 0.75, "age")
    around = {*_before(page, said.first, 14), *following}
    titled = any(
        index in page.titles for index in range(max(0, said.first - 10), min(len(words), said.last + 8))
    )
    worked = bool(around & _SERVICE)
    own = bool(around & (_ONE | {"da", "vært", "vore"}))
    if before[-1:] == ("i",) and (titled or worked or (own and said.value > 3)):
        return Hit(start, end, 0.75 if titled or worked else 0.5, "service")
    if (worked and (titled or own)) or (titled and own):
        return Hit(start, end, 0.6, "service")
    if before[-2:-1] == ("siste",) or before[-1:] == ("siste",):
        return Hit(start, end, 0.6, "service") if worked or titled else None
    return None


def _and_months(page: Page, index: int) -> int:
    """Where `sju år og fire måneder` ends, given where its `år` stands."""
    words, reading = page.reading.words, page.reading
    if reading.adjacent(index) and words[index + 1].low == "og" and reading.adjacent(index + 1):
        more = number_at(reading, index + 2)
        if more and more.last < len(words) and words[more.last].low in _MONTHS:
            return words[more.last].end
    return words[index].end


def _began_in_a_year(page: Page, index: int) -> bool:
    """Whether a year in figures stands in the dozen words before: `siden 2006`."""
    words = page.reading.words
    earlier = words[max(0, index - 12) : index]
    return any(
        len(word.low) == 4 and word.low.isdecimal() and word.low[:2] in ("19", "20") for word in earlier
    )


def _answers_who(page: Page, said: Said) -> bool:
    """`Tjueni.`, `Altså, tjueni år`: a number as a sentence of its own, in the answer to who somebody is."""
    words, text = page.reading.words, page.text
    first, turn = said.first, words[said.first].turn
    while not words[first].first and first and words[first - 1].low in _COURTESY:
        first -= 1
    end = words[said.last - 1].end
    years = said.last < len(words) and words[said.last].low in _YEARS and page.reading.adjacent(said.last - 1)
    end = words[said.last].end if years else end
    if not words[first].first or text[end : end + 1] not in (".", "!", "?", "\n", "", ","):
        return False
    if text[end : end + 1] == "," and not years:
        return False
    start = text.rfind("\n", 0, words[said.first].start) + 1
    asked = text[max(0, text.rfind("\n", 0, max(0, start - 1))) : start].casefold()
    return turn > 0 and _WHO.search(asked) is not None


def _is_said_again(page: Page, said: Said) -> bool:
    """`Femtito. Altså, femtito år.`: a number as a sentence, said again with what it counts."""
    words = page.reading.words
    if not words[said.first].first or page.text[words[said.last - 1].end :][:1] not in (".", ","):
        return False
    for index in range(said.last, min(said.last + 4, len(words) - 1)):
        again = number_at(page.reading, index)
        if again is not None and words[index].turn == words[said.first].turn:
            same = again.value == said.value and again.last < len(words)
            return same and words[again.last].low in _YEARS and page.reading.adjacent(again.last - 1)
    return False


def _is_whole_answer(page: Page, said: Said) -> bool:
    """`Jeg tok over i 2012. Tretten år, altså.`: a sentence that is a length, after a start.

    The start is a year or a verb of working, of one person, in the sentence or two before.
    """
    words, turn = page.reading.words, page.reading.words[said.first].turn
    first = said.first
    while first and not words[first].first and words[first - 1].low in _COURTESY:
        first -= 1
    if not words[first].first or first == 0:
        return False
    last = said.last + 1
    while last < len(words) and words[last].turn == turn and not words[last].first:
        if words[last].low not in _COURTESY | {"sommeren", "våren", "høsten", "hausten", "jul", "vinteren"}:
            return False
        last += 1
    earlier = [word for word in words[max(0, first - 18) : first] if word.turn in (turn, turn - 1)]
    lows = {word.low for word in earlier}
    began = bool(lows & _SERVICE) or any(len(low) == 4 and low.isdecimal() for low in lows)
    return began and bool(lows & (_ONE | {"du"}))


def _of_whom_before(page: Page, index: int) -> bool:
    """`Styreren i velforeningen. Åttifem år.`: the sentence before names a person, or holds a title only."""
    words, turn = page.reading.words, page.reading.words[index].turn
    first = index
    while first and words[first - 1].turn == turn and not words[first - 1].first and index - first < 12:
        first -= 1
    first = max(0, first - 1)
    if index - first > 9 or words[first].turn != turn:
        return False
    return bool(page.titles & set(range(first, index))) or any(
        first <= name.first < index and name.type is IdentifierType.PERSON for name in page.names
    )


def _asked_how_long(page: Page, index: int) -> bool:
    """Whether the turn before asks how long, and this is the beginning of the answer."""
    turn = page.reading.words[index].turn
    lines = page.text.split("\n")
    place = page.reading.words[index].start - sum(len(line) + 1 for line in lines[:turn])
    return turn > 0 and place < 90 and bool(_HOW_LONG.search(lines[turn - 1].casefold()))
