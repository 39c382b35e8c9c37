"""What is left of who is who when an interview is withdrawn: pure.

Everybody else keeps number, surrogate and choices; what was decided about a spelling or a person that others
mention too holds for them, and stands on a place of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, PersonRole
from pipeline.artefacts.ruling import Judge, Place, Ruling, RulingOperation


@dataclass(frozen=True)
class Said:
    """A mention in an interview, with the turn's text."""

    interview: str
    mention: Mention = field(repr=False)
    text: str = field(repr=False)

    @property
    def words(self) -> str:
        """The words that mention."""
        return self.text[self.mention.start : self.mention.end]


def gone_with(
    interview: str, registry: EntityRegistry, own: Iterable[Said], others: Iterable[Said]
) -> frozenset[str]:
    """The entities that this interview alone mentions, or who answer in it and are mentioned nowhere."""
    mentioned = {said.mention.entity_id for said in own}
    mentioned |= {entity.id for entity in registry.entities if entity.respondent_of == (interview,)}
    return frozenset(mentioned - {said.mention.entity_id for said in others})


@dataclass(frozen=True)
class Shared:
    """What the withdrawn interview said, what the others say, and the entities that go with it."""

    interview: str
    gone: frozenset[str]
    own: tuple[Said, ...] = field(repr=False)
    others: tuple[Said, ...] = field(repr=False)

    @cached_property
    def own_text(self) -> str:
        """Its turns that mention somebody, whatever the letter case."""
        return "\n".join({said.mention.turn_id: said.text for said in self.own}.values()).casefold()

    @cached_property
    def met(self) -> Mapping[str, frozenset[str]]:
        """How the others mention each entity."""
        found: dict[str, set[str]] = {}
        for said in self.others:
            found.setdefault(said.mention.entity_id, set()).add(said.words)
        return {entity: frozenset(forms) for entity, forms in found.items()}

    def stays(self, entity: str, form: str) -> bool:
        """Whether a form of an entity is known from elsewhere: the others say it, or it was not said here."""
        theirs = {_base(words) for words in self.met.get(entity, ())}
        said_here = re.search(rf"(?<!\w){re.escape(form.casefold())}(?:['’]?s)?(?!\w)", self.own_text)
        return _base(form) in theirs or said_here is None


def _base(form: str) -> str:
    """A form without case and genitive."""
    return re.sub(r"['’]?s?$", "", " ".join(form.casefold().split()))


def registry_without(registry: EntityRegistry, shared: Shared) -> EntityRegistry:
    """The registry as the other interviews need it: their numbers, surrogates and choices as they are.

    Forms that only the withdrawn interview gave go; so does what only it mentions. Ids and numbers that have
    been drawn are free no more.
    """
    gone = shared.gone
    drawn = {*_pairs(registry.retired), *(_drawn(one) for one in registry.entities if one.id in gone)}
    return registry.model_copy(
        update={
            "entities": tuple(
                _entity_without(entity, shared) for entity in registry.entities if entity.id not in gone
            ),
            "doubts": tuple(one for one in registry.doubts if not {one.left, one.right} & gone),
            "retired": tuple(one for pair in sorted(drawn) for one in pair),
        }
    )


def _pairs(retired: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Ids and what was drawn with them, as the registry keeps them: side by side."""
    return zip(retired[::2], retired[1::2], strict=True)


def _drawn(entity: Entity) -> tuple[str, str]:
    return entity.id, f"{entity.type.value} {entity.number}"


def _entity_without(entity: Entity, shared: Shared) -> Entity:
    interview, gone = shared.interview, shared.gone
    aliases = tuple(alias for alias in entity.aliases if shared.stays(entity.id, alias))
    left = (*aliases, *sorted(shared.met.get(entity.id, ())))
    name = entity.name if shared.stays(entity.id, entity.name) else max(left, key=len, default=entity.name)
    changes = {
        "name": name,
        "aliases": aliases,
        **_role_without(interview, entity.role, entity.respondent_of),
    }
    if entity.person in gone:
        changes["person"] = None
    return entity.model_copy(update=changes)


def rulings_without(log: Sequence[Ruling], shared: Shared) -> Iterator[Ruling]:
    """The rulings without what is about the interview; one of which nothing is left goes, and its undoing."""
    dropped: set[str] = set()
    for ruling in log:
        kept = (_operation(operation, shared) for operation in ruling.operations)
        operations = tuple(operation for operation in kept if operation is not None)
        if (ruling.operations and not operations) or ruling.undoes in dropped:
            dropped.add(ruling.id)
        else:
            yield ruling.model_copy(update={"operations": operations})


def _operation(operation: RulingOperation, shared: Shared) -> RulingOperation | None:
    """An operation as the others need it; None where it is about this interview alone."""
    interview, gone = shared.interview, shared.gone
    left: RulingOperation | None = operation
    match operation.op:
        case "respond" | "approve":
            left = None if operation.interview == interview else operation
        case "accept":
            mentions = tuple(one for one in operation.mentions if one[0] != interview)
            turns = tuple(one for one in operation.turns if one.interview != interview)
            left = operation.model_copy(update={"mentions": mentions, "turns": turns}) if mentions else None
        case "judge":
            left = _judged(operation, shared)
        case _ if operation.entity in gone:
            left = None
        case "link" | "part":
            left = None if operation.other in gone else operation
        case "separate":
            places = tuple(place for place in operation.places if place.interview != interview)
            left = operation.model_copy(update={"places": places}) if places else None
        case "alias":
            left = operation if shared.stays(operation.entity, operation.alias) else None
        case "set_person":
            left = None if operation.person in gone else operation
        case "set_role":
            left = operation.model_copy(
                update=_role_without(interview, operation.role, operation.respondent_of)
            )
    return left


def _role_without(interview: str, role: PersonRole, respondent_of: tuple[str, ...]) -> dict[str, object]:
    """Who has answered nowhere else is somebody that others speak of."""
    answers = tuple(one for one in respondent_of if one != interview)
    was_only = interview in respondent_of and not answers and role == "respondent"
    return {"role": "third_party" if was_only else role, "respondent_of": answers}


def _judged(judge: Judge, shared: Shared) -> Judge | None:
    """What was said of a spelling or an entity holds in the others too, and stands on a place of theirs."""
    interview, gone = shared.interview, shared.gone
    entity = None if judge.entity in gone else judge.entity
    if judge.place.interview != interview:
        return judge.model_copy(update={"entity": entity})
    place = None if judge.scope == "mention" else _elsewhere(judge, shared)
    return None if place is None else judge.model_copy(update={"place": place, "entity": entity})


def _elsewhere(judge: Judge, shared: Shared) -> Place | None:
    """A place in another interview where the same is spelt, or the same entity is mentioned."""
    words = judge.place.text[judge.place.start : judge.place.end].casefold()
    whose = {judge.entity} | {one.mention.entity_id for one in shared.own if one.words.casefold() == words}
    for said in shared.others:
        spelt = said.words.casefold() == words
        if spelt or (judge.scope == "entity" and said.mention.entity_id in whose):
            at = said.mention
            return Place(
                interview=said.interview, turn=at.turn_id, start=at.start, end=at.end, text=said.text
            )
    return None
