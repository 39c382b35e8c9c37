"""What people decided stands, and the machine's passages are cut around it. All people are invented."""

import pytest
import theming
from hypothesis import given
from hypothesis import strategies as st
from theming import line, place, span, text, uncovered, whole, words_of

from pipeline.artefacts.placing import Annotate, Placing, Withdraw
from pipeline.artefacts.themed import Code, Passage, ThemedTranscript
from pipeline.segment.placed import carried, standing, with_decisions

SAID = text("Hva gjør du i hagen?", "Jeg luker bedene. Og så liker jeg praten.", "Ja vel.")
LUKER, LIKER = span("u2", 0, 17), span("u2", 18, 41)


def decided(*log: Placing, on=SAID, editions=None, codes=(), **options) -> ThemedTranscript:
    return with_decisions(theming.proposed(on), on, log, editions or {}, codes, **options)


def picture(*log: Placing, on=SAID, **options) -> list[tuple[str, str, str]]:
    themed = decided(*log, on=on, **options)
    assert not uncovered(themed, on)
    names = [one.id for one in themed.passages]
    assert len(names) == len(set(names))
    return words_of(themed, on)


def of(themed: ThemedTranscript, name: str) -> Passage:
    return next(one for one in themed.passages if one.id == name)


QUESTION, REPLY = ("Hva gjør du i hagen?", "1", ""), ("Ja vel.", "1", "")


def test_without_decisions_the_proposals_stand() -> None:
    assert decided() == theming.proposed(SAID)


def test_a_passage_that_a_person_takes_wholly_is_theirs() -> None:
    assert picture(line(place(SAID, "p2", [whole(SAID, "u2")], "2.1"))) == [
        QUESTION,
        ("Jeg luker bedene. Og så liker jeg praten.", "2.1", "Anne"),
        REPLY,
    ]


def test_of_a_passage_that_a_person_takes_in_part_the_machine_keeps_the_rest() -> None:
    assert picture(line(place(SAID, "p2", [LIKER], "2.2"))) == [
        QUESTION,
        ("Jeg luker bedene. ", "1", ""),
        ("Og så liker jeg praten.", "2.2", "Anne"),
        REPLY,
    ]


def test_what_is_left_on_both_sides_stays_one_passage() -> None:
    assert ("Jeg | bedene. Og så liker jeg praten.", "1", "") in picture(
        line(place(SAID, "x", [span("u2", 4, 9)], "2.1"))
    )


def test_white_space_and_punctuation_between_people_go_to_a_person() -> None:
    log = line(place(SAID, "a", [span("u2", 0, 16)], "2.1"), place(SAID, "b", [span("u2", 18, 40)], "2.2"))
    assert picture(log) == [
        QUESTION,
        ("Jeg luker bedene. ", "2.1", "Anne"),
        ("Og så liker jeg praten.", "2.2", "Anne"),
        REPLY,
    ]


def test_people_may_code_the_same_words_twice() -> None:
    log = line(place(SAID, "a", [whole(SAID, "u2")], "2.1"), place(SAID, "b", [LIKER], "2.2", "1"))
    assert picture(log)[1:3] == [
        ("Jeg luker bedene. Og så liker jeg praten.", "2.1", "Anne"),
        ("Og så liker jeg praten.", "2.2;1", "Anne"),
    ]


def test_a_passage_without_a_theme_is_outside_the_guide() -> None:
    themed = decided(line(place(SAID, "p3", [whole(SAID, "u3")])))
    assert (of(themed, "p3").status, of(themed, "p3").themes) == ("outside", ())


def test_a_persons_passage_keeps_the_machines_candidates_and_question_at_hand() -> None:
    proposals = theming.proposed(SAID)
    asked = tuple(
        one.model_copy(update={"question": whole(SAID, "u1")}) if one.id == "p2" else one
        for one in proposals.passages
    )
    themed = with_decisions(
        proposals.model_copy(update={"passages": asked}),
        SAID,
        [line(place(SAID, "x", [LIKER], "2.2"))],
        {},
        (),
    )
    assert of(themed, "x").question == whole(SAID, "u1")
    assert of(themed, "x").candidates == proposals.passages[1].candidates


def test_placing_the_same_passage_again_is_a_new_decision() -> None:
    log = [line(place(SAID, "a", [LUKER], "2.1")), line(place(SAID, "a", [LIKER], "2.2"), who="Bo")]
    assert [one for one in picture(*log) if one[2]] == [("Og så liker jeg praten.", "2.2", "Bo")]


def test_a_withdrawn_passage_is_the_machines_again() -> None:
    log = [line(place(SAID, "p2", [LUKER], "2.1")), line(Withdraw(passage="p2"))]
    assert decided(*log) == theming.proposed(SAID)


def test_what_was_taken_back_does_not_count() -> None:
    first = line(place(SAID, "p2", [LUKER], "2.1"))
    undo = line(undoes=first.id)
    assert decided(first, undo) == theming.proposed(SAID)
    assert decided(first, undo, line(undoes=undo.id)) == decided(first)


def test_a_memo_stays_with_a_passage_that_is_moved_and_goes_with_one_that_is_withdrawn() -> None:
    noted = Annotate(passage="a", memo="Se på dette.", relevant=True, research_question="p1")
    log = [line(place(SAID, "a", [LUKER], "2.1"), noted), line(place(SAID, "a", [LIKER], "2.2"))]
    passage = of(decided(*log), "a")
    assert (passage.memo, passage.relevant, passage.research_question) == ("Se på dette.", True, "p1")
    again = [*log, line(Withdraw(passage="a")), line(place(SAID, "a", [LIKER], "2.2"))]
    assert of(decided(*again), "a").memo == ""


def test_codes_follow_mergers_and_vanish_with_their_removal() -> None:
    log = line(place(SAID, "a", [LUKER], "2.1", codes=["egen-1", "egen-2", "egen-3", "egen-4"]))
    codes = (Code(id="egen-2", name="Å luke", number=2), Code(id="egen-4", name="Prat", number=4))
    passage = of(decided(log, codes=codes, merged={"egen-1": "egen-3", "egen-3": "egen-2"}), "a")
    assert passage.codes == ("egen-2", "egen-4")
    assert decided(log, codes=codes).codes == codes


def test_a_theme_that_the_guide_no_longer_has_asks_to_be_looked_at() -> None:
    log = line(place(SAID, "a", [LUKER], "9", "2.1"), place(SAID, "b", [LIKER], "9"))
    themed = decided(log, themes=("1", "2.1"))
    assert (of(themed, "a").themes, of(themed, "a").look_again) == (("2.1",), True)
    assert (of(themed, "b").status, of(themed, "b").look_again) == ("unplaced", True)


def test_proposals_of_another_text_are_refused() -> None:
    with pytest.raises(ValueError, match="another text"):
        with_decisions(theming.proposed(text("Noe annet.")), SAID, [], {}, ())


# ---------------------------------------------------------------------- another edition of the text

BEFORE = {turn.id: turn.text for turn in SAID.turns}

PRAT = "Og så liker jeg praten."

#: The turns now, the span before, what it covers now, and whether it must be looked at again.
EDITED = [
    ({"u2": "Altså, jeg. Jeg luker bedene. Og så liker jeg praten."}, LIKER, [PRAT], False),
    ({"u2": "Jeg luker alle bedene. Og så liker jeg praten."}, LUKER, ["Jeg luker alle bedene."], True),
    # the words are gone and the turn is not
    ({"u2": "Jeg luker bedene."}, LIKER, ["bedene."], True),
    # the turn is gone
    ({"u1": "Hva gjør du i hagen?", "u3": "Ja vel."}, LIKER, [], True),
    # merged into the one before it
    ({"u1": "Hva gjør du i hagen? Jeg luker bedene. Og så liker jeg praten."}, LIKER, [PRAT], False),
    # split before the span, and in it
    ({"u2": "Jeg luker bedene.", "u9": PRAT}, LIKER, [PRAT], False),
    ({"u2": "Jeg luker bedene. Og", "u9": "så liker jeg praten."}, LIKER, ["Og", PRAT[3:]], False),
]  # fmt: skip


@pytest.mark.parametrize(("now", "before", "covers", "look_again"), EDITED)
def test_a_span_is_found_again_in_another_edition(now, before, covers, look_again) -> None:
    spans, changed = carried(before, BEFORE, now)
    assert [now[one.turn_id][one.start : one.end] for one in spans] == covers
    assert changed == look_again


def test_a_decision_on_an_edition_that_is_kept_moves_with_its_words() -> None:
    now = text("Hva gjør du i hagen?", "Nå? Jeg luker bedene. Og så liker jeg praten.", "Ja vel.")
    themed = decided(line(place(SAID, "a", [LIKER], "2.2")), on=now, editions={SAID.text_digest: BEFORE})
    assert ("Og så liker jeg praten.", "2.2", "Anne") in words_of(themed, now)
    assert not of(themed, "a").look_again


def test_a_decision_on_an_unknown_edition_stays_where_it_fits_to_be_looked_at_again() -> None:
    now = text("Hva gjør du i hagen?", "Jeg luker bedene. Og så", "Ja vel.")
    log = line(place(SAID, "a", [LIKER], "2.2"), place(SAID, "b", [span("u2", 30, 40)], "2.1"))
    themed = decided(log, on=now)
    assert ("Og så", "2.2", "Anne") in words_of(themed, now)
    assert of(themed, "a").look_again
    assert "b" not in {one.id for one in themed.passages}


# ---------------------------------------------------------------------- two coders


def test_one_coders_decisions_are_seen_alone() -> None:
    log = [
        line(place(SAID, "p2", [LUKER], "2.1"), who="Anne", coder="Anne"),
        line(place(SAID, "p2", [LIKER], "2.2"), who="Bo", coder="Bo"),
    ]
    assert [one.who for one in standing(log)] == ["Anne", "Bo"]
    assert [one[2] for one in picture(*log, coder="Bo") if one[2]] == ["Bo"]


def test_where_coders_agree_there_is_one_passage_and_where_not_there_are_two() -> None:
    log = [
        line(place(SAID, "p2", [whole(SAID, "u2")], "2.1"), who="Anne", coder="Anne"),
        line(place(SAID, "p2", [LUKER], "2.1"), place(SAID, "q", [LIKER], "2.2"), who="Bo", coder="Bo"),
    ]
    assert picture(*log)[1:-1] == [
        ("Jeg luker bedene. Og så liker jeg praten.", "2.1", "Anne"),
        ("Og så liker jeg praten.", "2.2", "Bo"),
    ]
    assert [one.look_again for one in decided(*log).passages] == [False, True, True, False]


def test_what_was_settled_stands_alone() -> None:
    log = [
        line(place(SAID, "p2", [whole(SAID, "u2")], "2.1"), who="Anne", coder="Anne"),
        line(place(SAID, "p2", [whole(SAID, "u2")], "2.2"), who="Bo", coder="Bo"),
        line(place(SAID, "p2", [whole(SAID, "u2")], "1"), who="Anne og Bo"),
    ]
    assert picture(*log)[1:-1] == [("Jeg luker bedene. Og så liker jeg praten.", "1", "Anne og Bo")]


# ---------------------------------------------------------------------- always

spans = st.builds(
    lambda turn, a, b: span(turn, min(a, b), max(a, b) + 1),
    st.sampled_from(["u1", "u2", "u3"]),
    st.integers(0, 45),
    st.integers(0, 45),
)
places = st.builds(
    lambda name, where, themes, coder: line(place(SAID, name, where, *themes), coder=coder),
    st.sampled_from(["p1", "p2", "x"]),
    st.lists(spans, min_size=1, max_size=3),
    st.lists(st.sampled_from(["1", "2.1"]), max_size=2, unique=True),
    st.sampled_from(["", "Anne", "Bo"]),
)


words = st.lists(st.sampled_from(["jeg", "luker", "bedene", "i", "hagen", "og", "prater."]), max_size=8)
texts = st.dictionaries(st.sampled_from(["u1", "u2", "u3", "u4"]), words.map(" ".join), min_size=1)


@given(texts, texts, st.data())
def test_whatever_was_edited_a_span_lies_in_the_text_or_its_turn_is_gone(old, new, data) -> None:
    old, new = dict(sorted(old.items())), dict(sorted(new.items()))
    turn = data.draw(st.sampled_from(sorted(old)))
    start = data.draw(st.integers(0, len(old[turn])))
    end = data.draw(st.integers(start, len(old[turn])))
    found, look_again = carried(span(turn, start, end), old, new)
    for one in found:
        assert 0 <= one.start <= one.end <= len(new[one.turn_id])
    said = "".join(new[one.turn_id][one.start : one.end] for one in found)
    if not look_again:
        assert "".join(said.split()) == "".join(old[turn][start:end].split())
    elif not said and start < end:
        assert not new.get(turn)


@given(st.lists(places, max_size=6))
def test_every_character_lies_in_a_passage_and_no_machine_passage_where_a_person_decided(log) -> None:
    themed = decided(*log)
    assert not uncovered(themed, SAID)
    taken = {
        (one.turn_id, at)
        for passage in themed.passages
        if passage.decided_by
        for one in passage.spans
        for at in range(one.start, one.end)
    }
    for passage in themed.passages:
        assert passage.spans
        if not passage.decided_by:
            assert not any((s.turn_id, at) in taken for s in passage.spans for at in range(s.start, s.end))
    assert len({one.id for one in themed.passages}) == len(themed.passages)
