"""What all Word documents of the house share: A4, a language, nobody's name, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from pipeline.archive import archive

if TYPE_CHECKING:
    from docx.document import Document


def blank(title: str, language: str) -> Document:
    """An empty document in this language (`nb`, `nn`), whose properties say its title and no more."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(6.0)
    _set_styles(document)
    code = f"{language}-NO"
    _set_language(document, code)
    properties = document.core_properties
    for element in list(properties._element):
        properties._element.remove(element)
    properties.title, properties.language = title, code
    return document


def foot(document: Document, text: str) -> None:
    """This text at the foot of each page, and the number of the page at the other side."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.text = f"{text}\t"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(12.5), WD_TAB_ALIGNMENT.RIGHT)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)


def bytes_of(document: Document) -> bytes:
    """The document as a file: the same bytes for the same document. The document is empty then."""
    from docx.opc.part import XmlPart

    saved = io.BytesIO()
    document.save(saved)
    # Its trees lie outside Python's memory, and wait in a cycle for a collector that does not see their size.
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            part.element.clear()
    with zipfile.ZipFile(saved) as old:
        return archive({name: old.read(name) for name in old.namelist()})


def _set_styles(document: Document) -> None:
    """Letters and distances.

    Small grey letters (Body Text) for what a document says of itself, a line above a passage that stays with
    it (Subtitle), and quotes that are set in, and upright as many follow each other (Quote).
    """
    from docx.shared import Cm, Pt, RGBColor

    grey = RGBColor(0x59, 0x59, 0x59)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for level in range(1, 10):
        heading = document.styles[f"Heading {level}"].paragraph_format
        heading.space_before, heading.space_after = Pt(18 if level == 1 else 12), Pt(4)
    about = document.styles["Body Text"]
    about.font.size, about.font.color.rgb = Pt(9.5), grey
    about.paragraph_format.space_after = Pt(2)
    place = document.styles["Subtitle"]
    place.font.name, place.font.size, place.font.color.rgb = "Calibri", Pt(10), grey
    place.font.italic = False
    place.paragraph_format.space_before, place.paragraph_format.space_after = Pt(10), Pt(2)
    place.paragraph_format.keep_with_next = True
    _without(place.element, "w:spacing", "w:kern")
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent, quote.paragraph_format.space_after = Cm(0.75), Pt(8)


def _without(style: Any, *names: str) -> None:
    """Take the template's wide setting of letters away."""
    from docx.oxml.ns import qn

    shape = style.find(qn("w:rPr"))
    for element in [one for name in names for one in shape.findall(qn(name))]:
        shape.remove(element)


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
