"""Tables of what each operator writes; the forms of words stand in `test_forms.py`."""

import re

import pytest
from replaced import replaced, text_of

from pipeline.anonymise.gazetteer import gazetteer
from pipeline.anonymise.ladders.organisations import organisation
from pipeline.anonymise.ladders.places import place
from pipeline.anonymise.ladders.rung import Rung, rows
from pipeline.anonymise.ladders.times import year_of
from pipeline.anonymise.ladders.titles import group_of, title
from pipeline.anonymise.replace import STRICTNESS, Policy, surrogate_names
from pipeline.artefacts.finding import IdentifierType


def all_by(operator: str, profile: str = "work") -> Policy:
    return Policy(profile, dict.fromkeys(IdentifierType, operator))


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("<Kari|PERSON> ringte", "[Person 1] ringte"),
        ("på <Utvik skole|ORG>", "på [Skole 1]"),
        ("på <Solbakken barnehage|ORG>", "på [Barnehage 1]"),
        ("ved <Brattvåg Rør|ORG>", "ved [Virksomhet 1]"),
        ("på <Solvang|DISTRICT>", "på [Bydel 1]"),
        ("i <Molde|PLACE>", "i [Sted 1]"),
        ("hos <rektoren|TITLE>", "hos [Stilling 1]"),
        ("på <rektorens|TITLE> kontor", "på [Stilling 1]s kontor"),
        ("ring <412 34 567|PHONE>", "ring [telefonnummer]"),
        ("<a@skole.example|EMAIL>", "[e-postadresse]"),
        ("er <238570 11414|NATIONAL_ID>", "er [fødselsnummer]"),
        ("sak <2021/40873|ID>", "sak [saksnummer]"),
        ("konto <1234.56.78903|ID>", "konto [kontonummer]"),
        ("orgnr <974 760 674|ID>", "orgnr [organisasjonsnummer]"),
        ("bilen <EL12345|ID>", "bilen [bilskilt]"),
        ("<www.utvik-skole.example|ID>", "[nettadresse]"),
        ("profilen <@ola_fiskar|ID>", "profilen [brukernavn]"),
        ("nummer <482910|ID>", "nummer [nummer]"),
        ("den <3. mars|DATE>", "den [Tidspunkt 1]"),
        ("er <57 år|AGE>", "er [alder]"),
        ("har <diabetes|SPECIAL>", "har [personlig opplysning]"),
    ],
)
def test_a_placeholder_says_what_kind_of_thing_it_was(picture: str, expected: str) -> None:
    assert text_of(picture, policy=all_by("placeholder")) == expected


@pytest.mark.parametrize(
    ("picture", "work", "publish"),
    [
        ("hos <rektoren|TITLE>", "hos [lederen i oppvekst]", "hos [lederen]"),
        (
            "kontakt med <kommunaldirektøren for oppvekst|TITLE>",
            "kontakt med [lederen i kommunen]",
            "kontakt med [lederen i kommunen]",
        ),
        ("med <taxisjåføren|TITLE>", "med [transportarbeideren]", "med [yrkesutøveren]"),
        ("på <Solvang|DISTRICT>", "på [en bydel]", "på [en bydel]"),
        ("i <Steinkjer|PLACE>", "i [en kommune i Trøndelag]", "i [en kommune i Midt-Norge]"),
        ("i <Sande i Vestfold|PLACE>", "i [en kommune på Østlandet]", "i [en kommune på Østlandet]"),
        ("i <Oslo kommune|PLACE>", "i [en kommune på Østlandet]", "i [en kommune på Østlandet]"),
        ("på <Åndalsnes|PLACE>", "på [et lite sted på Vestlandet]", "på [et sted på Vestlandet]"),
        ("i <Storgata 27|PLACE>", "i [en adresse]", "i [en adresse]"),
        ("i <Rogaland|PLACE>", "i [et fylke på Vestlandet]", "i [et fylke]"),
        ("er <57 år|AGE>", "er [i 50-årene]", "er [mellom 40 og 60 år]"),
        ("er <67 år|AGE>", "er [i 60-årene]", "er [over 60 år]"),
        ("er <sju år|AGE>", "er [i barneskolealder]", "er [under 20 år]"),
        ("i <14 år|AGE||service>", "i [10–15 år]", "i [over ti år]"),
        ("i <fire år|AGE||service>", "i [noen få år]", "i [under ti år]"),
        ("etter <22 år|AGE||service>", "etter [20–25 år]", "etter [over tjue år]"),
        ("født i <1968|AGE||born>", "født i [1960-årene]", "født i [forrige århundre]"),
        ("det var <3. mars 2020|DATE>", "det var [våren 2020]", "det var [for noen år siden]"),
        ("fra <3. mars 2020|DATE>", "fra [våren 2020]", "fra [et tidligere år]"),
        ("<3. mars|DATE> kom", "[En vårdag] kom", "[En dag] kom"),
        ("den <3. mars|DATE>", "den [vårdagen]", "den [en dag]"),
        ("i <2019|DATE>", "i [2010-årene]", "i [et tidligere år]"),
        ("har <diabetes|SPECIAL||health>", "har [en helseopplysning]", "har [en helseopplysning]"),
        ("fra <Eritrea|SPECIAL||ethnicity>", "fra [et annet land]", "fra [et annet land]"),
        ("på <Utvik skole|ORG>", "på [en skole]", "på [en skole]"),
        ("hos <Kari|PERSON>", "hos [en person]", "hos [en person]"),
        ("ring <412 34 567|PHONE>", "ring [telefonnummer]", "ring [telefonnummer]"),
    ],
)
def test_a_ladder_has_a_rung_for_each_profile(picture: str, work: str, publish: str) -> None:
    assert text_of(picture, policy=all_by("generalise")) == work
    assert text_of(picture, policy=all_by("generalise", "publish")) == publish


def test_what_else_a_person_is_called_tells_what_she_leads() -> None:
    picture = "<rektoren|TITLE|rektor> sa, og <sjefen|TITLE|rektor> mente"
    assert text_of(picture, policy=all_by("generalise")) == (
        "[lederen i oppvekst] sa, og [lederen i oppvekst] mente"
    )


@pytest.mark.parametrize(("language", "word"), [("nb", "fjernet"), ("nn", "fjerna")])
@pytest.mark.parametrize("kind", list(IdentifierType))
def test_removing_says_no_more_than_that(kind: IdentifierType, language: str, word: str) -> None:
    said = text_of(f"se <noe her|{kind}> nå", policy=all_by("remove"), language=language)
    assert said == f"se [{word}] nå"


def test_a_surrogate_is_the_same_wherever_the_person_is_mentioned_and_marked() -> None:
    said = text_of(
        "<Kari Moe|PERSON|Kari Moe> og <Karis|PERSON|Kari Moe> bil",
        policy=all_by("surrogate"),
        surrogate="Frida",
    )
    assert said == "[Frida] og [Frida]s bil"


@pytest.mark.parametrize(
    ("picture", "expected"), [("<Kari|PERSON>", "[Person 1]"), ("i <Utvik skole|ORG>", "i [Skole 1]")]
)
def test_what_has_no_surrogate_gets_its_placeholder(picture: str, expected: str) -> None:
    assert text_of(picture, policy=all_by("surrogate")) == expected


@pytest.mark.parametrize(
    ("picture", "words", "expected"),
    [
        ("på <rektorens|TITLE> kontor", "skoleleder", "på [skolelederens] kontor"),
        ("den nye <rektoren|TITLE>", "ung leder", "den nye [unge lederen]"),
        ("<Karis|PERSON|Kari> bil", "Nina", "[Nina]s bil"),
        ("<Karis|PERSON|Kari> bil", "en kollega", "[En kollegas] bil"),
        ("på <Utvik skole|ORG>", "en liten skole", "på [en liten skole]"),
        ("er <57 år|AGE>", "midt i livet", "er [midt i livet]"),
        ("<Kari|PERSON>", "  [Nina\n ]  ", "[Nina]"),
    ],
)
def test_what_people_have_chosen_stands_in_the_form_of_the_mention(
    picture: str, words: str, expected: str
) -> None:
    assert text_of(picture, replacement=words, operator="placeholder") == expected


def test_words_of_people_do_not_speak_for_what_is_removed() -> None:
    assert text_of("<Kari|PERSON> kom", replacement="Nina", operator="remove") == "[Fjernet] kom"


def test_a_kind_is_the_same_however_the_organisation_is_mentioned() -> None:
    assert text_of("på <Utvik|ORG|Utvik skole>, <Utviks|ORG|Utvik skole> beste") == (
        "på [Skole 1], [Skole 1]s beste"
    )


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("ungdomsskolelærer", "pedagog"),
        ("hjemmesykepleier", "helse"),
        ("kulturskolerektoren", "kulturleder"),
        ("helsesjef", "helseleder"),
        ("leder for barnehager", "oppvekstleder"),
        ("lastebilsjåfør", "transport"),
        ("overordførerne", "politiker"),
        ("avfallsleder", "leder"),
        ("noe annet", ""),
    ],
)
def test_a_title_belongs_to_a_group(title: str, group: str) -> None:
    assert group_of(title) == group


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Utvik ungdomsskule", "Skole"),
        ("Utvik ungdomsskules", "Skole"),
        ("universitetet", "Lærested"),
        ("Nav Utvik", "Navkontor"),
        ("Utvik IL", "Forening"),
        ("Silfabrikken", "Virksomhet"),
        ("Utvik bo- og velferdssenter", "Omsorgssted"),
        ("Utvik fylkeskommune", "Fylkeskommune"),
    ],
)
def test_an_organisation_is_of_a_kind(name: str, kind: str) -> None:
    assert organisation((name,))[0] == kind


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("2019", 2019),
        ("i 94", 1994),
        ("tjue sytten", 2017),
        ("totusenogåtte", 2008),
        ("åttifem", 1985),
        ("nei", 0),
    ],
)
def test_a_year_is_read_in_figures_and_words(said: str, year: int) -> None:
    assert year_of(said) == year


def test_names_that_may_stand_instead_do_not_end_like_a_genitive_and_begin_in_many_ways() -> None:
    names = surrogate_names()
    assert not [name for name in names if re.search(r"[sxz]$", name)]
    assert len({name[0] for name in names}) >= 15
    assert len(names) >= 100


def test_from_mild_to_strict() -> None:
    assert STRICTNESS == ("keep", "generalise", "surrogate", "placeholder", "remove")
    assert replaced("ingenting her").replacements == ()


@pytest.mark.parametrize("profile", ["work", "publish"])
def test_no_place_of_norway_is_said_by_what_stands_instead(profile: str) -> None:
    for name in gazetteer().places:
        said = place(name, Rung(profile, "nb", frozenset({name}))).casefold()
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said), name


def test_text_for_all_says_less_of_places_than_text_for_researchers() -> None:
    names = list(gazetteer().places)
    work, publish = ({place(name, Rung(profile, "nb")) for name in names} for profile in ("work", "publish"))
    assert len(publish) < len(work) < 60
    counties = {county for _, listed in rows("place_counties.tsv") for county in listed.split("|")}
    assert not [said for said in publish if any(said.endswith(f" i {county}") for county in counties)]


def test_text_for_all_says_less_of_titles_than_text_for_researchers() -> None:
    titles = sorted(gazetteer().titles)
    for language in ("nb", "nn"):
        work, publish = (
            {title(one, (), Rung(profile, language)) for one in titles} for profile in ("work", "publish")
        )
        assert len(publish) < 12 < len(work) < 45


def test_almost_every_listed_title_has_a_group() -> None:
    titles = sorted(gazetteer().titles)
    known = sum(bool(group_of(title)) for title in titles)
    assert known >= 0.97 * len(titles)


def test_every_group_has_a_ladder_in_both_languages_and_every_county_a_part_of_the_country() -> None:
    ladder = {group: rungs for group, *rungs in rows("title_ladder.tsv")}
    assert {group for _, group in rows("title_groups.tsv")} <= set(ladder)
    assert all(len(rungs) == 4 and all(rungs) for rungs in ladder.values())
    regions = {county for county, _ in rows("county_regions.tsv")}
    assert {county for _, listed in rows("place_counties.tsv") for county in listed.split("|")} <= regions
    assert {key for key, *_ in rows("organisation_kinds.tsv") if key[0] not in "=^"}
