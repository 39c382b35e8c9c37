"""What people decide about identifiers, in the whole study: one line of `study.jsonl` is one user action.

A decision about a place in a text carries the turn's text that it was made on: where that text has changed
since, the place is found again by `rebase`, and where its words changed it asks to be looked at again. The
log lies in `identified/`, as that text is what people said.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, NonNegativeInt

from pipeline.artefacts.base import Artefact, Identifier, Spoken, Value
from pipeline.artefacts.decision import TurnId
from pipeline.artefacts.entity import EntityId, Operator, PersonRole
from pipeline.artefacts.finding import IdentifierType


class Place(Value):
    """A span `[start, end)` of a turn, in code points of `text`, the turn's verified text at the time."""

    interview: Identifier
    turn: TurnId
    start: NonNegativeInt
    end: NonNegativeInt
    text: Spoken


class Judge(Value):
    """Whether words identify, and how. `type` None: they do not, here or wherever `scope` reaches.

    `scope` is this mention, all mentions in the study that are spelt like it (letter case aside), or all
    mentions of its entity. A `mention` that the machine did not find is one that a person has added;
    `entity` says whom it mentions, where that was said.
    """

    op: Literal["judge"] = "judge"
    place: Place
    type: IdentifierType | None
    scope: Literal["mention", "spelling", "entity"] = "mention"
    entity: EntityId | None = None


class Link(Value):
    """Two entities are one: the first stays, and the second goes into it."""

    op: Literal["link"] = "link"
    entity: EntityId
    other: EntityId


class Part(Value):
    """Two entities that look alike are two, and stay two."""

    op: Literal["part"] = "part"
    entity: EntityId
    other: EntityId


class Separate(Value):
    """The mentions at these places are of somebody else than the entity they were linked to.

    `new_entity` is minted by whoever decides, or an entity that is there.
    """

    op: Literal["separate"] = "separate"
    entity: EntityId
    new_entity: EntityId
    places: tuple[Place, ...]


class Alias(Value):
    """The entity is also called this; all interviews are searched for it."""

    op: Literal["alias"] = "alias"
    entity: EntityId
    alias: Spoken


class SetRole(Value):
    """What a person is in the study; a respondent of these interviews."""

    op: Literal["set_role"] = "set_role"
    entity: EntityId
    role: PersonRole
    respondent_of: tuple[Identifier, ...] = ()


class SetPerson(Value):
    """The title or workplace is this person's; None: nobody's in particular."""

    op: Literal["set_person"] = "set_person"
    entity: EntityId
    person: EntityId | None


class SetReplacement(Value):
    """What stands instead of all mentions of an entity; operator None and "" are the study's policy again."""

    op: Literal["set_replacement"] = "set_replacement"
    entity: EntityId
    operator: Operator | None
    replacement: Spoken = ""


class AcceptedIn(Value):
    """Suggestions that were accepted in one turn: span in `text`, its verified text then, and type."""

    interview: Identifier
    turn: TurnId
    text: Spoken
    spans: tuple[tuple[NonNegativeInt, NonNegativeInt, IdentifierType], ...]


class Accept(Value):
    """These suggestions are right: each by its interview and the mention's id.

    `turns` say where they stood, so that they stay accepted when other words are corrected; whoever takes the
    decision fills them in. Older lines have none, and hold for the ids alone.
    """

    op: Literal["accept"] = "accept"
    mentions: tuple[tuple[Identifier, str], ...]
    turns: tuple[AcceptedIn, ...] = ()


class Respond(Value):
    """What is told of a respondent beside the talk: `respondents.csv` is made from this and study.toml.

    `label` is how quotes are marked ("en rektor"). `bands` are further columns, name and value.
    """

    op: Literal["respond"] = "respond"
    interview: Identifier
    group: Spoken = ""
    subgroup: Spoken = ""
    label: Spoken = ""
    bands: Annotated[tuple[tuple[str, str], ...], Field(repr=False)] = ()


class Approve(Value):
    """A named person has checked the de-identified text of an interview: sign-off.

    `text_digest` is of that text, its profile included: another text voids the sign-off.
    """

    op: Literal["approve"] = "approve"
    interview: Identifier
    profile: Literal["work", "publish"]
    text_digest: str


RulingOperation = Annotated[
    Judge
    | Link
    | Part
    | Separate
    | Alias
    | SetRole
    | SetPerson
    | SetReplacement
    | Accept
    | Respond
    | Approve,
    Field(discriminator="op"),
]


class Ruling(Artefact):
    """One user action about identifiers. `undoes` names the action that this one takes back."""

    id: str
    at: AwareDatetime
    who: Annotated[str, Field(repr=False)]
    operations: tuple[RulingOperation, ...] = ()
    undoes: str | None = None
