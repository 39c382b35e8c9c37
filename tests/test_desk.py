"""The desk: the log is the truth, whoever writes it, and nothing that was acknowledged is lost."""

import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import builders
import pytest

from pipeline import runner
from pipeline.artefacts.decision import Decision, Listened, Operation, SetText, Split
from pipeline.artefacts.transcript import Transcript
from pipeline.desk import Answer, Desk, Proposal
from pipeline.errors import PipelineError
from pipeline.review.decisions import Conflict, Refused
from pipeline.review.verified import replay
from pipeline.runner import DECISIONS, LISTENED, set_aside
from pipeline.store import StudyStore

INTERVIEW = "intervju-01"


@pytest.fixture
def store(study_folder: Path) -> StudyStore:
    found = StudyStore(study_folder)
    turns = [
        builders.turn(f"u{number}", f"Dette er utsagn nummer {number}.", number * 2000) for number in range(3)
    ]
    found.write(INTERVIEW, builders.transcript(*turns))
    return found


@pytest.fixture
def desk(store: StudyStore) -> Desk:
    return Desk(store, INTERVIEW)


def says(turn: str, revision: int, text: str, proposal: str | None = None) -> Proposal:
    operation = SetText(turn=turn, revision=revision, text=text)
    return Proposal(proposal or str(uuid.uuid4()), (operation,))


def text_of(desk: Desk, turn: str) -> str:
    found = desk.follow().state.turn(turn)
    return found.text if found else ""


def logged(store: StudyStore) -> tuple[Decision, ...]:
    return store.log(INTERVIEW, DECISIONS, Decision)


def on_disk(store: StudyStore) -> bytes:
    path = store.path(INTERVIEW, DECISIONS)
    return path.read_bytes() if path.is_file() else b""


def agrees(desk: Desk, store: StudyStore) -> bool:
    """Whether what the desk shows is what a replay of the whole log gives."""
    whole = replay(store.read(INTERVIEW, Transcript), logged(store))
    desk.follow()
    return desk.state.turns == whole.state.turns and desk.decisions == len(logged(store))


# ---------------------------------------------------------------------- several desks


def test_what_is_decided_at_one_desk_is_seen_at_the_others(store: StudyStore, desk: Desk) -> None:
    other = Desk(store, INTERVIEW)
    first = says("u0", 0, "Anne skrev dette.")
    assert desk.take("Anne", [first]) == Answer((first.id,))
    assert other.decisions == 0
    assert text_of(other, "u0") == "Anne skrev dette."
    assert other.decisions == 1
    other.take("Bjørn", [says("u1", 0, "Bjørn skrev dette.")])
    assert text_of(desk, "u1") == "Bjørn skrev dette."
    assert [decision.who for decision in logged(store)] == ["Anne", "Bjørn"]
    assert agrees(desk, store)
    assert agrees(other, store)


def test_what_others_decided_is_read_before_anything_is_taken(store: StudyStore, desk: Desk) -> None:
    other = Desk(store, INTERVIEW)
    desk.take("Anne", [says("u0", 0, "Anne var først.")])
    answer = other.take("Bjørn", [says("u0", 0, "Bjørn visste det ikke.")])
    assert isinstance(answer.why, Conflict)
    assert (answer.why.item, answer.why.found) == ("u0", 1)
    assert other.take("Bjørn", [says("u0", 1, "Bjørn vet det nå.")]).why is None
    assert text_of(desk, "u0") == "Bjørn vet det nå."


def test_a_conflict_leaves_the_log_and_the_state_as_they_were(store: StudyStore, desk: Desk) -> None:
    desk.take("Anne", [says("u0", 0, "Slik skal det stå.")])
    log, state = on_disk(store), desk.state
    late = says("u0", 0, f"Jeg heter {builders.CANARY}.")
    answer = desk.take("Bjørn", [late])
    assert (answer.taken, answer.refused) == ((), late.id)
    assert isinstance(answer.why, Conflict)
    assert on_disk(store) == log
    assert desk.state is state
    assert builders.CANARY not in repr(answer) + str(answer.why)


def test_the_same_proposal_is_taken_once(store: StudyStore, desk: Desk) -> None:
    once = says("u0", 0, "En gang.")
    for asked in (desk, desk, Desk(store, INTERVIEW)):
        assert asked.take("Anne", [once, once]) == Answer((once.id, once.id))
    assert [decision.id for decision in logged(store)] == [once.id]


def test_proposals_are_taken_up_to_the_first_that_is_refused(store: StudyStore, desk: Desk) -> None:
    taken = [says("u0", 0, "En."), says("u1", 0, "To.")]
    refused = says("u0", 0, "Laget på noe eldre.")
    never = says("u2", 0, "Denne venter på den før.")
    answer = desk.take("Anne", [*taken, refused, never])
    assert answer.taken == tuple(one.id for one in taken)
    assert answer.refused == refused.id
    assert [decision.id for decision in logged(store)] == list(answer.taken)
    assert text_of(desk, "u2") == "Dette er utsagn nummer 2."
    assert desk.take("Anne", [never]).taken == (never.id,)
    assert agrees(desk, store)


def test_a_proposal_counts_whole_or_not_at_all(store: StudyStore, desk: Desk) -> None:
    both: tuple[Operation, ...] = (
        SetText(turn="u0", revision=0, text="Dette går."),
        SetText(turn="u1", revision=7, text="Dette går ikke."),
    )
    assert desk.take("Anne", [Proposal("p", both)]).refused == "p"
    assert not on_disk(store)
    assert text_of(desk, "u0") == "Dette er utsagn nummer 0."


def test_two_desks_that_many_threads_hammer_lose_nothing(store: StudyStore) -> None:
    """Everybody edits the same turn, on the revision they last saw; a conflict is asked for again."""
    desks = [Desk(store, INTERVIEW) for _ in range(2)]
    each, acknowledged, failed = 12, [], []

    def hammer(who: str, desk: Desk) -> None:
        try:
            for number in range(each):
                while True:
                    seen = desk.follow().state.revision("turn", "u0")
                    answer = desk.take(who, [says("u0", seen, f"{who} {number}")])
                    if answer.taken:
                        acknowledged.extend(answer.taken)
                        break
                    assert isinstance(answer.why, Conflict)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=hammer, args=(f"P{number}", desks[number % 2])) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    ids = [decision.id for decision in logged(store)]
    assert len(ids) == 6 * each
    assert sorted(ids) == sorted(acknowledged)
    assert not replay(store.read(INTERVIEW, Transcript), logged(store)).refused
    for desk in desks:
        assert agrees(desk, store)
        assert desk.state.revision("turn", "u0") == 6 * each


HAMMER = """
import sys, uuid
from pathlib import Path
from pipeline.artefacts.decision import SetText
from pipeline.desk import Desk, Proposal
from pipeline.store import StudyStore

desk = Desk(StudyStore(Path(sys.argv[1])), "intervju-01")
sys.stdin.readline()
for number in range(15):
    while True:
        seen = desk.follow().state.revision("turn", "u0")
        new = SetText(turn="u0", revision=seen, text=f"{sys.argv[2]} {number}")
        one = Proposal(str(uuid.uuid4()), (new,))
        if desk.take(sys.argv[2], [one]).taken:
            break
"""


def test_two_processes_that_write_at_the_same_time_lose_nothing(store: StudyStore) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", HAMMER, str(store.root), who],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=builders.REPOSITORY,
        )
        for who in ("Anne", "Bjørn")
    ]
    try:
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        errors = [process.communicate(timeout=60)[1] for process in running]
    finally:
        for process in running:
            process.kill()
    assert errors == ["", ""]
    whole = logged(store)
    for who in ("Anne", "Bjørn"):
        written = [operation for one in whole if one.who == who for operation in one.operations]
        assert [one.text for one in written if isinstance(one, SetText)] == [f"{who} {n}" for n in range(15)]
    assert replay(store.read(INTERVIEW, Transcript), whole).refused == ()


# ---------------------------------------------------------------------- undo and redo


def test_undo_and_redo_go_on_after_a_restart(store: StudyStore, desk: Desk) -> None:
    texts = ["Dette er utsagn nummer 0.", "En.", "To.", "Tre."]
    for number, text in enumerate(texts[1:]):
        desk.take("Anne", [says("u0", number, text)])
    for text in reversed(texts[:-1]):
        desk = Desk(store, INTERVIEW)
        assert desk.take_back("Anne") is not None
        assert text_of(desk, "u0") == text
    assert Desk(store, INTERVIEW).take_back("Anne") is None
    for text in texts[1:]:
        desk = Desk(store, INTERVIEW)
        assert desk.take_back("Anne", redo=True) is not None
        assert text_of(desk, "u0") == text
    assert Desk(store, INTERVIEW).take_back("Anne", redo=True) is None
    assert len(logged(store)) == 9
    assert agrees(desk, store)


def test_undo_takes_back_a_split_whole(store: StudyStore, desk: Desk) -> None:
    before = desk.state.turns
    desk.take("Anne", [Proposal("p", (Split(turn="u1", revision=0, at=9, new_turn="ny"),))])
    assert len(desk.state.turns) == 4
    Desk(store, INTERVIEW).take_back("Anne")
    content = [
        (turn.id, turn.text, turn.words, turn.start_ms, turn.end_ms) for turn in desk.follow().state.turns
    ]
    assert content == [(turn.id, turn.text, turn.words, turn.start_ms, turn.end_ms) for turn in before]


def test_everybody_undoes_what_they_did_themselves(store: StudyStore, desk: Desk) -> None:
    desk.take("Anne", [says("u0", 0, "Annes.")])
    desk.take("Bjørn", [says("u1", 0, "Bjørns.")])
    desk.take_back("Anne")
    assert text_of(desk, "u0") == "Dette er utsagn nummer 0."
    assert text_of(desk, "u1") == "Bjørns."
    assert desk.take_back("Kari") is None


def test_undo_of_what_somebody_else_has_built_on_is_a_conflict(store: StudyStore, desk: Desk) -> None:
    desk.take("Anne", [says("u0", 0, "Annes.")])
    Desk(store, INTERVIEW).take("Bjørn", [says("u0", 1, "Annes, og Bjørns.")])
    log = on_disk(store)
    with pytest.raises(Conflict):
        desk.take_back("Anne")
    assert on_disk(store) == log
    assert text_of(desk, "u0") == "Annes, og Bjørns."


# ---------------------------------------------------------------------- another transcript


def test_a_new_transcript_is_a_new_edition_that_refuses_what_was_made_on_the_old(
    store: StudyStore, desk: Desk
) -> None:
    desk.take("Anne", [says("u0", 0, "På den gamle.")])
    old = desk.edition
    set_aside(store, INTERVIEW)
    store.write(INTERVIEW, builders.transcript(builders.turn("u0", "Skrevet ut på nytt.")))
    log = on_disk(store)
    late = says("u0", 0, "Fra en side som viser den gamle.")
    answer = desk.take("Anne", [late], edition=old)
    assert answer.taken == ()
    assert (answer.refused, answer.why and answer.why.reason) == (late.id, "moved_on")
    assert on_disk(store) == log == b""
    assert desk.edition != old
    assert (desk.decisions, text_of(desk, "u0")) == (0, "Skrevet ut på nytt.")
    new = says("u0", 0, "På den nye.")
    assert desk.take("Anne", [new], edition=desk.edition).taken == (new.id,)
    assert [decision.id for decision in logged(store)] == [new.id]


def test_the_same_transcript_again_is_another_edition(store: StudyStore, desk: Desk) -> None:
    """Whoever wrote it out again wants to begin anew, even where the machine heard the same."""
    old, transcript = desk.edition, store.read(INTERVIEW, Transcript)
    set_aside(store, INTERVIEW)
    store.write(INTERVIEW, transcript)
    assert desk.follow().edition != old


def test_nobody_decides_on_a_transcript_that_is_being_made_anew(store: StudyStore, desk: Desk) -> None:
    set_aside(store, INTERVIEW)
    with pytest.raises(PipelineError, match="ikke skrevet ut"):
        desk.take("Anne", [says("u0", 0, "For sent.")])
    assert on_disk(store) == b""


def test_nobody_decides_while_a_transcript_is_put_aside(
    store: StudyStore, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decided between the copy and the removal would be in neither place."""
    answers: list[object] = []

    def late() -> None:
        try:
            answers.append(desk.take("Anne", [says("u0", 0, "Midt i.")]).taken)
        except PipelineError as error:
            answers.append(error.message)

    thread = threading.Thread(target=late)
    write = runner.write_file

    def slow(path: Path, data: bytes) -> None:
        write(path, data)
        if not thread.is_alive() and not answers:
            thread.start()
            thread.join(0.3)

    desk.take("Anne", [says("u0", 0, "Før.")])
    monkeypatch.setattr(runner, "write_file", slow)
    set_aside(store, INTERVIEW)
    thread.join()
    assert answers == ["intervju-01 er ikke skrevet ut ennå."]
    assert len((store.path(INTERVIEW, "earlier/1") / DECISIONS).read_bytes().splitlines()) == 1


def test_a_log_that_others_have_replaced_is_read_from_the_beginning(store: StudyStore, desk: Desk) -> None:
    desk.take("Anne", [says("u0", 0, "En lang og omstendelig tekst som gjør loggen lang.")])
    path = store.path(INTERVIEW, DECISIONS)
    path.unlink()
    assert text_of(desk, "u0") == "Dette er utsagn nummer 0."
    assert desk.decisions == 0
    desk.take("Anne", [says("u0", 0, "Ny.")])
    assert agrees(desk, store)


def test_without_a_transcript_there_is_no_desk(store: StudyStore) -> None:
    with pytest.raises(PipelineError, match="intervju-02") as caught:
        Desk(store, "intervju-02")
    assert caught.value.hint


# ---------------------------------------------------------------------- a log that was broken off


def test_a_torn_last_line_never_was_and_is_written_over(store: StudyStore, desk: Desk) -> None:
    desk.take("Anne", [says("u0", 0, "Hel linje.")])
    path = store.path(INTERVIEW, DECISIONS)
    whole = path.read_bytes()
    for cut in (1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole + whole[:cut])
        assert text_of(desk, "u0") == "Hel linje."
        assert Desk(store, INTERVIEW).decisions == 1
    desk.take("Bjørn", [says("u1", 0, "Neste hele linje.")])
    assert [decision.who for decision in logged(store)] == ["Anne", "Bjørn"]
    assert agrees(desk, store)


def test_a_refused_decision_in_a_log_of_two_people_is_left_out(store: StudyStore, desk: Desk) -> None:
    desk.take("Anne", [says("u0", 0, "Annes.")])
    [annes] = logged(store)
    late = annes.model_copy(
        update={"id": "bjørns", "operations": (SetText(turn="u0", revision=0, text="Bjørns."),)}
    )
    store.append(INTERVIEW, DECISIONS, late)
    assert text_of(desk, "u0") == "Annes."
    assert desk.decisions == 2
    assert agrees(desk, store)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.take("Anne", [says("u0", 1, "Ikke lagret.")]),
        lambda desk: desk.take_back("Anne"),
        lambda desk: desk.decide("Anne", lambda _: SetText(turn="u0", revision=1, text="Ikke lagret.")),
    ],
)
def test_what_a_full_disk_refuses_was_never_acknowledged(
    store: StudyStore, desk: Desk, monkeypatch: pytest.MonkeyPatch, act: Callable[[Desk], object]
) -> None:
    desk.take("Anne", [says("u0", 0, "Lagret.")])
    log, state = on_disk(store), desk.state

    def full(_handle: int) -> None:
        raise OSError(28, builders.CANARY)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(PipelineError, match="full"):
            act(desk)
    assert on_disk(store) == log
    assert desk.state is state
    assert desk.take("Anne", [says("u0", 1, "Nå gikk det.")]).why is None
    assert agrees(desk, store)


def test_it_is_on_the_disk_before_the_desk_answers(
    store: StudyStore, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (sync(handle), synced.append(on_disk(store)))[0])
    one = says("u0", 0, "På disken.")
    desk.take("Anne", [one])
    assert one.id.encode() in synced[0]


# ---------------------------------------------------------------------- deciding from what stands now


def test_a_decision_from_the_state_is_made_on_the_latest_one(store: StudyStore, desk: Desk) -> None:
    Desk(store, INTERVIEW).take("Bjørn", [says("u0", 0, "Bjørns.")])
    decision = desk.decide(
        "Anne",
        lambda state: SetText(turn="u0", revision=state.revision("turn", "u0"), text="Annes etter Bjørns."),
    )
    assert logged(store)[-1] == decision
    assert text_of(desk, "u0") == "Annes etter Bjørns."
    with pytest.raises(Refused):
        desk.decide("Anne", lambda _: SetText(turn="u0", revision=0, text="For sent."))
    assert len(logged(store)) == 2


def test_what_was_played_is_followed_too(store: StudyStore, desk: Desk) -> None:
    def plays(who: str, start: int) -> Listened:
        return Listened(at="2026-01-01T00:00:00Z", who=who, round=1, start_ms=start, end_ms=start + 500)

    assert desk.listened() == ()
    store.append(INTERVIEW, LISTENED, plays("Anne", 0))
    assert desk.listened() == (plays("Anne", 0),)
    store.append(INTERVIEW, LISTENED, plays("Bjørn", 500), plays("Anne", 500))
    assert desk.listened() == (plays("Anne", 0), plays("Bjørn", 500), plays("Anne", 500))
