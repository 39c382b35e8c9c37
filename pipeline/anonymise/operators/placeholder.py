"""What kind of thing stood here, with a number that is the same wherever the study mentions it."""

import re

from pipeline.anonymise.ladders.organisations import organisation
from pipeline.anonymise.operators.base import OwnOperator, Spot, as_said, of_name
from pipeline.artefacts.finding import IdentifierType as Type

#: Numbered, as readers have to know who is who; the same words in Bokmål and Nynorsk, as one study has both.
_NUMBERED = {
    Type.PERSON: "Person",
    Type.DISTRICT: "Bydel",
    Type.PLACE: "Sted",
    Type.TITLE: "Stilling",
    Type.DATE: "Tidspunkt",
}

#: Not numbered: what somebody needs them for is what they are.
_PLAIN = {
    Type.PHONE: "telefonnummer",
    Type.EMAIL: "e-postadresse",
    Type.NATIONAL_ID: "fødselsnummer",
    Type.AGE: "alder",
    Type.SPECIAL: "personlig opplysning",
}

#: Kinds of numbers by the search's recogniser, and by how they are written where a person has added them.
_BY_RECOGNISER = {
    "bank_account": "kontonummer",
    "organisation_number": "organisasjonsnummer",
    "licence_plate": "bilskilt",
    "case_number": "saksnummer",
    "web_address": "nettadresse",
    "user_name": "brukernavn",
}
_BY_SHAPE = (
    (re.compile(r"https?:|www\.|\w\.[a-zæøå]{2,}(?:/|$)"), "nettadresse"),
    (re.compile(r"@|_"), "brukernavn"),
    (re.compile(r"\d+/\d+|[A-Z]{3,}-\d+"), "saksnummer"),
    (re.compile(r"[A-ZÆØÅ]{2} ?\d{5}"), "bilskilt"),
    (re.compile(r"\d{4}[. ]?\d{2}[. ]?\d{5}"), "kontonummer"),
    (re.compile(r"(?:NO ?)?\d{3} ?\d{3} ?\d{3}(?: ?MVA)?"), "organisasjonsnummer"),
)


class Placeholder(OwnOperator):
    """`[Person 3]`, `[Skole 2]`, `[telefonnummer]`."""

    name = "placeholder"

    def instead(self, surface: str, spot: Spot) -> str:
        """See `OwnOperator`."""
        if spot.entity.type in _NUMBERED or spot.entity.type is Type.ORG:
            return of_name(surface, spot, label(spot))
        if spot.entity.type is Type.ID:
            return as_said(_kind_of_number(surface, spot), surface, spot)
        return as_said(_PLAIN[spot.entity.type], surface, spot)


def label(spot: Spot) -> str:
    """The kind and the number of an entity, the same in all interviews."""
    entity = spot.entity
    if entity.type is Type.ORG:
        kind, _, _ = organisation((entity.name, *sorted(entity.aliases)))
        return f"{kind} {entity.number}"
    return f"{_NUMBERED[entity.type]} {entity.number}"


def _kind_of_number(surface: str, spot: Spot) -> str:
    known = _BY_RECOGNISER.get(spot.mention.recogniser)
    return known or next((kind for shape, kind in _BY_SHAPE if shape.search(surface)), "nummer")
