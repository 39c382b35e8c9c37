"""A study, a server in a process of its own, and people with browsers. Skipped where there is no Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import builders
import pytest
from browsing import CHROMIUM, EACH_MS, FLAGS, TALK, Person, Record, Server

from pipeline import actions
from pipeline.artefacts.transcript import Stretch
from pipeline.runner import open_study
from pipeline.store import write_file


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


@pytest.fixture
def record(study: Path) -> Record:
    """The study's files."""
    return Record(study)
