"""Bydeler, districts and neighbourhoods: the lists of 15 towns, `bydel X`, and names after `på`."""

from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser, names_of
from pipeline.artefacts.finding import IdentifierType


class DistrictRecogniser(Recogniser):
    """Names of parts of a town."""

    type = IdentifierType.DISTRICT
    key = "district"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        return names_of(page, self.type)
