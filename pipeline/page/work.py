"""Long work from the page: one run of each kind at a time, in a process of its own, told as it goes."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError, frames_of
from pipeline.messages import language, say, use_language
from pipeline.page.worker import begin, deaf_to_ctrl_c
from pipeline.respondents import RULINGS
from pipeline.store import WHOLE

if TYPE_CHECKING:
    from pipeline.actions import Result
    from pipeline.deidentify import Deidentified
    from pipeline.runner import Study
    from pipeline.themes import Segmented

#: How often it is looked how far a search has come, in seconds.
LOOK_S = 1.0

#: Why an interview is not in files for coding tools.
WAITS = {
    "no_text": "overview.waits.no_text",
    "no_themes": "overview.waits.no_themes",
    "unreviewed": "overview.waits.unreviewed",
    "consent": "overview.waits.consent",
}

#: What `Handover` says of files.
FILES = ("written", "removed", "kept")

#: What runs in the process: the study's folder, what was asked for, the language, and where it tells.
Doing = Callable[[str, Any, str, Any], None]


class Work:
    """What is being done now, and what came of the last run; `doing` is writing out where nothing is said.

    `news` counts changes, so that whoever watches knows when to look again.
    """

    def __init__(self, root: Path, doing: Doing | None = None) -> None:
        self.root = root
        self.doing = doing or _write_out
        self.news = 0
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._stopping = False
        self._planned: tuple[str, ...] = ()
        self._far: dict[str, dict[str, Any]] = {}
        self._began: dict[str, float] = {}
        self._told: list[dict[str, str]] = []
        self._came: list[dict[str, Any]] = []
        self._ended = 0.0

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._process is not None

    def start(self, wanted: Any = None) -> None:
        """Begin, with what was asked for: for writing out the model, None for the study's own.

        Raises:
            PipelineError: a run is under way.
        """
        with self._lock:
            if self._process is not None:
                raise PipelineError(say("page.work_busy"), hint=say("page.work_busy.hint"))
            context = multiprocessing.get_context("spawn")
            told: Any = context.Queue()
            self._planned, self._far, self._began, self._told, self._came = (), {}, {}, [], []
            self._stopping = False
            arguments = (str(self.root), wanted, language(), told)
            process = context.Process(target=self.doing, args=arguments, daemon=True)
            with deaf_to_ctrl_c():
                process.start()
            self._process = process
            self.news += 1
        spoken = copy_context()  # a thread of its own would speak the machine's language
        threading.Thread(target=spoken.run, args=(self._listen, process, told), daemon=True).start()

    def stop(self) -> None:
        """End the run; what it has heard so far is kept, and the next one goes on from there."""
        with self._lock:
            process, self._stopping = self._process, True
        if process is not None:
            process.terminate()
            process.join(10)

    def snapshot(self) -> dict[str, Any]:
        """How it stands, as plain values.

        Returns:
            `{"running", "planned", "far": {interview: {"stage", "done", "all", "left_s"}}, "told", "came",
            "ended"}`. Sound is in ms. `told` are sentences that somebody should read; `came` is what became
            of each interview, as data; `ended` is when the last run did (seconds since 1970), 0 for never.
        """
        with self._lock:
            return {
                "running": self._process is not None,
                "planned": list(self._planned),
                "far": {interview: dict(far) for interview, far in self._far.items()},
                "told": list(self._told),
                "came": list(self._came),
                "ended": self._ended,
            }

    def _listen(self, process: SpawnProcess, told: Any) -> None:
        import queue

        over = False
        while not over:
            try:
                news = told.get(timeout=0.3)
            except queue.Empty:
                over = not process.is_alive() and told.empty()
                continue
            over = self._take(*news)
        process.join()
        with self._lock:
            if self._stopping:
                self._told = [{"kind": "note", "text": say("page.work_stopped")}]
            elif process.exitcode and not self._told:
                self._told = [{"kind": "error", "text": say("page.work_died")}]
            self._process = None
            self._ended = time.time()
            self._far = {}
            self.news += 1

    def _take(self, kind: str, news: Any) -> bool:
        """Take in what the process says; whether that was the last."""
        with self._lock:
            self.news += 1
            if kind == "plan":
                self._planned = tuple(news)
            elif kind == "far":
                interview, stage, done, everything = news
                now = time.monotonic()
                if stage == "transcribe":
                    self._began.setdefault(interview, now)
                spent = now - self._began.get(interview, now)
                left = spent * (everything - done) / done if done and everything and spent > 2 else None
                self._far[interview] = {"stage": stage, "done": done, "all": everything, "left_s": left}
            elif kind == "came":
                self._came = list(news)
            else:
                self._told = list(news)
        return kind == "end"


def sentences(result: Result) -> dict[str, str]:
    """What came of one file or interview, as the page shows it; no text for what is as it was."""
    name = " – ".join(part for part in (result.interview, result.name) if part)
    if result.error is not None:
        return {"kind": "error", "text": f"{name}: {result.error.message} {result.error.hint}".strip()}
    if result.bug:
        return {"kind": "error", "text": f"{name}: {say('cli.bug')}\n{result.bug}"}
    if result.outcome == "made":
        return {
            "kind": "made",
            "text": " ".join([say("page.made", interview=result.interview), *result.notes]),
        }
    if result.outcome in ("duplicate", "not_sound", "older_settings", "voices_of_nobody"):
        said = say(f"cli.result.{result.outcome}", interview=result.interview, name=result.name)
        return {"kind": "note", "text": said}
    return {"kind": "same", "text": ""}


# ---------------------------------------------------------------------- in the process


def tell(told: Any, code: str, run: Callable[[], Iterable[dict[str, str]]]) -> None:
    """Run something that takes long, and tell as plain values what came of it, in this language."""
    begin()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    use_language(code)
    try:
        told.put(("end", [one for one in run() if one["text"]]))
    except PipelineError as error:
        told.put(("end", [{"kind": "error", "text": f"{error.message} {error.hint}".strip()}]))
    except Exception as error:
        told.put(("end", [{"kind": "error", "text": f"{say('cli.bug')}\n{frames_of(error)}"}]))


def _write_out(root: str, model: str | None, code: str, told: Any) -> None:
    """In the process: write out the recordings in `audio_in/`."""
    from pipeline.actions import transcribe
    from pipeline.runner import open_study

    def run() -> Iterable[dict[str, str]]:
        results = transcribe(
            open_study(Path(root)),
            model=model,
            on_progress=lambda *far: told.put(("far", far)),
            on_plan=lambda interviews: told.put(("plan", interviews)),
        )
        said = [one for one in map(sentences, results) if one["text"]]
        return said or [{"kind": "note", "text": say("page.nothing_to_do")}]

    tell(told, code, run)


def search_through(root: str, _wanted: None, code: str, told: Any) -> None:
    """In the process: search the study for what identifies, and write the text where nothing is open."""
    from pipeline.deidentify import anonymise
    from pipeline.runner import open_study

    def run() -> Iterable[dict[str, str]]:
        study = open_study(Path(root))
        told.put(("plan", study.store.interviews()))
        threading.Thread(target=_tell_how_far, args=(study, told), daemon=True).start()
        results = anonymise(study)
        ruled = trace(study, RULINGS)
        told.put(("came", [_deidentified(one) | {"ruled": ruled} for one in results]))
        return map(_outcome, results)

    tell(told, code, run)


def _deidentified(result: Deidentified) -> dict[str, Any]:
    keys = ("interview", "state", "reviewed", "undecided", "stopped")
    return {key: getattr(result, key) for key in keys} | {"left": len(result.left)}


def cut_through(root: str, _wanted: None, code: str, told: Any) -> None:
    """In the process: cut the study's interviews by the guide."""
    from pipeline.runner import open_study
    from pipeline.themes import segment_study

    def run() -> Iterable[dict[str, str]]:
        results = segment_study(open_study(Path(root)), on_progress=_far(told, "segment"))
        keys = ("interview", "outcome", "passages", "unplaced", "look_again")
        told.put(("came", [{key: getattr(one, key) for key in keys} for one in results]))
        return map(_outcome, results)

    tell(told, code, run)


def hand_over(root: str, wanted: dict[str, Any], code: str, told: Any) -> None:
    """In the process: write files for coding tools; `wanted` as `views/overview.py` has checked it.

    What nobody has reviewed leaves only where it was named and confirmed.
    """
    from pipeline.handover import as_data, collected, export
    from pipeline.runner import open_study

    def run() -> Iterator[dict[str, str]]:
        study = open_study(Path(root))
        confirmed = set(wanted["unreviewed"])
        if confirmed:
            _, found = collected(study, allow_unreviewed=True)
            waits = {one.interview for one in found if one.outcome == "handed" and not one.reviewed}
            if waits - confirmed:
                raise PipelineError(
                    say("overview.export.changed", interviews=", ".join(sorted(waits - confirmed))),
                    hint=say("overview.export.changed.hint"),
                )
        handed = export(
            study,
            wanted["formats"],
            allow_unreviewed=bool(confirmed),
            for_tool=wanted["tool"] or None,
            times=wanted["times"],
            on_progress=_far(told, "export"),
        )
        folder = study.store.coding
        files = {key: [str(path.relative_to(folder)) for path in getattr(handed, key)] for key in FILES}
        rows = [
            row | {"reason": say(WAITS[one.outcome]) if one.why else ""}
            for one, row in zip(handed.interviews, as_data(handed)["interviews"], strict=True)
        ]
        told.put(("came", [files | {"interviews": rows}]))
        yield from ({"kind": "note", "text": note} for note in handed.notes)

    tell(told, code, run)


def trace(study: Study, name: str) -> str:
    """What tells one edition of a file of the whole study from another, without reading it."""
    try:
        stat = study.store.path(WHOLE, name).stat()
    except OSError:
        return ""
    return f"{stat.st_size:x}-{stat.st_mtime_ns:x}"


def _far(told: Any, stage: str) -> Callable[[int, int], None]:
    """What tells how far a stage has come that is counted over the whole study."""
    return lambda done, everything: told.put(("far", ("", stage, done, everything)))


def _tell_how_far(study: Study, told: Any) -> None:
    """Count the interviews that are searched, as long as the process lives."""
    from pipeline.runner import STAGES, Job, state_of

    find = next(stage for stage in STAGES if stage.name == "find")
    names = study.store.interviews()
    counted = -1
    while counted < len(names):
        done = sum(state_of(find, Job(study, name)) == "done" for name in names)
        if done > counted:
            told.put(("far", ("", "find", done, len(names))))
            counted = done
        time.sleep(LOOK_S)


def _outcome(result: Deidentified | Segmented) -> dict[str, str]:
    """What went wrong with an interview, as the page shows it; no text where nothing did."""
    if result.error is not None:
        text = f"{result.interview}: {result.error.message} {result.error.hint}".strip()
    elif result.bug:
        text = f"{result.interview}: {say('cli.bug')}\n{result.bug}"
    else:
        text = ""
    return {"kind": "error", "text": text}
