"""A framework matrix (Ritchie and Spencer 1994): a row for each respondent, a column for each subtheme.

A cell holds what the respondent says there, with numbers of utterances. A second sheet has every passage
whole. Cells are written as text, so that no formula can run.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.export.extracts import Extract, by_category, extracts
from pipeline.export.study import ExportInterview, ExportStudy, Node, Options, of, state_word, statement
from pipeline.messages import say_in

#: The most characters that Excel takes in a cell.
MOST = 32_767

#: The height of a line and of the highest row that Excel takes, in points.
LINE, HIGHEST = 15, 409

#: Columns of what is told of a respondent; the narrowest and the widest of what is said. In characters.
TOLD, NARROW, WIDE = 14, 40, 100

DATE = datetime(2000, 1, 1, tzinfo=UTC)


class MatrixXlsx:
    """`matrise.xlsx`."""

    name = "xlsx"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """Three sheets: matrix, passages, and what the file is."""
        import xlsxwriter

        out = io.BytesIO()
        workbook = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": ""})
        title = f"{study.title} ({state_word(study)})"
        # XlsxWriter would write the time of day.
        workbook.set_properties({"title": title, "comments": " ".join(statement(study)), "created": DATE})
        style = {
            "head": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "cell": workbook.add_format(
                {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#C9CED6"}
            ),
        }
        _matrix(workbook, style, study)
        _passages(workbook, style, study)
        about = workbook.add_worksheet(_say("about"))
        about.set_column(0, 0, 110)
        for row, line in enumerate((title, *statement(study))):
            about.write_string(row, 0, line)
        workbook.close()
        return {"matrise.xlsx": out.getvalue()}


def _say(key: str, **values: object) -> str:
    return say_in("nb", f"export.matrix.{key}", **values)


def _heads(study: ExportStudy) -> list[str]:
    columns = [say_in("nb", f"export.column.{name}") for name in ("group", "subgroup", "label")]
    return [_say("interview"), *columns, *study.bands()]


def _told(study: ExportStudy, one: ExportInterview) -> list[str]:
    about = one.respondent
    bands = dict(about.bands)
    return [
        one.id,
        about.group,
        about.subgroup,
        about.label,
        *(bands.get(name, "") for name in study.bands()),
    ]


def _columns(study: ExportStudy) -> Iterator[Node]:
    """Whatever can have passages: subthemes, own codes, and themes that stand alone or are used."""
    used = {name for name, found in by_category(study).items() if found}
    for root in study.tree():
        for node in root.walk():
            if node.own or not any(not one.own for one in node.under) or node.id in used:
                yield node


def _matrix(workbook: Any, style: Mapping[str, Any], study: ExportStudy) -> None:
    sheet = workbook.add_worksheet(_say("sheet"))
    heads, columns = _heads(study), tuple(_columns(study))
    found = [_cells(one) for one in study.interviews]
    rows = [
        [*_told(study, one), *(cells.get(node.id, "") for node in columns)]
        for one, cells in zip(study.interviews, found, strict=True)
    ]
    # As wide as lets all of the longest text be seen, where that can be.
    longest = (max((_lines(cells.get(node.id, ""), 1) for cells in found), default=0) for node in columns)
    widths = [TOLD] * len(heads)
    widths += [min(WIDE, max(NARROW, -(-signs * LINE // HIGHEST) + 2)) for signs in longest]
    _laid_out(sheet, widths, rows=len(rows))
    _row(sheet, 0, [*heads, *(node.name for node in columns)], widths, style["head"])
    for number, row in enumerate(rows, 1):
        _row(sheet, number, row, widths, style["cell"])


def _cells(one: ExportInterview) -> dict[str, str]:
    """What stands under each theme and code that the interview has, by id."""
    found: dict[str, list[Extract]] = {}
    for extract in extracts(one):
        for category in of(extract.passage):
            found.setdefault(category, []).append(extract)
    return {category: cell(those) for category, those in found.items()}


def _laid_out(sheet: Any, widths: Sequence[int], rows: int) -> None:
    """Widths, what stays in sight, arrows to sort and filter by, and how it is printed."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, rows, len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.set_footer("&L&A&R&P / &N")


def _row(sheet: Any, row: int, values: Sequence[str], widths: Sequence[int], style: Any) -> None:
    """A row as high as its texts need: not every program finds that out by itself."""
    for place, value in enumerate(values):
        if value:
            sheet.write_string(row, place, value, style)
        else:
            sheet.write_blank(row, place, None, style)
    lines = max(map(_lines, values, widths), default=1)
    sheet.set_row(row, min(HIGHEST, LINE * lines))


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column so wide."""
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))


def cell(found: Sequence[Extract]) -> str:
    """What stands in a cell of the matrix: `[12–14] what is said`, and how many passages found no room."""
    lines: list[str] = []
    room = MOST - len(_say("more", count=len(found))) - 1
    for number, one in enumerate(found):
        line = f"[{one.numbers}] {one.answers or one.spoken}"
        room -= len(line) + 1 + sum(character > "\uffff" for character in line)
        if room < 0:
            lines.append(_say("more", count=len(found) - number))
            break
        lines.append(line)
    return "\n".join(lines)


def _passages(workbook: Any, style: Mapping[str, Any], study: ExportStudy) -> None:
    sheet = workbook.add_worksheet(_say("passages"))
    heads = [*_heads(study), *(_say(key) for key in ("passage", "utterances", "category", "text", "memo"))]
    widths = [TOLD] * (len(heads) - 3) + [24, 80, 40]
    _row(sheet, 0, heads, widths, style["head"])
    row = 0
    for one in study.interviews:
        told = _told(study, one)
        for extract in extracts(one):
            for values in _rows(study, extract):
                row += 1
                _row(sheet, row, (*told, *values), widths, style["cell"])
    _laid_out(sheet, widths, rows=row)
    sheet.fit_to_pages(1, 0)


def _rows(study: ExportStudy, extract: Extract) -> Iterator[tuple[str, ...]]:
    """A row for each theme or code; a text that has no room in one cell goes on in the next row."""
    passage = extract.passage
    nowhere = say_in("nb", "export.outside" if passage.status == "outside" else "export.unplaced")
    for category in [study.names[one] for one in of(passage)] or [nowhere]:
        for number, text in enumerate(_in_cells(extract.spoken)):
            memo = passage.memo[: MOST // 2] if number == 0 else ""
            yield str(extract.number), extract.numbers, category, text, memo


def _in_cells(text: str) -> Iterator[str]:
    # Half the room, as Excel counts what lies beyond the BMP as two.
    for start in range(0, len(text), MOST // 2):
        yield text[start : start + MOST // 2]
