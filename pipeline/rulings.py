"""A study's identifiers on the desk: what people decide about who is who, and what it makes of the study.

The log on disk is the truth, as for `desk.py`: before anything is decided, what others have decided is read,
and whatever a person decides is on the disk when it answers. Text that was made from what has changed is
removed before that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from random import SystemRandom
from typing import Literal

from pipeline.anonymise.link import Linked, link, texts_of
from pipeline.anonymise.link_ids import Remembered
from pipeline.anonymise.link_places import spelling
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.base import Artefact
from pipeline.artefacts.entity import EntityId, EntityRegistry, Mentions
from pipeline.artefacts.finding import Findings, IdentifierType
from pipeline.artefacts.ruling import (
    Accept,
    AcceptedIn,
    Alias,
    Approve,
    Judge,
    Link,
    Part,
    Place,
    Respond,
    Ruling,
    RulingOperation,
    Separate,
    SetPerson,
    SetReplacement,
    SetRole,
)
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.events import event_id, in_force
from pipeline.logdesk import Answer as _Answer
from pipeline.logdesk import LogDesk, Proposal
from pipeline.messages import say
from pipeline.runner import Study
from pipeline.store import WHOLE, StudyStore, digest_of
from pipeline.voiding import void

__all__ = ["Answer", "Linked", "Refused", "RulingProposal", "Rulings", "brought_up", "standing", "why_text"]

RULINGS = "study.jsonl"

Reason = Literal[
    "gone", "no_place", "no_mention", "no_interview", "parted", "types", "no_person", "moved_on", "overtaken"
]


class Refused(Exception):  # noqa: N818 (an answer, not an error)
    """A ruling that was not taken in; all is as before. Holds no text."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def why_text(why: Refused) -> str:
    """Why something was refused, in words for people."""
    return say(f"rulings.refused.{why.reason}")


RulingProposal = Proposal[RulingOperation]
Answer = _Answer[Refused]


def standing(log: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """The log without what was taken back, and without the lines that took it back."""
    return tuple(line for line in in_force(log) if line.undoes is None)


class Rulings(LogDesk[Ruling, Refused]):
    """What people have decided about the identifiers of a study. Safe for several threads and processes."""

    def __init__(self, study: Study) -> None:
        self.study = study
        super().__init__(study.store, WHOLE, RULINGS, Ruling, Refused)

    @staticmethod
    def new_id() -> str:
        """An id for a proposal."""
        return event_id()

    def take(self, who: str, proposals: Sequence[RulingProposal]) -> Answer:
        """Take rulings in order, up to the first that is refused; when this returns they are on disk.

        Args:
            who: who decides.
            proposals: what they want; one that is in the log already counts as taken.

        Raises:
            PipelineError: the disk is full or cannot be written to; nothing was acknowledged.
        """

        def line_of(one: RulingProposal, at: datetime) -> Ruling:
            return Ruling(id=one.id, at=at, who=who, operations=tuple(map(self._placed, one.operations)))

        return self._take(proposals, line_of)

    def _placed(self, operation: RulingOperation) -> RulingOperation:
        """An acceptance with where its suggestions stand, where they were counted in the text as it is."""
        if not isinstance(operation, Accept):
            return operation
        wanted: dict[str, set[str]] = {}
        for interview, mention in operation.mentions:
            wanted.setdefault(interview, set()).add(mention)
        turns = [turn for interview, ids in wanted.items() for turn in self._accepted_in(interview, ids)]
        return operation.model_copy(update={"turns": tuple(turns)})

    def _accepted_in(self, interview: str, ids: Collection[str]) -> Iterator[AcceptedIn]:
        if not all(self.store.has(interview, kind) for kind in (Mentions, VerifiedTranscript)):
            return
        mentions = _mentions_in(_file(self.store, interview, Mentions.file))
        texts = texts_of(verified_of(self.study, interview))
        if mentions.text_digest != texts.digest:
            return
        spans: dict[str, list[tuple[int, int, IdentifierType]]] = {}
        for one in mentions.mentions:
            if one.id in ids and one.status != "rejected":
                spans.setdefault(one.turn_id, []).append((one.start, one.end, one.type))
        for turn, some in spans.items():
            yield AcceptedIn(interview=interview, turn=turn, text=texts.text[turn], spans=tuple(some))

    def _checking(self, log: Sequence[Ruling]) -> Callable[[Ruling], None]:
        return _Check(self.store, standing(log)).ruling

    def _touches(self, line: Ruling) -> set[object]:
        return _touched(self._meant(line))

    def _check_undo(self, index: int, line: Ruling) -> None:
        if self._touches(line) & _since(self._log, index):
            raise Refused("moved_on")

    def _before_keeping(self, new: Sequence[Ruling]) -> None:
        """Text that was made from what changes is removed."""
        for interview in _stale([self._meant(line) for line in new]):
            void(self.store, interview)


def _since(log: Sequence[Ruling], index: int) -> set[object]:
    """What has changed since a line: by rulings that are new, or that were taken back."""
    then = {line.id: line for line in standing(log[: index + 1])}
    now = {line.id: line for line in standing(log)}
    return {one for line in then.keys() ^ now.keys() for one in _touched((then | now)[line])}


def _touched(ruling: Ruling) -> set[object]:
    """What a ruling speaks of: entities, places, spellings, mentions, interviews."""
    touched: set[object] = set()
    for operation in ruling.operations:
        match operation:
            case Judge():
                place = operation.place
                touched.add((place.interview, place.turn, place.start, place.end))
                if operation.scope != "mention":
                    touched.add(spelling(place.text[place.start : place.end]))
                if operation.entity:
                    touched.add(operation.entity)
            case Link() | Part():
                touched |= {operation.entity, operation.other}
            case Separate():
                touched |= {operation.entity, operation.new_entity}
            case Accept():
                touched |= set(operation.mentions)
            case Respond() | Approve():
                touched.add((operation.op, operation.interview))
            case Alias() | SetRole() | SetReplacement() | SetPerson():
                touched.add(operation.entity)
    return touched


def _stale(rulings: Sequence[Ruling]) -> tuple[str | None, ...]:
    """The interviews whose de-identified text is another after these rulings; None for all of them."""
    some: set[str] = set()
    for ruling in rulings:
        for operation in ruling.operations:
            if isinstance(operation, Accept):
                some |= {interview for interview, _ in operation.mentions}
            elif not isinstance(operation, (Approve, Respond)):
                return (None,)
    return tuple(sorted(some))


# ---------------------------------------------------------------------- checking


class _Check:
    """Whether rulings speak of what is there."""

    def __init__(self, store: StudyStore, log: Sequence[Ruling]) -> None:
        self._store = store
        registry = _registry(store)
        self._types: dict[EntityId, IdentifierType] = {one.id: one.type for one in registry.entities}
        self._parts: list[set[EntityId]] = []
        for ruling in log:
            for operation in ruling.operations:
                self._apply(operation)

    def ruling(self, ruling: Ruling) -> None:
        """Take in a ruling; raises `Refused` if an operation speaks of what is not there."""
        for operation in ruling.operations:
            self._operation(operation)
            self._apply(operation)

    def _apply(self, operation: RulingOperation) -> None:
        match operation:
            case Link():
                self._types.pop(operation.other, None)
            case Part():
                self._parts.append({operation.entity, operation.other})
            case Separate():
                kind = self._types.get(operation.entity)
                if kind is not None:
                    self._types.setdefault(operation.new_entity, kind)
                self._parts.append({operation.entity, operation.new_entity})
            case _:
                return

    def _operation(self, operation: RulingOperation) -> None:  # noqa: PLR0912 (a case for each)
        match operation:
            case Judge():
                self._place(operation.place)
                if operation.entity is not None:
                    self._entity(operation.entity)
            case Link():
                kinds = {self._entity(operation.entity), self._entity(operation.other)}
                if len(kinds) > 1 or operation.entity == operation.other:
                    raise Refused("types")
                if {operation.entity, operation.other} in self._parts:
                    raise Refused("parted")
            case Part():
                self._entity(operation.entity)
                self._entity(operation.other)
            case Separate():
                kind = self._entity(operation.entity)
                if self._types.get(operation.new_entity, kind) is not kind:
                    raise Refused("types")
                for place in operation.places:
                    self._place(place)
            case Alias() | SetReplacement():
                self._entity(operation.entity)
            case SetRole():
                self._person(operation.entity)
                self._interviews(operation.respondent_of)
            case SetPerson():
                self._entity(operation.entity)
                if operation.person is not None:
                    self._person(operation.person)
            case Accept():
                self._mentions(operation)
            case Respond() | Approve():
                self._interviews((operation.interview,))

    def _entity(self, entity: EntityId) -> IdentifierType:
        if entity not in self._types:
            raise Refused("gone")
        return self._types[entity]

    def _person(self, entity: EntityId) -> None:
        if self._entity(entity) is not IdentifierType.PERSON:
            raise Refused("no_person")

    def _interviews(self, interviews: Sequence[str]) -> None:
        if not set(interviews) <= set(self._store.interviews()):
            raise Refused("no_interview")

    def _place(self, place: Place) -> None:
        if not self._store.has(place.interview, VerifiedTranscript):
            raise Refused("no_interview")
        verified = _verified_in(_file(self._store, place.interview, VerifiedTranscript.file))
        if texts_of(verified).carried(place) is None:
            raise Refused("no_place")

    def _mentions(self, accept: Accept) -> None:
        there: dict[str, set[str]] = {}
        for interview, mention in accept.mentions:
            if interview not in there:
                found = self._store.peek(interview, Mentions.file).get("mentions", ())
                there[interview] = {str(one["id"]) for one in found}
            if mention not in there[interview]:
                raise Refused("no_mention")


# ---------------------------------------------------------------------- bringing up


def brought_up(study: Study) -> Linked:
    """Who is who as it is at this moment; writes the registry and the mentions where they have changed.

    Interviews that have not been searched yet take no part. De-identified text in which other places are of
    somebody now is removed.

    Raises:
        PipelineError: a file is damaged, or cannot be written.
    """
    store = study.store
    with store.lock("registry"):
        before = {RULINGS: _digest(store, WHOLE, RULINGS), **_stamps(store, (*_READ, *_WRITTEN))}
        last = _last.get(store.root)
        if last is not None and last[0] == before:
            return last[1]
        log = standing(store.log(WHOLE, RULINGS, Ruling))
        ready = _ready(store)
        interviews = [(verified_of(study, name), _findings(store, name)) for name in ready]
        memory = {name: _remembered(store, name) for name in ready if store.has(name, Remembered)}
        linked = link(interviews, log, _registry(store), SystemRandom(), memory)
        _void_where_others_stand(store, linked)
        store.write(WHOLE, linked.registry)
        for name, mentions in linked.mentions.items():
            if linked.memory[name] != memory.get(name):
                store.write(name, Remembered(interview=name, entities=linked.memory[name]))
            file = f"{name}/{Mentions.file}"
            lies_there = last is not None and last[0].get(file) == before[file] != ""
            if last is None or not lies_there or last[1].mentions.get(name) is not mentions:
                store.write(name, mentions)
        # What it was read from may be another by now; what was written is as it is.
        written = _stamps(store, _WRITTEN)
        _last.clear()
        _last[store.root] = ({**before, **written}, linked)
    return linked


#: So many interviews are kept as they were read last: they change seldom, and decisions come often.
_KEPT = 512

#: Who was who in the study that was last brought up, and what that was made from and written as.
_last: dict[Path, tuple[Mapping[str, str], Linked]] = {}


def _ready(store: StudyStore) -> list[str]:
    """The interviews that have been searched."""
    return [
        name
        for name in store.interviews()
        if all(_place(store.identified, name, kind.file).is_file() for kind in _READ)
    ]


@lru_cache(maxsize=8 * _KEPT)
def _place(identified: Path, interview: str, name: str) -> Path:
    """`store.path`, which is asked for hundreds of files at a time."""
    return identified / interview / name


def _void_where_others_stand(store: StudyStore, linked: Linked) -> None:
    """Text in which other places are of somebody now goes, as where a new interview names who was not known.

    What people decide about somebody removes it before (`_before_keeping`); so whose a place is counts not.
    """
    for name, mentions in linked.mentions.items():
        if store.has(name, Mentions) and store.has(name, AnonymisedTranscript):
            before = _mentions_in(_file(store, name, Mentions.file))
            if before is not mentions and _standing(before) != _standing(mentions):
                void(store, name)


def _standing(mentions: Mentions) -> list[tuple[str, int, int, str, bool]]:
    """The places of somebody, and which of them people have to look at again."""
    return [
        (one.turn_id, one.start, one.end, one.type, one.status == "look_again")
        for one in mentions.mentions
        if one.status != "rejected"
    ]


#: What is written for an interview, and what is read.
_WRITTEN, _READ = (Remembered, Mentions), (VerifiedTranscript, Findings)


def _stamps(store: StudyStore, kinds: Sequence[type[Artefact]]) -> dict[str, str]:
    """These files of all interviews that take part, each by its digest, and the registry."""
    stamps = {EntityRegistry.file: _digest(store, WHOLE, EntityRegistry.file)}
    for name in _ready(store):
        stamps |= {f"{name}/{kind.file}": _digest(store, name, kind.file) for kind in kinds}
    return stamps


def _registry(store: StudyStore) -> EntityRegistry:
    if not store.has(WHOLE, EntityRegistry):
        return EntityRegistry()
    return _registry_in(_file(store, WHOLE, EntityRegistry.file))


#: A file that was written so lately may be written again without its time telling, in nanoseconds.
_LATELY = 2_000_000_000


def _digest(store: StudyStore, interview: str, name: str) -> str:
    """The digest of a file, which is read again only where it may be another than last time."""
    path = _place(store.identified, interview, name)
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ""
    if time.time_ns() - stat.st_mtime_ns < _LATELY:
        return store.digest(interview, name)
    return _digest_of(path, stat.st_ino, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8 * _KEPT)
def _digest_of(path: Path, _inode: int, _size: int, _written: int) -> str:
    return digest_of(path.read_bytes())


@dataclass(frozen=True)
class _File:
    """A file as it is on disk now; the same for the same content."""

    store: StudyStore = field(compare=False)
    interview: str
    digest: str


def _file(store: StudyStore, interview: str, name: str) -> _File:
    return _File(store, interview, _digest(store, interview, name))


@lru_cache(maxsize=_KEPT)
def _verified_in(file: _File) -> VerifiedTranscript:
    return file.store.read(file.interview, VerifiedTranscript)


@lru_cache(maxsize=_KEPT)
def _findings_in(file: _File) -> Findings:
    return file.store.read(file.interview, Findings)


@lru_cache(maxsize=_KEPT)
def _mentions_in(file: _File) -> Mentions:
    return file.store.read(file.interview, Mentions)


@lru_cache(maxsize=_KEPT)
def _remembered_in(file: _File) -> Mapping[str, EntityId]:
    return file.store.read(file.interview, Remembered).entities


@lru_cache(maxsize=2)
def _registry_in(file: _File) -> EntityRegistry:
    return file.store.read(WHOLE, EntityRegistry)


def verified_of(study: Study, interview: str) -> VerifiedTranscript:
    """An interview's checked text; the same value as long as it is the same on the disk.

    Raises:
        PipelineError: it is not there, or damaged.
    """
    return _verified_in(_file(study.store, interview, VerifiedTranscript.file))


def _findings(store: StudyStore, interview: str) -> Findings:
    return _findings_in(_file(store, interview, Findings.file))


def _remembered(store: StudyStore, interview: str) -> Mapping[str, EntityId]:
    return _remembered_in(_file(store, interview, Remembered.file))
