"""Transcripts that exist already, as people and programs write them. All people are invented."""

import contextlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts.transcript import Mark, Turn
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.ingest.imported import Imported, read_transcript
from pipeline.ingest.transcripts import TRANSCRIPTS, Said
from pipeline.ingest.transcripts.lines import Line
from pipeline.review.reading import Head, docx_bytes, vtt_text
from pipeline.review.verified import project

HEAD = Head(made_with="Skrevet ut av fake.", rules="Ordrett.", signed_rounds=(), rounds=2)

Turns = list[tuple[str, str]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str, str | bytes], Imported]:
    def reading(name: str, content: str | bytes) -> Imported:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_transcript(path)

    return reading


Read = Callable[[str, str | bytes], Imported]


def spoken(found: Imported) -> Turns:
    return [(turn.speaker, turn.text) for turn in found.turns]


def times(found: Imported) -> list[tuple[int | None, int | None]]:
    return [(turn.start_ms, turn.end_ms) for turn in found.turns]


# ---------------------------------------------------------------------- lines

LINES: dict[str, tuple[str, Turns, list[tuple[int | None, int | None]]]] = {
    "labels": (
        "Intervju på en skole\n\nI: Hva gjør du?\nR1: Jeg underviser,\nog har gjort det lenge.\nI:Javel\n",
        [
            ("?", "Intervju på en skole"),
            ("I", "Hva gjør du?"),
            ("R1", "Jeg underviser, og har gjort det lenge."),
            ("I", "Javel"),
        ],
        [(None, None)] * 4,
    ),
    "a label on a line of its own": (
        "Intervjuer:\nHva gjør du?\nTone N.:\nJeg underviser.\n",
        [("Intervjuer", "Hva gjør du?"), ("Tone N.", "Jeg underviser.")],
        [(None, None)] * 2,
    ),
    "what people quote is no label": (
        "I: Hva skjedde?\nR: Jeg spurte.\nHun svarte: det vet jeg ikke.\nOg så: ingenting.\n",
        [("I", "Hva skjedde?"), ("R", "Jeg spurte. Hun svarte: det vet jeg ikke. Og så: ingenting.")],
        [(None, None)] * 2,
    ),
    "times before the label": (
        "[00:00:05] Tone: Hei.\n0:00:09 Geir: Hei.\n(00:12) Tone: Ja.\n00:00:15.5Geir: Nei.\n",
        [("Tone", "Hei."), ("Geir", "Hei."), ("Tone", "Ja."), ("Geir", "Nei.")],
        [(5_000, 9_000), (9_000, 12_000), (12_000, 15_500), (15_500, None)],
    ),
    "times after the label": (
        "Tone (00:00:05): Hei.\nGeir [01:00:00]: Hei.\n",
        [("Tone", "Hei."), ("Geir", "Hei.")],
        [(5_000, 3_600_000), (3_600_000, None)],
    ),
    "f4 ends turns with a time": (
        "I: Hva gjør du? #00:00:04-5#\nR: Jeg underviser. #00:00:09-0# Mest i norsk. #00:00:12-2#\n",
        [("I", "Hva gjør du?"), ("R", "Jeg underviser. Mest i norsk.")],
        [(0, 4_500), (4_500, 12_200)],
    ),
    "MAXQDA begins them with one": (
        "#00:00:01-0# I: Hva gjør du?\n#00:00:04-5# R: Jeg underviser.\n",
        [("I", "Hva gjør du?"), ("R", "Jeg underviser.")],
        [(1_000, 4_500), (4_500, None)],
    ),
    "Teams writes the label above": (
        "Tone Nes   0:03\nHei.\n\nGeir Vik   1:10\nHun sa: kom.\nDet var klokka 12:30\n",
        [("Tone Nes", "Hei."), ("Geir Vik", "Hun sa: kom. Det var klokka 12:30")],
        [(3_000, 70_000), (70_000, None)],
    ),
    "Word's transcripts write the time first": (
        "Lydfil\nopptak.m4a\nUtskrift\n00:00:03 Speaker 1\nHei.\n00:00:10 Speaker 2\nHallo.\n",
        [("?", "Lydfil opptak.m4a Utskrift"), ("Speaker 1", "Hei."), ("Speaker 2", "Hallo.")],
        [(None, None), (3_000, 10_000), (10_000, None)],
    ),
    "labels of programs": (
        "[SPEAKER_00]: Hei.\n[SPEAKER_01]: Hallo.\n",
        [("SPEAKER_00", "Hei."), ("SPEAKER_01", "Hallo.")],
        [(None, None)] * 2,
    ),
    "times after the colon": (
        "I: [00:05] Hei.\nInformant 1 (kvinne, 45): (00:00:09) Hei.\n",
        [("I", "Hei."), ("Informant 1 (kvinne, 45)", "Hei.")],
        [(5_000, 9_000), (9_000, None)],
    ),
    "a label and a tab": (
        "I\tHva gjør du?\nR\tTja: mye.\nI\tJavel.\n",
        [("I", "Hva gjør du?"), ("R", "Tja: mye."), ("I", "Javel.")],
        [(None, None)] * 3,
    ),
    "times and nobody": (
        "[00:00.000 --> 00:04.000]  Hei\n[00:04.000 --> 00:06.000]  på deg\n",
        [("?", "Hei"), ("?", "på deg")],
        [(0, 4_000), (4_000, None)],
    ),
    "what transcribers put in brackets stays": (
        "I: Hva? [uhørbart 00:00:04]\nR: (ler) Ja [12:75].\n(12:30) kom de.\n",
        [("I", "Hva? [uhørbart 00:00:04]"), ("R", "(ler) Ja [12:75]. (12:30) kom de.")],
        [(None, None)] * 2,
    ),
}


@pytest.mark.parametrize("form", LINES)
def test_lines_are_read_in_the_form_that_the_document_has(read: Read, form: str) -> None:
    text, turns, when = LINES[form]
    found = read("a.txt", text)
    assert spoken(found) == turns
    assert times(found) == when


def test_neither_words_nor_names_of_speakers_are_in_a_repr() -> None:
    shown = repr((Said("Torhild", "Jeg er styrer"), Line("Jeg er styrer", who="Torhild")))
    assert "Torhild" not in shown
    assert "styrer" not in shown


def test_times_that_go_backwards_are_left_out_and_counted(read: Read) -> None:
    found = read("a.txt", "[00:05:00] I: Hei.\n[00:01:00] R: Hei.\n[00:06:00] I: Ja.\n")
    assert [start for start, _ in times(found)] == [300_000, None, 360_000]
    assert found.notes == ("tidspunkter som gikk bakover, er ikke brukt: 1.",)


def test_roles_are_told_by_labels_and_by_nothing_else(read: Read) -> None:
    found = read("a.txt", "Intervjuer 2: Hei.\nInformant (S4): Hei.\nTone: Hei.\n")
    assert [(turn.speaker, turn.role) for turn in found.turns] == [
        ("Intervjuer 2", "interviewer"),
        ("S4", "respondent"),
        ("Tone", "other"),
    ]
    assert found.told == {"Intervjuer 2", "S4", "?"}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"),
     ("cp1252", "cp1252")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.srt"])
def test_every_usual_encoding_is_read_and_all_but_utf_8_are_said(
    read: Read, name: str, encoding: str, said: str
) -> None:
    text = {
        "a.txt": "I: Hva nå?\r\nR: På Sørøya – æ.\r\n",
        "a.srt": "1\r\n00:00:01,000 --> 00:00:02,000\r\nI: Hva nå?\r\n\r\n"
        "2\r\n00:00:02,000 --> 00:00:04,000\r\nR: På Sørøya – æ.\r\n",
    }[name]
    found = read(name, text.encode(encoding))
    assert spoken(found) == [("I", "Hva nå?"), ("R", "På Sørøya – æ.")]
    assert [said in note for note in found.notes] == ([True] if said else [])


# ---------------------------------------------------------------------- Word


def word(fill: Callable[[Any], object]) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    fill(document)
    document.save(buffer)
    return buffer.getvalue()


def rows(*content: tuple[str, ...]) -> bytes:
    def fill(document: Any) -> None:
        table = document.add_table(0, len(content[0]))
        for row in content:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    return word(fill)


def test_a_word_document_has_one_turn_a_label_and_empty_paragraphs_are_nothing(read: Read) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Intervju")
        for text in (
            "I: Hva gjør du?",
            "",
            "Informant: Jeg underviser,\nmest i norsk.",
            "Og litt musikk.",
            "",
        ):
            document.add_paragraph(text)

    found = read("a.docx", word(fill))
    assert spoken(found) == [
        ("?", "Intervju"),
        ("I", "Hva gjør du?"),
        ("Informant", "Jeg underviser, mest i norsk. Og litt musikk."),
    ]
    assert found.notes == ()


@pytest.mark.parametrize("colon", ["", ":"])
def test_names_in_bold_are_labels(read: Read, colon: str) -> None:
    def fill(document: Any) -> None:
        for who, text in (
            ("Tone Nes", "Hei du"),
            ("Geir", "Ja. Hun sa nei"),
            ("Tone Nes", "Ok"),
            ("Geir", "Ja"),
        ):
            paragraph = document.add_paragraph()
            paragraph.add_run(who + colon).bold = True
            paragraph.add_run(" " + text)

    assert spoken(read("a.docx", word(fill))) == [
        ("Tone Nes", "Hei du"),
        ("Geir", "Ja. Hun sa nei"),
        ("Tone Nes", "Ok"),
        ("Geir", "Ja"),
    ]


def test_words_that_people_stress_are_no_labels(read: Read) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("I: Hva tenker du?")
        for text in ("R: Mye.", "Men det er vanskelig."):
            paragraph = document.add_paragraph()
            paragraph.add_run(text.split()[0]).bold = True
            paragraph.add_run(" " + text.split(maxsplit=1)[-1] if " " in text else "")

    assert len(read("a.docx", word(fill)).turns) == 2


@pytest.mark.parametrize(
    "content",
    [
        (("Tid", "Taler", "Tekst"), ("00:00:01", "Tone", "Hei du"), ("00:00:05", "Geir", "Jeg tror det"),
         ("", "", "og mer"), ("0:09", "Tone", "Ok")),
        (("00:00:01", "Tone:", "Hei du"), ("00:00:05", "Geir:", "Jeg tror det og mer"),
         ("0:09", "Tone:", "Ok")),
        (("00:00:01", "Tone: Hei du"), ("00:00:05", "Geir: Jeg tror det og mer"), ("0:09", "Tone: Ok")),
        (("00:01 - 00:05", "Tone", "Hei du"), ("00:05 - 00:09", "Geir", "Jeg tror det og mer"),
         ("00:09 - 00:11", "Tone", "Ok")),
    ],
)  # fmt: skip
def test_a_table_of_time_speaker_and_text_is_a_transcript(
    read: Read, content: tuple[tuple[str, ...], ...]
) -> None:
    found = read("a.docx", rows(*content))
    assert spoken(found) == [("Tone", "Hei du"), ("Geir", "Jeg tror det og mer"), ("Tone", "Ok")]
    assert [start for start, _ in times(found)] == [1_000, 5_000, 9_000]


def test_a_table_of_speaker_and_text_is_one_too_and_another_table_is_only_text(read: Read) -> None:
    assert spoken(read("a.docx", rows(("I", "Hei du"), ("R", "Ja, hei")))) == [
        ("I", "Hei du"),
        ("R", "Ja, hei"),
    ]

    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Dato", "12. mai", "Sted", "biblioteket"), strict=True):
            cell.text = text
        document.add_paragraph("I: Hei")

    assert spoken(read("b.docx", word(fill))) == [("?", "Dato 12. mai Sted biblioteket"), ("I", "Hei")]


def test_deleted_rows_are_left_and_rows_in_controls_are_read(read: Read) -> None:
    def row(who: str, text: str, inner: str = "") -> str:
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in (who, text))
        return f"<w:tr>{inner}{cells}</w:tr>"

    deleted = row("R", "Slettet", "<w:trPr><w:del w:id='1' w:author='x'/></w:trPr>")
    controlled = f"<w:sdt><w:sdtContent>{row('R', 'Ja, hei')}</w:sdtContent></w:sdt>"

    def fill(document: Any) -> None:
        content = row("I", "Hei du") + deleted + controlled
        document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}>{content}</w:tbl>"))

    assert spoken(read("a.docx", word(fill))) == [("I", "Hei du"), ("R", "Ja, hei")]


def test_a_table_among_lines_of_another_form_keeps_its_labels(read: Read) -> None:
    def fill(document: Any) -> None:
        for text in ("I: Hva nå?", "R: Ikke mye.", "I: Javel."):
            document.add_paragraph(text)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("R2", "Jeg og.", "I", "Fint."), strict=True):
            cell.text = text

    assert [who for who, _ in spoken(read("a.docx", word(fill)))] == ["I", "R", "I", "R2", "I"]


def test_tracked_changes_are_read_as_accepted(read: Read) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("I: Hva nå?")
        paragraph = document.add_paragraph("R: Jeg ")._p
        for tag, inner in (
            ("ins", "<w:t xml:space='preserve'>liker </w:t>"),
            ("del", "<w:delText>hater </w:delText>"),
        ):
            paragraph.append(
                parse_xml(f"<w:{tag} {nsdecls('w')} w:id='1' w:author='x'><w:r>{inner}</w:r></w:{tag}>")
            )
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>det.</w:t></w:r>"))

    found = read("a.docx", word(fill))
    assert found.turns[1].text == "Jeg liker det."
    assert any("sporede endringer" in note for note in found.notes)


def test_what_is_no_speech_is_left_and_said_in_one_line(read: Read) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("I: Hva nå?")
        paragraph = document.add_paragraph("R: Ikke mye.")
        document.add_comment(paragraph.runs[0], text="Ring Tone om dette")
        reference = OxmlElement("w:footnoteReference")
        paragraph.runs[0]._r.append(reference)
        document.sections[0].header.paragraphs[0].text = "Fortrolig"

    found = read("a.docx", word(fill))
    assert spoken(found) == [("I", "Hva nå?"), ("R", "Ikke mye.")]
    assert found.notes == (
        "ikke tatt med, fordi det ikke er tale: kommentarer (1), fotnoter (1), topp- og bunntekst.",
    )


def test_text_in_content_controls_and_links_is_read(read: Read) -> None:
    def fill(document: Any) -> None:
        inner = "<w:p><w:r><w:t>R: Ja </w:t></w:r><w:hyperlink><w:r><w:t>her</w:t></w:r></w:hyperlink></w:p>"
        document.add_paragraph("I: Hva nå?")
        document.element.body.insert(
            1, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
        )

    assert spoken(read("a.docx", word(fill))) == [("I", "Hva nå?"), ("R", "Ja her")]


def own() -> VerifiedTranscript:
    found = builders.transcript(
        builders.turn("u1", "Kan du si hva du heter?", 0, role="interviewer"),
        builders.turn("u2", "Ja, jeg heter Åse <Ødegård> & co.", 65_000, speaker="S2", sure=False),
        builders.turn("u3", "Hun sa: kom.", 80_000, speaker="?", role="other"),
        marks=(Mark(kind="speech_without_words", start_ms=30_000, end_ms=31_000),),
    )
    return project(found, ())


def test_our_own_reading_copy_comes_back_as_the_same_turns(read: Read) -> None:
    verified = own()
    found = read("transcript.docx", docx_bytes(verified, HEAD))
    assert [(t.speaker, t.role, t.start_ms, t.text) for t in found.turns] == [
        (t.speaker, t.role, t.start_ms, t.text) for t in verified.turns
    ]
    assert [turn.sure for turn in found.turns] == [True, False, False]


# ---------------------------------------------------------------------- captions


def test_voices_in_webvtt_are_speakers_and_what_is_no_speech_is_passed_over(read: Read) -> None:
    found = read(
        "a.vtt",
        "\ufeffWEBVTT - møte\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "NOTE et notat\r\npå to linjer\r\n\r\nnavn-1\r\n00:01.000 --> 00:02.500 align:start position:0%\r\n"
        "<v.loud Tone Nes>Hei &amp; hå\r\n<i>du</i></v>\r\n\r\n"
        "00:00:02.500 --> 00:00:04.000\r\n<v Tone Nes>R&D, <00:00:03.000><c>tre</c> &lt; 4.</v>\r\n\r\n"
        "00:00:05.000 --> 00:00:06.000\r\n<v Geir>Ja.</v>\r\n<v Tone Nes>Nei.</v>\r\n",
    )
    assert spoken(found) == [
        ("Tone Nes", "Hei & hå du R&D, tre < 4."),
        ("Geir", "Ja."),
        ("Tone Nes", "Nei."),
    ]
    assert times(found)[0] == (1_000, 4_000)
    words = {word.text: word.start_ms for word in found.turns[0].words}
    assert words["Hei"] == 1_000
    assert words["R&D,"] == 2_500


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@pytest.mark.parametrize("label", ["{}: ", "[{}]: "])
def test_names_before_a_colon_are_speakers(read: Read, name: str, label: str) -> None:
    comma = "," if name == "a.srt" else "."
    head = "" if name == "a.srt" else "WEBVTT\n\n"
    text = head + "".join(
        f"{number}\n00:00:0{number}{comma}000 --> 00:00:0{number}{comma}900\n"
        f"{label.format(who) if who else ''}{said}\n\n"
        for number, who, said in (
            (1, "Tone", "<i>Hei</i> du"),
            (2, "", "der"),
            (3, "Geir", "Hun sa: nei"),
            (4, "Tone", "Ok"),
        )
    )
    found = read(name, text)
    assert spoken(found) == [("Tone", "Hei du der"), ("Geir", "Hun sa: nei"), ("Tone", "Ok")]
    assert times(found) == [(1_000, 2_900), (3_000, 3_900), (4_000, 4_900)]


def test_subrip_is_read_without_numbers_with_empty_lines_and_in_disorder(read: Read) -> None:
    found = read(
        "a.srt",
        "\n\n2\n00:00:03,000 --> 00:00:04,000\nR: to\n\nog mer\n00:00:01,000 --> 00:00:02,000\nI: en\n"
        "3\n00:00:05,5 --> 00:00:06,000 X1:10\n2019\n",
    )
    assert spoken(found) == [("I", "en"), ("R", "to og mer 2019")]


def test_captions_that_name_nobody_are_rows_that_end_with_sentences(read: Read) -> None:
    text = "".join(
        f"{n}\n00:00:{4 * n:02},000 --> 00:00:{4 * n + 4:02},000\nord {n}{'.' if n % 2 else ''}\n\n"
        for n in range(10)
    )
    found = read("a.srt", text)
    assert [turn.text for turn in found.turns] == [
        "ord 0 ord 1. ord 2 ord 3.",
        "ord 4 ord 5. ord 6 ord 7.",
        "ord 8 ord 9.",
    ]
    assert not any(turn.sure for turn in found.turns)
    assert found.notes == ("det står ikke hvem som snakker. Sett det i «Hør gjennom».",)


WORD = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="[]#").map(lambda c: c),
    min_size=1,
    max_size=9,
).filter(lambda word: word.isprintable())
SPOKEN = st.lists(
    st.tuples(st.sampled_from(["S1", "S2", "S3"]), st.lists(WORD, min_size=1, max_size=30).map(" ".join)),
    min_size=1,
    max_size=6,
)


def in_order(said: Turns) -> VerifiedTranscript:
    """A transcript in which one speaks after the other."""
    turns: list[Turn] = []
    start = 0
    for index, (who, text) in enumerate(said):
        role = "interviewer" if who == "S1" else "respondent"
        turns.append(builders.turn(f"u{index}", text, start, speaker=who, role=role))
        start = (turns[-1].end_ms or 0) + 200
    return project(builders.transcript(*turns), ())


def joined(transcript: VerifiedTranscript) -> Turns:
    """Turns of one speaker after each other as one, as captions have no borders between them."""
    found: Turns = []
    for turn in transcript.turns:
        if found and found[-1][0] == turn.speaker:
            found[-1] = (turn.speaker, f"{found[-1][1]} {turn.text}")
        else:
            found.append((turn.speaker, turn.text))
    return found


@given(SPOKEN)
def test_webvtt_of_our_own_comes_back_word_for_word_with_its_times(
    tmp_path_factory: pytest.TempPathFactory, said: Turns
) -> None:
    verified = in_order(said)
    path = tmp_path_factory.mktemp("vtt") / "transcript.vtt"
    path.write_bytes(vtt_text(verified, HEAD).encode())
    found = read_transcript(path)
    assert spoken(found) == joined(verified)
    assert found.turns[0].start_ms == verified.turns[0].start_ms
    assert found.turns[-1].end_ms == verified.turns[-1].end_ms


@given(SPOKEN)
def test_the_same_captions_as_subrip_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, said: Turns
) -> None:
    folder = tmp_path_factory.mktemp("srt")
    captions = [
        f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},800\n{who}: {text}\n"
        for number, (who, text) in enumerate(said, 1)
        if "-->" not in text
    ]
    (folder / "a.srt").write_text("\n".join(captions) or "1\n00:00:01,000 --> 00:00:02,000\nS1: a\n", "utf-8")
    found = read_transcript(folder / "a.srt")
    words = [word for turn in found.turns for word in turn.text.split()]
    assert (
        words == [w for _, text in said if "-->" not in text for w in _untagged(text).split()] or not captions
    )


def _untagged(text: str) -> str:
    import re
    import unicodedata

    return unicodedata.normalize("NFC", re.sub(r"</?[iIbBuUsS]>|\{\\[^{}]*\}", "", text))


# ---------------------------------------------------------------------- our own JSON


def test_our_own_json_comes_back_with_the_times_of_its_words(read: Read) -> None:
    verified = own()
    found = read("verified.json", verified.to_bytes())
    assert [turn.words for turn in found.turns] == [
        tuple(word.model_copy(update={"probability": None}) for word in turn.words) for turn in verified.turns
    ]
    assert [turn.sure for turn in found.turns] == [True, False, False]


# ---------------------------------------------------------------------- what is no transcript


def archive(*parts: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(name, content)
    return buffer.getvalue()


def packed(document: bytes) -> bytes:
    """A Word document as small as one can be."""
    where = b'<R><R Type="http://x/officeDocument" Target="word/document.xml"/></R>'
    return archive(("_rels/.rels", where), ("word/document.xml", document))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BROKEN: list[tuple[str, bytes, str]] = [
    ("a.docx", b"", "ingen tekst"),
    ("a.docx", b"I: " + builders.CANARY.encode(), "ikke et Word-dokument"),
    ("a.docx", OLE, "gamle format"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "passord"),
    ("a.docx", archive(("a.xml", b"<a/>")), "ikke et Word-dokument"),
    ("a.docx", packed(b"<w><body><p>" + builders.CANARY.encode()),
     "ikke et Word-dokument"),
    ("a.docx", packed(b"<w>" + bytes(101_000_000)), "for stor"),
    ("a.docx", packed(b"<w><body/></w>"), "ingen tekst"),
    ("a.docx", packed(f"<w><body><p><r><t>{builders.CANARY}</t></r></p></body></w>".encode()),
     "ikke hvem som snakker"),
    ("a.txt", f"{builders.CANARY} gikk hjem.\nOg så ut.".encode(), "ikke hvem som snakker"),
    ("a.vtt", f"WEBVTT\n\n00:01 -> {builders.CANARY}\n".encode(), "ingen undertekster"),
    ("a.vtt", f"WEBVTT\n\n00:00:01.000 --> {builders.CANARY}\nHei\n".encode(), "linje 3"),
    ("a.srt", f"1\n{builders.CANARY} --> 00:00:02,000\nHei\n".encode(), "linje 2"),
    ("a.srt", b"", "ingen tekst"),
    ("a.doc", OLE, "ikke en transkripsjon"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), BROKEN)
def test_what_cannot_be_read_is_said_in_a_line_with_what_to_do_and_without_a_word_of_it(
    read: Read, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(PipelineError) as caught:
        read(name, content)
    error = caught.value
    assert words in error.message
    assert error.hint
    assert builders.CANARY not in f"{error.message}{error.hint}{error!r}"
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_nothing_that_a_document_names_is_read(read: Read, tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("R: hemmelig", "utf-8")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    document = f"{entity}<w><body><p><r><t>I: hei &x;</t></r></p></body></w>"
    found = read("a.docx", packed(document.encode()))
    assert "hemmelig" not in json.dumps(spoken(found))


def test_a_damaged_document_is_said_to_be_damaged_or_read(tmp_path: Path) -> None:
    whole = docx_bytes(own(), HEAD)
    for place in range(0, len(whole), len(whole) // 60):
        path = tmp_path / "a.docx"
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with contextlib.suppress(PipelineError):
            assert read_transcript(path).turns


@given(st.binary(max_size=400), st.sampled_from(sorted(TRANSCRIPTS)))
def test_any_bytes_are_a_transcript_or_an_error_that_people_can_mend(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{kind}"
    path.write_bytes(content)
    try:
        found = read_transcript(path)
    except PipelineError:
        return
    flat = [word.start_ms for turn in found.turns for word in turn.words]
    assert all(isinstance(start, int) or start is None for start in flat)
    assert any(turn.text for turn in found.turns)
