"""From the usual interview guide (Word, Markdown, plain text) to `guide.yaml`.

Three steps: a file becomes lines (`guide_lines.py`), lines become themes, subthemes and questions, and those
become YAML in which comments say what was unsure.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.artefacts.guide import ID_PATTERN
from pipeline.messages import one_line, say
from pipeline.segment.guide import MAX_TEXT, read_guide
from pipeline.segment.guide_lines import BULLET, Line, fault, plain, read_lines, says_something

#: A heading that is not marked as one is at most this long.
SHORT = 80


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

    def hollow(self) -> bool:
        return not (self.questions or self.probes or self.key_words or self.parts)


def import_guide(path: Path) -> bytes:
    """The guide in this .docx, .md or .txt as the text of a `guide.yaml`; it passes `read_guide`.

    Raises:
        PipelineError: another kind of file, not readable, or without any theme or question.
    """
    name, lines = one_line(path.name), read_lines(path)
    title, themes, left_out = _structure(lines)
    if not themes:
        raise fault("nothing", name)
    written = _yaml(name, title or plain(path.stem), _slug(path.stem), themes, left_out, lines).encode()
    read_guide(written, name)
    return written


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
            while stack and _ends(stack[-1][0], kind, list(map(_first, stack))):
                stack.pop()
            if stack and kind[0] == "line" and stack[-1][1].questions and kind not in map(_first, stack):
                stack.pop()  # an unmarked line after a theme's questions is no part of that theme
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


def _first(one: tuple[_Kind, _Topic]) -> _Kind:
    return one[0]


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
        topic.key_words += filter(says_something, map(plain, re.split(r"[,;•]", text)))
    elif says_something(text):
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
    bare = re.fullmatch(r"[^\W_](?:[^:#\[\]{}\"\\]|:(?=\S))*", text) and not text.endswith(":")
    return text if bare else json.dumps(text, ensure_ascii=False)


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
