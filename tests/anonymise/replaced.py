"""Texts with mentions drawn into them, as tests of what stands instead write them.

«<Karis|PERSON|Kari Moe> bil» is a mention of an entity named Kari Moe; without a name it is as it stands.
Entities with the same name and type are one, and are numbered in order.
"""

import re
from typing import Any

from pipeline.anonymise.replace import Policy, replace
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn

_DRAWN = re.compile(r"<([^|<>]*)\|(\w+)(?:\|([^|<>]*))?(?:\|(\w+))?>")


def scene(
    *pictures: str, language: str = "nb", speaker: str = "S1", status: str = "accepted", **about: Any
) -> tuple[VerifiedTranscript, Mentions, EntityRegistry]:
    """Checked text, mentions and entities of these pictures, one a turn; `about` is said of all entities."""
    entities: dict[tuple[str, str], Entity] = {}
    mentions, turns = [], []
    for number, picture in enumerate(pictures, 1):
        text, at = "", 0
        for found in _DRAWN.finditer(picture):
            surface, kind, name, reason = found.groups()
            text += picture[at : found.start()]
            at = found.end()
            key = (kind, name or surface)
            entities.setdefault(
                key,
                Entity(
                    id=f"e-{len(entities) + 1:08x}",
                    type=IdentifierType(kind),
                    name=name or surface,
                    aliases=(surface,),
                    number=len(entities) + 1,
                    **about,
                ),
            )
            mentions.append(
                Mention(
                    id=f"f{len(mentions)}",
                    turn_id=f"t{number}",
                    start=len(text),
                    end=len(text) + len(surface),
                    type=IdentifierType(kind),
                    entity_id=entities[key].id,
                    source="found",
                    score=1,
                    recogniser="test",
                    reason=f"anonymise.reason.{reason or 'name'}",
                    status=status,
                )
            )
            text += surface
        text += picture[at:]
        turns.append(VerifiedTurn(id=f"t{number}", speaker=speaker, role="respondent", text=text))
    verified = VerifiedTranscript(interview="intervju-01", language=language, turns=tuple(turns))
    found_all = Mentions(interview="intervju-01", text_digest="0", mentions=tuple(mentions))
    return verified, found_all, EntityRegistry(entities=tuple(entities.values()))


def replaced(*pictures: str, policy: Policy | None = None, **how: Any) -> AnonymisedTranscript:
    """What replacing makes of these pictures."""
    return replace(*scene(*pictures, **how), policy or Policy(), reviewed=True)


def text_of(picture: str, **how: Any) -> str:
    """The new text of a single turn."""
    (turn,) = replaced(picture, **how).turns
    return turn.text
