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

    def __init__(self, study: ExportStudy, title: str, *interviews: ExportInterview) -> None:
        self.document: Document = word_file.blank(safe(title), study.language)
        self._at: tuple[str, ...] = ()
        self.document.add_paragraph(safe(title), style="Title")
        for line in statement(study, *interviews):
            self.document.add_paragraph(safe(line))
        foot = f"{title} – {state_word(study)}"
        self.document.sections[0].footer.paragraphs[0].text = safe(foot)

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
                self.document.add_paragraph(safe(heading), style=f"Heading {min(level + 1, 9)}")
        self._at = path

    def say(self, speaker: str, text: str, before: str = "", after: str = "") -> None:
        """One utterance: «Informant: tekst», with stamps before or after it."""
        paragraph = self.document.add_paragraph(safe(before))
        paragraph.add_run(safe(f"{speaker}: ")).bold = True
        paragraph.add_run(safe(f"{text}{after}"))

    def line(self, text: str, style: str = "Normal") -> None:
        """A paragraph in a style of the document."""
        self.document.add_paragraph(safe(text), style=style)

    def data(self) -> bytes:
        """The document as a file."""
        return word_file.bytes_of(self.document)
