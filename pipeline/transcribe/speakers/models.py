"""What a voice is like, and how well it explains each cell.

A voice is a Gaussian mixture adapted from the one of all voices (Reynolds, Quatieri and Dunn, Digital Signal
Processing 10, 2000), a bell of pitch, and a bell of the level between two channels.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.transcribe.speakers.frames import Floats, Frames, Ints

#: A voice with fewer frames is none.
FEWEST = 50
#: Gaussians in the mixture of all voices, frames that it is fitted to, the relevance factor of adaptation.
MIXTURE, FITTED, RELEVANCE = 8, 10_000, 8.0
#: Neighbouring frames are alike: a frame counts as a fifth of an observation.
TEMPER = 0.2
#: A voice's pitch (octaves) and level between channels (dB): least width of the bell, and the whole range.
PITCH_BELL, SIDE_BELL = (0.08, 3.0), (1.5, 60.0)


@dataclass(frozen=True)
class World:
    """The mixture of all voices: `weight` (m,), `mean` and `variance` (m, 19)."""

    weight: Floats
    mean: Floats
    variance: Floats

    def likelihood(self, cepstra: Floats, mean: Floats) -> Floats:
        """Log likelihood of frames under each Gaussian, with these means; shape (n, m)."""
        distance = cepstra**2 @ (1 / self.variance).T - 2 * cepstra @ (mean / self.variance).T
        constant = (mean**2 / self.variance + np.log(2 * np.pi * self.variance)).sum(axis=1)
        return np.asarray(np.log(self.weight) - 0.5 * (distance + constant))


@dataclass(frozen=True)
class Model:
    """A voice: the means of its mixture (m, 19), and middle and width of its pitch and side, if known."""

    mean: Floats
    pitch: tuple[float, float] | None
    side: tuple[float, float] | None


def world_of(frames: Frames, seed: int) -> World:
    """The mixture of all voices, fitted to frames from all over the sample."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    examples = frames.cepstra[:: -(-len(frames.cepstra) // FITTED)]
    mixture = GaussianMixture(
        max(1, min(MIXTURE, len(examples) // FEWEST)),
        covariance_type="diag",
        max_iter=15,
        reg_covar=0.01,
        init_params="k-means++",
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fifteen rounds are enough for a start
        mixture.fit(examples)
    return World(
        mixture.weights_.astype(np.float32),
        mixture.means_.astype(np.float32),
        mixture.covariances_.astype(np.float32),
    )


def adapt(frames: Frames, label: Ints, count: int, world: World) -> tuple[Model, ...]:
    """A model for each voice from the frames of its cells; none at all if one has too few."""
    spoken = label[frames.cell]
    if np.bincount(spoken[spoken >= 0], minlength=count).min() < FEWEST:
        return ()
    models = []
    for voice in range(count):
        mine = spoken == voice
        cepstra = frames.cepstra[mine]
        likelihood = world.likelihood(cepstra, world.mean)
        share = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        total = share.T @ cepstra + RELEVANCE * world.mean
        models.append(
            Model(
                total / (share.sum(axis=0) + RELEVANCE)[:, None],
                _middle(frames.pitch[mine], PITCH_BELL[0]),
                _middle(frames.side[mine], SIDE_BELL[0]),
            )
        )
    return tuple(models)


def _middle(values: Floats, narrowest: float) -> tuple[float, float] | None:
    """Median and spread (1.48 times the median deviation), which a few octave errors do not move."""
    known = values[np.isfinite(values)]
    if len(known) < FEWEST // 2:
        return None
    middle = float(np.median(known))
    return middle, max(narrowest, 1.48 * float(np.median(np.abs(known - middle))))


def _bell(values: Floats, bell: tuple[float, float] | None, reach: float) -> Floats:
    """Log density: a Gaussian with a tenth of its weight spread evenly over `reach`; 0 for NaN."""
    if bell is None:
        density = np.full(len(values), 1 / reach)
    else:
        middle, width = bell
        normal = np.exp(-0.5 * ((values.astype(np.float64) - middle) / width) ** 2)
        density = 0.9 * normal / (width * np.sqrt(2 * np.pi)) + 0.1 / reach
    return np.where(np.isfinite(values), np.log(density), 0.0)


def odds_of(frames: Frames, models: Sequence[Model], world: World, cells: int) -> Floats:
    """How well each voice explains each cell: tempered log likelihood, shape (cells, voices)."""
    odds = np.zeros((cells, len(models)))
    for first in range(0, len(frames.cell), 50_000):
        part = slice(first, first + 50_000)
        for voice, model in enumerate(models):
            score = np.logaddexp.reduce(world.likelihood(frames.cepstra[part], model.mean), axis=1)
            score = score + _bell(frames.pitch[part], model.pitch, PITCH_BELL[1])
            score = score + _bell(frames.side[part], model.side, SIDE_BELL[1])
            odds[:, voice] += np.bincount(frames.cell[part], score, minlength=cells)
    return TEMPER * odds
