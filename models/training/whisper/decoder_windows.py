"""What the decoder is trained on: full windows of several utterances, encoded once and used many times.

Targets are what Whisper itself writes: every utterance with its start and end; one that the window's end
cuts off is left to the next window.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from .augment import blank, lay, masked, recorded
from .corpus import Corpus, Utterance
from .network import Network
from .sound import BANDS, FRAMES_PER_S, Array
from .targets import (
    Misreader,
    Target,
    TargetBatch,
    collate,
    pieces,
    prompt_tokens,
    prompted,
    stamp_piece,
    target,
)
from .tokens import STAMP_S, Vocabulary

WINDOW = 3000  # frames
CLEAN = 0.3  # part without channel, and without noise
MASKED = 0.3
MISREAD = 0.1
STAMPED, PROMPTED = 0.85, 0.2


@dataclass(frozen=True)
class Said:
    """An utterance that lies wholly in a window."""

    start: float  # s
    utterance: Utterance

    @property
    def end(self) -> float:
        """In seconds."""
        return self.start + self.utterance.seconds


@dataclass(frozen=True)
class Window:
    """A window of 30 s and what is said in it."""

    said: tuple[Said, ...]
    cut_off: float | None  # start of an utterance that goes on after the window, s
    mel: Array = field(repr=False)  # frames × 80, normalised


@dataclass(frozen=True)
class Heard:
    """A window and its encoder outputs, 1500 × width, bfloat16."""

    window: Window
    audio: Tensor = field(repr=False)


@dataclass(frozen=True)
class HeardBatch:
    """Windows and targets of one step."""

    audio: Tensor  # batch × encoder frames × width
    targets: TargetBatch


class WindowMaker:
    """Draws windows: utterances of one or two voices with pauses, through a random recorder."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self._corpus = corpus
        self._rng = np.random.default_rng(seed)
        self._draw = random.Random(seed)

    def window(self) -> Window:
        """A window; some hold a short recording and end in padding."""
        rng, draw = self._rng, self._draw
        voices = self._corpus.voices(draw, 2)
        gains = (0.0, -float(rng.uniform(-0.3, 0.6)))
        kind = rng.random()
        wanted = 1 if kind < 0.2 else 2 if kind < 0.3 else 3 if kind < 0.38 else None
        low, high = (0, 12) if rng.random() < 0.35 else (12, 80)
        at, end, who = int(rng.uniform(low, high)), 0, 0
        canvas, said, cut_off = blank(WINDOW), list[Said](), None
        while at <= WINDOW - 20 and (wanted is None or len(said) < wanted):
            who = 1 - who if rng.random() < 0.45 else who
            utterance = draw.choice(self._corpus.by_voice(voices[who]))
            if not said and wanted != 1 and rng.random() < 0.12:  # begins inside a sentence
                utterance = utterance.tail(draw.randrange(len(utterance.words)))
            lay(canvas, self._corpus.mel(utterance) + gains[who], at)
            end = at + utterance.frames
            if end > WINDOW - 4:
                cut_off = at / FRAMES_PER_S
                break
            said.append(Said(at / FRAMES_PER_S, utterance))
            low, high = (25, 80) if rng.random() < 0.9 else (80, 250)
            at = end + int(rng.uniform(low, high))
        limit = WINDOW
        if cut_off is None:
            low, high = (5, 60) if rng.random() < 0.7 else (60, 400)
            limit = min(WINDOW, end + int(rng.uniform(low, high)))
        mel = recorded(canvas[:limit], rng, CLEAN)
        if rng.random() < MASKED:
            mel = masked(mel, rng)
        padding = np.zeros((WINDOW - limit, BANDS), np.float32)
        return Window(tuple(said), cut_off, np.concatenate([mel, padding]))


class Pool:
    """Encoded windows, the oldest replaced by new ones while training goes on."""

    def __init__(self, maker: WindowMaker, network: Network, size: int) -> None:
        self._maker, self._network, self._size = maker, network, size
        self._heard: list[Heard] = []
        self._oldest = 0

    def __len__(self) -> int:
        return len(self._heard)

    @property
    def is_full(self) -> bool:
        """Whether new windows replace old ones."""
        return len(self._heard) >= self._size

    @torch.no_grad()
    def renew(self, count: int) -> None:
        """Make and encode new windows."""
        windows = [self._maker.window() for _ in range(count)]
        mel = torch.from_numpy(np.stack([window.mel.T for window in windows]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            audio = self._network.encode(mel, torch.zeros(count, dtype=torch.long)).to(torch.bfloat16)
        for window, outputs in zip(windows, audio, strict=True):
            heard = Heard(window, outputs.clone())
            if self.is_full:
                self._heard[self._oldest] = heard
                self._oldest = (self._oldest + 1) % self._size
            else:
                self._heard.append(heard)

    def draw(self, draw: random.Random, count: int) -> list[Heard]:
        """Any windows; one may come twice."""
        return draw.choices(self._heard, k=count)


class Targets:
    """Writes the token sequences of windows."""

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary, seed: int) -> None:
        self._corpus, self._vocabulary = corpus, vocabulary
        self._rng = np.random.default_rng(seed)
        self._draw = random.Random(seed)
        self._misread = Misreader(corpus.utterances, MISREAD, self._rng, self._draw)

    def batch(self, heard: Sequence[Heard], most: int | None) -> HeardBatch:
        """A batch in which each window is written out for at most `most` utterances.

        Such a short target needs only the beginning of the sound.
        """
        after_prompt = self._rng.random() < PROMPTED
        targets = [self.target(one.window, most, after_prompt=after_prompt) for one in heard]
        audio = torch.stack([one.audio for one in heard])
        if most is not None:
            end = max(one.window.said[:most][-1].end for one in heard)
            audio = audio[:, : int(end / STAMP_S) + 60]
        return HeardBatch(audio, collate(targets, self._vocabulary))

    def target(self, window: Window, most: int | None, *, after_prompt: bool) -> Target:
        """The sequence of a window; one that is left early has no end."""
        stamped = self._rng.random() < STAMPED
        ended = most is None or most >= len(window.said)
        body = []
        for said in window.said[:most]:
            text = pieces(said.utterance.tokens, said.utterance.spans, said.start)
            if stamped:
                text = [stamp_piece(max(0.0, said.start - 0.02)), *text, stamp_piece(said.end)]
            body += text
        if stamped and ended and window.cut_off is not None:
            body.append(stamp_piece(max(0.0, window.cut_off - 0.02)))
        written = target(body, stamped=stamped, ended=ended, misread=self._misread)
        return prompted(written, self._prompt() if after_prompt else [])

    def _prompt(self) -> list[int]:
        before = [self._draw.choice(self._corpus.utterances) for _ in range(int(self._rng.integers(1, 8)))]
        return prompt_tokens(before, self._rng, stamped=True, latest=20, longest=(30, 100))
