"""What may still point at somebody in a de-identified text although nothing was found there to replace.

No name is needed to be known: the only one of a kind, a prize, a newspaper, a quote that can be searched for,
a dated event, how far it is from where to where (NSD's "kontroll av anonymitet"; Datatilsynet 2015, on
singling out). These are warnings for people, in Bokmål, Nynorsk and dialect; a hint misses and mistakes more
than a finding does, and replaces nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.anonymise.numbers import CARDINALS, ORDINALS
from pipeline.anonymise.titles import title_of
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.anonymised import AnonymisedTranscript

#: only: the only, first, youngest … of a kind; prize; press: in the paper, on television; quote: words that
#: a search finds; event: a public event with its date; distance: places told by how far or how big they
#: are; family; child: somebody under 18; dialect: words that tell where somebody is from.
Kind = Literal["only", "prize", "press", "quote", "event", "distance", "family", "child", "dialect"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Hint:
    """A place `[start, end)` of a turn's de-identified text, in code points; `number` counts turns from 1."""

    kind: Kind
    interview: str
    turn_id: str
    number: int
    start: int
    end: int


def hints(anonymised: AnonymisedTranscript) -> tuple[Hint, ...]:
    """All hints of an interview in the order of its text; of one kind no two overlap."""
    found = []
    for number, turn in enumerate(anonymised.turns, 1):
        for kind in KINDS:
            end = 0
            for start, stop in sorted(_FINDS[kind](turn.text)):
                if start >= end:
                    found.append(Hint(kind, anonymised.interview, turn.id, number, start, stop))
                    end = stop
    return tuple(sorted(found, key=lambda hint: (hint.number, hint.start, KINDS.index(hint.kind))))


Spans = Iterator[tuple[int, int]]

#: Up to so many words between two that belong together; a sentence's end lies not between them.
_FEW = r"(?:\s+[^\s.!?…]+){0,%d}?\s+"
_MONTHS = (
    r"januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|"
    r"vår(?:en)?|sommer(?:en)?|sumar(?:en)?|høst(?:en)?|haust(?:en)?|vinter(?:en)?"
)
_YEAR = r"(?:19|20)\d\d"


def _numbers(low: int, high: int) -> str:
    """Numbers in `[low, high]` as they are written in figures and in words."""
    words = [word for word, value in CARDINALS.items() if low <= value <= high]
    figures = [str(value) for value in range(low, high + 1)]
    return "|".join(sorted({*words, *figures}, key=len, reverse=True))


def _rule(*patterns: str) -> Callable[[str], Spans]:
    """A finder of these patterns, between words and whatever the letter case."""
    rule = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)

    def find(text: str) -> Spans:
        return (found.span() for found in rule.finditer(text))

    return find


# ---------------------------------------------------------------------- the only one of a kind

_ONLY = re.compile(
    r"(?<!\w)(?:(?P<only>eneste|einaste|enaste)|"
    r"(?P<most>første|fyrste|fyste|yngste|eldste|siste|fremste|største))(?P<rest>(?:\s+\[?[\w-]+\]?){1,6})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?:var|er|vart|ble|blei|blev|va|e|vært|vore|som|blitt|den|aller|landets|norges|fylkets|kommunens|"
    r"landsdelens|byens|verdens|nordens)\s+)+$",
    re.IGNORECASE,
)
_THING = re.compile(r"(?:^|\s)(?:det|dei|de|ikke|ikkje|itj|itte|ikkj)\s+$", re.IGNORECASE)

#: People of a kind that is no title.
_PEOPLE = set_of(
    "kvinne kvinna kvinnen kvinnelig kvinnelige kvinneleg dame dama damen jente jenta gutt gutten gut guten "
    "mann mannen kar karen person personen mannlig mannlige mannleg mannlege same samen samisk samiske "
    "innvandrer innvandrar flyktning flyktningen muslim muslimen norsk norske utenlandsk utanlandsk utdannet "
    "utdanna ansatte tilsette ansatt tilsett forelder far faren mor moren mora student studenten elev eleven "
    "medlem medlemmet kandidat kandidaten søker søkeren søkjar homofil homofile lesbisk lesbiske døv døve "
    "blind blinde"
)


#: What follows «the only one» where somebody is meant and no kind is named.
_WHO = frozenset({"som", "i", "på", "her", "med", "hos", "fra", "frå"})
_WORDS = [re.compile(rf"(?:\s+\[?[\w-]+\]?){{{number}}}") for number in range(7)]


def _only(text: str) -> Spans:
    """Somebody, not something: a title or a kind of person follows soon, or a clause about one."""
    for found in _ONLY.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        words = [word.strip("[]") for word in found["rest"].casefold().split()]
        kind = next((number for number, word in enumerate(words[:3], 1) if _somebody(word)), 0)
        if found["only"]:
            last = kind or (words[0] in _WHO and not _THING.search(before))
        else:
            last = not _THING.search(before) and (
                kind or (words[0] == "som" and bool(_BEFORE.search(before)))
            )
        rest = _WORDS[last].match(text, found.start("rest"))
        if last and rest:
            yield found.start(), rest.end()
    yield from _ALONE(text)


def _somebody(word: str) -> bool:
    return word in _PEOPLE or (len(word) > 3 and title_of(word) is not None)


_ALONE = _rule(
    r"(?:ingen|ingenting)\s+(?:andre|annan|annen)\s+(?:som|her|i|på|har|enn\s+(?:meg|mæg|æg|mei))",
    r"(?:bare|berre|bærre)\s+(?:meg|mæg|én|éin|ei|en)\s+(?:her\s+)?som",
    r"(?:jeg|eg|æ|ho|hun|han|hainn|hu)\s+(?:er|var|va|e)\s+(?:åleine|alene|aleine)\s+(?:om|i|på)",
    r"landets\s+(?:eneste|yngste|eldste|første)",
)

# ---------------------------------------------------------------------- what can be searched for

_PRIZES = _rule(
    rf"(?:vant|vann|vunnet|vunne|vinner|vinn|fikk|fekk|fått|fekk|tok|tatt){_FEW % 4}"
    r"(?:pris(?:en)?|priser|\w{3,}prisen|NM|VM|EM|OL|gull(?:et)?|sølv(?:et)?|bronse(?:n)?|medalje\w*|"
    r"\w*medalje\w*|kongepokal\w*|mesterskap\w*|meisterskap\w*|cupen|konkurranse\w*|stipend\w*)",
    r"(?:norgesmester|noregsmeister|norgesmeister|verdensmester|verdsmeister|europamester|olympisk)\w*",
    r"årets\s+(?!begivenhet|hending)\w+",
    r"kåra?(?:et|t)?\s+til",
    r"(?:ridder\s+av|kongens\s+fortjenst\w+|fortjenstmedalje\w*|kongens\s+fortenest\w+|fortenestemedalje\w*)",
    r"(?:delta|deltok|var\s+med)\s+(?:i|på)\s+(?:OL|VM|EM|NM)",
)

_IN_PRESS = (
    r"(?:lokal|riks|dags|nett|fag)?avis(?:a|en|ene|er|o)?|tv|tv\s?2|fjernsyn(?:et)?|radio(?:en)?|nrk|"
    r"dagsrevyen|media|medi(?:er|ene)|forsid(?:a|en|o)|nyhetene|nyhenda|dagsnytt|podkast\w*|podcast\w*|"
    r"youtube|facebook|instagram|tiktok|twitter|blogg(?:en)?|nettet|internett"
)
_PRESS = _rule(
    rf"(?:sto|stod|står|stått|va|var|vart|ble|blei|blev|kom|havnet|hamna|hamnet|omtalt|omtala|intervjuet|"
    rf"intervjua|avbildet|avbilda|skrev|skreiv|lest|lese|vist|delt|delte|hengt\s+ut){_FEW % 3}"
    rf"(?:i|på)\s+(?:{_IN_PRESS})",
    rf"(?:{_IN_PRESS})\s+(?:skrev|skreiv|omtalte|omtala|meldte|lagde|laga|intervjuet|intervjua)",
    r"(?:kronikk|leserinnlegg|lesarinnlegg|lesarbrev|leserbrev|avisoppslag|nyhetssak|nyhendesak|avisinnlegg|"
    r"pressemelding|avissak|portrettintervju|dokumentar|tv-serie|reality\w*)(?:en|et|ar|er|a)?",
    r"(?:gikk|gjekk|gått)\s+viralt?",
)

_SOURCE = re.compile(
    rf"(?<!\w)(?:skrev|skreiv|skriver|skriv|ifølge|i\s+følge|ifylgje|i\s+følgje|posta|postet|la\s+ut|siterte?|"
    rf"sitert|står\s+i|stod\s+i|sto\s+i|{_IN_PRESS}|kronikk\w*|innlegg\w*|nettsid\w*|"
    rf"heimesid\w*|hjemmesid\w*|rapport\w*|pressemelding\w*|tale(?:n)?|høringssvar\w*|høyringssvar\w*|vedtak\w*|"
    rf"referat\w*|boka|boken|artikkel\w*)(?!\w)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«[^«»]+»|“[^“”]+”|„[^„“”]+[“”]|\"[^\"]+\"")

#: A quote has at least so many words to be found by; its source stands at most so many characters away.
_QUOTE_WORDS, _SOURCE_NEAR = 4, 90


def _quotes(text: str) -> Spans:
    """Verbatim words in quotation marks with a public source beside them."""
    for found in _QUOTED.finditer(text):
        start, end = found.span()
        around = text[max(0, start - _SOURCE_NEAR) : start] + " " + text[end : end + _SOURCE_NEAR]
        if len(found[0].split()) >= _QUOTE_WORDS and _SOURCE.search(around):
            yield start, end


_EVENT = (
    r"brann(?:en)?|brant|brent|ulykk\w*|ulukk\w*|skred(?:et)?|leirskred\w*|jordskred\w*|ras(?:et)?|"
    r"streik(?:en|a)?|flom(?:men)?|flaum(?:en)?|kommunesammenslåing\w*|sammenslåing\w*|kommunesamanslåing\w*|"
    r"samanslåing\w*|slått\s+sammen|slege\s+saman|nedlagt|nedlegg\w*|lagt\s+ned|la\s+ned|konkurs\w*|"
    r"terror\w*|skyting(?:a|en)?|skytinga|drap(?:et|ssaken)?|kommunevalg\w*|kommuneval\w*|stortingsvalg\w*|"
    r"rettssak\w*|rettsak\w*|dommen|granskning\w*|gransking\w*|tilsynssak\w*|åpning(?:en|a)?|opning(?:a|en)?|"
    r"åpnet|opna|åpna|jubileum\w*|landsmøte\w*|festival\w*|kongebesøk\w*|evakuering\w*|evakuert|utbrudd\w*|"
    r"utbrot\w*|stenging\w*|stengt|varsling(?:ssak\w*|a|en)?|varslersak\w*|mistillit\w*|korrupsjon\w*"
)
_WHEN = (
    rf"(?:i\s+|året\s+|hausten\s+|høsten\s+|våren\s+|sommeren\s+)?{_YEAR}|(?:\d\d?\.\s*|i\s+)(?:{_MONTHS})|"
    rf"(?:\w+nde|\w+te|første|fyrste|andre|tredje|fjerde|sjette)\s+(?:{_MONTHS})|i\s+fjor|i\s+forfjor|"
    r"(?:tjue|to\s+tusen\s+og)\s?\w+|\[(?:i\s+)?(?:våren|sommeren|høsten|vinteren|hausten|sumaren|\d{4})[^\]]*\]|"
    r"for\s+\w+\s+år\s+(?:siden|sidan|sia|sea)"
)
_EVENTS = _rule(
    rf"(?:{_EVENT})(?:\s+[^\s.!?…]+){{0,6}}?\s+(?:{_WHEN})",
    rf"(?:{_WHEN})(?:\s+[^\s.!?…]+){{0,6}}?\s+(?:{_EVENT})",
    r"22\.\s*juli|tjueandre\s+juli",
)

# ---------------------------------------------------------------------- places, families, children, dialect


_FAR = r"(?:minutt\w*|time\w*|timar|halvtime\w*|kvarter\w*|kilometer\w*|km|mil|meter|dagsreise\w*|sjømil)"
_WHEREABOUTS = _rule(
    rf"{_FAR}(?:\s+[^\s.!?…]+){{0,3}}?\s+"
    r"(?:fra|frå|ifra|ifrå|unna|nord\w*|sør\w*|aust\w*|øst\w*|vest\w*|over\s+(?:\[|\w+fjellet|fjellet)|"
    r"med\s+(?:ferge|ferje|ferga|ferja|båt|buss|bil|tog|fly)|inn\s+i\s+fjorden|utover|innover)",
    r"(?:buss(?:en)?|bussline|busslinje|rute|linje|line|trikk(?:en)?)\s+(?:nummer\s+|nr\.?\s+)?"
    rf"(?:\d+|{_numbers(1, 99)})",
    r"(?:rv\.?|fv\.?|riksvei|fylkesvei|riksveg|fylkesveg)\s?\d{1,4}",
    r"e\d{1,2}",
    r"(?:ferge|ferje|ferga|ferja|fergen|ferjen|hurtigbåt\w*|hurtigruta|kabelferg\w*|kabelferj\w*)"
    r"(?:leie\w*|kai\w*|sambandet)?(?:\s+[^\s.!?…]+){0,3}?\s+(?:over|til|fra|frå|heter|heiter|het)",
    r"(?:øya|øyen|øyo|bygda|grenda|tettstedet|tettstaden|plassen|dalen|fjorden)\s+(?:med|innerst|ytterst|"
    r"ved\s+foten|lengst)",
    r"(?:innerst|ytterst|lengst\s+(?:inne|ute|nord|sør))\s+(?:i|på)\s+(?:fjorden|dalen|øya|halvøya|bygda)",
    r"(?:under|ved\s+foten\s+av|bak|på\s+toppen\s+av)\s+(?:\w+fjellet|\w+tind(?:en)?|\w{3,}nuten|\w{3,}horn(?:et)?)",
)

_HOW_MANY = re.compile(
    r"(?<!\w)(?P<number>\d[\d ]*|[^\W\d]+)\s+(?:innbyggere|innbyggarar|innbyggjarar|innbyggera|innbygger|"
    r"fastboende|fastbuande|sjeler|sjelar|elever|elevar|eleva|hus|husstander)(?!\w)",
    re.IGNORECASE,
)


def _distances(text: str) -> Spans:
    """How far and where along what; and how many live or go somewhere, where a number says it."""
    yield from _WHEREABOUTS(text)
    for found in _HOW_MANY.finditer(text):
        number = found["number"].casefold()
        if number[0].isdigit() or number in CARDINALS or number.endswith(("hundre", "tusen")):
            yield found.span()


_MARRIED = _rule(
    rf"(?:har|hadde|fikk|fekk|ha|hi|mor\s+til|far\s+til){_FEW % 2}(?:{_numbers(1, 12)}|flere|fleire)\s+"
    r"(?:små\s+|store\s+|vaksne\s+|voksne\s+)?(?:barn|born|unger|ungar|onga|sønner|sønar|søner|døtre|døtrer|"
    r"jenter|gutter|gutar|tenåringer|tenåringar|tvillinger|søsken|sysken)",
    r"(?:mannen|kona|kåna|kjerringa|samboeren|sambuaren|ektemannen|kjæresten|kjærasten|eksen|eksmannen)\s+"
    r"(?:min|hennes|hans|hennar|mi)",
    r"(?:gift|sambo(?:er|ar)?|sambuar|skilt|skild|forlovet|forlova)\s+(?:med|fra|frå)",
    r"(?:enke|enkemann|enkje|enkjemann|alenemor|åleinemor|aleinemor|alenefar|åleinefar|fosterforeldre|"
    r"fosterforelder|adoptert|tvilling(?:er|ar|ene|ane)?|trilling(?:er|ar|ene|ane)?|tvillingsøster|"
    r"tvillingbror)",
)


_YOUNG = _numbers(0, 17)
_GRADE = "|".join(sorted((word for word, value in ORDINALS.items() if value <= 10), key=len, reverse=True))
_CHILDREN = _rule(
    rf"(?:{_YOUNG})\s+(?:år|åra)\s+(?:gammel|gammal|gamle|gammalt|gammelt)",
    rf"(?:{_YOUNG})-?åring(?:en|a|er|ar|ene|ane)?",
    r"(?:barn(?:et)?|sønn(?:en)?|son(?:en)?|datter(?:a|en)?|dotter(?:a)?|elev(?:en)?|gutt(?:en)?|gut(?:en)?|"
    rf"jent(?:e|a|en)|unge(?:n)?|ongen|han|hun|ho|hu|hainn)\s+(?:er|var|e|va|på|ble|vart)\s+(?:{_YOUNG})"
    r"(?:\s+år)?(?!\s+(?:minutt|time|dag|uke|veke|månad|måned))",
    rf"(?:{_GRADE}|(?:10|[1-9])\.?)\s?-?(?:klasse(?:n)?|klassing(?:en)?|trinn(?:et)?|steget)",
    r"(?:klasse|klassen)\s+(?:10|[1-9])\s?[A-F]?",
    r"(?:10|[1-9])\s?[A-E](?=\s*(?:[,.;:!?)]|$|på|ved|i|har|hadde))",
    rf"går\s+i\s+(?:{_GRADE})",
)


_DIALECT = _rule(
    r"æ|æg|itj|itjnå|ittno|mæ|mæg|dæ|sæ|dokk|dokker|dåkker|dåkke|hainn|hænne|hennas|kæm|korsn|korsen|koffer|"
    r"katti|ka|nåkka|nåkken|nånn|hjæm|hæim|bærre|ongan|onga|oinger|jænta|hossen|åssen|jei|førr|veitkje|ekje"
)

_FINDS: dict[Kind, Callable[[str], Spans]] = {
    "only": _only,
    "prize": _PRIZES,
    "press": _PRESS,
    "quote": _quotes,
    "event": _EVENTS,
    "distance": _distances,
    "family": _MARRIED,
    "child": _CHILDREN,
    "dialect": _DIALECT,
}
