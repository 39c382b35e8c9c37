"""The store: wholly or not at all, and what was acknowledged is there."""

import errno
import os
import stat
from pathlib import Path

import builders
import pytest

from pipeline.artefacts.recording import Recording
from pipeline.artefacts.transcript import Transcript
from pipeline.errors import PipelineError
from pipeline.store import StudyStore, find_study, write_file
from pipeline.transcribe.engines import Heard


@pytest.fixture
def store(study_folder: Path) -> StudyStore:
    return StudyStore(study_folder)


def heard(number: int) -> Heard:
    return Heard(key=f"{number:032x}", start_ms=number, end_ms=number + 1, words=builders.words("hei du"))


def test_an_artefact_comes_back_as_it_was(store: StudyStore) -> None:
    before = builders.transcript(builders.turn("u1", "Ja, vi møtes på Heimdal."))
    store.write("intervju-01", before)
    assert store.read("intervju-01", Transcript) == before


def test_equal_bytes_are_not_written_again(store: StudyStore) -> None:
    store.write("intervju-01", Recording(interview="intervju-01"))
    path = store.path("intervju-01", "recording.json")
    before = path.stat().st_ino
    store.write("intervju-01", Recording(interview="intervju-01"))
    assert path.stat().st_ino == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_files_are_private_to_the_user(store: StudyStore) -> None:
    store.write("intervju-01", Recording(interview="intervju-01"))
    store.append("intervju-01", "windows.jsonl", heard(1))
    for name in ("recording.json", "windows.jsonl"):
        assert stat.S_IMODE(store.path("intervju-01", name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "full"), (errno.EROFS, "lov til"), (errno.EACCES, "lov til")]
)
def test_what_the_system_refuses_is_said_and_leaves_the_old_file(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = store.root / "fil"
    write_file(path, b"gammel")

    def refuse(_handle: int) -> None:
        raise OSError(number, builders.CANARY)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(PipelineError) as caught:
        write_file(path, b"ny")
    assert words in caught.value.message
    assert caught.value.hint
    assert builders.CANARY not in caught.value.message
    assert path.read_bytes() == b"gammel"
    assert [one.name for one in store.root.glob("fil*")] == ["fil"]


def test_a_log_on_a_full_disk_acknowledges_nothing_and_goes_on_later(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append("intervju-01", "windows.jsonl", heard(1))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(PipelineError):
            store.append("intervju-01", "windows.jsonl", heard(2))
    store.append("intervju-01", "windows.jsonl", heard(3))
    assert store.log("intervju-01", "windows.jsonl", Heard) == (heard(1), heard(3))


def test_a_torn_last_line_never_counted_and_is_cut_off_by_the_next(store: StudyStore) -> None:
    store.append("intervju-01", "windows.jsonl", heard(1))
    path = store.path("intervju-01", "windows.jsonl")
    whole = path.read_bytes()
    for cut in range(1, len(whole)):
        path.write_bytes(whole + whole[:cut].rstrip(b"\n"))
        assert store.torn("intervju-01", "windows.jsonl")
        assert store.log("intervju-01", "windows.jsonl", Heard) == (heard(1),)
    store.append("intervju-01", "windows.jsonl", heard(2))
    assert not store.torn("intervju-01", "windows.jsonl")
    assert store.log("intervju-01", "windows.jsonl", Heard) == (heard(1), heard(2))


@pytest.mark.parametrize("junk", [b"{}", b"\xff\xfe", b'{"key": "Solveig-Kanarifugl"}', b"[" * 50])
def test_a_damaged_line_is_named_by_number_and_never_quoted(store: StudyStore, junk: bytes) -> None:
    store.append("intervju-01", "windows.jsonl", heard(1))
    path = store.path("intervju-01", "windows.jsonl")
    path.write_bytes(path.read_bytes() + junk + b"\n")
    with pytest.raises(PipelineError, match="Linje 2") as caught:
        store.log("intervju-01", "windows.jsonl", Heard)
    assert builders.CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_damaged_artefact_is_said_without_its_contents(store: StudyStore) -> None:
    path = store.path("intervju-01", "transcript.json")
    path.parent.mkdir(parents=True)
    path.write_text(f'{{"interview": "intervju-01", "turns": "{builders.CANARY}"}}', "utf-8")
    with pytest.raises(PipelineError, match="skadet") as caught:
        store.read("intervju-01", Transcript)
    assert builders.CANARY not in str(caught.value)


def test_reprs_show_no_word() -> None:
    spoken = builders.transcript(builders.turn("u1", f"Jeg heter {builders.CANARY}."))
    assert builders.CANARY not in repr(spoken)
    assert builders.CANARY not in repr(spoken.turns[0])
    assert builders.CANARY not in repr(spoken.turns[0].words[2])
    assert builders.CANARY not in repr(Recording(interview="a", imported_name=builders.CANARY))


def test_the_study_is_the_nearest_folder_upwards(study_folder: Path, tmp_path: Path) -> None:
    deep = study_folder / "transcripts_out" / "identified"
    deep.mkdir(parents=True)
    assert find_study(deep) == study_folder
    with pytest.raises(PipelineError, match=r"study\.toml"):
        find_study(tmp_path)


def test_a_lock_that_is_held_is_said(store: StudyStore) -> None:
    with (
        store.lock("intervju-01"),
        pytest.raises(PipelineError, match="i bruk"),
        store.lock("intervju-01", wait_s=0.05),
    ):
        pass
