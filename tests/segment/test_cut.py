"""Passages proposed for small invented talk about an orchard and a choir."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.guide import Guide, Subtheme, Theme
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.segment import cut
from pipeline.segment.cut import segment, taught_by
from pipeline.segment.evidence import OUTSIDE, Taught


def guide() -> Guide:
    def part(number: str, title: str, *questions: str) -> Subtheme:
        return Subtheme(id=number, title=title, questions=questions)

    return Guide(
        id="lag",
        title="Hage og kor",
        language="nb",
        themes=(
            Theme(
                id="1",
                title="Frukthagen",
                subthemes=(
                    part(
                        "1.1", "Epletrær", "Hvilke epletrær har dere i hagen?", "Hvordan beskjærer du trærne?"
                    ),
                    part(
                        "1.2",
                        "Salg av frukt",
                        "Hvor selger dere frukten?",
                        "Hvem er kundene, og hva betaler de?",
                    ),
                ),
            ),
            Theme(
                id="2",
                title="Koret",
                subthemes=(
                    part("2.1", "Øvelser", "Når øver koret, og hvem dirigerer?"),
                    part("2.2", "Konserter", "Hvilke konserter holder koret i løpet av året?"),
                ),
            ),
        ),
    )


TALK = (
    "I: Da er opptaket i gang. Takk for at du tok deg tid.",
    "R: Bare hyggelig.",
    "I: Hva slags epletrær står det i hagen her?",
    "R: Vi har gamle epletrær, mest gravenstein, og jeg beskjærer dem hver vår.",
    "I: Kan du si litt om det?",
    "R: Ja, da står jeg på stigen i en uke.",
    "I: Hvor selger dere frukten etterpå?",
    "R: Kundene kommer til gården og betaler for frukten der.",
    "I: Og koret, når øver dere?",
    "R: Koret øver på tirsdager. Dirigenten vår, [Person 3], er streng på øvelsene.",
    "I: Holder koret konserter?",
    "R: To konserter i året, en før jul.",
    "I: Da var vi gjennom. Tusen takk for praten.",
    "R: Takk skal du ha.",
)


def talk(*lines: str) -> AnonymisedTranscript:
    roles: Any = {"I": "interviewer", "R": "respondent"}
    turns = tuple(
        AnonymisedTurn(id=f"t{n}", speaker=line[0], role=roles[line[0]], text=line[3:])
        for n, line in enumerate(lines, 1)
    )
    return AnonymisedTranscript(interview="intervju-01", language="nb", text_digest="d1", turns=turns)


def proposals(*lines: str, **options: Any) -> ThemedTranscript:
    return segment(talk(*lines), guide(), guide_digest="g1", **options)


def of_turn(themed: ThemedTranscript, turn: str) -> Passage:
    return next(one for one in themed.passages if any(span.turn_id == turn for span in one.spans))


def test_questions_and_answers_get_the_theme_that_they_are_about() -> None:
    themed = proposals(*TALK)
    found = [of_turn(themed, f"t{n}").themes[:1] for n in range(1, 15)]
    expected = [(), (), *[("1.1",)] * 4, *[("1.2",)] * 2, *[("2.1",)] * 2, *[("2.2",)] * 2, (), ()]
    assert found == expected
    assert of_turn(themed, "t1").status == "outside"
    assert (themed.guide, themed.guide_digest, themed.text_digest) == ("lag", "g1", "d1")


def test_a_probe_without_content_stays_with_what_was_talked_of() -> None:
    themed = proposals(*TALK)
    assert of_turn(themed, "t5") == of_turn(themed, "t6") == of_turn(themed, "t3")


def test_a_passage_says_why_and_what_else_it_might_be() -> None:
    passage = of_turn(proposals(*TALK), "t3")
    assert passage.reason == "segment.reason.question"
    assert passage.words == ("Hvilke epletrær har dere i hagen?",)
    assert passage.question is not None
    assert passage.question.turn_id == "t3"
    assert len(passage.candidates) == 3
    assert passage.candidates[0].theme == "1.1"
    chances = [one.score for one in passage.candidates]
    assert chances == sorted(chances, reverse=True)


def test_below_the_threshold_a_passage_is_left_to_people_with_its_candidates() -> None:
    themed = proposals(*TALK, unplaced_below=1.0)
    assert {one.status for one in themed.passages} == {"unplaced"}
    assert all(not one.themes and len(one.candidates) == 3 for one in themed.passages)


def test_nobody_is_said_to_have_decided_anything() -> None:
    assert {one.decided_by for one in proposals(*TALK).passages} == {""}


def test_the_same_talk_gives_the_same_bytes_and_ids_of_their_own() -> None:
    themed = proposals(*TALK)
    assert themed.to_bytes() == proposals(*TALK).to_bytes()
    assert len({one.id for one in themed.passages}) == len(themed.passages)


LINES = st.lists(
    st.tuples(st.sampled_from("IR"), st.text("aeikorst .?!\n😀[]", max_size=900)).map(": ".join), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_every_character_lies_in_a_passage(lines: Sequence[str]) -> None:
    text = talk(*lines)
    spans = [span for one in segment(text, guide(), guide_digest="").passages for span in one.spans]
    for turn in text.turns:
        own = sorted((span.start, span.end) for span in spans if span.turn_id == turn.id)
        covered = {place for start, end in own for place in range(start, end)}
        assert covered == set(range(len(turn.text)))


def test_a_long_answer_that_drifts_is_cut_at_the_end_of_a_sentence() -> None:
    trees = "Vi har epletrær i hagen, og jeg beskjærer epletrærne hver vår. " * 8
    choir = "Koret øver på tirsdager, og dirigenten leder øvelsene i koret. " * 8
    themed = proposals("I: Hvilke epletrær har dere?", f"R: {trees}{choir}".rstrip())
    parts = [(one.themes[:1], span) for one in themed.passages for span in one.spans if span.turn_id == "t2"]
    assert [theme for theme, _ in parts] == [("1.1",), ("2.1",)]
    border = parts[0][1].end
    assert border == parts[1][1].start
    assert f"{trees}{choir}"[:border].endswith(". ")


DIALECT = [
    ("I: Kor sel de frukta?", "R: Kundane kjem hit og betaler.", "1.2"),
    ("I: Ka slags epletre har dokker?", "R: Æ har gamle epletre i hagen.", "1.1"),
    ("I: Kva konsertar held koret i året?", "R: Det blir to konsertar.", "2.2"),
]


@pytest.mark.parametrize(("asked", "answered", "theme"), DIALECT)
def test_nynorsk_and_dialect_meet_a_guide_in_bokmal(asked: str, answered: str, theme: str) -> None:
    assert [of_turn(proposals(asked, answered), turn).candidates[0].theme for turn in ("t1", "t2")] == [
        theme
    ] * 2


def test_an_interview_without_words_has_passages_or_none() -> None:
    assert proposals().passages == ()
    assert len(proposals("I: …", "R: …").passages) == 1


# ---------------------------------------------------------------------- what people have confirmed


def confirmed(themed: ThemedTranscript, theme: str, by: str = "Kari") -> ThemedTranscript:
    update = {
        "themes": (theme,) if theme else (),
        "status": "placed" if theme else "outside",
        "decided_by": by,
    }
    passages = tuple(one.model_copy(update=update) for one in themed.passages)
    return themed.model_copy(update={"passages": passages})


def test_only_what_people_have_confirmed_is_learnt() -> None:
    text = talk("R: Gravenstein og summerred.")
    themed = segment(text, guide(), guide_digest="")
    assert taught_by([(text, themed)], guide()) == Taught()
    assert taught_by([(text, confirmed(themed, "1.1", by=""))], guide()) == Taught()
    assert taught_by([(text, confirmed(themed, "9.9"))], guide()) == Taught()
    assert taught_by([(text, confirmed(themed, ""))], guide()).passages == (
        ("Gravenstein og summerred.", OUTSIDE),
    )
    assert taught_by([(text, confirmed(themed, "1.1"))], guide()).passages == (
        ("Gravenstein og summerred.", "1.1"),
    )


def test_what_was_confirmed_elsewhere_counts_in_the_next_interview() -> None:
    line = "R: Hekken med gravenstein ble klippet."

    def chance(taught: Taught) -> float:
        found = proposals(line, taught=taught).passages[0].candidates
        return next((one.score for one in found if one.theme == "2.2"), 0.0)

    taught = Taught((("Gravenstein og klippet hekk.", "2.2"),))
    assert chance(taught) > chance(Taught())
    passage = of_turn(proposals("I: Holder koret konserter?", line, taught=taught), "t2")
    assert passage.themes[:1] == ("2.2",)


# ---------------------------------------------------------------------- a sentence model


class Fake:
    """Holds all texts with the same last letter for alike."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def likeness(self, texts: Sequence[str]) -> Any:
        return np.array([[float(a[-1:] == b[-1:]) for b in texts] for a in texts])


def test_a_sentence_model_is_one_more_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    cut._embeddings.cache_clear()
    monkeypatch.setattr("pipeline.segment.scorers.embeddings.Embeddings", Fake)
    with_model = proposals(*TALK, embeddings="en-mappe")
    cut._embeddings.cache_clear()
    assert with_model.passages != proposals(*TALK).passages


def test_a_folder_without_a_sentence_model_is_an_error_to_mend(tmp_path: Path) -> None:
    cut._embeddings.cache_clear()
    with pytest.raises(PipelineError) as refused:
        proposals(*TALK, embeddings=str(tmp_path))
    assert refused.value.hint
