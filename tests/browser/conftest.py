"""A study, a server in a process of its own, and people with browsers. Skipped where there is no Chromium."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import builders
import pytest

from pipeline import actions
from pipeline.artefacts.transcript import Stretch
from pipeline.review.verified import project
from pipeline.runner import DECISIONS, LISTENED, open_study
from pipeline.store import StudyStore, write_file

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]

TALK = (
    ("t1", "S1", "interviewer", "Kan du si litt om hvem du er", 0),
    ("t2", "S2", "respondent", "Ja jeg heter Kari og er styrer i Lerkelia barnehage", 3000),
    ("t3", "S1", "interviewer", "Hvor lenge har du vært det", 8000),
    ("t4", "S2", "respondent", "Det blir vel sju år til høsten tror jeg", 11000),
)
EACH_MS = 400
LAST_MS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium here (Debian: apt-get install chromium)"))


@pytest.fixture(scope="module")
def talked(excerpt: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one interview that is written out: four turns over 16 seconds of sound."""
    folder = builders.study_folder(tmp_path_factory.mktemp("snakk") / "studie")
    shutil.copy(excerpt, folder / "audio_in" / "a.wav")
    study = open_study(folder)
    actions.transcribe(study)
    turns = [
        builders.turn(
            name, text, start, speaker=speaker, role=role, words=builders.words(text, start, EACH_MS)
        )
        for name, speaker, role, text, start in TALK
    ]
    turns = [one.model_copy(update={"end_ms": one.words[-1].end_ms}) for one in turns]
    speech = tuple(Stretch(start_ms=one.start_ms or 0, end_ms=one.end_ms or 0) for one in turns)
    store = study.store
    store.write("intervju-01", builders.transcript(*turns, speech=speech, duration_ms=16_000))
    stamp = store.peek("intervju-01", "stamps/transcribe.json")
    stamp["writes"]["transcript.json"] = store.digest("intervju-01", "transcript.json")
    write_file(store.path("intervju-01", "stamps/transcribe.json"), json.dumps(stamp).encode())
    actions.project(study, "intervju-01")
    return folder


@pytest.fixture
def study(talked: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(talked, tmp_path / "studie"))


class Server:
    """`renskriv review` in a process of its own, as somebody starts it in a terminal."""

    def __init__(self, study: Path | None, cwd: Path) -> None:
        self.study, self.cwd = study, cwd
        self.start()

    def start(self) -> None:
        """Start it, and read its address from its first line."""
        listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        arguments = ["--study", str(self.study)] if self.study else []
        code = f"{listening}; import sys; sys.argv[1:] = {[*arguments, 'review', '--no-browser']!r}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{code}; from pipeline.cli import main; main()"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.cwd,
            env={
                **os.environ,
                "LC_ALL": "C.UTF-8",
                "OMP_NUM_THREADS": "1",
                "PYTHONPATH": str(builders.REPOSITORY),
            },
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.base = self.address.partition("?")[0]
        assert self.address.startswith("http://127.0.0.1:"), (
            self.process.stderr and self.process.stderr.read()
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> str:
        """End it with Ctrl-C; what it said on stderr."""
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            _, told = self.process.communicate(timeout=60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        assert self.process.returncode == 0, told
        return told


@pytest.fixture
def server(study: Path, tmp_path: Path) -> Iterator[Server]:
    """The page of the study, served."""
    running = Server(study, tmp_path)
    yield running
    if running.process.poll() is None:
        told = running.stop()
        assert "Traceback" not in told
        assert "Kari" not in told


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


class Person:
    """Somebody with a browser of their own. What the console says against the page is collected."""

    def __init__(self, context: Any, server: Server, name: str) -> None:
        self.context, self.server, self.name = context, server, name
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page = self.new_page()

    def new_page(self) -> Any:
        """A tab more."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text)
        )
        page.on("pageerror", lambda error: self.complaints.append(f"{error} {error.stack}"))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        return page

    def enter(self, page: Any = None) -> Any:
        """Open the address of the terminal, and say who one is where that is asked."""
        page = page or self.page
        page.goto(self.server.address)
        page.wait_for_url(lambda url: "token" not in url)
        if "/who" in page.url:
            page.fill("#name", self.name)
            page.keyboard.press("Enter")
            page.wait_for_url(self.server.base)
        return page

    def listen(self, page: Any = None) -> Any:
        """Go to Hør gjennom."""
        page = self.enter(page)
        page.goto(f"{self.server.base}interviews/intervju-01/listen")
        page.wait_for_selector("html[data-ready=true]")
        return page

    def text(self, turn: str) -> Any:
        """The text of a turn, as an element."""
        return self.page.locator(f'[data-turn="{turn}"] .text')

    def until(self, expression: str, page: Any = None) -> None:
        """Wait until this is true in the page. (Playwright's own way needs eval, which the page forbids.)"""
        until(lambda: (page or self.page).evaluate(expression))

    def saved(self, page: Any = None) -> None:
        """Wait until the page says that everything is saved."""
        (page or self.page).wait_for_selector('#saved[data-state="saved"]')


@pytest.fixture
def people(browser: Any, server: Server) -> Iterator[Callable[..., Person]]:
    """Makes people; at the end each one's console must be clean and nothing came from elsewhere."""
    made: list[Person] = []

    def person(name: str = "Anne", **options: Any) -> Person:
        context = browser.new_context(
            **{"locale": "nb-NO", "viewport": {"width": 1280, "height": 860}} | options
        )
        made.append(Person(context, server, name))
        return made[-1]

    yield person
    for one in made:
        one.context.close()
        assert not one.complaints
        assert one.hosts <= {server.base.split("/")[2]}


@pytest.fixture
def anne(people: Callable[..., Person]) -> Person:
    """Anne, at Hør gjennom."""
    person = people("Anne")
    person.listen()
    return person


class Record:
    """What lies in the study's files."""

    def __init__(self, study: Path) -> None:
        self.store = StudyStore(study)

    def log(self) -> list[dict[str, Any]]:
        """The decisions on the disk."""
        path = self.store.path("intervju-01", DECISIONS)
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []

    def operations(self) -> list[dict[str, Any]]:
        """All operations, in order."""
        return [operation for decision in self.log() for operation in decision["operations"]]

    def plays(self) -> list[dict[str, Any]]:
        """The playback on the disk."""
        path = self.store.path("intervju-01", LISTENED)
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []

    def verified(self) -> Any:
        """What transcript and log on the disk make together."""
        from pipeline.artefacts.decision import Decision
        from pipeline.artefacts.transcript import Transcript

        transcript = self.store.read("intervju-01", Transcript)
        return project(transcript, self.store.log("intervju-01", DECISIONS, Decision))

    def texts(self) -> dict[str, str]:
        """Turn -> text."""
        return {turn.id: turn.text for turn in self.verified().turns}


@pytest.fixture
def record(study: Path) -> Record:
    """The study's files."""
    return Record(study)


def until(true: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait for something in the study's files."""
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        time.sleep(0.05)
    assert true()
