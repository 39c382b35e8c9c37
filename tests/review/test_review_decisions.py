"""What each decision does, and when it is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from pydantic import ValidationError

from pipeline.artefacts.decision import (
    Comment,
    Decision,
    FieldNote,
    Insert,
    Merge,
    NameSpeaker,
    Operation,
    Remove,
    Restore,
    SetSpeaker,
    SetText,
    Sign,
    Split,
)
from pipeline.artefacts.transcript import Transcript, Turn, Word
from pipeline.review.decisions import Conflict, Refused, Steps, apply, inverse, steps, undo
from pipeline.review.state import ReviewState, opening, text_digest

AT = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
CANARY = "kanarifugl"


def transcript(*texts: str) -> Transcript:
    """Turns t0, t1 … of S1 and S2 in turn, a second a turn, in which a word lasts 100 ms."""
    turns = tuple(
        Turn(
            id=f"t{index}",
            speaker=f"S{index % 2 + 1}",
            role="respondent" if index % 2 else "interviewer",
            sure=False,
            start_ms=1000 * index,
            end_ms=1000 * index + 900,
            text=text,
            words=tuple(
                Word(text=word, start_ms=1000 * index + 100 * n, end_ms=1000 * index + 100 * n + 100)
                for n, word in enumerate(text.split())
            ),
        )
        for index, text in enumerate(texts)
    )
    return Transcript(interview="intervju-01", language="nb", engine="e", model="m", turns=turns)


def after(
    state: ReviewState, *decisions: Operation | tuple[Operation, ...], who: str = "Anna"
) -> ReviewState:
    """The state after decisions of one operation or several each, called d1, d2 … in the order of the log."""
    for operations in decisions:
        several = operations if isinstance(operations, tuple) else (operations,)
        name = f"d{len(state.changes) + 1}"
        state = apply(state, Decision(id=name, at=AT, who=who, operations=several))
    return state


def taken_back(state: ReviewState, undoes: str) -> ReviewState:
    return apply(state, undo(state, undoes, decision=f"d{len(state.changes) + 1}", at=AT, who="Anna"))


def draw(state: ReviewState) -> str:
    """The talk as `id:text`, turn after turn."""
    return " | ".join(f"{turn.id}:{turn.text}" for turn in state.turns)


def remark(
    turn: str, start: int, end: int, *, revision: int = 0, of: int = 0, text: str = "sjekk"
) -> Comment:
    return Comment(
        comment="c1", revision=revision, turn=turn, turn_revision=of, start=start, end=end, text=text
    )


def quoted(state: ReviewState) -> tuple[str, str, bool]:
    """Where the only remark stands: its turn, the words it is on, and whether to look again."""
    (only,) = state.remarks
    turn = state.turn(only.turn_id)
    assert turn is not None
    return only.turn_id, turn.text[only.start : only.end], only.look_again


@pytest.mark.parametrize(
    ("operation", "talk"),
    [
        (SetText(turn="t0", revision=0, text=" hei\tdu "), "t0:hei du | t1:nei | t2:jo"),
        (SetText(turn="t1", revision=0, text=""), "t0:ja da | t1: | t2:jo"),
        (Split(turn="t0", revision=0, at=2, new_turn="n"), "t0:ja | n:da | t1:nei | t2:jo"),
        (Split(turn="t0", revision=0, at=3, new_turn="n"), "t0:ja | n:da | t1:nei | t2:jo"),
        (Merge(turn="t0", revision=0, right="t1", right_revision=0), "t0:ja da nei | t2:jo"),
        (Insert(after=None, new_turn="n", speaker="S1", text="hm"), "n:hm | t0:ja da | t1:nei | t2:jo"),
        (Insert(after="t2", new_turn="n", speaker="S1", text=""), "t0:ja da | t1:nei | t2:jo | n:"),
        (Remove(turn="t1", revision=0), "t0:ja da | t2:jo"),
    ],
)
def test_an_operation_makes_a_new_state_and_its_inverse_gives_back_the_talk(
    operation: Operation, talk: str
) -> None:
    before = opening(transcript("ja da", "nei", "jo"))
    changed = after(before, operation)
    assert draw(changed) == talk
    back = after(changed, inverse(before, Decision(id="d", at=AT, who="Anna", operations=(operation,))))
    assert draw(back) == draw(before) == "t0:ja da | t1:nei | t2:jo"
    assert [turn.words for turn in back.turns] == [turn.words for turn in before.turns]


@pytest.mark.parametrize(
    ("operation", "expected", "found"),
    [
        (SetText(turn="t0", revision=0, text=CANARY), 0, 1),
        (SetSpeaker(turn="t0", revision=2, speaker="S2"), 2, 1),
        (Split(turn="t0", revision=0, at=2, new_turn="n"), 0, 1),
        (Merge(turn="t0", revision=1, right="t1", right_revision=1), 1, 0),
        (Merge(turn="t0", revision=1, right="t9", right_revision=0), 0, None),
        (Insert(after="t2", new_turn="n", speaker="S1", text=CANARY), 0, None),
        (Remove(turn="t2", revision=0), 0, None),
        (Remove(turn="t2", revision=1), 1, None),
        (Restore(item="t2", revision=0, as_of=0), 0, 1),
        (Restore(item="t9", revision=1, as_of=0), 1, None),
        (NameSpeaker(speaker="S1", revision=1, name=CANARY, role="other"), 1, None),
        (remark("t2", 0, 0, text=CANARY), 0, None),
        (remark("t0", 0, 0, of=2, text=CANARY), 2, 1),
        (remark("t0", 0, 0, revision=1, text=CANARY), 1, None),
        (FieldNote(note="m", revision=3, text=CANARY), 3, None),
        (FieldNote(note="m", revision=0, turn="t2", text=CANARY), 0, None),
    ],
)
def test_an_operation_on_another_revision_or_on_a_turn_that_is_gone_is_a_conflict_without_words(
    operation: Operation, expected: int, found: int | None
) -> None:
    machine = transcript("ja da", "nei", "jo")
    state = after(
        opening(machine), SetText(turn="t0", revision=0, text="ja vel"), Remove(turn="t2", revision=0)
    )
    with pytest.raises(Conflict) as conflict:
        after(state, (NameSpeaker(speaker="S2", revision=0, name="Kari", role="other"), operation))
    assert (conflict.value.expected, conflict.value.found) == (expected, found)
    assert CANARY not in str(conflict.value) + repr(conflict.value)
    assert (draw(state), state.names) == ("t0:ja vel | t1:nei", ())


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (Split(turn="t0", revision=0, at=0, new_turn="n"), "outside"),
        (Split(turn="t0", revision=0, at=5, new_turn="n"), "outside"),
        (Split(turn="t0", revision=0, at=2, new_turn="t1"), "used_id"),
        (Insert(after=None, new_turn="t2", speaker="S1", text="x"), "used_id"),
        (Insert(after=None, new_turn="n", speaker="S1", text="x", start_ms=9, end_ms=8), "outside"),
        (Merge(turn="t0", revision=0, right="t2", right_revision=0), "not_next"),
        (Merge(turn="t1", revision=0, right="t0", right_revision=0), "not_next"),
        (Merge(turn="t0", revision=0, right="t0", right_revision=0), "not_next"),
        (Restore(item="t0", revision=0, as_of=0), "outside"),
        (remark("t0", 3, 6), "outside"),
        (remark("t0", 3, 2), "outside"),
        (Sign(round=1, text_digest="0" * 64), "signed_other_text"),
    ],
)
def test_an_operation_that_makes_no_sense_is_refused(operation: Operation, reason: str) -> None:
    state = opening(transcript("ja da", "nei", "jo"))
    with pytest.raises(Refused) as refused:
        after(state, operation)
    assert refused.value.reason == reason


def test_a_decision_is_taken_in_whole_or_not_at_all() -> None:
    state = opening(transcript("ja", "nei"))
    good, bad = SetText(turn="t0", revision=0, text="hei"), Remove(turn="t1", revision=4)
    with pytest.raises(Conflict):
        after(state, (good, bad))
    assert draw(state) == "t0:ja | t1:nei"


def test_a_turn_id_is_never_used_again_even_when_its_turn_is_gone() -> None:
    state = after(opening(transcript("ja da", "nei")), Remove(turn="t1", revision=0))
    with pytest.raises(Refused):
        after(state, Split(turn="t0", revision=0, at=2, new_turn="t1"))


def test_a_decision_is_taken_in_once() -> None:
    decision = Decision(id="d", at=AT, who="Anna", operations=(SetText(turn="t0", revision=0, text="hei"),))
    state = apply(opening(transcript("ja")), decision)
    with pytest.raises(Refused):
        apply(state, decision)


def test_an_undo_of_something_that_was_never_taken_in_is_refused() -> None:
    state = opening(transcript("ja"))
    back = Decision(id="d", at=AT, who="Anna", operations=(Remove(turn="t0", revision=0),), undoes="d9")
    with pytest.raises(Refused):
        apply(state, back)
    with pytest.raises(Refused):
        undo(state, "d9", decision="d", at=AT, who="Anna")


@pytest.mark.parametrize(
    "line",
    [
        '{"id":"d","at":"2025-03-04T09:00:00Z","who":"A","operations":[{"op":"shout","turn":"t0"}]}',
        '{"id":"d","at":"2025-03-04T09:00:00Z","who":"A","operations":[{"op":"remove","turn":"t0"}]}',
        '{"id":"d","at":"2025-03-04T09:00:00Z","who":"A","operations":[{"op":"remove","turn":"t0","revi',
        '{"id":"d","at":"2025-03-04T09:00:00","who":"A","operations":[]}',
    ],
)
def test_a_torn_or_unknown_operation_is_never_read(line: str) -> None:
    with pytest.raises(ValidationError):
        Decision.model_validate_json(line)


def test_a_split_cuts_the_times_at_the_border_and_a_merge_joins_them() -> None:
    state = after(opening(transcript("vi bor her")), Split(turn="t0", revision=0, at=6, new_turn="n"))
    left, right = state.turns
    assert (left.start_ms, left.end_ms, right.start_ms, right.end_ms) == (0, 200, 200, 900)
    assert [word.start_ms for word in (*left.words, *right.words)] == [0, 100, 200]
    (both,) = after(state, Merge(turn="t0", revision=1, right="n", right_revision=1)).turns
    assert (both.text, both.start_ms, both.end_ms, len(both.words)) == ("vi bor her", 0, 900, 3)


def test_a_merge_remembers_where_the_right_turn_went_until_it_stands_again() -> None:
    state = after(
        opening(transcript("ja", "nei")), Merge(turn="t0", revision=0, right="t1", right_revision=0)
    )
    assert [(merged.turn_id, merged.into) for merged in state.merged] == [("t1", "t0")]
    assert taken_back(state, "d1").merged == ()


def test_turns_that_come_back_stand_where_they_stood() -> None:
    state = after(
        opening(transcript("en", "to", "tre")),
        Remove(turn="t1", revision=0),
        Remove(turn="t0", revision=0),
        Insert(after=None, new_turn="n", speaker="S1", text="null"),
    )
    assert draw(taken_back(state, "d1")) == "n:null | t1:to | t2:tre"
    assert draw(taken_back(taken_back(state, "d1"), "d2")) == "n:null | t0:en | t1:to | t2:tre"


def test_what_is_inserted_after_a_merged_turn_follows_all_of_its_text_when_it_is_taken_apart() -> None:
    state = after(
        opening(transcript("en", "to")),
        Merge(turn="t0", revision=0, right="t1", right_revision=0),
        Insert(after="t0", new_turn="n", speaker="S1", text="tre"),
    )
    assert draw(taken_back(state, "d1")) == "t0:en | t1:to | n:tre"


def test_a_speaker_set_by_a_person_is_sure_and_brings_the_role() -> None:
    state = after(opening(transcript("ja", "nei")), SetSpeaker(turn="t0", revision=0, speaker="S2"))
    first = state.turns[0]
    assert (first.speaker, first.role, first.sure, first.revision) == ("S2", "respondent", True, 1)
    assert state.turns[1].sure is False


def test_naming_a_speaker_gives_the_role_to_all_of_its_turns_and_touches_none() -> None:
    naming = NameSpeaker(speaker="S1", revision=0, name=" Kari\n Dahl ", role="other")
    state = after(opening(transcript("ja", "nei", "jo")), naming)
    assert [(turn.role, turn.revision) for turn in state.turns] == [
        ("other", 0),
        ("respondent", 0),
        ("other", 0),
    ]
    assert [(name.speaker, name.name, name.role) for name in state.names] == [("S1", "Kari Dahl", "other")]
    assert taken_back(state, "d1").names == ()


@pytest.mark.parametrize(
    ("operation", "where"),
    [
        (SetText(turn="t0", revision=0, text="ja, vi bor på Tøyen"), ("t0", "Tøyen", False)),
        (SetText(turn="t0", revision=0, text="vi bor på Ensjø"), ("t0", "Ensjø", True)),
        (SetText(turn="t0", revision=0, text="vi bor"), ("t0", "", True)),
        (Split(turn="t0", revision=0, at=7, new_turn="n"), ("n", "Tøyen", False)),
        (Merge(turn="t0", revision=0, right="t1", right_revision=0), ("t0", "Tøyen", False)),
        (SetSpeaker(turn="t0", revision=0, speaker="S2"), ("t0", "Tøyen", False)),
        (Remove(turn="t0", revision=0), ("t1", "", True)),
    ],
)
def test_a_remark_goes_with_its_words_and_comes_back_with_them(
    operation: Operation, where: tuple[str, str, bool]
) -> None:
    state = after(opening(transcript("vi bor på Tøyen", "ja")), remark("t0", 10, 15), operation)
    assert quoted(state) == where
    back = taken_back(state, "d2")
    assert quoted(back) == ("t0", "Tøyen", False)
    assert quoted(taken_back(back, "d3")) == where


def test_a_remark_on_the_right_turn_of_a_merge_goes_along_and_comes_back() -> None:
    merge = Merge(turn="t0", revision=0, right="t1", right_revision=0)
    state = after(opening(transcript("ja", "på Tøyen")), remark("t1", 3, 8), merge)
    assert quoted(state) == ("t0", "Tøyen", False)
    assert quoted(taken_back(state, "d2")) == ("t1", "Tøyen", False)


def test_a_remark_made_while_somebody_else_edits_the_turn_finds_its_words() -> None:
    edit = SetText(turn="t0", revision=0, text="nei, på Tøyen")
    state = after(opening(transcript("på Tøyen")), edit, remark("t0", 3, 8, of=0))
    assert quoted(state) == ("t0", "Tøyen", False)
    assert state.revision("turn", "t0") == 1


def test_a_remark_does_not_stand_in_the_way_of_undoing_an_edit() -> None:
    edit = SetText(turn="t0", revision=0, text="nei, på Tøyen")
    state = after(opening(transcript("på Tøyen")), edit, remark("t0", 8, 13, of=1))
    assert quoted(taken_back(state, "d1")) == ("t0", "Tøyen", False)


def test_a_remark_that_was_taken_away_comes_back_under_its_author_name() -> None:
    state = after(opening(transcript("på Tøyen")), remark("t0", 3, 8))
    state = after(state, remark("t0", 0, 0, revision=1, text=" "), who="Bo")
    assert state.remarks == ()
    state = apply(state, undo(state, "d2", decision="d3", at=AT, who="Bo"))
    assert quoted(state) == ("t0", "Tøyen", False)
    assert [(r.who, r.text, r.revision) for r in state.remarks] == [("Anna", "sjekk", 3)]


def test_a_remark_taken_away_before_an_edit_comes_back_to_its_words_after_it() -> None:
    state = after(
        opening(transcript("på Tøyen")),
        remark("t0", 3, 8),
        remark("t0", 0, 0, revision=1, text=""),
        SetText(turn="t0", revision=0, text="nei, på Tøyen"),
    )
    assert quoted(taken_back(state, "d2")) == ("t0", "Tøyen", False)


def test_a_note_stands_beside_a_turn_or_the_interview_and_follows_a_merge() -> None:
    state = after(
        opening(transcript("ja", "nei")),
        FieldNote(note="m1", revision=0, turn="t1", text="ser ut av vinduet"),
        FieldNote(note="m2", revision=0, text="lite rom"),
        Merge(turn="t0", revision=0, right="t1", right_revision=0),
    )
    assert [(note.id, note.turn_id) for note in state.notes] == [("m1", "t0"), ("m2", None)]
    assert [note.turn_id for note in taken_back(state, "d3").notes] == ["t1", None]


def test_undo_is_refused_when_the_turn_has_moved_on_and_allowed_once_that_is_undone() -> None:
    state = after(
        opening(transcript("en")),
        SetText(turn="t0", revision=0, text="to"),
        SetText(turn="t0", revision=1, text="tre"),
    )
    with pytest.raises(Conflict):
        taken_back(state, "d1")
    state = taken_back(taken_back(state, "d2"), "d1")
    assert draw(state) == "t0:en"
    assert state.turns[0].revision == 4


def test_a_signature_is_not_undone_but_void_while_the_text_is_another() -> None:
    state = opening(transcript("ja", "nei"))
    state = after(state, Sign(round=1, text_digest=text_digest(state)))
    with pytest.raises(Refused) as refused:
        taken_back(state, "d1")
    assert refused.value.reason == "nothing_to_undo"
    changed = after(state, SetText(turn="t0", revision=0, text="jo"))
    assert [signature.valid for signature in changed.signatures] == [False]
    assert [signature.valid for signature in taken_back(changed, "d2").signatures] == [True]


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        (SetText(turn="t0", revision=0, text="jo"), False),
        (SetSpeaker(turn="t0", revision=0, speaker="S2"), False),
        (NameSpeaker(speaker="S1", revision=0, name="Kari", role="respondent"), False),
        (NameSpeaker(speaker="S1", revision=0, name="Kari", role="interviewer"), True),
        (remark("t0", 0, 2), True),
        (FieldNote(note="m", revision=0, text="lite rom"), True),
    ],
)
def test_a_signature_stands_for_turns_speakers_roles_and_texts(change: Operation, valid: bool) -> None:
    state = opening(transcript("ja", "nei"))
    state = after(state, Sign(round=1, text_digest=text_digest(state)), change)
    assert [signature.valid for signature in state.signatures] == [valid]


def test_the_digest_of_a_text_is_the_same_on_every_machine_and_in_every_version() -> None:
    turns = rb'[["t0","S1","interviewer","p\u00e5 T\u00f8yen"],["t1","S2","respondent","nei"]]'
    assert text_digest(opening(transcript("på Tøyen", "nei"))) == sha256(turns).hexdigest()


def test_undo_and_redo_find_their_way_through_the_log() -> None:
    log: list[Decision] = []
    state = opening(transcript("en", "annen"))

    def take(decision: Decision) -> None:
        nonlocal state
        state = apply(state, decision)
        log.append(decision)

    def say(name: str, text: str, who: str = "Anna", turn: str = "t0") -> None:
        operation = SetText(turn=turn, revision=state.revision("turn", turn), text=text)
        take(Decision(id=name, at=AT, who=who, operations=(operation,)))

    def back(undoes: str, name: str) -> None:
        take(undo(state, undoes, decision=name, at=AT, who="Anna"))

    where: Callable[[], Steps] = lambda: steps(state, log, "Anna")  # noqa: E731
    assert where() == Steps(undo=None, redo=None)
    say("a", "to")
    say("other", "tredje", who="Bo", turn="t1")
    say("b", "tre")
    assert where() == Steps(undo="b", redo=None)
    back("b", "u1")
    back("a", "u2")
    assert (draw(state), where()) == ("t0:en | t1:tredje", Steps(undo=None, redo="u2"))
    back("u2", "r1")
    assert (draw(state), where()) == ("t0:to | t1:tredje", Steps(undo="r1", redo="u1"))
    back("u1", "r2")
    assert (draw(state), where()) == ("t0:tre | t1:tredje", Steps(undo="r2", redo=None))
    back("r2", "u3")
    say("c", "fire")
    assert where() == Steps(undo="c", redo=None)
    back("c", "u4")
    back("r1", "u5")
    assert draw(state) == "t0:en | t1:tredje"


def test_a_state_is_frozen() -> None:
    state = opening(transcript("ja"))
    with pytest.raises(AttributeError):
        state.order = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        state.histories["t0"] = state.histories["t0"]  # type: ignore[index]


def test_a_transcript_with_two_turns_of_one_id_is_a_bug() -> None:
    machine = transcript("ja", "nei")
    twice = machine.model_copy(update={"turns": machine.turns + machine.turns})
    with pytest.raises(ValueError, match="same id"):
        opening(twice)
