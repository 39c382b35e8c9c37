"""Hand over: collect what is de-identified, themed and reviewed, and write it for coding tools.

What leaves is text that people have looked at, unless somebody says in as many words that it need not be. An
interview that waits is named with what it waits for; nothing is left out in silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.entity import EntityRegistry
from pipeline.artefacts.finding import DIRECT
from pipeline.artefacts.guide import Guide, Topic
from pipeline.artefacts.ruling import Approve
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.export.formats import FORMATS
from pipeline.export.study import Agreed, Coders, ExportInterview, ExportStudy, Options, Tool, state_word
from pipeline.messages import say
from pipeline.placings import CodeTree, brought_up
from pipeline.respondents import against, coarser_labels, respondents, terms
from pipeline.rulings import Rulings, standing
from pipeline.runner import EXPORTED, Study, exports_made_from, state_of_text
from pipeline.store import WHOLE, digest_of, sync_folder, told, write_file

if TYPE_CHECKING:
    from pipeline.anonymise.residual import Loose

#: What was written, so that it can be removed when it is not true any more, and that only.
WRITTEN = EXPORTED

T = TypeVar("T", bound=Topic)

#: Why an interview is not handed over, or that it is.
Outcome = Literal["handed", "no_text", "no_themes", "unreviewed", "consent"]


@dataclass(frozen=True)
class Handed:
    """What became of one interview. `unplaced` and `look_again` count passages that wait for people."""

    interview: str
    outcome: Outcome
    reviewed: bool = False
    unplaced: int = 0
    look_again: int = 0

    @property
    def why(self) -> str:
        """What an interview that waits is waiting for, in a sentence; empty where it was handed over."""
        if self.outcome == "handed":
            return ""
        return say(f"export.waits.{self.outcome}", interview=self.interview)


@dataclass(frozen=True)
class Handover:
    """Files that were written and removed, what waits, and what whoever opens the files should know.

    `kept` are files of an earlier export that somebody has changed since, under the names they have now.
    """

    written: tuple[Path, ...]
    interviews: tuple[Handed, ...]
    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def waiting(self) -> tuple[Handed, ...]:
        """The interviews that were not handed over."""
        return tuple(one for one in self.interviews if one.outcome != "handed")


def export(
    study: Study,
    formats: Sequence[str] = (),
    *,
    allow_unreviewed: bool = False,
    for_tool: str | None = None,
    times: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Handover:
    """Write all interviews that are ready to `transcripts_out/coding/`, in these formats (none: in all).

    Files of an earlier export that are not true any more are removed; one that somebody has changed since is
    put aside under another name, never written over. Where no interview is ready, nothing is written.

    Args:
        study: the study.
        formats: names of `FORMATS`.
        allow_unreviewed: hand over also what nobody has checked; the files say so.
        for_tool: the tool that is to read the files (`nvivo`, `maxqda`, `atlas.ti`, `qualcoder`).
        times: with time codes, which lead into the sound.
        on_progress: told how many formats are made, of how many.

    Raises:
        PipelineError: no such format or tool; what is ready was not reviewed; a name of somebody in the
            study stands in a code, a memo, a label or the guide; something cannot be read or written.
    """
    names, options = _chosen(formats, for_tool, times)
    with study.store.lock("export"):
        brought_up(study)
        value, interviews = collected(study, allow_unreviewed=allow_unreviewed)
        if value is None:
            return Handover((), interviews)
        _nobody_named(study, value)
        files: dict[tuple[str, str], bytes] = {}
        on_progress(0, len(names))
        for done, name in enumerate(names, 1):
            files |= {(name, file): data for file, data in FORMATS.load(name)().write(value, options).items()}
            on_progress(done, len(names))
        return _written(study, value, files, interviews, _notes(study, value, names, options))


def _chosen(formats: Sequence[str], for_tool: str | None, times: bool) -> tuple[tuple[str, ...], Options]:
    for name in formats:
        if name not in FORMATS:
            raise PipelineError(
                say("export.no_format", name=name), hint=say("export.choose", names=", ".join(FORMATS))
            )
    tools = {tool: tool for tool in get_args(Tool)} | {"atlasti": "atlas.ti", "atlas": "atlas.ti"}
    tool = None if for_tool is None else tools.get(for_tool.casefold())
    if for_tool is not None and tool is None:
        raise PipelineError(
            say("export.no_tool", name=for_tool), hint=say("export.choose", names=", ".join(get_args(Tool)))
        )
    return tuple(dict.fromkeys(formats)) or tuple(FORMATS), Options(tool, times)


# ---------------------------------------------------------------------- what is ready


def collected(
    study: Study, *, allow_unreviewed: bool = False
) -> tuple[ExportStudy | None, tuple[Handed, ...]]:
    """The study as it may leave, None where no interview is ready; and what became of every interview.

    Raises:
        PipelineError: some are ready but nobody has reviewed any of them; a file is damaged.
    """
    guide, guide_digest = study.guide(), digest_of(study.guide_bytes() or b"")
    told_of = {one.interview: one for one in respondents(study)}
    signed = signatures(study)
    codes = CodeTree(study).codes
    withheld = _withheld(study)
    ready: list[ExportInterview] = []
    handed: list[Handed] = []
    for name in study.store.interviews():
        found = _current(study, name, guide_digest, {code.id for code in codes})
        if not isinstance(found, tuple):
            handed.append(Handed(name, found))
            continue
        text, themed = found
        reviewed = is_reviewed(text, signed)
        outcome: Outcome = "handed" if reviewed or allow_unreviewed else "unreviewed"
        outcome = "consent" if name in withheld else outcome
        handed.append(
            Handed(
                name,
                outcome,
                reviewed,
                unplaced=sum(one.status == "unplaced" for one in themed.passages),
                look_again=sum(one.look_again for one in themed.passages),
            )
        )
        if outcome == "handed":
            ready.append(ExportInterview(text, themed, told_of[name], reviewed))
    unreviewed = [one.interview for one in handed if one.outcome == "unreviewed"]
    if unreviewed and not ready:
        raise PipelineError(
            say("export.unreviewed_only", interviews=", ".join(unreviewed)),
            hint=say("export.unreviewed_only.hint"),
        )
    if guide is None or not ready:
        return None, tuple(handed)
    return _study(study, _masked(study, guide), guide_digest, CodeTree(study), ready), tuple(handed)


def _study(
    study: Study, guide: Guide, guide_digest: str, tree: CodeTree, ready: Sequence[ExportInterview]
) -> ExportStudy:
    from pipeline.segment.codes import code_names

    settings = study.settings
    return ExportStudy(
        title=settings.title,
        language=guide.language if settings.language == "auto" else settings.language,
        guide=guide,
        guide_digest=guide_digest,
        codes=tree.codes,
        names=code_names(guide, tree.codes),
        interviews=tuple(ready),
        profile=settings.anonymise.profile,
        # The study that is exported from holds the originals, so its text is never anonymous.
        state="deidentified",
        frame=tuple(settings.anonymise.frame),
        questions=tuple(settings.research_questions),
        coders=_coders(study),
    )


def _coders(study: Study) -> Coders | None:
    """How far two who code blind agree; None where there are not two of them."""
    from pipeline.themes import agreement_of, coders

    if len(coders(study)) != 2:
        return None
    found = agreement_of(study)
    themes = tuple(Agreed(one.theme, one.kappa, one.first, one.second, one.both) for one in found.themes)
    return Coders(found.units, found.same or 0.0, found.alpha, themes)


def _current(
    study: Study, interview: str, guide_digest: str, codes: Collection[str]
) -> tuple[AnonymisedTranscript, ThemedTranscript] | Outcome:
    """Text and themes of an interview as they are now, or what is missing."""
    store = study.store
    if not store.has(interview, AnonymisedTranscript) or state_of_text(study, interview) != "done":
        return "no_text"
    text = store.read(interview, AnonymisedTranscript)
    if text.profile != study.settings.anonymise.profile:
        return "no_text"
    if not store.has(interview, ThemedTranscript):
        return "no_themes"
    themed = store.read(interview, ThemedTranscript)
    own = {code for passage in themed.passages for code in passage.codes}
    if (themed.text_digest, themed.guide_digest) != (text.text_digest, guide_digest) or not own <= set(codes):
        return "no_themes"
    return text, themed


def signatures(study: Study) -> Mapping[str, frozenset[str]]:
    """The editions of each interview's text that somebody signed off, by their digests."""
    found: dict[str, set[str]] = {}
    for ruling in standing(Rulings(study).log):
        for operation in ruling.operations:
            if isinstance(operation, Approve):
                found.setdefault(operation.interview, set()).add(operation.text_digest)
    return {name: frozenset(digests) for name, digests in found.items()}


def is_reviewed(text: AnonymisedTranscript, signed: Mapping[str, frozenset[str]]) -> bool:
    """Whether people have decided all in this text, and somebody has signed this edition of it."""
    return text.reviewed and text.text_digest in signed.get(text.interview, ())


def _withheld(study: Study) -> frozenset[str]:
    """The interviews whose participants have not agreed to what would be written today."""
    today, profile = datetime.now(UTC).date(), study.settings.anonymise.profile
    # A promise to delete in the end does not keep the researchers from working until then.
    heeded = {"work": {"respondents.terms.ended"}, "publish": {*_REASONS}}[profile]
    return frozenset(
        name for name, agreed in terms(study).items() if heeded & set(against(agreed, profile, today))
    )


_REASONS = ("respondents.terms.ended", "respondents.terms.not_publish", "respondents.terms.deletion")


# ---------------------------------------------------------------------- nobody is named


def leaving(study: ExportStudy) -> Iterator[Loose]:
    """All texts that leave beside what is said: ids, the title, labels, the guide, codes and memos.

    What is said has been searched when it was de-identified (`deidentify.py`).
    """
    from pipeline.anonymise.residual import Loose

    yield Loose("property", "", "", study.title)
    for topic in (topic for theme in study.guide.themes for topic in (theme, *theme.subthemes)):
        for text in (topic.id, topic.title, *topic.questions, *topic.probes):
            yield Loose("guide", "", "", text)
    for code in study.codes:
        for text in (code.name, code.description):
            yield Loose("code", "", "", text)
    for _, question in study.questions:
        yield Loose("guide", "", "", question)
    for one in study.interviews:
        yield Loose("id", one.id, "", one.id)
        about = one.respondent
        for text in (
            about.group,
            about.subgroup,
            about.label,
            *(part for band in about.bands for part in band),
        ):
            yield Loose("caption", one.id, "", text)
        for passage in one.themed.passages:
            yield Loose("memo", one.id, "", passage.memo)


def _nobody_named(study: Study, value: ExportStudy) -> None:
    """The last look before anything is written: no original stands in what people have typed.

    A word that is also a name (Bjørn, Vår) is one where it is written so; other words that are originals too
    (rektor, skolen) may stand.
    """
    from pipeline.anonymise.replace import policy_of
    from pipeline.anonymise.residual import residual
    from pipeline.segment.guide import questions_of

    if not study.store.has(WHOLE, EntityRegistry):
        return
    registry, policy = study.store.read(WHOLE, EntityRegistry), policy_of(study.settings)
    kept = {entity.id for entity in registry.entities if policy.operator(entity) == "keep"}
    people = {entity.id for entity in registry.entities if entity.type in DIRECT}
    # Each text has its number where a turn would have its id, so that what is found can be looked at.
    texts = [replace(one, turn_id=str(number)) for number, one in enumerate(leaving(value))]
    left = residual(texts, registry, kept=kept, frame=value.frame, guide=questions_of(value.guide))
    for residue in left:
        named = residue.entity_id in people and texts[int(residue.turn_id)].text[residue.start].isupper()
        if not residue.ordinary or (named and residue.where != "guide"):
            where = say(f"export.where.{residue.where}", interview=residue.interview)
            raise PipelineError(say("export.left", where=where), hint=say("export.left.hint"))


def _masked(study: Study, guide: Guide) -> Guide:
    """The guide as it may leave: what names somebody or something of the study stands as in the texts.

    Guides often name the municipality that a study is about. Whoever wants it to stand says so in
    `anonymise.frame`, or keeps it on the page.
    """
    from pipeline.anonymise.replace import instead_of, policy_of
    from pipeline.anonymise.residual import Loose, residual

    if not study.store.has(WHOLE, EntityRegistry):
        return guide
    registry, policy = study.store.read(WHOLE, EntityRegistry), policy_of(study.settings)
    entities = {entity.id: entity for entity in registry.entities}
    kept = {entity.id for entity in registry.entities if policy.operator(entity) == "keep"}

    def masked(text: str) -> str:
        loose = Loose("guide", "", "", text)
        left = residual([loose], registry, kept=kept, frame=study.settings.anonymise.frame)
        for residue in sorted(left, key=lambda one: -one.start):
            if not residue.ordinary and residue.entity_id in entities:
                said = text[residue.start : residue.end]
                instead = instead_of(entities[residue.entity_id], policy, guide.language, surface=said)
                text = text[: residue.start] + instead + text[residue.end :]
        return text

    def topic(one: T) -> T:
        texts = ("questions", "probes", "key_words")
        changed = {name: tuple(map(masked, getattr(one, name))) for name in texts}
        return one.model_copy(update={"title": masked(one.title), **changed})

    themes = tuple(
        topic(theme).model_copy(update={"subthemes": tuple(map(topic, theme.subthemes))})
        for theme in guide.themes
    )
    return guide.model_copy(update={"title": masked(guide.title), "themes": themes})


def _notes(study: Study, value: ExportStudy, names: Sequence[str], options: Options) -> tuple[str, ...]:
    """What whoever opens the files should know."""
    notes = (say("export.guide_masked"),) if value.guide != study.guide() else ()
    rare = [
        f"{one.interview} «{one.label}» → «{one.coarser}»"
        for one in coarser_labels([one.respondent for one in value.interviews])
        if one.column == "label" and one.coarser
    ]
    coarser = (say("export.coarser", labels="; ".join(rare)),) if rare else ()
    return notes + coarser + _far(value, names, options)


def _far(value: ExportStudy, names: Sequence[str], options: Options) -> tuple[str, ...]:
    """Where characters lie that some tools count otherwise."""
    if "qdpx" not in names or options.for_tool == "qualcoder":
        return ()
    far = [
        one.id
        for one in value.interviews
        if any(character > "\uffff" for turn in one.transcript.turns for character in turn.text)
    ]
    return (say("export.far", interviews=", ".join(far)),) if far else ()


# ---------------------------------------------------------------------- writing


def _written(
    study: Study,
    value: ExportStudy,
    files: Mapping[tuple[str, str], bytes],
    interviews: tuple[Handed, ...],
    notes: tuple[str, ...],
) -> Handover:
    folder, basis = study.store.coding, _basis(value)
    earlier = _earlier(folder)
    same = earlier["basis"] == basis
    new = {file: (name, digest_of(data)) for (name, file), data in files.items()}
    old = {file: (about["format"], about["sha256"]) for file, about in earlier["files"].items()}
    # A project for another tool is as true as it was, as long as all is made from the same.
    stale = [file for file in old if file not in new and not same]
    removed, kept = [], []
    for file in (*stale, *new):
        path = folder / file
        digest = digest_of(path.read_bytes()) if path.is_file() else ""
        ours = {old[file][1]} if file in old else set()
        ours |= {new[file][1]} if file in new else set()
        if digest and digest not in ours:
            kept.append(_put_aside(path))
        elif digest and file in stale:
            with told(path):
                path.unlink()
            removed.append(path)
    for (_, file), data in files.items():
        write_file(folder / file, data)
    left = {file: about for file, about in old.items() if file not in stale} | new
    written = {
        "state": state_word(value),
        "basis": basis,
        "made_from": exports_made_from(study),
        "files": {file: {"format": name, "sha256": digest} for file, (name, digest) in sorted(left.items())},
    }
    write_file(folder / WRITTEN, (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode())
    for parent in {path.parent for path in removed} - {folder}:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            sync_folder(folder)
    return Handover(tuple(folder / file for file in new), interviews, tuple(removed), tuple(kept), notes)


def _earlier(folder: Path) -> dict[str, Any]:
    """What the last export wrote; nothing where that cannot be told."""
    try:
        found = json.loads((folder / WRITTEN).read_bytes())
        files = {
            str(file): {"format": str(about["format"]), "sha256": str(about["sha256"])}
            for file, about in found["files"].items()
            # The list lies where anybody can write; it never leads out of the folder.
            if not Path(file).is_absolute() and ".." not in Path(file).parts
        }
        return {"basis": str(found["basis"]), "files": files}
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return {"basis": "", "files": {}}


def _put_aside(path: Path) -> Path:
    """Give a file that somebody has changed another name, which nothing of ours will have."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-endret-{number}{path.suffix}")).exists():
        number += 1
    with told(path):
        path.rename(aside)
    return aside


def _basis(value: ExportStudy) -> str:
    """What all files are made from, in one digest: other texts, themes, codes or labels, other files."""
    parts = [
        value.title,
        value.guide_digest,
        value.profile,
        repr(value.frame),
        repr(value.questions),
        repr(value.coders),
        *(code.model_dump_json() for code in value.codes),
        *(
            part
            for one in value.interviews
            for part in (
                one.transcript.text_digest,
                one.themed.model_dump_json(),
                one.respondent.model_dump_json(),
                str(one.reviewed),
            )
        ),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def as_data(handover: Handover) -> dict[str, Any]:
    """The result as plain data: `{"written": […], "interviews": […], "waiting": […], "notes": […]}`."""
    return {
        "written": [str(path) for path in handover.written],
        "removed": [str(path) for path in handover.removed],
        "kept": [str(path) for path in handover.kept],
        "interviews": [
            {
                "interview": one.interview,
                "exported": one.outcome == "handed",
                "reviewed": one.reviewed,
                "unplaced": one.unplaced,
                "look_again": one.look_again,
                "why": one.why,
            }
            for one in handover.interviews
        ],
        "waiting": [one.interview for one in handover.waiting],
        "notes": list(handover.notes),
    }
