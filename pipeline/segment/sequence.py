"""From evidence to themes in order: a hidden Markov model over the units of an interview.

Its states are the guide's themes and what lies outside. Interviewers change the theme, answers mostly stay;
the next theme of the guide is likelier than others, but any may follow (questions come in any order).
Probabilities are the forward-backward algorithm's (Rabiner 1989, Proceedings of the IEEE 77(2)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.segment.evidence import Unit, Worded

if TYPE_CHECKING:
    from pipeline.segment.scorers.base import Matrix


@dataclass(frozen=True)
class Order:
    """How interviews go, in probabilities, before a word is heard.

    `stay_asking`, `stay_answering`: that the next unit has the same theme. `following`: how much likelier the
    guide's next theme is than one `near` it; each theme further on is `fading` times as likely. `place`
    weighs where in an interview a theme of the guide is to be expected, `spread` is the standard deviation
    of that as a share of the interview. `edges`: that the beginning and the end lie outside the guide.
    """

    stay_asking: float = 0.52
    stay_answering: float = 0.93
    following: float = 0.45
    near: float = 0.12
    fading: float = 0.6
    place: float = 1.0
    spread: float = 0.16
    edges: float = 0.2


def probabilities(evidence: Matrix, units: Sequence[Unit], themes: Sequence[Worded], order: Order) -> Matrix:
    """The probability of each theme for each unit, given the whole interview: `(units, themes)`, sums of 1.

    Args:
        evidence: logarithms of odds, `(units, themes)`; the last theme is what lies outside.
        units: in order of talk.
        themes: in order of the guide.
        order: how interviews go.
    """
    import numpy as np

    n, count = evidence.shape
    if not n:
        return np.zeros((0, count))
    scores = evidence + _places(n, themes, order)
    seen = np.exp(scores - scores.max(axis=1, keepdims=True))
    steps = {opens: _steps(count, order, opens=opens) for opens in (True, False)}
    forward, backward = np.zeros((n, count)), np.ones((n, count))
    begin = np.full(count, 0.02)
    begin[-1], begin[0] = 0.6, 0.3
    forward[0] = begin * seen[0]
    forward[0] /= forward[0].sum()
    for t in range(1, n):
        forward[t] = (forward[t - 1] @ steps[units[t].opens]) * seen[t]
        forward[t] /= forward[t].sum()
    for t in range(n - 2, -1, -1):
        backward[t] = steps[units[t + 1].opens] @ (seen[t + 1] * backward[t + 1])
        backward[t] /= backward[t].sum()
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _steps(count: int, order: Order, *, opens: bool) -> Matrix:
    """The probability of going from one theme to another: `(themes, themes)`, the last lies outside."""
    import numpy as np

    steps = np.zeros((count, count))
    for here in range(count - 1):
        for there in range(count - 1):
            far = there - here
            fading = order.near * order.fading ** (abs(far) - 1) * (1.0 if far > 0 else 0.8)
            steps[here, there] = 0.02 + (order.following if far == 1 else fading)
        steps[here, -1] = 0.04
    steps[-1, :-1] = 0.05
    steps[-1, 0] = 0.5
    np.fill_diagonal(steps, 0)
    steps /= np.maximum(steps.sum(axis=1, keepdims=True), 1e-12)
    stay = order.stay_asking if opens else order.stay_answering
    return np.asarray(steps * (1 - stay) + np.eye(count) * stay)


def _places(n: int, themes: Sequence[Worded], order: Order) -> Matrix:
    """Where in an interview each theme is to be expected; themes with more questions take more room."""
    import numpy as np

    room = np.sqrt([max(2, len(theme.questions)) for theme in themes[:-1]])
    middle = (np.cumsum(room) - room / 2) / max(room.sum(), 1)
    # Greetings take the first twentieth and thanks the last.
    now = ((np.arange(n) + 0.5) / n - 0.04) / 0.9
    far = (now[:, None] - middle[None, :]) / order.spread
    inside = np.maximum(-order.place * far**2 / 2, -4 * order.place)
    first, last = np.arange(n), n - 1 - np.arange(n)
    outside = np.full(n, -order.edges)
    outside = np.where(last < 3, order.edges * (1.0 - 0.35 * last), outside)
    outside = np.where(first < 2, order.edges * (1.2 - 0.6 * first), outside)
    return np.hstack([inside, outside[:, None]])
