"""Whisper by its makers' own library, one window at a time.

`whisper.transcribe` is given a window of at most 30 s, never a recording: on a whole recording it computes
the spectrogram of everything at once, reports nothing until the end, and carries its prompt and its place
from window to window, so that one loop spoils the rest.
"""

from __future__ import annotations

import math
import unicodedata
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
import whisper

from pipeline.artefacts.transcript import Language, Word
from pipeline.transcribe.engines import Decoded
from pipeline.transcribe.engines.checkpoint import load_whisper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Whisper's names for the two written forms. Its "no" is Bokmål; "nb" it does not know.
WHISPER_LANGUAGE: dict[Language, str] = {"nb": "no", "nn": "nn"}

#: The gates and the fallback of Whisper's own command line (Radford et al. 2022, section 4.5).
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
TOO_REPETITIVE = 2.4
TOO_IMPROBABLE = -1.0


class OpenAIWhisper:
    """A Whisper checkpoint run through openai-whisper."""

    version = f"openai-whisper {whisper.__version__} / 1"

    def __init__(self, weights: Path, *, name: str, beam: int) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = load_whisper(weights, self.device, name=name)
        self.beam = beam

    def probable_language(self, samples: NDArray[np.float32]) -> dict[Language, float]:
        """Whisper's own guess, of which only Norwegian's two forms are looked at."""
        mel = whisper.log_mel_spectrogram(
            whisper.pad_or_trim(samples), self.model.dims.n_mels, device=self.model.device
        )
        _, found = self.model.detect_language(mel.to(self._dtype))
        return {form: float(found[code]) for form, code in WHISPER_LANGUAGE.items()}

    def decode(self, samples: NDArray[np.float32], language: Language, seed: int) -> Decoded:
        """See `Engine`. The seed matters only where the first, deterministic try fails the gates."""
        torch.manual_seed(seed)
        with warnings.catch_warnings():
            # Whisper warns, in its own words, of slow kernels; nothing here can be mended by the user.
            warnings.simplefilter("ignore")
            result = whisper.transcribe(
                self.model,
                samples,
                verbose=None,
                language=WHISPER_LANGUAGE[language],
                task="transcribe",
                temperature=TEMPERATURES,
                beam_size=self.beam,
                best_of=self.beam,
                condition_on_previous_text=False,
                word_timestamps=True,
                compression_ratio_threshold=TOO_REPETITIVE,
                logprob_threshold=TOO_IMPROBABLE,
                fp16=self.device == "cuda",
            )
        segments = [segment for segment in result["segments"] if segment["text"].strip()]
        return Decoded(
            words=tuple(_words(segments, len(samples) * 1000 // whisper.audio.SAMPLE_RATE)),
            doubtful=any(
                segment["compression_ratio"] > TOO_REPETITIVE or segment["avg_logprob"] < TOO_IMPROBABLE
                for segment in segments
            ),
        )

    @property
    def _dtype(self) -> torch.dtype:
        return torch.float16 if self.device == "cuda" else torch.float32


def _words(segments: list[dict[str, Any]], length_ms: int) -> list[Word]:
    """Whisper's words without the space before them; a piece that has none belongs to the word before."""
    words: list[Word] = []
    for segment in segments:
        for index, piece in enumerate(segment["words"]):
            text = unicodedata.normalize("NFC", piece["word"])
            start, end = (min(length_ms, max(0, round(piece[side] * 1000))) for side in ("start", "end"))
            if words and index and not text.startswith(" ") and text.strip():
                last = words[-1]
                words[-1] = last.model_copy(
                    update={"text": last.text + text.strip(), "end_ms": max(start, end)}
                )
                continue
            probability = piece["probability"]
            words += [
                Word(
                    text=part,
                    start_ms=start,
                    end_ms=max(start, end),
                    probability=round(probability, 3) if math.isfinite(probability) else None,
                )
                for part in text.split()
            ]
    return words
