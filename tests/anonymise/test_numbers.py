"""Numbers in words: their values, their digits, and which of them belong together."""

import pytest

from pipeline.anonymise.numbers import number_at, runs
from pipeline.anonymise.reading import Reading


@pytest.mark.parametrize(
    ("said", "value", "digits"),
    [
        ("null", 0, "0"),
        ("eitt", 1, "1"),
        ("syv", 7, "7"),
        ("sytten", 17, "17"),
        ("femtifire", 54, "54"),
        ("tjue fem", 25, "25"),
        ("toognitti", 92, "92"),
        ("tredve", 30, "30"),
        ("femtitri", 53, "53"),
        ("førråtta", 48, "48"),
        ("søttan", 17, "17"),
        ("toåtjue", 22, "22"),
        ("fem og tredve", 35, "35"),
        ("tri å føtti", 43, "43"),
        ("hundre", 100, "100"),
        ("ni hundre og femten", 915, "915"),
        ("to tusen og ni", 2009, "2009"),
        ("tusen", 1000, "1000"),
        ("2009", 2009, "2009"),
    ],
)
def test_a_number_has_the_value_that_was_said(said: str, value: int, digits: str) -> None:
    found = number_at(Reading(said), 0)
    assert found is not None
    assert (found.value, found.digits, found.last) == (value, digits, len(said.split()))


@pytest.mark.parametrize("word", ["dag", "entre", "tia", "og", "førsten", "tie", "sjø", "toll"])
def test_other_words_are_no_numbers(word: str) -> None:
    assert number_at(Reading(word), 0) is None


@pytest.mark.parametrize("text", ["og. hundre", "hundre. tusen", "tusen\nhundre", "hundre"])
def test_hundred_by_itself_comes_to_an_end(text: str) -> None:
    assert all(run for run in runs(Reading(text)))
    assert number_at(Reading(text), 0) is not None or text.startswith("og")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("det er nittito trettifem seksten null åtte ja", ["92351608"]),
        ("ni to seks eh førtien\nmm\nnull åttifem", ["92641085"]),
        ("tjuefire skråstrek ni null sju", ["24907"]),
        ("hundre og tolv ansatte og sekstiåtte plasser", []),
        ("12 og 13", []),
        ("ni to seks førtien null åttifem\nog fødselsnummeret\nnull tre åttisju", ["92641085", "0387"]),
    ],
)
def test_what_is_read_aloud_belongs_together(text: str, digits: list[str]) -> None:
    assert ["".join(part.digits for part in run) for run in runs(Reading(text))] == digits
