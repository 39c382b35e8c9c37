"""Where something is mentioned: what the search found, what people said of it, what the study knows.

People's decisions are rules that are read in the order of the log: the last that speaks of a place holds. A
place that was decided on an older text is carried to the text as it is now.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from pipeline.anonymise.memory import NAMED, SURE, Known, search
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.resolve import id_of
from pipeline.artefacts.entity import EntityId, Source, Status
from pipeline.artefacts.finding import Findings, IdentifierType
from pipeline.artefacts.ruling import Accept, Judge, Place, Ruling
from pipeline.artefacts.span import Span
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.rebase import rebase

V = TypeVar("V")

#: So many interviews are remembered as they were last: most decisions change few of them.
KEPT = 512

_PRIORITY = {kind: place for place, kind in enumerate(IdentifierType)}

#: What is less sure than this is for a person to check, as in `find.py`.
CHECK = 0.6

#: Where a spot stands: interview, turn, start, end.
Key = tuple[str, str, int, int]


@dataclass(frozen=True)
class Spot:
    """A mention before it is known whom it mentions. `[start, end)` in code points of the turn's text."""

    interview: str
    turn_id: str
    start: int
    end: int
    type: IdentifierType
    words: str = field(repr=False)
    source: Source = "found"
    score: float = 1.0
    recogniser: str = ""
    reason: str = ""
    check: bool = False
    status: Status = "suggested"
    decided_by: str = field(default="", repr=False)
    entity: EntityId | None = None
    decided: int = -1
    #: What the search gave the same to all parts of one mention, as of a number said over two turns.
    found_as: str = ""

    def __hash__(self) -> int:
        """As of any value; asked for again and again, of thousands."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((*self.key, self.type, self.status, self.decided, self.check, self.score))

    @cached_property
    def key(self) -> Key:
        """Where it stands."""
        return self.interview, self.turn_id, self.start, self.end

    @cached_property
    def place(self) -> str:
        """Where it stands in its interview, as it is remembered: what it was taken for belongs to it."""
        return f"{self.turn_id}:{self.start}:{self.end}:{self.type.value}"

    @cached_property
    def spelt(self) -> str:
        """Its words as `spelling` writes them."""
        return spelling(self.words)

    @property
    def id(self) -> str:
        """The same for the same span of the same turn as the same type, as for findings."""
        return id_of(self.turn_id, self.start, self.end, self.type)

    @property
    def stands(self) -> bool:
        """Whether nobody has said that it is none."""
        return self.status != "rejected"


def spelling(words: str) -> str:
    """What two mentions share that are spelt alike: letters without case, single blanks."""
    return " ".join(words.casefold().split())


@dataclass(frozen=True)
class Carried:
    """Where a place of a ruling is now; `look_again`: its words have changed since."""

    turn_id: str
    start: int
    end: int
    look_again: bool


class Texts:
    """One interview's turns: their texts by id, their order, and where merged ones went."""

    def __init__(self, verified: VerifiedTranscript) -> None:
        self.verified = verified
        self.interview = verified.interview
        self.turns = verified.turns
        self.text = {turn.id: turn.text for turn in verified.turns}
        self.place = {turn.id: index for index, turn in enumerate(verified.turns)}
        self._into = {one.turn_id: one.into for one in verified.merged}

    @cached_property
    def page(self) -> Page:
        """All turns as one text, for whoever reads words; no model has looked at it."""
        return _page("\n".join(turn.text for turn in self.turns))

    @cached_property
    def digest(self) -> str:
        """Sha256 (hex) over the turns' ids and texts: what places in them are good for."""
        said = [[turn.id, turn.text] for turn in self.turns]
        told = json.dumps(said, ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def offsets(self) -> Mapping[str, int]:
        """Where each turn begins on the page."""
        offsets, at = {}, 0
        for turn in self.turns:
            offsets[turn.id] = at
            at += len(turn.text) + 1
        return offsets

    def turn_now(self, turn_id: str) -> str | None:
        """The turn, or the one that it was merged into; None where it is gone."""
        for _ in range(len(self._into) + 1):
            if turn_id in self.text:
                return turn_id
            if turn_id not in self._into:
                return None
            turn_id = self._into[turn_id]
        return None

    def carried(self, place: Place) -> Carried | None:
        """Where a place is now; None where its turn or its words are gone.

        Where the turn was split since, the words are looked for in the turn after it too.
        """
        turn_id = self.turn_now(place.turn)
        if turn_id is None or not place.start < place.end <= len(place.text):
            return None
        text = self.text[turn_id]
        if text == place.text:
            return Carried(turn_id, place.start, place.end, look_again=False)
        anchor = Span(turn_id=turn_id, start=place.start, end=place.end)
        here = rebase(anchor, place.text, text)
        if here.look_again and self.place[turn_id] + 1 < len(self.turns):
            following = self.turns[self.place[turn_id] + 1]
            there = rebase(anchor, place.text, f"{text} {following.text}")
            start, end = there.span.start - len(text) - 1, there.span.end - len(text) - 1
            if start >= 0 and not there.look_again:
                return Carried(following.id, start, end, look_again=False)
        if here.span.start == here.span.end:
            return None
        return Carried(turn_id, here.span.start, here.span.end, here.look_again)


@lru_cache(maxsize=KEPT)
def _page(text: str) -> Page:
    return Page(text)


# ---------------------------------------------------------------------- what people have said


@dataclass(frozen=True)
class Verdict:
    """What somebody has said of a place, a spelling or a suggestion. `type` None: it identifies nobody."""

    order: int
    who: str = field(repr=False)
    type: IdentifierType | None = None
    accepts: bool = False
    look_again: bool = False
    entity: EntityId | None = None


@dataclass(frozen=True)
class Whole:
    """What somebody has said of all mentions of the entity that is mentioned at a place."""

    key: Key | None
    words: str = field(repr=False)
    entity: EntityId | None
    verdict: Verdict


class Verdicts:
    """All that people have said of places, spellings and suggestions, by what it is about."""

    def __init__(self, texts: Mapping[str, Texts], rulings: Sequence[Ruling]) -> None:
        self.at: dict[Key, Verdict] = {}
        self.spelt: dict[str, Verdict] = {}
        self.accepted: dict[tuple[str, str], Verdict] = {}
        self.accepted_at: dict[Key, Verdict] = {}
        self.whole: list[Whole] = []
        order = 0
        for ruling in rulings:
            for operation in ruling.operations:
                order += 1
                if isinstance(operation, Accept):
                    self._accept(texts, operation, Verdict(order, ruling.who, accepts=True))
                elif isinstance(operation, Judge):
                    self._judge(texts, operation, Verdict(order, ruling.who, operation.type))

    def _accept(self, texts: Mapping[str, Texts], accept: Accept, verdict: Verdict) -> None:
        """Where suggestions stand now that were accepted; of an older log, what has the same id."""
        there = {(one.interview, id_of(one.turn, *span)) for one in accept.turns for span in one.spans}
        for mention in set(accept.mentions) - there:
            self.accepted[mention] = verdict
        for turn in accept.turns:
            for start, end, kind in turn.spans:
                place = Place(interview=turn.interview, turn=turn.turn, start=start, end=end, text=turn.text)
                now = texts[turn.interview].carried(place) if turn.interview in texts else None
                if now is not None:
                    here = replace(verdict, type=kind, look_again=now.look_again)
                    self.accepted[turn.interview, id_of(now.turn_id, now.start, now.end, kind)] = here
                    self.accepted_at[turn.interview, now.turn_id, now.start, now.end] = here

    def _judge(self, texts: Mapping[str, Texts], judge: Judge, verdict: Verdict) -> None:
        place = judge.place
        words = spelling(place.text[place.start : place.end])
        if judge.scope == "spelling":
            self.spelt[words] = verdict
        now = texts[place.interview].carried(place) if place.interview in texts else None
        key = None if now is None else (place.interview, now.turn_id, now.start, now.end)
        look_again = now is not None and now.look_again
        if key is not None and (judge.scope != "entity" or look_again):
            self.at[key] = replace(verdict, look_again=look_again, entity=judge.entity)
        if judge.scope == "entity":
            self.whole.append(Whole(None if look_again else key, words, judge.entity, verdict))

    def of(self, spot: Spot) -> Spot:
        """The spot with what was said of it last."""
        if not (self.at or self.spelt or self.accepted):
            return spot
        found = [self.at.get(spot.key), self.spelt.get(spot.spelt)]
        if self.accepted:
            found += list(self._accepted(spot, found))
        said = sorted((one for one in found if one is not None), key=lambda one: one.order)
        for verdict in said:
            spot = told(spot, verdict)
        return spot

    def _accepted(self, spot: Spot, found: Sequence[Verdict | None]) -> Iterator[Verdict | None]:
        """Who has accepted the suggestion, as what it was found or as what people made of it."""
        kinds = {spot.type, *(one.type for one in found if one is not None and one.type is not None)}
        for kind in sorted(kinds):
            yield self.accepted.get((spot.interview, id_of(spot.turn_id, spot.start, spot.end, kind)))


def told(spot: Spot, verdict: Verdict) -> Spot:
    """A spot after a verdict."""
    if verdict.accepts and not spot.stands:
        return spot
    if verdict.accepts:
        how: Status = "look_again" if verdict.look_again else "accepted"
        return replace(spot, status=how, decided_by=verdict.who, decided=verdict.order)
    status: Status = (
        "look_again" if verdict.look_again else "rejected" if verdict.type is None else "accepted"
    )
    return replace(
        spot,
        status=status,
        decided_by=verdict.who,
        decided=verdict.order,
        type=verdict.type or spot.type,
        entity=verdict.entity or spot.entity,
    )


# ---------------------------------------------------------------------- gathering


def found_in(texts: Texts, findings: Findings) -> tuple[Spot, ...]:
    """What the search found; what lies outside the text as it is now (an older search) is left out."""
    return _found(texts, Same(findings))


@dataclass(frozen=True, eq=False)
class Same(Generic[V]):
    """A value that is the same only as itself: to remember what came of it without comparing all of it."""

    value: V = field(repr=False)

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value


@lru_cache(maxsize=KEPT)
def _found(texts: Texts, findings: Same[Findings]) -> tuple[Spot, ...]:
    return tuple(_spots_of(texts, findings.value))


def _spots_of(texts: Texts, findings: Findings) -> Iterator[Spot]:
    for one in findings.findings:
        text = texts.text.get(one.turn_id, "")
        if one.end <= len(text):
            yield Spot(
                interview=texts.interview,
                turn_id=one.turn_id,
                start=one.start,
                end=one.end,
                type=one.type,
                words=text[one.start : one.end],
                score=one.score,
                recogniser=one.recogniser,
                reason=one.reason,
                check=one.check,
                found_as=one.entity_id,
            )


def added(texts: Mapping[str, Texts], verdicts: Verdicts, there: Iterable[Spot]) -> Iterator[Spot]:
    """What people have said identifies where the machine had found nothing just there."""
    known = {spot.key for spot in there}
    whole = {one.key: one.verdict for one in verdicts.whole if one.key is not None}
    for key, verdict in {**whole, **verdicts.at}.items():
        interview, turn_id, start, end = key
        if key in known or verdict.type is None:
            continue
        yield _added(texts[interview], turn_id, start, end, verdict.type)
    spelt = {words: verdict.type for words, verdict in verdicts.spelt.items() if verdict.type is not None}
    for words, kind in spelt.items():
        spelled = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)".replace(r"\ ", r"\s+"), re.IGNORECASE)
        for text in texts.values():
            for turn in text.turns:
                for found in spelled.finditer(turn.text):
                    key = (text.interview, turn.id, found.start(), found.end())
                    if key not in known and key not in verdicts.at:
                        yield _added(text, turn.id, found.start(), found.end(), kind)


def found_once(texts: Mapping[str, Texts], verdicts: Verdicts, there: Sequence[Spot]) -> Iterator[Spot]:
    """What was accepted and what nothing of stands at its place now: it is not lost with a newer search."""
    if not verdicts.accepted_at:
        return
    keys = {spot.key for spot in there}
    standing: dict[tuple[str, str], list[Spot]] = {}
    for spot in there:
        if spot.stands:
            standing.setdefault((spot.interview, spot.turn_id), []).append(spot)
    for key, verdict in verdicts.accepted_at.items():
        interview, turn_id, start, end = key
        beside = standing.get((interview, turn_id), ())
        if key in keys or verdict.type is None or any(s.start < end and start < s.end for s in beside):
            continue
        yield _added(texts[interview], turn_id, start, end, verdict.type)


def _added(texts: Texts, turn_id: str, start: int, end: int, kind: IdentifierType) -> Spot:
    return Spot(
        interview=texts.interview,
        turn_id=turn_id,
        start=start,
        end=end,
        type=kind,
        words=texts.text[turn_id][start:end],
        source="person",
        reason="link.reason.person",
    )


def names_of(spots: Iterable[Spot]) -> dict[tuple[str, IdentifierType], set[str]]:
    """The names that the study is sure of, and the interviews that they are from."""
    names: dict[tuple[str, IdentifierType], set[str]] = {}
    for spot in spots:
        sure = spot.score >= SURE and not spot.reason.endswith("near_known")
        if spot.type in NAMED and spot.stands and (sure or spot.status == "accepted"):
            names.setdefault((spot.words, spot.type), set()).add(spot.interview)
    return names


def known_in(texts: Texts, known: Sequence[Known], there: Sequence[Spot]) -> tuple[Spot, ...]:
    """Further mentions, in one interview, of what is known to the study."""
    return _known(texts, tuple(known), tuple(there))


@lru_cache(maxsize=KEPT)
def _known(texts: Texts, known: tuple[Known, ...], there: tuple[Spot, ...]) -> tuple[Spot, ...]:
    return tuple(_met(texts, known, there))


def _met(texts: Texts, known: tuple[Known, ...], there: tuple[Spot, ...]) -> Iterator[Spot]:
    taken = tuple(
        (texts.offsets[spot.turn_id] + spot.start, texts.offsets[spot.turn_id] + spot.end)
        for spot in there
        if spot.stands
    )
    keys = {spot.key for spot in there}
    for kind, hit in _searched(texts.page.text, known, taken):
        turn_id, at = _turn_at(texts, hit.start)
        spot = Spot(
            interview=texts.interview,
            turn_id=turn_id,
            start=hit.start - at,
            end=hit.end - at,
            type=kind,
            words=texts.page.text[hit.start : hit.end],
            source="known",
            score=hit.score,
            recogniser="memory",
            reason=f"anonymise.reason.{hit.reason}",
            check=hit.score < CHECK,
        )
        if spot.key not in keys and "\n" not in spot.words:
            yield spot


@lru_cache(maxsize=KEPT)
def _searched(
    text: str, known: tuple[Known, ...], taken: tuple[tuple[int, int], ...]
) -> tuple[tuple[IdentifierType, Hit], ...]:
    """What the second look finds; the words of a full name that follow each other are one mention."""
    names = [spelling(one.name) for one in known if one.type is IdentifierType.PERSON and " " in one.name]
    found: list[tuple[IdentifierType, Hit]] = []
    for kind, hit in sorted(search(_page(text), known, taken), key=lambda one: one[1].start):
        if found and kind is found[-1][0] is IdentifierType.PERSON:
            before = found[-1][1]
            whole = spelling(text[before.start : hit.end])
            if text[before.end : hit.start] == " " and any(whole in (one, f"{one}s") for one in names):
                found[-1] = (kind, replace(before, end=hit.end, score=max(before.score, hit.score)))
                continue
        found.append((kind, hit))
    return tuple(found)


def _turn_at(texts: Texts, place: int) -> tuple[str, int]:
    found = ("", 0)
    for turn_id, at in texts.offsets.items():
        if at > place:
            break
        found = (turn_id, at)
    return found


def disjoint(spots: Iterable[Spot], texts: Mapping[str, Texts]) -> tuple[Spot, ...]:
    """The spots that stand: what people said first, then the longest, the surest, by type; rejected ones too.

    What sticks out of a longer one keeps the words that are free, as in `resolve.py`. One that two people, or
    a person and the machine, name at the same place is there once.
    """
    by_interview: dict[str, list[Spot]] = {}
    for spot in spots:
        by_interview.setdefault(spot.interview, []).append(spot)
    return tuple(
        spot for name in sorted(by_interview) for spot in _disjoint(texts[name], tuple(by_interview[name]))
    )


@lru_cache(maxsize=2 * KEPT)
def _disjoint(texts: Texts, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    ranked = sorted(
        spots,
        key=lambda one: (
            one.status in ("suggested", "rejected"),
            one.start - one.end,
            -one.decided,
            -one.score,
            _PRIORITY[one.type],
            one.key,
        ),
    )
    kept: dict[Key, Spot] = {}
    covered: dict[str, bytearray] = {}
    for spot in ranked:
        if not spot.stands:
            continue
        text = texts.text[spot.turn_id]
        taken = covered.setdefault(spot.turn_id, bytearray(len(text)))
        for start, end in _free(taken, spot, text):
            taken[start:end] = b"\x01" * (end - start)
            whole = (start, end) == (spot.start, spot.end)
            piece = spot if whole else replace(spot, start=start, end=end, words=text[start:end])
            kept[piece.key] = piece
    for spot in ranked:
        if not spot.stands:
            kept.setdefault(spot.key, spot)
    return tuple(sorted(kept.values(), key=lambda one: (texts.place[one.turn_id], one.start, one.end)))


def _free(taken: bytearray, spot: Spot, text: str) -> Iterator[tuple[int, int]]:
    if not any(taken[spot.start : spot.end]):
        yield spot.start, spot.end
        return
    for found in re.finditer(r"\w[\w'’-]*", text[spot.start : spot.end]):
        start, end = spot.start + found.start(), spot.start + found.end()
        if not any(taken[start:end]):
            yield start, end
