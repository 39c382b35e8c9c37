"""What the page's scripts are sent: plain values, offsets in UTF-16, times in milliseconds.

A turn's words are its text cut at spaces; `times` holds start and end of each, one after the other, or is
empty without sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.artefacts.decision import (
    Comment,
    FieldNote,
    Insert,
    Merge,
    NameSpeaker,
    Operation,
    Remove,
    Restore,
    SetSpeaker,
    SetText,
    Split,
)
from pipeline.artefacts.span import from_utf16, to_utf16
from pipeline.artefacts.transcript import Stretch, Transcript
from pipeline.artefacts.verified import VerifiedTurn
from pipeline.desk import Desk
from pipeline.review.decisions import Conflict, Refused, steps
from pipeline.review.listened import FASTEST, coalesce, played, unplayed
from pipeline.review.state import ReviewState

#: What a person can do by an operation of their own; signing and undo have doors of their own.
EDITS = SetText | SetSpeaker | Split | Merge | Insert | Remove | NameSpeaker | Comment | FieldNote

#: Operations after which turns may come, go or change places.
MOVING = (Split, Merge, Insert, Remove, Restore)

#: At most this share of an interview's words is shaded as doubtful, and none that is likelier than this.
DOUBT_SHARE, DOUBT_BELOW = 0.04, 0.6


def doubt_threshold(transcript: Transcript) -> float:
    """The probability below which a word is shaded: the worst few of this interview, whatever its model."""
    found = sorted(w.probability for t in transcript.turns for w in t.words if w.probability is not None)
    return min(DOUBT_BELOW, found[int(len(found) * DOUBT_SHARE)]) if found else 0.0


def turn_shape(turn: VerifiedTurn, doubt: float) -> dict[str, Any]:
    """One turn."""
    timed = bool(turn.words) and all(word.start_ms is not None for word in turn.words)
    return {
        "id": turn.id,
        "speaker": turn.speaker,
        "role": turn.role,
        "sure": turn.sure,
        "start": turn.start_ms,
        "end": turn.end_ms,
        "text": turn.text,
        "rev": turn.revision,
        "times": [time for word in turn.words for time in (word.start_ms, word.end_ms)] if timed else [],
        "doubt": [i for i, w in enumerate(turn.words) if w.probability is not None and w.probability < doubt],
    }


def whole(desk: Desk, doubt: float) -> dict[str, Any]:
    """An interview from the beginning: all turns, and what stands beside them."""
    now = desk.now()
    state, transcript = now.state, now.state.transcript
    turns = state.turns
    return {
        "interview": desk.interview,
        "edition": now.edition,
        "seq": len(now.log),
        "language": transcript.language,
        "duration": transcript.duration_ms,
        "order": [turn.id for turn in turns],
        "turns": [turn_shape(turn, doubt) for turn in turns],
        "edited": [turn for turn, history in state.histories.items() if history.revision],
        "marks": [[mark.kind, mark.start_ms, mark.end_ms] for mark in transcript.marks],
        "speech": pairs(transcript.speech),
    } | beside(state)


def changes(desk: Desk, since: int, who: str, doubt: float) -> dict[str, Any]:
    """What the decisions after the first `since` have touched, as it stands now (None: gone)."""
    now = desk.now()
    state, recent = now.state, now.log[since:]
    touched = {
        change.item: None
        for decision in recent
        for change in state.changes.get(decision.id, ())
        if change.kind == "turn"
    }
    turns = {turn: state.turn(turn) for turn in touched}
    moved = any(isinstance(operation, MOVING) for one in recent for operation in one.operations)
    return {
        "edition": now.edition,
        "seq": len(now.log),
        "turns": {turn: stands and turn_shape(stands, doubt) for turn, stands in turns.items()},
        "order": [turn for turn, _ in state.standing] if moved else None,
        "others": sorted({decision.who for decision in recent} - {who}),
    } | beside(state)


def beside(state: ReviewState) -> dict[str, Any]:
    """Speakers, remarks, notes and signatures."""
    texts = {turn: now.text for turn, now in state.standing}
    named = {name.speaker: name for name in state.names}
    labels = sorted({now.speaker for _, now in state.standing} | set(named))
    return {
        "speakers": [
            {
                "label": label,
                "name": named[label].name if label in named else "",
                "role": named[label].role if label in named else state.roles.get(label, "other"),
                "rev": state.revision("speaker", label),
            }
            for label in labels
        ],
        "remarks": [
            {
                "id": remark.id,
                "rev": remark.revision,
                "turn": remark.turn_id,
                "start": to_utf16(texts.get(remark.turn_id, ""), remark.start),
                "end": to_utf16(texts.get(remark.turn_id, ""), remark.end),
                "text": remark.text,
                "who": remark.who,
                "lookAgain": remark.look_again,
            }
            for remark in state.remarks
        ],
        "notes": [
            {"id": note.id, "rev": note.revision, "turn": note.turn_id, "text": note.text, "who": note.who}
            for note in state.notes
        ],
        "signatures": [
            {
                "round": signature.round,
                "who": signature.who,
                "at": signature.at.isoformat(),
                "valid": signature.valid,
                "played": signature.played_ms,
                "speech": signature.speech_ms,
                "reason": signature.reason,
                "outside": signature.outside,
            }
            for signature in state.signatures
        ],
    }


def can(desk: Desk, who: str) -> dict[str, bool]:
    """Whether this person has something to undo and to redo."""
    now = desk.now()
    found = steps(now.state, now.log, who)
    return {"canUndo": found.undo is not None, "canRedo": found.redo is not None}


def hearing(desk: Desk, who: str, number: int) -> dict[str, Any]:
    """What this person has played in a round: stretches, milliseconds of speech, and what is left of it."""
    plays, speech = desk.listened(), desk.state.transcript.speech
    own = [play for play in plays if play.who == who and play.round == number and play.rate <= FASTEST]
    heard, total = played(plays, speech, who, number)
    return {
        "round": number,
        "heard": [[play.start_ms, play.end_ms] for play in coalesce(own)],
        "played": heard,
        "of": total,
        "left": pairs(unplayed(plays, speech, who, number)),
    }


def pairs(stretches: Iterable[Stretch]) -> list[list[int]]:
    """Stretches as `[start, end]`."""
    return [[stretch.start_ms, stretch.end_ms] for stretch in stretches]


def round_of(state: ReviewState, who: str, rounds: int) -> int:
    """The round a person works on: the first that nobody has signed, else the first that they have not."""
    valid = [signature for signature in state.signatures if signature.valid]
    for done in ({s.round for s in valid}, {s.round for s in valid if s.who == who}):
        for number in range(1, rounds + 1):
            if number not in done:
                return number
    return rounds


def refusal(why: Refused, proposal: str) -> dict[str, Any]:
    """Why something was not taken, as scripts read it."""
    found: dict[str, Any] = {"id": proposal, "reason": why.reason}
    if isinstance(why, Conflict):
        found |= {"kind": why.kind, "item": why.item}
    return found


def in_code_points(state: ReviewState, operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Operations whose offsets the browser counted, counted as Python does.

    Raises:
        Conflict: the text that they were counted in is not there (yet).
    """
    return tuple(_converted(state, operation) for operation in operations)


def _converted(state: ReviewState, operation: Operation) -> Operation:
    if isinstance(operation, Split):
        text = _text(state, operation.turn, operation.revision)
        return operation.model_copy(update={"at": from_utf16(text, operation.at)})
    if isinstance(operation, Comment) and operation.text.strip():
        text = _text(state, operation.turn, operation.turn_revision)
        places = {name: from_utf16(text, getattr(operation, name)) for name in ("start", "end")}
        return operation.model_copy(update=places)
    return operation


def _text(state: ReviewState, turn: str, revision: int) -> str:
    history = state.histories.get(turn)
    version = history.versions[revision] if history and revision < len(history.versions) else None
    if version is None:
        raise Conflict("turn", turn, revision, history.revision if history else None)
    return version.text
