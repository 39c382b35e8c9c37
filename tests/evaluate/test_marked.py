"""Marked interviews are read as their format says, and every fault names its line and quotes nothing."""

from pathlib import Path

import builders
import pytest

from pipeline.artefacts.finding import IdentifierType
from pipeline.errors import PipelineError
from pipeline.evaluate.marked import parse_marked, read_marked

FOLDER = builders.REPOSITORY / "tests" / "data" / "interviews"

TWO_TURNS = """\
# id: prøve
# language: nn
I\t-\tKven er du?
R\t1.1;2.1\tEg heiter [[PERSON:p1|Kari Lie]], og bur i [[PLACE:l1|Moss]].
"""


def test_marks_become_spans_of_the_text_without_them() -> None:
    interview = parse_marked(TWO_TURNS, "fil.txt")
    assert (interview.id, interview.language, interview.words()) == ("prøve", "nn", 11)
    question, answer = interview.turns
    assert (question.role, question.themes, question.marks) == ("interviewer", (), ())
    assert answer.text == "Eg heiter Kari Lie, og bur i Moss."
    assert [(answer.text[m.start : m.end], m.type, m.entity) for m in answer.marks] == [
        ("Kari Lie", IdentifierType.PERSON, "p1"),
        ("Moss", IdentifierType.PLACE, "l1"),
    ]
    assert answer.themes == ("1.1", "2.1")


def test_it_becomes_the_transcript_that_the_search_reads() -> None:
    verified = parse_marked(TWO_TURNS, "fil.txt").verified()
    assert verified.interview == "pr-ve"
    assert [(turn.id, turn.role) for turn in verified.turns] == [("t1", "interviewer"), ("t2", "respondent")]


def test_text_is_brought_to_normal_form_and_byte_order_marks_are_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "I\t-\tA\u030angstrøm".encode())
    assert read_marked(path).turns[0].text == "Ångstrøm"
    assert read_marked(path).id == "a"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("#uten nøkkel", "linje 1"),
        ("R\tbare to", "linje 1"),
        (f"R\t-\t{builders.CANARY}\tfire", "linje 1"),
        (f"R\t-\t[[NAVN:p1|{builders.CANARY}]]", "linje 1"),
        (f"R\t-\t[[PERSON:p1|{builders.CANARY}", "linje 1"),
        (f"R\t-\t[[PERSON:p1|[[PLACE:l1|{builders.CANARY}]]]]", "linje 1"),
        (f"R\t-\t[[PERSON:P1|{builders.CANARY}]]", "linje 1"),
        ("", "ingen utsagn"),
        ("# language: en\nI\t-\thei", "nb eller nn"),
    ],
)
def test_a_fault_names_the_file_and_the_line_and_no_word(line: str, says: str) -> None:
    with pytest.raises(PipelineError) as refused:
        parse_marked(line, "fil.txt")
    assert says in refused.value.message
    assert "fil.txt" in refused.value.message
    assert refused.value.hint
    assert builders.CANARY not in refused.value.message + refused.value.hint


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "a.txt", tmp_path / "b.txt"):
        with pytest.raises(PipelineError, match=path.name):
            read_marked(path)


def test_no_word_is_in_a_repr() -> None:
    assert "Kari" not in repr(parse_marked(TWO_TURNS, "fil.txt"))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("[D-HU-X]*.txt")), ids=lambda path: path.stem)
def test_the_marked_interviews_are_whole(path: Path) -> None:
    """A key has one type throughout; national ids have synthetic months, addresses safe domains."""
    interview = read_marked(path)
    assert interview.id == path.stem
    kinds: dict[str, IdentifierType] = {}
    addresses: dict[str, str] = {}  # one that is spoken may be in several parts
    for turn in interview.turns:
        for mark in turn.marks:
            surface = turn.text[mark.start : mark.end]
            assert surface == surface.strip()
            assert kinds.setdefault(mark.entity, mark.type) is mark.type
            if mark.type is IdentifierType.EMAIL:
                addresses[mark.entity] = addresses.get(mark.entity, "") + surface
            digits = "".join(c for c in surface if c.isdecimal())
            if mark.type is IdentifierType.NATIONAL_ID and len(digits) == 11:
                assert 81 <= int(digits[2:4]) <= 92 or 41 <= int(digits[2:4]) <= 52
    assert all("example" in address for address in addresses.values())
    assert len(kinds) > 20
