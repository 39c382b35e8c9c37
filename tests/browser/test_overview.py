"""Oversikt: from an empty folder to a signed interview without the terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import builders
import pytest
from browsing import Person, Record, Server, until

from pipeline.runner import open_study


def test_the_overview_says_how_far_each_interview_is(anne: Person) -> None:
    anne.page.click("[data-turn=t1] .time")
    anne.until("document.getElementById('sound').currentTime > 3")
    anne.page.keyboard.press("Escape")
    anne.text("t2").click(modifiers=["Alt"])
    anne.page.keyboard.press("Control+M")
    anne.page.keyboard.type("hva?")
    anne.page.keyboard.press("Control+Enter")
    anne.page.wait_for_selector(".aside.remark")
    anne.page.click(".tabs a:has-text('Oversikt')")
    card = anne.page.locator(".card")
    card.locator("text=maskinutskrift").wait_for()
    card.locator("text=1 kommentarer").wait_for()
    card.locator("text=/Runde 1: [1-4]\\d % av talen/").wait_for()
    anne.page.wait_for_selector("#next-text:has-text('runde 1')")
    anne.page.click("#next-do a")
    anne.page.wait_for_selector("html[data-ready=true]")


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Server]:
    """The page where there is no study."""
    folder = tmp_path / "tomt"
    folder.mkdir()
    running = Server(None, folder)
    yield running
    running.stop()


def test_a_study_begins_files_are_added_and_written_out_without_a_terminal(
    nowhere: Server, browser: object, excerpt: Path, tmp_path: Path
) -> None:
    context = browser.new_context(locale="nb-NO")  # type: ignore[attr-defined]
    anne = Person(context, nowhere, "Anne")
    page = anne.page
    page.goto(nowhere.address)
    page.wait_for_url("**/start")
    folder = tmp_path / "studier" / "ny"
    page.fill("#folder", "ny")
    page.click("form .primary")
    page.wait_for_selector(".problem:has-text('ikke hel')")
    page.fill("#folder", str(folder))
    guide = tmp_path / "guide.yaml"
    guide.write_text(builders.GUIDE, "utf-8")
    page.set_input_files("#guide", guide)
    page.click("form .primary")
    page.click("a:has-text('Åpne studien')")
    page.wait_for_url("**/who**")
    page.fill("#name", "Anne")
    page.keyboard.press("Enter")
    page.wait_for_selector("#empty:not([hidden])")
    assert (folder / "guide.yaml").read_text("utf-8") == builders.GUIDE

    old = tmp_path / "gammelt.txt"
    old.write_text("I: Hva heter du?\nR: Kari.\n", "utf-8")
    sound = tmp_path / "Kari styrer.wav"
    sound.write_bytes(excerpt.read_bytes())
    page.set_input_files("#files", [old, sound])
    page.wait_for_selector("#arriving li:nth-child(2) .made")
    page.wait_for_selector(".card:has-text('importert')")
    assert [path.name for path in (folder / "audio_in").iterdir()] == ["Kari styrer.wav"]
    page.click("#transcribe")
    page.wait_for_selector("#work .error:has-text('Ingen talemodell')")
    page.check(".model-row:has-text('embedded-nb') input")
    page.click("#transcribe")
    page.wait_for_selector("progress, #work .made", timeout=60_000)
    page.wait_for_selector("#work .made:has-text('intervju-02')", timeout=240_000)
    page.wait_for_selector(".card:has-text('maskinutskrift')")
    assert open_study(folder).store.has("intervju-02", "transcript.docx")
    assert "Kari" not in page.inner_text("#interviews")  # the delivered name stays in identified/
    context.close()
    assert all("422" in said for said in anne.complaints)


def test_writing_out_can_be_stopped_and_goes_on(study: Path, people: Callable[..., Person]) -> None:
    (study / "audio_in" / "b.mp3").write_bytes(builders.SAMPLE.read_bytes() + b"b")
    (study / "study.toml").write_text('[transcribe]\nmodel = "embedded-nb"\n', "utf-8")
    anne = people("Anne")
    anne.enter()
    anne.page.click("#transcribe")
    windows = Record(study).store.path("intervju-02", "windows.jsonl")
    until(lambda: windows.is_file() and windows.read_bytes().count(b"\n") >= 1, 240)
    anne.page.click("#work button")
    anne.page.wait_for_selector("#work:has-text('Stoppet')")
    kept = windows.read_bytes()
    assert kept.endswith(b"\n")
    assert not Record(study).store.has("intervju-02", "transcript.json")
