"""The second look: what is known to be a name is searched for everywhere.

In lower case, in the genitive, inside compounds (`Skognesskolen`), written apart or together (`sol berg`),
and misspelt or misheard (`Bærit`). What only resembles a known name is for a person to check.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.anonymise import around
from pipeline.anonymise import evidence as ev
from pipeline.anonymise.gazetteer import fold, in_dictionary
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.reading import Word
from pipeline.anonymise.titles import title_of
from pipeline.artefacts.finding import IdentifierType as T

#: Types whose names are searched for again.
NAMED = frozenset({T.PERSON, T.DISTRICT, T.PLACE, T.ORG})

#: Names are trusted as a source from this score.
SURE = 0.5

#: A name shorter than this is not looked for inside or near other words.
SHORTEST = 4


@dataclass(frozen=True)
class Known:
    """A name that is known, and of what; `own` is False for what other interviews of the study know."""

    name: str = field(repr=False)
    type: T
    own: bool = True


def search(page: Page, known: Iterable[Known], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[T, Hit]]:
    """Further mentions of known names, outside the spans that are taken already."""
    index = _Index(known)
    if not index.words and not index.wholes:
        return
    covered = bytearray(len(page.text))
    for start, end in taken:
        covered[start:end] = b"\x01" * (end - start)
    free = [word for word in page.reading.words if not any(covered[word.start : word.end])]
    used: set[int] = set()
    for at, word in enumerate(free):
        following = free[at + 1] if at + 1 < len(free) else None
        if word.start in used:
            continue
        if following is not None and page.text[word.end : following.start] == " ":
            joined = index.joined(word, following, page)
            if joined is not None:
                used.add(following.start)
                yield joined
                continue
        found = index.exact(word, page) or index.compound(word, page) or index.near(word, page)
        if found is not None:
            yield found


class _Index:
    """Known names by their words, folded words, and whole folded names."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.words: dict[str, Known] = {}
        self.wholes: dict[str, Known] = {}
        self.folded: dict[str, list[tuple[str, Known]]] = defaultdict(list)
        self.stems: dict[str, Known] = {}
        for one in known:
            parts = [ev.key_of(part) for part in one.name.split()]
            self.wholes.setdefault(fold("".join(parts)), one)
            names = (
                parts if one.type is T.PERSON else parts[:1] if len(parts) == 1 or one.type is T.PLACE else []
            )
            for part in names:
                if (
                    len(part) > 1
                    and part not in around.PARTICLES
                    and (part not in around.NEVER or len(parts) > 1)
                ):
                    self.words.setdefault(part, one)
            if one.type is not T.PERSON and parts and len(parts[0]) >= SHORTEST:
                self.stems.setdefault(_stem(parts[0]), one)
                if len(parts) > 1 and one.type is T.ORG and not in_dictionary(parts[0]):
                    self.words.setdefault(parts[0], one)
        for part, one in self.words.items():
            folded = fold(part)
            if len(folded) >= SHORTEST and one.own:  # what others know is not guessed at
                self.folded[folded[0]].append((folded, one))
        for whole, one in self.wholes.items():
            if " " in one.name and len(whole) > 6 and one.own:
                self.folded[whole[0]].append((whole, one))

    def exact(self, word: Word, page: Page) -> tuple[T, Hit] | None:
        """The word itself; an ordinary one only where it is written or used as a name."""
        one = self.words.get(ev.key_of(word.low)) or self.words.get(word.low)
        if one is None and word.capital and word.low.endswith("s"):
            one = self.words.get(word.low[:-1])
        if one is None:
            return None
        if (
            page.lists.is_ordinary(word.low)
            or word.low in around.NEVER
            or page.reading.index(word.start) in page.titles
        ):
            index = page.reading.index(word.start)
            speaks = around.speaks(page, index) or around.joined(page, index)
            named = around.is_named(page, index) or (speaks and one.type is T.PERSON)
            if not page.reading.cased or not word.capital:
                own = one.own and one.type is T.PERSON and not page.reading.cased
                if not own or not around.may_be_a_name(page, index):
                    return None
                return one.type, Hit(word.start, word.end, 0.45, "known")
            if word.first and not named:
                owned = one.own and one.type is T.PERSON and word.low not in self.words
                # `Livs` begins a sentence seldom unless it is hers
                return (one.type, Hit(word.start, word.end, 0.5, "known")) if owned else None
            return one.type, Hit(word.start, word.end, 0.55, "known")
        if page.reading.cased and not word.capital and in_dictionary(word.low):
            return None
        return one.type, Hit(word.start, word.end, 0.85 if one.own else 0.5, "known")

    def compound(self, word: Word, page: Page) -> tuple[T, Hit] | None:
        """A known name before a hyphen, or a known place or organisation at the head of a longer word."""
        head, hyphen, _ = word.low.partition("-")
        if hyphen and head in self.words and not page.lists.is_ordinary(head):
            return self.words[head].type, Hit(word.start, word.start + len(head), 0.7, "compound")
        for length in range(len(word.low) - 2, SHORTEST - 1, -1):
            one = self.stems.get(word.low[:length])
            rest = word.low[length:].removeprefix("-")
            if one is None or rest in ("et", "en", "ene", "a", "er", "ar"):
                continue
            if page.reading.cased and not word.capital:
                continue
            if page.lists.is_ordinary(word.low) or len(rest) < 3:
                continue
            if word.low in page.lists.bodies or title_of(word.low) is not None:
                continue
            linked = length + (rest[0] == "s" and rest[1:2] not in ("k", "t", "p"))
            return one.type, Hit(word.start, word.start + linked, 0.7, "compound")
        return None

    def near(self, word: Word, page: Page) -> tuple[T, Hit] | None:
        """A word one letter from a known name, two where it is long; ordinary words are none."""
        if page.lists.is_ordinary(word.low) or len(word.low) < SHORTEST or not word.text.isalpha():
            return None
        if word.low in around.NEVER or page.reading.index(word.start) in page.titles:
            return None
        if page.reading.cased and not word.capital:
            return None
        if (word.first or not page.reading.cased) and in_dictionary(word.low):
            return None
        folded = fold(ev.key_of(word.low))
        if len(folded) < 3:
            return None
        for candidate, one in self.folded[folded[0]]:
            if one.type is T.ORG and not word.capital:
                continue  # organisations are made of nouns, which have forms of their own
            allowed = 2 if min(len(candidate), len(folded)) >= 7 else 1
            if distance(candidate, folded, allowed) <= allowed:
                return one.type, Hit(word.start, word.end, 0.45, "near_known")
        return None

    def joined(self, word: Word, following: Word, page: Page) -> tuple[T, Hit] | None:
        """Two words that are one name together: `sol berg`."""
        if page.reading.cased and not word.capital:
            return None
        whole = ev.key_of(word.low + following.low)
        one = self.words.get(whole) or (self.wholes.get(fold(whole)) if len(whole) > 5 else None)
        if one is None or (" " in one.name and whole not in self.words):
            return None
        return one.type, Hit(word.start, following.end, 0.6, "known_apart")


def _stem(low: str) -> str:
    """A place without its article, as compounds have it: `Skogneset`, `Skognesungene`."""
    for ending in ("et", "en"):
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST:
            return low[: -len(ending)]
    return low


def distance(left: str, right: str, most: int) -> int:
    """Levenshtein's distance, or `most` + 1 where it is more.

    >>> distance("berit", "bærit", 1)
    1
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, row = row, [i]
        for j, b in enumerate(right, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        if min(row) > most:
            return most + 1
    return row[-1]
