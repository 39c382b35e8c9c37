"""What the scripts of Personer og steder are sent: plain values, offsets in UTF-16, reasons in words."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.artefacts.anonymised import AnonymisedTranscript, Replacement
from pipeline.artefacts.entity import Doubt, Entity, EntityRegistry, Mention, Mentions, Operator
from pipeline.artefacts.finding import Findings, IdentifierType
from pipeline.artefacts.ruling import Ruling
from pipeline.artefacts.span import to_utf16
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.errors import PipelineError
from pipeline.events import steps
from pipeline.messages import catalogue, say
from pipeline.page.site import Opened

if TYPE_CHECKING:
    from pipeline.rulings import Linked

#: From these scores on a suggestion is called certain, or likely; below it is unsure, and people look.
CERTAIN, LIKELY = 0.85, 0.6

#: So many places are shown of what would stand instead, and so much on each side, in code points.
MOST_SHOWN, AROUND = 5, 40

TYPES = {
    IdentifierType.PERSON: ("identify.type.person", "identify.short.person"),
    IdentifierType.ORG: ("identify.type.org", "identify.short.org"),
    IdentifierType.PLACE: ("identify.type.place", "identify.short.place"),
    IdentifierType.DISTRICT: ("identify.type.district", "identify.short.district"),
    IdentifierType.TITLE: ("identify.type.title", "identify.short.title"),
    IdentifierType.DATE: ("identify.type.date", "identify.short.date"),
    IdentifierType.AGE: ("identify.type.age", "identify.short.age"),
    IdentifierType.SPECIAL: ("identify.type.special", "identify.short.special"),
    IdentifierType.PHONE: ("identify.type.phone", "identify.short.phone"),
    IdentifierType.EMAIL: ("identify.type.email", "identify.short.email"),
    IdentifierType.NATIONAL_ID: ("identify.type.national_id", "identify.short.national_id"),
    IdentifierType.ID: ("identify.type.id", "identify.short.id"),
}
STATUSES = {
    "suggested": "identify.status.suggested",
    "check": "identify.status.check",
    "accepted": "identify.status.accepted",
    "rejected": "identify.status.rejected",
    "look_again": "identify.status.look_again",
}
ROLES = {
    "undecided": "identify.role.undecided",
    "respondent": "identify.role.respondent",
    "third_party": "identify.role.third_party",
    "public_figure": "identify.role.public_figure",
}
OPERATORS = {
    "placeholder": "identify.operator.placeholder",
    "generalise": "identify.operator.generalise",
    "surrogate": "identify.operator.surrogate",
    "remove": "identify.operator.remove",
    "keep": "identify.operator.keep",
}


def known_by_name() -> dict[str, Any]:
    """What types, states, roles and operators are called, in the order in which they are shown."""
    return {
        "types": {kind.value: say(name) for kind, (name, _) in TYPES.items()},
        "short": {kind.value: say(short) for kind, (_, short) in TYPES.items()},
        "statuses": {name: say(key) for name, key in STATUSES.items()},
        "roles": {name: say(key) for name, key in ROLES.items()},
        "operators": {name: say(key) for name, key in OPERATORS.items()},
    }


def confidence(score: float) -> str:
    """How sure the machine is, in words."""
    if score >= CERTAIN:
        return say("identify.certain")
    return say("identify.likely") if score >= LIKELY else say("identify.unsure")


def reason_text(key: str) -> str:
    """Why something is suggested; a reason that is not in the catalogue says nothing."""
    return say(key) if key in catalogue() else ""


# ---------------------------------------------------------------------- the whole view


def standing_now(opened: Opened, interview: str, who: str) -> dict[str, Any]:
    """What is known and decided of an interview at this moment.

    Raises:
        PipelineError: a file of the study is damaged.
    """
    from pipeline.anonymise.link import undecided
    from pipeline.rulings import Rulings, brought_up

    study, store = opened.study, opened.store
    pulse = opened.pulse(interview)["people"]
    log = Rulings(study).follow().log
    found = steps(log, who)
    here = {
        "interview": interview,
        "seq": len(log),
        "pulse": pulse,
        "canUndo": found.undo is not None,
        "canRedo": found.redo is not None,
        "search": opened.search.snapshot(),
        "searched": store.has(interview, Findings),
        "stale": _stale(opened, interview),
    }
    linked = brought_up(study)
    if here["stale"] or interview not in linked.mentions:
        turns: Sequence[VerifiedTurn] = ()
        if store.has(interview, VerifiedTranscript):
            turns = store.read(interview, VerifiedTranscript).turns
        told = {"searched": False, "entities": [], "respondent": _respondent(opened, interview)}
        return here | _nothing() | told | {"turns": [_turn(turn) for turn in turns]}
    verified = store.read(interview, VerifiedTranscript)
    mentions = linked.mentions[interview]
    texts = {turn.id: turn.text for turn in verified.turns}
    open_ = undecided(linked, interview)
    return here | {
        "turns": [_turn(turn) for turn in verified.turns],
        "mentions": [_mention(mention, texts) for mention in mentions.mentions],
        "entities": _entities(linked, interview, open_.roles),
        "doubts": [question(together, linked, interview) for together in open_.doubts],
        "roles": list(open_.roles),
        "ask": _to_ask(opened, linked),
        "respondent": _respondent(opened, interview),
        "text": _text(opened, verified, log),
    }


def _nothing() -> dict[str, Any]:
    return {
        "mentions": [],
        "doubts": [],
        "roles": [],
        "ask": {},
        "text": {"made": False, "reviewed": False, "by": "", "profile": "", "unsigned": []},
    }


def _stale(opened: Opened, interview: str) -> bool:
    """Whether the words have changed since they were searched: findings may stand at other words now.

    A signature changes no words. Of findings that do not say what was searched, the files' times tell.
    """
    from pipeline.anonymise.link import texts_of
    from pipeline.rulings import verified_of

    store = opened.store
    if not all(store.has(interview, kind) for kind in (VerifiedTranscript, Findings)):
        return False
    searched = store.peek(interview, Findings.file).get("text_digest")
    if searched:
        return bool(searched != texts_of(verified_of(opened.study, interview)).digest)
    written = [store.path(interview, kind.file).stat().st_mtime_ns for kind in (VerifiedTranscript, Findings)]
    return written[0] > written[1]


def _turn(turn: VerifiedTurn) -> dict[str, Any]:
    return {
        "id": turn.id,
        "speaker": turn.speaker,
        "role": turn.role,
        "start": turn.start_ms,
        "text": turn.text,
    }


def _mention(mention: Mention, texts: Mapping[str, str]) -> dict[str, Any]:
    text = texts.get(mention.turn_id, "")
    status = "check" if mention.check and mention.status == "suggested" else mention.status
    by_machine = mention.source != "person"
    return {
        "id": mention.id,
        "turn": mention.turn_id,
        "start": to_utf16(text, mention.start),
        "end": to_utf16(text, mention.end),
        "type": mention.type.value,
        "entity": mention.entity_id,
        "status": status,
        "by": mention.decided_by,
        "reason": reason_text(mention.reason) if by_machine else say("identify.added"),
        "confidence": confidence(mention.score) if by_machine else "",
    }


def _entities(linked: Linked, interview: str, roles: Sequence[str]) -> list[dict[str, Any]]:
    """All entities that are mentioned in the study or wait for a role, with how often they are here."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for name, mentions in linked.mentions.items():
        for mention in mentions.mentions:
            if mention.status != "rejected":
                counted[mention.entity_id][name] += 1
    return [
        {
            "id": entity.id,
            "type": entity.type.value,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "role": entity.role,
            "roleBy": entity.role_by,
            "respondentOf": list(entity.respondent_of),
            "person": entity.person,
            "operator": entity.operator,
            "replacement": entity.replacement,
            "surrogate": bool(entity.surrogate),
            "here": counted[entity.id][interview],
            "elsewhere": [
                [name, times] for name, times in sorted(counted[entity.id].items()) if name != interview
            ],
        }
        for entity in linked.registry.entities
        if counted[entity.id] or entity.id in roles
    ]


def question(together: Sequence[Doubt], linked: Linked, interview: str) -> dict[str, Any]:
    """Whether two are one; `same` are the operations of yes, for all that are asked about together."""
    met: dict[str, set[str]] = defaultdict(set)
    for name, mentions in linked.mentions.items():
        for mention in mentions.mentions:
            if mention.status != "rejected":
                met[mention.entity_id].add(name)
    first = next((one for one in together if interview in met[one.right]), together[0])
    reason = reason_text(first.reason)
    if len(together) > 1:
        everywhere = {name for one in together for entity in (one.left, one.right) for name in met[entity]}
        reason = f"{reason} {say('link.together', count=len(everywhere))}"
    ordered = (first, *(one for one in together if one is not first))
    return {
        "left": first.left,
        "right": first.right,
        "reason": reason,
        "confidence": confidence(first.score),
        "same": [{"op": "link", "entity": one.left, "other": one.right} for one in ordered],
    }


def _to_ask(opened: Opened, linked: Linked) -> dict[str, str]:
    """Entities that readers may know from the guide or the title -> what the study does to such."""
    from pipeline.anonymise.replace import policy_of, to_ask
    from pipeline.segment.guide import questions_of

    policy = policy_of(opened.study.settings)
    words = [opened.study.settings.title]
    with contextlib.suppress(PipelineError):  # a broken guide is said where it is used
        guide = opened.study.guide()
        words += questions_of(guide) if guide is not None else ()
    operators = {one: policy.operator(linked.registry.entity(one)) for one in to_ask(linked.registry, words)}
    return {one: operator for one, operator in operators.items() if operator != "keep"}


def _respondent(opened: Opened, interview: str) -> dict[str, Any]:
    """What tables say of the respondent, and what could be told more coarsely because few share it."""
    from pipeline.respondents import coarser_labels, respondents

    told = respondents(opened.study)
    coarser = [
        {"column": one.column, "label": one.label, "coarser": one.coarser, "reason": say(one.reason)}
        for one in coarser_labels(told)
        if one.interview == interview and one.coarser
    ]
    for one in told:
        if one.interview == interview:
            return {
                "group": one.group,
                "subgroup": one.subgroup,
                "label": one.label,
                "bands": [list(band) for band in one.bands],
                "coarser": coarser,
            }
    return {"group": "", "subgroup": "", "label": "", "bands": [], "coarser": []}


def _text(opened: Opened, verified: VerifiedTranscript, log: Sequence[Ruling]) -> dict[str, Any]:
    """The de-identified text as it lies on the disk, who has signed it off, and rounds that wait for that."""
    from pipeline.deidentify import approvals
    from pipeline.review.verified import signed_rounds
    from pipeline.runner import state_of_text

    interview = verified.interview
    rounds = range(1, opened.study.settings.review.rounds + 1)
    told = {"made": False, "reviewed": False, "by": "", "profile": ""}
    if state_of_text(opened.study, interview) == "done":
        text = opened.store.read(interview, AnonymisedTranscript)
        told = {
            "made": True,
            "reviewed": text.reviewed,
            "by": approvals(log).get((interview, text.text_digest), ""),
            "profile": text.profile,
        }
    return told | {"unsigned": sorted(set(rounds) - set(signed_rounds(verified)))}


# ---------------------------------------------------------------------- before and after


def after(opened: Opened, interview: str) -> dict[str, Any]:
    """The interview as it would read if all suggestions were taken.

    What was made of a turn is kept until something that it depends on is another.

    Returns:
        `{"turns": {turn: {"text", "new": [[start, end]]}}, "becomes": {mention: text}}`.
    """
    from pipeline.anonymise.replace import policy_of, replace
    from pipeline.rulings import brought_up

    linked = brought_up(opened.study)
    if interview not in linked.mentions:
        return {"turns": {}, "becomes": {}}
    policy, registry = policy_of(opened.study.settings), linked.registry
    verified = opened.store.read(interview, VerifiedTranscript)
    own: dict[str, list[Mention]] = defaultdict(list)
    for mention in linked.mentions[interview].mentions:
        if mention.status != "rejected":
            own[mention.turn_id].append(mention)
    operators = {one.id: policy.operator(one) for one in registry.entities}
    names = tuple((one.name, one.aliases, operators[one.id]) for one in registry.entities)
    made = opened.read_after.setdefault(interview, {})
    keys = {turn.id: (turn.text, own[turn.id], _of(registry, own[turn.id]), names) for turn in verified.turns}
    anew = [turn for turn in verified.turns if turn.id not in made or made[turn.id][0] != keys[turn.id]]
    some = verified.model_copy(update={"turns": tuple(anew)})
    theirs = tuple(mention for turn in anew for mention in own[turn.id])
    text = replace(
        some,
        Mentions(interview=interview, text_digest="", mentions=theirs),
        registry,
        policy,
        suggestions=True,
    )
    places: dict[str, list[Replacement]] = defaultdict(list)
    for one in text.replacements:
        places[one.turn_id].append(one)
    for turn in text.turns:
        replaced = [one.id for one in own[turn.id] if operators[one.entity_id] != "keep"]
        new = [[to_utf16(turn.text, at) for at in (one.start, one.end)] for one in places[turn.id]]
        becomes = {mention: one.replacement for mention, one in zip(replaced, places[turn.id], strict=True)}
        made[turn.id] = (keys[turn.id], {"text": turn.text, "new": new}, becomes)
    shown = [(turn.id, *made[turn.id][1:]) for turn in verified.turns]
    return {
        "turns": {turn: how for turn, how, becomes in shown if becomes},
        "becomes": {mention: new for _, _, becomes in shown for mention, new in becomes.items()},
    }


def _of(registry: EntityRegistry, mentions: Sequence[Mention]) -> list[Entity]:
    """The entities of some mentions."""
    named = {one.entity_id for one in mentions}
    return [one for one in registry.entities if one.id in named]


def left_in(root: str, interview: str) -> list[dict[str, Any]]:
    """Originals that would be left in an interview once all is replaced, with their places."""
    from pipeline.deidentify import places_left
    from pipeline.rulings import brought_up, verified_of
    from pipeline.runner import open_study

    study = open_study(Path(root))
    linked = brought_up(study)
    if interview not in linked.mentions:
        return []
    texts = {turn.id: turn.text for turn in verified_of(study, interview).turns}
    return [
        {
            "turn": one.turn_id,
            "start": to_utf16(texts[one.turn_id], one.start),
            "end": to_utf16(texts[one.turn_id], one.end),
            "entity": one.entity_id,
            "ordinary": one.ordinary,
        }
        for one in places_left(study, linked).get(interview, ())
        if one.turn_id in texts
    ]


def preview(
    opened: Opened, interview: str, entity_id: str, operator: Operator | None, replacement: str
) -> list[dict[str, str]]:
    """How the first places of an entity would read: `[{"before", "words", "new", "after"}]`, each once."""
    from pipeline.anonymise.replace import policy_of, replace
    from pipeline.rulings import brought_up

    linked = brought_up(opened.study)
    if interview not in linked.mentions:
        return []
    chosen = {"operator": operator, "replacement": replacement}
    registry = linked.registry.model_copy(
        update={
            "entities": tuple(
                one.model_copy(update=chosen) if one.id == entity_id else one
                for one in linked.registry.entities
            )
        }
    )
    own = [
        one
        for one in linked.mentions[interview].mentions
        if one.entity_id == entity_id and one.status != "rejected"
    ]
    verified = opened.store.read(interview, VerifiedTranscript)
    texts = {turn.id: turn.text for turn in verified.turns}
    policy = policy_of(opened.study.settings)
    shown: dict[str, dict[str, str]] = {}
    for mention in own:
        text = texts[mention.turn_id]
        words = text[mention.start : mention.end]
        if words in shown or len(shown) >= MOST_SHOWN:
            continue
        turn = verified.model_copy(
            update={"turns": tuple(turn for turn in verified.turns if turn.id == mention.turn_id)}
        )
        alone = linked.mentions[interview].model_copy(update={"mentions": (mention,)})
        made = replace(turn, alone, registry, policy, suggestions=True)
        new = made.replacements[0].replacement if made.replacements else words
        shown[words] = _around(text, mention.start, mention.end) | {"new": new}
    return list(shown.values())


def _around(text: str, start: int, end: int) -> dict[str, str]:
    before, after_ = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return {
        "before": ("…" if start > AROUND else "") + before,
        "words": text[start:end],
        "after": after_ + ("…" if end + AROUND < len(text) else ""),
    }


def places_of(opened: Opened, entity_id: str) -> list[dict[str, Any]]:
    """All places of an entity in the study, with what stands around them; rejected ones are left out."""
    from pipeline.rulings import brought_up

    linked = brought_up(opened.study)
    found = []
    for interview, mentions in sorted(linked.mentions.items()):
        own = [one for one in mentions.mentions if one.entity_id == entity_id and one.status != "rejected"]
        if not own:
            continue
        texts = {turn.id: turn.text for turn in opened.store.read(interview, VerifiedTranscript).turns}
        for one in own:
            text = texts[one.turn_id]
            found.append(
                {
                    "interview": interview,
                    "mention": one.id,
                    "turn": one.turn_id,
                    "text": text,
                    "start": to_utf16(text, one.start),
                    "end": to_utf16(text, one.end),
                    "status": one.status,
                }
                | _around(text, one.start, one.end)
            )
    return found
