"""A long table for R and pandas: one row for each passage and each theme or own code of it.

Passages without any (outside the guide, unplaced) have one row with empty themes. UTF-8, comma, RFC 4180. A
cell that a spreadsheet would run as a formula begins with an apostrophe (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from pipeline.export.extracts import Extract, extracts
from pipeline.export.order import stamp
from pipeline.export.study import ExportStudy, Options, of, state_word

#: How a cell begins that a spreadsheet would run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    "interview", "group", "subgroup", "label",
    "passage", "first_utterance", "last_utterance", "status",
    "theme_id", "theme", "subtheme_id", "subtheme", "code_id", "code", "main",
    "placed_by", "speakers", "words", "text", "answers",
    "memo", "relevant", "research_question", "state", "reviewed",
)  # fmt: skip

#: Further columns, where time codes were asked for.
TIMES = ("start", "end")


class LongCsv:
    """`avsnitt.csv`."""

    name = "csv"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """The table; `start` and `end` stand in it where time codes were asked for."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        times = TIMES if options.times else ()
        heads = (*COLUMNS, *times, *map(_band, study.bands()))
        writer.writerow(map(harmless, heads))
        for row in _rows(study):
            writer.writerow([harmless(str(row.get(name, ""))) for name in heads])
        return {"avsnitt.csv": out.getvalue().encode()}


def harmless(cell: str) -> str:
    """The cell as text for whatever opens it.

    >>> harmless("=1+1"), harmless("a=1")
    ("'=1+1", 'a=1')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _band(name: str) -> str:
    """The column of a band; one that is called as a column of ours is told apart."""
    return f"respondent_{name}" if name in (*COLUMNS, *TIMES) else name


def _rows(study: ExportStudy) -> Iterator[dict[str, object]]:
    columns = {name: _columns(study, path) for name, path in study.paths().items()}
    for interview in study.interviews:
        about = {
            **{_band(name): value for name, value in interview.respondent.bands},
            "interview": interview.id,
            "group": interview.respondent.group,
            "subgroup": interview.respondent.subgroup,
            "label": interview.respondent.label,
            "state": state_word(study),
            "reviewed": int(interview.reviewed),
        }
        for one in extracts(interview):
            shared = about | _passage(one)
            for number, category in enumerate(of(one.passage)):
                yield shared | {"main": int(number == 0)} | columns[category]
            if not of(one.passage):
                yield shared


def _columns(study: ExportStudy, path: tuple[str, ...]) -> dict[str, str]:
    """Theme, subtheme and own code of a place in the tree, each with its id."""
    guide = [topic.id for theme in study.guide.themes for topic in (theme, *theme.subthemes)]
    themes = [name for name in path if name in guide]
    own = [name for name in path if name not in guide]
    found: dict[str, str] = {}
    for column, name in (
        *zip(("theme", "subtheme"), themes, strict=False),
        *zip(["code"], own[-1:], strict=False),
    ):
        found |= {f"{column}_id": name, column: study.names[name]}
    return found


def _passage(one: Extract) -> dict[str, object]:
    first, last = one.parts[0].utterance, one.parts[-1].utterance
    return {
        "passage": one.number,
        "first_utterance": first.number,
        "last_utterance": last.number,
        "start": stamp(first.turn.start_ms),
        "end": stamp(last.turn.end_ms),
        "status": one.passage.status,
        "placed_by": "person" if one.passage.decided_by else "machine",
        "speakers": "; ".join(dict.fromkeys(part.utterance.speaker for part in one.parts)),
        "words": len(one.text.split()),
        "text": one.text,
        "answers": one.answers,
        "memo": one.passage.memo,
        "relevant": int(one.passage.relevant),
        "research_question": one.passage.research_question,
    }
