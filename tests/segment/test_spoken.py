"""Talk as words that carry content, in any written form."""

import pytest

from pipeline.segment.spoken import INTRODUCTION, content_words

WORDS = [
    ("Ka du meine om skulen, [Person 3]?", ("skolen",)),
    ("Kan du si litt om det?", ()),
    ("Æ veit itj ka dokker har på gården.", ("veit", "gården")),
    ("Hvem er du?", (INTRODUCTION,)),
    ("Kem e du, da?", (INTRODUCTION,)),
    ("Kan du fortelje litt om deg sjølv og hagen?", ("hagen", INTRODUCTION)),
    ("Vil du presentere deg?", ("presentere", INTRODUCTION)),
    ("Hvem er dirigenten?", ("dirigenten",)),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_small_words_go_and_what_is_asked_in_them_stays(text: str, expected: tuple[str, ...]) -> None:
    assert content_words(text) == expected
