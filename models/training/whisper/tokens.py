"""Whisper's tokens: the special ones, and the few thousand that occur in training."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from whisper.tokenizer import get_tokenizer

with warnings.catch_warnings():
    # openai-whisper does not close the file of its vocabulary.
    warnings.simplefilter("ignore", ResourceWarning)
    TOKENIZER = get_tokenizer(True, language="no", task="transcribe", num_languages=99)
N_VOCAB = 51_865  # rows of the multilingual models' embedding

START: int = TOKENIZER.sot
END: int = TOKENIZER.eot
PREVIOUS: int = TOKENIZER.sot_prev
LANGUAGE: int = TOKENIZER.to_language_token("no")
TASK: int = TOKENIZER.transcribe
NO_STAMPS: int = TOKENIZER.no_timestamps
NO_SPEECH: int = TOKENIZER.no_speech
FIRST_STAMP: int = TOKENIZER.timestamp_begin
N_STAMPS = 1501  # 0.00 to 30.00 s
STAMP_S = 0.02

NO_LOSS = -1  # label of a place that nothing is learnt from

#: What the connectionist head spells; its class 0 is the blank.
CHARACTERS = "abcdefghijklmnopqrstuvwxyzæøåé "


def stamp(seconds: float) -> int:
    """The time stamp nearest to a time in the window."""
    return FIRST_STAMP + min(N_STAMPS - 1, max(0, int(seconds / STAMP_S + 0.5)))


def stamp_seconds(token: int) -> float:
    """The time in the window that a time stamp says."""
    return (token - FIRST_STAMP) * STAMP_S


def classes(text: str) -> tuple[int, ...]:
    """The letters and spaces of a spoken text as classes of the connectionist head."""
    return tuple(CHARACTERS.index(letter) + 1 for letter in text.lower() if letter in CHARACTERS)


def number_tokens() -> set[int]:
    """Tokens of the numbers, years and pairs of digits that templates may write."""
    texts = [f" {n}" for n in range(1000)]
    texts += [f" {year}" for year in range(1970, 2030)]
    texts += [f"{n:02d}" for n in range(100)] + [f" {n:02d}" for n in range(10)]
    return {token for text in texts for token in TOKENIZER.encode(text)}


class Vocabulary:
    """The token ids of a training, and the row that each has in its compact embedding."""

    def __init__(self, tokens: Iterable[int]) -> None:
        special = {START, END, PREVIOUS, LANGUAGE, TASK, NO_STAMPS, NO_SPEECH}
        words = sorted(token for token in special.union(tokens) if token < FIRST_STAMP)
        #: in ascending order, all time stamps last
        self.ids: tuple[int, ...] = (*words, *range(FIRST_STAMP, FIRST_STAMP + N_STAMPS))
        #: row of the first time stamp
        self.first_stamp = len(words)
        self._row = np.full(FIRST_STAMP + N_STAMPS, words.index(END), np.int64)
        self._row[list(self.ids)] = np.arange(len(self.ids))

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, tokens: Sequence[int]) -> NDArray[np.int64]:
        """The rows of tokens, shape `(n,)`; unknown tokens are read as the end, `NO_LOSS` stays as it is."""
        ids = np.asarray(tokens, np.int64)
        return np.where(ids == NO_LOSS, NO_LOSS, self._row[np.maximum(ids, 0)])
