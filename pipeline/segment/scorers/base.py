"""What a scorer is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


class Scorer(Protocol):
    """Says how alike texts are. Knows no guide and keeps nothing of what it reads."""

    def likeness(self, texts: Sequence[str]) -> Matrix:
        """Cosines of all texts with all others: shape `(n, n)`, in [-1, 1]; zero for one without words."""
