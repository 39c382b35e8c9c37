"""Quotes to cite: whose words, how much of them, and that it can be seen where something was left out."""

import exporting
import pytest

from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage
from pipeline.export.extracts import Extract, extracts
from pipeline.export.quotes import quote, shortened

I, R = "interviewer", "respondent"  # noqa: E741


def extract(
    *pairs: tuple[str, str], of: tuple[tuple[int, int, int], ...] = (), label: str = "en rektor"
) -> Extract:
    """A passage over these utterances, or over `of`: (utterance, start, end)."""
    spans = of or tuple((number, 0, len(text)) for number, (_, text) in enumerate(pairs, 1))
    passage = Passage(
        id="p",
        spans=tuple(Span(turn_id=f"t{n}", start=a, end=b) for n, a, b in spans),
        themes=("1",),
        status="placed",
    )
    about = Respondent(interview="intervju-01", label=label)
    [found] = extracts(exporting.interview(respondent=about, said=pairs, passages=(passage,)))
    return found


@pytest.mark.parametrize(
    ("pairs", "text"),
    [
        ([(I, "Hva da?"), (R, "Det gikk bra.")], "Det gikk bra."),
        ([(R, "Det gikk."), (I, "Mm, ja?"), (R, "Bra.")], "Det gikk. [Intervjuer: Mm, ja?] Bra."),
        ([(R, "Det gikk."), (I, "Fint."), (I, "Neste.")], "Det gikk."),
        ([(R, "Ja."), ("other", "Kaffe!"), (R, "Takk.")], "Ja. [Annen: Kaffe!] Takk."),
    ],
)
def test_the_respondents_words_with_what_others_put_in(pairs: list[tuple[str, str]], text: str) -> None:
    found = quote(extract(*pairs))
    assert found is not None
    assert (found.text, found.label) == (text, "en rektor")


def test_where_the_respondent_says_nothing_there_is_no_quote() -> None:
    assert quote(extract((I, "Hva da?"))) is None


def test_a_respondent_without_a_label_is_somebody() -> None:
    found = quote(extract((R, "Ja."), label=" "))
    assert found is not None
    assert found.label == "en informant"


LONG = "Først var det fint. Så ble det verre. Til slutt var det over."


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        (((1, 0, 19),), "Først var det fint. […]"),
        (((1, 20, 37),), "[…] Så ble det verre. […]"),
        (((1, 38, len(LONG)),), "[…] Til slutt var det over."),
        (((1, 0, 19), (1, 20, 37)), "Først var det fint. Så ble det verre. […]"),
    ],
)
def test_where_a_passage_is_cut_out_of_an_utterance_it_can_be_seen(
    spans: tuple[tuple[int, int, int], ...], text: str
) -> None:
    found = quote(extract((R, LONG), of=spans))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("most", "text"),
    [
        (3, "Først var det fint. […]"),
        (5, "Først var det fint. Så ble det verre. […]"),
        (99, f"{LONG} [Intervjuer: Ja?] Ja."),
        (13, f"{LONG} […]"),
    ],
)
def test_a_long_quote_ends_with_a_sentence_and_says_that_it_goes_on(most: int, text: str) -> None:
    found = quote(extract((R, LONG), (I, "Ja?"), (R, "Ja.")), most)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Én to tre fire fem seks sju åtte ni ti.", 3, ("Én to tre", False)),
        ("Én to tre fire.", 3, ("Én to tre fire.", True)),
        ("Hun sa: «Nei!» Så gikk hun. Borte.", 3, ("Hun sa: «Nei!»", False)),
        ("Nr. 2 er bra. Ja.", 99, ("Nr. 2 er bra. Ja.", True)),
        ("", 3, ("", True)),
    ],
)
def test_text_is_shortened_at_the_end_of_a_sentence(text: str, most: int, kept: tuple[str, bool]) -> None:
    assert shortened(text, most) == kept
