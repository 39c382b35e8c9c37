"""Decisions made elsewhere: a table of interview, turn and themes, for `renskriv segment --decisions`.

Errors name line and column and never what stands there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.placing import Place, Placing
from pipeline.artefacts.span import Span
from pipeline.errors import PipelineError
from pipeline.events import in_force
from pipeline.messages import one_line, say

COLUMNS = ("interview", "turn", "themes")

#: Stands where a turn is outside the guide.
OUTSIDE = "-"

#: Beyond this a file is no table of decisions.
MAX_BYTES = 20_000_000

#: Who decides: a file.
WHO = "csv"

Operations = tuple[Place, ...]


@dataclass(frozen=True)
class Row:
    """One line of the table; `themes` is empty where the turn is outside the guide.

    `columns`, from 1, are where interview, turn and themes stand, for errors.
    """

    line: int
    interview: str
    turn: str
    themes: tuple[str, ...]
    columns: tuple[int, int, int] = (1, 2, 3)


def read_decisions(path: Path) -> tuple[Row, ...]:
    """The rows of a table with the columns interview, turn and themes, in any order, others beside them.

    Separated by commas, semicolons or tabs, in UTF-8 (with or without a byte order mark), UTF-16 with its
    mark, or Windows' Western encoding. Themes are separated by semicolons, in quotation marks or, in the
    last column, without; "-" is outside the guide. A row without themes is nobody's decision and left out.

    Raises:
        PipelineError: not readable, no such columns, or a row that is not whole; names line and column.
    """
    name = one_line(path.name)
    try:
        with path.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
    except OSError:
        raise PipelineError(say("themes.csv.unreadable", file=name), hint=say("themes.csv.hint")) from None
    if len(data) > MAX_BYTES or (b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise PipelineError(say("themes.csv.unreadable", file=name), hint=say("themes.csv.hint"))
    return tuple(_rows(_decoded(data), name))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str, name: str) -> Iterator[Row]:
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: dict[str, int] = {}
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells, name, line)
            else:
                row = _row(cells, columns, name, line)
                if row.themes or _themes_cell(cells, columns).strip() == OUTSIDE:
                    yield row
    except csv.Error:
        raise _fault("quote", name, before + 1, 1) from None
    if not columns:
        raise _fault("columns", name, 1, 1)


def _columns(cells: Sequence[str], name: str, line: int) -> dict[str, int]:
    found = {cell.strip().casefold(): index for index, cell in reversed(list(enumerate(cells)))}
    if not found.keys() >= set(COLUMNS):
        raise _fault("columns", name, line, 1)
    return {column: found[column] for column in COLUMNS} | {"": len(cells)}


def _themes_cell(cells: Sequence[str], columns: dict[str, int]) -> str:
    """The cell; in the last column also what an unquoted semicolon has parted from it."""
    place = columns["themes"]
    last = place == columns[""] - 1
    return ";".join(cells[place:]) if last else ";".join(cells[place : place + 1])


def _row(cells: Sequence[str], columns: dict[str, int], name: str, line: int) -> Row:
    for column in COLUMNS:
        if columns[column] >= len(cells):
            raise _fault("short", name, line, columns[column] + 1)
    interview, turn = (cells[columns[column]].strip() for column in ("interview", "turn"))
    for column, cell in (("interview", interview), ("turn", turn)):
        if not cell:
            raise _fault("empty", name, line, columns[column] + 1)
    listed = [one.strip() for one in _themes_cell(cells, columns).split(";")]
    themes = tuple(dict.fromkeys(one for one in listed if one and one != OUTSIDE))
    places = (columns["interview"] + 1, columns["turn"] + 1, columns["themes"] + 1)
    return Row(line, interview, turn, themes, places)


def _fault(what: str, name: str, line: int, column: int) -> PipelineError:
    return PipelineError(
        say("themes.csv.at", file=name, line=line, column=column, what=say(f"themes.csv.{what}")),
        hint=say("themes.csv.hint"),
    )


# ---------------------------------------------------------------------- as decisions


def check_rows(
    rows: Sequence[Row],
    interviews: Collection[str],
    texts: Sequence[AnonymisedTranscript],
    themes: Collection[str],
    name: str,
) -> None:
    """See that every row is about an interview, a turn and themes that there are.

    Args:
        rows: the table.
        interviews: ids of all interviews; of one without text the turns are not looked at.
        texts: the de-identified texts that there are.
        themes: ids of the guide's themes.
        name: the name of the file, for errors.

    Raises:
        PipelineError: one is not; names the line and the column.
    """
    by_interview = {text.interview: text for text in texts}
    for row in rows:
        if row.interview not in interviews:
            raise _fault("interview", name, row.line, row.columns[0])
        if row.interview in by_interview and _turn(row, by_interview[row.interview]) is None:
            raise _fault("turn", name, row.line, row.columns[1])
        if not set(row.themes) <= set(themes):
            raise _fault("theme", name, row.line, row.columns[2])


def decided_elsewhere(
    rows: Sequence[Row], text: AnonymisedTranscript, log: Sequence[Placing]
) -> tuple[tuple[str, Operations], ...]:
    """What the rows about this interview decide that the log does not hold yet: ids and operations.

    A turn is told by its id, or by its number (5, t5). Ids follow from interview, turn, themes and from how
    often a table has decided about the turn before: reading a table twice changes nothing, also where a
    person has decided anew in between, and a table that was changed is taken in where it says another thing.
    """
    found: dict[str, tuple[str, Operations]] = {}
    for row in rows:
        turn = _turn(row, text)
        if row.interview != text.interview or turn is None or not turn.text:
            continue
        passage = _passage(turn)
        before = _by_tables(log, passage)
        if before and before[-1].themes == row.themes:
            found.pop(passage, None)
            continue
        key = "\n".join((text.interview, turn.id, *row.themes, str(len(before))))
        place = Place(
            passage=passage,
            on=text.text_digest,
            spans=(Span(turn_id=turn.id, start=0, end=len(turn.text)),),
            themes=row.themes,
        )
        found[passage] = (f"csv-{hashlib.sha256(key.encode()).hexdigest()[:32]}", (place,))
    return tuple(found.values())


def _passage(turn: AnonymisedTurn) -> str:
    """The id of a table's passage about a turn."""
    plain = f"csv-{turn.id}"
    return plain if len(plain) <= 64 else f"csv-{hashlib.sha256(turn.id.encode()).hexdigest()[:32]}"


def _by_tables(log: Sequence[Placing], passage: str) -> list[Place]:
    return [
        operation
        for line in in_force(log)
        if line.id.startswith("csv-")
        for operation in line.operations
        if isinstance(operation, Place) and operation.passage == passage
    ]


def _turn(row: Row, text: AnonymisedTranscript) -> AnonymisedTurn | None:
    by_id = {turn.id: turn for turn in text.turns}
    if row.turn in by_id:
        return by_id[row.turn]
    number = re.fullmatch(r"[tT]?([0-9]{1,6})", row.turn)
    if number and 1 <= int(number[1]) <= len(text.turns):
        return text.turns[int(number[1]) - 1]
    return None
