"""Which mentions are of the same: certain links are made, unsure ones become questions for people.

First within each interview, then across the study. Two who share a first name stay two: a short form is
somebody's only where it fits one person of that interview, and across interviews only a full name, or the
same place of work beside it, makes two one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.anonymise import link_names as names
from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.link_names import Genitives, Name
from pipeline.anonymise.link_places import Spot, Texts
from pipeline.anonymise.link_said import called_so, in_office, introduces, large
from pipeline.artefacts.finding import IdentifierType as T
from pipeline.artefacts.verified import VerifiedTurn

#: So near, in letters, a place of work must be named to say which Kari is meant.
BESIDE = 60

#: How sure a question is that it is the same, by its reason.
SURENESS = {
    "spelling": 0.8,
    "workplace": 0.7,
    "office": 0.6,
    "title": 0.6,
    "initials": 0.6,
    "letter": 0.5,
    "first_name": 0.5,
    "which": 0.5,
    "short": 0.5,
    "nickname": 0.4,
}


@dataclass(eq=False)
class Group:
    """Mentions of the same. `name` is a person's fullest; `key` what others have in common.

    `said` are names that people gave to a speaker, and `answers` the interviews in which this person does.
    """

    type: T
    spots: list[Spot] = field(default_factory=list, repr=False)
    name: Name = field(default=Name(()), repr=False)
    key: tuple[str, ...] = field(default=(), repr=False)
    said: list[str] = field(default_factory=list, repr=False)
    interviews: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    person: Group | None = None
    office: bool = False
    into: Group | None = None

    @property
    def now(self) -> Group:
        """The group that this one went into, or itself."""
        return self if self.into is None else self.into.now

    def take(self, other: Group) -> None:
        """Everything of the other is of this one."""
        other.into = self
        self.spots += other.spots
        self.said += other.said
        self.interviews |= other.interviews
        self.answers |= other.answers
        self.office = self.office or other.office
        if other.name.fullness > self.name.fullness:
            self.name = other.name


@dataclass(frozen=True, eq=False)
class Question:
    """Two groups that may be one."""

    left: Group
    right: Group
    why: str


#: Whether people have said that two groups are two.
Parted = Callable[[Group, Group], bool]


class Groups:
    """All groups of a study, with the questions that are left."""

    def __init__(self, texts: Mapping[str, Texts], spots: Sequence[Spot], parted: Parted) -> None:
        self.texts, self.parted = texts, parted
        self.questions: list[Question] = []
        self.by_turn: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for spot in spots:
            self.by_turn[spot.interview, spot.turn_id].append(spot)
        self.genitives = Genitives(
            (
                *(spot.words for spot in spots if spot.type is T.PERSON),
                *(one.name for text in texts.values() for one in text.verified.names),
            )
        )
        by_interview: dict[str, list[Spot]] = defaultdict(list)
        for spot in spots:
            by_interview[spot.interview].append(spot)
        local = [group for interview in texts for group in self._persons(interview, by_interview[interview])]
        self.persons = self._across(local)
        self.others = list(self._others(spots))

    @cached_property
    def all(self) -> list[Group]:
        """All groups: persons first."""
        return [*self.persons, *self.others]

    def turn(self, spot: Spot) -> VerifiedTurn:
        """The turn in which a spot stands."""
        texts = self.texts[spot.interview]
        return texts.turns[texts.place[spot.turn_id]]

    def ask(self, left: Group, right: Group, why: str) -> None:
        """Leave it to people whether two are one."""
        self.questions.append(Question(left, right, why))

    # ------------------------------------------------------------------ persons of one interview

    def _persons(self, interview: str, spots: Sequence[Spot]) -> list[Group]:
        forms: dict[Name, Group] = {}
        unsure: set[Name] = set()
        for spot in spots:
            if spot.type is T.PERSON:
                name = self.genitives.name(spot.words)
                group = forms.setdefault(name, Group(T.PERSON, name=name, interviews={interview}))
                group.spots.append(spot)
                if self.genitives.unsure(name.words[-1]):
                    unsure.add(name)
        for speaker in self.texts[interview].verified.names:
            if speaker.name.strip():
                name = self.genitives.name(speaker.name)
                group = forms.setdefault(name, Group(T.PERSON, name=name, interviews={interview}))
                group.said.append(speaker.name)
                if speaker.role == "respondent":
                    group.answers.add(interview)
        for group in forms.values():
            self._introduced(interview, group)
        found: list[Group] = []
        ordered = sorted(forms.values(), key=lambda one: (-len(one.name.words), one.name.words))
        for kind in (True, False):  # full names first: short ones are told from what they make
            later: list[Group] = []
            for group in ordered:
                if group.name.full is kind and not group.name.initials:
                    self._join(group, found, later)
            self._near(later, found)
        self._pet_names(interview, found)
        for group in (one for one in ordered if one.name.initials):
            found.append(group)
            self._initials(group, [one for one in found if one is not group])
        for name in unsure:
            base = Name((*name.words[:-1], name.words[-1][:-1]))
            for one in found:
                if one is not forms[name] and base.words[-1] in one.name.words:
                    self.ask(one, forms[name], "short")
        return found

    def _join(self, group: Group, found: list[Group], later: list[Group]) -> None:
        """Put a name to the one that it is short for; a name that fits two is neither's."""
        fits = [one for one in found if one.name.full and names.is_part(group.name, one.name)]
        first = [one for one in fits if one.name.words[0] == group.name.words[0]]
        if len(fits) > 1 and len(first) == 1 and names.listed(group.name.words[0]):
            # `Eilif` is Eilif Falk rather than Arne Eilif Brekke, but a person has to look
            group.spots = [replace(spot, check=True) for spot in group.spots]
            fits = first
        if len(fits) == 1:
            fits[0].take(group)
        elif fits:
            found.append(group)
            for one in fits:
                self.ask(one, group, "which")
        elif any(len(word) == 1 for word in group.name.words):
            found.append(group)
            self._initials(group, [one for one in found if one is not group])
        else:
            later.append(group)
            found.append(group)

    def _near(self, later: list[Group], found: list[Group]) -> None:
        """Names that nothing fits: misheard forms of another, or its pet form."""
        for group in later:
            if not any(one is group for one in found):
                continue
            others = [one for one in found if one is not group and not one.name.initials]
            sound = [one for one in others if self._sounds(group, one)]
            sound = [one for one in sound if one.name.full] or sound
            apart = len(sound) == 1 and names.run_together(group.name, sound[0].name)
            if len(sound) == 1 and (apart or _weight(sound[0]) > _weight(group)):
                group.spots = [replace(spot, check=True) for spot in group.spots]
                sound[0].take(group)
                found.remove(group)
                continue
            for one in others:
                if _weight(one) <= _weight(group):
                    continue  # asked once, from the lesser to the greater
                why = self._resembles(group, one)
                if why:
                    self.ask(one, group, why)

    @staticmethod
    def _sounds(group: Group, other: Group) -> bool:
        if names.run_together(group.name, other.name):
            return True
        if len(group.name.words) == 1:
            heard = any(spot.reason.endswith("near_known") for spot in group.spots)
            word = group.name.words[0]
            return any(
                names.same_sound(group.name, Name((part,)))
                or (heard and not names.listed(word) and names.near_words(word, part))
                for part in other.name.words
            )
        return names.same_sound(group.name, other.name)

    @staticmethod
    def _resembles(group: Group, other: Group) -> str:
        if len(group.name.words) > 1:
            if len(group.name.words) == len(other.name.words):
                alike = names.near(group.name, other.name)
                return "letter" if alike else ""
            return ""
        word = group.name.words[0]
        if any(names.near_words(word, part) for part in other.name.words if part != word):
            return "letter"
        return "nickname" if names.nickname(word, other.name.words[0]) and other.name.full else ""

    def _pet_names(self, interview: str, found: Sequence[Group]) -> None:
        """`Jeg heter Odd, men folk sier Odden`: asked, as others are called so too."""
        own = [one for one in found if interview in one.answers]
        turns = {spot.turn_id for one in own for spot in one.spots if self._introduces(spot)}
        for group in found:
            called = any(spot.turn_id in turns and called_so(self.turn(spot), spot) for spot in group.spots)
            if called and len(own) == 1 and group is not own[0]:
                self.ask(own[0], group, "nickname")

    def _initials(self, group: Group, others: Sequence[Group]) -> None:
        for one in others:
            if one.name.initials or not one.name.full:
                continue
            letters = one.name.letters
            if group.name.initials:
                fits = letters == group.name.letters or letters[0] + letters[-1] == group.name.letters
                fits = fits or group.name.letters == letters[0]
            else:
                fits = len(group.name.words) == len(one.name.words) and all(
                    a == b or (len(a) == 1 and b.startswith(a))
                    for a, b in zip(group.name.words, one.name.words, strict=True)
                )
            if fits:
                self.ask(one, group, "initials")

    # ------------------------------------------------------------------ who answers, who holds an office

    def _introduced(self, interview: str, group: Group) -> None:
        for spot in group.spots:
            if self._introduces(spot):
                group.answers.add(interview)
            if in_office(self.turn(spot), spot):
                group.office = True

    def _introduces(self, spot: Spot) -> bool:
        return introduces(self.turn(spot), spot, self.by_turn[spot.interview, spot.turn_id])

    # ------------------------------------------------------------------ persons of the study

    def _across(self, local: Sequence[Group]) -> list[Group]:
        """Who is the same in two interviews: by the full name, or by a short one with the same workplace."""
        found: list[Group] = []
        by_name: dict[tuple[str, ...], list[Group]] = defaultdict(list)
        for group in (one for one in local if one.name.full):
            same = [one for one in by_name[group.name.words] if not self.parted(one, group)]
            if len(same) == 1 and not same[0].interviews & group.interviews:
                same[0].take(group)
            else:
                found.append(group)
                by_name[group.name.words].append(group)
        self._full_names_alike(found)
        shorts = [one for one in local if not one.name.full and not one.name.initials]
        by_word: dict[str, list[Group]] = defaultdict(list)
        for group in found:
            for word in set(group.name.words):
                by_word[word].append(group)
        for group in shorts:
            word = group.name.words[0]
            fits = [one for one in by_word[word] if not one.interviews & group.interviews]
            fits = [one for one in fits if not self.parted(one, group)]
            beside = [one for one in fits if self._workplaces(one) & self._workplaces(group)]
            if len(beside) == 1 and len(group.name.words) == 1:
                group.spots = [replace(spot, check=True) for spot in group.spots]
                beside[0].take(group)
                continue
            known = [one for one in by_word[word] if one.name.full]
            for one in [one for one in fits if one.name.full] or fits[:1]:
                self.ask(one, group, "first_name")
            if not known or not fits:
                by_word[word].append(group)
            found.append(group)
        found += [one for one in local if one.name.initials]
        return found

    def _full_names_alike(self, found: Sequence[Group]) -> None:
        """Doubts about full names of two interviews that are a letter apart, or one in the other."""
        pairs: dict[str, list[Group]] = defaultdict(list)
        for group in found:
            for word in set(group.name.words):
                pairs[word].append(group)
        asked: set[frozenset[int]] = set()
        for groups in pairs.values():
            for index, left in enumerate(groups):
                for right in groups[index + 1 :]:
                    pair = frozenset((id(left), id(right)))
                    if left.interviews == right.interviews and len(left.interviews) == 1:
                        continue  # asked in the interview itself
                    if pair in asked:
                        continue
                    asked.add(pair)
                    a, b = left.name, right.name
                    if names.same_sound(a, b):
                        self.ask(left, right, "spelling")
                    elif names.near(a, b):
                        self.ask(left, right, "letter")
                    elif (names.is_part(a, b) or names.is_part(b, a)) and a.words[0] == b.words[0]:
                        self.ask(left, right, "short")

    def _workplaces(self, group: Group) -> frozenset[str]:
        """The organisations that are named beside this person; none that employs very many."""
        lists, beside = gazetteer(), set()
        for spot in group.spots:
            for other in self.by_turn[spot.interview, spot.turn_id]:
                if other.type is not T.ORG or not other.stands:
                    continue
                if max(other.start - spot.end, spot.start - other.end) <= BESIDE:
                    low = other.words.casefold()
                    if low not in lists.organisations and low not in lists.bodies and not large(low):
                        beside.add(names.key_of(T.ORG, other.words))
        return frozenset(beside)

    # ------------------------------------------------------------------ places, workplaces, numbers

    def _others(self, spots: Iterable[Spot]) -> list[Group]:
        found: dict[tuple[str, ...], Group] = {}
        parts: dict[tuple[str, str], tuple[str, ...]] = {}
        for spot in spots:
            if spot.type in (T.PERSON, T.TITLE):
                continue
            where = (spot.interview,) if spot.type in names.LOCAL else ("",)
            key: tuple[str, ...] = (spot.type.value, *where, names.key_of(spot.type, spot.words))
            if spot.type in names.NUMBERS and spot.found_as:
                key = parts.setdefault((spot.interview, spot.found_as), key)
            group = found.setdefault(key, Group(spot.type, key=key))
            group.spots.append(spot)
            group.interviews.add(spot.interview)
        self._definite(found)
        return list(self._short_forms(found))

    def _definite(self, found: dict[tuple[str, ...], Group]) -> None:
        """`Spjelkavika` is Spjelkavik where both are said."""
        for key, group in list(found.items()):
            if group.type in (T.DISTRICT, T.PLACE) and " " not in key[-1]:
                for ending in ("en", "et", "a"):
                    base = found.get((*key[:-1], key[-1].removesuffix(ending)))
                    if base is not None and base is not group and not self.parted(base, group):
                        base.take(group)
                        del found[key]
                        break

    def _short_forms(self, found: Mapping[tuple[str, ...], Group]) -> Iterator[Group]:
        """`Granheimen` is Granheimen barnehage where the interview knows one organisation of that name."""
        firsts: dict[str, list[Group]] = defaultdict(list)
        for key, group in found.items():
            if group.type is T.ORG and " " in key[-1]:
                firsts[key[-1].split()[0]].append(group)
        gone: set[int] = set()
        for key, group in found.items():
            if (
                group.type is not T.ORG
                or " " in key[-1]
                or names.is_head_word(group.spots[0].words.casefold())
            ):
                continue
            longer = [one for one in firsts[key[-1]] if group.interviews <= one.interviews]
            if len(longer) == 1 and len(firsts[key[-1]]) == 1 and not self.parted(longer[0], group):
                longer[0].take(group)
                gone.add(id(group))
            else:
                for one in firsts[key[-1]]:
                    self.ask(one, group, "short")
        return (group for group in found.values() if id(group) not in gone)


def _weight(group: Group) -> tuple[bool, int, int, tuple[str, ...]]:
    """What makes one of two names that look alike the one that the other is a form of."""
    sure = sum(not spot.check for spot in group.spots)
    return group.name.full, sure, len(group.spots), group.name.words
