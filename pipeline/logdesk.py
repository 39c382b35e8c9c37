"""What desks about identifiers and themes share: a log of what people decide, kept up with and added to.

The log on disk is the truth, so that several desks, also in other processes, can stand beside each other:
before anything is decided, what others have decided is read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Generic, Self, TypeVar

from pipeline.artefacts.placing import Placing
from pipeline.artefacts.ruling import Ruling
from pipeline.events import event_id, steps
from pipeline.store import LogPlace, StudyStore

Line = TypeVar("Line", Placing, Ruling)
Why = TypeVar("Why", bound=Exception)
Operation = TypeVar("Operation")


@dataclass(frozen=True)
class Proposal(Generic[Operation]):
    """What somebody wants to do: a decision before it is taken. The same id is never taken twice."""

    id: str
    operations: tuple[Operation, ...] = field(repr=False)
    #: When it was decided, of one that may have waited in a browser since; what others decided later stands.
    decided: datetime | None = None


@dataclass(frozen=True)
class Answer(Generic[Why]):
    """What came of proposals: the ids that are on the disk now, and the first that was refused."""

    taken: tuple[str, ...]
    refused: str = ""
    why: Why | None = None


class LogDesk(ABC, Generic[Line, Why]):
    """A log of decisions. Safe for several threads and processes.

    Args:
        store: the study's files.
        interview: whose log it is; `WHOLE` for the study's.
        log: its name.
        kind: what its lines are.
        refusal: what is raised by the checks below.
    """

    def __init__(
        self, store: StudyStore, interview: str, log: str, kind: type[Line], refusal: type[Why]
    ) -> None:
        self.store, self.interview = store, interview
        self._name, self._refusal = log, refusal
        self._kind: type[Line] = kind
        self._own = RLock()
        self._log: list[Line] = []
        self._place = LogPlace()
        self._file = 0
        self._read()

    @property
    def log(self) -> tuple[Line, ...]:
        """All lines that have been read, also those that were taken back."""
        with self._own:
            return tuple(self._log)

    @property
    def decisions(self) -> int:
        """How many lines have been read from the log."""
        return len(self._log)

    def follow(self) -> Self:
        """Read what others have decided since."""
        with self._own:
            self._read()
            return self

    def _read(self) -> None:
        path = self.store.path(self.interview, self._name)
        stat = path.stat() if path.is_file() else None
        # A log that was written anew (a withdrawal, a destroyed key) is another file, of whatever length.
        file = stat.st_ino if stat else 0
        if self._place.bytes and (file != self._file or not stat or stat.st_size < self._place.bytes):
            self._log, self._place = [], LogPlace()
        self._file = file
        read, self._place = self.store.log_from(self.interview, self._name, self._kind, self._place)
        self._log += read
        self._follow()

    @contextmanager
    def _settled(self) -> Iterator[None]:
        """The log as it is now, while nobody else can decide."""
        with self._own, self.store.lock(self.interview or "study", self._name, "decide"):
            self._read()
            yield

    def _take(
        self,
        proposals: Sequence[Proposal[Operation]],
        line_of: Callable[[Proposal[Operation], datetime], Line],
    ) -> Answer[Why]:
        """Take decisions in order, up to the first that is refused; when this returns they are on disk."""
        with self._settled():
            known = {line.id for line in self._log}
            log = list(self._log)
            check = self._checking(log)
            taken: list[str] = []
            refused, why = "", None
            for proposal in proposals:
                if proposal.id not in known:
                    line = line_of(proposal, datetime.now(UTC))
                    try:
                        if proposal.decided is not None:
                            self._check_overtaken(line, proposal.decided)
                        check(line)
                    except self._refusal as error:
                        refused, why = proposal.id, error
                        break
                    log.append(line)
                    known.add(line.id)
                taken.append(proposal.id)
            self._keep(log[len(self._log) :])
            return Answer(tuple(taken), refused, why)

    def _check_overtaken(self, line: Line, decided: datetime) -> None:
        """Raise a refusal if somebody else has decided about the same after a line was decided."""
        touched = self._touches(line)
        for other in reversed(self._log):
            if other.at <= decided:
                return
            if other.who != line.who and touched & self._touches(other):
                raise self._refusal("overtaken")

    def take_back(self, who: str, redo: bool = False) -> Line | None:
        """Take back what this person did last, or what they took back last; None if there is nothing.

        Raises:
            Refused: something that it touched has moved on since.
            PipelineError: the disk is full or cannot be written to.
        """
        with self._settled():
            found = steps(self._log, who)
            target = found.redo if redo else found.undo
            if target is None:
                return None
            index = next(i for i, line in enumerate(self._log) if line.id == target)
            new = {"id": event_id(), "at": datetime.now(UTC), "who": who, "operations": (), "undoes": target}
            line = self._log[index].model_copy(update=new)
            self._check_undo(index, line)
            self._keep([line])
            return line

    def _keep(self, new: Sequence[Line]) -> None:
        """On disk first, then in memory."""
        if not new:
            return
        self._before_keeping(new)
        self.store.append(self.interview, self._name, *new)
        stat = self.store.path(self.interview, self._name).stat()
        self._file, self._place = stat.st_ino, LogPlace(stat.st_size, self._place.lines + len(new))
        self._log += new
        self._follow()

    def _follow(self) -> None:
        """Take in that the log has grown, or was read anew."""
        return

    def _before_keeping(self, new: Sequence[Line]) -> None:
        """Do what must be on disk before these lines are."""
        return

    @abstractmethod
    def _checking(self, log: Sequence[Line]) -> Callable[[Line], None]:
        """What raises a refusal if a line cannot follow this log, which grows by each line that can."""

    def _meant(self, line: Line) -> Line:
        """What a line is about in the end: of one that takes back, what it took back."""
        while line.undoes is not None:
            found = next((one for one in self._log if one.id == line.undoes), None)
            if found is None:
                return line
            line = found
        return line

    @abstractmethod
    def _touches(self, line: Line) -> Set[object]:
        """What a line speaks of; of one that takes back, what that spoke of."""

    @abstractmethod
    def _check_undo(self, index: int, line: Line) -> None:
        """Raise a refusal if the line at this index cannot be taken back (by `line`) any more."""
