"""Where somebody speaks."""

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline.artefacts.sound import open_sound
from pipeline.transcribe import voice_activity
from pipeline.weights import installed


@pytest.fixture(scope="module")
def model() -> Path:
    weights = installed()
    return weights.locate(weights.find("silero-vad"))


def write(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def test_the_sample_has_an_utterance_for_each_of_its_sentences(sample_sound: Path, model: Path) -> None:
    sound = open_sound(sample_sound)
    found = voice_activity.stretches(voice_activity.probabilities(sound, model), sound.duration_ms)
    assert len(found) == 34
    assert all(one.end_ms <= after.start_ms for one, after in pairwise(found))


@pytest.mark.parametrize("level", [0.0, 1e-3, 0.05])
def test_silence_and_noise_are_no_speech(tmp_path: Path, model: Path, level: float) -> None:
    noise = np.random.default_rng(1).standard_normal(16_000 * 30).clip(-3, 3) / 3 * level
    sound = open_sound(write(tmp_path / "stille.wav", noise))
    assert voice_activity.stretches(voice_activity.probabilities(sound, model), sound.duration_ms) == ()


def test_the_border_of_a_block_changes_nothing(
    sample_sound: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = open_sound(sample_sound)
    whole = voice_activity.probabilities(sound, model)
    monkeypatch.setattr(voice_activity, "BLOCK_MS", 3_200)
    assert np.allclose(voice_activity.probabilities(sound, model), whole, atol=1e-4)


def test_progress_ends_at_the_length_of_the_sound(sample_sound: Path, model: Path) -> None:
    told: list[int] = []
    sound = open_sound(sample_sound)
    voice_activity.probabilities(sound, model, told.append)
    assert told[-1] == pytest.approx(sound.duration_ms, abs=1)


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("", []),
        ("....", []),
        ("....########....", [(28, 484)]),
        ("########..########", [(0, 576)]),  # a pause of 64 ms is no pause
        ("########" + "." * 12 + "########", [(0, 356), (540, 896)]),  # one of 384 ms is
        ("...##....", []),  # a click is no speech
    ],
)
def test_stretches_as_pictures(picture: str, expected: list[tuple[int, int]]) -> None:
    probability = np.array([0.9 if mark == "#" else 0.0 for mark in picture], np.float32)
    found = voice_activity.stretches(probability, len(picture) * 32)
    assert [(one.start_ms, one.end_ms) for one in found] == expected
