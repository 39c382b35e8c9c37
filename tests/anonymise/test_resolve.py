"""Disjoint findings: the longest, then the surest, then by type; what sticks out stays."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.anonymise.resolve import Mention, disjoint, id_of, turn_spans
from pipeline.artefacts.finding import IdentifierType as T

TEXT = "rektor Kari Moe på Li skole i Moss"


def mention(surface: str, kind: T, score: float = 0.8) -> Mention:
    start = TEXT.index(surface)
    return Mention(start, start + len(surface), kind, score, "test", "name")


def shown(*mentions: Mention) -> list[tuple[str, T]]:
    return [(TEXT[m.start : m.end], m.type) for m in disjoint(mentions, TEXT)]


def test_the_longest_wins() -> None:
    assert shown(mention("Li", T.PLACE, 0.9), mention("Li skole", T.ORG, 0.5)) == [("Li skole", T.ORG)]


def test_of_equal_length_the_surest_wins() -> None:
    assert shown(mention("Moss", T.ORG, 0.7), mention("Moss", T.PLACE, 0.9)) == [("Moss", T.PLACE)]


def test_of_equal_length_and_score_the_type_decides() -> None:
    assert shown(mention("Moss", T.PLACE), mention("Moss", T.DISTRICT)) == [("Moss", T.DISTRICT)]


def test_the_rest_of_what_lost_is_not_dropped() -> None:
    assert shown(mention("Moe på Li skole", T.ORG), mention("Kari Moe", T.PERSON)) == [
        ("Kari", T.PERSON),
        ("Moe på Li skole", T.ORG),
    ]


def test_an_id_is_the_same_for_the_same_span_and_type() -> None:
    assert id_of("t1", 0, 4, T.PERSON) == id_of("t1", 0, 4, T.PERSON)
    assert len({id_of("t1", 0, 4, T.PERSON), id_of("t1", 0, 4, T.ORG), id_of("t2", 0, 4, T.PERSON)}) == 3


def test_a_mention_over_two_turns_is_a_span_in_each() -> None:
    turns = ["ni to seks", "mm", "førtien ja"]
    over = Mention(3, len("ni to seks\nmm\nførtien"), T.PHONE, 0.9, "phone", "spoken")
    assert list(turn_spans(turns, over)) == [(0, 3, 10), (1, 0, 2), (2, 0, 7)]


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(list(T)), st.floats(0.3, 1.0)),
        max_size=12,
    )
)
def test_findings_never_share_a_letter_and_all_words_stay_covered(rows: list) -> None:
    given_ = [Mention(start, start + length, kind, score, "t", "name") for start, length, kind, score in rows]
    text = "abc def ghi jkl mno pqr stu vwx yzæ øå ab cd"
    found = disjoint(given_, text)
    places = [place for m in found for place in range(m.start, m.end)]
    assert len(places) == len(set(places))
    assert all(one.end <= other.start for one, other in pairwise(found))
