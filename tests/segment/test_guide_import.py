"""Guides from Word, Markdown and plain text. All studies are invented."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts.guide import Guide
from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.segment.guide import check_guide, read_guide, tree
from pipeline.segment.guide_import import import_guide


@pytest.fixture(autouse=True)
def _english():
    use_language("en")
    yield
    use_language(None)


def imported(folder: Path, name: str, content: str | bytes) -> tuple[Guide, str]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    written = import_guide(path)
    return read_guide(written, "guide.yaml"), written.decode()


def shown(guide: Guide) -> str:
    return "\n".join(line.removeprefix("  ") for line in tree(guide)[1:])


TEXTS = {
    "numbered themes with numbered questions": (
        """
        INTERVJUGUIDE – frivillige i hagelag

        Takk for at du stiller opp. Samtalen tar om lag en time.

        1. Bakgrunn
           1.1 Kan du fortelle litt om deg selv?
           1.2 Hvor lenge har du vært med?
        2. Dugnad
           a) Hvilke oppgaver har du?
              - Hvem gjør hva?
           b) Fortell om en vanlig dag.
        3. Framtida
           Hva tror du skjer om fem år?
           Stikkord: rekruttering, økonomi
        """,
        """
        1 Bakgrunn
          – Kan du fortelle litt om deg selv?
          – Hvor lenge har du vært med?
        2 Dugnad
          – Hvilke oppgaver har du?
          – Fortell om en vanlig dag.
            – Hvem gjør hva?
        3 Framtida
          – Hva tror du skjer om fem år?
          (rekruttering, økonomi)
        """,
    ),
    "numbers that begin anew under each theme": (
        """
        1 Bakgrunn
        1. Hvem er du?
        2. Hva gjør du?
        2 Dugnad
        1. Hva skjer?
        2. Hvem kommer?
        """,
        """
        1 Bakgrunn
          – Hvem er du?
          – Hva gjør du?
        2 Dugnad
          – Hva skjer?
          – Hvem kommer?
        """,
    ),
    "themes and subthemes that say so, questions counted through": (
        """
        Tema 1: Bakgrunn
        1. Hvem er du?
        Tema 2: Hagen
        Undertema A: Bedene
        2. Hva vokser der?
        Undertema B: Drivhuset
        3. Hvem steller det?
        """,
        """
        1 Bakgrunn
          – Hvem er du?
        2 Hagen
          2.A Bedene
            – Hva vokser der?
          2.B Drivhuset
            – Hvem steller det?
        """,
    ),
    "lines without any marks": (
        """
        Bakgrunn
        Kven er du?
        Korleis vart du med?

        Dugnad
        Kva gjer du?
        Oppfølging: Kvifor? Korleis?
        """,
        """
        1 Bakgrunn
          – Kven er du?
          – Korleis vart du med?
        2 Dugnad
          – Kva gjer du?
            – Kvifor? Korleis?
        """,
    ),
    "capitals, underlines and bullets": (
        """
        BAKGRUNN
        - Hvem er du?
        - Fortell om hagen

        Dugnad
        ======
        • Hva skjer?
            o Hvem kommer?
        """,
        """
        1 BAKGRUNN
          – Hvem er du?
          – Fortell om hagen
        2 Dugnad
          – Hva skjer?
            – Hvem kommer?
        """,
    ),
    "parts that say so, dashes without a space, and an ending": (
        """
        Intervjuguide om hjemmetjenesten

        Del 1. Bakgrunn
        1.\tKan du fortelle litt om deg selv?
        a.\tUtdanning
        b.\tHvor lenge har du jobbet her?
        2.\tHva er din rolle?

        Del 2. Samarbeid
        3.\tHvordan samarbeider dere?
        -Hva fungerer bra?
        4.\tHvem tar initiativ?

        Avslutning
        Er det noe du vil tilføye?
        Takk for at du tok deg tid!
        """,
        """
        1 Bakgrunn
          – Kan du fortelle litt om deg selv?
          – Hva er din rolle?
            – Utdanning
            – Hvor lenge har du jobbet her?
        2 Samarbeid
          – Hvordan samarbeider dere?
          – Hvem tar initiativ?
            – Hva fungerer bra?
        3 Avslutning
          – Er det noe du vil tilføye?
        """,
    ),
    "questions alone": (
        """
        1. Hvem er du?
        2. Hva gjør du?
        """,
        """
        1 Without a theme
          – Hvem er du?
          – Hva gjør du?
        """,
    ),
}


def plain(block: str) -> str:
    lines = block.strip("\n").split("\n")
    return "\n".join(line[8:] for line in lines).rstrip()


@pytest.mark.parametrize("case", TEXTS)
def test_plain_text_becomes_themes_and_questions(tmp_path: Path, case: str) -> None:
    written, expected = TEXTS[case]
    guide, _ = imported(tmp_path, "hagelag.txt", plain(written) + "\n")
    assert shown(guide) == plain(expected)


MARKDOWN = """\
---
author: nobody
---
# Intervjuguide: Hagelag

Innledning om samtykke.

## 1 Bakgrunn
- Hvem er *du*?
  - Alder: hvor gammel?

## 2 Dugnad
### 2.1 Oppgaver
1. **Hvilke** oppgaver har du?
2. Beskriv en dag.

#### Dypere
1. Hva betyr hagen?

### 2.2 Motivasjon

**Glede**

Hvorfor kommer du?
<!-- Hemmelig? -->

## 3 Tomt
"""


def test_markdown_becomes_themes_and_says_what_was_unsure(tmp_path: Path) -> None:
    guide, written = imported(tmp_path, "Hagelag 2.md", MARKDOWN)
    assert (guide.id, guide.title, guide.language) == ("hagelag-2", "Intervjuguide: Hagelag", "nb")
    assert shown(guide) == plain(
        """
        1 Bakgrunn
          – Hvem er du?
            – Alder: hvor gammel?
        2 Dugnad
          2.1 Oppgaver
            – Hvilke oppgaver har du?
            – Beskriv en dag.
          2.2 Dypere
            – Hva betyr hagen?
          2.3 Glede
            – Hvorfor kommer du?
        3 Tomt
          – Tomt
        """
    )
    assert written.startswith("# Taken from Hagelag 2.md.")
    assert "# Left out, from line 6: Innledning om samtykke." in written
    assert written.count("# Unsure:") == 3


def test_tables_of_markdown_are_read_cell_by_cell(tmp_path: Path) -> None:
    table = "| Tema | Spørsmål |\n|---|:--|\n| **Skolen** | Hvem er du? |\n| Hjemmet | Hvem bor der? |\n"
    guide, _ = imported(tmp_path, "guide.md", table.replace("\n", "\r\n"))
    assert [(one.title, one.questions) for one in guide.themes] == [
        ("Skolen", ("Hvem er du?",)),
        ("Hjemmet", ("Hvem bor der?",)),
    ]


# ---------------------------------------------------------------------- Word


def word(build: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def numbered(document: Any, levels: list[tuple[str, str]]) -> str:
    """A list of Word's own with these (kind, shape) a level; gives its number."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, (kind, shape) in enumerate(levels):
        one = OxmlElement("w:lvl")
        one.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", shape)):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            one.append(part)
        abstract.append(one)
    numbering.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "77")
    of = OxmlElement("w:abstractNumId")
    of.set(qn("w:val"), "77")
    num.append(of)
    numbering.append(num)
    return "77"


def listed(document: Any, text: str, level: int, number: str = "77") -> Any:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    num = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", number)):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        num.append(part)
    properties.append(num)
    return paragraph


def test_headings_lists_bold_lines_and_tables_of_word(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Om hagelag", style="Title")
        document.add_heading("Bakgrunn", 1)
        document.add_paragraph("Hvem er du?", style="List Number")
        document.add_paragraph("Hvor lenge?", style="List Bullet 2")
        document.add_heading("Dugnad", 1)
        document.add_heading("Oppgaver", 2)
        document.add_paragraph("Hvem leder?", style="List Number")
        document.add_heading("Motivasjon", 2)
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "Hvorfor kommer du?"
        table.cell(0, 1).text = "Stikkord: kake, prat"

    guide, _ = imported(tmp_path, "guide.docx", word(build))
    assert guide.title == "Om hagelag"
    assert shown(guide) == plain(
        """
        1 Bakgrunn
          – Hvem er du?
            – Hvor lenge?
        2 Dugnad
          2.1 Oppgaver
            – Hvem leder?
          2.2 Motivasjon
            – Hvorfor kommer du?
            (kake, prat)
        """
    )


def test_a_table_of_themes_and_questions(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_heading("Intervjuguide hagelag", 1)
        table = document.add_table(3, 2)
        rows = [
            ("Tema", "Spørsmål"),
            ("Bakgrunn", "Hvem er du?\nHvor bor du?"),
            ("Dugnad", "Hva gjør du?"),
        ]
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    guide, written = imported(tmp_path, "guide.docx", word(build))
    assert guide.title == "Intervjuguide hagelag"
    assert [(one.title, len(one.questions)) for one in guide.themes] == [("Bakgrunn", 2), ("Dugnad", 1)]
    assert written.count("# Left out") == 2


def test_questions_may_be_headings_and_bullets_stand_beneath_bullets(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_heading("Innledning", 1)
        document.add_paragraph("Presentere meg selv", style="List Bullet")
        document.add_heading("Dugnad", 1)
        document.add_heading("Hva gjør du på dugnad?", 2)
        document.add_heading("Hvorfor kommer du?", 2)
        document.add_paragraph("Fortell om en dag", style="List Bullet")
        document.add_paragraph("Hvem var der?", style="List Bullet 2")

    guide, written = imported(tmp_path, "guide.docx", word(build))
    assert shown(guide) == plain(
        """
        1 Innledning
          – Presentere meg selv
        2 Dugnad
          – Hva gjør du på dugnad?
          – Hvorfor kommer du?
          – Fortell om en dag
            – Hvem var der?
        """
    )
    assert written.count("# Unsure: is this a question? Presentere meg selv") == 1


def test_bold_lines_are_headings_and_soft_breaks_part_questions(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        for title, questions in (("Bakgrunn", "Hvem er du?\nHvor bor du?"), ("Dugnad", "Hva skjer?")):
            document.add_paragraph().add_run(title).bold = True
            document.add_paragraph(questions)

    guide, _ = imported(tmp_path, "guide.docx", word(build))
    assert [(one.title, one.questions) for one in guide.themes] == [
        ("Bakgrunn", ("Hvem er du?", "Hvor bor du?")),
        ("Dugnad", ("Hva skjer?",)),
    ]


def test_words_automatic_numbers_become_ids(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        numbered(document, [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")])
        listed(document, "Bakgrunn", 0)
        listed(document, "Livet", 1)
        listed(document, "Hvem er du?", 2)
        listed(document, "Hvor bor du?", 2)
        listed(document, "Dugnad", 0)
        listed(document, "Oppgaver", 1)
        listed(document, "Hva gjør du?", 2)
        listed(document, "Motivasjon", 1)
        listed(document, "Hvorfor kommer du?", 2)

    guide, _ = imported(tmp_path, "guide.docx", word(build))
    assert shown(guide) == plain(
        """
        1 Bakgrunn
          1.1 Livet
            – Hvem er du?
            – Hvor bor du?
        2 Dugnad
          2.1 Oppgaver
            – Hva gjør du?
          2.2 Motivasjon
            – Hvorfor kommer du?
        """
    )


def test_a_guide_with_changes_is_read_as_it_would_be_with_all_of_them_taken(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_heading("Bakgrunn", 1)
        paragraph = document.add_paragraph("Hvem er ")
        for tag, name, text in (("w:del", "w:delText", "De?"), ("w:ins", "w:t", "du?")):
            change, run, inside = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(name)
            inside.text = text
            run.append(inside)
            change.append(run)
            paragraph._p.append(change)

    guide, _ = imported(tmp_path, "guide.docx", word(build))
    assert guide.themes[0].questions == ("Hvem er du?",)


# ---------------------------------------------------------------------- always

REFUSED: list[tuple[str, bytes]] = [
    ("guide.pdf", b"%PDF"),
    ("guide.docx", b"not a zip"),
    ("guide.txt", b""),
    ("guide.txt", b"\0\1\2"),
    ("guide.txt", "Bare en setning som ikke spør om noe.\n".encode()),
]


@pytest.mark.parametrize(("name", "content"), REFUSED)
def test_what_is_no_guide_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(PipelineError) as caught:
        imported(tmp_path, name, content)
    assert name in caught.value.message
    assert caught.value.hint


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 201_000_000)
    with pytest.raises(PipelineError, match="too large"):
        imported(tmp_path, "guide.docx", out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_people_have(tmp_path: Path, encoding: str) -> None:
    content = "Språk\r\nHva gjør du på øya?\r\n".encode(encoding)
    guide, _ = imported(tmp_path, "guide.txt", content)
    assert (guide.themes[0].title, guide.themes[0].questions) == ("Språk", ("Hva gjør du på øya?",))


def test_nynorsk_is_told_by_its_words(tmp_path: Path) -> None:
    assert imported(tmp_path, "g.txt", "Hage\nKorleis vart du med, og kvifor?\n")[0].language == "nn"
    assert imported(tmp_path, "g.txt", "Hage\nHvordan ble du med, og hvorfor?\n")[0].language == "nb"


PIECES = (
    *("1. ", "1.1 ", "a) ", "- ", "  ", "\t", "# ", "## ", "**", ":", "?", "Hva", " er", " no", ' "x"', "\n"),
    *("Tema 2: ", "Stikkord: ", "{", "&", "''", "é", "\u2028", "—", "x" * 70, "[a](b)", "\\", "#", "%"),
)
pieces = st.sampled_from(PIECES) | st.just("\n") | st.just("?\n")


@given(st.lists(pieces, max_size=40), st.sampled_from([".txt", ".md"]))
def test_whatever_is_written_the_result_is_a_guide_or_refused(tmp_path_factory, parts, kind) -> None:
    name = f"g{kind}"
    try:
        guide, _ = imported(tmp_path_factory.mktemp("g"), name, "".join(parts))
    except PipelineError as error:
        refused = error.message
    else:
        refused = ""
        assert guide.themes
    assert refused in ("", f"Found neither themes nor questions in {name}.")


# ---------------------------------------------------------------------- checking a guide

CHECKED = """\
id: g
title: G
language: nb
themes:
  - id: "1"
    title: Utfordringer
    subthemes:
      - id: "1.1"
        title: Utfordringer i barnehagen
        questions: ["Hvilke utfordringer ser du i barnehagen?"]
      - id: "1.2"
        title: Barnehagens utfordringer
        questions: ["Hvordan løser dere utfordringene i barnehagen?"]
      - id: "1.3"
        title: Fritid
        questions: ["Hva gjør du om kvelden?"]
  - id: "2"
    title: Ferie
    questions: ["Hva gjør du om kvelden?"]
"""


def test_subthemes_that_are_alike_and_questions_that_stand_twice_are_told() -> None:
    found = check_guide(read_guide(CHECKED, "guide.yaml"))
    assert [(one.first, one.second) for one in found] == [("1.3", "2"), ("1.1", "1.2")]
    assert found[0].likeness == 1.0
    assert set(found[1].words) == {"utfordring", "barnehage"}


def test_the_sample_guides_most_alike_subthemes_are_challenges_and_solutions() -> None:
    root = Path(__file__).parents[2]
    found = check_guide(read_guide((root / "guide.yaml").read_bytes(), "guide.yaml"))
    assert [(one.first, one.second) for one in found] == [("4.1", "4.2")]
