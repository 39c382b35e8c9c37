"""Nothing is lost: the server killed in the middle, the browser gone, two people on one turn."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browsing import Person, Record, Server, only_the_server_was_away, resident, storage, until


def test_text_typed_while_the_server_is_dead_is_saved_when_it_is_back(
    anne: Person, server: Server, record: Record
) -> None:
    anne.text("t1").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" egentlig")
    anne.saved()
    server.kill()
    anne.page.keyboard.type(" altså")
    anne.page.wait_for_selector('#saved[data-state="offline"]')
    assert record.texts()["t1"].endswith("egentlig")
    server.start()  # at the port of last time, with another token
    anne.page.wait_for_selector("[data-banner=offline]:has-text('startet på nytt')")
    other = anne.new_page()
    anne.enter(other)  # the new address in the same browser
    anne.saved()
    until(lambda: record.texts()["t1"].endswith("egentlig altså"))
    anne.listen(other)
    other.locator("[data-turn=t4] .text").click(modifiers=["Alt"])
    other.keyboard.press("Home")
    other.keyboard.type("Ja. ")
    anne.page.bring_to_front()
    anne.page.wait_for_selector("[data-turn=t4] .text:has-text('Ja. Det')")  # the old page hears news again
    only_the_server_was_away(anne)


def test_text_that_was_not_saved_comes_back_after_the_browser_is_gone(
    study: Path, server: Server, record: Record, browser: Any, tmp_path: Path
) -> None:
    """Browser and server both gone in the middle of a word; what the browser keeps is not readable."""
    profile = tmp_path / "profil"
    anne = resident(browser, profile, server)
    anne.listen()
    server.kill()
    anne.text("t2").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" kanarifugl")
    anne.page.wait_for_selector('#saved[data-state="offline"]')
    until(lambda: "renskriv:" in storage(anne.page))
    assert "kanarifugl" not in storage(anne.page)
    anne.context.close()
    assert all(b"kanarifugl" not in path.read_bytes() for path in profile.rglob("*") if path.is_file())
    shutil.copytree(profile, tmp_path / "avskrift")  # what a thief of the browser's folder would have
    server.start()
    anne = resident(browser, profile, server)
    anne.listen()
    anne.page.wait_for_selector("[data-banner=restored]")
    anne.saved()
    until(lambda: record.texts()["t2"].endswith(" kanarifugl"))
    until(lambda: "renskriv:" not in storage(anne.page))
    anne.context.close()


def test_two_people_see_each_others_work(people: Callable[..., Person], record: Record) -> None:
    anne, bjorn = people("Anne"), people("Bjørn")
    anne.listen()
    bjorn.listen()
    anne.text("t1").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" da")
    anne.saved()
    bjorn.page.wait_for_selector("[data-turn=t1] .text:has-text('du er da')")
    bjorn.text("t4").click(modifiers=["Alt"])
    bjorn.page.keyboard.press("Home")
    bjorn.page.keyboard.press("Control+M")
    bjorn.page.keyboard.type("sikkert?")
    bjorn.page.keyboard.press("Control+Enter")
    anne.page.wait_for_selector(".aside.remark:has-text('Bjørn')")
    assert [decision["who"] for decision in record.log()] == ["Anne", "Bjørn"]


def both_write(people: Callable[..., Person]) -> tuple[Person, Person]:
    """Bjørn saves a turn while Anne's page cannot know of it; then she types in it."""
    anne, bjorn = people("Anne"), people("Bjørn")
    anne.listen()
    bjorn.listen()
    anne.page.route("**/changes*", lambda route: route.abort())
    bjorn.text("t3").click(modifiers=["Alt"])
    bjorn.page.keyboard.press("End")
    bjorn.page.keyboard.type(" styrer")
    bjorn.saved()
    anne.text("t3").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" rektor")
    anne.page.wait_for_selector("[data-turn=t3] .conflict")
    anne.page.unroute("**/changes*")
    only_the_server_was_away(anne)
    return anne, bjorn


def test_a_conflict_shows_both_texts_and_is_never_a_silent_overwrite(
    people: Callable[..., Person], record: Record
) -> None:
    anne, _ = both_write(people)
    assert record.texts()["t3"] == "Hvor lenge har du vært det styrer"
    assert anne.page.text_content("[data-turn=t3] .text") == "Hvor lenge har du vært det styrer"
    assert anne.page.text_content("[data-turn=t3] .conflict ins").strip() == "rektor"
    assert anne.page.text_content("[data-turn=t3] .conflict del").strip() == "styrer"
    anne.page.click("[data-turn=t3] .conflict button:has-text('Bruk min')")
    anne.saved()
    until(lambda: record.texts()["t3"] == "Hvor lenge har du vært det rektor")
    assert [o["text"].split()[-1] for o in record.operations()] == ["styrer", "rektor"]


def test_a_conflict_can_be_left_to_the_other_or_written_together(
    people: Callable[..., Person], record: Record
) -> None:
    anne, bjorn = both_write(people)
    anne.page.click("[data-turn=t3] .conflict button:has-text('Skriv sammen')")
    anne.page.fill("#dialog-text", "Hvor lenge har du vært styrer eller rektor")
    anne.page.click("dialog .primary")
    anne.saved()
    until(lambda: record.texts()["t3"] == "Hvor lenge har du vært styrer eller rektor")
    bjorn.page.wait_for_selector("[data-turn=t3] .text:has-text('eller rektor')")


def test_an_unsettled_conflict_is_there_again_after_a_reload(
    people: Callable[..., Person], record: Record
) -> None:
    anne, _ = both_write(people)
    until(lambda: "renskriv:" in storage(anne.page))
    anne.page.reload()
    anne.page.wait_for_selector("[data-turn=t3] .conflict:has-text('rektor')")
    anne.page.click("[data-turn=t3] .conflict button:has-text('Behold deres')")
    anne.saved()
    anne.until("!document.querySelector('.conflict')")
    assert record.texts()["t3"].endswith("styrer")


def test_what_was_typed_in_a_turn_that_somebody_removed_can_be_rescued(
    people: Callable[..., Person], record: Record
) -> None:
    anne, bjorn = people("Anne"), people("Bjørn")
    anne.listen()
    bjorn.listen()
    anne.page.route("**/changes*", lambda route: route.abort())
    bjorn.page.click("[data-turn=t3] .more")
    bjorn.page.click("[role=menuitem]:has-text('Fjern')")
    bjorn.until("!document.querySelector('[data-turn=t3]')")
    anne.text("t3").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" likevel")
    anne.page.wait_for_selector("#orphans .conflict")
    anne.page.unroute("**/changes*")
    anne.page.click("#orphans button:has-text('nytt utsagn')")
    anne.saved()
    until(lambda: list(record.texts().values())[-1] == "Hvor lenge har du vært det likevel")
    only_the_server_was_away(anne)


def test_undoing_what_somebody_has_built_on_is_refused_with_a_word(
    people: Callable[..., Person], record: Record
) -> None:
    anne, bjorn = people("Anne"), people("Bjørn")
    anne.listen()
    bjorn.listen()
    for person, word in ((anne, " da"), (bjorn, " nå")):
        person.page.wait_for_selector(f"[data-turn=t1] .text:has-text('er{' da' if word == ' nå' else ''}')")
        person.text("t1").click(modifiers=["Alt"])
        person.page.keyboard.press("End")
        person.page.keyboard.type(word)
        person.saved()
    anne.page.wait_for_selector("[data-turn=t1] .text:has-text('da nå')")
    anne.page.click("#undo")
    anne.page.wait_for_selector("[data-banner=refused]")
    assert record.texts()["t1"].endswith("er da nå")


def test_a_transcript_made_anew_is_said_and_nothing_is_written_on_the_old_one(
    anne: Person, record: Record, study: Path
) -> None:
    from pipeline.artefacts.transcript import Transcript
    from pipeline.runner import set_aside

    transcript = record.store.read("intervju-01", Transcript)
    anne.text("t1").click(modifiers=["Alt"])
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(" x")
    anne.saved()
    set_aside(record.store, "intervju-01")
    record.store.write("intervju-01", transcript.model_copy(update={"turns": transcript.turns[:2]}))
    anne.page.wait_for_selector("[data-banner=gone]")
    anne.page.keyboard.type(" y")
    anne.page.click("[data-banner=gone] button")
    anne.page.wait_for_selector("html[data-ready=true]")
    anne.until("document.querySelectorAll('.turn').length === 2")
    assert record.log() == []
    assert all("422" in said for said in anne.complaints)  # asked for it while there was none
    anne.complaints.clear()
