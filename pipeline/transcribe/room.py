"""From a recording's sound to a transcript: voice activity, windows, the engine, voices, turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.artefacts.recording import Recording
from pipeline.artefacts.sound import Sound
from pipeline.artefacts.transcript import Language, Stretch, Transcript, Turn, Word
from pipeline.transcribe import voice_activity, windows
from pipeline.transcribe.engines import Engine, Heard
from pipeline.transcribe.roles import interviewers
from pipeline.transcribe.speakers import tell_apart
from pipeline.transcribe.turns import marks, turns, with_roles

VERSION = "1"

#: Where `auto` listens to choose between Bokmål and Nynorsk: so many windows, spread over the interview.
LISTEN_TO = 5


@dataclass(frozen=True)
class Plan:
    """What a transcription depends on beside the sound.

    `weights` is the digest of the model's files, `voices` None when the number of voices is to be found,
    `language` "auto" when the written form is.
    """

    engine: str
    engine_version: str
    model: str
    weights: str
    language: Language | Literal["auto"]
    beam: int
    voices: int | None
    longest_window_ms: int
    join_utterances: bool
    questions: tuple[str, ...]
    voice_model: Path


def transcribe(
    recording: Recording,
    sound: Sound,
    plan: Plan,
    engine: Callable[[], Engine],
    *,
    heard: Mapping[str, Heard],
    keep: Callable[[Heard], None],
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Transcript:
    """Transcribe one recording. The same sound and plan give the same transcript, also after a kill.

    Args:
        recording: what the sound is.
        sound: its working copy.
        plan: model, language and rules.
        engine: makes the engine; called only if a window is not in `heard`.
        heard: results of earlier runs, by key.
        keep: is given each new result before the next window is begun.
        on_progress: is given the milliseconds of speech that are written out, and all there are.

    Raises:
        PipelineError: the model cannot be loaded.
    """
    probability = voice_activity.probabilities(sound, plan.voice_model)
    speech = voice_activity.stretches(probability, sound.duration_ms)
    cuts = windows.cut(speech, probability, longest_ms=plan.longest_window_ms, join=plan.join_utterances)
    made: list[Engine] = []

    def the_engine() -> Engine:
        if not made:
            made.append(engine())
        return made[0]

    language = _language(sound, cuts, plan, the_engine)
    settings = (recording.audio_sha256 or "", plan.engine_version, plan.weights, language, str(plan.beam))
    everything = sum(window.end_ms - window.start_ms for window in cuts)
    done = 0
    results = []
    for window in cuts:
        key = window.key(*settings)
        result = heard.get(key)
        if result is None:
            seed = int(key[:8], 16)
            decoded = the_engine().decode(sound.mono(window.start_ms, window.end_ms), language, seed)
            result = Heard(
                key=key,
                start_ms=window.start_ms,
                end_ms=window.end_ms,
                words=tuple(_shifted(word, window.start_ms) for word in decoded.words),
                doubtful=decoded.doubtful,
            )
            keep(result)
        results.append(result)
        done += window.end_ms - window.start_ms
        on_progress(done, everything)
    return Transcript(
        interview=recording.interview,
        language=language,
        engine=plan.engine,
        model=plan.model,
        turns=_turns(sound, speech, results, plan, "\n".join((recording.interview, *settings))),
        marks=marks(results, speech),
        speech=speech,
        duration_ms=sound.duration_ms,
    )


def _turns(
    sound: Sound, speech: Sequence[Stretch], results: Sequence[Heard], plan: Plan, of: str
) -> tuple[Turn, ...]:
    """The words of all windows as turns with voices and roles."""
    words = sorted((word for result in results for word in result.words), key=lambda word: word.start_ms or 0)
    found = turns(words, tell_apart(sound, speech, plan.voices), of)
    talk: dict[str, list[str]] = {}
    for turn in found:
        talk.setdefault(turn.speaker, []).append(turn.text)
    return with_roles(found, interviewers(talk, plan.questions))


def _language(
    sound: Sound, cuts: Sequence[windows.Window], plan: Plan, engine: Callable[[], Engine]
) -> Language:
    """The language as set; for `auto`, the written form that the model finds likelier in some windows."""
    if plan.language != "auto":
        return plan.language
    some = cuts[:: max(1, len(cuts) // LISTEN_TO)][:LISTEN_TO]
    guesses = [engine().probable_language(sound.mono(cut.start_ms, cut.end_ms)) for cut in some]
    nynorsk = sum(guess["nn"] for guess in guesses) > sum(guess["nb"] for guess in guesses)
    return "nn" if nynorsk else "nb"


def _shifted(word: Word, by_ms: int) -> Word:
    start, end = (None if time is None else time + by_ms for time in (word.start_ms, word.end_ms))
    return word.model_copy(update={"start_ms": start, "end_ms": end})
