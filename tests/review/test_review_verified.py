"""The projection of a transcript and a log."""

from datetime import UTC, datetime

from pipeline.artefacts.decision import Decision, Operation, SetText, Sign
from pipeline.artefacts.transcript import Mark, Stretch, Transcript, Turn, Word
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.review.state import opening, text_digest
from pipeline.review.verified import project, replay, signed_rounds, signers

AT = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
CANARY = "kanarifugl"
WORDS = (
    Word(text="på", start_ms=0, end_ms=100, probability=0.9),
    Word(text="Tøyen", start_ms=100, end_ms=400, probability=0.3),
)
MACHINE = Transcript(
    interview="intervju-01",
    language="nn",
    engine="e",
    model="m",
    turns=(
        Turn(id="t0", speaker="S1", role="respondent", start_ms=0, end_ms=400, text="på Tøyen", words=WORDS),
    ),
    marks=(Mark(kind="doubtful", start_ms=100, end_ms=400),),
    speech=(Stretch(start_ms=0, end_ms=400),),
)


def decision(name: str, operation: Operation, who: str = "Anna") -> Decision:
    return Decision(id=name, at=AT, who=who, operations=(operation,))


def test_without_decisions_the_projection_is_the_transcript() -> None:
    verified = project(MACHINE, ())
    turn = verified.turns[0]
    assert Turn.model_validate(turn.model_dump(exclude={"revision"})) == MACHINE.turns[0]
    assert (verified.marks, verified.speech) == (MACHINE.marks, MACHINE.speech)
    assert (verified.interview, verified.language, verified.decisions) == ("intervju-01", "nn", 0)


def test_an_imported_turn_without_words_gets_them_and_times_only_if_it_has_sound() -> None:
    mute = Turn(id="t0", speaker="S1", role="other", text="ja  nei ")
    heard = Turn(id="t1", speaker="S1", role="other", text="ja nei", start_ms=0, end_ms=500)
    verified = project(MACHINE.model_copy(update={"turns": (mute, heard)}), ())
    times = [[(word.text, word.start_ms, word.end_ms) for word in turn.words] for turn in verified.turns]
    assert times == [[("ja", None, None), ("nei", None, None)], [("ja", 0, 200), ("nei", 200, 500)]]
    assert verified.turns[0].text == "ja nei"


def test_decisions_that_conflict_when_two_logs_are_put_together_are_left_out_and_named() -> None:
    log = [
        decision("d1", SetText(turn="t0", revision=0, text="på Ensjø")),
        decision("d2", SetText(turn="t0", revision=0, text="i Moss"), who="Bo"),
        decision("d3", SetText(turn="t0", revision=1, text="på Ensjø, ja")),
        decision("d1", SetText(turn="t0", revision=0, text="på Ensjø")),
    ]
    verified = project(MACHINE, log)
    assert (verified.turns[0].text, verified.turns[0].revision) == ("på Ensjø, ja", 2)
    assert (verified.decisions, verified.refused) == (2, ("d2", "d1"))


def test_the_projection_is_written_and_read_as_the_same_value() -> None:
    verified = project(MACHINE, [decision("d1", SetText(turn="t0", revision=0, text="på Ensjø"))])
    assert VerifiedTranscript.from_bytes(verified.to_bytes()) == verified


def test_a_round_is_signed_by_those_whose_signature_is_valid() -> None:
    digest = text_digest(opening(MACHINE))
    log = [
        decision("d1", Sign(round=2, text_digest=digest)),
        decision("d2", Sign(round=1, text_digest=digest), who="Bo"),
        decision("d3", Sign(round=1, text_digest=digest)),
        decision("d4", Sign(round=1, text_digest=digest), who="Bo"),
    ]
    verified = project(MACHINE, log)
    assert signed_rounds(verified) == (1, 2)
    assert [signers(verified, number) for number in (1, 2, 3)] == [("Bo", "Anna"), ("Anna",), ()]
    changed = project(MACHINE, [*log, decision("d5", SetText(turn="t0", revision=0, text="i Moss"))])
    assert (signed_rounds(changed), signers(changed, 1)) == ((), ())


def test_no_repr_of_a_replay_or_projection_holds_a_word() -> None:
    log = [decision("d1", SetText(turn="t0", revision=0, text=CANARY), who=CANARY)]
    assert CANARY not in repr((replay(MACHINE, log), project(MACHINE, log), log))
