"""From mentions to de-identified text: exact, the same each time, nothing outside the mentions changed."""

import json
import logging
import random
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaced import replaced, scene, text_of

from pipeline.anonymise.replace import (
    STRICTNESS,
    Policy,
    draw_surrogates,
    folded,
    instead_of,
    policy_of,
    replace,
    text_digest,
    to_ask,
)
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.errors import PipelineError
from pipeline.settings import AnonymiseSettings, OperatorSettings, Settings


def taken(result: AnonymisedTranscript) -> list[str]:
    """What stands at the places that the result names; it has to be what the result says."""
    turns = {turn.id: turn.text for turn in result.turns}
    for one in result.replacements:
        assert turns[one.turn_id][one.start : one.end] == one.replacement
    return [one.replacement for one in result.replacements]


# ---------------------------------------------------------------------- what is replaced


def test_each_mention_is_replaced_at_its_place_and_said_where() -> None:
    result = replaced("<Kari|PERSON> ringte <rektoren|TITLE>.", "Ja.", "<Karis|PERSON|Kari> bil.")
    assert [turn.text for turn in result.turns] == [
        "[Person 1] ringte [lederen i oppvekst].",
        "Ja.",
        "[Person 1]s bil.",
    ]
    assert taken(result) == ["[Person 1]", "[lederen i oppvekst]", "[Person 1]s"]
    assert [one.type.value for one in result.replacements] == ["PERSON", "TITLE", "PERSON"]


def test_names_that_stand_side_by_side_do_not_melt_together() -> None:
    assert text_of("<Kari|PERSON> <Ola|PERSON> <Kari|PERSON><Ola|PERSON>") == (
        "[Person 1] [Person 2] [Person 1][Person 2]"
    )


@pytest.mark.parametrize(
    ("status", "suggestions", "expected", "reviewed"),
    [
        ("accepted", False, "[Person 1] kom", True),
        ("accepted", True, "[Person 1] kom", True),
        ("suggested", False, "Kari kom", False),
        ("suggested", True, "[Person 1] kom", False),
        ("look_again", False, "Kari kom", False),
        ("look_again", True, "[Person 1] kom", False),
        ("rejected", False, "Kari kom", True),
        ("rejected", True, "Kari kom", True),
    ],
)
def test_what_nobody_has_accepted_is_replaced_only_when_asked_for(
    status: str, suggestions: bool, expected: str, reviewed: bool
) -> None:
    result = replace(
        *scene("<Kari|PERSON> kom", status=status), Policy(), suggestions=suggestions, reviewed=True
    )
    assert (result.turns[0].text, result.reviewed) == (expected, reviewed)


def test_it_is_not_reviewed_where_somebody_says_that_it_is_not() -> None:
    assert replace(*scene("<Kari|PERSON> kom"), Policy(), reviewed=False).reviewed is False


def test_what_is_kept_stands_unmarked_and_is_no_replacement() -> None:
    result = replaced(
        "<Kari|PERSON> i <Storvik kommune|ORG>", policy=Policy(frame=frozenset({"storvik kommune"}))
    )
    assert result.turns[0].text == "[Person 1] i Storvik kommune"
    assert taken(result) == ["[Person 1]"]


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("i <Steinkjer|PLACE>", "i [en kommune i Trøndelag]"),
        (
            "i <Steinkjer|PLACE> og <Trøndelag|PLACE>",
            "i [en kommune i Midt-Norge] og [et fylke i Midt-Norge]",
        ),
        (
            "i <Steinkjer|PLACE>, <Trøndelag|PLACE> og <Midt-Norge|PLACE>",
            "i [en kommune], [et fylke] og [et sted]",
        ),
        ("den <3. mars 2020|DATE>", "den [vårdagen i 2020]"),
        ("var <3. mars 2020|DATE>, i <2020|DATE>", "var [en vårdag i 2020-årene], i [2020-årene]"),
    ],
)
def test_what_stands_instead_of_one_thing_does_not_say_another_that_is_hidden(
    picture: str, expected: str
) -> None:
    assert text_of(picture) == expected


def test_words_are_those_of_the_new_text_and_times_and_ids_stay() -> None:
    verified, mentions, registry = scene("hos <Kari Moe|PERSON> her")
    turn = verified.turns[0].model_copy(update={"start_ms": 10, "end_ms": 900})
    (new,) = replace(verified.model_copy(update={"turns": (turn,)}), mentions, registry, Policy()).turns
    assert [word.text for word in new.words] == ["hos", "[Person", "1]", "her"]
    assert (new.id, new.start_ms, new.end_ms) == ("t1", 10, 900)


@pytest.mark.parametrize(
    ("speaker", "label"),
    [("S1", "S1"), ("S12", "S12"), ("Kari Moe", "R1"), ("S1 Kari", "R1"), ("KM", "R1"), ("S1234", "R1")],
)
def test_a_speaker_has_a_neutral_label(speaker: str, label: str) -> None:
    assert replaced("Hei", speaker=speaker).turns[0].speaker == label


def test_speakers_of_each_role_are_counted_as_they_talk() -> None:
    turns = tuple(
        VerifiedTurn(id=f"t{at}", speaker=speaker, role=role, text="Ja.")
        for at, (speaker, role) in enumerate(
            (
                ("Anne", "interviewer"),
                ("Kari", "respondent"),
                ("Liv", "interviewer"),
                ("Anne", "interviewer"),
                ("?", "other"),
            )
        )
    )
    verified = VerifiedTranscript(interview="intervju-01", language="nb", turns=turns)
    new = replace(
        verified, Mentions(interview="intervju-01", text_digest="0"), EntityRegistry(), Policy()
    ).turns
    assert [turn.speaker for turn in new] == ["I1", "R1", "I2", "I1", "A1"]


def test_the_text_is_in_normal_form_with_single_blanks() -> None:
    result = replaced("a\u030a  si  <Kari|PERSON>  \t hei ", " ", "")
    assert [turn.text for turn in result.turns] == ["å si [Person 1] hei", "", ""]
    assert taken(result) == ["[Person 1]"]


@pytest.mark.parametrize(
    ("kind", "name", "surface", "expected"),
    [
        ("PERSON", "Kari", "", "[Person 4]"),
        ("PERSON", "Kari", "Karis", "[Person 4]s"),
        ("TITLE", "rektoren", "", "[lederen i oppvekst]"),
        ("DISTRICT", "Solvang", "", "[en bydel]"),
        ("ORG", "Storvik kommune", "", "Storvik kommune"),
    ],
)
def test_what_would_stand_instead_can_be_shown_before_it_is_chosen(
    kind: str, name: str, surface: str, expected: str
) -> None:
    entity = Entity(id="e-00000001", type=IdentifierType(kind), name=name, number=4)
    policy = Policy(frame=frozenset({"storvik kommune"}))
    assert instead_of(entity, policy, "nb", surface=surface) == expected


# ---------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("spans", "turn", "entity"),
    [
        (((0, 4), (3, 6)), "t1", "e-00000001"),
        (((0, 4), (0, 4)), "t1", "e-00000001"),
        (((2, 2),), "t1", "e-00000001"),
        (((0, 99),), "t1", "e-00000001"),
        (((0, 4),), "t2", "e-00000001"),
        (((0, 4),), "t1", "e-00000002"),
    ],
)
def test_mentions_of_another_text_are_refused_without_a_word_of_it(
    spans: tuple[tuple[int, int], ...], turn: str, entity: str
) -> None:
    verified, _, registry = scene("Kari kom <hit|PLACE>")
    mention = scene("<Kari|PERSON>")[1].mentions[0]
    wrong = tuple(
        mention.model_copy(
            update={"id": f"f{at}", "start": a, "end": b, "turn_id": turn, "entity_id": entity}
        )
        for at, (a, b) in enumerate(spans)
    )
    with pytest.raises(ValueError, match="mention") as refused:
        replace(
            verified, Mentions(interview="intervju-01", text_digest="0", mentions=wrong), registry, Policy()
        )
    assert "Kari" not in str(refused.value)


def test_no_word_of_the_interview_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        replaced("<Kanarifugl|PERSON|Kanarifugl> og <kanarifuglen|TITLE>", replacement="Gulspurv")
    assert caplog.records
    for record in caplog.records:
        assert not re.search("kanarifugl|gulspurv", f"{record.getMessage()} {record.args}", re.IGNORECASE)


# ---------------------------------------------------------------------- attack cases of requirements.md


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("<Ole|PERSON> på skolen så fioler", "[Person 1] på skolen så fioler"),
        ("<Per|PERSON> og personalet", "[Person 1] og personalet"),
        ("fra <Nes|DISTRICT> til Nesttun", "fra [en bydel] til Nesttun"),
        ("skole-<Ole|PERSON>", "skole-[Person 1]"),
    ],
)
def test_case_3_other_words_that_hold_the_letters_of_a_name_stay(picture: str, expected: str) -> None:
    assert text_of(picture) == expected


def test_case_9_a_surrogate_gives_neither_sex_nor_initial_nor_order_away() -> None:
    people = ("Kari Moe", "Mohammed Ali", "Berit Haugen", "Ola Vik", "Siri Lie", "Anne Dahl")
    _, _, registry = scene(*(f"<{name}|PERSON>" for name in people))
    drawn = [
        [entity.surrogate for entity in draw_surrogates(registry, random.Random(seed)).entities]
        for seed in range(60)
    ]
    for names in drawn:
        assert len(set(names)) == len(people)
        for name, original in zip(names, people, strict=True):
            assert name
            assert name[0] not in {word[0] for word in original.split()}
            assert not name.endswith("s")
            assert folded(name) not in {folded(word) for one in people for word in one.split()}
    assert {"Frida", "Harald"} <= {name for names in drawn for name in names}
    assert len({names[0] for names in drawn}) > 20
    assert sum(names == sorted(names) for names in drawn) < 3


def test_case_10_every_replacement_is_marked_a_surrogate_too() -> None:
    verified, mentions, registry = scene("<Kari|PERSON> og <Ola|PERSON>")
    named = draw_surrogates(registry, random.Random(1))
    by_name = Policy(operators=dict.fromkeys(IdentifierType, "surrogate"))
    text = replace(verified, mentions, named, by_name).turns[0].text
    assert re.fullmatch(r"\[\w+\] og \[\w+\]", text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[PERSON:p1|Kari]] ", " [Person 3]"),
        ("<seg>", "</seg> &amp; <PERSON>"),
        ("{{", "}} ${x} %s {0}"),
        (r"(.*)+ \1 ", r" $1 \g<0> [a-z]"),
        ("", " \u202eomvendt\u202c \x00 \ufeff"),
        ("Person 3 sa at Person 3 ", " er [fjernet]"),
    ],
)
def test_case_20_text_that_looks_like_an_order_is_text(before: str, after: str) -> None:
    verified, mentions, registry = drawn([(before, "Kari", IdentifierType.PERSON)], after)
    result = replace(verified, mentions, registry, Policy())
    assert result.turns[0].text == f"{before}[Person 1]{after}".strip()
    assert taken(result) == ["[Person 1]"]


def test_case_20_a_person_called_person_3_and_a_name_that_is_a_replacement_are_replaced_once() -> None:
    assert text_of("<Kari|PERSON>, <Person 1|PERSON> og <Person 3|PERSON>") == (
        "[Person 1], [Person 2] og [Person 3]"
    )


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "x" * 200_000])
def test_case_20_empty_and_huge_turns_do_no_harm(text: str) -> None:
    result = replaced(text, "<Kari|PERSON>")
    assert result.turns[0].text == " ".join(text.split())
    assert result.turns[1].text == "[Person 1]"


def test_case_22_the_same_gives_the_same_bytes_and_another_draw_other_names() -> None:
    given_to = scene("<Kari|PERSON> hos <rektoren|TITLE> i <Molde|PLACE> <3. mars|DATE>")
    assert replace(*given_to, Policy()).to_bytes() == replace(*given_to, Policy()).to_bytes()
    registry = given_to[2]
    assert draw_surrogates(registry, random.Random(1)) == draw_surrogates(registry, random.Random(1))
    assert draw_surrogates(registry, random.Random(1)) != draw_surrogates(registry, random.Random(2))


# ---------------------------------------------------------------------- properties

PIECES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
KINDS = st.sampled_from(list(IdentifierType))
NAMED = st.text(st.sampled_from("abcÅsSøÆ'-.0189[]{}\\ "), min_size=1, max_size=9).filter(str.strip)


@given(st.lists(st.tuples(PIECES, NAMED, KINDS), max_size=6), PIECES, st.sampled_from(STRICTNESS[1:]))
def test_everything_outside_the_mentions_is_unchanged(
    parts: list[tuple[str, str, IdentifierType]], tail: str, operator: str
) -> None:
    verified, mentions, registry = drawn(parts, tail)
    result = replace(verified, mentions, registry, Policy(operators=dict.fromkeys(IdentifierType, operator)))
    text = result.turns[0].text
    taken(result)
    assert len(result.replacements) == len(parts)
    outside, at = [], 0
    for one in result.replacements:
        outside.append(text[at : one.start])
        at = one.end
    outside.append(text[at:])
    assert [squeezed(piece) for piece in outside] == [squeezed(piece) for piece, _, _ in parts] + [
        squeezed(tail)
    ]
    assert text == " ".join(re.sub(r"\s+", " ", text).split(" ")).strip()


@given(st.lists(st.tuples(PIECES, NAMED, KINDS), max_size=6), PIECES)
def test_what_is_kept_or_rejected_leaves_the_text_as_it_was(
    parts: list[tuple[str, str, IdentifierType]], tail: str
) -> None:
    verified, mentions, registry = drawn(parts, tail)
    as_was = " ".join(unicodedata.normalize("NFC", verified.turns[0].text).split())
    keep = Policy(operators=dict.fromkeys(IdentifierType, "keep"))
    assert squeezed(replace(verified, mentions, registry, keep).turns[0].text) == squeezed(as_was)
    refused = tuple(one.model_copy(update={"status": "rejected"}) for one in mentions.mentions)
    rejected = replace(verified, mentions.model_copy(update={"mentions": refused}), registry, Policy())
    assert rejected.turns[0].text == as_was
    assert rejected.replacements == ()


def squeezed(text: str) -> str:
    """The text without blanks: those at the borders may go."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


def drawn(
    parts: list[tuple[str, str, IdentifierType]], tail: str
) -> tuple[VerifiedTranscript, Mentions, EntityRegistry]:
    """A turn of pieces and mentions, each of an entity of its own."""
    text, mentions, entities = "", [], []
    for number, (piece, surface, kind) in enumerate(parts, 1):
        text += piece
        entity = Entity(id=f"e-{number:08x}", type=kind, name=surface, number=number)
        mentions.append(
            Mention(
                id=f"f{number}",
                turn_id="t1",
                start=len(text),
                end=len(text) + len(surface),
                type=kind,
                entity_id=entity.id,
                source="person",
                score=1,
                recogniser="person",
                reason="anonymise.reason.name",
                status="accepted",
            )
        )
        entities.append(entity)
        text += surface
    turn = VerifiedTurn(id="t1", speaker="S1", role="respondent", text=text + tail)
    return (
        VerifiedTranscript(interview="intervju-01", language="nb", turns=(turn,)),
        Mentions(interview="intervju-01", text_digest="0", mentions=tuple(mentions)),
        EntityRegistry(entities=tuple(entities)),
    )


# ---------------------------------------------------------------------- the policy


def stricter(kind: str, work: str, publish: str) -> Settings:
    return Settings(work=OperatorSettings(**{kind: work}), publish=OperatorSettings(**{kind: publish}))


def pairs() -> Iterator[tuple[str, str, bool]]:
    for work in STRICTNESS:
        for publish in STRICTNESS:
            yield work, publish, STRICTNESS.index(publish) >= STRICTNESS.index(work)


@pytest.mark.parametrize(("work", "publish", "allowed"), list(pairs()))
@pytest.mark.parametrize("kind", ["person", "national_id", "special"])
def test_text_for_all_is_never_milder(kind: str, work: str, publish: str, allowed: bool) -> None:
    if allowed:
        assert policy_of(stricter(kind, work, publish)).operators[IdentifierType(kind.upper())] == work
    else:
        with pytest.raises(PipelineError) as refused:
            policy_of(stricter(kind, work, publish))
        assert f"publish.{kind}" in refused.value.message
        assert work in refused.value.hint


def test_the_settings_of_a_new_study_are_allowed_in_both_profiles() -> None:
    assert policy_of(Settings()).profile == "work"
    publish = policy_of(Settings(anonymise=AnonymiseSettings(profile="publish")))
    assert publish.profile == "publish"
    assert publish.operators[IdentifierType.SPECIAL] == "remove"


@pytest.mark.parametrize("profile", ["work", "publish"])
@pytest.mark.parametrize("chosen", STRICTNESS)
def test_what_people_choose_goes_first_but_is_never_milder_for_all(profile: str, chosen: str) -> None:
    policy = Policy(profile)
    entity = Entity(id="e-00000001", type=IdentifierType.PERSON, name="Kari", number=1, operator=chosen)
    stricter_of_both = max(chosen, "placeholder", key=STRICTNESS.index)
    assert policy.operator(entity) == (chosen if profile == "work" else stricter_of_both)


def test_the_frame_is_kept_in_both_profiles_whatever_its_letters() -> None:
    for profile in ("work", "publish"):
        settings = Settings(anonymise=AnonymiseSettings(profile=profile, frame=("STORVIK  kommune",)))
        entity = Entity(
            id="e-00000001", type=IdentifierType.ORG, name="Storvik Kommune", number=1, operator="remove"
        )
        assert policy_of(settings).operator(entity) == "keep"
        assert policy_of(settings).operator(entity.model_copy(update={"name": "Storvik"})) == "remove"


def test_words_of_the_guide_are_asked_about_once() -> None:
    _, _, registry = scene("<kommunaldirektøren|TITLE> og <Molde|PLACE> og <Kari|PERSON>")
    guide = ["Deltar Kommunaldirektøren på møtene?", "Hva gjør dere i moldekretsen?"]
    assert to_ask(registry, guide) == (registry.entities[0].id,)
    decided = registry.entities[0].model_copy(update={"replacement_by": "Anne"})
    assert to_ask(registry.model_copy(update={"entities": (decided,)}), guide) == ()


# ---------------------------------------------------------------------- digest and surrogates


def test_the_digest_is_of_the_profile_the_ids_and_the_text() -> None:
    result = replaced("<Kari|PERSON> kom", "Ja.")
    assert re.fullmatch("[0-9a-f]{64}", result.text_digest)
    assert result.text_digest == text_digest("work", result.turns)
    changed = [
        text_digest("publish", result.turns),
        text_digest("work", result.turns[:1]),
        text_digest("work", [turn.model_copy(update={"id": f"x{turn.id}"}) for turn in result.turns]),
        text_digest("work", [turn.model_copy(update={"text": "Nei."}) for turn in result.turns]),
    ]
    assert len({result.text_digest, *changed}) == 5
    louder = [turn.model_copy(update={"start_ms": 5}) for turn in result.turns]
    assert text_digest("work", louder) == result.text_digest


def test_a_drawn_name_stays_and_is_nobody_elses() -> None:
    _, _, registry = scene("<Kari|PERSON> <Ola|PERSON> <Molde|PLACE>")
    first = draw_surrogates(registry, random.Random(1))
    more = first.model_copy(
        update={
            "entities": (
                *first.entities,
                Entity(id="e-0000000a", type=IdentifierType.PERSON, name="Ada", number=9),
            )
        }
    )
    again = draw_surrogates(more, random.Random(2))
    assert again.entities[:3] == first.entities
    assert again.entities[3].surrogate not in {"", *(entity.surrogate for entity in first.entities)}
    assert first.entities[2].surrogate == ""


def test_a_drawn_name_that_turns_up_in_the_study_is_drawn_anew() -> None:
    _, _, registry = scene("<Kari|PERSON> <Frida|PERSON>", surrogate="Frida")
    for entity in draw_surrogates(registry, random.Random(1)).entities:
        assert entity.surrogate not in ("", "Frida", "Kari")


def test_when_no_name_is_left_people_stand_as_placeholders() -> None:
    _, _, registry = scene(*(f"<Xxx{number}|PERSON>" for number in range(400)))
    names = [entity.surrogate for entity in draw_surrogates(registry, random.Random(3)).entities]
    given_names = [name for name in names if name]
    assert len(given_names) == len(set(given_names)) > 100
    assert "" in names


def test_no_original_rides_along_in_the_file() -> None:
    result = replaced("<Kari Moe|PERSON> ved <Utvik skole|ORG> i <Molde|PLACE>", speaker="Kari Moe")
    stored = json.dumps(json.loads(result.to_bytes()), ensure_ascii=False)
    for original in ("Kari", "Moe", "Utvik", "Molde"):
        assert original not in stored.replace("Møre og Romsdal", "")
