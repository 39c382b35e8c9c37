"""A Word document for each interview, with its themes as headings: NVivo codes by those.

Source: NVivo's help on auto coding by heading styles (Heading 1, Heading 2); stamps and speakers in the forms
that each importer was seen to take. f4 takes neither tables nor pictures, so there are none.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.artefacts.themed import Passage
from pipeline.export.order import Piece, pieces, stamp
from pipeline.export.study import ExportInterview, ExportStudy, Options, of
from pipeline.export.word import WordCopy
from pipeline.messages import say_in

#: These know a stamp at the end of an utterance, `#00:12:34-5#`; the others one before it, `[00:12:34]`.
_F4_STAMPS = ("maxqda",)


class InterviewDocx:
    """`intervjuer/<interview>.docx`."""

    name = "docx"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """The interview in its order; a heading wherever its main theme changes."""
        return {f"intervjuer/{one.id}.docx": _document(study, one, options) for one in study.interviews}


def headings(study: ExportStudy, passage: Passage | None) -> tuple[str, ...]:
    """The headings a passage stands under: theme, subtheme, own code; or that it has no theme."""
    if passage is not None and of(passage):
        return tuple(study.names[one] for one in study.paths()[of(passage)[0]])
    outside = passage is not None and passage.status == "outside"
    return (say_in("nb", "export.outside" if outside else "export.unplaced"),)


def _document(study: ExportStudy, one: ExportInterview, options: Options) -> bytes:
    copy = WordCopy(study, one.id, one)
    names = {passage.id: headings(study, passage) for passage in one.themed.passages}
    nowhere = headings(study, None)
    for piece in pieces(one):
        copy.at(nowhere if piece.passage is None else names[piece.passage.id])
        before, after = _stamps(piece, options)
        copy.say(piece.utterance.speaker, piece.text, before, after)
    return copy.data()


def _stamps(piece: Piece, options: Options) -> tuple[str, str]:
    turn = piece.utterance.turn
    if not options.times or turn.start_ms is None or turn.end_ms is None:
        return "", ""
    if options.for_tool in _F4_STAMPS:
        tenth = turn.end_ms % 1000 // 100
        return "", f" #{stamp(turn.end_ms)}-{tenth}#" if piece.end == len(turn.text) else ""
    return f"[{stamp(turn.start_ms)}] " if piece.start == 0 else "", ""
