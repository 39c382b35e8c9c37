"""What was made from text that has changed is gone before the change is acknowledged."""

import os
import signal
import sys
import uuid
from pathlib import Path

import builders
import pytest

from pipeline import voiding
from pipeline.artefacts.decision import (
    Comment,
    Decision,
    Insert,
    Merge,
    NameSpeaker,
    Operation,
    Remove,
    SetSpeaker,
    SetText,
    Split,
)
from pipeline.desk import Desk, Proposal
from pipeline.errors import PipelineError
from pipeline.runner import DECISIONS
from pipeline.store import StudyStore
from pipeline.voiding import void

INTERVIEW = "intervju-01"

#: What lies there, and whether it stays.
FILES = {
    "anonymised/intervju-01/anonymised.json": False,
    "anonymised/intervju-01/themed.json": False,
    "anonymised/intervju-01/intervju-01.docx": False,
    "anonymised/intervju-01/intervju-01.txt": False,
    "anonymised/intervju-01/themed.json.tmp": False,
    "anonymised/intervju-01/stamps/replace.json": False,
    "anonymised/intervju-01/decisions.jsonl": True,
    "anonymised/intervju-02/anonymised.json": True,
    "anonymised/codes.jsonl": True,
    "anonymised/respondents.csv": True,
    "coding/studie.qdpx": False,
    "coding/tekst/intervju-02.docx": False,
    "coding/vår studie.nvp": True,
    "identified/intervju-01/verified.json": True,
}


@pytest.fixture
def store(study_folder: Path) -> StudyStore:
    found = StudyStore(study_folder)
    turns = [
        builders.turn(f"u{number}", f"Dette er utsagn nummer {number}.", number * 2000) for number in range(3)
    ]
    found.write(INTERVIEW, builders.transcript(*turns))
    for name in FILES:
        path = found.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("tekst", "utf-8")
    return found


def there(store: StudyStore) -> dict[str, bool]:
    return {name: (store.out / name).is_file() for name in FILES}


def test_text_of_an_interview_and_all_exported_files_go_and_peoples_work_stays(store: StudyStore) -> None:
    void(store, INTERVIEW)
    assert there(store) == FILES
    void(store, INTERVIEW)
    assert there(store) == FILES


def test_a_change_of_the_study_voids_every_interview(store: StudyStore) -> None:
    void(store, None)
    assert there(store) == FILES | {"anonymised/intervju-02/anonymised.json": False}


def test_folders_are_synced_when_something_went_and_only_then(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(voiding, "sync_folder", lambda folder: synced.append(folder.name))
    void(store, INTERVIEW)
    assert set(synced) == {"coding", "tekst", "stamps", INTERVIEW}
    synced.clear()
    void(store, INTERVIEW)
    assert synced == []


def test_what_a_link_points_at_is_left_alone(store: StudyStore, tmp_path: Path) -> None:
    outside = tmp_path / "utenfor"
    outside.mkdir()
    (outside / "egen.docx").write_text("min", "utf-8")
    try:
        (store.coding / "lenke").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("the system allows no links")
    void(store, INTERVIEW)
    assert (outside / "egen.docx").is_file()
    assert not (store.coding / "lenke").exists()


def test_a_study_without_results_has_nothing_to_void(tmp_path: Path) -> None:
    void(StudyStore(tmp_path), None)
    assert list(tmp_path.iterdir()) == []


CHANGES: list[Operation] = [
    SetText(turn="u0", revision=0, text="Noe annet."),
    SetSpeaker(turn="u0", revision=0, speaker="S2"),
    Split(turn="u0", revision=0, at=6, new_turn="u9"),
    Merge(turn="u0", revision=0, right="u1", right_revision=0),
    Insert(after=None, new_turn="u9", speaker="S1", text="Nytt."),
    Remove(turn="u0", revision=0),
    NameSpeaker(speaker="S1", revision=0, name="Kari", role="respondent"),
]


@pytest.mark.parametrize("operation", CHANGES, ids=lambda operation: operation.op)
def test_a_change_of_what_was_said_voids_and_so_does_taking_it_back(
    store: StudyStore, operation: Operation
) -> None:
    desk = Desk(store, INTERVIEW)
    assert desk.take("Anne", [Proposal(str(uuid.uuid4()), (operation,))]).taken
    assert there(store) == FILES
    for name in FILES:
        path = store.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("tekst", "utf-8")
    assert desk.take_back("Anne")
    assert there(store) == FILES


def test_a_remark_voids_nothing(store: StudyStore) -> None:
    remark = Comment(comment="k1", revision=0, turn="u0", turn_revision=0, start=0, end=5, text="Fint.")
    assert Desk(store, INTERVIEW).take("Anne", [Proposal(str(uuid.uuid4()), (remark,))]).taken
    assert all(there(store).values())


def correct(store: StudyStore) -> None:
    operation = SetText(turn="u0", revision=0, text="Rettet.")
    Desk(store, INTERVIEW).take("Anne", [Proposal(str(uuid.uuid4()), (operation,))])


def test_a_change_that_the_disk_refuses_has_taken_stale_text_with_it(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise PipelineError("full")

    monkeypatch.setattr(StudyStore, "append", full)
    with pytest.raises(PipelineError):
        correct(store)
    assert there(store) == FILES


def test_stale_text_that_cannot_be_removed_refuses_the_change(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "open in another program")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(PipelineError, match="ikke lagret"):
        correct(store)
    assert store.log(INTERVIEW, DECISIONS, Decision) == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_anywhere_a_change_never_stands_beside_stale_text(store: StudyStore) -> None:
    """SIGKILL before the N-th unlink or sync, for every N."""
    kinds = set()
    for number in range(40):
        log = store.path(INTERVIEW, DECISIONS)
        log.unlink(missing_ok=True)
        for name in FILES:
            path = store.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("tekst", "utf-8")
        child = os.fork()
        if child == 0:
            _kill_before(number)
            try:
                correct(store)
            finally:
                sys.stdout.flush()
                os._exit(0)
        _, status = os.waitpid(child, 0)
        changed = log.is_file() and log.stat().st_size > 0
        kinds.add((os.WIFSIGNALED(status), changed))
        if changed:
            assert there(store) == FILES, number
        if not os.WIFSIGNALED(status):
            break
    assert (True, False) in kinds
    assert (False, True) in kinds


def _kill_before(number: int) -> None:
    done = 0
    fsync, unlink = os.fsync, os.unlink

    def count() -> None:
        nonlocal done
        if done == number:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1

    def counted_fsync(handle: int) -> None:
        count()
        fsync(handle)

    def counted_unlink(path: Path, **options: object) -> None:
        count()
        unlink(path, **options)  # type: ignore[arg-type]

    os.fsync, os.unlink = counted_fsync, counted_unlink  # type: ignore[assignment]
