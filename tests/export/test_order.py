"""Reading order: numbers, speakers, one running text, pieces by theme, passages as people read them."""

import exporting
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage
from pipeline.export.extracts import by_category, extracts
from pipeline.export.order import pieces, running, stamp, utterances
from pipeline.export.study import ExportInterview


def cut(*passages: Passage) -> ExportInterview:
    """The interview of the fixture with these passages alone."""
    one = exporting.interview()
    themed = one.themed.model_copy(update={"passages": passages})
    return ExportInterview(one.transcript, themed, one.respondent, reviewed=True)


def passage(name: str, turn: int, start: int, end: int, *themes: str) -> Passage:
    status = "placed" if themes else "outside"
    return Passage(
        id=name, spans=(Span(turn_id=f"t{turn}", start=start, end=end),), themes=themes, status=status
    )


def test_utterances_are_numbered_without_empty_turns() -> None:
    one = exporting.interview(
        said=(("interviewer", "Ja?"), ("respondent", ""), ("respondent", "Ja.")), passages=()
    )
    assert [(each.number, each.turn.id) for each in utterances(one)] == [(1, "t1"), (2, "t3")]


def test_speakers_are_numbered_only_where_several_have_the_same_role() -> None:
    one = exporting.interview()
    turns = tuple(
        turn.model_copy(update={"speaker": "Kari" if turn.id == "t3" else turn.speaker})
        for turn in one.transcript.turns
    )
    said = utterances(
        ExportInterview(one.transcript.model_copy(update={"turns": turns}), one.themed, one.respondent)
    )
    assert [each.speaker for each in said] == [
        "Intervjuer 1", "Informant", "Intervjuer 2", "Informant",
        "Intervjuer 1", "Informant", "Annen", "Informant",
    ]  # fmt: skip


def test_speakers_are_called_in_the_written_form_of_the_interview() -> None:
    one = exporting.interview()
    nynorsk = one.transcript.model_copy(update={"language": "nn"})
    names = {each.speaker for each in utterances(ExportInterview(nynorsk, one.themed, one.respondent))}
    assert names == {"Intervjuar", "Informant", "Annan"}


@pytest.mark.parametrize(
    ("ms", "shown"), [(None, ""), (0, "00:00:00"), (999, "00:00:00"), (7_384_000, "02:03:04")]
)
def test_a_stamp_is_in_hours_minutes_and_seconds(ms: int | None, shown: str) -> None:
    assert stamp(ms) == shown


@pytest.mark.parametrize("times", [False, True])
def test_the_running_text_has_each_utterance_at_its_place(times: bool) -> None:
    one = exporting.interview()
    text = running(one, times=times)
    for each in utterances(one):
        place = text.place(Span(turn_id=each.turn.id, start=0, end=len(each.turn.text)))
        assert text.text[slice(*place)] == each.turn.text
    lines = text.text.split("\n\n")
    assert lines[1].startswith("[00:00:02] Informant: Jeg" if times else "Informant: Jeg")
    assert "\n" not in "".join(lines)


def headings(one: ExportInterview) -> list[tuple[str, tuple[str, ...]]]:
    return [(piece.text, piece.passage.themes if piece.passage else ("–",)) for piece in pieces(one)]


def test_pieces_cut_where_the_theme_changes_and_the_narrower_passage_goes_first() -> None:
    text = exporting.SAID[5][1]
    begin, end = text.index("når"), text.index(" med spaden")
    wide, narrow = passage("a", 6, 0, len(text), "1"), passage("b", 6, begin, end, "2.2")
    assert headings(cut(wide, narrow))[5:8] == [
        ("Fellesskapet — uten tvil. Men", ("1",)),
        ("når det regner, står jeg ofte alene", ("2.2",)),
        ("med spaden, ẹ\u0301n gang helt.", ("1",)),
    ]


def test_a_passage_without_themes_never_stands_before_one_with() -> None:
    text = exporting.SAID[5][1]
    assert headings(cut(passage("a", 6, 0, len(text), "1"), passage("b", 6, 3, 9)))[5] == (text, ("1",))


@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80), st.sampled_from(["", "1", "2.1"])), max_size=6)
)
def test_every_word_is_in_one_piece_in_its_order(drawn: list[tuple[int, int, str]]) -> None:
    text = exporting.SAID[5][1]
    passages = [
        passage(f"p{n}", 6, min(a, b), max(a, b), *([theme] if theme else []))
        for n, (a, b, theme) in enumerate(drawn)
    ]
    one = cut(*passages)
    said = "".join("".join(piece.text.split()) for piece in pieces(one))
    assert said == "".join(exporting.spoken(one).split())
    assert len(text) >= 80


def test_an_extract_says_who_says_what_and_where() -> None:
    found = {one.passage.id: one for one in extracts(exporting.interview())}
    assert found["p2"].numbers == "3–4"
    assert found["p4"].numbers == "6"
    assert found["p2"].text == f"Mm.\n{exporting.SAID[3][1]}"
    assert found["p2"].answers == exporting.SAID[3][1]
    assert found["p2"].spoken.startswith("Intervjuer: Mm.\nInformant: =2+2")
    assert [one.number for one in found.values()] == list(range(1, 8))


def test_a_passage_in_which_nothing_is_said_is_no_extract() -> None:
    assert extracts(cut(passage("a", 1, 4, 4, "1"))) == ()


def test_categories_have_their_passages_in_the_order_of_interviews() -> None:
    found = by_category(exporting.study())
    assert list(found) == ["1", "2", "2.1", "2.2", "egen-1", "egen-2", "10", "egen-7"]
    assert [(one.interview.id, one.passage.id) for one in found["2.2"]] == [
        (name, p) for name in ("intervju-01", "intervju-02") for p in ("p2", "p3", "p4")
    ]
    assert found["2"] == ()
