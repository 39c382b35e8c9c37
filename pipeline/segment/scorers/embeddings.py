"""Texts are alike when a sentence model says so: for those who have one on their machine (nb-sbert-base).

Never needed, and nothing is fetched. Needs the package `transformers`, which Renskriv does not install.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.segment.scorers.base import Matrix

#: Texts that are read at once, and the longest part of a text that is read, in pieces of words.
BATCH, LONGEST = 16, 256


class Embeddings:
    """See `Scorer`. Means over the last layer's words, as sentence-transformers makes them.

    Args:
        folder: the model's files in the hub's form.

    Raises:
        PipelineError: the folder holds no such model, or `transformers` is not installed.
    """

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when the package is imported
        try:
            from transformers import AutoModel, AutoTokenizer
        except ImportError:
            raise PipelineError(
                say("segment.no_transformers"), hint=say("segment.no_transformers.hint")
            ) from None
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            self._model: Any = AutoModel.from_pretrained(str(folder), local_files_only=True).eval()
        except (OSError, ValueError):
            raise PipelineError(
                say("segment.no_embeddings", path=folder), hint=say("segment.no_embeddings.hint")
            ) from None

    def likeness(self, texts: Sequence[str]) -> Matrix:
        """See `Scorer`."""
        import numpy as np
        import torch

        means = []
        with torch.inference_mode():
            for first in range(0, len(texts), BATCH):
                pieces = self._tokenizer(
                    list(texts[first : first + BATCH]),
                    padding=True,
                    truncation=True,
                    max_length=LONGEST,
                    return_tensors="pt",
                )
                layer = self._model(**pieces).last_hidden_state
                mask = pieces["attention_mask"].unsqueeze(-1)
                means.append(((layer * mask).sum(1) / mask.sum(1).clamp(min=1)).numpy())
        vectors = np.concatenate(means).astype(np.float64)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-12
        return np.asarray(vectors @ vectors.T)
