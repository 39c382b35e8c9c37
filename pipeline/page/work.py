"""Long work from the page: one run of each kind at a time, in a process of its own, told as it goes."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError, frames_of
from pipeline.messages import language, say, use_language
from pipeline.page.worker import begin, deaf_to_ctrl_c

if TYPE_CHECKING:
    from pipeline.actions import Result
    from pipeline.deidentify import Deidentified
    from pipeline.runner import Study


#: How often it is looked how far a search has come, in seconds.
LOOK_S = 1.0

#: What runs in the process: the study's folder, the model asked for, the language, and where it tells.
Doing = Callable[[str, str | None, str, Any], None]


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

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._process is not None

    def start(self, model: str | None = None) -> None:
        """Begin; recordings in `audio_in/` are written out with this model or the study's own.

        Raises:
            PipelineError: a run is under way.
        """
        with self._lock:
            if self._process is not None:
                raise PipelineError(say("page.work_busy"), hint=say("page.work_busy.hint"))
            context = multiprocessing.get_context("spawn")
            told: Any = context.Queue()
            self._planned, self._far, self._began, self._told = (), {}, {}, []
            self._stopping = False
            arguments = (str(self.root), model, language(), told)
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
        """`{"running", "planned", "far": {interview: {"stage", "done", "all", "left_s"}}, "told"}`, in ms."""
        with self._lock:
            return {
                "running": self._process is not None,
                "planned": list(self._planned),
                "far": {interview: dict(far) for interview, far in self._far.items()},
                "told": list(self._told),
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


def _write_out(root: str, model: str | None, code: str, told: Any) -> None:
    """In the process: write out, and tell as plain values how it goes."""
    from pipeline.actions import transcribe
    from pipeline.runner import open_study

    begin()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    use_language(code)
    try:
        results = transcribe(
            open_study(Path(root)),
            model=model,
            on_progress=lambda *far: told.put(("far", far)),
            on_plan=lambda interviews: told.put(("plan", interviews)),
        )
        said = [one for one in map(sentences, results) if one["text"]]
        told.put(("end", said or [{"kind": "note", "text": say("page.nothing_to_do")}]))
    except PipelineError as error:
        told.put(("end", [{"kind": "error", "text": f"{error.message} {error.hint}".strip()}]))
    except Exception as error:
        told.put(("end", [{"kind": "error", "text": f"{say('cli.bug')}\n{frames_of(error)}"}]))


def search_through(root: str, _model: str | None, code: str, told: Any) -> None:
    """In the process: search the study for what identifies, and write the text where nothing is open."""
    from pipeline.deidentify import anonymise
    from pipeline.runner import open_study

    begin()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    use_language(code)
    try:
        study = open_study(Path(root))
        told.put(("plan", study.store.interviews()))
        threading.Thread(target=_tell_how_far, args=(study, told), daemon=True).start()
        told.put(("end", [one for one in map(_outcome, anonymise(study)) if one["text"]]))
    except PipelineError as error:
        told.put(("end", [{"kind": "error", "text": f"{error.message} {error.hint}".strip()}]))
    except Exception as error:
        told.put(("end", [{"kind": "error", "text": f"{say('cli.bug')}\n{frames_of(error)}"}]))


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


def _outcome(result: Deidentified) -> dict[str, str]:
    """What went wrong with an interview, as the page shows it; no text where nothing did."""
    if result.error is not None:
        text = f"{result.interview}: {result.error.message} {result.error.hint}".strip()
    elif result.bug:
        text = f"{result.interview}: {say('cli.bug')}\n{result.bug}"
    else:
        text = ""
    return {"kind": "error", "text": text}
