"""From checked text and mentions to de-identified text: pure, per interview.

presidio-anonymizer does the replacing. Each mention is handed over under a key of its own, as Presidio joins
neighbours of one kind (two names in a row would be one person); spans are disjoint before it sees them.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from random import Random
from typing import TYPE_CHECKING, Any, get_args

from pipeline.anonymise.ladders import Around, Rung
from pipeline.anonymise.ladders.rung import rows
from pipeline.anonymise.operators import OPERATORS
from pipeline.artefacts.anonymised import (
    AnonymisedTranscript,
    AnonymisedTurn,
    PlainWord,
    Profile,
    Replacement,
)
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions, Operator
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.transcript import Language, Role
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.settings import OperatorSettings, Settings

if TYPE_CHECKING:
    from presidio_anonymizer import AnonymizerEngine

VERSION = "replace / 1"

#: So many turns and names are remembered as they were last replaced: a decision changes few of them.
_KEPT = 1 << 16

#: How much of a turn an operator sees on each side of a mention, in code points.
AROUND = 400

#: From the mildest to the strictest.
STRICTNESS: tuple[Operator, ...] = get_args(Operator)


@dataclass(frozen=True)
class Policy:
    """What stands instead of what: by type, unless people have decided something for an entity.

    `frame` holds what readers know anyway, as `folded` writes it; it is kept in both profiles.
    """

    profile: Profile = "work"
    operators: Mapping[IdentifierType, Operator] = field(
        default_factory=lambda: _operators(OperatorSettings())
    )
    frame: frozenset[str] = field(default=frozenset(), repr=False)

    def operator(self, entity: Entity) -> Operator:
        """What is done to an entity. In text for all, people's choice is never milder than the study's."""
        if folded(entity.name) in self.frame:
            return "keep"
        by_type = self.operators[entity.type]
        if entity.operator is None:
            return by_type
        if self.profile == "publish":
            return max(entity.operator, by_type, key=STRICTNESS.index)
        return entity.operator


def policy_of(settings: Settings) -> Policy:
    """The policy that `study.toml` asks for.

    Raises:
        PipelineError: text for all would be milder than text for the researchers; names the key.
    """
    work, publish = _operators(settings.work), _operators(settings.publish)
    for kind, operator in publish.items():
        if STRICTNESS.index(operator) < STRICTNESS.index(work[kind]):
            name = kind.value.lower()
            raise PipelineError(
                say("replace.milder", key=f"publish.{name}", value=operator, least=work[kind]),
                say("replace.milder.hint", key=f"publish.{name}", least=work[kind]),
            )
    profile = settings.anonymise.profile
    return Policy(
        profile=profile,
        operators=publish if profile == "publish" else work,
        frame=frozenset(map(folded, settings.anonymise.frame)),
    )


def _operators(chosen: OperatorSettings) -> dict[IdentifierType, Operator]:
    return {kind: getattr(chosen, kind.value.lower()) for kind in IdentifierType}


@lru_cache(maxsize=_KEPT)
def folded(name: str) -> str:
    """A name without case and double spaces, in normal form C: how the frame is compared."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def to_ask(registry: EntityRegistry, words: Iterable[str]) -> tuple[str, ...]:
    """Entities that people are asked about once in a study, in the registry's order.

    Those nobody has decided a replacement for, whose name stands in one of these texts (the guide's
    questions, the study's title): readers may know them, and the study may be about them.
    """
    texts = [folded(text) for text in words]
    return tuple(
        entity.id
        for entity in registry.entities
        if not entity.replacement_by
        and entity.name
        and any(re.search(rf"(?<!\w){re.escape(folded(entity.name))}(?!\w)", text) for text in texts)
    )


# ---------------------------------------------------------------------- replacing


def replace(
    verified: VerifiedTranscript,
    mentions: Mentions,
    registry: EntityRegistry,
    policy: Policy,
    *,
    suggestions: bool = False,
    reviewed: bool = False,
) -> AnonymisedTranscript:
    """The interview with its mentions replaced.

    Args:
        verified: the checked text.
        mentions: of that text; those that are not rejected are disjoint.
        registry: all entities that the mentions name.
        policy: what stands instead.
        suggestions: also replace what nobody has accepted yet; else it stays as it is.
        reviewed: people have decided everything in it. It is not where a suggestion was taken or left.

    Raises:
        ValueError: mentions share a letter or lie outside their turn, or one names an entity or a turn that
            is not there: they are of another text.
    """
    turns = {turn.id: turn for turn in verified.turns}
    entities = {entity.id: entity for entity in registry.entities}
    taken: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions.mentions:
        if mention.status == "rejected":
            continue
        reviewed = reviewed and mention.status == "accepted"
        if mention.turn_id not in turns or mention.entity_id not in entities:
            raise ValueError("a mention of a turn or an entity that is not there")
        if suggestions or mention.status == "accepted":
            taken[mention.turn_id].append(mention)

    rung = Rung(policy.profile, verified.language, _hidden(registry, policy))
    labels = _labels(verified.turns)
    new_turns: list[AnonymisedTurn] = []
    replacements: list[Replacement] = []
    for turn in verified.turns:
        spans = tuple(
            _Span(mention, entities[mention.entity_id], policy.operator(entities[mention.entity_id]))
            for mention in _in_order(turn, taken[turn.id])
        )
        text, placed = _replaced(turn.text, spans, rung)
        new_turns.append(
            _new_turn(turn.id, labels[turn.speaker], turn.role, turn.start_ms, turn.end_ms, text)
        )
        replacements += placed
    return AnonymisedTranscript(
        interview=verified.interview,
        language=verified.language,
        profile=policy.profile,
        reviewed=reviewed,
        text_digest=text_digest(policy.profile, new_turns),
        turns=tuple(new_turns),
        replacements=tuple(replacements),
    )


def instead_of(
    entity: Entity,
    policy: Policy,
    language: Language,
    *,
    surface: str = "",
    around: Around | None = None,
    hidden: frozenset[str] = frozenset(),
) -> str:
    """What stands instead of one mention, marked as readers see it; by its name where no surface is given.

    For showing people what they choose, before they have chosen it. `hidden` is as in `Rung`.
    """
    from pipeline.anonymise.operators.base import SPOT, Spot

    said = surface or entity.name
    mention = Mention(
        id="shown",
        turn_id="shown",
        start=0,
        end=max(1, len(said)),
        type=entity.type,
        entity_id=entity.id,
        source="person",
        score=1,
        recogniser="",
        reason="",
    )
    rung = Rung(policy.profile, language, hidden)
    # a word before, as nothing is shown as the beginning of a sentence
    spot = Spot(mention, entity, around or Around("og ", ""), rung)
    written: str = OPERATORS.load(policy.operator(entity))().operate(said, {SPOT: spot})
    return written


def text_digest(profile: Profile, turns: Iterable[AnonymisedTurn]) -> str:
    """Sha256 (hex) over the profile and the turns' ids and texts: what a sign-off is for."""
    told = [profile, [[turn.id, turn.text] for turn in turns]]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _hidden(registry: EntityRegistry, policy: Policy) -> frozenset[str]:
    """All names that do not stay: what stands instead of one must not say another."""
    return _one(
        frozenset(
            folded(name)
            for entity in registry.entities
            if policy.operator(entity) != "keep"
            for name in (entity.name, *entity.aliases)
        )
    )


@lru_cache(maxsize=8)
def _one(names: frozenset[str]) -> frozenset[str]:
    """The same set for equal ones, so that they are compared at once."""
    return names


@lru_cache(maxsize=_KEPT)
def _new_turn(
    turn_id: str, speaker: str, role: Role, start_ms: int | None, end_ms: int | None, text: str
) -> AnonymisedTurn:
    return AnonymisedTurn(
        id=turn_id,
        speaker=speaker,
        role=role,
        start_ms=start_ms,
        end_ms=end_ms,
        text=text,
        words=tuple(map(_word, text.split())),
    )


@lru_cache(maxsize=_KEPT)
def _word(text: str) -> PlainWord:
    return PlainWord(text=text)


@cache
def _engine() -> AnonymizerEngine:
    from presidio_anonymizer import AnonymizerEngine

    engine = AnonymizerEngine()  # type: ignore[no-untyped-call]
    for name in OPERATORS:
        engine.add_anonymizer(OPERATORS.load(name))
    return engine


def _in_order(turn: VerifiedTurn, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    ordered = tuple(sorted(mentions, key=lambda mention: mention.start))
    before = 0
    for mention in ordered:
        if not before <= mention.start < mention.end <= len(turn.text):
            raise ValueError("mentions that overlap, are empty or lie outside their turn")
        before = mention.end
    return ordered


@dataclass(frozen=True)
class _Span:
    """A mention that is replaced, and how."""

    mention: Mention = field(repr=False)
    entity: Entity = field(repr=False)
    operator: Operator


@lru_cache(maxsize=_KEPT)
def _replaced(said: str, spans: tuple[_Span, ...], rung: Rung) -> tuple[str, tuple[Replacement, ...]]:
    """A turn's new text, and what stands where in it."""
    if not spans:
        return _settled([said])[0], ()
    from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

    from pipeline.anonymise.operators.base import SPOT, Spot

    # Presidio's parameters hold names: they are never logged, and live as long as this call.
    operators: dict[str, Any] = {}
    for index, one in enumerate(spans):
        start, end = one.mention.start, one.mention.end
        around = Around(said[max(0, start - AROUND) : start], said[end : end + AROUND])
        operators[str(index)] = OperatorConfig(
            one.operator, {SPOT: Spot(one.mention, one.entity, around, rung)}
        )
    result = _engine().anonymize(
        said,
        [
            RecognizerResult(str(index), one.mention.start, one.mention.end, 1.0)
            for index, one in enumerate(spans)
        ],
        operators,
        merge_entities_with_spaces=False,
    )
    new = sorted(result.items, key=lambda item: item.start)
    if [item.entity_type for item in new] != [str(index) for index in range(len(spans))]:
        raise ValueError("a mention was lost on the way")
    pieces, at = [], 0
    for item in new:
        pieces += [result.text[at : item.start], result.text[item.start : item.end]]
        at = item.end
    text, places = _settled([*pieces, result.text[at:]])
    return text, tuple(
        Replacement(
            turn_id=one.mention.turn_id,
            start=start,
            end=end,
            type=one.mention.type,
            replacement=text[start:end],
        )
        for (start, end), item, one in zip(places[1::2], new, spans, strict=True)
        if item.operator != "keep"
    )


def _settled(pieces: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The pieces as one text in normal form C with single spaces, and where each of them stands in it."""
    text, places = "", []
    for index, piece in enumerate(pieces):
        said = re.sub(r"\s+", " ", unicodedata.normalize("NFC", piece))
        if not text or text.endswith(" "):
            said = said.lstrip(" ")
        if index == len(pieces) - 1:
            said = said.rstrip(" ")
        places.append((len(text), len(text) + len(said)))
        text += said
    stripped = text.rstrip(" ")
    return stripped, [(min(start, len(stripped)), min(end, len(stripped))) for start, end in places]


def _labels(turns: Iterable[VerifiedTurn]) -> dict[str, str]:
    """A neutral label for each speaker: `S1` as it is, others as I or R and a number in order of talk."""
    labels: dict[str, str] = {}
    counted: dict[str, int] = defaultdict(int)
    for turn in turns:
        if turn.speaker in labels:
            continue
        if re.fullmatch(r"S\d{1,3}", turn.speaker):
            labels[turn.speaker] = turn.speaker
            continue
        letter = {"interviewer": "I", "respondent": "R"}.get(turn.role, "A")
        counted[letter] += 1
        labels[turn.speaker] = f"{letter}{counted[letter]}"
    return labels


# ---------------------------------------------------------------------- surrogates


def draw_surrogates(registry: EntityRegistry, random: Random) -> EntityRegistry:
    """The registry with a name for each person that has none yet, drawn at random.

    No name shares an initial with any form of the original, is a name of the study or another's surrogate,
    or ends in s. Women's and men's names are drawn alike: the original's sex must not follow. A name that
    has become one of the study's since it was drawn is drawn anew, as it would point at somebody else. Where
    no name is left, the person keeps none, and stands as a placeholder.
    """
    names = {word for entity in registry.entities for word in _words_of(entity)}
    taken = names | {folded(entity.surrogate) for entity in registry.entities}
    free = [name for name in surrogate_names() if folded(name) not in taken]
    random.shuffle(free)
    return registry.model_copy(update={"entities": tuple(_named(registry.entities, names, free))})


def _named(entities: Iterable[Entity], names: set[str], free: list[str]) -> Iterator[Entity]:
    for entity in entities:
        drawn = entity.surrogate and folded(entity.surrogate) not in names
        if entity.type is not IdentifierType.PERSON or drawn:
            yield entity
            continue
        initials = {word[:1] for word in _words_of(entity)}
        name = next((one for one in free if folded(one)[:1] not in initials), "")
        if name:
            free.remove(name)
        yield entity.model_copy(update={"surrogate": name})


def _words_of(entity: Entity) -> set[str]:
    return {
        word for name in (entity.name, *entity.aliases) for word in re.split(r"[\s-]+", folded(name)) if word
    }


def surrogate_names() -> tuple[str, ...]:
    """Common first names that may stand instead of others."""
    return tuple(name for (name,) in rows("surrogate_names.txt"))
