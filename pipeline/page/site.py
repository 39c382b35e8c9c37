"""What all requests share: the study, the desks of its interviews, and the work that goes on beside them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.actions import known
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.page.keeper import Keeper
from pipeline.page.people import People
from pipeline.page.work import Work, cut_through, hand_over, search_through
from pipeline.placings import CODES, GUIDE, PLACINGS, PROPOSED
from pipeline.respondents import RULINGS
from pipeline.runner import DECISIONS, LISTENED, TEXT_STAMP, Study
from pipeline.store import WHOLE

if TYPE_CHECKING:
    from pipeline.desk import Desk


class Opened:
    """A study that the page shows."""

    def __init__(self, study: Study, report: Callable[[str], None]) -> None:
        self.study, self.store = study, study.store
        self.people = People(study.store)
        self.keeper = Keeper(study.store.root, report)
        self.work = Work(study.store.root)
        self.search = Work(study.store.root, search_through)
        self.cut = Work(study.store.root, cut_through)
        self.export = Work(study.store.root, hand_over)
        self._lock = threading.Lock()
        self._desks: dict[str, Desk] = {}
        self._doubt: dict[tuple[str, str], float] = {}
        #: How many suggestions are open in each interview, and when that was: see `ahead.to_decide`.
        self.undecided: tuple[str, dict[str, int]] = ("", {})
        #: How turns would read, by interview and turn: see `identified.after`.
        self.read_after: dict[str, dict[str, Any]] = {}

    @property
    def works(self) -> dict[str, Work]:
        """All that can be under way beside the page, by name."""
        return {"write": self.work, "search": self.search, "cut": self.cut, "export": self.export}

    def desk(self, interview: str) -> Desk:
        """The desk of an interview, up to date.

        Raises:
            PipelineError: no such interview, or it is not written out yet.
        """
        from pipeline.desk import Desk

        known(self.study, interview)
        with self._lock:
            if interview not in self._desks:
                self._desks[interview] = Desk(self.store, interview)
            desk = self._desks[interview]
        return desk.follow()

    def doubt(self, desk: Desk) -> float:
        """The probability below which words of this interview are shaded."""
        from pipeline.page.shapes import doubt_threshold

        key = (desk.interview, desk.edition)
        if key not in self._doubt:
            self._doubt[key] = doubt_threshold(desk.state.transcript)
        return self._doubt[key]

    def warm(self) -> None:
        """Open the interview that was worked on last before anybody asks: a long log takes its time."""
        worked = [(self._trace(one, DECISIONS).rpartition("-")[2], one) for one in self.store.interviews()]
        with contextlib.suppress(PipelineError):
            if any(when for when, _ in worked):
                self.desk(max(worked)[1])

    def pulse(self, interview: str = "") -> dict[str, Any]:
        """What changes whenever something does, found without reading a file: for the stream of news."""
        if interview:
            names = [DECISIONS, "transcript.json", "peaks.bin"]
            themes = [PLACINGS, PROPOSED, AnonymisedTranscript.file]
            return {
                "log": [self._trace(interview, name) for name in names],
                "people": [
                    self._trace(WHOLE, RULINGS),
                    *(self._trace(interview, name) for name in ("verified.json", "findings.json")),
                    self.search.news,
                ],
                "themes": [
                    *(self._trace(interview, name) for name in themes),
                    self._trace(WHOLE, CODES),
                    self._edition(self.store.root / GUIDE),
                    self.cut.news,
                ],
            }
        interviews = self.store.interviews()
        names = ["transcript.json", "verified.json", DECISIONS, LISTENED, "findings.json"]
        names += [AnonymisedTranscript.file, TEXT_STAMP, ThemedTranscript.file, PLACINGS]
        return {
            "work": sum(work.news for work in self.works.values()),
            "study": [self._trace(WHOLE, name) for name in (RULINGS, CODES)],
            "interviews": [[self._trace(one, name) for name in names] for one in interviews],
        }

    def _trace(self, interview: str, name: str) -> str:
        return self._edition(self.store.path(interview, name))

    def _edition(self, path: Path) -> str:
        try:
            stat = path.stat()
        except OSError:
            return ""
        return f"{stat.st_size:x}-{stat.st_mtime_ns:x}"

    def close(self) -> None:
        """End what goes on beside the page, in order."""
        for work in self.works.values():
            work.stop()
        self.keeper.close()


class Site:
    """The page as it is served now; `opened` is None until there is a study."""

    def __init__(self, study: Study | None, report: Callable[[str], None]) -> None:
        self.report = report
        self.closing = threading.Event()
        self._opened = Opened(study, report) if study is not None else None

    @property
    def has_study(self) -> bool:
        """Whether there is a study to show."""
        return self._opened is not None

    @property
    def opened(self) -> Opened:
        """The study that is shown.

        Raises:
            PipelineError: there is none yet.
        """
        if self._opened is None:
            raise PipelineError(say("page.no_study"), hint=say("page.no_study.hint"))
        return self._opened

    def show(self, study: Study) -> None:
        """Show this study from now on; only where none was shown before."""
        if self._opened is None:
            self._opened = Opened(study, self.report)

    def close(self) -> None:
        """End what goes on beside the page."""
        if self._opened is not None:
            self._opened.close()
