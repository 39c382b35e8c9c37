"""What is left of the originals is found, however it is written, and nothing else is called a leak."""

import unicodedata
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.anonymise.replace import Policy, text_digest
from pipeline.anonymise.residual import Loose, Residue, mask, residual
from pipeline.anonymise.residual_spelling import plain, sounds, without_hidden
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn, PlainWord, Replacement
from pipeline.artefacts.entity import Entity, EntityRegistry
from pipeline.artefacts.finding import IdentifierType as T


def entity(number: int, kind: T, name: str, *aliases: str, **changes: Any) -> Entity:
    return Entity(id=f"e-{number:08x}", type=kind, name=name, aliases=aliases, number=number, **changes)


BERIT, OLE, LIV, PHONE, SCHOOL, HEIMLIA, RECTOR, DATE, FNR = (f"e-{number:08x}" for number in range(1, 10))

REGISTRY = EntityRegistry(
    entities=(
        entity(1, T.PERSON, "Berit Haugen", "Bea", "Berits"),
        entity(2, T.PERSON, "Ole Per Nes"),
        entity(3, T.PERSON, "Liv Åse Vår"),
        entity(4, T.PHONE, "412 34 567"),
        entity(5, T.ORG, "Storvik skole"),
        entity(6, T.DISTRICT, "Heimlia"),
        entity(7, T.TITLE, "rektor"),
        entity(8, T.DATE, "3. mars 2020"),
        entity(9, T.NATIONAL_ID, "014190 12345"),
    )
)


def found(text: str, where: str = "turn", **options: Any) -> list[tuple[str, str, bool]]:
    """What was found: its text, whose it is, and whether people have to decide."""
    residues = residual([Loose(where, "intervju-01", "t1", text)], REGISTRY, **options)
    return [(text[one.start : one.end], one.entity_id, one.ordinary) for one in residues]


def leaks(text: str, where: str = "turn", **options: Any) -> list[str]:
    return [piece for piece, _, ordinary in found(text, where, **options) if not ordinary]


# ---------------------------------------------------------------------- attack case 1 and 2


@pytest.mark.parametrize(
    "written",
    [
        "Berit", "berit", "BERIT", "Berits", "Bærit", "Beritt", "Berith", "Be- rit", "Be-\nrit", "Be\nrit",
        "B e r i t", "B-e-r-i-t", "B e r i t H a u g e n", "Be\u00adrit", "Be\u200brit", "\ufeffBerit",
        "Bérit", "Bеrit", "Ｂｅｒｉｔ", "BeritHaugen", "Berit\u00a0Haugen", "Haugen, Berit", "Håugen",
        "Bea", "beas", "Heimlia", "heimlia", "Heim- lia", "Heimliagutten", "Heimlia-gutten", "Storvik skole",
        "storvikskole", "Storvik skolen", "STORVIK SKOLES", "Storvick skole", "Åse", "Aase",
        "lilleberit", "Heim\u2060lia", "Storvik\nskole",
    ],
)  # fmt: skip
def test_case_1_no_way_to_write_an_original_survives(written: str) -> None:
    text = f"Det var jo {written} som sa det"
    at = text.index(written)
    residues = residual([Loose("turn", "intervju-01", "t1", text)], REGISTRY)
    covered = {place for one in residues for place in range(one.start, one.end)}
    letters = {at + place for place, sign in enumerate(written) if sign.isalpha()}
    inside = {at + len(lead) + place for lead in ("lille",) if written.startswith(lead) for place in range(5)}
    assert residues, "nothing found"
    assert all(not one.ordinary for one in residues)
    assert len(letters & covered) >= min(3, len(letters - inside))


def test_case_1_a_decomposed_letter_is_found_where_it_stands() -> None:
    text = unicodedata.normalize("NFD", "Så kom Åse hjem")
    [(piece, whose, ordinary)] = found(text)
    assert (unicodedata.normalize("NFC", piece), whose, ordinary) == ("Åse", LIV, False)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("file", "intervju_berit.docx"),
        ("file", "beritrektor.m4a"),
        ("file", "2024-haugen-transkripsjon.txt"),
        ("property", "B. Haugen"),
        ("speaker", "Berit"),
        ("speaker", "BH"),
        ("comment", "ring Berit igjen"),
        ("caption", "<v Berit Haugen>"),
        ("memo", "Om Haugen og skolen"),
        ("guide", "Hva synes du om Storvik skole?"),
        ("code", "Berits lederstil"),
        ("id", "intervju-berit"),
    ],
)
def test_case_2_what_stands_beside_the_text_is_searched_too(where: str, text: str) -> None:
    assert leaks(text, where)


def test_a_name_that_is_written_apart_in_two_common_words_is_a_place_to_decide() -> None:
    assert found("så var vi i heim lia da") == [("heim lia", HEIMLIA, True)]
    assert found("så var vi om bord og på, den er i") == []


def test_a_misheard_name_is_a_leak_where_it_is_written_as_a_name() -> None:
    registry = EntityRegistry(entities=(entity(1, T.PERSON, "Torvald Skjelstad"),))
    texts = ["Så kom Skjelsta inn", "så kom skjelsta inn", "så kom skjebnen inn"]
    residues = residual([Loose("turn", "i", text, text) for text in texts], registry)
    assert [(one.turn_id, one.variant, one.ordinary) for one in residues] == [
        ("Så kom Skjelsta inn", "near", False),
        ("så kom skjelsta inn", "near", True),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "text", "ordinary"),
    [
        # a letter in it is another, also where that sounds otherwise or makes another word
        ("Moholt", T.DISTRICT, "Vi bodde i Mohnlt da", False),
        ("Nilsen", T.PERSON, "Så kom Nilen inn", True),
        ("Nilsen", T.PERSON, "Så kom nilen inn", None),
        # too short to be told by its sound, but written as a name
        ("Ås", T.PERSON, "Så kom As inn", True),
        ("Bøe", T.PERSON, "Så kom Boe inn", True),
        ("Odd", T.PERSON, "Så kom Od inn", True),
        ("Odd", T.PERSON, "Så kom od inn", None),
        # a word of a dictionary in small letters, where capitals are used and where they are not
        ("Frank", T.PERSON, "Hun var frank og grei", True),
        ("Frank", T.PERSON, "så kom Frank inn", False),
        ("Berit", T.PERSON, "Så kom berit inn", False),
        # somebody else, a god, a country
        ("Berit", T.PERSON, "Vi leste Berit Vigen høyt", True),
        ("Berit Vik", T.PERSON, "Vi traff Berit Wik der", False),
        ("Berit", T.PERSON, "Vi leste om norrøn mytologi, Berit og de andre", True),
        ("Berit", T.PERSON, "Å gud, så kom Berit inn", False),
        ("Grønland", T.DISTRICT, "Vi lærte om Grønland da", True),
        ("Grønland", T.PLACE, "Vi bodde på Grønland da", False),
        # a word that is no form of a fact about somebody
        ("ME", T.SPECIAL, "Men me kom hit, ja", None),
        ("ME", T.SPECIAL, "Hun har ME, ja", True),
        ("ME", T.SPECIAL, "hun har me ja", True),
        ("slag", T.SPECIAL, "et slags svar", None),
        ("angst", T.SPECIAL, "angsten kom da", True),
        # initials that stand for something else too, and a name with a sign in it
        ("Kari Iversen", T.PERSON, "Da sa KI at hun kom", True),
        ("Foreningen !les", T.ORG, "Hos Foreningen !les er jeg", False),
        ("Storgata 8, Lillevik", T.PLACE, "Jeg bor i Storgata 8, Lille-\nvik nå", False),
    ],
)
def test_what_only_may_be_an_original_is_a_place_to_decide(
    name: str, kind: T, text: str, ordinary: bool | None
) -> None:
    registry = EntityRegistry(entities=(entity(1, kind, name),))
    residues = residual([Loose("turn", "i", "t", text)], registry)
    assert [one.ordinary for one in residues] == ([] if ordinary is None else [ordinary])


def test_a_common_name_is_a_place_to_decide_where_it_is_misheard_and_written_as_a_name() -> None:
    assert found("Så kom Haugne inn") == [("Haugne", BERIT, True)]
    assert found("Så kom haugne inn") == []


def test_case_2_initials_in_the_talk_are_a_place_to_decide() -> None:
    assert found("Da sa BH at hun kom") == [("BH", BERIT, True)]
    assert found("Da sa B.H. at hun kom") == [("B.H", BERIT, True)]
    assert found("da kjøpte hun en bh på salg") == []


# ---------------------------------------------------------------------- attack case 3 and 4


@pytest.mark.parametrize(
    "text",
    [
        "Vi gikk på skole og så violer, personal og personlig.",
        "Det var i Nesttun, på neset og med nesen.",
        "Olsen og olesko, perler og perm.",
        "Levende liv i live, en vårlig vår var her, det var våren som var.",
        "Det var ikke min jobb å svare, men han sa at vi kom.",
        "[Person 3] og [Person 1]s kollega på [Skole 5] i [Bydel 6], [rektoren].",
        "I 2019–2020, den 25.11.2019, for 10 000 000 kroner, 1500 elever, side 1234567.",
    ],
)
def test_case_3_what_only_contains_an_original_is_left_alone(text: str) -> None:
    assert leaks(text) == []


def test_case_4_a_common_word_is_a_place_to_decide_where_it_is_written_like_one() -> None:
    assert found("Liv har et godt liv") == [("Liv", LIV, True), ("liv", LIV, True)]
    assert found("Så kom Liv inn") == [("Liv", LIV, False)]
    assert found("Da sa Vår at det ble vår") == [("Vår", LIV, False), ("vår", LIV, True)]
    assert found("så kom liv og vår inn") == [("liv", LIV, True), ("vår", LIV, True)]


def test_a_title_that_anybody_may_hold_is_a_place_to_decide() -> None:
    assert found("Så ringte rektoren, og Rektor svarte") == [
        ("rektoren", RECTOR, True),
        ("Rektor", RECTOR, True),
    ]


def test_a_full_date_is_a_leak_although_its_words_are_common() -> None:
    assert leaks("Det var 3. mars 2020 det skjedde, i mars") == ["3. mars 2020"]


def test_words_of_the_guide_are_a_place_to_decide_as_the_guide_writes_them() -> None:
    assert leaks("Vi er i Heimlia nå") == ["Heimlia"]
    assert found("Vi er i Heimlia nå", guide=["Hvordan er nettverket i Heimlia?"]) == [
        ("Heimlia", HEIMLIA, True)
    ]
    assert leaks("Og Berit da", guide=["Hvordan er nettverket i Heimlia?"]) == ["Berit"]


# ---------------------------------------------------------------------- what stays


def test_what_people_keep_is_not_searched_for() -> None:
    assert leaks("Storvik skole og Berit", kept={SCHOOL}) == ["Berit"]
    assert leaks("Storvik skole og Berit", frame=["Storvik skole"]) == ["Berit"]


def test_an_original_inside_something_kept_is_none() -> None:
    registry = EntityRegistry(entities=(entity(1, T.PERSON, "Storvik"), entity(2, T.ORG, "Storvik kommune")))
    texts = [Loose("turn", "intervju-01", "t1", "I Storvik kommune var Storvik sjef")]
    [one] = residual(texts, registry, kept={"e-00000002"})
    assert (one.start, one.ordinary) == (22, False)


def test_a_name_that_is_both_kept_and_not_is_a_place_to_decide() -> None:
    registry = EntityRegistry(entities=(entity(1, T.PERSON, "Storvik"), entity(2, T.PLACE, "Storvik")))
    [one] = residual([Loose("turn", "i", "t1", "Så kom Storvik")], registry, kept={"e-00000002"})
    assert (one.entity_id, one.ordinary) == ("e-00000001", True)


def test_where_people_have_said_that_nobody_is_meant_nothing_is_found() -> None:
    text = "Ikke spør Berit på telefonen, sa Berit"
    [one] = residual([Loose("turn", "i", "t1", text, stays=((10, 15),))], REGISTRY)
    assert one.start == text.rindex("Berit")


def test_a_replacement_is_a_leak_only_where_it_holds_an_original() -> None:
    assert found("Så sa [Person 3] noe") == []
    assert leaks("Så sa [Haugen] noe") == ["Haugen"]
    assert found("Så kom [en rektor] inn") == []


def test_somebody_who_is_really_called_person_3_is_not_found_in_placeholders() -> None:
    registry = EntityRegistry(entities=(entity(1, T.PERSON, "Person 3"),))
    assert residual([Loose("turn", "i", "t1", "Så sa [Person 3] noe")], registry) == ()


# ---------------------------------------------------------------------- numbers: case 5 and 10


@pytest.mark.parametrize(
    "written",
    ["41234567", "41 23 45 67", "412-34-567", "+47 412 34 567", "4 1 2 3 4 5 6 7", "4123\u200b4567"],
)
def test_a_known_number_is_found_in_any_grouping(written: str) -> None:
    assert found(f"Ring {written} i dag")[-1][1:] == (PHONE, False)


def test_a_known_number_is_found_read_aloud() -> None:
    [(piece, whose, _)] = found("ring fire en to tre fire fem seks syv takk")
    assert (piece, whose) == ("fire en to tre fire fem seks syv", PHONE)


def test_the_last_five_digits_of_a_national_identity_number_are_enough() -> None:
    assert found("slutter på 12345 tror jeg") == [("12345", FNR, False)]


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("ring 987 65 432 da", "number"),
        ("nummeret 01 41 90 543 21 ja", "number"),
        ("skriv til post@firma.example nå", "address"),
        ("skriv til post krøllalfa firma", "address"),
        ("se www.firma.example for mer", "address"),
    ],
)
def test_case_10_the_second_detector_finds_what_nobody_knows(text: str, variant: str) -> None:
    [one] = residual([Loose("turn", "i", "t1", text)], EntityRegistry())
    assert (one.entity_id, one.variant, one.ordinary) == ("", variant, False)


# ---------------------------------------------------------------------- case 17, case 14


def test_case_17_a_new_alias_is_found_in_all_interviews() -> None:
    texts = [Loose("turn", f"intervju-0{number}", "t1", "Så kom Mosa hjem") for number in (1, 2, 3)]
    assert residual(texts, REGISTRY) == ()
    named = REGISTRY.model_copy(
        update={"entities": (entity(1, T.PERSON, "Berit Haugen", "Mosa"), *REGISTRY.entities[1:])}
    )
    assert [one.interview for one in residual(texts, named)] == ["intervju-01", "intervju-02", "intervju-03"]


def test_no_repr_shows_a_word() -> None:
    text = Loose("turn", "intervju-01", "t1", "Så kom Berit inn")
    assert "Berit" not in repr(text) + repr(residual([text], REGISTRY))


@pytest.mark.parametrize(
    "text", ["", " ", "[", "]][[", "{{}}", "(.*", "\\", "<seg>", "\u200b", "e\u0301" * 3, "🙂"]
)
def test_case_20_any_text_can_be_searched(text: str) -> None:
    assert leaks(text) == []


def test_originals_that_are_empty_or_signs_are_not_searched_for() -> None:
    registry = EntityRegistry(
        entities=(entity(1, T.PERSON, ""), entity(2, T.ORG, "(.*)"), entity(3, T.AGE, "47"))
    )
    assert residual([Loose("turn", "i", "t1", "Alt (.*) som er 47 her")], registry) == ()


# ---------------------------------------------------------------------- the second pass


def anonymised(*texts: str, replacements: tuple[Replacement, ...] = ()) -> AnonymisedTranscript:
    turns = tuple(
        AnonymisedTurn(
            id=f"t{number}",
            speaker="S1",
            role="respondent",
            text=text,
            words=tuple(PlainWord(text=word) for word in text.split()),
        )
        for number, text in enumerate(texts, 1)
    )
    return AnonymisedTranscript(
        interview="intervju-01",
        language="nb",
        reviewed=True,
        text_digest=text_digest("work", turns),
        turns=turns,
        replacements=replacements,
    )


def loose(text: AnonymisedTranscript) -> list[Loose]:
    return [Loose("turn", text.interview, turn.id, turn.text) for turn in text.turns]


def stands(text: AnonymisedTranscript) -> list[str]:
    by_id = {turn.id: turn.text for turn in text.turns}
    return [by_id[one.turn_id][one.start : one.end] for one in text.replacements]


def test_the_second_pass_puts_placeholders_over_what_is_left_and_nothing_remains() -> None:
    other = Replacement(turn_id="t2", start=20, end=30, type=T.PERSON, replacement="[Person 9]")
    before = anonymised(
        "Så kom Berits søster og Be- rit til Heimliagutten.",
        "Ring 987 65 432, sa [Person 9].",
        replacements=(other,),
    )
    assert stands(before) == ["[Person 9]"]
    residues = residual(loose(before), REGISTRY)
    after = mask(before, residues, REGISTRY)
    assert [turn.text for turn in after.turns] == [
        "Så kom [Person 1]s søster og [Person 1] til [Bydel 6]gutten.",
        "Ring [fjernet], sa [Person 9].",
    ]
    assert stands(after) == ["[Person 1]s", "[Person 1]", "[Bydel 6]", "[fjernet]", "[Person 9]"]
    assert [one.replacement for one in after.replacements] == stands(after)
    assert [word.text for word in after.turns[0].words] == after.turns[0].text.split()
    assert after.text_digest == text_digest("work", after.turns) != before.text_digest
    assert not after.reviewed
    assert residual(loose(after), REGISTRY) == ()


def test_a_replacement_that_holds_an_original_goes_as_a_whole() -> None:
    before = anonymised(
        "Så kom [læreren til Haugen] inn.",
        replacements=(
            Replacement(turn_id="t1", start=7, end=27, type=T.TITLE, replacement="[læreren til Haugen]"),
        ),
    )
    after = mask(before, residual(loose(before), REGISTRY), REGISTRY)
    assert after.turns[0].text == "Så kom [Person 1] inn."
    assert stands(after) == ["[Person 1]"]


def test_what_the_policy_removes_is_removed_by_the_second_pass_too() -> None:
    before = anonymised("Så kom Berit inn.")
    policy = Policy(operators=dict.fromkeys(T, "remove"))
    after = mask(before, residual(loose(before), REGISTRY), REGISTRY, policy)
    assert after.turns[0].text == "Så kom [fjernet] inn."


def test_a_text_with_nothing_left_is_the_same_after_the_second_pass() -> None:
    before = anonymised("Ingenting står igjen.")
    assert mask(before, (), REGISTRY) is before
    elsewhere = Residue("turn", "intervju-02", "t1", 0, 3, BERIT, "exact")
    beside = Residue("speaker", "intervju-01", "t1", 0, 3, BERIT, "exact")
    assert mask(before, (elsewhere, beside), REGISTRY) is before


def test_a_residue_of_another_text_is_refused() -> None:
    before = anonymised("Kort.")
    for turn, end in (("t9", 2), ("t1", 99)):
        with pytest.raises(ValueError, match="residue") as refused:
            mask(before, (Residue("turn", "intervju-01", turn, 0, end, BERIT, "exact"),), REGISTRY)
        assert not isinstance(refused.value, ValidationError)


# ---------------------------------------------------------------------- letters


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("haakon", "håkon"), ("kjærsti", "kjersti"), ("bjoern", "bjørn"),
        ("merethe", "merete"), ("christin", "kristin"), ("filip", "philip"),
        ("wenche", "venke"), ("aleks", "alex"), ("jensson", "jensen"),
        ("hjalmar", "jalmar"), ("gjerd", "jerd"), ("dahl", "dal"),
        ("lind", "lin"), ("ragnhild", "ragnild"), ("anna", "ana"),
        ("kristine", "kristin"),
    ],
)  # fmt: skip
def test_spellings_that_sound_alike_are_folded(left: str, right: str) -> None:
    assert sounds(left) == sounds(right)


def test_letters_of_other_alphabets_and_marks_are_read_as_ours() -> None:
    assert plain("ВЕRIТ") == "berit"
    assert plain("A\u030ase") == plain("ÅSE") == "åse"
    assert plain("Øys\u200bte\u00adin") == "øystein"
    assert plain("Nguyễn") == "nguyen"


def test_places_in_a_text_without_hidden_characters_lead_back() -> None:
    text = "4\u200b1\u200b\u200b2 3"
    seen = without_hidden(text)
    assert [text[seen.back(place)] for place in range(len(seen.text))] == list(seen.text)
