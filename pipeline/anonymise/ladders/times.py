"""Dates, ages and lengths of service: seasons, decades and bands, as they are said in a sentence."""

from __future__ import annotations

import re

from pipeline.anonymise.forms import inflected, seen
from pipeline.anonymise.ladders.rung import PREPOSITIONS, Around, Rung
from pipeline.anonymise.numbers import CARDINALS, ORDINALS, number_at
from pipeline.anonymise.reading import Reading
from pipeline.anonymise.vocabulary import set_of

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
    governed = around.last in PREPOSITIONS
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
        if around.last == "den":
            return f"{day} i {year}"
        return f"{'løpet av ' if around.last == 'i' else ''}{season}en {year}"
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
    if low.endswith(("årig", "årige")):
        return _aged(number, low.endswith("e"), rung)
    if number > 19 and rung.profile == "work":
        if around.next in _OLD:
            return _some_and(number, rung) + (" år" if "år" in low else "")
        if around.last in _COUNTED:
            return _some_and(number, rung)
    return _age(number, rung)


def _some_and(number: int, rung: Rung) -> str:
    """«noen og femti», where the sentence needs a number."""
    return f"{rung.say('noen og', 'nokre og')} {_TENS.get(number // 10 * 10, 'hundre')}"


def _aged(number: int, several: bool, rung: Rung) -> str:
    """What stands for an adjective: `57-årig`."""
    if number < 20:
        return "unge" if several else "ung"
    if rung.profile == "publish":
        return rung.say("voksne", "vaksne") if several else rung.say("voksen", "vaksen")
    return f"{_some_and(number, rung)} år {'gamle' if several else rung.say('gammel', 'gammal')}"


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
    if around.last in PREPOSITIONS:
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
