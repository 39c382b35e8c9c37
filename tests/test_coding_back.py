"""What was coded in a tool comes back: once, at the right words, and in somebody's name. All is invented."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import handing
import pytest
import theming
from lxml import etree
from theming import place, span, whole

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.placing import Annotate, Placing, RemoveCode, Withdraw
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.coding_back import Taken, as_data, take_in
from pipeline.errors import PipelineError
from pipeline.export.study import Tool, guid
from pipeline.handover import export
from pipeline.placings import CODES, PLACINGS, CodeTree, PlacingProposal, Placings
from pipeline.runner import Study
from pipeline.store import WHOLE

NS = "urn:QDA-XML:project:1.0"
TOOLS: tuple[Tool | None, ...] = (None, *get_args(Tool))
ANNE = "Anne Prøve"
ONE, TWO = "intervju-01", "intervju-02"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return handing.study(tmp_path / "studie")


class Opened:
    """A coding tool: it opens an export, and somebody goes on coding in it."""

    def __init__(self, study: Study, tool: Tool | None = None, *, times: bool = False) -> None:
        [path] = export(study, ["qdpx"], for_tool=tool, times=times).written
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.files.pop("project.qde"))
        self.out = path.with_name("tilbake.qdpx")
        self.number = 0

    def make(self, parent: Any, tag: str, text: str = "", **attributes: object) -> Any:
        element = etree.SubElement(parent, f"{{{NS}}}{tag}", {k: str(v) for k, v in attributes.items()})
        element.text = text or None
        return element

    def find(self, tag: str, name: str) -> Any:
        return next(one for one in self.root.iter(f"{{{NS}}}{tag}") if one.get("name") == name)

    def code(self, name: str, under: str = "", **more: object) -> str:
        parent = self.find("Code", under) if under else self.root.find(f"{{{NS}}}CodeBook/{{{NS}}}Codes")
        self.number += 1
        self.make(parent, "Code", guid=f"code-{self.number}", name=name, isCodable="true", **more)
        return f"code-{self.number}"

    def text(self, source: str) -> str:
        path = self.find("TextSource", source).get("plainTextPath").removeprefix("internal://")
        return self.files[f"sources/{path}"].decode().replace("\r\n", "\n")

    def coding(
        self, source: str, words: str, *codes: str, memo: str = "", shift: int = 0, quote: str | None = None
    ) -> None:
        self.number += 1
        start = self.text(source).index(words)
        selection = self.make(
            self.find("TextSource", source),
            "PlainTextSelection",
            guid=f"selection-{self.number}",
            name=words if quote is None else quote,
            startPosition=start + shift,
            endPosition=start + shift + len(words),
            creatingUser="user-anne",
            creationDateTime="2026-05-01T10:00:00Z",
        )
        if memo:
            self.make(selection, "Description", memo)
        for index, code in enumerate(codes):
            coding = self.make(
                selection,
                "Coding",
                guid=f"coding-{self.number}-{index}",
                creatingUser="user-anne",
                creationDateTime="2026-05-01T10:00:00Z",
            )
            self.make(coding, "CodeRef", targetGUID=code)

    def save(self, files: dict[str, bytes] | None = None) -> Path:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("project.qde", etree.tostring(self.root, encoding="UTF-8", xml_declaration=True))
            for name, one in (self.files if files is None else files).items():
                archive.writestr(name, one)
        self.out.write_bytes(data.getvalue())
        return self.out


def passages(study: Study, interview: str = ONE) -> list[tuple[str, str, tuple[str, ...]]]:
    """Words, themes and names of own codes of all that people decided, and `!` where to look again."""
    desk = Placings(study, interview)
    names = {one.id: one.name for one in CodeTree(study).codes}
    texts = {turn.id: turn.text for turn in desk.text().turns}
    return [
        (
            "|".join(texts[one.turn_id][one.start : one.end] for one in each.spans) + "!" * each.look_again,
            " ".join(each.themes),
            tuple(names[code] for code in each.codes),
        )
        for each in desk.themed().passages
        if each.decided_by
    ]


def tree(study: Study) -> list[tuple[str, str]]:
    codes = CodeTree(study).codes
    names = {one.id: one.name for one in codes}
    return [(one.name, names.get(one.under, one.under)) for one in codes]


def logged(study: Study) -> list[str]:
    lines = [line for name in (ONE, TWO) for line in study.store.log(name, PLACINGS, Placing)]
    return [line.id for line in (*lines, *study.store.log(WHOLE, CODES, Placing))]


def counts(taken: Taken) -> tuple[int, int, int, int]:
    return taken.codes_new, taken.codings, taken.memos, len(taken.unsure)


# ---------------------------------------------------------------------- what goes out and comes in


@pytest.mark.parametrize("times", [False, True])
@pytest.mark.parametrize("tool", TOOLS, ids=str)
def test_an_export_that_comes_back_as_it_was_decides_nothing(
    study: Study, tool: Tool | None, times: bool
) -> None:
    code = CodeTree(study).make(ANNE, "Kanter", "1")
    text = study.store.read(ONE, AnonymisedTranscript)
    note = Annotate(passage="x", memo="Se på dette.", relevant=True)
    Placings(study, ONE).take(
        ANNE,
        [PlacingProposal("1", (place(text, "x", [whole(text, "u2")], "1", "2.1", codes=[code.id]), note))],
    )
    before, decided = logged(study), passages(study)
    taken = take_in(study, Opened(study, tool, times=times).save(), ANNE)
    assert counts(taken) == (0, 0, 0, 0)
    assert taken.left == taken.interviews == ()
    assert taken.same == 2 * 4 + 2
    assert logged(study) == before
    assert passages(study) == decided


@pytest.mark.parametrize("tool", TOOLS, ids=str)
def test_codes_and_codings_made_in_a_tool_stand_in_tree_and_themes(study: Study, tool: Tool | None) -> None:
    coded = Opened(study, tool)
    kant = coded.code("Kant & stein", "1 Bakgrunn")
    loose = coded.code("Ensomhet")
    below = coded.code("Å være ny", "Ensomhet")
    coded.coding(ONE, "etter et møte om kantsteiner & «bed»", kant, below)
    coded.coding(TWO, "lenge siden.", loose)
    taken = take_in(study, coded.save(), ANNE)
    assert counts(taken) == (3, 3, 0, 0)
    assert taken.interviews == (ONE, TWO)
    assert tree(study) == [("Kant & stein", "1"), ("Ensomhet", ""), ("Å være ny", "Ensomhet")]
    assert passages(study) == [
        ("etter et møte om kantsteiner & «bed»", "1", ("Kant & stein", "Å være ny")),
    ]
    assert passages(study, TWO) == [("lenge siden.", "1", ("Ensomhet",))]
    assert {line.who for line in study.store.log(ONE, PLACINGS, Placing)} == {ANNE}
    written = study.store.read(ONE, ThemedTranscript)
    assert [one.codes for one in written.passages if one.decided_by] == [("egen-1", "egen-3")]


def test_what_came_back_goes_out_again_in_the_matrix_and_the_project(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"))
    take_in(study, coded.save(), ANNE)
    again = Opened(study)
    assert again.find("Code", "E1 Ensomhet").get("guid") == guid("code", "egen-1")
    assert counts(take_in(study, again.save(), ANNE)) == (0, 0, 0, 0)


def test_the_same_file_twice_changes_nothing_also_where_somebody_has_decided_anew(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"), memo="Trist?")
    coded.coding(ONE, "Det er lenge siden.", coded.code("Tid"))
    path = coded.save()
    assert counts(take_in(study, path, ANNE)) == (2, 2, 1, 0)
    first = logged(study)
    assert counts(take_in(study, path, "Bo")) == (0, 0, 0, 0)
    assert logged(study) == first
    tid = next(one.place.passage for one in Placings(study, ONE).standing() if one.place.codes == ("egen-2",))
    Placings(study, ONE).take("Bo", [PlacingProposal("w", (Withdraw(passage=tid),))])
    CodeTree(study).take("Bo", [PlacingProposal("r", (RemoveCode(code="egen-1"),))])
    taken = take_in(study, path, ANNE)
    assert counts(taken) == (0, 0, 0, 0)
    assert "1 kodinger har en egen kategori som er fjernet" in taken.left[0]
    assert tree(study) == [("Tid", "")]


def test_a_later_file_brings_what_is_new_in_it_to_the_same_passage(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"), memo="Trist?")
    take_in(study, coded.save(), ANNE)
    coded.coding(ONE, "raker løv", coded.code("Tid"), "code-1", memo="Trist?\nEller ikke.")
    for one in coded.root.iter():  # QualCoder gives everything a new id each time
        if (one.get("guid") or "").startswith(("selection", "coding")):
            one.set("guid", f"ny-{one.get('guid')}")
    assert counts(take_in(study, coded.save(), ANNE)) == (1, 1, 1, 0)
    assert passages(study) == [("raker løv", "1", ("Ensomhet", "Tid"))]
    [found] = [one for one in Placings(study, ONE).themed().passages if one.decided_by]
    assert found.memo == "Trist?\nEller ikke."


def test_a_coding_deleted_in_the_tool_is_not_deleted_here(study: Study) -> None:
    text = study.store.read(ONE, AnonymisedTranscript)
    desk = Placings(study, ONE)
    desk.take(ANNE, [PlacingProposal("1", (place(text, "x", [whole(text, "u4")], "2.1"),))])
    coded = Opened(study)
    for source in coded.root.iter(f"{{{NS}}}TextSource"):
        for selection in source.findall(f"{{{NS}}}PlainTextSelection"):
            source.remove(selection)
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 0, 0, 0)
    assert passages(study) == [("Jeg raker løv – og <luker> når det trengs.", "2.1", ())]
