"""Word documents (.docx; ECMA-376): paragraphs, tables of time, speaker and text, our own reading copies.

Read as they stand with all tracked changes accepted. Comments, notes, headers, footers and text boxes are no
speech: they are left, and it is said that they were.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from pipeline.ingest.transcripts import Read, Said, fault
from pipeline.ingest.transcripts.lines import Line, said, said_of
from pipeline.ingest.transcripts.who import STAMP, TIME, certain, names, times
from pipeline.messages import say, say_in

#: No part of a document that holds an interview is longer; a bomb is.
MAX_PART_BYTES = 100_000_000

#: How files begin that Word kept before 2007, and those that it locks with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")

_TIME_CELL = re.compile(rf"(?:{STAMP}|{TIME})(?:\s*(?:-->|[-–—])?\s*(?:{STAMP}|{TIME}))?")
_MARKS = ("speech_without_words", "words_on_silence", "doubtful")


def read(data: bytes, name: str) -> Read:
    """What is said in a Word document.

    Raises:
        PipelineError: it is no Word document, an old or locked one, damaged, or does not say who speaks.
    """
    body, left = _opened(data, name)
    lines = list(_blocks(body))
    own = _own(lines)
    found, backwards = said(lines if own is None else own)
    if own is not None:
        found = tuple(_unmarked(one) for one in found)
    notes = [say("imported.left", what=", ".join(left))] if left else []
    if any(True for _ in _named(body, "ins", "del", "moveFrom")):
        notes.append(say("imported.tracked"))
    return Read(found, (*notes, *said_of(found, backwards, name)))


# ---------------------------------------------------------------------- the file


def _opened(data: bytes, name: str) -> tuple[Any, list[str]]:
    """The document's body, and what it holds beside it, in words."""
    if not data.strip():
        raise fault("empty", name)
    if data.startswith(OLE):
        raise fault("locked" if LOCKED in data else "old_word", name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, _target(archive), name)
            body = next(_named(document, "body"))
            around = [
                part
                for part in archive.namelist()
                if re.fullmatch(r"word/(?:header|footer)\d*\.xml", part)
                and any((one.text or "").strip() for one in _named(_part(archive, part, name), "t"))
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, StopIteration, ValueError):
        raise fault("word", name) from None
    except (RuntimeError, NotImplementedError):  # a zip archive with a password, or packed in a new way
        raise fault("locked", name) from None
    counts = {
        "comments": _references(body, "commentReference"),
        "notes": _references(body, "footnoteReference") + _references(body, "endnoteReference"),
        "boxes": sum(1 for one in _named(body, "txbxContent") if not _within(one, "Fallback")),
    }
    left = [say(f"imported.left.{what}", count=count) for what, count in counts.items() if count]
    return body, [*left, *([say("imported.left.around")] if around else [])]


def _part(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    """One part as XML; nothing that it names is read."""
    from lxml import etree

    with archive.open(part) as source:
        data = source.read(MAX_PART_BYTES + 1)
    if len(data) > MAX_PART_BYTES:
        raise fault("large", name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise fault("word", name) from None


def _target(archive: zipfile.ZipFile) -> str:
    """Where the document is: the archive says it."""
    from lxml import etree

    with archive.open("_rels/.rels") as source:
        rels = source.read(1_000_000)
    try:
        root = etree.fromstring(rels, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise ValueError("not XML") from None
    for one in root:
        if str(one.get("Type", "")).endswith("/officeDocument"):
            return str(one.get("Target", "")).lstrip("/")
    raise LookupError("no document")


# ---------------------------------------------------------------------- what stands in it

# Names without their namespace: Word's strict form has another one than its usual.


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _named(element: Any, *wanted: str) -> Iterator[Any]:
    return (one for one in element.iter() if _name(one) in wanted)


def _references(body: Any, what: str) -> int:
    return sum(1 for _ in _named(body, what))


def _within(element: Any, *above: str) -> bool:
    return any(_name(one) in above for one in element.iterancestors())


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _blocks(element: Any) -> Iterator[Line]:
    """Paragraphs and tables in their order, also where they stand in controls."""
    for one in element:
        kind = _name(one)
        if kind == "p":
            yield from _paragraph(one)
        elif kind == "tbl":
            yield from _table(one)
        elif kind not in ("del", "moveFrom", "sectPr", "sdtPr", "Fallback"):
            yield from _blocks(one)


def _paragraph(element: Any) -> Iterator[Line]:
    """A paragraph's lines, each with how much of its beginning is bold."""
    text, bold, still = "", 0, True
    for run in _runs(element):
        words, heavy = _text(run), _bold(run)
        for index, piece in enumerate(words.split("\n")):
            if index:
                yield Line(text, bold)
                text, bold, still = "", 0, True
            text += piece
            still = still and (heavy or not piece.strip())
            bold = len(text) if still else bold
    yield Line(text, bold)


def _runs(element: Any) -> Iterator[Any]:
    """The runs of a paragraph, without what was deleted and what stands in boxes."""
    for one in element:
        if _name(one) == "r":
            yield one
        elif _name(one) not in ("del", "moveFrom", "pPr", "txbxContent", "sdtPr", "Fallback"):
            yield from _runs(one)


def _text(run: Any) -> str:
    """A run's text; line ends are newlines."""
    text = ""
    for one in run:
        kind = _name(one)
        if kind == "t":
            text += one.text or ""
        elif kind in ("br", "cr"):
            text += "\n"
        elif kind == "tab":
            text += "\t"
        elif kind == "noBreakHyphen":
            text += "-"
    return text


def _bold(run: Any) -> bool:
    for one in chain.from_iterable(part for part in run if _name(part) == "rPr"):
        if _name(one) == "b":
            return _attribute(one, "val") not in ("0", "false", "off")
    return False


# ---------------------------------------------------------------------- tables


def _table(element: Any) -> Iterator[Line]:
    """Rows of time, speaker and text, or of two of them; another table's cells are lines."""
    rows = [
        [" ".join(line.text.strip() for line in _blocks(cell)).strip() for cell in _inside(row, "tc")]
        for row in _inside(element, "tr")
        if not any(_name(mark) == "del" for properties in _inside(row, "trPr") for mark in properties)
    ]
    rows = [row for row in rows if any(row)]
    when, who = _columns(rows)
    if when is None and who is None:
        yield from (Line(cell) for row in rows for cell in row if cell)
        return
    for index, row in enumerate(rows):
        if not index and _is_head(row, rows, when):
            continue
        at_ms = times(row[when])[:1] if when is not None and when < len(row) else ()
        words = " ".join(cell for column, cell in enumerate(row) if column not in (when, who) and cell)
        if who is not None and who < len(row):
            yield Line(words, who=row[who].rstrip(" :"), at_ms=at_ms)
        else:
            yield Line(f"[{row[when]}] {words}" if at_ms and when is not None else words)


def _inside(element: Any, kind: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also where they stand in controls."""
    for one in element:
        if _name(one) == kind:
            yield one
        elif _name(one) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(one, kind)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int | None, int | None]:
    """Which columns say when and who; None for what no column says."""
    width = max(map(len, rows), default=0)
    if not 2 <= width <= 4 or len(rows) < 2:
        return None, None
    columns = [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]
    when = next((i for i, cells in enumerate(columns) if _share(cells, _is_time) > 0.5), None)
    longest = max(range(width), key=lambda i: sum(map(len, columns[i])))
    who = next((i for i, cells in enumerate(columns) if i not in (when, longest) and _is_who(cells)), None)
    return when, who


def _share(cells: Sequence[str], holds: Any) -> float:
    filled = [cell for cell in cells if cell]
    return sum(bool(holds(cell)) for cell in filled) / len(filled) if filled else 0.0


def _is_time(cell: str) -> bool:
    return bool(_TIME_CELL.fullmatch(cell) and times(cell))


def _is_who(cells: Sequence[str]) -> bool:
    """Whether a column names speakers: labels come again, or are labels wherever they stand."""
    labels = [cell.rstrip(" :") for cell in cells if cell]
    again = len(set(labels)) < len(labels) or all(map(certain, labels))
    return bool(labels) and all(map(names, labels)) and again


def _is_head(row: Sequence[str], rows: Sequence[Sequence[str]], when: int | None) -> bool:
    """Whether the first row names the columns ("Tid", "Taler", "Tekst")."""
    if when is not None and when < len(row):
        return not _is_time(row[when])
    return all(len(cell.split()) == 1 and not certain(cell) for cell in row) and len(rows) > 2


# ---------------------------------------------------------------------- our own reading copy


def _own(lines: Sequence[Line]) -> list[Line] | None:
    """The turns of our own copy, without what stands above them and between them; None for others."""
    private = say_in("nb", "reading.private")
    place = next((i for i, line in enumerate(lines[:12]) if line.text == private), None)
    if place is None:
        return None
    return [_own_turn(line) for line in lines[place + 1 :] if not _is_mark(line.text)]


def _own_turn(line: Line) -> Line:
    found = re.fullmatch(r"(?P<at>\[\d\d:\d\d:\d\d\] )?(?P<who>.+?): (?P<text>.*)", line.text)
    return Line(found["text"], who=found["who"], at_ms=times(found["at"] or "")) if found else line


def _is_mark(text: str) -> bool:
    marks = [say_in("nb", f"reading.mark.{kind}", start="\1", end="\1") for kind in _MARKS]
    shapes = [re.escape(mark).replace("\1", r"\d\d:\d\d:\d\d") for mark in marks]
    count = re.escape(say_in("nb", "reading.marks", count="\1")).replace("\1", r"\d+")
    return re.fullmatch("|".join((*shapes, count)), text) is not None


def _unmarked(one: Said) -> Said:
    """The turn without the words that say that it is unsure who speaks."""
    unsure = " " + say_in("nb", "reading.unsure")
    return replace(one, text=one.text.removesuffix(unsure), sure=not one.text.endswith(unsure))
