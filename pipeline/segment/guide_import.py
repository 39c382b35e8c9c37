"""From the usual interview guide (Word, Markdown, plain text) to `guide.yaml`.

Three steps: a file becomes lines that know how they stood there (heading, number, depth, bold), lines become
themes, subthemes and questions, and those become YAML in which comments say what was unsure.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pipeline.artefacts.guide import ID_PATTERN
from pipeline.errors import PipelineError
from pipeline.messages import one_line, say
from pipeline.segment.guide import MAX_TEXT, read_guide

#: Beyond this a file is no interview guide; a Word file also once it is unpacked.
MAX_BYTES = 20_000_000

#: A heading that is not marked as one is at most this long.
SHORT = 80

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


@dataclass
class _Topic:
    """A theme or subtheme in the making."""

    title: str
    label: str = ""
    questions: list[str] = field(default_factory=list)
    probes: list[str] = field(default_factory=list)
    key_words: list[str] = field(default_factory=list)
    parts: list[_Topic] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    titled: bool = False

    def hollow(self) -> bool:
        return not (self.questions or self.probes or self.key_words or self.parts)


def import_guide(path: Path) -> bytes:
    """The guide in this .docx, .md or .txt as the text of a `guide.yaml`; it passes `read_guide`.

    Raises:
        PipelineError: another kind of file, not readable, or without any theme or question.
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
        raise _fault("unreadable", name) from None
    if len(data) > MAX_BYTES:
        raise _fault("large", name)
    lines = tuple(_clean(reader(data, name)))
    title, themes, left_out = _structure(lines)
    if not themes:
        raise _fault("nothing", name)
    written = _yaml(name, title or _plain(path.stem), _slug(path.stem), themes, left_out, lines).encode()
    read_guide(written, name)
    return written


def _fault(what: str, name: str) -> PipelineError:
    return PipelineError(say(f"guide_import.{what}", name=name), hint=say(f"guide_import.{what}.hint"))


def _clean(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        text = _plain(line.text)
        if _says_something(text):
            yield replace(line, text=text)


def _says_something(text: str) -> bool:
    return any(one.isalnum() for one in text)


def _plain(text: str) -> str:
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
    r"|(?P<bullet>[-–—•*+·▪◦‣o])\s+)(?=\S)",
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
    text = re.sub(r"<!--.*?-->", "", _decoded(data, name), flags=re.DOTALL)
    front = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    skipped = front[0].count("\n") if front else 0
    lines: list[Line] = []
    for place, raw in enumerate(text.splitlines()[skipped:], skipped + 1):
        expanded = raw.expandtabs(4)
        inside = expanded.strip()
        underlined = re.fullmatch(r"=+|-{2,}", inside)
        if underlined and lines and lines[-1].place == place - 1 and not lines[-1].label:
            lines[-1] = replace(lines[-1], heading=1 if inside[0] == "=" else 2)
            continue
        if not inside or re.fullmatch(r"[-*_\s]{3,}", inside):
            continue
        heading = re.match(r"(#{1,6})\s+(.*?)\s*#*$", inside)
        line = Line(
            heading[2] if heading else inside,
            place,
            heading=len(heading[1]) if heading else 0,
            depth=len(expanded) - len(expanded.lstrip()),
        )
        whole = re.fullmatch(r"(\*\*|__)(.+)\1:?", line.text)
        if whole:
            line = replace(line, text=whole[2], bold=True)
        line = _labelled(line)
        whole = re.fullmatch(r"(\*\*|__)(.+)\1:?", line.text)
        lines.append(
            replace(line, text=_unmarked(whole[2] if whole else line.text), bold=line.bold or bool(whole))
        )
    return _ranked(lines)


def _unmarked(text: str) -> str:
    """Markdown's emphasis, links and escapes as the text they show."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])(\S.*?)\1(?!\w)", r"\2", text)
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _decoded(data: bytes, name: str) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked:
        raise _fault("unreadable", name)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _fault("unreadable", name)


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
        raise _fault("unreadable", name) from None


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
    raise _fault("large", name)


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


# ---------------------------------------------------------------------- themes, subthemes, questions

_ASKS = re.compile(
    r"(?:fortell|fortel|beskriv|skildr|si |forklar|gi |gje |tenk|nevn|nemn|kan du|kunne du|hv[aeio]|kv[aeio]|"
    r"korleis|kor |når |er det|har du|har dykk|opplev|i hvilken grad|i kva grad|på hvilken)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?P<what>stikkord|nøkkelord|oppfølging(?:sspørsmål|ar|er)?|oppfølgings?spørsmål|oppfølgjingsspørsmål|"
    r"hjelpespørsmål|underspørsmål|prober?|prompts?|temaer|tema)\s*:\s*(?P<rest>.*)",
    re.IGNORECASE,
)

#: How a heading was marked; two of the same kind stand beside each other.
_Kind = tuple[str, int, str]
_Role = Literal["heading", "question", "note"]


def _structure(lines: Sequence[Line]) -> tuple[str, list[_Topic], list[Line]]:
    """The guide's title ("" where none is told), its themes, and the lines that are neither."""
    title, lines = _title(lines)
    root = _Topic("")
    stack: list[tuple[_Kind, _Topic]] = []
    left_out: list[Line] = []
    item: Line | None = None  # the question before, to tell what is asked beneath it
    section = ""
    for index, line in enumerate(lines):
        topic = stack[-1][1] if stack else root
        found = _SECTION.fullmatch(line.text)
        if found and not line.heading and found["what"].casefold() not in ("tema", "temaer"):
            section = "key_words" if found["what"].casefold() in ("stikkord", "nøkkelord") else "probes"
            _add(topic, section, found["rest"])
            continue
        role = _role(lines, index)
        if section and role != "heading" and (line.label or line.depth):
            _add(topic, section, line.text)
            continue
        section = ""
        if role == "heading":
            kind = _kind(line)
            while stack and _ends(stack[-1][0], kind, [one for one, _ in stack]):
                stack.pop()
            above = stack[-1][1] if stack else root
            below = _Topic(line.text.rstrip(" :"), line.label)
            above.parts.append(below)
            stack.append((kind, below))
            item = None
        elif role == "note":
            left_out.append(line)
        elif item is not None and _beneath(line, item):
            topic.probes.append(line.text)
        else:
            topic.questions.append(line.text)
            if "?" not in line.text and not _ASKS.match(line.text):
                topic.unsure.append(say("guide_import.question", text=line.text[:60]))
            item = line
    return _unwrapped(title, root, left_out)


def _title(lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    for index, line in enumerate(lines[:5]):
        named = "guide" in line.text.casefold() and len(line.text) <= 2 * SHORT and "?" not in line.text
        if line.title or (index == 0 and named and not line.label):
            return line.text, [*lines[:index], *lines[index + 1 :]]
    return "", lines


def _role(lines: Sequence[Line], index: int) -> _Role:
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else None
    asks = "?" in line.text or line.word in ("spørsmål", "spm")
    if line.heading:
        # Some write their questions as headings of the lowest level.
        beneath = following is not None and "?" in following.text and not following.heading
        return "question" if asks and not beneath else "heading"
    if asks:
        return "question"
    if line.word or _stands_above(line, lines[index + 1 :]):
        return "heading"
    return "question" if line.label or _ASKS.match(line.text) else "note"


def _stands_above(line: Line, after: Sequence[Line]) -> bool:
    """Whether a line that asks nothing and is not marked as one is a heading."""
    if line.label == BULLET or len(line.text) > SHORT or line.text.endswith((".", "!")):
        return False
    if line.bold or line.text.endswith(":"):
        return True
    return bool(after) and _leads(line, after) and not _ASKS.match(line.text)


def _leads(line: Line, after: Sequence[Line]) -> bool:
    """Whether what comes next stands beneath this line: deeper, or a question beside no other of its kind."""
    following = after[0]
    if line.label and line.label != BULLET:
        for other in after:
            if other.heading or (_parts(other.label) == _parts(line.label) and other.depth == line.depth):
                return "?" in other.text and other is following and _fresh(line, other)
            if "?" in other.text or other.label:
                return True
        return False
    return following.depth > line.depth or "?" in following.text or following.label == BULLET


def _fresh(line: Line, other: Line) -> bool:
    """Whether the numbers begin anew after a numbered heading (1 Bakgrunn, 1. Hvem er du?)."""
    return other.label in ("1", "a", "A") and line.label != "0" and other.label <= line.label


def _parts(label: str) -> tuple[int, str]:
    """How many numbers a label has, and of what kind they are."""
    if label == BULLET or not label:
        return 0, label
    return label.count(".") + 1, "number" if label[0].isdigit() else "letter"


def _kind(line: Line) -> _Kind:
    if line.heading:
        return "heading", line.heading, ""
    if line.word:
        return "word", 0, line.word
    count, what = _parts(line.label)
    if count:
        return "number", count, what
    return ("bold", line.depth, "") if line.bold else ("line", line.depth, "")


def _ends(open_: _Kind, new: _Kind, kinds: Sequence[_Kind]) -> bool:
    """Whether a heading of the kind `new` ends the innermost one, of the kind `open_`."""
    if new in kinds:
        return True
    if open_[0] == new[0] and open_[0] in ("heading", "number", "bold", "line") and open_[2] == new[2]:
        return open_[1] >= new[1]
    return new[0] == "heading" and open_[0] != "heading"


def _beneath(line: Line, item: Line) -> bool:
    if line.depth != item.depth:
        return line.depth > item.depth
    (count, what), (above, how) = _parts(line.label), _parts(item.label)
    return bool(item.label) and item.label != BULLET and (count > above or (what, how) in (
        ("letter", "number"), (BULLET, "number"), (BULLET, "letter")
    ))  # fmt: skip


def _add(topic: _Topic, section: str, text: str) -> None:
    if section == "key_words":
        topic.key_words += filter(_says_something, map(_plain, re.split(r"[,;•]", text)))
    elif _says_something(text):
        topic.probes.append(text)


def _unwrapped(title: str, root: _Topic, left_out: list[Line]) -> tuple[str, list[_Topic], list[Line]]:
    """A single heading around all others is the title; questions outside all headings get a theme."""
    while len(root.parts) == 1 and not root.questions and not title:
        only = root.parts[0]
        if len(only.parts) < 2 or only.questions:
            break
        title, root = only.title, only
    themes = list(root.parts)
    if root.questions or root.probes:
        loose = _loose_part(root, say("guide_import.loose"))
        loose.unsure.append(say("guide_import.loose.why"))
        themes.insert(0, loose)
    return title, [theme for theme in map(_flattened, themes) if theme], left_out


def _loose_part(topic: _Topic, title: str) -> _Topic:
    """What stands directly under a topic, as a topic of its own."""
    return _Topic(title, "", topic.questions, topic.probes, topic.key_words, [], list(topic.unsure))


def _flattened(theme: _Topic) -> _Topic:
    """A theme with subthemes that have none themselves, each with a question."""
    theme.parts = [part for above in theme.parts for part in _level(above)]
    for topic in (theme, *theme.parts):
        if topic.hollow() or (topic is not theme and not topic.questions):
            asked = topic.probes[:1] or [topic.title]
            topic.probes = topic.probes[1:]
            topic.questions = asked
            topic.unsure.append(say("guide_import.hollow"))
    if not theme.questions and not theme.parts:
        theme.questions = theme.probes[:1] or [theme.title]
        theme.probes = theme.probes[1:]
        theme.unsure.append(say("guide_import.hollow"))
    return theme


def _level(topic: _Topic) -> Iterator[_Topic]:
    parts, topic.parts = topic.parts, []
    if not (topic.hollow() and parts):
        yield topic
    for part in parts:
        part.unsure.append(say("guide_import.deep", title=topic.title))
        part.label = ""
        yield from _level(part)


# ---------------------------------------------------------------------- YAML


def _yaml(
    name: str,
    title: str,
    slug: str,
    themes: Sequence[_Topic],
    left_out: Sequence[Line],
    lines: Sequence[Line],
) -> str:
    out = [f"# {say('guide_import.head', name=name)}"]
    out += [
        f"# {say('guide_import.left_out', place=line.place, text=_short(line.text))}" for line in left_out
    ]
    out += ["", f"id: {_scalar(slug)}", f"title: {_scalar(_fit(title))}", f"language: {_language(lines)}", ""]
    out.append("themes:")
    ids = _numbered([theme.label for theme in themes], "")
    for theme, number in zip(themes, ids, strict=True):
        out += _topic_lines(theme, number, "  ")
        if theme.parts:
            out.append("    subthemes:")
            below = _numbered([part.label for part in theme.parts], number)
            for part, inner in zip(theme.parts, below, strict=True):
                out += _topic_lines(part, inner, "      ")
    return "\n".join(out) + "\n"


def _topic_lines(topic: _Topic, number: str, indent: str) -> Iterator[str]:
    yield from (f"{indent}# {say('guide_import.unsure', what=why)}" for why in topic.unsure)
    yield f"{indent}- id: {json.dumps(number, ensure_ascii=False)}"
    yield f"{indent}  title: {_scalar(_fit(topic.title))}"
    for key in ("questions", "probes", "key_words"):
        values = getattr(topic, key)
        if values:
            yield f"{indent}  {key}:"
            yield from (f"{indent}    - {_scalar(_fit(value))}" for value in values)


def _numbered(labels: Sequence[str], above: str) -> list[str]:
    """Ids from the numbers in the document, once each; what has none there gets one that is free."""
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for index, label in enumerate(labels):
        whole = label if not above or label.startswith(f"{above}.") else f"{above}.{label}"
        misplaced = not above and "." in label
        if label in ("", BULLET) or misplaced or whole.casefold() in taken:
            continue
        if re.fullmatch(ID_PATTERN, whole):
            kept[index] = whole
            taken.add(whole.casefold())
    counted = (f"{above}.{count}" if above else str(count) for count in range(1, 2 * len(labels) + 1))
    free = (one for one in counted if one.casefold() not in taken)
    return [kept[index] if index in kept else next(free) for index in range(len(labels))]


def _fit(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _scalar(text: str) -> str:
    """Plain where YAML reads it as it stands, else in quotation marks (JSON's are YAML's)."""
    plain = re.fullmatch(r"[^\W_](?:[^:#\[\]{}\"\\]|:(?=\S))*", text) and not text.endswith(":")
    return text if plain else json.dumps(text, ensure_ascii=False)


def _slug(stem: str) -> str:
    slug = (
        re.sub(r"[^0-9a-zà-öø-ž]+", "-", unicodedata.normalize("NFC", stem).lower())
        .strip("-")[:40]
        .strip("-")
    )
    return slug if re.fullmatch(ID_PATTERN, slug) else "guide"


def _language(lines: Iterable[Line]) -> str:
    """Nynorsk where its commonest words are more than those of Bokmål."""
    words = [word for line in lines for word in re.findall(r"\w+", line.text.casefold())]
    nynorsk, bokmaal = (sum(word in marks for word in words) for marks in (_NYNORSK, _BOKMAAL))
    return "nn" if nynorsk > bokmaal else "nb"


_NYNORSK = frozenset(
    ("ikkje", "korleis", "kva", "kven", "kvifor", "dykk", "eit", "ein", "frå", "nokon", "nokre", "vere")
)
_BOKMAAL = frozenset(
    ("ikke", "hvordan", "hva", "hvem", "hvorfor", "dere", "et", "en", "fra", "noen", "være", "hvilke")
)
