"""What two mentions of the same share: names without case and genitive, titles without inflection, digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.anonymise import around
from pipeline.anonymise import evidence as ev
from pipeline.anonymise.gazetteer import fold as folded
from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.memory import distance
from pipeline.anonymise.titles import title_of
from pipeline.artefacts.finding import IdentifierType as T

#: Types that mean the same in another interview only by chance.
LOCAL = frozenset({T.DATE, T.AGE, T.SPECIAL})

#: Types that are known by their digits.
NUMBERS = frozenset({T.PHONE, T.NATIONAL_ID, T.ID})

_INITIALS = re.compile(r"[A-ZÆØÅ](?:\.?[ -]?[A-ZÆØÅ]){0,2}\.?")
_ADDRESSED = frozenset({"fru", "herr", "frøken", "frk", "doktor", "dr", "han", "hun", "ho"})
_AREA = frozenset({"bydel", "bydelen", "kommune", "kommunen", "fylke", "fylket", "by"})


@dataclass(frozen=True)
class Name:
    """A person's name: its words in lower case, the genitive taken away. One of one word is a short form."""

    words: tuple[str, ...] = field(repr=False)
    initials: bool = False

    @property
    def full(self) -> bool:
        """Whether there are two words or more, none of them a letter."""
        return len(self.words) > 1 and all(len(word) > 1 for word in self.words)

    @property
    def fullness(self) -> tuple[bool, int, int]:
        """What makes one form of a name fuller than another: words, then letters."""
        return self.full, len(self.words), sum(map(len, self.words))

    @property
    def letters(self) -> str:
        """The initials of the words."""
        return "".join(word[0] for word in self.words)


#: Folding is asked for the same names again and again.
fold = lru_cache(maxsize=1 << 16)(folded)


def listed(word: str) -> bool:
    """Whether the lists have it as a name of persons, as it is."""
    lists = gazetteer()
    return word in lists.first_names or word in lists.surnames


def _split(words: str) -> list[str]:
    low = unicodedata.normalize("NFC", words).casefold().replace("\u00ad", "").replace("\u200b", "")
    found = [re.sub(r"^[^\w]+|[^\w'’]+$", "", word) for word in low.split()]
    found = [word for word in found if word]
    while len(found) > 1 and found[0] in _ADDRESSED:
        found = found[1:]
    return found


class Genitives:
    """Tells `Haugens` (of Haugen) from `Andreas`: by what is said elsewhere without it, and by the lists."""

    def __init__(self, names: Iterable[str]) -> None:
        self.met = {
            word
            for name in names
            for words in [_split(name)]
            for index, word in enumerate(words)
            if index + 1 < len(words) or not word.endswith("s")
        }
        self._names: dict[str, Name] = {}

    def without(self, word: str) -> str:
        """A word without the genitive, where it is one."""
        bare = word.rstrip("'’")
        if bare != word:
            return bare
        if word[-2:] in ("'s", "’s"):
            return word[:-2]
        base = word[:-1]
        if not word.endswith("s") or len(base) < 2:
            return word
        return word if listed(word) or not (base in self.met or listed(base)) else base

    def unsure(self, word: str) -> bool:
        """Whether the word may be a name of its own or the genitive of another that was met."""
        return word.endswith("s") and listed(word) and word[:-1] in self.met

    def name(self, words: str) -> Name:
        """The name of a person."""
        if words not in self._names:
            self._names[words] = self._read(words)
        return self._names[words]

    def _read(self, words: str) -> Name:
        if _INITIALS.fullmatch(words.strip()) and sum(c.isalpha() for c in words) <= 3:
            return Name(tuple(c for c in words.casefold() if c.isalpha()), initials=True)
        found = _split(words)
        if not found:
            return Name((words.casefold(),))
        return Name((*found[:-1], self.without(found[-1])))


# ---------------------------------------------------------------------- persons


def is_part(short: Name, long: Name) -> bool:
    """Whether a name is a shorter form of another: a word of it, its first and others in order, its end."""
    if len(short.words) >= len(long.words):
        return False
    if len(short.words) == 1:
        return short.words[0] in long.words
    rest = iter(long.words)
    in_order = all(word in rest for word in short.words)
    return (in_order and short.words[0] == long.words[0]) or long.words[-len(short.words) :] == short.words


def same_sound(left: Name, right: Name) -> bool:
    """Whether two names are spelt in two ways that sound alike, one of which is no name in the lists."""
    if len(left.words) != len(right.words) or left == right:
        return False
    pairs = zip(left.words, right.words, strict=True)
    return all(a == b or (fold(a) == fold(b) and not (listed(a) and listed(b))) for a, b in pairs)


def run_together(left: Name, right: Name) -> bool:
    """Whether two names are the same words, written apart in one of them: `bratt li`, Eva Brattli."""
    whole, other = fold("".join(left.words)), fold("".join(right.words))
    if left == right or min(len(whole), len(other)) < 5 or not (whole in other or other in whole):
        return False
    return whole in _runs(right, len(left.words)) or other in _runs(left, len(right.words))


@lru_cache(maxsize=1 << 14)
def _runs(name: Name, but: int) -> frozenset[str]:
    """The words of a name that follow each other, written together; not so many as this."""
    count = len(name.words)
    return frozenset(
        fold("".join(name.words[i:j])) for i in range(count) for j in range(i + 1, count + 1) if j - i != but
    )


def near(left: Name, right: Name) -> bool:
    """Whether two names of as many words differ by a letter in one word, two where it is long."""
    if len(left.words) != len(right.words) or left == right:
        return False
    pairs = [(a, b) for a, b in zip(left.words, right.words, strict=True) if a != b]
    return len(pairs) == 1 and near_words(*pairs[0])


def near_words(left: str, right: str) -> bool:
    """Whether two words of four letters or more are a letter apart, two where both are long."""
    a, b = fold(left), fold(right)
    if min(len(a), len(b)) < 3 or min(len(left), len(right)) < 4:
        return False
    allowed = 2 if min(len(a), len(b)) >= 7 else 1
    return distance(a, b, allowed) <= allowed


def nickname(short: str, name: str) -> bool:
    """Whether a word may be short for a first name: its beginning, or its end (`Bea`, `Lise`)."""
    longer = 3 <= len(short) < len(name) and (name.startswith(short) or name.endswith(short))
    return longer or (4 <= len(name) < len(short) and short.startswith(name) and not listed(short))


# ---------------------------------------------------------------------- everything else


@lru_cache(maxsize=1 << 16)
def key_of(kind: T, words: str) -> str:
    """What mentions of the same have in common, for all types but persons."""
    low = " ".join(_split(words))
    if kind is T.EMAIL:
        return low
    if kind in NUMBERS:
        digits = "".join(c for c in low if c.isdecimal())
        return digits.removeprefix("47") if len(digits) == 10 and kind is T.PHONE else digits or low
    if kind is T.TITLE:
        return _title_key(low)
    if kind in LOCAL:
        return low
    parts = low.split()
    if kind in (T.PLACE, T.DISTRICT):
        parts = [word for word in parts if word not in _AREA] or parts
    parts = parts or [words.casefold()]
    parts[-1] = ev.key_of(parts[-1])
    if kind is T.ORG and len(parts) > 1:
        parts[-1] = re.sub(r"(?:ene|ane|en|et|er|a|e)$", "", parts[-1]) or parts[-1]
    return " ".join(fold(part) or part for part in parts)


def _title_key(low: str) -> str:
    """A title with its head as it stands in a list: `kommunal sjefen` and `kommunalsjefens` are one."""
    parts = low.split() or [low]
    if len(parts) == 2 and title_of(parts[1]) is not None:
        together = title_of("".join(parts))
        if together is not None:
            return together.lemma
    for index, part in enumerate(parts):
        title = title_of(part)
        if title is not None:
            return " ".join((*parts[:index], title.lemma, *parts[index + 1 :]))
    return low


def is_head_word(word: str) -> bool:
    """Whether a word alone says nothing of which organisation: a kind, or a small word."""
    from pipeline.anonymise.heads import is_head

    return is_head(word) or word in around.NEVER or gazetteer().is_ordinary(word)
