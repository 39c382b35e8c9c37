"""Texts are alike when their words are spelt alike: what bridges written forms, dialects and compounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.segment.scorers.lemmas import cosines
from pipeline.segment.spoken import content_words

if TYPE_CHECKING:
    from pipeline.segment.scorers.base import Matrix


class Spelling:
    """See `Scorer`. Three to five letters in a row within words (tf-idf)."""

    def likeness(self, texts: Sequence[str]) -> Matrix:
        """See `Scorer`."""
        plain = [" ".join(content_words(text)) for text in texts]
        return cosines(plain, analyzer="char_wb", ngram_range=(3, 5), lowercase=False)
