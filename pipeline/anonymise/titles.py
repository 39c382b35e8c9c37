"""Occupational titles: their forms by rule, and compounds by their head.

A lemma is inflected as Bokmål, Nynorsk and dialect do (`rektoren`, `leiarane`, `direktørn`, `legens`), and a
compound is known by its last part (`oppvekstsjefen`, `PPT-leder`, `nettverksleiaren`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.vocabulary import set_of


class Form(Enum):
    """How a title stands: without an article, definite singular, or plural."""

    BARE = "bare"
    DEFINITE = "definite"
    PLURAL = "plural"


@dataclass(frozen=True)
class Title:
    """A word that is a title. `holders`: 1 one in an organisation, 2 a handful, 3 many."""

    lemma: str = field(repr=False)
    form: Form
    holders: int


#: Heads that make a title of whatever stands before them; those whose compounds have many holders apart.
_LEADING = set_of(
    "leder leiar sjef direktør rektor styrer styrar rådmann ordfører ordførar inspektør koordinator "
    "formann forkvinne dekan redaktør forvalter forvaltar ombud prest overlege bestyrer bestyrar "
    "professor"
)
_OTHERS = set_of(
    "lege rådgiver rådgivar rådgjevar verge verje konsulent sekretær ansvarlig ansvarleg lærer lærar "
    "pleier pleiar pedagog terapeut veileder rettleiar vegleiar mester meister arbeider arbeidar psykolog "
    "advokat dommer dommar betjent ingeniør tekniker teknikar bibliotekar revisor arkitekt kurator "
    "medarbeider medarbeidar trener trenar assistent mor søster kokk styrmann maskinist skipper sjåfør "
    "agent spesialist kontakt bonde megler meglar meklar operatør montør elektriker elektrikar snekker "
    "snikkar rørlegger røyrleggjar agronom gartner gartnar frisør avløser avløysar "
    "fører førar fullmektig selger seljar kontrollør planlegger planleggar analytiker økonom reparatør "
    "instruktør aspirant forsker forskar veterinær kasserer konservator konstruktør representant lektor "
    "offiser tolk kirurg biolog geolog kjemiker fysiker dykker fotograf journalist konduktør fogd fut "
    "vokter vaktar fisker fiskar smed behandler behandlar slakter slaktar røkter røktar organist kantor "
    "guide historiker håndverker handverkar oppdretter oppdrettar løyvehaver løyvehavar"
)

#: Bare forms that are ordinary verbs or roles in general: no title without more around them.
WEAK = set_of(
    "styrer styrar leder lærer lærar fører førar arbeider arbeidar pleier pleiar assistent leiar vikar "
    "kokk verge vert bonde mester ansvarlig ansvarleg valgt vald mor søster agent terapeut medarbeider "
    "trener trenar spiller spelar student elev lærling skipper modell spesialist kontakt"
)

#: Forms of other words, or of offices that say nothing about who holds them.
_NOT = set_of(
    "hovedtillitsvalgt tillitsvalgt tillitsvald plasstillitsvalgt hovudtillitsvald fylkestillitsvalgt "
    "statsforvalter statsforvaltar fylkesmann statsminister far mor bror søster kone mann bestemor stemor "
    "farmor mormor svigermor tante venn kjæreste forfatter forfattar elev student lærling barn leser "
    "lesar ordstyrer ordstyrar møteleder møteleiar problemløser forelder foresatt bruker brukar pasient "
    "kunde beboer bebuar pårørende eier eigar leietaker leietakar klient pensjonist arbeidsgiver "
    "arbeidsgivar arbeidstaker arbeidstakar deltaker deltakar søker søkar modell kontrast partner "
    "stikkontakt kontakt øyekontakt augekontakt foreldrekontakt brukerkontakt kundekontakt førstekontakt "
    "lagspiller vert verge spiller spelar soldat pilot au pair ekspert entreprenør agent statist menig "
    "statsråd"
)

#: What may stand before a title as part of it.
ADJECTIVES = set_of(
    "pensjonert pensjonerte avgått påtroppende assisterende assisterande konstituert fungerende "
    "fungerande pedagogisk pedagogiske daglig dagleg daglige teknisk tekniske administrerende "
    "administrerande ledende leiande faglig fagleg medisinsk fagansvarlig politisk psykiatrisk klinisk "
    "spesialpedagogisk vitenskapelig merkantil førstekonsulent"
)


#: Offices that a speech recogniser parts from the title: `ppt leder`.
OFFICES = frozenset({"ppt", "pp", "sfo", "aks", "nav", "ikt", "it", "hr", "slt", "bup"})


def _inflected(lemma: str) -> Iterator[tuple[str, Form]]:
    """All forms of a lemma without their genitives."""
    yield lemma, Form.BARE
    if lemma.endswith("mann"):
        yield lemma + "en", Form.DEFINITE
        for ending in ("menn", "mennene", "mennane"):
            yield lemma[:-4] + ending, Form.PLURAL
        return
    if lemma.endswith(("ig", "leg", "valgt", "vald", "satt")):
        yield lemma + "e", Form.DEFINITE
        yield lemma.removesuffix("t") + "te", Form.DEFINITE
        return
    if lemma.endswith(("ombud", "medlem", "befal", "vesen")):
        yield lemma + "et", Form.DEFINITE
        yield lemma + "a", Form.PLURAL
        yield lemma + "ene", Form.PLURAL
        return
    stem = lemma.removesuffix("e")
    for ending in ("en", "n") if lemma != stem or lemma.endswith(("r", "l")) else ("en",):
        yield (stem + "en" if ending == "en" else lemma + "n"), Form.DEFINITE
    if lemma.endswith(("inne", "søster", "mor", "øs", "ise", "dame")):
        yield stem + "a", Form.DEFINITE
    for ending in ("er", "ene", "ar", "ane", "an"):
        yield stem + ending, Form.PLURAL
    if lemma.endswith("er"):
        for ending in ("e", "ne", "a"):
            yield lemma + ending, Form.PLURAL
        nynorsk = lemma[:-2] + "ar"
        yield nynorsk, Form.BARE
        yield nynorsk + "en", Form.DEFINITE
        for ending in ("ar", "ane"):
            yield nynorsk + ending, Form.PLURAL


@cache
def _forms() -> tuple[dict[str, Title], dict[str, Title]]:
    """Forms of the listed titles, and forms of the heads of compounds."""
    listed: dict[str, Title] = {}
    for lemma, holders in gazetteer().titles.items():
        if " " in lemma or lemma in _NOT:
            continue
        for form, how in _inflected(lemma):
            if form not in listed or how is Form.BARE:
                listed[form] = Title(lemma, how, holders)
    heads = {
        form: Title(head, how, holders)
        for group, holders in ((_OTHERS, 3), (_LEADING, 1))
        for head in sorted(group)
        for form, how in _inflected(head)
    }
    for form, title in heads.items():
        if title.holders == 1 or title.lemma not in _NOT | WEAK:
            listed.setdefault(form, title)
    return listed, heads


#: The old title of a head nurse, in dialects as well: `oversyster`, `øvesøster`.
_HEAD_NURSE = re.compile(
    r"(?:over|øver|øve|åver|åve)s[øy]ste?r(?:(?P<ending>en|a|å)|(?P<several>ene|ane|ar|er|ne))?"
)


@cache
def _longest_head() -> int:
    return max(len(form) for form in _forms()[1])


@cache
def _tails() -> frozenset[str]:
    """The last three letters of every head; a word that ends otherwise is no compound of one."""
    return frozenset(form[-3:] for form in _forms()[1])


def title_of(low: str) -> Title | None:
    """What title a case-folded word is, its genitive taken away; None for other words."""
    return _title(low) or (_title(low[:-1]) if low.endswith("s") and len(low) > 4 else None)


def _title(low: str) -> Title | None:
    listed, heads = _forms()
    if low in _NOT:
        return None
    if low in listed:
        return listed[low]
    nurse = _HEAD_NURSE.fullmatch(low) if low[:1] in ("o", "ø", "å") else None
    if nurse:
        form = Form.PLURAL if nurse["several"] else Form.DEFINITE if nurse["ending"] else Form.BARE
        return Title("oversøster", form, 1)
    if low[-3:] not in _tails():
        return None
    for length in range(min(_longest_head(), len(low) - 2), 2, -1):
        head = heads.get(low[-length:])
        before = low[:-length].rstrip("-")
        if head is not None and len(before) >= 2:
            lemma = low[:-length] + head.lemma
            return (
                None
                if lemma in _NOT or not _compound(before, head)
                else Title(lemma, head.form, head.holders)
            )
    return None


def _compound(before: str, head: Title) -> bool:
    """Whether what stands before a head makes a word of it; short heads also end other words."""
    if head.lemma in ("mor", "søster", "agent", "mester", "vald", "valgt", "kokk", "lege"):
        return before.endswith(
            ("jord", "helse", "tillits", "bygg", "bane", "vakt", "skole", "skule", "kjøkken")
        )
    if head.lemma in ("dommer", "dommar"):
        return before not in ("ung", "ungd")
    if head.lemma in ("fører", "førar"):
        return before not in ("ut", "med", "inn", "over", "gjennom", "vide", "til", "an", "videre", "vidare")
    return before not in ("for", "om", "av", "ut", "inn", "an", "opp", "be", "over", "til", "under", "sam")


def is_title(low: str) -> bool:
    """Whether a word is a title in any form, the weak ones (`leder`, `lærer`) left out."""
    found = title_of(low)
    return found is not None and not (found.form is Form.BARE and found.lemma in WEAK)
