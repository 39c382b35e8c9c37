"""The state machine of review: a decision is taken in whole or refused, and every one can be taken back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from pipeline import events
from pipeline.artefacts.decision import (
    Comment,
    Decision,
    FieldNote,
    Insert,
    Merge,
    NameSpeaker,
    Operation,
    Remove,
    Restore,
    SetSpeaker,
    SetText,
    Sign,
    Split,
)
from pipeline.artefacts.span import Span
from pipeline.artefacts.verified import Signature
from pipeline.events import Steps
from pipeline.rebase import rebase, rebase_merge, rebase_split
from pipeline.review.state import (
    Change,
    History,
    Kind,
    NoteVersion,
    Place,
    RemarkVersion,
    ReviewState,
    Signed,
    SpeakerVersion,
    TurnVersion,
    text_digest,
)
from pipeline.review.words import clean, cut, retime

T = TypeVar("T")

#: Why a decision was refused, in a word for the page's catalogue.
Reason = Literal[
    "moved_on",  # a conflict: somebody has changed it since
    "known_decision",  # a decision of this id was taken in before
    "undoes_unknown",  # it takes back a decision that was not taken in
    "nothing_to_undo",  # only a signature, which stands until the text changes
    "used_id",  # a turn of this id is or was there
    "not_next",  # only the next turn can be merged into a turn
    "outside",  # a place or revision that the turn does not have, or an end before its start
    "signed_other_text",  # the text has changed between reading and signing
]


class Refused(Exception):  # noqa: N818 (an answer, not an error)
    """A decision that was not taken in; the state is as before. Holds no text."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Refused):
    """A decision made on a revision that is not, or no longer, the current one.

    `item` is the turn's, remark's or note's id or the speaker's label; `found` is None where it is gone or
    never was.
    """

    def __init__(self, kind: Kind, item: str, expected: int, found: int | None) -> None:
        super().__init__("moved_on")
        self.kind, self.item, self.expected, self.found = kind, item, expected, found

    def __str__(self) -> str:
        return f"{self.kind} has moved on: revision {self.expected} expected, {self.found} found"


def apply(state: ReviewState, decision: Decision) -> ReviewState:
    """The state after a decision, all of it.

    Raises:
        Conflict: an operation was made on another revision than the current one, or on a turn that is gone.
        Refused: it cannot be taken in for another reason, which it names.
    """
    if decision.id in state.changes:
        raise Refused("known_decision")
    if decision.undoes is not None and decision.undoes not in state.changes:
        raise Refused("undoes_unknown")
    draft = _Draft(state, decision)
    for operation in decision.operations:
        draft.take(operation)
    return draft.state()


def inverse(before: ReviewState, decision: Decision) -> tuple[Operation, ...]:
    """The operations that, applied right after a decision, give back the content before it.

    Content is text, words with times, order, speakers, names, remarks and notes; revisions go on counting
    and signatures stay (they are valid again because the text is).

    Raises:
        Refused: the decision itself cannot be taken in.
    """
    after = apply(before, decision)
    return _back(after, after.changes[decision.id])


def undo(state: ReviewState, undoes: str, *, decision: str, at: datetime, who: str) -> Decision:
    """A decision that takes back an earlier one; taking back an undo is a redo.

    What was changed after the earlier decision, and back again by undo, has not moved on: so a person can
    take back one decision after the other, as far as the log goes.

    Args:
        state: the state now.
        undoes: the id of the decision to take back.
        decision: the id of the new decision.
        at: the time now.
        who: who takes it back.

    Raises:
        Conflict: something that the decision touched has moved on since.
        Refused: no such decision, or nothing in it that can be taken back.
    """
    if undoes not in state.changes:
        raise Refused("undoes_unknown")
    changes = state.changes[undoes]
    if not changes:
        raise Refused("nothing_to_undo")
    for change in changes:
        history = state.history(change.kind, change.item)
        if history.root != history.roots[change.after]:
            raise Conflict(change.kind, change.item, change.after, history.revision)
    return Decision(id=decision, at=at, who=who, operations=_back(state, changes), undoes=undoes)


def _back(state: ReviewState, changes: Iterable[Change]) -> tuple[Operation, ...]:
    return tuple(
        Restore(kind=c.kind, item=c.item, revision=state.revision(c.kind, c.item), as_of=c.before)
        for c in changes
    )


def steps(state: ReviewState, decisions: Iterable[Decision], who: str) -> Steps:
    """Where a person stands in their own undo history, found from the log alone.

    Decisions that were refused do not count, nor those that only sign. A new decision ends what could be
    redone.
    """
    return events.steps([one for one in decisions if state.changes.get(one.id)], who)


class _Draft:
    """A state being changed; thrown away when an operation is refused."""

    def __init__(self, before: ReviewState, decision: Decision) -> None:
        self.before = before
        self.decision = decision
        self.order = before.order
        self.histories = before.histories.copy()
        self.speakers = before.speakers.copy()
        self.comments = before.comments.copy()
        self.field_notes = before.field_notes.copy()
        self.trails = before.trails.copy()
        self.signed = before.signed
        self.touched: dict[tuple[Kind, str], int] = {}
        self.unsettled = False

    def state(self) -> ReviewState:
        """The state as it is now; several operations on one thing are one change."""
        self.settle()
        shelves: dict[Kind, dict[str, History[Any]]] = self.shelves()
        changes = tuple(
            Change(kind, item, before, shelves[kind][item].revision)
            for (kind, item), before in self.touched.items()
        )
        return ReviewState(
            transcript=self.before.transcript,
            order=self.order,
            histories=MappingProxyType(self.histories),
            speakers=MappingProxyType(self.speakers),
            comments=MappingProxyType(self.comments),
            field_notes=MappingProxyType(self.field_notes),
            trails=MappingProxyType(self.trails),
            signed=self.signed,
            changes=MappingProxyType({**self.before.changes.copy(), self.decision.id: changes}),
            roles=self.before.roles,
        )

    def shelves(self) -> dict[Kind, dict[str, History[Any]]]:
        """The histories by kind."""
        return {
            "turn": self.histories,
            "speaker": self.speakers,
            "remark": self.comments,
            "note": self.field_notes,
        }

    def take(self, operation: Operation) -> None:
        """Carry out one operation."""
        if not isinstance(operation, Restore):
            self.settle()
        match operation:
            case SetText():
                self.set_text(operation)
            case SetSpeaker():
                self.set_speaker(operation)
            case Split():
                self.split(operation)
            case Merge():
                self.merge(operation)
            case Insert():
                self.insert(operation)
            case Remove():
                now = self.standing(operation.turn, operation.revision)
                self.write("turn", self.histories, operation.turn, replace(now, stands=False))
            case Restore():
                self.restore(operation)
            case NameSpeaker():
                self.at_revision("speaker", self.speakers, operation.speaker, operation.revision)
                named = SpeakerVersion(clean(operation.name), operation.role)
                self.write("speaker", self.speakers, operation.speaker, named)
            case Comment():
                self.comment(operation)
            case FieldNote():
                self.field_note(operation)
            case Sign():
                self.sign(operation)

    # Revisions

    def at_revision(self, kind: Kind, shelf: dict[str, History[T]], item: str, revision: int) -> History[T]:
        """The history of a thing, if its current revision is the one that the operation names."""
        history = shelf.get(item, History())
        if history.revision != revision:
            raise Conflict(kind, item, revision, history.revision if item in shelf else None)
        return history

    def standing(self, turn: str, revision: int | None) -> TurnVersion:
        """The current version of a turn that must stand (None: at whatever revision)."""
        history = self.histories.get(turn)
        now = history.now if history else None
        if history is None or now is None or not now.stands:
            raise Conflict("turn", turn, revision or 0, None)
        if revision is not None and history.revision != revision:
            raise Conflict("turn", turn, revision, history.revision)
        return now

    def write(self, kind: Kind, shelf: dict[str, History[T]], item: str, value: T | None) -> None:
        """Give a thing its next version."""
        history = shelf.get(item, History())
        self.touched.setdefault((kind, item), history.revision)
        shelf[item] = history.then(value)

    def mint(self, turn: str, after: str | None, version: TurnVersion, *, close: bool) -> None:
        """A new turn after another; `close`: before the turns between them that are gone."""
        if turn in self.histories:
            raise Refused("used_id")
        place = 0 if after is None else self.order.index(after) + 1
        if after is not None and not close:
            following = enumerate(self.order[place:], place)
            place = next((i for i, other in following if self.stands(other)), len(self.order))
        self.order = (*self.order[:place], turn, *self.order[place:])
        self.write("turn", self.histories, turn, version)

    def stands(self, turn: str) -> bool:
        """Whether a turn that ever was stands now."""
        now = self.histories[turn].now
        return now is not None and now.stands

    # Turns

    def set_text(self, operation: SetText) -> None:
        turn, text = operation.turn, clean(operation.text)
        now = self.standing(turn, operation.revision)
        words = retime(now.words, text, now.start_ms, now.end_ms)
        places = self.places(turn)
        self.write("turn", self.histories, turn, replace(now, text=text, words=words))
        for key, place in places:
            self.carry(key, place)

    def set_speaker(self, operation: SetSpeaker) -> None:
        turn, speaker = operation.turn, operation.speaker
        now = self.standing(turn, operation.revision)
        role = self.before.roles.get(speaker, "other")
        places = self.places(turn)
        self.write("turn", self.histories, turn, replace(now, speaker=speaker, role=role, sure=True))
        for key, place in places:
            self.carry(key, place)

    def split(self, operation: Split) -> None:
        turn, new, at = operation.turn, operation.new_turn, operation.at
        now = self.standing(turn, operation.revision)
        left_text, right_text = now.text[:at].rstrip(), now.text[at:].lstrip()
        if not left_text or not right_text:
            raise Refused("outside")
        left, right = cut(now.words, at)
        before, after = left[-1].end_ms, right[0].start_ms
        places = self.places(turn)
        self.write(
            "turn",
            self.histories,
            turn,
            replace(now, text=left_text, words=left, end_ms=now.end_ms if before is None else before),
        )
        self.mint(
            new,
            turn,
            replace(now, text=right_text, words=right, start_ms=now.start_ms if after is None else after),
            close=True,
        )
        for key, place in places:
            moved = rebase_split(place.span, now.text, at, new)
            self.put(key, moved.span, place.look_again or moved.look_again)

    def merge(self, operation: Merge) -> None:
        turn, right_turn = operation.turn, operation.right
        left = self.standing(turn, operation.revision)
        right = self.standing(right_turn, operation.right_revision)
        following = self.order[self.order.index(turn) + 1 :]
        if right_turn != next((other for other in following if self.stands(other)), None):
            raise Refused("not_next")
        starts = [time for time in (left.start_ms, right.start_ms) if time is not None]
        ends = [time for time in (left.end_ms, right.end_ms) if time is not None]
        both = replace(
            left,
            text=f"{left.text} {right.text}".strip(),
            words=left.words + right.words,
            start_ms=min(starts, default=None),
            end_ms=max(ends, default=None),
        )
        kept, moved = self.places(turn), self.places(right_turn)
        self.write("turn", self.histories, turn, both)
        self.write("turn", self.histories, right_turn, replace(right, stands=False, into=turn))
        for key, place in kept:
            self.put(key, place.span, place.look_again)
        for key, place in moved:
            self.put(key, rebase_merge(place.span, left.text, right.text, turn).span, place.look_again)

    def insert(self, operation: Insert) -> None:
        start, end = operation.start_ms, operation.end_ms
        if operation.after is not None:
            self.standing(operation.after, None)
        if start is not None and end is not None and end < start:
            raise Refused("outside")
        text = clean(operation.text)
        version = TurnVersion(
            speaker=operation.speaker,
            role=self.before.roles.get(operation.speaker, "other"),
            sure=True,
            start_ms=start,
            end_ms=end,
            text=text,
            words=retime((), text, start, end),
        )
        self.mint(operation.new_turn, operation.after, version, close=False)

    def restore(self, operation: Restore) -> None:
        shelf = self.shelves()[operation.kind]
        history = self.at_revision(operation.kind, shelf, operation.item, operation.revision)
        if operation.as_of >= history.revision:
            raise Refused("outside")
        self.touched.setdefault((operation.kind, operation.item), history.revision)
        shelf[operation.item] = history.back(operation.as_of)
        self.unsettled = True

    # Remarks, notes, signatures

    def comment(self, operation: Comment) -> None:
        remark, turn, text = operation.comment, operation.turn, clean(operation.text)
        self.at_revision("remark", self.comments, remark, operation.revision)
        if not text:
            self.write("remark", self.comments, remark, None)
            return
        self.standing(turn, None)
        history = self.histories[turn]
        if operation.turn_revision > history.revision:
            raise Conflict("turn", turn, operation.turn_revision, history.revision)
        quoted = history.versions[operation.turn_revision]
        if quoted is None or not operation.start <= operation.end <= len(quoted.text):
            raise Refused("outside")
        self.write("remark", self.comments, remark, RemarkVersion(text, self.decision.who))
        key = (remark, self.comments[remark].root)
        span = Span(turn_id=turn, start=operation.start, end=operation.end)
        self.carry(key, Place(span, history.roots[operation.turn_revision], look_again=False))

    def field_note(self, operation: FieldNote) -> None:
        note, text = operation.note, clean(operation.text)
        self.at_revision("note", self.field_notes, note, operation.revision)
        if text and operation.turn is not None:
            self.standing(operation.turn, None)
        version = NoteVersion(operation.turn, text, self.decision.who) if text else None
        self.write("note", self.field_notes, note, version)

    def sign(self, operation: Sign) -> None:
        digest = text_digest(self.state())
        if operation.text_digest != digest:
            raise Refused("signed_other_text")
        signature = Signature(
            round=operation.round,
            who=self.decision.who,
            at=self.decision.at,
            valid=True,
            played_ms=operation.played_ms,
            speech_ms=operation.speech_ms,
            reason=clean(operation.reason),
            outside=operation.outside,
        )
        self.signed = (*self.signed, Signed(signature, digest))

    # Where remarks stand

    def places(self, turn: str) -> list[tuple[tuple[str, int], Place]]:
        """The remarks that stand on a turn now, with their places."""
        keys = [(remark, h.root) for remark, h in self.comments.items() if h.now is not None]
        found = [(key, self.trails[key][-1]) for key in keys]
        return [(key, place) for key, place in found if place.span.turn_id == turn]

    def put(self, key: tuple[str, int], span: Span, look_again: bool) -> None:
        """A remark stands here now, on the current version of the span's turn."""
        place = Place(span, self.histories[span.turn_id].root, look_again)
        self.recall(key, place)

    def recall(self, key: tuple[str, int], place: Place) -> None:
        """A remark stands at this place now; a trail has one place on a version of a turn, the last one."""
        trail = self.trails.get(key, ())
        others = (p for p in trail if (p.span.turn_id, p.root) != (place.span.turn_id, place.root))
        self.trails[key] = (*others, place)

    def carry(self, key: tuple[str, int], place: Place) -> None:
        """Bring a remark from its place to the current version of the same turn."""
        history = self.histories[place.span.turn_id]
        old, new = history.versions[place.root], history.now
        if place.root == history.root:
            self.recall(key, place)
        elif old is not None and new is not None:
            moved = rebase(place.span, old.text, new.text)
            self.put(key, moved.span, place.look_again or moved.look_again)

    def settle(self) -> None:
        """After turns or remarks were restored: remarks go back to where they stood on what stands now.

        Only when all that is restored together stands again: halfway, a remark would be carried to a place
        of its own making.
        """
        if not self.unsettled:
            return
        self.unsettled = False
        for remark, history in self.comments.items():
            if history.now is None:
                continue
            key = (remark, history.root)
            trail = self.trails[key]
            known = (p for p in reversed(trail) if self.is_current(p))
            place = next(known, None)
            if place is not None:
                self.recall(key, place)
            elif self.stands(trail[-1].span.turn_id):
                self.carry(key, trail[-1])

    def is_current(self, place: Place) -> bool:
        """Whether the version of the turn that this place was found on is the one that stands."""
        turn = place.span.turn_id
        return self.stands(turn) and self.histories[turn].root == place.root
