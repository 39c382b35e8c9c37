"""What the documents say is there, and what is there is said."""

import re
import tomllib
from pathlib import Path

import builders
import pytest

from pipeline.cli import cli
from pipeline.store import StudyStore

REPOSITORY = builders.REPOSITORY
DOCUMENTS = [
    REPOSITORY / "README.md",
    REPOSITORY / "pipeline" / "README.md",
    *sorted((REPOSITORY / "docs").glob("*.md")),
    *sorted((REPOSITORY / "benchmarks").glob("*.md")),
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_commands_that_are_named_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    for verb in re.findall(r"renskriv (?!`)([a-z]+)", text):
        assert verb in cli.commands, verb
    verbs = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in re.findall(r"`?make ([a-z]+(?: [a-z]+)*)", text):
        for verb in line.split():
            if verb in ("test", "lint", "transcribe", "setup", "bench", "format", "train"):
                assert verb in verbs, verb


def test_the_first_lines_of_the_readme_are_the_two_commands() -> None:
    first = (REPOSITORY / "README.md").read_text("utf-8").splitlines()[:6]
    assert [line.split("#")[0].strip() for line in first if line.startswith("make")] == [
        "make transcribe",
        "make test",
    ]


def test_the_map_of_the_house_names_every_module() -> None:
    text = (REPOSITORY / "pipeline" / "README.md").read_text("utf-8")
    for path in (REPOSITORY / "pipeline").rglob("*.py"):
        relative = path.relative_to(REPOSITORY / "pipeline")
        if path.name == "__init__.py" or relative.parts[0] in ("messages", "artefacts"):
            continue
        place = f"{relative.parts[1]}/" if len(relative.parts) > 2 else path.name
        assert place in text, relative


def test_the_repository_is_a_study_that_ships_the_sample_alone() -> None:
    assert (REPOSITORY / "guide.yaml").is_file()
    assert tomllib.loads((REPOSITORY / "study.toml").read_text("utf-8"))["title"]
    assert StudyStore(REPOSITORY).audio_in == builders.SAMPLE.parent


def test_no_document_or_module_holds_a_path_of_a_machine() -> None:
    for path in REPOSITORY.rglob("*"):
        if path.suffix in (".py", ".md", ".toml", ".yaml") and ".venv" not in path.parts:
            assert not re.search(r"(?<!\w)/(?:home|Users|root|work)/[a-z]", path.read_text("utf-8")), path
