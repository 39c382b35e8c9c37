"""What the state machine of review promises for every sequence of valid decisions."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.artefacts.decision import (
    Comment,
    Decision,
    FieldNote,
    Insert,
    Merge,
    NameSpeaker,
    Operation,
    Remove,
    SetSpeaker,
    SetText,
    Sign,
    Split,
)
from pipeline.artefacts.transcript import Transcript, Turn, Word
from pipeline.review.decisions import Conflict, apply, inverse, undo
from pipeline.review.state import ReviewState, opening, text_digest
from pipeline.review.verified import project, replay

AT = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
unhurried = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
CANARY = "kanarifugl"
WORDS = st.sampled_from(["ja", "Ja,", "nei", "vi", "bor", "på", "Tøyen", "ikke", "👩‍🏫", "e\u0328v", CANARY])
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
SPEAKERS = st.sampled_from(["S1", "S2", "S3"])


def transcript(texts: list[str]) -> Transcript:
    """Turns of two speakers in turn; a word lasts 100 ms a character, with 50 ms between words."""
    turns, now = [], 0
    for index, text in enumerate(texts):
        words = []
        for word in text.split():
            words.append(Word(text=word, start_ms=now, end_ms=now + 100 * len(word), probability=0.5))
            now += 100 * len(word) + 50
        turns.append(
            Turn(
                id=f"t{index}",
                speaker=f"S{index % 2 + 1}",
                role="respondent" if index % 2 else "interviewer",
                start_ms=words[0].start_ms if words else now,
                end_ms=now,
                text=text,
                words=tuple(words),
            )
        )
    return Transcript(interview="intervju-01", language="nb", engine="e", model="m", turns=tuple(turns))


def content(state: ReviewState) -> object:
    """All that people see; not the revisions."""
    parts = (state.turns, state.names, state.remarks, state.notes, state.merged)
    return [[value.model_dump(exclude={"revision"}) for value in part] for part in parts]


def valid_operation(draw: Callable[..., object], state: ReviewState, serial: str) -> Operation:
    """One operation that the state takes in."""
    turns = state.turns
    kinds = ["insert", "name", "note", "sign"]
    kinds += ["text", "speaker", "remove", "comment"] * bool(turns) + ["merge"] * (len(turns) > 1)
    kinds += ["split"] * any(len(turn.text) > 1 for turn in turns)
    kind = draw(st.sampled_from(kinds))
    index = draw(st.integers(0, len(turns) - 1)) if turns else 0
    turn = turns[index] if turns else None
    text = draw(TEXTS)
    if kind == "split":
        turn = draw(st.sampled_from([turn for turn in turns if len(turn.text) > 1]))
        at = draw(st.integers(1, len(turn.text) - 1))
        return Split(turn=turn.id, revision=turn.revision, at=at, new_turn=f"n{serial}")
    if kind == "merge":
        left, right = turns[max(index - 1, 0)], turns[max(index - 1, 0) + 1]
        return Merge(turn=left.id, revision=left.revision, right=right.id, right_revision=right.revision)
    if kind == "insert":
        after = turn.id if turn and draw(st.booleans()) else None
        times = draw(st.sampled_from([(None, None), (100, 900)]))
        return Insert(
            after=after,
            new_turn=f"n{serial}",
            speaker=draw(SPEAKERS),
            text=text,
            start_ms=times[0],
            end_ms=times[1],
        )
    if kind == "name":
        speaker = draw(SPEAKERS)
        revision = state.revision("speaker", speaker)
        return NameSpeaker(
            speaker=speaker, revision=revision, name=text, role=draw(st.sampled_from(["other", "respondent"]))
        )
    if kind == "note":
        note = draw(st.sampled_from(["m1", "m2"]))
        return FieldNote(
            note=note, revision=state.revision("note", note), turn=turn.id if turn else None, text=text
        )
    if kind == "sign":
        return Sign(round=1, text_digest=text_digest(state))
    assert turn is not None
    if kind == "text":
        return SetText(turn=turn.id, revision=turn.revision, text=text)
    if kind == "speaker":
        return SetSpeaker(turn=turn.id, revision=turn.revision, speaker=draw(SPEAKERS))
    if kind == "remove":
        return Remove(turn=turn.id, revision=turn.revision)
    remark = draw(st.sampled_from(["c1", "c2", "c3"]))
    start = draw(st.integers(0, len(turn.text)))
    return Comment(
        comment=remark,
        revision=state.revision("remark", remark),
        turn=turn.id,
        turn_revision=turn.revision,
        start=start,
        end=draw(st.integers(start, len(turn.text))),
        text=text,
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[Transcript, list[Decision], list[ReviewState]]:
    """A transcript, a log of one to three operations a line, and the state before and after each line."""
    machine = transcript(draw(st.lists(TEXTS, min_size=1, max_size=4)))
    states, log = [opening(machine)], []
    for line in range(draw(st.integers(1, 6))):
        halfway, operations = states[-1], []
        for number in range(draw(st.integers(1, 3))):
            operation = valid_operation(draw, halfway, f"{line}-{number}")
            operations.append(operation)
            halfway = apply(halfway, Decision(id=f"half-{number}", at=AT, who="A", operations=(operation,)))
        log.append(Decision(id=f"d{line}", at=AT, who="A", operations=tuple(operations)))
        states.append(apply(states[-1], log[-1]))
    return machine, log, states


@unhurried
@given(histories())
def test_a_decision_and_its_inverse_give_back_the_content(
    history: tuple[Transcript, list[Decision], list[ReviewState]],
) -> None:
    _, log, states = history
    for before, after, decision in zip(states, states[1:], log, strict=False):
        operations = inverse(before, decision)
        back = apply(after, Decision(id="back", at=AT, who="A", operations=operations))
        assert content(back) == content(before)
        assert text_digest(back) == text_digest(before)


@unhurried
@given(histories(), st.booleans())
def test_everything_can_be_undone_redone_and_undone_again(
    history: tuple[Transcript, list[Decision], list[ReviewState]], restart: bool
) -> None:
    machine, log, states = history
    state, full = states[-1], list(log)
    done = [decision.id for decision in log if state.changes[decision.id]]
    passes = []
    for times in range(3):
        taken_back = []
        for number, earlier in enumerate(reversed(done)):
            decision = undo(state, earlier, decision=f"u{times}-{number}", at=AT, who="B")
            state = apply(state, decision)
            full.append(decision)
            taken_back.append(decision.id)
            if restart:
                state = replay(machine, full).state
        done = taken_back
        passes.append(content(state))
    assert passes == [content(states[0]), content(states[-1]), content(states[0])]


@unhurried
@given(histories())
def test_replaying_the_lines_of_a_log_gives_the_same_as_taking_them_in_one_by_one(
    history: tuple[Transcript, list[Decision], list[ReviewState]],
) -> None:
    machine, log, states = history
    lines = [decision.model_dump_json() for decision in log]
    replayed = replay(machine, [Decision.model_validate_json(line) for line in lines])
    assert replayed.refused == ()
    assert replayed.state == states[-1]


@unhurried
@given(histories())
def test_words_spell_the_text_and_lie_in_their_turn_and_remarks_in_their_text(
    history: tuple[Transcript, list[Decision], list[ReviewState]],
) -> None:
    machine, log, _ = history
    verified = project(machine, log)
    texts = {turn.id: turn.text for turn in verified.turns}
    assert len(texts) == len(verified.turns)
    for turn in verified.turns:
        assert " ".join(word.text for word in turn.words) == turn.text
        for word in turn.words:
            assert (word.start_ms is None) == (word.end_ms is None)
            if word.start_ms is not None and word.end_ms is not None:
                assert (turn.start_ms or 0) <= word.start_ms <= word.end_ms <= (turn.end_ms or 0)
    for remark in verified.remarks:
        assert 0 <= remark.start <= remark.end <= len(texts.get(remark.turn_id, ""))


@unhurried
@given(histories())
def test_a_line_of_the_log_taken_in_on_a_state_that_has_moved_on_changes_nothing(
    history: tuple[Transcript, list[Decision], list[ReviewState]],
) -> None:
    _, log, states = history
    state, before = states[-1], content(states[-1])
    for decision in log:
        if any(operation.op not in ("insert", "sign") for operation in decision.operations):
            again = decision.model_copy(update={"id": "again"})
            moved_on = all(state.revision(c.kind, c.item) > c.before for c in state.changes[decision.id])
            assert moved_on
            with pytest.raises(Exception, match=r"moved|used_id|signed") as refused:
                apply(state, again)
            assert CANARY not in str(refused.value) + repr(refused.value)
    assert content(state) == before


@unhurried
@given(histories())
def test_no_repr_holds_a_word_that_people_said_or_typed(
    history: tuple[Transcript, list[Decision], list[ReviewState]],
) -> None:
    machine, log, states = history
    state = states[-1]
    values = (state, log, replay(machine, log), project(machine, log), state.changes, state.histories)
    assert CANARY not in repr((*values, state.comments, state.field_notes, state.speakers, state.trails))


def test_a_conflict_tells_the_turn_and_both_revisions() -> None:
    state = opening(transcript(["ja", "nei"]))
    stale = SetText(turn="t0", revision=7, text=CANARY)
    with pytest.raises(Conflict) as conflict:
        apply(state, Decision(id="d", at=AT, who="A", operations=(stale,)))
    found = conflict.value
    assert (found.kind, found.item, found.expected, found.found) == ("turn", "t0", 7, 0)
