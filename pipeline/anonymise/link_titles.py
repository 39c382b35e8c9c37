"""Whose a title is: somebody's by name, the respondent's, or one that is known by what it is said of.

A title that stands alone is one within its interview, apart for each place of work and each pronoun that is
said with it; in another interview it is another, as each school has its own `rektor`. Where two interviews
speak of the same place of work, or of an office that a municipality has one of, people are asked, once for
all interviews.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.anonymise import link_names as names
from pipeline.anonymise.link_groups import Group, Groups
from pipeline.anonymise.link_places import Key, Spot
from pipeline.anonymise.link_said import is_office, own_title, repeats, said_of, title_and, title_beside
from pipeline.artefacts.finding import IdentifierType as T
from pipeline.artefacts.verified import VerifiedTurn

#: An office: a title's key, and the place of work that it is of; empty where that is not said.
Office = tuple[str, str]

#: Who was at places last time, where people have said something of that one.
Settled = Mapping[Key, str]


@dataclass(frozen=True)
class Shared:
    """Groups of several interviews that may be one holder of an office: one question for all of them."""

    why: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class _Key:
    """What titles of one group have in common: an owner; or else an interview, a title and what it is of."""

    owner: str = ""
    interview: str = ""
    title: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    whose: str = field(default="", repr=False)

    @property
    def alone(self) -> bool:
        """Whether nothing says whose it is, or of what."""
        return not (self.owner or self.place or self.whose)


@dataclass(eq=False)
class _Held:
    """A group of titles with the offices that it was met in, by interview."""

    group: Group
    owned: bool = False
    offices: dict[str, set[Office]] = field(default_factory=lambda: defaultdict(set), repr=False)

    def take(self, other: _Held) -> None:
        """Everything of the other is of this one."""
        self.group.take(other.group)
        for interview, offices in other.offices.items():
            self.offices[interview] |= offices


class Titles:
    """All titles of a study as groups, and the offices that people are asked about."""

    def __init__(self, base: Groups, spots: Sequence[Spot], settled: Settled) -> None:
        self._base = base
        self._whose = {spot.key: group for group in base.persons for spot in group.spots}
        self._answering = _answering(base.persons)
        titles = [spot for spot in spots if spot.type is T.TITLE]
        self._owner: dict[Key, tuple[str, Group | None]] = {}
        self._numbered: dict[int, int] = {}
        for before, spot in zip([None, *titles], titles, strict=False):
            self._owner[spot.key] = self._owned(spot, before)
        said: dict[str, set[str]] = defaultdict(set)
        for spot in titles:
            if not self._owner[spot.key][0]:
                said[spot.interview].add(names.key_of(T.TITLE, spot.words))
        self._held: dict[_Key, _Held] = {}
        for spot in titles:
            self._put(spot, said[spot.interview])
        self._antecedents()
        self._settle(settled)
        self._ask_whose()
        self.groups = [held.group for held in self._in_order()]
        self.shared = tuple(self._offices())

    # ------------------------------------------------------------------ within an interview

    def _put(self, spot: Spot, said: set[str]) -> None:
        """A title to its group; `said` are the keys of those in its interview that are nobody's by name."""
        turn, others = self._base.turn(spot), self._base.by_turn[spot.interview, spot.turn_id]
        owner, person = self._owner[spot.key]
        of = said_of(turn, spot, others)
        place = names.key_of(of.type, of.words) if isinstance(of, Spot) else ""
        title = names.key_of(T.TITLE, spot.words)
        if owner:
            key = _Key(owner)
            offices = {(_spelt(title), place), (_spelt(title), "")}
        else:
            title = _full_title(title, said)
            key = _Key("", spot.interview, title, place, of if isinstance(of, str) else "")
            offices = set() if key.whose else {(_spelt(title), place)}
        held = self._held.setdefault(key, _Held(Group(T.TITLE, person=person), bool(owner)))
        held.group.spots.append(spot)
        held.group.interviews.add(spot.interview)
        held.offices[spot.interview] |= offices

    def _owned(self, spot: Spot, before: Spot | None) -> tuple[str, Group | None]:
        """Whose a title is, as a key and as a person of the study; an empty key where nobody says.

        `before` is the title that stands before it in the study.
        """
        turn, others = self._base.turn(spot), self._base.by_turn[spot.interview, spot.turn_id]
        if own_title(turn, spot, others):
            person = self._answering.get(spot.interview)
            return self._key(person) if person is not None else self._respondent(spot, turn), person
        for one in others:
            if one.key in self._whose and title_beside(turn, spot, one, others):
                return self._key(self._whose[one.key]), self._whose[one.key]
        if before is not None and before.interview == spot.interview and self._goes_on(before, spot):
            return self._owner[before.key]
        return "", None

    def _goes_on(self, before: Spot, spot: Spot) -> bool:
        """Whether a title is said of whom the one before it is said of."""
        asked, turn = self._base.turn(before), self._base.turn(spot)
        if asked is turn:
            return title_and(turn, before, spot, self._base.by_turn[spot.interview, spot.turn_id])
        place = self._base.texts[spot.interview].place
        same = names.key_of(T.TITLE, before.words) == names.key_of(T.TITLE, spot.words)
        follows = asked.role == "interviewer" and place[turn.id] == place[asked.id] + 1
        return same and follows and repeats(turn, spot)

    def _key(self, person: Group) -> str:
        return f"P {self._numbered.setdefault(id(person), len(self._numbered))}"

    def _respondent(self, spot: Spot, turn: VerifiedTurn) -> str:
        """Who says so, or whom the interviewer asks where only one answers; nobody where that is not told."""
        answer = {one.speaker for one in self._base.texts[spot.interview].turns if one.role == "respondent"}
        speaker = turn.speaker if turn.role == "respondent" else "".join(answer) if len(answer) == 1 else ""
        return f"R {spot.interview} {speaker}" if speaker else ""

    def _antecedents(self) -> None:
        """`rektor på Lia skole … rektoren`: the one that was said first is meant, if it is the only one."""
        for key, held in list(self._held.items()):
            if not key.alone or self._owners(key):
                continue
            at = [
                one
                for other, one in self._held.items()
                if other.place and (other.interview, other.title) == (key.interview, key.title)
            ]
            place = self._base.texts[key.interview].place
            first = [
                min((place[spot.turn_id], spot.start) for spot in one.group.spots) for one in (*at, held)
            ]
            if len(at) == 1 and first[0] < first[1] and not self._base.parted(at[0].group, held.group):
                at[0].take(self._held.pop(key))

    def _settle(self, settled: Settled) -> None:
        """What was one entity and what people have said something of stays one."""
        first: dict[str, _Held] = {}
        for key, held in list(self._held.items()):
            was = {settled[spot.key] for spot in held.group.spots if spot.key in settled}
            if len(was) == 1 and not held.owned:
                (entity,) = was
                if first.setdefault(entity, held) is not held:
                    first[entity].take(self._held.pop(key))

    def _owners(self, key: _Key) -> list[_Held]:
        """Whose this title is said to be in its interview."""
        return [
            one
            for one in self._held.values()
            if one.owned and (_spelt(key.title), "") in one.offices.get(key.interview, ())
        ]

    def _ask_whose(self) -> None:
        """A title that stands alone may be that of the one person who is said to hold it."""
        for key, held in self._held.items():
            holders = self._owners(key) if key.alone else []
            if len(holders) == 1:
                self._base.ask(holders[0].group, held.group, "title")

    # ------------------------------------------------------------------ in the study

    def _in_order(self) -> list[_Held]:
        return sorted(self._held.values(), key=lambda one: not one.owned)

    def _offices(self) -> Iterable[Shared]:
        """Offices in several interviews that only one person is said to hold: the first is the holder's."""
        held: dict[Office, list[_Held]] = defaultdict(list)
        for one in self._in_order():
            for office in sorted({office for offices in one.offices.values() for office in offices}):
                held[office].append(one)
        for office, several in sorted(held.items(), key=lambda one: one[0]):
            title, place = office
            owned = [one for one in several if one.owned]
            apart = {interview for one in several for interview in one.group.interviews}
            if len(owned) > 1 or len(apart) < 2 or len(several) < 2 or not (place or is_office(title)):
                continue
            there = owned[0].group.interviews if owned else set[str]()
            # where somebody is said to hold it, that interview asks for itself (`_ask_whose`)
            asked = [one.group for one in several if one.owned or not one.group.interviews <= there]
            if len(asked) > 1:
                yield Shared("workplace" if place else "office", tuple(asked))


def _answering(persons: Iterable[Group]) -> dict[str, Group]:
    """Who answers in each interview, where that is one person."""
    answering: dict[str, list[Group]] = defaultdict(list)
    for group in persons:
        for interview in group.answers:
            answering[interview].append(group)
    return {interview: groups[0] for interview, groups in answering.items() if len(groups) == 1}


def _full_title(key: str, said: Iterable[str]) -> str:
    """`direktøren` is the `direktør for oppvekst` where the interview knows one such."""
    longer = [one for one in said if one.startswith(f"{key} ")]
    return longer[0] if len(longer) == 1 else key


def _spelt(title: str) -> str:
    """A title's key as Bokmål spells it, where Nynorsk has another ending."""
    return title.replace("ordførar", "ordfører")
