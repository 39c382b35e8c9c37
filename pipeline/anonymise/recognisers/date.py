"""Dates: a day and a month in figures or words, and years that pin an event on somebody.

Public holidays (17 May) and months without a day are left. A year alone counts when the words around it say
that something happened to a person then: born, finished, began, moved.
"""

import re
from collections.abc import Iterator

from pipeline.anonymise.numbers import CARDINALS, ORDINALS
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.reading import Reading
from pipeline.anonymise.recognisers.base import Recogniser
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.finding import IdentifierType

MONTHS = set_of(
    "januar februar mars april mai juni juli august september oktober november desember jan feb mar apr "
    "jun jul aug sep sept okt nov des"
)
_WEEKDAYS = set_of("mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag")
_HOLIDAYS = frozenset({(17, "mai"), (1, "mai"), (24, "desember"), (8, "mars")})

_NUMERIC = re.compile(
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\.? ?(?:(?:19|20)\d{2}|\d{2})?(?![\d/]|\.\d)"
    r"|(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?:[-/ ](?:(?:19|20)\d{2}|\d{2}))?(?![\d/])"
    r"|(?<![\d./-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
)
_EVE = re.compile(
    r"\b(?:(?:lille|vesle|litle) jul(?:e)?(?:aften|aftan|afta|kveld|kvelden)"
    r"|(?:første|fyrste|andre|tredje|[123]\.) (?:jule|påske|pinse)dag"
    r"|(?:jul|påske|pinse|nyttårs|sankthans)aft(?:en|an|a)|skjærtorsdag|skjertorsdag|langfredag)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(r"\b(?:alltid|alltids|pleier|pleide|pla|plar|hver|hvert|kvar|kvart|da|då|den|er|e)\b")
_FRACTION = re.compile(r"\s*(?:stilling|del\b|deler|årsverk|time|prosent|av\b|kilo|liter|brett|seksjon)")
_YEAR = re.compile(r"(?<![\d.,/:-])(?:19[3-9]\d|20[0-4]\d)(?![\d/]|[.,:]\d|-\d|-tallet|-åra)")
_SHORT_YEAR = re.compile(
    r"(?<=\bi )['’]?[4-9]\d\b(?! ?(?:år|prosent|%|timer|kroner|minutt|dager|av\b|stykk))"
)

_NEXT = set_of("neste i fjor no nå kl klokka")
_SINCE = set_of("i siden sidan fra frå til før etter kring rundt")

#: Words for what happens to a person in a year.
_EVENTS = set_of(
    "født fødd ferdig utdanna utdannet begynte byrja starta startet kom kjem flytta flyttet siden sidan "
    "gift gifta giftet skilt eksamen uteksaminert ansatt tilsatt slutta sluttet døde valgt vald jobba "
    "jobbet overtok tok fikk fekk ble vart vore vært vorri kull kullet årgang avgangskullet konfirmert "
    "konfirmerte pensjonert gikk gjekk sjuk syk opererte operert rammet ulykka ulykken skuta forliste "
    "vant mista mistet diplom fagbrev sertifikat kjøpte kjøpt solgte selde bygde bygd bygget åpna åpnet opna "
    "stifta stiftet skiftet skifta overtatt hatt"
)


class DateRecogniser(Recogniser):
    """Dates."""

    type = IdentifierType.DATE
    key = "date"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        yield from _days(page)
        for found in _NUMERIC.finditer(page.text):
            text = found[0]
            if _FRACTION.match(page.text, found.end()) or re.fullmatch(r"\d+\. ?\d+", text):
                continue
            yield Hit(found.start(), found.end(), 0.6 if len(text) < 5 else 0.9, "date")
        yield from _in_ordinals(page)
        yield from _eves(page)
        yield from _years(page)


def _in_ordinals(page: Page) -> Iterator[Hit]:
    """`ellevte i sjette`: the day and the month, as they are read aloud, unless what is counted follows."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words[1:-1], 1):
        if word.low != "i" or not (reading.adjacent(index - 1) and reading.adjacent(index)):
            continue
        day, month = ORDINALS.get(words[index - 1].low, 0), ORDINALS.get(words[index + 1].low, 0)
        if not day or not 0 < month < 13:
            continue
        last, _ = _year_after(reading, index + 1)
        if last > index + 1 or not _counts(page, index + 1) or words[index + 2].low in _NEXT:
            yield Hit(words[index - 1].start, words[last].end, 0.7, "date")


def _eves(page: Page) -> Iterator[Hit]:
    """A day of Christmas, Easter or midsummer of one year: with the year, or as when something happened.

    `Langfredag, borte i bakken.`, a sentence that says only where and when, is a date; what is done on
    that day each year is none.
    """
    for found in _EVE.finditer(page.text):
        index = page.reading.index(found.start())
        end, year = _year_after(page.reading, page.reading.index(found.end()) - 1)
        rest = re.split(r"[.!?\n]", page.text[found.end() :], maxsplit=1)[0].casefold()
        alone = page.reading.words[index].first and page.text[found.end() : found.end() + 1] == ","
        if year or (alone and not _HABIT.search(rest)):
            yield Hit(found.start(), page.reading.words[end].end, 0.7, "date")


def _days(page: Page) -> Iterator[Hit]:
    """A day and a month that stand together, with the weekday before and the year after."""
    words, reading = page.reading.words, page.reading
    for index, word in enumerate(words):
        short = len(word.low) < 4 and word.low != "mai" and page.text[word.end : word.end + 1] != "."
        if word.low not in MONTHS or index == 0 or short:
            continue
        first = index - 1
        if words[first].low == "i" and first and _day(words[first - 1].low):
            first -= 1
        day = _day(words[first].low)
        gaps = {reading.gap(at, at + 1).strip(" ") for at in range(first, index)}
        if not day or words[first].turn != word.turn or not gaps <= {"", "."}:
            continue
        last, year = _year_after(reading, index)
        if (day, word.low) in _HOLIDAYS and not year:
            continue
        if first and words[first - 1].low == "den" and words[first - 1].turn == word.turn:
            first -= 1
        before = first - 1 - (first > 1 and words[first - 1].low == "den")
        if before >= 0 and words[before].low in _WEEKDAYS and words[before].turn == word.turn:
            first = before
        yield Hit(words[first].start, words[last].end, 0.95, "date")


def _day(low: str) -> int:
    """The day of a month, 0 for other words."""
    if low.isdecimal():
        return int(low) if 0 < int(low) < 32 else 0
    return ORDINALS.get(low, 0)


def _year_after(reading: Reading, index: int) -> tuple[int, bool]:
    """The last word of a date, its year included where one follows."""
    words = reading.words
    following = index + 1
    if following >= len(words) or words[following].turn != words[index].turn:
        return index, False
    if reading.gap(index, following).strip(" .,'’") or "," in reading.gap(index, following):
        return index, False
    low = words[following].low
    if re.fullmatch(r"(?:19|20)\d{2}|['’]?\d{2}", low):
        return following, True
    spoken = spoken_year(reading, following)
    if spoken:
        return spoken - 1, True
    return (following, True) if CARDINALS.get(low, 0) > 12 else (index, False)


def spoken_year(reading: Reading, index: int) -> int:
    """One past the last word of a year in words (`nittenåttifem`, `tjue sytten`, `to tusen og ni`), or 0."""
    words = reading.words
    low = words[index].low
    for century in ("nitten", "tjue"):
        rest = low.removeprefix(century)
        if low != rest and ((rest in CARDINALS and CARDINALS[rest] > 9) or rest in ("hundre",)):
            return index + 1
    if low in ("nitten", "tjue") and reading.adjacent(index):
        rest = words[index + 1].low
        if CARDINALS.get(rest, 0) > (9 if low == "tjue" else 19):
            return index + 2
    if low == "totusen" or (low == "to" and reading.adjacent(index) and words[index + 1].low == "tusen"):
        last = index + (2 if low == "to" else 1)
        if (
            last < len(words)
            and words[last].low == "og"
            and words[min(last + 1, len(words) - 1)].low in CARDINALS
        ):
            return last + 2
        return last
    if low.startswith("totusenog") and low[9:] in CARDINALS:
        return index + 1
    return 0


def _years(page: Page) -> Iterator[Hit]:
    reading = page.reading
    for pattern, plain in ((_YEAR, 0.35), (_SHORT_YEAR, 0.0)):
        for found in pattern.finditer(page.text):
            score = 0.8 if _eventful(page, found.start(), found.end()) else plain
            before = reading.near(found.start(), found.start(), 1, 0)
            if score and (score > plain or (before[:1] and before[0] in _SINCE)):
                yield Hit(found.start(), found.end(), score, "year")
    for index, word in enumerate(reading.words[:-1]):
        if word.low not in _SINCE or not reading.adjacent(index):
            continue
        last = spoken_year(reading, index + 1)
        following = reading.words[index + 1]
        spelt = CARDINALS.get(following.low, 0)
        two_digits = (spelt > 39 or (spelt > 20 and spelt % 10)) and not _counts(page, index + 1)
        last = last or (index + 2 if two_digits else 0)
        if last and _eventful(page, following.start, reading.words[last - 1].end):
            yield Hit(following.start, reading.words[last - 1].end, 0.7, "year")


def _counts(page: Page, index: int) -> bool:
    """Whether a number counts what comes after it: a word follows that goes with numbers."""
    reading = page.reading
    if not reading.adjacent(index):
        return False
    return reading.words[index + 1].low not in (
        "og",
        "så",
        "da",
        "men",
        "på",
        "i",
        "ved",
        "med",
        "som",
        "den",
        "til",
    )


def _eventful(page: Page, start: int, end: int) -> bool:
    around = page.reading.near(start, end, 9, 4)
    sentence_start = max(page.text.rfind(sign, 0, start) for sign in ".!?\n")
    index, first = page.reading.index(start), page.reading.index(max(0, sentence_start))
    here = tuple(word.low for word in page.reading.words[max(first, index - 12) : index])
    return not _EVENTS.isdisjoint(here) or not _EVENTS.isdisjoint(around[-4:])
