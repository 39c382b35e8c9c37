"""Texts are alike when they use the same words in any form: weighted lemmas (tf-idf)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.segment.spoken import content_lemmas

if TYPE_CHECKING:
    from pipeline.segment.scorers.base import Matrix


class Lemmas:
    """See `Scorer`. Lemmas are simplemma's, of Bokmål and Nynorsk; function words do not count."""

    def likeness(self, texts: Sequence[str]) -> Matrix:
        """See `Scorer`."""
        return cosines(texts, analyzer=content_lemmas)


def cosines(texts: Sequence[str], **options: object) -> Matrix:
    """Cosines of tf-idf vectors, term counts damped (1 + ln tf), rarity counted in these texts."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        vectors = TfidfVectorizer(sublinear_tf=True, **options).fit_transform(texts)
    except ValueError:  # no words at all
        return np.zeros((len(texts), len(texts)))
    return np.asarray((vectors @ vectors.T).toarray())
