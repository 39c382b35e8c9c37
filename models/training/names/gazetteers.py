"""Names to swap in, and what a word may be: `names.tsv` as lists and as a table of word classes.

The table goes into the model: spaCy's `lexeme_norm` gives each listed word a class for a NORM, which the
network reads as one of its features. Keys are hashes, so that no list can be read out of the model.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

LISTS = Path(__file__).with_name("names.tsv")
COMMON = 1000  # bearers of a common name
UNKNOWN = 100  # bearers of a name that is not counted
ORDINARY = "◦"  # marks the class of a name that is an ordinary word, too
GENITIVE = "'"

#: Kind of `names.tsv` -> the letter of its class. Of schools and offices only the first word is marked.
_LETTERS = {"place": "p", "district": "d", "firm": "o", "body": "o", "school": "n", "office": "n"}


@dataclass(frozen=True)
class Names:
    """Names to draw from, half the draws by frequency (its square root), half all alike."""

    names: tuple[str, ...]
    bearers: tuple[int, ...]
    _sums: tuple[float, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        weights = (math.sqrt(number or UNKNOWN) for number in self.bearers)
        object.__setattr__(self, "_sums", tuple(accumulate(weights)))

    def draw(self, rng: random.Random) -> str:
        """One name."""
        if rng.random() < 0.5:
            return rng.choices(self.names, cum_weights=self._sums)[0]
        return rng.choice(self.names)


@dataclass(frozen=True)
class Gazetteers:
    """All lists. `classes` is what each lower-cased word may be, as a short symbol."""

    first: Names
    surnames: Names
    places: Names
    districts: Names
    organisations: Names
    titles: Names
    classes: Mapping[str, str]


def load(ordinary: Collection[str]) -> Gazetteers:
    """Read the lists.

    Args:
        ordinary: lower-cased words that are in common use as no name.
    """
    rows = [line.split("\t") for line in LISTS.read_text("utf-8").splitlines()]
    entries = [(kind, name, int(bearers[0]) if bearers else 0) for kind, name, *bearers in rows]
    return Gazetteers(
        first=_names(entries, "first"),
        surnames=_names(entries, "surname"),
        places=_names(entries, "place"),
        districts=_names(entries, "district"),
        organisations=_names(entries, "firm", "body", "school", "office"),
        titles=_names(entries, "title"),
        classes=_classes(entries, ordinary),
    )


Entry = tuple[str, str, int]  # kind, name, bearers (0 where unknown)


def _names(entries: Sequence[Entry], *kinds: str) -> Names:
    chosen = [(name, bearers) for kind, name, bearers in entries if kind in kinds]
    return Names(tuple(name for name, _ in chosen), tuple(bearers for _, bearers in chosen))


def _classes(entries: Iterable[Entry], ordinary: Collection[str]) -> dict[str, str]:
    """The class of each word and of its genitive: the letters of all lists that it stands in."""
    letters: dict[str, set[str]] = {}
    for kind, name, bearers in entries:
        words = name.lower().split()
        if len(words) > 1 and kind not in ("school", "office"):
            continue
        if kind in ("first", "surname"):
            letter = kind[0] if bearers >= COMMON else kind[0].upper()
        else:
            letter = _LETTERS.get(kind, "")
        if letter and len(words[0]) > 1:
            letters.setdefault(words[0], set()).add(letter)
    classes = {
        word: "".join(sorted(found)) + (ORDINARY if word in ordinary else "")
        for word, found in letters.items()
    }
    genitives = {f"{word}s": one + GENITIVE for word, one in classes.items() if word[-1] not in "sxz"}
    return {word: f"<{one}>" for word, one in {**genitives, **classes}.items()}
