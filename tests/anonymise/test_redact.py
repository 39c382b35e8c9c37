"""Redacted sound: nothing of what was replaced is left in it, and everything else is as it was."""

import os
import stat
import wave
from pathlib import Path
from typing import Any

import builders
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.anonymise import redact as redacting
from pipeline.anonymise.redact import caution, redact, spans_of
from pipeline.artefacts.entity import Mention
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.sound import RATE_HZ, Sound, open_sound
from pipeline.artefacts.transcript import Stretch, Word
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn


def mention(turn_id: str, start: int, end: int, **changes: Any) -> Mention:
    return Mention(
        **{
            "id": f"m-{turn_id}-{start}", "turn_id": turn_id, "start": start, "end": end,
            "type": IdentifierType.PERSON, "entity_id": "e-00000001", "source": "found", "score": 0.9,
            "recogniser": "names", "reason": "anonymise.reason.name",
        }
        | changes
    )  # fmt: skip


def said(*turns: VerifiedTurn, speech: tuple[Stretch, ...] = ()) -> VerifiedTranscript:
    return VerifiedTranscript(interview="intervju-01", language="nb", turns=turns, speech=speech)


def turn(turn_id: str, text: str, start_ms: int | None = 0, **changes: Any) -> VerifiedTurn:
    return VerifiedTurn(**builders.turn(turn_id, text, start_ms, **changes).model_dump())


# ---------------------------------------------------------------------- when something is said


def test_a_mention_is_said_when_its_words_are() -> None:
    verified = said(turn("u1", "Så kom Kari Nordli hjem.", 1000), turn("u2", "Ja, Kari.", 9000))
    assert spans_of(verified, [mention("u1", 7, 18)]) == ((1600, 2200),)
    assert spans_of(verified, [mention("u1", 7, 11), mention("u2", 4, 8)]) == ((1600, 1900), (9300, 9600))


def test_part_of_a_word_is_the_whole_word() -> None:
    assert spans_of(said(turn("u1", "Ja, Karigjengen kom.", 0)), [mention("u1", 4, 8)]) == ((300, 600),)


def test_mentions_that_touch_are_one_stretch_and_rejected_ones_none() -> None:
    verified = said(turn("u1", "Så kom Kari Nordli hjem.", 1000))
    both = [mention("u1", 12, 18), mention("u1", 7, 11)]
    assert spans_of(verified, both) == ((1600, 2200),)
    assert spans_of(verified, [mention("u1", 7, 11, status="rejected")]) == ()
    assert spans_of(verified, [mention("borte", 0, 1)]) == ()


def test_where_a_word_has_no_times_the_whole_turn_is_covered() -> None:
    words = (Word(text="Kari", start_ms=500, end_ms=800), Word(text="Nordli"))
    one = turn("u1", "Kari Nordli", 500, end_ms=4000, words=words)
    assert spans_of(said(one), [mention("u1", 0, 11)]) == ((500, 4000),)
    assert spans_of(said(one), [mention("u1", 0, 4)]) == ((500, 800),)
    moved = one.model_copy(update={"text": "Hun Kari Nordli"})
    assert spans_of(said(moved), [mention("u1", 4, 8)]) == ((500, 4000),)


def test_where_a_turn_has_no_times_all_between_its_neighbours_is_covered() -> None:
    silent = turn("u2", "Kari sa det.", None)
    speech = (Stretch(start_ms=0, end_ms=20_000),)
    before, after = turn("u1", "Ja vel.", 0), turn("u3", "Nei da.", 5000)
    assert spans_of(said(before, silent, after), [mention("u2", 0, 4)]) == ((600, 5000),)
    assert spans_of(said(silent, after), [mention("u2", 0, 4)]) == ((0, 5000),)
    assert spans_of(said(before, silent, speech=speech), [mention("u2", 0, 4)]) == ((600, 20_000),)
    assert spans_of(said(silent), [mention("u2", 0, 4)]) == ()


# ---------------------------------------------------------------------- sound


def noise(path: Path, seconds: float, channels: int = 1) -> Sound:
    samples = np.random.default_rng(1).integers(-20_000, 20_000, (int(seconds * RATE_HZ), channels))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(samples.astype("<i2").tobytes())
    return open_sound(path)


def heard(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path), "rb") as source:
        return np.frombuffer(source.readframes(source.getnframes()), "<i2").reshape(-1, source.getnchannels())


@pytest.mark.parametrize("how", ["tone", "silence"])
@pytest.mark.parametrize("channels", [1, 2])
def test_case_18_nothing_of_the_original_is_left_within_150_ms_and_all_else_is_as_it_was(
    tmp_path: Path, how: Any, channels: int
) -> None:
    sound = noise(tmp_path / "audio.wav", 25, channels)
    before = heard(sound.path)
    made = redact(sound, ((2000, 2500), (9_900, 10_100), (24_900, 40_000)), tmp_path / "ut.wav", how)
    after = heard(tmp_path / "ut.wav")
    assert after.shape == before.shape
    covered = np.zeros(len(before), dtype=bool)
    for start, end in ((1850, 2650), (9750, 10_250), (24_750, 25_000)):
        covered[start * RATE_HZ // 1000 : end * RATE_HZ // 1000] = True
    assert (after[~covered] == before[~covered]).all()
    expected = np.zeros(covered.sum())
    if how == "tone":
        assert 2000 < abs(after[covered]).max() <= 0.1 * 32767
        assert (after[covered] == before[covered]).mean() < 0.01
        assert (after[covered][:, 0] == after[covered][:, -1]).all()
    else:
        assert (after[covered] == expected[:, None]).all()
    assert (made.stretches, made.covered_ms, made.duration_ms) == (3, 1550, 25_000)
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "ut.wav").stat().st_mode) == 0o600


def test_the_tone_does_not_depend_on_what_it_covers_nor_on_how_the_sound_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = noise(tmp_path / "a.wav", 3)
    redact(sound, ((1000, 2000),), tmp_path / "whole.wav")
    monkeypatch.setattr(redacting, "_PIECE_MS", 70)
    redact(sound, ((1000, 2000),), tmp_path / "pieces.wav")
    assert (tmp_path / "whole.wav").read_bytes() == (tmp_path / "pieces.wav").read_bytes()
    quiet = np.zeros((3 * RATE_HZ, 1), dtype="<i2")
    with wave.open(str(tmp_path / "b.wav"), "wb") as out:
        out.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        out.writeframes(quiet.tobytes())
    redact(open_sound(tmp_path / "b.wav"), ((1000, 2000),), tmp_path / "quiet.wav")
    inside = slice(900 * RATE_HZ // 1000, 2100 * RATE_HZ // 1000)
    assert (heard(tmp_path / "quiet.wav")[inside] == heard(tmp_path / "whole.wav")[inside]).all()


def test_a_file_of_nothing_but_samples_is_written(tmp_path: Path) -> None:
    sound = noise(tmp_path / "audio.wav", 1)
    redact(sound, (), tmp_path / "ut.wav")
    data = (tmp_path / "ut.wav").read_bytes()
    assert len(data) == 44 + 2 * RATE_HZ
    assert data == sound.path.read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"spans_ms": ((5, 1),)},
        {"spans_ms": ((-5, 1),)},
        {"margin_ms": 149},
        {"how": "pip"},
        {"target": "audio.wav"},
    ],
)
def test_what_would_protect_too_little_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    sound = noise(tmp_path / "audio.wav", 1)
    before = sound.path.read_bytes()
    given = {"spans_ms": ((0, 1),), "target": "ut.wav"} | wrong
    given["target"] = tmp_path / given["target"]
    with pytest.raises(ValueError, match=r"margin|stretch|itself"):
        redact(sound, **given)
    assert sound.path.read_bytes() == before
    assert not (tmp_path / "ut.wav").exists()


def test_whoever_asks_is_told_that_a_voice_can_be_recognised() -> None:
    assert "Stemmen kan fortsatt kjennes igjen" in caution()
