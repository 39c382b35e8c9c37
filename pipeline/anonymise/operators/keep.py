"""What is known anyway stays as it is."""

from pipeline.anonymise.operators.base import OwnOperator, Spot


class Keep(OwnOperator):
    """Nothing changes, and nothing is marked."""

    name = "keep"
    worded = False

    def instead(self, surface: str, spot: Spot) -> str:
        """See `OwnOperator`."""
        return surface
