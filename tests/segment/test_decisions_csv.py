"""Tables of decisions made elsewhere: what is read, and what it decides. All people are invented."""

from pathlib import Path

import pytest
import theming
from theming import INTERVIEW, line, text

from pipeline.artefacts.placing import Place, Placing, Withdraw
from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.segment.decisions_csv import Row, check_rows, decided_elsewhere, read_decisions

SAID = text("Hva gjør du i hagen?", "Jeg luker bedene.", "", ids=["u7", "t1", "u9"])


@pytest.fixture(autouse=True)
def _english():
    use_language("en")
    yield
    use_language(None)


def table(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "valg.csv"
    path.write_bytes(content.encode(encoding))
    return path


def rows(folder: Path, content: str, encoding: str = "utf-8") -> list[tuple[int, str, str, tuple[str, ...]]]:
    return [
        (one.line, one.interview, one.turn, one.themes)
        for one in read_decisions(table(folder, content, encoding))
    ]


PLAIN = [(2, "intervju-01", "t1", ("2.1", "2.2")), (3, "intervju-01", "u7", ())]

READ = [
    ("interview,turn,themes\nintervju-01,t1,2.1;2.2\nintervju-01,u7,-\n", "utf-8"),
    ('interview;turn;themes\r\nintervju-01;t1;"2.1; 2.2"\r\nintervju-01;u7;-\r\n', "utf-8-sig"),
    ("interview;turn;themes\nintervju-01;t1;2.1;2.2\nintervju-01;u7;-\n", "cp1252"),
    ("Themes,Turn,Interview\n2.1;2.2,t1,intervju-01\n-,u7,intervju-01\n", "utf-8"),
    ("interview\tturn\tthemes\nintervju-01\tt1\t2.1;2.2\nintervju-01\tu7\t-\n", "utf-16"),
    # a column of notes beside them; rows without themes are nobody's decision
    (
        "å,interview,turn,themes\nóg,intervju-01,t1,2.1;2.1;2.2\n,intervju-01,u7,-\n,intervju-01,u9,\n",
        "cp1252",
    ),
]


@pytest.mark.parametrize(("content", "encoding"), READ)
def test_a_table_is_read_however_a_spreadsheet_wrote_it(tmp_path: Path, content: str, encoding: str) -> None:
    assert rows(tmp_path, content, encoding) == PLAIN


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    content = 'interview,turn,themes,merknad\n\nintervju-01,t1,1,"over\nto linjer"\nintervju-01,u7,1,\n'
    assert [one[0] for one in rows(tmp_path, content)] == [3, 5]


BROKEN = [
    ("", "line 1, column 1: the columns"),
    ("interview,turn\nintervju-01,t1\n", "line 1, column 1: the columns"),
    ("interview,turn,themes\nintervju-01,t1,2.1\nintervju-01\n", "line 3, column 2: the line has too few"),
    ("interview,turn,themes\n,t1,2.1\n", "line 2, column 1: the cell is empty"),
    ('interview,turn,themes\nintervju-01,t1,"Hemmelig\n', "line 2, column 1: a quotation mark"),
]


@pytest.mark.parametrize(("content", "where"), BROKEN)
def test_a_broken_table_is_refused_with_line_and_column_and_no_text(
    tmp_path: Path, content: str, where: str
) -> None:
    with pytest.raises(PipelineError) as caught:
        rows(tmp_path, content)
    assert caught.value.message.startswith(f"valg.csv, {where}")
    assert caught.value.hint
    assert "Hemmelig" not in caught.value.message


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError):
        read_decisions(tmp_path / "nei.csv")
    with pytest.raises(PipelineError):
        rows(tmp_path, "interview\0turn")


UNKNOWN = [
    (Row(4, "intervju-77", "t1", ("1",), (3, 1, 2)), "line 4, column 3: the study does not have"),
    (Row(4, INTERVIEW, "t9", ("1",), (3, 1, 2)), "line 4, column 1: the interview does not have"),
    (Row(4, INTERVIEW, "t1", ("1", "9"), (3, 1, 2)), "line 4, column 2: the interview guide does not"),
]


@pytest.mark.parametrize(("row", "where"), UNKNOWN)
def test_rows_about_what_is_not_there_are_refused(row: Row, where: str) -> None:
    with pytest.raises(PipelineError) as caught:
        check_rows([row], [INTERVIEW], [SAID], ["1"], "valg.csv")
    assert caught.value.message.startswith(f"valg.csv, {where}")


def test_turns_of_an_interview_without_text_are_let_be() -> None:
    check_rows([Row(2, "intervju-02", "t99", ("1",))], [INTERVIEW, "intervju-02"], [SAID], ["1"], "valg.csv")


def places(found: tuple[tuple[str, tuple[Place, ...]], ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(place.spans[0].turn_id, place.themes) for _, operations in found for place in operations]


@pytest.mark.parametrize(
    ("turn", "means"), [("u7", "u7"), ("t1", "t1"), ("t2", "t1"), ("1", "u7"), ("T2", "t1")]
)
def test_a_turn_is_told_by_its_id_or_else_by_its_number(turn: str, means: str) -> None:
    assert places(decided_elsewhere([Row(2, INTERVIEW, turn, ("1",))], SAID, ())) == [(means, ("1",))]


def test_rows_of_other_interviews_and_of_turns_without_words_decide_nothing() -> None:
    found = [Row(2, "intervju-02", "t1", ("1",)), Row(3, INTERVIEW, "u9", ("1",))]
    assert decided_elsewhere(found, SAID, ()) == ()


def taken(found: tuple[tuple[str, tuple[Place, ...]], ...]) -> list[Placing]:
    return [line(*operations, who="csv", name=name) for name, operations in found]


ONE, OTHER = Row(2, INTERVIEW, "u7", ("1",)), Row(2, INTERVIEW, "u7", ("2.1",))


def test_a_table_that_is_read_twice_changes_nothing() -> None:
    first = decided_elsewhere([ONE], SAID, ())
    assert first == decided_elsewhere([ONE], SAID, ())
    assert decided_elsewhere([ONE], SAID, taken(first)) == ()


def test_what_a_person_decided_since_stands_when_the_table_is_read_again() -> None:
    log = taken(decided_elsewhere([ONE], SAID, ()))
    log.append(line(theming.place(SAID, "csv-u7", [theming.whole(SAID, "u7")], "2.2")))
    log.append(line(Withdraw(passage="csv-u7")))
    assert decided_elsewhere([ONE], SAID, log) == ()


def test_a_table_that_was_taken_back_is_not_taken_in_again() -> None:
    first = taken(decided_elsewhere([ONE], SAID, ()))
    again = decided_elsewhere([ONE], SAID, [*first, line(undoes=first[0].id)])
    assert [name for name, _ in again] == [first[0].id]  # an id that the log has: it counts as taken


def test_a_table_that_was_changed_is_taken_in_and_so_is_the_way_back() -> None:
    log: list[Placing] = []
    for row in (ONE, OTHER, ONE):
        found = decided_elsewhere([row], SAID, log)
        assert places(found) == [("u7", row.themes)]
        log += taken(found)
    assert len({one.id for one in log}) == 3


def test_the_last_of_two_rows_about_a_turn_counts() -> None:
    assert places(decided_elsewhere([ONE, OTHER], SAID, ())) == [("u7", ("2.1",))]
    assert decided_elsewhere([OTHER, ONE], SAID, taken(decided_elsewhere([ONE], SAID, ()))) == ()
