"""Scores as the Text Anonymization Benchmark counts them, on pictures that can be counted by hand."""

import re

import builders
import pytest

from pipeline.artefacts.finding import Finding, Findings
from pipeline.artefacts.finding import IdentifierType as T
from pipeline.evaluate.marked import MarkedInterview, parse_marked
from pipeline.evaluate.report import as_data, as_lines, misses_text
from pipeline.evaluate.scores import Count, Scores, score

MARKED = """\
R\t-\tJeg heter [[PERSON:p1|Kari Lie]] og er [[TITLE:t1|rektor]] i [[PLACE:l1|Moss]] nå.
R\t-\tDe kaller meg [[PERSON:p1|Kari]], og sjefen heter [[PERSON:p2|Ola]].
"""


def scored(*turns: str) -> Scores:
    """Scores of what is drawn as found: `(PERSON Kari Lie)` in a turn's text."""
    interview = parse_marked(MARKED, "a.txt", "a")
    return score([(interview, drawn(interview, turns))])


def drawn(interview: MarkedInterview, turns: tuple[str, ...]) -> Findings:
    found = []
    for number, (turn, picture) in enumerate(zip(interview.turns, turns, strict=True), 1):
        for kind, surface in re.findall(r"\(([A-Z]+) ([^)]+)\)", picture):
            start = turn.text.index(surface)
            found.append(
                Finding(
                    id=f"{number}{start}",
                    turn_id=f"t{number}",
                    start=start,
                    end=start + len(surface),
                    type=T(kind),
                    entity_id="x",
                    score=0.9,
                    recogniser="x",
                    reason="x",
                )
            )
    return Findings(interview="a", language_model="x", findings=tuple(found))


def test_an_entity_is_protected_only_if_all_its_mentions_are() -> None:
    found = scored("(PERSON Kari Lie)", "(PERSON Ola)")
    assert found.entities[T.PERSON] == Count(1, 2)
    assert found.mentions[T.PERSON] == Count(2, 3)
    assert found.direct == Count(1, 2)
    assert found.quasi == Count(0, 2)


def test_a_mention_counts_only_if_all_its_letters_are_covered() -> None:
    assert scored("(PERSON Kari)", "(PERSON Kari)").mentions[T.PERSON] == Count(1, 3)
    assert scored("(PERSON Kari) (ORG Lie)", "").mentions[T.PERSON] == Count(1, 3)


def test_covered_under_another_type_is_protected_and_a_confusion() -> None:
    found = scored("(ORG Moss)", "")
    assert found.mentions[T.PLACE] == Count(1, 1)
    assert found.types == Count(0, 1)
    assert found.confusions == ((T.PLACE, T.ORG, 1),)


def test_only_words_without_any_mark_count_as_hit_in_vain() -> None:
    found = scored("(PERSON heter Kari Lie) (DATE nå)", "")
    assert found.words == Count(2, 12)


def test_misses_stand_in_their_context_and_not_in_a_repr() -> None:
    found = scored("(PERSON Kari Lie) (TITLE rektor) (PLACE Moss)", "(PERSON Ola)")
    assert misses_text(found) == "a\t2\tPERSON\tp1\tDe kaller meg [Kari] , og sjefen heter Ola.\n"
    assert "kaller" not in repr(found)


def test_nothing_to_find_is_found_whole() -> None:
    assert Count().share == 1
    assert scored("", "").mentions[T.PLACE].share == 0


def test_the_report_has_figures_and_no_word_of_the_interview() -> None:
    found = scored("(PERSON Kari Lie) (ORG Moss)", "(PERSON Ola)")
    data = as_data(found)
    assert data["entities"]["direct"] == {"found": 1, "all": 2, "share": 0.5}
    assert data["mentions"]["TITLE"] == {"found": 0, "all": 1, "share": 0.0}
    assert data["confusions"] == [{"marked": "PLACE", "found": "ORG", "times": 1}]
    text = "\n".join(as_lines(found)) + str(data)
    assert all(word not in text for word in ("Kari", "Moss", "rektor", builders.CANARY))
    assert "PERSON" in text


@pytest.mark.parametrize(("one", "other", "both"), [((1, 2), (3, 4), (4, 6)), ((0, 0), (0, 0), (0, 0))])
def test_counts_add_up(one: tuple[int, int], other: tuple[int, int], both: tuple[int, int]) -> None:
    assert Count(*one) + Count(*other) == Count(*both)
