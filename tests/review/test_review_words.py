"""Words timed anew, drawn: a word with its times is `word@start-end`, `?` after it keeps a probability."""

import pytest

from pipeline.artefacts.transcript import Word
from pipeline.review.words import clean, cut, retime


def read(picture: str) -> tuple[Word, ...]:
    words = []
    for part in picture.split():
        text, _, times = part.partition("@")
        start, _, end = times.rstrip("?").partition("-")
        words.append(
            Word(
                text=text,
                start_ms=int(start) if start else None,
                end_ms=int(end) if end else None,
                probability=0.5 if times.endswith("?") else None,
            )
        )
    return tuple(words)


def draw(words: tuple[Word, ...]) -> str:
    return " ".join(
        word.text
        + ("" if word.start_ms is None else f"@{word.start_ms}-{word.end_ms}")
        + ("" if word.probability is None else "?")
        for word in words
    )


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("hun@100-200? bor@300-400?", "hun bor", "hun@100-200? bor@300-400?"),
        ("hun@100-200? bor@300-400?", "Hun bor.", "Hun@100-200 bor.@300-400"),
        ("hun@100-200? bor@300-400? her@500-600?", "hun sto her", "hun@100-200? sto@300-400 her@500-600?"),
        ("hun@100-200? her@500-600?", "hun bor her", "hun@100-200? bor@200-500 her@500-600?"),
        ("hun@100-200? her@500-600?", "hun bor da her", "hun@100-200? bor@200-380 da@380-500 her@500-600?"),
        ("hun@100-200? bor@300-400? her@500-600?", "hun her", "hun@100-200? her@500-600?"),
        ("hun@100-200?", "ja hun", "ja@0-100 hun@100-200?"),
        ("hun@100-200?", "hun ja", "hun@100-200? ja@200-1000"),
        ("hun@100-200?", "", ""),
        ("", "ja nei", "ja@0-400 nei@400-1000"),
        ("ja@0-100? ja@200-300? nei@400-500?", "ja nei", "ja@0-100? nei@400-500?"),
        ("a@0-400? b@300-500?", "a x b", "a@0-400? x@400-400 b@300-500?"),
    ],
)
def test_only_changed_words_get_new_times_and_they_lie_between_their_neighbours(
    before: str, text: str, after: str
) -> None:
    assert draw(retime(read(before), text, 0, 1000)) == after


def test_a_turn_without_sound_has_words_without_times() -> None:
    assert draw(retime(read("ja nei"), "ja kanskje nei", None, None)) == "ja kanskje nei"


@pytest.mark.parametrize(
    ("at", "left", "right"),
    [
        (2, "ja@0-100?", "barnehagen@200-1200?"),
        (3, "ja@0-100?", "barnehagen@200-1200?"),
        (8, "ja@0-100? barne@200-700", "hagen@700-1200"),
    ],
)
def test_a_cut_goes_between_words_and_shares_out_a_word_that_it_goes_through(
    at: int, left: str, right: str
) -> None:
    assert tuple(map(draw, cut(read("ja@0-100? barnehagen@200-1200?"), at))) == (left, right)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hun \t bor\n\nher\u00a0nå  ", "hun bor her nå"),
        ("a\u030a", "å"),
        ("ja\x00\x07 \x1b[31mnei", "ja [31mnei"),
        ("ja \x00 nei", "ja nei"),
        ("\ufeffja\u200b\u00adnei\u202e", "janei"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("\ud800ja", "ja"),
        (" \n ", ""),
    ],
)
def test_text_is_kept_in_normal_form_with_single_spaces_and_without_control_characters(
    typed: str, kept: str
) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept
