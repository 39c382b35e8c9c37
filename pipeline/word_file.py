"""What all Word documents of the house share: A4, a language, nobody's name, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

#: The oldest time that a zip archive can hold; python-docx would write the time of day.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def blank(title: str, language: str) -> Document:
    """An empty document in this language (`nb`, `nn`), whose properties say its title and no more."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(6.0)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    code = f"{language}-NO"
    _set_language(document, code)
    properties = document.core_properties
    for element in list(properties._element):
        properties._element.remove(element)
    properties.title, properties.language = title, code
    return document


def bytes_of(document: Document) -> bytes:
    """The document as a file: the same bytes for the same document."""
    saved, same = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(same, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return same.getvalue()


def _set_language(document: Document, code: str) -> None:
    """The language of the default style: without it Word underlines every Norwegian word."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), code)
