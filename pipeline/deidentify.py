"""From findings to de-identified text: who is who, what stands instead, and that nothing is left.

The search comes first (`identifiers.py`), then who is who (`rulings.py`), what stands instead, and the
residual check over all interviews. An interview that waits for people has no de-identified text, and one
that has become stale loses it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Literal

from pipeline import identifiers, link_key
from pipeline.anonymise.link_places import spelling
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.entity import EntityRegistry
from pipeline.artefacts.ruling import Approve, Judge, Ruling
from pipeline.artefacts.span import Span
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError, frames_of
from pipeline.identifiers import Searched
from pipeline.messages import say
from pipeline.rebase import rebase
from pipeline.rulings import Linked, RulingProposal, Rulings, brought_up, standing, verified_of
from pipeline.runner import TEXT_STAMP, TRIES, Study, state_of_text, text_key
from pipeline.store import ANONYMISED, WHOLE, digest_of, write_file
from pipeline.voiding import void

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.anonymise.replace import Policy
    from pipeline.anonymise.residual import Loose, Residue

#: not_transcribed; failed; review: rounds are not signed; decide: people must decide first; written.
State = Literal["not_transcribed", "failed", "review", "decide", "written"]


@dataclass(frozen=True)
class Left:
    """An original that is left in `[start, end)` of a turn's verified text, once the others are replaced.

    `ordinary`: a common word that is also somebody's name; people say whether it is one here.
    """

    turn_id: str
    start: int
    end: int
    entity_id: str
    variant: str
    ordinary: bool


@dataclass(frozen=True)
class Deidentified:
    """What came of one interview.

    `undecided` counts what people have still to decide (mentions, doubts, roles, places), `left` the places
    among them where an original is left. `stopped`: originals were left that nothing could replace.
    """

    interview: str
    state: State
    searched: Searched
    replaced: int = 0
    reviewed: bool = False
    undecided: int = 0
    left: tuple[Left, ...] = ()
    stopped: bool = False
    error: PipelineError | None = None
    bug: str = ""


@dataclass(frozen=True)
class _Plan:
    """The text that would be written for an interview, and what keeps it from being so."""

    searched: Searched
    state: State
    text: AnonymisedTranscript | None = None
    undecided: int = 0
    left: tuple[Left, ...] = ()
    stopped: bool = False
    bug: str = ""


def anonymise(study: Study, *, suggestions: bool = False) -> tuple[Deidentified, ...]:
    """Search all interviews, tell who is who, and write de-identified text where nothing waits for people.

    Args:
        study: the study.
        suggestions: replace what the machine suggests where nobody has decided; the text counts as not
            reviewed then.

    Raises:
        PipelineError: the name model is missing, the policy contradicts itself, a file is damaged, or the
            link key was destroyed, after which nobody is linked anew.
    """
    from pipeline.anonymise.replace import policy_of
    from pipeline.respondents import write_respondents
    from pipeline.risks import write_risk

    link_key.refuse_destroyed(study)
    policy = policy_of(study.settings)
    searched = identifiers.search(study)
    for _ in range(TRIES):
        before = _basis(study)
        linked = _with_surrogates(study, brought_up(study), policy)
        plans = _plans(study, linked, policy, searched, suggestions=suggestions)
        results = tuple(_kept(study, plan, suggestions=suggestions) for plan in plans)
        if _basis(study) == before:
            _stamp(study, results)
            break
        void(study.store, None)  # somebody has decided meanwhile: what was written is stale
    else:
        raise PipelineError(say("common.busy", name="study.jsonl"), hint=say("common.busy.hint"))
    if study.settings.key.recipient:
        link_key.write(study, linked.registry)
    write_respondents(study)
    write_risk(study)
    return results


def places_left(study: Study, linked: Linked) -> Mapping[str, tuple[Left, ...]]:
    """Where originals would be left in each interview that can be replaced, by what is decided so far."""
    from pipeline.anonymise.replace import policy_of

    searched = [Searched(name) for name in linked.mentions]
    plans = _plans(study, linked, policy_of(study.settings), searched, suggestions=False)
    return {plan.searched.interview: plan.left for plan in plans}


def approve(study: Study, interview: str, who: str) -> Ruling:
    """Sign off the de-identified text of an interview in somebody's name; on the disk when this returns.

    Raises:
        PipelineError: there is no such text, or people have not decided everything in it.
    """
    from pipeline.actions import known

    known(study, interview)
    if state_of_text(study, interview) != "done":
        raise PipelineError(
            say("deidentify.no_text", interview=interview), hint=say("deidentify.no_text.hint")
        )
    text = study.store.read(interview, AnonymisedTranscript)
    if not text.reviewed:
        raise PipelineError(
            say("deidentify.not_reviewed", interview=interview), hint=say("deidentify.not_reviewed.hint")
        )
    rulings = Rulings(study)
    operation = Approve(interview=interview, profile=text.profile, text_digest=text.text_digest)
    proposal = RulingProposal(id=rulings.new_id(), operations=(operation,))
    answer = rulings.take(who, [proposal])
    if answer.why is not None:  # the interview went while it was read
        raise PipelineError(
            say("deidentify.no_text", interview=interview), hint=say("deidentify.no_text.hint")
        )
    return next(line for line in reversed(rulings.log) if line.id == proposal.id)


def redacted_sound(study: Study, interview: str, how: Literal["tone", "silence"] = "tone") -> Path:
    """Write the interview's sound with what is replaced in its text covered; gives the place.

    A voice stays identifiable: whoever asks for this is told so (`anonymise.redact.caution`).

    Raises:
        PipelineError: there is no such interview, no sound of it, or nobody has searched it yet.
    """
    from pipeline.actions import known
    from pipeline.anonymise.redact import redact, spans_of
    from pipeline.anonymise.replace import policy_of
    from pipeline.artefacts.sound import open_sound
    from pipeline.runner import AUDIO

    store = study.store
    known(study, interview)
    if not store.has(interview, AUDIO) or not store.has(interview, "findings.json"):
        raise PipelineError(
            say("deidentify.no_sound", interview=interview), hint=say("deidentify.no_sound.hint")
        )
    policy, linked = policy_of(study.settings), brought_up(study)
    replaced = {one.id for one in linked.registry.entities if policy.operator(one) != "keep"}
    mentions = [one for one in linked.mentions[interview].mentions if one.entity_id in replaced]
    spans = spans_of(store.read(interview, VerifiedTranscript), mentions)
    name = f"{ANONYMISED}{interview}.wav"
    with store.replacing(interview, name) as target:
        redact(open_sound(store.path(interview, AUDIO)), spans, target, how)
    return store.path(interview, name)


def approvals(log: Iterable[Ruling]) -> Mapping[tuple[str, str], str]:
    """Who signed off which text: (interview, text digest) -> name."""
    return {
        (operation.interview, operation.text_digest): ruling.who
        for ruling in standing(tuple(log))
        for operation in ruling.operations
        if isinstance(operation, Approve)
    }


# ---------------------------------------------------------------------- planning


def _basis(study: Study) -> str:
    """What people have decided so far, in all logs, as one digest."""
    store = study.store
    logs = [store.path(WHOLE, "study.jsonl")]
    logs += [store.path(name, "decisions.jsonl") for name in store.interviews()]
    return "\n".join(digest_of(path.read_bytes()) if path.is_file() else "" for path in logs)


def _with_surrogates(study: Study, linked: Linked, policy: Policy) -> Linked:
    """Draw the names that are needed, once, and keep them."""
    from pipeline.anonymise.replace import draw_surrogates

    if not any(policy.operator(entity) == "surrogate" for entity in linked.registry.entities):
        return linked
    with study.store.lock("registry"):
        # Who is who may have been told anew meanwhile: what was drawn for others then stays.
        now = study.store.read(WHOLE, EntityRegistry)
        registry = draw_surrogates(now, SystemRandom())
        if registry != now:
            study.store.write(WHOLE, registry)
    drawn = {entity.id: entity.surrogate for entity in registry.entities}
    entities = tuple(
        entity.model_copy(update={"surrogate": drawn.get(entity.id, entity.surrogate)})
        for entity in linked.registry.entities
    )
    return replace(linked, registry=linked.registry.model_copy(update={"entities": entities}))


def _plans(
    study: Study, linked: Linked, policy: Policy, searched: Sequence[Searched], *, suggestions: bool
) -> list[_Plan]:
    """What would be written for every interview, after the residual check over all of them."""
    plans = [_plan(study, linked, policy, one, suggestions=suggestions) for one in searched]
    check = _Check(study, linked, policy)
    left = check.left([plan.text for plan in plans if plan.text is not None])
    plans = [_with_left(plan, check, left) for plan in plans]
    if not suggestions:
        return plans
    return [_masked(plan, check, left) for plan in plans]


def _plan(study: Study, linked: Linked, policy: Policy, one: Searched, *, suggestions: bool) -> _Plan:
    from pipeline.anonymise.link import undecided
    from pipeline.anonymise.replace import replace as replaced
    from pipeline.review.verified import signed_rounds

    if not one.searched:
        return _Plan(one, "not_transcribed")
    if one.failed or one.interview not in linked.mentions:
        return _Plan(one, "failed")
    try:
        open_ = undecided(linked, one.interview)
        verified = verified_of(study, one.interview)
        unsigned = set(range(1, study.settings.review.rounds + 1)) - set(signed_rounds(verified))
        text = replaced(
            verified,
            linked.mentions[one.interview],
            linked.registry,
            policy,
            suggestions=suggestions or bool(open_.count),
            reviewed=not open_.count,
        )
    except PipelineError:
        raise
    except Exception as error:
        return _Plan(one, "failed", bug=frames_of(error))
    state: State = "review" if unsigned else "decide" if open_.count and not suggestions else "written"
    return _Plan(one, state, text, open_.count)


def _with_left(plan: _Plan, check: _Check, left: Mapping[str, tuple[Residue, ...]]) -> _Plan:
    """An interview in which something is left waits for people, who say what it is."""
    places = tuple(check.places(plan.text, left.get(plan.text.interview, ()))) if plan.text else ()
    if plan.text is None or not places:
        return plan
    text = plan.text.model_copy(update={"reviewed": False})
    state: State = "decide" if plan.state == "written" else plan.state
    return replace(plan, text=text, left=places, undecided=plan.undecided + len(places), state=state)


def _masked(plan: _Plan, check: _Check, left: Mapping[str, tuple[Residue, ...]]) -> _Plan:
    """The second pass: what is left is replaced too; what still remains then stops the interview."""
    from pipeline.anonymise.residual import mask

    if plan.text is None or not plan.left:
        return plan
    found = [one for one in left[plan.text.interview] if not one.ordinary]
    text = mask(plan.text, found, check.linked.registry, check.policy)
    again = check.left([text]).get(text.interview, ())
    remains = [one for one in again if not one.ordinary]
    if remains:
        places = tuple(check.places(text, remains))
        return replace(plan, text=None, state="failed", left=places, stopped=True)
    return replace(plan, text=text, state="written" if plan.state == "decide" else plan.state)


def _nobodys(log: Iterable[Ruling]) -> frozenset[str]:
    """Words that people have said are nobody, wherever they stand, and have not said otherwise since."""
    said: dict[str, set[str]] = {}
    for ruling in log:
        for operation in ruling.operations:
            if isinstance(operation, Judge) and operation.scope == "spelling":
                words = operation.place.text[operation.place.start : operation.place.end]
                if operation.type is None:
                    said.setdefault(spelling(words), set()).add(words)
                else:
                    said.pop(spelling(words), None)
    return frozenset(words for some in said.values() for words in some)


_carried = lru_cache(maxsize=1 << 14)(rebase)


class _Check:
    """The residual check with what it needs to know of the study."""

    def __init__(self, study: Study, linked: Linked, policy: Policy) -> None:
        self.linked, self.policy = linked, policy
        self.frame = study.settings.anonymise.frame
        guide = study.guide()
        from pipeline.segment.guide import questions_of

        self.guide = () if guide is None else questions_of(guide)
        self.kept = {entity.id for entity in linked.registry.entities if policy.operator(entity) == "keep"}
        self.said = {
            name: {turn.id: turn.text for turn in verified_of(study, name).turns} for name in linked.mentions
        }
        self.settled = _nobodys(standing(Rulings(study).follow().log))

    def left(self, texts: Sequence[AnonymisedTranscript]) -> dict[str, tuple[Residue, ...]]:
        """What is left in each of these, without what people have said is nobody."""
        from pipeline.anonymise.residual import residual

        found: dict[str, list[Residue]] = {}
        said = {(text.interview, turn.id): turn.text for text in texts for turn in text.turns}
        for residue in residual(
            (loose for text in texts for loose in self._loose(text)),
            self.linked.registry,
            kept=self.kept,
            frame=self.frame,
            guide=self.guide,
        ):
            words = said.get((residue.interview, residue.turn_id), "")[residue.start : residue.end]
            if not (residue.ordinary and words in self.settled):
                found.setdefault(residue.interview, []).append(residue)
        return {interview: tuple(residues) for interview, residues in found.items()}

    def _loose(self, text: AnonymisedTranscript) -> Iterator[Loose]:
        from pipeline.anonymise.residual import Loose

        yield Loose("id", text.interview, "", text.interview)
        for label in dict.fromkeys(turn.speaker for turn in text.turns):
            yield Loose("speaker", text.interview, "", label)
        stays = self._stays(text)
        for turn in text.turns:
            yield Loose("turn", text.interview, turn.id, turn.text, stays.get(turn.id, ()))

    def _stays(self, text: AnonymisedTranscript) -> dict[str, tuple[tuple[int, int], ...]]:
        """Where people, or the policy, leave words as they are; in the new text."""
        stays: dict[str, list[tuple[int, int]]] = {}
        new = {turn.id: turn.text for turn in text.turns}
        for mention in self.linked.mentions[text.interview].mentions:
            if mention.status == "rejected" or mention.entity_id in self.kept:
                here = Span(turn_id=mention.turn_id, start=mention.start, end=mention.end)
                there = _carried(here, self.said[text.interview][mention.turn_id], new[mention.turn_id])
                # Where the words are not found again nothing stays: it is looked at once more.
                if not there.look_again:
                    stays.setdefault(mention.turn_id, []).append((there.span.start, there.span.end))
        return {turn: tuple(places) for turn, places in stays.items()}

    def places(self, text: AnonymisedTranscript, residues: Iterable[Residue]) -> Iterator[Left]:
        """Residues as places in the verified text; one inside a replacement is where that stands."""
        new = {turn.id: turn.text for turn in text.turns}
        for one in residues:
            span = Span(turn_id=one.turn_id, start=one.start, end=one.end)
            if one.turn_id:
                span = _carried(span, new[one.turn_id], self.said[text.interview][one.turn_id]).span
            yield Left(one.turn_id, span.start, span.end, one.entity_id, one.variant, one.ordinary)


# ---------------------------------------------------------------------- keeping


def _kept(study: Study, plan: _Plan, *, suggestions: bool) -> Deidentified:
    """Write what is ready, and remove what is there and no longer true."""
    store, interview = study.store, plan.searched.interview
    result = Deidentified(
        interview,
        plan.state,
        plan.searched,
        undecided=plan.undecided,
        left=plan.left,
        stopped=plan.stopped,
        error=plan.searched.error,
        bug=plan.bug or plan.searched.bug,
    )
    if plan.state != "written" or plan.text is None:
        if not _still_true(study, plan, suggestions=suggestions):
            void(store, interview)
        return result
    text = plan.text
    if store.has(interview, AnonymisedTranscript) and store.read(interview, AnonymisedTranscript) != text:
        void(store, interview)
    _write(study, text)
    return replace(result, replaced=len(text.replacements), reviewed=text.reviewed)


def _still_true(study: Study, plan: _Plan, *, suggestions: bool) -> bool:
    """Whether text that was written from suggestions earlier is what they would give today."""
    store, interview = study.store, plan.searched.interview
    if not store.path(interview, AnonymisedTranscript.file).is_file():
        return True
    if suggestions or plan.state != "decide" or plan.text is None or plan.left:
        return False
    return store.read(interview, AnonymisedTranscript).text_digest == plan.text.text_digest


def _write(study: Study, text: AnonymisedTranscript) -> None:
    from pipeline.anonymise.fair_copy import FairHead, anonymised_docx, anonymised_text, anonymised_xml
    from pipeline.placings import keep_edition

    store, interview = study.store, text.interview
    keep_edition(store, text)
    store.write(interview, text)
    head = FairHead(frame=study.settings.anonymise.frame)
    folder = store.path(interview, AnonymisedTranscript.file).parent
    write_file(folder / f"{interview}.docx", anonymised_docx(text, head))
    write_file(folder / f"{interview}.txt", anonymised_text(text, head).encode())
    for_archive = folder / f"{interview}.xml"
    if study.settings.anonymise.marking == "seg":
        write_file(for_archive, anonymised_xml(text, head))
    else:
        for_archive.unlink(missing_ok=True)


def _stamp(study: Study, results: Iterable[Deidentified]) -> None:
    """Say that the text is a result, once nobody has decided anything meanwhile; before it is none."""
    store = study.store
    for interview in (one.interview for one in results if one.state == "written"):
        writes = store.digest(interview, AnonymisedTranscript.file)
        if not writes:
            continue  # somebody has decided just now, and it is gone
        stamp = {"key": text_key(study, interview), "writes": writes}
        write_file(store.path(interview, TEXT_STAMP), json.dumps(stamp, indent=1).encode() + b"\n")


def as_data(results: Sequence[Deidentified]) -> dict[str, Any]:
    """What `renskriv anonymise --json` prints; no word of any interview.

    Returns:
        `{"interviews": [{"interview", "searched", "findings", "check", "types": {TYPE: {"found", "check"}},
        "state", "replaced", "reviewed", "undecided", "left"}], "waiting": [INTERVIEW], "replaced": bool}`.
    """
    found = {one["interview"]: one for one in identifiers.as_data([one.searched for one in results])}
    return {
        "interviews": [
            {
                **found[one.interview],
                "state": one.state,
                "replaced": one.replaced,
                "reviewed": one.reviewed,
                "undecided": one.undecided,
                "left": len(one.left),
            }
            for one in results
        ],
        "waiting": [one.interview for one in results if one.state in ("review", "decide")],
        "replaced": any(one.state == "written" for one in results),
    }
