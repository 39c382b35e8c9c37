"""Engines that turn sound into words. A new one is a file in this folder and a line below."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.artefacts.base import Value
from pipeline.artefacts.transcript import Language, Word
from pipeline.registry import Registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENGINES = Registry("engine")
ENGINES.add("openai-whisper", "pipeline.transcribe.engines.openai_whisper:OpenAIWhisper")


class Heard(Value):
    """What an engine heard in one window: one line of `windows.jsonl`.

    Word times are milliseconds from the beginning of the recording. `key` is the digest of all that the
    result depends on. `doubtful`: the engine's own gates (repetition, low probability) failed.
    """

    key: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class Decoded:
    """Words of one window, times in milliseconds from the window's beginning."""

    words: tuple[Word, ...] = field(repr=False)
    doubtful: bool


class Engine(Protocol):
    """What the room asks of an engine. One is made per run and used for one window after another."""

    #: Part of every result's key: a new version makes new results.
    version: str

    def __init__(self, weights: Path, *, name: str, beam: int) -> None:
        """Load the weights; raises PipelineError when they are damaged."""

    def probable_language(self, samples: NDArray[np.float32]) -> dict[Language, float]:
        """How probable each of Norwegian's two written forms is for this sound (16 kHz mono, <= 30 s)."""

    def decode(self, samples: NDArray[np.float32], language: Language, seed: int) -> Decoded:
        """The words of a window: 16 kHz mono in [-1, 1], at most 30 s. The same input, the same words."""
