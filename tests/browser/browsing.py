"""What browser tests are made of: a server as it is started, people with browsers, what the files hold."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders

from pipeline.review.verified import project
from pipeline.runner import DECISIONS, LISTENED
from pipeline.store import StudyStore

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


#: What a browser says by itself when a server is not there, or does not know it any more.
AWAY = ("net::ERR_", "Failed to load resource", "status of 401")


def only_the_server_was_away(person: Person) -> None:
    """The console said nothing else."""
    assert all(any(sign in said for sign in AWAY) for said in person.complaints), person.complaints
    person.complaints.clear()


def storage(page: Any) -> str:
    """All that a page keeps in the browser."""
    return str(page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})"))


def resident(browser: Any, profile: Path, server: Server, name: str = "Anne") -> Person:
    """Somebody whose browser keeps what it has in a folder, as people's browsers do."""
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=FLAGS, locale="nb-NO"
    )
    return Person(context, server, name)


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


def until(true: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait for something in the study's files."""
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        time.sleep(0.05)
    assert true()
