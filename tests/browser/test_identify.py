"""Personer og steder, as a person works: by mouse, by keyboard alone, read from the files afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import identified
import pytest
from browsing import Person, Server, resident, storage, until
from test_surface import faults, focused, tab_to

from pipeline import actions
from pipeline.artefacts.decision import SetText
from pipeline.artefacts.finding import Findings
from pipeline.artefacts.ruling import Ruling
from pipeline.desk import Desk, Proposal
from pipeline.events import event_id, in_force
from pipeline.rulings import RULINGS, Linked, brought_up
from pipeline.runner import Study, open_study
from pipeline.store import WHOLE

VIEW = "interviews/intervju-01/people"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two interviews that have been searched, instead of the one that was listened to."""
    return identified.searched(builders.study_folder(tmp_path / "studie"))


@pytest.fixture
def opened(study: Path) -> Study:
    """Its files."""
    return open_study(study)


def go(person: Person, view: str = VIEW) -> Any:
    """Go to Personer og steder, and wait until all that is computed is there."""
    page = person.enter()
    page.goto(person.server.base + view)
    page.wait_for_selector("html[data-ready=true]")
    return page


@pytest.fixture
def anne(people: Callable[..., Person]) -> Person:
    person = people("Anne")
    go(person)
    return person


def log(study: Study) -> tuple[Ruling, ...]:
    """The lines on the disk."""
    return study.store.log(WHOLE, RULINGS, Ruling)


def operations(study: Study) -> list[Any]:
    """What people have ruled and not taken back."""
    return [one for line in in_force(log(study)) for one in line.operations]


def statuses(study: Study) -> dict[str, str]:
    """Words -> what people have said of them, in the first interview."""
    texts = dict(identified.TALK["intervju-01"])
    mentions = brought_up(study).mentions["intervju-01"].mentions
    return {texts[one.turn_id][one.start : one.end]: one.status for one in mentions}


def whose(linked: Linked, words: str) -> str:
    """The name of the entity that these words mention."""
    texts = dict(identified.TALK["intervju-01"])
    for one in linked.mentions["intervju-01"].mentions:
        if texts[one.turn_id][one.start : one.end] == words:
            return linked.registry.entity(one.entity_id).name
    raise AssertionError(words)


def mention(page: Any, words: str) -> Any:
    return page.locator(".mention").filter(has_text=words).first


def select(page: Any, words: str, turn: str) -> None:
    """Drag over these words of a turn with the mouse."""
    box = page.evaluate(
        """([turn, words]) => {
        const element = document.querySelector(`[data-turn="${turn}"] .text`);
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.data.indexOf(words);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + words.length);
          const box = range.getBoundingClientRect();
          return [box.left + 1, box.right - 1, box.top + box.height / 2];
        } }""",
        [turn, words],
    )
    left, right, middle = box
    page.mouse.move(left, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle)
    page.mouse.move(right, middle)
    page.mouse.up()


# ---------------------------------------------------------------------- by mouse


def test_a_place_is_accepted_and_rejected_by_mouse(anne: Person, opened: Study) -> None:
    page = anne.page
    mention(page, "Kari Lien").click()
    page.wait_for_selector("#why:has-text('nokså sikkert')")
    page.click("#accept")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Kari Lien')")
    anne.saved()
    assert statuses(opened)["Kari Lien"] == "accepted"
    mention(page, "Leirvik").click()
    page.click("#reject")
    page.wait_for_selector(".mention[data-status=rejected]:has-text('Leirvik')")
    anne.saved()
    assert statuses(opened)["Leirvik"] == "rejected"
    assert {line.who for line in log(opened)} == {"Anne"}
    page.click("#undo")
    page.wait_for_selector(".mention[data-status=suggested]:has-text('Leirvik')")
    assert statuses(opened)["Leirvik"] == "suggested"


def test_all_of_one_are_accepted_at_once(anne: Person, opened: Study) -> None:
    page = anne.page
    mention(page, "Berit Haugen").click()
    page.select_option("#scope", "entity")
    page.click("#accept")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Berit Haugen')")
    anne.saved()
    now = statuses(opened)
    assert (now["Berit Haugen"], now["Berit"], now["Kari Lien"]) == ("accepted", "accepted", "suggested")


def test_words_are_added_by_selecting_them(anne: Person, opened: Study) -> None:
    page = anne.page
    select(page, "Per", "u3")
    page.click("#adder")
    page.select_option("#dialog-type", "PERSON")
    page.click("dialog .primary")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Per')")
    assert statuses(opened)["Per"] == "accepted"


def test_a_type_is_changed(anne: Person, opened: Study) -> None:
    page = anne.page
    mention(page, "Leirvik").click()
    page.click("#retype")
    page.select_option("#dialog-type", "DISTRICT")
    page.click("dialog .primary")
    page.wait_for_selector(".mention[data-type=DISTRICT]:has-text('Leirvik')")
    anne.saved()
    assert [one.type for one in operations(opened)] == ["DISTRICT"]


def test_two_are_merged_and_a_place_is_separated(anne: Person, opened: Study) -> None:
    page = anne.page
    page.click("#panes [data-pane=whom]")
    page.click(".entity summary:has-text('Kari Lien')")
    page.click(".entity[open] .acts button:has-text('Slå sammen')")
    page.select_option("#dialog-whom", label="Berit Haugen")
    before = page.locator(".entity").count()
    page.click("dialog .primary")
    until(lambda: len(operations(opened)) == 1)
    until(lambda: page.locator(".entity").count() == before - 1)
    linked = brought_up(opened)
    assert whose(linked, "Kari Lien") == whose(linked, "Berit")
    anne.saved()
    page.click(".entity[open] .acts button:has-text('Skill ut')")
    page.wait_for_selector("dialog .one-place:has(b:has-text('Berit'))")
    for box in page.locator("dialog .one-place:has(b:has-text('Berit')) input").all():
        box.check()
    page.click("dialog .primary")
    until(lambda: len(operations(opened)) == 2)
    linked = brought_up(opened)
    assert whose(linked, "Kari Lien") != whose(linked, "Berit Haugen")


def test_what_stands_instead_is_chosen_with_a_preview(anne: Person, opened: Study) -> None:
    page = anne.page
    mention(page, "Kari Lien").click()
    page.click("#instead")
    page.select_option("#dialog-operator", "placeholder")
    page.fill("#dialog-own", "venninnen")
    page.wait_for_selector(".preview ins:has-text('venninnen')")
    assert operations(opened) == []
    page.click("dialog .primary")
    until(lambda: operations(opened))
    page.click("#sides")
    page.wait_for_selector("[data-turn=u1] .after ins:has-text('venninnen')")
    assert "Kari Lien" not in page.text_content("[data-turn=u1] .after")
    assert "Kari Lien" in page.text_content("[data-turn=u1] .text")


def test_a_role_a_name_and_the_respondent_are_told(anne: Person, opened: Study) -> None:
    page = anne.page
    page.click("#queue .item:has-text('Kari Lien') button:has-text('respondent')")
    until(lambda: len(operations(opened)) == 1)
    page.click("#panes [data-pane=whom]")
    page.click(".entity summary:has-text('Kari Lien')")
    page.click(".entity[open] .acts button:has-text('Legg til navn')")
    page.fill("#dialog-alias", "Kaia")
    page.keyboard.press("Enter")
    until(lambda: len(operations(opened)) == 2)
    page.click("#respond")
    page.fill("#dialog-group", "barnehage")
    page.fill("#dialog-label", "en styrer")
    page.click("dialog .primary")
    page.wait_for_selector("#respondent:has-text('barnehage')")
    role, alias, respond = operations(opened)
    assert (role.role, role.respondent_of) == ("respondent", ("intervju-01",))
    assert (alias.alias, alias.entity) == ("Kaia", role.entity)
    assert (respond.group, respond.label) == ("barnehage", "en styrer")


def test_accepting_all_that_is_sure_leaves_what_is_unsure_and_is_undone_at_once(
    anne: Person, opened: Study
) -> None:
    page = anne.page
    before = statuses(opened)
    page.click("#accept-sure")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Lerkelia')")
    anne.saved()
    after = statuses(opened)
    assert after["Berrit Haugan"] == "suggested"
    assert {status for words, status in after.items() if words != "Berrit Haugan"} == {"accepted"}
    page.click("#undo")
    page.wait_for_selector(".mention[data-status=suggested]:has-text('Lerkelia')")
    assert statuses(opened) == before


def test_signing_off_says_what_is_open(anne: Person, opened: Study) -> None:
    anne.page.click("#approve")
    anne.page.wait_for_selector("dialog .open-list li")
    assert anne.page.locator("dialog .primary").count() == 0
    anne.page.keyboard.press("Escape")
    assert focused(anne.page) == "approve"


# ---------------------------------------------------------------------- by keyboard alone


def test_the_work_can_be_done_by_keyboard_alone(anne: Person, opened: Study) -> None:
    page = anne.page
    tab_to(page, "mention")
    page.keyboard.press("G")
    until(lambda: statuses(opened)["Kari Lien"] == "accepted")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("A")
    until(lambda: statuses(opened)["styrer"] == "rejected")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("T")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # person, place of work, place
    tab_to(page, "primary")
    page.keyboard.press("Enter")
    until(lambda: len(operations(opened)) == 3)
    assert operations(opened)[2].type == "PLACE"
    page.keyboard.press("Control+Z")
    until(lambda: len(operations(opened)) == 2)
    page.keyboard.press("Control+Y")
    until(lambda: len(operations(opened)) == 3)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("N")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("getSelection().toString()") == "Per"
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()") == "Per hjalp"
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    tab_to(page, "primary")
    page.keyboard.press("Enter")
    until(lambda: statuses(opened).get("Per") == "accepted")


def test_the_queue_and_the_cards_are_worked_through_by_keyboard(anne: Person, opened: Study) -> None:
    page = anne.page
    page.keyboard.press("Alt+J")
    page.wait_for_selector(".mention:focus")
    page.keyboard.press("Enter")
    assert focused(page) == "accept"
    page.keyboard.press("Escape")
    page.wait_for_selector(".mention:focus")
    page.focus("#queue-title")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: len(operations(opened)) == 1)
    anne.saved()
    assert page.evaluate("document.getElementById('queue').contains(document.activeElement)")
    page.focus("#panes [data-pane=whom]")
    page.keyboard.press("Enter")
    page.focus(".entity summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".entity[open] select")
    page.keyboard.press("Tab")
    page.keyboard.type("off")
    until(lambda: operations(opened)[-1].op == "set_role")
    assert operations(opened)[-1].role == "public_figure"


# ---------------------------------------------------------------------- nothing is lost


def test_what_cannot_be_sent_is_said_kept_and_sent_once_the_server_is_back(
    anne: Person, opened: Study, server: Server
) -> None:
    page = anne.page
    page.route("**/people/rulings", lambda route: route.abort())
    mention(page, "Kari Lien").click()
    page.click("#accept")
    page.wait_for_selector("#saved[data-state=offline]")
    page.wait_for_selector("[data-banner=offline]:has-text('ikke lagret')")
    assert operations(opened) == []
    page.unroute("**/people/rulings")
    page.click("[data-banner=offline] button")
    anne.saved()
    assert statuses(opened)["Kari Lien"] == "accepted"
    assert len(log(opened)) == 1
    assert all("ERR_FAILED" in said for said in anne.complaints)
    anne.complaints.clear()


def test_an_answer_that_was_lost_does_not_decide_twice(anne: Person, opened: Study) -> None:
    page = anne.page
    lost = []

    def lose(route: Any) -> None:
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.route("**/people/rulings", lose, times=1)
    mention(page, "Kari Lien").click()
    page.click("#accept")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Kari Lien')")
    anne.saved()
    assert len(lost) == 1
    assert len(log(opened)) == 1
    anne.complaints.clear()


def test_decisions_that_were_not_saved_come_back_when_browser_and_server_were_both_gone(
    server: Server, opened: Study, browser: Any, tmp_path: Path
) -> None:
    """They are sent once, and what the browser keeps meanwhile is not readable."""
    profile = tmp_path / "profil"
    anne = resident(browser, profile, server)
    page = go(anne)
    server.kill()
    mention(page, "Kari Lien").click()
    page.click("#accept")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Kari Lien')")
    mention(page, "Leirvik").click()
    page.click("#reject")
    page.wait_for_selector(".mention[data-status=rejected]:has-text('Leirvik')")
    page.wait_for_selector("[data-banner=offline]:has-text('tatt vare på')")
    until(lambda: storage(page).count("renskriv:") == 2)
    assert "Leirvik" not in storage(page)
    anne.context.close()
    assert all(b"Leirvik" not in path.read_bytes() for path in profile.rglob("*") if path.is_file())
    assert log(opened) == ()
    server.start()
    anne = resident(browser, profile, server)
    page = go(anne)
    page.wait_for_selector("[data-banner=restored]:has-text('2')")
    until(lambda: len(log(opened)) == 2)
    anne.saved()
    assert (statuses(opened)["Kari Lien"], statuses(opened)["Leirvik"]) == ("accepted", "rejected")
    until(lambda: "renskriv:" not in storage(page))
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    anne.saved()
    assert page.locator("[data-banner=restored]").count() == 0
    assert len(log(opened)) == 2
    anne.context.close()


def test_what_somebody_else_decided_meanwhile_stands_and_is_said(
    anne: Person, people: Callable[..., Person], opened: Study
) -> None:
    page = anne.page
    page.route("**/people/rulings", lambda route: route.abort())
    for words, button in (("Kari Lien", "#accept"), ("Lerkelia", "#accept")):
        mention(page, words).click()
        page.click(button)
    until(lambda: storage(page).count("renskriv:") == 2)
    page.close()
    anne.complaints.clear()
    bo = people("Bo")
    go(bo)
    mention(bo.page, "Kari Lien").click()
    bo.page.click("#reject")
    bo.saved()
    until(lambda: len(log(opened)) == 1)
    anne.page = anne.new_page()
    page = go(anne)
    page.wait_for_selector(".banner:has-text('«Kari Lien»: Noen andre har bestemt')")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Lerkelia')")
    page.wait_for_selector(".mention[data-status=rejected]:has-text('Kari Lien')")
    anne.saved()
    assert [line.who for line in log(opened)] == ["Bo", "Anne"]
    assert faults(page) == []
    page.click(".banner:has-text('Noen andre') button")
    page.wait_for_selector(".banner:has-text('Noen andre')", state="detached")
    assert "renskriv:" not in storage(page)


def test_two_people_see_each_others_decisions(
    anne: Person, people: Callable[..., Person], opened: Study
) -> None:
    bo = people("Bo")
    go(bo)
    mention(anne.page, "Kari Lien").click()
    anne.page.click("#accept")
    bo.page.wait_for_selector(".mention[data-status=accepted]:has-text('Kari Lien')")


def test_a_place_whose_words_changed_since_is_shown_to_be_looked_at_again(
    anne: Person, opened: Study
) -> None:
    page, store = anne.page, opened.store
    mention(page, "Kari Lien").click()
    page.click("#accept")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Kari Lien')")
    anne.saved()
    said = dict(identified.TALK["intervju-01"])["u1"].replace("Kari Lien", "Kari Lind")
    Desk(store, "intervju-01").take(
        "Bo", [Proposal(event_id(), (SetText(turn="u1", revision=0, text=said),))]
    )
    found = store.read("intervju-01", Findings)
    actions.project(opened, "intervju-01")
    page.wait_for_selector("#search:has-text('endret siden')")
    assert faults(page) == []
    others = tuple(one for one in found.findings if one.turn_id != "u1")
    store.write("intervju-01", found.model_copy(update={"findings": others}))  # it was searched again
    page.wait_for_selector(".mention[data-status=look_again]:has-text('Kari Lind')")
    element = mention(page, "Kari Lind")
    assert (element.get_attribute("data-sign") or "").startswith("↻")
    assert "se på igjen" in (element.get_attribute("aria-label") or "")
    assert page.text_content("#queue .item >> nth=0").startswith("Kari Lind")
    assert faults(page) == []
    page.click("#queue .item:has-text('Kari Lind') button:has-text('Godta')")
    page.wait_for_selector(".mention[data-status=accepted]:has-text('Kari Lind')")
    until(lambda: operations(opened)[-1].place.text == said)


def test_a_label_that_nobody_shares_is_made_coarser_with_one_press(anne: Person, opened: Study) -> None:
    page = anne.page
    page.click("#panes [data-pane=whom]")
    page.click("#respond")
    page.fill("#dialog-group", "oppvekst")
    page.fill("#dialog-label", "en rektor")
    page.click("dialog .primary")
    page.wait_for_selector("#respondent .coarser:has-text('«en rektor»: ingen andre')")
    assert faults(page) == []
    page.click("#respondent .coarser button:has-text('en leder')")
    page.wait_for_selector("#respondent:has-text('oppvekst · «en leder')")
    anne.saved()
    before, after = operations(opened)
    assert (before.label, before.group, after.group) == ("en rektor", "oppvekst", "oppvekst")
    assert after.label.startswith("en leder")


# ---------------------------------------------------------------------- searching


def test_an_interview_that_was_not_searched_is_searched_from_the_page(
    people: Callable[..., Person], study: Path
) -> None:
    store = open_study(study).store
    for interview in store.interviews():
        store.path(interview, "findings.json").unlink()
    anne = people("Anne")
    page = go(anne)
    assert page.locator(".mention").count() == 0
    assert faults(page) == []
    page.click("#begin-search")
    page.set_default_timeout(90_000)
    page.wait_for_selector(".mention:has-text('Kari Lien')")
    page.wait_for_selector("#search", state="hidden")


# ---------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 360])
def test_the_view_passes_axe(people: Callable[..., Person], scheme: str, width: int) -> None:
    anne = people("Anne", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = go(anne)
    page.wait_for_selector(".mention")
    assert faults(page) == []
    for words, button in (("Kari Lien", "#accept"), ("Leirvik", "#reject")):
        mention(page, words).click()
        page.click(button)
        anne.saved()
    assert faults(page) == []
    page.click("#sides")
    assert faults(page) == []
    for open_it in ("#retype", "#rewhom", "#instead", "#approve", "#help"):
        mention(page, "Lerkelia").click()
        page.click(open_it)
        page.wait_for_selector("dialog[open]")
        assert faults(page) == [], open_it
        page.keyboard.press("Escape")
    page.click("#panes [data-pane=queue]")
    assert faults(page) == []
    page.click("#panes [data-pane=whom]")
    page.click(".entity summary:has-text('Kari Lien')")
    assert faults(page) == []
    page.click(".entity[open] .acts button:has-text('Skill ut')")
    page.wait_for_selector("dialog[open] .one-place")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.click("#respond")
    assert faults(page) == []


@pytest.mark.parametrize("width", [720, 640, 320])  # 1440 and 1280 px at 200 %, 1280 at 400 % (WCAG 1.4.10)
def test_nothing_is_cut_off_when_the_page_is_magnified(people: Callable[..., Person], width: int) -> None:
    anne = people("Anne", viewport={"width": width, "height": 512})
    page = go(anne)
    page.wait_for_selector(".mention")
    mention(page, "Kari Lien").click()
    wide = "document.documentElement.scrollWidth"
    for pane in ("text", "queue", "whom"):
        page.click(f"#panes [data-pane={pane}]")
        assert page.evaluate(wide) <= width, pane
    assert page.evaluate("innerHeight - document.getElementById('dock').offsetHeight") > 512 * 0.45


def test_what_to_decide_stands_beside_the_beginning_of_a_long_interview(anne: Person) -> None:
    page = anne.page
    page.wait_for_selector("#queue .item")
    page.evaluate("document.getElementById('turns').style.minHeight = '9000px'")
    top = page.evaluate("document.querySelector('#queue .item').getBoundingClientRect().top")
    assert top < 400


def test_each_state_has_a_sign_and_a_word_of_its_own(anne: Person, opened: Study) -> None:
    page = anne.page
    mention(page, "Kari Lien").click()
    page.click("#accept")
    mention(page, "Leirvik").click()
    page.click("#reject")
    page.wait_for_selector(".mention[data-status=rejected]")
    wanted = {"Kari Lien": ("✓", "godtatt"), "Leirvik": ("✕", "avvist"), "Lerkelia": ("?", "forslag")}
    wanted["Berrit Haugan"] = ("!", "usikkert forslag")
    for words, (sign, name) in wanted.items():
        element = mention(page, words)
        assert (element.get_attribute("data-sign") or "").startswith(sign)
        assert name in (element.get_attribute("aria-label") or "")
