"""For everybody: axe on every view, by keyboard alone, small and magnified, in two languages."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Person, Record, Server, until

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Any) -> list[tuple[str, Any]]:
    """What axe finds: rule and elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def test_axe_sees_a_fault_where_there_is_one(anne: Person) -> None:
    anne.page.evaluate("document.querySelector('label[for=round]').remove()")
    assert [rule for rule, _ in faults(anne.page)] == ["select-name"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 360])
def test_every_view_passes_axe(people: Callable[..., Person], scheme: str, width: int) -> None:
    anne = people("Anne", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = anne.page
    page.goto(anne.server.address)
    page.wait_for_url("**/who**")
    assert faults(page) == []
    anne.enter()
    page.wait_for_selector(".card")
    page.click("#model summary")
    page.wait_for_selector(".model-row")
    assert faults(page) == []
    page.goto(f"{anne.server.base}start")
    assert faults(page) == []
    anne.listen()
    anne.text("t2").click(modifiers=["Alt"])
    page.keyboard.press("Control+M")
    page.keyboard.type("se her")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".aside.remark")
    assert faults(page) == []
    for open_it in ("#sign", "#voices", "#help", "#tone"):
        page.click(open_it)
        page.wait_for_selector("dialog[open]")
        assert faults(page) == [], open_it
        page.keyboard.press("Escape")
    page.click('[data-turn="t1"] .more')
    page.wait_for_selector(".menu")
    assert faults(page) == []


@pytest.mark.parametrize(
    "view", ["", "start", *(f"interviews/intervju-01/{name}" for name in ("listen", "people", "themes"))]
)
@pytest.mark.parametrize("width", [640, 320])  # 1280 px at 200 % and at 400 % (WCAG 1.4.10)
def test_nothing_is_cut_off_when_the_page_is_magnified(
    people: Callable[..., Person], view: str, width: int
) -> None:
    anne = people("Anne", viewport={"width": width, "height": 512})
    anne.enter()
    anne.page.goto(anne.server.base + view)
    anne.page.wait_for_selector(".card, form, html[data-ready=true]", state="attached")
    assert anne.page.evaluate("document.documentElement.scrollWidth") <= width
    if view.endswith("listen"):
        visible = "innerHeight - document.getElementById('dock').offsetHeight"
        assert anne.page.evaluate(visible) > 512 * 0.45  # the text has room beside what stays in place


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def tab_to(page: Any, wanted: str, most: int = 60) -> None:
    for _ in range(most):
        if wanted in focused(page):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {wanted}")


def test_the_work_can_be_done_by_keyboard_alone(people: Callable[..., Person], record: Record) -> None:
    anne = people("Anne")
    page = anne.page
    page.goto(anne.server.address)
    page.wait_for_url("**/who**")
    page.keyboard.type("Anne")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    tab_to(page, "button primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready=true]")
    tab_to(page, "text")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.type(" her")
    anne.saved()
    until(lambda: record.texts()["t2"].endswith("barnehage her"))
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Control+Enter")  # plays the next
    page.wait_for_selector("#play[aria-pressed=true]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#play[aria-pressed=false]")
    page.keyboard.press("Alt+S")
    page.wait_for_selector(".menu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.wait_for_selector(".menu", state="detached")
    tab_to(page, "far")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('#far[aria-valuenow="5"]')
    tab_to(page, "sign")
    page.keyboard.press("Enter")
    tab_to(page, "reason")
    page.keyboard.type("hørt på båndspiller")
    tab_to(page, "primary")
    page.keyboard.press("Enter")
    until(lambda: record.verified().signatures)
    until(lambda: focused(page) == "sign")  # back where the dialog was opened, once the page has its answer


def test_tab_leaves_the_text_and_only_one_row_is_in_its_way(anne: Person) -> None:
    anne.text("t2").click(modifiers=["Alt"])
    for wanted in ("more", "far"):
        anne.page.keyboard.press("Tab")
        assert wanted in focused(anne.page)


def test_the_page_speaks_both_languages(people: Callable[..., Person]) -> None:
    anne = people("Anne")
    anne.enter()
    anne.page.wait_for_selector("h2:has-text('Intervjuer')")
    anne.page.click("button[data-language=en]")
    anne.page.wait_for_selector("h2:has-text('Interviews')")
    anne.page.wait_for_selector(".card:has-text('machine transcript')")
    assert anne.page.get_attribute("html", "lang") == "en"
    anne.page.goto(f"{anne.server.base}interviews/intervju-01/listen")
    anne.page.wait_for_selector("#saved:has-text('Saved')")
    assert anne.page.get_attribute(".text", "lang") == "nb"  # the talk is Norwegian all the same


def test_colours_and_size_are_a_persons_own(people: Callable[..., Person]) -> None:
    anne, bjorn = people("Anne"), people("Bjørn")
    anne.listen()
    size = "getComputedStyle(document.querySelector('.text')).fontSize"
    before = anne.page.evaluate(size)
    anne.page.keyboard.press("F1")
    anne.page.select_option("#like-size", "xl")
    with anne.page.expect_response("**/settings"):
        anne.page.select_option("#like-theme", "dark")
    anne.page.reload()
    anne.page.wait_for_selector("html[data-theme=dark][data-ready=true]")
    assert float(anne.page.evaluate(size)[:-2]) > 1.4 * float(before[:-2])
    bjorn.listen()
    assert bjorn.page.get_attribute("html", "data-theme") == "auto"


def test_no_helper_of_the_browser_reads_along(anne: Person) -> None:
    element = anne.text("t1")
    wanted = {"spellcheck": "false", "writingsuggestions": "false", "autocapitalize": "off"}
    assert {name: element.get_attribute(name) for name in wanted} == wanted
    assert anne.page.get_attribute("html", "translate") == "no"


def test_an_interview_that_is_not_there_is_said_in_a_sentence(people: Callable[..., Person]) -> None:
    anne = people("Anne")
    anne.enter()
    anne.page.goto(f"{anne.server.base}interviews/intervju-99/listen")
    anne.page.wait_for_selector("h1:has-text('intervju-99')")
    assert all("404" in said for said in anne.complaints)
    anne.complaints.clear()


def test_reduced_motion_is_kept(people: Callable[..., Person], server: Server) -> None:
    anne = people("Anne", reduced_motion="reduce", viewport={"width": 500, "height": 420})
    anne.listen()
    anne.page.evaluate("Element.prototype.scrollIntoView = function (how) { window.how ??= how?.behavior; }")
    anne.page.focus("#far")
    anne.page.keyboard.press("PageDown")
    anne.page.keyboard.press("Control+Shift+ArrowLeft")
    anne.page.evaluate("delete window.how; scrollTo(0, 0)")
    anne.page.keyboard.press("Control+Space")
    anne.until("window.how !== undefined")
    assert anne.page.evaluate("window.how") == "auto"
    moving = "[...document.getAnimations()].length"
    assert anne.page.evaluate(moving) == 0
