"""Sound in which what was replaced is not heard: a tone or silence over it. Only made when asked for.

A voice is personal data whatever it says, and what nobody wrote down is still heard; see `caution`.
"""

from __future__ import annotations

import os
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from pipeline.artefacts.entity import Mention
from pipeline.artefacts.sound import RATE_HZ, Sound
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.messages import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

How = Literal["tone", "silence"]

#: So much before and after a word goes with it, at least: word times are the engine's guess.
MARGIN_MS = 150

#: The tone: its pitch, how loud it is (of 1), and how long it takes to come and go.
TONE_HZ, LOUDNESS, RAMP_MS = 1000, 0.1, 5

#: Length of the pieces that are read and written, in milliseconds.
_PIECE_MS = 10_000


@dataclass(frozen=True)
class Redacted:
    """What was made: how many stretches are covered, and how long they and the sound are."""

    stretches: int
    covered_ms: int
    duration_ms: int


def caution() -> str:
    """What whoever asks for redacted sound must be told."""
    return say("redact.caution")


def spans_of(verified: VerifiedTranscript, mentions: Iterable[Mention]) -> tuple[tuple[int, int], ...]:
    """When these mentions are said, in milliseconds of the interview's sound: disjoint, in order.

    Rejected mentions are left out; leave out yourself those that stay. Where a word has no times, or the
    words are no longer those of the text, the whole turn counts; where the turn has none, all between its
    neighbours that have.
    """
    turns = {turn.id: turn for turn in verified.turns}
    spans = [
        _said(verified, turns[mention.turn_id], mention)
        for mention in mentions
        if mention.status != "rejected" and mention.turn_id in turns
    ]
    return _merged(span for span in spans if span is not None)


def _said(verified: VerifiedTranscript, turn: VerifiedTurn, mention: Mention) -> tuple[int, int] | None:
    """When a mention is said; None where the interview has no sound there at all."""
    if " ".join(word.text for word in turn.words) == turn.text:
        start, times = 0, []
        for word in turn.words:
            end = start + len(word.text)
            if start < mention.end and mention.start < end:
                times += [word.start_ms, word.end_ms]
            start = end + 1
        known = [time for time in times if time is not None]
        if known and len(known) == len(times):
            return min(known), max(known)
    if turn.start_ms is not None and turn.end_ms is not None:
        return turn.start_ms, turn.end_ms
    place = next(index for index, one in enumerate(verified.turns) if one.id == turn.id)
    before = [one.end_ms for one in verified.turns[:place] if one.end_ms is not None]
    after = [one.start_ms for one in verified.turns[place + 1 :] if one.start_ms is not None]
    if not before and not after:
        return None
    first = before[-1] if before else 0
    last = after[0] if after else max(first, max((stretch.end_ms for stretch in verified.speech), default=0))
    return (first, last) if last > first else None


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def redact(
    sound: Sound,
    spans_ms: Sequence[tuple[int, int]],
    target: Path,
    how: How = "tone",
    margin_ms: int = MARGIN_MS,
) -> Redacted:
    """Write the sound with these stretches, and a margin around each, covered in all its channels.

    Args:
        sound: the working copy; it is never written to.
        spans_ms: half-open stretches in milliseconds; what lies outside the sound is left out.
        target: a WAV file to write (16 kHz, 16 bit, nothing but samples in it); it is synced at the end.
        how: what is heard instead.
        margin_ms: so much before and after, at least 150.

    Raises:
        ValueError: the target is the sound itself, a stretch ends before it begins, or the margin is small.
    """
    if how not in get_args(How) or margin_ms < MARGIN_MS:
        raise ValueError("neither tone nor silence, or a margin of less than 150 ms")
    if any(not 0 <= start <= end for start, end in spans_ms):
        raise ValueError("a stretch that ends before it begins, or begins before the sound")
    if target.exists() and target.samefile(sound.path):
        raise ValueError("the sound itself cannot be written over")
    frames = [
        (
            max(0, start - margin_ms) * RATE_HZ // 1000,
            min(sound.frames, -(-(end + margin_ms) * RATE_HZ // 1000)),  # rounded up
        )
        for start, end in spans_ms
    ]
    covered = _merged((first, last) for first, last in frames if first < last)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        with wave.open(stream, "wb") as out:
            out.setnchannels(sound.channels)
            out.setsampwidth(2)
            out.setframerate(RATE_HZ)
            out.setnframes(sound.frames)
            for piece in _pieces(sound, covered, how):
                out.writeframes(piece.tobytes())
        stream.flush()
        os.fsync(stream.fileno())
    length = sum(last - first for first, last in covered)
    return Redacted(len(covered), length * 1000 // RATE_HZ, sound.duration_ms)


def _pieces(sound: Sound, covered: Sequence[tuple[int, int]], how: How) -> Iterator[NDArray[np.int16]]:
    """The samples piece by piece, shape `(frames, channels)`, with something else where they are covered."""
    import numpy as np

    step = _PIECE_MS * RATE_HZ // 1000
    with wave.open(str(sound.path), "rb") as source:
        for begin in range(0, sound.frames, step):
            raw = source.readframes(min(step, sound.frames - begin))
            samples = np.frombuffer(raw, "<i2").reshape(-1, sound.channels).copy()
            for first, last in covered:
                low, high = max(first, begin), min(last, begin + len(samples))
                if low < high:
                    instead = _tone(low, high, first, last) if how == "tone" else 0
                    samples[low - begin : high - begin] = instead
            yield samples


def _tone(low: int, high: int, first: int, last: int) -> NDArray[np.int16]:
    """The frames `[low, high)` of a tone over `[first, last)`, shape `(frames, 1)`; nothing is mixed in."""
    import numpy as np

    place = np.arange(low, high)
    ramp = RAMP_MS * RATE_HZ // 1000
    envelope = np.clip(np.minimum(place - first, last - 1 - place) / ramp, 0.0, 1.0)
    wave_ = np.sin(2 * np.pi * TONE_HZ * (place - first) / RATE_HZ)
    return (LOUDNESS * 32767 * envelope * wave_).astype("<i2")[:, None]
