"""What all recognisers share: a Presidio recogniser that looks at a page and gives hits.

Presidio's own PatternRecognizer is not used: a pattern that takes too long is skipped there with a line in
a log, and a failed checksum drops what was found. Here nothing is dropped in silence, and a checksum only
raises a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from presidio_analyzer import EntityRecognizer, RecognizerResult

from pipeline.anonymise.page import Hit, Page, page_of
from pipeline.artefacts.finding import IdentifierType
from pipeline.errors import PipelineError, frames_of
from pipeline.messages import say


class RecogniserFailedError(PipelineError):
    """A recogniser broke: nothing of the interview counts as searched. Holds frames, never a word."""

    def __init__(self, name: str, error: BaseException) -> None:
        super().__init__(
            say("anonymise.recogniser_failed", name=name, frames=frames_of(error)),
            say("anonymise.recogniser_failed.hint"),
        )

    def __reduce__(self) -> tuple[type[PipelineError], tuple[str, str]]:
        """Travel between processes as what it says."""
        return PipelineError, (self.message, self.hint)


#: Where a result keeps the reason of its hit.
REASON = "reason"


class Recogniser(EntityRecognizer):
    """One kind of identifier. A subclass names its type and yields hits; it keeps nothing between texts."""

    COUNTRY_CODE = "no"
    type: ClassVar[IdentifierType]
    key: ClassVar[str] = ""
    name: str

    def __init__(self, supported_language: str = "nb") -> None:
        super().__init__(
            supported_entities=[self.type.value],
            name=self.key or type(self).__name__,
            supported_language=supported_language,
        )

    def load(self) -> None:
        """Nothing to load: the lists are read when the first text comes."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's door: the hits in a text as Presidio's results."""
        if entities and self.type.value not in entities:
            return []
        try:
            hits = tuple(self.find(page_of(text, nlp_artifacts)))
        except Exception as error:
            raise RecogniserFailedError(self.name, error) from None
        return [
            RecognizerResult(
                entity_type=self.type.value,
                start=hit.start,
                end=hit.end,
                score=hit.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    REASON: hit.reason,
                },
            )
            for hit in hits
        ]

    def find(self, page: Page) -> Iterator[Hit]:
        """The hits of this kind on a page; they may overlap."""
        raise NotImplementedError


def names_of(page: Page, kind: IdentifierType) -> Iterator[Hit]:
    """The names on a page that are of this type."""
    return (Hit(name.start, name.end, name.score, name.reason) for name in page.names if name.type is kind)
