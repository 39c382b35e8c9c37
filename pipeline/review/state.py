"""What people's decisions have made of a transcript so far: one frozen value that remembers every version."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar

from pipeline.artefacts.span import Span
from pipeline.artefacts.transcript import Role, Transcript, Word
from pipeline.artefacts.verified import Merged, Note, Remark, Signature, SpeakerName, VerifiedTurn
from pipeline.review.words import clean, retime

T = TypeVar("T")

#: What has revisions of its own.
Kind = Literal["turn", "remark", "note", "speaker"]


@dataclass(frozen=True)
class History(Generic[T]):
    """All versions of one thing; a version's index is its revision, None is "not there".

    `roots` says of which earlier version each is a copy (itself if of none): a thing that was changed and
    restored is the same again.
    """

    versions: tuple[T | None, ...] = field(default=(None,), repr=False)
    roots: tuple[int, ...] = (0,)

    @property
    def now(self) -> T | None:
        """The current version."""
        return self.versions[-1]

    @property
    def root(self) -> int:
        """The version of which the current one is a copy."""
        return self.roots[-1]

    @property
    def revision(self) -> int:
        """How many operations have touched it."""
        return len(self.versions) - 1

    def then(self, value: T | None) -> "History[T]":
        """With a version more."""
        return History((*self.versions, value), (*self.roots, len(self.versions)))

    def back(self, as_of: int) -> "History[T]":
        """With a version more, which is an earlier one again."""
        return History((*self.versions, self.versions[as_of]), (*self.roots, self.roots[as_of]))


@dataclass(frozen=True, slots=True)
class TurnVersion:
    """A turn between two operations; `into` is the turn that it was merged into, if it is gone by that."""

    speaker: str
    role: Role
    sure: bool
    start_ms: int | None
    end_ms: int | None
    text: str = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    stands: bool = True
    into: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerVersion:
    """What people called a speaker."""

    name: str = field(repr=False)
    role: Role


@dataclass(frozen=True, slots=True)
class RemarkVersion:
    """A remark; where it stands is in `ReviewState.trails`."""

    text: str = field(repr=False)
    who: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A field note."""

    turn: str | None
    text: str = field(repr=False)
    who: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A span of the version `root` of its turn."""

    span: Span
    root: int
    look_again: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature with the digest of what was signed."""

    signature: Signature
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision did to one thing: from which revision to which."""

    kind: Kind
    item: str = field(repr=False)
    before: int
    after: int


@dataclass(frozen=True)
class ReviewState:
    """A transcript and all decisions taken in so far.

    `order` holds the id of every turn that ever was, in the order of the talk: turns that are gone keep
    their place, so that they come back where they stood. `trails` are the places where each version of a
    remark (id, root) has stood, the current one last, so that undo brings it back exactly. `changes` says
    what each decision touched. `roles` is the role that the machine most often gave to each speaker.
    """

    transcript: Transcript = field(repr=False)
    order: tuple[str, ...] = field(repr=False)
    histories: MappingProxyType[str, History[TurnVersion]] = field(repr=False)
    speakers: MappingProxyType[str, History[SpeakerVersion]] = field(repr=False)
    comments: MappingProxyType[str, History[RemarkVersion]] = field(repr=False)
    field_notes: MappingProxyType[str, History[NoteVersion]] = field(repr=False)
    trails: MappingProxyType[tuple[str, int], tuple[Place, ...]] = field(repr=False)
    signed: tuple[Signed, ...] = field(repr=False)
    changes: MappingProxyType[str, tuple[Change, ...]] = field(repr=False)
    roles: MappingProxyType[str, Role] = field(repr=False)

    def turn(self, turn: str) -> VerifiedTurn | None:
        """This turn as it reads now; None if it does not stand."""
        history = self.histories.get(turn)
        now = history.now if history else None
        if history is None or now is None or not now.stands:
            return None
        return VerifiedTurn(
            id=turn,
            speaker=now.speaker,
            role=self.role(now),
            sure=now.sure,
            start_ms=now.start_ms,
            end_ms=now.end_ms,
            text=now.text,
            words=now.words,
            revision=history.revision,
        )

    def role(self, turn: TurnVersion) -> Role:
        """The role that people gave to the turn's speaker, else the turn's own."""
        history = self.speakers.get(turn.speaker)
        return history.now.role if history and history.now else turn.role

    def history(self, kind: Kind, item: str) -> History[Any]:
        """All versions of a thing; what is not made yet has one, which is None."""
        shelves: dict[Kind, MappingProxyType[str, History[Any]]] = {
            "turn": self.histories,
            "speaker": self.speakers,
            "remark": self.comments,
            "note": self.field_notes,
        }
        return shelves[kind].get(item, History())

    def revision(self, kind: Kind, item: str) -> int:
        """The revision that an operation on this thing must name; 0 for what is not made yet."""
        return self.history(kind, item).revision

    @property
    def standing(self) -> tuple[tuple[str, TurnVersion], ...]:
        """The turns that stand, in order, with their ids."""
        found = ((turn, self.histories[turn].now) for turn in self.order)
        return tuple((turn, now) for turn, now in found if now is not None and now.stands)

    @property
    def turns(self) -> tuple[VerifiedTurn, ...]:
        """The turns that stand, in order."""
        found = (self.turn(turn) for turn in self.order)
        return tuple(turn for turn in found if turn is not None)

    @property
    def names(self) -> tuple[SpeakerName, ...]:
        """The speakers that people have named or given a role, by label."""
        return tuple(
            SpeakerName(speaker=label, revision=history.revision, name=now.name, role=now.role)
            for label, history in sorted(self.speakers.items())
            if (now := history.now) is not None
        )

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All remarks, oldest first.

        One whose turn is gone stands, empty and to be looked at again, at the end of the turn that its own
        was merged into, or else of the one before (or, if there is none, at the beginning of the next one).
        """
        found = []
        for comment, history in self.comments.items():
            now = history.now
            if now is None:
                continue
            place = self.trails[comment, history.root][-1]
            span, look_again = place.span, place.look_again
            beside = self.beside(span.turn_id)
            if beside != span.turn_id:
                span, look_again = self._edge(beside, span.turn_id), True
            found.append(
                Remark(
                    id=comment,
                    revision=history.revision,
                    turn_id=span.turn_id,
                    start=span.start,
                    end=span.end,
                    text=now.text,
                    who=now.who,
                    look_again=look_again,
                )
            )
        return tuple(found)

    def _edge(self, beside: str | None, gone: str) -> Span:
        now = self.histories[beside].now if beside else None
        if beside is None or now is None:
            return Span(turn_id=gone, start=0, end=0)
        at = 0 if self.order.index(beside) > self.order.index(gone) else len(now.text)
        return Span(turn_id=beside, start=at, end=at)

    @property
    def notes(self) -> tuple[Note, ...]:
        """All field notes, oldest first; one whose turn is gone stands where a remark would."""
        return tuple(
            Note(
                id=note,
                revision=history.revision,
                turn_id=self.beside(now.turn) if now.turn is not None else None,
                text=now.text,
                who=now.who,
            )
            for note, history in self.field_notes.items()
            if (now := history.now) is not None
        )

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """All signatures; valid while the text is what was signed, so also when a change was undone."""
        if not self.signed:
            return ()
        digest = text_digest(self)
        return tuple(s.signature.model_copy(update={"valid": s.digest == digest}) for s in self.signed)

    @property
    def merged(self) -> tuple[Merged, ...]:
        """The turns that are gone because they were merged, and the turns that they went into."""
        found = ((turn, self.histories[turn].now) for turn in self.order)
        gone = ((turn, now.into) for turn, now in found if now is not None)
        return tuple(Merged(turn_id=turn, into=into) for turn, into in gone if into is not None)

    def beside(self, turn: str) -> str | None:
        """The turn itself if it stands, else the one that what stood on it belongs to now; None if none."""
        seen = set()
        while turn not in seen:
            seen.add(turn)
            now = self.histories[turn].now
            if now is not None and now.stands:
                return turn
            if now is not None and now.into is not None:
                turn = now.into
        place = self.order.index(turn)
        for other in (*reversed(self.order[:place]), *self.order[place:]):
            now = self.histories[other].now
            if now is not None and now.stands:
                return other
        return None


def opening(transcript: Transcript) -> ReviewState:
    """The state before the first decision; words are made to spell the text and to have times.

    Raises:
        ValueError: two turns have the same id; a bug of whoever made the transcript.
    """
    histories: dict[str, History[TurnVersion]] = {}
    roles: dict[str, Counter[Role]] = {}
    for turn in transcript.turns:
        text = clean(turn.text)
        words = tuple(word for word in turn.words if word.start_ms is not None)
        if " ".join(word.text for word in words) != text:
            words = retime(words, text, turn.start_ms, turn.end_ms)
        version = TurnVersion(
            speaker=turn.speaker,
            role=turn.role,
            sure=turn.sure,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            text=text,
            words=words,
        )
        if turn.id in histories:
            raise ValueError("two turns of a transcript have the same id")
        histories[turn.id] = History((version,))
        roles.setdefault(turn.speaker, Counter())[turn.role] += 1
    return ReviewState(
        transcript=transcript,
        order=tuple(histories),
        histories=MappingProxyType(histories),
        speakers=MappingProxyType({}),
        comments=MappingProxyType({}),
        field_notes=MappingProxyType({}),
        trails=MappingProxyType({}),
        signed=(),
        changes=MappingProxyType({}),
        roles=MappingProxyType({speaker: count.most_common(1)[0][0] for speaker, count in roles.items()}),
    )


def text_digest(state: ReviewState) -> str:
    """What a signature stands for: sha256 over (id, speaker, role, text) of the turns in order."""
    turns = [(turn, now.speaker, state.role(now), now.text) for turn, now in state.standing]
    return hashlib.sha256(json.dumps(turns, separators=(",", ":")).encode()).hexdigest()
