"""The measures of themes against libraries that others keep, and on a small marked interview."""

from itertools import pairwise
from typing import Any

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.segmentation import pk as nltk_pk  # type: ignore[import-untyped]
from nltk.metrics.segmentation import windowdiff as nltk_windowdiff
from sklearn.metrics import f1_score

from pipeline.artefacts.guide import Guide, Subtheme, Theme
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Candidate, Passage, ThemedTranscript
from pipeline.evaluate.marked import parse_marked
from pipeline.evaluate.themes import (
    alpha,
    as_data,
    as_lines,
    judged,
    macro_f1,
    main_themes,
    pk,
    replaced,
    score_themes,
    window,
    window_diff,
)

LABELS = st.integers(6, 30).flatmap(
    lambda n: st.tuples(*[st.lists(st.sampled_from("abc"), min_size=n, max_size=n)] * 2)
)


def borders(labels: list[str]) -> str:
    return "".join(str(int(a != b)) for a, b in pairwise(labels))


@given(LABELS)
def test_pk_and_window_diff_are_those_of_nltk(pair: tuple[list[str], list[str]]) -> None:
    marked, proposed = pair
    k = window(marked)
    assert 1 <= k < len(marked)
    theirs = nltk_windowdiff(borders(marked), borders(proposed), k)
    assert window_diff(marked, proposed, k) == pytest.approx(theirs)
    assert pk(marked, proposed, k) == pytest.approx(nltk_pk(borders(marked), borders(proposed), k))


@given(LABELS)
def test_alpha_is_krippendorffs_and_f1_is_sklearns(pair: tuple[list[str], list[str]]) -> None:
    marked, proposed = pair
    assert macro_f1(marked, proposed) == pytest.approx(
        f1_score(marked, proposed, labels=sorted({*marked}), average="macro", zero_division=0)
    )
    if len({*marked, *proposed}) > 1:
        data = [["abc".index(one) for one in row] for row in pair]
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        assert alpha(list(zip(marked, proposed, strict=True))) == pytest.approx(theirs)


GUIDE = Guide(
    id="g",
    title="Hagen",
    language="nb",
    themes=(
        Theme(
            id="frukt",
            title="Frukt",
            subthemes=tuple(Subtheme(id=one, title=one, questions=("?",)) for one in ("epler", "pærer")),
        ),
        Theme(id="bær", title="Bær", questions=("?",)),
    ),
)

MARKED = """# guide: hage
I\t-\tHei, [[PERSON:p1|Tora]].
R\tepler;bær\tJeg dyrker epler på [[PLACE:l1|Voss]].
R\tpærer\tOg pærer.
R\tbær\tBringebær."""

LIKELY = (Candidate(theme="epler", score=0.5), Candidate(theme="pærer", score=0.3))


def passage(turn: int, end: int, status: str, theme: str = "", confidence: float = 0.5) -> Passage:
    values: dict[str, Any] = {"status": status, "confidence": confidence, "candidates": LIKELY}
    spans = (Span(turn_id=f"t{turn}", start=0, end=end),)
    return Passage(id=f"p{turn}{end}", spans=spans, themes=(theme,) if theme else (), **values)


def test_a_turn_is_judged_by_the_passage_that_covers_most_of_it() -> None:
    interview = parse_marked(MARKED, "hage.txt", "hage")
    themed = ThemedTranscript(
        interview="hage",
        guide="g",
        guide_digest="",
        text_digest="",
        passages=(
            passage(1, 14, "outside", confidence=0.9),
            passage(2, 5, "placed", "pærer"),
            passage(2, 20, "placed", "bær", confidence=0.8),
            passage(3, 9, "unplaced", confidence=0.2),
        ),
    )
    turns = judged(interview, themed, main_themes(GUIDE))
    assert [(one.proposed, one.right, one.main, one.top) for one in turns] == [
        ("-", True, True, True),
        ("bær", True, True, True),
        ("epler", False, True, True),
        ("", False, False, False),
    ]
    scores = score_themes([(interview, themed)], {"hage": GUIDE})
    assert (scores.turns, scores.main, scores.top) == (0.5, 0.75, 0.75)
    assert (scores.sure, scores.sure_count, scores.sure_half) == (1.0, 2, 1.0)
    assert as_data(scores)["themes"]["turns"] == 0.5
    assert len(as_lines(scores)) == 11
    assert not any("epler" in line for line in as_lines(scores))


def test_marks_are_replaced_as_in_de_identified_text() -> None:
    text = replaced(parse_marked(MARKED, "hage.txt", "hage"))
    assert text.turns[0].text == "Hei, [PERSON]."
    assert text.turns[1].text == "Jeg dyrker epler på [PLACE]."
    turns = {turn.id: turn.text for turn in text.turns}
    for one in text.replacements:
        assert turns[one.turn_id][one.start : one.end] == one.replacement
