"""Searching a study and scoring the search, as the command line asks for it."""

import json
from pathlib import Path

import builders
import pytest
from click.testing import CliRunner

from pipeline import identifiers, runner
from pipeline.actions import take_in
from pipeline.artefacts.finding import Findings
from pipeline.cli import cli
from pipeline.errors import PipelineError
from pipeline.runner import Study, open_study
from pipeline.status import overview

FIRST = "I: Hvem er du?\nR: Jeg heter Solfrid Kvernmo og er rektor på Lia skole i Moss.\n"
SECOND = "I: hvem jobber du med\nR: jeg jobber med kvernmo og det går bra\n"


@pytest.fixture
def study(study_folder: Path, tmp_path: Path) -> Study:
    """Two interviews that were imported."""
    files = []
    for name, text in (("en.txt", FIRST), ("to.txt", SECOND)):
        files.append(tmp_path / name)
        files[-1].write_text(text, "utf-8")
    opened = open_study(study_folder)
    take_in(opened, files)
    return opened


def run(study: Study, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--study", str(study.store.root), *arguments], standalone_mode=False)
    code = result.return_value if isinstance(result.return_value, int) else 0
    if result.exception is not None:
        raise result.exception
    return code, result.stdout, result.stderr


def test_unsigned_interviews_are_searched_and_nothing_is_replaced(study: Study) -> None:
    code, out, err = run(study, "anonymise")
    assert code == 0
    assert "intervju-01: 5 funn" in out or "intervju-01: 4 funn" in out
    assert "Ingenting er erstattet" in err
    assert "signert" in err
    assert not list(study.store.anonymised.glob("intervju-*/*"))
    assert "Kvernmo" not in out + err


def test_the_counts_are_data_too(study: Study) -> None:
    _, out, _ = run(study, "anonymise", "--json")
    data = json.loads(out)
    assert data["replaced"] is False
    first = data["interviews"][0]
    assert first["interview"] == "intervju-01"
    assert first["types"]["PERSON"]["found"] == 1
    assert first["findings"] == sum(kind["found"] for kind in first["types"].values())


def test_what_one_interview_knows_is_found_in_the_other(study: Study) -> None:
    identifiers.search(study)
    names = json.loads((study.store.identified / "names.json").read_text("utf-8"))["names"]
    assert ["intervju-01", "Solfrid Kvernmo", "PERSON"] in names
    found = study.store.read("intervju-02", Findings)
    assert "PERSON" in [finding.type for finding in found.findings]


def test_a_search_that_is_done_is_not_done_again(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    identifiers.search(study)
    monkeypatch.setattr(identifiers, "finder_of", lambda _: pytest.fail("the model was loaded"))
    monkeypatch.setattr(runner, "_find", lambda _: pytest.fail("the search ran"))
    assert [one.failed for one in identifiers.search(study)] == [False, False]


def test_other_lists_or_another_model_make_it_search_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.anonymise import gazetteer

    identifiers.search(study)
    job = runner.Job(study, "intervju-01")
    search = next(stage for stage in runner.STAGES if stage.name == "find")
    assert runner.state_of(search, job) == "done"
    monkeypatch.setattr(gazetteer, "lists_digest", lambda: "others")
    assert runner.state_of(search, job) == "old"


def test_transcribing_and_importing_do_not_search(study: Study) -> None:
    assert not study.store.has("intervju-01", "findings.json")
    assert overview(study)["interviews"][0]["waits_for"] == "people"
    assert "find" not in overview(study)["interviews"][0]["stages"]
    identifiers.search(study)
    assert overview(study)["interviews"][0]["stages"]["find"] == "done"
    assert overview(study)["interviews"][0]["waits_for"] == "people"


def test_one_interview_that_fails_does_not_stop_the_others(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = runner._find

    def breaks(job: runner.Job) -> None:
        if job.interview == "intervju-01":
            raise ValueError(builders.CANARY)
        find(job)

    changed = tuple(
        stage if stage.name != "find" else runner.Stage(**{**vars(stage), "run": breaks})
        for stage in runner.STAGES
    )
    monkeypatch.setattr(runner, "STAGES", changed)
    monkeypatch.setattr(identifiers, "STAGES", changed)
    first, second = identifiers.search(study)
    assert first.bug
    assert builders.CANARY not in first.bug
    assert not second.failed
    assert second.found


def test_a_missing_name_model_is_said_before_anything_is_searched(study: Study) -> None:
    path = study.store.root / "study.toml"
    path.write_text(path.read_text("utf-8") + '[anonymise]\nlanguage_model = "finnes-ikke"\n', "utf-8")
    with pytest.raises(PipelineError) as refused:
        identifiers.search(open_study(study.store.root))
    assert refused.value.hint
    assert not study.store.has("intervju-01", "findings.json")


def test_a_study_without_interviews_says_what_to_do(study_folder: Path) -> None:
    code, out, err = run(open_study(study_folder), "anonymise")
    assert (code, out) == (0, "")
    assert "renskriv transcribe" in err


def test_evaluate_gives_figures_and_keeps_misses_in_the_study(study: Study) -> None:
    marked = builders.REPOSITORY / "tests" / "data" / "interviews" / "E03.txt"
    code, out, err = run(study, "evaluate", "--misses", str(marked))
    assert code == 0
    assert "PERSON" in out
    misses = study.store.identified / "evaluation" / "misses.tsv"
    assert misses.is_file()
    assert str(misses.name) in err.replace("\n", "")
    assert "hagen" not in out + err
    _, data, _ = run(study, "evaluate", "--json", str(marked))
    assert json.loads(data)["entities"]["direct"]["share"] > 0.9
