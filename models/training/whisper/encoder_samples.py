"""What the encoder hears while it is trained: clips, windows of several utterances, and silence.

Targets are one segment a window: the first utterance. Two time stamps after each other end it, as in
Whisper, whose `transcribe` then goes on from there.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from .augment import blank, lay, masked, recorded
from .corpus import Corpus, Span, Utterance
from .sound import BANDS, FRAMES_PER_S, Array
from .targets import (
    Misreader,
    Piece,
    Target,
    TargetBatch,
    collate,
    pieces,
    prompt_tokens,
    prompted,
    stamp_piece,
    target,
)
from .tokens import STAMP_S, Vocabulary, classes

WINDOW = 3000  # frames of a full window
CLEAN, CLEAN_SILENCE = 0.1, 0.15  # part without channel, and without noise


@dataclass(frozen=True)
class Sample:
    """One training window."""

    mel: Array = field(repr=False)  # frames × 80, normalised
    target: Target
    letters: tuple[int, ...]  # classes of all that is said in it
    offset: int = 0  # encoder frame at which it begins


@dataclass(frozen=True)
class SampleBatch:
    """Samples of about equal length."""

    mel: Tensor  # batch × 80 × frames
    offsets: Tensor  # batch
    frames: Tensor  # batch: encoder frames of each
    letters: Tensor  # of all samples, one after another
    n_letters: Tensor  # batch
    targets: TargetBatch


@dataclass(frozen=True)
class _Spoken:
    """Sound and its text before it is recorded."""

    mel: Array
    tokens: Sequence[int]
    spans: Sequence[Span]
    words: Sequence[str]


class EncoderSamples:
    """Draws samples from a corpus.

    Args:
        corpus: what is said.
        seed: of all draws.
        joined: part of the clips that is made of phrases of several sentences.
        misread: part of the decoder's input words that is replaced.
    """

    def __init__(self, corpus: Corpus, seed: int, *, joined: float = 0.0, misread: float = 0.0) -> None:
        self._corpus = corpus
        self._joined = joined
        self.rng = np.random.default_rng(seed)
        self.draw = random.Random(seed)
        self._misread = Misreader(corpus.utterances, misread, self.rng, self.draw) if misread else list

    def clip(self) -> Sample:
        """One utterance, or some phrases, at any place of the window."""
        rng = self.rng
        said = self._phrases() if rng.random() < self._joined else self._sentence()
        frames = len(said.mel)
        before, after = int(rng.integers(0, 30)), int(rng.integers(5, 40))
        canvas = blank(before + frames + after)
        lay(canvas, said.mel, before)
        mel = masked(recorded(canvas, rng, CLEAN), rng)
        offset = 0 if rng.random() < 0.5 else int(rng.integers(0, 1460 - len(mel) // 2))
        begin, origin = before / FRAMES_PER_S, offset * STAMP_S
        body = pieces(said.tokens, said.spans, begin)
        stamped = rng.random() < 0.5
        if stamped:
            first = stamp_piece(max(0.0, origin + begin - 0.04), origin)
            last = stamp_piece(origin + begin + frames / FRAMES_PER_S, origin)
            body = [first, *body, last]
        written = target(body, stamped=stamped, misread=self._misread)
        return Sample(mel, written, classes(" ".join(said.words)), offset)

    def window(self, length: int, *, full: bool = False) -> Sample:
        """Speech of one or two voices over about `length` frames.

        Args:
            length: made longer where the first utterance needs it.
            full: whether it is a whole window of Whisper: it may be silent, and ends in padding, not early.
        """
        rng = self.rng
        if full and rng.random() < 0.05:
            return self._silence(length)
        voices, quieter, at, first = self._opening(length)
        while at + first.frames + 10 > length:
            length = length if full else max(length, first.frames + 100)
            voices, quieter, at, first = self._opening(length)
        end = at + first.frames
        limit = length if rng.random() < 0.65 else int(rng.uniform(end + 10, length))
        canvas, words = self._dialogue(length, limit, voices, (0.0, quieter), at, first)
        mel = masked(recorded(canvas[:limit], rng, CLEAN), rng)
        if full:
            mel = np.concatenate([mel, np.zeros((length - limit, BANDS), np.float32)])
        stamped = rng.random() < 0.75
        body = self._segment(first, at / FRAMES_PER_S, stamped=stamped)
        prompt = self._prompt(voices) if rng.random() < (0.4 if full else 0.15) else []
        written = prompted(target(body, stamped=stamped, misread=self._misread), prompt)
        return Sample(mel, written, classes(" ".join(words)))

    def _sentence(self) -> _Spoken:
        said = self.draw.choice(self._corpus.utterances)
        words = [word.spoken for word in said.words]
        return _Spoken(self._corpus.mel(said), said.tokens, said.spans, words)

    def _phrases(self) -> _Spoken:
        """Phrases of one voice joined by chance, so that no knowledge of the language helps."""
        draw = self.draw
        pool = self._corpus.by_voice(self._corpus.voices(draw, 1)[0])
        mels: list[Array] = []
        tokens: list[int] = []
        spans: list[Span] = []
        words: list[str] = []
        at = 0
        while not mels:
            for _ in range(draw.randrange(2, 5)):
                said = draw.choice(pool)
                first = draw.randrange(len(said.words))
                last = min(len(said.words), first + draw.randrange(1, 4))
                start = int(said.words[first].start * FRAMES_PER_S)
                stop = min(said.frames, int(said.words[last - 1].end * FRAMES_PER_S))
                if stop - start < 8:
                    continue
                mels.append(self._corpus.mel(said)[start:stop])
                shift = (at - start) / FRAMES_PER_S
                inside = slice(said.cut(first), said.cut(last))
                tokens += said.tokens[inside]
                spans += [(low + shift, high + shift) for low, high in said.spans[inside]]
                words += [word.spoken for word in said.words[first:last]]
                at += stop - start
        return _Spoken(np.concatenate(mels), tokens, spans, words)

    def _silence(self, length: int) -> Sample:
        mel = recorded(blank(length), self.rng, CLEAN_SILENCE)
        stamped = self.rng.random() < 0.7
        body = [stamp_piece(0.0)] if stamped else []
        return Sample(mel, target(body, stamped=stamped, silent=True), ())

    def _opening(self, length: int) -> tuple[list[str], float, int, Utterance]:
        """Two voices, how much quieter the second is, and where which utterance begins."""
        rng, draw = self.rng, self.draw
        voices = self._corpus.voices(draw, 2)
        quieter = -float(rng.uniform(-0.4, 0.8))
        kind = rng.random()
        low, high = (0, 12) if kind < 0.3 else (12, 75) if kind < 0.85 else (75, 250)
        at = int(rng.uniform(low, high))
        first = draw.choice(self._corpus.by_voice(voices[0]))
        if rng.random() < 0.2:  # inside a sentence, as after a segment that ended too early
            first = first.tail(draw.randrange(len(first.words)))
            at = int(rng.uniform(0, 30))
        return voices, quieter, at, first

    def _dialogue(
        self,
        length: int,
        limit: int,
        voices: Sequence[str],
        gains: tuple[float, float],
        at: int,
        first: Utterance,
    ) -> tuple[Array, list[str]]:
        """The first utterance and, mostly, others after it; the words are those that end before `limit`."""
        rng = self.rng
        alone = rng.random() < 0.25
        canvas = blank(length)
        words: list[str] = []
        said, who = first, 0
        while True:
            lay(canvas, self._corpus.mel(said) + gains[who], at)
            words += [word.spoken for word in said.words if at + word.end * FRAMES_PER_S <= limit]
            kind = rng.random()
            low, high = (15, 75) if kind < 0.75 else (75, 150) if kind < 0.95 else (150, 500)
            at += said.frames + int(rng.uniform(low, high))
            if alone or at + 15 > limit:
                return canvas, words
            who = 1 - who if rng.random() < 0.5 else who
            said = self.draw.choice(self._corpus.by_voice(voices[who]))

    def _segment(self, said: Utterance, begin: float, *, stamped: bool) -> list[Piece]:
        """An utterance as a segment that begins at `begin` s."""
        body = pieces(said.tokens, said.spans, begin)
        if not stamped:
            return body
        end, early = begin + said.seconds, False
        if len(said.words) > 2 and self.rng.random() < 0.25:
            # A segment that ends too early must still be closed well. Ending early is not to be learnt.
            last = self.draw.randrange(1, len(said.words))
            body, end, early = body[: said.cut(last)], begin + said.words[last - 1].end, True
        first = stamp_piece(min(1.0, max(0.0, begin - 0.04)))
        return [first, *body, stamp_piece(end, learnt=not early), stamp_piece(end)]

    def _prompt(self, voices: Sequence[str]) -> list[int]:
        plain = self.rng.random() < 0.3
        before = [
            self.draw.choice(self._corpus.by_voice(voices[self.draw.randrange(2)]))
            for _ in range(int(self.rng.integers(1, 8)))
        ]
        return prompt_tokens(before, self.rng, stamped=not plain, latest=0.9, longest=(20, 223))


def collate_samples(samples: Sequence[Sample], vocabulary: Vocabulary) -> SampleBatch:
    """Pad samples to one batch."""
    longest = max(len(sample.mel) for sample in samples)
    longest += longest % 2
    mel = np.zeros((len(samples), BANDS, longest), np.float32)
    for row, sample in enumerate(samples):
        mel[row, :, : len(sample.mel)] = sample.mel.T
    last_offset = WINDOW // 2 - longest // 2
    return SampleBatch(
        torch.from_numpy(mel),
        torch.tensor([min(sample.offset, last_offset) for sample in samples]),
        torch.tensor([(len(sample.mel) + 1) // 2 for sample in samples]),
        torch.tensor([letter for sample in samples for letter in sample.letters], dtype=torch.long),
        torch.tensor([len(sample.letters) for sample in samples]),
        collate([sample.target for sample in samples], vocabulary),
    )
