"""Speak a list of sentences into the shards that training reads (see `corpus`)."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .sound import FRAMES_PER_S, RATE_HZ, echo, log_mel
from .speech import Manner, Speaker, Spoken

VOICES = ("m3", "f2")
SPEED, PITCH, SPREAD = (140, 170), (38, 62), (40, 60)  # smallest and largest
ECHOING = 0.1  # part of the sentences that is spoken in a room
SHORTEST_S, LONGEST_S = 0.3, 14.0
SHARD = 1000  # sentences


@dataclass(frozen=True)
class _Job:
    sentences: tuple[str, ...]
    stem: Path
    seed: int


def synthesise(sentences: Sequence[str], folder: Path, *, seed: int, workers: int) -> None:
    """Speak marked sentences in random order into `folder`, `000.npy` and `000.jsonl` and so on."""
    shuffled = list(sentences)
    random.Random(seed).shuffle(shuffled)
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        _Job(tuple(shuffled[first : first + SHARD]), folder / f"{number:03d}", seed * 1000 + number)
        for number, first in enumerate(range(0, len(shuffled), SHARD))
    ]
    frames = 0
    with multiprocessing.Pool(workers) as pool:
        for spoken in pool.imap_unordered(_speak_shard, jobs):
            frames += spoken
            print(f"{frames / FRAMES_PER_S / 3600:.2f} h", flush=True)


def _speak_shard(job: _Job) -> int:
    """Write one shard and return its number of frames."""
    draw, rng = random.Random(job.seed), np.random.default_rng(job.seed)
    speaker = Speaker()
    mels, lines, at = [], [], 0
    for sentence in job.sentences:
        voice = draw.choice(VOICES)
        manner = Manner(voice, draw.randint(*SPEED), draw.randint(*PITCH), draw.randint(*SPREAD))
        said = speaker.say(sentence, manner)
        if not SHORTEST_S * RATE_HZ <= len(said.samples) <= LONGEST_S * RATE_HZ:
            continue
        echoing = rng.random() < ECHOING
        mel = log_mel(echo(said.samples, rng) if echoing else said.samples).astype(np.float16)
        mels.append(mel)
        lines.append(_annotation(said, voice, at, len(mel)))
        at += len(mel)
    np.save(job.stem.with_suffix(".npy"), np.concatenate(mels))
    job.stem.with_suffix(".jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return at


def _annotation(said: Spoken, voice: str, first_frame: int, frames: int) -> str:
    """One line of the `.jsonl`: where the sentence lies in the shard, and its words with start times in s."""
    return json.dumps(
        {
            "voice": voice,
            "first_frame": first_frame,
            "frames": frames,
            "written": said.written,
            "spoken": said.spoken,
            "starts": [round(start, 3) for start in said.starts],
        },
        ensure_ascii=False,
    )
