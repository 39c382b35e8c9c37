"""What logs of decisions share: ids that sort by time, what is in force, and where a person stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar


class Event(Protocol):
    """A line of a log: one user action; `undoes` names the one that it takes back."""

    @property
    def id(self) -> str:
        """Unique in its log."""

    @property
    def who(self) -> str:
        """Who did it."""

    @property
    def undoes(self) -> str | None:
        """The id of the line that it takes back."""


E = TypeVar("E", bound=Event)


def event_id() -> str:
    """A unique id that sorts by time (UUID version 7, RFC 9562), so that two people's logs can be merged."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    random = uuid.uuid4().int
    value = (milliseconds << 80) | (0x7 << 76) | (random & ((1 << 76) - 1))
    return str(uuid.UUID(int=value & ~(0x3 << 62) | (0x2 << 62)))


def in_force(log: Sequence[E]) -> tuple[E, ...]:
    """The lines that nobody has taken back; one whose taking back was taken back stands again."""
    undone: set[str] = set()
    standing = []
    for line in reversed(log):
        if line.id in undone:
            continue
        if line.undoes is not None:
            undone.add(line.undoes)
        standing.append(line)
    return tuple(reversed(standing))


@dataclass(frozen=True)
class Steps:
    """The ids of the lines that a person would take back next: one done, or one taken back (redo)."""

    undo: str | None
    redo: str | None


def steps(log: Sequence[E], who: str) -> Steps:
    """Where a person stands in their own history; something new ends what could be redone."""
    done: list[str] = []
    undone: list[str] = []
    for line in log:
        if line.who != who:
            continue
        if done and line.undoes == done[-1]:
            done.pop()
            undone.append(line.id)
        elif undone and line.undoes == undone[-1]:
            undone.pop()
            done.append(line.id)
        else:
            done.append(line.id)
            undone.clear()
    return Steps(done[-1] if done else None, undone[-1] if undone else None)
