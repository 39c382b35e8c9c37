"""What people really put into audio_in: every kind of it ends in one clear line or in a transcript."""

import errno
import os
import shutil
import wave
from pathlib import Path

import builders
import pytest

from pipeline import actions, weights
from pipeline.actions import Result
from pipeline.artefacts.recording import Recording
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.runner import open_study


def transcribed(folder: Path) -> dict[str, Result]:
    return {result.name: result for result in actions.transcribe(open_study(folder))}


def silence(path: Path, seconds: int) -> Path:
    """A WAV of zeros whose bytes the disk need not hold."""
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        for _ in range(seconds // 60):
            out.writeframes(bytes(16_000 * 2 * 60))
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tom.wav", b"", "tom"),
        ("tekst.mp3", b"Dette er et notat, ikke lyd.\n" * 40, "ikke et opptak"),
        (
            "spilleliste.mp3",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nannen.wav\n#EXT-X-ENDLIST\n",
            "ikke et opptak",
        ),
        ("hode.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "hode.wav"),
        ("tilfeldig.m4a", bytes(range(256)) * 64, "tilfeldig.m4a"),
    ],
)
def test_what_is_no_recording_is_said_in_one_line_and_makes_no_interview(
    study_folder: Path, name: str, content: bytes, words: str
) -> None:
    (study_folder / "audio_in" / name).write_bytes(content)
    result = transcribed(study_folder)[name]
    assert result.outcome == "failed"
    assert result.error is not None
    assert words in result.error.message
    assert result.error.hint
    assert "\n" not in result.error.message + result.error.hint
    assert open_study(study_folder).store.interviews() == ()


def test_half_a_file_gives_what_it_has(study_folder: Path, excerpt: Path) -> None:
    whole = excerpt.read_bytes()
    (study_folder / "audio_in" / "halv.wav").write_bytes(whole[: len(whole) // 2])
    assert transcribed(study_folder)["halv.wav"].outcome == "made"
    recording = open_study(study_folder).store.read("intervju-01", Recording)
    assert recording.duration_ms == pytest.approx(8_000, abs=100)


def test_damaged_packets_are_skipped_counted_and_reported(study_folder: Path) -> None:
    sound = bytearray(builders.SAMPLE.read_bytes())
    for place in range(100_000, 200_000, 20_000):
        sound[place : place + 1_500] = b"\xff" * 1_500
    (study_folder / "audio_in" / "skadet.mp3").write_bytes(sound)
    result = transcribed(study_folder)["skadet.mp3"]
    assert result.outcome == "made"
    assert "hoppet over" in "".join(result.notes)
    assert open_study(study_folder).store.read("intervju-01", Recording).parts[0].corrupt_packets > 0


def test_three_hours_of_silence_are_an_empty_transcript_that_says_so(study_folder: Path) -> None:
    silence(study_folder / "audio_in" / "stille.wav", 3 * 3600)
    assert transcribed(study_folder)["stille.wav"].outcome == "made"
    store = open_study(study_folder).store
    found = store.read("intervju-01", VerifiedTranscript)
    assert (found.turns, found.speech, found.marks) == ((), (), ())
    assert store.path("intervju-01", "transcript.vtt").read_text("utf-8").startswith("WEBVTT")
    import docx

    text = "\n".join(
        p.text for p in docx.Document(str(store.path("intervju-01", "transcript.docx"))).paragraphs
    )
    assert "ingen ord er skrevet ut" in text


@pytest.mark.parametrize(
    "name",
    ["blåbær og ærfugl.wav", "😀.wav", "to\nlinjer.wav", "...wav", "-model.wav", "a;b'c\"d.wav", "CON.wav"],
)
def test_any_name_is_transcribed_and_shown_in_one_line(study_folder: Path, excerpt: Path, name: str) -> None:
    shutil.copy(excerpt, study_folder / "audio_in" / name)
    [result] = actions.transcribe(open_study(study_folder))
    assert (result.interview, result.outcome) == ("intervju-01", "made")
    assert "\n" not in result.name


def test_a_file_that_may_not_be_read_is_named_and_the_others_go_on(
    study_folder: Path, excerpt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(excerpt, study_folder / "audio_in" / "god.wav")
    shutil.copy(builders.SAMPLE, study_folder / "audio_in" / "hemmelig.mp3")
    opening = Path.open

    def guarded(self: Path, *arguments: object, **options: object) -> object:
        if self.name == "hemmelig.mp3":
            raise PermissionError(errno.EACCES, builders.CANARY)
        return opening(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", guarded)
    found = transcribed(study_folder)
    assert found["god.wav"].outcome == "made"
    assert found["hemmelig.mp3"].error is not None
    assert "hemmelig.mp3 lar seg ikke lese" in found["hemmelig.mp3"].error.message


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "full"), (errno.EROFS, "Har ikke lov")])
def test_a_full_disk_or_a_read_only_folder_is_said_and_later_it_goes_on(
    study_folder: Path, excerpt: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    shutil.copy(excerpt, study_folder / "audio_in" / "a.wav")
    syncing, calls = os.fsync, 0

    def refuse(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 8:
            raise OSError(number, "refused")
        syncing(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        [result] = actions.transcribe(open_study(study_folder))
        assert result.error is not None
        assert words in result.error.message
        assert not list(study_folder.rglob("*.tmp"))
    assert transcribed(study_folder)["a.wav"].outcome == "made"


def test_a_damaged_model_file_is_said_in_one_line(study_folder: Path, excerpt: Path, tmp_path: Path) -> None:
    source = weights.installed()
    whole = source.locate(source.find("embedded-nb")).read_bytes()
    damaged = tmp_path / "modell.pt"
    damaged.write_bytes(whole[: len(whole) // 2])
    shutil.copy(excerpt, study_folder / "audio_in" / "a.wav")
    [result] = actions.transcribe(open_study(study_folder), model=str(damaged), engine="openai-whisper")
    assert result.error is not None
    assert "modell.pt" in result.error.message
    assert result.error.hint


def test_a_damaged_embedded_model_is_said_before_a_word_is_written(
    study_folder: Path, excerpt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "models"
    shutil.copytree(builders.REPOSITORY / "models" / "embedded", shipped / "embedded")
    shutil.copy(builders.REPOSITORY / "models" / "manifest.toml", shipped)
    model = shipped / "embedded" / "embedded-nb.pt"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    damaged = weights.Weights(shipped, shipped)
    monkeypatch.setattr("pipeline.runner.installed", lambda: damaged)
    shutil.copy(excerpt, study_folder / "audio_in" / "a.wav")
    [result] = actions.transcribe(open_study(study_folder))
    assert result.error is not None
    assert "embedded-nb" in result.error.message
    assert not open_study(study_folder).store.has("intervju-01", "windows.jsonl")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "ingen tekst"),
        ("a.txt", b"\x00\x01\x02" * 50, "ikke en tekstfil"),
        ("a.json", b'{"turns": [', "linje 1"),
        ("a.json", b'{"turns": 4}', "formen"),
        ("a.json", b"[" * 100_000, "a.json"),
        ("a.pdf", b"%PDF-1.4", "ikke en transkripsjon"),
    ],
)
def test_what_is_no_transcript_is_refused_at_import(
    study_folder: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [result] = actions.take_in(open_study(study_folder), [path])
    assert result.error is not None
    assert words in result.error.message
    assert open_study(study_folder).store.interviews() == ()


def test_a_study_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"study\.toml"):
        open_study(tmp_path)
