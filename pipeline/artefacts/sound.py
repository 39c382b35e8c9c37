"""`audio.wav`, the working copy of an interview's sound, read in pieces."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Samples a second in `audio.wav`; what Whisper and Silero expect.
RATE_HZ = 16_000


@dataclass(frozen=True)
class Sound:
    """A 16 kHz, 16-bit WAV with one or two channels. Nothing is loaded until it is asked for."""

    path: Path
    channels: int
    frames: int

    @property
    def duration_ms(self) -> int:
        """Length, rounded down to whole milliseconds."""
        return self.frames * 1000 // RATE_HZ

    def samples(self, start_ms: int, end_ms: int) -> NDArray[np.float32]:
        """The samples of a stretch in [-1, 1], shape `(frames, channels)`; what lies outside is left out."""
        import numpy as np

        first = max(0, start_ms * RATE_HZ // 1000)
        last = min(self.frames, end_ms * RATE_HZ // 1000)
        with wave.open(str(self.path), "rb") as source:
            source.setpos(min(first, self.frames))
            raw = source.readframes(max(0, last - first))
        return np.frombuffer(raw, "<i2").reshape(-1, self.channels).astype(np.float32) / 32768.0

    def mono(self, start_ms: int, end_ms: int) -> NDArray[np.float32]:
        """The mean of the channels over a stretch, shape `(frames,)`."""
        import numpy as np

        samples = self.samples(start_ms, end_ms)
        return np.ascontiguousarray(samples[:, 0] if self.channels == 1 else samples.mean(axis=1))

    def blocks(self, length_ms: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """The whole sound as (start in ms, mono samples), `length_ms` at a time."""
        for start in range(0, self.duration_ms, length_ms):
            yield start, self.mono(start, min(start + length_ms, self.duration_ms))


def open_sound(path: Path) -> Sound:
    """Look at a working copy without reading its samples.

    Raises:
        ValueError: not a 16 kHz, 16-bit WAV of one or two channels.
    """
    try:
        with wave.open(str(path), "rb") as source:
            form = (source.getframerate(), source.getsampwidth(), source.getnchannels() in (1, 2))
            sound = Sound(path, source.getnchannels(), source.getnframes())
    except (wave.Error, EOFError):
        form = (0, 0, False)
    if form != (RATE_HZ, 2, True):
        raise ValueError("not a working copy: 16 kHz, 16 bit, one or two channels were expected")
    return sound
