"""Kategorier in a browser: by mouse, by keyboard alone, two who code blind, and for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import coding
import pytest
import theming
from browsing import Person, Server, resident, storage, until
from coding import BLIND, INTERVIEW, SAID
from test_surface import faults

from pipeline.artefacts.placing import Placing
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.placings import PLACINGS, PROPOSED, CodeTree, PlacingProposal, Placings
from pipeline.runner import Study, open_study
from pipeline.store import write_file

ANSWER = SAID.turns[3].text


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return coding.study(tmp_path / "studie").store.root


@pytest.fixture
def opened(study: Path) -> Study:
    return open_study(study)


def themed(opened: Study) -> ThemedTranscript:
    return Placings(opened, INTERVIEW).themed()


def decided(opened: Study) -> list[tuple[str, tuple[str, ...]]]:
    """What people have placed: the words, and the themes."""
    return [
        (words, tuple(themes.split(";") if themes else ()))
        for words, themes, who in theming.words_of(themed(opened), SAID)
        if who
    ]


def at_themes(person: Person, page: Any = None) -> Any:
    page = person.enter(page)
    page.goto(f"{person.server.base}interviews/{INTERVIEW}/themes")
    page.wait_for_selector("html[data-ready=true]")
    return page


@pytest.fixture
def anne(people: Callable[..., Person]) -> Person:
    person = people("Anne")
    at_themes(person)
    return person


def row(person: Person, name: str) -> Any:
    return person.page.locator(f'.passage[data-id="{name}"]')


def state(person: Person, name: str) -> str:
    return str(row(person, name).get_attribute("data-state"))


def chosen(page: Any) -> str:
    return str(page.evaluate("document.querySelector('.passage[aria-current]')?.dataset.id"))


def drag(page: Any, passage: str, words: str) -> None:
    """Draw the mouse over words of a passage."""
    start, end = corners(page, passage, words)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def corners(page: Any, passage: str, words: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where on the screen the words begin and end."""
    left, right, middle = page.evaluate(
        """([passage, words]) => {
            for (const element of document.querySelectorAll(`.passage[data-id="${passage}"] .words`)) {
                const at = element.textContent.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(element.firstChild, at);
                range.setEnd(element.firstChild, at + words.length);
                const box = range.getBoundingClientRect();
                return [box.left, box.right, (box.top + box.bottom) / 2];
            }
            throw new Error("not there");
        }""",
        [passage, words],
    )
    return (left + 1, middle), (right - 1, middle)


# ---------------------------------------------------------------------- by mouse


def test_passages_are_decided_by_mouse(anne: Person, opened: Study) -> None:
    page = anne.page
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    anne.saved()
    assert themed(opened).passages[1].themes == ("2.1",)

    row(anne, "p3").click()
    page.click("#offered button:nth-child(2)")
    page.wait_for_selector('.passage[data-id="p3"]:has-text("2.2 Motivasjon")')
    row(anne, "p4").click()
    assert page.is_disabled("#accept")
    page.click("#more")
    page.click(".menu button:has-text('Utenfor guiden')")
    page.wait_for_selector('.passage[data-id="p4"][data-state="accepted"]')
    row(anne, "p3").click()
    page.click("#more")
    page.click(".menu button:has-text('Tema i tillegg')")
    page.click(".choice:has-text('Bakgrunn')")
    page.wait_for_selector('.passage[data-id="p3"]:has-text("1 Bakgrunn")')
    anne.saved()
    found = {one.id: (one.themes, one.status, one.decided_by) for one in themed(opened).passages}
    assert found["p3"] == (("2.2", "1"), "placed", "Anne")
    assert found["p4"] == ((), "outside", "Anne")
    assert page.inner_text("#done-text") == "3 av 4 avsnitt avgjort"
    assert page.inner_text('[data-key="only 2"] .count') == "2"

    page.click("#undo")
    page.wait_for_selector('.passage[data-id="p3"]:not(:has-text("1 Bakgrunn"))')
    page.click("#redo")
    page.wait_for_selector('.passage[data-id="p3"]:has-text("1 Bakgrunn")')


def test_half_a_sentence_becomes_a_passage_of_its_own(anne: Person, opened: Study) -> None:
    page = anne.page
    drag(page, "p2", "praten ved kaffen")
    page.click("#split")
    page.wait_for_selector("dialog[open] .quote:has-text('praten ved kaffen')")
    page.click(".choice:has-text('2.2 Motivasjon')")
    page.wait_for_selector('.passage[data-state="accepted"]')
    anne.saved()
    assert decided(opened) == [("praten ved kaffen ", ("2.2",))]
    rest = [one for one in themed(opened).passages if one.id == "p2"]
    assert rest[0].decided_by == ""
    assert page.locator('.passage[data-id="p2"] .part').count() == 3  # the question, and both sides of it


def test_passages_that_overlap_say_so_and_show_where_they_were_cut(anne: Person, opened: Study) -> None:
    page = anne.page
    whole = theming.place(SAID, "x1", [theming.whole(SAID, "u4")], "2.1")
    start = ANSWER.index("praten")
    part = theming.place(SAID, "x2", [theming.span("u4", start, start + len("praten ved kaffen"))], "2.2")
    desk = Placings(opened, INTERVIEW)
    assert (
        desk.take("Bo", [PlacingProposal(name, (one,)) for name, one in (("1", whole), ("2", part))]).why
        is None
    )
    page.wait_for_selector('.passage[data-id="x2"] .mark:has-text("også i et avsnitt over")')
    assert page.locator('.passage[data-id="x1"] .mark').count() == 0
    assert page.get_attribute('.passage[data-id="x2"] .words', "data-cut") == "before after"
    assert page.text_content('.passage[data-id="x2"] .words') == "praten ved kaffen"
    assert page.get_attribute('.passage[data-id="x1"] .words', "data-cut").strip() == ""
    assert faults(page) == []


def test_selected_words_are_split_off_on_a_narrow_page_too(
    people: Callable[..., Person], opened: Study
) -> None:
    anne = people("Anne", viewport={"width": 360, "height": 900})
    page = at_themes(anne)
    drag(page, "p2", "kaffen")
    page.click("#more")
    page.click(".menu button:has-text('Del opp')")
    page.wait_for_selector("dialog[open] .quote:has-text('kaffen')")
    page.click(".choice:has-text('2.2 Motivasjon')")
    until(lambda: decided(opened) == [("kaffen ", ("2.2",))])


def test_a_passage_is_cut_at_the_cursor_and_joined_again(anne: Person, opened: Study) -> None:
    page = anne.page
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    page.mouse.click(*corners(page, "p2", "Og så")[0])
    page.keyboard.press("d")
    page.click(".choice:has-text('2.2')")
    page.wait_for_selector('.passage:has-text("2.2 Motivasjon")')
    anne.saved()
    half = ANSWER.index("Og så")
    assert decided(opened) == [
        (f"{SAID.turns[2].text}|{ANSWER[:half]}", ("2.1",)),
        (ANSWER[half:], ("2.2",)),
    ]
    row(anne, "p2").click()
    page.click("#more")
    page.click(".menu button:has-text('Slå sammen')")
    until(lambda: len(decided(opened)) == 1)
    assert decided(opened) == [(f"{SAID.turns[2].text}|{ANSWER}", ("2.1",))]
    page.click("#undo")
    until(lambda: len(decided(opened)) == 2)


def test_own_categories_are_made_moved_merged_and_removed(anne: Person, opened: Study) -> None:
    page = anne.page
    page.click("#make")
    page.fill("#dialog-name", "Kaffe")
    page.select_option("#dialog-under", "2.2")
    page.fill("#dialog-about", "Det sosiale")
    page.click("dialog .primary")
    page.wait_for_selector('#tree [data-id="egen-1"]')
    row(anne, "p2").click()
    page.click("#own")
    page.fill("#dialog-find", "Praten")
    page.click(".choice:has-text('Ny egen kategori')")
    page.wait_for_selector('.passage[data-id="p2"] .theme.own:has-text("E2 Praten")')
    anne.saved()
    assert [(one.name, one.under) for one in CodeTree(opened).codes] == [("Kaffe", "2.2"), ("Praten", "2.1")]

    page.click('[data-key="more egen-2"]')
    page.click(".menu button:has-text('Endre')")
    page.fill("#dialog-name", "Prat ved kaffen")
    page.select_option("#dialog-under", "egen-1")
    page.click("dialog .primary")
    page.wait_for_selector('.passage[data-id="p2"] .theme.own:has-text("E2 Prat ved kaffen")')
    assert page.inner_text('[data-key="only egen-1"] .count') == "1"  # with what is under it

    page.click('[data-key="more egen-2"]')
    page.click(".menu button:has-text('Slå sammen')")
    page.click("dialog .primary")
    page.wait_for_selector('.passage[data-id="p2"] .theme.own:has-text("E1 Kaffe")')
    page.click("#undo")
    page.wait_for_selector('.passage[data-id="p2"] .theme.own:has-text("E2 Prat ved kaffen")')

    page.click('[data-key="more egen-2"]')
    page.click(".menu button:has-text('Fjern')")
    page.click("dialog .primary")
    page.wait_for_selector('.passage[data-id="p2"] .theme.own', state="detached")
    anne.saved()
    assert [one.name for one in CodeTree(opened).codes] == ["Kaffe"]
    assert [one.themes for one in themed(opened).passages if one.id == "p2"] == [("2.1",)]


def test_a_theme_in_the_tree_narrows_the_text_to_it(anne: Person) -> None:
    page = anne.page
    page.click('[data-key="only 2"]')
    assert page.locator(".passage").count() == 1
    page.click("#all")
    assert page.locator(".passage").count() == 4


def test_a_question_of_the_guide_leads_to_where_it_was_asked(anne: Person) -> None:
    page = anne.page
    page.click('[data-key="questions 1"]')
    page.click(".questions button:has-text('Hvordan ble du med')")
    assert chosen(page) == "p3"
    page.click('[data-key="questions 2.1"]')
    assert page.inner_text(".questions [data-how=skipped]").endswith("ikke stilt")


# ---------------------------------------------------------------------- by keyboard alone


def test_an_interview_is_coded_by_keyboard_alone(anne: Person, opened: Study) -> None:
    page = anne.page
    page.locator(".text[tabindex='0']").focus()
    page.keyboard.press("n")
    assert chosen(page) == "p3"  # the first that is unsure
    page.keyboard.press("2")
    page.wait_for_selector('.passage[data-id="p3"]:has-text("2.2 Motivasjon")')
    page.keyboard.press("n")
    assert chosen(page) == "p4"
    page.keyboard.press("g")
    assert state(anne, "p4") == "unplaced"  # nothing is taken that was not proposed
    page.keyboard.press("t")
    page.wait_for_selector("#dialog-find")
    page.keyboard.type("2.1")
    page.keyboard.press("Enter")
    page.wait_for_selector('.passage[data-id="p4"][data-state="accepted"]')
    page.keyboard.press("l")
    page.keyboard.type("motiv")
    page.keyboard.press("Enter")
    page.wait_for_selector('.passage[data-id="p4"]:has-text("2.2 Motivasjon")')
    page.keyboard.press("r")
    page.wait_for_selector('.passage[data-id="p4"]:has-text("Relevant")')
    page.keyboard.press("m")
    page.wait_for_selector("#dialog-text")
    page.keyboard.type("Kort svar")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector('.passage[data-id="p4"] .memo:has-text("Kort svar")')
    page.keyboard.press("p")
    page.wait_for_selector("#dialog-find")
    page.keyboard.type("p2")
    page.keyboard.press("Enter")
    page.wait_for_selector('.passage[data-id="p4"]:has-text("Hva gjør de?")')
    page.keyboard.press("Alt+J")
    assert chosen(page) == "p1"
    page.keyboard.press("Enter")
    page.wait_for_selector('.passage[data-id="p1"][data-state="accepted"]')
    assert chosen(page) == "p2"
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("d")
    page.wait_for_selector("#dialog-find")
    page.keyboard.type("2.2")
    page.keyboard.press("Enter")
    page.wait_for_selector("#done-text:has-text('4 av 5')")
    page.keyboard.press("e")
    page.wait_for_selector("#dialog-find")
    page.keyboard.type("Kaffe")
    page.keyboard.press("Enter")
    page.wait_for_selector('.passage .theme.own:has-text("E1 Kaffe")')
    anne.saved()
    found = {one.id: one for one in themed(opened).passages}
    assert (found["p4"].themes, found["p4"].relevant) == (("2.1", "2.2"), True)
    assert (found["p4"].memo, found["p4"].research_question) == ("Kort svar", "p2")
    assert (found["p1"].status, found["p1"].decided_by) == ("outside", "Anne")
    assert found["p3"].themes == ("2.2",)
    [part] = [one for one in found.values() if one.codes]
    assert theming.words_of(themed(opened), SAID)[2][:2] == ("ved kaffen som gjør at jeg kommer.", "2.2")
    assert part.themes == ("2.2",)
    page.keyboard.press("Control+Z")
    page.wait_for_selector(".passage .theme.own", state="detached")
    page.keyboard.press("Control+Y")
    page.wait_for_selector(".passage .theme.own")
    page.keyboard.press("s")
    page.wait_for_selector("#done-text:has-text('av 4')")
    page.keyboard.press("F1")
    page.wait_for_selector("dialog[open] table.keys")


def test_the_most_unsure_come_first_when_that_is_asked_for(anne: Person) -> None:
    page = anne.page
    page.select_option("#order", "doubt")
    order = "[...document.querySelectorAll('.passage')].map((one) => one.dataset.id).join(' ')"
    assert page.evaluate(order) == "p4 p3 p2 p1"
    assert page.evaluate("document.documentElement.dataset.ready") == "true"


# ---------------------------------------------------------------------- what must not be lost


def test_what_could_not_be_sent_is_shown_and_sent_again_once(
    anne: Person, server: Server, opened: Study
) -> None:
    page = anne.page
    page.route("**/decisions", lambda route: route.abort())
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector('#saved[data-state="offline"]')
    assert opened.store.log(INTERVIEW, PLACINGS, Placing) == ()
    page.unroute("**/decisions")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    anne.saved()
    assert len(opened.store.log(INTERVIEW, PLACINGS, Placing)) == 1
    anne.complaints.clear()


def test_an_answer_that_was_lost_is_asked_for_again_and_decided_once(anne: Person, opened: Study) -> None:
    page = anne.page
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data)
        route.fetch()
        route.abort()

    page.route("**/decisions", lose)
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    anne.saved()
    [line] = opened.store.log(INTERVIEW, PLACINGS, Placing)
    assert line.id == json.loads(lost[0])["decisions"][0]["id"]
    anne.complaints.clear()


def test_what_was_not_saved_comes_back_when_browser_and_server_were_both_gone(
    server: Server, opened: Study, browser: Any, tmp_path: Path
) -> None:
    """Passages and categories alike; they are sent once, and what the browser keeps is not readable."""
    profile = tmp_path / "profil"
    anne = resident(browser, profile, server)
    page = at_themes(anne)
    server.kill()
    row(anne, "p2").click()
    page.click("#accept")
    page.click("#make")
    page.fill("#dialog-name", "Kanarifugl")
    page.click("dialog .primary")
    page.wait_for_selector("[data-banner=offline]:has-text('tatt vare på')")
    until(lambda: storage(page).count("renskriv:") == 2)
    assert "Kanarifugl" not in storage(page)
    anne.context.close()
    assert all(b"Kanarifugl" not in path.read_bytes() for path in profile.rglob("*") if path.is_file())
    assert opened.store.log(INTERVIEW, PLACINGS, Placing) == ()
    server.start()
    anne = resident(browser, profile, server)
    page = at_themes(anne)
    page.wait_for_selector("[data-banner=restored]:has-text('2')")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    page.wait_for_selector('#tree [data-id="egen-1"]:has-text("Kanarifugl")')
    anne.saved()
    assert len(opened.store.log(INTERVIEW, PLACINGS, Placing)) == 1
    assert [one.name for one in CodeTree(opened).codes] == ["Kanarifugl"]
    until(lambda: "renskriv:" not in storage(page))
    anne.context.close()


def test_what_no_longer_fits_when_it_comes_back_is_said(
    anne: Person, people: Callable[..., Person], opened: Study
) -> None:
    page = anne.page
    page.route("**/decisions", lambda route: route.abort())
    for name in ("p1", "p2"):
        row(anne, name).click()
        page.click("#accept")
    until(lambda: storage(page).count("renskriv:") == 2)
    page.close()
    anne.complaints.clear()
    bo = people("Bo")
    at_themes(bo)
    row(bo, "p2").click()
    bo.page.click("#offered button:nth-child(2)")
    bo.page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    anne.page = anne.new_page()
    page = at_themes(anne)
    page.wait_for_selector(".banner:has-text('Noen andre har bestemt')")
    page.wait_for_selector('.passage[data-id="p1"][data-state="accepted"]')
    anne.saved()
    assert [line.who for line in opened.store.log(INTERVIEW, PLACINGS, Placing)] == ["Bo", "Anne"]
    assert faults(page) == []


def test_a_text_that_changed_meanwhile_is_shown_and_said(anne: Person, opened: Study) -> None:
    page = anne.page
    page.route("**/now", lambda route: route.abort())  # the news have not come yet
    now = theming.text(*(turn.text for turn in SAID.turns[:6]), "Noe annet?", "Nei.")
    opened.store.write(INTERVIEW, now)
    write_file(opened.store.path(INTERVIEW, PROPOSED), theming.proposed(now).to_bytes())
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector(".banner:has-text('Teksten ble endret')")
    page.wait_for_selector(".words:has-text('Noe annet?')")
    assert opened.store.log(INTERVIEW, PLACINGS, Placing) == ()
    anne.complaints.clear()


def test_a_passage_whose_words_changed_since_is_shown_to_be_looked_at_again(
    anne: Person, opened: Study
) -> None:
    page = anne.page
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    anne.saved()
    said = [turn.text for turn in SAID.turns]
    said[3] = "😀 Jeg klipper hekken. Og så er det praten ved kaffen som gjør at jeg kommer."
    now = theming.text(*said)
    opened.store.write(INTERVIEW, now)
    write_file(opened.store.path(INTERVIEW, PROPOSED), coding.proposed(now).to_bytes())
    page.wait_for_selector('.passage[data-id="p2"][data-state="look_again"] .sign:has-text("↻")')
    assert "se på igjen" in (page.get_attribute('.text[data-passage="p2"]', "aria-label") or "")
    row(anne, "p2").click()
    page.wait_for_selector("#why:has-text('endret')")
    assert faults(page) == []
    page.click("#accept")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')


def test_a_guide_that_changed_is_said_with_the_way_on_and_no_reload(anne: Person, opened: Study) -> None:
    page = anne.page
    row(anne, "p2").click()
    page.click("#accept")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    guide = opened.store.root / "guide.yaml"
    write_file(guide, guide.read_bytes().replace(b"Oppgaver", b"Arbeid i hagen"))
    page.wait_for_selector("#first:has-text('Intervjuguiden er endret')")
    assert faults(page) == []
    page.click("#cut")
    page.wait_for_selector('.passage[data-state="accepted"]:has-text("Arbeid i hagen")', timeout=60_000)
    page.wait_for_selector("#first", state="hidden")


def test_both_see_what_the_other_decides(anne: Person, people: Callable[..., Person]) -> None:
    bo = people("Bo")
    at_themes(bo)
    row(bo, "p2").click()
    bo.page.click("#accept")
    anne.page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')


# ---------------------------------------------------------------------- two who code blind


class TestBlind:
    @pytest.fixture
    def study(self, tmp_path: Path) -> Path:
        return coding.study(tmp_path / "studie", settings=BLIND).store.root

    def test_two_code_blind_and_settle_where_they_differ(
        self, anne: Person, people: Callable[..., Person], opened: Study
    ) -> None:
        bo = people("Bo")
        at_themes(bo)
        row(anne, "p2").click()
        anne.page.click("#accept")
        anne.saved()
        row(bo, "p2").click()
        assert state(bo, "p2") == "suggested"
        bo.page.click("#offered button:nth-child(2)")
        bo.page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
        bo.page.click("#panes [data-pane=compare]")
        bo.page.click("#compare")
        bo.page.wait_for_selector("#compared .item")
        assert faults(bo.page) == []
        bo.page.click("#compared button:has-text('Anne sier 2.1 Oppgaver')")
        bo.page.wait_for_selector("#compared:has-text('Ingen uenigheter')")
        assert [one.themes for one in themed(opened).passages if one.decided_by] == [("2.1",)]
        assert row(bo, "p2").inner_text().count("2.2 Motivasjon") == 1


# ---------------------------------------------------------------------- what comes first


class TestNotCut:
    @pytest.fixture
    def study(self, tmp_path: Path) -> Path:
        return coding.study(tmp_path / "studie", cut=False).store.root

    def test_an_interview_is_cut_from_the_page(self, anne: Person, opened: Study) -> None:
        page = anne.page
        page.wait_for_selector("#first:has-text('ikke delt i avsnitt')")
        assert faults(page) == []
        page.click("#cut")
        page.wait_for_selector(".passage", timeout=60_000)
        page.wait_for_selector("#first", state="hidden")
        assert themed(opened).passages


class TestNoText:
    @pytest.fixture
    def study(self, tmp_path: Path) -> Path:
        opened = coding.study(tmp_path / "studie")
        opened.store.path(INTERVIEW, "anonymised/anonymised.json").unlink()
        return opened.store.root

    def test_text_that_is_not_deidentified_is_said_with_the_way_there(self, anne: Person) -> None:
        page = anne.page
        page.wait_for_selector("#first:has-text('avidentifiseres')")
        assert page.get_attribute("#first a", "href") == f"/interviews/{INTERVIEW}/people"


class TestNoGuide:
    @pytest.fixture
    def study(self, tmp_path: Path) -> Path:
        opened = coding.study(tmp_path / "studie")
        (opened.store.root / "guide.yaml").unlink()
        return opened.store.root

    def test_how_to_get_a_guide_is_said(self, anne: Person) -> None:
        anne.page.wait_for_selector("#first:has-text('renskriv guide import')")
        assert faults(anne.page) == []


# ---------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 360])
def test_kategorier_passes_axe(people: Callable[..., Person], opened: Study, scheme: str, width: int) -> None:
    CodeTree(opened).make("Anne", "Kaffe", "2.2", "Det sosiale")
    CodeTree(opened).make("Anne", "Løs")
    anne = people("Anne", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = at_themes(anne)
    row(anne, "p2").click()
    page.keyboard.press("r")
    page.wait_for_selector('.passage[data-id="p2"][data-state="accepted"]')
    assert faults(page) == []
    page.keyboard.press("t")
    page.wait_for_selector("dialog[open]")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.click("#more")
    page.wait_for_selector(".menu")
    assert faults(page) == []
    page.keyboard.press("Escape")
    if width < 992:
        page.click("#panes [data-pane=tree]")
    page.click('[data-key="questions 2.1"]')
    assert faults(page) == []
    page.click("#make")
    page.wait_for_selector("dialog[open]")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.click('[data-key="only 2"]')
    assert page.locator(".passage").count() == 1
    assert page.is_visible(".passage")  # also where the tree was in the place of the text
    assert faults(page) == []


@pytest.mark.parametrize("width", [640, 320])  # 1280 px at 200 % and at 400 % (WCAG 1.4.10)
def test_nothing_is_cut_off_when_kategorier_is_magnified(people: Callable[..., Person], width: int) -> None:
    anne = people("Anne", viewport={"width": width, "height": 512})
    page = at_themes(anne)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("innerHeight - document.getElementById('dock').offsetHeight") > 512 * 0.45


def test_kategorier_speaks_english_too(anne: Person) -> None:
    anne.page.click("button[data-language=en]")
    anne.page.wait_for_selector("#saved:has-text('Saved')")
    anne.page.wait_for_selector(".passage:has-text('unplaced')")
