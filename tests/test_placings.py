"""The desk for themes: what is decided is on disk, once, and can be taken back. All people are invented."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import theming
from theming import INTERVIEW, place, span, text, whole, words_of

from pipeline.artefacts.placing import (
    Annotate,
    ChangeCode,
    MakeCode,
    MergeCode,
    Placing,
    PlacingOperation,
    RemoveCode,
    Withdraw,
)
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.messages import catalogue
from pipeline.placings import (
    CODES,
    PLACINGS,
    PROPOSED,
    Answer,
    CodeTree,
    PlacingProposal,
    Placings,
    brought_up,
    editions,
    is_cut,
    keep_edition,
    why_text,
)
from pipeline.runner import Study
from pipeline.segment.codes import Refused
from pipeline.store import WHOLE, write_file
from pipeline.voiding import void

SAID = text("Hva gjør du i hagen?", "Jeg luker bedene. Og så liker jeg praten.", "Ja vel.")
LIKER = span("u2", 18, 41)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    opened = theming.study(
        tmp_path / "studie", SAID, settings='[research_questions]\np1 = "Hva driver dem?"\n'
    )
    write_file(opened.store.path(INTERVIEW, PROPOSED), theming.proposed(SAID).to_bytes())
    return opened


@pytest.fixture
def desk(study: Study) -> Placings:
    return Placings(study, INTERVIEW)


def proposal(name: str, *operations: PlacingOperation) -> PlacingProposal:
    return PlacingProposal(name, operations)


def themes(desk: Placings) -> list[str]:
    return [theme for _, theme, who in words_of(desk.themed(), SAID) if who]


def logged(study: Study) -> list[str]:
    return [one.id for one in study.store.log(INTERVIEW, PLACINGS, Placing)]


def test_what_is_decided_is_on_disk_and_shows_at_once(study: Study, desk: Placings) -> None:
    other = Placings(study, INTERVIEW)
    answer = desk.take("Anne", [proposal("1", place(SAID, "p2", [LIKER], "2.2"))])
    assert answer == Answer(("1",))
    assert logged(study) == ["1"]
    assert themes(desk) == themes(other.follow()) == ["2.2"]


def test_the_same_proposal_is_never_taken_twice(study: Study, desk: Placings) -> None:
    one = proposal("1", place(SAID, "p2", [LIKER], "2.2"))
    assert desk.take("Anne", [one, one]).taken == ("1", "1")
    assert Placings(study, INTERVIEW).take("Anne", [one]) == Answer(("1",))
    assert logged(study) == ["1"]


REFUSED = [
    ("unknown_theme", place(SAID, "x", [LIKER], "9")),
    ("unknown_code", place(SAID, "x", [LIKER], "2.1", codes=["egen-9"])),
    ("outside", place(SAID, "x", [span("u2", 18, 99)], "2.1")),
    ("outside", place(SAID, "x", [span("u9", 0, 1)], "2.1")),
    ("outside", place(SAID, "x", [span("u2", 3, 3)], "2.1")),
    ("stale", place(text("Noe annet."), "x", [span("u1", 0, 3)], "2.1")),
    ("unknown_passage", Withdraw(passage="p2")),
    ("unknown_passage", Annotate(passage="p2", memo="Se her.")),
    ("not_here", MakeCode(code="egen-1", name="Luking")),
]


@pytest.mark.parametrize(("why", "operation"), REFUSED)
def test_what_cannot_be_decided_is_refused_and_leaves_nothing(
    study: Study, desk: Placings, why: str, operation: PlacingOperation
) -> None:
    good, bad = proposal("1", place(SAID, "p1", [whole(SAID, "u1")], "1")), proposal("2", operation)
    answer = desk.take("Anne", [good, bad, proposal("3", place(SAID, "z", [LIKER], "1"))])
    assert (answer.taken, answer.refused, answer.why and answer.why.reason) == (("1",), "2", why)
    assert logged(study) == ["1"]


def test_a_passage_can_be_placed_and_annotated_at_once(desk: Placings) -> None:
    noted = Annotate(passage="x", memo="Se her.", relevant=True, research_question="p1")
    assert desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"), noted)]).refused == ""
    unknown = Annotate(passage="x", research_question="p7")
    assert desk.take("Anne", [proposal("2", unknown)]).why.reason == "unknown_question"  # type: ignore[union-attr]
    assert [one.memo for one in desk.themed().passages if one.id == "x"] == ["Se her."]


def test_what_was_decided_last_is_taken_back_and_decided_again(desk: Placings) -> None:
    desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    desk.take("Anne", [proposal("2", place(SAID, "x", [LIKER], "2.1"))])
    for back, expected in [(False, ["2.2"]), (False, []), (True, ["2.2"]), (True, ["2.1"])]:
        assert desk.take_back("Anne", redo=back)
        assert themes(desk) == expected
    assert desk.take_back("Anne", redo=True) is None
    assert desk.take_back("Bo") is None


def test_what_waited_in_a_browser_does_not_overrule_what_somebody_else_placed_meanwhile(
    study: Study, desk: Placings
) -> None:
    before = datetime.now(UTC)
    desk.take("Bo", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    late = PlacingProposal("2", (place(SAID, "x", [LIKER], "2.1"),), before)
    other = PlacingProposal("3", (place(SAID, "y", [whole(SAID, "u1")], "1"),), before)
    answer = desk.take("Anne", [other, late])
    assert (answer.taken, answer.refused, answer.why and answer.why.reason) == (("3",), "2", "overtaken")
    assert desk.take("Bo", [late]).taken == ("2",)  # nobody overtakes themselves
    assert desk.take("Anne", [late]).taken == ("2",)  # and what was taken stays so


def test_a_category_that_somebody_else_changed_meanwhile_is_not_removed_by_what_waited(
    desk: Placings, tree: CodeTree
) -> None:
    tree.make("Anne", "Luking")
    before = datetime.now(UTC)
    tree.take("Bo", [proposal("1", ChangeCode(code="egen-1", name="Å luke"))])
    answer = tree.take("Anne", [PlacingProposal("2", (RemoveCode(code="egen-1"),), before)])
    assert (answer.refused, answer.why and answer.why.reason) == ("2", "overtaken")
    assert tree.take("Anne", [PlacingProposal("3", (RemoveCode(code="egen-1"),), datetime.now(UTC))]).taken


def test_what_somebody_else_has_moved_since_cannot_be_taken_back(desk: Placings) -> None:
    desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    desk.take("Bo", [proposal("2", place(SAID, "x", [LIKER], "2.1"))])
    with pytest.raises(Refused, match="moved_on"):
        desk.take_back("Anne")
    desk.take_back("Bo")
    desk.take_back("Anne")
    assert themes(desk) == []


def test_two_at_once_lose_nothing(study: Study) -> None:
    def decide(who: str) -> None:
        desk = Placings(study, INTERVIEW)
        for number in range(5):
            desk.take(who, [proposal(f"{who}{number}", place(SAID, f"{who}{number}", [LIKER], "2.1"))])

    threads = [threading.Thread(target=decide, args=(who,)) for who in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(logged(study)) == sorted(f"{who}{number}" for who in "ab" for number in range(5))


def test_blind_decisions_are_kept_apart(desk: Placings) -> None:
    for who, theme in (("Anne", "2.1"), ("Bo", "2.2")):
        desk.take(who, [proposal(who, place(SAID, "p2", [whole(SAID, "u2")], theme))], coder=who)
        alone = words_of(desk.themed(who), SAID)
        assert [(theme, decided) for _, theme, decided in alone if decided] == [(theme, who)]


def test_decisions_move_to_the_next_edition_of_the_text(study: Study, desk: Placings) -> None:
    desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    now = text("Hva gjør du?", "Nå? Jeg luker bedene. Og så liker jeg praten.", "Ja vel.")
    void(study.store, INTERVIEW)
    assert logged(study) == ["1"]
    with pytest.raises(PipelineError):
        desk.themed()
    study.store.write(INTERVIEW, now)
    with pytest.raises(PipelineError):
        desk.themed()
    write_file(study.store.path(INTERVIEW, PROPOSED), theming.proposed(now).to_bytes())
    assert ("Og så liker jeg praten.", "2.2", "Anne") in words_of(desk.themed(), now)
    assert editions(study.store, INTERVIEW) == {SAID.text_digest: {one.id: one.text for one in SAID.turns}}
    keep_edition(study.store, now)
    assert set(editions(study.store, INTERVIEW)) == {SAID.text_digest, now.text_digest}


def test_proposals_for_another_guide_are_not_shown(study: Study, desk: Placings) -> None:
    assert is_cut(study, INTERVIEW)
    guide = study.store.root / "guide.yaml"
    guide.write_text(theming.GUIDE.replace("Bakgrunn", "Om deg"), "utf-8")
    assert not is_cut(study, INTERVIEW)
    with pytest.raises(PipelineError):
        desk.themed()
    assert brought_up(study) == ()


def test_nothing_is_decided_about_text_that_is_not_deidentified(study: Study) -> None:
    desk = Placings(study, "intervju-02")
    with pytest.raises(PipelineError) as caught:
        desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    assert caught.value.hint
    assert not study.store.path("intervju-02", PLACINGS).exists()


def test_the_result_is_written_as_decided_and_left_alone_where_nothing_changed(
    study: Study, desk: Placings
) -> None:
    assert brought_up(study) == (INTERVIEW,)
    assert brought_up(study) == ()
    desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    assert brought_up(study) == (INTERVIEW,)
    assert study.store.read(INTERVIEW, ThemedTranscript) == desk.themed()


# ---------------------------------------------------------------------- own codes


@pytest.fixture
def tree(study: Study) -> CodeTree:
    return CodeTree(study)


def shown(tree: CodeTree) -> list[tuple[str, str, str]]:
    return [(one.id, one.name, one.under) for one in tree.follow().codes]


def test_a_code_gets_the_next_number_and_numbers_are_never_used_again(study: Study, tree: CodeTree) -> None:
    assert tree.make("Anne", "Å luke", "2.1").id == "egen-1"
    assert CodeTree(study).make("Bo", "Prat", "egen-1").number == 2
    tree.take("Anne", [proposal("x", RemoveCode(code="egen-2"))])
    tree.take_back("Anne")
    tree.take_back("Bo")
    tree.take_back("Anne")
    assert shown(tree.follow()) == []
    assert tree.make("Anne", "Ny").id == "egen-3"


def test_codes_of_two_people_at_once_have_two_numbers(study: Study) -> None:
    threads = [
        threading.Thread(target=lambda who=who: [CodeTree(study).make(who, f"{who}{n}") for n in range(4)])
        for who in ("Anne", "Bo")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.number for one in CodeTree(study).codes) == list(range(1, 9))


def test_a_passage_has_the_code_that_its_code_went_into(study: Study, desk: Placings, tree: CodeTree) -> None:
    tree.make("Anne", "Å luke")
    tree.make("Anne", "Luking")
    desk.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2", codes=["egen-2"]))])
    tree.take("Anne", [proposal("2", MergeCode(code="egen-1", other="egen-2"))])
    assert [one.codes for one in desk.follow().themed().passages if one.decided_by] == [("egen-1",)]
    later = place(SAID, "y", [LIKER], codes=["egen-2"])
    assert desk.take("Bo", [proposal("3", later)]).refused == ""  # from a page that did not know yet
    tree.take_back("Anne")
    assert [one.codes for one in desk.follow().themed().passages if one.id == "x"] == [("egen-2",)]


def test_a_code_that_has_been_built_upon_is_not_taken_back(tree: CodeTree) -> None:
    tree.make("Anne", "Å luke")
    tree.make("Bo", "Ugress", "egen-1")
    with pytest.raises(Refused, match="moved_on"):
        tree.take_back("Anne")
    tree.take_back("Bo")
    tree.take_back("Anne")
    assert shown(tree) == []


def test_the_tree_takes_no_decisions_about_passages(study: Study, tree: CodeTree) -> None:
    answer = tree.take("Anne", [proposal("1", place(SAID, "x", [LIKER], "2.2"))])
    assert answer.why is not None
    assert answer.why.reason == "not_here"
    assert not study.store.path(WHOLE, CODES).exists()


def test_a_code_can_move_and_be_renamed(tree: CodeTree) -> None:
    tree.make("Anne", "Å luke", "2.1")
    tree.take("Anne", [proposal("1", ChangeCode(code="egen-1", name="Luking", under="2.2"))])
    assert shown(tree) == [("egen-1", "Luking", "2.2")]


def test_a_code_whose_theme_the_guide_no_longer_has_is_loose(study: Study, tree: CodeTree) -> None:
    tree.make("Anne", "Luking", "2.2")
    tree.make("Anne", "Ugress", "egen-1")
    guide = theming.GUIDE.replace('"2.2"', '"2.3"')
    (study.store.root / "guide.yaml").write_text(guide, "utf-8")
    assert shown(tree) == [("egen-1", "Luking", ""), ("egen-2", "Ugress", "egen-1")]


def test_every_refusal_has_its_sentence() -> None:
    from typing import get_args

    from pipeline.segment.codes import Reason

    assert {why_text(Refused(reason)) for reason in get_args(Reason)} <= {
        text for pair in catalogue().values() for text in pair
    }


def test_a_log_that_was_written_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    study = theming.study(tmp_path)
    open_page = CodeTree(study)
    open_page.make("Anne", "Kaffe")
    path = study.store.path("", "anonymised/codes.jsonl")
    others = path.read_bytes().replace(b"Kaffe", b"Te")
    elsewhere = CodeTree(study)
    elsewhere.make("Berit", "Saft og kake til alle")
    longer = others + path.read_bytes().splitlines(keepends=True)[1]
    write_file(path, longer)
    assert [code.name for code in open_page.follow().codes] == ["Te", "Saft og kake til alle"]
