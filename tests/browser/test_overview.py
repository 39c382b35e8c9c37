"""Oversikt: from an empty folder to files for coding tools without the terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import builders
import pytest
import theming
from browsing import Person, Record, Server, until
from test_surface import faults

from pipeline import actions, deidentify, themes
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.ruling import Accept, Part, Respond, RulingOperation, SetRole
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.export.formats import FORMATS
from pipeline.handover import WRITTEN
from pipeline.placings import PlacingProposal, Placings
from pipeline.respondents import respondents
from pipeline.rulings import RulingProposal, Rulings, brought_up
from pipeline.runner import Study, open_study


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


# ---------------------------------------------------------------------- the whole way


FIRST = (
    "I: Hvem er du?\n"
    "R: Jeg heter Solfrid Kvernmo og er rektor på Lia skole i Moss.\n"
    "I: Hvordan ble du med i hagelaget?\n"
    "R: En nabo spurte, og jeg sa ja. Det er lenge siden nå.\n"
)
SECOND = "I: Hvem jobber du med?\nR: Jeg jobber med Kvernmo, og det går bra.\n"
ORIGINALS = ("solfrid", "kvernmo", "lia skole", "moss")


@pytest.fixture
def checked(tmp_path: Path) -> Study:
    """Two interviews that others have checked, and a guide."""
    root = builders.study_folder(tmp_path / "sjekket")
    (root / "guide.yaml").write_text(theming.GUIDE, "utf-8")
    files = []
    for name, text in (("en.txt", FIRST), ("to.txt", SECOND)):
        files.append(tmp_path / name)
        files[-1].write_text(text, "utf-8")
    opened = open_study(root)
    actions.take_in(opened, files, verified_by="Anne")
    return opened


@pytest.fixture
def at_work(checked: Study, tmp_path: Path, browser: object) -> Iterator[Person]:
    """Anne, at the overview of it."""
    running = Server(checked.store.root, tmp_path)
    context = browser.new_context(locale="nb-NO")  # type: ignore[attr-defined]
    anne = Person(context, running, "Anne")
    anne.enter()
    anne.page.wait_for_selector(".card")
    yield anne
    context.close()
    told = running.stop()
    assert not anne.complaints
    assert "Traceback" not in told
    assert not any(original in told.casefold() for original in ORIGINALS)


def shows(page: Any, stand: str, step: str, interview: str = "intervju-01") -> None:
    """Wait until an interview is said to be this, and has this as its one next step."""
    card = page.locator(f'.card[data-interview="{interview}"]')
    card.locator(f".badge:text-is('{stand}')").wait_for(timeout=60_000)
    card.locator(f".card-do:has-text('{step}')").wait_for(timeout=60_000)
    assert card.locator(".card-do > *").count() == 1


def decide_all(study: Study) -> None:
    """Accept every suggestion, part every doubt, and give every person a role."""
    linked = brought_up(study)
    mentions = tuple((name, one.id) for name, found in linked.mentions.items() for one in found.mentions)
    rule(study, Accept(mentions=mentions))
    for doubt in brought_up(study).registry.doubts:
        rule(study, Part(entity=doubt.left, other=doubt.right))
    for entity in brought_up(study).registry.entities:
        if entity.type is IdentifierType.PERSON:
            rule(study, SetRole(entity=entity.id, role="third_party"))


def rule(study: Study, *operations: RulingOperation) -> None:
    desk = Rulings(study)
    assert desk.take("Anne", [RulingProposal(id=desk.new_id(), operations=operations)]).why is None


def step_appears(page: Any, step: str, interview: str = "intervju-01") -> None:
    page.wait_for_selector(f'.card[data-interview="{interview}"][data-step="{step}"]', timeout=120_000)


def test_the_whole_way_from_checked_to_files_is_led_from_the_overview(
    at_work: Person, checked: Study
) -> None:
    page, store = at_work.page, checked.store
    shows(page, "kontrollert", "Avidentifiser")
    page.wait_for_selector("#next-text:has-text('Klart til å avidentifiseres: intervju-01, intervju-02.')")
    page.focus("#next-do button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#work .going[data-kind=search] progress")
    page.wait_for_selector("#next-text:has-text('Intervjuene avidentifiseres')")
    assert "stop" not in str(
        page.evaluate("document.activeElement.dataset.key")
    )  # a second Enter ends nothing
    busy = page.locator('.card[data-interview="intervju-02"] button')
    assert busy.get_attribute("aria-disabled") == "true"
    step_appears(page, "decide")
    page.wait_for_selector("#work:has-text('intervju-01 venter på deg')")
    shows(page, "kontrollert", "Personer og steder")
    assert page.get_attribute("#next-do a", "href") == "/interviews/intervju-01/people"
    assert not list(store.anonymised.glob("*/*.txt"))

    decide_all(checked)
    step_appears(page, "anonymise")
    page.focus('.card[data-interview="intervju-01"] button')
    page.keyboard.press("Enter")
    step_appears(page, "approve")
    shows(page, "avidentifisert, gjennomgått", "Godkjenn")
    said = store.path("intervju-01", AnonymisedTranscript.file).read_text("utf-8").casefold()
    assert not any(original in said for original in ORIGINALS)
    page.click("#next-do a")
    page.wait_for_selector("html[data-ready=true]")
    page.click("#approve")
    page.click("dialog .primary")
    page.wait_for_selector("#approve[data-signed=true]")
    deidentify.approve(checked, "intervju-02", "Anne")
    page.click(".tabs a:has-text('Oversikt')")

    step_appears(page, "segment")
    shows(page, "avidentifisert, godkjent", "Kategoriser")
    page.click("#next-do button")
    page.wait_for_selector("#work .made:has-text('intervju-01 er kategorisert')")
    themed = store.read("intervju-01", ThemedTranscript)
    assert themed.passages
    for name in store.interviews():
        place_all(checked, name)
    step_appears(page, "export")
    shows(page, "kategorisert, godkjent", "Eksporter …")
    page.click("#next-do button")
    page.wait_for_selector("#export-ready:has-text('intervju-01, intervju-02')")
    assert page.locator("#export-anyway").count() == 0
    page.select_option("#export-tool", "maxqda")
    for name in FORMATS:
        if name not in ("qdpx", "csv"):
            page.uncheck(f"dialog input[value={name}]")
    page.click("dialog .primary")
    page.wait_for_selector("#work .made:has-text('coding: 2')", timeout=60_000)
    step_appears(page, "done")
    assert {path.name for path in store.coding.iterdir()} == {"studie-maxqda.qdpx", "avsnitt.csv", WRITTEN}
    assert page.input_value("#folder") == str(store.coding)
    page.wait_for_selector("#next-text:has-text('Alt er gjort')")
    assert page.locator("#next-do > *").count() == 0
    rule(checked, Respond(interview="intervju-01", group="Rektorer", label="en rektor"))
    page.wait_for_selector('.card[data-interview="intervju-01"]:has-text("Rektorer · «en rektor»")')
    page.wait_for_selector("#files-text:has-text('Noe i studien er endret')")
    step_appears(page, "export")


def place_all(study: Study, interview: str) -> None:
    """Say where every passage belongs that waits for it."""
    desk = Placings(study, interview)
    for passage in desk.themed().passages:
        if passage.status == "unplaced" or passage.look_again:
            place = theming.place(desk.text(), passage.id, list(passage.spans), "1")
            assert desk.take("Anne", [PlacingProposal(f"e-{interview}-{passage.id}", (place,))]).why is None


@pytest.fixture
def unreviewed(checked: Study) -> Study:
    """One interview that people have reviewed, and one where the machine's suggestions were taken."""
    deidentify.anonymise(checked, suggestions=True)
    themes.segment_study(checked)
    return checked


def test_what_nobody_has_reviewed_leaves_only_when_that_is_confirmed_in_as_many_words(
    unreviewed: Study, at_work: Person
) -> None:
    page, coding = at_work.page, unreviewed.store.coding
    shows(page, "kategorisert, ikke gjennomgått", "Personer og steder")
    page.focus("#export")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog li:has-text('intervju-01: det er ikke gjennomgått og godkjent.')")
    page.click("dialog .primary")
    page.wait_for_selector("#export-problem:has-text('Ingen intervjuer er klare')")
    assert not coding.exists()
    page.focus("#export-anyway")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # the next is what the dialog is for
    page.keyboard.press("Enter")
    page.wait_for_selector("#export-sure:has-text('intervju-01, intervju-02')")
    assert not coding.exists()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    assert not coding.exists()
    page.click("#export")
    page.check("#export-anyway")
    page.click("dialog .primary")
    page.click("dialog button:has-text('Eksporter likevel det som ikke er gjennomgått')")
    page.wait_for_selector("#work:has-text('intervju-02 er med, men er ikke gjennomgått')", timeout=60_000)
    assert "Ikke gjennomgått" in (coding / "lesekopi.html").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 360])
def test_the_late_stages_are_for_everybody(
    unreviewed: Study, browser: Any, tmp_path: Path, scheme: str, width: int
) -> None:
    running = Server(unreviewed.store.root, tmp_path)
    context = browser.new_context(
        locale="nb-NO", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    anne = Person(context, running, "Anne")
    page = anne.enter()
    page.wait_for_selector(".card")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#export")
    page.wait_for_selector("#export-ready")
    assert faults(page) == []
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
    page.uncheck("dialog input[value=figures]")
    page.check("#export-anyway")
    page.click("dialog .primary")
    page.click("dialog button:has-text('Eksporter likevel')")
    page.wait_for_selector("#work .told")
    page.wait_for_selector("#folder", timeout=60_000)
    page.click("#files-all summary")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    running.stop()
    assert not anne.complaints


def test_what_is_told_of_a_respondent_is_written_from_the_overview(at_work: Person, checked: Study) -> None:
    page = at_work.page
    page.focus('.card[data-interview="intervju-02"] a[href$="#respondent"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type("Naboer")
    assert faults(page) == []
    page.click("dialog .primary")
    at_work.saved()
    until(lambda: {one.interview: one.group for one in respondents(checked)}["intervju-02"] == "Naboer")
    page.click(".tabs a:has-text('Oversikt')")
    page.wait_for_selector('.card[data-interview="intervju-02"]:has-text("Informant: Naboer")')
