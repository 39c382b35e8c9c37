"""What people decide: one line of a log is one user action, a list of operations.

Whatever people change (a turn, a remark, a note, a speaker's name) has a revision of its own, which counts
the operations that have touched it; something not made yet is at revision 0. An operation names the
revision it was made on; on an older one it is a conflict, never a silent overwrite.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, NonNegativeInt

from pipeline.artefacts.base import Artefact, Milliseconds, Spoken, Value
from pipeline.artefacts.transcript import Role

TurnId = Annotated[str, Field(min_length=1, max_length=64)]

#: The id of a remark or a note.
ItemId = Annotated[str, Field(min_length=1, max_length=64)]

#: A speaker's label, the same for all of a voice.
Label = Annotated[str, Field(min_length=1, max_length=64)]


class SetText(Value):
    """The turn now reads like this."""

    op: Literal["set_text"] = "set_text"
    turn: TurnId
    revision: NonNegativeInt
    text: Spoken


class SetSpeaker(Value):
    """The turn is this speaker's. From here on, or all of a voice: one operation per turn."""

    op: Literal["set_speaker"] = "set_speaker"
    turn: TurnId
    revision: NonNegativeInt
    speaker: Label


class Split(Value):
    """Cut a turn at a code-point offset; the left keeps its id, the right gets the minted `new_turn`."""

    op: Literal["split"] = "split"
    turn: TurnId
    revision: NonNegativeInt
    at: NonNegativeInt
    new_turn: TurnId


class Merge(Value):
    """Append the next turn to this one, which keeps its id; where the right one went is remembered."""

    op: Literal["merge"] = "merge"
    turn: TurnId
    revision: NonNegativeInt
    right: TurnId
    right_revision: NonNegativeInt


class Insert(Value):
    """A turn that the machine did not hear, after another (None: first)."""

    op: Literal["insert"] = "insert"
    after: TurnId | None
    new_turn: TurnId
    speaker: Label
    text: Spoken
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None


class Remove(Value):
    """A turn that nobody said."""

    op: Literal["remove"] = "remove"
    turn: TurnId
    revision: NonNegativeInt


class Restore(Value):
    """Something stands again as it was at revision `as_of`: what undo and redo are made of.

    A turn comes back with its words and times where it stood, or goes away if it was not there yet.
    """

    op: Literal["restore"] = "restore"
    kind: Literal["turn", "remark", "note", "speaker"] = "turn"
    item: Annotated[str, Field(min_length=1, max_length=64, repr=False)]
    revision: NonNegativeInt
    as_of: NonNegativeInt


class NameSpeaker(Value):
    """A speaker's name (private, in `identified/`) and role; an empty name takes the name away."""

    op: Literal["name_speaker"] = "name_speaker"
    speaker: Label
    revision: NonNegativeInt
    name: Spoken = ""
    role: Role


class Comment(Value):
    """A remark on a span of a turn; an empty text takes the remark of this id away.

    `revision` is the remark's own; `turn_revision` is the turn's, on which `start` and `end` were counted.
    A remark does not touch the turn: two people may remark on it while a third one edits.
    """

    op: Literal["comment"] = "comment"
    comment: ItemId
    revision: NonNegativeInt
    turn: TurnId
    turn_revision: NonNegativeInt
    start: NonNegativeInt
    end: NonNegativeInt
    text: Spoken


class FieldNote(Value):
    """Tone, body language, the room: beside the talk, never in it. An empty text takes it away."""

    op: Literal["field_note"] = "field_note"
    note: ItemId
    revision: NonNegativeInt
    turn: TurnId | None = None
    text: Spoken


class Sign(Value):
    """A named person has checked the transcript in this round.

    `text_digest` is what was signed: another text voids the signature. `reason` says why speech that was
    not played could be signed for. `outside`: checked on paper or before the transcript was imported.
    """

    op: Literal["sign"] = "sign"
    round: Annotated[int, Field(ge=1)]
    text_digest: str
    played_ms: Milliseconds = 0
    speech_ms: Milliseconds = 0
    reason: Spoken = ""
    outside: bool = False


Operation = Annotated[
    SetText
    | SetSpeaker
    | Split
    | Merge
    | Insert
    | Remove
    | Restore
    | NameSpeaker
    | Comment
    | FieldNote
    | Sign,
    Field(discriminator="op"),
]


class Decision(Artefact):
    """One user action: one line of `decisions.jsonl`. `undoes` names the action this one takes back."""

    id: str
    at: AwareDatetime
    who: Annotated[str, Field(repr=False)]
    operations: tuple[Operation, ...]
    undoes: str | None = None


class Listened(Value):
    """Playback that went on without a jump: one line of `listened.jsonl`."""

    at: AwareDatetime
    who: Annotated[str, Field(repr=False)]
    round: Annotated[int, Field(ge=1)]
    start_ms: Milliseconds
    end_ms: Milliseconds
    rate: Annotated[float, Field(gt=0, le=4)] = 1.0
