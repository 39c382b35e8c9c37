"""A given text along its sound: the words stay, the times are those of what was heard."""

from itertools import pairwise

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts.transcript import Turn, Word
from pipeline.transcribe.along import Laid, between, lay

TALK = (
    "Da er vi i gang, og vi kan begynne med deg.",
    "Ja, jeg underviser i norsk og samfunnsfag på ungdomstrinnet.",
    "Hvor lenge har du gjort det?",
    "I elleve år, og det er fortsatt like morsomt som den første høsten.",
)


def untimed(*texts: str) -> tuple[Turn, ...]:
    return tuple(builders.turn(f"u{index}", text, None) for index, text in enumerate(texts))


def heard(*texts: str, pause_ms: int = 1_000) -> list[Word]:
    """The texts as they were heard, a word each 300 ms, with a pause after each text."""
    words: list[Word] = []
    for text in texts:
        words += builders.words(text, (words[-1].end_ms or 0) + pause_ms if words else 500)
    return words


def starts(laid: Laid) -> list[int | None]:
    return [turn.start_ms for turn in laid.turns]


def true_starts(*texts: str) -> list[int]:
    """Where each of these begins in `heard(*texts)`."""
    found, place = [], 500
    for text in texts:
        found.append(place)
        place += 300 * len(text.split()) + 1_000
    return found


def test_what_was_heard_word_for_word_gives_every_turn_its_exact_time() -> None:
    laid = lay(untimed(*TALK), heard(*TALK), 60_000)
    assert starts(laid) == true_starts(*TALK)
    assert laid.share == 1
    assert laid.marks == ()
    assert [turn.text for turn in laid.turns] == list(TALK)


def test_case_and_punctuation_and_a_letter_make_no_difference() -> None:
    said = [text.upper().replace(",", "").replace("S", "z") for text in TALK]
    assert starts(lay(untimed(*TALK), heard(*said), 60_000)) == true_starts(*TALK)


def test_words_that_were_heard_as_others_share_their_time() -> None:
    said = [TALK[0].replace("begynne med deg", "komme i gang"), *TALK[1:]]
    laid = lay(untimed(*TALK), heard(*said), 60_000)
    assert starts(laid) == true_starts(*TALK)
    assert laid.turns[0].end_ms == true_starts(*TALK)[1] - 1_000


def test_talk_that_the_text_leaves_out_does_not_draw_turns_into_it() -> None:
    said = [TALK[0], "Vent litt, jeg må bare lukke døra, det er så mye bråk her i gangen.", *TALK[1:]]
    true = true_starts(*said)
    laid = lay(
        untimed("Da er vi i gang, og vi kan begynne med deg.", "Nå altså, ja", *TALK[1:]),
        heard(*said),
        60_000,
    )
    assert [starts(laid)[0], *starts(laid)[2:]] == [true[0], *true[2:]]


def test_a_turn_that_nobody_heard_where_it_may_lie_anywhere_is_marked() -> None:
    said = heard(*TALK[:2]) + [
        word.model_copy(
            update={"start_ms": (word.start_ms or 0) + 40_000, "end_ms": (word.end_ms or 0) + 40_000}
        )
        for word in heard(*TALK[2:])
    ]
    text = (*TALK[:2], "Mhm, akkurat, så spennende da.", *TALK[2:])
    laid = lay(untimed(*text), said, 90_000)
    assert [(mark.kind, mark.start_ms) for mark in laid.marks] == [("doubtful", laid.turns[2].start_ms)]
    assert starts(laid)[3] == 40_500


def test_another_conversation_is_not_laid_along() -> None:
    other = ("Vi fisker langs kysten hele vinteren.", "Havet er kaldere enn før, og båten er gammel.")
    turns = untimed(*other)
    laid = lay(turns, heard(*TALK), 60_000)
    assert laid.turns == turns
    assert laid.share < 0.25
    assert lay(turns, [], 60_000).share == 0


WORDS = st.lists(
    st.sampled_from(("ja", "det", "er", "ungdomstrinnet", "fortsatt", "morsomt", "høsten", "x")), max_size=12
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=6), st.lists(WORDS.map(" ".join), max_size=6))
def test_whatever_was_heard_times_go_forward_and_no_word_is_changed(text: list[str], said: list[str]) -> None:
    sound = heard(*(one for one in said if one))
    duration = (sound[-1].end_ms or 0) + 5_000 if sound else 5_000
    laid = lay(untimed(*text), sound, duration)
    assert [turn.text for turn in laid.turns] == text
    assert [[word.text for word in turn.words] for turn in laid.turns] == [one.split() for one in text]
    flat = [time for turn in laid.turns for word in turn.words for time in (word.start_ms, word.end_ms)]
    if any(time is not None for time in flat):
        assert all(a is not None and b is not None and a <= b for a, b in pairwise(flat))
        assert 0 <= (flat[0] or 0) <= (flat[-1] or 0) <= duration


# ---------------------------------------------------------------------- times that the text has


def timed(*starts_ms: int | None) -> tuple[Turn, ...]:
    return tuple(
        builders.turn(f"u{index}", "fire ord i hver", None).model_copy(update={"start_ms": start})
        for index, start in enumerate(starts_ms)
    )


@pytest.mark.parametrize(
    ("given_ms", "expected", "past", "marked"),
    [
        ((0, 5_000, 9_000), [(0, 5_000), (5_000, 9_000), (9_000, 60_000)], 0, 0),
        ((0, None, 10_000), [(0, 5_000), (5_000, 10_000), (10_000, 60_000)], 0, 0),
        ((None, 4_000), [(0, 4_000), (4_000, 60_000)], 0, 0),
        ((0, None, 50_000), [(0, 25_000), (25_000, 50_000), (50_000, 60_000)], 0, 1),
        ((0, 30_000, 70_000), [(0, 30_000), (30_000, 45_000), (45_000, 60_000)], 1, 1),
    ],
)
def test_a_text_keeps_its_times_and_turns_without_one_lie_between(
    given_ms: tuple[int | None, ...], expected: list[tuple[int, int]], past: int, marked: int
) -> None:
    laid = between(timed(*given_ms), 60_000)
    assert [(turn.start_ms, turn.end_ms) for turn in laid.turns] == expected
    assert (laid.past, len(laid.marks)) == (past, marked)


def test_times_of_words_are_kept_too() -> None:
    turns = (builders.turn("u1", "Ja, det er det.", 1_000), builders.turn("u2", "Fint.", 4_000))
    assert between(turns, 60_000).turns == turns
