"""What all tests share: a Norwegian surface, a study in a temporary folder, an engine that is not heavy."""

from collections.abc import Iterator
from pathlib import Path

import builders
import pytest
from hypothesis import settings

from pipeline.messages import use_language
from pipeline.transcribe.engines import ENGINES

# A loaded machine is no reason to fail, and a failure is to come again.
settings.register_profile("renskriv", deadline=None, derandomize=True)
settings.load_profile("renskriv")


@pytest.fixture(autouse=True)
def _norwegian() -> Iterator[None]:
    use_language("nb")
    yield
    use_language(None)


@pytest.fixture(scope="session")
def sample_sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample interview as `audio.wav`."""
    from pipeline.ingest.decode import decode

    target = tmp_path_factory.mktemp("sample") / "audio.wav"
    decode([builders.SAMPLE], target)
    return target


@pytest.fixture(scope="session")
def excerpt(sample_sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's first 16 seconds: question, answer, question."""
    target = tmp_path_factory.mktemp("excerpt") / "utdrag.wav"
    target.write_bytes(builders.shortened(sample_sound, 16))
    return target


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """A new study, empty, whose engine is the fake one."""
    return builders.study_folder(tmp_path / "studie")


@pytest.fixture(autouse=True, scope="session")
def _fake_engine() -> None:
    ENGINES.add("fake", "builders:FakeEngine")
