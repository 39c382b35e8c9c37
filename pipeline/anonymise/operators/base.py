"""What all operators share: a Presidio operator that is given a mention with its surroundings.

What it writes is marked with square brackets and carries the form of what stood there: `[Person 3]s`,
`[Lederen i oppvekst]`, `[leder]jobben`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, ClassVar

from presidio_anonymizer.operators import Operator, OperatorType

from pipeline.anonymise import forms
from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.ladders import Around, Rung
from pipeline.artefacts.entity import Entity, Mention
from pipeline.artefacts.finding import IdentifierType

#: Where Presidio's parameters hold the mention.
SPOT = "spot"


@dataclass(frozen=True)
class Spot:
    """A mention where it stands: whom it is of, what is around it, and on which rung the text is to be."""

    mention: Mention = field(repr=False)
    entity: Entity = field(repr=False)
    around: Around = field(repr=False)
    rung: Rung

    @property
    def reason(self) -> str:
        """The search's reason without its room."""
        return self.mention.reason.rpartition(".")[2]

    @property
    def compound(self) -> bool:
        """Whether the mention is the first part of a longer word (`rektor|jobben`, `Moss-ordføreren`)."""
        after = self.around.after
        return after[:1].isalpha() or (after[:1] in "-‐‑" and after[1:2].isalpha())


class OwnOperator(Operator):
    """An operator of ours; a subclass says what stands instead, brackets included.

    `worded` is False for one that writes the same whatever people have chosen for the entity.
    """

    name: ClassVar[str]
    worded: ClassVar[bool] = True

    def operate(self, text: str = "", params: dict[str, Any] | None = None) -> str:
        """Presidio's door: what stands instead of `text`; what people have chosen, where they have."""
        spot = (params or {}).get(SPOT)
        if not isinstance(spot, Spot):
            raise TypeError("an operator needs to know the mention")
        chosen = plain(spot.entity.replacement) if self.worded else ""
        return in_words(chosen, text, spot) if chosen else self.instead(text, spot)

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Nothing that people could get wrong."""

    def operator_name(self) -> str:
        """The name under which Presidio knows it."""
        return self.name

    def operator_type(self) -> OperatorType:
        """It anonymises."""
        return OperatorType.Anonymize

    def instead(self, surface: str, spot: Spot) -> str:
        """What stands instead of a mention."""
        raise NotImplementedError


def marked(text: str, ending: str = "") -> str:
    """A replacement as readers see it."""
    return f"[{text}]{ending}"


def plain(text: str) -> str:
    """What people have typed as it may stand in brackets: normal form C, single spaces, no brackets."""
    return " ".join(unicodedata.normalize("NFC", re.sub(r"[\[\]\x00-\x1f\x7f]", " ", text)).split())


def in_words(chosen: str, surface: str, spot: Spot) -> str:
    """The words that people have chosen for an entity, in the form of the mention."""
    if spot.entity.type is IdentifierType.TITLE:
        return as_noun(chosen, surface, spot)
    if spot.entity.type in _NAMED:
        return of_name(surface, spot, chosen) if chosen[:1].isupper() else as_article(chosen, surface, spot)
    return as_said(chosen, surface, spot)


#: What is called by a name, which has a genitive.
_NAMED = (IdentifierType.PERSON, IdentifierType.ORG, IdentifierType.DISTRICT, IdentifierType.PLACE)


def of_name(surface: str, spot: Spot, label: str) -> str:
    """A label instead of a name: its genitive follows it."""
    if is_owned(surface, spot.entity) and not spot.compound:
        return marked(label, "'" if label.endswith(("s", "x", "z")) else "s")
    return marked(label)


def is_owned(surface: str, entity: Entity) -> bool:
    """Whether a name stands in the genitive: `Karis`, `Hans'`.

    A name that ends with s is its own where the study or the lists know it so.
    """
    if entity.type is IdentifierType.TITLE:
        return forms.seen(surface).form.genitive
    low = surface.casefold().rstrip()
    if low.endswith(("'", "’")):
        return True
    if not low.endswith("s") or len(low) < 3:
        return False
    forms_of = {name.casefold() for name in (entity.name, *entity.aliases)}
    known = forms_of | {word for name in forms_of for word in name.split()}
    base = low[:-1]
    last, last_base = low.split()[-1], base.split()[-1]
    if base in forms_of or (base in known and " " not in base):
        return True
    if entity.type is IdentifierType.PERSON:
        lists = gazetteer()
        names = lists.first_names | lists.surnames
        return last not in names and last_base in names
    return low not in forms_of and last_base in known


def as_noun(phrase: str, surface: str, spot: Spot) -> str:
    """A phrase in its dictionary form, put into the form of a noun that stands in the text, and marked."""
    if spot.compound:
        _, _, head, _ = forms.parted(phrase)
        return marked(_capital(head, surface, spot))
    title, whose = forms.owner_apart(surface)
    form = forms.form_in(forms.seen(title), spot.around.before, whose or spot.around.after)
    said = forms.inflected(phrase, form, spot.rung.language, described=forms.is_described(spot.around.before))
    return marked(_capital(said + whose, surface, spot))


def as_article(phrase: str, surface: str, spot: Spot) -> str:
    """An indefinite phrase instead of a name (`en bydel`): genitive of its noun, no article in compounds."""
    if spot.compound:
        return marked(_capital(forms.parted(phrase)[2], surface, spot))
    before = spot.around.last
    pointed = before in ("den", "denne", "dette")  # «det» and «de» stand for somebody more often
    form = forms.Form(genitive=is_owned(surface, spot.entity), definite=pointed)
    article, _, rest = phrase.partition(" ")
    if before in forms.ARTICLES and article in forms.ARTICLES:
        phrase = rest  # the text has one already
    said = forms.inflected(phrase, form, spot.rung.language, described=form.definite)
    return marked(_capital(said, surface, spot))


def as_said(text: str, surface: str, spot: Spot) -> str:
    """A text that has no forms, with a capital where a sentence begins."""
    return marked(_capital(text, surface, spot))


def _capital(text: str, surface: str, spot: Spot) -> str:
    first = (surface[:1].isupper() or surface[:1].isdecimal()) and forms.begins_sentence(spot.around.before)
    return forms.capital(text) if first else text
