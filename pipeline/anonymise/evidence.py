"""What speaks for a name being a person's, a place's, a district's or an organisation's.

Weights are on the scale of log odds and were set by hand; `benchmarks/README.md` shows what each source is
good for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.anonymise import around, unwritten
from pipeline.anonymise.gazetteer import Gazetteer, countries, geography, left_alone
from pipeline.anonymise.heads import LEADING, is_business, is_house, is_place_of_care
from pipeline.anonymise.page import Page
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType as T

#: Labels of name models (NorNE's, and spaCy's own) that say what kind of name it is.
LABELS: dict[str, dict[T | None, float]] = {
    "PER": {T.PERSON: 2.2},
    "PERSON": {T.PERSON: 2.2},
    "ORG": {T.ORG: 1.8},
    "GPE_LOC": {T.PLACE: 1.5, T.DISTRICT: 0.6},
    "GPE_ORG": {T.PLACE: 0.9, T.ORG: 0.9},
    "GPE": {T.PLACE: 1.8},
    "LOC": {T.PLACE: 1.1, T.DISTRICT: 1.1},
    "PROD": {None: 0.7},
    "EVT": {None: 0.7},
    "MISC": {None: 0.7},
}
#: The kinds of proper names.
NAMED = (T.PERSON, T.PLACE, T.ORG, T.DISTRICT)
PEOPLE = frozenset({"PER", "PERSON"})

_KIN = set_of(
    "fru herr frøken familien onkel tante kollega kollegaen kameraten venninna mannen min kona mi sønnen "
    "dattera datteren broren søsteren naboen sjefen eleven gutten jenta dottera sonen"
)
_WITH = set_of("med av og hos for under etter spør spurte ringte ringer ringe takk hei kontakte møtte")
#: Ends of nouns that say `the`, or many: what begins a sentence with one of them is seldom a name.
_DEFINITE = re.compile(r"(?:en|et|a|an|n|ene|ane|er|ar|t)$")


#: Ends of family names, of several origins.
SURNAME_LIKE = re.compile(
    r".{2,}(?:sen|son|berg|dal|vik|stad|land|nes|haug|rud|moen|lien|bakken|hagen|skog|lund|heim|set|eng|ås|bø|ski|ska|"
    r"ov|ova|enko|ić|ic|nen|ez|ian|yan|sson|ström|wicz|uk|ani|zadeh|pour|oğlu)s?$"
)


#: Ends of names of islands, headlands and long valleys, which are seldom a part of a town.
_NATURE = re.compile(r"\w{2,}(?:øya|øyane|øyna|holmen|holmane|hovden|sdalen)s?")


#: What tells two farms or places of one name apart.
_WHICH = set_of("øvre nedre ytre indre nordre søndre søre vestre østre austre store lille vesle")


#: What stands before `fra` and where somebody comes from.
_IS = set_of("er e var va")
_COMES = _IS | set_of("kom kommer kjem kjæm flytta flyttet reiste født fødd opprinnelig opphavleg")


class Evidence:
    """Weights for each type, None for what names nobody (products, countries), and where they came from."""

    def __init__(self) -> None:
        self.weights: dict[T | None, float] = defaultdict(float)
        self.reasons: dict[T | None, tuple[float, str]] = {}

    def add(self, kind: T | None, weight: float, reason: str) -> None:
        """Something speaks for a type, or with a negative weight against it."""
        self.weights[kind] += weight
        if weight > self.reasons.get(kind, (0.0, ""))[0]:
            self.reasons[kind] = (weight, reason)

    def add_mean(self, others: Sequence[Evidence], share: float) -> None:
        """A share of the mean of what was found at other places."""
        for other in others:
            for kind, weight in other.weights.items():
                self.add(kind, share * weight / len(others), "same_name")

    def copy(self) -> Evidence:
        """Another one with the same evidence."""
        made = Evidence()
        made.weights.update(self.weights)
        made.reasons.update(self.reasons)
        return made

    def best(self) -> tuple[T | None, float]:
        """The likeliest type and its weight; None where it names nobody, or nothing speaks for a type."""
        if not self.weights:
            return None, 0.0
        kind = max(self.weights, key=lambda one: (self.weights[one], str(one)))
        return kind, self.weights[kind]

    def reason(self, kind: T) -> str:
        """The strongest reason for a type."""
        return self.reasons.get(kind, (0.0, "name"))[1] or "name"


def key_of(text: str) -> str:
    """What is the same for all mentions of a name: lower case, without genitive and apostrophe."""
    low = text.casefold().rstrip("'’")
    return low[:-1] if low.endswith("s") and len(low) > 4 and not low.endswith("ss") else low


def _known(low: str, names: frozenset[str]) -> bool:
    return low in names or (low.endswith("s") and low[:-1] in names) or _hyphened(low, names)


def _hyphened(low: str, names: frozenset[str]) -> bool:
    parts = low.split("-")
    return len(parts) == 2 and all(part in names for part in parts)


def is_first_name(lists: Gazetteer, low: str) -> bool:
    """Whether the lists know a first name, its genitive, or two that are joined (`Kari-Lise`)."""
    return _known(low, lists.first_names)


def is_surname(lists: Gazetteer, low: str) -> bool:
    """Whether the lists know a surname, its genitive, or two that are joined."""
    return _known(low, lists.surnames)


def _without_s(low: str, known: object) -> str:
    return low if low in known or not low.endswith("s") else low[:-1]  # type: ignore[operator]


def listed(lists: Gazetteer, low: str) -> bool:
    """Whether any list of names has the word."""
    return (
        is_first_name(lists, low)
        or is_surname(lists, low)
        or _without_s(low, lists.places) in lists.places
        or _without_s(low, lists.districts) in lists.districts
        or low in lists.organisations
        or bool(lists.places and low in geography())
    )


def from_model(page: Page, first: int, last: int, evidence: Evidence) -> None:
    """What the name model saw; a part of the run counts for its share."""
    words = page.reading.words
    for span in page.seen:
        weights = LABELS.get(span.label)
        overlap = min(span.end, words[last - 1].end) - max(span.start, words[first].start)
        if weights is None or overlap <= 0:
            continue
        share = overlap / (words[last - 1].end - words[first].start)
        for kind, weight in weights.items():
            evidence.add(kind, weight * share, "model")


def from_lists(lists: Gazetteer, low: Sequence[str], evidence: Evidence) -> None:
    """What the lists say about the words of a run."""
    whole = " ".join(low)
    plain = _without_s(whole, lists.organisations)
    if plain in left_alone() or plain in lists.bodies or whole in left_alone():
        person = is_first_name(lists, plain) or is_surname(lists, plain)
        evidence.add(None, 2.0 if person and plain not in countries() else 4.5, "left_alone")
    if plain in lists.organisations:
        evidence.add(T.ORG, 2.4, "list")
        if plain in lists.districts:  # an institution that people call by the name of where it stands
            evidence.add(T.ORG, 0.5, "")
        elif len(low) == 1 and plain not in lists.places:
            for kind in (T.PLACE, T.DISTRICT, T.PERSON):
                evidence.add(kind, -0.8, "")
    first_name, surname = is_first_name(lists, low[0]), is_surname(lists, low[-1])
    ordinary = lists.is_ordinary(low[0])
    place, district = _without_s(whole, lists.places), _without_s(whole, lists.districts)
    if len(low) > 1 and low[0] in _WHICH:
        evidence.add(T.PLACE, 2.0, "place")
        evidence.add(T.PERSON, -2.0, "")
    if first_name:
        evidence.add(T.PERSON, 0.8 if ordinary and len(low) == 1 else 1.7, "first_name")
    business = len(low) > 1 and (
        low[0] in LEADING
        or low[0] in lists.organisations
        or ((is_business(low[-1]) or low[0].endswith("team")) and not (first_name and surname))
    )
    if business:
        evidence.add(T.ORG, 2.2, "head")
        evidence.add(T.PERSON, -1.0, "")
    elif len(low) > 1:
        evidence.add(T.PERSON, 0.5 + 1.0 * surname + 0.5 * first_name, "surname")
    elif surname and not first_name:
        evidence.add(
            T.PERSON, 0.7 if place in lists.places or district in lists.districts else 1.1, "surname"
        )
    if place in lists.places:
        sure = 1.6 if lists.places[place] == "town" else 2.0
        evidence.add(T.PLACE, 1.0 if first_name or surname else sure, "place")
    elif _without_s(whole, geography()) in geography() and lists.places:
        evidence.add(T.PLACE, 2.2, "place")
    if district in lists.districts:
        evidence.add(T.DISTRICT, 0.9 if first_name or surname or place in lists.places else 1.8, "district")
    if around.GEOGRAPHY.search(low[-1]) or (_NATURE.fullmatch(whole) and district not in lists.districts):
        evidence.add(T.PLACE, 1.2, "street")
    elif len(low) == 1 and is_house(low[0]) and place not in lists.places:
        evidence.add(T.ORG, 2.0, "ending")
        evidence.add(T.PLACE, -1.0, "")
        evidence.add(T.DISTRICT, -1.0, "")
    elif len(low) == 1 and is_place_of_care(low[0]) and not (first_name or surname or place in lists.places):
        evidence.add(T.ORG, 1.6, "ending")


def settle(page: Page, low: Sequence[str], evidence: Evidence) -> None:
    """What seems to be a place and is in no register of towns is likeliest a part of one."""
    whole = " ".join(low)
    place = max((weight for kind, (weight, _) in evidence.reasons.items() if kind is T.PLACE), default=0.0)
    known = _without_s(whole, page.lists.places) in page.lists.places or whole in geography()
    if place < 0.7 or known or len(low) > 1:
        return
    if not around.GEOGRAPHY.search(low[-1]) and not _NATURE.fullmatch(whole):
        evidence.add(T.DISTRICT, 0.9, "")


def from_context(page: Page, first: int, last: int, evidence: Evidence) -> None:
    """How a run is written, and what stands before and after it."""
    if page.reading.cased:
        _from_case(page, first, last, evidence)
    _from_before(page, first, last, evidence)
    _from_after(page, first, last, evidence)


def _from_case(page: Page, first: int, last: int, evidence: Evidence) -> None:
    word, single = page.reading.words[first], last - first == 1
    if not word.capital:  # a name that is not written as one
        for kind in NAMED:
            evidence.add(kind, -1.5, "")
    elif not around.opens(page, first) or not single:
        for kind in NAMED:
            evidence.add(kind, {T.PERSON: 0.9, T.ORG: 0.7}.get(kind, 0.6), "capital")
        if single and word.text.isupper() and len(word.text) > 1:
            evidence.add(T.ORG, 0.5, "acronym")
            evidence.add(T.PERSON, -0.6, "")
            if around.is_a_vessel(page, first):
                evidence.add(None, 4.5, "")
    else:
        evidence.add(T.PERSON, 0.3, "capital")
        if not listed(page.lists, word.low):
            noun = _DEFINITE.search(word.low) is not None
            evidence.add(None, 1.0 if noun else 0.3, "")
            for kind in NAMED if noun else ():
                evidence.add(kind, -0.8, "")
            if not noun and around.speaks(page, first):
                evidence.add(T.PERSON, 0.9, "context")


#: Nouns that come before or after the name of what they say: `barnehagen, X`, `X, avisa`.
_NAMED_KINDS = re.compile(
    r"\w*(?:barnehage|skule|skole|klubb|avis|kor|sykehjem|aldersheim|aldershjem|heim|bedrift|firma|selskap|forening|"
    r"lag|nettverk|prosjekt|gruppe|grupp|butikk|hotell|stiftelse|kafé|kafe|salong|sameie|borettslag|verft|rederi|senter|bank)(?:en|et|a|e|ane|ene)?"
)


def _of_a_kind(page: Page, first: int, last: int) -> bool:
    """Whether a noun for an organisation stands beside a name, with a comma or a dash between."""
    words, reading = page.reading.words, page.reading
    turn, at = words[first].turn, first - 1
    if at > 0 and words[at].low in ("da", "då", "altså", "ja"):
        at -= 1
    if at >= 0 and words[at].turn == turn and reading.gap(at, at + 1).strip() in (",", "–"):
        found = _NAMED_KINDS.fullmatch(words[at].low)
        if found and (words[at].first or not words[at].capital):
            return True
    before = words[at] if at == first - 1 and reading.adjacent(at) else None
    if before is not None and before.low.endswith(("en", "et", "a")) and _NAMED_KINDS.fullmatch(before.low):
        return (before.first or not before.capital) and not around.speaks(page, last - 1)  # `salongen X`
    return (
        last < len(words)
        and words[last].turn == turn
        and reading.gap(last - 1, last).strip() in (",", "–")
        and not words[last].capital
        and words[last].low.endswith(("en", "et", "a"))
        and _NAMED_KINDS.fullmatch(words[last].low) is not None
    )


def _from_before(page: Page, first: int, last: int, evidence: Evidence) -> None:
    words = page.reading.words
    before = words[first - 1].low if first and words[first - 1].turn == words[first].turn else ""
    touching = page.reading.adjacent(first - 1)
    if _of_a_kind(page, first, last):
        evidence.add(T.ORG, 1.8, "head")
        evidence.add(T.PERSON, -0.8, "")
        evidence.add(T.PLACE, -1.0, "")
    named = around.what_is_named(page, first)
    if named is not None:
        evidence.add(named, 1.8, "named")
        evidence.add(T.PERSON, -0.8, "")
    elif around.is_named(page, first):
        evidence.add(T.PERSON, 1.6, "named")
    if not page.reading.cased:
        kind = unwritten.called(page, first)
        if kind is not None:
            evidence.add(kind, 1.8, "named")
        if unwritten.is_foreign(words[first].low):
            evidence.add(T.PERSON, 1.2, "name")
        if unwritten.two_who_act(page, first):
            evidence.add(T.PERSON, 1.2, "context")
    if before in ("bydel", "bydelen"):
        evidence.add(T.DISTRICT, 2.0, "preposition")
    if first - 1 in page.titles and before and page.reading.gap(first - 1, first).strip() in ("", ","):
        evidence.add(T.PERSON, 1.0 if touching else 1.2, "title")
    if not touching:
        return
    if before in around.PRONOUNS or before in _KIN:
        evidence.add(T.PERSON, 0.9, "named")
    if before in _WITH:
        evidence.add(T.PERSON, 0.5, "context")
    if before == "hos":
        evidence.add(T.ORG, 0.4, "preposition")
    if before in ("fra", "frå") and _comes(page, first - 2):
        evidence.add(T.PERSON, -3.0, "")
    _from_what_is_done(page, first, evidence)
    if before in around.AT:
        for kind, weight in _after_preposition(
            before, last - first == 1, T.PLACE in evidence.reasons
        ).items():
            evidence.add(kind, weight, "preposition")


def _comes(page: Page, index: int) -> bool:
    """Whether somebody is or comes from where `fra` leads: `hun er fra X`, but not `brevet er fra X`."""
    words = page.reading.words
    if index < 1 or words[index].low not in _COMES:
        return False
    return words[index].low not in _IS or words[index - 1].low in around.PRONOUNS | {
        "jeg",
        "eg",
        "æ",
        "vi",
        "me",
    }


_ATTENDS = set_of(
    "jobb jobber jobba jobbet jobbar jobbe arbeider arbeidar arbeidde arbeidet gikk gjekk gjikk går gjeng gå "
    "ansatt tilsett begynte byrja starta startet slutta sluttet innlagt lagt lagd operert utdanning "
    "vidareutdanning videreutdanning elev lærling student"
)
_BESIDE = set_of("ikke ikkje itj aldri nå no da då inn fast ut opp")
_PRINTED = set_of(
    "innlegg kronikk lesarbrev leserbrev leserinnlegg lesarinnlegg intervju avisa avisen annonse"
)


def _from_what_is_done(page: Page, first: int, evidence: Evidence) -> None:
    """`hun gikk på X`, `han ble lagt inn på X`: not somebody; `et leserbrev i X`: a newspaper."""
    words = page.reading.words
    if first < 2 or not page.reading.adjacent(first - 1):
        return
    at = first - 2
    while at > 0 and words[at].low in _BESIDE and first - at < 4:
        at -= 1
    if words[at].turn != words[first].turn:
        return
    if words[first - 1].low in ("på", "ved") and words[at].low in _ATTENDS:
        evidence.add(T.PERSON, -1.5, "")
        evidence.add(T.ORG, 1.2, "context")
    if words[first - 1].low in ("på", "i") and words[first - 2].low in ("hytte", "hytta", "hytten", "hyttå"):
        evidence.add(T.PLACE, 1.0, "context")  # a cabin stands elsewhere than in one's own town
        evidence.add(T.DISTRICT, -0.5, "")
    if words[first - 1].low == "i" and words[at].low in _PRINTED:
        evidence.add(T.ORG, 1.8, "context")
        evidence.add(T.PLACE, -1.0, "")


def _after_preposition(before: str, single: bool, place: bool) -> dict[T, float]:
    """What a preposition speaks for; `place` says that something speaks for a place already."""
    if before == "på":
        district, organisation = (1.1, 0.6) if single else (0.4, 1.1)
        return {T.PERSON: -0.9, T.PLACE: 0.3, T.DISTRICT: district, T.ORG: organisation}
    if before == "i":
        towns, parts = (1.2, 0.3) if place else (0.8, 0.8)
        return {T.PERSON: -1.2, T.PLACE: towns, T.DISTRICT: parts, T.ORG: 0.2}
    if before == "ved":
        return {T.PERSON: -0.3, T.PLACE: 0.6, T.DISTRICT: 0.3, T.ORG: 0.5}
    return {T.PERSON: -0.2, T.PLACE: 0.8, T.DISTRICT: 0.4, T.ORG: 0.1}


def _from_after(page: Page, first: int, last: int, evidence: Evidence) -> None:
    words, text = page.reading.words, page.text
    start, end = words[first].start, words[last - 1].end
    before = words[first - 1].low if first and words[first - 1].turn == words[first].turn else ""
    if around.introduced(page, last):
        evidence.add(T.PERSON, 1.8, "named")
    if not words[first].capital and around.like_a_person(page, first):
        evidence.add(T.PERSON, 1.1, "context")
    if around.taken_up_by_a_pronoun(page, last):
        evidence.add(T.PERSON, 1.4, "context")
    kind = around.called(page, last)
    if kind is not None:
        evidence.add(kind, 1.8, "named")
    if around.speaks(page, last - 1) and before not in around.AT:
        evidence.add(T.PERSON, 0.7, "context")
    if text[start - 2 : start] == ", " and text[end : end + 1] in ".!?,\n":
        evidence.add(T.PERSON, 0.7, "vocative")
    if page.reading.adjacent(last - 1) and words[last].low == "bydel":
        evidence.add(T.DISTRICT, 2.0, "preposition")
