"""Letters as they are meant: what hides, looks foreign or is spelt in several ways, folded away."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.anonymise.gazetteer import fold

#: Characters that nobody sees: soft hyphens, zero-width ones, marks of direction, byte order marks.
_UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufe00-\ufe0f\ufeff"
)

HIDDEN = re.compile(f"[{_UNSEEN}]")

#: Letters, or digits, with the marks and hidden characters that belong to them.
_WORD = re.compile(rf"[^\W\d_](?:[{_UNSEEN}\u0300-\u036f]*[^\W\d_])*[\u0300-\u036f]*|\d(?:[{_UNSEEN}]*\d)*")

_BETWEEN = re.compile(rf"[\s{_UNSEEN}\-‐-―_./,!?'’´`·:;@&+()\[\]\"«»“”]{{0,4}}")

#: Letters of other alphabets, and without a decomposition, that look like ours (Unicode confusables).
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕԁһӏкмтвнΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανικρυАВЕКМНОРСТХІЈЅđðłŋŧıäöÄÖ",
    "aeopcyxijsdhlkmtvnabezhikmnoptyxoavikpyabekmhopctxijsddlntiæøæø",
)


def words_of(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text as (start, end, as written): runs of letters, or of digits."""
    return ((*found.span(), found[0]) for found in _WORD.finditer(text))


def between_words(gap: str) -> bool:
    """Whether this can stand between the words, or the torn parts, of a name."""
    return _BETWEEN.fullmatch(gap) is not None


def plain(word: str) -> str:
    """A word in small letters, only those that we write with, nothing hidden.

    >>> plain("BE\u00adRÍT"), plain("A\u030ase")
    ('berit', 'åse')
    """
    if word.isascii():
        return word.lower()
    seen = unicodedata.normalize("NFC", HIDDEN.sub("", word)).translate(_LOOKS_LIKE).casefold()
    return "".join(c if c in "æøå" else _bare(c) for c in seen)


def _bare(character: str) -> str:
    low = unicodedata.normalize("NFKD", character).casefold()
    if "\u030a" in low and low[0] == "a":
        return "å"
    return "".join(c for c in low if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def sounds(letters: str) -> str:
    """Letters by their sound: the classes of `gazetteer.fold`, and letters that are silent. Digits stay.

    >>> sounds("hjørdis") == sounds("jørdis"), sounds("dahl") == sounds("dal")
    (True, True)
    """
    return "".join(run if run.isdecimal() else _sound(run) for run in _RUNS.split(letters))


_RUNS = re.compile(r"(\d+)")


def _sound(letters: str) -> str:
    # å before the rest: in `gående` the a and the e beside each other are no æ
    low = fold(letters.replace("å", "a").replace("aa", "a"))
    for spelt, said in _SILENT:
        low = spelt.sub(said, low)
    return low


_SILENT = (
    (re.compile(r"(?<=.)h(?=[^aeiou]|$)"), ""),
    (re.compile(r"(?<=[ln])h"), ""),
    (re.compile(r"^hv"), "v"),
    (re.compile(r"nd"), "n"),
    (re.compile(r"(?<=ei)g\b"), ""),
    (re.compile(r"(?<=.{5})e$"), ""),
)


def endings(letters: str) -> tuple[str, ...]:
    """The endings that this may have: genitive, definite forms, families, those who live there."""
    return tuple(end for end in _ENDINGS if letters.endswith(end) and len(letters) - len(end) > 1)


_ENDINGS = (
    "s", "en", "et", "a", "n", "t", "er", "r", "ens", "ets", "ene", "ane", "enes", "erne", "ar", "arane",
    "ing", "ingen", "inger", "ingar", "ingene", "ensere", "enser", "ere", "aren", "eren",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A text without what is hidden in it."""

    text: str = field(repr=False)
    removed: tuple[int, ...] = ()

    def back(self, place: int) -> int:
        """Where the character at this place stands in the text with everything in it."""
        return place + bisect_right(self.removed, place)


def without_hidden(text: str) -> Seen:
    """A text without what is hidden in it, and the way back."""
    if HIDDEN.search(text) is None:
        return Seen(text)
    removed = []
    for count, found in enumerate(HIDDEN.finditer(text)):
        removed.append(found.start() - count)
    return Seen(HIDDEN.sub("", text), tuple(removed))
