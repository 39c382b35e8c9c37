"""Withdrawal of consent: an interview is gone, others stay as they are. All people are invented."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import builders
import pytest
from filelock import FileLock

from pipeline import withdrawal
from pipeline.actions import take_in, transcribe
from pipeline.anonymise.link_ids import Numbers
from pipeline.anonymise.replace import policy_of, replace
from pipeline.artefacts.entity import Doubt, Entity, EntityRegistry, Mention, Mentions
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.ruling import (
    Accept,
    Alias,
    Approve,
    Judge,
    Link,
    Part,
    Place,
    Respond,
    Ruling,
    Separate,
    SetPerson,
    SetReplacement,
    SetRole,
)
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.errors import PipelineError
from pipeline.respondents import write_respondents
from pipeline.runner import Study, open_study
from pipeline.store import WHOLE, write_file
from pipeline.withdrawal import Withdrawal, Withdrawn, forget, what_goes

T = IdentifierType
AT = datetime(2026, 3, 1, tzinfo=UTC)
R4, R5 = "intervju-01", "intervju-02"

#: Words that only the interview that is withdrawn holds.
HERS = ("Torhild", "Kvamsøy", "Tottorp", "Ulvsunda", "kanarifugl", "Totto", "fløytespiller")
FIRST = (
    "I: hva heter du og hvor jobber du\n"
    "R: jeg heter Torhild Kvamsøy og jobber på Ulvsunda skole med Anfinn Bakkerud, "
    "vi kaller ham Totto Tottorp, og dag sa at jeg er fløytespiller med kanarifugl\n"
)
SECOND = (
    "I: hvem jobber du med\n"
    "R: jeg jobber med Anfinn og med Ingjerd Solbakken, og Kvamsdal hos Torhilda en dag i uka\n"
)

ANFINN, TORHILD, SCHOOL, INGJERD, DAG, SOMEBODY = (f"e-0000000{n}" for n in range(1, 7))


def entity(
    entity_id: str, kind: IdentifierType, number: int, name: str, *aliases: str, **more: Any
) -> Entity:
    return Entity(
        **{"id": entity_id, "type": kind, "number": number, "name": name, "aliases": aliases} | more
    )


REGISTRY = EntityRegistry(
    entities=(
        entity(
            ANFINN,
            T.PERSON,
            7,
            "Anfinn Bakkerud",
            "Anfinn Bakkerud",
            "Anfinn",
            "Totto Tottorp",
            surrogate="Egil",
            role="third_party",
            person=None,
        ),
        entity(
            TORHILD,
            T.PERSON,
            3,
            "Torhild Kvamsøy",
            "Torhild Kvamsøy",
            role="respondent",
            respondent_of=(R4,),
        ),
        entity(SCHOOL, T.ORG, 2, "Ulvsunda skole", "Ulvsunda skole", person=TORHILD),
        entity(INGJERD, T.PERSON, 5, "Ingjerd Solbakken", role="third_party", person=TORHILD),
        entity(DAG, T.PERSON, 9, "dag", "dag"),
    ),
    doubts=(
        Doubt(left=TORHILD, right=INGJERD, score=0.5, reason="anonymise.reason.name"),
        Doubt(left=ANFINN, right=INGJERD, score=0.4, reason="anonymise.reason.name"),
    ),
    retired=("e-000000ff", "PERSON 1", TORHILD, "ORG 3"),
)


def mention(
    study: Study, interview: str, words: str, whose: str, kind: IdentifierType, **more: Any
) -> Mention:
    turn = study.store.read(interview, VerifiedTranscript).turns[1]
    start = turn.text.index(words)
    return Mention(
        **{
            "id": f"m-{start}",
            "turn_id": turn.id,
            "start": start,
            "end": start + len(words),
            "type": kind,
            "entity_id": whose,
            "source": "found",
            "score": 0.9,
            "recogniser": "x",
            "reason": "anonymise.reason.name",
            "status": "accepted",
        }
        | more
    )


def place(study: Study, interview: str, words: str) -> Place:
    turn = study.store.read(interview, VerifiedTranscript).turns[1]
    start = turn.text.index(words)
    return Place(interview=interview, turn=turn.id, start=start, end=start + len(words), text=turn.text)


def ruling(number: int, *operations: Any, undoes: str | None = None) -> Ruling:
    return Ruling(id=f"r{number}", at=AT, who="Anne", operations=operations, undoes=undoes)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = builders.study_folder(tmp_path / "studie")
    study = open_study(folder)
    for name, text in (("torhild.txt", FIRST), ("to.txt", SECOND)):
        write_file(folder / "audio_in" / name, text.encode())
        take_in(study, [folder / "audio_in" / name])
    write_file(folder / "audio_in" / "under" / "kopi.txt", FIRST.encode())
    store = study.store
    hers = [
        mention(study, R4, "Torhild Kvamsøy", TORHILD, T.PERSON),
        mention(study, R4, "Ulvsunda skole", SCHOOL, T.ORG),
        mention(study, R4, "Anfinn Bakkerud", ANFINN, T.PERSON),
        mention(study, R4, "Totto Tottorp", ANFINN, T.PERSON),
        mention(study, R4, "dag", DAG, T.PERSON, status="rejected"),
    ]
    theirs = [
        mention(study, R5, "Anfinn", ANFINN, T.PERSON),
        mention(study, R5, "Ingjerd Solbakken", INGJERD, T.PERSON),
        mention(study, R5, "dag", DAG, T.PERSON, status="rejected"),
    ]
    for interview, found in ((R4, hers), (R5, theirs)):
        store.write(interview, Mentions(interview=interview, text_digest="x", mentions=tuple(found)))
    store.write(WHOLE, REGISTRY)
    for interview in (R4, R5):
        write_text(study, interview)
        store.append(interview, "anonymised/decisions.jsonl", Withdrawn(receipt="x", at=AT, who="Anne"))
    write_file(
        store.identified / "names.json",
        json.dumps({"names": [[R4, "Torhild Kvamsøy", "PERSON"], [R5, "Anfinn", "PERSON"]]}).encode(),
    )
    people = {"Anne": {"settings": {"size": "l"}, "places": {R4: {"turn": "x"}, R5: {"turn": "y"}}}}
    write_file(store.identified / "people.json", json.dumps(people).encode())
    write_file(store.identified / "evaluation" / "misses.tsv", b"Torhild")
    write_file(store.identified / R4 / "earlier" / "1" / "transcript.json", b"Torhild")
    write_file(store.coding / "alt.csv", b"intervju-01")
    write_file(store.coding / "analyse.mx24", b"a project of theirs")
    write_file(store.reports / "coverage.html", b"intervju-01")
    write_file(store.reports / "receipt-00000000.txt", b"an older one")
    write_respondents(study)
    return study


def write_text(study: Study, interview: str) -> None:
    store = study.store
    store.write(
        interview,
        replace(
            store.read(interview, VerifiedTranscript),
            store.read(interview, Mentions),
            store.read(WHOLE, EntityRegistry),
            policy_of(study.settings),
        ),
    )


def left(study: Study) -> dict[str, bytes]:
    """All files of the study but what only says that something is locked."""
    return {
        str(path.relative_to(study.store.root)): path.read_bytes()
        for path in sorted(study.store.root.rglob("*"))
        if path.is_file() and ".locks" not in path.parts
    }


# ---------------------------------------------------------------------- nothing is left


def test_no_word_name_or_count_of_it_is_left(study: Study) -> None:
    parts = json.loads((study.store.identified / "arrivals.json").read_bytes())["interviews"][R4]["parts"]
    forget(study, R4, "Anne")
    for name, data in left(study).items():
        if name.endswith("to.txt") or name == "transcripts_out/coding/analyse.mx24":
            continue
        text = data.decode("utf-8", "replace")
        found = [word for word in (*HERS, R4, *parts, "torhild.txt") if word in text.replace("Torhilda", "")]
        assert found == [], name
        assert R4 not in name
    assert not [path for path in (study.store.identified / ".locks").iterdir() if R4 in path.name]


def test_the_delivered_file_and_its_copies_go_and_others_stay(study: Study) -> None:
    audio = study.store.audio_in
    assert {path.name for path in what_goes(study, R4).recordings} == {"torhild.txt", "kopi.txt"}
    forget(study, R4, "Anne")
    assert [path.name for path in audio.rglob("*.txt")] == ["to.txt"]


def test_what_the_page_left_when_it_was_killed_goes_and_what_is_coming_in_stays(study: Study) -> None:
    audio, coming = study.store.audio_in, study.store.identified / ".inn"
    whole, torn, new = coming / "x" / "torhild.txt", audio / ".torhild.m4a.0a.part", audio / ".ny.m4a.0b.part"
    for path, data in ((whole, FIRST.encode()), (torn, b"Torhild"), (new, b"a new one")):
        write_file(path, data)
    os.utime(torn, (1, 1))
    forget(study, R4, "Anne")
    assert (whole.exists(), torn.exists(), new.exists()) == (False, False, True)


def test_it_does_not_come_back(study: Study, tmp_path: Path) -> None:
    forget(study, R4, "Anne")
    again = tmp_path / "annet navn.txt"
    again.write_text(FIRST, "utf-8")
    [result] = take_in(study, [again])
    assert result.outcome == "failed"
    assert result.error is not None
    assert "trukket tilbake" in result.error.message
    new = tmp_path / "ny.txt"
    new.write_text("I: hei\nR: hei hei\n", "utf-8")
    [result] = take_in(study, [new])
    assert result.interview == "intervju-03"


def test_a_recording_goes_and_does_not_come_back_at_the_next_transcription(
    study_folder: Path, excerpt: Path
) -> None:
    study = open_study(study_folder)
    sound = excerpt.read_bytes()
    (study.store.audio_in / "torhild.wav").write_bytes(sound)
    assert [one.outcome for one in transcribe(study)] == ["made"]
    receipt = forget(study, R4, "Anne")
    assert receipt.recordings == 1
    assert transcribe(study) == ()
    (study.store.audio_in / "torhild igjen.wav").write_bytes(sound)
    [result] = transcribe(study)
    assert (result.interview, result.outcome) == ("", "failed")
    assert study.store.interviews() == ()
    assert not [path for path in study.store.out.rglob("*") if path.is_file() and R4 in str(path)]


# ---------------------------------------------------------------------- others stay as they are


def test_others_keep_their_text_byte_for_byte_and_their_pseudonyms(study: Study) -> None:
    before = left(study)
    forget(study, R4, "Anne")
    after = left(study)
    for name in before:
        if f"/{R5}/" in name:
            assert after[name] == before[name], name
    write_text(study, R5)
    assert left(study) == after
    registry = study.store.read(WHOLE, EntityRegistry)
    assert [(one.id, one.number, one.surrogate) for one in registry.entities] == [
        (ANFINN, 7, "Egil"),
        (INGJERD, 5, ""),
        (DAG, 9, ""),
    ]


def test_what_only_it_gave_goes_and_what_was_drawn_is_not_drawn_again(study: Study) -> None:
    forget(study, R4, "Anne")
    registry = study.store.read(WHOLE, EntityRegistry)
    anfinn, ingjerd = registry.entity(ANFINN), registry.entity(INGJERD)
    assert (anfinn.name, anfinn.aliases) == ("Anfinn", ("Anfinn",))
    assert ingjerd.person is None
    assert [(one.left, one.right) for one in registry.doubts] == [(ANFINN, INGJERD)]
    assert registry.retired == (
        *(TORHILD, "ORG 3", TORHILD, "PERSON 3", SCHOOL, "ORG 2"),
        *("e-000000ff", "PERSON 1"),
    )
    numbers = Numbers.after(registry, Random(1))
    assert numbers.used == {T.PERSON: {1, 3, 5, 7, 9}, T.ORG: {2, 3}}


def test_a_respondent_whom_others_speak_of_is_a_third_party_to_them(study: Study) -> None:
    store = study.store
    answers = REGISTRY.entity(ANFINN).model_copy(update={"role": "respondent", "respondent_of": (R4,)})
    store.write(WHOLE, REGISTRY.model_copy(update={"entities": (answers, *REGISTRY.entities[1:])}))
    forget(study, R4, "Anne")
    anfinn = store.read(WHOLE, EntityRegistry).entity(ANFINN)
    assert (anfinn.role, anfinn.respondent_of, anfinn.number) == ("third_party", (), 7)


def test_names_and_places_of_others_stay(study: Study) -> None:
    forget(study, R4, "Anne")
    identified = study.store.identified
    assert json.loads((identified / "names.json").read_bytes()) == {"names": [[R5, "Anfinn", "PERSON"]]}
    people = json.loads((identified / "people.json").read_bytes())
    assert people == {"Anne": {"settings": {"size": "l"}, "places": {R5: {"turn": "y"}}}}
    assert (study.store.anonymised / "respondents.csv").read_text("utf-8").splitlines()[1:] == [f"{R5},,,"]


# ---------------------------------------------------------------------- what people decided


def rulings_after(study: Study, *log: Ruling) -> tuple[Ruling, ...]:
    study.store.append(WHOLE, "study.jsonl", *log)
    forget(study, R4, "Anne")
    return study.store.log(WHOLE, "study.jsonl", Ruling)


GONE: list[Callable[[Study], Any]] = [
    lambda s: Judge(place=place(s, R4, "kanarifugl"), type=T.PERSON),
    lambda s: Judge(place=place(s, R4, "kanarifugl"), type=None, scope="spelling"),
    lambda s: Judge(place=place(s, R4, "Torhild Kvamsøy"), type=None, scope="entity"),
    lambda s: Accept(mentions=((R4, "m-10"),)),
    lambda s: Respond(interview=R4, label="fløytespiller"),
    lambda s: Approve(interview=R4, profile="work", text_digest="x"),
    lambda s: SetRole(entity=TORHILD, role="respondent", respondent_of=(R4,)),
    lambda s: SetReplacement(entity=SCHOOL, operator="placeholder"),
    lambda s: SetPerson(entity=SCHOOL, person=ANFINN),
    lambda s: SetPerson(entity=INGJERD, person=TORHILD),
    lambda s: Link(entity=TORHILD, other=SOMEBODY),
    lambda s: Part(entity=ANFINN, other=TORHILD),
    lambda s: Alias(entity=TORHILD, alias="Totto"),
    lambda s: Alias(entity=ANFINN, alias="Totto"),
    lambda s: Separate(entity=ANFINN, new_entity=SOMEBODY, places=(place(s, R4, "Totto Tottorp"),)),
]


@pytest.mark.parametrize("number", range(len(GONE)))
def test_what_was_decided_about_it_alone_goes_with_its_undoing(study: Study, number: int) -> None:
    operation = GONE[number](study)
    assert rulings_after(study, ruling(1, operation), ruling(2, undoes="r1")) == ()


STAYS: list[Callable[[Study], Any]] = [
    lambda s: Judge(place=place(s, R5, "Anfinn"), type=T.PERSON),
    lambda s: Accept(mentions=((R5, "m-16"),)),
    lambda s: Respond(interview=R5, label="en lærer"),
    lambda s: Approve(interview=R5, profile="work", text_digest="x"),
    lambda s: SetRole(entity=INGJERD, role="third_party"),
    lambda s: SetReplacement(entity=ANFINN, operator="placeholder"),
    lambda s: SetPerson(entity=INGJERD, person=None),
    lambda s: Link(entity=ANFINN, other=SOMEBODY),
    lambda s: Part(entity=ANFINN, other=INGJERD),
    lambda s: Alias(entity=ANFINN, alias="Affen"),
    lambda s: Separate(entity=ANFINN, new_entity=SOMEBODY, places=(place(s, R5, "Anfinn"),)),
]


@pytest.mark.parametrize("number", range(len(STAYS)))
def test_what_was_decided_about_others_stays(study: Study, number: int) -> None:
    log = (ruling(1, STAYS[number](study)), ruling(2, undoes="r1"))
    assert rulings_after(study, *log) == log


def test_of_a_decision_on_both_the_others_part_stays(study: Study) -> None:
    both = ruling(
        1,
        Accept(mentions=((R4, "m-10"), (R5, "m-16"))),
        Separate(
            entity=ANFINN,
            new_entity=SOMEBODY,
            places=(place(study, R4, "Anfinn Bakkerud"), place(study, R5, "Anfinn")),
        ),
        SetRole(entity=ANFINN, role="respondent", respondent_of=(R4, R5)),
        Respond(interview=R4, label="fløytespiller"),
    )
    expected = (
        Accept(mentions=((R5, "m-16"),)),
        Separate(entity=ANFINN, new_entity=SOMEBODY, places=(place(study, R5, "Anfinn"),)),
        SetRole(entity=ANFINN, role="respondent", respondent_of=(R5,)),
    )
    [kept] = rulings_after(study, both)
    assert kept.operations == expected


def test_who_answered_in_it_alone_is_no_respondent_in_the_log_either(study: Study) -> None:
    [kept] = rulings_after(study, ruling(1, SetRole(entity=ANFINN, role="respondent", respondent_of=(R4,))))
    assert kept.operations == (SetRole(entity=ANFINN, role="third_party"),)


@pytest.mark.parametrize(
    ("words", "scope", "stands_on"),
    [("dag", "spelling", "dag"), ("Totto Tottorp", "entity", "Anfinn"), ("dag", "entity", "dag")],
)
def test_what_was_decided_of_a_spelling_or_a_person_holds_in_the_others(
    study: Study, words: str, scope: Any, stands_on: str
) -> None:
    judged = Judge(place=place(study, R4, words), type=None, scope=scope)
    expected = judged.model_copy(update={"place": place(study, R5, stands_on)})
    [kept] = rulings_after(study, ruling(1, judged))
    assert kept.operations == (expected,)


# ---------------------------------------------------------------------- the receipt


def test_the_receipt_says_how_much_and_not_whose(study: Study) -> None:
    going = what_goes(study, R4)
    receipt = forget(study, R4, "Anne")
    text = receipt.path.read_text("utf-8")
    assert receipt.path.parent == study.store.reports
    assert receipt.number in text
    assert (receipt.files, receipt.recordings, receipt.identities) == (going.files, 2, 2)
    assert f"{receipt.files} filer" in text
    assert "2 leverte opptak" in text
    assert "Anne" not in text
    assert R4 not in text
    [line] = study.store.log(WHOLE, "withdrawals.jsonl", Withdrawn)
    assert (line.receipt, line.who) == (receipt.number, "Anne")
    assert (study.store.reports / "receipt-00000000.txt").is_file()
    assert not study.store.has(WHOLE, Withdrawal)


def test_what_only_people_can_mend_is_said(study: Study) -> None:
    toml = study.store.root / "study.toml"
    toml.write_text(toml.read_text("utf-8") + f'[respondents]\n{R4} = {{ label = "en lærer" }}\n', "utf-8")
    receipt = forget(open_study(study.store.root), R4, "Anne")
    assert [path.name for path in receipt.by_hand] == ["study.toml", "analyse.mx24"]
    assert "study.toml" not in repr(receipt).replace(str(receipt.path), "")


def test_looking_at_what_goes_changes_nothing(study: Study) -> None:
    before = left(study)
    what_goes(study, R4)
    assert left(study) == before


def test_while_somebody_makes_something_of_it_nothing_is_begun(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = study.store.lock
    monkeypatch.setattr(
        study.store, "lock", lambda *names, wait_s=60.0: waits(*names, wait_s=min(wait_s, 0.1))
    )
    before = left(study)
    held = FileLock(study.store.identified / ".locks" / f"{R4}.lock")
    with held, pytest.raises(PipelineError, match="er i bruk"):
        forget(study, R4, "Anne")
    assert left(study) == before
    forget(study, R4, "Anne")


def test_an_interview_that_is_not_there_cannot_be_withdrawn(study: Study) -> None:
    for interview in ("intervju-09", ""):
        with pytest.raises(PipelineError, match="intervju"):
            forget(study, interview, "Anne")
    forget(study, R4, "Anne")
    with pytest.raises(PipelineError):
        forget(study, R4, "Anne")


def test_a_study_where_nothing_was_searched_yet_can_forget(study_folder: Path) -> None:
    study = open_study(study_folder)
    source = study_folder / "torhild.txt"
    source.write_text(FIRST, "utf-8")
    take_in(study, [source])
    receipt = forget(study, R4, "Anne")
    assert (receipt.identities, receipt.recordings) == (0, 0)
    assert study.store.interviews() == ()


# ---------------------------------------------------------------------- killed


class KilledError(BaseException):
    """Nothing catches it, as nothing catches a kill."""


@pytest.mark.parametrize("at", range(len(withdrawal.STEPS) + 1))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_withdrawal_that_was_killed_goes_on_to_the_same_end(
    study: Study, monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    log = (
        ruling(1, Judge(place=place(study, R4, "dag"), type=None, scope="spelling")),
        ruling(2, GONE[4](study)),
    )
    study.store.append(WHOLE, "study.jsonl", *log)

    def killing(step: Callable[..., Any]) -> Callable[..., Any]:
        def killed(*arguments: Any) -> None:
            if after:
                step(*arguments)
            raise KilledError

        return killed

    steps = list(withdrawal.STEPS)
    with monkeypatch.context() as patch:
        if at < len(steps):
            steps[at] = killing(steps[at])
            patch.setattr(withdrawal, "STEPS", tuple(steps))
        else:
            patch.setattr(withdrawal, "_receipt", killing(withdrawal._receipt))
        with pytest.raises(KilledError):
            forget(study, R4, "Anne")
    if at == len(steps) and after:  # it was done
        with pytest.raises(PipelineError):
            forget(study, R4, "Anne")
    else:
        with pytest.raises(PipelineError, match="fullføres først"):
            forget(study, R5, "Anne")
        forget(study, R4, "Anne")
    [kept] = study.store.log(WHOLE, "study.jsonl", Ruling)
    assert kept.operations == (Judge(place=place(study, R5, "dag"), type=None, scope="spelling"),)
    assert len(study.store.log(WHOLE, "withdrawals.jsonl", Withdrawn)) == 1
    assert len(list(study.store.reports.glob("receipt-*"))) == 2
    registry = study.store.read(WHOLE, EntityRegistry)
    assert [one.id for one in registry.entities] == [ANFINN, INGJERD, DAG]
    test = [name for name, data in left(study).items() if any(word.encode() in data for word in HERS[1:])]
    assert test == []


# ---------------------------------------------------------------------- the link key


def test_the_link_key_is_written_anew_without_it(study: Study) -> None:
    import pyrage

    from pipeline import link_key

    identity = pyrage.x25519.Identity.generate()
    toml = study.store.root / "study.toml"
    toml.write_text(toml.read_text("utf-8") + f'[key]\nrecipient = "{identity.to_public()}"\n', "utf-8")
    keyed = open_study(study.store.root)
    write_file(study.store.reports / link_key.LOG, b"{}\n")
    path = link_key.write(keyed, REGISTRY)
    assert path is not None
    assert "Torhild" in pyrage.decrypt(path.read_bytes(), [identity]).decode()
    forget(keyed, R4, "Anne")
    rows = pyrage.decrypt(path.read_bytes(), [identity]).decode()
    assert not [word for word in HERS if word in rows]
    assert "Anfinn" in rows
    assert (study.store.reports / link_key.LOG).is_file()
