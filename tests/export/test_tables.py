"""Tables: the long one for R and pandas, and the framework matrix, reopened."""

import csv
import io
from collections import Counter
from dataclasses import replace
from typing import Any

import exporting
import openpyxl
import pytest

from pipeline.artefacts.respondent import Respondent
from pipeline.export.extracts import by_category
from pipeline.export.formats.long_csv import COLUMNS, harmless
from pipeline.export.formats.matrix_xlsx import MOST, cell
from pipeline.export.study import ExportStudy


def table(study: ExportStudy, *, times: bool = False) -> list[dict[str, str]]:
    data = exporting.files("csv", study, times=times)["avsnitt.csv"]
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_there_is_a_row_for_each_passage_and_theme() -> None:
    rows = [row for row in table(exporting.study()) if row["interview"] == "intervju-01"]
    shown = [
        (row["passage"], row["theme_id"], row["subtheme_id"], row["code_id"], row["main"]) for row in rows
    ]
    assert shown == [
        ("1", "1", "", "", "1"),
        ("2", "2", "2.1", "", "1"),
        ("2", "2", "2.2", "", "0"),
        ("3", "2", "2.2", "", "1"),
        ("3", "2", "2.2", "egen-2", "0"),
        ("4", "2", "2.2", "", "1"),
        ("4", "2", "2.2", "egen-1", "0"),
        ("4", "", "", "egen-7", "0"),
        ("5", "", "", "", ""),
        ("6", "", "", "", ""),
        ("7", "10", "", "", "1"),
    ]
    assert [rows[n]["status"] for n in (0, 8, 9)] == ["placed", "outside", "unplaced"]
    assert rows[1]["text"] == f"Mm.\n{exporting.SAID[3][1]}"
    assert (rows[1]["first_utterance"], rows[1]["last_utterance"]) == ("3", "4")
    assert {row["state"] for row in rows} == {"avidentifisert"}
    assert (rows[0]["placed_by"], rows[1]["placed_by"]) == ("person", "machine")
    assert (rows[0]["label"], rows[0]["alder"], rows[5]["relevant"]) == ("en rektor", "50–59", "1")


def test_every_text_is_under_its_theme() -> None:
    study = exporting.study()
    ids = {name: id_ for id_, name in study.names.items()}
    found = Counter(
        (row["interview"], ids[row["code"] or row["subtheme"] or row["theme"]], part)
        for row in table(study)
        if row["main"]
        for part in row["text"].split("\n")
    )
    assert found == Counter(
        (one.id, code, text) for one in study.interviews for code, text in exporting.expected(one)
    )


@pytest.mark.parametrize("cell", ["=1+1", "+47", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    told = Respondent(interview="intervju-01", group=cell, label=cell, bands=((cell, cell),))
    data = exporting.files("csv", exporting.study(exporting.interview(respondent=told)))["avsnitt.csv"]
    for row in csv.reader(io.StringIO(data.decode(), newline="")):
        assert not [one for one in row if one.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_a_band_named_as_a_column_of_ours_takes_nothing_away() -> None:
    told = Respondent(interview="intervju-01", bands=(("text", "et bånd"), ("alder", "50–59")))
    rows = table(exporting.study(exporting.interview(respondent=told)))
    assert rows[0]["text"].startswith("Hvordan ble du med")
    assert rows[0]["respondent_text"] == "et bånd"
    assert rows[0]["alder"] == "50–59"
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)


def book(study: ExportStudy) -> Any:
    return openpyxl.load_workbook(io.BytesIO(exporting.files("xlsx", study)["matrise.xlsx"]))


def test_the_matrix_has_a_row_for_each_respondent_and_a_column_for_each_subtheme() -> None:
    sheet = book(exporting.study())["Matrise"]
    rows = [[value or "" for value in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == [
        "Intervju", "Gruppe", "Undergruppe", "Betegnelse", "alder",
        "1 Bakgrunn", "2.1 Oppgaver <og> ansvar", "2.2 Motivasjon", "E1 Å stå alene", "E2 Vær & vind",
        "10 Å se framover", "E7 =SUM(A1)",
    ]  # fmt: skip
    assert rows[1][:5] == ["intervju-01", "oppvekst", "skole", "en rektor", "50–59"]
    assert rows[1][6] == f"[3–4] {exporting.SAID[3][1]}"
    assert rows[1][7].split("\n")[1:] == [
        f"[5–6] {exporting.SAID[5][1]}",
        "[6] når det regner, står jeg ofte alene",
    ]
    assert rows[2][:4] == ["intervju-02", "helse", "", "en sykepleier"]
    assert not [one for row in sheet.iter_rows() for one in row if one.data_type == "f"]


def test_rows_are_as_high_as_their_texts_and_can_be_sorted_by_group() -> None:
    long = "et langt svar om hagen " * 20
    short = exporting.interview("intervju-02", said=[("respondent", "Ja.")], passages=())
    said = [("respondent", long.strip())]
    passage = exporting.Passage(
        id="p1",
        spans=(exporting.Span(turn_id="t1", start=0, end=len(said[0][1])),),
        themes=("1",),
        status="placed",
    )
    sheet = book(exporting.study(exporting.interview(said=said, passages=(passage,)), short))["Matrise"]
    column = next(cell for cell in sheet[1] if cell.value == "1 Bakgrunn")
    width = sheet.column_dimensions[column.column_letter].width
    assert sheet.row_dimensions[2].height >= 15 * len(long) / width > 15
    assert sheet.row_dimensions[3].height is None  # one line, as rows are anyway
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.freeze_panes == "B2"


def test_all_passages_stand_whole_in_a_sheet_of_their_own() -> None:
    found = book(exporting.study())
    assert found.sheetnames == ["Matrise", "Avsnitt", "Om filen"]
    rows = list(found["Avsnitt"].iter_rows(min_row=2, values_only=True))
    assert Counter(row[0] for row in rows) == {"intervju-01": 11, "intervju-02": 11}
    assert {row[7] for row in rows} >= {"Utenfor guiden", "Uplassert", "E7 =SUM(A1)"}
    assert rows[1][8:] == (f"Intervjuer: Mm.\nInformant: {exporting.SAID[3][1]}", "Husk «været» & <b>.")


def test_a_cell_that_would_be_too_long_says_how_much_found_no_room() -> None:
    long = "ord " * 4000
    said = [("interviewer", "Hva da?"), *[("respondent", long.strip())] * 3]
    plain = exporting.interview(said=said, passages=())
    passages = tuple(
        exporting.Passage(
            id=f"p{n}",
            spans=(exporting.Span(turn_id=f"t{n}", start=0, end=len(said[n - 1][1])),),
            themes=("1",),
            status="placed",
        )
        for n in (2, 3, 4)
    )
    one = replace(plain, themed=plain.themed.model_copy(update={"passages": passages}))
    text = cell(by_category(exporting.study(one))["1"])
    assert len(text) <= MOST
    assert text.endswith("[… 1 avsnitt til står i arket «Avsnitt»]")
    found = book(exporting.study(one))
    whole = "".join(row[8] for row in found["Avsnitt"].iter_rows(min_row=2, values_only=True))
    assert whole.count("ord") == 12_000


def test_times_stand_in_the_table_when_asked_for() -> None:
    assert "start" not in table(exporting.study())[0]
    assert table(exporting.study(), times=True)[0]["start"] == "00:00:01"
