"""Who is who in a study: from findings and people's rulings to one registry. Pure.

Certain links are made, unsure ones become doubts that people settle (`link_groups.py`); what people said of
places comes first (`link_places.py`), and ids and numbers stay what they were (`link_ids.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from random import Random
from typing import Any

from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.link_groups import SURENESS, Group, Groups, Parted
from pipeline.anonymise.link_ids import Memory, Numbers, identified, remember, remembered
from pipeline.anonymise.link_names import Genitives, key_of
from pipeline.anonymise.link_places import (
    KEPT,
    Key,
    Same,
    Spot,
    Texts,
    Verdicts,
    added,
    disjoint,
    found_in,
    found_once,
    known_in,
    names_of,
    spelling,
    told,
)
from pipeline.anonymise.link_titles import Shared, Titles
from pipeline.anonymise.memory import NAMED, Known
from pipeline.artefacts.entity import Doubt, Entity, EntityId, EntityRegistry, Mention, Mentions
from pipeline.artefacts.finding import Findings, IdentifierType
from pipeline.artefacts.ruling import (
    Alias,
    Link,
    Part,
    Ruling,
    RulingOperation,
    Separate,
    SetPerson,
    SetReplacement,
    SetRole,
)
from pipeline.artefacts.verified import VerifiedTranscript

#: Reasons for doubts about who holds an office in several interviews.
OF_OFFICES = frozenset({"link.doubt.office", "link.doubt.workplace"})

_TYPES = {kind: place for place, kind in enumerate(IdentifierType)}


@dataclass(frozen=True)
class Linked:
    """Who is who: the registry, and the mentions of each interview.

    `memory` is who was at each place before people linked and separated, for the next time.
    """

    registry: EntityRegistry
    mentions: Mapping[str, Mentions]
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True)
class Undecided:
    """What people must still decide in an interview: mentions by id, doubts, and persons without a role.

    `doubts` are questions: those that one answer settles stand together.
    """

    mentions: tuple[str, ...] = ()
    doubts: tuple[tuple[Doubt, ...], ...] = ()
    roles: tuple[EntityId, ...] = ()

    @property
    def count(self) -> int:
        """How many decisions that are, at the most."""
        return len(self.mentions) + len(self.doubts) + len(self.roles)


def undecided(linked: Linked, interview: str) -> Undecided:
    """What people must still decide before this interview counts as reviewed.

    A role that only the machine has guessed counts as not decided.
    """
    mentions = linked.mentions[interview].mentions
    here = {one.entity_id for one in mentions if one.status != "rejected"}
    return Undecided(
        mentions=tuple(one.id for one in mentions if one.status in ("suggested", "look_again")),
        doubts=tuple(
            together
            for together in questions(linked.registry)
            if any({one.left, one.right} & here for one in together)
        ),
        roles=tuple(
            one.id
            for one in linked.registry.entities
            if one.type is IdentifierType.PERSON
            and (one.id in here or interview in one.respondent_of)
            and (not one.role_by or one.role == "undecided")
        ),
    )


def questions(registry: EntityRegistry) -> tuple[tuple[Doubt, ...], ...]:
    """The doubts of a study as questions: of an office, all interviews are one question."""
    names = {entity.id: entity.name for entity in registry.entities}
    together: dict[tuple[str, ...], list[Doubt]] = defaultdict(list)
    for doubt in registry.doubts:
        key: tuple[str, ...] = (doubt.left, doubt.right)
        if doubt.reason in OF_OFFICES:
            key = (doubt.left, doubt.reason, key_of(IdentifierType.TITLE, names.get(doubt.right, "")))
        together[key].append(doubt)
    return tuple(map(tuple, together.values()))


def link(
    interviews: Sequence[tuple[VerifiedTranscript, Findings]],
    rulings: Sequence[Ruling],
    before: EntityRegistry,
    random: Random,
    memory: Memory | None = None,
) -> Linked:
    """One registry for the study, and the mentions of every interview.

    Args:
        interviews: each interview's text and findings, in any order.
        rulings: what people have decided and not taken back, oldest first.
        before: the registry of last time; empty the first time.
        random: draws ids and numbers for who is new.
        memory: `Linked.memory` of last time; without it people are known again by what they are called.
    """
    memory = memory or {}
    ordered = sorted(interviews, key=lambda one: one[0].interview)
    texts = {verified.interview: texts_of(verified) for verified, _ in ordered}
    verdicts = Verdicts(texts, rulings)
    people = _Rulings(rulings, texts, before)
    found = [findings for _, findings in ordered]
    spots = _spots(texts, found, verdicts, people)
    numbers = Numbers.after(before, random, people.minted)

    def told_apart(spots: Sequence[Spot]) -> _Who:
        base, shared = _grouped(_Apart.of(texts, spots, people, verdicts, memory))
        ids = identified(base.all, before, memory, numbers)
        at = {spot.key: entity for group, entity in zip(base.all, ids, strict=True) for spot in group.spots}
        rejected = {spot: _rejected(spot, at, spots, memory, numbers) for spot in spots if not spot.stands}
        return _Who(base, shared, ids, at, rejected, people)

    who = told_apart(spots)
    # What was said of all mentions of somebody makes other groups, where it makes another type of them.
    after = [_whole(spot, who.whose, verdicts, spots, people) for spot in spots] if verdicts.whole else spots
    if after != spots:
        # Who was told to be nobody is not looked for either: what was found of them alone goes.
        told_of = {spot.key: spot for spot in after}
        nobody = {one.key for one, was in zip(after, spots, strict=True) if was.stands and not one.stands}
        spots = [told_of.get(spot.key, spot) for spot in _spots(texts, found, verdicts, people, nobody)]
        who = told_apart(spots)
    checks = {spot.key for group in who.base.all for spot in group.spots if spot.check}
    spots = [replace(spot, check=True) if spot.key in checks and not spot.check else spot for spot in spots]
    entities = _Entities(who, spots, people, before, numbers).entities()
    living = {entity.id: entity.type for entity in entities}
    learnt = remember(who.base.all, who.ids, who.rejected, memory)
    return Linked(
        EntityRegistry(
            entities=entities,
            doubts=tuple(_doubts(who, people, living)),
            retired=numbers.retired(living),
        ),
        dict(_all_mentions(texts, spots, who.whose)),
        {name: _still_there(learnt.get(name, {}), text) for name, text in texts.items()},
    )


def _all_mentions(
    texts: Mapping[str, Texts], spots: Iterable[Spot], whose: Mapping[Key, EntityId]
) -> Iterator[tuple[str, Mentions]]:
    by_interview: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_interview[spot.interview].append(spot)
    for name, text in texts.items():
        own = tuple(by_interview[name])
        yield name, _mentions(text, own, tuple(whose[spot.key] for spot in own))


def _still_there(places: Mapping[str, EntityId], texts: Texts) -> dict[str, EntityId]:
    """What is remembered, without turns that are gone."""
    return {place: entity for place, entity in places.items() if place.rsplit(":", 3)[0] in texts.text}


@lru_cache(maxsize=KEPT)
def _texts(verified: Same[VerifiedTranscript]) -> Texts:
    return Texts(verified.value)


def texts_of(verified: VerifiedTranscript) -> Texts:
    """An interview's turns as they are linked; the same for the same value."""
    return _texts(Same(verified))


@dataclass(frozen=True)
class _Apart:
    """What groups depend on, and nothing else: most decisions leave all of it as it was."""

    texts: tuple[Texts, ...]
    spots: tuple[tuple[Any, ...], ...] = field(repr=False)
    #: Who was said to be two, and, where somebody was, who was at each place.
    parts: tuple[Any, ...]
    #: Titles whose entity of last time people have said something of.
    settled: frozenset[tuple[Key, EntityId]]
    standing: tuple[Spot, ...] = field(compare=False, repr=False)
    parted: Parted = field(compare=False, repr=False)

    @classmethod
    def of(
        cls,
        texts: Mapping[str, Texts],
        spots: Sequence[Spot],
        people: _Rulings,
        verdicts: Verdicts,
        memory: Memory,
    ) -> _Apart:
        standing = tuple(spot for spot in spots if spot.stands)
        parts = tuple((people.now(a), people.now(b)) for a, b in people.parts)
        return cls(
            tuple(texts.values()),
            tuple(
                (*spot.key, spot.type, spot.words, spot.check, spot.reason, spot.found_as)
                for spot in standing
            ),
            (parts, tuple((name, tuple(places.items())) for name, places in memory.items())) if parts else (),
            _settled(standing, people, verdicts, memory),
            standing,
            _parted(people, memory),
        )


@lru_cache(maxsize=4)
def _grouped(apart: _Apart) -> tuple[Groups, tuple[Shared, ...]]:
    """Which mentions are of the same; nobody changes it afterwards."""
    base = Groups({texts.interview: texts for texts in apart.texts}, apart.standing, apart.parted)
    titles = Titles(base, apart.standing, dict(apart.settled))
    base.others += titles.groups
    return base, titles.shared


class _Who:
    """Which entity each group of mentions is, and whom each place mentions after all that people decided."""

    def __init__(
        self,
        base: Groups,
        shared: Sequence[Shared],
        ids: Sequence[EntityId],
        at: Mapping[Key, EntityId],
        rejected: Mapping[Spot, EntityId],
        people: _Rulings,
    ) -> None:
        self.base, self.shared, self.ids, self.rejected = base, shared, ids, rejected
        self.of = {id(group): entity for group, entity in zip(base.all, ids, strict=True)}
        _called(base, ids, people)
        everywhere = {**at, **{spot.key: entity for spot, entity in rejected.items()}}
        self.whose = {key: people.now(people.moved.get(key, entity)) for key, entity in everywhere.items()}
        for group in base.all:
            for spot in group.spots:
                if spot.entity is not None:
                    self.whose[spot.key] = people.now(spot.entity)


# ---------------------------------------------------------------------- what people have decided


class _Rulings:
    """Decisions about entities, replayed: who became whom, who is two, and what was said of each."""

    def __init__(self, rulings: Sequence[Ruling], texts: Mapping[str, Texts], before: EntityRegistry) -> None:
        self._into: dict[EntityId, EntityId] = {}
        self.parts: list[tuple[EntityId, EntityId]] = []
        self.moved: dict[Key, EntityId] = {}
        self.minted: set[EntityId] = set()
        self.said: dict[EntityId, list[tuple[RulingOperation, str]]] = defaultdict(list)
        self.aliases: list[Alias] = []
        self.spoken_of: set[EntityId] = set()
        self.types = {entity.id: entity.type for entity in before.entities}
        for ruling in rulings:
            for operation in ruling.operations:
                self._take(operation, ruling.who, texts)

    def _take(self, operation: RulingOperation, who: str, texts: Mapping[str, Texts]) -> None:
        if isinstance(operation, (Link, Part)):
            self.spoken_of |= {operation.entity, operation.other}
        elif isinstance(operation, (Separate, Alias, SetRole, SetPerson, SetReplacement)):
            self.spoken_of.add(operation.entity)
        match operation:
            case Link():
                left, right = self.now(operation.entity), self.now(operation.other)
                if left != right:
                    self._into[right] = left
            case Part():
                self.parts.append((operation.entity, operation.other))
            case Separate():
                self.minted.add(operation.new_entity)
                self.parts.append((operation.entity, operation.new_entity))
                for place in operation.places:
                    now = texts[place.interview].carried(place) if place.interview in texts else None
                    if now is not None:
                        key = (place.interview, now.turn_id, now.start, now.end)
                        self.moved[key] = operation.new_entity
            case Alias():
                self.aliases.append(operation)
            case SetRole() | SetPerson() | SetReplacement():
                self.said[operation.entity].append((operation, who))
            case _:
                return

    def join(self, entity: EntityId, other: EntityId) -> None:
        """The other goes into the entity, where nobody has said that they are two."""
        left, right = self.now(entity), self.now(other)
        if left != right and not self.parted(left, right):
            self._into[right] = left

    def now(self, entity: EntityId) -> EntityId:
        """Who an entity is after all that was linked."""
        while entity in self._into:
            entity = self._into[entity]
        return entity

    def parted(self, left: EntityId, right: EntityId) -> bool:
        """Whether people have said that these are two."""
        return self.now(left) != self.now(right) and self.several((left, right))

    def several(self, entities: Iterable[EntityId]) -> bool:
        """Whether people have said of any two of these that they are two."""
        some = {self.now(one) for one in entities}
        pairs = ((self.now(a), self.now(b)) for a, b in self.parts)
        return any(a != b and {a, b} <= some for a, b in pairs)


def _parted(people: _Rulings, memory: Memory) -> Parted:
    """Whether two groups are, by who they were last time, two whom people have parted."""
    if not people.parts:
        return lambda _left, _right: False

    def parted(left: Group, right: Group) -> bool:
        a, b = remembered(left.spots, memory), remembered(right.spots, memory)
        return any(people.parted(one, other) for one in a for other in b if one != other)

    return parted


def _settled(
    spots: Iterable[Spot], people: _Rulings, verdicts: Verdicts, memory: Memory
) -> frozenset[tuple[Key, EntityId]]:
    """Titles with who they were last time, where people have decided something of that one."""
    of_all = {
        memory.get(key[0], {}).get(f"{key[1]}:{key[2]}:{key[3]}:{IdentifierType.TITLE.value}")
        for key in (one.key for one in verdicts.whole)
        if key is not None
    }
    titles = (spot for spot in spots if spot.type is IdentifierType.TITLE)
    was = ((spot.key, memory.get(spot.interview, {}).get(spot.place)) for spot in titles)
    return frozenset(
        (key, entity)
        for key, entity in was
        if entity is not None and (entity in people.spoken_of or entity in of_all)
    )


def _called(base: Groups, ids: Sequence[EntityId], people: _Rulings) -> None:
    """Groups that are called as people have said that somebody is also called are that one."""
    for alias in people.aliases:
        kind = people.types.get(people.now(alias.entity))
        if kind is None:
            continue
        for group, entity in zip(base.all, ids, strict=True):
            forms = {_form(base.genitives, kind, spot.words) for spot in group.spots}
            if group.type is kind and forms == {_form(base.genitives, kind, alias.alias)}:
                people.join(alias.entity, entity)


def _form(genitives: Genitives, kind: IdentifierType, words: str) -> object:
    return genitives.name(words) if kind is IdentifierType.PERSON else key_of(kind, words)


# ---------------------------------------------------------------------- mentions


def _spots(
    texts: Mapping[str, Texts],
    findings: Iterable[Findings],
    verdicts: Verdicts,
    people: _Rulings,
    nobody: Collection[Key] = frozenset(),
) -> list[Spot]:
    """All places of the study: found, added by people, and found again because the study knows them.

    At places of `nobody` stands no name that the study knows.
    """
    found = [spot for one in findings for spot in found_in(texts[one.interview], one)]
    found += added(texts, verdicts, found)
    found = list(disjoint((verdicts.of(spot) for spot in found), texts))
    somebody = [spot for spot in found if spot.key not in nobody] if nobody else found
    known = names_of(somebody)
    sure = {(spot.words, spot.type) for spot in somebody if spot.status == "accepted" and spot.type in NAMED}
    for alias in people.aliases:
        kind = people.types.get(people.now(alias.entity))
        if kind in NAMED:
            sure.add((alias.alias, kind))
    for text in texts.values():
        sure |= {(one.name, IdentifierType.PERSON) for one in text.verified.names if one.name.strip()}
    # What people are sure of is guessed at too, in every interview; where it is an ordinary word (`jo`), not.
    guessed = {one for one in sure if not any(map(gazetteer().is_ordinary, one[0].casefold().split()))}
    by_interview: dict[str, list[Spot]] = defaultdict(list)
    for spot in found:
        by_interview[spot.interview].append(spot)
    ordered = sorted(known.keys() | sure)
    for name, text in texts.items():
        look = [
            Known(words, kind, own=(words, kind) in guessed or name in known.get((words, kind), ()))
            for words, kind in ordered
        ]
        found += known_in(text, look, by_interview[name])
    spots = disjoint((verdicts.of(spot) for spot in found), texts)
    accepted = tuple(found_once(texts, verdicts, spots))
    if accepted:
        spots = disjoint((*spots, *(verdicts.of(spot) for spot in accepted)), texts)
    return list(spots)


def _rejected(
    spot: Spot, at: Mapping[Key, EntityId], spots: Sequence[Spot], memory: Memory, numbers: Numbers
) -> EntityId:
    """Whom a rejected mention was thought to mention."""
    was = memory.get(spot.interview, {}).get(spot.place)
    if was is not None:
        return was
    words = spelling(spot.words)
    for other in spots:
        if other.key in at and other.type is spot.type and spelling(other.words) == words:
            return at[other.key]
    return numbers.new_id()


def _whole(
    spot: Spot, whose: Mapping[Key, EntityId], verdicts: Verdicts, spots: Sequence[Spot], people: _Rulings
) -> Spot:
    """A spot with what was said of all mentions of its entity.

    Where an ordinary word was rejected (`dag`), only mentions spelt like it go: whoever is also mentioned by
    a fuller name stays hidden.
    """
    for one in verdicts.whole:
        entity = whose.get(one.key) if one.key is not None else None
        if one.entity is not None:
            entity = people.now(one.entity)
        if entity is None or whose.get(spot.key) != entity or one.verdict.order <= spot.decided:
            continue
        if one.verdict.type is None and spelling(spot.words) != one.words and " " not in one.words:
            fuller = any(whose.get(other.key) == entity and " " in other.words.strip() for other in spots)
            if fuller:
                continue
        spot = told(spot, replace(one.verdict, entity=None))
    return spot


@lru_cache(maxsize=KEPT)
def _mentions(texts: Texts, spots: tuple[Spot, ...], entities: tuple[EntityId, ...]) -> Mentions:
    """The mentions of an interview, by its spots and whom each of them mentions."""
    return Mentions(
        interview=texts.interview,
        text_digest=texts.digest,
        mentions=tuple(
            Mention(
                id=spot.id,
                turn_id=spot.turn_id,
                start=spot.start,
                end=spot.end,
                type=spot.type,
                entity_id=entity,
                source=spot.source,
                score=spot.score,
                recogniser=spot.recogniser,
                reason=spot.reason,
                check=spot.check,
                status=spot.status,
                decided_by=spot.decided_by,
            )
            for spot, entity in zip(spots, entities, strict=True)
        ),
    )


# ---------------------------------------------------------------------- entities


class _Entities:
    """The entities that mentions make, with what people have said of them."""

    def __init__(
        self,
        who: _Who,
        spots: Sequence[Spot],
        people: _Rulings,
        before: EntityRegistry,
        numbers: Numbers,
    ) -> None:
        self._who, self._people, self._numbers = who, people, numbers
        self._genitives: Genitives = who.base.genitives
        self._before = {entity.id: entity for entity in before.entities}
        self._spots: dict[EntityId, list[Spot]] = defaultdict(list)
        for spot in spots:
            if spot.stands:
                self._spots[who.whose[spot.key]].append(spot)
        self._groups: dict[EntityId, list[Group]] = defaultdict(list)
        for group in who.base.all:
            self._groups[people.now(who.of[id(group)])].append(group)
        self._aliases: dict[EntityId, list[str]] = defaultdict(list)
        for alias in people.aliases:
            self._aliases[people.now(alias.entity)].append(alias.alias)

    def entities(self) -> tuple[Entity, ...]:
        """All who are mentioned, or who answer; by type and number."""
        ids = sorted(
            one
            for one in {*self._spots, *self._groups}
            if self._spots.get(one) or any(group.said for group in self._groups.get(one, ()))
        )
        kinds = {one: self._type(one) for one in ids}
        count = Counter(kinds.values())
        order = sorted(ids, key=lambda one: (one not in self._before, self._first(one)))
        numbered = {one: self._numbers.number(one, kinds[one], count[kinds[one]]) for one in order}
        made = [self._entity(one, kinds[one], numbered[one], kinds) for one in ids]
        return tuple(sorted(made, key=lambda one: (_TYPES[one.type], one.number)))

    def _first(self, entity: EntityId) -> tuple[str, str]:
        first = self._spots[entity][0].key if self._spots.get(entity) else ("", "", 0, 0)
        return f"{first[0]} {first[1]} {first[2]:09d}", entity

    def _type(self, entity: EntityId) -> IdentifierType:
        kinds = Counter(spot.type for spot in self._spots.get(entity, ()))
        if not kinds:
            return self._groups[entity][0].type
        return min(kinds, key=lambda kind: (-kinds[kind], _TYPES[kind]))

    def _entity(
        self, entity: EntityId, kind: IdentifierType, number: int, kinds: Mapping[EntityId, IdentifierType]
    ) -> Entity:
        groups = self._groups.get(entity, [])
        said = [name for group in groups for name in group.said]
        met = [spot.words for spot in self._spots.get(entity, ())]
        aliases = tuple(dict.fromkeys((*met, *said, *self._aliases.get(entity, ()))))
        answers = {one for group in groups for one in group.answers}
        office = any(group.office for group in groups)
        was = self._before.get(entity)
        values: dict[str, Any] = {
            "role": "undecided",
            "person": self._person(groups, kinds),
            "surrogate": was.surrogate if was is not None and was.type is kind else "",
        }
        if kind is IdentifierType.PERSON:
            values["role"] = "respondent" if answers else "undecided" if office else "third_party"
            values["respondent_of"] = tuple(sorted(answers))
        for operation, who in self._said(entity):
            match operation:
                case SetRole():
                    values |= {
                        "role": operation.role,
                        "respondent_of": operation.respondent_of,
                        "role_by": who,
                    }
                case SetPerson():
                    person = operation.person
                    now = None if person is None else self._people.now(person)
                    values["person"] = now if now in kinds else None
                case SetReplacement():
                    values |= {
                        "operator": operation.operator,
                        "replacement": operation.replacement,
                        "replacement_by": who if operation.operator or operation.replacement else "",
                    }
        return Entity(
            id=entity, type=kind, name=self._name(kind, aliases), aliases=aliases, number=number, **values
        )

    def _said(self, entity: EntityId) -> Iterator[tuple[RulingOperation, str]]:
        """What was said of an entity and of those that went into it; of itself last."""
        others = [one for one in self._people.said if one != entity and self._people.now(one) == entity]
        for one in (*others, entity):
            yield from self._people.said.get(one, ())

    def _person(self, groups: Sequence[Group], kinds: Mapping[EntityId, IdentifierType]) -> EntityId | None:
        for group in groups:
            if group.person is not None:
                person = self._people.now(self._who.of[id(group.person.now)])
                return person if person in kinds else None
        return None

    def _name(self, kind: IdentifierType, aliases: Sequence[str]) -> str:
        """The fullest form, without the genitive where one was met."""
        if kind is not IdentifierType.PERSON:
            shortest: dict[str, str] = {}
            for alias in aliases:
                key = key_of(kind, alias)
                if key not in shortest or len(alias) < len(shortest[key]):
                    shortest[key] = alias
            return max(shortest.values(), key=len, default="")
        best = max(aliases, key=lambda one: (len(self._genitives.name(one).words), len(one)), default="")
        words = best.split()
        if words:
            bare = self._genitives.without(words[-1].casefold())
            words[-1] = words[-1][: len(bare)] if words[-1].casefold().startswith(bare) else words[-1]
        return " ".join(words)


def _doubts(who: _Who, people: _Rulings, living: Mapping[EntityId, IdentifierType]) -> Iterator[Doubt]:
    """The questions that nobody has settled, each once.

    Where several interviews may speak of one holder of an office, the first is asked about with each of the
    others; not where people have said of two of them that they are two, as then it is not one holder.
    """
    asked: dict[tuple[EntityId, EntityId], str] = {}

    def ask(left: EntityId, right: EntityId, why: str) -> None:
        if left == right or left not in living or right not in living or people.parted(left, right):
            return
        pair = (left, right) if (right, left) not in asked else (right, left)
        if pair not in asked or SURENESS[why] > SURENESS[asked[pair]]:
            asked[pair] = why

    for one in who.base.questions:
        left, right = (people.now(who.of[id(group.now)]) for group in (one.left, one.right))
        ask(left, right, one.why)
    for shared in who.shared:
        held = list(dict.fromkeys(people.now(who.of[id(group.now)]) for group in shared.groups))
        if not people.several(held):
            for other in held[1:]:
                ask(held[0], other, shared.why)
    for (left, right), why in sorted(asked.items(), key=lambda one: (-SURENESS[one[1]], one[0])):
        yield Doubt(left=left, right=right, score=SURENESS[why], reason=f"link.doubt.{why}")
