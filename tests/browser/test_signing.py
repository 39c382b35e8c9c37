"""Signing: what was played is counted, a round is signed from the page, a later change voids it."""

from typing import Any

from browsing import LAST_MS, Person, Record, Server, until


def play_all(person: Person) -> None:
    """At double speed, from the beginning to the end of the talk."""
    for _ in range(20):
        person.page.keyboard.press("F4")
    person.page.click("[data-turn=t1] .time")
    person.until(f"document.getElementById('sound').currentTime * 1000 > {LAST_MS + 100}")
    person.page.keyboard.press("Escape")
    person.page.wait_for_selector("#play[aria-pressed=false]")


def test_a_round_is_signed_when_all_speech_was_played(anne: Person, record: Record, server: Server) -> None:
    play_all(anne)
    until(lambda: sum(play["end_ms"] - play["start_ms"] for play in record.plays()) > LAST_MS - 200)
    assert {(play["who"], play["round"], play["rate"]) for play in record.plays()} == {("Anne", 1, 2.0)}
    anne.page.wait_for_selector("#share:has-text('100 %'), #share:has-text('99 %')")
    anne.page.click("#sign")
    anne.page.click("dialog .primary")
    anne.page.wait_for_selector("#sign:has-text('Signert')")
    [signature] = record.verified().signatures
    assert (signature.who, signature.round, signature.valid, signature.reason) == ("Anne", 1, True, "")
    anne.text("t1").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type("?")
    anne.page.keyboard.press("Tab")
    anne.page.wait_for_selector("[data-banner=voided]:has-text('Anne')")
    assert not record.verified().signatures[0].valid
    anne.page.click("#undo")
    anne.until("!document.querySelector('[data-banner=voided]')")
    assert record.verified().signatures[0].valid
    anne.page.goto("about:blank")
    server.stop()  # at the latest then, what is made from decisions is up to date
    assert record.store.peek("intervju-01", "verified.json")["signatures"][0]["valid"] is True


def test_speech_that_was_not_played_needs_a_written_reason(anne: Person, record: Record) -> None:
    anne.page.click("#sign")
    anne.page.click("dialog .primary")
    anne.page.wait_for_selector("dialog .problem:has-text('ikke spilt av')")
    assert record.log() == []
    assert all("422" in said for said in anne.complaints)  # the browser's own line about a refusal
    anne.complaints.clear()
    anne.page.fill("#reason", "lest på papir")
    anne.page.click("dialog .primary")
    anne.page.wait_for_selector("#sign:has-text('Signert')")
    assert record.verified().signatures[0].reason == "lest på papir"


def test_what_is_left_to_hear_can_be_gone_to(anne: Person, record: Record) -> None:
    anne.page.click("[data-turn=t1] .time")
    anne.until("document.getElementById('sound').currentTime > 1")
    anne.page.keyboard.press("Escape")
    until(record.plays)
    anne.page.click("#sign")
    anne.page.click("dialog button:has-text('gjenstår')")
    anne.page.wait_for_selector("#play[aria-pressed=true]")
    at: Any = anne.page.evaluate("document.getElementById('sound').currentTime")
    heard = record.plays()[0]["end_ms"] / 1000
    assert heard - 0.4 < at < heard + 2


def test_rounds_are_counted_apart(anne: Person, record: Record) -> None:
    anne.page.click("[data-turn=t1] .time")
    anne.until("document.getElementById('sound').currentTime > 1")
    anne.page.keyboard.press("Escape")
    until(record.plays)
    anne.page.select_option("#round", "2")
    anne.page.wait_for_selector("#share:has-text('0 %')")
    anne.page.click("[data-turn=t3] .time")
    anne.until("document.getElementById('sound').currentTime > 9")
    anne.page.keyboard.press("Escape")
    until(lambda: {play["round"] for play in record.plays()} == {1, 2})


def test_the_strip_and_the_rows_show_what_was_played(anne: Person) -> None:
    state = '[data-turn="t1"] .state'
    assert "ikke spilt av" in anne.page.get_attribute(state, "aria-label")
    anne.page.click("[data-turn=t1] .time")
    anne.until("document.getElementById('sound').currentTime > 3.2")
    anne.page.keyboard.press("Escape")
    anne.until(f"document.querySelector('{state}').getAttribute('aria-label') === 'spilt av'")
    filled = """() => { const canvas = document.getElementById('heard');
    const { data } = canvas.getContext('2d').getImageData(0, 1, canvas.width, 1);
    return [1500, 10000].map((ms) => data[4 * Math.round(ms / 16000 * canvas.width) + 3]); }"""
    until(lambda: anne.page.evaluate(filled) == [255, 0])
