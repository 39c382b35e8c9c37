"""The link key: whom the pseudonyms stand for, encrypted, outside the study, destroyed when its time is up.

An age identity (X25519) is made once; whoever has it and its passphrase can read the key. Its recipient is
public and stands in study.toml, so that stages write the key without asking anybody, and never read it.
Koblingsnøkkelen holdes atskilt (Sikt; GDPR art. 4(5)); destroying it removes all in the study that links
pseudonyms to originals, apart from what people said themselves.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.runner import NAMES, Study
from pipeline.store import STUDY_FILE, WHOLE, StudyStore, digest_of, sync_folder, told, write_file

if TYPE_CHECKING:
    from pipeline.artefacts.entity import Entity, EntityRegistry
    from pipeline.artefacts.ruling import Ruling

#: In `reports/`: when the key was opened and by whom, and the receipt of its end (withdrawals keep both).
LOG, RECEIPT = "key-log.jsonl", "receipt-key.json"

#: In `identified/`: what the key was last written from.
STAMP = "key-stamp.json"

#: Shortest passphrase, in characters.
SHORTEST = 12

#: What an interview says for itself. As long as it is there, it shows who is meant; it has its own end.
OWN = frozenset(
    {
        "recording.json",
        "audio.wav",
        "peaks.bin",
        "windows.jsonl",
        "transcript.json",
        "decisions.jsonl",
        "listened.jsonl",
        "verified.json",
        "transcript.docx",
        "transcript.vtt",
        "earlier",
        "stamps",
    }
)

#: What links places in the text to entities, or keeps what was typed, in each interview's folder.
_LINKS = ("mentions.json", "linked.json", "findings.json", "drafts.key")


@dataclass(frozen=True)
class Row:
    """Whom one pseudonym stands for."""

    id: str
    type: str
    pseudonym: str
    name: str = field(repr=False)
    aliases: tuple[str, ...] = field(repr=False)
    role: str
    respondent_of: tuple[str, ...]


@dataclass(frozen=True)
class Destroyed:
    """What the receipt says, and what people have still to see to.

    `removed` are kinds of files and their sha256. `remains` are interviews whose own recording or text is
    still there; `left` files outside them in which an original was found.
    """

    at: str
    who: str
    path: Path
    removed: tuple[tuple[str, str], ...]
    remains: tuple[str, ...]
    left: tuple[Path, ...] = field(default=(), repr=False)


# ---------------------------------------------------------------------- making


def identity_place(study: Study) -> Path:
    """Where the identity is put unless people choose another place: not in the study."""
    return Path.home() / f"{study.store.root.absolute().name}-nokkel.age"


def key_file(study: Study) -> Path:
    """Where the encrypted key is written: as study.toml says, else beside the study's folder."""
    root = study.store.root.absolute()
    chosen = study.settings.key.file
    return root / Path(chosen).expanduser() if chosen else root.parent / f"{root.name}-koblingsnokkel.age"


def create(study: Study, where: Path, passphrase: str) -> str:
    """Make an identity, lock it with a passphrase, and write its recipient into study.toml.

    Args:
        study: the study; open it again afterwards, its settings have changed.
        where: the identity's file, outside the study; one that is there is never written over.
        passphrase: opens the identity, and cannot be found again.

    Returns:
        The recipient, `age1…`.

    Raises:
        PipelineError: there is a key, or it was destroyed; the file is there or lies in the study; the
            passphrase is short; study.toml cannot be changed.
    """
    import pyrage

    where, root = where.expanduser().absolute(), study.store.root.absolute()
    if study.settings.key.recipient:
        raise PipelineError(say("key.there"), hint=say("key.there.hint"))
    refuse_destroyed(study)
    if root.resolve() in where.resolve().parents:
        raise PipelineError(say("key.inside", path=where), hint=say("key.inside.hint"))
    if len(passphrase.strip()) < SHORTEST:
        raise PipelineError(say("key.short", least=SHORTEST), hint=say("key.short.hint"))
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    toml = root / STUDY_FILE
    settings = _with_recipient(toml, recipient)
    lines = f"# Renskriv\n# public key: {recipient}\n{identity}\n"
    _write_new(where, pyrage.passphrase.encrypt(lines.encode(), passphrase))
    write_file(toml, settings)
    return recipient


def _write_new(path: Path, data: bytes) -> None:
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            raise PipelineError(say("key.exists", path=path), hint=say("key.exists.hint")) from None
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


_SECTION = re.compile(r"(?m)^[ \t]*\[[ \t]*key[ \t]*\][^\n]*$")
_RECIPIENT = re.compile(r"(?m)^([ \t]*recipient[ \t]*=[ \t]*)(?:\"[^\"\n]*\"|'[^'\n]*')")


def _with_recipient(toml: Path, recipient: str) -> bytes:
    """study.toml with this recipient, and every other character as it was.

    Raises:
        PipelineError: the file is written in a way that only people can change.
    """
    with told(toml):
        data = toml.read_bytes()
    source = data.decode("utf-8")
    ends = "\r\n" if "\r\n" in source else "\n"
    header = _SECTION.search(source)
    line = f'recipient = "{recipient}"'
    if header is None:
        between = "" if source.endswith("\n") else ends
        changed = f"{source}{between}{ends}[key]{ends}{line}{ends}"
    else:
        following = re.search(r"(?m)^[ \t]*\[", source[header.end() :])
        end = header.end() + following.start() if following else len(source)
        found = _RECIPIENT.search(source, header.end(), end)
        if found:
            changed = f'{source[: found.start()]}{found[1]}"{recipient}"{source[found.end() :]}'
        else:
            head, rest = source[: header.end()].rstrip("\r"), source[header.end() :]
            changed = f"{head}{ends}{line}{ends if rest else ''}{rest.removeprefix(chr(10))}"
    if not _only_changes(source, changed, recipient):
        raise PipelineError(say("key.toml", line=line), hint=say("key.toml.hint", line=line))
    return changed.encode()


def _only_changes(source: str, changed: str, recipient: str) -> bool:
    try:
        before, after = (tomllib.loads(text.removeprefix("\ufeff")) for text in (source, changed))
    except tomllib.TOMLDecodeError:
        return False
    section = before.get("key", {})
    return isinstance(section, dict) and after == before | {"key": section | {"recipient": recipient}}


# ---------------------------------------------------------------------- writing


def write(study: Study, registry: EntityRegistry) -> Path | None:
    """Encrypt who is who to the recipient; None where there is no key, or none any more. Nothing is asked.

    Raises:
        PipelineError: the recipient is none, or the file cannot be written.
    """
    import pyrage

    if not study.settings.key.recipient or is_destroyed(study):
        return None
    path, stamp = key_file(study), study.store.identified / STAMP
    content = json.dumps([asdict(row) for row in _rows(study, registry)], ensure_ascii=False, indent=1)
    made_from = digest_of(f"{study.settings.key.recipient}\n{content}".encode())
    with contextlib.suppress(OSError, ValueError, LookupError):
        last = json.loads(stamp.read_bytes())
        if last["from"] == made_from and last["key"] == digest_of(path.read_bytes()):
            return path
    try:
        recipient = pyrage.x25519.Recipient.from_str(study.settings.key.recipient)
    except pyrage.RecipientError:
        raise PipelineError(say("key.recipient"), hint=say("key.recipient.hint")) from None
    data = pyrage.encrypt(content.encode(), [recipient])
    write_file(path, data)
    write_file(stamp, json.dumps({"from": made_from, "key": digest_of(data)}).encode() + b"\n")
    return path


def _rows(study: Study, registry: EntityRegistry) -> Iterator[Row]:
    from pipeline.anonymise.replace import policy_of

    policy = policy_of(study.settings)
    for entity in registry.entities:
        yield Row(
            entity.id,
            entity.type.value,
            _pseudonym(entity, policy.operator(entity)),
            entity.name,
            entity.aliases,
            entity.role,
            entity.respondent_of,
        )


def _pseudonym(entity: Entity, operator: str) -> str:
    """What stands in the text instead of its name, without brackets."""
    from pipeline.anonymise.ladders import Around, Rung
    from pipeline.anonymise.operators import OPERATORS
    from pipeline.anonymise.operators.base import SPOT, Spot
    from pipeline.artefacts.entity import Mention

    mention = Mention(
        id="key",
        turn_id="key",
        start=0,
        end=max(1, len(entity.name)),
        type=entity.type,
        entity_id=entity.id,
        source="known",
        score=1.0,
        recogniser="",
        reason="",
    )
    spot = Spot(mention, entity, Around("og ", ""), Rung("work", "nb"))
    said: str = OPERATORS.load(operator)().operate(entity.name, {SPOT: spot})
    return said.removeprefix("[").removesuffix("]")


# ---------------------------------------------------------------------- opening


def open_key(study: Study, identity: Path, passphrase: str, who: str) -> tuple[Row, ...]:
    """Whom the pseudonyms stand for. That it was opened, by whom and when, is logged before it is.

    Raises:
        PipelineError: there is no key, the identity cannot be read, or the passphrase is wrong (logged too).
    """
    import pyrage

    path = key_file(study)
    if not study.settings.key.recipient or not path.is_file():
        refuse_destroyed(study)
        raise PipelineError(say("key.none"), hint=say("key.none.hint"))
    with told(path):
        data = path.read_bytes()
    try:
        locked = _identity_bytes(identity)
        lines = pyrage.passphrase.decrypt(locked, passphrase).decode()
        secret = next(line for line in lines.splitlines() if line.startswith("AGE-SECRET-KEY-"))
    except (pyrage.DecryptError, UnicodeDecodeError, StopIteration):
        _log(study, who, "refused")
        raise PipelineError(say("key.wrong"), hint=say("key.wrong.hint")) from None
    try:
        content = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)])
    except (pyrage.DecryptError, pyrage.IdentityError):
        _log(study, who, "refused")
        raise PipelineError(say("key.other"), hint=say("key.other.hint")) from None
    _log(study, who, "opened")
    return tuple(
        Row(**row | {name: tuple(row[name]) for name in ("aliases", "respondent_of")})
        for row in json.loads(content)
    )


def _identity_bytes(identity: Path) -> bytes:
    """An age file that a passphrase opens.

    Raises:
        PipelineError: there is none, or it is something else.
    """
    identity = identity.expanduser()
    try:
        with told(identity), identity.open("rb") as source:
            data = source.read(100_000)
    except (FileNotFoundError, IsADirectoryError):
        raise PipelineError(say("key.no_identity", path=identity), hint=say("key.no_identity.hint")) from None
    if not data.startswith(b"age-encryption.org/v1\n-> scrypt "):
        raise PipelineError(say("key.no_identity", path=identity), hint=say("key.no_identity.hint"))
    return data


def _log(study: Study, who: str, did: str) -> None:
    """A line in the log of the key; it is on the disk when this returns."""
    path = study.store.reports / LOG
    line = json.dumps({"at": _now(), "who": who, "did": did}, ensure_ascii=False).encode() + b"\n"
    with study.store.lock("key-log"), told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "ab") as target:
            target.write(line)
            target.flush()
            os.fsync(target.fileno())
        sync_folder(path.parent)


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


# ---------------------------------------------------------------------- destroying


def is_destroyed(study: Study) -> bool:
    """Whether the key has been destroyed, or was about to be; who is who must not be told anew then."""
    return bool(_receipt(study))


def refuse_destroyed(study: Study) -> None:
    """For whatever would tell anew who is who.

    Raises:
        PipelineError: the key has been destroyed, or was about to be.
    """
    if is_destroyed(study):
        raise PipelineError(say("key.destroyed"), hint=say("key.destroyed.hint"))


def destroy(study: Study, who: str, identity: Path | None = None) -> Destroyed:
    """Remove all that links pseudonyms to originals, and leave a receipt. Nothing brings it back.

    The encrypted key goes, the identity where it is given, the registry, mentions and findings, what people
    have decided about identifiers (sign-offs and what tables say of respondents stay), names and
    evaluations, the keys of drafts in browsers. What interviews say for themselves stays, and is named. A
    destruction that was cut off goes on when it is asked for again.

    Raises:
        PipelineError: it is done already, the identity is none, or a file cannot be removed.
    """
    from pipeline.artefacts.entity import EntityRegistry
    from pipeline.respondents import RULINGS

    store = study.store
    with store.lock("registry", wait_s=5), store.lock(WHOLE, RULINGS, wait_s=5):
        receipt = _receipt(study) or {"at": _now(), "who": who, "removed": [], "done": False}
        if receipt["done"]:
            raise PipelineError(say("key.destroyed"), hint=say("key.destroyed.hint"))
        if identity is not None:
            _identity_bytes(identity)
        rulings = _without_words(store)
        going = [*_links(study, identity), *_with_originals(study)]
        registry = store.identified / EntityRegistry.file
        known = {tuple(one) for one in receipt["removed"]}
        for path in (*going, registry):
            if path.is_file():
                known.add((_kind(store, path, identity), digest_of(path.read_bytes())))
        if rulings is not None:
            known.add((RULINGS, store.digest(WHOLE, RULINGS)))
        receipt["removed"] = sorted(known)
        _write_receipt(study, receipt)
        for path in going:
            _remove(path)
        if rulings is not None:
            write_file(store.path(WHOLE, RULINGS), rulings)
        _forget_delivered_names(store)
        left = tuple(_left(study))
        _remove(registry)
        _clear_recipient(study)
        remains = tuple(name for name in store.interviews() if _speaks_for_itself(store, name))
        _write_receipt(study, receipt | {"remains": len(remains), "left": len(left), "done": True})
    removed = tuple((kind, digest) for kind, digest in receipt["removed"])
    return Destroyed(receipt["at"], receipt["who"], store.reports / RECEIPT, removed, remains, left)


def _receipt(study: Study) -> dict[str, Any]:
    try:
        found = json.loads((study.store.reports / RECEIPT).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_receipt(study: Study, receipt: dict[str, Any]) -> None:
    data = json.dumps(receipt, ensure_ascii=False, indent=1).encode() + b"\n"
    write_file(study.store.reports / RECEIPT, data)


def _links(study: Study, identity: Path | None) -> list[Path]:
    """The key, its identity, and the files that are made from who is who; the registry is not among them."""
    store = study.store
    evaluations = (store.identified / "evaluation").rglob("*")
    return [
        path
        for path in (
            key_file(study),
            *([identity.expanduser()] if identity else ()),
            store.identified / STAMP,
            store.identified / NAMES,
            *(store.path(interview, name) for interview in store.interviews() for name in _LINKS),
            *(path for path in evaluations if path.suffix != ".tmp"),
            *store.identified.rglob("*.tmp"),
        )
        if path.is_file()
    ]


def _kind(store: StudyStore, path: Path, identity: Path | None) -> str:
    """What a file is, as the receipt may say it: paths outside the house's own names may hold a name."""
    if identity is not None and path == identity.expanduser():
        return "identity"
    with contextlib.suppress(ValueError):
        parts = path.relative_to(store.identified).parts
        if "evaluation" in parts or path.suffix == ".tmp":
            return "other"
        return "/".join(parts)
    return "key"


def _with_originals(study: Study) -> Iterator[Path]:
    """Older editions of de-identified text, kept in `identified/`, in which an original is to be read."""
    store = study.store
    others = [
        path
        for interview in store.interviews()
        for path in sorted(store.folder(interview).rglob("*.json"))
        if path.relative_to(store.folder(interview)).parts[0] not in OWN and path.name not in _LINKS
    ]
    return _leaking(study, others)


def _left(study: Study) -> Iterator[Path]:
    """Files of the study, apart from what interviews say for themselves, that hold an original."""
    store = study.store
    outside = [
        path
        for path in sorted(store.root.rglob("*"))
        if path.is_file()
        and store.audio_in not in path.parents
        and path.name != "registry.json"
        and not path.name.endswith(".lock")
        and not _is_own(store, path)
    ]
    return _leaking(study, outside)


def _is_own(store: StudyStore, path: Path) -> bool:
    try:
        parts = path.relative_to(store.identified).parts
    except ValueError:
        return False
    return len(parts) > 1 and parts[0] in store.interviews() and parts[1] in OWN


def _leaking(study: Study, paths: Sequence[Path]) -> Iterator[Path]:
    """Those of these files in which an original is written, compressed or not, or whose name is one."""
    from pipeline.anonymise.residual import Loose, residual
    from pipeline.artefacts.entity import EntityRegistry

    store = study.store
    if not store.has(WHOLE, EntityRegistry) or not paths:
        return
    registry = store.read(WHOLE, EntityRegistry)
    kept = {entity.id for entity in registry.entities if entity.operator == "keep"}
    texts = [
        Loose(where, "", str(number), text)
        for number, path in enumerate(paths)
        for where, text in (("file", path.relative_to(store.root).as_posix()), *_texts(path))
    ]
    found = residual(texts, registry, kept=kept, frame=study.settings.anonymise.frame)
    leaking = {one.turn_id for one in found if one.entity_id and not one.ordinary}
    yield from (path for number, path in enumerate(paths) if str(number) in leaking)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """What can be read in a file: its text, or the names and texts of the files packed in it."""
    import zipfile

    with told(path):
        if not zipfile.is_zipfile(path):
            yield from _decoded(path.read_bytes())
            return
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield "file", name
                yield from _decoded(packed.read(name))


def _decoded(data: bytes) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(UnicodeDecodeError):
        yield "memo", re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), data.decode("utf-8"))


def _without_words(store: StudyStore) -> bytes | None:
    """The study's log with sign-offs and what tables say of respondents alone; None: it is so already."""
    from pipeline.artefacts.ruling import Approve, Respond, Ruling
    from pipeline.respondents import RULINGS

    log = store.log(WHOLE, RULINGS, Ruling)
    kept: list[Ruling] = []
    for ruling in log:
        operations = tuple(one for one in ruling.operations if isinstance(one, Approve | Respond))
        if operations or (ruling.undoes and ruling.undoes in {one.id for one in kept}):
            kept.append(ruling.model_copy(update={"operations": operations}))
    if tuple(kept) == log:
        return None
    return b"".join(one.model_dump_json().encode() + b"\n" for one in kept)


def _forget_delivered_names(store: StudyStore) -> None:
    """Names of delivered files that are gone; those that lie there are read anew by their bytes."""
    path = store.identified / "arrivals.json"
    with store.lock("study"):
        register = store.peek(WHOLE, "arrivals.json")
        seen = register.get("seen", {})
        there = {name: mark for name, mark in seen.items() if Path(name).is_file()}
        if len(there) < len(seen):
            write_file(path, json.dumps(register | {"seen": there}, indent=1).encode() + b"\n")


def _clear_recipient(study: Study) -> None:
    toml = study.store.root / STUDY_FILE
    if study.settings.key.recipient:
        write_file(toml, _with_recipient(toml, ""))


def _speaks_for_itself(store: StudyStore, interview: str) -> bool:
    return any(store.has(interview, name) for name in OWN)


def _remove(path: Path) -> None:
    with told(path):
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)


# ---------------------------------------------------------------------- what protects the study


def protection(study: Study) -> str:
    """What protects the study now, in a sentence. Plain JSON only, so that `renskriv status` starts fast."""
    store, receipt = study.store, _receipt(study)
    if receipt:
        remains = any(_speaks_for_itself(store, interview) for interview in store.interviews())
        if not receipt["done"]:
            return say("key.protection.unfinished")
        key = "key.protection.destroyed_remains" if remains else "key.protection.destroyed"
        return say(key, date=str(receipt["at"])[:10])
    if not study.settings.key.recipient:
        return say("key.protection.none")
    path = key_file(study)
    return say("key.protection.key" if path.is_file() else "key.protection.not_written", path=path)
