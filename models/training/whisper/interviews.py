"""Spoken interviews with a true transcript: some to evaluate on, and the sample that the project ships."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .grammar import written
from .sound import RATE_HZ, Array, write_wav
from .speech import Manner, Speaker, Spoken
from .synthesis import VOICES

LOUDNESS = 0.08  # root mean square of each utterance
SAMPLE_MANNERS = {"I": Manner("m3", 150, 42), "R": Manner("f2", 158, 58)}
SAMPLE_NAMES = {"I": "Intervjuer", "R": "Informant"}
SAMPLE_BAND_HZ = (120, 7000)
SAMPLE_COPIES = {".mp3": "libmp3lame", ".wma": "wmav2"}  # ffmpeg's names of the encoders


@dataclass(frozen=True)
class Line:
    """What somebody says, marked."""

    speaker: str
    sentence: str


@dataclass(frozen=True)
class Room:
    """How the lines of an interview follow each other."""

    pause: tuple[float, float]  # shortest and longest, s
    noise_db: float  # relative to full scale
    lead: float = 0.6  # silence before the first line, s
    seed: int = 0


@dataclass(frozen=True)
class Interview:
    """A spoken interview."""

    samples: Array = field(repr=False)
    turns: tuple[dict[str, Any], ...]  # speaker, start, end, text, words; times in s


def speak(lines: Sequence[Line], manners: Mapping[str, Manner], room: Room) -> Interview:
    """Speak the lines one after another, each speaker in their manner."""
    rng = np.random.default_rng(room.seed)
    speaker = Speaker()
    parts = [np.zeros(int(room.lead * RATE_HZ), np.float32)]
    turns = []
    for line in lines:
        said = speaker.say(line.sentence, manners[line.speaker])
        start = sum(len(part) for part in parts) / RATE_HZ
        turns.append(_turn(line.speaker, said, start))
        level = float(np.sqrt(np.mean(said.samples**2))) or 1.0
        pause = np.zeros(int(rng.uniform(*room.pause) * RATE_HZ), np.float32)
        parts += [said.samples * (LOUDNESS / level), pause]
    clean = np.concatenate(parts)
    noise = rng.standard_normal(len(clean)).astype(np.float32) * 10 ** (room.noise_db / 20)
    return Interview(_limited(clean + noise), tuple(turns))


def write_evaluation(sentences: Sequence[str], folder: Path, *, count: int, each: int, seed: int) -> None:
    """Write `interview_0.wav` and `.json` and so on, each of `each` sentences in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    for number in range(count):
        block = sentences[number * each : (number + 1) * each]
        variants = rng.sample(VOICES, 2)
        manners = {
            who: Manner(variant, rng.randint(140, 170), rng.randint(40, 60))
            for who, variant in zip("AB", variants, strict=True)
        }
        lines = [Line(rng.choice("AB"), sentence) for sentence in block]
        noise_db = rng.choice([-60.0, -50.0, -42.0])
        interview = speak(lines, manners, Room(pause=(0.3, 0.9), noise_db=noise_db, seed=number))
        stem = folder / f"interview_{number}"
        write_wav(stem.with_suffix(".wav"), interview.samples)
        _write_json(stem.with_suffix(".json"), {"segments": interview.turns})


def write_sample(script: str, folder: Path, *, name: str, known: Collection[str] = ()) -> None:
    """Write the sample interview as WAV, MP3 and WMA (by ffmpeg) with its true transcript in JSON.

    Args:
        script: lines `I: …` (interviewer) and `R: …` (respondent), marked; other lines are remarks.
        folder: where to.
        name: of the files, without suffix.
        known: marked sentences of the training; none of the script may be among them.

    Raises:
        ValueError: a sentence of the script is among the known ones.
    """
    lines = [Line(row[0], row[3:].strip()) for row in script.splitlines() if row[:2] in ("I:", "R:")]
    trained = {written(sentence) for sentence in known}
    clash = [line.sentence for line in lines if written(line.sentence) in trained]
    if clash:
        raise ValueError(f"the model was trained on sentences of the script: {clash}")
    interview = speak(lines, SAMPLE_MANNERS, Room(pause=(0.35, 0.7), noise_db=-52.0, lead=0.5, seed=1))
    samples = _through_dictaphone(interview.samples)
    folder.mkdir(parents=True, exist_ok=True)
    wav = folder / f"{name}.wav"
    write_wav(wav, samples)
    for suffix, codec in SAMPLE_COPIES.items():
        options = ["-map_metadata", "-1", "-c:a", codec, "-b:a", "48k"]
        copy = str(wav.with_suffix(suffix))
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(wav), *options, copy], check=True)
    speakers = {
        who: {
            "name": SAMPLE_NAMES[who],
            "voice": f"espeak-ng nb+{manner.variant}",
            "speed": manner.speed,
            "pitch": manner.pitch,
        }
        for who, manner in SAMPLE_MANNERS.items()
    }
    reference = {
        "audio": wav.name,
        "language": "no",
        "sample_rate": RATE_HZ,
        "duration": round(len(samples) / RATE_HZ, 2),
        "speakers": speakers,
        "segments": interview.turns,
    }
    _write_json(wav.with_suffix(".json"), reference)


def _turn(speaker: str, said: Spoken, at: float) -> dict[str, Any]:
    """A turn of the true transcript; `at` is its start in s."""
    ends = (*said.starts[1:], said.duration)
    return {
        "speaker": speaker,
        "start": round(at, 2),
        "end": round(at + said.duration, 2),
        "text": " ".join(said.written),
        "words": [
            {"word": word, "start": round(at + start, 2), "end": round(at + end, 2)}
            for word, start, end in zip(said.written, said.starts, ends, strict=True)
        ],
    }


def _through_dictaphone(samples: Array) -> Array:
    """The samples with the band limits of a small recorder."""
    from scipy.signal import butter, sosfilt

    band = butter(2, SAMPLE_BAND_HZ, btype="band", fs=RATE_HZ, output="sos")
    return _limited(sosfilt(band, samples))


def _limited(samples: Array) -> Array:
    return np.clip(samples, -0.99, 0.99).astype(np.float32)


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
