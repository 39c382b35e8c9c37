"""Words keep the form in which they stand: number, definiteness, genitive, capital, in both languages."""

import re
from collections.abc import Iterator

import builders
import pytest
from replaced import text_of

from pipeline.anonymise import forms
from pipeline.anonymise.forms import Form, begins_sentence, form_in, inflected, is_described, noun, seen

#: Rows checked by hand: language, type (and the search's reason), text with its mention in brackets and the
#: entity's name after a bar, and what has to stand there.
TABLE = builders.REPOSITORY / "tests" / "data" / "forms.tsv"


def rows() -> Iterator[tuple[str, str, str]]:
    """Language, picture and expected text."""
    for line in TABLE.read_text("utf-8").splitlines():
        language, kind, text, expected = line.split("\t")
        kind, _, reason = kind.partition(":")

        def drawn(found: re.Match[str], kind: str = kind, reason: str = reason) -> str:
            return f"<{found[1]}|{kind}|{found[2] or found[1]}|{reason or 'name'}>"

        yield language, re.sub(r"\[([^\]|]+)(?:\|([^\]]+))?\]", drawn, text), expected


def test_the_list_has_two_hundred_rows_in_both_languages_and_no_row_twice() -> None:
    table = list(rows())
    assert len(set(table)) == len(table) >= 200
    assert {language for language, _, _ in table} == {"nb", "nn"}


@pytest.mark.parametrize(("language", "picture", "expected"), list(rows()))
def test_what_stands_instead_reads_as_it_was_written_by_hand(
    language: str, picture: str, expected: str
) -> None:
    assert text_of(picture, language=language) == expected


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("leder", "nb", "lederen ledere lederne"),
        ("pedagog", "nb", "pedagogen pedagoger pedagogene"),
        ("skole", "nb", "skolen skoler skolene"),
        ("sykehus", "nb", "sykehuset sykehus sykehusene"),
        ("sted", "nb", "stedet steder stedene"),
        ("omsorgssted", "nb", "omsorgsstedet omsorgssteder omsorgsstedene"),
        ("fagmann", "nb", "fagmannen fagmenn fagmennene"),
        ("kontor", "nb", "kontoret kontorer kontorene"),
        ("ansatt", "nb", "ansatte ansatte ansatte"),
        ("leiar", "nn", "leiaren leiarar leiarane"),
        ("skule", "nn", "skulen skular skulane"),
        ("teneste", "nn", "tenesta tenester tenestene"),
        ("opplysning", "nn", "opplysninga opplysningar opplysningane"),
        ("stad", "nn", "staden stader stadene"),
        ("sjukehus", "nn", "sjukehuset sjukehus sjukehusa"),
        ("kommune", "nn", "kommunen kommunar kommunane"),
    ],
)
def test_a_noun_has_its_forms(word: str, language: str, expected: str) -> None:
    made = (
        noun(word, Form(definite=definite, plural=plural), language)
        for definite, plural in ((True, False), (False, True), (True, True))
    )
    assert " ".join(made) == expected
    assert noun(word, forms.BARE, language) == word


@pytest.mark.parametrize(
    ("surface", "lemma", "form"),
    [
        ("rektorens", "rektor", Form(definite=True, genitive=True)),
        ("rektorene", "rektor", Form(definite=True, plural=True)),
        ("rektorer", "rektor", Form(plural=True)),
        ("Leiarane", "leiar", Form(definite=True, plural=True)),
        ("kommunaldirektøren for oppvekst", "kommunaldirektør", Form(definite=True)),
        ("kommunal direktøren", "kommunaldirektør", Form(definite=True)),
        ("daglig leder", "daglig leder", Form()),
        ("verneombudet", "verneombud", Form(definite=True)),
        ("lurifaksene", "lurifaks", Form(definite=True, plural=True)),
        ("prests", "prest", Form(genitive=True)),
    ],
)
def test_a_title_is_read_by_its_ending(surface: str, lemma: str, form: Form) -> None:
    read = seen(surface)
    assert (read.lemma, read.form) == (lemma, form)


@pytest.mark.parametrize(
    ("before", "after", "definite"),
    [
        ("takk til ", " for det", True),
        ("", " sa nei", True),
        ("Nei. ", " sa nei", True),
        ("Det var ", " som sa nei", True),
        ("fordi læreren og ", " sa nei", True),
        ("hun er ", " her", False),
        ("som ", " er du alene", False),
        ("en ", " sa nei", False),
        ("", " Kari sa nei", False),
        ("", ".", False),
        ("jeg er mor og ", " her", False),
        ("", "jobben", False),
    ],
)
def test_a_bare_title_means_its_holder_where_a_noun_has_to_stand(
    before: str, after: str, definite: bool
) -> None:
    assert form_in(seen("rektor"), before, after).definite is definite
    assert form_in(seen("lærer"), before, after).definite is False  # one of many


@pytest.mark.parametrize(
    ("phrase", "form", "expected"),
    [
        ("leder i oppvekst", Form(genitive=True), "leders"),
        ("en kommune på Vestlandet", Form(genitive=True), "en kommunes"),
        ("liten skole", Form(definite=True), "den lille skolen"),
        ("stort hus", Form(definite=True), "det store huset"),
        ("ung lærer", Form(definite=True, plural=True), "de unge lærerne"),
        ("tillitsvalgt", Form(definite=True), "den tillitsvalgte"),
        ("en kommune", Form(plural=True), "kommuner"),
    ],
)
def test_a_phrase_is_inflected_as_a_whole(phrase: str, form: Form, expected: str) -> None:
    assert inflected(phrase, form, "nb") == expected


def test_a_described_noun_gets_no_second_article() -> None:
    assert inflected("ung lærer", Form(definite=True), "nb", described=is_described("og den nye ")) == (
        "unge læreren"
    )


@pytest.mark.parametrize(("before", "begins"), [("", True), ("Ja! ", True), ("«", True), ("ja, ", False)])
def test_a_sentence_begins_after_its_signs(before: str, begins: bool) -> None:
    assert begins_sentence(before) is begins
