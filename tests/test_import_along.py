"""A transcript that exists, laid along its recording."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import builders
import pytest

from pipeline import actions, cli
from pipeline.arrivals import Arrivals
from pipeline.artefacts.recording import Recording
from pipeline.artefacts.transcript import Transcript, Word
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.runner import Study, open_study
from pipeline.status import overview
from pipeline.transcribe.engines import ENGINES, Decoded

TEXT = "I: Kan du si hva du heter?\nR: Ja, jeg heter Åse og jobber på biblioteket.\nI: Fint at du kom hit.\n"


class Parrot(builders.FakeEngine):
    """Hears these words in the first window, and nothing in the others."""

    version = "parrot / 1"
    says = ""

    def decode(self, samples: Any, language: str, seed: int) -> Decoded:
        said, Parrot.says = Parrot.says.split(), ""
        length = len(samples) * 1000 // 16_000
        each = length // max(1, len(said))
        words = (
            Word(text=word, start_ms=index * each, end_ms=(index + 1) * each, probability=0.9)
            for index, word in enumerate(said)
        )
        return Decoded(tuple(words), doubtful=False)


@pytest.fixture(autouse=True, scope="module")
def _parrot() -> None:
    ENGINES.add("parrot", f"{__name__}:Parrot")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = builders.study_folder(tmp_path / "studie")
    settings = (folder / "study.toml").read_text("utf-8").replace('"fake"', '"parrot"')
    (folder / "study.toml").write_text(settings, "utf-8")
    Parrot.says = " ".join(line.partition(":")[2] for line in TEXT.splitlines())
    return open_study(folder)


def without_model(study: Study) -> Study:
    settings = (study.store.root / "study.toml").read_text("utf-8").replace('model = "embedded-nb"\n', "")
    (study.store.root / "study.toml").write_text(settings, "utf-8")
    return open_study(study.store.root)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "Åse bibliotekar.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def recording(tmp_path: Path, excerpt: Path) -> Path:
    return Path(shutil.copy(excerpt, tmp_path / "Åse.wav"))


def turns_of(study: Study) -> list[tuple[str, bool]]:
    found = study.store.read("intervju-01", VerifiedTranscript)
    return [(turn.text, turn.start_ms is not None) for turn in found.turns]


SPOKEN = [line.partition(":")[2].strip() for line in TEXT.splitlines()]


def test_a_text_without_times_gets_them_from_what_the_engine_hears(
    study: Study, text: Path, recording: Path
) -> None:
    planned: list[tuple[str, ...]] = []
    [result] = actions.take_in(study, [text], audio=[recording], on_plan=planned.append)
    assert (result.outcome, planned) == ("made", [("intervju-01",)])
    assert turns_of(study) == [(said, True) for said in SPOKEN]
    found = study.store.read("intervju-01", Transcript)
    assert found.duration_ms == 16_000
    assert found.speech
    assert "100 %" in result.notes[0]
    whole = study.store.read("intervju-01", Recording)
    assert (whole.imported_name, whole.parts[0].delivered_name) == ("Åse bibliotekar.txt", "Åse.wav")
    assert study.store.has("intervju-01", "peaks.bin")
    [again] = actions.take_in(study, [text], audio=[recording])
    assert again.outcome == "nothing_to_do"


def test_times_that_the_text_has_are_kept_and_no_engine_listens(
    study: Study, tmp_path: Path, recording: Path
) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>Hei\n\n00:03.000 --> 00:15.000\n<v R>Hei du\n\n"
        "01:03.000 --> 01:15.000\n<v I>Hade\n",
        "utf-8",
    )
    decoded = Parrot.says
    [result] = actions.take_in(study, [path], audio=[recording])
    assert Parrot.says == decoded
    found = study.store.read("intervju-01", Transcript)
    assert [turn.start_ms for turn in found.turns[:2]] == [1_000, 3_000]
    assert (found.turns[2].start_ms or 0) < 16_000
    assert any("etter at opptaket er slutt" in note for note in result.notes)


def test_times_of_another_recording_are_not_used(study: Study, tmp_path: Path, recording: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(
        "1\n01:00:00,000 --> 01:00:02,000\nI: Hei\n\n2\n01:00:03,000 --> 01:00:04,000\nR: Hei\n", "utf-8"
    )
    [result] = actions.take_in(study, [path], audio=[recording])
    assert turns_of(study) == [("Hei", False), ("Hei", False)]
    assert "2 utsagn har tidspunkt etter at opptaket er slutt" in result.notes[0]


def test_without_a_model_the_sound_is_there_and_the_times_come_when_one_is_chosen(
    study: Study, text: Path, recording: Path
) -> None:
    settings = (study.store.root / "study.toml").read_text("utf-8")
    [result] = actions.take_in(without_model(study), [text], audio=[recording], verified_by="Anne")
    assert "ingen tidspunkter" in result.notes[0]
    assert "talemodell" in result.notes[0]
    assert turns_of(study) == [(said, False) for said in SPOKEN]
    assert study.store.has("intervju-01", "audio.wav")
    (study.store.root / "study.toml").write_text(settings, "utf-8")
    [result] = actions.take_in(open_study(study.store.root), [text], audio=[recording])
    assert result.outcome == "made"
    assert turns_of(study) == [(said, True) for said in SPOKEN]
    [row] = overview(study)["interviews"]
    assert [one["who"] for one in row["signed"]] == ["Anne", "Anne"]


def test_an_import_that_was_killed_while_the_engine_listened_goes_on_where_it_was(
    study: Study, text: Path, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_job: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.actions.hear", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.take_in(study, [text], audio=[recording])
    recording.unlink()
    [result] = actions.take_in(study, [text])
    assert result.outcome == "made"
    assert turns_of(study) == [(said, True) for said in SPOKEN]


def test_a_recording_may_come_later_than_its_text(study: Study, text: Path, recording: Path) -> None:
    actions.take_in(study, [text])
    before = study.store.read("intervju-01", Transcript)
    actions.take_in(study, [text], audio=[recording])
    after = study.store.read("intervju-01", Transcript)
    assert [turn.id for turn in before.turns] == [turn.id for turn in after.turns]
    assert turns_of(study) == [(said, True) for said in SPOKEN]


def test_another_recording_is_said_and_gives_no_times(study: Study, text: Path, recording: Path) -> None:
    Parrot.says = "Vi fisker langs kysten hele vinteren og havet er kaldere nå"
    [result] = actions.take_in(study, [text], audio=[recording])
    assert "riktig opptak" in result.notes[0]
    assert turns_of(study) == [(said, False) for said in SPOKEN]


def test_transcribe_leaves_the_recording_of_an_imported_text_alone(
    study: Study, text: Path, recording: Path
) -> None:
    shutil.copy(recording, study.store.audio_in / "A01.wav")
    actions.take_in(study, [text], audio=[recording])
    [result] = actions.transcribe(study)
    assert (result.interview, result.outcome) == ("intervju-01", "nothing_to_do")
    assert turns_of(study) == [(said, True) for said in SPOKEN]
    with pytest.raises(PipelineError, match="importert"):
        actions.transcribe(study, again="intervju-01")


def test_a_recording_that_is_another_interviews_is_refused(study: Study, text: Path, recording: Path) -> None:
    actions.transcribe(study, [recording])
    with pytest.raises(PipelineError, match="intervju-01"):
        actions.take_in(study, [text], audio=[recording])
    assert study.store.interviews() == ("intervju-01",)


def test_what_is_no_recording_is_refused_before_anything_is_taken_in(study: Study, text: Path) -> None:
    with pytest.raises(PipelineError, match=r"bibliotekar\.txt"):
        actions.take_in(study, [text], audio=[text])
    assert Arrivals(study.store).entries() == {}


def test_a_recording_goes_with_one_text(study: Study, text: Path, recording: Path) -> None:
    with pytest.raises(PipelineError, match="--audio"):
        actions.take_in(study, [text, text], audio=[recording])


def test_a_withdrawn_interview_takes_its_recording_with_it(study: Study, text: Path, recording: Path) -> None:
    actions.take_in(study, [text], audio=[recording])
    Arrivals(study.store).forget("intervju-01")
    for files, audio in (([text], []), ([recording], [])):
        [one] = Arrivals(study.store).register(files, how="import", sound=audio)
        assert one.error is not None


def test_the_command_says_what_came_of_each_file_and_ends_with_3_where_one_failed(
    study: Study,
    text: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "gammel.docx"
    other.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    asked = ["--study", study.store.root, "--lang", "nb", "import", text, other]
    monkeypatch.setattr(sys, "argv", ["renskriv", *map(str, asked)])
    umask = os.umask(0o022)
    try:
        with pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        os.umask(umask)
    out, err = capsys.readouterr()
    assert ended.value.code == 3
    assert "intervju-01: ferdig" in out
    assert "gammel.docx" in err
    assert ".doc)" in err


def test_the_page_is_sent_times_and_sound(study: Study, text: Path, recording: Path) -> None:
    from pipeline.desk import Desk
    from pipeline.page.shapes import whole

    actions.take_in(study, [text], audio=[recording])
    sent = whole(Desk(study.store, "intervju-01"), 0.0)
    assert sent["duration"] == 16_000
    assert sent["speech"]
    assert all(turn["start"] is not None and turn["times"] for turn in sent["turns"])
