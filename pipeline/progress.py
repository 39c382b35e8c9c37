"""How far the work is: bars on a terminal, plain lines elsewhere. Only ids and numbers, never a word."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from pipeline.messages import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import ProgressColumn, TaskID

#: Without a terminal a line comes at least this long after the one before.
LINE_EVERY_S = 10.0


class Progress:
    """One bar for the batch and one for each interview under way, in seconds of speech."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._bars: Bars | None = None
        self._batch: TaskID | None = None
        self._tasks: dict[str, TaskID] = {}
        self._started: dict[str, float] = {}
        self._last = 0.0
        self._finished: set[str] = set()
        self._count = 0

    def begin(self, interviews: tuple[str, ...]) -> None:
        """These interviews have work to do."""
        self._count = len(interviews)
        if not interviews:
            return
        if not self.stream.isatty():
            self._line(say("cli.progress.begin", count=len(interviews)))
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TimeRemainingColumn(),
            console=Console(file=self.stream, stderr=True),
            transient=True,
        )
        self._bars.start()
        self._batch = self._bars.add_task(
            say("cli.progress.batch"), total=len(interviews), amount=f"0/{len(interviews)}"
        )

    def report(self, interview: str, stage: str, done_ms: int, all_ms: int) -> None:
        """A stage of an interview has come so far; `all_ms` is 0 where the end is not known."""
        now = time.monotonic()
        if stage == "transcribe" and interview not in self._started:
            self._started[interview] = now
        if stage == "transcribe" and done_ms >= all_ms:
            self._finished.add(interview)
        amount = (
            say("cli.progress.amount", done=done_ms // 1000, all=all_ms // 1000)
            if all_ms
            else say("cli.progress.reading", done=done_ms // 1000)
        )
        if self._bars is None:
            if now - self._last >= LINE_EVERY_S or (all_ms and done_ms >= all_ms):
                self._line(f"{interview}: {amount}{self._left(interview, done_ms, all_ms, now)}")
            return
        if interview not in self._tasks:
            self._tasks[interview] = self._bars.add_task(interview, total=None, amount="")
        self._bars.update(self._tasks[interview], completed=done_ms, total=all_ms or None, amount=amount)
        if self._batch is not None:
            ready = len(self._finished)
            self._bars.update(self._batch, completed=ready, amount=f"{ready}/{self._count}")

    def end(self) -> None:
        """Take the bars away."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def _left(self, interview: str, done_ms: int, all_ms: int, now: float) -> str:
        """What is left at the speed measured so far."""
        spent = now - self._started.get(interview, now)
        if not (0 < done_ms < all_ms and spent > 0):
            return ""
        return ", " + say("cli.progress.left", minutes=-(-int(spent * (all_ms - done_ms) / done_ms) // 60))

    def _line(self, text: str) -> None:
        self._last = time.monotonic()
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        self.stream.flush()


class _Bar(ABC):
    """One bar for work whose amount is counted; plain lines elsewhere."""

    #: Whether a line comes at once, or only when the work takes longer than a line waits.
    at_once = True

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._bars: Bars | None = None
        self._last = 0.0

    def __enter__(self) -> Self:
        self._last = 0.0 if self.at_once else time.monotonic()
        if self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bars

            self._bars = Bars(
                TextColumn("{task.description}"),
                BarColumn(),
                self._column(),
                TimeRemainingColumn(),
                console=Console(file=self._stream, stderr=True),
                transient=not self.at_once,
            )
            self._bars.start()
            self._task = self._bars.add_task(self._name, total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def report(self, done: int, everything: int | None) -> None:
        """So much of so much is done; None where the end is not known."""
        if self._bars is not None:
            self._bars.update(self._task, completed=done, total=everything)
        elif time.monotonic() - self._last >= LINE_EVERY_S:
            self._last = time.monotonic()
            self._stream.write(f"{self._name}: {self._amount(done, everything)}\n")
            self._stream.flush()

    @abstractmethod
    def _column(self) -> ProgressColumn:
        """How the amount stands beside the bar."""

    @abstractmethod
    def _amount(self, done: int, everything: int | None) -> str:
        """The amount in a plain line."""


class Bytes(_Bar):
    """A bar for a file that is fetched, in bytes."""

    def _column(self) -> ProgressColumn:
        from rich.progress import DownloadColumn

        return DownloadColumn()

    def _amount(self, done: int, everything: int | None) -> str:
        total = f"{everything / 1e6:.0f}" if everything else "?"
        return f"{done / 1e6:.0f} / {total} MB"


class Count(_Bar):
    """A bar for interviews or formats, one by one."""

    at_once = False

    def _column(self) -> ProgressColumn:
        from rich.progress import MofNCompleteColumn

        return MofNCompleteColumn()

    def _amount(self, done: int, everything: int | None) -> str:
        return f"{done} / {everything or '?'}"
