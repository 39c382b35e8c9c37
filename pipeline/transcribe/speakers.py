"""Who spoke when: voices told apart by their sound alone, with no model from outside.

The way is the classic one of speaker diarisation before neural embeddings. Mel cepstra [1] of pieces of
speech are merged from the bottom up while their Gaussians are alike [2]; then each voice is a Gaussian mixture
adapted from the one of all voices [3], and a hidden Markov model moves the borders [4]. Two things stand beside
the cepstra: pitch, and for two channels the level of the one over the other, which settles the matter by itself
where each channel carries a voice of its own. Merging starts in several ways; the likeliest result is kept.

[1] Davis and Mermelstein, IEEE Transactions on ASSP 28 (1980). [2] Chen and Gopalakrishnan, DARPA Broadcast
News Workshop (1998). [3] Reynolds, Quatieri and Dunn, Digital Signal Processing 10 (2000). [4] Barras, Zhu,
Meignier and Gauvain, IEEE Transactions on Audio, Speech, and Language Processing 14 (2006).

Memory grows by about 15 MB with each hour of speech; the sound itself is read in pieces.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.artefacts.sound import RATE_HZ, Sound
from pipeline.artefacts.transcript import Stretch

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.intp]

MOST_VOICES = 4

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

#: How the merging may start: length of the pieces in cells, and how many frames' worth of belief there is
#: that a piece's spread is that of all speech.
STARTS = ((20, 80.0), (30, 80.0), (20, 200.0), (40, 40.0))
#: Voices are learnt from about this many cells (12 minutes), in runs of at most 300, all over the interview.
SAMPLE, RUN = 7200, 300
#: A voice with fewer frames is none.
FEWEST = 50
#: Gaussians in the mixture of all voices, frames that it is fitted to, the relevance factor of adaptation.
MIXTURE, FITTED, RELEVANCE = 8, 10_000, 8.0
#: Neighbouring frames are alike: a frame counts as a fifth of an observation.
TEMPER = 0.2
#: What a change of voice costs (logarithm of odds) within a stretch and over a pause. The first rounds are
#: strict, or else the model learns to tell vowels from consonants instead of one voice from the other.
ROUNDS = ((20.0, 5.0), (20.0, 5.0), (10.0, 3.0), (5.0, 2.0))
#: Confidence is asked of odds flattened further, until it is about as often right as it says.
FLATTEN = 0.25
#: A voice's pitch (octaves) and level between channels (dB): least width of the bell, and the whole range.
PITCH_BELL, SIDE_BELL = (0.08, 3.0), (1.5, 60.0)

#: Finding the number of voices, with figures from `benchmarks/voices.py`. Two is the rule in interviews; a
#: third or fourth must raise the score of a cell by so much, leave no voice in doubt in more than this share of
#: its own cells, and give each so much to say.
GAIN, DOUBT, LEAST_MS = {3: 0.15, 4: 0.09}, 0.165, 4000
#: One voice alone: when two are this often mistaken for one another, by so small a margin.
ALONE_DOUBT, ALONE_MARGIN = 0.25, 1.0


@dataclass(frozen=True)
class Voice:
    """A stretch `[start_ms, end_ms)` of one voice, numbered from 0 in the order of first appearance.

    `confidence` is by how much the voice is likelier than the next one: the difference of their
    probabilities, from 0 to 1.
    """

    start_ms: int
    end_ms: int
    voice: int
    confidence: float


def tell_apart(
    sound: Sound, speech: Sequence[Stretch], voices: int | None, seed: int = 0
) -> tuple[Voice, ...]:
    """Cut the speech into stretches of one voice each, in order of time; they cover exactly the speech.

    Args:
        sound: one or two channels.
        speech: where somebody speaks, in order and disjoint.
        voices: how many there are, 1 to 4 (fewer are returned when so many cannot be found), or None.
        seed: of the mixture model; the same seed gives the same result.

    Raises:
        ValueError: a number of voices other than 1 to 4.
    """
    if voices is not None and not 1 <= voices <= MOST_VOICES:
        raise ValueError(f"voices: 1 to {MOST_VOICES} were expected")
    speech = [stretch for stretch in speech if stretch.end_ms > stretch.start_ms]
    if not speech:
        return ()
    cells = _cells(speech)
    frames = _measure(sound, speech, cells)
    label, margin = np.zeros(len(cells.start), np.intp), np.ones(len(cells.start))
    if len(frames.cell) < FEWEST:
        return _join(cells, label, 0 * margin)
    some_cells, some_frames = _sample(cells, frames)
    world = _world(some_frames, seed)
    models = _learn(some_cells, some_frames, world, voices)
    if len(models) > 1:
        for cost in ROUNDS[-2:]:
            odds = _odds(frames, models, world, len(label))
            label = _path(odds, _costs(cells, cost))
            models = _adapt(frames, label, len(models), world) or models
        probability = _posterior(FLATTEN * odds, _costs(cells, cost))
        margin = _lead(probability, label)
    return _join(cells, label, margin)


# ------------------------------------------------------------------------------------------- cells and frames


@dataclass(frozen=True)
class _Cells:
    """The speech in cells: start and end in ms, and the stretch that each lies in, all of shape (cells,)."""

    start: Ints
    end: Ints
    stretch: Ints


@dataclass(frozen=True)
class _Frames:
    """The frames that hold sound, in order of time.

    `cell` (n,), `cepstra` (n, 19), `pitch` (n,) in octaves and `side` (n,) in dB; NaN where there is none.
    """

    cell: Ints
    cepstra: Floats
    pitch: Floats
    side: Floats


def _cells(speech: Sequence[Stretch]) -> _Cells:
    starts, ends, stretches = [], [], []
    for index, stretch in enumerate(speech):
        count = max(1, round((stretch.end_ms - stretch.start_ms) / CELL_MS))
        edges = np.linspace(stretch.start_ms, stretch.end_ms, count + 1).round().astype(np.intp)
        starts.append(edges[:-1])
        ends.append(edges[1:])
        stretches.append(np.full(count, index))
    return _Cells(np.concatenate(starts), np.concatenate(ends), np.concatenate(stretches))


def _join(cells: _Cells, label: Ints, margin: Doubles) -> tuple[Voice, ...]:
    """Neighbouring cells of one stretch and one voice as one; voices renumbered by first appearance."""
    new = (np.diff(cells.stretch) != 0) | (np.diff(label) != 0)
    first = np.flatnonzero(np.concatenate([[True], new]))
    last = np.append(first[1:], len(label))
    number: dict[int, int] = {}
    return tuple(
        Voice(
            start_ms=int(cells.start[a]),
            end_ms=int(cells.end[b - 1]),
            voice=number.setdefault(int(label[a]), len(number)),
            confidence=float(np.clip(margin[a:b].mean(), 0, 1)),
        )
        for a, b in zip(first, last, strict=True)
    )


def _measure(sound: Sound, speech: Sequence[Stretch], cells: _Cells) -> _Frames:
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
            middle = start + HOP_MS * np.arange(count) + HOP_MS // 2
            cell = np.minimum(np.searchsorted(cells.end, middle, side="right"), len(cells.end) - 1)
            columns = (cell, _cepstra(mono, count), _pitch(mono, count), side)
            found.append([column[kept] for column in columns])
    cell, cepstra, pitch, side = (np.concatenate(column) for column in zip(*found, strict=True))
    return _Frames(cell, cepstra.astype(np.float32), pitch.astype(np.float32), side.astype(np.float32))


def _cut(samples: Floats, length: int, hop: int, count: int) -> Floats:
    """The first `count` frames of `length` samples, `hop` apart; a view of shape (count, length)."""
    return np.lib.stride_tricks.sliding_window_view(samples, length)[::hop][:count]


def _cepstra(mono: Floats, count: int) -> Floats:
    """Mel cepstra 1 to 19, shape (count, 19); the zeroth, loudness, is left out."""
    bright = mono - 0.97 * np.concatenate([mono[:1], mono[:-1]])
    frames = _cut(bright, FRAME, HOP, count) * np.hamming(FRAME).astype(np.float32)
    power = np.abs(np.fft.rfft(frames, BINS)).astype(np.float32) ** 2
    return np.log(power @ _bands() + np.float32(1e-6)) @ _cosines()


@cache
def _bands() -> Floats:
    """Triangles from 100 to 7200 Hz, evenly spaced in mel; shape (257, 32)."""

    hertz = np.concatenate([[100.0, 7200.0], np.arange(BINS // 2 + 1) * RATE_HZ / BINS])
    mel = 2595 * np.log10(1 + hertz / 700)
    edges = np.linspace(mel[0], mel[1], BANDS + 2)
    bins = mel[2:, None]
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rise, fall)).astype(np.float32)


@cache
def _cosines() -> Floats:
    """The cosine transform of the bands, shape (32, 19)."""
    angles = np.pi / BANDS * (np.arange(BANDS)[:, None] + 0.5) * np.arange(1, CEPSTRA + 1)
    return (np.sqrt(2 / BANDS) * np.cos(angles)).astype(np.float32)


def _pitch(mono: Floats, count: int) -> Doubles:
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


# ---------------------------------------------------------------------------------------- learning the voices


@dataclass(frozen=True)
class _World:
    """The mixture of all voices: `weight` (m,), `mean` and `variance` (m, 19)."""

    weight: Floats
    mean: Floats
    variance: Floats

    def likelihood(self, cepstra: Floats, mean: Floats) -> Floats:
        """Log likelihood of frames under each Gaussian, with these means; shape (n, m)."""
        distance = cepstra**2 @ (1 / self.variance).T - 2 * cepstra @ (mean / self.variance).T
        constant = (mean**2 / self.variance + np.log(2 * np.pi * self.variance)).sum(axis=1)
        return np.log(self.weight) - 0.5 * (distance + constant)


@dataclass(frozen=True)
class _Model:
    """A voice: the means of its mixture (m, 19), and middle and width of its pitch and side, if known."""

    mean: Floats
    pitch: tuple[float, float] | None
    side: tuple[float, float] | None


@dataclass(frozen=True)
class _Guess:
    """One way to tell the voices of the sample apart.

    `score` is the log likelihood of the path, per cell. Of the voice that is worst off: `doubt` is the share
    of its cells that, seen alone, are likelier another voice's; `margin` their mean log odds against the next
    voice; `least_ms` how long it speaks.
    """

    models: tuple[_Model, ...]
    score: float
    doubt: float
    margin: float
    least_ms: int


def _sample(cells: _Cells, frames: _Frames) -> tuple[_Cells, _Frames]:
    """About `SAMPLE` cells with their frames, in whole runs that are spread over the interview."""
    begins = (np.arange(len(cells.start)) - np.searchsorted(cells.stretch, cells.stretch)) % RUN == 0
    run = np.cumsum(begins) - 1
    count = int(np.ceil(begins.sum() * min(1.0, SAMPLE / len(run))))
    chosen = np.isin(run, np.linspace(0, run[-1], count).round())
    cell = np.where(chosen, np.cumsum(chosen) - 1, -1)[frames.cell]
    kept = cell >= 0
    return (
        _Cells(cells.start[chosen], cells.end[chosen], run[chosen]),
        _Frames(cell[kept], frames.cepstra[kept], frames.pitch[kept], frames.side[kept]),
    )


def _world(frames: _Frames, seed: int) -> _World:
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
    return _World(
        mixture.weights_.astype(np.float32),
        mixture.means_.astype(np.float32),
        mixture.covariances_.astype(np.float32),
    )


def _learn(cells: _Cells, frames: _Frames, world: _World, voices: int | None) -> tuple[_Model, ...]:
    """The models of as many voices as are wanted or found; none for one voice."""
    starts = [_start(cells, frames, length, belief) for length, belief in STARTS]

    def best(count: int) -> _Guess | None:
        guesses = [_settle(cells, frames, world, start[count], count) for start in starts if count in start]
        return max(filter(None, guesses), key=lambda guess: guess.score, default=None)

    if voices is not None:
        guesses = (best(count) for count in range(voices, 1, -1))
        return next((guess.models for guess in guesses if guess), ())
    found = best(2)
    if found is None or (found.doubt > ALONE_DOUBT and found.margin < ALONE_MARGIN):
        return ()
    for count, gain in GAIN.items():
        more = best(count)
        if more is None or more.score < found.score + gain or more.doubt > DOUBT or more.least_ms < LEAST_MS:
            break
        found = more
    return found.models


def _settle(cells: _Cells, frames: _Frames, world: _World, label: Ints, count: int) -> _Guess | None:
    """Model the voices and move the borders in turn; None if a voice gets lost on the way."""
    for cost in ROUNDS:
        models = _adapt(frames, label, count, world)
        if not models:
            return None
        label = _path(_odds(frames, models, world, len(cells.start)), _costs(cells, cost))
    models = _adapt(frames, label, count, world)
    if not models:
        return None
    odds = _odds(frames, models, world, len(cells.start))
    margin = _lead(odds, label)
    own = np.take_along_axis(odds, label[:, None], axis=1)
    changes = _costs(cells, ROUNDS[0])[np.diff(label) != 0]
    mine = [label == voice for voice in range(count)]
    return _Guess(
        models,
        score=float((own.sum() - changes.sum()) / len(own)),
        doubt=max(float((margin[voice] < 0).mean()) for voice in mine),
        margin=min(float(margin[voice].mean()) for voice in mine),
        least_ms=min(int((cells.end - cells.start)[voice].sum()) for voice in mine),
    )


# ---------------------------------------------------------------------------------------------------- merging


@dataclass(frozen=True)
class _Stream:
    """One stream of d numbers a frame, summed up for each of m pieces.

    `moments` (m, 1 + d, 1 + d): the sums of z zᵀ over the piece's frames, z being 1 and the numbers, so that
    to merge is to add. `spread` (d, d) is the covariance of all frames, towards which that of a piece is drawn
    as if `belief` frames had it.
    """

    moments: Doubles
    spread: Doubles
    belief: float

    def volume(self, moments: Doubles) -> Doubles:
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


def _start(cells: _Cells, frames: _Frames, length: int, belief: float) -> dict[int, Ints]:
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

    Alike is: the generalised likelihood ratio of two Gaussians against one is small, over the logarithm of the
    frames in both. Returns the label of each piece, for each number of clusters from 4 down to 2.
    """
    size = len(streams[0].moments)
    sums = [stream.moments.copy() for stream in streams]
    volumes = [stream.volume(stream.moments) for stream in streams]
    label = np.arange(size)
    alive = np.ones(size, bool)
    apart = np.full((size, size), np.inf)
    found = {}

    def distance(one: int, others: Ints) -> Doubles:
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


# ----------------------------------------------------------------------------------------- models and borders


def _adapt(frames: _Frames, label: Ints, count: int, world: _World) -> tuple[_Model, ...]:
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
            _Model(
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


def _bell(values: Floats, bell: tuple[float, float] | None, reach: float) -> Doubles:
    """Log density: a Gaussian with a tenth of its weight spread evenly over `reach`; 0 for NaN."""
    if bell is None:
        density = np.full(len(values), 1 / reach)
    else:
        middle, width = bell
        normal = np.exp(-0.5 * ((values.astype(np.float64) - middle) / width) ** 2)
        density = 0.9 * normal / (width * np.sqrt(2 * np.pi)) + 0.1 / reach
    return np.where(np.isfinite(values), np.log(density), 0.0)


def _odds(frames: _Frames, models: Sequence[_Model], world: _World, cells: int) -> Doubles:
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


def _lead(table: Doubles, label: Ints) -> Doubles:
    """By how much each row's entry at its label is above the best of the others."""
    own = np.take_along_axis(table, label[:, None], axis=1)
    others = table.copy()
    np.put_along_axis(others, label[:, None], -np.inf, axis=1)
    return np.asarray(own[:, 0] - others.max(axis=1))


def _costs(cells: _Cells, cost: tuple[float, float]) -> Doubles:
    """What a change of voice costs between each cell and the next, shape (cells - 1,)."""
    return np.where(np.diff(cells.stretch) == 0, *cost)


def _path(odds: Doubles, costs: Doubles) -> Ints:
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


def _posterior(odds: Doubles, costs: Doubles) -> Doubles:
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
