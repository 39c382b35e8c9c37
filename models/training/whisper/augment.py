"""Recordings of every kind from one clean one, in the log-mel domain.

All functions take log10 mel power, shape `(frames, 80)`.
"""

from __future__ import annotations

import numpy as np

from .sound import BANDS, SILENCE, Array

_BINS = np.arange(BANDS, dtype=np.float32)
_VOICED = -6.0  # a recording whose peak is below it is digital silence


def blank(frames: int) -> Array:
    """Digital silence."""
    return np.full((frames, BANDS), SILENCE, np.float32)


def lay(canvas: Array, mel: Array, at: int) -> None:
    """Put `mel` on `canvas` from frame `at` on; what does not fit is left out."""
    stop = min(len(canvas), at + len(mel))
    if stop > at:
        canvas[at:stop] = mel[: stop - at]


def recorded(mel: Array, rng: np.random.Generator, clean: float) -> Array:
    """The sound through a random recorder, normalised as Whisper does it.

    Args:
        mel: the clean sound.
        rng: draws the recorder.
        clean: probability that the channel, and that the noise, is left out.
    """
    if rng.random() > clean:
        mel = mel + _channel(rng)
    if rng.random() > clean:
        mel = _noisy(mel, rng)
    louder = rng.uniform(0, 0.7) if rng.random() < 0.5 else 0.0  # elsewhere in the same file
    top = rng.uniform(-1, 1) if mel.max() < _VOICED else mel.max() + louder
    normalised: Array = ((np.maximum(mel, top - 8.0) + 4.0) / 4.0).astype(np.float32)
    return normalised


def masked(mel: Array, rng: np.random.Generator) -> Array:
    """Perhaps a band and perhaps a moment blotted out (a light SpecAugment, Park et al. 2019)."""
    mel = mel.copy()
    if rng.random() < 0.6:
        band, width = rng.integers(0, 72), rng.integers(1, 9)
        mel[:, band : band + width] = mel.mean()
    if rng.random() < 0.4 and len(mel) > 60:
        frame, length = rng.integers(0, len(mel) - 20), rng.integers(2, 14)
        mel[frame : frame + length] = mel.mean()
    return mel


def _channel(rng: np.random.Generator) -> Array:
    """What a microphone adds to each band: a slope, ripples, and weak ends."""
    slope = rng.normal(0, 0.25) * (_BINS / 40 - 1)
    curve = slope + rng.uniform(0, 0.3) * np.sin(_BINS / rng.uniform(4, 14) + rng.uniform(0, 6.3))
    if rng.random() < 0.5:
        cut, depth = rng.uniform(58, 80), rng.uniform(0.5, 5)
        curve = curve - np.clip((_BINS - cut) / 4, 0, 1) * depth
    if rng.random() < 0.5:
        cut, depth = rng.uniform(1, 9), rng.uniform(0.3, 3)
        curve = curve - np.clip((cut - _BINS) / 4, 0, 1) * depth
    return np.asarray(curve, np.float32)


def _noisy(mel: Array, rng: np.random.Generator) -> Array:
    """The sound over a steady noise floor."""
    peak = mel.max() if mel.max() > _VOICED else rng.uniform(-1, 1)
    level = peak - rng.uniform(3.2, 7.0)
    colour = rng.normal(0, 0.4) * (_BINS / 40 - 1) + 0.15 * np.sin(_BINS / rng.uniform(3, 12))
    noise = (level + colour)[None] + 0.18 * rng.standard_normal(mel.shape, dtype=np.float32)
    # log10(10**a + 10**b), cheaply
    louder: Array = np.maximum(mel, noise) + 0.3 * np.exp(-2.3 * np.abs(mel - noise))
    return louder
