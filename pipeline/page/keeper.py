"""Brings up to date what is made from decisions, in a process of its own, when it has been quiet a while."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from pipeline.errors import PipelineError, frames_of
from pipeline.messages import language, use_language
from pipeline.page.worker import begin, deaf_to_ctrl_c

R = TypeVar("R")

#: So long nobody has decided anything before the reading copies are made anew.
QUIET_S = 3.0


class Keeper:
    """One worker process for projections, reading copies and outlines; typing never waits for it."""

    def __init__(self, root: Path, report: Callable[[str], None], quiet_s: float = QUIET_S) -> None:
        self.root, self.report, self.quiet_s = root, report, quiet_s
        self._language = language()  # of the terminal, where reports go
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
            before = self._running.get((interview, upto))
            # What is decided while the copies are made is for the next time, which waits its turn.
            too_late = upto == "reading" and before is not None and before.running()
            if before is not None and not before.done() and not too_late:
                return False
            future = self._submit(self._language, _bring_up_to_date, str(self.root), interview, upto)
            future.add_done_callback(self._told)
            self._running[interview, upto] = future
            return True

    def due(self, interview: str) -> bool:
        """Whether its projection and copies are about to be made anew."""
        with self._lock:
            running = self._running.get((interview, "reading"))
            return interview in self._timers or (running is not None and not running.done())

    def run(self, function: Callable[..., R], *arguments: object) -> Future[R]:
        """Run a module's function in the worker, in the language of whoever asks."""
        return self._submit(language(), function, *arguments)

    def _submit(self, code: str, function: Callable[..., R], *arguments: object) -> Future[R]:
        with self._lock, deaf_to_ctrl_c():
            if self._pool is not None:
                try:
                    return self._pool.submit(_speaking, code, function, *arguments)
                except BrokenExecutor:  # the system ended the worker (often too little memory)
                    self._pool.shutdown(wait=False)
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin)
            return self._pool.submit(_speaking, code, function, *arguments)

    def _told(self, future: Future[str]) -> None:
        error = future.exception()
        report = frames_of(error) if error is not None else future.result()
        if report:
            self.report(report)

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


def _speaking(code: str, function: Callable[..., R], *arguments: object) -> R:
    """In the worker: run a function in this language."""
    use_language(code)
    return function(*arguments)


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
