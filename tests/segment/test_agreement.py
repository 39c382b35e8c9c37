"""Agreement between coders, against two libraries. All people are invented."""

import krippendorff
import pytest
import theming
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from theming import line, place, span, text, whole

from pipeline.artefacts.themed import Passage
from pipeline.messages import use_language
from pipeline.segment.agreement import Pair, agreement, alpha, decided, kappa, proposed, unsettled
from pipeline.segment.placed import with_decisions

SAID = text("Hva gjør du?", "Jeg luker bedene. Og så liker jeg praten.", "Ja vel.", "Mye prat, lite luking.")


def coded(*places) -> tuple[Passage, ...]:
    return decided(with_decisions(theming.proposed(SAID), SAID, [line(*places)], {}, ()))


def by_turn(*themes: str) -> tuple[Passage, ...]:
    """A coder's passages, one a turn; "" is a turn that they have left alone."""
    turns = [turn.id for turn in SAID.turns]
    listed = [
        place(SAID, f"a{turn}", [whole(SAID, turn)], *([] if theme == "-" else theme.split(";")))
        for turn, theme in zip(turns, themes, strict=True)
        if theme
    ]
    return coded(*listed)


labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30)


@given(labels)
def test_alpha_is_the_librarys(pairs: list[tuple[str, str]]) -> None:
    found = alpha([(a, b, 1) for a, b in pairs])
    if len({value for pair in pairs for value in pair}) == 1:
        assert found is None
    else:
        table = [[one[side] for one in pairs] for side in (0, 1)]
        oracle = krippendorff.alpha(
            reliability_data=[[ord(value) for value in row] for row in table],
            level_of_measurement="nominal",
        )
        assert found == pytest.approx(oracle)


@given(labels)
def test_kappa_is_the_librarys(pairs: list[tuple[str, str]]) -> None:
    first, second = ([one[side] for one in pairs] for side in (0, 1))
    found = kappa([(a, b, 1) for a, b in pairs])
    if len({*first, *second}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(cohen_kappa_score(first, second))


@given(labels, st.integers(1, 5))
def test_a_unit_with_a_size_counts_as_so_many(pairs: list[tuple[str, str]], size: int) -> None:
    many = [(a, b, 1) for a, b in pairs for _ in range(size)]
    weighed = [(a, b, size) for a, b in pairs]
    assert alpha(weighed) == pytest.approx(alpha(many))
    assert kappa(weighed) == pytest.approx(kappa(many))


def test_no_units_agree_on_nothing() -> None:
    found = agreement([])
    assert (found.units, found.alpha, found.same, found.themes) == (0, None, None, ())


def test_turns_that_one_has_left_alone_are_counted_apart() -> None:
    found = agreement([Pair(SAID, by_turn("1", "2.1", "", "2.1"), by_turn("1", "2.2", "1", ""))])
    assert (found.units, found.one_only, found.same) == (2, 2, 0.5)
    assert {one.theme: (one.first, one.second, one.both) for one in found.themes} == {
        "1": (1, 1, 1),
        "2.1": (1, 0, 0),
        "2.2": (0, 1, 0),
    }


def test_outside_the_guide_is_a_theme_to_agree_on() -> None:
    found = agreement([Pair(SAID, by_turn("-", "1", "-", "1"), by_turn("-", "1", "-", "1"))])
    assert (found.alpha, found.disagreements) == (1.0, ())
    assert [one.theme for one in found.themes] == ["-", "1"]


def test_a_turns_main_theme_is_the_one_with_most_characters() -> None:
    parts = coded(
        place(SAID, "a", [span("u2", 0, 17)], "2.1"), place(SAID, "b", [span("u2", 18, 41)], "2.2", "1")
    )
    found = agreement([Pair(SAID, parts, by_turn("", "2.2", "", ""))])
    assert (found.units, found.same) == (1, 1.0)
    assert {one.theme: (one.first, one.second) for one in found.themes} == {
        "1": (1, 0),
        "2.1": (1, 0),
        "2.2": (1, 1),
    }


def test_characters_weigh_what_turns_do_not() -> None:
    pair = Pair(SAID, by_turn("1", "2.1", "", ""), by_turn("1", "2.2", "", ""))
    assert agreement([pair]).same == 0.5
    assert agreement([pair], "character").same == pytest.approx(12 / (12 + 41))
    assert agreement([pair], "character").units == 12 + 41


def test_disagreements_go_over_turns_and_name_both() -> None:
    found = agreement([Pair(SAID, by_turn("1", "2.1", "2.1", "1"), by_turn("1", "2.2", "2.2", "1;2.1"))])
    assert [(one.spans, one.first, one.second) for one in found.disagreements] == [
        ((whole(SAID, "u2"), whole(SAID, "u3")), ("2.1",), ("2.2",)),
        ((whole(SAID, "u4"),), ("1",), ("1", "2.1")),
    ]


def test_what_was_settled_is_not_listed_again() -> None:
    found = agreement([Pair(SAID, by_turn("", "2.1", "", "1"), by_turn("", "2.2", "", "2.1"))])
    left = unsettled(found.disagreements, {SAID.interview: by_turn("", "2.2", "", "")})
    assert [one.spans for one in left] == [(whole(SAID, "u4"),)]
    half = {SAID.interview: coded(place(SAID, "h", [span("u4", 0, 5)], "1"))}
    assert len(unsettled(found.disagreements, half)) == 2


def test_the_machine_is_compared_where_it_is_sure() -> None:
    proposals = theming.proposed(SAID)
    unsure = proposals.passages[3].model_copy(update={"status": "unplaced", "themes": ()})
    machine = proposed(proposals.model_copy(update={"passages": (*proposals.passages[:3], unsure)}))
    found = agreement([Pair(SAID, by_turn("1", "2.1", "", "1"), machine)])
    assert (found.units, found.same, found.one_only) == (2, 0.5, 2)


FIGURES = (
    "The same main theme in 50 % of 2 turns that both have coded. Krippendorff's alpha 0.40 (by turn). "
    "0 were coded by one of them only."
)


def test_the_figures_are_said_without_a_word_of_the_interview() -> None:
    use_language("en")
    found = agreement([Pair(SAID, by_turn("1", "2.1", "", ""), by_turn("1", "2.2", "", ""))])
    assert found.lines() == (
        FIGURES,
        "1: Cohen's kappa 1.00 (the first 1, the second 1, both 1)",
        "2.1: Cohen's kappa 0.00 (the first 1, the second 0, both 0)",
        "2.2: Cohen's kappa 0.00 (the first 0, the second 1, both 0)",
        "Disagreements to settle: 1",
    )
    use_language(None)
    assert "luker" not in str(found.data())
    assert found.data()["disagreements"][0]["spans"] == [{"turn_id": "u2", "start": 0, "end": 41}]
