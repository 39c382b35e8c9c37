"""Something that says less, and is still true: up the ladders."""

from pipeline.anonymise.ladders.facts import special
from pipeline.anonymise.ladders.organisations import organisation
from pipeline.anonymise.ladders.places import place
from pipeline.anonymise.ladders.times import age, date
from pipeline.anonymise.ladders.titles import title
from pipeline.anonymise.operators.base import OwnOperator, Spot, as_article, as_noun, as_said
from pipeline.anonymise.operators.placeholder import Placeholder
from pipeline.artefacts.finding import IdentifierType as Type


class Generalise(OwnOperator):
    """`[leder i oppvekst]`, `[en bydel]`, `[i 50-årene]`; a number has nothing above it but its kind."""

    name = "generalise"

    def instead(self, surface: str, spot: Spot) -> str:
        """See `OwnOperator`."""
        entity, rung = spot.entity, spot.rung
        names = (entity.name, *sorted(entity.aliases))
        match entity.type:
            case Type.TITLE:
                return as_noun(title(surface, names, rung), surface, spot)
            case Type.DISTRICT:
                if spot.around.last in ("bydel", "bydelen", "strøket"):
                    return as_said(rung.say("navn utelatt", "namn utelate"), surface, spot)
                return as_article(rung.say("en bydel", "ein bydel"), surface, spot)
            case Type.PLACE:
                return as_article(place(entity.name or surface, rung, reason=spot.reason), surface, spot)
            case Type.ORG:
                _, bokmaal, nynorsk = organisation(names)
                return as_article(rung.say(bokmaal, nynorsk), surface, spot)
            case Type.PERSON:
                return as_article(rung.say("en person", "ein person"), surface, spot)
            case Type.DATE:
                return as_said(date(surface, spot.around, rung), surface, spot)
            case Type.AGE:
                return as_said(age(surface, spot.around, rung, reason=spot.reason), surface, spot)
            case Type.SPECIAL:
                return as_said(special(surface, spot.around, rung, reason=spot.reason), surface, spot)
            case _:
                return Placeholder().instead(surface, spot)
