"""A reading copy of the whole study: one file, no script, nothing from anywhere else, printable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.export.extracts import by_category, stretches
from pipeline.export.formats.interview_docx import headings
from pipeline.export.order import pieces, stamp
from pipeline.export.page import page
from pipeline.export.study import ExportInterview, ExportStudy, Options, of, statement
from pipeline.messages import say_in


class ReadingHtml:
    """`lesekopi.html`."""

    name = "html"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """Contents, the passages by theme, then the interviews with their themes in the margin."""
        text = page(
            "reading.html",
            say=lambda key, **values: say_in("nb", f"export.copy.{key}", **values),
            study=study,
            statement=statement(study),
            themes=list(_themes(study)),
            interviews=[_interview(study, one, options) for one in study.interviews],
        )
        return {"lesekopi.html": text}


def _themes(study: ExportStudy) -> Iterator[dict[str, Any]]:
    found, paths = by_category(study), study.paths()
    hollow = {one for path in paths.values() for one in path[:-1]}
    # Ids of the guide may hold any letter: what is linked to is a number.
    for number, name in enumerate(paths, 1):
        yield {
            "anchor": f"tema-{number}",
            "level": min(len(paths[name]) + 2, 6),
            "name": study.names[name],
            # A theme that only holds others together has nothing to count.
            "count": None if name in hollow and not found[name] else len(found[name]),
            "stretches": [
                {
                    "place": say_in(
                        "nb", "export.place", interview=one.interview.id, label=one.interview.label
                    ),
                    "anchor": f"{one.interview.id}-{one.parts[0].utterance.number}",
                    "numbers": one.numbers,
                    "parts": [(part.utterance.speaker, part.text.strip()) for part in one.parts],
                }
                for one in stretches(found[name])
            ],
        }


def _interview(study: ExportStudy, one: ExportInterview, options: Options) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for piece in pieces(one):
        categories = of(piece.passage) if piece.passage is not None else ()
        rows.append(
            {
                "number": piece.utterance.number if piece.start == 0 else None,
                "speaker": piece.utterance.speaker,
                "role": piece.utterance.role,
                "at": stamp(piece.utterance.turn.start_ms) if options.times and piece.start == 0 else "",
                "text": piece.text,
                "themes": [study.names[name] for name in categories] or headings(study, piece.passage),
            }
        )
    # In the margin stands what changes.
    for row, before in zip(reversed(rows), reversed([None, *rows[:-1]]), strict=True):
        row["shown"] = [] if before is not None and before["themes"] == row["themes"] else row["themes"]
    return {"id": one.id, "label": one.label, "rows": rows, "statement": statement(study, one)}
