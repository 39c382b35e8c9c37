"""The words of a text with what recognisers ask about them: case, sentence starts, turn borders.

A text is one turn or a whole interview, its turns joined by line ends. Places are code points of it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.anonymise.vocabulary import set_of

#: What stands between the turns of an interview in one text; as long as the blank between two Docs.
BORDER = "\n"

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

#: A name that is the first part of a compound: `Heimdal-nettverket`, but not `PPT-leder` or `Anne-Grete`.
_COMPOUND = re.compile(r"([A-ZÆØÅ][^\W\d_]*[a-zæøå])-([a-zæøå][^\W_]+)")
_ENDS_SENTENCE = frozenset('.!?…:)(\n«"“”[–—')

_OPENS, _CLOSES = frozenset("«\"“'‘"), frozenset("»\"”'’")

#: Words that people say while they think, and that stand between parts of what they say.
FILLERS = set_of(
    "eh øh ehm hm mm ja jo nei altså liksom sant vent og så da det er asså æh okei ok du veit vet"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word `[start, end)`. `low` is its case-folded form; `first` says that it begins a sentence."""

    start: int
    end: int
    text: str = field(repr=False)
    low: str = field(repr=False)
    first: bool
    turn: int

    @property
    def capital(self) -> bool:
        """Whether its first letter is a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True)
class Reading:
    """A text and its words."""

    text: str = field(repr=False)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(self._read())

    def _read(self) -> Iterator[Word]:
        turn, border, counted = 0, self.text.find(BORDER), 0
        for found in _WORD.finditer(self.text):
            start, end = found.span()
            while -1 < border < start:
                turn, counted = turn + 1, border + 1
                border = self.text.find(BORDER, counted)
            before = self.text[max(0, start - 3) : start].rstrip(" ")
            first = start == counted or not before or before[-1] in _ENDS_SENTENCE
            if first and before[-1:] in _OPENS and self.text[end : end + 1] in _CLOSES:
                first = False  # one word in quotation marks is a name, no sentence
            cut = _COMPOUND.fullmatch(found[0])
            if cut:
                yield Word(start, start + cut.end(1), cut[1], cut[1].casefold(), first, turn)
                start, first = start + cut.start(2), False
            yield Word(start, end, self.text[start:end], self.text[start:end].casefold(), first, turn)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the words begin."""
        return tuple(word.start for word in self.words)

    @cached_property
    def cased(self) -> bool:
        """Whether capitals say anything here: raw machine transcripts are often all in lower case.

        A text all in capitals says as little as one without any.
        """
        letters = [word for word in self.words if not word.first and len(word.text) > 1]
        capitals = sum(word.capital for word in letters)
        if capitals > 0.5 * len(letters) and len(letters) > 2:
            return False
        starts = [word for word in self.words if word.first]
        return capitals > 0 or sum(word.capital for word in starts) > 0.5 * len(starts)

    @cached_property
    def punctuated(self) -> bool:
        """Whether sentences end with signs: at least one for every fifty words."""
        signs = sum(self.text.count(sign) for sign in ".!?")
        return 50 * signs >= len(self.words)

    def index(self, place: int) -> int:
        """The index of the first word that begins at or after this place."""
        return bisect.bisect_left(self.starts, place)

    def near(self, start: int, end: int, before: int, after: int) -> tuple[str, ...]:
        """The case-folded words around a span: so many before it and after it, in the same or other turns."""
        first, last = self.index(start), self.index(end)
        around = (*self.words[max(0, first - before) : first], *self.words[last : last + after])
        return tuple(word.low for word in around)

    def gap(self, left: int, right: int) -> str:
        """What stands between two words, given by their indices."""
        return self.text[self.words[left].end : self.words[right].start]

    def adjacent(self, left: int) -> bool:
        """Whether only a blank stands between this word and the next one, in the same turn."""
        return (
            0 <= left < len(self.words) - 1
            and self.gap(left, left + 1) == " "
            and self.words[left].turn == self.words[left + 1].turn
        )
