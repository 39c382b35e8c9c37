"""Lemmas, and how alike two texts are by them."""

import pytest

from pipeline.segment.spoken import content_lemmas
from pipeline.segment.wording import likeness, nearest, rarity

LEMMAS = [
    ("Hva slags oppgaver har du på dugnadene?", ("oppgave", "dugnad")),
    ("Kva slags oppgåver har du?", ("oppgåve",)),
    ("[Person 1] luker i barnehagen.", ("luke", "barnehage")),
    ("Kan du si litt om det?", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), LEMMAS)
def test_words_that_carry_content_become_lemmas(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(content_lemmas(text)) == expected


NEAREST = [
    ("oppgåve", "oppgave"),
    ("utdanning", "grunnutdanning"),
    ("oppgave", "oppgave"),
    ("gave", "gave"),
    ("kvalitet", "kvalitet"),
]


@pytest.mark.parametrize(("word", "expected"), NEAREST)
def test_a_word_stands_for_the_lemma_that_is_nearest_or_for_itself(word: str, expected: str) -> None:
    assert nearest(word, ["oppgave", "grunnutdanning", "møte"]) == expected


def test_texts_are_as_alike_as_the_rare_words_they_share() -> None:
    texts = [("møte", "leder"), ("møte", "lojalitet"), ("møte", "lojalitet", "leder")]
    weights = rarity(texts)
    assert likeness(texts[0], texts[0], weights) == pytest.approx(1.0)
    assert likeness(texts[0], texts[1], weights) < likeness(texts[0], texts[2], weights) < 1
    assert likeness(("ferie",), texts[0], weights) == 0.0
