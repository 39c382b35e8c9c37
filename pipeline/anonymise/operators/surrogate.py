"""Another name instead of a person's, the same wherever the study mentions that person."""

from pipeline.anonymise.operators.base import OwnOperator, Spot, of_name
from pipeline.anonymise.operators.placeholder import Placeholder
from pipeline.artefacts.finding import IdentifierType


class Surrogate(OwnOperator):
    """`[Nina]`, marked all the same; what has no name drawn gets its placeholder, which is stricter."""

    name = "surrogate"

    def instead(self, surface: str, spot: Spot) -> str:
        """See `OwnOperator`."""
        if spot.entity.type is not IdentifierType.PERSON or not spot.entity.surrogate:
            return Placeholder().instead(surface, spot)
        return of_name(surface, spot, spot.entity.surrogate)
