"""Handing over: who is ready, who waits, what is written, and what is never written over."""

import json
from pathlib import Path

import exporting
import handing
import pytest
import theming

from pipeline import handover
from pipeline.artefacts.entity import Entity, EntityRegistry
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.placing import Annotate
from pipeline.errors import PipelineError
from pipeline.export.formats import FORMATS
from pipeline.placings import CodeTree, PlacingProposal, Placings
from pipeline.runner import Study, open_study, state_of_exports
from pipeline.store import WHOLE, StudyStore

NAME = "Solveig Kanarifugl"


def files(study: Study) -> dict[str, bytes]:
    folder = study.store.coding
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def outcomes(found: handover.Handover) -> dict[str, str]:
    return {one.interview: one.outcome for one in found.interviews}


def waits_for_people(study: Study) -> bool:
    with pytest.raises(PipelineError) as refused:
        handover.export(study, ["csv"])
    return "--allow-unreviewed" in refused.value.hint


def entities(study: Study, *named: tuple[IdentifierType, str]) -> None:
    found = tuple(
        Entity(id=f"e-{number:08x}", type=kind, name=name, number=number)
        for number, (kind, name) in enumerate(named, 1)
    )
    study.store.write(WHOLE, EntityRegistry(entities=found))


def test_all_formats_are_written_and_a_second_export_writes_the_same_bytes(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    found = handover.export(study)
    assert outcomes(found) == {"intervju-01": "handed", "intervju-02": "handed"}
    first = files(study)
    assert {path.relative_to(study.store.coding).as_posix() for path in found.written} | {
        handover.WRITTEN
    } == set(first)
    assert {"studie.qdpx", "kodebok.qdc", "maxqda.txt", "avsnitt.csv", "matrise.xlsx"} < set(first)
    again = handover.export(study)
    assert (again.removed, again.kept) == ((), ())
    assert files(study) == first
    written = json.loads(first[handover.WRITTEN])["files"].values()
    assert {about["format"] for about in written} == set(FORMATS)


def test_it_is_told_how_many_formats_are_made(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    handover.export(handing.study(tmp_path), ["csv", "html"], on_progress=lambda *far: told.append(far))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_what_nobody_reviewed_is_refused_with_what_to_do(tmp_path: Path) -> None:
    study = handing.study(tmp_path, handing.text(reviewed=False))
    with pytest.raises(PipelineError) as caught:
        handover.export(study)
    assert "intervju-01" in caught.value.message
    assert "--allow-unreviewed" in caught.value.hint
    assert not study.store.coding.exists()


def test_what_nobody_reviewed_is_handed_over_when_that_is_said_and_says_so(tmp_path: Path) -> None:
    study = handing.study(tmp_path, handing.text(reviewed=False))
    handover.export(study, ["html"], allow_unreviewed=True)
    assert "Ikke gjennomgått" in files(study)["lesekopi.html"].decode()


def test_who_is_reviewed_is_handed_over_and_who_is_not_waits(tmp_path: Path) -> None:
    study = handing.study(tmp_path, handing.text(), handing.text("intervju-02", reviewed=False, about="plen"))
    found = handover.export(study, ["csv"])
    assert outcomes(found) == {"intervju-01": "handed", "intervju-02": "unreviewed"}
    assert b"intervju-02" not in files(study)["avsnitt.csv"]
    assert [one.why for one in found.waiting] == [
        (
            "intervju-02: er ikke gjennomgått og godkjent. Gjør det på siden (renskriv review), "
            "eller si --allow-unreviewed."
        )
    ]
    assert handover.as_data(found)["waiting"] == ["intervju-02"]


def test_only_an_edition_that_was_signed_off_is_handed_over(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    study.store.path("", "study.jsonl").unlink()
    assert waits_for_people(study)
    handing.approve(study, "intervju-01", handing.text().text_digest)
    handing.approve(study, "intervju-02", "another edition")
    assert outcomes(handover.export(study, ["csv"])) == {"intervju-01": "handed", "intervju-02": "unreviewed"}


def test_an_interview_without_current_text_or_themes_waits_for_them(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    study.store.path("intervju-01", "anonymised/stamps/replace.json").unlink()
    study.store.write("intervju-02", handing.text("intervju-02", about="hekk"))
    handing.stamped(study, "intervju-02")
    found = handover.export(study)
    assert outcomes(found) == {"intervju-01": "no_text", "intervju-02": "no_themes"}
    assert found.written == ()
    assert files(study) == {}


def test_themes_of_another_guide_are_not_handed_over(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    guide = theming.GUIDE.replace("Motivasjon", "Glede")
    (study.store.root / "guide.yaml").write_text(guide, "utf-8")
    assert set(outcomes(handover.export(study)).values()) == {"no_themes"}


def test_what_people_decided_since_is_in_the_files(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    handover.export(study, ["csv"])
    code = CodeTree(study).make("Anne", "Å møtes", under="2.2")
    desk = Placings(study, "intervju-01")
    text = desk.text()
    place = theming.place(text, "min-1", [theming.whole(text, "u4")], "2.2", codes=[code.id])
    memo = Annotate(passage="min-1", memo="Se igjen.")
    assert desk.take("Anne", [PlacingProposal("e-1", (place, memo))]).why is None
    handover.export(study, ["csv"])
    table = files(study)["avsnitt.csv"].decode()
    assert "E1 Å møtes" in table
    assert "Se igjen." in table
    assert "Anne" not in table


def test_files_of_an_earlier_export_that_are_not_true_any_more_are_removed(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    handover.export(study, for_tool="maxqda")
    study.store.coding.joinpath("notater.docx").write_bytes(b"mine")
    handover.export(study, ["qdpx"])
    # Two who share a study may use two tools: a project that is true stays.
    assert {"studie.qdpx", "studie-maxqda.qdpx", "avsnitt.csv"} <= files(study).keys()
    study.store.path("intervju-02", "anonymised/stamps/replace.json").unlink()
    found = handover.export(study, ["csv", "docx"])
    assert set(files(study)) == {"avsnitt.csv", "intervjuer/intervju-01.docx", "notater.docx", "eksport.json"}
    assert study.store.coding / "intervjuer" / "intervju-02.docx" in found.removed
    assert not (study.store.coding / "temaer").exists()


def test_a_file_that_somebody_has_changed_is_put_aside_and_never_written_over(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    handover.export(study, ["taguette", "quotes"])
    project = study.store.coding / "taguette.sqlite3"
    for change in (b"coded in Taguette", b"coded once more"):
        project.write_bytes(change)
        found = handover.export(study, ["taguette"])
        assert [path.read_bytes() for path in found.kept] == [change]
    assert files(study)["taguette-endret-2.sqlite3"] == b"coded once more"
    assert project.read_bytes().startswith(b"SQLite")


def test_the_list_of_what_was_written_leads_nowhere_else(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    outside = study.store.root / "study.toml"
    digest = handover.digest_of(outside.read_bytes())
    study.store.coding.mkdir(parents=True)
    entry = {"format": "csv", "sha256": digest}
    listed = {"basis": "x", "files": {"../../study.toml": entry, str(outside): entry}}
    (study.store.coding / handover.WRITTEN).write_text(json.dumps(listed))
    assert handover.export(study, ["csv"]).removed == ()
    assert outside.is_file()


@pytest.mark.parametrize(
    "damaged", ["[]", '{"basis": 1}', '{"basis": "", "files": {"a": 3}}', "{", '{"files": []}']
)
def test_a_damaged_list_of_what_was_written_is_as_none(tmp_path: Path, damaged: str) -> None:
    study = handing.study(tmp_path)
    study.store.coding.mkdir(parents=True)
    (study.store.coding / handover.WRITTEN).write_text(damaged)
    assert handover.export(study, ["csv"]).removed == ()


@pytest.mark.parametrize(
    ("formats", "tool", "said"),
    [
        (["spss"], None, "Formatet «spss» finnes ikke."),
        ([], "word", "Verktøyet «word» har ingen egen form her."),
    ],
)
def test_an_unknown_format_or_tool_is_told_with_those_there_are(
    tmp_path: Path, formats: list[str], tool: str | None, said: str
) -> None:
    with pytest.raises(PipelineError) as caught:
        handover.export(handing.study(tmp_path, themed=False), formats, for_tool=tool)
    assert caught.value.message == said
    assert "qdpx" in caught.value.hint or "nvivo" in caught.value.hint


@pytest.mark.parametrize(
    ("settings", "handed"),
    [('consent = "work"', True), ('until = "2020-01-01"', False), ('deletion = "promised"', True)],
)
def test_nothing_is_handed_over_after_the_consent_has_ended(
    tmp_path: Path, settings: str, handed: bool
) -> None:
    study = handing.study(tmp_path, settings=f"[respondents]\nintervju-01 = {{ {settings} }}\n")
    found = handover.export(study, ["csv"])
    assert (outcomes(found)["intervju-01"] == "handed") is handed
    assert (b"intervju-01" in files(study)["avsnitt.csv"]) is handed


@pytest.mark.parametrize("where", ["code", "memo", "label", "title"])
def test_nothing_leaves_in_which_somebody_typed_a_name(tmp_path: Path, where: str) -> None:
    label = f'[respondents]\nintervju-01 = {{ label = "{NAME}" }}\n' if where == "label" else ""
    study = handing.study(tmp_path, settings=label)
    entities(study, (IdentifierType.PERSON, NAME))
    assert handover.export(handing.study(tmp_path / "annen"), ["csv"]).written
    if where == "code":
        CodeTree(study).make("Anne", f"Som {NAME} sier")
    elif where == "memo":
        desk = Placings(study, "intervju-01")
        place = theming.place(desk.text(), "min-1", [theming.whole(desk.text(), "u4")], "2.2")
        desk.take("Anne", [PlacingProposal("e-1", (place, Annotate(passage="min-1", memo=f"Ring {NAME}!")))])
    elif where == "title":
        path = study.store.root / "study.toml"
        path.write_text(path.read_text("utf-8").replace("Prøvestudie", NAME), "utf-8")
        study = open_study(study.store.root)
    with pytest.raises(PipelineError) as caught:
        handover.export(study, ["csv"])
    assert NAME not in f"{caught.value.message}{caught.value.hint}"
    assert files(study) == {}


@pytest.mark.parametrize(
    ("code", "leaves"),
    [("Rektor er alene", True), ("Skolen om våren", True), ("Vår og høst", False), ("Om vår egen tid", True)],
)
def test_words_may_stand_that_are_originals_too_but_no_name(tmp_path: Path, code: str, leaves: bool) -> None:
    kinds = IdentifierType
    study = handing.study(
        tmp_path, settings='[respondents]\nintervju-01 = { label = "en rektor", group = "skole" }\n'
    )
    entities(
        study, (kinds.TITLE, "rektor"), (kinds.ORG, "skolen"), (kinds.ORG, "skole"), (kinds.PERSON, "Vår")
    )
    CodeTree(study).make("Anne", code)
    if leaves:
        assert handover.export(study, ["csv"]).written
    else:
        with pytest.raises(PipelineError, match="en egen kategori"):
            handover.export(study, ["csv"])


def test_who_waits_and_what_is_unsure_is_counted(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    desk = Placings(study, "intervju-01")
    place = theming.place(desk.text(), "min-1", [theming.whole(desk.text(), "u1")], "1")
    desk.take("Anne", [PlacingProposal("e-1", (place,))])
    unplaced = sum(one.status == "unplaced" for one in desk.themed().passages)
    found = next(one for one in handover.export(study, ["csv"]).interviews if one.interview == "intervju-01")
    assert (found.unplaced, found.reviewed) == (unplaced, True)


def test_characters_that_shift_codings_elsewhere_are_told(tmp_path: Path) -> None:
    study = handing.study(tmp_path, handing.text(about="🌱"))
    assert "intervju-01" in handover.export(study, ["qdpx"]).notes[0]
    assert handover.export(study, ["qdpx"], for_tool="qualcoder").notes == ()
    assert handover.export(study, ["csv"]).notes == ()


def test_nothing_of_the_identified_side_is_in_any_file(tmp_path: Path) -> None:
    study = handing.study(tmp_path, settings='[respondents]\nintervju-01 = { label = "en rektor" }\n')
    for name in ("recording.json", "verified.json", "transcript.docx", "windows.jsonl"):
        path = study.store.path("intervju-01", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"delivered_name": "{NAME}.m4a"}}', "utf-8")
    desk = Placings(study, "intervju-01")
    place = theming.place(desk.text(), "min-1", [theming.whole(desk.text(), "u4")], "2.2")
    assert desk.take(NAME, [PlacingProposal("e-1", (place,))]).why is None
    CodeTree(study).make(NAME, "Å møtes", under="2.2")
    handing.approve(study, "intervju-01", handing.text().text_digest)
    handing.stamped(study, "intervju-01")
    assert set(outcomes(handover.export(study, times=True)).values()) == {"handed"}
    for file, data in exporting.unpacked(files(study)).items():
        for spelt in (NAME, NAME.lower(), "Kanarifugl", str(tmp_path)):
            assert spelt.encode() not in data, file
            assert spelt.encode("utf-16-le") not in data, file
            assert spelt not in file
    assert len(exporting.unpacked(files(study))) > 40


def test_two_exports_at_once_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = handing.study(tmp_path)
    monkeypatch.setattr(StudyStore.lock, "__kwdefaults__", {"wait_s": 0.05})
    with study.store.lock("export"), pytest.raises(PipelineError):
        handover.export(study, ["csv"])
    assert handover.export(study, ["csv"]).written


def test_what_the_guide_names_stands_as_in_the_texts_unless_readers_know_it(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    entities(study, (IdentifierType.PLACE, "Storvik kommune"))
    path = study.store.root / "guide.yaml"
    path.write_text(path.read_text("utf-8").replace("Motivasjon", "Motivasjon i Storvik kommune"), "utf-8")
    handing.propose(study)
    found = handover.export(study, ["qdc"])
    assert not any(b"Storvik" in data for data in files(study).values())
    assert any("frame" in note for note in found.notes)
    toml = study.store.root / "study.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[anonymise]\nframe = ["Storvik kommune"]\n', "utf-8")
    known = open_study(study.store.root)
    for name in known.store.interviews():
        handing.stamped(known, name)
    handover.export(known, ["qdc"])
    assert any(b"Storvik kommune" in data for data in files(known).values())


def test_status_says_when_files_are_older_than_what_people_decided(tmp_path: Path) -> None:
    study = handing.study(tmp_path)
    assert state_of_exports(study) == "none"
    handover.export(study, ["csv"])
    assert state_of_exports(study) == "current"
    CodeTree(study).make("Berit", "Kaffe")
    assert state_of_exports(study) == "old"
    handover.export(study, ["csv"])
    assert state_of_exports(study) == "current"


def test_a_coarser_label_is_proposed_where_few_share_one(tmp_path: Path) -> None:
    told = '[respondents]\nintervju-01 = { group = "oppvekst", label = "en rektor" }\n'
    found = handover.export(handing.study(tmp_path, settings=told), ["quotes"])
    note = next(note for note in found.notes if "en rektor" in note)
    assert "intervju-01" in note
    assert "leder" in note
