"""From verified text to findings: spans, ids, the second look, and what is said when something is wrong."""

import logging
from collections.abc import Iterator

import builders
import pytest
from presidio_analyzer import EntityRecognizer

from pipeline.anonymise.find import CHECK, LEAST, LONGEST_TURN, MEMORY, Finder, find, names_known
from pipeline.anonymise.memory import Known
from pipeline.anonymise.page import Hit, Page
from pipeline.anonymise.recognisers import RECOGNISERS, base
from pipeline.artefacts.finding import Finding, Findings, IdentifierType
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.errors import PipelineError
from pipeline.messages import catalogue


def interview(*texts: str, language: str = "nb") -> VerifiedTranscript:
    return VerifiedTranscript(
        interview="intervju-01",
        language=language,
        turns=tuple(
            VerifiedTurn(id=f"t{number}", speaker="S1", role="respondent", text=text)
            for number, text in enumerate(texts, 1)
        ),
    )


def shown(verified: VerifiedTranscript, found: Findings) -> list[tuple[str, str, str]]:
    texts = {turn.id: turn.text for turn in verified.turns}
    return [(f.turn_id, texts[f.turn_id][f.start : f.end], f.type.value) for f in found.findings]


def test_findings_are_spans_of_their_turn(finder: Finder) -> None:
    verified = interview("Hvem er du?", "Jeg heter Kari Moe og bor i Moss.", "", "Ring 412 34 567, Kari.")
    assert shown(verified, find(verified, finder)) == [
        ("t2", "Kari Moe", "PERSON"),
        ("t2", "Moss", "PLACE"),
        ("t4", "412 34 567", "PHONE"),
        ("t4", "Kari", "PERSON"),
    ]


def test_findings_do_not_overlap_and_say_why_in_both_languages(finder: Finder) -> None:
    found = find(interview("Rektor Kari Moe på Li skole i Moss ble sykmeldt 3. mars 2020."), finder)
    assert len(found.findings) > 4
    for one, other in zip(found.findings, found.findings[1:], strict=False):
        assert one.end <= other.start
    assert all(finding.reason in catalogue() for finding in found.findings)


def test_a_number_read_aloud_over_two_turns_is_found_in_both(finder: Finder) -> None:
    verified = interview("nummeret er ni to seks eh førtien", "ja", "null åttifem")
    assert [one for one in shown(verified, find(verified, finder)) if one[2] == "PHONE"] == [
        ("t1", "ni to seks eh førtien", "PHONE"),
        ("t3", "null åttifem", "PHONE"),
    ]


def test_the_same_text_gives_the_same_findings(finder: Finder) -> None:
    verified = interview("Jeg heter Kari Moe.", "Takk, Kari.")
    assert find(verified, finder).to_bytes() == find(verified, finder).to_bytes()


def test_an_id_lives_as_long_as_its_span_stands(finder: Finder) -> None:
    before = find(interview("Jeg heter Kari Moe.", "Ja."), finder)
    after = find(interview("Jeg heter Kari Moe.", "Ja, det gjør jeg."), finder)
    assert before.findings[0].id == after.findings[0].id


def test_mentions_of_one_name_share_an_entity(finder: Finder) -> None:
    found = find(interview("Jeg heter Kari Moe.", "Takk, Kari.", "Karis mor heter Anne Lie."), finder)
    people = [f.entity_id for f in found.findings if f.type is IdentifierType.PERSON]
    assert people == ["person-1", "person-1", "person-1", "person-2"]


def test_what_is_unsure_goes_to_people_and_is_not_dropped(finder: Finder) -> None:
    found = find(interview("Jeg skrev 482910 på lappen og bor i Moss."), finder)
    assert {f.type: f.check for f in found.findings} == {IdentifierType.ID: True, IdentifierType.PLACE: False}
    assert all(f.check == (f.score < CHECK) and f.score >= LEAST for f in found.findings)


@pytest.mark.parametrize(
    ("first", "then", "surface"),
    [
        ("Jeg heter Solfrid Kvernmo.", "så kom kvernmo inn", "kvernmo"),
        ("Jeg heter Solfrid Kvernmo.", "Det var Kvernmos idé.", "Kvernmos"),
        ("jeg heter solfrid kvernmo", "så sa sol frid at det gikk", "sol frid"),
        ("jeg heter solfrid kvernmo", "så kom kvernmoe inn", "kvernmoe"),
        ("jeg jobber på Ranvik i Moss", "og Ranviksgjengen er med", "Ranvik"),
        ("jeg heter bjørn aasland", "bjørn ringte hver dag", "bjørn"),
    ],
)
def test_a_known_name_is_found_again(finder: Finder, first: str, then: str, surface: str) -> None:
    verified = interview(first, then)
    found = [text for turn, text, _ in shown(verified, find(verified, finder)) if turn == "t2"]
    assert any(text.startswith(surface) for text in found)


def test_a_known_name_is_no_word_inside_other_words(finder: Finder) -> None:
    verified = interview("Jeg heter Ole Nes.", "På skolen er det personale fra Nesttun og violer.")
    assert [one for one in shown(verified, find(verified, finder)) if one[1] in ("Ole", "ole", "Nes")] == []


def test_what_other_interviews_know_is_searched_for_too(finder: Finder) -> None:
    verified = interview("så snakka vi med quorvang om det")
    known = (Known("Ulla Quorvang", IdentifierType.PERSON, own=False),)
    assert "quorvang" in [text for _, text, _ in shown(verified, find(verified, finder, known))]
    assert find(verified, finder, known).findings[-1].recogniser in (MEMORY, "person")


def test_an_interview_passes_on_what_it_is_sure_of(finder: Finder) -> None:
    verified = interview("Jeg heter Kari Moe.")
    assert ("Kari Moe", IdentifierType.PERSON) in [
        (one.name, one.type) for one in names_known(verified, find(verified, finder))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[[PERSON:p1|x]] {{}} <seg> .*+?",
        "🙂 🙂",
        "a" * 5000,
        "1 " * 2000,
        "Å" * 300,
        "«»–—…",
        "Person 3 sa ja",
    ],
)
def test_odd_text_is_searched_like_other_text(finder: Finder, text: str) -> None:
    for finding in find(interview(text), finder).findings:
        assert 0 <= finding.start < finding.end <= len(text)


def test_a_turn_that_is_too_long_is_refused_with_what_to_do(finder: Finder) -> None:
    with pytest.raises(PipelineError) as refused:
        find(interview("a " * LONGEST_TURN), finder)
    assert refused.value.hint
    assert "intervju-01" in refused.value.message


class Broken(base.Recogniser):
    type = IdentifierType.ID
    key = "broken"

    def find(self, page: Page) -> Iterator[Hit]:
        raise ValueError(f"broke on {page.text}")


def test_a_recogniser_that_fails_is_said_and_quotes_nothing(finder: Finder) -> None:
    registry = finder._analyzer.registry
    broken = Broken("nb")
    registry.recognizers.append(broken)
    try:
        with pytest.raises(PipelineError, match="broken") as failed:
            find(interview(f"Jeg heter {builders.CANARY}."), finder)
    finally:
        registry.recognizers.remove(broken)
    assert builders.CANARY not in failed.value.message + failed.value.hint + repr(failed.value)
    assert "ValueError" in failed.value.message


def test_no_word_of_an_interview_is_logged_or_in_a_repr(
    finder: Finder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        verified = interview(f"Jeg heter {builders.CANARY} og bor i Moss.")
        found = find(verified, finder)
    assert found.findings
    shown_ = (
        caplog.text
        + repr(found)
        + repr(Page(verified.turns[0].text))
        + repr(Known(builders.CANARY, IdentifierType.PERSON))
    )
    assert builders.CANARY not in shown_


def test_no_trace_of_decisions_is_kept_and_no_part_opens_connections(finder: Finder) -> None:
    assert finder._analyzer.log_decision_process is False
    names = {type(one).__name__ for one in finder._analyzer.registry.recognizers}
    assert names == {RECOGNISERS.load(name).__name__ for name in RECOGNISERS}
    assert all(isinstance(one, EntityRecognizer) for one in finder._analyzer.registry.recognizers)


def test_a_finding_covers_something() -> None:
    with pytest.raises(ValueError, match="covers nothing"):
        Finding(
            id="f",
            turn_id="t1",
            start=3,
            end=3,
            type=IdentifierType.ID,
            entity_id="id-1",
            score=0.5,
            recogniser="id",
            reason="anonymise.reason.name",
        )
