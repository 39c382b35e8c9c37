"""Projects of other tools are read whole, or refused: no file of a stranger does harm. All is invented."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import exporting
import pytest
from builders import CANARY
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.export import qdpx_read
from pipeline.export.qdpx_read import ReadDocument, ReadSelection, counted, read_project
from pipeline.export.study import guid

PROJECT = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="Annet">
  <Users><User guid="{{U-1}}" name="Anne"/></Users>
  <CodeBook><Codes>
    <Code guid="A" name="{CANARY} a" isCodable="true"><NoteRef targetGUID="N3"/></Code>
    <Code guid="B" name="Sak" isCodable="false"/>
  </Codes></CodeBook>
  <Cases><Case guid="X" name="Person"><CodeRef targetGUID="B"/></Case></Cases>
  <Sources>
    <TextSource guid="{{D}}" name="Intervju" plainTextPath="internal://d.txt">
      <PlainTextSelection guid="S1" name="Hei" startPosition="0" endPosition="3" creatingUser="u-1">
        <Description>Linje.</Description>
        <Coding guid="C1" creationDateTime="2026-05-01T10:00:00Z"><CodeRef targetGUID="{{a}}"/>
          <NoteRef targetGUID="N1"/></Coding>
      </PlainTextSelection>
      <Coding guid="C2"><CodeRef targetGUID="A"/></Coding>
      <NoteRef targetGUID="N1"/><NoteRef targetGUID="N5"/>
    </TextSource>
    <TextSource guid="E" name="I selve filen"><PlainTextContent>Hei
der</PlainTextContent></TextSource>
    <TextSource guid="F" name="Borte" plainTextPath="internal://borte.txt"/>
    <TextSource guid="G" name="Utenfor" plainTextPath="internal://../project.qde"/>
    <TextSource guid="H" name="Absolutt" plainTextPath="absolute:///etc/passwd"/>
    <TextSource guid="I" name="Ukjent" plainTextPath="internal://bytes.txt"/>
    <TextSource guid="J" name="Bare stil" richTextPath="internal://j.docx"/>
    <AudioSource guid="K" name="Lyd"><Transcript guid="L" name="T"/></AudioSource>
    <PDFSource guid="M" name="Pdf"/>
  </Sources>
  <Notes>
    <Note guid="N1" name="n" plainTextPath="internal://n.txt"/>
    <Note guid="N2" name="n"><PlainTextContent>Lenket.</PlainTextContent></Note>
    <Note guid="N3" name="n"><PlainTextContent>Om koden.</PlainTextContent></Note>
    <Note guid="N4" name="n"><PlainTextContent>Om ingenting.</PlainTextContent></Note>
    <Note guid="N5"><PlainTextContent>Margen.</PlainTextContent>
      <PlainTextSelection guid="S5" startPosition="4" endPosition="14"/></Note>
  </Notes>
  <Links><Link guid="L1" originGUID="S1" targetGUID="N2"/></Links>
</Project>"""

FILES = {
    "project.qde": PROJECT,
    "sources/d.txt": f"\ufeffHei {CANARY},\r\nder.",
    "sources/n.txt": "\ufeffLinje.\r\nEn til.",
    "sources/bytes.txt": b"\xff\xd8\x00",
}


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_project_is_read_as_far_as_codes_and_codings_go(tmp_path: Path) -> None:
    found = read_project(packed(tmp_path / "x.qdpx", FILES))
    assert [(one.guid, one.under, one.codable, one.memo) for one in found.codes] == [
        ("a", "", True, "Om koden."),
        ("b", "", False, ""),
    ]
    assert found.cases == {"x", "b"}
    assert found.free_notes == 1
    assert [(one.guid, one.no_text) for one in found.documents] == [
        ("d", ""),
        ("e", ""),
        ("f", "missing"),
        ("g", "missing"),
        ("h", "missing"),
        ("i", "unreadable"),
        ("j", "kind"),
        ("k", "sound"),
        ("m", "kind"),
    ]
    first = found.documents[0]
    assert first.text == f"Hei {CANARY},\nder."
    assert first.memo
    whole, part, margin = first.selections
    assert (margin.start, margin.end, margin.memo, margin.codings) == (4, 14, "Margen.", ())
    assert (whole.start, whole.end, [one.guid for one in whole.codings]) == (None, None, ["c2"])
    assert (part.start, part.end, part.memo) == (0, 3, "Linje.\nLenket.\nEn til.")
    [coding] = part.codings
    assert (coding.code, coding.user, coding.at[:10]) == ("a", "Anne", "2026-05-01")
    assert CANARY not in repr(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_project_itself_may_have_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    files = FILES | {"project.qde": PROJECT.encode(encoding)}
    assert len(read_project(packed(tmp_path / "x.qdpx", files)).codes) == 2


# ---------------------------------------------------------------------- refused

ENTITY = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_doctype(doctype: str) -> str:
    return PROJECT.replace("<Project", f"{doctype}<Project", 1)


EVIL: list[tuple[str, dict[str, str | bytes], str]] = [
    ("an entity from the disk", {"project.qde": with_doctype(ENTITY)}, "skade"),
    ("entities in entities", {"project.qde": with_doctype(LAUGHS)}, "skade"),
    ("a document type in UTF-16", {"project.qde": with_doctype(ENTITY).encode("utf-16")}, "skade"),
    ("a document type from elsewhere", {"project.qde": with_doctype('<!DOCTYPE p SYSTEM "x.dtd">')}, "skade"),
    ("a path that climbs", {"../ut.txt": "x"}, "skade"),
    ("a path that climbs backwards", {"sources\\..\\..\\ut.txt": "x"}, "skade"),
    ("a path from the root", {"/etc/x": "x"}, "skade"),
    ("a path to a drive", {"C:/x": "x"}, "skade"),
    ("a name twice", {"sources/D.TXT": "x"}, "skade"),
    ("no XML", {"project.qde": f"{CANARY} <"}, "REFI-QDA"),
    ("zero bytes", {"project.qde": b"\0<Project/>"}, "REFI-QDA"),
    ("half UTF-16", {"project.qde": b"\xff\xfe<"}, "REFI-QDA"),
    ("another root", {"project.qde": "<CodeBook/>"}, "REFI-QDA"),
    ("another encoding", {"project.qde": PROJECT.replace("Sak", "Så").encode("latin-1")}, "REFI-QDA"),
    ("an entity nobody knows", {"project.qde": PROJECT.replace("Sak", "&sak;")}, "REFI-QDA"),
    ("too deep", {"project.qde": PROJECT.replace("<Sources>", "<a>" * 400 + "<Sources>")}, "REFI-QDA"),
    ("a place that is no number", {"project.qde": PROJECT.replace('"0"', '"x"')}, "skadet"),
]


@pytest.mark.parametrize(("files", "why"), [one[1:] for one in EVIL], ids=[one[0] for one in EVIL])
def test_a_file_that_would_do_harm_or_is_no_project_is_refused(
    tmp_path: Path, files: dict[str, str | bytes], why: str
) -> None:
    path = packed(tmp_path / "min.qdpx", {**FILES, **files})
    with pytest.raises(PipelineError, match=why) as caught:
        read_project(path)
    assert "min.qdpx" in caught.value.message
    shown = repr(caught.value) + caught.value.message + caught.value.hint
    assert CANARY not in shown
    assert caught.value.__cause__ is None
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04" + b"\0" * 100], ids=["empty", "pdf", "cut"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "min.qdpx"
    path.write_bytes(data)
    with pytest.raises(PipelineError, match=r"min\.qdpx er skadet"):
        read_project(path)
    with pytest.raises(PipelineError, match=r"borte\.qdpx"):
        read_project(tmp_path / "borte.qdpx")


def test_an_archive_without_a_project_or_with_two_is_refused(tmp_path: Path) -> None:
    for files in ({"sources/d.txt": "x"}, {"a.qde": PROJECT, "b.qde": PROJECT}):
        with pytest.raises(PipelineError, match="REFI-QDA"):
            read_project(packed(tmp_path / "x.qdpx", files))


def test_what_swells_when_it_is_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "x.qdpx", {**FILES, "sources/d.txt": b" " * 5000})
    for name, most in [("MAX_TEXT", 4000), ("MAX_TEXTS", 4000), ("MAX_PROJECT", 1000), ("MAX_FILES", 2)]:
        with monkeypatch.context() as patched:
            patched.setattr(qdpx_read, name, most)
            with pytest.raises(PipelineError, match="for stor"):
                read_project(path)


def test_what_a_file_says_of_its_own_size_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(packed(tmp_path / "x.qdpx", {**FILES, "sources/d.txt": b" " * 5000}).read_bytes())
    size = (5000).to_bytes(4, "little")
    assert data.count(size) == 2
    (tmp_path / "x.qdpx").write_bytes(bytes(data).replace(size, (50).to_bytes(4, "little")))
    monkeypatch.setattr(qdpx_read, "MAX_TEXT", 4000)
    with pytest.raises(PipelineError):
        read_project(tmp_path / "x.qdpx")


def test_our_own_project_is_read_with_every_coding(tmp_path: Path) -> None:
    study = exporting.study()
    [data] = exporting.files("qdpx", study).values()
    (tmp_path / "x.qdpx").write_bytes(data)
    found = read_project(tmp_path / "x.qdpx")
    names = {guid("code", code): code for code in study.names}
    for document, one in zip(found.documents, study.interviews, strict=True):
        words = [
            (names[coding.code], document.text[each.start : each.end])
            for each in counted(document)
            for coding in each.selection.codings
        ]
        assert words == exporting.expected(one)
        assert all(each.sure for each in counted(document))


# ---------------------------------------------------------------------- counting


def document(text: str, *places: tuple[int, int, str], raw: str = "") -> ReadDocument:
    selections = tuple(ReadSelection(str(n), *place) for n, place in enumerate(places))
    return ReadDocument("d", "d", text, raw or text, selections)


def words(found: ReadDocument) -> list[tuple[str, bool]]:
    return [(found.text[one.start : one.end], one.sure) for one in counted(found)]


COUNTED = [
    ("as it stands", "Hei du.", "", (0, 3, "Hei"), ("Hei", True)),
    ("no quote, one way to count", "Hei du.", "", (4, 6, ""), ("du", True)),
    ("a label for a quote", "Hei du.", "", (4, 6, "min kode"), ("du", True)),
    ("a shortened quote", "Hei du der.", "", (0, 10, "Hei du…"), ("Hei du der", True)),
    ("a quote that stands elsewhere", "Hei du.", "", (1, 4, "Hei"), ("ei ", False)),
    ("beyond the text", "Hei du.", "", (4, 99, ""), ("du.", True)),
    ("nothing", "Hei du.", "", (3, 3, ""), ("", False)),
    ("backwards", "Hei du.", "", (5, 2, ""), ("", False)),
    ("before the text", "Hei du.", "", (-3, 3, ""), ("Hei", False)),
    ("two characters a line end", "A\n\nHei du", "A\r\n\r\nHei du", (5, 8, "Hei"), ("Hei", True)),
    ("one character a line end", "A\n\nHei du", "A\r\n\r\nHei du", (3, 6, "Hei"), ("Hei", True)),
    ("a line end, told by words", "A\n\nHei", "A\r\n\r\nHei", (3, 6, ""), ("Hei", True)),
    ("a line end that nobody tells", "A\n\na b c", "A\r\n\r\na b c", (5, 6, ""), ("b", False)),
    ("before what differs", "A b\nHei", "A b\r\nHei", (2, 3, ""), ("b", True)),
    ("letters with marks apart", "å gå", "a\u030a ga\u030a", (3, 6, "ga\u030a"), ("gå", True)),
]


@pytest.mark.parametrize(
    ("text", "raw", "place", "expected"), [one[1:] for one in COUNTED], ids=[one[0] for one in COUNTED]
)
def test_a_place_is_where_its_quote_stands(
    text: str, raw: str, place: tuple[int, int, str], expected: tuple[str, bool]
) -> None:
    assert words(document(text, place, raw=raw)) == [expected]


def test_quotes_settle_how_a_document_counts_for_places_without() -> None:
    raw = "A\r\n\r\nHei du der"
    found = document("A\n\nHei du der", (5, 8, "Hei"), (9, 10, ""), raw=raw)
    assert words(found) == [("Hei", True), ("d", True)]


@given(st.text(max_size=30), st.integers(-5, 80), st.integers(-5, 80), st.text(max_size=5), st.booleans())
def test_any_place_ends_in_the_text(text: str, start: int, end: int, quote: str, marked: bool) -> None:
    found = document(text, (start, end, quote), raw="\ufeff\r" * marked + text)
    [one] = counted(found)
    assert 0 <= one.start <= one.end <= len(text)
