"""Brings up to date what is made from decisions, in a process of its own, when it has been quiet a while."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from pipeline.errors import PipelineError, frames_of
from pipeline.messages import language, use_language

R = TypeVar("R")

#: So long nobody has decided anything before the reading copies are made anew.
QUIET_S = 3.0


class Keeper:
    """One worker process for projections, reading copies and outlines; typing never waits for it."""

    def __init__(self, root: Path, report: Callable[[str], None], quiet_s: float = QUIET_S) -> None:
        self.root, self.report, self.quiet_s = root, report, quiet_s
        self._lock = threading.RLock()
        self._timers: dict[str, threading.Timer] = {}
        self._running: dict[tuple[str, str], Future[str]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def changed(self, interview: str) -> None:
        """Somebody has decided something; bring it up to date when it has been quiet."""
        with self._lock:
            before = self._timers.pop(interview, None)
            if before is not None:
                before.cancel()
            timer = threading.Timer(self.quiet_s, self._due, (interview,))
            timer.daemon = True
            self._timers[interview] = timer
            timer.start()

    def _due(self, interview: str) -> None:
        with self._lock:
            self._timers.pop(interview, None)
        self.ask(interview, "reading")

    def ask(self, interview: str, upto: str) -> bool:
        """Run the stages of an interview up to this one, unless that is under way; whether it was begun."""
        with self._lock:
            under_way = self._running.get((interview, upto))
            if under_way is not None and not under_way.done():
                if upto == "reading":  # what was decided meanwhile comes next
                    under_way.add_done_callback(lambda _: self.changed(interview))
                return False
            future = self.run(_bring_up_to_date, str(self.root), interview, upto)
            future.add_done_callback(self._told)
            self._running[interview, upto] = future
            return True

    def run(self, function: Callable[..., R], *arguments: object) -> Future[R]:
        """Run a module's function in the worker."""
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                languages = (language(),)
                self._pool = ProcessPoolExecutor(
                    1, mp_context=context, initializer=_begin, initargs=languages
                )
            return self._pool.submit(function, *arguments)

    def _told(self, future: Future[str]) -> None:
        if not future.cancelled() and future.exception() is None and future.result():
            self.report(future.result())

    def close(self) -> None:
        """Bring up to date what still waits, then end the worker."""
        with self._lock:
            waiting = tuple(self._timers)
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()
        for interview in waiting:
            self.ask(interview, "reading")
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None


def _begin(code: str) -> None:
    """Ctrl-C is the server's, which ends this process in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o077)
    use_language(code)


def _bring_up_to_date(root: str, interview: str, upto: str) -> str:
    """In the worker: what went wrong, without a word; empty where nothing did."""
    from pipeline.actions import project
    from pipeline.runner import open_study

    try:
        project(open_study(Path(root)), interview, upto=upto)
    except PipelineError as error:
        return f"{error.message} {error.hint}".strip()
    except Exception as error:
        return frames_of(error)
    return ""
