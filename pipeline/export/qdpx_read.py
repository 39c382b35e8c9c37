"""A REFI-QDA project (.qdpx) that a coding tool has written, read as far as codes and codings go.

Source: REFI-QDA 1.5 (QDA-XML 1.0). Tools differ in how they count (line ends, a byte order mark, UTF-16), so
a place is believed where the words that the file quotes for it stand there; see `counted`. The file is a
stranger's: nothing is unpacked to the disk, sizes are limited, and a document type is refused. Errors name
the file and what is wrong with it, never what stands in it.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say

#: Beyond these a file is no project of interviews; in bytes when unpacked. Sound and film are never read.
MAX_PROJECT, MAX_TEXT, MAX_TEXTS, MAX_FILES = 100_000_000, 10_000_000, 400_000_000, 50_000

#: Roots that tools put above all codes; they are no codes of anybody's.
_ROOTS = (
    "nodes",
    "codes",
    "code system",
    "thematic nodes",
    "noder",
    "koder",
    "kodesystem",
    "tematiske noder",
)

#: Quotes shorter than this prove nothing; in letters and digits.
_PROOF = 3

#: Where no quote tells how a tool counts, the ends of words do: so many places begin and end with one by one
#: way of counting, and at most so many by any other; shares. People select whole words, but not always.
_NEARLY_ALL, _HALF = 0.9, 0.5

#: Why the text of a document cannot be read.
NoText = Literal["", "missing", "unreadable", "kind", "sound"]


@dataclass(frozen=True)
class ReadCode:
    """A code; `under` is the guid of the code above it, empty at the root."""

    guid: str
    name: str = field(repr=False)
    under: str = ""
    codable: bool = True
    memo: str = field(default="", repr=False)


@dataclass(frozen=True)
class ReadCoding:
    """That somebody gave a code; `by` is the guid of the user, `user` their name, `at` as it stands there."""

    guid: str
    code: str
    by: str = ""
    user: str = field(default="", repr=False)
    at: str = ""


@dataclass(frozen=True)
class ReadSelection:
    """A stretch `[start, end)` as the tool counted it, with codings and notes; None: all of the document."""

    guid: str
    start: int | None
    end: int | None
    quote: str = field(default="", repr=False)
    codings: tuple[ReadCoding, ...] = ()
    memo: str = field(default="", repr=False)


@dataclass(frozen=True)
class ReadDocument:
    """A source. `text` is NFC with LF and no byte order mark, `raw` as it lay there. `no_text`: why not.

    `memo`: there is a note about all of it. `inline`: the text stands in the XML, which knows one line end.
    """

    guid: str
    name: str = field(repr=False)
    text: str = field(default="", repr=False)
    raw: str = field(default="", repr=False)
    selections: tuple[ReadSelection, ...] = field(default=(), repr=False)
    no_text: NoText = ""
    memo: bool = False
    inline: bool = False


@dataclass(frozen=True)
class ReadProject:
    """What a project holds. `cases` are codes that stand for a respondent, not for what is said.

    `free_notes` counts notes that are about no place, code or document.
    """

    codes: tuple[ReadCode, ...]
    documents: tuple[ReadDocument, ...]
    cases: frozenset[str]
    free_notes: int = 0


def read_project(path: Path) -> ReadProject:
    """Read a project.

    Raises:
        PipelineError: not readable, no REFI-QDA project, too large, or made to do harm.
    """
    name = one_line(path.name)
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return _Reader(archive, name).project()
    except FileNotFoundError:
        raise PipelineError(
            say("coding_back.missing", file=name), hint=say("coding_back.missing.hint")
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise _fault("unreadable", name) from None


def _fault(what: str, name: str) -> PipelineError:
    return PipelineError(say(f"coding_back.{what}", file=name), hint=say("coding_back.file.hint"))


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.files = self._listed()
        self.left = MAX_TEXTS
        self.users: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.linked: dict[str, list[str]] = {}
        self.annotated: dict[str, Any] = {}

    # ------------------------------------------------------------------ the archive

    def _listed(self) -> Mapping[str, zipfile.ZipInfo]:
        """The files by name in lower case; refused if one leads out of the archive or is there twice."""
        entries = self.archive.infolist()
        if len(entries) > MAX_FILES:
            raise _fault("large", self.name)
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            shown = entry.filename.replace("\\", "/")
            parts = PurePosixPath(shown).parts
            if shown.startswith("/") or ".." in parts or ":" in shown or "\0" in entry.orig_filename:
                raise _fault("unsafe", self.name)
            if not entry.is_dir():
                if shown.casefold() in found or entry.flag_bits & 0x1:
                    raise _fault("unsafe", self.name)
                found[shown.casefold()] = entry
        return found

    def _bytes(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """A file, unpacked in memory; what it says of its own size is not believed."""
        if entry.file_size > most:
            raise _fault("large", self.name)
        with self.archive.open(entry) as source:
            data = source.read(most + 1)
        if len(data) > most:
            raise _fault("large", self.name)
        return data

    def _root(self) -> Any:
        from lxml import etree

        at_root = [one for one in self.files if one.endswith(".qde") and "/" not in one]
        main = "project.qde" if "project.qde" in at_root else at_root[0] if len(at_root) == 1 else ""
        if not main:
            raise _fault("no_project", self.name)
        data = _utf8(self._bytes(self.files[main], MAX_PROJECT))
        if data is None or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise _fault("unsafe" if data else "no_project", self.name)
        parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise _fault("no_project", self.name) from None
        if _tag(root) != "Project" or root.getroottree().docinfo.internalDTD is not None:
            raise _fault("no_project", self.name)
        return root

    # ------------------------------------------------------------------ the project

    def project(self) -> ReadProject:
        root = self._root()
        parts = {_tag(one): one for one in root}
        self.users = {
            _guid(one.get("guid")): one.get("name") or one.get("id") or "" for one in parts.get("Users", ())
        }
        self.notes = {
            _guid(one.get("guid")): text for one in parts.get("Notes", ()) if (text := self._text(one)[0])
        }
        # QualCoder's annotations: the note itself says which place of the document it is about.
        self.annotated = {
            _guid(one.get("guid")): place
            for one in parts.get("Notes", ())
            for place in _children(one, "PlainTextSelection")
        }
        for link in parts.get("Links", ()):
            # NVivo's annotations: a link between a place and a note, in either direction.
            one, other = _guid(link.get("originGUID")), _guid(link.get("targetGUID"))
            self.linked.setdefault(one, []).append(other)
            self.linked.setdefault(other, []).append(one)
        books = [codes for book in _children(root, "CodeBook") for codes in _children(book, "Codes")]
        used = {_guid(one.get("targetGUID")) for one in root.iter("{*}CodeRef")}
        codes = tuple(code for book in books for code in self._codes(book, "", used))
        cases = [case for part in _children(root, "Cases") for case in _children(part, "Case")]
        of_cases = {_guid(case.get("guid")) for case in cases}
        of_cases |= {_guid(ref.get("targetGUID")) for case in cases for ref in _children(case, "CodeRef")}
        documents = tuple(self._document(one) for one in parts.get("Sources", ()))
        about = {_guid(ref.get("targetGUID")) for ref in root.iter("{*}NoteRef")} | self.linked.keys()
        return ReadProject(codes, documents, frozenset(of_cases), len(self.notes.keys() - about))

    def _codes(self, parent: Any, under: str, used: set[str]) -> Iterator[ReadCode]:
        for one in _children(parent, "Code"):
            guid, name = _guid(one.get("guid")), one.get("name") or ""
            below = list(_children(one, "Code"))
            if not under and below and guid not in used and name.strip().casefold() in _ROOTS:
                yield from self._codes(one, "", used)
                continue
            codable = (one.get("isCodable") or "true").strip().lower() not in ("false", "0")
            yield ReadCode(guid, name, under, codable, self._memo(one))
            yield from self._codes(one, guid, used)

    def _document(self, source: Any) -> ReadDocument:
        guid, name = _guid(source.get("guid")), source.get("name") or ""
        if _tag(source) != "TextSource":
            sound = any(_tag(one) == "Transcript" for one in source)
            coded = any(True for _ in source.iter("{*}Coding"))
            return ReadDocument(guid, name, no_text="sound" if sound and not coded else "kind")
        raw, no_text = self._text(source)
        text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text)
        whole = [self._coding(one, source) for one in _children(source, "Coding")]
        selections = [
            self._selection(one, self._memo(one, *_children(one, "Coding")))
            for one in _children(source, "PlainTextSelection")
        ]
        if any(whole):
            codings = tuple(one for one in whole if one)
            selections.insert(0, ReadSelection(guid, None, None, codings=codings))
        noted = [
            ref for one in _children(source, "NoteRef") if (ref := _guid(one.get("targetGUID"))) in self.notes
        ]
        selections += [
            self._selection(self.annotated[one], _one_each([self.notes[one]]))
            for one in noted
            if one in self.annotated
        ]
        memo = any(one not in self.annotated for one in noted)
        inline = any(True for _ in _children(source, "PlainTextContent"))
        return ReadDocument(guid, name, text, raw, tuple(selections), no_text, memo, inline)

    def _selection(self, one: Any, memo: str) -> ReadSelection:
        codings = (self._coding(each, one) for each in _children(one, "Coding"))
        return ReadSelection(
            _guid(one.get("guid")),
            int(one.get("startPosition") or 0),
            int(one.get("endPosition") or 0),
            one.get("name") or "",
            tuple(each for each in codings if each),
            memo,
        )

    def _coding(self, coding: Any, around: Any) -> ReadCoding | None:
        refs = [_guid(ref.get("targetGUID")) for ref in _children(coding, "CodeRef")]
        by = _guid(coding.get("creatingUser") or around.get("creatingUser"))
        at = coding.get("creationDateTime") or around.get("creationDateTime") or ""
        return (
            ReadCoding(_guid(coding.get("guid")), refs[0], by, self.users.get(by, ""), at) if refs else None
        )

    def _memo(self, *elements: Any) -> str:
        """What is noted on elements: descriptions, and the notes that they point at; no line twice."""
        texts = [one.text or "" for element in elements for one in _children(element, "Description")]
        for element in elements:
            notes = [_guid(ref.get("targetGUID")) for ref in _children(element, "NoteRef")]
            notes += self.linked.get(_guid(element.get("guid")), [])
            texts += [self.notes.get(note, "") for note in notes]
        return _one_each(texts)

    def _text(self, source: Any) -> tuple[str, NoText]:
        """The plain text of a source or a note as it lies there, or why there is none."""
        for one in _children(source, "PlainTextContent"):
            return one.text or "", ""
        path = source.get("plainTextPath") or ""
        scheme, found, rest = path.partition("://")
        if found and scheme.lower() != "internal":
            return "", "missing"
        name = (rest if found else path).replace("\\", "/").casefold().removeprefix("sources/")
        entry = self.files.get(f"sources/{name}") if name else None
        if entry is None:
            return "", "missing" if name or _tag(source) == "Note" else "kind"
        data = self._bytes(entry, min(MAX_TEXT, self.left))
        self.left -= len(data)
        text = _decoded(data)
        return (text, "") if text is not None else ("", "unreadable")


def _one_each(texts: Sequence[str]) -> str:
    """All lines of these texts, none twice."""
    lines = (line.strip(" \t\ufeff") for text in texts for line in text.splitlines())
    return "\n".join(dict.fromkeys(unicodedata.normalize("NFC", line) for line in lines if line))


def _tag(element: Any) -> str:
    """The name without its namespace, which tools spell in two ways."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, tag: str) -> Iterator[Any]:
    return (one for one in element if _tag(one) == tag)


def _guid(value: str | None) -> str:
    """Tools write them in braces, and in upper or lower case."""
    return (value or "").strip().strip("{}").lower()


def _utf8(data: bytes) -> bytes | None:
    """XML in UTF-8, which is what the standard asks for; UTF-16 with its mark is brought to it. Else None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return None
        return re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    return None if b"\0" in data else data


def _decoded(data: bytes) -> str | None:
    """Text in UTF-8, or UTF-16 with its mark; the mark is kept, as some tools count it."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "\ufeff" + data.decode("utf-16")
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


# ---------------------------------------------------------------------- how a tool counts


@dataclass(frozen=True)
class Counted:
    """A selection as `[start, end)` in code points of the document's `text`; not `sure`: or elsewhere."""

    selection: ReadSelection
    start: int
    end: int
    sure: bool


#: A way of counting: from a tool's offset to one of the text.
_Count = Callable[[int], int]


def counted(document: ReadDocument) -> tuple[Counted, ...]:
    """Where the selections of a document stand in its text.

    The ways to count that make sense for this text are tried: a line end as one or two, with the byte order
    mark or without, code points or UTF-16, letters with their marks or apart. The document's is the one by
    which most selections read as their quotes, then the one by which most begin and end with a word, then
    the letter of the standard. A selection whose quote stands there is sure; where another way finds its
    quote, that is its place. One without a quote is sure where all ways agree, or others settled the way.
    """
    text, ways = document.text, _ways(document)
    all_of_it = _squeezed(text)
    stretches = [one for one in document.selections if one.start is not None and one.end is not None]
    proofs = {id(one): _proof(one.quote, all_of_it) for one in stretches}

    def read(way: _Count, one: ReadSelection) -> tuple[int, int]:
        start, end = way(one.start or 0), way(one.end or 0)
        return start, max(start, end)

    def quoted(way: _Count, one: ReadSelection) -> bool:
        return _reads(text, *read(way, one), proofs[id(one)])

    def whole(way: _Count, one: ReadSelection) -> bool:
        return _whole(text, *read(way, one))

    proven = [sum(quoted(way, one) for one in stretches) for way in ways]
    clean = [sum(whole(way, one) for one in stretches) for way in ways]
    best = max(range(len(ways)), key=lambda index: (proven[index], clean[index], -index))
    readings = [[read(way, one) for one in stretches] for way in ways]
    rivals = [index for index, places in enumerate(readings) if places != readings[best]]
    other = max((clean[index] for index in rivals), default=-1)
    settled = (
        proven[best] > max((proven[index] for index in rivals), default=-1)
        or clean[best] == len(stretches) > other
        or (clean[best] >= _NEARLY_ALL * len(stretches) and other < _HALF * len(stretches))
    )
    found = []
    for one in document.selections:
        if one.start is None or one.end is None:
            found.append(Counted(one, 0, len(text), sure=True))
            continue
        way = ways[best]
        proof = bool(proofs[id(one)])
        if proof and not quoted(way, one):
            way = next((other for other in ways if quoted(other, one)), way)
        agreed = settled or len({read(other, one) for other in ways}) == 1
        inside = 0 <= one.start < one.end and read(way, one)[1] > read(way, one)[0]
        found.append(Counted(one, *read(way, one), sure=inside and (quoted(way, one) if proof else agreed)))
    return tuple(found)


def _ways(document: ReadDocument) -> tuple[_Count, ...]:
    """The ways to count this text, the letter of the standard first; only those that can differ."""
    text, raw = document.text, document.raw
    units: list[Callable[[str], int]] = [lambda _: 1]
    if "\r" in raw or document.inline:
        units.append(lambda sign: 2 if sign == "\n" else 1)
    if not unicodedata.is_normalized("NFC", raw):
        units += [_apart(unit) for unit in units]
    if any(sign > "\uffff" for sign in text):
        units += [_wide(unit) for unit in units]
    ways = []
    for unit in units:
        places = _places(text, unit)
        ways.append(_at(places, 0))
        if raw.startswith("\ufeff"):
            ways.append(_at(places, 1))
    return tuple(ways)


def _wide(unit: Callable[[str], int]) -> Callable[[str], int]:
    return lambda sign: unit(sign) + (sign > "\uffff")


def _apart(unit: Callable[[str], int]) -> Callable[[str], int]:
    return lambda sign: unit(sign) * len(unicodedata.normalize("NFD", sign))


def _places(text: str, unit: Callable[[str], int]) -> Sequence[int]:
    """For every offset of a tool the one of the text; inside a character it is the character's."""
    places = array("q")
    for index, sign in enumerate(text):
        places.extend([index] * unit(sign))
    places.append(len(text))
    return places


def _at(places: Sequence[int], before: int) -> _Count:
    return lambda offset: places[min(max(offset - before, 0), len(places) - 1)]


def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _proof(quote: str, squeezed: str) -> str:
    """The quote as it can prove a place: long enough, and found in the (squeezed) text; else empty."""
    shown = _squeezed(re.sub(r"\s*(?:…|\.\.\.)\s*$", "", quote))
    if sum(sign.isalnum() for sign in shown) < _PROOF or shown not in squeezed:
        return ""
    return f" {shown}" if quote[0].isspace() else shown


def _reads(text: str, start: int, end: int, proof: str) -> bool:
    """Whether the stretch begins with the quote, white space before it included."""
    if not proof or start >= end or text[start].isspace() != proof[0].isspace():
        return False
    return _squeezed(text[start:end]).startswith(proof.lstrip())


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends between words and not in white space."""
    if start >= end or text[start].isspace() or text[end - 1].isspace():
        return False
    begins = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    ends = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return begins and ends
