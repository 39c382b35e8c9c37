"""Voices told apart: made-up voices, each a buzz with its own pitch and its own throat."""

import wave
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.artefacts.sound import RATE_HZ, Sound, open_sound
from pipeline.artefacts.transcript import Stretch
from pipeline.transcribe.speakers import Voice, tell_apart

#: Pitch in Hz, and where the resonances of the throat lie in vowels, as a factor.
PEOPLE = ((110.0, 1.0), (205.0, 1.18), (150.0, 0.84), (260.0, 1.38))
#: First three formants of some vowels, in Hz.
VOWELS = ((300, 2200, 2900), (650, 1080, 2500), (400, 750, 2300), (500, 1700, 2500), (280, 1700, 2100))

Samples = NDArray[np.float64]
#: Who speaks, and for how long in ms; None is silence.
Talk = Sequence[tuple[int | None, int]]


def buzz(who: int, ms: int, draw: np.random.Generator) -> Samples:
    """Something like vowels, eight a second, of one person."""
    middle, throat = PEOPLE[who]
    sound = []
    for _ in range(ms // 125):
        pitch = middle * draw.normal(1, 0.05)
        tone = np.arange(1, int(6000 / pitch)) * pitch
        formants = VOWELS[draw.integers(len(VOWELS))]
        strength = sum(1 / (1 + ((tone - throat * formant) / 110) ** 2) for formant in formants)
        time = np.arange(RATE_HZ // 8) / RATE_HZ
        wave_form = (strength[:, None] * np.sin(2 * np.pi * tone[:, None] * time)).sum(axis=0)
        sound.append(wave_form / np.abs(wave_form).max() * draw.uniform(0.2, 0.4))
    return np.concatenate(sound)


def record(path: Path, talk: Talk, *, own_channels: bool = False) -> tuple[Sound, tuple[Stretch, ...]]:
    """The talk with a little hiss as `audio.wav`, and its stretches of speech; in stereo on own channels."""
    draw = np.random.default_rng(7)
    pieces, speech, at = [], [], 0
    for who, ms in talk:
        piece = np.zeros((ms * RATE_HZ // 1000, 2 if own_channels else 1))
        if who is not None:
            piece[:] = 0.05 * buzz(who, ms, draw)[:, None]
            piece[:, who if own_channels else 0] *= 20
            if speech and speech[-1].end_ms == at:
                speech[-1] = Stretch(start_ms=speech[-1].start_ms, end_ms=at + ms)
            else:
                speech.append(Stretch(start_ms=at, end_ms=at + ms))
        pieces.append(piece)
        at += ms
    sound = np.concatenate(pieces)
    sound += draw.normal(0, 0.002, sound.shape)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(sound.shape[1])
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return open_sound(path), tuple(speech)


def conversation(*people: int, rounds: int = 6) -> list[tuple[int | None, int]]:
    """Everybody in turn, a second's pause after each."""
    lengths = (2000, 6000, 3500, 8000)
    return [
        part
        for number in range(rounds)
        for place, who in enumerate(people)
        for part in ((who, lengths[(number + place) % 4]), (None, 1000))
    ]


def right(talk: Talk, found: Sequence[Voice]) -> float:
    """The share of spoken time with the right voice; people are numbered by first appearance, as voices."""
    number: dict[int, int] = {}
    at, good, all_of_it = 0, 0, 0
    for who, ms in talk:
        if who is not None:
            me = number.setdefault(who, len(number))
            mine = (max(0, min(v.end_ms, at + ms) - max(v.start_ms, at)) for v in found if v.voice == me)
            good += sum(mine)
            all_of_it += ms
        at += ms
    return good / all_of_it


@pytest.mark.parametrize("people", [(0, 1), (1, 0), (1, 2), (0, 1, 2), (3, 0, 2, 1)])
def test_people_who_take_turns_are_told_apart(people: tuple[int, ...], tmp_path: Path) -> None:
    talk = conversation(*people)
    found = tell_apart(*record(tmp_path / "a.wav", talk), len(people))
    assert right(talk, found) >= 0.95


@pytest.mark.parametrize("people", [(0,), (0, 1), (0, 1, 2)])
def test_how_many_there_are_is_found(people: tuple[int, ...], tmp_path: Path) -> None:
    talk = conversation(*people, rounds=8)
    found = tell_apart(*record(tmp_path / "a.wav", talk), None)
    assert {voice.voice for voice in found} == set(range(len(people)))
    assert right(talk, found) >= 0.95


def test_a_voice_that_takes_over_without_a_pause_is_heard(tmp_path: Path) -> None:
    talk = [part for part in conversation(0, 1) if part[0] is not None]
    sound, speech = record(tmp_path / "a.wav", talk)
    assert len(speech) == 1
    assert right(talk, tell_apart(sound, speech, 2)) >= 0.95


def test_a_channel_each_settles_the_matter_for_voices_that_are_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "PEOPLE", (PEOPLE[0], PEOPLE[0]))
    talk = conversation(0, 1)
    found = tell_apart(*record(tmp_path / "a.wav", talk, own_channels=True), None)
    assert right(talk, found) >= 0.98
    assert min(voice.confidence for voice in found) > 0.9


def test_the_stretches_cover_the_speech_and_nothing_else(tmp_path: Path) -> None:
    sound, speech = record(tmp_path / "a.wav", conversation(0, 1, 0, 2))
    found = tell_apart(sound, speech, 3)
    covered: list[tuple[int, int]] = []
    for voice in found:
        assert 0 <= voice.confidence <= 1
        if covered and covered[-1][1] == voice.start_ms:
            covered[-1] = (covered[-1][0], voice.end_ms)
        else:
            covered.append((voice.start_ms, voice.end_ms))
    assert covered == [(stretch.start_ms, stretch.end_ms) for stretch in speech]
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(found))


def test_the_same_sound_gives_the_same_voices(tmp_path: Path) -> None:
    sound, speech = record(tmp_path / "a.wav", conversation(0, 1, 2))
    assert tell_apart(sound, speech, None) == tell_apart(sound, speech, None)


def test_voices_are_numbered_in_the_order_in_which_they_are_heard(tmp_path: Path) -> None:
    found = tell_apart(*record(tmp_path / "a.wav", conversation(2, 0, 1)), 3)
    assert list(dict.fromkeys(voice.voice for voice in found)) == [0, 1, 2]


def test_no_speech_is_nobody(tmp_path: Path) -> None:
    sound, _ = record(tmp_path / "a.wav", [(None, 1000)])
    assert tell_apart(sound, (), None) == ()


@pytest.mark.parametrize("voices", [None, 2])
@pytest.mark.parametrize("ms", [40, 500, 30_000])
def test_silence_that_is_taken_for_speech_is_one_voice_in_doubt(
    ms: int, voices: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(bytes(2 * RATE_HZ * 31))
    [found] = tell_apart(open_sound(path), (Stretch(start_ms=100, end_ms=100 + ms),), voices)
    assert (found.start_ms, found.end_ms, found.voice, found.confidence) == (100, 100 + ms, 0, 0)


def test_speech_to_the_very_end_of_the_sound(tmp_path: Path) -> None:
    sound, speech = record(tmp_path / "a.wav", [(0, 3000), (None, 500), (1, 3000)])
    beyond = (speech[0], Stretch(start_ms=speech[1].start_ms, end_ms=speech[1].end_ms + 15))
    assert tell_apart(sound, beyond, 2)[-1].end_ms == sound.duration_ms + 15


@pytest.mark.parametrize("voices", [0, 5, -1])
def test_one_to_four_voices_can_be_asked_for(voices: int, tmp_path: Path) -> None:
    sound, speech = record(tmp_path / "a.wav", [(0, 1000)])
    with pytest.raises(ValueError, match="1 to 4"):
        tell_apart(sound, speech, voices)
