"""Find what identifies in an interview: from verified text to findings. Pure; the finder is loaded once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.anonymise import evidence as ev
from pipeline.anonymise.engine import ALL, NorwegianNlpEngine, Parts, analyzer
from pipeline.anonymise.link_places import Texts
from pipeline.anonymise.memory import NAMED, SURE, Known, search
from pipeline.anonymise.numbers import says_a_number
from pipeline.anonymise.recognisers.base import REASON
from pipeline.anonymise.resolve import Mention, disjoint, id_of, turn_spans
from pipeline.anonymise.titles import title_of
from pipeline.artefacts.finding import Finding, Findings, IdentifierType
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.messages import say

if TYPE_CHECKING:
    from spacy.language import Language

#: What is less sure than this is for a person to check, and what is less sure than the second is no finding.
CHECK, LEAST = 0.6, 0.3

#: Longest turn in characters (spaCy's own limit is a million) and longest interview.
LONGEST_TURN, LONGEST = 100_000, 3_000_000

MEMORY = "memory"

#: What is read aloud figure by figure, also over several turns.
NUMBERS = frozenset({IdentifierType.PHONE, IdentifierType.NATIONAL_ID, IdentifierType.ID})


class Finder:
    """A loaded name model with every recogniser; keeps nothing of what it reads.

    Args:
        nlp: a spaCy pipeline whose entities are names.
        model: its name, for the record.
        parts: what takes part.
        least: what is less sure is no finding.
    """

    def __init__(self, nlp: Language, model: str, parts: Parts = ALL, least: float = LEAST) -> None:
        self.model = model
        self.parts = parts
        self.least = least
        self._engine = NorwegianNlpEngine(nlp, parts)
        self._analyzer = analyzer(self._engine)

    def mentions(
        self, turns: Sequence[str], language: str, known: Iterable[Known] = ()
    ) -> tuple[Mention, ...]:
        """What is found in the turns of an interview, in the places of their text joined by line ends."""
        text, artifacts = self._engine.process_turns(turns, language)
        results = self._analyzer.analyze(text, language, nlp_artifacts=artifacts) if text.strip() else []
        found = [
            Mention(
                result.start,
                result.end,
                IdentifierType(result.entity_type),
                round(result.score, 3),
                result.recognition_metadata["recognizer_name"],
                result.recognition_metadata[REASON],
            )
            for result in results
            if result.score >= self.least
        ]
        first = disjoint(found, text)
        if not self.parts.memory:
            return first
        own = [
            Known(text[m.start : m.end], m.type)
            for m in first
            if m.type in NAMED and m.score >= SURE and m.reason != "near_known"
        ]
        again = [
            Mention(hit.start, hit.end, kind, hit.score, MEMORY, hit.reason)
            for kind, hit in search(artifacts.page, (*own, *known), [(m.start, m.end) for m in first])
            if hit.score >= self.least
        ]
        return disjoint((*first, *again), text)


def find(verified: VerifiedTranscript, finder: Finder, known: Iterable[Known] = ()) -> Findings:
    """All findings of an interview.

    Args:
        verified: the text that people have corrected so far.
        finder: the loaded model and recognisers.
        known: names that other interviews of the study know.

    Raises:
        PipelineError: the text is too long, or a recogniser failed.
    """
    turns = [turn for turn in verified.turns if turn.text.strip()]
    texts = [turn.text for turn in turns]
    if sum(map(len, texts)) > LONGEST or max(map(len, texts), default=0) > LONGEST_TURN:
        raise PipelineError(
            say("anonymise.too_long", interview=verified.interview, turn=LONGEST_TURN, all=LONGEST),
            hint=say("anonymise.too_long.hint"),
        )
    mentions = finder.mentions(texts, verified.language, known)
    text = "\n".join(texts)
    entities = _entities(text, mentions)
    findings = []
    for mention, entity in zip(mentions, entities, strict=True):
        spans = tuple(turn_spans(texts, mention))
        for index, start, end in spans:
            if len(spans) > 1 and mention.type in NUMBERS and not says_a_number(texts[index][start:end]):
                continue  # what somebody said between two parts of a number
            turn_id = turns[index].id
            findings.append(
                Finding(
                    id=id_of(turn_id, start, end, mention.type),
                    turn_id=turn_id,
                    start=start,
                    end=end,
                    type=mention.type,
                    entity_id=entity,
                    score=mention.score,
                    recogniser=mention.recogniser,
                    reason=f"anonymise.reason.{mention.reason}",
                    check=mention.score < CHECK,
                )
            )
    return Findings(
        interview=verified.interview,
        language_model=finder.model,
        text_digest=Texts(verified).digest,
        findings=tuple(findings),
    )


def names_known(verified: VerifiedTranscript, findings: Findings) -> Iterator[Known]:
    """Names that an interview is sure of, for the other interviews of its study."""
    texts = {turn.id: turn.text for turn in verified.turns}
    for finding in findings.findings:
        if finding.type in NAMED and not finding.check and finding.recogniser != MEMORY:
            yield Known(texts[finding.turn_id][finding.start : finding.end], finding.type, own=False)


def _entities(text: str, mentions: Sequence[Mention]) -> list[str]:
    """An id for each mention, shared by those that look alike; one word of a single full name shares its id.

    Who is who is decided later, by people too; this only keeps equal things together.
    """
    keys = [_key(text, mention) for mention in mentions]
    full: dict[str, set[str]] = defaultdict(set)
    for mention, key in zip(mentions, keys, strict=True):
        if mention.type is IdentifierType.PERSON:
            for word in key.split():
                if key != word:
                    full[word].add(key)
    numbers: dict[tuple[IdentifierType, str], str] = {}
    counts: dict[IdentifierType, int] = defaultdict(int)
    given = []
    for mention, key in zip(mentions, keys, strict=True):
        if mention.type is IdentifierType.PERSON and len(full.get(key, ())) == 1:
            key = next(iter(full[key]))  # noqa: PLW2901 (the full name stands for the short one)
        if (mention.type, key) not in numbers:
            counts[mention.type] += 1
            name = mention.type.value.lower().replace("_", "-")
            numbers[mention.type, key] = f"{name}-{counts[mention.type]}"
        given.append(numbers[mention.type, key])
    return given


def _key(text: str, mention: Mention) -> str:
    surface = text[mention.start : mention.end].casefold()
    if mention.type is IdentifierType.TITLE:
        title = title_of(surface.split()[-1])
        return title.lemma if title else surface
    return " ".join(ev.key_of(word) for word in surface.split())
