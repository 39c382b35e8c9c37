"""Pieces of speech merged from the bottom up while their Gaussians are alike.

After Chen and Gopalakrishnan, DARPA Broadcast News Transcription and Understanding Workshop (1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.transcribe.speakers.frames import Cells, Floats, Frames, Ints

MOST_VOICES = 4


@dataclass(frozen=True)
class _Stream:
    """One stream of d numbers a frame, summed up for each of m pieces.

    `moments` (m, 1 + d, 1 + d): the sums of z zᵀ over the piece's frames, z being 1 and the numbers, so
    that to merge is to add. `spread` (d, d) is the covariance of all frames, towards which that of a piece is
    drawn as if `belief` frames had it.
    """

    moments: Floats
    spread: Floats
    belief: float

    def volume(self, moments: Floats) -> Floats:
        """Half the log determinant of each covariance, times the number of frames."""
        count = moments[:, 0, 0]
        at_least_one = np.maximum(count, 1)[:, None, None]
        mean = moments[:, 1:, :1] / at_least_one
        covariance = moments[:, 1:, 1:] / at_least_one - mean @ mean.transpose(0, 2, 1)
        weight = (count / (count + self.belief))[:, None, None]
        root = np.linalg.cholesky(weight * covariance + (1 - weight) * self.spread)
        return np.asarray(count * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1))


def _stream(values: Floats, piece: Ints, floor: float, belief: float) -> _Stream | None:
    """Sum up the frames of each piece (-1: of none); None when no frame has a number."""
    numbers = values.reshape(len(values), -1).astype(np.float64)
    there = (piece >= 0) & np.isfinite(numbers[:, 0])
    numbers = numbers[there]
    if not len(numbers):
        return None
    z = np.concatenate([np.ones((len(numbers), 1)), numbers - numbers.mean(axis=0)], axis=1)
    moments = np.zeros((piece.max() + 1, z.shape[1], z.shape[1]))
    for one in np.unique(piece[there]):
        mine = z[piece[there] == one]
        moments[one] = mine.T @ mine
    spread = moments[:, 1:, 1:].sum(axis=0) / len(z) + floor * np.eye(z.shape[1] - 1)
    return _Stream(moments, spread, belief)


def beginnings(cells: Cells, frames: Frames, length: int, belief: float) -> dict[int, Ints]:
    """A first label for each cell (-1: none yet), for each number of voices from 2 to 4 that can be had.

    The stretches are cut into even pieces of about `length` cells, and these are merged.
    """
    first = np.flatnonzero(np.diff(cells.stretch, prepend=-1))
    size = np.diff(first, append=len(cells.stretch))
    parts = np.maximum(1, (size / length).round().astype(np.intp))
    within = np.arange(len(cells.stretch)) - np.repeat(first, size)
    offset = np.repeat(np.cumsum(parts) - parts, size)
    piece = offset + within * np.repeat(parts, size) // np.repeat(size, size)
    long_enough = np.bincount(piece) >= length // 2
    if long_enough.sum() >= MOST_VOICES:
        piece = np.where(long_enough, np.cumsum(long_enough) - 1, -1)[piece]
    made = (
        _stream(frames.cepstra, piece[frames.cell], 1e-3, belief),
        _stream(frames.pitch, piece[frames.cell], 1e-3, belief),
        _stream(frames.side, piece[frames.cell], 1.0, belief),
    )
    merged = _merge([stream for stream in made if stream])
    return {count: np.where(piece >= 0, label[piece], -1) for count, label in merged.items()}


def _merge(streams: Sequence[_Stream]) -> dict[int, Ints]:
    """Merge the two clusters that are most alike, again and again.

    Alike is: the generalised likelihood ratio of two Gaussians against one is small, over the logarithm of
    the frames in both. Returns the label of each piece, for each number of clusters from 4 down to 2.
    """
    size = len(streams[0].moments)
    sums = [stream.moments.copy() for stream in streams]
    volumes = [stream.volume(stream.moments) for stream in streams]
    label = np.arange(size)
    alive = np.ones(size, bool)
    apart = np.full((size, size), np.inf)
    found = {}

    def distance(one: int, others: Ints) -> Floats:
        ratio = np.zeros(len(others))
        for stream, summed, volume in zip(streams, sums, volumes, strict=True):
            ratio += stream.volume(summed[others] + summed[one]) - volume[others] - volume[one]
        return np.asarray(ratio / np.log(sums[0][others, 0, 0] + sums[0][one, 0, 0] + 2))

    for one in range(size - 1):
        apart[one, one + 1 :] = distance(one, np.arange(one + 1, size))
    for clusters in range(size, 1, -1):
        if clusters <= MOST_VOICES:
            found[clusters] = np.unique(label, return_inverse=True)[1]
        one, other = divmod(int(apart.argmin()), size)
        for stream, summed, volume in zip(streams, sums, volumes, strict=True):
            summed[one] += summed[other]
            volume[one] = stream.volume(summed[one : one + 1])[0]
        alive[other] = False
        label[label == other] = one
        apart[other], apart[:, other] = np.inf, np.inf
        others = np.flatnonzero(alive & (np.arange(size) != one))
        apart[np.minimum(one, others), np.maximum(one, others)] = distance(one, others)
    return found
