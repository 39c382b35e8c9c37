"""Windows hold all the speech, none is too long, and none overlaps another."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts.transcript import Stretch
from pipeline.transcribe.windows import CHUNK_MS, LONGEST_PAUSE_MS, Window, cut


def probability(until_ms: int, weak_at_ms: int | None = None) -> np.ndarray:
    values = np.full(until_ms // CHUNK_MS + 1, 0.9, np.float32)
    if weak_at_ms is not None:
        values[weak_at_ms // CHUNK_MS] = 0.4
    return values


def stretch(start_ms: int, end_ms: int) -> Stretch:
    return Stretch(start_ms=start_ms, end_ms=end_ms)


def test_utterances_are_packed_into_windows_at_pauses() -> None:
    speech = [stretch(0, 8_000), stretch(8_500, 20_000), stretch(20_400, 31_000)]
    found = cut(speech, probability(31_000), longest_ms=30_000, join=True)
    assert found == (Window(0, 20_000), Window(20_400, 31_000))


def test_a_model_may_want_one_utterance_a_window() -> None:
    speech = [stretch(0, 2_000), stretch(2_500, 4_000)]
    found = cut(speech, probability(4_000), longest_ms=30_000, join=False)
    assert found == (Window(0, 2_000), Window(2_500, 4_000))


def test_a_long_pause_is_never_inside_a_window() -> None:
    speech = [stretch(0, 2_000), stretch(2_001 + LONGEST_PAUSE_MS, 8_000)]
    assert len(cut(speech, probability(8_000), longest_ms=30_000, join=True)) == 2


def test_an_utterance_that_is_too_long_is_cut_where_the_voice_is_weakest() -> None:
    found = cut([stretch(0, 40_000)], probability(40_000, weak_at_ms=21_000), longest_ms=30_000, join=True)
    assert [window.end_ms for window in found] == [pytest.approx(21_000, abs=CHUNK_MS), 40_000]


@given(
    lengths=st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 70_000)), max_size=12),
    longest_ms=st.integers(2_000, 30_000),
    join=st.booleans(),
    seed=st.integers(0, 99),
)
def test_all_speech_is_in_exactly_one_window(
    lengths: list[tuple[int, int]], longest_ms: int, join: bool, seed: int
) -> None:
    at, speech = 0, []
    for pause, length in lengths:
        speech.append(stretch(at + pause, at + pause + length))
        at += pause + length
    strength = np.random.default_rng(seed).random(at // CHUNK_MS + 2, np.float32)
    found = cut(speech, strength, longest_ms=longest_ms, join=join)
    assert all(0 < window.end_ms - window.start_ms <= longest_ms for window in found)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(found))
    for one in speech:
        inside = sum(
            max(0, min(one.end_ms, window.end_ms) - max(one.start_ms, window.start_ms)) for window in found
        )
        assert inside == one.end_ms - one.start_ms


def test_a_result_belongs_to_its_sound_model_settings_and_range() -> None:
    base = Window(0, 1_000).key("lyd", "modell", "nb", "5")
    others = {
        Window(0, 1_001).key("lyd", "modell", "nb", "5"),
        Window(0, 1_000).key("annen", "modell", "nb", "5"),
        Window(0, 1_000).key("lyd", "modell", "nn", "5"),
        Window(0, 1_000).key("lyd", "modell", "nb", "4"),
    }
    assert len(others | {base}) == 5
