"""The lists that ship with the house, read once. Where they come from stands in `lists/SOURCES.md`."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent / "lists"


@dataclass(frozen=True)
class Gazetteer:
    """Names and words, all case-folded, for all of Norway.

    `places` maps a place to `municipality`, `county` or `town` (a post town); `districts` maps a district to
    the cities that have one of this name; `titles` maps a title to how many hold it in one organisation:
    1 one, 2 a handful, 3 many; `special` maps a term to its group in GDPR art. 9. `ordinary` are words of
    Norwegian that are no names, `bodies` are national bodies that name nobody's place of work.
    """

    first_names: frozenset[str]
    surnames: frozenset[str]
    places: Mapping[str, str]
    districts: Mapping[str, frozenset[str]]
    organisations: frozenset[str]
    bodies: frozenset[str]
    titles: Mapping[str, int]
    special: Mapping[str, str]
    ordinary: frozenset[str]
    street_endings: tuple[str, ...]

    def is_ordinary(self, low: str) -> bool:
        """Whether a case-folded word is an ordinary one."""
        return low in self.ordinary


def no_lists() -> Gazetteer:
    """Without names: only what the rules themselves need. For measuring what the lists are good for."""
    whole = gazetteer()
    return Gazetteer(
        first_names=frozenset(),
        surnames=frozenset(),
        places={},
        districts={},
        organisations=frozenset(),
        bodies=whole.bodies,
        titles=whole.titles,
        special=whole.special,
        ordinary=whole.ordinary,
        street_endings=whole.street_endings,
    )


@cache
def gazetteer() -> Gazetteer:
    """All lists."""
    districts: dict[str, set[str]] = defaultdict(set)
    for name, city in _rows("districts.tsv"):
        districts[name.casefold()].add(city.casefold())
    return Gazetteer(
        first_names=frozenset((*_names("first_names.txt"), *_names("own_first_names.txt"))),
        surnames=frozenset((*_names("surnames.txt"), *_names("own_surnames.txt"))),
        places={name.casefold(): kind for name, kind in _rows("places.tsv")},
        districts={name: frozenset(cities) for name, cities in districts.items()},
        organisations=frozenset(_names("organisations.txt")),
        bodies=frozenset(_names("national_bodies.txt")),
        titles={name.casefold(): int(holders) for name, holders in _rows("titles.tsv")},
        special={term.casefold(): group for term, group in _rows("special_categories.tsv")},
        ordinary=frozenset(_names("ordinary_words.txt")),
        street_endings=tuple(sorted(_names("street_endings.txt"), key=len, reverse=True)),
    )


@cache
def left_alone() -> frozenset[str]:
    """Names that say nothing about anybody: products, countries, laws, myths, bodies found everywhere."""
    return frozenset(_names("left_alone.txt")) | countries()


@cache
def countries() -> frozenset[str]:
    """Countries and continents: a person's origin when one comes from there, else nobody's."""
    return frozenset(_names("countries.txt"))


@cache
def abroad() -> frozenset[str]:
    """Large towns of other countries: a place, and an origin where somebody was born there."""
    return frozenset(_names("towns_abroad.txt"))


@cache
def landscapes() -> frozenset[str]:
    """Parts of the country that are no municipalities: valleys, coasts, mountains."""
    return frozenset(_names("landscapes.txt"))


@cache
def geography() -> frozenset[str]:
    """Places of no register of Norwegian municipalities and post towns."""
    return abroad() | landscapes()


@cache
def special_stems() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Parts of words and their group in GDPR art. 9: beginnings (`diabet*`), ends, what stands inside."""
    begins: dict[str, str] = {}
    ends: dict[str, str] = {}
    inside: dict[str, str] = {}
    for stem, group in _rows("special_stems.tsv"):
        low = stem.casefold()
        where = inside if low[0] == low[-1] == "*" else ends if low[0] == "*" else begins
        where[low.strip("*")] = group
    return begins, ends, inside


def in_dictionary(low: str) -> bool:
    """Whether a case-folded word stands in the dictionaries of Bokmål or Nynorsk (simplemma's)."""
    import simplemma

    return simplemma.is_known(low, "nb") or simplemma.is_known(low, "nn")


@cache
def lists_digest() -> str:
    """Sha256 over all lists: other lists, other findings."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.glob("*.t*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _lines(name: str) -> Iterator[str]:
    for line in (_HERE / name).read_text("utf-8").splitlines():
        if line:
            yield unicodedata.normalize("NFC", line)


def _names(name: str) -> Iterator[str]:
    return (line.casefold() for line in _lines(name))


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in _lines(name):
        left, _, right = line.partition("\t")
        yield left, right


def fold(text: str) -> str:
    """A name without what people and machines spell in several ways: case, accents, doubled letters, aa/å.

    >>> fold("Kristoffersen") == fold("Christofferson")
    True
    """
    low = unicodedata.normalize(
        "NFKD", text.casefold().replace("å", "aa").replace("ø", "oe").replace("æ", "ae")
    )
    low = "".join(c for c in low if c.isalpha())
    for spelt, plain in _SPELLINGS:
        low = low.replace(spelt, plain)
    return "".join(c for index, c in enumerate(low) if index == 0 or c != low[index - 1])


_SPELLINGS = (
    ("ae", "e"), ("oe", "o"), ("aa", "a"), ("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("w", "v"),
    ("tz", "s"), ("z", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("sson", "sen"), ("son", "sen"),
    ("hj", "j"), ("gj", "j"), ("skj", "sj"), ("kj", "sj"), ("rd", "r"), ("ld", "l"), ("y", "i"), ("dt", "t"),
)  # fmt: skip
