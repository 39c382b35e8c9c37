"""Token sequences that the decoder learns to write."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .corpus import Span, Utterance
from .tokens import (
    END,
    LANGUAGE,
    NO_LOSS,
    NO_SPEECH,
    NO_STAMPS,
    PREVIOUS,
    START,
    TASK,
    Vocabulary,
    stamp,
    stamp_seconds,
)


class Piece(NamedTuple):
    """A token and when it is said, in s from the start of the window's frames."""

    token: int
    span: Span | None = None
    learnt: bool = True


@dataclass(frozen=True)
class Target:
    """What the decoder reads, what it should write next, and where in the sound that is."""

    inputs: tuple[int, ...]
    labels: tuple[int, ...]  # NO_LOSS where nothing is learnt
    spans: tuple[Span | None, ...]  # of the labels


@dataclass(frozen=True)
class TargetBatch:
    """Targets of equal length; rows of the vocabulary in place of tokens."""

    inputs: Tensor  # batch × tokens
    labels: Tensor  # batch × tokens
    spans: Tensor  # batch × tokens × 2, s
    guided: Tensor  # batch × tokens, bool: has a span


def stamp_piece(seconds: float, origin: float = 0.0, *, learnt: bool = True) -> Piece:
    """A time stamp, in a window whose frames begin at `origin` s."""
    token = stamp(seconds)
    at = stamp_seconds(token) - origin
    return Piece(token, (at, at), learnt)


def pieces(tokens: Iterable[int], spans: Iterable[Span], shift: float) -> list[Piece]:
    """The tokens of an utterance that begins `shift` s after the window's frames."""
    return [
        Piece(token, (start + shift, end + shift)) for token, (start, end) in zip(tokens, spans, strict=True)
    ]


def target(
    body: Sequence[Piece],
    *,
    stamped: bool,
    ended: bool = True,
    silent: bool = False,
    misread: Callable[[Sequence[int]], list[int]] = list,
) -> Target:
    """The sequence of a window.

    Args:
        body: text and time stamps.
        stamped: whether the body has time stamps.
        ended: whether the window's end comes after the body.
        silent: whether to learn that nobody speaks.
        misread: changes words of the inputs, but not of the labels.
    """
    head = [Piece(START), Piece(LANGUAGE), Piece(TASK)]
    if not stamped:
        head.append(Piece(NO_STAMPS))
    whole = [*head, *body, *([Piece(END)] if ended else [])]
    labels = [piece.token if piece.learnt else NO_LOSS for piece in whole[1:]]
    if silent:
        labels[0] = NO_SPEECH
    inputs = misread([piece.token for piece in whole[:-1]])
    return Target(tuple(inputs), tuple(labels), tuple(piece.span for piece in whole[1:]))


def prompted(written: Target, prompt: Sequence[int]) -> Target:
    """The same after some text of the window before, from which nothing is learnt."""
    if not prompt:
        return written
    head = (PREVIOUS, *prompt)
    return Target(
        head + written.inputs,
        (NO_LOSS,) * len(head) + written.labels,
        (None,) * len(head) + written.spans,
    )


def prompt_tokens(
    utterances: Sequence[Utterance],
    rng: np.random.Generator,
    *,
    stamped: bool,
    latest: float,
    longest: tuple[int, int],
) -> list[int]:
    """The text of utterances as that of the window before.

    Args:
        utterances: in their order.
        rng: draws times and the length.
        stamped: with time stamps.
        latest: start of an utterance, in s.
        longest: between which numbers of tokens the prompt is cut.
    """
    tokens: list[int] = []
    for said in utterances:
        start = rng.uniform(0, latest)
        tokens += [stamp(start), *said.tokens, stamp(start + said.seconds)] if stamped else said.tokens
    return tokens[-int(rng.integers(*longest)) :]


class Misreader:
    """Puts wrong words into the decoder's own history, so that it learns to listen."""

    def __init__(
        self, utterances: Sequence[Utterance], share: float, rng: np.random.Generator, draw: random.Random
    ) -> None:
        self._utterances, self._share, self._rng, self._draw = utterances, share, rng, draw

    def __call__(self, tokens: Sequence[int]) -> list[int]:
        """The tokens, a share of the words replaced by any word of the corpus."""
        return [
            self._draw.choice(self._draw.choice(self._utterances).tokens)
            if token < END and self._rng.random() < self._share
            else token
            for token in tokens
        ]


def collate(targets: Sequence[Target], vocabulary: Vocabulary) -> TargetBatch:
    """Pad targets to one batch."""
    count, tokens = len(targets), max(len(one.inputs) for one in targets)
    inputs = np.full((count, tokens), vocabulary.rows([END])[0], np.int64)
    labels = np.full((count, tokens), NO_LOSS, np.int64)
    spans = np.zeros((count, tokens, 2), np.float32)
    guided = np.zeros((count, tokens), np.bool_)
    for row, one in enumerate(targets):
        inputs[row, : len(one.inputs)] = vocabulary.rows(one.inputs)
        labels[row, : len(one.labels)] = vocabulary.rows(one.labels)
        for place, span in enumerate(one.spans):
            if span is not None:
                spans[row, place], guided[row, place] = span, True
    return TargetBatch(*(torch.from_numpy(array) for array in (inputs, labels, spans, guided)))
