"""Who asks and who answers."""

import pytest

from pipeline.transcribe.roles import interviewers

QUESTIONS = ("Hva bidrar etter din mening til et godt møte?", "Hvor ofte møtes dere?")

BOKMAAL = {
    "S1": ["Hvor ofte møtes dere?", "Ja.", "Kan du si litt mer om det?", "Hva synes du er et godt møte?"],
    "S2": [
        "Vi møtes den første torsdagen i måneden, og da er vi stort sett alle sammen der.",
        "Det er mye som skal på plass først, både rom og mat og en plan for dagen.",
        "Et godt møte er et der alle har fått sagt noe, og der vi går hjem med noe å gjøre.",
    ],
}
DIALECT = {
    "S1": [
        "æ tykkjes det e fint å vær me der førr vi e jo så få her og treng kvarainner",
        "ja det trur æ nok",
    ],
    "S2": ["kor lenge har du vørre leder", "ka e det du lik best me det"],
}
NYNORSK = {
    "S1": ["Korleis vart du leiar?", "Kva gjer du da?", "Kvifor det?"],
    "S2": [
        "Eg byrja som lærar og vart spurd om eg ville prøve meg som leiar.",
        "Da ringjer eg nokon eg kjenner.",
    ],
}


def roles(talk: dict[str, list[str]], questions: tuple[str, ...] = ()) -> dict[str, str]:
    return {speaker: role for speaker, (role, _) in interviewers(talk, questions).items()}


@pytest.mark.parametrize("questions", [QUESTIONS, ()], ids=["with guide", "without"])
@pytest.mark.parametrize(
    "spoken", [str, str.lower, lambda text: text.lower().translate({63: "", 46: "", 44: ""})]
)
def test_the_one_who_asks_is_the_interviewer(spoken, questions: tuple[str, ...]) -> None:
    talk = {speaker: [spoken(text) for text in said] for speaker, said in BOKMAAL.items()}
    assert roles(talk, questions) == {"S1": "interviewer", "S2": "respondent"}


@pytest.mark.parametrize(("talk", "asks"), [(DIALECT, "S2"), (NYNORSK, "S1")])
def test_dialect_and_nynorsk_ask_in_their_own_words(talk: dict[str, list[str]], asks: str) -> None:
    assert roles(talk)[asks] == "interviewer"


def test_two_interviewers_in_one_room() -> None:
    talk = {**BOKMAAL, "S3": ["Og hvem leder møtene?", "Hvor er det?"]}
    assert roles(talk) == {"S1": "interviewer", "S2": "respondent", "S3": "interviewer"}


def test_a_voice_alone_is_a_respondent_as_a_guess() -> None:
    assert interviewers({"S1": ["Hva heter du?"]}, QUESTIONS) == {"S1": ("respondent", False)}
    assert interviewers({}, QUESTIONS) == {}


def test_there_is_always_a_respondent_and_an_unclear_choice_is_a_guess() -> None:
    found = interviewers({"S1": ["Ja.", "Nei."], "S2": ["Ja.", "Nei."]}, ())
    assert sorted(role for role, _ in found.values()) == ["interviewer", "respondent"]
    assert not any(sure for _, sure in found.values())


def test_the_guide_decides_where_both_ask() -> None:
    talk = {
        "S1": ["Hva mener du? Hva skal jeg si?", "Er det det du spør om?"],
        "S2": ["Hvor ofte er det dere møtes?", "Hva bidrar etter din mening til et godt møte da?"],
    }
    assert roles(talk, QUESTIONS)["S2"] == "interviewer"
