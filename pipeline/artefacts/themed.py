"""The interview cut by themes: passages over the de-identified text, each with the reason for its theme."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt

from pipeline.artefacts.anonymised import Profile
from pipeline.artefacts.base import Artefact, Identifier, Spoken, Value
from pipeline.artefacts.finding import Score
from pipeline.artefacts.guide import GuideId
from pipeline.artefacts.span import Span

#: placed: it has a theme; outside: it is not about the guide; unplaced: the machine is unsure, people say.
PassageStatus = Literal["placed", "outside", "unplaced"]


class Candidate(Value):
    """A theme that the passage may belong to, and its calibrated probability."""

    theme: GuideId
    score: Score


class Passage(Value):
    """Spans of the de-identified text that belong together, in order, and the themes they are about.

    Passages may overlap. `themes` are ids of the guide's subthemes (or of themes without any), the first is
    the main one; `codes` are ids of the researcher's own codes. `confidence` is the calibrated probability
    that the first theme is right; `candidates` are the most likely themes, best first, also where the
    passage is unplaced. `reason` is a key of the message catalogue and `words` what it rests on: words of the
    passage and the guide, or the guide's question. `question` is the interviewer's question before it.
    `decided_by` names who placed it; empty is the machine. `look_again`: its words have changed since.
    """

    id: str
    spans: tuple[Span, ...]
    themes: tuple[GuideId, ...] = ()
    codes: tuple[str, ...] = ()
    status: PassageStatus
    confidence: Score = 0.0
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    words: Annotated[tuple[str, ...], Field(repr=False)] = ()
    question: Span | None = None
    decided_by: Annotated[str, Field(repr=False)] = ""
    look_again: bool = False
    relevant: bool = False
    research_question: str = ""
    memo: Spoken = ""


class Code(Value):
    """A code of the researcher's own, under a theme of the guide, under another code, or loose (`under` "").

    `number` is unique in the study and never used again; ids are `egen-<number>`.
    """

    id: str
    name: Spoken
    under: str = ""
    description: Spoken = ""
    number: NonNegativeInt = 0


class ThemedTranscript(Artefact):
    """All passages of an interview: every character of every turn lies in at least one.

    `guide` and `guide_digest` say which guide, in which version. `text_digest` is the de-identified text's.
    """

    file: ClassVar[str] = "anonymised/themed.json"

    interview: Identifier
    guide: GuideId
    guide_digest: str
    text_digest: str
    profile: Profile = "work"
    reviewed: bool = False
    passages: tuple[Passage, ...] = ()
    codes: tuple[Code, ...] = ()
