"""The originals that nobody may read any more, by their letters and by their sound."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.anonymise.around import NEVER, PARTICLES
from pipeline.anonymise.gazetteer import Gazetteer, countries, gazetteer
from pipeline.anonymise.numbers import CARDINALS, runs
from pipeline.anonymise.reading import FILLERS, Reading
from pipeline.anonymise.residual_spelling import plain, sounds, words_of
from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.entity import Entity, EntityRegistry
from pipeline.artefacts.finding import IdentifierType as T


@dataclass(frozen=True, slots=True)
class Original:
    """One way to name an entity, as plain words.

    `common`: nothing in it is a name by itself; `small`: it holds sentences together (Jo, Du),
    and a name only where it is written so; `capitals`: letters that are a word too (ME), and mean this only
    in capitals; `twin`: a district that is called as a country is.
    """

    entity_id: str
    type: T | None
    words: tuple[str, ...] = field(repr=False)
    common: bool
    kept: bool
    small: bool = False
    capitals: bool = False
    twin: bool = False


class Originals:
    """All originals by their letters, without what stands between words.

    `exact` as written, `alike` by how they sound, `short` those that are too short for that, spelt otherwise
    (As of Ås, Od of Odd); `starts` and `alike_starts` are how those begin, so that a
    run of words is followed no further than it can lead to an original.
    """

    def __init__(self, registry: EntityRegistry, kept: frozenset[str], frame: Sequence[str]) -> None:
        self.words = Words(gazetteer())
        self.exact: dict[str, list[Original]] = defaultdict(list)
        self.alike: dict[str, list[Original]] = defaultdict(list)
        self.short: dict[str, list[Original]] = defaultdict(list)
        self.initials: dict[str, list[Original]] = defaultdict(list)
        self.numbers: dict[str, str] = {}
        for entity in registry.entities:
            self._add_entity(entity, entity.id in kept)
        for text in frame:
            self._add("", None, text, True)
        self.near = _by_first_letter(self.alike)
        self.nearly = _by_first_letter(self.exact)
        self.starts = _starts(self.exact)
        self.alike_starts = _starts(self.alike)

    def _add_entity(self, entity: Entity, kept: bool) -> None:
        for name in dict.fromkeys((entity.name, *entity.aliases)):
            self._add(entity.id, entity.type, name, kept)
            if entity.type is T.PERSON:
                parts = list(_parts(name))
                if len(list(words_of(name))) > 1:
                    for part in parts:
                        self._add(entity.id, entity.type, part, kept)
                    initials = "".join(plain(part)[:1] for part in parts)
                    if len(parts) > 1 and not kept:
                        self.initials[initials].append(
                            Original(entity.id, T.PERSON, (initials,), False, kept)
                        )
            elif entity.type in _NUMBERED and not kept:
                digits = _digits_of(name)
                if len(digits) >= 5:
                    self.numbers.setdefault(digits, entity.id)
                if entity.type is T.NATIONAL_ID and len(digits) == 11:
                    self.numbers.setdefault(digits[6:], entity.id)

    def _add(self, entity_id: str, kind: T | None, name: str, kept: bool) -> None:
        words = tuple(plain(word) for _, _, word in words_of(name))
        letters = "".join(words)
        if not any(c.isalpha() for c in letters) and (kind in _NUMBERED or len(letters) < 4):
            return
        if kind is T.AGE and len(words) < 3 and self._is_common(words):
            return  # «to år», «femti»: anybody's, wherever the search does not see an age in it
        small = letters in CLOSED
        if len(letters) < 2 or (small and kind is not T.PERSON):
            return
        common = small or self._is_common(words)
        one = Original(
            entity_id,
            kind,
            words,
            common,
            kept,
            small,
            capitals=common and name.isupper() and len(letters) < 5,
            twin=kind is T.DISTRICT and letters in countries(),
        )
        if one not in self.exact[letters]:
            self.exact[letters].append(one)
            spelt = letters.replace("å", "aa").replace("æ", "ae").replace("ø", "oe")
            if spelt != letters:  # Aas is too short to be told by its sound
                self.exact[spelt].append(one)
            alike = sounds(letters)
            if len(alike) >= 3 and not letters.isdigit():
                self.alike[alike].append(one)
            if kind in _NAMED and len(letters) < 4:
                for other in {alike, letters.translate(_BARE), spelt} - {letters}:
                    self.short[other].append(one)

    def nearest(self, low: str) -> tuple[Original, ...]:
        """Originals of one word that this nearly is, or nearly sounds like: Levenshtein 1, 2 from 7 letters.

        What is compared has five letters or more, and begins alike.
        """
        bare = low.removesuffix("s")
        said = ((sounds(low), self.near, self.alike), (sounds(bare), self.near, self.alike))
        for form, by_letter, originals in (
            *said,
            (low, self.nearly, self.exact),
            (bare, self.nearly, self.exact),
        ):
            other = _near_one(form, by_letter.get(form[:1], ())) if len(form) > 4 else None
            if other is not None:
                return tuple(one for one in originals[other] if _is_near(one))
        return ()

    def numbered(self, digits: str) -> str:
        """Whose number these digits are, or hold where it is a long one; empty: nobody's."""
        if digits in self.numbers:
            return self.numbers[digits]
        return next((who for number, who in self.numbers.items() if len(number) > 7 and number in digits), "")

    def _is_common(self, words: tuple[str, ...]) -> bool:
        """A full date is none, although each of its words is."""
        if len(words) > 2 and any(word.isdigit() for word in words):
            return False
        return all(self.words.is_word(word) or self.words.is_word(word.removesuffix("s")) for word in words)


def _is_near(one: Original) -> bool:
    """Whether it is looked for misheard and mistyped: a name of one word."""
    return len(one.words) == 1 and not one.small and one.type in _NAMED


def _near_one(form: str, others: Iterable[str]) -> str | None:
    from rapidfuzz.distance import Levenshtein

    for other in others:
        most = 1 if min(len(form), len(other)) < 7 else 2
        if Levenshtein.distance(form, other, score_cutoff=most) <= most:
            return other
    return None


def _by_first_letter(alike: Mapping[str, Sequence[Original]]) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = defaultdict(list)
    for sound, originals in alike.items():
        if len(sound) > 4 and any(_is_near(one) for one in originals):
            letters[sound[0]].append(sound)
    return letters


def _parts(name: str) -> Iterator[str]:
    """The parts of a person's name that are hers: `Kari` and `Nordli` of «fru Kari von Nordli»."""
    words = [word for _, _, word in words_of(name)]
    cased = any(word[:1].isupper() for word in words)
    for word in words:
        low = plain(word)
        small = low in PARTICLES or low in BEFORE_NAMES or low in _CALLED
        if len(low) > 1 and not small and (word[:1].isupper() or (not cased and low not in CLOSED)):
            yield word


def _starts(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key[:length] for key in keys for length in range(1, len(key) + 1))


def _digits_of(name: str) -> str:
    """The digits of a number that is written in figures or read aloud, without Norway's own prefix."""
    digits = "".join(c for c in name if c.isdecimal())
    if not digits:
        digits = "".join(said.digits for run in runs(Reading(name)) for said in run)
    return re.sub(r"^(?:00)?47(?=\d{8}$)", "", digits)


#: How short names are spelt where there is no å or ø.
_BARE = str.maketrans("åøæ", "aoe")

_NAMED = frozenset({T.PERSON, T.DISTRICT, T.PLACE, T.ORG})
_NUMBERED = frozenset({T.PHONE, T.NATIONAL_ID, T.ID})

#: Types that are told by what they say, and so can be written with any words.
SAID = frozenset({T.TITLE, T.DATE, T.AGE, T.SPECIAL})

#: Words that hold sentences together. Two of them beside each other are no name that was written apart.
CLOSED = NEVER | FILLERS | set_of(
    "a an ann the of inn ut opp ned mer meir mest slik sånn sjøl selv sjølv dette den denne hans hennes "
    "hennar deres dykkar han ham henne oss dem seg vært vore bli blitt blei få får fikk fekk fått gi gir "
    "gå går gikk se ser så sett si sier sa mot ha hatt gjør gjorde gjort tar tok kom kommer være være vere"
)  # fmt: skip


#: What stands before a name and is none.
_CALLED = set_of("fru herr herre frøken familien familie doktor dr prof professor pappa mamma onkel tante")

#: What people put before a first name in one word.
BEFORE_NAMES = set_of("lille litle vesle små store gamle unge mor far onkel tante søster bror mormor farmor")


class Words:
    """What is a word of Norwegian, and no name."""

    def __init__(self, lists: Gazetteer) -> None:
        self.lists = lists
        self._known: dict[str, bool] = {}

    def is_word(self, low: str) -> bool:
        """Whether this is an ordinary word, in whatever form."""
        if low not in self._known:
            self._known[low] = self._look_up(low)
        return self._known[low]

    def _look_up(self, low: str) -> bool:
        lists = self.lists
        if lists.is_ordinary(low) or low in lists.titles or low in lists.special or low in CARDINALS:
            return True
        if low.isdecimal():
            return len(low) < 5
        if self.is_a_name(low):
            return self.is_in_dictionaries(low)
        return self.is_in_dictionary(low)

    def is_in_dictionary(self, low: str) -> bool:
        """Whether a dictionary of Bokmål or Nynorsk has it, names included that are words as well."""
        import simplemma

        return len(low) > 1 and (simplemma.is_known(low, "nb") or simplemma.is_known(low, "nn"))

    def is_in_dictionaries(self, low: str) -> bool:
        """Whether both have it as a word that is written small: `falk`, but not `hansen` or `berit`."""
        import simplemma

        return all(
            simplemma.is_known(low, code) and simplemma.lemmatize(low, code).islower()
            for code in ("nb", "nn")
        )

    def is_in_either(self, low: str) -> bool:
        """Whether one of them has it as a word that is written small: `frank`."""
        import simplemma

        return any(
            simplemma.is_known(low, code) and simplemma.lemmatize(low, code).islower()
            for code in ("nb", "nn")
        )

    def is_form_of(self, low: str, stem: str) -> bool:
        """Whether a word that a dictionary has is a form of another: `angsten` of `angst`, no `slags`."""
        import simplemma

        known = [code for code in ("nb", "nn") if simplemma.is_known(low, code)]
        lemmas = {simplemma.lemmatize(low, code) for code in known}
        return not known or bool(lemmas & {stem, *(simplemma.lemmatize(stem, code) for code in known)})

    def is_a_name(self, low: str) -> bool:
        """Whether the lists have it as somebody's or somewhere's name."""
        lists = self.lists
        return any(low in one for one in (lists.first_names, lists.surnames, lists.places, lists.districts))
