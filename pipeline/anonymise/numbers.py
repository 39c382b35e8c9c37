"""Numbers as Norwegians say them, in figures and in words, with their places in the text.

Bokmål, Nynorsk and dialect forms (`femtitri`, `søttan`), the old counting (`toogtyve`, `tre å førr`) and
words that a speech recogniser has split (`tjue fem`). A spoken number gives the digits in the order in which
they were said: «nittito trettifem» is 9235, as telephone numbers and fødselsnummer are read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.anonymise.reading import FILLERS, Reading
from pipeline.anonymise.vocabulary import set_of


def _said_as(forms: dict[int, str]) -> dict[str, int]:
    """Each form of a number with its value."""
    return {form: value for value, said in forms.items() for form in said.split()}


_UNITS = _said_as(
    {
        0: "null", 1: "en ein ei ett eitt én éin éi", 2: "to två tvo tvau", 3: "tre tri trei",
        4: "fire fira firi", 5: "fem fæm femm", 6: "seks sæks sjeks", 7: "sju syv sjau", 8: "åtte åtta",
        9: "ni",
    }
)  # fmt: skip
_TEENS = {
    **_said_as({10: "ti", 11: "elleve ellev ellve ølløv ølleve", 12: "tolv tålv"}),
    **{
        stem + ending: value
        for stem, value in _said_as(
            {
                13: "trett trætt", 14: "fjort fjørt", 15: "femt fæmt", 16: "sekst sækst sjekst",
                17: "sytt søtt", 18: "att ått", 19: "nitt",
            }
        ).items()
        for ending in ("en", "an", "enn", "n")
    },
}  # fmt: skip
_TENS = _said_as(
    {
        20: "tjue tyve tjuge tjugu tjugo tju tjug", 30: "tretti trætti tredve trædve tredev trædev",
        40: "førti førr førrti føtti førri fyrti fjørti", 50: "femti fæmti", 60: "seksti sæksti sjeksti",
        70: "sytti søtti", 80: "åtti otti", 90: "nitti",
    }
)  # fmt: skip

#: What joins one and twenty in the old counting, as it is written and as it is heard.
_AND = ("og", "å")

#: Words for whole numbers below a hundred.
CARDINALS: dict[str, int] = {
    **_UNITS,
    **_TEENS,
    **_TENS,
    **{ten + unit: a + b for ten, a in _TENS.items() for unit, b in _UNITS.items() if b},
    **{f"{b}{joint}{a}": x + y for a, x in _TENS.items() for b, y in _UNITS.items() if y for joint in _AND},
}

_FIRST = {
    "første": 1, "fyrste": 1, "andre": 2, "annen": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6,
    "sjuende": 7, "syvende": 7, "sjuande": 7, "åttende": 8, "åttande": 8, "niende": 9, "niande": 9,
}  # fmt: skip

#: Words for the days of a month, first to thirty-first.
ORDINALS: dict[str, int] = {
    **_FIRST,
    "tiende": 10, "tiande": 10, "ellevte": 11, "tolvte": 12, "trettende": 13, "trettande": 13,
    "fjortende": 14, "fjortande": 14, "femtende": 15, "femtande": 15, "sekstende": 16, "sekstande": 16,
    "syttende": 17, "syttande": 17, "attende": 18, "attande": 18, "nittende": 19, "nittande": 19,
    "tjuende": 20, "tjuande": 20, "tyvende": 20, "trettiende": 30, "trettiande": 30, "tredevte": 30,
    **{f"tjue{word}": 20 + value for word, value in _FIRST.items()},
    **{f"{unit}ogtyvende": 20 + value for unit, value in _UNITS.items() if value},
    "trettiførste": 31, "trettifyrste": 31, "enogtredevte": 31,
}  # fmt: skip

#: Words that people say for the signs in a number.
SIGNS = set_of("skråstrek strek bindestrek minus punktum pluss")

#: So many words that are no number may stand inside a number that is read aloud.
PATIENCE = 6


@dataclass(frozen=True)
class Said:
    """A number `[first, last)` of a reading's words; `digits` as figures, `value` their sum as a number."""

    first: int
    last: int
    value: int
    digits: str = field(repr=False)
    figures: bool


def number_at(reading: Reading, index: int) -> Said | None:
    """The number that begins at this word: figures, or words up to 9999 («to tusen og fire», «ni hundre»)."""
    words = reading.words
    low = words[index].low
    if low.isdecimal():
        return Said(index, index + 1, int(low), low, True)
    if low not in CARDINALS and low not in ("hundre", "tusen"):
        whole = _in_one_word(low) if "hundre" in low or "tusen" in low else 0
        return Said(index, index + 1, whole, str(whole), False) if whole else None
    value, last = 1, index  # `hundre` alone is one hundred
    if low in CARDINALS:
        value, last = CARDINALS[low], index + 1
        if low in _TENS and _word(reading, last, index) in _UNITS and _UNITS[words[last].low]:
            value, last = value + _UNITS[words[last].low], last + 1
        elif (
            0 < value < 10
            and _word(reading, last, index) in _AND
            and _word(reading, last + 1, index) in _TENS
        ):
            value, last = value + _TENS[words[last + 1].low], last + 2
    for name, factor in (("tusen", 1000), ("hundre", 100)):
        if (low if last == index else _word(reading, last, index)) == name and value < 100:
            value, last = value * factor, last + 1
            rest = last + (_word(reading, last, index) == "og")
            if rest < len(words) and _word(reading, rest, index):
                more = number_at(reading, rest)
                if more is not None and not more.figures and more.value < factor:
                    value, last = value + more.value, more.last
            break
    digits = "0" if low == "null" else str(value)
    return Said(index, last, value, digits, False)


_ONE_WORD = re.compile(r"(?P<before>\w*?)(?P<name>hundre|tusen)(?:og)?(?P<rest>\w*)")


def _in_one_word(low: str) -> int:
    """The value of hundreds or thousands written in one word, `femtenhundreogførtito`; 0 for other words."""
    found = _ONE_WORD.fullmatch(low)
    if found is None:
        return 0
    many, rest = CARDINALS.get(found["before"] or "en"), found["rest"]
    more = CARDINALS.get(rest or "null")
    if more is None and found["name"] == "tusen" and "hundre" in rest:
        more = _in_one_word(rest) or None
    if not many or more is None:
        return 0
    return many * (100 if found["name"] == "hundre" else 1000) + more


def _word(reading: Reading, index: int, origin: int) -> str:
    """The word at this index, if it follows within the same turn without a sign between."""
    if index >= len(reading.words) or reading.words[index].turn != reading.words[origin].turn:
        return ""
    return reading.words[index].low if reading.gap(index - 1, index).strip() == "" else ""


def runs(reading: Reading, *, across_turns: bool = True) -> Iterator[tuple[Said, ...]]:
    """Numbers that were said one after the other, with fillers, signs and interruptions between them.

    Figures that stand alone begin no run; a run has at least two numbers, one of them in words.
    """
    words = reading.words
    index = 0
    while index < len(words):
        said = number_at(reading, index)
        if said is None or _is_article(reading, index):
            index += 1
            continue
        parts, waited, index = [said], 0, said.last
        while index < len(words) and waited <= PATIENCE:
            if not across_turns and words[index].turn != words[parts[-1].first].turn:
                break
            following = number_at(reading, index)
            if following is not None and (waited or words[index].first) and _is_article(reading, index):
                break
            if following is not None:
                if waited and not _goes_on(reading, parts[-1].last, index):
                    break
                if _full(parts) and words[index].turn != words[parts[-1].first].turn:
                    break
                parts.append(following)
                waited, index = 0, following.last
            else:
                waited, index = waited + 1, index + 1
        index = parts[-1].last
        if len(parts) > 1 and not all(part.figures for part in parts):
            yield tuple(parts)


_ARTICLES = set_of("en ein ei et eit")


def _is_article(reading: Reading, index: int) -> bool:
    """Whether `en` is no number: a noun follows it, or what else is no number and fills no pause."""
    words = reading.words
    if words[index].low not in _ARTICLES or not reading.adjacent(index):
        return False
    return words[index + 1].low not in FILLERS | SIGNS and number_at(reading, index + 1) is None


def says_a_number(text: str) -> bool:
    """Whether there is a number in a text, figures or words."""
    reading = Reading(text)
    return any(
        number_at(reading, index) is not None and not _is_article(reading, index)
        for index in range(len(reading.words))
    )


def _full(parts: list[Said]) -> bool:
    """Whether a telephone number or a fødselsnummer is complete."""
    return sum(len(part.digits) for part in parts) in (8, 11)


def _goes_on(reading: Reading, first: int, last: int) -> bool:
    """Whether what stands between two numbers is a filler, a sign or somebody else's interruption."""
    border = reading.words[first - 1].turn != reading.words[last].turn
    return border or all(word.low in FILLERS | SIGNS for word in reading.words[first:last])
