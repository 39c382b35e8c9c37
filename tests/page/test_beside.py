"""What stands beside an interview: people, files that arrive, projections, work, new studies, news."""

import asyncio
import io
import json
import os
import queue
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import docx
import pages
import pytest
from pages import API, INTERVIEW, proposal, set_text

from pipeline.artefacts.decision import Listened
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.messages import catalogue, use_language
from pipeline.page import arriving, keeper, people, work
from pipeline.page.arriving import safe_name
from pipeline.page.keeper import Keeper
from pipeline.page.people import People, check_name
from pipeline.page.work import Work
from pipeline.runner import open_study
from pipeline.store import StudyStore

NB = {key: texts[0] for key, texts in catalogue().items()}
EN = {key: texts[1] for key, texts in catalogue().items()}


def until(true: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def decide(browser: pages.Browser, *operations: dict[str, Any]) -> dict[str, Any]:
    whole = browser.get(API).json
    body = {"edition": whole["edition"], "since": whole["seq"], "decisions": [proposal(*operations)]}
    found: dict[str, Any] = browser.post(f"{API}/decisions", body).json
    assert found["refused"] is None
    return found


# ---------------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("said", "kept"),
    [(" Anne  Å. ", "Anne Å."), ("A\u030ase", "Åse"), ("An\u200bne\n", "Anne"), ("x" * 80, "x" * 80)],
)
def test_a_name_is_kept_clean(said: str, kept: str) -> None:
    assert check_name(said) == kept


@pytest.mark.parametrize("said", ["", "   ", "\u200b", "x" * 81])
def test_a_name_that_is_none_is_refused(page: pages.Served, said: str) -> None:
    answer = page.browser("").post("/api/who", {"name": said})
    assert answer.status == 422
    assert answer.json["hint"] == NB["page.name_wrong.hint"].format(most=80)
    with pytest.raises(PipelineError):
        check_name(said)


def test_whoever_has_worked_here_is_offered_by_name(page: pages.Served, anne: pages.Browser) -> None:
    decide(page.browser("Bjørn Ås"), set_text("u1", 0, "Ja."))
    anne.post("/api/settings", {"settings": {"theme": "dark"}})
    text = page.browser("").get("/who?to=/start").text
    for name in ("Anne", "Bjørn Ås"):
        assert f'data-name="{name}"' in text
    assert 'data-to="/start"' in text


@pytest.mark.parametrize(
    "to", ["//onde.example", "https://onde.example", "/\\onde.example", "javascript:alert(1)"]
)
def test_one_goes_on_to_a_page_of_our_own_only(anne: pages.Browser, to: str) -> None:
    assert 'data-to="/"' in anne.get(f"/who?to={to}").text


def test_settings_are_each_persons_own_and_private_to_the_study(study: Path) -> None:
    with pages.served(study) as page:
        anne, bjorn = page.browser("Anne"), page.browser("Bjørn")
        anne.post("/api/settings", {"settings": {"theme": "dark", "size": "l"}})
        anne.post("/api/settings", {"settings": {"size": "xl"}})
        bjorn.post("/api/settings", {"settings": {"theme": "light"}})
    path = study / "transcripts_out" / "identified" / "people.json"
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    with pages.served(study) as page:
        assert page.site.opened.people.settings("Anne") == {"theme": "dark", "size": "xl"}
        text = page.browser("Anne").get("/").text
        assert 'data-theme="dark" data-size="xl"' in text
        assert 'data-theme="light"' in page.browser("Bjørn").get("/").text


def test_what_is_kept_of_a_person_is_not_endless(page: pages.Served, anne: pages.Browser) -> None:
    answer = anne.post("/api/settings", {"settings": {"keys": "x" * people.MOST}})
    assert (answer.status, answer.json["error"]) == (422, NB["page.too_much"])
    assert anne.post(f"{API}/place", {"place": {"x": "y" * people.MOST}}).status == 422
    assert page.site.opened.people.settings("Anne") == {}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff"])
def test_damaged_comfort_begins_anew(study: Path, damage: bytes) -> None:
    found = People(StudyStore(study))
    found.path.write_bytes(damage)
    assert (found.names(), found.settings("Anne"), found.place("Anne", INTERVIEW)) == ((), {}, None)
    found.keep_place("Anne", INTERVIEW, {"ms": 1})
    assert found.place("Anne", INTERVIEW) == {"ms": 1}


# ---------------------------------------------------------------------- the keeper


def verified(root: Path) -> VerifiedTranscript:
    return open_study(root).store.read(INTERVIEW, VerifiedTranscript)


def test_when_it_has_been_quiet_the_projection_and_the_copies_are_made(study: Path) -> None:
    store = open_study(study).store
    with pages.served(study, quiet_s=0.05) as page:
        decide(page.browser("Anne"), set_text("u1", 0, "Hva gjør du der?"))
        until(lambda: store.has(INTERVIEW, "stamps/reading.json"))
        assert verified(study).turns[0].text == "Hva gjør du der?"
        assert store.has(INTERVIEW, "transcript.docx")
        assert "Hva gjør du der?" in store.path(INTERVIEW, "transcript.vtt").read_text("utf-8")
        assert not page.reports


def test_the_end_brings_the_rest_up_to_date(study: Path) -> None:
    reports: list[str] = []
    with pages.served(study) as page:
        decide(page.browser("Anne"), set_text("u1", 0, "Rett før slutten."))
    kept = Keeper(study, reports.append, quiet_s=60)
    kept.changed(INTERVIEW)
    kept.changed(INTERVIEW)
    assert not open_study(study).store.has(INTERVIEW, "verified.json")
    kept.close()
    assert verified(study).turns[0].text == "Rett før slutten."
    assert not reports


def asleep(root: str, interview: str, upto: str) -> str:
    """In the worker: a projection that takes its time, and sees what the log holds when it begins."""
    log = StudyStore(Path(root)).path(interview, "decisions.jsonl")
    seen = len(log.read_bytes().splitlines())
    (Path(root) / "begynt").touch()
    time.sleep(0.5)
    (Path(root) / "sett").write_text(str(seen), "utf-8")
    return ""


def test_what_is_decided_while_a_projection_runs_is_in_the_next(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the page is closed before it has been quiet again."""
    monkeypatch.setattr(keeper, "_bring_up_to_date", asleep)
    kept = Keeper(study, print, quiet_s=60)
    log = StudyStore(study).path(INTERVIEW, "decisions.jsonl")
    log.write_bytes(b"1\n")
    kept.run(os.getpid).result()  # the worker is awake
    assert kept.ask(INTERVIEW, "reading")
    until((study / "begynt").exists)
    log.write_bytes(b"1\n2\n")
    kept.ask(INTERVIEW, "reading")
    kept.close()
    assert (study / "sett").read_text("utf-8") == "2"
    assert not kept._timers


def test_what_a_projection_breaks_at_is_reported_as_frames(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import actions

    def broken(*_: object, **__: object) -> None:
        raise ValueError(builders.CANARY)

    monkeypatch.setattr(actions, "project", broken)
    report = keeper._bring_up_to_date(str(study), INTERVIEW, "reading")
    assert report.startswith("builtins.ValueError")
    assert "test_beside.py" in report
    assert builders.CANARY not in report


def test_what_a_person_can_mend_is_reported_as_a_sentence(study: Path) -> None:
    reports: list[str] = []
    (study / "transcripts_out" / "identified" / INTERVIEW / "decisions.jsonl").write_bytes(b"{}\n")
    kept = Keeper(study, reports.append, quiet_s=60)
    kept.changed(INTERVIEW)
    kept.close()
    [report] = reports
    assert "Linje 1" in report


def test_a_worker_that_was_killed_is_replaced(study: Path) -> None:
    """The system ends processes when memory is short; the page goes on."""
    kept = Keeper(study, print, quiet_s=60)
    first = kept.run(os.getpid).result()
    os.kill(first, 9)
    try:
        second = until(lambda: _pid(kept), 20)
        assert second != first
    finally:
        kept.close()


def _pid(kept: Keeper) -> int | None:
    try:
        return kept.run(os.getpid).result()
    except Exception:
        return None


# ---------------------------------------------------------------------- writing out


def test_writing_out_tells_its_plan_how_far_it_is_and_what_came_of_it(
    study_folder: Path, excerpt: Path
) -> None:
    shutil.copy(excerpt, study_folder / "audio_in" / "Berit rektor.wav")
    told: queue.Queue[Any] = queue.Queue()
    handlers = _signals()
    try:
        work._write_out(str(study_folder), None, "nb", told)
    finally:
        _signals(*handlers)
    news = list(told.queue)
    assert news[0] == ("plan", (INTERVIEW,))
    assert ("far", (INTERVIEW, "transcribe")) in [(kind, far[:2]) for kind, far in news if kind == "far"]
    kind, said = news[-1]
    assert (kind, said) == ("end", [{"kind": "made", "text": NB["page.made"].format(interview=INTERVIEW)}])
    work._write_out(str(study_folder), None, "nb", told)
    _signals(*handlers)
    assert list(told.queue)[-1] == ("end", [{"kind": "note", "text": NB["page.nothing_to_do"]}])


def _signals(*handlers: Any) -> tuple[Any, ...]:
    """Put these handlers of Ctrl-C and of the end in force; the ones before."""
    import signal

    names = (signal.SIGINT, signal.SIGTERM)
    umask = os.umask(0o022)
    os.umask(umask if not handlers else 0o022)
    before = tuple(signal.getsignal(name) for name in names)
    for name, handler in zip(names, handlers, strict=False):
        signal.signal(name, handler)
    return before


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PipelineError("Noe å rette.", "Slik."), "Noe å rette. Slik."),
        (ValueError(builders.CANARY), "ValueError"),
    ],
)
def test_what_stops_the_writing_out_is_told_without_a_word_of_an_interview(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    from pipeline import actions

    def stops(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(actions, "transcribe", stops)
    told: queue.Queue[Any] = queue.Queue()
    handlers = _signals()
    try:
        work._write_out(str(study_folder), None, "nb", told)
    finally:
        _signals(*handlers)
    [(kind, [said])] = list(told.queue)
    assert (kind, said["kind"]) == ("end", "error")
    assert words in said["text"]
    assert builders.CANARY not in said["text"]


@pytest.fixture
def writing(study_folder: Path) -> Path:
    """A study with a long recording and an engine that takes its time."""
    settings = study_folder / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace('engine = "fake"\n', ""), "utf-8")
    shutil.copy(builders.SAMPLE, study_folder / "audio_in" / "intervju.mp3")
    return study_folder


def test_a_recording_is_written_out_from_the_page_one_run_at_a_time(
    writing: Path,
) -> None:
    with pages.served(writing) as page:
        anne = page.browser("Anne")
        assert anne.get("/api/interviews").json["new"] == 1
        first = anne.post("/api/work/write", {"model": ""})
        assert (first.status, first.json["write"]["running"]) == (200, True)
        again = anne.post("/api/work/write", {"model": ""})
        assert (again.status, again.json["error"]) == (422, NB["page.work_busy"])
        until(lambda: anne.get("/api/work").json["write"]["planned"] == [INTERVIEW])
        before = page.site.opened.pulse()
        stopped = anne.ask("DELETE", "/api/work/write")
        assert stopped.status == 200
        until(lambda: not anne.get("/api/work").json["write"]["running"])
        found = anne.get("/api/work").json["write"]
        assert found.pop("ended") > 0
        assert found == {
            "running": False,
            "planned": [INTERVIEW],
            "far": {},
            "told": [{"kind": "note", "text": NB["page.work_stopped"]}],
            "came": [],
        }
        assert page.site.opened.pulse() != before
        assert anne.get("/api/interviews").json["new"] == 1  # still waits to be written out
        assert not page.reports


def test_what_is_said_of_the_work_is_said_in_the_language_of_who_began_it(writing: Path) -> None:
    found = Work(writing)
    use_language("en")
    found.start(None)
    found.stop()
    until(lambda: not found.running)
    assert found.snapshot()["told"] == [{"kind": "note", "text": EN["page.work_stopped"]}]


def test_a_run_that_the_system_ended_is_said(writing: Path) -> None:
    found = Work(writing)
    found.start(None)
    process = found._process
    assert process is not None
    process.kill()
    until(lambda: not found.running)
    assert found.snapshot()["told"] == [{"kind": "error", "text": NB["page.work_died"]}]
    found.stop()  # nothing runs: nothing happens
    assert found.snapshot()["running"] is False


def test_without_a_model_the_page_is_told_what_to_do(study_folder: Path, excerpt: Path) -> None:
    (study_folder / "study.toml").write_text("", "utf-8")
    shutil.copy(excerpt, study_folder / "audio_in" / "a.wav")
    with pages.served(study_folder) as page:
        anne = page.browser("Anne")
        anne.post("/api/work/write", {})
        until(lambda: not anne.get("/api/work").json["write"]["running"])
        [said] = anne.get("/api/work").json["write"]["told"]
    assert said["kind"] == "error"
    assert "Ingen talemodell er valgt for intervju-01" in said["text"]


def test_how_far_it_is_gives_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    found = Work(Path())
    for at, far, left in [
        (100.0, ("a", "ingest", 5_000, 0), None),
        (110.0, ("a", "transcribe", 0, 60_000), None),
        (120.0, ("a", "transcribe", 15_000, 60_000), 30.0),
        (150.0, ("a", "transcribe", 60_000, 60_000), 0.0),
    ]:
        now[0] = at
        assert found._take("far", far) is False
        assert found.snapshot()["far"]["a"]["left_s"] == left
    assert found._take("end", []) is True


# ---------------------------------------------------------------------- files that arrive


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("opptak.wav", "opptak.wav"),
        ("Intervju 3 – rektor.m4a", "Intervju 3 – rektor.m4a"),
        ("A\u030asne.wav", "Åsne.wav"),
        ("../../study.toml", "study.toml"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\anne\\opptak.wav", "opptak.wav"),
        ("..\\..\\opptak.wav", "opptak.wav"),
        (".skjult.wav", "skjult.wav"),
        ("  opptak.wav. ", "opptak.wav"),
        ("a:b|c?.wav", "a_b_c_.wav"),
        ("a\x00b\nc\u202e.wav", "abc.wav"),
        ("opptak", "opptak"),
        ("x" * 300 + ".wav", "x" * 196 + ".wav"),
        ("ø" * 300 + ".wav", "ø" * 98 + ".wav"),
        ("x" * 300, "x" * 200),
        ("a." + "x" * 300, "a." + "x" * 198),
        ("opptak.del.1.wav", "opptak.del.1.wav"),
        ("." + "x" * 300, "x" * 200),
        ("x" * 300 + "." + "y" * 300, "x" * 200),
    ],
)
def test_a_file_keeps_as_much_of_its_name_as_every_system_can(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    "given", ["", ".", "..", "/", "...", "\x00", "CON", "nul.wav", "com1.tar.gz", "a/..", "Aux .wav"]
)
def test_a_file_without_a_name_that_can_be_kept_is_refused(
    page: pages.Served, anne: pages.Browser, given: str
) -> None:
    with pytest.raises(PipelineError):
        safe_name(given)
    from urllib.parse import quote

    answer = anne.ask("PUT", f"/api/files?name={quote(given)}", b"RIFF")
    assert (answer.status, answer.json["error"]) == (422, NB["page.file_name"])
    assert not list(page.site.opened.store.audio_in.iterdir())


def test_a_recording_lies_in_audio_in_byte_for_byte(
    page: pages.Served, anne: pages.Browser, excerpt: Path
) -> None:
    answer = anne.ask("PUT", "/api/files?name=Opptak%201.wav", excerpt.read_bytes())
    assert answer.status == 200
    assert answer.json["told"] == [{"kind": "made", "text": NB["page.file_kept"].format(name="Opptak 1.wav")}]
    assert {path.name for path in page.site.opened.store.audio_in.iterdir()} == {"Opptak 1.wav"}
    assert (page.site.opened.store.audio_in / "Opptak 1.wav").read_bytes() == excerpt.read_bytes()
    assert anne.get("/api/interviews").json["new"] == 1


@pytest.mark.parametrize(
    ("name", "names"),
    [("a.wav", ["a.wav", "a (2).wav", "a (3).wav"]), ("opptak", ["opptak", "opptak (2)", "opptak (3)"])],
)
def test_a_file_is_never_put_over_another(
    page: pages.Served, anne: pages.Browser, name: str, names: list[str]
) -> None:
    for number in range(3):
        assert anne.ask("PUT", f"/api/files?name={name}", b"RIFF%d" % number).status == 200
    found = {path.name: path.read_bytes() for path in page.site.opened.store.audio_in.iterdir()}
    assert found == {one: b"RIFF%d" % number for number, one in enumerate(names)}


@pytest.mark.parametrize(("name", "limit"), [("a.wav", "LARGEST_SOUND"), ("a.txt", "LARGEST_TEXT")])
def test_a_file_that_is_too_large_leaves_nothing_behind(
    page: pages.Served, anne: pages.Browser, monkeypatch: pytest.MonkeyPatch, name: str, limit: str
) -> None:
    monkeypatch.setattr(arriving, limit, 100_000)
    answer = anne.ask("PUT", f"/api/files?name={name}", b"x" * 100_001)
    assert (answer.status, answer.json["error"]) == (422, NB["page.file_large"])
    assert left_behind(page) == []


def left_behind(page: pages.Served) -> list[str]:
    store = page.site.opened.store
    return [
        str(path.relative_to(store.root))
        for folder in (store.audio_in, store.identified / ".inn")
        for path in folder.rglob("*")
    ]


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    page: pages.Served, anne: pages.Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, builders.CANARY)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = anne.ask("PUT", "/api/files?name=a.wav", b"RIFF")
    assert answer.status == 422
    assert "full" in answer.json["error"]
    assert left_behind(page) == []


TEXT = "I: Kan du si hva du heter?\nR: Ja, jeg heter Åse.\n"


@pytest.mark.parametrize("kind", ["docx", "vtt", "srt"])
def test_every_kind_of_transcript_becomes_an_interview(study_folder: Path, kind: str) -> None:
    buffer = io.BytesIO()
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(buffer)
    captions = [
        f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n{line}\n" for n, line in enumerate(TEXT.splitlines(), 1)
    ]
    content = {
        "docx": buffer.getvalue(),
        "vtt": "\n".join(["WEBVTT\n", *captions]).encode(),
        "srt": "\n".join(captions).replace(".", ",").encode(),
    }[kind]
    with pages.served(study_folder) as page:
        anne = page.browser("Anne")
        answer = anne.ask("PUT", f"/api/files?name=Berit.{kind.upper()}", content)
        assert [one["kind"] for one in answer.json["told"]] == ["made"]
        assert [turn["speaker"] for turn in anne.get(API).json["turns"]] == ["I", "R"]
        assert left_behind(page) == []


def test_a_transcript_becomes_an_interview_and_nothing_is_left_behind(study_folder: Path) -> None:
    with pages.served(study_folder) as page:
        anne = page.browser("Anne")
        answer = anne.ask("PUT", "/api/files?name=Berit%20rektor.txt", TEXT.encode())
        assert answer.json["told"] == [{"kind": "made", "text": NB["page.made"].format(interview=INTERVIEW)}]
        assert [turn["text"] for turn in anne.get(API).json["turns"]] == [
            "Kan du si hva du heter?",
            "Ja, jeg heter Åse.",
        ]
        assert page.site.opened.store.peek(INTERVIEW, "recording.json")["imported_name"] == "Berit rektor.txt"
        again = anne.ask("PUT", "/api/files?name=kopi.txt", TEXT.encode())
        assert again.json["told"] == [{"kind": "note", "text": NB["page.nothing_to_do"]}]
        bad = anne.ask("PUT", "/api/files?name=feil.json", b'{"turns": "Solveig-Kanarifugl"}')
        assert (bad.status, bad.json["told"][0]["kind"]) == (200, "error")
        assert builders.CANARY not in bad.text
        assert page.site.opened.store.interviews() == (INTERVIEW,)
        assert left_behind(page) == []
        assert not page.reports


def test_what_came_of_a_transcript_is_said_in_the_language_of_who_gave_it(study_folder: Path) -> None:
    with pages.served(study_folder) as page:
        for name, code in (("a.txt", "nb"), ("b.txt", "en")):
            browser = page.browser("Anne")
            browser.post("/api/language", {"language": code})
            told = browser.ask("PUT", f"/api/files?name={name}", TEXT.encode()).json["told"]
        assert told == [{"kind": "note", "text": EN["page.nothing_to_do"]}]


def test_two_transcripts_of_one_name_at_the_same_time_become_two_interviews(study_folder: Path) -> None:
    with pages.served(study_folder) as page:
        page.site.opened.keeper.run(os.getpid).result()
        browsers = [page.browser(f"P{number}") for number in range(4)]

        def give(number: int) -> None:
            text = TEXT.replace("Åse", f"Åse nummer {number}")
            browsers[number].ask("PUT", "/api/files?name=intervju.txt", text.encode())

        threads = [threading.Thread(target=give, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        store = page.site.opened.store
        said = {store.peek(name, "transcript.json")["turns"][1]["text"] for name in store.interviews()}
        assert said == {f"Ja, jeg heter Åse nummer {number}." for number in range(4)}
        assert left_behind(page) == []


# ---------------------------------------------------------------------- a new study


def test_a_study_is_begun_from_the_page_and_shown(tmp_path: Path) -> None:
    folder = tmp_path / "ny studie"
    with pages.served(None) as page:
        nobody = page.browser("")
        assert nobody.get("/").headers["location"] == "/start"
        answer = nobody.get("/api/interviews")
        assert (answer.status, answer.json["error"]) == (422, NB["page.no_study"])
        made = nobody.post("/api/studies", {"folder": f" {folder} ", "guide": builders.GUIDE})
        assert made.json == {"folder": str(folder), "warnings": [], "shown": True}
        assert (folder / "guide.yaml").read_text("utf-8") == builders.GUIDE
        anne = page.browser("Anne")
        assert anne.get("/api/interviews").json["title"] == "ny studie"
        other = anne.post("/api/studies", {"folder": str(tmp_path / "OneDrive" / "to")})
        assert (other.json["shown"], len(other.json["warnings"])) == (False, 1)
        assert anne.get("/api/interviews").json["title"] == "ny studie"
        assert not page.reports


@pytest.mark.parametrize(
    "folder", ["", "  ", "studie", "./studie", "../studie", "a\0b", "/a\0b", "~finnesikke/studie"]
)
def test_a_study_needs_a_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pages.served(None) as page:
        answer = page.browser("").post("/api/studies", {"folder": folder})
        assert answer.status == 422
        assert answer.json["hint"] in (NB["start.folder_needed.hint"], NB["start.folder_whole.hint"])
        assert not page.site.has_study
        assert not page.reports
    assert not list(tmp_path.iterdir())


def test_a_study_is_not_begun_over_another_or_with_a_broken_guide(study_folder: Path, tmp_path: Path) -> None:
    before = (study_folder / "study.toml").read_bytes()
    with pages.served(None) as page:
        nobody = page.browser("")
        assert nobody.post("/api/studies", {"folder": str(study_folder)}).status == 422
        broken = nobody.post("/api/studies", {"folder": str(tmp_path / "ny"), "guide": "id: a\ntitle: [\n"})
        assert broken.status == 422
        assert "linje" in broken.json["error"]
        assert not page.site.has_study
    assert (study_folder / "study.toml").read_bytes() == before
    assert not (tmp_path / "ny" / "study.toml").exists()


# ---------------------------------------------------------------------- the overview


def test_the_overview_says_what_is_played_open_and_signed(study: Path) -> None:
    store = open_study(study).store
    with pages.served(study) as page:
        anne, bjorn = page.browser("Anne"), page.browser("Bjørn")
        comment = {"op": "comment", "comment": "k1", "revision": 0, "turn": "u1", "turn_revision": 0}
        decide(anne, comment | {"start": 5, "end": 11, "text": "Sjekk."})
        decide(anne, set_text("u1", 0, "Hva gjør du da?"))
        anne.post(f"{API}/listened", {"round": 1, "plays": [{"start": 0, "end": 600}]})
        whole = anne.get(API).json
        body = {"edition": whole["edition"], "since": whole["seq"], "round": 1, "reason": "lest"}
        assert anne.post(f"{API}/signatures", body).status == 200
        page.site.opened.keeper.ask(INTERVIEW, "reading")
        until(lambda: store.has(INTERVIEW, "stamps/reading.json"))
        [row] = anne.get("/api/interviews").json["interviews"]
        assert [(one["round"], one["who"]) for one in row["signed"]] == [(1, "Anne")]
        assert (row["round"], row["played"], row["voided"]) == (2, 0, [])
        assert (row["remarks"], row["look_again"], row["unsure"]) == (1, 1, 0)
        decide(bjorn, set_text("u1", 1, "Hva gjorde du da?"))
        stamp = store.path(INTERVIEW, "stamps/reading.json").read_bytes()
        page.site.opened.keeper.ask(INTERVIEW, "reading")
        until(lambda: store.path(INTERVIEW, "stamps/reading.json").read_bytes() != stamp)
        [row] = anne.get("/api/interviews").json["interviews"]
        assert (row["round"], row["voided"], row["signed"]) == (1, [1], [])
        assert (row["played"], row["speech"]) == (600, whole["hearing"]["of"])
        [row] = bjorn.get("/api/interviews").json["interviews"]
        assert row["played"] == 0
        whole, stamp = anne.get(API).json, store.path(INTERVIEW, "stamps/reading.json").read_bytes()
        body |= {"since": whole["seq"]}
        assert anne.post(f"{API}/signatures", body).status == 200
        page.site.opened.keeper.ask(INTERVIEW, "reading")
        until(lambda: store.path(INTERVIEW, "stamps/reading.json").read_bytes() != stamp)
        [row] = anne.get("/api/interviews").json["interviews"]
        assert (row["round"], row["voided"], [one["round"] for one in row["signed"]]) == (2, [], [1])


def test_new_recordings_are_counted_until_they_are_written_out(with_sound: Path, excerpt: Path) -> None:
    with pages.served(with_sound) as page:
        anne = page.browser("Anne")
        found = anne.get("/api/interviews").json
        assert found["new"] == 0
        shutil.copy(excerpt, with_sound / "audio_in" / "b.wav")
        (with_sound / "audio_in" / "notat.pdf").write_bytes(b"%PDF")
        assert anne.get("/api/interviews").json["new"] == 1
        [row] = found["interviews"]
        assert (row["state"], row["round"]) == ("machine_transcript", 1)
        assert row["speech"] > 0


def test_the_speech_models_are_told_with_what_they_cost(
    page: pages.Served, anne: pages.Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.page.views import overview

    monkeypatch.setattr(overview, "_MODELS", [])
    for _ in range(2):
        rows = {row["name"]: row for row in anne.get("/api/models").json["models"]}
    assert "silero-vad" not in rows
    assert rows["embedded-nb"]["here"]
    assert rows["embedded-nb"]["sample_only"]
    assert not rows["large-v3"]["here"]
    assert rows["large-v3"]["minutes"] > rows["small"]["minutes"] if "small" in rows else True
    assert all(row["size"] and row["note"] for row in rows.values())


# ---------------------------------------------------------------------- news


async def follow(
    page: pages.Served, browser: pages.Browser, query: str, do: list[Callable[[], Any]]
) -> list[Any]:
    """Listen to the news; do one thing after each that is told, and close the page at the end."""
    told: list[Any] = []
    heads: list[int] = []

    async def receive() -> dict[str, Any]:
        if not heads:
            heads.append(0)
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        for line in message.get("body", b"").decode().splitlines():
            if line.startswith("data: "):
                told.append(json.loads(line[6:]))
                act = do[len(told) - 1] if len(told) <= len(do) else page.site.closing.set
                await asyncio.get_running_loop().run_in_executor(None, act)

    request = pages.scope("GET", f"/api/news{query}", browser._headers("GET", {}))
    await asyncio.wait_for(page.app(request, receive, send), 30)
    return told


def test_a_page_is_told_that_something_changed_and_never_what(
    page: pages.Served, anne: pages.Browser
) -> None:
    bjorn = page.browser("Bjørn")
    acts = [
        lambda: decide(bjorn, set_text("u1", 0, builders.CANARY)),
        lambda: decide(bjorn, set_text("u2", 0, builders.CANARY)),
    ]
    told = asyncio.run(follow(page, anne, f"?interview={INTERVIEW}", acts))
    assert len(told) == 3
    assert len({json.dumps(one) for one in told}) == 3
    assert builders.CANARY not in json.dumps(told)
    assert not page.reports


def test_nothing_is_told_while_nothing_changes(page: pages.Served, anne: pages.Browser) -> None:
    later = threading.Timer(1.0, decide, (page.browser("Bjørn"), set_text("u1", 0, "Litt senere.")))
    told = asyncio.run(follow(page, anne, f"?interview={INTERVIEW}", [later.start]))
    assert len(told) == 2
    assert told[0] != told[1]


def test_the_overview_is_told_of_work_and_of_what_was_played(page: pages.Served, anne: pages.Browser) -> None:
    store = page.site.opened.store
    heard = Listened(at="2026-01-01T00:00:00Z", who="Anne", round=1, start_ms=0, end_ms=9)
    acts = [
        lambda: store.append(INTERVIEW, "listened.jsonl", heard),
        lambda: page.site.opened.work._take("plan", [INTERVIEW]),
    ]
    told = asyncio.run(follow(page, anne, "", acts))
    assert len(told) == 3
    assert [one["work"] for one in told] == [0, 0, 1]


@pytest.mark.parametrize("interview", ["intervju-99", "..", "../..", ".locks"])
def test_there_are_no_news_of_what_is_no_interview(anne: pages.Browser, interview: str) -> None:
    answer = anne.get(f"/api/news?interview={interview}")
    assert (answer.status, answer.json["hint"]) == (422, NB["runner.no_interview.hint"])


def test_the_news_end_when_the_server_does(page: pages.Served, anne: pages.Browser) -> None:
    began = time.monotonic()
    assert len(asyncio.run(follow(page, anne, "", []))) == 1
    assert time.monotonic() - began < 5
    page.site.closing.set()
    assert anne.get("/api/news").body == b""
