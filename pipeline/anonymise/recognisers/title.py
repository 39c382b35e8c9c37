"""Occupational titles and offices of one person; professions at large and plurals are left.

The definite form points at somebody (`rektoren`, `sjefen min`), as does a title beside a name or after
`hun er`. A bare title points at one person where an organisation has one of them (`rektor bestemte`).
"""

import re
from collections.abc import Iterator

from pipeline.anonymise.numbers import CARDINALS, number_at
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.reading import FILLERS
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.titles import ADJECTIVES, OFFICES, WEAK, Form, Title, title_of
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

_ARTICLES = set_of("en ein ei et eit")
_NOBODY = set_of(
    "ingen noen nokon noe hver kvar hvilken kva alle flere fleire mange to tre fire fem ni ti som enhver "
    "annen anna hvilke slags type mer meir god gode nok felles"
)
_BE = set_of("er e var va blir bli ble vart vorte blitt vært vore vorri heter heite kalles være vere vårrå")
_SOMEBODY = set_of("jeg eg æ han hun ho hu hon honn hann je jæ du a n han'")
#: Relations of whom a predicate says what they are: `far min var smed`.
_KIN = set_of(
    "far faren fatteren mor mora moren mutteren bror broren søster søsteren søstera kona kone mannen "
    "samboeren samboar sønnen sonen dattera datteren dottera bestefar bestefaren bestemor bestemora "
    "svigerfar svigermor svigersønnen svigerdattera svogeren onkel onkelen tante tanta fetteren kusina "
    "guten gutten jenta kameraten venninna naboen kjæresten eksmannen ekskona morfar farfar oldefar"
)
_ADVERBS = set_of(
    "nå no da jo her der også òg egentlig eigentleg fortsatt framleis utdanna utdannet selv sjøl sjølv bare "
    "opprinnelig den lenge vel først fast ny nyutdanna en ein ei formelt vikar konstituert tidligere "
    "både sånn slags slik"
)
_AS = set_of(
    "jobb jobba jobbet jobber jobbar jobbe arbeide arbeidar år åra begynte byrja starta startet ansatt "
    "tilsatt vikarierte arbeider arbeidet arbeidde rolle rollen rolla stilling stillingen stillinga tid "
    "tida tiden tok sluttet slutta erfaring utdanna utdannet hverdag hverdagen dag vikar gikk virka "
    "jobben halvt satt sitter konstituert tener driver driv dreiv drev "
    "virker verkar kom kjem reiste drog dro mønstra mønstret flytta hit"
)
_ENGAGED = set_of("fått fekk fikk ansatt ansatte tilsett tilsette hyra hyrt leid leigd engasjert har hadde")
_AT = set_of("i på ved for hos her under")
_NAMED_SO = set_of("heter heiter heite kalles kallast")
_FIELDS = set_of(
    "oppvekst utdanning helse velferd omsorg kultur teknisk økonomi samfunn barn unge familie "
    "organisasjon personal plan miljø byutvikling skole skule læring digitalisering eiendom næring "
    "inkludering opplæring idrett fritid mestring folkehelse landbruk barnehage barnehager skoler "
    "hjemmetjenesten sosiale tjenester drift finans kommunikasjon integrering levekår mangfold teknologi "
    "beredskap vann avløp vei bygg rus psykiatri hjemmetjenester"
)
_THEN = set_of("da då der her også òg")
_GENERIC = frozenset({"til", "hos"})
_VISITED = set_of("legen tannlegen fastlegen presten psykologen politibetjenten advokaten")
_OF = set_of("for i av på til te")
_MANY = set_of("et eit en ein ei flere fleire mange alle noen nokre ulike de dei et")
_COMMITTEE = re.compile(
    r"(?:[a-zæøå-]+)?(?:utvalg|utval)(?:et)?|formannskap(?:et)?|kommunestyre(?:t)?|fylkesting(?:et)?"
    r"|[a-zæøå-]*(?:komité|komite|komiteen|komitéen|nemnd|nemnda|rådet)"
)
_LEADS = set_of("leder leiar nestleder nestleiar formann forkvinne varaleder varaleiar sekretær")
_POSSESSIVES = set_of("min mi mitt din vår vårt vårres våres hans hennes hennar deres dykkar sin mæ mæs mine")


_AGENT = re.compile(
    r"[a-zæøå-]{3,}(?:er|ar|ør|ær|ist|log|graf|eut|iker|ikar|verge|verje|vakt|hjelp|mann|kone|dame|bonde)"
    r"|[a-zæøå-]*lærling"
)
_NO_AGENT = set_of(
    "sikker usikker vakker mager bitter dyster tapper lekker klar uklar rar bedre eldre yngre sår var "
    "ferdiger kommer flinker heller sjelden etter under over eller imidlertid kanskje nummer søster bror "
    "foreldre mester edru egoist optimist pessimist realist singel enkemann enker nordmann landsmann kar "
    "gamer besteforelder bestemor sommer vinter oktober november desember september takknemlig forbannet "
    "fodder venner barnebarn kamerater folk mennesker slutter sitter jobber snakker tenker ærlig tviller "
    "heldigvis gjennom pensjonist kroner ringer klarer trener lager prater leser skriver spiller står går "
    "bor alder ledig vant meter centimeter millimeter kilometer seier tegner sommar ungdommer youtuber"
)


class TitleRecogniser(Recogniser):
    """Titles and offices of one identifiable person."""

    type = IdentifierType.TITLE
    key = "title"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        if not page.rules:
            return
        for index in range(len(page.reading.words)):
            found = _title_at(page, index)
            if found is None:
                continue
            first, last, title = found
            score, reason = _points(page, first, last, title)
            if score:
                words = page.reading.words
                last = _committee(page, last) if title.lemma in _LEADS else last
                last = _field_after(page, last)
                yield Hit(words[_adjectives(page, first)].start, words[last].end, score, reason)


def _title_at(page: Page, index: int) -> tuple[int, int, Title] | None:
    """The title that ends at this word; one that a speech recogniser has split counts as one."""
    words, reading = page.reading.words, page.reading
    word = words[index]
    if index and reading.adjacent(index - 1) and not words[index - 1].capital:
        whole = words[index - 1].low + word.low
        joined = title_of(whole)
        if joined is not None and _listed_whole(page, joined) and words[index - 1].low not in ADJECTIVES:
            return index - 1, index, joined
    title = title_of(word.low) or _agent(word.low)
    return None if title is None else (index, index, title)


def _agent(low: str) -> Title | None:
    """A word that is formed like an occupation and stands in no list: a title only as a predicate."""
    if not _AGENT.fullmatch(low) or low in _NO_AGENT:
        return None
    return Title(low, Form.BARE, 9)


def _listed_whole(page: Page, title: Title) -> bool:
    return title.lemma in page.lists.titles and len(title.lemma) > 8


def _adjectives(page: Page, first: int) -> int:
    """Where the title begins with what stands before it: `assisterende styrer`, `konstituert rektor`."""
    before = ADJECTIVES | OFFICES
    while first and page.reading.adjacent(first - 1) and page.reading.words[first - 1].low in before:
        first -= 1
    return first


def _field_after(page: Page, last: int) -> int:
    """`for helse og velferd`: the field that goes with an office."""
    words, reading = page.reading.words, page.reading
    end = last
    if end + 2 < len(words) and reading.adjacent(end) and words[end + 1].low == "for":
        at = end + 2
        while at < len(words) and reading.adjacent(at - 1):
            if words[at].low in _FIELDS:
                end = at
            elif words[at].low != "og":
                break
            at += 1
    return end


def _points(page: Page, first: int, last: int, title: Title) -> tuple[float, str]:
    """How surely a title points at one person, and why; 0 where it does not."""
    words, reading = page.reading.words, page.reading
    if title.form is Form.PLURAL:
        return 0.0, ""
    begin = _adjectives(page, first)
    before = words[begin - 1].low if begin and words[begin - 1].turn == words[first].turn else ""
    retired = begin < first and words[begin].low in ("pensjonert", "pensjonerte", "avgått")
    if retired and not words[first].low.endswith(("ere", "arar")):
        return 0.7, "predicate"
    if title.holders > 3:
        if _apposed(page, begin):
            return 0.6, "beside_name"
        close = before in _BE | _SOMEBODY | _ARTICLES | {"utdanna", "utdannet", "år"}
        if _name_begins(page, last) and before in _ARTICLES | {"ny"}:
            return 0.5, "beside_name"
        return (0.5, "predicate") if close and _predicate(page, begin, last, title) else (0.0, "")
    touching = begin > 0 and not reading.gap(begin - 1, begin).strip() and bool(before)
    after = words[last + 1].low if last + 1 < len(words) and reading.adjacent(last) else ""
    weak = title.lemma in WEAK and begin == first
    if title.form is Form.DEFINITE:
        if words[last].low in _VISITED and touching and before in _GENERIC and after not in _POSSESSIVES:
            return 0.4, "visited"
        if title.holders == 3 and not after and before in ("som", "enhver"):
            return 0.0, ""
        return (0.9 if title.holders < 3 else 0.75), "definite"
    if touching and before in ("min", "mi", "din", "vår", "hennes", "hans") and after not in ("og",):
        return 0.8, "possessive"
    if _name_begins(page, last):
        if not weak:
            return 0.9, "beside_name"
        noun = touching and before in _ARTICLES | _POSSESSIVES
        return (0.6, "beside_name") if noun or reading.gap(last, last + 1).strip() == "," else (0.0, "")
    if _after_name(page, begin):
        return 0.85, "beside_name"
    if _engaged(page, begin, last) or (title.holders == 1 and _had(page, begin, last)):
        return 0.6, "predicate"
    if words[begin].first and _for_years(page, last):
        return 0.7, "predicate"
    article = touching and before in _ARTICLES
    if touching and before in _NOBODY and before != "som":
        return 0.0, ""
    if before == "som" and touching:
        earlier = {word.low for word in words[max(0, begin - 5) : begin - 1]}
        asked = earlier & _AS or (earlier & {"jobber", "jobba", "jobbet"})
        return (0.75, "as") if asked and not earlier & {"du"} else (0.0, "")
    if _predicate(page, begin, last, title):
        return (0.8, "predicate")
    if after in _AT and not weak and _named_after(page, last):
        return 0.75, "at"
    if article:
        return 0.0, ""
    if title.lemma in _LEADS and _committee(page, last) > last and not article:
        return 0.65, "one_holder"
    if begin < first and title.lemma in ("leder", "leiar"):
        return 0.65, "one_holder"  # `daglig leder`, `pedagogisk leder`
    if _opens_turn(page, begin) and after != "og":
        return 0.6, "answer"
    if title.holders == 1 and not weak and not (before == "i" and touching):
        return 0.65, "one_holder"
    return 0.0, ""


def _engaged(page: Page, begin: int, last: int) -> bool:
    """`vi har fått avløser, en gutt fra …`: somebody was taken on, and who it is follows."""
    words, reading = page.reading.words, page.reading
    at = begin - 1
    while at > 0 and words[at].low in _ARTICLES | {"ny", "nye", "oss"}:
        at -= 1
    if at < 0 or words[at].low not in _ENGAGED or last + 2 >= len(words):
        return False
    return reading.gap(last, last + 1).strip() in (",", "–") and words[last + 1].low in _ARTICLES


def _had(page: Page, begin: int, last: int) -> bool:
    """`vi hadde en lagersjef som …`: an article, and what is told of one person."""
    words, reading = page.reading.words, page.reading
    if begin < 2 or not (reading.adjacent(begin - 1) and reading.adjacent(last)):
        return False
    earlier = {word.low for word in words[max(0, begin - 3) : begin - 1] if word.turn == words[begin].turn}
    had = bool(earlier & {"hadde", "hadd", "har", "fikk", "fekk"})
    return words[begin - 1].low in _ARTICLES and had and words[last + 1].low == "som"


def _for_years(page: Page, last: int) -> bool:
    """`Maskinist i tjueto år`: how long somebody was it."""
    words, reading = page.reading.words, page.reading
    if last + 2 >= len(words) or not reading.adjacent(last) or words[last + 1].low != "i":
        return False
    number = number_at(reading, last + 2)
    return number is not None and number.last < len(words) and words[number.last].low == "år"


def _opens_turn(page: Page, begin: int) -> bool:
    """Whether a turn begins with the title, as an answer does: `Sykepleier, ja, fra Moss`."""
    words = page.reading.words
    first = begin
    while first and words[first - 1].turn == words[begin].turn and words[first - 1].low in FILLERS:
        first -= 1
    return first == 0 or words[first - 1].turn != words[begin].turn


def _name_begins(page: Page, last: int) -> bool:
    """`rektor Kari Lie`, `en spesialpedagog, Kari Lie`."""
    words, reading = page.reading.words, page.reading
    if last + 1 >= len(words) or words[last + 1].turn != words[last].turn:
        return False
    gap = reading.gap(last, last + 1).strip()
    taken_up = gap == "," and words[last + 1].low in ("han", "hun", "ho", "hu")  # `en lege, hun Kari`
    if words[last + 1].low in _THEN and reading.adjacent(last) and last + 2 < len(words):
        last, gap = last + 1, reading.gap(last + 1, last + 2).strip()  # `en prest da, Kari Lie`
    first = last + 1 + (taken_up and reading.adjacent(last + 1))
    return gap in ("", ",") and any(
        name.first == first and name.type is IdentifierType.PERSON for name in page.names
    )


def _after_name(page: Page, first: int) -> bool:
    """`Kari Lie, vaktmester`."""
    if not first or page.reading.words[first - 1].turn != page.reading.words[first].turn:
        return False
    gap = page.reading.gap(first - 1, first).strip()
    named = any(name.last == first and name.type is IdentifierType.PERSON for name in page.names)
    words = page.reading.words
    aged = (
        gap == ","
        and any(
            name.last in range(first - 4, first) and name.type is IdentifierType.PERSON for name in page.names
        )
        and all(page.reading.gap(at, at + 1).strip() in ("", ",") for at in range(max(0, first - 3), first))
    )
    if _apposed(page, first):
        return True
    title = title_of(words[first].low)
    if gap == "" and title is not None:
        return _aged(page, first) or (named and title.holders < 3 and title.lemma not in WEAK)
    return gap == "," and (named or (aged and words[first].turn == words[first - 1].turn))


def _apposed(page: Page, first: int) -> bool:
    """`Kari Lie, en gammel båtbygger`: an article, an adjective, and a name before the comma."""
    words, reading = page.reading.words, page.reading
    at = first
    if reading.adjacent(at - 1) and re.fullmatch(r"\w{3,}(?:el|ig|leg|sk|t|d|ng|ert|m|l)", words[at - 1].low):
        at -= 1
    if not reading.adjacent(at - 1) or words[at - 1].low not in _ARTICLES:
        return False
    at -= 1
    return (
        at > 0
        and words[at - 1].turn == words[first].turn
        and reading.gap(at - 1, at).strip() in (",", "–")
        and any(name.last == at and name.type is IdentifierType.PERSON for name in page.names)
    )


def _aged(page: Page, first: int) -> bool:
    """`Kari Lie femtiseks lærer`: a name and an age stand before, without signs."""
    number = number_at(page.reading, first - 1) if first > 1 else None
    return number is not None and any(
        name.last == first - 1 and name.type is IdentifierType.PERSON for name in page.names
    )


def _predicate(page: Page, first: int, last: int, title: Title) -> bool:
    """`jeg er rektor`, `hvorfor ble du lærer`, `hun som er styrer`: somebody is, was or became it."""
    words = page.reading.words
    at = first - 1
    turn = words[first].turn
    somebody = False
    while at >= 0 and words[at].turn == turn and first - at < 6:
        low = words[at].low
        between = page.reading.gap(at, at + 1).strip(" '’")  # `ho va' X`
        if between not in ("", "–", ","):
            return False
        if low in _BE:
            break
        if low in _SOMEBODY:
            somebody = True
        elif low == "det" and at and words[at - 1].low in _NAMED_SO:
            return True
        elif low in ("og", "å", "år") or low in CARDINALS or low.isdecimal() or _said_beside(page, at):
            pass
        elif low not in _ADVERBS and not any(name.first <= at < name.last for name in page.names):
            return False
        at -= 1
    else:
        return False
    if at < 0 or words[at].low not in _BE:
        return False
    if at > 1 and words[at].low in ("vært", "vore", "vorri") and words[at - 1].low in ("har", "hadde"):
        at -= 1  # `jeg er femtifire og har vært X`
    if at and words[at - 1].low == "og":  # `han bor på X og er Y`
        at = _subject_of_the_first(page, at - 1)
    begin = max((n for n in range(max(0, at - 4), at + 1) if words[n].first), default=max(0, at - 4))
    before = [words[n].low for n in range(begin, at) if words[n].turn == turn]
    close = before[-3:]
    kin = bool(_KIN & set(close[-1:])) or (
        close[-1:] and close[-1] in _POSSESSIVES and bool(_KIN & set(close))
    )
    mine = somebody or kin or bool(_SOMEBODY & set(close)) or _name_ends(page, at)
    question = "du" in close and title.lemma in ("leder", "leiar")
    leads = title.lemma in ("leder", "leiar")
    named = not leads or first != _adjectives(page, first) or _of_something(page, last)
    return (mine or not before) and not question and named


def _said_beside(page: Page, at: int) -> bool:
    """Whether a word is said of somebody beside the title: `islending og lege`, `bonde, mjølkebonde`."""
    words, reading = page.reading.words, page.reading
    if at + 1 >= len(words):
        return False
    joins = reading.adjacent(at) and words[at + 1].low == "og"
    comma = at + 1 + (words[at + 1].low in ("her", "der") and reading.adjacent(at))
    beside = (
        comma < len(words)
        and reading.gap(comma - 1, comma).strip() == ","
        and title_of(words[at].low) is not None
    )
    first = at and reading.adjacent(at - 1) and words[at - 1].low in _BE | _ARTICLES
    return bool(first and (joins or beside)) or (beside and at > 0 and words[at - 1].low in _ADVERBS | _BE)


def _subject_of_the_first(page: Page, index: int) -> int:
    """Where the verb stands that shares its subject with the next one: `han bor og er`."""
    words = page.reading.words
    at = index
    while at and words[at - 1].turn == words[index].turn and index - at < 8 and not words[at].first:
        at -= 1
        if words[at].low in _SOMEBODY - {"a", "n", "du"}:
            return at + 1
    return index


def _name_ends(page: Page, index: int) -> bool:
    return any(name.last in (index, index - 1) and name.type is IdentifierType.PERSON for name in page.names)


def _of_something(page: Page, last: int) -> bool:
    """`leder for Lotus kvinnegruppe`, `leiar i teknisk utval`: of one body."""
    words, reading = page.reading.words, page.reading
    if last + 2 >= len(words) or not reading.adjacent(last) or words[last + 1].low not in _OF:
        return False
    if not reading.adjacent(last + 1):
        return False
    return (
        words[last + 2].capital
        or _committee(page, last) > last
        or any(name.first == last + 2 for name in page.names)
        or (not reading.cased and words[last + 2].low not in page.lists.ordinary | _MANY)
    )


def _committee(page: Page, last: int) -> int:
    """Where `i teknisk utval` ends after an office, or `last` where no committee follows."""
    words, reading = page.reading.words, page.reading
    if last + 2 >= len(words) or not reading.adjacent(last) or words[last + 1].low not in _OF:
        return last
    for at in range(last + 2, min(last + 5, len(words))):
        if not reading.adjacent(at - 1) or words[at].low in _MANY:
            return last
        if _COMMITTEE.fullmatch(words[at].low):
            return _field_after(page, at)
    return last


def _named_after(page: Page, last: int) -> bool:
    """`rektor på Li skole`: the place of work is named, or is `her`."""
    words = page.reading.words
    if words[last + 1].low == "her":
        return True
    return any(name.first in (last + 2, last + 3) for name in page.names)
