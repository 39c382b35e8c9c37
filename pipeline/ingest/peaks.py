"""The outline of an interview's sound, for drawing it: computed once, small enough to send whole."""

from pipeline.artefacts.sound import RATE_HZ, Sound

#: One byte stands for so many milliseconds of sound; an hour is 180 kB.
PEAK_MS = 20

_BLOCK_MS = 60_000


def peaks(sound: Sound) -> bytes:
    """The loudest sample of each `PEAK_MS` of sound (channels mixed), 0–255, the last one of what is left."""
    import numpy as np

    width = PEAK_MS * RATE_HZ // 1000
    outline = bytearray()
    for _, samples in sound.blocks(_BLOCK_MS):
        columns = np.pad(np.abs(samples), (0, -len(samples) % width)).reshape(-1, width)
        outline += np.minimum(255, np.ceil(columns.max(axis=1) * 255)).astype(np.uint8).tobytes()
    return bytes(outline)
