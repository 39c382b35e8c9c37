"""What a person can ask for, from the command line or the page: one function each, nothing printed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.arrivals import Arrivals, Arrived, check_id, delivered, sources
from pipeline.errors import PipelineError, frames_of
from pipeline.messages import one_line, say
from pipeline.runner import (
    AUDIO,
    STAGES,
    Job,
    Study,
    chosen_model,
    hear,
    identity,
    no_progress,
    run_interview,
    set_aside,
    speech_in,
    state_of,
)
from pipeline.settings import template
from pipeline.store import STUDY_FILE, told, write_file
from pipeline.voiding import void
from pipeline.weights import Model

if TYPE_CHECKING:
    from pipeline.artefacts.decision import Decision
    from pipeline.artefacts.transcript import Stretch, Transcript, Turn
    from pipeline.ingest.imported import Imported

Progress = Callable[[str, str, int, int], None]  # interview, stage, done, all: milliseconds of sound
Outcome = Literal[
    "made", "nothing_to_do", "duplicate", "not_sound", "failed", "older_settings", "voices_of_nobody"
]


@dataclass(frozen=True)
class Result:
    """What came of one file or interview. `bug`: frames, without the message, of what is no user's fault.

    `notes` are sentences about what a person should know of the result.
    """

    interview: str
    outcome: Outcome
    name: str = field(default="", repr=False)
    error: PipelineError | None = None
    bug: str = ""
    notes: tuple[str, ...] = ()


# ---------------------------------------------------------------------- transcribe


def transcribe(
    study: Study,
    files: Sequence[Path] = (),
    *,
    as_id: str | None = None,
    model: str | None = None,
    engine: str | None = None,
    jobs: int = 1,
    again: str | None = None,
    on_progress: Progress = lambda _interview, _stage, _done, _all: None,
    on_plan: Callable[[tuple[str, ...]], None] = lambda _interviews: None,
) -> tuple[Result, ...]:
    """From recordings to transcripts; skips what is done, and one failure does not stop the others.

    Args:
        study: the study.
        files: recordings; none means all that lies in `audio_in/`.
        as_id: take all files as parts of this interview, in the order given.
        model: a model's name or path; otherwise the study's.
        engine: an engine's name; otherwise the study's.
        jobs: interviews at a time, each in a process of its own where it is more than one.
        again: an interview whose transcript is to be made anew although people have worked on it.
        on_progress: is told how far each stage of each interview is.
        on_plan: is told which interviews have work to do, before the first begins.

    Raises:
        PipelineError: no model has been chosen for a recording that is not the sample, or the request
            itself is wrong; nothing has been transcribed then.
    """
    from pipeline.ingest.probe import is_sound_name, probe

    study.guide()  # a broken guide is said before an hour of work, not after it
    register = Arrivals(study.store)
    asked = tuple(files) or delivered(study.store.audio_in)
    arrived = register.register(asked, as_id=as_id, check=probe)
    results = [_left_out(one, named=bool(files), promises_sound=is_sound_name(one.path)) for one in arrived]
    found = sources(arrived)
    entries = register.entries()
    # A slip of the pen in an id would otherwise be a number of voices that nobody asks for.
    strangers = (one for one, _ in study.settings.transcribe.voices_in if one not in entries)
    results += [Result("", "voices_of_nobody", stranger) for stranger in strangers]
    wanted = {one.interview: one.path for one in reversed(arrived) if one.interview and not one.duplicate}
    # The recording of an imported transcript is written out already: by people.
    imported = {interview: path for interview, path in wanted.items() if entries[interview].how == "import"}
    results += [Result(name, "nothing_to_do", one_line(path.name)) for name, path in imported.items()]
    wanted = {interview: path for interview, path in wanted.items() if interview not in imported}
    if again is not None:
        if again not in entries:
            raise PipelineError(say("runner.no_interview", name=again), hint=say("runner.no_interview.hint"))
        if entries[again].how == "import":
            raise PipelineError(say("runner.imported", interview=again), hint=say("runner.imported.hint"))
        if not study.store.has(again, AUDIO) and not set(entries[again].parts) <= set(found):
            raise PipelineError(
                say("runner.recording_gone", interview=again), hint=say("runner.recording_gone.hint")
            )
        wanted = (
            {again: found[entries[again].parts[0]]}
            if entries[again].parts[0] in found
            else {again: Path(again)}
        )
    todo = [
        Job(
            study,
            interview,
            sources=found,
            parts=entries[interview].parts,
            model=chosen_model(study, entries[interview].parts, model),
            engine=engine or "",
        )
        for interview in sorted(wanted, key=list(entries).index)
    ]
    _need_models(todo)
    if again is not None:
        void(study.store, again)
        set_aside(study.store, again)
    work: list[Job] = []
    rest: list[Job] = []
    for job in todo:
        (rest if _done(job) else work).append(job)
    on_plan(tuple(job.interview for job in work))
    names = {interview: one_line(path.name) for interview, path in wanted.items()}
    results += [
        Result(
            job.interview,
            "older_settings" if "older_settings" in _states(job) else "nothing_to_do",
            names[job.interview],
        )
        for job in rest
    ]
    results += [replace(result, name=names[result.interview]) for result in _run_all(work, jobs, on_progress)]
    return tuple(
        sorted((r for r in results if r is not None), key=lambda r: (r.interview == "", r.interview))
    )


def _left_out(one: Arrived, *, named: bool, promises_sound: bool) -> Any:
    """What to say of a file that no interview is made from; None for all others."""
    name = one_line(one.path.name)
    if one.error is not None and not named and not promises_sound:
        return Result("", "not_sound", name)
    if one.error is not None:
        return Result("", "failed", name, one.error)
    return Result(one.interview, "duplicate", name) if one.duplicate else None


def _need_models(todo: Sequence[Job]) -> None:
    """Refuse before anything is done when a recording has no model: a model is chosen, never assumed."""
    without = [job.interview for job in todo if job.model is None and not identity(job)]
    if without:
        raise NoModelError(without)


class NoModelError(PipelineError):
    """No model has been chosen; the command line adds which there are."""

    def __init__(self, interviews: Sequence[str]) -> None:
        shown = ", ".join(interviews)
        super().__init__(say("runner.no_model", interviews=shown), say("runner.no_model.hint"))


def _states(job: Job) -> tuple[str, ...]:
    return tuple(state_of(stage, job) for stage in STAGES if not stage.on_request)


def _done(job: Job) -> bool:
    return all(state in ("done", "older_settings") for state in _states(job))


def _run_all(work: Sequence[Job], jobs: int, on_progress: Progress) -> Iterator[Result]:
    if jobs <= 1 or len(work) <= 1:
        for job in work:
            yield _run_one(job, on_progress)
        return
    # Spawned, not forked: torch and onnxruntime keep threads that a fork would lose.
    context = multiprocessing.get_context("spawn")
    threads = max(1, (os.cpu_count() or 1) // jobs)
    with context.Manager() as manager:
        told = manager.Queue()
        others = set(multiprocessing.active_children())
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(threads,)) as pool:
            running: list[Future[Result]] = [pool.submit(_in_process, _portable(job), told) for job in work]
            try:
                while not all(future.done() for future in running) or not told.empty():
                    with contextlib.suppress(Exception):  # an empty queue, in the manager's own words
                        on_progress(*told.get(timeout=0.2))
                for job, future in zip(work, running, strict=True):
                    yield _answer(job, future)
            except BaseException:
                for future in running:
                    future.cancel()
                for process in set(multiprocessing.active_children()) - others:
                    process.terminate()  # what each has kept so far is on disk
                raise


def _answer(job: Job, future: Future[Result]) -> Result:
    try:
        return future.result()
    except Exception as error:
        return Result(job.interview, "failed", bug=frames_of(error))


def _portable(job: Job) -> Job:
    """The job without its callback, which cannot go to another process."""
    return replace(job, progress=no_progress)


def _begin(threads: int) -> None:
    """Share the cores between the processes; Ctrl-C is the first one's, which ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    os.environ["OMP_NUM_THREADS"] = str(threads)
    os.umask(0o077)


_ENDED = threading.Event()


def _end(*_: object) -> None:
    """Leave the interview at hand in order, and begin none that already waits."""
    _ENDED.set()
    sys.exit()


def _in_process(job: Job, told: Any) -> Result:
    if _ENDED.is_set():
        sys.exit()
    return _run_one(job, lambda *news: told.put(news))


def _progress_of(interview: str, on_progress: Progress) -> Callable[[str, int, int], None]:
    return lambda stage, done, everything: on_progress(interview, stage, done, everything)


def _run_one(job: Job, on_progress: Progress) -> Result:
    try:
        run_interview(replace(job, progress=_progress_of(job.interview, on_progress)))
    except PipelineError as error:
        return Result(job.interview, "failed", error=error)
    except Exception as error:
        return Result(job.interview, "failed", bug=frames_of(error))
    parts = job.study.store.peek(job.interview, "recording.json").get("parts", ())
    corrupt = sum(part["corrupt_packets"] for part in parts)
    notes = (say("cli.result.corrupt", interview=job.interview, count=corrupt),) if corrupt else ()
    return Result(job.interview, "made", notes=notes)


# ---------------------------------------------------------------------- import


#: From this share of turns with times of their own on, a text is not laid along what an engine hears.
MOSTLY = 0.9


def take_in(
    study: Study,
    files: Sequence[Path],
    *,
    as_id: str | None = None,
    audio: Sequence[Path] = (),
    verified_by: str | None = None,
    on_progress: Progress = lambda _interview, _stage, _done, _all: None,
    on_plan: Callable[[tuple[str, ...]], None] = lambda _interviews: None,
) -> tuple[Result, ...]:
    """Take transcripts that exist already into the study, each as an interview.

    Args:
        study: the study.
        files: transcripts; which kinds there are stands in `ingest/transcripts/`.
        as_id: the id, for one file.
        audio: the recordings that the one file is a transcript of, in order; it is laid along them.
        verified_by: who has checked them outside, which counts for all rounds.
        on_progress: is told how far the sound is read and listened to.
        on_plan: is told which interview an engine listens to, before that begins.

    Raises:
        PipelineError: an id or a recording was given for several files, or is taken.
    """
    if (as_id is not None or audio) and len(files) != 1:
        raise PipelineError(say("cli.one_file"), hint=say("cli.one_file.hint"))
    from pipeline.ingest.imported import read_transcript
    from pipeline.ingest.probe import probe, sha256_of

    register = Arrivals(study.store)
    arrived = register.register(
        files, how="import", as_id=as_id, check=read_transcript, sound=audio, check_sound=probe
    )
    recordings = {sha256_of(path): path for path in audio}
    results = []
    for one in arrived:
        name = one_line(one.path.name)
        if one.error is not None:
            results.append(Result("", "failed", name, one.error))
            continue
        parts = register.entries()[one.interview].sound
        job = Job(study, one.interview, recordings, parts, progress=_progress_of(one.interview, on_progress))
        try:
            results.append(replace(_import_one(job, one, verified_by, on_plan), name=name))
        except PipelineError as error:
            results.append(Result(one.interview, "failed", name, error))
    return tuple(results)


def _import_one(
    job: Job, one: Arrived, verified_by: str | None, on_plan: Callable[[tuple[str, ...]], None]
) -> Result:
    from pipeline.artefacts.transcript import Transcript

    study, store, interview = job.study, job.study.store, job.interview
    if Arrivals(store).entries()[interview].how != "import":
        raise PipelineError(say("runner.recorded", interview=interview), hint=say("runner.recorded.hint"))
    before = store.read(interview, Transcript) if store.has(interview, Transcript) else None
    transcript, notes = (before, ()) if before is not None else _read_in(job, one)
    if job.parts and not any(
        turn.start_ms is not None for turn in transcript.turns if transcript.duration_ms
    ):
        run_interview(job, upto="peaks", imported=True)
        transcript, said = _along(job, transcript, on_plan)
        notes += said
    if transcript != before:
        with store.lock(interview, wait_s=5):
            if before is not None:
                void(store, interview)
            store.write(interview, transcript)
    signed = False
    if verified_by:
        already = {
            signature["round"]
            for signature in store.peek(interview, "verified.json").get("signatures", ())
            if signature["valid"]
        }
        for number in range(1, study.settings.review.rounds + 1):
            if number not in already:
                sign(study, interview, number, verified_by, outside=True)
                signed = True
    ran = run_interview(job, imported=True)
    made = ran or signed or transcript != before
    return Result(
        interview,
        "made" if made else "nothing_to_do",
        notes=tuple(f"{interview}: {note}" for note in notes),
    )


def _read_in(job: Job, one: Arrived) -> tuple[Transcript, tuple[str, ...]]:
    """The transcript that the file holds, and sentences about it; where it came from is written down."""
    from pipeline.artefacts.recording import Recording
    from pipeline.artefacts.transcript import Transcript
    from pipeline.ingest.imported import read_transcript

    study, interview = job.study, job.interview
    imported = read_transcript(one.path)
    language = imported.language or ("nn" if study.settings.language == "nn" else "nb")
    if not study.store.has(interview, Recording):  # a run that was killed may have read the sound already
        study.store.write(
            interview, Recording(interview=interview, imported_name=one.path.name, imported_sha256=one.sha256)
        )
    turns = _with_roles(study, imported)
    transcript = Transcript(interview=interview, language=language, engine="import", model="", turns=turns)
    return transcript, imported.notes


def _with_roles(study: Study, imported: Imported) -> tuple[Turn, ...]:
    """The turns with the roles that the file tells, the others worked out from what was said."""
    from pipeline.ingest.transcripts import NOBODY
    from pipeline.segment.guide import questions_of
    from pipeline.transcribe.roles import interviewers
    from pipeline.transcribe.turns import with_roles

    talk: dict[str, list[str]] = {}
    for turn in imported.turns:
        if turn.speaker != NOBODY:
            talk.setdefault(turn.speaker, []).append(turn.text)
    guide = study.guide()
    worked_out = interviewers(talk, () if guide is None else questions_of(guide))
    return with_roles(
        imported.turns,
        {
            turn.speaker: (turn.role, True) if turn.speaker in imported.told else worked_out[turn.speaker]
            for turn in imported.turns
        },
    )


def _along(
    job: Job, transcript: Transcript, on_plan: Callable[[tuple[str, ...]], None]
) -> tuple[Transcript, tuple[str, ...]]:
    """The transcript along its sound, and sentences about how sure its times are.

    A text with times keeps them; one without is heard by the study's engine and laid along what it heard.
    Where that cannot be, the sound is there all the same and the turns have no times.
    """
    from pipeline.artefacts.sound import open_sound
    from pipeline.transcribe.along import SAME_TALK, Laid, between, lay

    turns = transcript.turns
    duration_ms = open_sound(job.study.store.path(job.interview, AUDIO)).duration_ms
    timed = sum(turn.start_ms is not None for turn in turns)
    speech: Sequence[Stretch] = ()
    notes: list[str] = []
    listen_with, why = (None, "") if timed >= MOSTLY * len(turns) else _engine_for(job)
    if listen_with is not None:
        on_plan((job.interview,))
        heard = hear(replace(job, model=listen_with))
        speech = heard.speech
        laid = lay(turns, [word for turn in heard.turns for word in turn.words], duration_ms)
        share = int(100 * laid.share)
        if laid.share < SAME_TALK:
            notes.append(say("imported.no_times", why=say("imported.no_times.other", share=share)))
        else:
            notes.append(say("imported.laid", share=share, unsure=len(laid.marks)))
    elif timed:
        laid = between(turns, duration_ms)
        if 2 * laid.past > timed:  # another recording's times say nothing of this one
            laid = replace(laid, turns=tuple(map(_untimed, turns)), marks=())
        elif timed < len(turns):
            notes.append(say("imported.between", unsure=len(laid.marks)))
        if laid.past:
            notes.append(say("imported.past", count=laid.past))
    else:
        laid = Laid(turns)
        notes.append(say("imported.no_times", why=why))
    found = transcript.model_copy(
        update={
            "turns": laid.turns,
            "marks": laid.marks,
            "speech": speech or speech_in(job),
            "duration_ms": duration_ms,
        }
    )
    return found, tuple(notes)


def _untimed(turn: Turn) -> Turn:
    words = tuple(word.model_copy(update={"start_ms": None, "end_ms": None}) for word in turn.words)
    return turn.model_copy(update={"start_ms": None, "end_ms": None, "words": words})


def _engine_for(job: Job) -> tuple[Model | None, str]:
    """The model to hear the sound with; else why there is none, and what to do."""
    from pipeline.weights import installed

    model = chosen_model(job.study, job.parts, None)
    if model is None:
        return None, say("imported.no_times.model")
    try:
        installed().locate(model)
    except PipelineError as error:
        return None, f"{error.message} {error.hint}"
    return model, ""


# ---------------------------------------------------------------------- verify


def sign(
    study: Study,
    interview: str,
    number: int,
    who: str,
    reason: str = "",
    *,
    outside: bool = False,
) -> Decision:
    """Sign a round of an interview in somebody's name; on the disk when this returns.

    Raises:
        PipelineError: no such interview or round, no transcript, or what `review.listened.signing` says.
    """
    from pipeline.desk import Desk
    from pipeline.review.listened import signing

    store = study.store
    known(study, interview)
    if not 1 <= number <= study.settings.review.rounds:
        raise PipelineError(
            say("runner.round", rounds=study.settings.review.rounds, round=number),
            hint=say("runner.round.hint"),
        )
    desk = Desk(store, interview)
    decision = desk.decide(
        who, lambda state: signing(state, desk.listened(), who, number, reason, outside=outside)
    )
    project(study, interview)
    return decision


def project(study: Study, interview: str, *, upto: str = "reading") -> tuple[str, ...]:
    """Bring everything that is made from what people decided up to date; gives the stages that ran."""
    entry = Arrivals(study.store).entries()[interview]
    job = Job(study, interview, parts=entry.sound)
    return run_interview(job, upto=upto, imported=entry.how == "import")


def known(study: Study, interview: str) -> str:
    """The interview's id, if the study has it.

    Raises:
        PipelineError: it has not.
    """
    if interview not in study.store.interviews():
        raise PipelineError(
            say("runner.no_interview", name=one_line(interview)), hint=say("runner.no_interview.hint")
        )
    return interview


# ---------------------------------------------------------------------- init


def start_study(folder: Path, guide: bytes | None = None, guide_name: str = "guide.yaml") -> tuple[str, ...]:
    """Make a new study; gives warnings, as sentences, about the place that was chosen.

    Args:
        folder: where; it is made if need be.
        guide: the interview guide as YAML; none means a template.
        guide_name: what to call it in an error.

    Raises:
        PipelineError: there is a study already, the guide is broken, or the folder cannot be written to.
    """
    from pipeline.segment.guide import read_guide
    from pipeline.segment.guide import template as guide_template

    text = guide_template()
    if guide is not None:
        read_guide(guide, guide_name)
        text = guide.decode("utf-8-sig")
    with _usable(folder):
        if (folder / STUDY_FILE).exists():
            raise PipelineError(say("runner.not_empty", folder=folder), hint=say("runner.not_empty.hint"))
        for name in ("audio_in", "transcripts_out", "models"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    write_file(folder / "guide.yaml", text.encode())
    write_file(folder / ".gitignore", b"# what people said never enters a repository\n*\n")
    write_file(folder / STUDY_FILE, template(folder.absolute().name).encode())
    return tuple(_warnings(folder.absolute()))


@contextlib.contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Say in a sentence that a folder cannot be made: a file lies in the way, the path is too long."""
    try:
        with told(folder):
            yield
    except OSError:
        raise PipelineError(
            say("runner.folder_unusable", folder=folder), hint=say("runner.not_empty.hint")
        ) from None


#: Parts of a path by which programs that copy files to other machines are known.
SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "box sync",
)


def _warnings(folder: Path) -> Iterable[str]:
    if any((above / ".git").exists() for above in (folder, *folder.parents)):
        yield say("cli.warn_git")
    if any(name in part.casefold() for part in folder.parts for name in SYNCED):
        yield say("cli.warn_synced")


# ---------------------------------------------------------------------- models


#: The share of a matrix product's speed that openai-whisper reaches with five beams (benchmarks/README.md).
EFFICIENCY = 0.06


def model_estimates(models: Iterable[Model]) -> dict[str, float]:
    """Minutes that an hour of speech takes on this machine, by name; measured on one matrix product."""
    import time

    import torch

    left, right = torch.ones(1500, 1024), torch.ones(1024, 1024)
    torch.mm(left, right)
    started = time.perf_counter()
    rounds = 0
    while time.perf_counter() - started < 0.3:
        torch.mm(left, right)
        rounds += 1
    per_second = rounds * 1500 * 1024 * 1024 / (time.perf_counter() - started) / 1e9
    return {
        model.name: model.work * 120 / (per_second * EFFICIENCY) / 60
        for model in models
        if model.work is not None
    }


__all__ = [
    "NoModelError",
    "Outcome",
    "Result",
    "check_id",
    "known",
    "model_estimates",
    "project",
    "sign",
    "start_study",
    "take_in",
    "transcribe",
]
