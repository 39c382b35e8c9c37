"""What the machine heard: turns with words and times."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pipeline.artefacts.base import Artefact, Identifier, Milliseconds, Spoken, Value

Role = Literal["interviewer", "respondent", "other"]
Language = Literal["nb", "nn"]


class Word(Value):
    """A word as it stands in the turn's text, punctuation included. Times are None without sound."""

    text: Spoken
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None
    probability: Annotated[float, Field(ge=0, le=1)] | None = None


class Turn(Value):
    """One speaker's talk until another begins.

    `id` is opaque and never used again; order is the order in the transcript. `text` is the words with
    single spaces between them, in normal form C. `speaker` is a label of the interview ("S1"), `sure` is
    False where the machine could not tell who spoke.
    """

    id: str
    speaker: str
    role: Role
    sure: bool = True
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None
    text: Spoken
    words: Annotated[tuple[Word, ...], Field(repr=False)] = ()


class Mark(Value):
    """A stretch that a person should listen to.

    `speech_without_words`: a voice was heard and nothing written. `words_on_silence`: words where no voice
    was heard. `doubtful`: the engine's own gates (repetition, low probability) failed.
    """

    kind: Literal["speech_without_words", "words_on_silence", "doubtful"]
    start_ms: Milliseconds
    end_ms: Milliseconds


class Stretch(Value):
    """A stretch of sound `[start_ms, end_ms)` in which somebody speaks."""

    start_ms: Milliseconds
    end_ms: Milliseconds


class Transcript(Artefact):
    """A machine transcript (maskinutskrift), or an imported one. `speech` is where voices were heard."""

    file: ClassVar[str] = "transcript.json"

    interview: Identifier
    language: Language
    engine: str
    model: str
    turns: tuple[Turn, ...] = ()
    marks: tuple[Mark, ...] = ()
    speech: tuple[Stretch, ...] = ()
    duration_ms: Milliseconds = 0
