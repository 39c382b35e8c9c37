"""`guide.yaml`, read with errors that name line and column.

Every scalar is text as it was written: YAML would read the id `1.10` as the number 1.1 and `no` as false.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, get_args

import yaml

from pipeline.artefacts.guide import ID_PATTERN, Guide, Subtheme, Theme, Topic
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.segment.spoken import content_lemmas
from pipeline.segment.wording import likeness, rarity

#: Two topics that are more alike than this will be mixed up: cosine of their lemmas, weighted by rarity.
OVERLAP = 0.35

#: A guide has six levels and some hundred lines; more than this is a mistake or an attack.
MAX_DEPTH = 20
MAX_CHARACTERS = 200_000
MAX_TEXT = 2000

_LANGUAGES: tuple[str, ...] = get_args(Guide.model_fields["language"].annotation)
_LISTS = tuple(key for key in Topic.model_fields if key not in ("id", "title"))


def read_guide(text: str | bytes, name: str) -> Guide:
    """The guide in this YAML (bytes are UTF-8; a byte order mark and CRLF are fine).

    White space inside a text becomes single spaces. Where a list of texts is expected (`questions`,
    `probes`, `key_words`, `asked`), a single text is a list of one. Anchors, aliases and tags are refused:
    a guide needs none, and a few lines of them can unfold to gigabytes.

    Args:
        text: the contents of the file.
        name: the base name of the file, for errors.

    Raises:
        PipelineError: not a guide; names the file, and where there is one the line and the column, from 1.
    """
    file = _File(name)
    if isinstance(text, bytes):
        text = file.decode(text)
    return file.guide(file.compose(text.removeprefix("\ufeff")))


def questions_of(guide: Guide) -> tuple[str, ...]:
    """All questions with their probes, in the order of the guide."""
    return tuple(
        question
        for theme in guide.themes
        for topic in (theme, *theme.subthemes)
        for question in (*topic.questions, *topic.probes)
    )


def template() -> str:
    """A small guide to write over, with comments in Norwegian. Its study is invented."""
    return _TEMPLATE


@dataclass(frozen=True)
class Overlap:
    """Two themes or subthemes that are hard to tell apart, by their ids.

    `likeness` is the cosine of their words, 1.0 where a question or title stands in both; `words` are what
    they share, most telling first.
    """

    first: str
    second: str
    likeness: float
    words: tuple[str, ...]


def check_guide(guide: Guide) -> tuple[Overlap, ...]:
    """Topics that overlap, most alike first: by the lemmas of titles, questions, probes and key words.

    A main theme is not held against its own subthemes, and counts only where it has questions of its own.
    """
    topics = [
        (theme.id, topic)
        for theme in guide.themes
        for topic in (theme, *theme.subthemes)
        if topic is not theme or topic.questions
    ]
    words = [content_lemmas(" . ".join(_said(topic))) for _, topic in topics]
    weights = rarity(words)
    found = []
    for first, second in combinations(range(len(topics)), 2):
        (above, one), (other_above, other) = topics[first], topics[second]
        if one.id == other_above or other.id == above:
            continue
        twice = {text.casefold() for text in _said(one)} & {text.casefold() for text in _said(other)}
        alike = 1.0 if twice else likeness(words[first], words[second], weights)
        if alike >= OVERLAP:
            shared = sorted(set(words[first]) & set(words[second]), key=lambda word: (-weights[word], word))
            found.append(Overlap(one.id, other.id, round(alike, 2), tuple(shared[:5])))
    return tuple(sorted(found, key=lambda one: -one.likeness))


def _said(topic: Topic) -> tuple[str, ...]:
    return (topic.title, *topic.questions, *topic.probes, *topic.key_words)


def tree(guide: Guide) -> tuple[str, ...]:
    """The guide as lines to look at: title, themes, subthemes, questions, probes and key words."""
    return (guide.title, *(line for theme in guide.themes for line in _branch(theme, "  ")))


def _branch(topic: Topic, indent: str) -> Iterator[str]:
    asked = f" [{', '.join(topic.asked)}]" if topic.asked else ""
    yield f"{indent}{topic.id} {topic.title}{asked}"
    yield from (f"{indent}  – {question}" for question in topic.questions)
    yield from (f"{indent}    – {probe}" for probe in topic.probes)
    if topic.key_words:
        yield f"{indent}  ({', '.join(topic.key_words)})"
    if isinstance(topic, Theme):
        for subtheme in topic.subthemes:
            yield from _branch(subtheme, indent + "  ")


class _Refused(yaml.MarkedYAMLError):
    """Valid YAML that a guide may not hold; the problem is the key of a message."""


class _Loader(yaml.BaseLoader):
    """Composes nodes and nothing else: no value is made, no tag is resolved."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _Refused(problem="alias", problem_mark=event.start_mark)
        if event.tag is not None:
            raise _Refused(problem="tag", problem_mark=event.start_mark)
        if self.depth == MAX_DEPTH:
            raise _Refused(problem="deep", problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _File:
    """A `guide.yaml` while it is read: its name, and the line on which each id stands."""

    def __init__(self, name: str) -> None:
        self.name = _printable(name)
        self.ids: dict[str, int] = {}

    def error(self, message: str, place: tuple[int, int], /, **values: object) -> PipelineError:
        line, column = place
        what = say(f"segment.guide.{message}", **values)
        return PipelineError(
            say("segment.guide.at", file=self.name, line=line, column=column, what=what),
            hint=say(f"segment.guide.{message}.hint", **values),
        )

    def decode(self, data: bytes) -> str:
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            good = data[: error.start].decode()
            raise self.error("encoding", _line_and_column(good, len(good))) from None

    def compose(self, text: str) -> yaml.Node:
        """The root node of the only document."""
        if len(text) > MAX_CHARACTERS:
            what = {"file": self.name, "most": MAX_CHARACTERS}
            raise PipelineError(say("segment.guide.large", **what), hint=say("segment.guide.large.hint"))
        unprintable = _Loader.NON_PRINTABLE.search(text)
        if unprintable:
            raise self.error("character", _line_and_column(text, unprintable.start()))
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        except _Refused as error:
            raise self.error(str(error.problem), _place(error.problem_mark)) from None
        except yaml.MarkedYAMLError as error:
            place = _place(_mark(error, len(text)))
            raise self.error("tab" if _tab(text, place) else "syntax", place) from None
        except (ValueError, OverflowError):  # an escape such as \UFFFFFFFF, beyond Unicode
            raise self.error("character", _place(loader.get_mark())) from None
        if node is None:
            raise self.error("nothing", (1, 1))
        return node

    def guide(self, node: yaml.Node) -> Guide:
        parts = self.mapping(
            node, Guide.model_fields.keys() - {"schema_version"}, ("id", "title", "language", "themes")
        )
        language = self.text("language", parts["language"])
        if language not in _LANGUAGES:
            raise self.error("language", _start(parts["language"]), allowed=", ".join(_LANGUAGES))
        return Guide.model_validate(
            {
                "id": self.id(parts["id"]),
                "title": self.text("title", parts["title"]),
                "language": language,
                "themes": tuple(self.theme(one) for one in self.items("themes", parts["themes"])),
            }
        )

    def theme(self, node: yaml.Node) -> Theme:
        parts = self.mapping(node, Theme.model_fields, ("id", "title"))
        if not parts.keys() & {"subthemes", "questions"}:
            raise self.error("hollow", _start(node))
        topic = self.topic(parts)
        subthemes = self.items("subthemes", parts["subthemes"]) if "subthemes" in parts else ()
        return Theme(**topic, subthemes=tuple(self.subtheme(one) for one in subthemes))

    def subtheme(self, node: yaml.Node) -> Subtheme:
        return Subtheme(**self.topic(self.mapping(node, Subtheme.model_fields, ("id", "title", "questions"))))

    def topic(self, parts: dict[str, yaml.Node]) -> dict[str, Any]:
        """What themes and subthemes share."""
        name = self.id(parts["id"])
        place = _start(parts["id"])
        if name in self.ids:
            raise self.error("twice_id", place, id=name, first=self.ids[name])
        self.ids[name] = place[0]
        lists = {key: self.texts(key, parts[key]) for key in _LISTS if key in parts}
        return {"id": name, "title": self.text("title", parts["title"]), **lists}

    def mapping(self, node: yaml.Node, known: Iterable[str], required: Iterable[str]) -> dict[str, yaml.Node]:
        """The parts of a mapping by their keys, all of them known and the required ones there."""
        if not isinstance(node, yaml.MappingNode):
            raise self.error("mapping", _start(node), keys=", ".join(required))
        parts: dict[str, yaml.Node] = {}
        lines: dict[str, int] = {}
        for key_node, value in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.error("key", _start(key_node))
            key = key_node.value
            if key not in known:
                raise self.unknown(key, _start(key_node), known)
            if key in parts:
                raise self.error("twice_key", _start(key_node), key=key, first=lines[key])
            parts[key], lines[key] = value, _start(key_node)[0]
        for key in required:
            if key not in parts:
                raise self.error("missing", _start(node), key=key)
        return parts

    def unknown(self, key: str, place: tuple[int, int], known: Iterable[str]) -> PipelineError:
        from difflib import get_close_matches

        shown = _printable(key if len(key) <= 40 else key[:39] + "…")
        for near in get_close_matches(key[:40].lower(), sorted(known), n=1):
            return self.error("unknown", place, key=shown, near=near)
        return self.error("unknown_no_near", place, key=shown, known=", ".join(sorted(known)))

    def items(self, key: str, node: yaml.Node) -> list[yaml.Node]:
        """The items of a list that is not empty."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.error("list", _start(node), key=key)
        items: list[yaml.Node] = node.value
        return items

    def texts(self, key: str, node: yaml.Node) -> tuple[str, ...]:
        nodes = [node] if isinstance(node, yaml.ScalarNode) else self.items(key, node)
        return tuple(self.text(key, one) for one in nodes)

    def text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error("text", _start(node), key=key)
        text = " ".join(unicodedata.normalize("NFC", node.value).split())
        if not text:
            raise self.error("blank", _start(node), key=key)
        if len(text) > MAX_TEXT:
            raise self.error("long", _start(node), key=key, most=MAX_TEXT)
        if any(unicodedata.category(one) in {"Cc", "Cs"} for one in text):
            raise self.error("character", _start(node))
        return text

    def id(self, node: yaml.Node) -> str:
        text = self.text("id", node)
        if not re.fullmatch(ID_PATTERN, text):
            raise self.error("id", _start(node))
        return text


def _start(node: yaml.Node) -> tuple[int, int]:
    return _place(node.start_mark)


def _place(mark: Any) -> tuple[int, int]:
    """Line and column from 1, as editors count them."""
    return mark.line + 1, mark.column + 1


def _mark(error: yaml.MarkedYAMLError, end: int) -> Any:
    """Where the problem is; what was still open at the end of the file went wrong where it began."""
    problem = error.problem_mark
    return error.context_mark if error.context_mark and (problem is None or problem.index >= end) else problem


def _tab(text: str, place: tuple[int, int]) -> bool:
    """Whether a tab stands at this place, or first in the indentation of its line."""
    line = "".join(text.splitlines()[place[0] - 1 : place[0]])
    return line.lstrip(" ").startswith("\t") or line[place[1] - 1 :].startswith("\t")


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


_TEMPLATE = """\
# Intervjuguide: temaer, undertemaer og spørsmål. Eksempelet er oppdiktet; skriv over det.
# Rykk inn med mellomrom, ikke tabulator. Sett anførselstegn rundt tekst som har kolon i seg,
# eller som begynner med et annet tegn enn en bokstav eller et tall.

id: turlag
title: Frivillighet i et turlag
language: nb          # nb (bokmål) eller nn (nynorsk)

themes:
  - id: "1"           # id-ene velger du selv; hver kan bare brukes én gang
    title: Bakgrunn
    questions:        # spørsmål kan stå rett under temaet ...
      - Kan du fortelle litt om deg selv?
      - Hvordan ble du med i turlaget?

  - id: "2"
    title: Dugnad
    subthemes:        # ... eller under hvert undertema
      - id: "2.1"
        title: Oppgaver
        questions:
          - Hvilke oppgaver har du i turlaget?
          - Kan du beskrive en vanlig dugnadsdag?
        probes:       # oppfølging; kan utelates
          - Hvem gjør hva?
        key_words:    # ord som hører til undertemaet; kan utelates, men hjelper mye
          - merking
          - hytte
          - vedhogst
      - id: "2.2"
        title: Motivasjon
        questions:
          - "Tenk på den siste dugnaden: Hva gjorde at du ble med?"
        asked:        # gruppene som får spørsmålene; utelates når alle får dem
          - frivillig
"""
