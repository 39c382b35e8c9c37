"""Which interview a file belongs to."""

from pathlib import Path

import pytest

from pipeline.arrivals import Arrivals, check_id, delivered
from pipeline.errors import PipelineError
from pipeline.store import StudyStore


@pytest.fixture
def arrivals(study_folder: Path) -> Arrivals:
    return Arrivals(StudyStore(study_folder))


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_ids_are_neutral_and_in_order_of_arrival(arrivals: Arrivals, tmp_path: Path) -> None:
    first = arrivals.register([file(tmp_path, "Berit rektor.m4a", b"a"), file(tmp_path, "Per.wav", b"b")])
    second = arrivals.register([file(tmp_path, "Anne.mp3", b"c")])
    assert [one.interview for one in (*first, *second)] == ["intervju-01", "intervju-02", "intervju-03"]
    assert arrivals.store.interviews() == ("intervju-01", "intervju-02", "intervju-03")


def test_a_renamed_file_is_the_same_recording(arrivals: Arrivals, tmp_path: Path) -> None:
    path = file(tmp_path, "en.wav", b"a")
    arrivals.register([path])
    [found] = arrivals.register([path.rename(tmp_path / "to.wav")])
    assert (found.interview, found.known) == ("intervju-01", True)


def test_only_files_that_nobody_has_looked_at_are_unseen(study_folder: Path) -> None:
    store = StudyStore(study_folder)
    known, new = file(store.audio_in, "A01.wav", b"en"), store.audio_in / "A02.wav"
    Arrivals(store).register([known])
    new.write_bytes(b"to")
    assert Arrivals(store).unseen([known, new, store.audio_in / "borte.wav"]) == (new,)
    (store.audio_in / "mappe").mkdir()
    again = file(store.audio_in / "mappe", "A01.wav", b"tr")  # dictaphones give the same names again
    assert Arrivals(store).unseen([known, again]) == (again,)
    moved = StudyStore(study_folder.rename(study_folder.with_name("flyttet")))
    assert Arrivals(moved).unseen([moved.audio_in / "A01.wav"]) == ()


def test_equal_bytes_are_a_duplicate(arrivals: Arrivals, tmp_path: Path) -> None:
    first, second = arrivals.register([file(tmp_path, "en.wav", b"a"), file(tmp_path, "kopi.wav", b"a")])
    assert (first.duplicate, second.duplicate) == (False, True)
    assert first.interview == second.interview


def test_two_files_of_one_stem_are_two_interviews(arrivals: Arrivals, tmp_path: Path) -> None:
    found = arrivals.register([file(tmp_path, "en.wav", b"a"), file(tmp_path, "en.mp3", b"b")])
    assert {one.interview for one in found} == {"intervju-01", "intervju-02"}


def test_a_changed_file_of_the_same_name_is_another_recording(arrivals: Arrivals, tmp_path: Path) -> None:
    arrivals.register([file(tmp_path, "en.wav", b"a")])
    [found] = arrivals.register([file(tmp_path, "en.wav", b"another")])
    assert found.interview == "intervju-02"


def test_a_number_is_never_used_again(arrivals: Arrivals, tmp_path: Path) -> None:
    arrivals.register([file(tmp_path, "en.wav", b"a"), file(tmp_path, "to.wav", b"b")])
    arrivals.forget("intervju-02")
    assert "to.wav" not in arrivals.path.read_text("utf-8")
    [found] = arrivals.register([file(tmp_path, "tre.wav", b"c")])
    assert found.interview == "intervju-03"


def test_parts_are_joined_under_an_id_of_ones_own(arrivals: Arrivals, tmp_path: Path) -> None:
    parts = [file(tmp_path, "1.wav", b"a"), file(tmp_path, "2.wav", b"b")]
    found = arrivals.register(parts, as_id="skole-a")
    assert {one.interview for one in found} == {"skole-a"}
    assert arrivals.entries()["skole-a"].parts == tuple(one.sha256 for one in found)
    assert arrivals.register(parts, as_id="skole-a")[0].known


def test_an_id_that_is_taken_and_a_recording_that_has_one_are_refused(
    arrivals: Arrivals, tmp_path: Path
) -> None:
    one, two = file(tmp_path, "1.wav", b"a"), file(tmp_path, "2.wav", b"b")
    arrivals.register([one], as_id="skole-a")
    with pytest.raises(PipelineError, match="skole-a finnes allerede"):
        arrivals.register([two], as_id="skole-a")
    with pytest.raises(PipelineError, match="hører allerede til skole-a"):
        arrivals.register([one], as_id="skole-b")


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "Å", "A", "-a", "con", "a" * 64, "a b", "a\n", "nul", "com1"]
)
def test_an_id_is_safe_in_a_path_on_every_system(name: str) -> None:
    with pytest.raises(PipelineError):
        check_id(name)


def test_a_bad_file_takes_no_number_and_the_others_go_on(arrivals: Arrivals, tmp_path: Path) -> None:
    def check(path: Path) -> None:
        if path.name == "ond.wav":
            raise PipelineError("not sound")

    found = arrivals.register(
        [file(tmp_path, "ond.wav", b"a"), file(tmp_path, "god.wav", b"b"), tmp_path / "borte.wav"],
        check=check,
    )
    assert [(one.path.name, one.interview, bool(one.error)) for one in found] == [
        ("god.wav", "intervju-01", False),
        ("ond.wav", "", True),
        ("borte.wav", "", True),
    ]


@pytest.mark.parametrize(
    "name", ["blåbær.wav", "😀.wav", "linje\nskift.wav", "..wav", "-jobs.wav", "a'b\"c.wav"]
)
def test_any_name_will_do(arrivals: Arrivals, tmp_path: Path, name: str) -> None:
    [found] = arrivals.register([file(tmp_path, name, name.encode())])
    assert found.interview == "intervju-01"
    assert arrivals.register([tmp_path / name])[0].known


def test_hidden_files_and_the_note_are_no_deliveries(tmp_path: Path) -> None:
    for name in (".DS_Store", ".gitkeep", "._a.wav", "README.md", "b.wav", "a.wav", "...wav"):
        file(tmp_path, name, b"a")
    (tmp_path / "uke 1").mkdir()
    file(tmp_path / "uke 1", "c.wav", b"c")
    (tmp_path / ".skjult").mkdir()
    file(tmp_path / ".skjult", "d.wav", b"c")
    assert [path.name for path in delivered(tmp_path)] == ["...wav", "a.wav", "b.wav", "c.wav"]


def test_what_was_forgotten_does_not_come_back(arrivals: Arrivals, tmp_path: Path) -> None:
    one = file(tmp_path, "en.wav", b"a")
    [arrived] = arrivals.register([one])
    arrivals.forget(arrived.interview)
    for name in ("en.wav", "kopi under annet navn.wav"):
        [found] = arrivals.register([file(tmp_path, name, b"a")])
        assert found.interview == ""
        assert found.error is not None
        assert "trukket tilbake" in found.error.message
    with pytest.raises(PipelineError, match="trukket tilbake"):
        arrivals.register([one], as_id="skole-a")
    register = arrivals.path.read_text("utf-8")
    assert arrived.sha256 not in register
    assert "kopi" not in register


def test_an_id_that_was_forgotten_is_not_given_again(arrivals: Arrivals, tmp_path: Path) -> None:
    arrivals.register([file(tmp_path, "en.wav", b"a")], as_id="intervju-02")
    arrivals.forget("intervju-02")
    assert arrivals.withdrawn("intervju-02")
    assert not arrivals.withdrawn("intervju-01")
    found = arrivals.register([file(tmp_path, f"{n}.wav", bytes([n])) for n in range(3)])
    assert [one.interview for one in found] == ["intervju-01", "intervju-03", "intervju-04"]
    with pytest.raises(PipelineError, match="intervju-02 er brukt før"):
        arrivals.register([file(tmp_path, "x.wav", b"x")], as_id="intervju-02")
    assert "intervju-02" not in arrivals.path.read_text("utf-8")
