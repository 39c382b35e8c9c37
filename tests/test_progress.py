"""How far the work is: plain lines where there is no terminal, and none for what is done at once."""

import io

import pytest

from pipeline import progress
from pipeline.progress import Bytes, Count


class Clock:
    """A time that goes on by so many seconds at each look."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 1_000.0, step

    def monotonic(self) -> float:
        self.now += self.step
        return self.now


def test_work_that_is_counted_says_nothing_when_it_is_done_at_once() -> None:
    told = io.StringIO()
    with Count(told, "Intervjuer") as count:
        for done in range(5):
            count.report(done, 4)
    assert told.getvalue() == ""


def test_work_that_takes_long_is_told_in_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "time", Clock(6))
    told = io.StringIO()
    with Count(told, "Intervjuer") as count:
        for done in range(5):
            count.report(done, 4)
    assert told.getvalue() == "Intervjuer: 1 / 4\nIntervjuer: 3 / 4\n"


def test_a_file_that_is_fetched_is_told_at_once_and_in_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "time", Clock(1))
    told = io.StringIO()
    with Bytes(told, "nb-whisper") as fetched:
        for done in (2_000_000, 3_000_000):
            fetched.report(done, 40_000_000)
    assert told.getvalue() == "nb-whisper: 2 / 40 MB\n"


def test_on_a_terminal_there_is_a_bar() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    told = Terminal()
    with Count(told, "Formater") as count:
        count.report(2, 3)
    assert "Formater" in told.getvalue()
    assert "2/3" in told.getvalue()
