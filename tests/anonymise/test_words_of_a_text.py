"""Words of a text: sentence starts, turn borders, case, and names at the head of compounds."""

import pytest

from pipeline.anonymise.gazetteer import fold
from pipeline.anonymise.memory import distance
from pipeline.anonymise.reading import Reading


def test_a_word_knows_whether_it_begins_a_sentence_and_in_which_turn_it_stands() -> None:
    reading = Reading("Hei du. Kari kom – Ola gikk.\n(ler) Ja, «Lur», sa hun.")
    first = {word.text: word.first for word in reading.words}
    assert first == {
        "Hei": True,
        "du": False,
        "Kari": True,
        "kom": False,
        "Ola": True,
        "gikk": False,
        "ler": True,
        "Ja": True,
        "Lur": False,
        "sa": False,
        "hun": False,
    }
    assert [word.turn for word in reading.words].count(1) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moss-nettverket", ["Moss", "nettverket"]),
        ("Anne-Grete", ["Anne-Grete"]),
        ("PPT-leder", ["PPT-leder"]),
        ("vi'n sa", ["vi'n", "sa"]),
    ],
)
def test_a_name_before_a_hyphen_is_a_word_of_its_own(text: str, words: list[str]) -> None:
    assert [word.text for word in Reading(text).words] == words


@pytest.mark.parametrize(
    ("text", "cased"),
    [
        ("Han heter Per.", True),
        ("han heter per", False),
        ("HAN HETER PER MOE", False),
        ("Ja. Nei.", True),
        ("", False),
    ],
)
def test_whether_capitals_say_anything(text: str, cased: bool) -> None:
    assert Reading(text).cased is cased


@pytest.mark.parametrize(
    ("one", "other"),
    [("Christine", "Kristine"), ("Håkon", "Haakon"), ("Thomas", "Tomas"), ("Nguyễn", "Nguyen")],
)
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("left", "right", "most", "expected"),
    [
        ("berit", "berit", 1, 0),
        ("berit", "bærit", 1, 1),
        ("moe", "mo", 1, 1),
        ("kari", "ola", 2, 3),
        ("a", "abcd", 1, 2),
    ],
)
def test_distance_between_words(left: str, right: str, most: int, expected: int) -> None:
    assert distance(left, right, most) == expected
