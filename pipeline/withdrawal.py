"""Withdrawal of consent: an interview is removed everywhere, and a receipt says so without saying whose.

GDPR art. 7(3) and 17; NESH on consent. What goes is planned first and written down without a word of the
interview (`identified/withdrawal.json`); each step can be done again, and the plan goes last: a withdrawal
that was killed goes on where it is asked for again. Others' pseudonyms stay as they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AwareDatetime, Field

from pipeline.arrivals import Arrivals
from pipeline.artefacts.base import Artefact, Identifier
from pipeline.errors import PipelineError
from pipeline.messages import one_line, say
from pipeline.respondents import RULINGS, TABLE, write_respondents
from pipeline.runner import NAMES
from pipeline.store import WHOLE, StudyStore, sync_folder, told, write_file
from pipeline.voiding import LOGS, void

if TYPE_CHECKING:
    from pipeline.anonymise.withdraw import Said, Shared
    from pipeline.artefacts.entity import EntityRegistry
    from pipeline.runner import Study

#: A file that comes in grows all the time; one that has not for so long was cut off.
TORN_AFTER_S = 3600

#: Who withdrew what and when, by the receipt's number; and how the receipts' file names begin.
LOG, RECEIPT = "withdrawals.jsonl", "receipt-"


class Withdrawal(Artefact):
    """What goes with an interview, written before anything goes; it names nobody.

    `parts` are the sha256 of its delivered files, `sizes` theirs in bytes, 0 where it is not known. `gone`
    are the entities that no other interview mentions. `files`, `recordings`, `identities` are how many.
    """

    file: ClassVar[str] = "withdrawal.json"

    receipt: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    at: AwareDatetime
    interview: Identifier
    parts: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()
    files: int = 0
    recordings: int = 0
    identities: int = 0


class Withdrawn(Artefact):
    """A line of the log of withdrawals: no interview and no name of hers who withdrew."""

    receipt: str
    at: AwareDatetime
    who: Annotated[str, Field(repr=False)]


@dataclass(frozen=True)
class Going:
    """What would go with an interview, for people to see before they ask for it.

    `recordings` are the delivered files in `audio_in/` that are deleted too. `by_hand` are files that may
    hold something of it and that only people can mend: study.toml, projects of coding tools.
    """

    interview: str
    files: int
    identities: int
    recordings: tuple[Path, ...] = field(repr=False)
    by_hand: tuple[Path, ...] = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """A withdrawal that is done. `path` is the receipt; `by_hand` is what people must still look at."""

    number: str
    path: Path
    files: int
    recordings: int
    identities: int
    by_hand: tuple[Path, ...] = field(repr=False)


def what_goes(study: Study, interview: str) -> Going:
    """What `forget` would remove. Nothing is changed.

    Raises:
        PipelineError: no such interview.
    """
    plan = _begun(study, interview) or _planned(study, interview)
    return Going(
        interview,
        plan.files,
        plan.identities,
        tuple(_recordings(study.store, plan)),
        tuple(_by_hand(study, interview)),
    )


def forget(study: Study, interview: str, who: str) -> Receipt:
    """Remove an interview everywhere: what was said, heard, decided and exported, the delivered file too.

    Neither the interview's id nor its files are taken in again. What other interviews share with it stays,
    in their own words. Ask people first (`what_goes`): nothing brings it back.

    Args:
        study: the study.
        interview: its id; one whose withdrawal was cut off goes on.
        who: who does this.

    Raises:
        PipelineError: no such interview, somebody is working on it, or a file cannot be removed (it is open
            in another program); what is left goes when it is asked for again.
    """
    store = study.store
    with store.lock("withdrawal", wait_s=5):
        plan = _begun(study, interview) or _planned(study, interview)
        with store.lock(interview, wait_s=5):
            store.write(WHOLE, plan)
            for step in STEPS:
                step(study, plan)
        _remove_locks(store, interview)
        return _receipt(study, plan, who)


# ---------------------------------------------------------------------- the plan


def _begun(study: Study, interview: str) -> Withdrawal | None:
    """The withdrawal that was cut off.

    Raises:
        PipelineError: it is of another interview, which has to be finished first.
    """
    if not study.store.has(WHOLE, Withdrawal):
        return None
    plan = study.store.read(WHOLE, Withdrawal)
    if plan.interview != interview:
        raise PipelineError(
            say("withdrawal.unfinished", interview=plan.interview),
            hint=say("withdrawal.unfinished.hint", interview=plan.interview),
        )
    return plan


def _planned(study: Study, interview: str) -> Withdrawal:
    from pipeline.anonymise.withdraw import gone_with

    store = study.store
    entry = Arrivals(store).entries().get(interview)
    if entry is None:
        raise PipelineError(
            say("runner.no_interview", name=one_line(interview)), hint=say("runner.no_interview.hint")
        )
    register = store.peek(WHOLE, "arrivals.json").get("seen", {})
    sizes = {seen["sha256"]: seen["size"] for seen in register.values()}
    gone = sorted(
        gone_with(interview, _registry(store), _said_in(store, interview), _others(store, interview))
    )
    plan = Withdrawal(
        receipt=secrets.token_hex(4),
        at=datetime.now(UTC).replace(microsecond=0),
        interview=interview,
        parts=entry.parts,
        sizes=tuple(sizes.get(part, 0) for part in entry.parts),
        gone=tuple(gone),
        files=sum(1 for folder in _folders(store, interview) for path in folder.rglob("*") if path.is_file()),
        identities=len(gone),
    )
    return plan.model_copy(update={"recordings": sum(1 for _ in _recordings(store, plan))})


def _folders(store: StudyStore, interview: str) -> tuple[Path, Path]:
    return store.folder(interview), store.anonymised / interview


def _recordings(store: StudyStore, plan: Withdrawal) -> Iterator[Path]:
    """The delivered files in the study, copies of them too, whatever they are called."""
    for path in _delivered_files(store):
        with contextlib.suppress(FileNotFoundError):
            known = 0 in plan.sizes or path.stat().st_size in plan.sizes
            if plan.parts and known and _digest(path) in plan.parts:
                yield path


def _torn(store: StudyStore) -> Iterator[Path]:
    """Pieces of files that were on their way in when the page was killed; nobody can tell whose they are."""
    for path in _delivered_files(store):
        with contextlib.suppress(FileNotFoundError):
            if path.name.startswith(".") and path.suffix == ".part" and _age_s(path) > TORN_AFTER_S:
                yield path


def _age_s(path: Path) -> float:
    return datetime.now(UTC).timestamp() - path.stat().st_mtime


def _delivered_files(store: StudyStore) -> Iterator[Path]:
    """Where files come in: from people, and through the page."""
    for folder in (store.audio_in, store.identified / ".inn"):
        if folder.is_dir():
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with told(path), path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _by_hand(study: Study, interview: str) -> Iterator[Path]:
    settings, store = study.settings, study.store
    if interview in dict(settings.respondents) or interview in dict(settings.transcribe.voices_in):
        yield store.root / "study.toml"
    if store.coding.is_dir():
        from pipeline.voiding import PROJECTS

        yield from (path for path in sorted(store.coding.iterdir()) if path.suffix.casefold() in PROJECTS)


# ---------------------------------------------------------------------- who goes


def _said_in(store: StudyStore, interview: str) -> Iterator[Said]:
    from pipeline.anonymise.withdraw import Said
    from pipeline.artefacts.entity import Mentions
    from pipeline.artefacts.verified import VerifiedTranscript

    if store.has(interview, Mentions) and store.has(interview, VerifiedTranscript):
        turns = {turn.id: turn.text for turn in store.read(interview, VerifiedTranscript).turns}
        for mention in store.read(interview, Mentions).mentions:
            if mention.turn_id in turns:
                yield Said(interview, mention, turns[mention.turn_id])


def _others(store: StudyStore, interview: str) -> Iterator[Said]:
    return (said for other in store.interviews() if other != interview for said in _said_in(store, other))


def _shared(study: Study, interview: str, gone: Sequence[str]) -> Shared:
    from pipeline.anonymise.withdraw import Shared

    return Shared(
        interview,
        frozenset(gone),
        tuple(_said_in(study.store, interview)),
        tuple(_others(study.store, interview)),
    )


def _registry(store: StudyStore) -> EntityRegistry:
    from pipeline.artefacts.entity import EntityRegistry

    return store.read(WHOLE, EntityRegistry) if store.has(WHOLE, EntityRegistry) else EntityRegistry()


# ---------------------------------------------------------------------- the steps


def _from_register(study: Study, plan: Withdrawal) -> None:
    """First, so that nothing and nobody works on it any more."""
    Arrivals(study.store).forget(plan.interview)


def _from_rulings(study: Study, plan: Withdrawal) -> None:
    from pipeline.anonymise.withdraw import rulings_without
    from pipeline.artefacts.ruling import Ruling

    store = study.store
    path = store.path(WHOLE, RULINGS)
    with store.lock("study", RULINGS, "decide"), store.lock(WHOLE, RULINGS):
        log = store.log(WHOLE, RULINGS, Ruling)
        if log:
            left = rulings_without(log, _shared(study, plan.interview, plan.gone))
            write_file(path, b"".join(one.model_dump_json().encode() + b"\n" for one in left))


def _from_names(study: Study, plan: Withdrawal) -> None:
    store = study.store
    rows = store.peek(WHOLE, NAMES).get("names", [])
    if any(row[0] == plan.interview for row in rows):
        _write_json(store.identified / NAMES, {"names": [row for row in rows if row[0] != plan.interview]})


def _from_people(study: Study, plan: Withdrawal) -> None:
    store = study.store
    with store.lock("people"):
        people = store.peek(WHOLE, "people.json")
        if any(plan.interview in person.get("places", {}) for person in people.values()):
            for person in people.values():
                person.get("places", {}).pop(plan.interview, None)
            _write_json(store.identified / "people.json", people)


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    write_file(path, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def _from_what_was_made(study: Study, plan: Withdrawal) -> None:
    """De-identified text, themes, exported files, reports, evaluations: all that may quote or count it."""
    store = study.store
    void(store, plan.interview)
    _remove(store.anonymised / plan.interview)
    _remove(store.identified / "evaluation")
    if store.reports.is_dir():
        for path in store.reports.iterdir():
            if not path.name.startswith(RECEIPT) and path.suffix != LOGS:
                _remove(path)
    if (store.anonymised / TABLE).is_file():
        _remove(store.anonymised / TABLE)
        with contextlib.suppress(
            PipelineError
        ):  # another respondent is named in it; writing it again says so
            write_respondents(study)


def _delivered(study: Study, plan: Withdrawal) -> None:
    for path in (*_recordings(study.store, plan), *_torn(study.store)):
        _remove(path)


def _identified(study: Study, plan: Withdrawal) -> None:
    _remove(study.store.folder(plan.interview))


def _from_registry(study: Study, plan: Withdrawal) -> None:
    from pipeline.anonymise.withdraw import registry_without

    store = study.store
    with store.lock("registry"):
        before = _registry(store)
        after = registry_without(before, _shared(study, plan.interview, plan.gone))
        if after != before:
            store.write(WHOLE, after)
    if study.settings.key.recipient:
        from pipeline import link_key

        link_key.write(study, after)


#: In this order; what is needed to know what goes goes last.
STEPS: tuple[Callable[[Study, Withdrawal], None], ...] = (
    _from_register,
    _from_rulings,
    _from_registry,
    _from_names,
    _from_people,
    _from_what_was_made,
    _delivered,
    _identified,
)


def _remove(path: Path) -> None:
    """Remove a file, a link (never what it points at) or a folder, and make it last."""
    with told(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)


def _remove_locks(store: StudyStore, interview: str) -> None:
    """Locks that carry the interview's id; one that somebody holds on Windows stays, and is empty."""
    for path in (store.identified / ".locks").glob("*.lock"):
        if path.stem == interview or path.stem.startswith(f"{interview}+"):
            with contextlib.suppress(OSError):
                path.unlink()


def _receipt(study: Study, plan: Withdrawal, who: str) -> Receipt:
    """Write the receipt, then that it was done; the plan goes last."""
    store = study.store
    path = store.reports / f"{RECEIPT}{plan.receipt}.txt"
    text = say(
        "withdrawal.receipt",
        number=plan.receipt,
        date=plan.at.date().isoformat(),
        files=plan.files,
        recordings=plan.recordings,
        identities=plan.identities,
    )
    write_file(path, text.encode())
    if plan.receipt not in {line.receipt for line in store.log(WHOLE, LOG, Withdrawn)}:
        store.append(WHOLE, LOG, Withdrawn(receipt=plan.receipt, at=plan.at, who=who))
    by_hand = tuple(_by_hand(study, plan.interview))
    _remove(store.path(WHOLE, Withdrawal.file))
    return Receipt(plan.receipt, path, plan.files, plan.recordings, plan.identities, by_hand)
