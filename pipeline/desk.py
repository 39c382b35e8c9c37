"""An interview on the desk: what its decisions have made of it so far, kept up with the log.

Whoever decides (a page, a command) sits at a desk. The log on disk is the truth, so that several desks,
also in other processes, can stand beside each other: before anything is decided, what others have decided
is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock

from pipeline.artefacts.decision import (
    Decision,
    Insert,
    Listened,
    Merge,
    NameSpeaker,
    Operation,
    Remove,
    Restore,
    SetSpeaker,
    SetText,
    Split,
)
from pipeline.artefacts.transcript import Transcript
from pipeline.errors import PipelineError
from pipeline.events import event_id
from pipeline.messages import say
from pipeline.review.decisions import Refused, apply, steps, undo
from pipeline.review.state import ReviewState, opening
from pipeline.runner import DECISIONS, LISTENED
from pipeline.store import LogPlace, StudyStore
from pipeline.voiding import void

#: Operations as they read on a state: whoever counts offsets in another way counts them anew there.
Counted = Callable[[ReviewState, Sequence[Operation]], tuple[Operation, ...]]


def as_they_are(_state: ReviewState, operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """For whoever counts offsets in code points."""
    return tuple(operations)


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to do: a decision before it is taken. The same id is never taken twice."""

    id: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Answer:
    """What came of proposals: the ids that are on the disk now, and the first that was refused."""

    taken: tuple[str, ...]
    refused: str = ""
    why: Refused | None = None


@dataclass(frozen=True)
class Reading:
    """An interview at one moment: the state is what these decisions have made of this edition."""

    edition: str
    state: ReviewState = field(repr=False)
    log: tuple[Decision, ...] = field(repr=False)


class Desk:
    """One interview under review. `decisions` counts those taken in; `edition` tells transcripts apart.

    Safe for several threads. A new transcript (`transcribe --again`) is a new edition with an empty log.
    """

    def __init__(self, store: StudyStore, interview: str) -> None:
        self.store, self.interview = store, interview
        self._own = RLock()
        self.edition = ""
        self._open()

    def _open(self) -> None:
        self.edition = self._edition()
        self.state: ReviewState = opening(self.store.read(self.interview, Transcript))
        self.log: list[Decision] = []
        self._place = LogPlace()
        self._plays: list[Listened] = []
        self._plays_place = LogPlace()
        self._follow_log()

    def _edition(self) -> str:
        try:
            stat = self.store.path(self.interview, Transcript.file).stat()
        except FileNotFoundError:
            raise PipelineError(
                say("runner.not_transcribed", interview=self.interview),
                hint=say("runner.not_transcribed.hint"),
            ) from None
        put_aside = sum(1 for _ in self.store.path(self.interview, "earlier").glob("*"))
        return f"{put_aside}-{stat.st_mtime_ns:x}-{stat.st_size:x}"

    # ------------------------------------------------------------------ following

    @property
    def decisions(self) -> int:
        """How many decisions have been read from the log."""
        return len(self.log)

    def now(self) -> Reading:
        """State and log of the same moment; between two looks at the desk somebody may decide."""
        with self._own:
            return Reading(self.edition, self.state, tuple(self.log))

    def follow(self) -> Desk:
        """Read what others have decided since; the transcript too, if it is a new one."""
        with self._own:
            if self._edition() != self.edition or self._log_is_shorter():
                self._open()
            else:
                self._follow_log()
            return self

    def _log_is_shorter(self) -> bool:
        path = self.store.path(self.interview, DECISIONS)
        return self._place.bytes > 0 and (not path.is_file() or path.stat().st_size < self._place.bytes)

    def _follow_log(self) -> None:
        read, self._place = self.store.log_from(self.interview, DECISIONS, Decision, self._place)
        for decision in read:
            self._take_in(decision)

    def _take_in(self, decision: Decision) -> None:
        """A log that was put together from two people's may hold decisions that are refused."""
        self.log.append(decision)
        try:
            self.state = apply(self.state, decision)
        except Refused:
            return

    def listened(self) -> tuple[Listened, ...]:
        """What everybody has played so far."""
        with self._own:
            read, self._plays_place = self.store.log_from(
                self.interview, LISTENED, Listened, self._plays_place
            )
            self._plays += read
            return tuple(self._plays)

    @contextmanager
    def settled(self) -> Iterator[ReviewState]:
        """The state as it is now, while nobody else can decide."""
        with self._own, self.store.lock(self.interview, "decide"):
            self.follow()
            yield self.state

    # ------------------------------------------------------------------ deciding

    def take(
        self,
        who: str,
        proposals: Sequence[Proposal],
        *,
        edition: str | None = None,
        counted: Counted = as_they_are,
    ) -> Answer:
        """Take decisions in order, up to the first that is refused; when this returns they are on disk.

        Args:
            who: who decides.
            proposals: what they want; one that is in the log already counts as taken.
            edition: the transcript they were made on; another one refuses all of them.
            counted: gives the operations of a proposal on the state that it meets, after those before it.

        Raises:
            PipelineError: the disk is full or cannot be written to; nothing was acknowledged.
        """
        with self.settled() as before:
            if edition is not None and edition != self.edition:
                return Answer((), proposals[0].id if proposals else "", Refused("moved_on"))
            state = before
            taken: list[str] = []
            new: list[Decision] = []
            refused, why = "", None
            for proposal in proposals:
                if proposal.id in state.changes:
                    taken.append(proposal.id)
                    continue
                try:
                    operations = counted(state, proposal.operations)
                    decision = Decision(id=proposal.id, at=datetime.now(UTC), who=who, operations=operations)
                    state = apply(state, decision)
                except Refused as error:
                    refused, why = proposal.id, error
                    break
                new.append(decision)
                taken.append(proposal.id)
            self._keep(new, state)
            return Answer(tuple(taken), refused, why)

    def take_back(self, who: str, *, redo: bool = False) -> Decision | None:
        """Take back what this person did last, or what they took back last; None if there is nothing.

        Raises:
            Conflict: something that it touched has moved on since.
            PipelineError: the disk is full or cannot be written to.
        """
        with self.settled() as state:
            found = steps(state, self.log, who)
            undoes = found.redo if redo else found.undo
            if undoes is None:
                return None
            decision = undo(state, undoes, decision=event_id(), at=datetime.now(UTC), who=who)
            self._keep([decision], apply(state, decision))
            return decision

    def decide(self, who: str, operation: Callable[[ReviewState], Operation]) -> Decision:
        """Take a decision that is made from the state as it is at this moment.

        Raises:
            Refused: the operation cannot be taken in.
            PipelineError: what `operation` says, or the disk is full or cannot be written to.
        """
        with self.settled() as state:
            decision = Decision(id=event_id(), at=datetime.now(UTC), who=who, operations=(operation(state),))
            self._keep([decision], apply(state, decision))
            return decision

    def _keep(self, new: Sequence[Decision], state: ReviewState) -> None:
        """On disk first, then in memory; before that, what was made from the text as it was is removed."""
        if not new:
            return
        if any(_changes_text(operation) for decision in new for operation in decision.operations):
            void(self.store, self.interview)
        self.store.append(self.interview, DECISIONS, *new)
        self._place = self._place_after(new)
        self.log += new
        self.state = state

    def _place_after(self, new: Sequence[Decision]) -> LogPlace:
        size = self.store.path(self.interview, DECISIONS).stat().st_size
        return LogPlace(size, self._place.lines + len(new))


def _changes_text(operation: Operation) -> bool:
    """Whether what is said, by whom, or in which turns, is another after this operation."""
    match operation:
        case SetText() | SetSpeaker() | Split() | Merge() | Insert() | Remove() | NameSpeaker():
            return True
        case Restore(kind="turn" | "speaker"):
            return True
        case _:
            return False
