"""The goals for themes, on interviews that were seen while the method was made and on others."""

import json
from pathlib import Path

import builders
import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import PipelineError
from pipeline.runner import open_study
from pipeline.themes import evaluate

INTERVIEWS = builders.REPOSITORY / "tests" / "data" / "interviews"


def test_a_marked_interview_without_its_guide_is_refused(study_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("# id: X\n# guide: borte\n# language: nb\nI\t-\tHei.\n", "utf-8")
    with pytest.raises(PipelineError) as refused:
        evaluate(open_study(study_folder), [path])
    assert "guide-borte.yaml" in refused.value.message


@pytest.mark.parametrize(
    ("names", "turns", "main"),
    [("D0[1-6]", 0.75, 0.88), ("U0[1-6]", 0.65, 0.80), ("V0[1-4]", 0.65, 0.80), ("W0[1-4]", 0.65, 0.80)],
)
def test_the_bars_hold_on_interviews_seen_and_not_seen(
    study_folder: Path, names: str, turns: float, main: float
) -> None:
    """U, V and W, by three strangers with guides of their own, were looked at when the method was done."""
    scores = evaluate(open_study(study_folder), sorted(INTERVIEWS.glob(f"{names}.txt")))
    assert scores.turns >= turns
    assert scores.main >= main
    assert scores.top >= 0.85
    assert scores.window_diff <= 0.30
    assert scores.sure_half >= 0.92


def test_the_command_gives_figures_and_no_words(study_folder: Path) -> None:
    arguments = ["--study", str(study_folder), "evaluate", "--themes", str(INTERVIEWS / "U05.txt")]
    shown = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert shown.exception is None
    assert "undertema" in shown.stdout
    data = CliRunner().invoke(cli, [*arguments, "--json"], standalone_mode=False)
    assert 0 < json.loads(data.stdout)["themes"]["turns"] <= 1
