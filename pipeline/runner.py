"""The stages of an interview in their order: skip what is done, run what is not.

A stage is done when its stamp says that it was made from what lies there now: the digests of the files it
reads, the settings it reads, and its version. The result is written first, its stamp last: no stamp, no
result. If its inputs have changed by then, the stage runs again instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import PipelineError
from pipeline.messages import say, say_in
from pipeline.settings import OperatorSettings, Settings, read_settings, settings_digest
from pipeline.store import ANONYMISED, STUDY_FILE, WHOLE, StudyStore, digest_of, write_file
from pipeline.weights import Model, installed

if TYPE_CHECKING:
    from pipeline.anonymise.find import Finder
    from pipeline.anonymise.memory import Known
    from pipeline.artefacts.guide import Guide
    from pipeline.artefacts.transcript import Stretch, Transcript

DECISIONS, LISTENED, WINDOWS = "decisions.jsonl", "listened.jsonl", "windows.jsonl"
AUDIO, PEAKS = "audio.wav", "peaks.bin"

#: Beside the interviews: names that they are sure of, for each other.
NAMES = "names.json"

#: So often a stage may find that its inputs have changed under it before it gives up.
TRIES = 5

State = Literal["done", "missing", "old", "older_settings"]


@dataclass(frozen=True)
class Study:
    """A study that is open: its files and its settings."""

    store: StudyStore
    settings: Settings

    def guide_bytes(self) -> bytes | None:
        """`guide.yaml` as it is; None where there is none."""
        path = self.store.root / "guide.yaml"
        return path.read_bytes() if path.is_file() else None

    def guide(self) -> Guide | None:
        """The interview guide; None where there is none.

        Raises:
            PipelineError: it is broken; names line and column.
        """
        from pipeline.segment.guide import read_guide

        data = self.guide_bytes()
        return None if data is None else read_guide(data, "guide.yaml")


def open_study(folder: Path) -> Study:
    """Open the study in this folder.

    Raises:
        PipelineError: `study.toml` is missing or broken; names line and column.
    """
    return Study(StudyStore(folder), read_settings(folder / STUDY_FILE))


Progress = Callable[[str, int, int], None]


def no_progress(_stage: str, _done: int, _all: int) -> None:
    """For whoever does not want to know."""


@dataclass(frozen=True)
class Job:
    """One interview and what its stages need from outside the study's own files.

    `sources` finds a delivered file by its sha256; `model` is the model that was chosen, None where nothing
    was said since the interview was transcribed; `progress` is given (stage, done, all) in milliseconds of
    sound.
    """

    study: Study
    interview: str
    sources: Mapping[str, Path] = field(default_factory=dict, repr=False)
    parts: tuple[str, ...] = ()
    model: Model | None = None
    engine: str = ""
    progress: Progress = no_progress


@dataclass(frozen=True)
class Stage:
    """One stage: the files it reads and writes, the settings it reads, its version, and what it does.

    `also` adds what the result depends on beside files and settings. `imported` says whether an imported
    transcript goes through it: always, where it lies along its sound, or never. One `on_request` runs only
    for whoever asks for it.
    """

    name: str
    version: str
    reads: tuple[str, ...]
    settings: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Job], None]
    also: Callable[[Job], tuple[str, ...]] = lambda _job: ()
    imported: Literal["always", "with sound", "never"] = "always"
    on_request: bool = False


# ---------------------------------------------------------------------- what the stages do


def _ingest(job: Job) -> None:
    from pipeline.artefacts.recording import Recording
    from pipeline.ingest.decode import decode

    missing = [part for part in job.parts if part not in job.sources]
    if missing or not job.parts:
        raise PipelineError(
            say("runner.recording_gone", interview=job.interview), hint=say("runner.recording_gone.hint")
        )
    with job.study.store.replacing(job.interview, AUDIO) as target:
        decoded = decode(
            [job.sources[part] for part in job.parts], target, lambda ms: job.progress("ingest", ms, 0)
        )
    before = job.study.store.peek(job.interview, Recording.file)
    job.study.store.write(
        job.interview,
        Recording(
            interview=job.interview,
            parts=decoded.parts,
            audio_sha256=decoded.sha256,
            channels=decoded.channels,
            duration_ms=decoded.duration_ms,
            imported_name=before.get("imported_name"),
            imported_sha256=before.get("imported_sha256"),
        ),
    )


def _peaks(job: Job) -> None:
    from pipeline.artefacts.sound import open_sound
    from pipeline.ingest.peaks import peaks

    store = job.study.store
    write_file(store.path(job.interview, PEAKS), peaks(open_sound(store.path(job.interview, AUDIO))))


def speech_in(job: Job) -> tuple[Stretch, ...]:
    """Where voices are heard in an interview's sound."""
    from pipeline.artefacts.sound import open_sound
    from pipeline.transcribe.voice_activity import probabilities, stretches

    sound, weights = open_sound(job.study.store.path(job.interview, AUDIO)), installed()
    model = weights.find("silero-vad")
    weights.verify(model)
    return stretches(probabilities(sound, weights.locate(model)), sound.duration_ms)


def hear(job: Job) -> Transcript:
    """What the engine hears in an interview's sound; each window is kept, so that a killed run goes on.

    Raises:
        PipelineError: no model was chosen, or it is missing or damaged; no such engine.
    """
    from pipeline.artefacts.recording import Recording
    from pipeline.artefacts.sound import open_sound
    from pipeline.segment.guide import questions_of
    from pipeline.transcribe.engines import ENGINES, Heard
    from pipeline.transcribe.room import Plan, transcribe

    store, settings, weights = job.study.store, job.study.settings, installed()
    model = job.model or made_with(job)
    if model is None:
        raise PipelineError(
            say("runner.no_model", interviews=job.interview), hint=say("runner.no_model.hint")
        )
    voice_model = weights.find("silero-vad")
    weights.verify(voice_model)
    guide = job.study.guide()
    engine_name = job.engine or settings.transcribe.engine
    if engine_name not in ENGINES:
        raise PipelineError(
            say("runner.no_engine", name=engine_name),
            hint=say("runner.no_engine.hint", names=", ".join(ENGINES)),
        )
    engine = ENGINES.load(engine_name)
    plan = Plan(
        engine=engine_name,
        engine_version=engine.version,
        model=model.name,
        weights=weights.verify(model).digest,
        language=settings.language,
        beam=settings.transcribe.beam,
        voices=settings.transcribe.voices_of(job.interview),
        longest_window_ms=model.longest_window_ms,
        join_utterances=model.join_utterances,
        questions=() if guide is None else questions_of(guide),
        voice_model=weights.locate(voice_model),
    )
    return transcribe(
        store.read(job.interview, Recording),
        open_sound(store.path(job.interview, AUDIO)),
        plan,
        lambda: engine(weights.locate(model), name=model.name, beam=plan.beam),
        heard={result.key: result for result in store.log(job.interview, WINDOWS, Heard)},
        keep=lambda result: store.append(job.interview, WINDOWS, result),
        on_progress=lambda done, everything: job.progress("transcribe", done, everything),
    )


def _transcribe(job: Job) -> None:
    job.study.store.write(job.interview, hear(job))


def _review(job: Job) -> None:
    from pipeline.artefacts.decision import Decision
    from pipeline.artefacts.transcript import Transcript
    from pipeline.review.verified import project

    store = job.study.store
    transcript = store.read(job.interview, Transcript)
    store.write(job.interview, project(transcript, store.log(job.interview, DECISIONS, Decision)))


def _reading(job: Job) -> None:
    from pipeline.artefacts.transcript import Transcript
    from pipeline.artefacts.verified import VerifiedTranscript
    from pipeline.review.reading import Head, clock, docx_bytes, vtt_text
    from pipeline.review.verified import signed_rounds

    store, settings = job.study.store, job.study.settings
    verified = store.read(job.interview, VerifiedTranscript)
    transcript = store.read(job.interview, Transcript)
    made = "reading.made" if transcript.model else "reading.imported"
    rules = settings.rules
    head = Head(
        made_with=say_in(
            "nb",
            made,
            engine=transcript.engine,
            model=transcript.model,
            duration=clock(transcript.duration_ms),
            language=transcript.language,
        ),
        rules=say_in(
            "nb",
            "reading.rules",
            style=say_in("nb", f"reading.rules.{rules.style}"),
            dialect=say_in("nb", f"reading.rules.{rules.dialect}"),
            pauses=say_in("nb", "reading.rules.pauses" if rules.pauses else "reading.rules.no_pauses"),
            laughter=say_in(
                "nb", "reading.rules.laughter" if rules.laughter else "reading.rules.no_laughter"
            ),
        ),
        signed_rounds=signed_rounds(verified),
        rounds=settings.review.rounds,
        machine=bool(transcript.model),
    )
    write_file(store.path(job.interview, "transcript.docx"), docx_bytes(verified, head))
    write_file(store.path(job.interview, "transcript.vtt"), vtt_text(verified, head).encode())


def _find(job: Job) -> None:
    from pipeline.anonymise.find import find
    from pipeline.artefacts.verified import VerifiedTranscript

    store = job.study.store
    verified = store.read(job.interview, VerifiedTranscript)
    finder = finder_of(job.study.settings.anonymise.language_model)
    store.write(job.interview, find(verified, finder, known_elsewhere(job.study, job.interview)))


def _found_with(job: Job) -> tuple[str, ...]:
    """What findings depend on beside the text: the name model, the lists, what other interviews know."""
    from pipeline.anonymise.gazetteer import lists_digest
    from pipeline.anonymise.language import choose

    try:
        model = choose(job.study.settings.anonymise.language_model, installed()).identity
    except PipelineError:  # said when the stage runs
        model = ""
    names = job.study.store.identified / NAMES
    return model, lists_digest(), digest_of(names.read_bytes()) if names.is_file() else ""


@lru_cache(maxsize=1)
def finder_of(language_model: str) -> Finder:
    """The recognisers with this name model, loaded once in a process.

    Raises:
        PipelineError: the model is missing, damaged, or no model of names.
    """
    from pipeline.anonymise.find import Finder
    from pipeline.anonymise.language import choose, load

    model = choose(language_model, installed())
    return Finder(load(model, installed()), model.name)


def names_in_study(study: Study) -> list[list[str]]:
    """Names that interviews are sure of, as `[interview, name, type]`; identifying, in `identified/`."""
    try:
        found = json.loads((study.store.identified / NAMES).read_bytes())["names"]
    except (OSError, ValueError, LookupError):
        return []
    return found if isinstance(found, list) else []


def known_elsewhere(study: Study, interview: str) -> tuple[Known, ...]:
    """What the other interviews of the study know."""
    from pipeline.anonymise.memory import Known
    from pipeline.artefacts.finding import IdentifierType

    return tuple(
        Known(name, IdentifierType(kind), own=False)
        for other, name, kind in names_in_study(study)
        if other != interview
    )


STAGES = (
    Stage(
        "ingest",
        version="1",
        reads=(),
        settings=(),
        writes=("recording.json", AUDIO),
        run=_ingest,
        also=lambda job: job.parts,
        imported="with sound",
    ),
    Stage(
        "peaks",
        version="1",
        reads=("recording.json",),
        settings=(),
        writes=(PEAKS,),
        run=_peaks,
        imported="with sound",
    ),
    Stage(
        "transcribe",
        version="1",
        reads=("recording.json",),
        settings=("language", "transcribe.beam"),
        writes=("transcript.json",),
        run=_transcribe,
        also=lambda job: (
            job.engine or job.study.settings.transcribe.engine,
            identity(job),
            f"voices {job.study.settings.transcribe.voices_of(job.interview)}",
            digest_of(job.study.guide_bytes() or b""),
        ),
        imported="never",
    ),
    Stage(
        "review",
        version="1",
        reads=("transcript.json", DECISIONS),
        settings=(),
        writes=("verified.json",),
        run=_review,
    ),
    Stage(
        "reading",
        version="1",
        reads=("transcript.json", "verified.json"),
        settings=("rules.style", "rules.dialect", "rules.pauses", "rules.laughter", "review.rounds"),
        writes=("transcript.docx", "transcript.vtt"),
        run=_reading,
    ),
    Stage(
        "find",
        version="4",
        reads=("verified.json",),
        settings=("anonymise.language_model",),
        writes=("findings.json",),
        run=_find,
        also=_found_with,
        on_request=True,
    ),
)


# ---------------------------------------------------------------------- skip or run


def key_of(stage: Stage, job: Job) -> str:
    """The digest of all that the stage's result depends on."""
    store = job.study.store
    depends = [
        stage.version,
        *(store.digest(job.interview, name) for name in stage.reads),
        settings_digest(job.study.settings, stage.settings),
        *stage.also(job),
    ]
    return hashlib.sha256("\n".join(depends).encode()).hexdigest()


def state_of(stage: Stage, job: Job) -> State:
    """Whether the stage is done, missing, made from something older, or frozen with older settings."""
    store = job.study.store
    stamp = store.peek(job.interview, f"stamps/{stage.name}.json")
    if not stamp or any(_trace(store, job.interview, name) != was for name, was in stamp["writes"].items()):
        return "missing"
    if stamp["key"] == key_of(stage, job):
        return "done"
    return "older_settings" if stage.name == "transcribe" and frozen(store, job.interview) else "old"


def frozen(store: StudyStore, interview: str) -> bool:
    """The first human decision freezes the transcript that it was made on."""
    path = store.path(interview, DECISIONS)
    return path.is_file() and b"\n" in path.read_bytes()


def set_aside(store: StudyStore, interview: str) -> None:
    """Make room for a new transcript: the old one and the log on it are kept under `earlier/`.

    The copies are on the disk before anything is taken away, so a kill loses nothing. Nobody can decide
    meanwhile, nor on the old transcript afterwards, where it would be lost from view.
    """
    with (
        store.lock(interview, wait_s=5),
        store.lock(interview, "decide", wait_s=5),
        store.lock(interview, LISTENED, wait_s=5),
    ):
        number = 1 + sum(1 for _ in store.path(interview, "earlier").glob("*"))
        kept = [
            name
            for name in ("transcript.json", DECISIONS, LISTENED, "verified.json")
            if store.has(interview, name)
        ]
        for name in kept:
            write_file(
                store.path(interview, f"earlier/{number}/{name}"), store.path(interview, name).read_bytes()
            )
        for name in (*kept, "stamps/transcribe.json"):
            store.path(interview, name).unlink(missing_ok=True)


def run_interview(
    job: Job, *, since: str = "ingest", upto: str = "reading", imported: bool = False
) -> tuple[str, ...]:
    """Run every stage from `since` to `upto` that is not done, in order; gives the names of those that ran.

    A stage on request runs only where it is the one that was asked for.

    Raises:
        PipelineError: what the stage says; earlier stages keep their results.
    """
    ran = []
    with job.study.store.lock(job.interview, wait_s=5):
        for stage in STAGES[[stage.name for stage in STAGES].index(since) :]:
            if (imported and skips_import(stage, job)) or (stage.on_request and stage.name != upto):
                continue
            for _ in range(TRIES):
                if state_of(stage, job) in ("done", "older_settings") or _sound_was_purged(stage, job):
                    break
                _run(stage, job)
                ran.append(stage.name)
            else:
                raise PipelineError(say("common.busy", name=job.interview), hint=say("common.busy.hint"))
            if stage.name == upto:
                break
    return tuple(dict.fromkeys(ran))


def skips_import(stage: Stage, job: Job) -> bool:
    """Whether an imported transcript does not go through this stage."""
    return stage.imported == "never" or (stage.imported == "with sound" and not job.parts)


def _run(stage: Stage, job: Job) -> None:
    """Run a stage and stamp it with the inputs that it saw; a change under way leaves it unstamped."""
    before = key_of(stage, job)
    stage.run(job)
    if key_of(stage, job) != before:
        return
    store = job.study.store
    stamp: dict[str, object] = {
        "key": before,
        "writes": {name: _trace(store, job.interview, name) for name in stage.writes},
    }
    if stage.name == "transcribe":
        model = job.model or made_with(job)
        stamp |= {"model": str(model.local or model.name) if model else "", "identity": identity(job)}
    write_file(
        store.path(job.interview, f"stamps/{stage.name}.json"), json.dumps(stamp, indent=1).encode() + b"\n"
    )


def _trace(store: StudyStore, interview: str, name: str) -> str:
    """What tells a result from another: its digest; of the sound, which is long, its size."""
    path = store.path(interview, name)
    if name == AUDIO:
        return str(path.stat().st_size) if path.is_file() else ""
    return store.digest(interview, name)


def _sound_was_purged(stage: Stage, job: Job) -> bool:
    """The sound may be deleted once there is a transcript; nothing is asked of it any more."""
    return (
        stage.imported != "always"
        and job.study.store.has(job.interview, "transcript.json")
        and not job.study.store.has(job.interview, AUDIO)
        and not set(job.parts) <= set(job.sources)
    )


# ---------------------------------------------------------------------- de-identified text

#: The stamp of an interview's de-identified text, and the settings that it depends on.
TEXT_STAMP = f"{ANONYMISED}stamps/replace.json"
TEXT_SETTINGS = (
    "anonymise.profile",
    "anonymise.frame",
    *(f"{profile}.{kind.name}" for profile in ("work", "publish") for kind in fields(OperatorSettings)),
)


def text_key(study: Study, interview: str) -> str:
    """The digest of what de-identified text is made from, beside what people have decided: that voids it."""
    depends = [study.store.digest(interview, "verified.json"), settings_digest(study.settings, TEXT_SETTINGS)]
    return hashlib.sha256("\n".join(depends).encode()).hexdigest()


def state_of_text(study: Study, interview: str) -> Literal["done", "missing", "old"]:
    """Whether de-identified text is there, and made from the text and settings as they are."""
    stamp = study.store.peek(interview, TEXT_STAMP)
    if not stamp or stamp["writes"] != study.store.digest(interview, f"{ANONYMISED}anonymised.json"):
        return "missing"
    return "done" if stamp["key"] == text_key(study, interview) else "old"


#: In `coding/`: what was written there, and what it was made from.
EXPORTED = "eksport.json"


def exports_made_from(study: Study) -> dict[str, str]:
    """What exported files depend on, as digests: texts, decisions, own codes, the guide, settings."""
    store = study.store
    made_from = {
        interview: "-".join(
            store.digest(interview, f"{ANONYMISED}{name}") for name in ("anonymised.json", "decisions.jsonl")
        )
        for interview in store.interviews()
        if store.has(interview, f"{ANONYMISED}anonymised.json")
    }
    keys = ("title", "anonymise.profile", "anonymise.frame", "respondents", "research_questions")
    return made_from | {
        "codes": store.digest(WHOLE, f"{ANONYMISED}codes.jsonl"),
        "rulings": store.digest(WHOLE, "study.jsonl"),
        "guide": digest_of(study.guide_bytes() or b""),
        "settings": settings_digest(study.settings, keys),
    }


def state_of_exports(study: Study) -> Literal["current", "old", "none"]:
    """Whether the files in `coding/` say what people have decided by now; reads plain JSON."""
    try:
        written = json.loads((study.store.coding / EXPORTED).read_bytes())["made_from"]
    except (OSError, ValueError, LookupError, TypeError):
        return "none"
    return "current" if written == exports_made_from(study) else "old"


# ---------------------------------------------------------------------- the model


def identity(job: Job) -> str:
    """What tells a model from another without reading gigabytes; without a choice, what was used before."""
    if job.model is None:
        return str(job.study.store.peek(job.interview, "stamps/transcribe.json").get("identity", ""))
    known = "\n".join(file.sha256 for file in job.model.files)
    if job.model.local is None or known.strip():
        return f"{job.model.name}\n{known}"
    stat = job.model.local.stat()
    return f"{job.model.name}\n{stat.st_size}\n{stat.st_mtime_ns}"


def made_with(job: Job) -> Model | None:
    """The model that the interview was transcribed with before.

    Raises:
        PipelineError: it is gone.
    """
    name = job.study.store.peek(job.interview, "stamps/transcribe.json").get("model")
    return installed().find(str(name)) if name else None


def chosen_model(study: Study, parts: tuple[str, ...], wanted: str | None) -> Model | None:
    """The model to transcribe these parts with: the one asked for, the study's, or for the sample its own.

    Returns:
        None where none has been chosen.

    Raises:
        PipelineError: there is no model of this name.
    """
    weights = installed()
    name = wanted or study.settings.transcribe.model
    if name:
        model = weights.find(name)
        if not model.hears_speech:
            raise PipelineError(say("runner.not_a_speech_model", name=name), hint=say("runner.no_model.hint"))
        return model
    return next(
        (model for model in weights.models() if parts and set(parts) <= set(model.sample_recordings)), None
    )
