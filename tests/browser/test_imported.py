"""An imported transcript along its recording, in Hør gjennom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import builders
import pytest
from browsing import Person, Server

from pipeline import actions
from pipeline.runner import open_study

CAPTIONS = (
    "WEBVTT\n\n00:01.000 --> 00:03.500\n<v Intervjuer>Kan du si hva du heter?\n\n"
    "00:07.900 --> 00:12.900\n<v Ingrid>Ja, jeg heter Ingrid, og jeg er rektor.\n"
)


@pytest.fixture
def study(tmp_path: Path, excerpt: Path) -> Path:
    folder = builders.study_folder(tmp_path / "studie")
    captions = tmp_path / "a.vtt"
    captions.write_text(CAPTIONS, "utf-8")
    [result] = actions.take_in(open_study(folder), [captions], audio=[excerpt])
    assert result.outcome == "made"
    return folder


@pytest.fixture
def server(study: Path, tmp_path: Path) -> Iterator[Server]:
    running = Server(study, tmp_path)
    yield running
    told = running.stop()
    assert "Traceback" not in told
    assert "Ingrid" not in told


def test_a_click_on_an_imported_turn_plays_it_where_it_was_said(anne: Person) -> None:
    turn = anne.page.locator("[data-turn]").nth(1)
    assert "rektor" in turn.locator(".text").inner_text()
    turn.locator(".time").click()
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    anne.until("document.querySelector('#sound').currentTime > 8")
    assert turn.get_attribute("data-now") == "true"
    anne.until("[...CSS.highlights.get('spoken')].some((range) => range.toString().length > 1)")
