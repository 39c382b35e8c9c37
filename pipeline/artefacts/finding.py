"""What the machine says points at a person: findings in one interview's verified text."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, NonNegativeInt, model_validator

from pipeline.artefacts.base import Artefact, Identifier, Value


class IdentifierType(StrEnum):
    """The kinds of identifiers, in order of priority where two findings of equal length and score collide.

    TITLE is an occupational title or office of one identifiable person; DISTRICT a bydel or neighbourhood;
    PLACE other geography smaller than a country, with addresses; ORG a workplace, school or institution;
    AGE also an exact length of service; ID a case, account or organisation number, licence plate, URL or
    user name; SPECIAL what GDPR art. 9 names, about an identifiable person.
    """

    NATIONAL_ID = "NATIONAL_ID"
    ID = "ID"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    PERSON = "PERSON"
    ORG = "ORG"
    DISTRICT = "DISTRICT"
    PLACE = "PLACE"
    TITLE = "TITLE"
    DATE = "DATE"
    AGE = "AGE"
    SPECIAL = "SPECIAL"


#: Identifiers that name a person by themselves; the others do so together (quasi-identifiers).
DIRECT = frozenset(
    {
        IdentifierType.PERSON,
        IdentifierType.PHONE,
        IdentifierType.EMAIL,
        IdentifierType.NATIONAL_ID,
        IdentifierType.ID,
    }
)

Score = Annotated[float, Field(ge=0, le=1)]


class Finding(Value):
    """A span `[start, end)` of a turn's verified text, in code points.

    `id` is the same whenever the same span of the same turn is found as the same type. `entity_id` is
    shared by mentions that look alike within the interview; who is who across interviews is not said here.
    `check`: a person has to look, the machine is unsure. `reason` is a key of the message catalogue.
    """

    id: str
    turn_id: str
    start: NonNegativeInt
    end: NonNegativeInt
    type: IdentifierType
    entity_id: str
    score: Score
    recogniser: str
    reason: str
    check: bool = False

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a finding covers nothing")
        return self


class Findings(Artefact):
    """All findings of an interview in the order of its text; no two of them overlap.

    `language_model` is the name of the name model that took part; `text_digest` is over the turns' ids and
    texts that were searched, as in `Mentions` ("": not said).
    """

    file: ClassVar[str] = "findings.json"

    interview: Identifier
    language_model: str
    text_digest: str = ""
    findings: tuple[Finding, ...] = ()
