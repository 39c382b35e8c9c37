"""The interview with what identifies replaced: the only text that may go further down the house."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt

from pipeline.artefacts.base import Artefact, Identifier, Milliseconds, Spoken, Value
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.transcript import Language, Role

#: *work*: read by the researchers; *publish*: read by anybody, at least as strict.
Profile = Literal["work", "publish"]


class PlainWord(Value):
    """A word of the new text; no original and no time rides along."""

    text: Spoken


class AnonymisedTurn(Value):
    """A turn as it may be read: normal form C, single spaces, replacements in square brackets.

    `id`, `speaker` (a neutral label) and times are the verified turn's.
    """

    id: str
    speaker: str
    role: Role
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None
    text: Spoken
    words: Annotated[tuple[PlainWord, ...], Field(repr=False)] = ()


class Replacement(Value):
    """What stands in `[start, end)` of a turn's new text, in code points, instead of what identified."""

    turn_id: str
    start: NonNegativeInt
    end: NonNegativeInt
    type: IdentifierType
    replacement: str


class AnonymisedTranscript(Artefact):
    """A de-identified interview (avidentifisert), not an anonymous one as long as key or originals exist.

    `reviewed`: people have decided every mention, doubt and role in it, and nothing was taken from the
    machine unseen. `text_digest` is of the profile and the text; a sign-off is for one of those.
    """

    file: ClassVar[str] = "anonymised/anonymised.json"

    interview: Identifier
    language: Language
    profile: Profile = "work"
    reviewed: bool = False
    text_digest: str
    turns: tuple[AnonymisedTurn, ...] = ()
    replacements: tuple[Replacement, ...] = ()
