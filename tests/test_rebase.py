"""Spans over edits, drawn: what stands between ‹ and › is the span, before and after."""

import pytest

from pipeline.artefacts.span import Span
from pipeline.rebase import align, fold, rebase, rebase_merge, rebase_split


def read(picture: str) -> tuple[str, Span]:
    """A text and the span drawn in it."""
    start = picture.index("‹")
    end = picture.index("›") - 1
    return picture.replace("‹", "").replace("›", ""), Span(turn_id="t1", start=start, end=end)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hun heter ‹Berit› nå", "ja hun heter ‹Berit› nå"),
        ("hun heter ‹Berit› nå", "hun heter ‹Berit›"),
        ("hun heter ‹Berit›, nå", "Hun heter ‹Berit›. Nå"),
        ("hun heter ‹Berit Dahl› nå", "hun, altså, heter ‹Berit Dahl› nå"),
        ("på ‹Tøyen› skole", "på «‹Tøyen›»-skole"),
        ("på ‹Tøy›en skole", "oppe på ‹Tøy›en skole"),
        ("på T‹øye›n skole", "på Ensjø, T‹øye›n skole"),
        ("en ‹👩‍🏫› og 🇳🇴", "og en ‹👩‍🏫› og en 🇳🇴"),
        ("a ‹e\u0328v› b", "å a ‹e\u0328v› b"),
        ("vi ‹› nei", "ja da vi ‹› nei"),
        ("‹ja nei›", "‹ja nei› ja nei"),
        ("det‹ var ›fint", "nei det‹ var ›fint"),
    ],
)
def test_a_span_whose_words_are_unchanged_moves_with_them(before: str, after: str) -> None:
    (old, anchor), (new, expected) = read(before), read(after)
    moved = rebase(anchor, old, new)
    assert (moved.span, moved.look_again) == (expected, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hun heter ‹Berit Dahl› nå", "hun heter ‹Kari Dahl› nå"),
        ("hun heter ‹Berit› nå", "hun heter ‹Kari Anne› nå"),
        ("hun heter ‹Berit Anne› nå", "hun heter ‹Kari› nå"),
        ("hun heter ‹Berit› nå", "hun heter ‹berit› nå"),
        ("hun heter ‹Ber›it nå", "hun heter ‹Berg› nå"),
        ("hun heter ‹Berit› nå", "hun heter‹› nå"),
        ("‹Berit› sa det", "‹›sa det"),
        ("sa ‹Berit›", "sa‹›"),
        ("‹Berit›", "‹›"),
        ("hun ‹heter Berit› nå", "hun ‹heter egentlig Berit› nå"),
        ("og ‹Berit Dahl›", "men ‹Kari Dahl›"),
        ("sa ‹Berit.›", "sa ‹Berit,›"),
        ("ja ja ‹ja› nei", "ja ja‹› nei"),
    ],
)
def test_a_span_whose_words_changed_covers_what_stands_there_and_asks_to_be_looked_at(
    before: str, after: str
) -> None:
    (old, anchor), (new, expected) = read(before), read(after)
    moved = rebase(anchor, old, new)
    assert (moved.span, moved.look_again) == (expected, True)


@pytest.mark.parametrize(
    ("picture", "at", "turn", "quote", "look_again"),
    [
        ("‹ja da› nei", 5, "t1", "ja da", False),
        ("ja da ‹nei›", 5, "t2", "nei", False),
        ("ja ‹da nei men› så", 6, "t2", "nei men", True),
        ("‹ja da nei› men så", 6, "t1", "ja da", True),
        ("‹ja vi› da", 3, "t1", "ja", True),
        ("ja‹› da", 2, "t1", "", False),
        ("ja ‹barnehage›n", 8, "t1", "barne", True),
    ],
)
def test_a_span_over_a_split_stays_with_the_half_that_holds_more_of_it(
    picture: str, at: int, turn: str, quote: str, look_again: bool
) -> None:
    text, anchor = read(picture)
    moved = rebase_split(anchor, text, at, "t2")
    half = {"t1": text[:at].rstrip(), "t2": text[at:].lstrip()}[moved.span.turn_id]
    assert moved.span.turn_id == turn
    assert half[moved.span.start : moved.span.end] == quote
    assert moved.look_again is look_again


@pytest.mark.parametrize(("left", "start"), [("ja", 6), ("", 3)])
def test_a_span_over_a_merge_moves_by_the_left_text_and_the_space(left: str, start: int) -> None:
    _, anchor = read("så ‹nei›")
    moved = rebase_merge(anchor, left, "så nei", "t0")
    assert (moved.span, moved.look_again) == (Span(turn_id="t0", start=start, end=start + 3), False)


@pytest.mark.parametrize(
    ("old", "new", "picture"),
    [
        ("hun bor i Oslo", "hun bor i Oslo", "====   "),
        ("hun bor i Oslo", "Hun bor, i Bergen", "~~=    "),
        ("ja ja nei", "ja nei", "= ="),
        ("ja", "", ""),
        ("og så og så", "så og så", " ==="),
    ],
)
def test_tokens_are_matched_equal_first_and_then_without_case_and_punctuation(
    old: str, new: str, picture: str
) -> None:
    matches = {match.old: "=" if match.same else "~" for match in align(old.split(), new.split())}
    drawn = "".join(matches.get(index, " ") for index in range(len(old.split())))
    assert drawn.rstrip() == picture.rstrip()


def test_punctuation_alone_is_not_folded_away() -> None:
    assert (fold("Ja,"), fold("..."), fold("(LER)")) == ("ja", "...", "ler")
