"""What stands around a word says: that a person's name comes, that somebody lives there, that it is no name.

Lists of small words and questions about the words beside a word, given by its index in the page's reading.
"""

from __future__ import annotations

import re

from pipeline.anonymise.gazetteer import in_dictionary
from pipeline.anonymise.page import Page
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType as T

#: Small words inside names.
PARTICLES = set_of("van der von de den del di da dos du la le al el bin ibn af ter ten zu abu")

#: Particles that begin a name by themselves.
LEADING = frozenset({"van", "von"})

#: Words that are never a name by themselves, however they are written.
NEVER = set_of(
    "åsså asså itj ittj mytji ka førr dokker dokk korsn hannj jaja huff uff jøss nja jau tja i jeg eg æ e "
    "du han hun ho hen vi dere de dei dem det den dette disse og eller men for at som så da når ja nei jo "
    "ikke ikkje hva kva hvem kven hvor kor hvordan korleis hvorfor kvifor en ei et ein eit min mitt mine "
    "din ditt sin sitt vår vårt vårres våre oss meg mæ deg dæ seg sæ på av til te fra frå med om mot ved "
    "under over er va var har hadde blir ble vart kan kunne skal skulle vil ville må måtte bare berre "
    "bærre også òg mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag januar "
    "februar mars april juni juli august september oktober november desember altså liksom sant hei takk "
    "eh øh mm ehm her der nå no hit dit noe noko noen nokon alt alle andre første hver kvar etter før "
    "bydel bydelen kommune fylke herr fru frøken familien doktor dr prof pappa mamma hadd dæm kem "
    "na hon honn noge nogen nokka nåkka nåe sie "
    "hu nu kossen koss kordan koffør kofør koffer korsen øve ette onna sku sånn dokkar dokke hainn hin itte"
) - {"vår"}

_NAMING = set_of(
    "heter heiter heite hette het hett heitte heita kalles kallast kalt kalla kaller kalle kallar døpt "
    "døpte hete heitende navnet namnet signert hilsen"
)
PRONOUNS = set_of("han hun ho hu hon hann a n 'n o hannj honn")
_RELATIVES = set_of(
    "mannen kona sønnen sonen guten gutten dattera datteren dotter dottera jenta broren bror søsteren "
    "søster mora moren faren far mor samboeren kjæresten kollegaen kollega kameraten venninna venninnen "
    "naboen svigerinna svogeren niesa"
)
POSSESSIVES = set_of("vår vårres min mi din hans hennes hennar deres dykkar sin")
_SPEAKING = set_of(
    "sa sier seier sir si ringte ringer ringjer spurte spør spurde mente meiner mener meine synes svarte "
    "svarar svarer fortalte fortel forteller skrev skreiv skriver begynte starta slutta kom kjem kjæm "
    "gikk gjekk går er e var va har hadde hadd ble vart blir fikk fekk får vil ville skal skulle kan "
    "kunne må måtte tok tek tar gjorde gjer gjør laget laga satt sat sitter jobber jobba jobbet arbeider "
    "bor bur styrer leder snakket snakka trodde trudde visste veit vet syns lo gråt smilte nikka nikket "
    "bare jobbar underviser lager lærte hjalp mistet mista sov sto stod fant fann ga gav heter heiter "
    "pleier pleide sluttet tenkte elsker ringde spurde meinte tykte svara fortalde tenkte tenkjer bad ba "
    "driver driv dreiv drev lova hugsa hugsar husker huska kommenterte foreslo foreslår protesterte"
)
_KIN_WORDS = _RELATIVES | set_of(
    "mamma pappa mor far bestemor bestefar kone mann barn unger ungar venner vener andre folk resten"
)
_DEFINITE = re.compile(r".{3,}(?:en|et|a|ene|ane)$")
#: What only people do, and words after which no name of a person stands.
_HUMAN = set_of(
    "sier seier sir sa ringte ringer ringjer spør spurte svarte svarer svarar mente mener meiner synes "
    "fortalte forteller fortel skrev skreiv skriver lo gråt smilte jobber jobba jobbet underviser lærte "
    "hjalp begynte slutta sluttet heter heiter trodde trudde visste nekter nekta bestemte ringde spurde "
    "meinte tykte svara fortalde foreslo protesterte"
)
_NOT_BEFORE = set_of(
    "en ei et ein eit den det de dei min mitt mine din ditt sin sitt vår vårt hans hennes deres i på av "
    "for som at og hver kvar hvert samme same hele heile god godt gode noe noko noen nokon ingen ikke "
    "ikkje jeg eg æ du han hun ho vi dere man jo nå da så også er var ble blir har hadde kan vil skal må "
    "hva kva hvem kven"
)
_ABOUT = set_of("hvem kven med hos ha er")
AT = set_of("på ved i fra frå til te mot over gjennom rundt nær utenfor innafor innover oppe nede ute inne")
_MOTION = set_of("kom bor bur bodde budde flytta flyttet vokste kjem kommer født fødd oppvokst reiste kjørte")


#: Ends of names of roads, bridges, waters and hills: geography, but nobody's neighbourhood.
GEOGRAPHY = re.compile(
    r"(?:vegen|veien|gata|gaten|gate|svingen|bakken|brua|bru|broa|sletta|elva|elven|fjorden|vatnet|vannet|fjellet|"
    r"tunnelen|ferga|skogen|halvøya|garden|gården)s?$"
)


def is_named(page: Page, index: int) -> bool:
    """Whether what stands before says that a person's name comes: `heter`, a title, `fru`, `ho`."""
    words = page.reading.words
    before = [words[at].low for at in range(max(0, index - 3), index) if words[at].turn == words[index].turn]
    if not before:
        return False
    if before[-1] in _NAMING or (before[-1] in PRONOUNS & {"ho", "han", "hun"} and speaks(page, index)):
        return True
    if before[-1] in ("jeg", "eg", "æ", "hun", "han", "ho", "bare", "bærre", "berre", "ham", "henne"):
        said = before[-1] in ("bare", "bærre", "berre") and before[-2:-1] in (
            ["sier"],
            ["seier"],
            ["sir"],
            ["sa"],
        )
        return said or (len(before) > 1 and before[-2] in _NAMING)
    if before[-1] in POSSESSIVES and (
        index - 2 in page.titles or (before[-2:-1] and before[-2] in _RELATIVES)
    ):
        return True
    return before[-1] in ("fru", "herr", "frøken") or index - 1 in page.titles


_GROUPS = re.compile(
    r"\w*(?:gjeng|lag|firma|klubb|forening|foreining|bedrift|selskap|selskapet|kor|korps|band|gruppe|grupp|butikk|"
    r"stiftelse|barnehage|skole|skule|skøyte|skøyt|nettverk|prosjekt)(?:en|et|a|å)?"
)


_FARMS = re.compile(r"\w*(?:gard|gård|plass|bruk|hytt|setr|setr|dal|øy|fjell|bygd)(?:en|et|a|i)?")


def what_is_named(page: Page, index: int) -> T | None:
    """A group or a place whose name comes, as what stands before says: `et lag som heter X`."""
    words = page.reading.words
    before = [words[at].low for at in range(max(0, index - 3), index) if words[at].turn == words[index].turn]
    if not before or before[-1] not in _NAMING:
        return None
    rest = before[:-1]
    if rest and rest[-1] in ("som", "vårt", "vår", "deres"):
        rest = rest[:-1]
    if not rest:
        return None
    return T.ORG if _GROUPS.fullmatch(rest[-1]) else T.PLACE if _FARMS.fullmatch(rest[-1]) else None


_VESSELS = frozenset({"MF", "MS", "MK", "MT", "MB", "DS", "KV"})


def is_a_vessel(page: Page, index: int) -> bool:
    """Whether a word is the letters for a kind of vessel, and its name follows: `MF «X»`, `MS X`."""
    words, reading = page.reading.words, page.reading
    if not reading.cased or index + 1 >= len(words) or words[index].text not in _VESSELS:
        return False
    return words[index + 1].capital and reading.gap(index, index + 1) in (" ", " «", ' "')


def introduced(page: Page, last: int) -> bool:
    """Whether `heter jeg` or `het hun` follows a name that ends before this word."""
    words = page.reading.words
    after = [word.low for word in words[last : last + 2] if last and word.turn == words[last - 1].turn]
    return len(after) == 2 and after[0] in _NAMING and after[1] in PRONOUNS | {"jeg", "eg", "æ", "du"}


def like_a_person(page: Page, index: int) -> bool:
    """Whether a word that is not written as a name does what only people do, or is spoken to or of as one."""
    words = page.reading.words
    before = words[index - 1].low if page.reading.adjacent(index - 1) else ""
    earlier = words[index - 2].low if before and page.reading.adjacent(index - 2) else ""
    after = words[index + 1].low if page.reading.adjacent(index) else ""
    last = index + 1 == len(words) or words[index + 1].turn != words[index].turn
    if (last and earlier in ("hvem", "kven") and before in ("er", "e")) or (
        earlier in ("har", "hadde", "kjenner") and before in ("jeg", "eg", "æ") and after in ("som", "")
    ):
        return True
    comes = after in ("fra", "frå") and index + 2 < len(words) and words[index + 2].low in page.lists.places
    if comes and (before not in AT or not page.lists.is_ordinary(words[index].low)):
        return True
    if before in _NOT_BEFORE or before in page.lists.titles:
        return False
    if after in _HUMAN:
        return True
    return (last and before in ("takk", "hei", "ha", "nå", "no", "du")) or (before in _ABOUT and not after)


def taken_up(page: Page, index: int) -> bool:
    """Whether `han`, `hun` or `som` takes up a name that ends with this word: `Ingolf Lie, han ringte`."""
    words = page.reading.words
    same = index + 1 < len(words) and words[index + 1].turn == words[index].turn
    office = index + 1 in page.titles and page.reading.adjacent(index) and words[index + 1].low.endswith("en")
    return same and (office or words[index + 1].low in ("han", "hun", "ho", "som"))


def taken_up_by_a_pronoun(page: Page, last: int) -> bool:
    """Whether `, han` or `, hun` and a verb follow a name that ends before this word."""
    words = page.reading.words
    return (
        0 < last < len(words) - 1
        and words[last].turn == words[last - 1].turn
        and page.text[words[last - 1].end : words[last].start] == ", "
        and words[last].low in PRONOUNS
        and words[last + 1].low in _SPEAKING
    )


def may_be_a_name(page: Page, index: int) -> bool:
    """Whether an ordinary word that is a known name may be meant: nothing before it makes a noun of it."""
    words = page.reading.words
    if not page.reading.adjacent(index - 1):
        return page.reading.cased or _as_a_name(page, index)
    before = words[index - 1].low
    if before in ("hun", "ho", "han") and page.reading.adjacent(index - 1):
        return True
    if before == "og" and speaks(page, index):
        return True
    if not page.reading.cased and not _as_a_name(page, index):
        return False
    following = words[index + 1].low if page.reading.adjacent(index) else ""
    if before == "det" and following in ("òg", "også", "og", "som"):
        return True
    if before in ("er", "e", "var", "va") and following == "som" and words[index - 2].low == "det":
        return True  # the one who did it
    return before not in _NOT_BEFORE and not re.search(r"(?:ende|ande|ig|sk|este|hel|heil)$", before)


_OBJECTS = set_of("det den dei dem deg dere dokker dykk meg mæ seg sæ oss unna onna")


def _as_a_name(page: Page, index: int) -> bool:
    """Whether an ordinary word is used as a name: somebody acts, is called out, or a name goes on."""
    words, first_names = page.reading.words, page.lists.first_names
    before = words[index - 1].low if page.reading.adjacent(index - 1) else ""
    if before in first_names and before != words[index].low:
        return True
    if not page.reading.adjacent(index):
        return index > 0 and page.text[words[index - 1].end : words[index].start] == ", "
    following = words[index + 1].low
    if acts(following) or following in ("som", "òg", "også") or joined(page, index):
        return True
    named = following in first_names or following in page.lists.surnames
    return named and following != words[index].low


def is_plain(page: Page, index: int) -> bool:
    """Whether what follows a word that begins a sentence shows that it is no name here.

    `Liv og helse ryker`, `Rose, lilje, nellik`, `Berge det som berges kan`.
    """
    words, reading, lists = page.reading.words, page.reading, page.lists
    low = words[index].low
    if not lists.is_ordinary(low) or index + 1 >= len(words) or words[index + 1].turn != words[index].turn:
        return False
    after, gap = words[index + 1], reading.gap(index, index + 1)
    if after.capital:
        return False
    if low in POSSESSIVES:
        return gap == " " and lists.is_ordinary(after.low) and not acts(after.low) and after.low not in NEVER
    if gap == " " and after.low in _OBJECTS:
        return reading.punctuated
    second = after.low == "og" and reading.adjacent(index + 1)
    if gap == " " and second:
        return _is_thing(page, index + 2)
    following = page.text[after.end : after.end + 1] == "," or (
        reading.adjacent(index + 1) and words[index + 2].low == "og"
    )
    return gap == ", " and following and _is_thing(page, index + 1)


def _is_thing(page: Page, index: int) -> bool:
    """Whether a word in lower case is a noun without an article, and nobody: `vind`, `helse`."""
    word = page.reading.words[index]
    if word.capital or word.low in NEVER | _KIN_WORDS or index in page.titles or acts(word.low):
        return False
    return page.lists.is_ordinary(word.low) and not _DEFINITE.search(word.low)


def acts(low: str) -> bool:
    """Whether a word is a verb of people, or formed as verbs in the past are."""
    return low in _SPEAKING or low in _HUMAN or (len(low) > 4 and low.endswith(("te", "dde")))


def at_a_place(page: Page, index: int) -> bool:
    """Whether an ordinary word is a place after all: a municipality, or a district of a town in the text."""
    words, lists = page.reading.words, page.lists
    before = words[index - 1].low if index and page.reading.adjacent(index - 1) else ""
    low = words[index].low
    if before in ("i", "fra", "frå") and lists.places.get(low) == "municipality" and len(low) > 3:
        return True
    towns = lists.districts.get(low, frozenset())
    return before in ("på", "fra", "frå") and any(town in page.low for town in towns)


def opens(page: Page, index: int) -> bool:
    """Whether a capital says nothing: the word begins a sentence, or may where there are no signs."""
    word = page.reading.words[index]
    return word.first or (not page.reading.punctuated and page.lists.is_ordinary(word.low))


def somewhere(page: Page, index: int) -> bool:
    """Whether an unknown word in lower case is a place: somebody lives there, or it ends as a road does."""
    words = page.reading.words
    before = [word.low for word in words[max(0, index - 5) : index] if word.turn == words[index].turn]
    low = words[index].low
    if not before or before[-1] not in AT | {"av", "hos"} or len(low) < 4 or index in page.titles:
        return False
    road = GEOGRAPHY.search(low)
    if road is not None and road.start() > 2:
        return True
    lives = before[-1] in ("i", "på", "fra", "frå") and not _MOTION.isdisjoint(before)
    lives = lives or before[-2:-1] in (["hytte"], ["hytta"])
    return (lives or before[-1] == "hos") and not in_dictionary(low)


def comes_from(page: Page, index: int) -> bool:
    """Whether `fra` stands before the word."""
    return page.reading.adjacent(index - 1) and page.reading.words[index - 1].low in ("fra", "frå")


def joined(page: Page, index: int) -> bool:
    """Whether `og` and another person follow: `Gry og eg`."""
    words = page.reading.words
    if not page.reading.adjacent(index) or words[index + 1].low != "og" or index + 2 >= len(words):
        return False
    return words[index + 2].low in ("eg", "jeg", "æ", "han", "hun", "ho") or words[index + 2].capital


def speaks(page: Page, index: int) -> bool:
    """Whether the word does what people do: a verb of theirs follows."""
    words = page.reading.words
    return page.reading.adjacent(index) and words[index + 1].low in _SPEAKING


_THEY = set_of("vi me de dei di alle æ jeg eg folk ungene ungane elevene elevane")


def called(page: Page, last: int) -> T | None:
    """What people call so who say `X, kaller vi ham` or `X, kaller vi oss`."""
    words = page.reading.words
    after = [word.low for word in words[last : last + 3] if word.turn == words[last - 1].turn]
    if not after or after[0] not in (
        "kaller",
        "kalla",
        "kalt",
        "kallar",
        "kalte",
        "kalle",
        "sier",
        "seier",
        "sir",
        "sie",
        "seie",
    ):
        return None
    if not after[1:2] or after[1].split("'")[0].split("’")[0] not in _THEY:
        return None
    return T.ORG if after[-1] in ("oss", "det", "de") else T.PERSON
