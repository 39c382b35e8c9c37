"""The reading copies: what a person opens first."""

import io
import zipfile

import builders
import docx
import pytest
from docx.oxml.ns import qn

from pipeline.artefacts.transcript import Mark
from pipeline.artefacts.verified import SpeakerName, VerifiedTranscript
from pipeline.review.reading import Head, docx_bytes, vtt_text
from pipeline.review.verified import project

HEAD = Head(made_with="Skrevet ut av fake.", rules="Ordrett.", signed_rounds=(), rounds=2)


@pytest.fixture
def verified() -> VerifiedTranscript:
    found = builders.transcript(
        builders.turn("u1", "Kan du si hva du heter?", 0, role="interviewer"),
        builders.turn("u2", "Ja, jeg heter Åse <Ødegård> & co.", 65_000, speaker="S2", sure=False),
        marks=(Mark(kind="speech_without_words", start_ms=30_000, end_ms=31_000),),
    )
    return project(found, ())


def paragraphs(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def test_the_document_has_time_speaker_text_and_marks_in_order(verified: VerifiedTranscript) -> None:
    assert paragraphs(docx_bytes(verified, HEAD))[-3:] == [
        "[00:00:00] Intervjuer (S1): Kan du si hva du heter?",
        "[00:00:30–00:00:31: tale som ikke ble skrevet ut]",
        "[00:01:05] Informant (S2): Ja, jeg heter Åse <Ødegård> & co. (usikker på hvem som snakker)",
    ]


def test_the_head_says_the_state_the_rules_and_that_the_text_is_private(verified: VerifiedTranscript) -> None:
    head = "\n".join(paragraphs(docx_bytes(verified, HEAD))[:-3])
    for part in ("intervju-01", "maskinutskrift", "Ordrett.", "fake", "1", "ikke forlate denne maskinen"):
        assert part in head
    checked = Head("", "", signed_rounds=(1, 2), rounds=2)
    assert "kontrollert. Signerte runder: 1, 2 av 2." in "\n".join(paragraphs(docx_bytes(verified, checked)))


def test_an_empty_transcript_says_so() -> None:
    head = "\n".join(paragraphs(docx_bytes(project(builders.transcript(), ()), HEAD)))
    assert "ingen ord er skrevet ut" in head


@pytest.mark.parametrize(("language", "code"), [("nb", "nb-NO"), ("nn", "nn-NO")])
def test_word_is_told_that_the_text_is_norwegian(
    verified: VerifiedTranscript, language: str, code: str
) -> None:
    data = docx_bytes(verified.model_copy(update={"language": language}), HEAD)
    styles = docx.Document(io.BytesIO(data)).styles.element
    assert {one.get(qn("w:val")) for one in styles.iter(qn("w:lang"))} == {code}


def test_the_margin_is_wide_enough_to_write_in(verified: VerifiedTranscript) -> None:
    section = docx.Document(io.BytesIO(docx_bytes(verified, HEAD))).sections[0]
    assert section.right_margin.cm >= 5


def test_the_same_transcript_gives_the_same_bytes_and_no_author_or_time(verified: VerifiedTranscript) -> None:
    data = docx_bytes(verified, HEAD)
    assert data == docx_bytes(verified, HEAD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"python-docx" not in archive.read("docProps/core.xml")


def test_a_name_that_people_gave_replaces_role_and_label(verified: VerifiedTranscript) -> None:
    named = verified.model_copy(update={"names": (SpeakerName(speaker="S2", name="Åse", role="respondent"),)})
    assert any("] Åse: Ja" in line for line in paragraphs(docx_bytes(named, HEAD)))


def test_captions_have_times_voices_and_escaped_text(verified: VerifiedTranscript) -> None:
    _, _, captions = vtt_text(verified, HEAD).partition("denne maskinen.\n")
    assert captions.splitlines() == [
        "",
        "00:00:00.000 --> 00:00:01.800",
        "<v Intervjuer (S1)>Kan du si hva du heter?",
        "",
        "00:01:05.000 --> 00:01:07.100",
        "<v Informant (S2)>Ja, jeg heter Åse &lt;Ødegård&gt; &amp; co.",
    ]


def test_a_long_turn_becomes_several_captions_and_loses_no_word() -> None:
    said = " ".join(f"ord{number}" for number in range(200))
    lines = vtt_text(project(builders.transcript(builders.turn("u1", said)), ()), HEAD).splitlines()
    captions = [line.partition(">")[2] for line in lines if line.startswith("<v")]
    assert len(captions) > 10
    assert all(len(caption) <= 84 for caption in captions)
    assert " ".join(captions) == said


def test_captions_begin_with_the_state_and_the_rules_as_a_comment(verified: VerifiedTranscript) -> None:
    arrow = Head("En --> pil.", "Ordrett.", signed_rounds=(), rounds=2)
    comment = vtt_text(verified, arrow).split("\n\n")[:2]
    assert comment[0] == "WEBVTT"
    assert comment[1].splitlines()[0] == "NOTE"
    assert comment[1].splitlines()[2:4] == ["En → pil.", "Ordrett."]


def test_what_people_wrote_is_not_called_a_machine_transcript(verified: VerifiedTranscript) -> None:
    imported = Head("", "", signed_rounds=(), rounds=2, machine=False)
    for text in ("\n".join(paragraphs(docx_bytes(verified, imported))), vtt_text(verified, imported)):
        assert "maskinutskrift" not in text
        assert "Ingen har kontrollert" in text


def test_a_transcript_without_times_has_no_captions() -> None:
    assert "-->" not in vtt_text(project(builders.transcript(builders.turn("u1", "Hei", None)), ()), HEAD)
