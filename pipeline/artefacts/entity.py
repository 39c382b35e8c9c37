"""Who is who in a study: entities, the mentions of them in each interview, and doubts that people settle."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt

from pipeline.artefacts.base import Artefact, Identifier, Spoken, Value
from pipeline.artefacts.finding import IdentifierType, Score

#: Drawn at random once, and never used again: an id that says nothing of whom it stands for.
EntityId = Annotated[str, Field(pattern=r"^e-[0-9a-f]{8}$")]

#: What a person is in the study. `undecided` is nobody's decision and no sure guess.
PersonRole = Literal["respondent", "third_party", "public_figure", "undecided"]

#: What may stand in the place of a mention; the names of `anonymise/operators/`, least strict first.
Operator = Literal["keep", "generalise", "surrogate", "placeholder", "remove"]

#: Where a mention is from: the search, the second look for who is known to the study, or a person.
Source = Literal["found", "known", "person"]

#: What people have said of a mention. `look_again`: they have, but the words have changed since.
Status = Literal["suggested", "accepted", "rejected", "look_again"]


class Mention(Value):
    """A span `[start, end)` of a turn's verified text, in code points, and the entity that it mentions.

    `id` is the same whenever the same span of the same turn is of the same type. `reason` is a key of the
    message catalogue. `check`: the machine is unsure and a person has to look.
    """

    id: str
    turn_id: str
    start: NonNegativeInt
    end: NonNegativeInt
    type: IdentifierType
    entity_id: EntityId
    source: Source
    score: Score
    recogniser: str
    reason: str
    check: bool = False
    status: Status = "suggested"
    decided_by: Annotated[str, Field(repr=False)] = ""


class Mentions(Artefact):
    """All mentions of one interview in the order of its text, rejected ones too.

    Those that are not rejected are disjoint. `text_digest` is of the verified text that they were counted in.
    """

    file: ClassVar[str] = "mentions.json"

    interview: Identifier
    text_digest: str
    mentions: tuple[Mention, ...] = ()


class Entity(Value):
    """Somebody or something that identifies, in the whole study.

    `name` is the fullest form that was met, `aliases` all forms as they were met or given by people.
    `number` is drawn at random within the type, once: it stands in placeholders. `respondent_of` are the
    interviews in which this person answers. `person` is the entity whose title or workplace this is, where
    that is known. `operator` and `replacement` are None and "" where the policy of the study decides; a
    `replacement` is the base form, without brackets. `surrogate` was drawn once, at random, where it was
    needed. The `…_by` are the names of those who decided; empty is the machine's suggestion.
    """

    id: EntityId
    type: IdentifierType
    name: Spoken
    aliases: Annotated[tuple[str, ...], Field(repr=False)] = ()
    number: Annotated[int, Field(ge=1)]
    role: PersonRole = "undecided"
    role_by: Annotated[str, Field(repr=False)] = ""
    respondent_of: tuple[Identifier, ...] = ()
    person: EntityId | None = None
    operator: Operator | None = None
    replacement: Spoken = ""
    replacement_by: Annotated[str, Field(repr=False)] = ""
    surrogate: Spoken = ""


class Doubt(Value):
    """Two entities that may be the same, for people to link or to part; never linked silently.

    `reason` is a key of the message catalogue.
    """

    left: EntityId
    right: EntityId
    score: Score
    reason: str


class EntityRegistry(Artefact):
    """All entities of a study. It lies in `identified/` and is the link key in clear text."""

    file: ClassVar[str] = "registry.json"

    entities: tuple[Entity, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    #: Ids and (type, number) pairs that were drawn once and are free no more, though nobody has them now.
    retired: tuple[str, ...] = ()

    def entity(self, entity_id: str) -> Entity:
        """The entity of this id.

        Raises:
            KeyError: there is none.
        """
        for entity in self.entities:
            if entity.id == entity_id:
                return entity
        raise KeyError(entity_id)
