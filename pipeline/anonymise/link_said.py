"""What is said of oneself and of others: whose name it is, and whose title; by the text around a mention."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.anonymise.link_places import Spot
from pipeline.anonymise.titles import Form, title_of
from pipeline.artefacts.finding import IdentifierType as T
from pipeline.artefacts.verified import VerifiedTurn

_I = r"(?:jeg|eg|æ|e|i)"
_I_AM = re.compile(
    rf"\b(?:{_I} (?:heter|heiter|hete|heite|hette)|heter {_I}|heiter {_I}|navnet mitt er|namnet mitt er|"
    rf"mitt navn er|mitt namn er|{_I} blir kalt|{_I} vert kalla)(?: altså| jo| da| bare| rett og slett)?,? $",
    re.IGNORECASE,
)
_AM_I = re.compile(rf",? (?:heter|heiter|hete|heite|hette) {_I}\b", re.IGNORECASE)
_THEN_I = re.compile(rf"[.,] {_I} (?:er|e|jobber|arbeider|jobbar)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:sier|seier|sir|sei|sæi|kaller|kallar|kalle|kalla|kalles|kallast|kalt)"
    r"(?: meg| mæ| eg| jeg| bare| berre)? $",
    re.IGNORECASE,
)
_MY_TITLE = re.compile(
    rf"\b(?:{_I} (?:er|e|var|va)|(?:er|e|var|va|ble|blei|vart) {_I}|{_I} (?:jobber|jobba|jobbet|arbeider|"
    rf"arbeidde|begynte|starta|startet|har vært|har vore|ble|blei|vart)(?: \w+)? som|stillingen min er|"
    rf"tittelen min er)(?: nå| no| jo| altså)?(?: en| ein| ei)? $",
    re.IGNORECASE,
)
_IS = re.compile(r"[.,]? (?:som |[Hh]an |[Hh]un |[Hh]o )?(?:er|e|var|va|ble|vart)(?: en| ein| ei| jo| nå)? ")
_OFFICE = re.compile(
    r"\b(?:\w*minister(?:en)?|statsråd(?:en)?|kong(?:en|e)?|dronning(?:a|en)?|kronprins(?:en)?|"
    r"stortingspresident(?:en)?|president(?:en)?|partileder(?:en)?) $",
    re.IGNORECASE,
)

#: Employers of so many that a first name beside them says nothing.
_LARGE = re.compile(
    r"kommun|fylke|sykehus|sjukehus|universitet|høgskol|høyskol|helse|departement|direktorat|etat|politi|forsvar"
)


def introduces(turn: VerifiedTurn, spot: Spot) -> bool:
    """Whether the respondent says here that this is their name."""
    before, after = turn.text[: spot.start], turn.text[spot.end :]
    if turn.role != "respondent":
        return False
    opens = not before.strip(" .,–-").removeprefix("Ja") and " " in spot.words and _THEN_I.match(after)
    return bool(_I_AM.search(before) or _AM_I.match(after) or opens)


def called_so(turn: VerifiedTurn, spot: Spot) -> bool:
    """Whether it is said here that somebody is called this: `men folk sier Odden`."""
    return _CALLED.search(turn.text[: spot.start]) is not None


def in_office(turn: VerifiedTurn, spot: Spot) -> bool:
    """Whether a national office stands before the name: `kunnskapsminister`."""
    return _OFFICE.search(turn.text[: spot.start]) is not None


def own_title(turn: VerifiedTurn, spot: Spot, others: Sequence[Spot]) -> bool:
    """Whether the respondent says here that this is their title: `jeg er femti år og rektor`."""
    before = turn.text[: spot.start]
    for age in others:
        if age.type is T.AGE and age.end <= spot.start and before[age.end :] in (" og ", ", "):
            before = before[: age.start]
    return turn.role == "respondent" and _MY_TITLE.search(before) is not None


def title_beside(turn: VerifiedTurn, spot: Spot, person: Spot) -> bool:
    """Whether a title stands beside a name as that person's: `rektor Haugen`, `Haugen, rektor`."""
    title = title_of(spot.words.casefold().split()[-1])
    if spot.end <= person.start:
        between = turn.text[spot.end : person.start]
        several = title is None or title.form is Form.PLURAL
        return re.fullmatch(r" (?:vår |min )?", between) is not None or (between == ", " and not several)
    between = turn.text[person.end : spot.start]
    bare = title is not None and title.form is Form.BARE
    return _IS.fullmatch(between) is not None or (between == ", " and bare)


def large(organisation: str) -> bool:
    """Whether an employer is one of very many, by its case-folded name."""
    return _LARGE.search(organisation) is not None
