"""Copies for reading: they say what they are, and hold no name, no time and no time code."""

import io
import zipfile

import docx
import pytest
from lxml import etree
from replaced import replaced

from pipeline.anonymise.fair_copy import FairHead, anonymised_docx, anonymised_text, anonymised_xml
from pipeline.artefacts.anonymised import AnonymisedTranscript

HEAD = FairHead(frame=("Storvik kommune",))


@pytest.fixture
def anonymised() -> AnonymisedTranscript:
    result = replaced("Hei, <Kari|PERSON>.", "", "<Rektoren|TITLE> & <sjefen|TITLE>")
    first = result.turns[0].model_copy(update={"role": "interviewer", "start_ms": 65_000, "end_ms": 66_000})
    return result.model_copy(update={"turns": (first, *result.turns[1:])})


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_both_hold_the_same_lines_and_leave_empty_turns_out(anonymised: AnonymisedTranscript) -> None:
    text = anonymised_text(anonymised, HEAD)
    written = paragraphs(anonymised_docx(anonymised, HEAD))
    assert text.split("\n\n")[:-1] == written
    assert written[-2:] == ["Intervjuer: Hei, [Person 1].", "Informant: [Lederen i oppvekst] & [lederen]"]


def test_the_head_and_the_end_say_that_it_is_not_anonymous(anonymised: AnonymisedTranscript) -> None:
    text = anonymised_text(anonymised, HEAD)
    assert "avidentifisert" in text.split("\n\n")[1]
    assert "ikke anonym" in text.split("\n\n")[1]
    assert text.rstrip().endswith("ikke anonym.")
    assert "Storvik kommune" in text
    assert "Storvik" not in anonymised_text(anonymised, FairHead())
    document = docx.Document(io.BytesIO(anonymised_docx(anonymised, HEAD)))
    assert document.sections[0].footer.paragraphs[0].text.endswith("ikke anonym.")


@pytest.mark.parametrize(("reviewed", "line"), [(True, "avgjort av mennesker"), (False, "Ikke gjennomgått")])
def test_the_head_says_whether_people_have_decided(
    anonymised: AnonymisedTranscript, reviewed: bool, line: str
) -> None:
    said = anonymised_text(anonymised.model_copy(update={"reviewed": reviewed}), HEAD)
    assert line in said
    assert said.count("Ikke gjennomgått") == (not reviewed)


def test_the_head_says_whom_the_text_is_for(anonymised: AnonymisedTranscript) -> None:
    work = anonymised_text(anonymised, HEAD)
    publish = anonymised_text(anonymised.model_copy(update={"profile": "publish"}), HEAD)
    assert "skal ikke deles videre" in work
    assert "publisering" in publish


def test_the_same_interview_gives_the_same_bytes(anonymised: AnonymisedTranscript) -> None:
    assert anonymised_docx(anonymised, HEAD) == anonymised_docx(anonymised, HEAD)


def test_the_document_knows_no_author_and_no_time(anonymised: AnonymisedTranscript) -> None:
    data = anonymised_docx(anonymised, HEAD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in ("creator", "lastModifiedBy", "created", "modified", "description", "python-docx"):
        assert name not in core
    assert "intervju-01" in core
    assert "00:01:05" not in whole
    assert "65000" not in whole


def test_speakers_of_one_role_are_told_apart_only_where_there_are_several() -> None:
    result = replaced("Ja.", "Nei.")
    other = result.turns[1].model_copy(update={"speaker": "S2"})
    both = result.model_copy(update={"turns": (result.turns[0], other)})
    assert "Informant: Ja." in anonymised_text(result, HEAD)
    assert "Informant (S1): Ja." in anonymised_text(both, HEAD)
    assert "Informant (S2): Nei." in anonymised_text(both, HEAD)


def test_signs_that_word_cannot_hold_do_not_spoil_the_document() -> None:
    data = anonymised_docx(replaced("a\x00b\x0bc\ufffe <Kari|PERSON>"), HEAD)
    assert paragraphs(data)[-1].endswith("[Person 1]")


# ---------------------------------------------------------------------- for archives


def tei(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def test_a_copy_for_archives_holds_each_replacement_in_a_seg_and_no_bracket() -> None:
    result = replaced("Hei, <Kari|PERSON>, og <Karis|PERSON> <rektor|TITLE>.", "", "Ja <b>, ]] & så.")
    root = tei(anonymised_xml(result, HEAD))
    said = root.findall(".//{*}u")
    assert ["".join(one.itertext()) for one in said] == [
        turn.text.replace("[", "").replace("]", "") if number == 0 else turn.text
        for number, turn in enumerate(result.turns)
        if turn.text
    ]
    segments = [(one.get("type"), one.text) for one in root.iter("{*}seg")]
    assert segments == [
        (one.type.value.lower(), one.replacement.strip("s").strip("[]")) for one in result.replacements
    ]
    people = {one.get("{http://www.w3.org/XML/1998/namespace}id") for one in root.iter("{*}person")}
    assert {one.get("who") for one in said} <= {f"#{one}" for one in people}


def test_a_copy_for_archives_says_what_it_is_and_is_the_same_each_time(
    anonymised: AnonymisedTranscript,
) -> None:
    written = anonymised_xml(anonymised, HEAD)
    assert written == anonymised_xml(anonymised, HEAD)
    text = written.decode()
    assert "ikke anonym" in text
    assert "Storvik kommune" in text
    assert "hakeparenteser" not in text
    assert "65" not in "".join(tei(written).itertext())


def test_what_xml_cannot_hold_does_not_break_the_copy() -> None:
    root = tei(anonymised_xml(replaced("Ja \x07 da."), HEAD))
    assert "".join(root.find(".//{*}u").itertext()) == "Ja \ufffd da."
