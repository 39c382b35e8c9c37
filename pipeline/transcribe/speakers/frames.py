"""Speech in cells, and what is measured of its sound: cepstra, pitch, and the level between channels.

Mel cepstra are those of Davis and Mermelstein, IEEE Transactions on ASSP 28 (1980).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.artefacts.sound import RATE_HZ, Sound
from pipeline.artefacts.transcript import Stretch

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.intp]

#: A frame of 25 ms every 20 ms; a voice is decided on for cells of about 100 ms.
HOP_MS, CELL_MS, FRAME = 20, 100, 400
HOP = RATE_HZ * HOP_MS // 1000
#: Sound is read this much at a time.
BLOCK_MS = 20_000
BANDS, CEPSTRA, BINS = 32, 19, 512
#: Pitch is looked for between 60 and 400 Hz in 40 ms at 8 kHz.
PITCH_FRAME, LAGS = 320, (20, 133)
#: Below this mean square (-80 dB) a frame holds nothing to go by.
SILENCE = 1e-8
#: Voices are learnt from about this many cells (12 minutes), in runs of at most 300, all over the interview.
SAMPLE, RUN = 7200, 300


@dataclass(frozen=True)
class Cells:
    """The speech in cells: start and end in ms, and the stretch that each lies in, all of shape (cells,)."""

    start: Ints
    end: Ints
    stretch: Ints


@dataclass(frozen=True)
class Frames:
    """The frames that hold sound, in order of time.

    `cell` (n,), `cepstra` (n, 19), `pitch` (n,) in octaves and `side` (n,) in dB; NaN where there is none.
    """

    cell: Ints
    cepstra: Floats
    pitch: Floats
    side: Floats


def in_cells(speech: Sequence[Stretch]) -> Cells:
    """Each stretch in even cells of about 100 ms, at least one."""
    starts, ends, stretches = [], [], []
    for index, stretch in enumerate(speech):
        count = max(1, round((stretch.end_ms - stretch.start_ms) / CELL_MS))
        edges = np.linspace(stretch.start_ms, stretch.end_ms, count + 1).round().astype(np.intp)
        starts.append(edges[:-1])
        ends.append(edges[1:])
        stretches.append(np.full(count, index))
    return Cells(np.concatenate(starts), np.concatenate(ends), np.concatenate(stretches))


def sample(cells: Cells, frames: Frames) -> tuple[Cells, Frames]:
    """About `SAMPLE` cells with their frames, in whole runs that are spread over the interview."""
    begins = (np.arange(len(cells.start)) - np.searchsorted(cells.stretch, cells.stretch)) % RUN == 0
    run = np.cumsum(begins) - 1
    count = int(np.ceil(begins.sum() * min(1.0, SAMPLE / len(run))))
    chosen = np.isin(run, np.linspace(0, run[-1], count).round())
    cell = np.where(chosen, np.cumsum(chosen) - 1, -1)[frames.cell]
    kept = cell >= 0
    return (
        Cells(cells.start[chosen], cells.end[chosen], run[chosen]),
        Frames(cell[kept], frames.cepstra[kept], frames.pitch[kept], frames.side[kept]),
    )


def measure(sound: Sound, speech: Sequence[Stretch], cells: Cells) -> Frames:
    """The frames of all speech that hold sound; `cells` are those of the same speech."""
    found = []
    for stretch in speech:
        for start in range(stretch.start_ms, stretch.end_ms, BLOCK_MS):
            end = min(start + BLOCK_MS, stretch.end_ms)
            count = -(-(end - start) // HOP_MS)
            samples = sound.samples(start, end)
            samples = np.pad(samples, ((0, max(0, count * HOP + 2 * PITCH_FRAME - len(samples))), (0, 0)))
            mono = np.ascontiguousarray(samples.mean(axis=1))
            power = np.stack([(_cut(one, FRAME, HOP, count) ** 2).mean(axis=1) for one in samples.T])
            level = 10 * np.log10(power.mean(axis=0) + 1e-12)
            # The quiet quarter, and what is 30 dB below the loud, tell of the room rather than of the voice.
            quiet = max(np.quantile(level, 0.25), np.quantile(level, 0.95) - 30)
            kept = (level >= quiet) & (power.mean(axis=0) > SILENCE)
            side = np.full(count, np.nan)
            if len(power) == 2:
                side = 10 * np.log10((power[0] + SILENCE) / (power[1] + SILENCE))
            middle = np.minimum(start + HOP_MS * np.arange(count) + HOP_MS // 2, end - 1)
            cell = np.searchsorted(cells.end, middle, side="right")
            columns = (cell, _cepstra(mono, count), _pitch(mono, count), side)
            found.append([column[kept] for column in columns])
    cell, cepstra, pitch, side = (np.concatenate(column) for column in zip(*found, strict=True))
    return Frames(cell, cepstra.astype(np.float32), pitch.astype(np.float32), side.astype(np.float32))


def _cut(samples: Floats, length: int, hop: int, count: int) -> Floats:
    """The first `count` frames of `length` samples, `hop` apart; a view of shape (count, length)."""
    return np.lib.stride_tricks.sliding_window_view(samples, length)[::hop][:count]


def _cepstra(mono: Floats, count: int) -> Floats:
    """Mel cepstra 1 to 19, shape (count, 19); the zeroth, loudness, is left out."""
    bright = mono - 0.97 * np.concatenate([mono[:1], mono[:-1]])
    frames = _cut(bright, FRAME, HOP, count) * np.hamming(FRAME).astype(np.float32)
    power = np.abs(np.fft.rfft(frames, BINS)).astype(np.float32) ** 2
    return np.asarray(np.log(power @ _bands() + np.float32(1e-6)) @ _cosines())


@cache
def _bands() -> Floats:
    """Triangles from 100 to 7200 Hz, evenly spaced in mel; shape (257, 32)."""
    hertz = np.concatenate([[100.0, 7200.0], np.arange(BINS // 2 + 1) * RATE_HZ / BINS])
    mel = 2595 * np.log10(1 + hertz / 700)
    edges = np.linspace(mel[0], mel[1], BANDS + 2)
    bins = mel[2:, None]
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rise, fall)), np.float32)


@cache
def _cosines() -> Floats:
    """The cosine transform of the bands, shape (32, 19)."""
    angles = np.pi / BANDS * (np.arange(BANDS)[:, None] + 0.5) * np.arange(1, CEPSTRA + 1)
    return np.asarray(np.sqrt(2 / BANDS) * np.cos(angles), np.float32)


def _pitch(mono: Floats, count: int) -> Floats:
    """Octaves (log2 Hz) by the peak of the autocorrelation, corrected for the taper; NaN where unvoiced."""
    half = (mono[0:-1:2] + mono[1::2]) / 2
    frames = _cut(half, PITCH_FRAME, HOP // 2, count)
    taper = np.hanning(PITCH_FRAME)
    frames = (frames - frames.mean(axis=1, keepdims=True)) * taper.astype(np.float32)
    own = np.fft.irfft(np.abs(np.fft.rfft(taper, BINS)) ** 2)[: LAGS[1]]
    likeness = np.fft.irfft(np.abs(np.fft.rfft(frames, BINS)) ** 2)[:, : LAGS[1]]
    likeness = likeness / np.maximum(likeness[:, :1], 1e-9) / (own / own[0])
    lag = likeness[:, LAGS[0] :].argmax(axis=1) + LAGS[0]
    return np.where(likeness[np.arange(count), lag] > 0.5, np.log2(RATE_HZ / 2 / lag), np.nan)
