"""Personal names in every form: full, first name, surname, genitive, lower case, with an article before."""

from collections.abc import Iterator

from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers.base import Recogniser, names_of
from pipeline.artefacts.finding import IdentifierType


class PersonRecogniser(Recogniser):
    """Names of persons."""

    type = IdentifierType.PERSON
    key = "person"

    def find(self, page: Page) -> Iterator[Hit]:
        """See `Recogniser`."""
        return names_of(page, self.type)
