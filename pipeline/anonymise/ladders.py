"""What a thing may be called instead: each rung says less than the one before.

The rungs follow what universities ask for: a part of the country instead of a place, the trade instead of the
occupation, bands instead of ages (S9 of the requirements). Titles, places and their counties come from the
lists that ship. *work* takes the first rung, *publish* the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.anonymise.forms import inflected, seen
from pipeline.anonymise.gazetteer import countries, gazetteer
from pipeline.anonymise.numbers import CARDINALS, ORDINALS, number_at
from pipeline.anonymise.reading import Reading
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.anonymised import Profile
from pipeline.artefacts.transcript import Language

_LISTS = Path(__file__).parent / "lists"

#: What stands before a date or a number that then has to be a noun.
_PREPOSITIONS = set_of("i på fra frå siden sidan til før etter kring rundt omkring av om over under mot per")


@dataclass(frozen=True)
class Rung:
    """Where one is on a ladder: for whom the text is and in which language it is written.

    `hidden` are names, case-folded, that the study hides: no rung may say them, so a county that is itself
    hidden somewhere is left out.
    """

    profile: Profile
    language: Language
    hidden: frozenset[str] = field(default=frozenset(), repr=False)

    def may(self, name: str) -> str:
        """The name if it may be said, else nothing; its preposition counts for nothing (`i Nord-Norge`)."""
        low = name.casefold()
        return "" if low in self.hidden or low.partition(" ")[2] in self.hidden else name

    def pick(self, work: str, publish: str, work_nn: str, publish_nn: str) -> str:
        """The text of this rung."""
        if self.language == "nn":
            return publish_nn if self.profile == "publish" else work_nn
        return publish if self.profile == "publish" else work

    def say(self, nb: str, nn: str) -> str:
        """What is the same in both profiles."""
        return nn if self.language == "nn" else nb


@dataclass(frozen=True)
class Around:
    """What stands on both sides of a mention in its turn."""

    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def last(self) -> str:
        """The last word before, case-folded, where nothing but a blank stands between."""
        found = re.search(r"([^\W_]+) ?$", self.before)
        return found[1].casefold() if found else ""

    @property
    def next(self) -> str:
        """The next word, case-folded."""
        found = re.match(r" ?([^\W_]+)", self.after)
        return found[1].casefold() if found else ""


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("\t")) for line in (_LISTS / name).read_text("utf-8").splitlines())


def surrogate_names() -> tuple[str, ...]:
    """Common first names that may stand instead of others."""
    return tuple(name for (name,) in _rows("surrogate_names.txt"))


# ---------------------------------------------------------------------- titles


@cache
def _titles() -> tuple[Mapping[str, str], Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Groups of whole titles, of their endings, and of what a field begins with (the longest first)."""
    whole: dict[str, str] = {}
    endings: dict[str, str] = {}
    fields: list[tuple[str, str]] = []
    for key, group in _rows("title_groups.tsv"):
        if key.startswith("-"):
            endings[key[1:].casefold()] = group
        elif key.startswith("*"):
            fields.append((key[1:].casefold(), group))
        else:
            whole[key.casefold()] = group
    return whole, endings, tuple(sorted(fields, key=lambda row: (-len(row[0]), row[0])))


def group_of(title: str) -> str:
    """The group of a title in `lists/title_ladder.tsv`; "" where nothing is known of it.

    >>> group_of("rektor"), group_of("kommunaldirektøren for oppvekst"), group_of("sykehjemslegen")
    ('oppvekstleder', 'kommuneleder', 'helse')
    """
    word = seen(title)
    whole, endings, _ = _titles()
    last = word.lemma.rpartition(" ")[2]
    for name in (word.lemma, *(last + ending for ending in ("", "e", "er", "ar"))):
        if name in whole:
            return _led(whole[name], name, word.rest)
        for at in range(len(name)):
            if name[at:] in endings:
                return _led(endings[name[at:]], name, word.rest)
    return ""


def _led(group: str, title: str, rest: str) -> str:
    """A leader by the field: what the title begins with, or what it is `for`, `i` or `på`."""
    if group != "leder":
        return group
    for word in (title, *re.findall(r"[\w-]+", rest)):
        for begins, field_of in _titles()[2]:
            if word.startswith(begins):
                return field_of
    return group


@cache
def _title_ladder() -> Mapping[str, tuple[str, ...]]:
    return {group: tuple(rungs) for group, *rungs in _rows("title_ladder.tsv")}


def title(surface: str, names: tuple[str, ...], rung: Rung) -> str:
    """A title's rung in its dictionary form: of what is said, else of what else the same person is called.

    «sjefen» is a leader in what she leads where the study knows her as `rektor` too.
    """
    said, *known = map(group_of, (surface, *names))
    if said == "leder":
        said = next((group for group in known if group.endswith("leder") and group != "leder"), said)
    group = said or next(filter(None, known), "yrke")
    work, work_nn, publish, publish_nn = _title_ladder()[group]
    return rung.pick(work, publish, work_nn, publish_nn)


# ---------------------------------------------------------------------- places

_ADDRESS = re.compile(
    r"\d|\b(?:gnr|bnr|postboks|oppgang)\b"
    r"|\w(?:gate|gata|gaten|gt|vei|veien|veg|vegen|allé|alleen|alléen|smau|smauet|stredet|torget|plass)\b"
)


@cache
def _counties() -> Mapping[str, tuple[str, ...]]:
    return {name.casefold(): tuple(counties.split("|")) for name, counties in _rows("place_counties.tsv")}


@cache
def _regions() -> Mapping[str, str]:
    """County to part of the country, with its preposition."""
    return {name.casefold(): region for name, region in _rows("county_regions.tsv")}


#: Parts of the country as Nynorsk writes them.
_NYNORSK = {"på Østlandet": "på Austlandet", "i Midt-Norge": "i Midt-Noreg", "i Nord-Norge": "i Nord-Noreg"}


def place(name: str, rung: Rung, *, reason: str = "") -> str:
    """A place's rung: an address, a municipality, a county, or a small place; where in Norway, if known."""
    low = " ".join(name.casefold().split())
    where, hint = _in_county(low)
    kind = gazetteer().places.get(where, "")
    if not kind and (_ADDRESS.search(low) or reason == "address"):
        return rung.say("en adresse", "ei adresse")
    counties = (hint,) if hint else _counties().get(where, ())
    regions = {_regions()[one.casefold()] for one in counties if one.casefold() in _regions()}
    if kind == "county":
        regions = {_regions()[where]} if where in _regions() else set()
    region = rung.may(regions.pop()) if len(regions) == 1 else ""
    region = _NYNORSK.get(region, region) if rung.language == "nn" else region
    told = hint or where in map(str.casefold, counties)  # the county is part of the name
    county = "" if told or len(counties) != 1 else rung.may(f"i {counties[0]}")
    county = county or region
    if kind == "county":
        said = rung.pick(f"et fylke {region}", "et fylke", f"eit fylke {region}", "eit fylke")
    elif kind == "municipality":
        said = rung.pick(
            f"en kommune {county}", f"en kommune {region}", f"ein kommune {county}", f"ein kommune {region}"
        )
    elif kind == "town":
        said = rung.pick(
            f"et lite sted {region}", f"et sted {region}", f"ein liten stad {region}", f"ein stad {region}"
        )
    else:
        said = rung.say("et sted", "ein stad")
    return said.strip()


def _in_county(low: str) -> tuple[str, str]:
    """A place and the county that its name says: `sande i vestfold`."""
    where, _, county = low.rpartition(" i ")
    if where and county in _regions():
        return where, county.title().replace(" Og ", " og ")
    known = gazetteer().places
    for word in (low, low.removesuffix(" kommune"), low.removesuffix("s")):
        if word in known:
            return word, ""
    return low, ""


# ---------------------------------------------------------------------- organisations

_ANY_ORGANISATION = ("Virksomhet", "en virksomhet", "ei verksemd")


@cache
def _organisation_kinds() -> Mapping[str, tuple[str, str, str]]:
    """Kinds by whole name (`^name`), by a word (`=word`) and by what a word ends with."""
    return {key: (kind, nb, nn) for key, kind, nb, nn in _rows("organisation_kinds.tsv")}


def organisation(names: tuple[str, ...]) -> tuple[str, str, str]:
    """What kind of organisation one of these names says it is: a placeholder's word, and nouns (nb, nn).

    The first name that is known or has a head counts; in it, the last word that is one.

    >>> organisation(("Utvik ungdomsskole",))
    ('Skole', 'en skole', 'ein skule')
    """
    kinds = _organisation_kinds()
    for name in names:
        low = " ".join(name.casefold().split())
        known = kinds.get(f"^{low}") or kinds.get(f"^{low.removesuffix('s')}")
        for word in reversed(re.findall(r"[^\W\d_]+", low)):
            known = known or _by_head(word, kinds)
        if known:
            return known
    return _ANY_ORGANISATION


def _by_head(word: str, kinds: Mapping[str, tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """The kind of the longest head that a word ends with, in any form: `ungdomsskolens`, `biblioteket`."""
    forms = {word, word.removesuffix("s")}
    forms |= {form.removesuffix(ending) for form in tuple(forms) for ending in ("en", "n", "et", "t", "a")}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        if f"={form}" in kinds:
            return kinds[f"={form}"]
        for at in range(len(form) - 2):
            if form[at:] in kinds:
                return kinds[form[at:]]
    return None


# ---------------------------------------------------------------------- times and ages

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan", "februar feb", "mars mar", "april apr", "mai", "juni jun", "juli jul", "august aug",
            "september sep sept", "oktober okt", "november nov", "desember des",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip

#: Seasons by month, from January, in both languages; a day in one is a `vinterdag`.
_WINTER, _SPRING = ("vinter", "vinter"), ("vår", "vår")
_SUMMER, _AUTUMN = ("sommer", "sommar"), ("høst", "haust")
_SEASONS = (_WINTER, _WINTER, *[_SPRING] * 3, *[_SUMMER] * 3, *[_AUTUMN] * 3, _WINTER)

_NUMERIC = re.compile(r"(\d{1,2})[./] ?(\d{1,2})(?:[./ -]+((?:19|20)\d{2}|\d{2}))?\b")
_ISO = re.compile(r"((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})")


def date(surface: str, around: Around, rung: Rung) -> str:
    """A day as its season, a year as its decade; for publishing no more than that it was once.

    >>> date("3. mars 2020", Around("", ""), Rung("work", "nb"))
    'våren 2020'
    """
    month, year = _month_and_year(surface)
    governed = around.last in _PREPOSITIONS
    if rung.profile == "publish":
        if month and not year:
            return rung.say("en dag", "ein dag")
        if not (month or year):
            return rung.say("et tidspunkt", "eit tidspunkt")
        if governed:
            return rung.say("et tidligere år", "eit tidlegare år")
        return rung.say("for noen år siden", "for nokre år sidan")
    if month:
        season = rung.say(*_SEASONS[month - 1])
        day = f"{season}dagen" if around.last == "den" else rung.say(f"en {season}dag", f"ein {season}dag")
        if not year:
            return day
        if not rung.may(str(year)):
            return f"{day} i {_decade(year, rung)}"
        return f"{day} i {year}" if around.last == "den" else f"{season}en {year}"
    if not year:
        return rung.say("et tidspunkt", "eit tidspunkt")
    decade = _decade(year, rung)
    return decade if governed else rung.say(f"en gang i {decade}", f"ein gong i {decade}")


def _decade(year: int, rung: Rung) -> str:
    return rung.say(f"{year // 10 * 10}-årene", f"{year // 10 * 10}-åra")


def _month_and_year(surface: str) -> tuple[int, int]:
    """The month (1 to 12) and the year of a date, each 0 where it is not said."""
    low = surface.casefold()
    found = _ISO.search(low)
    if found:
        return _in_year(int(found[2])), int(found[1])
    found = _NUMERIC.search(low)
    if found and not any(name in low for name in _MONTHS if len(name) > 3):
        return _in_year(int(found[2])), _full_year(int(found[3])) if found[3] else 0
    for word in re.finditer(r"[^\W\d_]+", low):
        if word[0] in _MONTHS:
            return _MONTHS[word[0]], year_of(low[word.end() :])
    ordinal = re.search(r"\bi (\w+te|\w+de|\w+ande|første|andre|annen)\b(.*)", low)
    if ordinal:
        return _in_year(ORDINALS.get(ordinal[1], 0)), year_of(ordinal[2])
    return 0, year_of(low)


def _in_year(month: int) -> int:
    return month if 1 <= month <= 12 else 0


def _full_year(year: int) -> int:
    """A year of two figures as one of four: up to 30 in this century."""
    return year if year > 99 else year + (2000 if year <= 30 else 1900)


def year_of(text: str) -> int:
    """The year that is said in figures or words, 0 where none is.

    >>> year_of("nittenåttifem"), year_of("to tusen og ni"), year_of("i 94")
    (1985, 2009, 1994)
    """
    found = re.search(r"(?<!\d)((?:19|20)\d{2}|\d{2})(?!\d)", text)
    if found:
        return _full_year(int(found[1]))
    low = "".join(re.findall(r"[^\W\d_]+", text.casefold()))
    for begins, century in (("totusenog", 2000), ("totusen", 2000), ("nitten", 1900), ("tjue", 2000)):
        rest = low.removeprefix(begins)
        if rest != low and (rest in CARDINALS or not rest) and (rest or begins == "totusen"):
            return century + CARDINALS.get(rest, 0)
    return _full_year(CARDINALS[low]) if CARDINALS.get(low, 0) > 30 else 0


#: Tens as they are said: «noen og femti».
_TENS = {
    20: "tjue", 30: "tretti", 40: "førti", 50: "femti", 60: "seksti", 70: "sytti", 80: "åtti", 90: "nitti",
}  # fmt: skip

#: Up to which age one is of a group, and what the group is called in both languages.
_YOUNG = (
    (5, "i førskolealder", "i førskulealder"),
    (12, "i barneskolealder", "i barneskulealder"),
    (15, "i ungdomsskolealder", "i ungdomsskulealder"),
    (19, "i slutten av tenårene", "i slutten av tenåra"),
)
_COUNTED = set_of(
    "på passert passerte fylte fyller fylt ble blir blei vart blitt over under rundt av nærmere"
)
_OLD = set_of("gammel gammal gamle gamal gammelt gamalt")


def age(surface: str, around: Around, rung: Rung, *, reason: str = "") -> str:
    """An age as its decade, a child's as its stage of school, a length of service as a band of five years.

    >>> age("57 år", Around("hun er ", ""), Rung("work", "nb"))
    'i 50-årene'
    """
    low = surface.casefold()
    year = year_of(low) if reason == "born" or "modell" in low or re.search(r"(?:19|20)\d{2}", low) else 0
    number = _number(low)
    if not year and number and number > 1900:
        year = number
    if year or "modell" in low:
        year = year or _full_year(number or 0)
        return _born(low, year, around, rung)
    if number is None:
        return rung.say("en alder", "ein alder")
    length = re.search(r"\bår(?:a|ene)?$", low)
    if reason == "service" or (length and reason != "age" and around.last in ("i", "etter", "siste")):
        return _service(number, rung) + (length[0][2:] if length else "")
    if "åring" in low:
        return inflected(f"person {_age(number, rung)}", seen(low).form, rung.language)
    if around.next in _OLD and number > 19:
        several = rung.say("noen og", "nokre og")
        return f"{several} {_TENS.get(number // 10 * 10, 'hundre')}" + (" år" if "år" in low else "")
    if around.last in _COUNTED and number > 19 and rung.profile == "work":
        return f"{rung.say('noen og', 'nokre og')} {_TENS.get(number // 10 * 10, 'hundre')}"
    return _age(number, rung)


def _age(number: int, rung: Rung) -> str:
    if number < 20:
        if rung.profile == "publish":
            return rung.say("under 20 år", "under 20 år")
        return next(rung.say(nb, nn) for most, nb, nn in _YOUNG if number <= most)
    if rung.profile == "publish":
        return next(
            said
            for most, said in ((39, "mellom 20 og 40 år"), (59, "mellom 40 og 60 år"), (999, "over 60 år"))
            if number <= most
        )
    return f"i {_decade(number, rung)}"


def _born(low: str, year: int, around: Around, rung: Rung) -> str:
    decade = _decade(year, rung)
    if rung.profile == "publish":
        decade = (
            rung.say("forrige århundre", "førre hundreåret") if year < 2000 else f"{year // 100}00-tallet"
        )
    if around.last in _PREPOSITIONS:
        return decade
    return rung.say(f"født i {decade}", f"fødd i {decade}")


def _service(years: int, rung: Rung) -> str:
    """A length of service: bands of five years; for publishing only whether it is long."""
    if rung.profile == "publish":
        if years < 10:
            return rung.say("under ti år", "under ti år")
        return "over tjue år" if years >= 20 else "over ti år"
    if years < 5:
        return rung.say("noen få år", "nokre få år")
    return f"{years // 5 * 5}–{years // 5 * 5 + 5} år"


def _number(low: str) -> int | None:
    """The number that is said first, in figures or in words, also inside a word (`åttiåttemodell`)."""
    reading = Reading(low)
    for index in range(len(reading.words)):
        said = number_at(reading, index)
        if said is not None:
            return said.value
    figures = re.search(r"\d+", low)
    if figures:
        return int(figures[0][:4])
    for word in re.findall(r"[^\W\d_]+", low):
        for length in range(len(word), 1, -1):
            if word[:length] in CARDINALS:
                return CARDINALS[word[:length]]
    return None


# ---------------------------------------------------------------------- special categories

#: What a fact is called, and what one is who is said to be so (`hun er`), in both languages.
_SPECIAL = {
    "health": (
        ("en helseopplysning", "ei helseopplysning"),
        ("i en helsesituasjon", "i ein helsesituasjon"),
    ),
    "union": (
        ("et medlemskap", "ein medlemskap"),
        ("tilknyttet en fagorganisasjon", "knytt til ein fagorganisasjon"),
    ),
    "party": (
        ("en politisk tilknytning", "ei politisk tilknyting"),
        ("tilknyttet et parti", "knytt til eit parti"),
    ),
    "belief": (
        ("en livssynsopplysning", "ei livssynsopplysning"),
        ("tilhenger av et livssyn", "tilhengar av eit livssyn"),
    ),
    "ethnicity": (
        ("en etnisk bakgrunn", "ein etnisk bakgrunn"),
        ("av en annen bakgrunn", "av ein annan bakgrunn"),
    ),
    "orientation": (
        ("en personlig opplysning", "ei personleg opplysning"),
        ("del av en minoritet", "del av ein minoritet"),
    ),
}
_ANY_SPECIAL = (("en personlig opplysning", "ei personleg opplysning"),) * 2
_SPOKEN = set_of("snakker snakkar snakke snakka bare berre skriver skriv leser les på")
_IS = set_of("er e var va være vere vært vore blir ble blei vart bli blitt også òg jo nå no")
_DOES = re.compile(r"(?:sitter|sit|satt|sat|er|var|med)\b")


def special(surface: str, around: Around, rung: Rung, *, reason: str = "") -> str:
    """What kind of fact it is that GDPR art. 9 protects: by the search's reason, else by the lists.

    >>> special("muslim", Around("hun er ", ""), Rung("work", "nb"))
    'tilhenger av et livssyn'
    """
    groups = gazetteer().special
    low = surface.casefold()
    if low in countries():
        return rung.say("et annet land", "eit anna land")
    if reason not in _SPECIAL:
        terms = [term for term in groups if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", low)]
        reason = groups[max(terms, key=lambda term: (len(term), term))] if terms else ""
    if reason == "ethnicity" and around.last in _SPOKEN:
        return rung.say("et annet språk", "eit anna språk")
    noun, predicate = _SPECIAL.get(reason, _ANY_SPECIAL)
    if _DOES.match(low):
        verb = "" if low.startswith("med ") else "er "
        return verb + rung.say(*predicate)
    return rung.say(*(predicate if around.last in _IS else noun))
