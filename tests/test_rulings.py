"""The desk for identifiers: what is decided is on disk, once, and can be taken back. All is invented."""

import json
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import builders
import pytest

from pipeline import rulings
from pipeline.anonymise.link import undecided
from pipeline.anonymise.link_ids import Remembered
from pipeline.anonymise.resolve import id_of
from pipeline.artefacts.entity import EntityRegistry, Mentions
from pipeline.artefacts.finding import Finding, Findings, IdentifierType
from pipeline.artefacts.ruling import (
    Accept,
    AcceptedIn,
    Alias,
    Approve,
    Judge,
    Link,
    Part,
    Place,
    Respond,
    Ruling,
    RulingOperation,
    Separate,
    SetPerson,
    SetReplacement,
    SetRole,
)
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.evaluate.marked import parse_marked
from pipeline.messages import catalogue
from pipeline.rulings import Answer, Refused, RulingProposal, Rulings, brought_up, standing, why_text
from pipeline.runner import Study, open_study
from pipeline.store import WHOLE, write_file

ONE, TWO = "intervju-01", "intervju-02"
SAID = {
    ONE: "Det var [[PERSON:p1|Kari Nordmann]] og [[PERSON:p1|Kari]] på [[PLACE:p2|Lade]].",
    TWO: "Så kom [[PERSON:p1|Kari]] med [[PERSON:p1|Ola Vik]].",
}
NOBODY = "e-ffffffff"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = builders.study_folder(tmp_path / "studie")
    arrived = {"last": 2, "seen": {}, "interviews": {ONE: {}, TWO: {}}}
    write_file(folder / "transcripts_out" / "identified" / "arrivals.json", json.dumps(arrived).encode())
    opened = open_study(folder)
    for interview, said in SAID.items():
        searched(opened, interview, said)
    brought_up(opened)
    return opened


def searched(study: Study, interview: str, said: str) -> None:
    """Write an interview of one turn in which what is marked was found."""
    marked = parse_marked(f"# id: {interview}\nR\t-\t{said}", "prøve")
    findings = tuple(
        Finding(
            id=id_of("t1", mark.start, mark.end, mark.type),
            turn_id="t1",
            start=mark.start,
            end=mark.end,
            type=mark.type,
            entity_id="x-1",
            score=0.9,
            recogniser="prøve",
            reason="anonymise.reason.name",
        )
        for mark in marked.turns[0].marks
    )
    study.store.write(interview, marked.verified())
    study.store.write(interview, Findings(interview=interview, language_model="", findings=findings))


def who(study: Study, name: str) -> str:
    registry = study.store.read(WHOLE, EntityRegistry)
    return next(one.id for one in registry.entities if one.name == name)


def place(study: Study, words: str, interview: str = ONE) -> Place:
    text = study.store.read(interview, VerifiedTranscript).turns[0].text
    start = text.index(words)
    return Place(interview=interview, turn="t1", start=start, end=start + len(words), text=text)


def proposal(name: str, *operations: RulingOperation) -> RulingProposal:
    return RulingProposal(name, operations)


def logged(study: Study) -> list[str]:
    return [one.id for one in study.store.log(WHOLE, "study.jsonl", Ruling)]


def files(study: Study) -> dict[str, bytes]:
    found = [study.store.path(WHOLE, EntityRegistry.file)]
    found += [study.store.path(name, Mentions.file) for name in SAID]
    return {str(path): path.read_bytes() for path in found}


# ---------------------------------------------------------------------- bringing up


def test_registry_and_mentions_are_written_and_stay_as_they_are(study: Study) -> None:
    before = files(study)
    linked = brought_up(study)
    assert files(study) == before
    assert linked.registry == study.store.read(WHOLE, EntityRegistry)
    assert linked.mentions[TWO] == study.store.read(TWO, Mentions)


def test_an_interview_that_was_not_searched_takes_no_part(study: Study) -> None:
    study.store.path(TWO, Findings.file).unlink()
    assert set(brought_up(study).mentions) == {ONE}


def test_a_study_without_interviews_has_an_empty_registry(tmp_path: Path) -> None:
    linked = brought_up(open_study(builders.study_folder(tmp_path / "tom")))
    assert (linked.registry.entities, dict(linked.mentions)) == ((), {})


def test_what_is_remembered_holds_no_word(study: Study) -> None:
    remembered = study.store.path(ONE, Remembered.file).read_text("utf-8")
    assert "t1:8:21:PERSON" in remembered
    assert "kari" not in remembered.casefold()


def test_a_correction_is_seen_at_once(study: Study) -> None:
    searched(study, TWO, "Så kom [[PERSON:p1|Kari Nordmann]].")
    linked = brought_up(study)
    assert [one.name for one in linked.registry.entities if one.type is IdentifierType.PERSON] == [
        "Kari Nordmann"
    ]


# ---------------------------------------------------------------------- taking


def test_what_is_decided_is_on_disk_and_shows_at_once(study: Study) -> None:
    desk, other = Rulings(study), Rulings(study)
    kari, bare = who(study, "Kari Nordmann"), who(study, "Kari")
    assert desk.take("Anne", [proposal("1", Link(entity=kari, other=bare))]) == Answer(("1",))
    assert logged(study) == ["1"]
    assert [one.who for one in other.follow().log] == ["Anne"]
    linked = brought_up(study)
    assert {one.entity_id for one in linked.mentions[TWO].mentions} >= {kari}
    assert undecided(linked, TWO).doubts == ()


def test_the_same_proposal_is_never_taken_twice(study: Study) -> None:
    one = proposal("1", Alias(entity=who(study, "Ola Vik"), alias="Viken"))
    assert Rulings(study).take("Anne", [one, one]).taken == ("1", "1")
    assert Rulings(study).take("Anne", [one]) == Answer(("1",))
    assert logged(study) == ["1"]


def refused(study: Study, why: str) -> RulingOperation:
    """An operation that is refused for this reason."""
    kari, lade, here = who(study, "Kari Nordmann"), who(study, "Lade"), place(study, "Kari")
    beyond = here.model_copy(update={"end": 999})
    elsewhere = here.model_copy(update={"turn": "t9"})
    return {
        "gone": Link(entity=kari, other=NOBODY),
        "gone 2": SetReplacement(entity=NOBODY, operator="keep"),
        "gone 3": Judge(place=here, type=None, entity=NOBODY),
        "gone 4": Separate(entity=NOBODY, new_entity=kari, places=(here,)),
        "gone 5": Alias(entity=NOBODY, alias="Kaja"),
        "types": Link(entity=kari, other=lade),
        "types 2": Link(entity=kari, other=kari),
        "types 3": Separate(entity=kari, new_entity=lade, places=(here,)),
        "no_place": Judge(place=beyond, type=None),
        "no_place 2": Judge(place=elsewhere, type=None),
        "no_place 3": Separate(entity=kari, new_entity="e-00000001", places=(elsewhere,)),
        "no_interview": Judge(place=here.model_copy(update={"interview": "intervju-09"}), type=None),
        "no_interview 2": Respond(interview="intervju-09"),
        "no_interview 3": SetRole(entity=kari, role="respondent", respondent_of=("intervju-09",)),
        "no_mention": Accept(mentions=((ONE, "f000"),)),
        "no_person": SetRole(entity=lade, role="respondent"),
        "no_person 2": SetPerson(entity=lade, person=lade),
        "parted": Link(entity=kari, other=who(study, "Ola Vik")),
    }[why]


@pytest.mark.parametrize(
    "why",
    [
        "gone", "gone 2", "gone 3", "gone 4", "gone 5", "types", "types 2", "types 3", "no_place",
        "no_place 2", "no_place 3", "no_interview", "no_interview 2", "no_interview 3", "no_mention",
        "no_person", "no_person 2", "parted",
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_leaves_nothing(study: Study, why: str) -> None:
    good = proposal("1", Part(entity=who(study, "Kari Nordmann"), other=who(study, "Ola Vik")))
    bad, after = proposal("2", refused(study, why)), proposal("3", Respond(interview=ONE))
    answer = Rulings(study).take("Anne", [good, bad, after])
    assert (answer.taken, answer.refused) == (("1",), "2")
    assert answer.why is not None
    assert answer.why.reason == why.partition(" ")[0]
    assert logged(study) == ["1"]


def test_who_was_linked_away_is_gone_and_who_was_separated_is_there_at_once(study: Study) -> None:
    kari, bare = who(study, "Kari Nordmann"), who(study, "Kari")
    separate = Separate(entity=kari, new_entity="e-00000001", places=(place(study, "Kari"),))
    answer = Rulings(study).take(
        "Anne",
        [
            proposal("1", separate, SetRole(entity="e-00000001", role="third_party")),
            proposal("2", Link(entity=kari, other=bare)),
            proposal("3", SetRole(entity=bare, role="third_party")),
        ],
    )
    assert (answer.taken, answer.why and answer.why.reason) == (("1", "2"), "gone")


def test_every_reason_has_words() -> None:
    reasons = [key for key in catalogue() if key.startswith("rulings.refused.")]
    said = {why_text(Refused(reason)) for reason in rulings.Reason.__args__}  # type: ignore[attr-defined]
    assert len(said) == len(reasons) == len(rulings.Reason.__args__)  # type: ignore[attr-defined]


def test_every_doubt_has_words() -> None:
    from pipeline.anonymise.link_groups import SURENESS

    assert {key for key in catalogue() if key.startswith("link.doubt.")} == {
        f"link.doubt.{why}" for why in SURENESS
    }


# ---------------------------------------------------------------------- taking back


def test_what_was_decided_is_taken_back_byte_for_byte_and_decided_again(study: Study) -> None:
    desk, kari = Rulings(study), who(study, "Kari Nordmann")
    before = [files(study)]
    steps = [
        Judge(place=place(study, "Kari"), type=None, scope="spelling"),
        Link(entity=kari, other=who(study, "Ola Vik")),
        SetReplacement(entity=kari, operator="remove"),
    ]
    for number, operation in enumerate(steps):
        assert desk.take("Anne", [proposal(str(number), operation)]).why is None
        brought_up(study)
        before.append(files(study))
    assert len({tuple(one.values()) for one in before}) == len(before)
    for expected in before[-2::-1]:
        assert desk.take_back("Anne")
        linked = brought_up(study)
        now = files(study)
        assert {**now, registry(study): b""} == {**expected, registry(study): b""}
        then = EntityRegistry.from_bytes(expected[registry(study)])
        assert (linked.registry.entities, linked.registry.doubts) == (then.entities, then.doubts)
    assert desk.take_back("Anne") is None
    for _ in steps:
        assert desk.take_back("Anne", redo=True)
    brought_up(study)
    assert files(study) == before[-1]


def registry(study: Study) -> str:
    return str(study.store.path(WHOLE, EntityRegistry.file))


def test_what_waited_in_a_browser_does_not_overrule_what_somebody_else_decided_meanwhile(
    study: Study,
) -> None:
    desk, kari = Rulings(study), who(study, "Kari Nordmann")
    before = datetime.now(UTC)
    first = SetReplacement(entity=kari, operator="remove")
    desk.take("Bo", [proposal("1", first)])
    late = RulingProposal("3", (SetReplacement(entity=kari, operator="placeholder"),), decided=before)
    other = RulingProposal("4", (Judge(place=place(study, "Kari"), type=None),), decided=before)
    answer = desk.take("Anne", [other, late])
    assert (answer.taken, answer.refused, answer.why and answer.why.reason) == (("4",), "3", "overtaken")
    desk.take_back("Bo")  # what is taken back speaks of the same
    assert desk.take("Anne", [late]).refused == "3"
    assert desk.take("Anne", [other]).taken == ("4",)  # it was taken
    assert desk.take("Anne", [RulingProposal("5", (first,), decided=datetime.now(UTC))]).taken == ("5",)


def test_what_somebody_else_has_decided_on_since_cannot_be_taken_back(study: Study) -> None:
    desk, kari = Rulings(study), who(study, "Kari Nordmann")
    desk.take("Anne", [proposal("1", SetReplacement(entity=kari, operator="remove"))])
    desk.take("Bo", [proposal("2", SetReplacement(entity=kari, operator="keep"))])
    with pytest.raises(Refused, match="moved_on"):
        desk.take_back("Anne")
    desk.take_back("Bo")
    assert desk.take_back("Anne")
    assert standing(desk.log) == ()


def test_others_decisions_on_others_do_not_stand_in_the_way(study: Study) -> None:
    desk = Rulings(study)
    desk.take("Anne", [proposal("1", SetReplacement(entity=who(study, "Ola Vik"), operator="remove"))])
    desk.take("Bo", [proposal("2", SetReplacement(entity=who(study, "Lade"), operator="keep"))])
    assert desk.take_back("Anne")
    assert [one.id for one in standing(desk.log)] == ["2"]


# ---------------------------------------------------------------------- what becomes stale


@pytest.mark.parametrize(
    ("operation", "left"),
    [
        (lambda study: Approve(interview=ONE, profile="work", text_digest="x"), {ONE, TWO}),
        (lambda study: Respond(interview=ONE, label="en rektor"), {ONE, TWO}),
        (lambda study: Accept(mentions=((ONE, first(study)),)), {TWO}),
        (lambda study: Alias(entity=who(study, "Ola Vik"), alias="Viken"), set()),
        (lambda study: SetReplacement(entity=who(study, "Ola Vik"), operator="keep"), set()),
        (lambda study: Judge(place=place(study, "Kari"), type=None), set()),
    ],
)
def test_text_made_from_what_changes_is_gone_before_it_is_acknowledged(
    study: Study, operation: object, left: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {name: study.store.path(name, "anonymised/anonymised.json") for name in SAID}
    for path in texts.values():
        write_file(path, b"{}")
    append = study.store.append

    def appended(interview: str, log: str, *lines: Ruling) -> None:
        assert {name for name, path in texts.items() if path.is_file()} == left
        append(interview, log, *lines)

    monkeypatch.setattr(study.store, "append", appended)
    answer = Rulings(study).take("Anne", [proposal("1", operation(study))])  # type: ignore[operator]
    assert answer.taken == ("1",)
    if left != set(SAID):
        write_file(texts[ONE], b"{}")
        Rulings(study).take_back("Anne")
        assert not texts[ONE].is_file()


def test_text_in_which_a_new_name_is_found_is_gone_and_the_others_stay(study: Study) -> None:
    """Attack case 17: a new interview tells that an ordinary word of another is somebody's name."""
    searched(study, TWO, "Så kom Bersi med [[PERSON:p1|Ola Vik]].")
    brought_up(study)
    texts = {name: study.store.path(name, "anonymised/anonymised.json") for name in SAID}
    for path in texts.values():
        write_file(path, b"{}")
    searched(study, ONE, "Det var [[PERSON:p1|Bersi Kvam]] på [[PLACE:p2|Lade]].")
    brought_up(study)
    assert [name for name, path in texts.items() if path.is_file()] == []
    write_file(texts[TWO], b"{}")
    brought_up(study)
    assert texts[TWO].is_file()


def test_an_acceptance_is_kept_with_where_it_stood_and_outlives_a_correction(study: Study) -> None:
    kari = next(one for one in brought_up(study).mentions[TWO].mentions if one.start == 7)
    forged = AcceptedIn(interview=TWO, turn="t9", text="Ola", spans=((0, 3, IdentifierType.PERSON),))
    Rulings(study).take("Anne", [proposal("1", Accept(mentions=((TWO, kari.id),), turns=(forged,)))])
    [[accept]] = [one.operations for one in study.store.log(WHOLE, "study.jsonl", Ruling)]
    assert isinstance(accept, Accept)
    assert [(one.interview, one.turn, one.spans) for one in accept.turns] == [
        (TWO, "t1", ((kari.start, kari.end, IdentifierType.PERSON),))
    ]
    assert "Kari" not in repr(accept)
    searched(study, TWO, "Så, eh, kom også [[PERSON:p1|Kari]] med [[PERSON:p1|Ola Vik]].")
    there = {one.start: one.status for one in brought_up(study).mentions[TWO].mentions}
    assert there == {17: "accepted", 26: "suggested"}


@pytest.mark.parametrize("file", [Mentions.file, EntityRegistry.file, Findings.file, "study.jsonl"])
def test_what_is_remembered_of_a_study_is_not_shown_when_a_file_of_it_is_another(
    study: Study, file: str
) -> None:
    before = brought_up(study)
    assert brought_up(study) is before
    if file == "study.jsonl":
        study.store.append(
            WHOLE, file, Ruling(**NOW, operations=(Alias(entity=who(study, "Lade"), alias="L"),))
        )
    elif file == Findings.file:
        study.store.write(TWO, study.store.read(TWO, Findings).model_copy(update={"findings": ()}))
    else:
        study.store.path(WHOLE if file == EntityRegistry.file else TWO, file).unlink()
    assert brought_up(study) is not before
    assert all(Path(path).is_file() for path in files(study))


def test_a_text_of_the_same_length_and_time_is_told_from_the_one_before(study: Study) -> None:
    path = study.store.path(TWO, VerifiedTranscript.file)

    def put(said: str) -> None:
        searched(study, TWO, said)
        os.utime(path, (1_700_000_000, 1_700_000_000))

    put("Så kom [[PERSON:p1|Bersi]] med [[PERSON:p1|Ola Vik]].")
    before = brought_up(study)
    assert brought_up(study) is before
    put("Så kom [[PERSON:p1|Ingal]] med [[PERSON:p1|Ola Vik]].")
    names = {one.name for one in brought_up(study).registry.entities}
    assert "Ingal" in names
    assert "Bersi" not in names


NOW: Any = {"id": "9", "at": datetime(2026, 1, 2, tzinfo=UTC), "who": "Bo"}


def first(study: Study) -> str:
    return study.store.read(ONE, Mentions).mentions[0].id


def test_two_at_once_lose_nothing(study: Study) -> None:
    ola = who(study, "Ola Vik")

    def decide(name: str) -> None:
        desk = Rulings(study)
        for number in range(5):
            desk.take(name, [proposal(f"{name}{number}", Alias(entity=ola, alias=f"{name}{number}xyz"))])

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(logged(study)) == sorted(f"{name}{number}" for name in "ab" for number in range(5))


def test_the_desk_loads_no_language_model() -> None:
    import subprocess

    heavy = ("spacy", "presidio_analyzer", "numpy")
    code = f"import sys, pipeline.rulings; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=builders.REPOSITORY, check=False).returncode == 0


def test_nobodys_words_are_in_a_repr(study: Study) -> None:
    linked = brought_up(study)
    shown = repr((linked, Rulings(study), proposal("1", Alias(entity=NOBODY, alias="Snella"))))
    assert not {"kari", "nordmann", "snella", "lade"} & set(shown.casefold().replace("'", " ").split())
    assert "Nordmann" not in shown
