"""Ids and numbers of entities: drawn once, at random, and kept.

A group of mentions is who it was last time by the places of its mentions, and where the text has changed by
what it is called. Whoever is gone leaves id and number behind, and nobody else gets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import ClassVar

from pipeline.anonymise.link_groups import Group
from pipeline.anonymise.link_names import LOCAL
from pipeline.anonymise.link_places import Same, Spot, spelling
from pipeline.artefacts.base import Artefact, Identifier
from pipeline.artefacts.entity import EntityId, EntityRegistry
from pipeline.artefacts.finding import IdentifierType as T

#: What it is worth, when it is told who was who: a place, a common form, a place of another type.
PLACE, FORM, OTHER_TYPE = 4, 3, 1


class Remembered(Artefact):
    """Who was at each place of an interview, before people linked and separated: places and ids, no words."""

    file: ClassVar[str] = "linked.json"

    interview: Identifier
    entities: Mapping[str, EntityId]


Memory = Mapping[str, Mapping[str, EntityId]]


def remembered(spots: Iterable[Spot], memory: Memory) -> dict[EntityId, int]:
    """Who was mentioned at these places, and what that is worth; less where it was of another type."""
    votes: dict[EntityId, int] = defaultdict(int)
    for spot in spots:
        entities = memory.get(spot.interview, {})
        known = entities.get(spot.place)
        if known is not None:
            votes[known] += PLACE
            continue
        where = spot.place.rpartition(":")[0]
        for kind in T:
            if f"{where}:{kind.value}" in entities:
                votes[entities[f"{where}:{kind.value}"]] += OTHER_TYPE
    return votes


def remember(
    groups: Sequence[Group], ids: Sequence[EntityId], rejected: Mapping[Spot, EntityId], memory: Memory
) -> Memory:
    """What is remembered for the next time.

    Who was at a place first stays there, also when people have decided otherwise since: so whatever is taken
    back is as before. Only where a group has become somebody whom none of its places knows, they learn it.
    """
    known: dict[str, dict[str, EntityId]] = {name: dict(places) for name, places in memory.items()}
    for group, entity in zip(groups, ids, strict=True):
        strange = entity not in remembered(group.spots, memory)
        for spot in group.spots:
            places = known.setdefault(spot.interview, {})
            places[spot.place] = entity if strange else places.get(spot.place, entity)
    for spot, entity in rejected.items():
        known.setdefault(spot.interview, {}).setdefault(spot.place, entity)
    return known


@dataclass
class Numbers:
    """Ids and numbers that are drawn; in `retired` an id stands before the numbers that it had."""

    random: Random
    ids: set[str] = field(default_factory=set)
    used: dict[T, set[int]] = field(default_factory=lambda: defaultdict(set))
    had: dict[tuple[str, T], int] = field(default_factory=dict)

    @classmethod
    def after(cls, before: EntityRegistry, random: Random, minted: Iterable[str] = ()) -> Numbers:
        """What is taken already, in the registry of last time and before it."""
        numbers = cls(random, ids=set(minted))
        for entity in before.entities:
            numbers._had(entity.id, entity.type, entity.number)
        entity_id = ""
        for drawn in before.retired:
            kind, _, number = drawn.partition(" ")
            if number:
                numbers._had(entity_id, T(kind), int(number))
            else:
                entity_id = drawn
        return numbers

    def _had(self, entity_id: str, kind: T, number: int) -> None:
        self.ids.add(entity_id)
        self.used[kind].add(number)
        self.had.setdefault((entity_id, kind), number)

    def new_id(self) -> EntityId:
        """An id that nobody has had."""
        while True:
            drawn = f"e-{self.random.getrandbits(32):08x}"
            if drawn not in self.ids:
                self.ids.add(drawn)
                return drawn

    def number(self, entity_id: EntityId, kind: T, count: int) -> int:
        """The number that it has or had; else one of 1…max(9, 3 · count) that nobody has had."""
        if (entity_id, kind) not in self.had:
            most = max(9, 3 * count)
            free = [number for number in range(1, most + 1) if number not in self.used[kind]]
            while not free:
                free = [number for number in range(most + 1, 2 * most + 1) if number not in self.used[kind]]
                most *= 2
            self._had(entity_id, kind, self.random.choice(free))
        return self.had[entity_id, kind]

    def retired(self, living: Mapping[EntityId, T]) -> tuple[str, ...]:
        """All that was drawn and that nobody has now, in an order that says nothing."""
        gone = sorted(one for one in self.had if living.get(one[0]) is not one[1])
        texts: dict[str, list[str]] = defaultdict(list)
        for entity_id, kind in gone:
            texts[entity_id].append(f"{kind.value} {self.had[entity_id, kind]}")
        return tuple(text for entity_id, drawn in texts.items() for text in (entity_id, *drawn))


def identified(
    groups: Sequence[Group], before: EntityRegistry, memory: Memory, numbers: Numbers
) -> list[EntityId]:
    """The id of each group: who it was last time, or a new one."""
    called = tuple((one.id, one.type, one.name, one.aliases) for one in before.entities)
    given = _matched(Same(groups), called, tuple((name, Same(memory[name])) for name in sorted(memory)))
    return [given[index] if index in given else numbers.new_id() for index in range(len(groups))]


@lru_cache(maxsize=4)
def _matched(
    same: Same[Sequence[Group]],
    called: tuple[tuple[EntityId, T, str, tuple[str, ...]], ...],
    remembering: tuple[tuple[str, Same[Mapping[str, EntityId]]], ...],
) -> Mapping[int, EntityId]:
    """Which of those that were there last time each group is, by its place among the groups."""
    groups, memory = same.value, {name: places.value for name, places in remembering}
    forms: dict[tuple[T, str], list[EntityId]] = defaultdict(list)
    for entity, kind, name, aliases in called:
        for form in {spelling(one) for one in (name, *aliases)}:
            forms[kind, form].append(entity)
    met_in = {interview: frozenset(entities.values()) for interview, entities in memory.items()}
    wanted: list[tuple[int, int, EntityId]] = []
    for index, group in enumerate(groups):
        votes = remembered(group.spots, memory)
        met = {*(spot.spelt for spot in group.spots), *map(spelling, group.said)}
        for form in met:
            for one in forms.get((group.type, form), ()):
                here = any(one in met_in.get(interview, ()) for interview in group.interviews)
                if here or not memory or _means_the_same(group):
                    votes[one] = votes.get(one, 0) + FORM
        wanted += [(-weight, index, one) for one, weight in votes.items()]
    given: dict[int, EntityId] = {}
    taken: set[EntityId] = set()
    for _, index, one in sorted(wanted):
        if index not in given and one not in taken:
            given[index] = one
            taken.add(one)
    return given


def _means_the_same(group: Group) -> bool:
    """Whether the form alone says who it is, in any interview."""
    return group.name.full if group.type is T.PERSON else group.type not in LOCAL | {T.TITLE}
