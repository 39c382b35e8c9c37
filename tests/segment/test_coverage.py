"""What was asked, and how much was said of each theme. All people are invented."""

import json
from collections.abc import Sequence

import pytest
import theming
from theming import place, span, text, whole

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.messages import use_language
from pipeline.segment.coverage import ALL, OUTSIDE, UNPLACED, Coverage, Talk, coverage, talk
from pipeline.segment.guide import read_guide
from pipeline.segment.placed import with_decisions

GUIDE = read_guide(
    theming.GUIDE
    + """\
  - id: "3"
    title: Ledelse
    asked: leder
    questions: ["Hvordan velger dere styret i hagelaget?"]
""",
    "guide.yaml",
)
QUESTIONS = {question: topic for theme in GUIDE.themes for topic in (theme, *theme.subthemes)
             for question in topic.questions}  # fmt: skip


def themed(said: AnonymisedTranscript, *themes: str) -> ThemedTranscript:
    """A passage for each turn: of these themes (parted by semicolons), outside ("-") or unplaced ("?")."""
    proposals = theming.proposed(said)
    passages = [
        one.model_copy(
            update={
                "themes": tuple(told.split(";")) if told not in "-?" else (),
                "status": {"-": "outside", "?": "unplaced"}.get(told, "placed"),
            }
        )
        for one, told in zip(proposals.passages, themes, strict=True)
    ]
    return proposals.model_copy(update={"passages": tuple(passages)})


def asked(
    said: AnonymisedTranscript, themes: Sequence[str], *, group: str = ""
) -> dict[str, tuple[str, str | None]]:
    people = [Respondent(interview=said.interview, group=group)]
    found = coverage(GUIDE, [(said, themed(said, *themes))], people)
    return {one.question: (one.how, one.turn) for one in found.asked}


ASKED = [
    # as it stands in the guide, and in other words where the talk is about its theme
    ("Hvilke oppgaver har du på dugnaden?", "2.1", "Hvilke oppgaver har du på dugnaden?", "asked"),
    ("Ja. Og på dugnaden, hvilke oppgaver tar du?", "2.1", "Hvilke oppgaver har du på dugnaden?", "asked"),
    ("Hva slags oppgave får du helst?", "2.1", "Hvilke oppgaver har du på dugnaden?", "rephrased"),
    # in nynorsk
    ("Kva oppgåver har du på dugnaden?", "2.1", "Hvilke oppgaver har du på dugnaden?", "asked"),
    # out of its theme only nearly word for word
    ("Hva slags oppgave får du helst?", "1", "Hvilke oppgaver har du på dugnaden?", "skipped"),
    ("Hvilke oppgaver har du på dugnaden?", "1", "Hvilke oppgaver har du på dugnaden?", "asked"),
    # a follow-up says nothing
    ("Kan du si litt mer om det?", "2.1", "Hvilke oppgaver har du på dugnaden?", "skipped"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "theme", "question", "how"), ASKED)
def test_a_question_is_known_by_its_words(said: str, theme: str, question: str, how: str) -> None:
    found = asked(text(said, "Jeg luker."), [theme, theme])
    assert found[question] == (how, None if how == "skipped" else "u1")
    assert set(found) == set(QUESTIONS)


def test_only_the_interviewer_asks() -> None:
    found = asked(text("Ja?", "Hvilke oppgaver har du på dugnaden?"), ["2.1", "2.1"])
    assert {how for how, _ in found.values()} == {"skipped", "not_meant"}


def test_a_question_for_another_group_is_not_skipped() -> None:
    said = text("Ja?", "Nei.")
    question = "Hvordan velger dere styret i hagelaget?"
    assert asked(said, ["-", "-"], group="leder")[question] == ("skipped", None)
    assert asked(said, ["-", "-"], group="frivillig")[question] == ("not_meant", None)


def of(found: Sequence[Talk], theme: str) -> Talk:
    return next(one for one in found if one.theme == theme)


SAID = text("Hva gjør du?", "Jeg luker bedene. Og så liker jeg praten.", "Ja vel.", "Mye prat.")


def test_words_are_counted_by_theme_and_by_who_said_them() -> None:
    found = tuple(talk(SAID, themed(SAID, "2.1", "2.1;2.2", "-", "?")))
    counted = {one.theme: (one.passages, one.interviewer_words, one.respondent_words) for one in found}
    assert counted == {
        "2.1": (2, 3, 8),
        "2.2": (1, 0, 8),
        OUTSIDE: (1, 2, 0),
        UNPLACED: (1, 0, 2),
        ALL: (4, 5, 10),
    }
    assert of(found, "2.1").respondents_share == pytest.approx(8 / 11)
    assert {one.respondent_ms for one in found if one.respondent_words} == {None}


def test_what_two_passages_share_counts_once_for_a_theme() -> None:
    log = theming.line(
        place(SAID, "a", [whole(SAID, "u2")], "2.1"), place(SAID, "b", [span("u2", 0, 17)], "2.1")
    )
    found = tuple(talk(SAID, with_decisions(theming.proposed(SAID), SAID, [log], {}, ())))
    assert (of(found, "2.1").passages, of(found, "2.1").respondent_words) == (2, 8)


def test_time_is_shared_out_by_characters_where_there_is_sound() -> None:
    times = {"u1": (0, 2000), "u2": (2000, 6100), "u3": (6100, 7000), "u4": (7000, 9000)}
    turns = [
        turn.model_copy(update={"start_ms": times[turn.id][0], "end_ms": times[turn.id][1]})
        for turn in SAID.turns
    ]
    timed = SAID.model_copy(update={"turns": tuple(turns)})
    log = theming.line(place(timed, "a", [span("u2", 0, 17)], "2.1"))
    found = tuple(talk(timed, with_decisions(theming.proposed(timed), timed, [log], {}, ())))
    assert (of(found, "2.1").interviewer_ms, of(found, "2.1").respondent_ms) == (0, 1700)
    assert (of(found, ALL).interviewer_ms, of(found, ALL).respondent_ms) == (2900, 6100)
    assert of(found, ALL).respondents_share == pytest.approx(6100 / 9000)


@pytest.fixture
def two() -> Coverage:
    other = text("Hva gjør at du kommer på dugnad?", "Kaka.", interview="intervju-02")
    people = [Respondent(interview="intervju-01", group="frivillig")]
    return coverage(
        GUIDE,
        [(SAID, themed(SAID, "2.1", "2.1;2.2", "-", "?")), (other, themed(other, "2.2", "2.2"))],
        people,
    )


def test_themes_stand_against_interviews(two: Coverage) -> None:
    assert [theme for theme, _ in two.titles] == ["1", "2", "2.1", "2.2", "3"]
    row = [two.of(name, "2.2") for name in two.interviews]
    assert [one.respondent_words if one else 0 for one in row] == [8, 1]
    assert two.of("intervju-02", "2.1") is None
    whole_theme = two.of("intervju-01", "2")
    assert whole_theme is not None
    assert (whole_theme.passages, whole_theme.respondent_words) == (2, 8)


def test_lines_name_what_was_not_asked_and_no_word_of_an_interview(two: Coverage) -> None:
    use_language("en")
    lines = two.lines()
    use_language(None)
    assert "2.1 Oppgaver: in 1 of 2 interviews, 2 passages, 8 words, 73 %" in lines
    assert "3 Ledelse: in 0 of 2 interviews" in lines
    assert "Outside the guide: in 1 of 2 interviews, 1 passages, 0 words, 0 %" in lines
    assert "Not asked in 1 of 2 (intervju-01): 2.2 Hva gjør at du kommer på dugnad?" in lines
    assert not any("luker" in line or "Kaka" in line for line in lines)


def test_data_is_plain_and_holds_no_word_of_an_interview(two: Coverage) -> None:
    written = json.dumps(two.data(), ensure_ascii=False)
    assert "luker" not in written
    assert {"interview": "intervju-01", "group": "frivillig"} in json.loads(written)["interviews"]
    assert json.loads(written)["talk"][0].keys() >= {"theme", "passages", "respondents_share"}
