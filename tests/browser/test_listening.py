"""Hør gjennom, as a person works: play, correct, cut and join, name, comment. Read from the files."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Person, Record, until


def current_ms(person: Person) -> float:
    return float(person.page.evaluate("document.getElementById('sound').currentTime * 1000"))


def test_a_corrected_word_is_on_the_disk_when_the_page_says_saved(anne: Person, record: Record) -> None:
    anne.text("t2").click(position={"x": 4, "y": 8}, modifiers=["Alt"])
    anne.page.keyboard.press("Control+A")
    anne.page.keyboard.type("Ja jeg heter Kari Lien og er styrer i Lerkelia barnehage")
    anne.page.keyboard.press("Tab")
    anne.saved()
    assert record.texts()["t2"] == "Ja jeg heter Kari Lien og er styrer i Lerkelia barnehage"
    assert {decision["who"] for decision in record.log()} == {"Anne"}
    anne.page.reload()
    anne.page.wait_for_selector("html[data-ready=true]")
    assert anne.text("t2").text_content() == "Ja jeg heter Kari Lien og er styrer i Lerkelia barnehage"


def test_editing_keeps_the_times_of_unchanged_words(anne: Person, record: Record) -> None:
    anne.text("t2").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    for _ in range(len("barnehage")):
        anne.page.keyboard.press("Backspace")
    anne.page.keyboard.type("gård")
    anne.saved()
    until(lambda: record.texts()["t2"].endswith("Lerkelia gård"))
    words = next(turn for turn in record.verified().turns if turn.id == "t2").words
    assert [(word.text, word.start_ms) for word in words[:3]] == [
        ("Ja", 3000),
        ("jeg", 3400),
        ("heter", 3800),
    ]
    assert (words[-1].text, words[-1].start_ms, words[-1].end_ms) == ("gård", 6600, 7000)


def test_sound_and_text_follow_each_other(anne: Person) -> None:
    box = anne.page.evaluate(
        """() => { const node = document.querySelector('[data-turn="t4"] .text').firstChild;
        const range = document.createRange(); range.setStart(node, 14); range.setEnd(node, 17);
        const box = range.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]; }"""
    )
    anne.page.mouse.click(*box)
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    assert current_ms(anne) >= 12_200 - 50  # "sju", the fourth word
    anne.until("[...CSS.highlights.get('spoken')].some((r) => r.toString() === 'år')")
    assert anne.page.locator('[data-turn="t4"]').get_attribute("data-now") == "true"
    anne.page.keyboard.press("Escape")
    anne.page.wait_for_selector("#play[aria-pressed=false]")
    at = current_ms(anne)
    anne.page.keyboard.press("Control+ArrowLeft")
    assert current_ms(anne) == pytest.approx(at - 2000, abs=5)
    anne.page.keyboard.press("Control+Shift+ArrowLeft")
    assert current_ms(anne) == pytest.approx(max(0, at - 12_000), abs=5)


def test_play_after_a_pause_begins_a_little_before(anne: Person) -> None:
    anne.page.click('[data-turn="t3"] .time')
    anne.until("document.getElementById('sound').currentTime > 8.5")
    anne.page.keyboard.press("Control+Space")
    anne.page.wait_for_selector("#play[aria-pressed=false]")
    at = current_ms(anne)
    anne.page.evaluate("document.getElementById('sound').playbackRate = 0.5")
    anne.page.keyboard.press("Control+Space")
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    assert at - 1600 < current_ms(anne) < at - 900


def test_speed_keeps_the_pitch_and_a_turn_can_be_looped(anne: Person) -> None:
    for _ in range(20):
        anne.page.keyboard.press("F4")
    anne.page.wait_for_selector("#rate:text-is('2×')")
    assert anne.page.evaluate("document.getElementById('sound').preservesPitch") is True
    for _ in range(20):
        anne.page.keyboard.press("F3")
    assert anne.page.evaluate("document.getElementById('sound').playbackRate") == 0.5
    for _ in range(20):
        anne.page.keyboard.press("F4")
    anne.text("t1").click(modifiers=["Alt"])
    anne.page.keyboard.press("Control+L")
    anne.until("document.getElementById('sound').currentTime > 2")
    anne.until("document.getElementById('sound').currentTime < 1")
    assert anne.page.locator("#loop").get_attribute("aria-pressed") == "true"
    assert current_ms(anne) < 2800 + 200


def test_enter_cuts_a_turn_with_its_times_and_backspace_joins_it_again(anne: Person, record: Record) -> None:
    anne.text("t2").click(modifiers=["Alt"])
    anne.page.keyboard.press("Home")
    for _ in range(len("Ja jeg heter Kari ")):
        anne.page.keyboard.press("ArrowRight")
    anne.page.keyboard.press("Enter")
    anne.page.wait_for_selector(".turn:nth-child(3) .text:focus")
    turns = record.verified().turns
    assert [turn.text for turn in turns[1:3]] == ["Ja jeg heter Kari", "og er styrer i Lerkelia barnehage"]
    assert (turns[1].id, turns[1].end_ms, turns[2].start_ms) == ("t2", 4600, 4600)
    anne.page.keyboard.press("Backspace")
    anne.until("document.querySelectorAll('.turn').length === 4")
    assert record.texts()["t2"] == "Ja jeg heter Kari og er styrer i Lerkelia barnehage"
    anne.page.keyboard.type("– ")
    anne.saved()
    until(lambda: "Kari – og er" in record.texts()["t2"])


def test_an_emoji_before_the_cut_does_not_move_it(anne: Person, record: Record) -> None:
    anne.text("t3").click(modifiers=["Alt"])
    anne.page.keyboard.press("Home")
    anne.page.keyboard.insert_text("😀 æ ")
    for _ in range(len("Hvor ")):
        anne.page.keyboard.press("ArrowRight")
    anne.page.keyboard.press("Control+Shift+Enter")
    anne.until("document.querySelectorAll('.turn').length === 5")
    assert [turn.text for turn in record.verified().turns[2:4]] == ["😀 æ Hvor", "lenge har du vært det"]


def test_undo_and_redo_go_word_by_word_and_through_a_restart(anne: Person, record: Record) -> None:
    before = record.texts()["t3"]
    anne.text("t3").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" nå da vel")
    anne.saved()
    until(lambda: record.texts()["t3"] == f"{before} nå da vel")
    anne.page.keyboard.press("Control+Z")
    anne.until("document.querySelector('[data-turn=t3] .text').textContent.endsWith('nå da')")
    anne.server.stop()
    anne.server.start()
    anne.listen()
    anne.page.keyboard.press("Control+Z")
    anne.until("document.querySelector('[data-turn=t3] .text').textContent.endsWith('det nå')")
    anne.page.keyboard.press("Control+Z")
    anne.page.wait_for_selector("#undo:disabled")
    assert record.texts()["t3"] == before
    for _ in range(3):
        anne.page.click("#redo")
        anne.saved()
    anne.page.wait_for_selector("#redo:disabled")
    assert record.texts()["t3"] == f"{before} nå da vel"
    anne.complaints.clear()  # the connection that broke while the server was away


def test_a_voice_can_be_changed_here_from_here_on_and_everywhere(anne: Person, record: Record) -> None:
    def speakers() -> list[str]:
        return [turn.speaker for turn in record.verified().turns]

    anne.text("t3").click(modifiers=["Alt"])
    anne.page.keyboard.press("Control+2")
    until(lambda: speakers() == ["S1", "S2", "S2", "S2"])
    anne.page.click('[data-turn="t3"] .speaker')
    anne.page.click("[role=menuitemradio]:has-text('Ny stemme')")
    anne.page.click("dialog button:has-text('herfra og ut')")
    until(lambda: speakers() == ["S1", "S2", "S3", "S3"])
    anne.page.click('[data-turn="t4"] .speaker')
    anne.page.locator("[role=menuitemradio]").nth(0).click()
    anne.page.click("dialog button:has-text('Alt av')")
    until(lambda: speakers() == ["S1", "S2", "S1", "S1"])
    assert len(record.log()) == 3  # one action each


def test_voices_get_names_and_roles_that_stay_in_the_study(anne: Person, record: Record) -> None:
    anne.page.click("#voices")
    anne.page.fill("#voice-S2", "Kari Lien")
    anne.page.select_option("#role-S1", "other")
    anne.page.click("dialog .primary")
    until(lambda: len(record.verified().names) == 2)
    assert [(n.speaker, n.name, n.role) for n in record.verified().names] == [
        ("S1", "", "other"),
        ("S2", "Kari Lien", "respondent"),
    ]
    anne.page.wait_for_selector('[data-turn="t2"] .speaker:has-text("Kari Lien")')


def test_marks_of_the_field_are_put_in_at_the_cursor(anne: Person, record: Record) -> None:
    anne.text("t1").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    for key in ("Alt+U", "Alt+P", "Alt+L"):
        anne.page.keyboard.press(key)
    anne.saved()
    until(lambda: record.texts()["t1"] == "Kan du si litt om hvem du er [uhørbart] (pause) (ler)")


def test_remarks_and_field_notes_stand_beside_the_talk(anne: Person, record: Record) -> None:
    anne.text("t2").click(modifiers=["Alt"])
    anne.page.keyboard.press("Home")
    for _ in range(len("Ja jeg heter K")):
        anne.page.keyboard.press("ArrowRight")
    anne.page.keyboard.press("Control+M")
    anne.page.keyboard.type("heter hun det")
    anne.page.keyboard.press("Control+Enter")
    anne.page.wait_for_selector(".aside.remark")
    anne.page.keyboard.press("Alt+N")
    anne.page.keyboard.type("ser ned")
    anne.page.keyboard.press("Control+Enter")
    anne.page.wait_for_selector(".aside.note")
    verified = record.verified()
    [remark], [note] = verified.remarks, verified.notes
    text = record.texts()["t2"]
    assert (text[remark.start : remark.end], remark.text, note.text) == ("Kari", "heter hun det", "ser ned")
    assert text == "Ja jeg heter Kari og er styrer i Lerkelia barnehage"
    anne.page.click("#voices")
    anne.page.click("dialog button:has-text('hele intervjuet')")
    anne.page.keyboard.type("stille rom")
    anne.page.keyboard.press("Control+Enter")
    anne.page.wait_for_selector("#whole-notes .note")
    assert record.verified().notes[1].turn_id is None
    anne.page.click(".aside.remark button")
    anne.page.click("dialog button:has-text('Fjern')")
    anne.until("!document.querySelector('.aside.remark')")
    assert record.verified().remarks == ()


def test_a_turn_can_be_added_and_removed_and_both_undone(anne: Person, record: Record) -> None:
    anne.page.click('[data-turn="t1"] .more')
    anne.page.click("[role=menuitem]:has-text('Nytt utsagn')")
    anne.page.wait_for_selector(".turn:nth-child(2) .text:focus")
    anne.page.keyboard.type("Hm.")
    anne.saved()
    until(lambda: record.verified().turns[1].text == "Hm.")
    anne.page.click('[data-turn="t3"] .more')
    anne.page.click("[role=menuitem]:has-text('Fjern')")
    anne.until("!document.querySelector('[data-turn=t3]')")
    for _ in range(3):
        anne.page.click("#undo")
        anne.saved()
    anne.page.wait_for_selector("#undo:disabled")
    assert list(record.texts()) == ["t1", "t2", "t3", "t4"]


def test_place_scroll_and_cursor_are_where_one_left_them(people: Callable[..., Person]) -> None:
    anne = people("Anne", viewport={"width": 900, "height": 420})
    anne.listen()
    anne.text("t4").click(modifiers=["Alt"])
    anne.page.keyboard.press("Home")
    for _ in range(4):
        anne.page.keyboard.press("ArrowRight")
    anne.page.click("#far", position={"x": 300, "y": 5})
    with anne.page.expect_response("**/place"):
        anne.text("t4").click(modifiers=["Alt"], position={"x": 30, "y": 8})
    caret = "getSelection().anchorOffset"
    before = (anne.page.evaluate("scrollY"), current_ms(anne), anne.page.evaluate(caret))
    anne.page.reload()
    anne.page.wait_for_selector("html[data-ready=true]")
    anne.page.wait_for_selector("[data-turn=t4] .text:focus")
    after = (anne.page.evaluate("scrollY"), current_ms(anne), anne.page.evaluate(caret))
    assert before[1] > 1000
    assert after == pytest.approx(before, abs=40)
    assert after[2] == before[2]


def test_keys_can_be_chosen_and_come_in_profiles(anne: Person) -> None:
    anne.page.keyboard.press("F1")
    anne.page.select_option("#profile", "f4")
    row = anne.page.locator("table.keys tr:has-text('Utsagnet i løkke')")
    row.locator("button").click()
    with anne.page.expect_response("**/settings"):
        anne.page.keyboard.press("F9")
    row.locator("kbd:has-text('F9')").wait_for()
    anne.page.keyboard.press("Escape")
    anne.page.keyboard.press("F4")
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    anne.page.keyboard.press("F4")
    anne.page.wait_for_selector("#play[aria-pressed=false]")
    anne.page.reload()
    anne.page.wait_for_selector("html[data-ready=true]")
    anne.page.keyboard.press("F9")
    anne.page.wait_for_selector("#loop[aria-pressed=true]")
    anne.page.keyboard.press("F9")


def test_a_key_that_is_taken_or_needed_for_writing_is_not_given_away(anne: Person) -> None:
    anne.page.keyboard.press("F1")
    for key, why in (("F3", "brukes til"), ("a", "skrive med")):
        anne.page.locator("table.keys tr:has-text('Utsagnet i løkke') button").click()
        anne.page.keyboard.press(key)
        anne.page.wait_for_selector(f".problem:has-text('{why}')")
    assert anne.page.locator("table.keys tr:has-text('Utsagnet i løkke') kbd").text_content() == "Ctrl L"


def test_the_sound_stops_while_one_types_and_goes_on_a_little_before(anne: Person) -> None:
    anne.page.click('[data-turn="t2"] .time')
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    anne.text("t2").click(modifiers=["Alt"])
    anne.page.keyboard.type("x")
    anne.page.wait_for_selector("#play[aria-pressed=false]")
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    anne.saved()


def highlighted(person: Person, name: str) -> Any:
    return person.page.evaluate(f"[...CSS.highlights.get('{name}')].map((range) => range.toString())")


def test_what_a_remark_stands_on_and_doubtful_words_are_lit(anne: Person) -> None:
    anne.text("t4").click(modifiers=["Alt"])
    anne.page.keyboard.press("Home")
    anne.page.keyboard.press("Control+M")
    anne.page.keyboard.type("?")
    anne.page.keyboard.press("Control+Enter")
    anne.page.wait_for_selector(".aside.remark")
    until(lambda: highlighted(anne, "remarked") == ["Det"])
    assert highlighted(anne, "doubtful") == []  # all words have the same probability: none is worst
