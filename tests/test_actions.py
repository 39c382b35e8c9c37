"""What a person can ask for: transcribe, import, sign, start a study; with the fake engine."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import builders
import pytest

from pipeline import actions, desk
from pipeline.artefacts.decision import Decision, Listened
from pipeline.artefacts.recording import Recording
from pipeline.artefacts.transcript import Transcript
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.runner import open_study
from pipeline.status import overview


@pytest.fixture
def ready(study_folder: Path, excerpt: Path) -> Path:
    """A study with one recording under a name that says who spoke."""
    shutil.copy(excerpt, study_folder / "audio_in" / "Berit rektor.wav")
    return study_folder


def outcomes(results: tuple[actions.Result, ...]) -> list[tuple[str, str]]:
    return [(result.interview, result.outcome) for result in results]


def test_a_recording_becomes_a_transcript_with_reading_copies(ready: Path) -> None:
    study = open_study(ready)
    assert outcomes(actions.transcribe(study)) == [("intervju-01", "made")]
    names = {path.name for path in study.store.folder("intervju-01").iterdir()}
    assert {
        "recording.json",
        "audio.wav",
        "windows.jsonl",
        "transcript.json",
        "verified.json",
        "peaks.bin",
        "transcript.docx",
        "transcript.vtt",
        "stamps",
    } == names
    transcript = study.store.read("intervju-01", Transcript)
    assert transcript.turns
    assert all(word.start_ms is not None for turn in transcript.turns for word in turn.words)


def test_the_contract_of_verified_json(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    found = json.loads(study.store.path("intervju-01", "verified.json").read_bytes())
    assert {"interview", "language", "turns"} <= set(found)
    for turn in found["turns"]:
        assert {"id", "speaker", "role", "start_ms", "end_ms", "text", "words"} <= set(turn)
        assert turn["role"] in ("interviewer", "respondent", "other")
        assert turn["text"] == " ".join(word["text"] for word in turn["words"])


def test_the_delivered_name_stands_nowhere_but_in_the_recording_and_the_register(ready: Path) -> None:
    actions.transcribe(open_study(ready))
    holders = {
        path.name
        for path in (ready / "transcripts_out").rglob("*")
        if path.is_file() and (b"Berit" in path.read_bytes() or "Berit" in path.name)
    }
    assert holders == {"recording.json", "arrivals.json"}


def test_a_second_run_does_nothing(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    before = {path: path.stat().st_mtime_ns for path in ready.rglob("*.json*")}
    builders.FakeEngine.decoded = 0
    assert outcomes(actions.transcribe(study)) == [("intervju-01", "nothing_to_do")]
    assert builders.FakeEngine.decoded == 0
    # The register is looked through, and not written where nothing has changed.
    assert {path: path.stat().st_mtime_ns for path in ready.rglob("*.json*")} == before


def test_a_run_that_broke_goes_on_where_it_was_and_shows_no_word(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = open_study(ready)
    monkeypatch.setattr(builders.FakeEngine, "decoded", 0)
    monkeypatch.setattr(builders.FakeEngine, "fails_at", 2)
    [result] = actions.transcribe(study)
    assert result.outcome == "failed"
    assert "RuntimeError" in result.bug
    assert builders.CANARY not in repr(result)
    monkeypatch.setattr(builders.FakeEngine, "fails_at", None)
    assert outcomes(actions.transcribe(study)) == [("intervju-01", "made")]
    windows = study.store.path("intervju-01", "windows.jsonl").read_text("utf-8").splitlines()
    assert builders.FakeEngine.decoded == len(windows) > 2


def test_a_failed_file_does_not_stop_the_others(ready: Path) -> None:
    (ready / "audio_in" / "tekst.mp3").write_text("dette er ikke lyd", "utf-8")
    (ready / "audio_in" / "notater.txt").write_text("husk å ringe", "utf-8")
    found = {result.name: result.outcome for result in actions.transcribe(open_study(ready))}
    assert found == {"Berit rektor.wav": "made", "tekst.mp3": "failed", "notater.txt": "not_sound"}


def test_an_interview_may_have_its_own_number_of_voices(ready: Path, excerpt: Path) -> None:
    (ready / "audio_in" / "b.wav").write_bytes(builders.shortened(excerpt, 12))
    actions.transcribe(open_study(ready))
    settings = ready / "study.toml"
    settings.write_text(
        settings.read_text("utf-8") + "voices_in = { intervju-02 = 1, intervju-20 = 3 }\n", "utf-8"
    )
    study = open_study(ready)
    found = {result.interview or result.name: result.outcome for result in actions.transcribe(study)}
    assert found == {
        "intervju-01": "nothing_to_do",
        "intervju-02": "made",
        "intervju-20": "voices_of_nobody",
    }
    voices = {
        one: len({turn.speaker for turn in study.store.read(one, Transcript).turns})
        for one in ("intervju-01", "intervju-02")
    }
    assert voices == {"intervju-01": 2, "intervju-02": 1}


def test_several_interviews_at_a_time_give_the_same_bytes_as_one_after_the_other(
    ready: Path, excerpt: Path, tmp_path: Path
) -> None:
    (ready / "audio_in" / "b.wav").write_bytes(builders.shortened(excerpt, 8))
    (ready / "study.toml").write_text('[transcribe]\nmodel = "embedded-nb"\nvoices = 2\n', "utf-8")
    other = tmp_path / "annen"
    shutil.copytree(ready, other)
    told = set()
    actions.transcribe(
        open_study(ready),
        jobs=2,
        on_progress=lambda interview, stage, _done, _all: told.add((interview, stage)),
    )
    actions.transcribe(open_study(other))
    for interview in ("intervju-01", "intervju-02"):
        assert (interview, "transcribe") in told
        for name in ("transcript.json", "verified.json", "transcript.docx"):
            path = Path("transcripts_out") / "identified" / interview / name
            assert (ready / path).read_bytes() == (other / path).read_bytes()


def test_parts_are_joined_into_one_interview(ready: Path, excerpt: Path) -> None:
    study = open_study(ready)
    second = shutil.copy(builders.SAMPLE, ready / "del2.mp3")
    results = actions.transcribe(study, [excerpt, Path(second)], as_id="skole-a")
    assert outcomes(results) == [("skole-a", "made")]
    recording = study.store.read("skole-a", Recording)
    assert len(recording.parts) == 2
    assert recording.duration_ms == sum(part.duration_ms for part in recording.parts)


# ---------------------------------------------------------------------- models


def test_a_real_recording_needs_a_model_that_was_chosen(ready: Path) -> None:
    (ready / "study.toml").write_text('[transcribe]\nengine = "fake"\n', "utf-8")
    with pytest.raises(actions.NoModelError, match="intervju-01"):
        actions.transcribe(open_study(ready))
    assert not (ready / "transcripts_out" / "identified" / "intervju-01").exists()
    assert outcomes(actions.transcribe(open_study(ready), model="embedded-nb")) == [("intervju-01", "made")]
    # What is done stays done, also when the model is not named again.
    assert outcomes(actions.transcribe(open_study(ready))) == [("intervju-01", "nothing_to_do")]


def test_the_sample_alone_has_a_model_without_a_choice(study_folder: Path) -> None:
    (study_folder / "study.toml").write_text('[transcribe]\nengine = "fake"\n', "utf-8")
    shutil.copy(builders.SAMPLE, study_folder / "audio_in" / "annet navn.mp3")
    assert outcomes(actions.transcribe(open_study(study_folder))) == [("intervju-01", "made")]


@pytest.mark.parametrize(
    ("name", "words"), [("embeded-nb", "embedded-nb"), ("silero-vad", "--model"), ("names-nb", "--model")]
)
def test_a_model_that_does_not_exist_or_cannot_write_is_refused(ready: Path, name: str, words: str) -> None:
    with pytest.raises(PipelineError) as caught:
        actions.transcribe(open_study(ready), model=name)
    assert words in caught.value.hint


def test_a_model_that_is_not_here_is_one_clear_line(ready: Path) -> None:
    [result] = actions.transcribe(open_study(ready), model="large-v3")
    assert result.outcome == "failed"
    assert result.error is not None
    assert "renskriv models fetch large-v3" in result.error.hint


def test_an_engine_that_does_not_exist_is_refused(ready: Path) -> None:
    [result] = actions.transcribe(open_study(ready), engine="annen")
    assert result.error is not None
    assert "openai-whisper" in result.error.hint


# ---------------------------------------------------------------------- freezing


def test_another_setting_makes_the_transcript_anew_until_somebody_decides(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    first = study.store.read("intervju-01", Transcript)
    (ready / "study.toml").write_text(
        (ready / "study.toml").read_text("utf-8").replace("[transcribe]", 'language = "nn"\n[transcribe]'),
        "utf-8",
    )
    assert outcomes(actions.transcribe(open_study(ready))) == [("intervju-01", "made")]
    second = study.store.read("intervju-01", Transcript)
    assert (first.language, second.language) == ("nb", "nn")
    assert not {turn.id for turn in first.turns} & {turn.id for turn in second.turns}

    actions.sign(open_study(ready), "intervju-01", 1, "Anne", "lest på papir")
    (ready / "study.toml").write_text(
        (ready / "study.toml").read_text("utf-8").replace('"nn"', '"nb"'), "utf-8"
    )
    assert outcomes(actions.transcribe(open_study(ready))) == [("intervju-01", "older_settings")]
    assert study.store.read("intervju-01", Transcript) == second
    [row] = overview(open_study(ready))["interviews"]
    assert row["stages"]["transcribe"] == "older_settings"


def test_again_replaces_it_and_keeps_the_old_text_and_log(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    actions.sign(study, "intervju-01", 1, "Anne", "lest på papir")
    store = study.store
    old = {
        name: store.path("intervju-01", name).read_bytes() for name in ("transcript.json", "decisions.jsonl")
    }
    assert outcomes(actions.transcribe(study, again="intervju-01")) == [("intervju-01", "made")]
    assert not store.has("intervju-01", "decisions.jsonl")
    for name, content in old.items():
        assert store.path("intervju-01", f"earlier/1/{name}").read_bytes() == content
    with pytest.raises(PipelineError, match="intervju-09"):
        actions.transcribe(study, again="intervju-09")


def test_again_without_its_sound_is_refused_before_anything_is_put_aside(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    actions.sign(study, "intervju-01", 1, "Anne", "lest på papir")
    store = study.store
    store.path("intervju-01", "audio.wav").unlink()
    next((ready / "audio_in").iterdir()).unlink()
    with pytest.raises(PipelineError, match="ikke å finne"):
        actions.transcribe(study, again="intervju-01")
    assert store.has("intervju-01", "transcript.json")
    assert store.log("intervju-01", "decisions.jsonl", Decision)


def test_a_purged_recording_leaves_the_transcript(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    actions.sign(study, "intervju-01", 1, "Anne", "lest på papir")
    before = study.store.read("intervju-01", Transcript)
    (ready / "audio_in" / "Berit rektor.wav").unlink()
    study.store.path("intervju-01", "audio.wav").unlink()
    actions.sign(study, "intervju-01", 2, "Bjørn", "lest på papir")
    assert study.store.read("intervju-01", Transcript) == before
    [row] = overview(study)["interviews"]
    assert row["state"] == "verified"
    assert row["waits_for"] == "anonymise"


# ---------------------------------------------------------------------- import


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "Berit.txt"
    path.write_text("I: Kan du si hva du heter?\nR: Ja, jeg heter Åse.\nog jobber her.\n", "utf-8")
    return path


def test_an_imported_transcript_is_an_interview(study_folder: Path, text: Path) -> None:
    study = open_study(study_folder)
    assert outcomes(actions.take_in(study, [text])) == [("intervju-01", "made")]
    [row] = overview(study)["interviews"]
    assert (row["state"], row["state_text"]) == ("machine_transcript", "importert")
    found = study.store.read("intervju-01", VerifiedTranscript)
    assert [(turn.role, turn.text) for turn in found.turns] == [
        ("interviewer", "Kan du si hva du heter?"),
        ("respondent", "Ja, jeg heter Åse. og jobber her."),
    ]
    assert outcomes(actions.take_in(study, [text])) == [("intervju-01", "nothing_to_do")]


def test_checked_outside_counts_for_all_rounds_and_says_so(study_folder: Path, text: Path) -> None:
    study = open_study(study_folder)
    actions.take_in(study, [text], as_id="skole-a", verified_by="Anne")
    [row] = overview(study)["interviews"]
    assert [(one["round"], one["who"], one["outside"]) for one in row["signed"]] == [
        (1, "Anne", True),
        (2, "Anne", True),
    ]
    assert row["state"] == "verified"
    actions.take_in(study, [text], as_id="skole-a", verified_by="Anne")
    assert len(study.store.log("skole-a", "decisions.jsonl", Decision)) == 2


def test_our_own_json_comes_back_with_its_roles_and_times(ready: Path, tmp_path: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    copy = shutil.copy(study.store.path("intervju-01", "verified.json"), tmp_path / "kopi.json")
    actions.take_in(study, [Path(copy)], as_id="kopi")
    first, second = (study.store.read(name, VerifiedTranscript) for name in ("intervju-01", "kopi"))
    assert [(t.speaker, t.role, t.start_ms, t.text) for t in first.turns] == [
        (t.speaker, t.role, t.start_ms, t.text) for t in second.turns
    ]


def test_latin_1_is_read_and_said(study_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "gammel.txt"
    path.write_bytes("I: Hva gjør du?\nR: Jeg bor på Sørøya.\n".encode("latin-1"))
    study = open_study(study_folder)
    [result] = actions.take_in(study, [path])
    assert study.store.read("intervju-01", Transcript).turns[1].text == "Jeg bor på Sørøya."
    assert any("cp1252" in note for note in result.notes)


def test_several_files_cannot_share_an_id(study_folder: Path, text: Path) -> None:
    with pytest.raises(PipelineError, match="--as"):
        actions.take_in(open_study(study_folder), [text, text], as_id="a")


def test_a_transcript_is_not_imported_over_a_recording(ready: Path, text: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    with pytest.raises(PipelineError, match="intervju-01"):
        actions.take_in(study, [text], as_id="intervju-01")


# ---------------------------------------------------------------------- signing


def test_speech_that_was_not_played_needs_a_reason(ready: Path) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    with pytest.raises(PipelineError, match="spilt"):
        actions.sign(study, "intervju-01", 1, "Anne")
    whole = study.store.read("intervju-01", Transcript).duration_ms
    study.store.append(
        "intervju-01",
        "listened.jsonl",
        Listened(at="2026-01-01T00:00:00Z", who="Anne", round=1, start_ms=0, end_ms=whole),
    )
    actions.sign(study, "intervju-01", 1, "Anne")
    [row] = overview(study)["interviews"]
    assert [(one["round"], one["who"]) for one in row["signed"]] == [(1, "Anne")]
    assert row["waits_for"] == "people"


@pytest.mark.parametrize(
    ("interview", "number", "words"),
    [("intervju-01", 0, "runde"), ("intervju-01", 3, "runde"), ("x", 1, "x")],
)
def test_a_round_or_an_interview_that_does_not_exist_is_refused(
    ready: Path, interview: str, number: int, words: str
) -> None:
    study = open_study(ready)
    actions.transcribe(study)
    with pytest.raises(PipelineError, match=words):
        actions.sign(study, interview, number, "Anne", "lest på papir")


def test_ids_of_actions_sort_by_time_and_differ() -> None:
    ids = []
    for _ in range(3):
        ids.append(desk.event_id())
        time.sleep(0.002)
    assert ids == sorted(set(ids))
    assert all(one[14] == "7" for one in ids)


# ---------------------------------------------------------------------- a new study


@pytest.mark.parametrize("name", ["fil", "fil/under", "lang" * 100])
def test_a_place_that_cannot_be_a_folder_is_said_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "fil").write_text("", "utf-8")
    with pytest.raises(PipelineError, match="mappe"):
        actions.start_study(tmp_path / name)


def test_a_new_study_reads_back_and_keeps_out_of_git(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    actions.start_study(folder)
    study = open_study(folder)
    assert study.settings.title == "ny"
    assert study.guide() is not None
    assert "*" in (folder / ".gitignore").read_text("utf-8").splitlines()
    with pytest.raises(PipelineError, match="allerede"):
        actions.start_study(folder)


def test_a_study_in_a_git_tree_or_a_synced_folder_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert len(actions.start_study(tmp_path / "OneDrive - Skolen" / "studie")) == 2


def test_a_broken_guide_is_said_before_anything_is_done(ready: Path) -> None:
    (ready / "guide.yaml").write_text("id: a\ntitle: [\n", "utf-8")
    with pytest.raises(PipelineError, match=r"guide\.yaml.*linje"):
        actions.transcribe(open_study(ready))
    assert not (ready / "transcripts_out" / "identified").exists()


def test_status_starts_without_heavy_libraries() -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline import cli, status; "
        "from pipeline.runner import open_study; "
        f"status.overview(open_study(Path({str(builders.REPOSITORY)!r}))); "
        "print(sorted(set(sys.modules) & {'pydantic', 'rich', 'numpy', 'torch', 'av', 'yaml', 'docx'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
