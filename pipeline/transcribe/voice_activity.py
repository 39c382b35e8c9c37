"""Where somebody speaks: Silero's voice activity model, run over blocks of the sound at once.

Chunk by chunk the same network is some twenty times slower (docs: field notes); its recurrent state is
carried from block to block, so a block's border changes nothing and memory does not grow with length.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.artefacts.sound import RATE_HZ, Sound
from pipeline.artefacts.transcript import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 512  # samples that the network judges at a time: 32 ms
CONTEXT = 64  # samples of the chunk before that it wants to see
BLOCK_MS = 512_000  # a whole number of chunks

#: A voice begins above the first probability and goes on until it falls below the second (Silero's defaults).
BEGINS, GOES_ON = 0.5, 0.35
SHORTEST_SPEECH_MS = 200
SHORTEST_PAUSE_MS = 300
PADDING_MS = 100


def probabilities(
    sound: Sound, model: Path, on_progress: Callable[[int], None] = lambda _: None
) -> NDArray[np.float32]:
    """The probability of speech in each 32 ms of the sound, shape `(chunks,)`.

    Args:
        sound: the working copy.
        model: Silero's network, version 6, as ONNX.
        on_progress: is given the milliseconds of sound looked at so far.
    """
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    state = np.zeros((1, 1, 128), np.float32)
    cell = np.zeros((1, 1, 128), np.float32)
    before = np.zeros(CONTEXT, np.float32)
    found = []
    for start, block in sound.blocks(BLOCK_MS):
        padded = np.pad(block, (0, -len(block) % CHUNK)).reshape(-1, CHUNK)
        context = np.vstack([before, padded[:-1, -CONTEXT:]])
        output, state, cell = session.run(
            None, {"input": np.hstack([context, padded]), "h": state, "c": cell}
        )
        before = padded[-1, -CONTEXT:]
        found.append(output.reshape(-1))
        on_progress(start + len(block) * 1000 // RATE_HZ)
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def stretches(probability: NDArray[np.float32], duration_ms: int) -> tuple[Stretch, ...]:
    """Speech between pauses of at least 0.3 s, padded by 0.1 s, in order and disjoint.

    Args:
        probability: of speech in each 32 ms, shape `(chunks,)`.
        duration_ms: length of the sound; no stretch goes beyond it.
    """
    chunk_ms = CHUNK * 1000 / RATE_HZ
    spoken: list[tuple[float, float]] = []
    start: float | None = None
    for index, value in enumerate([*probability.tolist(), 0.0]):
        if start is None and value >= BEGINS:
            start = index * chunk_ms
        elif start is not None and value < GOES_ON:
            spoken.append((start, index * chunk_ms))
            start = None
    joined: list[tuple[float, float]] = []
    for first, last in spoken:
        if joined and first - joined[-1][1] < SHORTEST_PAUSE_MS:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    kept = [(first, last) for first, last in joined if last - first >= SHORTEST_SPEECH_MS]
    return tuple(
        Stretch(start_ms=max(0, round(first) - PADDING_MS), end_ms=min(duration_ms, round(last) + PADDING_MS))
        for first, last in kept
    )
