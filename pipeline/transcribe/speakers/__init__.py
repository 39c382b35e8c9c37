"""Who spoke when: voices told apart by their sound alone, with no model from outside.

The way is the classic one of speaker diarisation before neural embeddings. `frames.py` measures; `merging.py`
puts pieces of speech together that sound alike; `models.py` learns each voice; `path.py` moves the borders.
Merging starts in several ways, and the likeliest result is kept. Where each channel of a stereo recording
carries a voice of its own, the level of the one over the other settles the matter by itself.

Memory grows by about 15 MB with each hour of speech; the sound itself is read in pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.artefacts.sound import Sound
from pipeline.artefacts.transcript import Stretch
from pipeline.transcribe.speakers.frames import Cells, Floats, Frames, Ints, in_cells, measure, sample
from pipeline.transcribe.speakers.merging import MOST_VOICES, beginnings
from pipeline.transcribe.speakers.models import FEWEST, Model, World, adapt, odds_of, world_of
from pipeline.transcribe.speakers.path import costs_of, lead, likeliest_path, posterior

#: How the merging may start: length of the pieces in cells, and how many frames' worth of belief there is
#: that a piece's spread is that of all speech.
STARTS = ((20, 80.0), (30, 80.0), (20, 200.0), (40, 40.0))
#: What a change of voice costs (logarithm of odds) within a stretch and over a pause. The first rounds are
#: strict, or else the model learns to tell vowels from consonants instead of one voice from the other.
ROUNDS = ((20.0, 5.0), (20.0, 5.0), (10.0, 3.0), (5.0, 2.0))
#: Confidence is asked of odds flattened further, until it is about as often right as it says.
FLATTEN = 0.25

#: Finding the number of voices, with figures from `benchmarks/voices.py`. Two is the rule in interviews; a
#: third or fourth must raise the score of a cell by so much, leave no voice in doubt in more than this share
#: of its own cells, and give each so much to say.
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
    cells = in_cells(speech)
    frames = measure(sound, speech, cells)
    label = np.zeros(len(cells.start), np.intp)
    margin: Floats = np.ones(len(cells.start))
    if len(frames.cell) < FEWEST:
        return _join(cells, label, 0 * margin)
    some_cells, some_frames = sample(cells, frames)
    world = world_of(some_frames, seed)
    models = _learn(some_cells, some_frames, world, voices)
    if len(models) > 1:
        for cost in ROUNDS[-2:]:
            odds = odds_of(frames, models, world, len(label))
            label = likeliest_path(odds, costs_of(cells, cost))
            models = adapt(frames, label, len(models), world) or models
        probability = posterior(FLATTEN * odds, costs_of(cells, cost))
        margin = lead(probability, label)
    return _join(cells, label, margin)


def _join(cells: Cells, label: Ints, margin: Floats) -> tuple[Voice, ...]:
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


@dataclass(frozen=True)
class _Guess:
    """One way to tell the voices of the sample apart.

    `score` is the log likelihood of the path, per cell. Of the voice that is worst off: `doubt` is the share
    of its cells that, seen alone, are likelier another voice's; `margin` their mean log odds against the next
    voice; `least_ms` how long it speaks.
    """

    models: tuple[Model, ...]
    score: float
    doubt: float
    margin: float
    least_ms: int


def _learn(cells: Cells, frames: Frames, world: World, voices: int | None) -> tuple[Model, ...]:
    """The models of as many voices as are wanted or found; none for one voice."""
    starts = [beginnings(cells, frames, length, belief) for length, belief in STARTS]

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


def _settle(cells: Cells, frames: Frames, world: World, label: Ints, count: int) -> _Guess | None:
    """Model the voices and move the borders in turn; None if a voice gets lost on the way."""
    for cost in ROUNDS:
        models = adapt(frames, label, count, world)
        if not models:
            return None
        label = likeliest_path(odds_of(frames, models, world, len(cells.start)), costs_of(cells, cost))
    models = adapt(frames, label, count, world)
    if not models:
        return None
    odds = odds_of(frames, models, world, len(cells.start))
    margin = lead(odds, label)
    own = np.take_along_axis(odds, label[:, None], axis=1)
    changes = costs_of(cells, ROUNDS[0])[np.diff(label) != 0]
    mine = [label == voice for voice in range(count)]
    return _Guess(
        models,
        score=float((own.sum() - changes.sum()) / len(own)),
        doubt=max(float((margin[voice] < 0).mean()) for voice in mine),
        margin=min(float(margin[voice].mean()) for voice in mine),
        least_ms=min(int((cells.end - cells.start)[voice].sum()) for voice in mine),
    )
