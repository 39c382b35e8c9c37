"""The transcript as people have corrected it so far, with who signed for it."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from pipeline.artefacts.base import Artefact, Identifier, Milliseconds, Spoken, Value
from pipeline.artefacts.transcript import Language, Mark, Role, Stretch, Turn


class VerifiedTurn(Turn):
    """A turn with the number of operations that have touched it."""

    revision: int = 0


class Remark(Value):
    """A comment on a span; `look_again` when the words it stood on have changed or the turn is gone."""

    id: str
    revision: int = 1
    turn_id: str
    start: int
    end: int
    text: Spoken
    who: Annotated[str, Field(repr=False)]
    look_again: bool = False


class Note(Value):
    """A field note beside a turn, or beside the whole interview."""

    id: str
    revision: int = 1
    turn_id: str | None
    text: Spoken
    who: Annotated[str, Field(repr=False)]


class Signature(Value):
    """Who signed which round, when, and whether the text is still what was signed."""

    round: int
    who: Annotated[str, Field(repr=False)]
    at: AwareDatetime
    valid: bool
    played_ms: Milliseconds
    speech_ms: Milliseconds
    reason: Spoken = ""
    outside: bool = False


class SpeakerName(Value):
    """The name and role that people gave to a speaker's label; no name where they only gave the role."""

    speaker: str
    revision: int = 1
    name: Spoken
    role: Role


class Merged(Value):
    """A turn that was merged away, and the turn that it went into."""

    turn_id: str
    into: str


class VerifiedTranscript(Artefact):
    """The projection of a transcript and the decisions on it.

    `names` holds the speakers that people have named; `merged` says where turns that were merged away went.
    `decisions` counts what was taken in, `refused` names what conflicted (in logs that were put together).
    """

    file: ClassVar[str] = "verified.json"

    interview: Identifier
    language: Language
    turns: tuple[VerifiedTurn, ...] = ()
    names: tuple[SpeakerName, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[Note, ...] = ()
    signatures: tuple[Signature, ...] = ()
    merged: tuple[Merged, ...] = ()
    marks: tuple[Mark, ...] = ()
    speech: tuple[Stretch, ...] = ()
    decisions: int = 0
    refused: tuple[str, ...] = ()
