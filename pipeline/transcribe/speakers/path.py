"""The way through the cells: a hidden Markov model whose states are voices, and each change has its cost.

After Barras, Zhu, Meignier and Gauvain, IEEE Transactions on Audio, Speech, and Language Processing 14
(2006).
"""

from __future__ import annotations

import numpy as np

from pipeline.transcribe.speakers.frames import Cells, Floats, Ints


def lead(table: Floats, label: Ints) -> Floats:
    """By how much each row's entry at its label is above the best of the others."""
    own = np.take_along_axis(table, label[:, None], axis=1)
    others = table.copy()
    np.put_along_axis(others, label[:, None], -np.inf, axis=1)
    return np.asarray(own[:, 0] - others.max(axis=1))


def costs_of(cells: Cells, cost: tuple[float, float]) -> Floats:
    """What a change of voice costs between each cell and the next, shape (cells - 1,)."""
    return np.where(np.diff(cells.stretch) == 0, *cost)


def likeliest_path(odds: Floats, costs: Floats) -> Ints:
    """The likeliest voice of each cell (Viterbi)."""
    best = odds[0].copy()
    came = np.zeros(odds.shape, np.intp)
    stay = np.arange(odds.shape[1])
    for cell in range(1, len(odds)):
        leader = best.argmax()
        changed = best[leader] - costs[cell - 1]
        came[cell] = np.where(best >= changed, stay, leader)
        best = np.maximum(best, changed) + odds[cell]
    path = np.zeros(len(odds), np.intp)
    path[-1] = best.argmax()
    for cell in range(len(odds) - 1, 0, -1):
        path[cell - 1] = came[cell, path[cell]]
    return path


def posterior(odds: Floats, costs: Floats) -> Floats:
    """The probability of each voice in each cell (forward and backward), shape (cells, voices)."""
    voices = odds.shape[1]
    swap = 1 / (np.exp(costs) + voices - 1)
    keep = 1 - voices * swap
    likely = np.exp(odds - odds.max(axis=1, keepdims=True))
    ahead, back = np.empty_like(likely), np.ones_like(likely)
    ahead[0] = likely[0] / likely[0].sum()
    for cell in range(1, len(likely)):
        now = (ahead[cell - 1] * keep[cell - 1] + swap[cell - 1]) * likely[cell]
        ahead[cell] = now / now.sum()
    for cell in range(len(likely) - 1, 0, -1):
        coming = back[cell] * likely[cell]
        coming = coming * keep[cell - 1] + swap[cell - 1] * coming.sum()
        back[cell - 1] = coming / coming.sum()
    both = ahead * back
    return np.asarray(both / both.sum(axis=1, keepdims=True))
