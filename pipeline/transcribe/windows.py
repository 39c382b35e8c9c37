"""Cut the speech into windows that the engine reads one at a time.

Whisper reads at most 30 s. Cutting at pauses keeps words whole; an utterance that is longer than a window
is cut where the voice is weakest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.artefacts.transcript import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK_MS = 32

#: Speech further apart than this is never read in one window: the pause would be most of it.
LONGEST_PAUSE_MS = 3_000


@dataclass(frozen=True)
class Window:
    """A stretch of sound `[start_ms, end_ms)` that is decoded on its own."""

    start_ms: int
    end_ms: int

    def key(self, *of: str) -> str:
        """What a result of this window depends on, as a digest: the range and what the caller adds."""
        text = "\n".join((*of, str(self.start_ms), str(self.end_ms)))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def cut(
    speech: Sequence[Stretch],
    probability: NDArray[np.float32],
    *,
    longest_ms: int,
    join: bool,
) -> tuple[Window, ...]:
    """Windows of at most `longest_ms` that hold all the speech, in order and disjoint.

    Args:
        speech: stretches in order.
        probability: of speech in each 32 ms of the sound, shape `(chunks,)`.
        longest_ms: what the model can read, at most 30 000.
        join: fill a window with several utterances; otherwise one utterance a window.
    """
    whole: list[Window] = []
    for stretch in speech:
        for piece in _pieces(Window(stretch.start_ms, stretch.end_ms), probability, longest_ms):
            last = whole[-1] if whole else None
            if (
                last is not None
                and piece.end_ms - last.start_ms <= longest_ms
                and (join or piece.start_ms < last.end_ms)
                and piece.start_ms - last.end_ms <= LONGEST_PAUSE_MS
            ):
                whole[-1] = Window(last.start_ms, piece.end_ms)
            else:
                # Padding may make neighbours overlap by some hundredths of a second.
                start = max(piece.start_ms, last.end_ms) if last else piece.start_ms
                if piece.end_ms > start:
                    whole.append(Window(start, piece.end_ms))
    return tuple(whole)


def _pieces(window: Window, probability: NDArray[np.float32], longest_ms: int) -> list[Window]:
    """The window, cut at its weakest places until no piece is longer than `longest_ms`."""
    pieces = []
    start = window.start_ms
    while window.end_ms - start > longest_ms:
        # The second half of what fits: a cut further to the left only makes more windows.
        first, last = (start + longest_ms // 2) // CHUNK_MS, (start + longest_ms) // CHUNK_MS
        weakest = first + int(probability[first:last].argmin())
        end = min(weakest * CHUNK_MS + CHUNK_MS // 2, start + longest_ms)
        pieces.append(Window(start, end))
        start = end
    pieces.append(Window(start, window.end_ms))
    return pieces
