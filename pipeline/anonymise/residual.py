"""Nothing is left: all that may be read is searched for every original, however it is written.

One index over all originals (names, their aliases and, of persons, each part) is asked about every run of
words: written as it is, in another case or form, in a compound, in another spelling, apart or together, with
hidden or foreign characters. A second detector, which knows nothing of the originals, looks for long numbers
and addresses. What is found is a leak, or, where the original is a common word too and written like one, a
place for people to decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal

from pipeline.anonymise.ladders import Around, Rung
from pipeline.anonymise.numbers import runs
from pipeline.anonymise.operators import OPERATORS
from pipeline.anonymise.reading import Reading
from pipeline.anonymise.replace import Policy, text_digest
from pipeline.anonymise.residual_originals import BEFORE_NAMES, CLOSED, SAID, Original, Originals
from pipeline.anonymise.residual_spelling import (
    HIDDEN,
    between_words,
    endings,
    plain,
    sounds,
    without_hidden,
    words_of,
)
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn, PlainWord, Replacement
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention
from pipeline.artefacts.finding import IdentifierType as T

#: Where short texts come from in which a word is a name rather than a word.
LABELS = frozenset({"speaker", "id", "file", "property"})

#: How an original was written. `number` and `address` are of the second detector and no known original.
Variant = Literal[
    "exact", "form", "compound", "spelling", "near", "spacing", "unicode", "initials", "number", "address"
]


#: So many texts are remembered with what is left in them.
_KEPT = 1 << 16

#: Variants in which a common word may stand for itself.
_GUESSED = frozenset({"form", "compound", "spelling", "near"})


@dataclass(frozen=True)
class Loose:
    """A piece of text that will be read: one turn, or what stands beside it.

    `where` says what it is: "turn", "speaker", "id", "file", "property", "comment", "caption", "guide",
    "code", "memo". `turn_id` is empty where there is no turn, `interview` where it is the study's. `stays`
    are spans in which people have decided that nothing identifies: rejected and kept mentions.
    """

    where: str
    interview: str
    turn_id: str
    text: str = field(repr=False)
    stays: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Residue:
    """An original that is left in `[start, end)` of a text, in code points of it.

    `entity_id` is whose (empty: not known, only a number or an address); `ordinary`: the original is also a
    common word and written like one here, so that people have to decide.
    """

    where: str
    interview: str
    turn_id: str
    start: int
    end: int
    entity_id: str
    variant: Variant
    ordinary: bool = False


def residual(
    texts: Iterable[Loose],
    registry: EntityRegistry,
    *,
    kept: Collection[str] = frozenset(),
    frame: Sequence[str] = (),
    guide: Sequence[str] = (),
) -> tuple[Residue, ...]:
    """What is left of the originals in these texts, in their order; no two overlap in one text.

    Args:
        texts: all that will be read, of all interviews.
        registry: the originals.
        kept: ids of entities that policy or people keep; they are not searched for.
        frame: what readers know anyway and stays in the text (`anonymise.frame` in study.toml).
        guide: texts of the interview guide; a word that stands there is a place to decide.
    """
    called = tuple((one.id, one.type, one.name, one.aliases) for one in registry.entities)
    asked = _Asked(called, frozenset(kept), tuple(frame), frozenset(_as_written(guide)), registry)
    search = _search(asked)
    return tuple(residue for text in texts for residue in search.residues(text))


@dataclass(frozen=True)
class _Asked:
    """What is searched for: the same as long as nobody is called otherwise."""

    called: tuple[tuple[str, T, str, tuple[str, ...]], ...] = field(repr=False)
    kept: frozenset[str]
    frame: tuple[str, ...] = field(repr=False)
    guide: frozenset[str] = field(repr=False)
    registry: EntityRegistry = field(compare=False, repr=False)


@lru_cache(maxsize=2)
def _search(asked: _Asked) -> _Search:
    return _Search(Originals(asked.registry, asked.kept, asked.frame), asked.guide)


def _as_written(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for _, _, word in words_of(text))


# ---------------------------------------------------------------------- the second pass


def mask(
    anonymised: AnonymisedTranscript,
    residues: Iterable[Residue],
    registry: EntityRegistry,
    policy: Policy | None = None,
) -> AnonymisedTranscript:
    """The interview with what is left replaced: by what the policy puts there, or at least a placeholder.

    A replacement that holds an original goes as a whole. Only residues in turns of this interview count;
    what lies beside the turns cannot be masked here. Nothing was decided by people, so the result is not
    reviewed.

    Raises:
        ValueError: a residue is of another text.
    """
    left: dict[str, list[Residue]] = {}
    for residue in residues:
        if residue.where == "turn" and residue.interview == anonymised.interview:
            left.setdefault(residue.turn_id, []).append(residue)
    if not left:
        return anonymised
    if not left.keys() <= {turn.id for turn in anonymised.turns}:
        raise ValueError("a residue of a turn that is not there")
    entities = {entity.id: entity for entity in registry.entities}
    turns: list[AnonymisedTurn] = []
    replacements: list[Replacement] = []
    for turn in anonymised.turns:
        before = [one for one in anonymised.replacements if one.turn_id == turn.id]
        if turn.id not in left:
            turns.append(turn)
            replacements += before
            continue
        masks = _masks(turn, before, left[turn.id], entities, policy, anonymised)
        text, placed = _put(turn, masks)
        words = tuple(PlainWord(text=word) for word in text.split())
        turns.append(turn.model_copy(update={"text": text, "words": words}))
        replacements += placed
    return anonymised.model_copy(
        update={
            "reviewed": False,
            "text_digest": text_digest(anonymised.profile, turns),
            "turns": tuple(turns),
            "replacements": tuple(replacements),
        }
    )


def _masks(
    turn: AnonymisedTurn,
    before: Sequence[Replacement],
    residues: Sequence[Residue],
    entities: Mapping[str, Entity],
    policy: Policy | None,
    anonymised: AnonymisedTranscript,
) -> list[Replacement]:
    """What stands in the turn from now on, with places in its text as it is: disjoint, in order."""
    rung = Rung(anonymised.profile, anonymised.language)
    masks: list[Replacement] = []
    for residue in sorted(residues, key=lambda one: one.start):
        if residue.end > len(turn.text):
            raise ValueError("a residue outside its turn")
        start, end = residue.start, residue.end
        for one in (*before, *masks):
            if one.start < end and start < one.end:
                start, end = min(start, one.start), max(end, one.end)
        masks = [one for one in masks if one.end <= start or end <= one.start]
        masks.append(_mask(turn, residue, start, end, entities.get(residue.entity_id), policy, rung))
    apart = [one for one in before if not any(one.start < m.end and m.start < one.end for m in masks)]
    return sorted((*apart, *masks), key=lambda one: one.start)


def _mask(
    turn: AnonymisedTurn,
    residue: Residue,
    start: int,
    end: int,
    entity: Entity | None,
    policy: Policy | None,
    rung: Rung,
) -> Replacement:
    """What stands instead of `[start, end)`: as the operator writes it, with the form of what stood there."""
    from pipeline.anonymise.operators.base import SPOT, Spot, marked

    if entity is None:
        kind = T.ID if residue.variant == "number" else T.EMAIL
        instead = marked(rung.say("fjernet", "fjerna"))
    else:
        kind = entity.type
        wanted = policy.operator(entity) if policy else "placeholder"
        name = "remove" if wanted == "remove" else "placeholder"
        mention = Mention(
            id="residue",
            turn_id=turn.id,
            start=start,
            end=end,
            type=kind,
            entity_id=entity.id,
            source="known",
            score=1.0,
            recogniser="residual",
            reason="anonymise.reason.known",
        )
        around = Around(turn.text[:start], turn.text[end:])
        spot = Spot(mention, entity, around, rung)
        instead = OPERATORS.load(name)().operate(turn.text[start:end], {SPOT: spot})
    return Replacement(turn_id=turn.id, start=start, end=end, type=kind, replacement=instead)


def _put(turn: AnonymisedTurn, masks: Sequence[Replacement]) -> tuple[str, list[Replacement]]:
    """The turn's text with these in it, and the places where they stand now."""
    text, at, placed = "", 0, []
    for one in masks:
        text += turn.text[at : one.start]
        placed.append(one.model_copy(update={"start": len(text), "end": len(text) + len(one.replacement)}))
        text += one.replacement
        at = one.end
    return text + turn.text[at:], placed


# ---------------------------------------------------------------------- searching


@dataclass(frozen=True, slots=True)
class _Hit:
    """Originals at `[start, end)`, counted from the first letter of a word or in the whole text."""

    start: int
    end: int
    originals: tuple[Original, ...]
    variant: Variant
    common: bool


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    raw: str = field(repr=False)
    low: str = field(repr=False)


class _Search:
    """The originals, and what was found for each word that has been met."""

    def __init__(self, originals: Originals, guide: frozenset[str]) -> None:
        self.originals = originals
        self.words = originals.words
        self.guide = guide
        self._alone: dict[str, tuple[_Hit, ...]] = {}
        self._low: dict[str, str] = {}
        self._found: dict[Loose, tuple[Residue, ...]] = {}

    def residues(self, text: Loose) -> tuple[Residue, ...]:
        """What is left in one text; one that was searched lately is not searched again."""
        if text not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[text] = tuple(self._residues(text))
        return self._found[text]

    def _residues(self, text: Loose) -> Iterator[Residue]:
        words = [_Word(start, end, raw, self._plain(raw)) for start, end, raw in words_of(text.text)]
        page = _Page(text, words)
        judged = [self._judged(hit, page) for hit in self._hits(page)]
        yield from _disjoint([one for one in (*judged, *self._numbers(page)) if one is not None])

    def _plain(self, raw: str) -> str:
        if raw not in self._low:
            self._low[raw] = plain(raw)
        return self._low[raw]

    def _hits(self, page: _Page) -> Iterator[_Hit]:
        for index, word in enumerate(page.words):
            if word.raw not in self._alone:
                self._alone[word.raw] = tuple(self._of_word(word.raw, word.low))
            for hit in self._alone[word.raw]:
                yield replace(hit, start=word.start + hit.start, end=word.start + hit.end)
            yield from self._of_run(page, index)

    # -------------------------------------------------- one word

    def _of_word(self, raw: str, low: str) -> Iterator[_Hit]:
        """Originals in a word by itself."""
        exact, alike = self.originals.exact, self.originals.alike
        if low in exact:
            variant: Variant = "exact" if len(raw) == len(low) and raw.casefold() == low else "unicode"
            if HIDDEN.search(raw):
                variant = "spacing"
            several = all(len(one.words) > 1 for one in exact[low])
            yield _Hit(0, len(raw), tuple(exact[low]), "spacing" if several else variant, False)
            return
        if raw.isupper() and low in self.originals.initials:
            yield _Hit(0, len(raw), tuple(self.originals.initials[low]), "initials", True)
            return
        is_word = self.words.is_word(low)
        for ending in endings(low):
            stem = low[: len(low) - len(ending)]
            of_it = tuple(one for one in exact.get(stem, ()) if _takes(one, ending))
            if is_word and of_it and of_it[0].type in SAID and not self.words.is_form_of(low, stem):
                continue
            if of_it:
                yield _Hit(0, len(raw), of_it, "form", is_word)
                return
        if low in self.originals.short:
            yield _Hit(0, len(raw), tuple(self.originals.short[low]), "spelling", True)
            return
        sound = sounds(low)
        if sound in alike and len(low) > 2:
            yield _Hit(0, len(raw), tuple(alike[sound]), "spelling", is_word)
            return
        if low.isdigit() or is_word:
            if raw[:1].isupper() and (nearest := self.originals.nearest(low)):
                yield _Hit(0, len(raw), nearest, "near", True)
            return
        for ending in endings(low):
            stem = low[: len(low) - len(ending)]
            of_it = tuple(one for one in alike.get(sounds(stem), ()) if _takes(one, ending))
            if of_it and len(stem) > 3:
                yield _Hit(0, len(raw), of_it, "spelling", self.words.is_word(stem))
                return
        compound = tuple(self._of_compound(raw, low))
        yield from compound
        if not compound and (nearest := self.originals.nearest(low)):
            yield _Hit(0, len(raw), nearest, "near", self.words.is_a_name(low))

    def _of_compound(self, raw: str, low: str) -> Iterator[_Hit]:
        """Originals that are the first or the last part of a word: `Heimdalsgutten`, `lillekari`."""
        whole = len(raw) == len(low)
        for length in range(len(low) - 3, 2, -1):
            head, rest = low[:length], low[length:]
            of_it = self._part(head)
            if of_it and (length > 3 or raw[:1].isupper()) and self._is_rest(rest):
                common = all(one.common for one in of_it)
                yield _Hit(0, length if whole else len(raw), of_it, "compound", common)
                return
        for length in range(3, len(low) - 3):
            head, rest = low[:length], low[length:]
            of_it = tuple(one for one in self._part(rest) if one.type is T.PERSON)
            pure = rest in self.words.lists.first_names or not self.words.is_in_dictionary(rest)
            pure = pure and self._is_head(head) and not all(one.common for one in of_it)
            if of_it and raw[:1].islower() and (pure or head in BEFORE_NAMES):
                yield _Hit(length if whole else 0, len(raw), of_it, "compound", False)
                return

    def _part(self, part: str) -> tuple[Original, ...]:
        """Originals that a part of a compound may be."""
        found = self.originals.exact.get(part) or (
            self.originals.alike.get(sounds(part)) if len(part) > 4 and not self.words.is_word(part) else None
        )
        return tuple(one for one in found or () if one.type not in SAID)

    def _is_rest(self, rest: str) -> bool:
        rests = (rest, rest[1:]) if rest[0] in "se" else (rest,)
        return any(
            len(one) > 2 and (one in self.originals.exact or (len(one) > 3 and self.words.is_word(one)))
            for one in rests
        )

    def _is_head(self, head: str) -> bool:
        heads = (head, head[:-1]) if head[-1] in "seo" else (head,)
        return any(len(one) > 2 and self.words.is_word(one) for one in heads)

    # -------------------------------------------------- several words

    def _of_run(self, page: _Page, first: int) -> Iterator[_Hit]:
        """Originals that begin with this word and go on over the next ones, the longest only."""
        words = page.words
        letters, longest = words[first].low, None
        single = len(letters) == 1
        for last in range(first + 1, len(words)):
            if not self._goes_on(letters) or not between_words(page.gap(last)):
                break
            letters += words[last].low
            single = single and len(words[last].low) == 1
            longest = self._joined(page, first, last, letters, single) or longest
        if longest is not None:
            yield longest

    def _goes_on(self, letters: str) -> bool:
        if letters in self.originals.starts:
            return True
        sound = sounds(letters)
        return len(sound) < 2 or sound[:-1] in self.originals.alike_starts

    def _joined(self, page: _Page, first: int, last: int, letters: str, single: bool) -> _Hit | None:
        """The original that these words are together: its own words, or one that was written apart."""
        words = page.words[first : last + 1]
        start, end = words[0].start, words[-1].end
        if single and letters in self.originals.initials and all(word.raw.isupper() for word in words):
            return _Hit(start, end, tuple(self.originals.initials[letters]), "initials", True)
        lows = tuple(word.low for word in words)
        gaps = [page.gap(index) for index in range(first + 1, last + 1)]
        for found, variant in self._candidates(lows, letters):
            as_words = tuple(one for one in found if len(one.words) == len(words) and _alike(one.words, lows))
            if as_words:
                broken = variant == "exact" and any(gap not in (" ", "-", "") for gap in gaps)
                return _Hit(start, end, as_words, "spacing" if broken else variant, False)
            if single and len(letters) > 2:
                return _Hit(start, end, tuple(found), "spacing", False)
            if variant == "spelling" and len(letters) < 5:
                continue
            apart = tuple(one for one in found if one.type not in SAID)
            if apart and self._may_be_apart(lows, gaps, named=page.is_named(start)):
                torn = any(_TORN.search(gap) for gap in gaps)
                common = not torn and all(self.words.is_word(low) for low in lows)
                return _Hit(start, end, apart, "spacing", common)
        return None

    def _may_be_apart(self, lows: Sequence[str], gaps: Sequence[str], *, named: bool) -> bool:
        """Whether these may be pieces of one name (`heim dal`), and not words that happen to make one."""
        if any(_TORN.search(gap) for gap in gaps):
            return True
        if not all(_BLANK_OR_HYPHEN.fullmatch(gap) for gap in gaps):
            return False
        if len(lows) > 3 or any(low.isdigit() or len(low) == 1 for low in lows):
            return False
        words = not named and all(self.words.is_word(low) for low in lows)
        if words and any(low in CLOSED for low in lows):
            return False  # «var den» is no place called Varden
        return sum(map(len, lows)) >= (5 if words else 4)

    def _candidates(self, lows: tuple[str, ...], letters: str) -> Iterator[tuple[list[Original], Variant]]:
        """Originals that have these letters, as they stand, without an ending, or by their sound."""
        exact, alike = self.originals.exact, self.originals.alike
        if letters in exact:
            yield exact[letters], "exact"
        for ending in endings(letters):
            if len(ending) < len(lows[-1]):
                stem = letters[: len(letters) - len(ending)]
                of_it = [one for one in exact.get(stem, ()) if _takes(one, ending)]
                if of_it:
                    yield of_it, "form"
        sound = sounds(letters)
        if sound in alike:
            yield alike[sound], "spelling"

    # -------------------------------------------------- leak or place to decide

    def _judged(self, hit: _Hit, page: _Page) -> _Judged | None:
        """A leak, a place to decide, or what stays; None: an ordinary word that stands for another."""
        searched = [one for one in hit.originals if not one.kept]
        if not searched or page.stays(hit.start, hit.end):
            return _Judged(hit.start, hit.end, None)
        one = next((one for one in searched if not one.common), searched[0])
        named = page.is_named(hit.start) and one.type not in SAID
        if page.is_numbered(hit.start, hit.end) or (not named and self._is_another_word(hit, one)):
            return None
        if hit.variant == "initials" and not (page.cased or page.text.where in LABELS):
            return None
        written = page.text.text[hit.start : hit.end]
        if one.capitals and page.has_capitals and not written[: len(one.words[0])].isupper():
            return None
        ordinary = (
            (not named and (one.common or hit.common or hit.variant == "near"))
            or (hit.variant in _GUESSED and hit.common)
            or (hit.variant == "near" and one.common)
            or (hit.variant == "initials" and page.text.where not in LABELS)
            or len(searched) < len(hit.originals)
            or one.twin
            or (hit.variant == "exact" and page.has_capitals and self._is_written_small(written))
            or (one.type is T.PERSON and self._is_of_others(hit, one, page))
            or self._is_in_guide(written)
        )
        if ordinary and page.in_brackets(hit.start, hit.end):
            return None
        return _Judged(
            hit.start,
            hit.end,
            page.residue(hit.start, hit.end, one.entity_id, hit.variant, ordinary=ordinary),
        )

    def _is_another_word(self, hit: _Hit, one: Original) -> bool:
        """Whether a word that is not written as a name only resembles an original: `mali` is no Malin."""
        if one.small:
            return True
        if hit.variant not in _GUESSED or (one.type in SAID and hit.variant == "form"):
            return False
        return hit.common or (one.common and hit.variant in ("spelling", "near"))

    def _is_written_small(self, written: str) -> bool:
        """Whether a word that a dictionary has stands in small letters where capitals are used: `frank`."""
        return written.islower() and self.words.is_in_either(written)

    def _is_of_others(self, hit: _Hit, one: Original, page: _Page) -> bool:
        """Whether a first name is that of a god, or goes on with somebody else's surname: `Peer Gynt`."""
        if page.text.where in LABELS or len(one.words) > 1:
            return False
        text = page.text.text
        if _GODS.search(text[max(0, hit.start - _BESIDE) : hit.end + _BESIDE]):
            return True
        after = _SURNAME.match(text, hit.end)
        if after is None or not after[1][0].isupper():
            return False
        low = self._plain(after[1])
        own = (
            *self.originals.exact.get(low, ()),
            *self.originals.alike.get(sounds(low), ()),
            *self.originals.nearest(low),
        )
        return not own

    def _is_in_guide(self, written: str) -> bool:
        return bool(self.guide) and all(word in self.guide for _, _, word in words_of(written))

    # -------------------------------------------------- the second detector

    def _numbers(self, page: _Page) -> Iterator[_Judged]:
        """Numbers that are known, and long numbers and addresses that nobody knows."""
        text = page.text
        for start, end, digits in _runs_of_digits(text.text):
            known = self.originals.numbered(digits)
            long = len(digits) >= 8 and text.where != "id" and not _is_a_date(text.text[start:end])
            if (known or long) and not page.stays(start, end):
                yield _Judged(start, end, page.residue(start, end, known, "number"))
        for found in _ADDRESS.finditer(text.text):
            if not page.stays(*found.span()):
                yield _Judged(*found.span(), page.residue(*found.span(), "", "address"))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What `[start, end)` of a text is: a residue, or (None) something that stays, with all inside it."""

    start: int
    end: int
    residue: Residue | None

    @property
    def is_ordinary(self) -> bool:
        return self.residue is not None and self.residue.ordinary

    @property
    def is_leak(self) -> bool:
        return self.residue is not None and not self.residue.ordinary

    def with_all_of(self, other: _Judged) -> _Judged:
        """This one, made as long as both."""
        start, end = min(self.start, other.start), max(self.end, other.end)
        return _Judged(start, end, self.residue and replace(self.residue, start=start, end=end))


def _takes(one: Original, ending: str) -> bool:
    """Whether this original is inflected like this: persons as owners and families, titles as one's own."""
    if one.type is T.PERSON:
        return ending in ("s", "ene", "ane", "enes")
    if one.type in SAID:
        return ending in ("s", "en", "et", "a", "n", "ens", "ets")
    if one.type in (T.PLACE, T.DISTRICT):
        return ending not in ("t", "r")
    return True


def _alike(words: tuple[str, ...], lows: tuple[str, ...]) -> bool:
    """Whether the same letters are cut into words at the same places, the last one's ending aside."""
    return all(sounds(word) == sounds(low) for word, low in zip(words[:-1], lows[:-1], strict=True))


def _disjoint(found: list[_Judged]) -> list[Residue]:
    """The longest, then the surest of those that overlap; what stays covers what lies in it.

    A leak that only partly lies in a longer one makes that one longer, so that none of it is left over.
    """
    chosen: list[_Judged] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.is_ordinary)):
        over = [other for other in chosen if one.start < other.end and other.start < one.end]
        if not over:
            chosen.append(one)
        elif one.is_leak and len(over) == 1 and over[0].is_leak:
            chosen.remove(over[0])
            chosen.append(over[0].with_all_of(one))
    return sorted((one.residue for one in chosen if one.residue), key=lambda one: one.start)


@dataclass(frozen=True)
class _Page:
    """A text and its words, with what is asked about a place in it."""

    text: Loose
    words: list[_Word] = field(repr=False)

    def residue(
        self, start: int, end: int, entity_id: str, variant: Variant, *, ordinary: bool = False
    ) -> Residue:
        """What is left in `[start, end)`."""
        text = self.text
        return Residue(text.where, text.interview, text.turn_id, start, end, entity_id, variant, ordinary)

    def gap(self, index: int) -> str:
        """What stands before this word, after the one before it."""
        return self.text.text[self.words[index - 1].end : self.words[index].start]

    def stays(self, start: int, end: int) -> bool:
        """Whether people have decided that this stays."""
        return any(first <= start and end <= last for first, last in self.text.stays)

    @cached_property
    def cased(self) -> bool:
        """Whether capitals say anything here."""
        letters = [word for word in self.words if len(word.raw) > 1]
        return sum(word.raw.isupper() for word in letters) <= 0.5 * len(letters)

    @cached_property
    def has_capitals(self) -> bool:
        """Whether words are written with capitals here, replacements aside; a raw machine text has none."""
        return any(c.isupper() for c in _IN_BRACKETS.sub("", self.text.text))

    def is_named(self, start: int) -> bool:
        """Whether the word that begins here is written as only a name is."""
        if self.text.where in LABELS:
            return True
        text = self.text.text
        before = text[:start].rstrip(" \t")
        first = not before or before[-1] in '.!?…:(«"“–—\n'
        return text[start : start + 1].isupper() and not first and self.cased

    def is_numbered(self, start: int, end: int) -> bool:
        """Whether this lies in a placeholder with a number, `[Person 3]`, whatever somebody is called."""
        text = self.text.text
        return any(one.start() < start and end < one.end() for one in _NUMBERED.finditer(text))

    def in_brackets(self, start: int, end: int) -> bool:
        """Whether this lies in a replacement."""
        opens = self.text.text.rfind("[", 0, start + 1)
        return opens > self.text.text.rfind("]", 0, start) and "]" in self.text.text[end - 1 :]


#: What stands between the pieces of a word: anything a line or a hyphen may leave; torn at the end of a line.
_BLANK_OR_HYPHEN = re.compile(r"[\s\-‐-―_]*|\.")
_TORN = re.compile(r"[-‐‑]\s|[\n\r]")

#: What stands around the names of gods, and a word that may be somebody's surname.
_GODS = re.compile(
    r"\b(?:norrøn|mytologi|åsatru|æser|valhall|hammar|hammer|gud(?:er|ar|ane|ene|inne)\b)", re.IGNORECASE
)
_BESIDE = 40
_SURNAME = re.compile(r" ([^\W\d_]{2,})")

_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_NUMBERED = re.compile(r"\[[^\W\d_]+ \d+\]")
_DIGITS = re.compile(r"(?<![\w])(?:\+|00)?\d(?:[ .\-–/\u00a0]{0,2}\d){4,}(?!\w)")
_DATE = re.compile(
    r"\d{1,2}[ ./-]{1,2}\d{1,2}[ ./-]{1,2}(?:19|20)?\d\d|(?:19|20)\d\d[ ./-]\d\d[ ./-]\d\d"
    r"|(?:19|20)\d\d(?:[ ./–-]{1,2}(?:(?:19|20)\d\d|\d\d))+|\d{1,3}(?:[ .\u00a0]\d{3})*[ .\u00a0]000"
)
_ADDRESS = re.compile(
    r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)*|\b(?:alfa)?krøll(?:alfa)?\b|\b(?:https?://|www\.)\S+", re.IGNORECASE
)


def _is_a_date(digits: str) -> bool:
    """Whether this is a date, years beside each other, or a round sum."""
    return _DATE.fullmatch(digits) is not None


@lru_cache(maxsize=_KEPT)
def _runs_of_digits(text: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers in figures or read aloud: their place, and their digits."""
    return tuple(_read_digits(text))


def _read_digits(text: str) -> Iterator[tuple[int, int, str]]:
    seen = without_hidden(text)
    for found in _DIGITS.finditer(seen.text):
        digits = "".join(c for c in found[0] if c.isdecimal())
        yield (
            seen.back(found.start()),
            seen.back(found.end() - 1) + 1,
            re.sub(r"^(?:00)?47(?=\d{8}$)", "", digits),
        )
    reading = Reading(text)
    for run in runs(reading, across_turns=False):
        digits = "".join(said.digits for said in run)
        if len(digits) >= 5:
            yield reading.words[run[0].first].start, reading.words[run[-1].last - 1].end, digits
