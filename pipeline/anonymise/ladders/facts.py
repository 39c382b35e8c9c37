"""What GDPR art. 9 protects: what kind of fact it is, as a noun or as what somebody is."""

from __future__ import annotations

import re

from pipeline.anonymise.gazetteer import countries, gazetteer
from pipeline.anonymise.ladders.rung import Around, Rung
from pipeline.anonymise.vocabulary import set_of

#: What a fact is called, and what one is who is said to be so (`hun er`), in both languages.
_SPECIAL = {
    "health": (
        ("en helseopplysning", "ei helseopplysning"),
        ("i en helsesituasjon", "i ein helsesituasjon"),
    ),
    "union": (
        ("et medlemskap", "ein medlemskap"),
        ("tilknyttet en fagorganisasjon", "knytt til ein fagorganisasjon"),
    ),
    "party": (
        ("en politisk tilknytning", "ei politisk tilknyting"),
        ("tilknyttet et parti", "knytt til eit parti"),
    ),
    "belief": (
        ("en livssynsopplysning", "ei livssynsopplysning"),
        ("tilhenger av et livssyn", "tilhengar av eit livssyn"),
    ),
    "ethnicity": (
        ("en etnisk bakgrunn", "ein etnisk bakgrunn"),
        ("av en annen bakgrunn", "av ein annan bakgrunn"),
    ),
    "orientation": (
        ("en personlig opplysning", "ei personleg opplysning"),
        ("del av en minoritet", "del av ein minoritet"),
    ),
}
_ANY_SPECIAL = (("en personlig opplysning", "ei personleg opplysning"),) * 2
_SPOKEN = set_of("snakker snakkar snakke snakka bare berre skriver skriv leser les på")
_IS = set_of("er e var va være vere vært vore blir ble blei vart bli blitt også òg jo nå no")
_DOES = re.compile(r"(?:sitter|sit|satt|sat|er|var|med)\b")


def special(surface: str, around: Around, rung: Rung, *, reason: str = "") -> str:
    """What kind of fact it is that GDPR art. 9 protects: by the search's reason, else by the lists.

    >>> special("muslim", Around("hun er ", ""), Rung("work", "nb"))
    'tilhenger av et livssyn'
    >>> special("fra Chile", Around("en gutt ", ""), Rung("work", "nb"))
    'fra et annet land'
    """
    groups = gazetteer().special
    low = surface.casefold()
    whence, _, rest = low.partition(" ")
    if whence in ("fra", "frå") and rest.split(" ")[0] in countries():
        return f"{whence} " + rung.say("et annet land", "eit anna land")
    if low in countries():
        return rung.say("et annet land", "eit anna land")
    if reason not in _SPECIAL:
        terms = [term for term in groups if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", low)]
        reason = groups[max(terms, key=lambda term: (len(term), term))] if terms else ""
    if reason == "ethnicity" and around.last in _SPOKEN:
        return rung.say("et annet språk", "eit anna språk")
    noun, predicate = _SPECIAL.get(reason, _ANY_SPECIAL)
    if _DOES.match(low):
        verb = "" if low.startswith("med ") else "er "
        return verb + rung.say(*predicate)
    return rung.say(*(predicate if around.last in _IS else noun))
