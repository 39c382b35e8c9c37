"""Something stood here, and no more is said."""

from pipeline.anonymise.operators.base import OwnOperator, Spot, as_said


class Remove(OwnOperator):
    """`[fjernet]`."""

    name = "remove"
    worded = False

    def instead(self, surface: str, spot: Spot) -> str:
        """See `OwnOperator`."""
        return as_said(spot.rung.say("fjernet", "fjerna"), surface, spot)
