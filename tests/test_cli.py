"""The command line: what it prints where, and how it exits."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import builders
import pytest

from pipeline import actions, cli, messages

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process: (exit code, stdout, stderr)."""

    def inner(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["renskriv", *map(str, arguments)])
        umask = os.umask(0o022)
        try:
            with pytest.raises(SystemExit) as ended:
                cli.main()
        finally:
            os.umask(umask)
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return inner


@pytest.fixture
def ready(study_folder: Path, excerpt: Path) -> Path:
    shutil.copy(excerpt, study_folder / "audio_in" / "a.wav")
    return study_folder


def test_transcribe_says_where_the_results_are_and_then_that_there_is_nothing_to_do(
    run: Run, ready: Path
) -> None:
    code, out, err = run("--study", ready, "transcribe")
    assert code == 0
    assert "intervju-01" in out
    assert "transcript.docx" in out
    assert "s tale" in err
    assert "\x1b" not in err
    code, out, _ = run("transcribe", "--study", ready)
    assert (code, "Ingenting å gjøre" in out) == (0, True)


def test_a_study_may_be_named_from_where_one_stands(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ready)
    code, out, _ = run("--study", ".", "transcribe")
    assert code == 0
    assert "Les transcripts_out" in out
    monkeypatch.chdir(ready / "audio_in")
    assert run("transcribe")[0] == 0


def test_nothing_in_audio_in_is_said(run: Run, study_folder: Path) -> None:
    code, out, err = run("--study", study_folder, "transcribe")
    assert (code, out) == (0, "")
    assert "Ingen opptak" in err


def test_without_a_model_it_lists_them_and_stops(run: Run, ready: Path) -> None:
    (ready / "study.toml").write_text("", "utf-8")
    code, out, err = run("--study", ready, "transcribe")
    assert (code, out) == (2, "")
    for part in (
        "Ingen talemodell er valgt for intervju-01",
        "large-v3",
        "nb-whisper-large",
        "GB",
        "--model",
    ):
        assert part in err
    assert "embedded-nb" not in err


def test_some_failed_is_3_and_all_failed_is_2(run: Run, ready: Path) -> None:
    bad = ready / "audio_in" / "tekst.mp3"
    bad.write_text("ikke lyd", "utf-8")
    code, out, err = run("--study", ready, "transcribe")
    assert code == 3
    assert "intervju-01" in out
    assert "tekst.mp3" in err
    (ready / "audio_in" / "a.wav").unlink()
    assert run("--study", ready, "transcribe")[0] == 2


def test_a_bug_is_1_with_frames_and_without_a_word(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(builders.CANARY)

    monkeypatch.setattr(actions, "transcribe", broken)
    code, out, err = run("--study", ready, "transcribe")
    assert code == 1
    assert "ValueError" in err
    assert "test_cli.py" in err
    assert builders.CANARY not in out + err


def test_a_bug_in_one_interview_is_1_and_the_others_are_finished(
    run: Run, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builders.FakeEngine, "decoded", 0)
    monkeypatch.setattr(builders.FakeEngine, "fails_at", 0)
    shutil.copy(builders.SAMPLE, ready / "audio_in" / "b.mp3")
    code, out, err = run("--study", ready, "transcribe")
    assert code == 1
    assert builders.CANARY not in out + err


def test_what_a_person_can_mend_is_2_in_one_line(run: Run, tmp_path: Path) -> None:
    code, out, err = run("--study", tmp_path, "status")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "study.toml" in err


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("study.toml", 'title = "x"\n[transcribe\n', "linje 2"),
        ("study.toml", "[transcribe]\nbeam = 5\nbeem = 4\n", "linje 3"),
        ("guide.yaml", "id: a\ntitle: b\nlanguage: nb\nthemes:\n  - id: [\n", "linje"),
        ("guide.yaml", "id: a\ntitle: b\nlanguage: nb\ntheems: []\n", "linje 4"),
    ],
)
def test_a_broken_study_or_guide_names_line_and_column(
    run: Run, ready: Path, name: str, text: str, place: str
) -> None:
    (ready / name).write_text(text, "utf-8")
    code, _, err = run("--study", ready, "transcribe")
    assert code == 2
    for part in (name, place, "kolonne"):
        assert part in err


def test_status_is_a_document_that_scripts_can_read(run: Run, ready: Path) -> None:
    run("--study", ready, "transcribe")
    code, out, _ = run("--study", ready, "status", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["waiting"] == ["intervju-01"]
    [row] = found["interviews"]
    names = ("ingest", "peaks", "transcribe", "review", "reading")
    assert row["stages"] == dict.fromkeys(names, "done")
    code, out, _ = run("--study", ready, "status")
    assert "maskinutskrift" in out
    assert "Neste" in out


def test_verify_signs_and_status_shows_who(run: Run, ready: Path) -> None:
    run("--study", ready, "transcribe")
    code, _, err = run("--study", ready, "verify", "intervju-01", "--round", "1", "--by", "Anne")
    assert (code, "--reason" in err) == (2, True)
    signing = ("verify", "intervju-01", "--round", "1", "--by", "Anne", "--reason", "lest på papir")
    assert run("--study", ready, *signing)[0] == 0
    assert "1: Anne" in run("--study", ready, "status")[1]


def test_import_takes_a_text(run: Run, study_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("I: Hei?\nR: Ja, hei.\n", "utf-8")
    assert run("--study", study_folder, "import", path, "--as", "skole-a", "--verified-by", "Anne")[0] == 0
    assert "kontrollert" in run("--study", study_folder, "status")[1]


def test_init_makes_a_study_that_status_can_read(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("init", tmp_path / "ny")
    assert (code, "study.toml" in out) == (0, True)
    assert run("--study", tmp_path / "ny", "status")[0] == 0
    assert run("init", tmp_path / "ny")[0] == 2


def test_doctor_finds_nothing_missing_here(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0, out
    assert "silero-vad" in out


def test_models_are_listed_and_verified(run: Run) -> None:
    code, out, _ = run("models")
    assert code == 0
    for name in ("embedded-nb", "large-v3", "nb-whisper-large"):
        assert name in out
    code, out, _ = run("models", "verify", "embedded-nb")
    assert (code, "hel" in out) == (0, True)
    assert run("models", "fetch")[0] == 2


def test_everything_is_said_in_english_where_that_is_asked_for(run: Run, ready: Path) -> None:
    code, out, _ = run("--lang", "en", "--study", ready, "status")
    assert "Next" in out
    code, out, _ = run("transcribe", "--lang=en", "--help")
    assert (code, "recordings" in out) == (0, True)


def test_the_locale_decides_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    messages.use_language(None)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert messages.language() == "en"
    monkeypatch.setenv("LANG", "nn_NO.UTF-8")
    assert messages.language() == "nb"


def test_every_verb_and_option_has_help(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for name, command in cli.cli.commands.items():
        assert name in out
        assert command.help
        assert "Replaced" not in command.help
        assert run(name, "--help")[0] == 0
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_the_catalogue_is_whole() -> None:
    """Both languages, the same values to fill in, and no key in the code that is not in the catalogue."""
    import re
    import string

    found = messages.catalogue()
    for key, texts in found.items():
        assert len(texts) == 2, key
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
        assert fields[0] == fields[1], key
    code = "\n".join(
        path.read_text("utf-8")
        for path in (builders.REPOSITORY / "pipeline").rglob("*.py")
        if "messages" not in path.parts
    )
    for key in re.findall(r"""say\(\s*"([a-z_]+\.[a-z_.]+)\"""", code):
        assert key in found, key


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_is_130_and_leaves_a_state_that_goes_on(jobs: str, tmp_path: Path) -> None:
    study = builders.study_folder(tmp_path / "studie")
    for name in ("a", "b", "c"):
        (study / "audio_in" / f"{name}.mp3").write_bytes(builders.SAMPLE.read_bytes() + name.encode())
    # A shell that starts the tests in the background makes all its children deaf to Ctrl-C.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{listening}; from pipeline.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        code,
        "--study",
        str(study),
        "transcribe",
        "--engine",
        "openai-whisper",
        "--jobs",
        jobs,
    ]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    windows = study / "transcripts_out" / "identified" / "intervju-01" / "windows.jsonl"
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as running:
        try:
            for _ in range(1800):
                if windows.is_file() and windows.read_bytes().count(b"\n") >= 2:
                    break
                time.sleep(0.1)
            os.killpg(running.pid, signal.SIGINT)  # as a terminal does
            _, err = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 130, err
    assert "Avbrutt" in err
    assert "Traceback" not in err
    before = windows.read_bytes()
    assert before.count(b"\n") >= 2
    assert not list(study.rglob("transcript.json"))
