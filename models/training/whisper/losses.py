"""What training makes small: wrong tokens, attention elsewhere than at the word that is said, misspelling."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from .targets import TargetBatch
from .tokens import N_STAMPS, NO_LOSS, STAMP_S

BEFORE_S, AFTER_S = 0.05, 0.07  # attention may be so far outside of a word
GUIDED_HEADS = 2  # of the layers that are guided only in part

Figures = dict[str, float]


def token_loss(
    logits: Tensor, labels: Tensor, first_stamp: int, *, near: Sequence[float], stamp_weight: float
) -> tuple[Tensor, Figures]:
    """Cross entropy of the text, plus that of time stamps, whose neighbours are nearly right.

    Args:
        logits: tokens × rows.
        labels: rows, none of them without loss.
        first_stamp: row of the first time stamp.
        near: of an odd length: how right the stamps around the true one are, summing to 1.
        stamp_weight: of the time stamps' loss.
    """
    log_p = functional.log_softmax(logits, dim=-1)
    stamps = labels >= first_stamp
    text = -log_p.gather(1, labels[:, None])[~stamps, 0].mean()
    right = logits.argmax(-1) == labels
    figures = {"text": text.item(), "right": right[~stamps].float().mean().item()}
    if not stamps.any():
        return text, figures
    steps = torch.arange(len(near)) - len(near) // 2
    rows = (labels[stamps][:, None] + steps).clamp(first_stamp, first_stamp + N_STAMPS - 1)
    timing = -(log_p[stamps].gather(1, rows) * torch.tensor(near)).sum(1).mean()
    return text + stamp_weight * timing, figures | {"stamps": timing.item()}


class Guide:
    """Where attention should be: at the time of the word that comes next, or that was just read."""

    def __init__(self, targets: TargetBatch, frames: int) -> None:
        self._next = targets.guided
        self._read = torch.zeros_like(self._next)
        self._read[:, 1:] = self._next[:, :-1]
        centre = (torch.arange(frames) + 0.5) * STAMP_S
        spans = targets.spans[self._next]
        low, high = spans[:, :1] - BEFORE_S, spans[:, 1:] + AFTER_S
        self._inside = ((centre >= low) & (centre <= high)).float()
        followed = torch.zeros_like(self._next)
        followed[:, :-1] = self._next[:, :-1]
        self._inside_read = self._inside[followed[self._next]]

    def to_next(self, attention: Tensor) -> Tensor:
        """Loss of attention, batch × heads × tokens × frames, that should be at the next word."""
        return _elsewhere(attention, self._next, self._inside)

    def to_read(self, attention: Tensor) -> Tensor:
        """Loss of attention that should be at the word just read."""
        return _elsewhere(attention, self._read, self._inside_read)


def _elsewhere(attention: Tensor, tokens: Tensor, inside: Tensor) -> Tensor:
    heads = attention.transpose(1, 2)[tokens].float()  # tokens × heads × frames
    mass = (heads * inside[:, None]).sum(-1)
    return -(mass + 1e-4).log().mean()


def spelling_loss(scores: Tensor, frames: Tensor, letters: Tensor, n_letters: Tensor) -> Tensor:
    """Connectionist temporal classification (Graves et al. 2006) of the samples in which something is said.

    Args:
        scores: batch × frames × classes.
        frames: real length of each, batch.
        letters: classes of all samples, one after another.
        n_letters: of each, batch.
    """
    said = n_letters > 0
    if not said.any():
        return scores.new_zeros(())
    log_p = functional.log_softmax(scores[said], dim=-1).transpose(0, 1)
    return functional.ctc_loss(log_p, letters, frames[said], n_letters[said], zero_infinity=True)


def learnt(targets: TargetBatch) -> Tensor:
    """The places that something is learnt from, batch × tokens."""
    return targets.labels != NO_LOSS
