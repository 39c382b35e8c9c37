"""What every engine in the registry must keep, by its being there."""

import inspect

import builders
import numpy as np
import pytest

from pipeline.artefacts.sound import open_sound
from pipeline.registry import Registry
from pipeline.transcribe.engines import ENGINES, Engine
from pipeline.weights import installed

#: A model that ships, for each engine that is to be tried here.
MODELS = {"openai-whisper": "embedded-nb", "fake": "embedded-nb"}


@pytest.fixture(params=sorted({*ENGINES, "fake"}))
def engine(request: pytest.FixtureRequest) -> Engine:
    weights = installed()
    model = weights.find(MODELS[request.param])
    made: Engine = ENGINES.load(request.param)(weights.locate(model), name=model.name, beam=5)
    return made


@pytest.fixture
def utterance(sample_sound) -> np.ndarray:
    return open_sound(sample_sound).mono(300, 3_800)


def test_it_says_its_version(engine: Engine) -> None:
    assert isinstance(engine.version, str)
    assert engine.version


def test_its_words_have_times_inside_the_window_in_order(engine: Engine, utterance: np.ndarray) -> None:
    words = engine.decode(utterance, "nb", 1).words
    assert words
    length = len(utterance) * 1000 // 16_000
    for word in words:
        assert word.text == word.text.strip()
        assert " " not in word.text
        assert word.start_ms is not None
        assert word.end_ms is not None
        assert 0 <= word.start_ms <= word.end_ms <= length
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)


def test_the_same_window_gives_the_same_words(engine: Engine, utterance: np.ndarray) -> None:
    assert engine.decode(utterance, "nb", 1) == engine.decode(utterance, "nb", 1)


def test_a_silent_window_gives_no_invented_words(engine: Engine, request: pytest.FixtureRequest) -> None:
    if "fake" in request.node.callspec.id:
        assert engine.decode(
            np.zeros(16_000, np.float32), "nb", 1
        ).words  # the fake one always says something
        return
    assert engine.decode(np.zeros(16_000, np.float32), "nb", 1).words == ()


def test_both_written_forms_are_judged(engine: Engine, utterance: np.ndarray) -> None:
    found = engine.probable_language(utterance)
    assert set(found) == {"nb", "nn"}
    assert all(0 <= value <= 1 for value in found.values())


def test_what_it_heard_is_not_in_a_repr(engine: Engine, utterance: np.ndarray) -> None:
    decoded = engine.decode(utterance, "nb", 1)
    assert decoded.words[0].text not in repr(decoded)


def test_it_is_made_as_the_room_makes_it() -> None:
    for name in ENGINES:
        parameters = list(inspect.signature(ENGINES.load(name).__init__).parameters)
        assert parameters == ["self", "weights", "name", "beam"]


def test_a_name_that_is_taken_is_refused_naming_both() -> None:
    registry = Registry("engine")
    registry.add("en", "a.b:C")
    with pytest.raises(ValueError, match=r"a\.b:C and by d\.e:F"):
        registry.add("en", "d.e:F")
    assert list(registry) == ["en"]
    assert builders.FakeEngine is ENGINES.load("fake")
