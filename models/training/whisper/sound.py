"""Sound as arrays: WAV files, log-mel frames, a room's echo. Samples are in [-1, 1], 16 000 a second."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

RATE_HZ = 16_000
BANDS = 80
FRAMES_PER_S = 100
SILENCE = -10.0  # log10 of the smallest power that Whisper tells apart


def write_wav(path: Path, samples: Array) -> None:
    """Write samples, shape `(n,)`, as 16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def log_mel(samples: Array) -> Array:
    """Log10 mel power of samples, shape `(frames, 80)`; Whisper's bands, before its normalisation."""
    from whisper.audio import mel_filters

    filters = mel_filters("cpu", BANDS).numpy()
    padded = np.pad(samples, 200, mode="reflect" if len(samples) > 200 else "constant")
    frames = np.lib.stride_tricks.sliding_window_view(padded, 400)[::160][: len(samples) // 160]
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)).astype(np.float32)
    power = np.abs(np.fft.rfft(frames * hann, axis=1)).astype(np.float32) ** 2
    mel: Array = np.log10(np.maximum(power @ filters.T, 10**SILENCE)).astype(np.float32)
    return mel


def echo(samples: Array, rng: np.random.Generator) -> Array:
    """The samples in a small room: convolved with decaying noise of 0.05 to 0.25 s."""
    from scipy.signal import fftconvolve

    length = int(RATE_HZ * rng.uniform(0.05, 0.25))
    noise = rng.standard_normal(length) * np.exp(-np.arange(length) / (length / rng.uniform(4, 8)))
    late = int(0.003 * RATE_HZ)
    response = np.zeros(length)
    response[0] = 1.0
    response[late:] += (noise * rng.uniform(0.02, 0.12))[late:]
    echoed: Array = fftconvolve(samples, response)[: len(samples)].astype(np.float32)
    return echoed
