"""From de-identified text and a guide to proposals: passages with a theme, and the reason for it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.guide import Guide
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Candidate, Passage, PassageStatus, ThemedTranscript
from pipeline.segment.confidence import calibrated
from pipeline.segment.evidence import OUTSIDE, Evidence, Taught, Unit, Weights, Worded, evidence, worded
from pipeline.segment.scorers import SCORERS
from pipeline.segment.sequence import Order, probabilities
from pipeline.segment.spoken import INTRODUCTION, content_lemmas, content_words

if TYPE_CHECKING:
    from pipeline.segment.scorers.base import Matrix, Scorer

#: An answer of more words is cut at the ends of sentences, into parts of at least so many.
LONG, PART = 120, 40

#: A second theme is given from this probability.
SECOND = 0.3

#: How many of the likeliest themes are named.
CANDIDATES = 3

#: An interviewer's turn of fewer content words opens no passage: it is a probe.
PROBE = 0

_SENTENCE = re.compile(r".*?[.!?…]+[»\"')\]]*(?:\s+|$)|.+$", re.DOTALL)


@dataclass(frozen=True)
class Method:
    """How proposals are made; other than by default only where it is measured what a cue is worth."""

    weights: Weights = field(default_factory=Weights)
    order: Order = field(default_factory=Order)


def segment(
    transcript: AnonymisedTranscript,
    guide: Guide,
    *,
    guide_digest: str,
    taught: Taught | None = None,
    unplaced_below: float = 0.4,
    embeddings: str = "",
    method: Method | None = None,
) -> ThemedTranscript:
    """Propose passages and their themes.

    Every character of every turn lies in one passage. A passage is a question and its answer, or a part of a
    long answer that is about something else; where the surest theme is less sure than `unplaced_below` it is
    left to people, with its candidates.

    Args:
        transcript: the de-identified text.
        guide: the interview guide, in Bokmål or Nynorsk.
        guide_digest: which version of it.
        taught: what people have confirmed in other interviews of the study.
        unplaced_below: a probability.
        embeddings: a folder with a sentence model, never needed.
        method: how, where it is measured.

    Raises:
        PipelineError: `embeddings` is no such model.
    """
    method = method or Method()
    themes = worded(guide)
    units = units_of(transcript)
    found = evidence(units, themes, taught or Taught(), _scorers(embeddings), method.weights)
    chances = probabilities(found.total, units, themes, method.order)
    passages = [
        _passage(transcript, units, themes, found, chances, run, unplaced_below)
        for run in _runs(units, chances)
    ]
    return ThemedTranscript(
        interview=transcript.interview,
        guide=guide.id,
        guide_digest=guide_digest,
        text_digest=transcript.text_digest,
        profile=transcript.profile,
        reviewed=transcript.reviewed,
        passages=tuple(passages),
    )


def taught_by(interviews: Sequence[tuple[AnonymisedTranscript, ThemedTranscript]], guide: Guide) -> Taught:
    """What people have confirmed: the text of passages they placed, or put outside, and its main theme."""
    known = {theme.id for theme in worded(guide)}
    found = []
    for transcript, themed in interviews:
        texts = {turn.id: turn.text for turn in transcript.turns}
        for passage in themed.passages:
            theme = passage.themes[0] if passage.themes else OUTSIDE
            if not passage.decided_by or passage.status == "unplaced" or theme not in known:
                continue
            text = " ".join(texts.get(span.turn_id, "")[span.start : span.end] for span in passage.spans)
            if text.strip():
                found.append((text, theme))
    return Taught(tuple(found))


@lru_cache(maxsize=4)
def _embeddings(folder: str) -> Scorer:
    scorer: Scorer = SCORERS.load("embeddings")(Path(folder).expanduser())
    return scorer


def _scorers(embeddings: str) -> Mapping[str, Scorer]:
    found: dict[str, Scorer] = {name: SCORERS.load(name)() for name in ("lemmas", "spelling")}
    return found | {"embeddings": _embeddings(embeddings)} if embeddings else found


# ---------------------------------------------------------------------- units


def units_of(transcript: AnonymisedTranscript) -> tuple[Unit, ...]:
    """All turns with text in order; long answers in parts that end where sentences do."""
    return tuple(
        Unit(index, start, end, asks, asks and _has_content(turn.text), turn.text[start:end])
        for index, turn in enumerate(transcript.turns)
        for asks in (turn.role == "interviewer",)
        for start, end in _parts(turn.text, whole=asks)
    )


def _has_content(text: str) -> bool:
    """Whether an interviewer's turn says what it is about: «Kan du si litt om det?» does not."""
    return len(content_words(text)) > PROBE


def _parts(text: str, *, whole: bool) -> Iterator[tuple[int, int]]:
    if not text:
        return
    if whole or len(text.split()) <= LONG:
        yield 0, len(text)
        return
    start = end = 0
    for sentence in _SENTENCE.finditer(text):
        end = sentence.end()
        rest = len(text[end:].split())
        if len(text[start:end].split()) >= PART and rest >= PART:
            yield start, end
            start = end
    if start < len(text):
        yield start, len(text)


def _runs(units: Sequence[Unit], chances: Matrix) -> Iterator[range]:
    """Units that make a passage: a question with its answer, as long as it has one theme."""
    themes = chances.argmax(axis=1) if len(units) else ()
    first = 0
    for index in range(1, len(units) + 1):
        if index < len(units):
            opens = units[index].opens and not units[index - 1].asks
            if themes[index] == themes[first] and not opens:
                continue
        if first < index:
            yield range(first, index)
        first = index


# ---------------------------------------------------------------------- passages


def _passage(
    transcript: AnonymisedTranscript,
    units: Sequence[Unit],
    themes: Sequence[Worded],
    found: Evidence,
    chances: Matrix,
    run: range,
    unplaced_below: float,
) -> Passage:
    import numpy as np

    # Longer units say more of what a passage is about.
    length = np.array([len(units[index].text.split()) + 1 for index in run], dtype=float)
    mean = (chances[run.start : run.stop] * length[:, None]).sum(axis=0) / length.sum()
    ranked = [int(k) for k in np.argsort(-mean, kind="stable")]
    best, outside = ranked[0], len(themes) - 1
    sure = calibrated(float(mean[best]))
    inside = [k for k in ranked if k != outside]
    status: PassageStatus = (
        "unplaced" if sure < unplaced_below else "outside" if best == outside else "placed"
    )
    given: tuple[str, ...] = ()
    if status == "placed":
        given = (themes[best].id, *(themes[k].id for k in inside[1:2] if mean[k] >= SECOND))
    reason, words = _reason(units, themes, found, run, best)
    spans = _spans(transcript, units, run)
    return Passage(
        id="p-" + hashlib.sha256(f"{transcript.interview}\n{spans}".encode()).hexdigest()[:12],
        spans=spans,
        themes=given,
        status=status,
        confidence=round(sure, 3),
        candidates=tuple(
            Candidate(theme=themes[k].id, score=round(calibrated(float(mean[k])), 3))
            for k in inside[:CANDIDATES]
        ),
        reason=f"segment.reason.{reason}",
        words=words,
        question=_question(transcript, units, run),
    )


def _spans(transcript: AnonymisedTranscript, units: Sequence[Unit], run: range) -> tuple[Span, ...]:
    spans: list[Span] = []
    for index in run:
        unit = units[index]
        turn = transcript.turns[unit.turn].id
        if spans and spans[-1].turn_id == turn and spans[-1].end == unit.start:
            spans[-1] = Span(turn_id=turn, start=spans[-1].start, end=unit.end)
        else:
            spans.append(Span(turn_id=turn, start=unit.start, end=unit.end))
    return tuple(spans)


def _question(transcript: AnonymisedTranscript, units: Sequence[Unit], run: range) -> Span | None:
    """What the interviewer asked last before the answer of this passage, probes left out where possible."""
    asked = [index for index in range(run.stop) if units[index].asks]
    opening = [index for index in asked if units[index].opens] or asked
    if not opening:
        return None
    inside = [index for index in opening if index >= run.start]
    unit = units[(inside or opening[-1:])[0]]
    return Span(turn_id=transcript.turns[unit.turn].id, start=unit.start, end=unit.end)


def _reason(
    units: Sequence[Unit], themes: Sequence[Worded], found: Evidence, run: range, best: int
) -> tuple[str, tuple[str, ...]]:
    """The cue that spoke most for the theme, against what others had of it, and what it rests on."""
    rows = slice(run.start, run.stop)
    if themes[best].id == OUTSIDE:
        return "outside", ()
    lead = {
        name: float((cue[rows, best] - cue[rows].mean(axis=1)).max())
        for name, cue in (("question", found.asked), ("words", found.said), ("taught", found.learnt))
    }
    name = max(lead, key=lambda cue: lead[cue])
    if lead[name] < 0.3:
        return "before", ()
    if name == "question":
        index = run.start + int((found.asked[rows, best]).argmax())
        return "question", (themes[best].texts[int(found.question[index, best])],)
    if name == "taught":
        return "taught", ()
    own = {word for text in themes[best].texts for word in content_lemmas(text)} - {INTRODUCTION}
    said = [word for index in run for word in content_lemmas(units[index].text) if word in own]
    return "words", tuple(dict.fromkeys(said))[:5]
