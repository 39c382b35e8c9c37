"""Studies on the page: one that was imported, one with sound that was written out once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import builders
import pages
import pytest

from pipeline import actions
from pipeline.runner import open_study


@pytest.fixture
def study(study_folder: Path) -> Path:
    """A study with one interview, without sound."""
    pages.put_transcript(study_folder, pages.talk())
    return study_folder


@pytest.fixture
def page(study: Path) -> Iterator[pages.Served]:
    with pages.served(study) as found:
        yield found


@pytest.fixture
def anne(page: pages.Served) -> pages.Browser:
    return page.browser("Anne")


@pytest.fixture(scope="session")
def _written_out(tmp_path_factory: pytest.TempPathFactory, excerpt: Path) -> Path:
    folder = builders.study_folder(tmp_path_factory.mktemp("skrevet") / "studie")
    shutil.copy(excerpt, folder / "audio_in" / "a.wav")
    [result] = actions.transcribe(open_study(folder))
    assert result.outcome == "made"
    return folder


@pytest.fixture
def with_sound(_written_out: Path, tmp_path: Path) -> Path:
    """A study with one interview of 16 seconds, written out by the fake engine."""
    return shutil.copytree(_written_out, tmp_path / "med-lyd")


@pytest.fixture
def sounding(with_sound: Path) -> Iterator[pages.Served]:
    with pages.served(with_sound) as found:
        yield found
