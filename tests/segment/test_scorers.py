"""What every scorer that needs no model must keep."""

import numpy as np
import pytest

from pipeline.segment.scorers import SCORERS

TEXTS = (
    "Hvor selger dere epler?",
    "Kor sel de eplene?",
    "Koret øver på tirsdager.",
    "",
    "Kan du si litt om det?",
    "[Person 3]",
)


@pytest.mark.parametrize("name", [name for name in SCORERS if name != "embeddings"])
def test_a_scorer_gives_cosines_of_all_with_all(name: str) -> None:
    cosines = SCORERS.load(name)().likeness(TEXTS)
    assert cosines.shape == (6, 6)
    assert cosines == pytest.approx(cosines.T)
    assert np.diag(cosines)[:3] == pytest.approx(1.0)
    assert cosines.min() >= -1e-9
    assert cosines.max() <= 1 + 1e-9
    assert not cosines[3:].any()
    assert cosines[0, 1] > cosines[0, 2]


@pytest.mark.parametrize("name", [name for name in SCORERS if name != "embeddings"])
def test_texts_without_words_are_like_nothing(name: str) -> None:
    assert not SCORERS.load(name)().likeness(["", "…"]).any()
