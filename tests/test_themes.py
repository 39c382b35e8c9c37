"""What a person can ask for about themes, in whole studies. All people are invented."""

import json
from pathlib import Path

import pytest
import theming
from theming import place, span, text, uncovered, whole, words_of

from pipeline.artefacts.placing import Place, Placing
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.placings import PLACINGS, PlacingProposal, Placings
from pipeline.runner import Study
from pipeline.segment.guide import template
from pipeline.store import write_file
from pipeline.themes import (
    agreement_of,
    agreement_with_machine,
    as_data,
    coders,
    coverage_of,
    import_guide,
    looked_over,
    segment_study,
)

FIRST = text(
    "Takk for at du stiller opp. Hvordan ble du med i hagelaget?",
    "Naboen dro meg med. Det er ti år siden.",
    "Hvilke oppgaver har du på dugnaden?",
    "Jeg luker bedene. Og så liker jeg praten.",
)
SECOND = text(
    "Hva gjør at du kommer på dugnad?",
    "Kaka, sier jeg alltid. Og at vi får det til sammen.",
    interview="intervju-02",
)
NAMES = ("intervju-01", "intervju-02")


@pytest.fixture(autouse=True)
def _english():
    use_language("en")
    yield
    use_language(None)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return theming.study(tmp_path / "studie", FIRST, SECOND)


def themed(study: Study, interview: str) -> ThemedTranscript:
    return study.store.read(interview, ThemedTranscript)


def decide(
    study: Study, *operations: Place, name: str, interview: str = "intervju-01", coder: str = ""
) -> None:
    answer = Placings(study, interview).take(
        coder or "Anne", [PlacingProposal(name, operations)], coder=coder
    )
    assert answer.refused == ""


def waits(study: Study, name: str) -> None:
    arrivals = {"last": 3, "seen": {}, "interviews": {one: {} for one in (*NAMES, name)}}
    write_file(study.store.identified / "arrivals.json", json.dumps(arrivals).encode())


def test_all_interviews_with_deidentified_text_are_cut_and_the_others_wait(study: Study) -> None:
    waits(study, "intervju-03")
    results = segment_study(study)
    assert [(one.interview, one.outcome) for one in results] == [
        ("intervju-01", "segmented"),
        ("intervju-02", "segmented"),
        ("intervju-03", "waiting"),
    ]
    for said in (FIRST, SECOND):
        assert not uncovered(themed(study, said.interview), said)
    data = as_data(results)
    assert data["waiting"] == ["intervju-03"]
    first = data["interviews"][0]
    assert first["passages"] == first["placed"] + first["outside"] + first["unplaced"]
    assert (first["segmented"], first["decided"], first["look_again"]) == (True, 0, 0)
    json.dumps(data)


def test_it_is_told_how_many_interviews_are_cut_of_those_that_can_be(study: Study) -> None:
    waits(study, "intervju-03")
    told: list[tuple[int, int]] = []
    segment_study(study, on_progress=lambda *far: told.append(far))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_second_time_changes_no_file(study: Study) -> None:
    segment_study(study)
    before = {path: path.stat().st_mtime_ns for path in study.store.out.rglob("*.json")}
    segment_study(study)
    assert {path: path.stat().st_mtime_ns for path in study.store.out.rglob("*.json")} == before


def test_what_people_decided_stands_however_often_it_is_cut(study: Study) -> None:
    segment_study(study)
    decide(study, place(FIRST, "mine", [span("u4", 18, 41)], "2.2"), name="1")
    for _ in range(2):
        result = segment_study(study)[0]
        assert result.decided == 1
        assert ("Og så liker jeg praten.", "2.2", "Anne") in words_of(themed(study, "intervju-01"), FIRST)
    assert not uncovered(themed(study, "intervju-01"), FIRST)


def test_after_a_correction_decisions_move_and_ask_only_where_words_changed(study: Study) -> None:
    segment_study(study)
    luker, liker = span("u4", 0, 17), span("u4", 18, 41)
    decide(study, place(FIRST, "a", [luker], "2.1"), place(FIRST, "b", [liker], "2.2"), name="1")
    now = text(*(turn.text.replace("luker bedene", "luker i bedene") for turn in FIRST.turns))
    study.store.write("intervju-01", now)
    result = segment_study(study)[0]
    assert (result.decided, result.look_again) == (2, 1)
    assert ("Og så liker jeg praten.", "2.2", "Anne") in words_of(themed(study, "intervju-01"), now)


def test_one_interview_that_fails_does_not_stop_the_others(study: Study) -> None:
    study.store.path("intervju-01", "anonymised/anonymised.json").write_bytes(b"{}")
    results = segment_study(study)
    assert [one.outcome for one in results] == ["failed", "segmented"]
    assert results[0].error is not None
    assert as_data(results)["interviews"][0]["error"] == results[0].error.message


def test_a_bug_is_told_as_frames_without_a_word(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("Kaka")

    monkeypatch.setattr("pipeline.segment.cut.segment", breaks)
    results = segment_study(study)
    assert [one.outcome for one in results] == ["failed", "failed"]
    assert "RuntimeError" in results[1].bug
    assert "Kaka" not in str(as_data(results))


def test_without_a_guide_it_says_how_to_get_one(study: Study) -> None:
    (study.store.root / "guide.yaml").unlink()
    for ask in (segment_study, looked_over, coverage_of):
        with pytest.raises(PipelineError) as caught:
            ask(study)
        assert "guide import" in caught.value.hint


# ---------------------------------------------------------------------- decisions made elsewhere


def table(study: Study, *rows: str) -> Path:
    path = study.store.root / "valg.csv"
    path.write_text("\n".join(("interview;turn;themes", *rows)), "utf-8")
    return path


def logged(study: Study, interview: str) -> tuple[Placing, ...]:
    return study.store.log(interview, PLACINGS, Placing)


def test_a_table_is_taken_in_once_and_people_stand_over_it(study: Study) -> None:
    file = table(study, "intervju-01;u4;2.2;2.1", "intervju-01;1;-", "intervju-02;t2;2.2")
    assert [one.decided for one in segment_study(study, decisions=file)] == [2, 1]
    assert ("Jeg luker bedene. Og så liker jeg praten.", "2.2;2.1", "csv") in words_of(
        themed(study, "intervju-01"), FIRST
    )
    decide(study, place(FIRST, "csv-u4", [whole(FIRST, "u4")], "1"), name="1")
    before = logged(study, "intervju-01")
    segment_study(study, decisions=file)
    assert logged(study, "intervju-01") == before
    assert ("Jeg luker bedene. Og så liker jeg praten.", "1", "Anne") in words_of(
        themed(study, "intervju-01"), FIRST
    )


@pytest.mark.parametrize("row", ["intervju-09;u1;1", "intervju-02;u9;1", "intervju-02;u1;9"])
def test_of_a_table_that_is_not_whole_nothing_is_taken_in(study: Study, row: str) -> None:
    with pytest.raises(PipelineError, match="line 3"):
        segment_study(study, decisions=table(study, "intervju-01;u4;2.2", row))
    assert logged(study, "intervju-01") == ()


# ---------------------------------------------------------------------- figures


def test_coverage_is_of_what_is_decided_now(study: Study) -> None:
    assert coverage_of(study).interviews == ()
    segment_study(study)
    decide(study, place(SECOND, "x", [whole(SECOND, "u2")], "1"), name="1", interview="intervju-02")
    found = coverage_of(study)
    assert found.interviews == NAMES
    about = found.of("intervju-02", "1")
    assert about is not None
    assert about.respondent_words >= 11


def test_the_report_on_coverage_follows_each_cut_and_holds_no_word_of_an_interview(study: Study) -> None:
    segment_study(study)
    report = (study.store.reports / "coverage.txt").read_text("utf-8")
    assert report.startswith("The themes in 2 interviews")
    assert "There is nothing yet that both have coded." in report
    data = (study.store.reports / "coverage.json").read_text("utf-8")
    assert set(json.loads(data)) == {"coverage", "machine"}
    for word in ("Naboen", "luker", "Kaka"):
        assert word not in report + data


def test_two_coders_are_compared_and_what_they_settle_is_taken_off_the_list(study: Study) -> None:
    decide(study, place(FIRST, "p4", [whole(FIRST, "u4")], "2.1"), name="1", coder="Anne")
    with pytest.raises(PipelineError, match="here are 1"):
        agreement_of(study)
    decide(study, place(FIRST, "p4", [whole(FIRST, "u4")], "2.2"), name="2", coder="Bo")
    assert coders(study) == ("Anne", "Bo")
    found = agreement_of(study)
    assert (found.units, found.same) == (1, 0.0)
    assert [(one.first, one.second) for one in found.disagreements] == [(("2.1",), ("2.2",))]
    decide(study, place(FIRST, "avgjort", [whole(FIRST, "u4")], "2.2"), name="3")
    again = agreement_of(study)
    assert again.disagreements == ()
    assert again.same == 0.0
    segment_study(study)
    assert [one for one in words_of(themed(study, "intervju-01"), FIRST) if one[2]] == [
        ("Jeg luker bedene. Og så liker jeg praten.", "2.2", "Anne")
    ]


def test_the_machine_is_compared_with_people_where_they_decided(study: Study) -> None:
    segment_study(study)
    assert agreement_with_machine(study).units == 0
    proposals = Placings(study, "intervju-01").proposed()
    sure = next(one for one in proposals.passages if one.status == "placed")
    decide(study, place(FIRST, sure.id, sure.spans, *sure.themes), name="1")
    segment_study(study)
    found = agreement_with_machine(study)
    assert found.units >= 1
    assert found.same == 1.0


# ---------------------------------------------------------------------- the guide


def test_a_guide_is_made_from_a_document_where_there_is_none_yet(study: Study, tmp_path: Path) -> None:
    document = tmp_path / "Min guide.txt"
    document.write_text("Bakgrunn\nHvem er du?\n", "utf-8")
    with pytest.raises(PipelineError, match="already has"):
        import_guide(study, document)
    (study.store.root / "guide.yaml").write_text(template(), "utf-8")
    assert import_guide(study, document) == study.store.root / "guide.yaml"
    assert import_guide(study, document)
    guide = study.guide()
    assert guide is not None
    assert [theme.title for theme in guide.themes] == ["Bakgrunn"]


def test_the_guide_is_shown_as_a_tree_with_warnings(study: Study) -> None:
    lines, warnings = looked_over(study)
    assert lines[:3] == ("Å drive et hagelag", "  1 Bakgrunn", "    – Hvordan ble du med i hagelaget?")
    assert warnings == (
        "None of the themes has key words (key_words). A few words for each give better proposals.",
    )
    guide = theming.GUIDE.replace("title: Motivasjon", "title: Oppgaver")
    (study.store.root / "guide.yaml").write_text(guide + "    key_words: dugnad\n", "utf-8")
    warnings = looked_over(study)[1]
    assert len(warnings) == 1
    assert warnings[0].startswith("'2.1 Oppgaver' and '2.2 Oppgaver' are alike (100 %)")
