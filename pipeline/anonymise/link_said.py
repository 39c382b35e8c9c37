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
_YOUR_TITLE = re.compile(
    r"\b(?:du (?:er|e|var|va|ble|blei|vart|har vært|har vore|jobber som|jobbet som|jobba som|arbeider som)|"
    r"(?:er|e|var|va|ble|blei|vart|vore|har) du(?: vært| vore| blitt| vorte)?)"
    r"(?: nå| no| jo| altså)?(?: utdanna| utdannet)?(?: en| ein| ei)? $",
    re.IGNORECASE,
)
_FORMALLY = re.compile(
    r"\b(?:formelt|offisielt|egentlig|eigentleg|på papiret) (?:heter|heiter|heite) det(?: en| ein| ei)? $",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"(?:(?:ja|jo|nei|altså|eh|jeg|eg|æ)\b[,.]? ?)*", re.IGNORECASE)
_IS = re.compile(
    r"[.,]? (?:som |[Hh]an |[Hh]un |[Hh]o )?(?:er|e|var|va|ble|blei|vart|"
    r"(?:har|hadde) (?:vært|vore|vori|blitt|vorte))(?: en| ein| ei| jo| nå| no)? "
)
_WHOSE = r"(?: (?:vår|vårt|vårres|min|mi|mitt|hans|hennes|hennar|deres|dykkar))?"
_THERE = r"(?: (?:der|her))?(?: (?:ute|oppe|nede|inne|borte))?"
_BEFORE_NAME = re.compile(rf"{_WHOSE}{_THERE}")
_AT = re.compile(rf"{_THERE} (?:på|ved|i|hos|hjå|for|til) ")
_THEIRS = re.compile(r" (hans|hennes|hennar|deres|dykkar)\b")
_AND = re.compile(
    r"(?: (?:på|ved|i|hos|for) §)?(?:,| og)(?: (?:er|e|blir|vert|var|va|ble|blei|vart|også|òg|samtidig)){0,2}"
    r"(?: en| ein| ei)? "
)
#: What a municipality, a county or a diocese has one of, by the title's base form.
_OFFICE_OF_ALL = re.compile(
    r"(?:kommune|fylkes|by|kommunal|fylkeskommunal)(?:direktør|sjef)\b.*|rådmann|(?:vara|fylkes|fylkesvara)?ordfører"
    r"|(?:fylkes)rådmann|byråds?leder|byrådsleiar|biskop|(?:oppvekst|skole|skule|barnehage|helse|kultur|landbruks|"
    r"nærings|brann|havne|by(?:plan)?|plan|personal|sosial)sjef\b.*"
)
_OFFICE = re.compile(
    r"\b(?:\w*minister(?:en)?|statsråd(?:en)?|kong(?:en|e)?|dronning(?:a|en)?|kronprins(?:en)?|"
    r"stortingspresident(?:en)?|president(?:en)?|partileder(?:en)?) $",
    re.IGNORECASE,
)

#: Employers of so many that a first name beside them says nothing.
_LARGE = re.compile(
    r"kommun|fylke|sykehus|sjukehus|universitet|høgskol|høyskol|helse|departement|direktorat|etat|politi|forsvar"
)


def introduces(turn: VerifiedTurn, spot: Spot, others: Sequence[Spot]) -> bool:
    """Whether the respondent says here that this is their name: `Jeg heter …`, `Eva Moen, førti, lærer`."""
    before, after = turn.text[: spot.start], turn.text[spot.end :]
    if turn.role != "respondent":
        return False
    first = not before.strip(" .,–-").removeprefix("Ja") and " " in spot.words
    aged = after.startswith(", ") and any(
        one.type is T.AGE and one.stands and one.start == spot.end + 2 for one in others
    )
    return bool(_I_AM.search(before) or _AM_I.match(after) or (first and (aged or _THEN_I.match(after))))


def called_so(turn: VerifiedTurn, spot: Spot) -> bool:
    """Whether it is said here that somebody is called this: `men folk sier Odden`."""
    return _CALLED.search(turn.text[: spot.start]) is not None


def in_office(turn: VerifiedTurn, spot: Spot) -> bool:
    """Whether a national office stands before the name: `kunnskapsminister`."""
    return _OFFICE.search(turn.text[: spot.start]) is not None


def own_title(turn: VerifiedTurn, spot: Spot, others: Sequence[Spot]) -> bool:
    """Whether this is said to be the respondent's title, by them or to them.

    `Jeg er femti år og rektor`, `Formelt heter det styrer`, `Sykepleier fra Molde`; `Hvorfor ble du lærer?`
    """
    before = turn.text[: spot.start]
    if turn.role == "interviewer":
        return _YOUR_TITLE.search(before) is not None
    for age in others:
        if age.type is T.AGE and age.end <= spot.start and before[age.end :] in (" og ", ", "):
            before = before[: age.start]
    trained = _form(spot) is Form.BARE and turn.text.startswith((" fra ", " frå "), spot.end)
    return turn.role == "respondent" and (
        _MY_TITLE.search(before) is not None
        or _FORMALLY.search(before) is not None
        or (trained and _ANSWERS.fullmatch(before) is not None)
    )


def repeats(turn: VerifiedTurn, spot: Spot) -> bool:
    """Whether a turn begins with this word, as who answers repeats what was asked: `Sykepleier, ja`."""
    return turn.role == "respondent" and _ANSWERS.fullmatch(turn.text[: spot.start]) is not None


def title_beside(turn: VerifiedTurn, spot: Spot, person: Spot, others: Sequence[Spot]) -> bool:
    """Whether a title stands beside a name as that person's: `rektor Haugen`, `Haugen, rektor`.

    Where they work may stand between them, and how old they are.
    """
    form = _form(spot)
    if spot.end <= person.start:
        between = _between(turn, spot.end, person.start, others)
        place = _AT.match(between)
        if place is not None and between[place.end() :] == "§, ":
            between = ", "
        called = between.removesuffix(", ") if between.endswith(", ") else between.removesuffix(" ")
        if called == between or _BEFORE_NAME.fullmatch(called) is None:
            return False
        return not between.endswith(", ") or form not in (None, Form.PLURAL)
    between = _between(turn, person.end, spot.start, others)
    return _IS.fullmatch(between) is not None or (
        between in (", ", ", ¤, ", ", ¤, og ") and form is Form.BARE
    )


def title_and(turn: VerifiedTurn, first: Spot, second: Spot, others: Sequence[Spot]) -> bool:
    """Whether two titles are said of the same person: `er rektor på Lia skole og blir leder`."""
    between = _between(turn, first.end, second.start, others)
    bare = _form(first) is Form.BARE and _form(second) is Form.BARE
    return bare and _AND.fullmatch(between) is not None


def said_of(turn: VerifiedTurn, spot: Spot, others: Sequence[Spot]) -> Spot | str:
    """What a title is said of: the place of work after it, or the pronoun for whose it is; else empty."""
    theirs = _THEIRS.match(turn.text, spot.end)
    if theirs:
        return theirs[1].casefold()
    at = _AT.match(turn.text, spot.end)
    places = (one for one in others if at and one.stands and one.type in _PLACES and one.start == at.end())
    return next(places, "")


def is_office(title: str) -> bool:
    """Whether a municipality has one such, by the title's key: `ordfører`, `kommunalsjef for helse`."""
    return _OFFICE_OF_ALL.fullmatch(title) is not None


_PLACES = frozenset({T.ORG, T.PLACE, T.DISTRICT})


def _form(title: Spot) -> Form | None:
    known = title_of(title.words.casefold().split()[-1])
    return None if known is None else known.form


def _between(turn: VerifiedTurn, start: int, end: int, others: Sequence[Spot]) -> str:
    """The text of a turn with a sign for each place of work (§) and age (¤) that is marked in it."""
    said, at = "", start
    for one in sorted(others, key=lambda one: one.start):
        if one.stands and at <= one.start and one.end <= end and one.type in {*_PLACES, T.AGE}:
            said += turn.text[at : one.start] + ("¤" if one.type is T.AGE else "§")
            at = one.end
    return said + turn.text[at:end]


def large(organisation: str) -> bool:
    """Whether an employer is one of very many, by its case-folded name."""
    return _LARGE.search(organisation) is not None
