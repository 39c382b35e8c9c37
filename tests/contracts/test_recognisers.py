"""What every recogniser in the registry must keep, by its being there."""

import inspect

import builders
import pytest
from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from pipeline.anonymise.engine import LANGUAGES
from pipeline.anonymise.page import Page
from pipeline.anonymise.recognisers import RECOGNISERS
from pipeline.anonymise.recognisers.base import REASON, Recogniser
from pipeline.artefacts.finding import IdentifierType
from pipeline.evaluate.marked import read_marked
from pipeline.messages import catalogue

FOLDER = builders.REPOSITORY / "tests" / "data" / "interviews"
TEXT = "\n".join(
    turn.text for name in ("D01", "D04", "D06") for turn in read_marked(FOLDER / f"{name}.txt").turns
)


@pytest.fixture(params=list(RECOGNISERS))
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    made: Recogniser = RECOGNISERS.load(request.param)("nb")
    return made


def test_it_is_a_presidio_recogniser_of_one_of_our_types(recogniser: Recogniser) -> None:
    assert isinstance(recogniser, EntityRecognizer)
    assert recogniser.supported_entities == [recogniser.type.value]
    assert recogniser.type in IdentifierType
    assert recogniser.country_code() == "no"


def test_it_is_named_as_in_the_registry_and_has_a_file_of_its_own(recogniser: Recogniser) -> None:
    assert recogniser.name in RECOGNISERS
    assert inspect.getmodule(type(recogniser)).__name__.rpartition(".")[2] == recogniser.name


def test_it_comes_for_both_written_forms(recogniser: Recogniser) -> None:
    for language in LANGUAGES:
        assert type(recogniser)(language).supported_language == language


def test_its_results_are_spans_of_the_text_with_a_score_and_a_reason(recogniser: Recogniser) -> None:
    results = recogniser.analyze(TEXT, [recogniser.type.value])
    for result in results:
        assert isinstance(result, RecognizerResult)
        assert 0 <= result.start < result.end <= len(TEXT)
        assert 0 < result.score <= 1
        assert result.entity_type == recogniser.type.value
        assert f"anonymise.reason.{result.recognition_metadata[REASON]}" in catalogue()
    assert all(TEXT[r.start : r.end] == TEXT[r.start : r.end].strip() for r in results)


def test_the_same_text_gives_the_same_results(recogniser: Recogniser) -> None:
    def shown() -> list[tuple[int, int, float]]:
        return [(r.start, r.end, r.score) for r in recogniser.analyze(TEXT, [])]

    assert shown() == shown()


def test_it_looks_for_nothing_that_was_not_asked_for(recogniser: Recogniser) -> None:
    assert recogniser.analyze(TEXT, ["SOMETHING_ELSE"]) == []


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "🙂", "()[]{}.*+?^$|\\", "a" * 3000, "1" * 3000, "hundre. tusen"]
)
def test_odd_text_does_not_stop_it(recogniser: Recogniser, text: str) -> None:
    assert all(result.end <= len(text) for result in recogniser.analyze(text, []))


def test_it_keeps_nothing_of_what_it_reads(recogniser: Recogniser) -> None:
    before = dict(vars(recogniser))
    recogniser.analyze(builders.CANARY + " heter jeg", [])
    assert vars(recogniser) == before


def test_all_recognisers_of_a_text_share_one_page() -> None:
    artifacts = NlpArtifacts([], None, [], [], None, "nb")
    for name in RECOGNISERS:
        RECOGNISERS.load(name)("nb").analyze("Jeg heter Kari.", [], artifacts)
    assert isinstance(artifacts.page, Page)
    assert artifacts.page.text == "Jeg heter Kari."
