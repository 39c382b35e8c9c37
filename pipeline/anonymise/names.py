"""Proper names of a page and what each is the name of: a person, a place, a district, an organisation.

Evidence is added up, as log odds are: what the name model saw, which lists know the words, what stands
around them, and how the same name stands elsewhere in the interview. Where capitals say something, a name
is a run of capitalised words; where they do not (raw machine transcripts), a word that is no ordinary word
and that the lists or the model know, with the words that go on from it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.anonymise import around, unwritten
from pipeline.anonymise import evidence as ev
from pipeline.anonymise.evidence import Evidence
from pipeline.anonymise.gazetteer import Gazetteer, in_dictionary
from pipeline.anonymise.heads import is_head
from pipeline.anonymise.page import Page
from pipeline.anonymise.reading import Word
from pipeline.anonymise.titles import title_of
from pipeline.artefacts.finding import IdentifierType as T

#: How much of the evidence for a name elsewhere in the interview counts here.
ELSEWHERE = 0.8

#: Evidence below this is no name; the score is one half here.
LEAST, HALF = 0.9, 1.6


@dataclass(frozen=True)
class Name:
    """The name `[start, end)` of words `[first, last)`, of its likeliest type."""

    start: int
    end: int
    first: int
    last: int
    type: T
    score: float
    reason: str
    key: str = field(repr=False)


@dataclass
class _Run:
    first: int
    last: int
    start: int
    end: int
    low: tuple[str, ...] = field(repr=False)
    heads: bool
    evidence: Evidence

    @property
    def key(self) -> str:
        return ev.key_of(" ".join(self.low))


def names(page: Page) -> tuple[Name, ...]:
    """All names in order; no two overlap."""
    runs = [_weighed(page, first, last) for first, last in _runs(page)]
    elsewhere: dict[str, list[Evidence]] = defaultdict(list)
    for run in runs:
        elsewhere[run.key].append(run.evidence)
    parts = _parts(page, runs) if page.rules else {}
    home = _home(page, runs) if page.rules else frozenset()
    found = []
    for run in runs:
        total = run.evidence.copy()
        others = elsewhere[run.key]
        if len(others) > 1:
            total.add_mean([one for one in others if one is not run.evidence], ELSEWHERE)
        for kind, weight in parts.get(run.key, {}).items():
            total.add(kind, weight, "same_name")
        if (
            home & page.lists.districts.get(run.key, frozenset())
            and run.key not in home | page.lists.organisations
        ):
            total.add(T.DISTRICT, 2.6, "home_town")
        name = _decided(run, total)
        if name is not None:
            found.append(name)
    return tuple(found)


def may_name(words: Iterable[Word], lists: Gazetteer, *, cased: bool) -> bool:
    """Whether there is a word that may be a name: one that is not ordinary, or stands in a list of names.

    Where names have capitals (`cased`), a word without one is none if any dictionary has it: what the name
    model sees in it would not count (`_begins_cased`).
    """
    return any(_may_be_a_name(word, lists, cased) for word in words)


def _may_be_a_name(word: Word, lists: Gazetteer, cased: bool) -> bool:
    if word.low in around.NEVER or len(word.low) < 2 or word.text.isdigit():
        return False
    if not lists.is_ordinary(word.low) and title_of(word.low) is None:
        if cased and not word.capital:
            return ev.listed(lists, word.low) and not in_dictionary(word.low)
        return True
    if cased and not word.capital:
        return False
    known = word.low in lists.first_names or word.low in lists.surnames
    return (
        known or word.low in lists.districts or word.low in lists.places or (word.capital and not word.first)
    )


def _decided(run: _Run, total: Evidence) -> Name | None:
    kind, weight = total.best()
    if kind is None or weight < LEAST:
        return None
    rival = max((w for other, w in total.weights.items() if other not in (kind, None)), default=0.0)
    score = 1 / (1 + math.exp(-(weight - HALF)))
    if weight - rival < 0.4:  # that it is a name is surer than of what
        score = min(score, 0.55)
    return Name(run.start, run.end, run.first, run.last, kind, round(score, 3), total.reason(kind), run.key)


def _home(page: Page, runs: Iterable[_Run]) -> frozenset[str]:
    """The towns that the interview is about: named themselves, or two or more of their districts are."""
    count: dict[str, int] = defaultdict(int)
    cities = {city for where in page.lists.districts.values() for city in where}
    for key in {run.key for run in runs}:
        for city in page.lists.districts.get(key, ()):
            count[city] += 1
        if key in cities:
            count[key] += 2
    most = max(count.values(), default=0)
    return frozenset(city for city, number in count.items() if number > 1 and number == most)


def _parts(page: Page, runs: Iterable[_Run]) -> Mapping[str, dict[T, float]]:
    """What one word of a longer name is when it stands alone: `Kari` of `Kari Lie`, `X` of `X skole`."""
    found: dict[str, dict[T, float]] = defaultdict(dict)
    for run in runs:
        kind, weight = run.evidence.best()
        if kind is T.PERSON and len(run.low) > 1 and weight > HALF:
            for word in run.low:
                if len(word) > 1 and word not in around.PARTICLES:
                    known = found[ev.key_of(word)]
                    known[T.PERSON] = max(known.get(T.PERSON, 0.0), min(weight, 2.5) * 0.6)
            if page.reading.cased:
                for short in _initials(run.low):
                    found[short][T.PERSON] = 2.2
        if run.heads and run.key not in page.lists.places and run.key not in page.lists.districts:
            found[run.key][T.ORG] = 2.2
    return found


def _initials(low: tuple[str, ...]) -> set[str]:
    """What people with a name of several words are called in short: all initials, or two of them."""
    letters = [part[0] for word in low for part in word.split("-") if part]
    return {"".join(letters), "".join(letters[:2]), letters[0] + letters[-1]}


# ---------------------------------------------------------------------- which words are a name


def _runs(page: Page) -> Iterator[tuple[int, int]]:
    """Word ranges that may be a name."""
    words = page.reading.words
    seen = _seen_words(page)
    index = 0
    while index < len(words):
        begins = _begins(page, index, seen)
        if not begins:
            index += 1
            continue
        last = index + 1
        while last < len(words) and page.reading.adjacent(last - 1):
            particle = _particle(page, last) or _particle(page, last - 1)
            if _goes_on(page, index, last, seen) or (particle and _particle_leads(page, last, seen)):
                last += 1
            else:
                break
        yield index, last
        index = last


def _seen_words(page: Page) -> dict[int, str]:
    """Index of a word -> the label that the name model gave it; what it sees as no name is left out."""
    found = {}
    for span in page.seen:
        if span.label in ev.LABELS:
            for index in range(page.reading.index(span.start), page.reading.index(span.end)):
                found[index] = span.label
    return found


def _begins(page: Page, index: int, seen: Mapping[int, str]) -> bool:
    word = page.reading.words[index]
    if len(word.low) < 2 or not (word.text[0].isalpha() or any(map(str.isalpha, word.text))):
        return False
    if word.low in around.LEADING:
        return _particle_leads(page, index, seen)
    if word.low in around.NEVER:
        if word.low not in page.lists.first_names:
            return False
        if not page.reading.cased:
            return _surname_follows(page, index)
        return word.capital and (not word.first or _surname_follows(page, index))
    return _begins_cased(page, index, seen) if page.reading.cased else _begins_uncased(page, index, seen)


def _begins_cased(page: Page, index: int, seen: Mapping[int, str]) -> bool:
    """Where names have capitals: any capital inside a sentence, and first in one what is no other word."""
    word, lists = page.reading.words[index], page.lists
    ordinary = lists.is_ordinary(word.low) or index in page.titles
    if not word.capital:  # a word of a dialect, unless a list knows the name
        known = index in seen and not ordinary and ev.listed(lists, word.low)
        return known and not in_dictionary(word.low)
    if not around.opens(page, index):
        return True
    if word.first and (around.is_plain(page, index) or _is_common(page, index)):
        called_out = seen.get(index) in ev.PEOPLE and _vocative(page, index) and _is_common(page, index)
        return called_out or around.called(page, index + 1) is not None or around.introduced(page, index + 1)
    if index in seen or not ordinary:
        return True
    called = around.speaks(page, index) or _vocative(page, index) or around.introduced(page, index + 1)
    person = word.low in lists.first_names or word.low in lists.surnames
    return person and (called or _name_follows(page, index))


def _is_common(page: Page, index: int) -> bool:
    """Whether a dictionary has the word and no list of names does."""
    low = page.reading.words[index].low
    return not ev.listed(page.lists, low) and low not in page.lists.special and in_dictionary(low)


def _begins_uncased(page: Page, index: int, seen: Mapping[int, str]) -> bool:
    """Where nothing has a capital: what the model or the lists know, and what does as people do."""
    word, lists = page.reading.words[index], page.lists
    ordinary = lists.is_ordinary(word.low) or index in page.titles
    if word.low in around.POSSESSIVES and index - 1 in page.titles:
        return False
    if unwritten.is_foreign(word.low) or unwritten.called(page, index) or unwritten.two_who_act(page, index):
        return True
    if around.introduced(page, index + 1) and index not in page.titles:
        return True
    if index in seen and not (ordinary and seen[index] not in ev.PEOPLE):
        named = around.is_named(page, index) or around.comes_from(page, index)
        return named or ordinary or ev.listed(lists, word.low) or not in_dictionary(word.low)
    person = word.low in lists.first_names or word.low in lists.surnames
    if not ordinary and ev.listed(lists, word.low) and not _is_a_family_and_a_word(page, index, seen):
        return True
    if person or not ordinary:
        follows = person and _name_follows(page, index)
        called = around.is_named(page, index) or around.called(page, index + 1) is not None
        if follows or called:
            return True
        if around.like_a_person(page, index) and (person or not in_dictionary(word.low)):
            return True
    return around.at_a_place(page, index) or (not ordinary and around.somewhere(page, index))


def _is_a_family_and_a_word(page: Page, index: int, seen: Mapping[int, str]) -> bool:
    """Whether a dictionary has a word, lists only as a family's name, and no model saw a name."""
    low, lists = page.reading.words[index].low, page.lists
    others = low in lists.first_names or low in lists.places or low in lists.districts
    return not others and index not in seen and low in lists.surnames and in_dictionary(low)


def _name_follows(page: Page, index: int) -> bool:
    """Whether the next word is a name that goes with this one."""
    if not page.reading.adjacent(index):
        return False
    following = page.reading.words[index + 1]
    if page.reading.cased:
        return following.capital
    lists = page.lists
    if lists.is_ordinary(following.low) or index + 1 in page.titles:
        return False
    listed = following.low in lists.surnames or following.low in lists.first_names
    return listed or around.taken_up(page, index + 1)


def _surname_follows(page: Page, index: int) -> bool:
    """Whether a name of the family follows a word that begins sentences: `Jo Nygård`."""
    if not page.reading.adjacent(index):
        return False
    following, lists = page.reading.words[index + 1], page.lists
    if page.reading.cased:
        return following.capital and following.low in lists.surnames
    elsewhere = following.low in lists.places and not around.speaks(page, index + 1)
    others = following.low in lists.first_names or elsewhere
    return following.low in lists.surnames and not others and not lists.is_ordinary(following.low)


def _goes_on(page: Page, first: int, index: int, seen: Mapping[int, str]) -> bool:
    word, lists = page.reading.words[index], page.lists
    if word.low in around.NEVER or word.text.isdigit():
        return False
    if page.reading.cased:
        return word.capital and not around.opens(page, index)
    before = page.reading.words[index - 1].low
    if index in seen and (seen.get(index - 1) == seen[index] or word.low in lists.surnames):
        return True
    if index == first + 1 and unwritten.two_who_act(page, first):
        return True
    named = around.is_named(page, first)
    person = named or before in lists.first_names or (first < index - 1 and before not in lists.places)
    if not person or word.low in lists.first_names & lists.ordinary:
        return False
    if word.low in lists.surnames or word.low in lists.first_names:
        return not lists.is_ordinary(word.low) or word.low in lists.surnames
    named = named or ev.SURNAME_LIKE.search(word.low) is not None or around.taken_up(page, index)
    return (
        named and index not in page.titles and not lists.is_ordinary(word.low) and not _is_common(page, index)
    )


def _particle(page: Page, index: int) -> bool:
    """Whether a word is a particle of a name as it is written here: `Van` with a capital is a name."""
    word = page.reading.words[index]
    return word.low in around.PARTICLES and not word.capital


def _particle_leads(page: Page, index: int, seen: Mapping[int, str]) -> bool:
    """Whether a name goes on after the particles that begin here: `van der Meer`."""
    words = page.reading.words
    while page.reading.adjacent(index) and words[index].low in around.PARTICLES:
        index += 1
    if words[index].low in around.PARTICLES:
        return False
    if page.reading.cased:
        return words[index].capital
    return index in seen or not page.lists.is_ordinary(words[index].low)


def _vocative(page: Page, index: int) -> bool:
    """Whether the word is called out to somebody: between commas, or last after one."""
    word, text = page.reading.words[index], page.text
    return text[word.end : word.end + 1] in (",", "!")


# ---------------------------------------------------------------------- what speaks for which type


def _weighed(page: Page, first: int, last: int) -> _Run:
    words, lists = page.reading.words, page.lists
    run = _Run(
        first,
        last,
        words[first].start,
        words[last - 1].end,
        tuple(word.low for word in words[first:last]),
        last < len(words) and page.reading.adjacent(last - 1) and is_head(words[last].low),
        Evidence(),
    )
    ev.from_model(page, run.first, run.last, run.evidence)
    ev.from_lists(lists, run.low, run.evidence)
    if page.rules:
        ev.from_context(page, run.first, run.last, run.evidence)
        ev.settle(page, run.low, run.evidence)
    return run
