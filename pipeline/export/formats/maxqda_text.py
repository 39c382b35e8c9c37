"""MAXQDA's structured text: documents and codes in one text file, for «Import > Structured text».

`#TEXT` begins a document, `#CODE` a coded stretch and `#ENDCODE` ends it; a backslash stands between a code
and its subcode. A stretch has one code there, so each has its main theme; the project (.qdpx) has them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.export.formats.interview_docx import headings
from pipeline.export.order import pieces
from pipeline.export.study import ExportInterview, ExportStudy, Options, of, statement


class MaxqdaText:
    """`maxqda.txt`, with a byte order mark and the line ends of Windows: its letters are read right there."""

    name = "maxqda"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """All interviews; what has no theme stands between codes."""
        lines = [line for one in study.interviews for line in _lines(study, one)]
        return {"maxqda.txt": "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")}


def _lines(study: ExportStudy, one: ExportInterview) -> Iterator[str]:
    yield f"#TEXT {one.id}"
    yield from statement(study, one)
    inside: tuple[str, ...] = ()
    for piece in pieces(one):
        themed = piece.passage is not None and of(piece.passage)
        path = headings(study, piece.passage) if themed else ()
        if path != inside:
            if inside:
                yield "#ENDCODE"
            if path:
                yield "#CODE " + "\\".join(name.replace("\\", "/") for name in path)
            inside = path
        yield f"{piece.utterance.speaker}: {piece.text}"
    if inside:
        yield "#ENDCODE"
