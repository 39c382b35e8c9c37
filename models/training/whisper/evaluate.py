"""Word and character error rates of a checkpoint on WAV files with a true transcript beside them."""

from __future__ import annotations

import difflib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.artefacts.sound import Sound, open_sound
from pipeline.transcribe.voice_activity import probabilities, stretches
from pipeline.transcribe.windows import Window, cut

LONGEST_MS = 30_000

TimedWord = tuple[str, float]  # normalised word and its start in s


@dataclass(frozen=True)
class Reading:
    """What a model read in one file, beside what is true."""

    truth: str  # normalised
    text: str  # normalised
    start_errors: tuple[float, ...]  # of the words that both have, s
    sound_s: float
    used_s: float


def normalised(text: str) -> str:
    """Lower case, no punctuation, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s-]", " ", text.lower())).strip()


def evaluate(
    paths: Sequence[Path], model: Path, *, voice_activity: Path, join: bool, beam: int | None
) -> None:
    """Print the figures of each file, and of all.

    Args:
        paths: 16 kHz WAV files, each with a `.json` of the same name beside it (see `interviews`).
        model: a checkpoint of Whisper.
        voice_activity: Silero's network, which finds the utterances.
        join: fill windows of 30 s with several utterances; otherwise one utterance a window.
        beam: width of the search; none is greedy.
    """
    import whisper

    weights = whisper.load_model(str(model), device="cpu")
    readings = []
    for path in paths:
        sound = open_sound(path)
        probability = probabilities(sound, voice_activity)
        speech = stretches(probability, sound.duration_ms)
        windows = cut(speech, probability, longest_ms=LONGEST_MS, join=join)
        turns = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["segments"]
        readings.append(read(sound, windows, turns, weights, beam=beam))
        print(f"{path.stem}: {figures(readings[-1:])}", flush=True)
    print(f"all: {figures(readings)}", flush=True)


def read(
    sound: Sound, windows: Sequence[Window], turns: Sequence[dict[str, Any]], model: Any, *, beam: int | None
) -> Reading:
    """Let a loaded model read the windows of a sound, of which the turns are true."""
    begin = time.monotonic()
    texts: list[str] = []
    words: list[TimedWord] = []
    for window in windows:
        result = model.transcribe(
            sound.mono(window.start_ms, window.end_ms),
            language="no",
            temperature=0.0,
            beam_size=beam,
            word_timestamps=True,
            fp16=False,
        )
        for segment in result["segments"]:
            texts.append(segment["text"])
            words += _timed(segment["words"], window.start_ms / 1000)
    used = time.monotonic() - begin
    return Reading(
        normalised(" ".join(turn["text"] for turn in turns)),
        normalised(" ".join(texts)),
        start_errors([word for turn in turns for word in _timed(turn["words"], 0.0)], words),
        sound.duration_ms / 1000,
        used,
    )


def _timed(words: Sequence[dict[str, Any]], at: float) -> list[TimedWord]:
    return [(normalised(word["word"]), at + float(word["start"])) for word in words]


def start_errors(truth: Sequence[TimedWord], read: Sequence[TimedWord]) -> tuple[float, ...]:
    """How far the starts of common words lie apart, in s."""
    matcher = difflib.SequenceMatcher(None, [w for w, _ in truth], [w for w, _ in read], autojunk=False)
    return tuple(
        abs(truth[block.a + i][1] - read[block.b + i][1])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    )


def figures(readings: Sequence[Reading]) -> str:
    """Error rates over all the words of some readings, their word times and speed in one line."""
    import jiwer

    truth, text = [reading.truth for reading in readings], [reading.text for reading in readings]
    errors = [error for reading in readings for error in reading.start_errors] or [float("nan")]
    speed = sum(reading.used_s for reading in readings) / sum(reading.sound_s for reading in readings)
    return (
        f"WER {jiwer.wer(truth, text):.3f}, CER {jiwer.cer(truth, text):.3f}, "
        f"word starts off by {np.median(errors):.2f} s (90 %: {np.quantile(errors, 0.9):.2f} s), "
        f"real-time factor {speed:.2f}"
    )
