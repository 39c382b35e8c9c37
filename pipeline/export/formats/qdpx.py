"""A REFI-QDA project (.qdpx) for NVivo, MAXQDA, ATLAS.ti, QualCoder, f4, Dedoose and OpenQDA.

Source: REFI-QDA 1.5 (QDA-XML 1.0); the order of elements is its schema's. Places are code points, the end
exclusive. What importers need beside the standard was seen in them and is marked below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.archive import archive
from pipeline.artefacts.themed import Passage
from pipeline.export import schema
from pipeline.export.formats.qdc import COLOURS, ORIGIN, Maker, as_bytes, codes
from pipeline.export.order import Coded, Running, coded, running, utterances
from pipeline.export.study import (
    ExportInterview,
    ExportStudy,
    Options,
    guid,
    of,
    state_word,
    statement,
)
from pipeline.messages import say_in

#: MAXQDA stops at an element without a date; this one says nothing.
DATE = "2000-01-01T00:00:00Z"

#: These count a line end as one character but expect two bytes in the text file (CRLF).
_CRLF = ("maxqda", "atlas.ti")

#: These connect a case with text only through a code that has the case's id.
_CASES_AS_CODES = ("nvivo", "qualcoder")

#: This one takes what is told of respondents from documents, not from cases.
_VALUES_AT_SOURCES = ("maxqda",)

#: So much of a quote is the name of its selection: a check for whoever reads the file.
NAME = 80

USER = guid("user")


class Qdpx:
    """`studie.qdpx`, or `studie-maxqda.qdpx` where it is made for one tool."""

    name = "qdpx"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """The project with all its texts, checked against the standard's schema."""
        project = _Project(study, options)
        files = project.files()
        tool = f"-{options.for_tool.replace('.', '')}" if options.for_tool else ""
        return {f"studie{tool}.qdpx": archive(files)}


class _Project:
    def __init__(self, study: ExportStudy, options: Options) -> None:
        self.study, self.options = study, options
        self.make = Maker("urn:QDA-XML:project:1.0")
        self.cases_as_codes = options.for_tool in _CASES_AS_CODES
        self.line_end = b"\r\n" if options.for_tool in _CRLF else b"\n"
        self.texts: dict[str, bytes] = {}
        self.variables = _variables(study)

    def files(self) -> dict[str, bytes]:
        study, make = self.study, self.make
        root = make(
            "Project",
            name=f"{study.title} ({state_word(study)})",
            origin=ORIGIN,
            creatingUserGUID=USER,
            creationDateTime=DATE,
            modifiedDateTime=DATE,
        )
        make("User", make("Users", root), guid=USER, name=ORIGIN)
        self._codebook(root)
        if self.variables:
            variables = make("Variables", root)
            for name in self.variables:
                make("Variable", variables, guid=guid("variable", name), name=name, typeOfVariable="Text")
        self._cases(root)
        if study.interviews:
            sources = make("Sources", root)
            for one in study.interviews:
                self._source(sources, one)
        self._notes(root)
        self._sets(root)
        make("Description", root, "\n".join(statement(study)))
        schema.valid(root, "Project.xsd")
        return {"project.qde": as_bytes(root), **self.texts}

    # ------------------------------------------------------------------ codes and cases

    def _codebook(self, root: Any) -> None:
        used = {code for one in self.study.interviews for p in one.themed.passages for code in of(p)}
        tree = self.make("Codes", self.make("CodeBook", root))
        codes(self.make, tree, self.study, frozenset(used))
        if self.cases_as_codes:
            for one in self.study.interviews:
                case = guid("case", one.id)
                self.make("Code", tree, guid=case, name=one.id, isCodable="true", color=COLOURS[-1])

    def _cases(self, root: Any) -> None:
        if not self.study.interviews:
            return
        cases = self.make("Cases", root)
        for one in self.study.interviews:
            case = self.make("Case", cases, guid=guid("case", one.id), name=one.id)
            if self.cases_as_codes:
                self.make("CodeRef", case, targetGUID=guid("case", one.id))
            self._values(case, one)
            self.make("SourceRef", case, targetGUID=guid("source", one.id))

    def _values(self, parent: Any, one: ExportInterview) -> None:
        for name, value in _told(one).items():
            holder = self.make("VariableValue", parent)
            self.make("VariableRef", holder, targetGUID=guid("variable", name))
            self.make("TextValue", holder, value)

    # ------------------------------------------------------------------ texts

    def _file(self, name: str, text: str) -> str:
        """Put a text into the archive; gives its address."""
        self.texts[f"sources/{name}.txt"] = text.encode().replace(b"\n", self.line_end)
        return f"internal://{name}.txt"

    def _source(self, sources: Any, one: ExportInterview) -> None:
        text = running(one, times=self.options.times)
        name = guid("source", one.id)
        about = {"creatingUser": USER, "creationDateTime": DATE}
        path = self._file(name, text.text)
        source = self.make("TextSource", sources, guid=name, name=one.id, plainTextPath=path, **about)
        self.make("Description", source, "\n".join(statement(self.study, one)))
        for stretch in coded(one):
            self._selection(source, one, text, stretch)
        if self.cases_as_codes:
            self._case_codings(source, one, text)
        if self.options.for_tool in _VALUES_AT_SOURCES:
            self._values(source, one)
        if self.options.times:
            self._sync(sources, one, text)

    def _selection(self, source: Any, one: ExportInterview, text: Running, stretch: Coded) -> None:
        passage = stretch.passage
        key = (one.id, passage.id, str(stretch.part))
        start, end = text.place(stretch.span)
        selection = self._selected(source, text, start, end, "selection", *key)
        memo = _memo(self.study, passage) if stretch.part == 0 else ""
        if memo:
            # QualCoder takes this for the memo of the coding, others the note below.
            self.make("Description", selection, memo)
        for code in of(passage):
            self._coding(selection, guid("code", code), "coding", *key, code)
        if memo:
            self.make("NoteRef", selection, targetGUID=guid("note", one.id, passage.id))

    def _case_codings(self, source: Any, one: ExportInterview, text: Running) -> None:
        """The case's own code on all that the respondent says; on everything where nobody answers."""
        said = utterances(one)
        whose = [each for each in said if each.role == "respondent"] or list(said)
        for each in whose:
            start = text.begins[each.turn.id]
            key = ("case", one.id, each.turn.id)
            selection = self._selected(source, text, start, start + len(each.turn.text), "selection", *key)
            self._coding(selection, guid("case", one.id), "coding", *key)

    def _selected(self, source: Any, text: Running, start: int, end: int, *key: str) -> Any:
        return self.make(
            "PlainTextSelection",
            source,
            guid=guid(*key),
            name=text.text[start : min(end, start + NAME)],
            startPosition=start,
            endPosition=end,
            creatingUser=USER,
            creationDateTime=DATE,
        )

    def _coding(self, selection: Any, code: str, *key: str) -> None:
        coding = self.make("Coding", selection, guid=guid(*key), creatingUser=USER, creationDateTime=DATE)
        self.make("CodeRef", coding, targetGUID=code)

    def _sync(self, sources: Any, one: ExportInterview, text: Running) -> None:
        """Where in the sound each utterance begins.

        The recording itself never leaves: the project names a file outside it, which tools ask for or go
        without. A source of sound with no path at all stops QualCoder.
        """
        timed = [each.turn for each in utterances(one) if each.turn.start_ms is not None]
        if not timed:
            return
        about = {"creatingUser": USER, "creationDateTime": DATE}
        audio = self.make(
            "AudioSource",
            sources,
            guid=guid("audio", one.id),
            name=f"{one.id} lyd",
            path=f"absolute:///{one.id}.wav",
            **about,
        )
        name = guid("transcript", one.id)
        path = self._file(name, text.text)
        transcript = self.make(
            "Transcript", audio, guid=name, name=f"{one.id} lyd", plainTextPath=path, **about
        )
        for turn in timed:
            self.make(
                "SyncPoint",
                transcript,
                guid=guid("sync", one.id, turn.id),
                timeStamp=turn.start_ms,
                position=text.begins[turn.id],
            )

    # ------------------------------------------------------------------ notes and sets

    def _notes(self, root: Any) -> None:
        notes = None
        for one in self.study.interviews:
            for number, passage in enumerate(one.themed.passages, 1):
                memo = _memo(self.study, passage)
                if memo and any(span.end > span.start for span in passage.spans[:1]) and of(passage):
                    notes = self.make("Notes", root) if notes is None else notes
                    name = guid("note", one.id, passage.id)
                    shown = say_in("nb", "export.note", interview=one.id, number=number)
                    path = self._file(name, memo)
                    self.make(
                        "Note",
                        notes,
                        guid=name,
                        name=shown,
                        plainTextPath=path,
                        creatingUser=USER,
                        creationDateTime=DATE,
                    )

    def _sets(self, root: Any) -> None:
        """The documents of each group and subgroup: where cases do not arrive, groups of documents do."""
        members: dict[str, list[str]] = {}
        for one in self.study.interviews:
            for key, value in (("group", one.respondent.group), ("subgroup", one.respondent.subgroup)):
                if value.strip():
                    name = f"{say_in('nb', f'export.column.{key}')}: {value.strip()}"
                    members.setdefault(name, []).append(one.id)
        if not members:
            return
        sets = self.make("Sets", root)
        for name, interviews in sorted(members.items()):
            group = self.make("Set", sets, guid=guid("set", name), name=name)
            for interview in interviews:
                self.make("MemberSource", group, targetGUID=guid("source", interview))


def _told(one: ExportInterview) -> Mapping[str, str]:
    """What is told of a respondent, by the variable's name; what is not told is left out."""
    told = {
        say_in("nb", f"export.column.{key}"): getattr(one.respondent, key).strip()
        for key in ("group", "subgroup", "label")
    }
    # A band that is called as one of these three is told apart.
    told |= {f"{name} (2)" if name in told else name: value.strip() for name, value in one.respondent.bands}
    return {name: value for name, value in told.items() if value}


def _variables(study: ExportStudy) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in study.interviews for name in _told(one)))


def _memo(study: ExportStudy, passage: Passage) -> str:
    """What people noted on a passage: their memo, that it matters, and for which research question."""
    return "\n".join(_noted(study, passage))


def _noted(study: ExportStudy, passage: Passage) -> Iterator[str]:
    if passage.memo.strip():
        yield passage.memo.strip()
    if passage.relevant:
        yield say_in("nb", "export.relevant")
    if passage.research_question:
        asked = dict(study.questions).get(passage.research_question, "")
        shown = f"{passage.research_question} {asked}".strip()
        yield say_in("nb", "export.question", question=shown)
