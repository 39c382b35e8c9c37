"""Documents as lines that know how they stood there: heading, number, depth, bold (.docx, .md, .txt)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say

#: Beyond this a file is no interview guide; a Word file with its pictures, and text alone.
MAX_BYTES, MAX_TEXT_BYTES = 20_000_000, 1_000_000

#: The label of what stands in a list without numbers.
BULLET = "•"


@dataclass(frozen=True)
class Line:
    """A line as it stood in the file, without its number.

    `heading` is 1 and up for what is marked as one, `label` the number before it ("2.1", "a", a bullet),
    `depth` how far in it stands among its like, `word` what named its number ("tema"), `place` its line or
    paragraph, from 1.
    """

    text: str
    place: int
    heading: int = 0
    label: str = ""
    depth: int = 0
    bold: bool = False
    title: bool = False
    word: str = ""


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a document that say something, in normal form C with single spaces.

    Raises:
        PipelineError: another kind of file, or not readable.
    """
    name = one_line(path.name)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise PipelineError(
            say("guide_import.kind", name=name),
            hint=say("guide_import.kind.hint", kinds=", ".join(_READERS)),
        )
    try:
        with path.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
    except OSError:
        raise fault("unreadable", name) from None
    if len(data) > MAX_BYTES:
        raise fault("large", name)
    found = (replace(line, text=plain(line.text)) for line in reader(data, name))
    return tuple(line for line in found if says_something(line.text))


def fault(what: str, name: str) -> PipelineError:
    """An error of this room about a file."""
    return PipelineError(say(f"guide_import.{what}", name=name), hint=say(f"guide_import.{what}.hint"))


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(one.isalnum() for one in text)


def plain(text: str) -> str:
    """Normal form C, printable, single spaces."""
    shown = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", text))
    return " ".join(shown.split())


# ---------------------------------------------------------------------- plain text and Markdown

_NAMED = r"(?P<word>tema|hovedtema|undertema|deltema|del|bolk|kategori|spørsmål|spm\.?)\s+"
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*"
_LABEL = re.compile(
    rf"(?:{_NAMED}(?P<named>{_NUMBER}|[a-z]|[ivx]+)\s*[.):–—-]*\s*"
    rf"|(?P<number>{_NUMBER})[.):]*(?:\s+|(?<=[.):]))(?!\d)"
    r"|(?P<letter>[a-z]|[ivx]{1,5})[.)]\s+"
    r"|(?P<bullet>[*+o]\s+|[-–—•·▪◦‣]\s*))(?=\S)",
    re.IGNORECASE,
)


def _labelled(line: Line) -> Line:
    """The line with what stands before it as its label."""
    found = _LABEL.match(line.text)
    if not found or line.label:
        return line
    label = found["named"] or found["number"] or found["letter"] or BULLET
    word = (found["word"] or "").casefold().rstrip(".")
    return replace(line, text=line.text[found.end() :], label=label, word=word)


def _from_text(data: bytes, name: str) -> list[Line]:
    """Indentation is depth; a line of capitals, or one that is underlined, is as good as bold."""
    lines: list[Line] = []
    for place, raw in enumerate(_decoded(data, name).splitlines(), 1):
        expanded = raw.expandtabs(4)
        text = expanded.strip()
        if lines and lines[-1].place == place - 1 and re.fullmatch(r"[=\-_~*]{3,}", text):
            lines[-1] = replace(lines[-1], bold=True)
        elif text:
            indent = len(expanded) - len(expanded.lstrip())
            line = _labelled(Line(text, place, depth=indent))
            letters = [one for one in line.text if one.isalpha()]
            capitals = len(letters) >= 4 and all(one.isupper() for one in letters)
            lines.append(replace(line, bold=capitals))
    return _ranked(lines)


def _ranked(lines: Sequence[Line]) -> list[Line]:
    """Indentation in columns as depth: how many of the columns in use stand further out."""
    columns = sorted({line.depth for line in lines})
    return [replace(line, depth=columns.index(line.depth)) for line in lines]


def _from_markdown(data: bytes, name: str) -> list[Line]:
    """Headings with # or underlined, lists by their indentation, bold lines, and the cells of tables."""
    text = re.sub(r"<!--.*?-->", "", _decoded(data, name), flags=re.DOTALL)
    front = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    skipped = front[0].count("\n") if front else 0
    lines: list[Line] = []
    for place, raw in enumerate(text.split("\n")[skipped:], skipped + 1):
        expanded = raw.expandtabs(4)
        inside = expanded.strip()
        underlined = re.fullmatch(r"=+|-{2,}", inside)
        if underlined and lines and lines[-1].place == place - 1 and not lines[-1].label:
            lines[-1] = replace(lines[-1], heading=1 if inside[0] == "=" else 2)
        elif inside.startswith("|"):
            cells = inside.strip("|").split("|")
            if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in cells):
                lines += [_marked_line(cell.strip(), place, 0) for cell in cells]
        elif inside and not re.fullmatch(r"[-*_\s]{3,}", inside):
            lines.append(_marked_line(inside, place, len(expanded) - len(expanded.lstrip())))
    return _ranked(lines)


def _marked_line(text: str, place: int, depth: int) -> Line:
    heading = re.match(r"(#{1,6})\s+(.*?)\s*#*$", text)
    if heading:
        line = Line(heading[2], place, heading=len(heading[1]), depth=depth)
    else:
        line = Line(text, place, depth=depth)
    line = _labelled(_bold_line(line))
    return replace(_bold_line(line), text=_unmarked(_bold_line(line).text))


def _bold_line(line: Line) -> Line:
    """A line that is bold as a whole, without the marks; its number may stand before or within them."""
    whole = re.fullmatch(r"(\*\*|__)(.+)\1:?", line.text)
    return replace(line, text=whole[2], bold=True) if whole else line


def _unmarked(text: str) -> str:
    """Markdown's emphasis, links and escapes as the text they show."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])(\S.*?)\1(?!\w)", r"\2", text)
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, else Windows' Western encoding; line ends are newlines."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked:
        raise fault("unreadable", name)
    if len(data) > MAX_TEXT_BYTES:
        raise fault("large", name)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return "\n".join(data.decode(encoding).splitlines()) + "\n"
        except UnicodeDecodeError:
            continue
    raise fault("unreadable", name)


# ---------------------------------------------------------------------- Word


def _from_word(data: bytes, name: str) -> list[Line]:
    import io
    import zipfile

    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > 10 * MAX_BYTES:
            return _too_large(name)
        document = docx.Document(io.BytesIO(data))
        return list(_paragraphs(document))
    except PipelineError:
        raise
    except Exception:  # whatever a damaged file breaks in the libraries; their messages may quote it
        raise fault("unreadable", name) from None


def _paragraphs(document: Any) -> Iterator[Line]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    numbers = _Numbers(document)
    for place, element in enumerate(document.element.body.iter(qn("w:p")), 1):
        if any("AlternateContent" in str(one.tag) for one in element.iterancestors()):
            continue  # text boxes stand there twice
        paragraph = Paragraph(element, document)
        styles = list(_chain(paragraph.style))
        names = [f"{style.name} {style.style_id}".casefold() for style in styles]
        if any(one.startswith(("toc", "innh")) for one in names):
            continue
        label, depth = numbers.next(element, styles)
        depth = depth or next(iter(_list_levels(names)), 0)
        heading = _heading_level(element, styles, names)
        pieces = [piece for piece in _texts(element) if piece.strip()]
        runs = [run for run in paragraph.runs if run.text.strip()]
        bold = bool(runs) and all(_bold(run, styles) for run in runs)
        for index, piece in enumerate(pieces):
            line = Line(
                piece.strip(),
                place,
                heading=heading,
                label="" if index else label,
                depth=depth,
                bold=bold,
                title=any(one.startswith(("title", "tittel")) for one in names),
            )
            yield _labelled(line)


def _chain(style: Any) -> Iterator[Any]:
    while style is not None:
        yield style
        style = style.base_style


def _list_levels(names: Sequence[str]) -> Iterator[int]:
    """The depth of Word's own list styles ("List Bullet 2" is 1)."""
    for one in names:
        found = re.match(r"list (?:bullet|number|continue|paragraph)? ?([2-9])\b", one)
        if found:
            yield int(found[1]) - 1


def _heading_level(element: Any, styles: Sequence[Any], names: Sequence[str]) -> int:
    """The level of a heading from its style's name, or its level in the outline; 0 where it is none."""
    from docx.oxml.ns import qn

    for one in names:
        found = re.match(r"(?:heading|overskrift) ?([1-9])", one)
        if found:
            return int(found[1])
    for owner in (element, *(style.element for style in styles)):
        level = owner.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None:
            value = int(level.get(qn("w:val")))
            return value + 1 if value < 9 else 0
    return 0


def _bold(run: Any, styles: Sequence[Any]) -> bool:
    if run.bold is not None:
        return bool(run.bold)
    return any(style.font.bold for style in styles)


def _texts(element: Any) -> list[str]:
    """The lines of a paragraph as it reads with all changes taken in."""
    from docx.oxml.ns import qn

    gone = {qn("w:del"), qn("w:moveFrom")}
    text = ""
    for one in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if any(above.tag in gone for above in one.iterancestors()):
            continue
        if one.tag == qn("w:t"):
            text += one.text or ""
        elif one.tag == qn("w:noBreakHyphen"):
            text += "-"
        elif one.getparent().tag != qn("w:tabs"):
            text += " " if one.tag == qn("w:tab") else "\n"
    return text.split("\n")


def _too_large(name: str) -> list[Line]:
    raise fault("large", name)


class _Numbers:
    """Word's automatic numbers, counted as Word does (ECMA-376 part 1, 17.9)."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn

        self.qn = qn
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.abstract: dict[str, str] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.met: set[str] = set()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for one in root.findall(qn("w:abstractNum")):
            self.levels[one.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): (
                    self._value(level, "numFmt", "decimal"),
                    self._value(level, "lvlText", ""),
                    int(self._value(level, "start", "1")),
                )
                for level in one.findall(qn("w:lvl"))
            }
        for one in root.findall(qn("w:num")):
            name = one.get(qn("w:numId"))
            self.abstract[name] = self._value(one, "abstractNumId", "")
            self.restarts[name] = {
                int(level.get(qn("w:ilvl"))): int(start.get(qn("w:val")))
                for level in one.findall(qn("w:lvlOverride"))
                for start in level.findall(qn("w:startOverride"))
            }

    def _value(self, element: Any, name: str, default: str) -> str:
        found = element.find(self.qn(f"w:{name}"))
        value = None if found is None else found.get(self.qn("w:val"))
        return default if value is None else str(value)

    def next(self, element: Any, styles: Sequence[Any]) -> tuple[str, int]:
        """The number of the next paragraph and its level in the list; "" and 0 where it has none."""
        number, level = "", None
        for owner in (element, *(style.element for style in styles)):
            found = owner.find(f"{self.qn('w:pPr')}/{self.qn('w:numPr')}")
            if found is not None:
                if level is None and found.find(self.qn("w:ilvl")) is not None:
                    level = int(self._value(found, "ilvl", "0"))
                number = number or self._value(found, "numId", "")
                if number:
                    break
        levels = self.levels.get(self.abstract.get(number, ""))
        if not levels or number == "0":
            return "", 0
        return self._counted(number, level or 0, levels), level or 0

    def _counted(self, number: str, level: int, levels: dict[int, tuple[str, str, int]]) -> str:
        counts = self.counts.setdefault(self.abstract[number], {})
        if number not in self.met:
            self.met.add(number)
            for one, start in self.restarts[number].items():
                counts[one] = start - 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        kind, shape, start = levels.get(level, ("decimal", f"%{level + 1}", 1))
        counts[level] = counts.get(level, start - 1) + 1
        if kind == "bullet":
            return BULLET

        def number_at(found: re.Match[str]) -> str:
            above = int(found[1]) - 1
            how, _, first = levels.get(above, ("decimal", "", 1))
            return _written(counts.get(above, first), how if above == level else "decimal")

        return re.sub(r"%([1-9])", number_at, shape).strip(" .):")


def _written(number: int, how: str) -> str:
    if how in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if how == "lowerLetter" else letters.upper()
    if how in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            roman, number = roman + sign * (number // value), number % value
        return roman if how == "lowerRoman" else roman.upper()
    return str(number)


_READERS: dict[str, Callable[[bytes, str], list[Line]]] = {
    ".docx": _from_word,
    ".md": _from_markdown,
    ".markdown": _from_markdown,
    ".txt": _from_text,
}
