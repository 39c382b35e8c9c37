"""Oversikt: what is offered and asked for, and that nothing leaves that nobody has looked at or confirmed."""

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import pages
import pytest
import theming

from pipeline import actions, deidentify, handover, themes
from pipeline.artefacts.ruling import Respond
from pipeline.errors import PipelineError
from pipeline.export.formats import FORMATS
from pipeline.messages import catalogue
from pipeline.page import ahead, work
from pipeline.rulings import RulingProposal, Rulings
from pipeline.runner import Study, open_study

NB = {key: texts[0] for key, texts in catalogue().items()}
SAID = "I: Hvordan ble du med i hagelaget?\nR: Jeg heter Solfrid Kvernmo, og en nabo spurte meg.\n"
ORDER = {"formats": ["csv"], "tool": "", "times": False, "unreviewed": []}


@pytest.fixture(scope="module")
def _suggested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = builders.study_folder(tmp_path_factory.mktemp("forslag") / "studie")
    (root / "guide.yaml").write_text(theming.GUIDE, "utf-8")
    for name in ("a.txt", "b.txt"):
        (root.parent / name).write_text(SAID, "utf-8")
    study = open_study(root)
    (root.parent / "b.txt").write_text(SAID + "R: Det er lenge siden.\n", "utf-8")
    actions.take_in(study, [root.parent / "a.txt", root.parent / "b.txt"], verified_by="Anne")
    deidentify.anonymise(study, suggestions=True)
    themes.segment_study(study)
    return root


@pytest.fixture
def study(_suggested: Path, tmp_path: Path) -> Study:
    """Two interviews where the machine's suggestions were taken, categorised."""
    import shutil

    return open_study(shutil.copytree(_suggested, tmp_path / "studie"))


@pytest.fixture
def told(study: Study, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[list[Any], list[Any]]]:
    """Runs work in this process; what came of it, and what was said."""
    monkeypatch.setattr(work, "begin", lambda: None)
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)

    def run(doing: work.Doing, wanted: Any = None) -> tuple[list[Any], list[Any]]:
        heard: queue.Queue[Any] = queue.Queue()
        doing(str(study.store.root), wanted, "nb", heard)
        news = list(heard.queue)
        assert news[-1][0] == "end"
        return [one for kind, found in news if kind == "came" for one in found], news[-1][1]

    return run


def rows(root: Path) -> dict[str, Any]:
    with pages.served(root) as page:
        found = page.browser("Anne").get("/api/interviews").json
    return {row["interview"]: row for row in found["interviews"]}


def test_every_kind_of_file_is_offered_in_words(study: Study) -> None:
    with pages.served(study.store.root) as page:
        found = page.browser("Anne").get("/api/files").json
    assert [one["name"] for one in found["formats"]] == list(FORMATS)
    assert set(ahead.FORMATS) <= set(FORMATS)
    assert {one["name"]: one["text"] for one in found["formats"]}["quotes"] == "Sitater i Word"
    for tool in found["tools"]:
        handover._chosen((), tool["name"], False)


def test_every_reason_to_wait_has_a_sentence_here() -> None:
    from typing import get_args

    assert set(work.WAITS) == set(get_args(handover.Outcome)) - {"handed"}


def test_what_is_not_reviewed_is_named_and_not_ready(study: Study) -> None:
    with pages.served(study.store.root) as page:
        found = page.browser("Anne").get("/api/files").json
    assert (found["ready"], found["unreviewed"]) == ([], ["intervju-01", "intervju-02"])
    assert not study.store.coding.exists()
    assert {row["stand"] for row in rows(study.store.root).values()} == {"kategorisert, ikke gjennomgått"}


def test_an_interview_without_text_waits_with_its_reason(study: Study) -> None:
    study.store.path("intervju-02", "anonymised/anonymised.json").unlink()
    with pages.served(study.store.root) as page:
        found = page.browser("Anne").get("/api/files").json
    assert found["waiting"] == [
        {"interview": "intervju-02", "why": "no_text", "reason": NB["overview.waits.no_text"]}
    ]
    assert rows(study.store.root)["intervju-02"]["stand"] == "kontrollert"


def test_nothing_leaves_that_was_not_confirmed_by_name(study: Study, told: Any) -> None:
    for unreviewed in ([], ["intervju-01"]):
        came, said = told(work.hand_over, ORDER | {"unreviewed": unreviewed})
        assert came == []
        assert [one["kind"] for one in said] == ["error"]
        assert "intervju-02" in said[0]["text"]
        assert not study.store.coding.exists()


def test_what_was_confirmed_leaves_and_the_page_is_told_where(study: Study, told: Any) -> None:
    confirmed = ["intervju-01", "intervju-02"]
    [came], said = told(work.hand_over, ORDER | {"unreviewed": confirmed})
    assert came["written"] == ["avsnitt.csv"]
    assert [(row["interview"], row["exported"], row["reviewed"]) for row in came["interviews"]] == [
        ("intervju-01", True, False),
        ("intervju-02", True, False),
    ]
    assert all(one["kind"] == "note" for one in said)
    with pages.served(study.store.root) as page:
        anne = page.browser("Anne")
        files = anne.get("/api/interviews").json["files"]
        assert files["files"] == ["avsnitt.csv"]
        assert files["folder"] == str(study.store.coding)
        assert files["current"]
        line = Respond(interview="intervju-01", group="Naboer", label="en nabo")
        desk = Rulings(study)
        desk.take("Anne", [RulingProposal(id=desk.new_id(), operations=(line,))])
        found = anne.get("/api/interviews").json
    assert not found["files"]["current"]
    assert found["interviews"][0]["respondent"] == {"group": "Naboer", "subgroup": "", "label": "en nabo"}


def test_an_unknown_kind_of_file_is_an_error_in_a_sentence(study: Study, told: Any) -> None:
    came, [said] = told(
        work.hand_over, ORDER | {"formats": ["odt"], "unreviewed": ["intervju-01", "intervju-02"]}
    )
    assert (came, said["kind"]) == ([], "error")
    assert "odt" in said["text"]


def test_a_damaged_list_of_files_says_that_nothing_was_written(study: Study) -> None:
    study.store.coding.mkdir(parents=True)
    (study.store.coding / handover.WRITTEN).write_text("[]", "utf-8")
    with pages.served(study.store.root) as page:
        assert page.browser("Anne").get("/api/interviews").json["files"]["at"] == ""


def test_the_search_tells_what_each_interview_waits_for_without_a_word_of_it(study: Study, told: Any) -> None:
    came, said = told(work.search_through)
    assert said == []
    assert [(one["interview"], one["state"], one["stopped"]) for one in came] == [
        ("intervju-01", "decide", False),
        ("intervju-02", "decide", False),
    ]
    assert all(one["undecided"] for one in came)
    assert "kvernmo" not in str(came).casefold()


def test_an_interview_goes_to_people_only_as_long_as_something_is_undecided(study: Study) -> None:
    with pages.served(study.store.root) as page:
        opened = page.site.opened
        assert rows(study.store.root)["intervju-01"]["step"] == "decide"
        opened.undecided = ("", {})
        row = {"interview": "intervju-01", "waits_for": "decide", "state": "deidentified", "stages": {}}
        assert ahead.step(opened, row, None, handed=False) == "decide"
        opened.undecided = (opened.undecided[0], dict.fromkeys(opened.undecided[1], 0))
        assert ahead.step(opened, row, None, handed=False) == "anonymise"
        came = {"interview": "intervju-01", "state": "decide", "undecided": 2}
        came["ruled"] = work.trace(opened.study, work.RULINGS)
        opened.search._take("came", [came])  # the last run says that a name would be left in two places
        assert ahead.step(opened, row, None, handed=False) == "decide"


def test_categorising_tells_how_many_passages_and_which_have_no_text(study: Study, told: Any) -> None:
    study.store.path("intervju-02", "anonymised/anonymised.json").unlink()
    came, said = told(work.cut_through)
    assert said == []
    assert [(one["interview"], one["outcome"]) for one in came] == [
        ("intervju-01", "segmented"),
        ("intervju-02", "waiting"),
    ]
    assert came[0]["passages"] > 0


def test_a_study_without_a_guide_is_told_so(study: Study, told: Any) -> None:
    (study.store.root / "guide.yaml").unlink()
    _, [said] = told(work.cut_through)
    assert said["kind"] == "error"
    assert NB["themes.no_guide"].format(file="guide.yaml") in said["text"]


@pytest.mark.parametrize(
    ("doing", "stage"),
    [
        (work.search_through, "pipeline.deidentify.anonymise"),
        (work.cut_through, "pipeline.themes.segment_study"),
        (work.hand_over, "pipeline.handover.export"),
    ],
)
@pytest.mark.parametrize("error", [ValueError(builders.CANARY), PipelineError("Noe å rette.", "Slik.")])
def test_what_stops_the_work_is_told_without_a_word_of_an_interview(
    told: Any, monkeypatch: pytest.MonkeyPatch, doing: work.Doing, stage: str, error: Exception
) -> None:
    def stops(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(stage, stops)
    came, [said] = told(doing, ORDER)
    assert (came, said["kind"]) == ([], "error")
    assert ("Noe å rette. Slik." if isinstance(error, PipelineError) else "ValueError") in said["text"]
    assert builders.CANARY not in said["text"]


@pytest.mark.parametrize("kind", ["search", "cut", "export"])
def test_a_stranger_starts_nothing_and_nonsense_is_refused(study: Study, kind: str) -> None:
    with pages.served(study.store.root) as page:
        stranger = pages.Browser(page.app)
        assert stranger.post(f"/api/work/{kind}", {}).status in (401, 403)
        assert page.browser("Anne").post("/api/work/export", {"formats": 3}).status == 422
        assert not any(one["running"] for one in page.browser("Anne").get("/api/work").json.values())
