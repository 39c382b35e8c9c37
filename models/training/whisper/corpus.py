"""The spoken corpus: shards of log-mel frames with the words and times of each utterance.

A shard is a pair of files. `NNN.npy` has the frames of all its sentences one after another, shape
`(frames, 80)`, float16, 100 a second. `NNN.jsonl` has one line for each sentence: `voice`, `first_frame`,
`frames`, its words as `written` and as `spoken`, and their `starts` in seconds.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from .sound import FRAMES_PER_S, Array
from .tokens import TOKENIZER

MOST_TOKENS = 100  # of a sentence; longer ones are left out

Span = tuple[float, float]  # start and end in s


@dataclass(frozen=True)
class SpokenWord:
    """A word of an utterance; times in s from the utterance's start."""

    spoken: str
    start: float
    end: float
    first_token: int


@dataclass(frozen=True)
class Utterance:
    """One spoken sentence, or the end of one. Times in s from its start."""

    shard: int
    first_frame: int
    frames: int
    voice: str
    tokens: tuple[int, ...]
    spans: tuple[Span, ...]  # of the tokens
    words: tuple[SpokenWord, ...]

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.frames / FRAMES_PER_S

    def cut(self, word: int) -> int:
        """How many tokens come before this word; the number of words asks for all."""
        return self.words[word].first_token if word < len(self.words) else len(self.tokens)

    def tail(self, word: int) -> Utterance:
        """The utterance from one of its words on."""
        skipped = int(self.words[word].start * FRAMES_PER_S)
        past, first = skipped / FRAMES_PER_S, self.cut(word)
        return Utterance(
            self.shard,
            self.first_frame + skipped,
            self.frames - skipped,
            self.voice,
            self.tokens[first:],
            tuple((start - past, end - past) for start, end in self.spans[first:]),
            tuple(
                SpokenWord(rest.spoken, rest.start - past, rest.end - past, rest.first_token - first)
                for rest in self.words[word:]
            ),
        )


class Corpus:
    """All shards of a folder; frames are read from disk when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._mels: list[Array] = []
        utterances: list[Utterance] = []
        for path in sorted(folder.glob("*.jsonl")):
            shard = len(self._mels)
            self._mels.append(np.load(path.with_suffix(".npy"), mmap_mode="r"))
            for line in path.read_text(encoding="utf-8").splitlines():
                utterance = _utterance(shard, json.loads(line))
                if len(utterance.tokens) <= MOST_TOKENS:
                    utterances.append(utterance)
        if not utterances:
            raise ValueError(f"no utterance in {folder}")
        self.utterances = tuple(utterances)
        by_voice: dict[str, list[Utterance]] = {}
        for utterance in utterances:
            by_voice.setdefault(utterance.voice, []).append(utterance)
        self._by_voice = by_voice

    def mel(self, utterance: Utterance) -> Array:
        """Log10 mel frames, shape `(frames, 80)`."""
        first = utterance.first_frame
        return np.asarray(self._mels[utterance.shard][first : first + utterance.frames], dtype=np.float32)

    def voices(self, draw: random.Random, count: int) -> list[str]:
        """Voices drawn by how much they say; one may come twice."""
        weights = [len(said) for said in self._by_voice.values()]
        return draw.choices(list(self._by_voice), weights, k=count)

    def by_voice(self, voice: str) -> Sequence[Utterance]:
        """What one voice says."""
        return self._by_voice[voice]

    def token_ids(self) -> set[int]:
        """All tokens of its texts."""
        return {token for utterance in self.utterances for token in utterance.tokens}


def _utterance(shard: int, line: Mapping[str, Any]) -> Utterance:
    """An utterance from its line of annotation; a word's time is shared out to its tokens by bytes."""
    tokens: list[int] = []
    spans: list[Span] = []
    words: list[SpokenWord] = []
    ends = [*line["starts"][1:], line["frames"] / FRAMES_PER_S]
    for written, spoken, start, end in zip(
        line["written"], line["spoken"], line["starts"], ends, strict=True
    ):
        words.append(SpokenWord(spoken, start, end, len(tokens)))
        ids, parts = _tokens(written)
        tokens += ids
        spans += [(start + (end - start) * low, start + (end - start) * high) for low, high in parts]
    return Utterance(
        shard,
        line["first_frame"],
        line["frames"],
        line["voice"],
        tuple(tokens),
        tuple(spans),
        tuple(words),
    )


@cache
def _tokens(word: str) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """Tokens of a word and the part of it, from 0 to 1, that each one covers."""
    ids = tuple(TOKENIZER.encode(" " + word))
    sizes = [max(1, len(TOKENIZER.encoding.decode_single_token_bytes(token))) for token in ids]
    ends = np.cumsum(sizes) / sum(sizes)
    edges = [0.0, *ends.tolist()]
    return ids, tuple(pairwise(edges))
