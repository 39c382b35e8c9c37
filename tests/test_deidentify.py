"""From checked interviews to de-identified text, with people's decisions and without."""

import json
import re
import wave
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import deidentify, link_key
from pipeline.actions import take_in
from pipeline.anonymise import residual
from pipeline.anonymise.link import undecided
from pipeline.anonymise.replace import Policy
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.decision import SetText
from pipeline.artefacts.entity import Entity, EntityRegistry, Mentions
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.ruling import (
    Accept,
    Judge,
    Part,
    Place,
    Ruling,
    RulingOperation,
    SetReplacement,
    SetRole,
)
from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.cli import cli
from pipeline.desk import Desk
from pipeline.errors import PipelineError
from pipeline.rulings import Answer, Refused, RulingProposal, Rulings, brought_up
from pipeline.runner import Study, open_study, state_of_text
from pipeline.status import overview
from pipeline.store import WHOLE
from pipeline.voiding import void

FIRST = (
    "I: Hvem er du?\n"
    "R: Jeg heter Solfrid Kvernmo og er rektor på Lia skole i Moss.\n"
    "R: Det er vår i lufta, og Vår Kvernmo er datteren min.\n"
)
SECOND = "I: Hvem jobber du med?\nR: Jeg jobber med Kvernmo, og det går bra.\n"
ORIGINALS = ("solfrid", "kvernmo", "lia skole", "moss")


@pytest.fixture
def study(study_folder: Path, tmp_path: Path) -> Study:
    """Two interviews that others have checked."""
    files = []
    for name, text in (("Solfrid rektor.txt", FIRST), ("to.txt", SECOND)):
        files.append(tmp_path / name)
        files[-1].write_text(text, "utf-8")
    opened = open_study(study_folder)
    take_in(opened, files, verified_by="Anne")
    return opened


def run(study: Study, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--study", str(study.store.root), *arguments], standalone_mode=False)
    code = result.return_value if isinstance(result.return_value, int) else 0
    if result.exception is not None:
        raise result.exception
    return code, result.stdout, result.stderr


def text_of(study: Study, interview: str = "intervju-01") -> str:
    return "\n".join(turn.text for turn in study.store.read(interview, AnonymisedTranscript).turns)


def rule(study: Study, *operations: RulingOperation) -> None:
    desk = Rulings(study)
    answer = desk.take("Berit", [RulingProposal(id=desk.new_id(), operations=operations)])
    assert answer.why is None


def decide_all(study: Study) -> None:
    """Accept every suggestion, part every doubt, give every person a role, and settle every place."""
    deidentify.anonymise(study)
    linked = brought_up(study)
    mentions = tuple((name, one.id) for name, found in linked.mentions.items() for one in found.mentions)
    rule(study, Accept(mentions=mentions))
    for doubt in linked.registry.doubts:
        rule(study, Part(entity=doubt.left, other=doubt.right))
    for entity in linked.registry.entities:
        if entity.type is IdentifierType.PERSON:
            rule(study, SetRole(entity=entity.id, role="third_party"))
    for interview, places in deidentify.places_left(study, brought_up(study)).items():
        verified = study.store.read(interview, VerifiedTranscript)
        for left in places:
            said = next(turn.text for turn in verified.turns if turn.id == left.turn_id)
            place = Place(interview=interview, turn=left.turn_id, start=left.start, end=left.end, text=said)
            rule(study, Judge(place=place, type=None, scope="spelling"))


def test_without_decisions_nothing_is_replaced_and_the_command_says_what_it_waits_for(study: Study) -> None:
    code, out, err = run(study, "anonymise")
    assert code == 0
    assert re.search(r"intervju-01: \d+ funn, \d+ å se nærmere på \(person \d+, ", out)
    assert "avgjørelser" in err
    assert not list(study.store.anonymised.glob("*/*"))
    data = json.loads(run(study, "anonymise", "--json")[1])
    assert data["waiting"] == ["intervju-01", "intervju-02"]
    assert data["replaced"] is False
    assert not any(original in (out + err).casefold() for original in ORIGINALS)


def test_suggestions_are_taken_only_when_asked_for_and_the_text_says_so(study: Study) -> None:
    code, out, _ = run(study, "anonymise", "--accept-suggestions")
    assert code == 0
    assert "IKKE gjennomgått" in out
    assert study.store.read("intervju-01", AnonymisedTranscript).reviewed is False
    assert "Ikke gjennomgått" in (study.store.anonymised / "intervju-01" / "intervju-01.txt").read_text(
        "utf-8"
    )
    row = overview(study)["interviews"][0]
    assert (row["state"], row["reviewed"], row["waits_for"]) == ("deidentified", False, "decide")


def test_no_original_is_left_in_any_file_or_name_outside_identified(study: Study) -> None:
    run(study, "anonymise", "--accept-suggestions")
    others = [
        path for path in study.store.out.rglob("*") if "identified" not in path.parts and path.is_file()
    ]
    assert len(others) > 6
    for path in others:
        everything = path.name.casefold() + path.read_bytes().decode("utf-8", "ignore").casefold()
        assert not any(original in everything for original in ORIGINALS), path.name


def test_a_copy_for_archives_is_written_where_the_study_asks_for_it(study: Study) -> None:
    toml = study.store.root / "study.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[anonymise]\nmarking = "seg"\n', "utf-8")
    deidentify.anonymise(open_study(study.store.root), suggestions=True)
    copy = study.store.path("intervju-01", AnonymisedTranscript.file).with_name("intervju-01.xml")
    assert b"<seg type=" in copy.read_bytes()
    toml.write_text(toml.read_text("utf-8").replace('"seg"', '"brackets"'), "utf-8")
    deidentify.anonymise(open_study(study.store.root), suggestions=True)
    assert not copy.exists()


def test_one_person_is_one_pseudonym_in_all_interviews(study: Study) -> None:
    run(study, "anonymise", "--accept-suggestions")
    found = brought_up(study)
    names = {entity.id: entity for entity in found.registry.entities}
    said = [
        names[mention.entity_id]
        for mention in found.mentions["intervju-02"].mentions
        if mention.type is IdentifierType.PERSON
    ]
    assert said
    assert f"[Person {said[0].number}]" in text_of(study, "intervju-02")


def test_when_people_have_decided_everything_the_text_is_reviewed_and_can_be_signed_off(study: Study) -> None:
    decide_all(study)
    code, out, _ = run(study, "anonymise")
    assert code == 0
    assert "gjennomgått av mennesker" in out
    assert study.store.read("intervju-01", AnonymisedTranscript).reviewed
    assert undecided(brought_up(study), "intervju-01").count == 0
    run(study, "approve", "intervju-01", "--by", "Berit")
    rows = overview(study)["interviews"]
    assert [row["approved"] for row in rows] == ["Berit", ""]
    assert [row["waits_for"] for row in rows] == ["segment", "approve"]


def test_text_that_nobody_has_reviewed_cannot_be_signed_off(study: Study) -> None:
    with pytest.raises(PipelineError):
        deidentify.approve(study, "intervju-01", "Berit")
    deidentify.anonymise(study, suggestions=True)
    with pytest.raises(PipelineError):
        deidentify.approve(study, "intervju-01", "Berit")


def test_a_correction_voids_text_and_sign_off_before_it_is_acknowledged(study: Study) -> None:
    decide_all(study)
    deidentify.anonymise(study)
    deidentify.approve(study, "intervju-01", "Berit")
    desk = Desk(study.store, "intervju-01")
    turn = desk.state.turns[1]
    changed = SetText(turn=turn.id, revision=turn.revision, text=turn.text + " Og Mads Brekke er vikar.")
    desk.decide("Anne", lambda _state: changed)
    assert not study.store.has("intervju-01", AnonymisedTranscript)
    assert study.store.has("intervju-02", AnonymisedTranscript)
    assert overview(study)["interviews"][0]["approved"] == ""


def test_a_new_decision_about_somebody_voids_what_was_written(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    person = next(e for e in brought_up(study).registry.entities if e.name == "Solfrid Kvernmo")
    rule(study, SetReplacement(entity=person.id, operator="placeholder", replacement="Rektoren"))
    assert not study.store.has("intervju-01", AnonymisedTranscript)
    deidentify.anonymise(study, suggestions=True)
    assert "[Rektoren]" in text_of(study)


def test_what_people_say_is_nobody_stays_and_is_no_leak(study: Study) -> None:
    decide_all(study)
    mentions = study.store.read("intervju-01", Mentions)
    verified = {t.id: t.text for t in study.store.read("intervju-01", VerifiedTranscript).turns}
    moss = next(m for m in mentions.mentions if verified[m.turn_id][m.start : m.end] == "Moss")
    text = verified[moss.turn_id]
    place = Place(interview="intervju-01", turn=moss.turn_id, start=moss.start, end=moss.end, text=text)
    rule(study, Judge(place=place, type=None, scope="entity"))
    results = deidentify.anonymise(study)
    assert results[0].state == "written"
    assert "i Moss" in text_of(study)


def test_what_is_left_after_two_passes_stops_the_interview(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.anonymise import replace as replacing

    whole = replacing.replace

    def forgetful(verified, mentions, *rest, **more):  # type: ignore[no-untyped-def]
        kept = tuple(one for one in mentions.mentions if verified.interview != "intervju-01")
        return whole(verified, mentions.model_copy(update={"mentions": kept}), *rest, **more)

    monkeypatch.setattr(replacing, "replace", forgetful)
    assert "Kvernmo" not in text_of_first(study)
    monkeypatch.setattr(residual, "mask", lambda text, *_: text)
    code, _, err = run(study, "anonymise", "--accept-suggestions")
    assert code == 3
    assert "stoppet" in err
    assert "Kvernmo" not in err
    assert not study.store.has("intervju-01", AnonymisedTranscript)
    assert study.store.has("intervju-02", AnonymisedTranscript)


def text_of_first(study: Study) -> str:
    """The first interview's text, where only the second pass has replaced anything."""
    deidentify.anonymise(study, suggestions=True)
    return text_of(study)


def test_other_settings_make_the_text_old_and_a_new_run_writes_it_anew(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    path = study.store.root / "study.toml"
    path.write_text(
        path.read_text("utf-8") + '\n[work]\nplace = "placeholder"\n[publish]\nplace = "placeholder"\n',
        "utf-8",
    )
    changed = open_study(study.store.root)
    assert overview(changed)["interviews"][0]["waits_for"] == "anonymise"
    assert text_of(changed).count("[Sted") == 0
    deidentify.anonymise(changed, suggestions=True)
    assert "[Sted" in text_of(changed)


def test_with_a_key_every_run_writes_whom_the_pseudonyms_stand_for(study: Study, tmp_path: Path) -> None:
    link_key.create(study, tmp_path / "annet" / "nokkel.age", "fire tilfeldige ord her")
    opened = open_study(study.store.root)
    deidentify.anonymise(opened, suggestions=True)
    rows = link_key.open_key(opened, tmp_path / "annet" / "nokkel.age", "fire tilfeldige ord her", "Anne")
    assert "Solfrid Kvernmo" in [row.name for row in rows]


def test_the_same_study_gives_the_same_bytes(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    before = {path: path.read_bytes() for path in study.store.anonymised.rglob("*") if path.is_file()}
    deidentify.anonymise(study, suggestions=True)
    assert before == {path: path.read_bytes() for path in study.store.anonymised.rglob("*") if path.is_file()}


def test_an_older_version_of_the_text_is_kept_for_peoples_decisions_on_it(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    assert list(study.store.path("intervju-01", "editions").glob("*.json"))


def test_after_the_key_is_destroyed_nothing_is_linked_anew(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    link_key.destroy(study, "Anne")
    with pytest.raises(PipelineError):
        run(study, "anonymise", "--accept-suggestions")
    assert not study.store.path("", "registry.json").is_file()


def test_sound_is_covered_only_when_asked_for_and_only_where_there_is_some(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    with pytest.raises(PipelineError):
        deidentify.redacted_sound(study, "intervju-01")
    with wave.open(str(study.store.path("intervju-01", "audio.wav")), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        sound.writeframes(b"\x11\x22" * 16_000)
    code, out, err = run(study, "redact", "intervju-01", "--how", "silence")
    assert code == 0
    assert "stemme" in err.casefold()
    made = study.store.anonymised / "intervju-01" / "intervju-01.wav"
    assert made.name in out.replace("\n", "")
    with wave.open(str(made)) as covered:
        assert covered.getnframes() == 16_000


def test_a_copy_of_the_sound_goes_with_the_text_when_that_is_voided(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    copy = study.store.anonymised / "intervju-01" / "intervju-01.wav"
    copy.write_bytes(b"RIFF")
    desk = Desk(study.store, "intervju-01")
    turn = desk.state.turns[1]
    desk.decide("Anne", lambda _: SetText(turn=turn.id, revision=turn.revision, text="Noe annet."))
    assert not copy.exists()


def test_text_that_was_written_while_somebody_decided_is_no_result_even_after_a_kill(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter((deidentify._basis, None))

    def basis(opened: Study) -> str:
        real = next(asked)
        if real is None:
            raise KeyboardInterrupt  # killed after the writing, before it was seen whether it still holds
        return real(opened)

    monkeypatch.setattr(deidentify, "_basis", basis)
    with pytest.raises(KeyboardInterrupt):
        deidentify.anonymise(study, suggestions=True)
    assert study.store.has("intervju-01", AnonymisedTranscript)
    assert state_of_text(study, "intervju-01") == "missing"
    monkeypatch.undo()
    deidentify.anonymise(study, suggestions=True)
    assert state_of_text(study, "intervju-01") == "done"


def test_text_that_somebodys_decision_removed_before_the_stamp_is_no_result(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = deidentify._stamp

    def late(opened: Study, results: Iterable[deidentify.Deidentified]) -> None:
        void(opened.store, None)  # as a decision does before it is acknowledged
        stamp(opened, results)

    monkeypatch.setattr(deidentify, "_stamp", late)
    deidentify.anonymise(study, suggestions=True)
    assert state_of_text(study, "intervju-01") == "missing"


def test_a_sign_off_that_is_not_taken_is_none(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    decide_all(study)
    deidentify.anonymise(study)
    refused = Answer((), "x", Refused("no_interview"))
    monkeypatch.setattr(Rulings, "take", lambda *_: refused)
    with pytest.raises(PipelineError):
        deidentify.approve(study, "intervju-01", "Berit")


def test_drawing_names_keeps_what_was_drawn_for_others_meanwhile(study: Study) -> None:
    deidentify.anonymise(study, suggestions=True)
    linked = brought_up(study)
    new = Entity(id="e-00000001", type=IdentifierType.PLACE, name="Lillevik", number=77)
    registry = linked.registry.model_copy(update={"entities": (*linked.registry.entities, new)})
    study.store.write(WHOLE, registry)
    policy = Policy(operators=dict.fromkeys(IdentifierType, "surrogate"))
    named = deidentify._with_surrogates(study, linked, policy)
    assert all(one.surrogate for one in named.registry.entities if one.type is IdentifierType.PERSON)
    kept = study.store.read(WHOLE, EntityRegistry)
    assert kept.entity("e-00000001") == new
    assert {one.id: one.surrogate for one in kept.entities if one.surrogate} == {
        one.id: one.surrogate for one in named.registry.entities if one.surrogate
    }


def test_a_spelling_is_nobodys_until_people_say_otherwise() -> None:
    def said(words: str, kind: IdentifierType | None, scope: str = "spelling") -> Ruling:
        place = Place(interview="a", turn="t1", start=0, end=len(words), text=words)
        judge = Judge.model_validate({"place": place, "type": kind, "scope": scope})
        return Ruling(id=words, at=datetime(2026, 1, 2, tzinfo=UTC), who="Bo", operations=(judge,))

    log = [said("Dag", None), said("dag", None), said("Liv", None), said("vår", None, "mention")]
    assert deidentify._nobodys(log) == {"Dag", "dag", "Liv"}
    assert deidentify._nobodys([*log, said("DAG", IdentifierType.PERSON)]) == {"Liv"}
