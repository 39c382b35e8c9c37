"""What the Word documents of an export share: who made them for whom, and headings that tools code by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline import word_file
from pipeline.export.formats.qdc import safe
from pipeline.export.study import ExportInterview, ExportStudy, state_word, statement

if TYPE_CHECKING:
    from docx.document import Document


class WordCopy:
    """A document under way: its title, what it says of itself, then headings and paragraphs."""

    def __init__(self, study: ExportStudy, title: str, *interviews: ExportInterview, over: str = "") -> None:
        """`over`: what stands above it all, where the title itself is the first heading."""
        self.document: Document = word_file.blank(safe(title), study.language)
        self._end = self.document.element.body.sectPr
        self._at: tuple[str, ...] = ()
        self.line(over or title, style="Title")
        for line in statement(study, *interviews):
            self.line(line, style="BodyText")
        word_file.foot(self.document, safe(f"{title} – {state_word(study)}"))

    def at(self, path: Sequence[str]) -> None:
        """Put the headings of this path where they differ from those before, Heading 1 first."""
        path = tuple(path)
        if path == self._at:
            return
        same = next(
            (n for n, (one, other) in enumerate(zip(path, self._at, strict=False)) if one != other),
            min(len(path), len(self._at)),
        )
        for level, heading in enumerate(path):
            if level >= min(same, len(path) - 1):
                self.line(heading, style=f"Heading{min(level + 1, 9)}")
        self._at = path

    def say(self, speaker: str, text: str, before: str = "", after: str = "") -> None:
        """One utterance: «Informant: tekst», with stamps before or after it."""
        self._paragraph("", (before, False), (f"{speaker}: ", True), (f"{text}{after}", False))

    def line(self, text: str, style: str = "") -> None:
        """A paragraph in a style of the document, by its id; none is running text."""
        self._paragraph(style, (text, False))

    def data(self) -> bytes:
        """The document as a file."""
        return word_file.bytes_of(self.document)

    def _paragraph(self, style: str, *runs: tuple[str, bool]) -> None:
        """A paragraph of (text, bold) at the end.

        Elements rather than python-docx's own paragraphs, as those read all styles anew for each.
        """
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = OxmlElement("w:p")
        if style:
            shape = OxmlElement("w:pStyle")
            shape.set(qn("w:val"), style)
            paragraph.append(OxmlElement("w:pPr"))
            paragraph[0].append(shape)
        for text, bold in runs:
            if text:
                run, words = OxmlElement("w:r"), OxmlElement("w:t")
                if bold:
                    run.append(OxmlElement("w:rPr"))
                    run[0].append(OxmlElement("w:b"))
                words.text = safe(text).replace("\n", " ").replace("\r", " ").replace("\t", " ")
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(words)
                paragraph.append(run)
        self._end.addprevious(paragraph)
