"""What was coded in a tool comes back: once, at the right words, and in somebody's name. All is invented."""

import io
import random
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, get_args

import handing
import pytest
import theming
from lxml import etree
from theming import place, whole

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.placing import Annotate, MergeCode, Placing, RemoveCode, Withdraw
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.coding_back import Taken, as_data, take_in
from pipeline.errors import PipelineError
from pipeline.export.qdpx_read import read_project
from pipeline.export.study import Tool, guid
from pipeline.handover import export
from pipeline.placings import CODES, PLACINGS, PROPOSED, CodeTree, PlacingProposal, Placings
from pipeline.runner import Study
from pipeline.store import WHOLE, digest_of, write_file

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

    def forget(self, *, dates: bool) -> "Opened":
        """Give everything a new id, as QualCoder does, and a mark to the texts; drop dates and users too."""
        ids = {one.get("guid"): f"ny-{n}" for n, one in enumerate(self.root.iter()) if one.get("guid")}
        for one in self.root.iter():
            for name in ("guid", "targetGUID", "creatingUser", "creatingUserGUID"):
                if one.get(name):
                    one.set(name, ids.get(one.get(name), one.get(name)))
            if dates:
                for name in ("creationDateTime", "modifiedDateTime", "creatingUser"):
                    one.attrib.pop(name, None)
        self.files = (
            {name: b"\xef\xbb\xbf" + data for name, data in self.files.items()} if dates else self.files
        )
        return self

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
    opened = Opened(study, tool, times=times)
    for path in (opened.save(), opened.forget(dates=False).save(), opened.forget(dates=True).save()):
        taken = take_in(study, path, ANNE)
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


@pytest.mark.parametrize("seed", range(6))
def test_wherever_somebody_drags_what_is_under_the_code_is_what_was_said_there(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    words = ("å", "gå", "«bed»", "😀", "løv", "&", "—", "e\u0301n", "[sted 2]", "R: nei", "ja.", "kaffe,")
    said = theming.text(*[" ".join(chance.choices(words, k=12)) for _ in range(8)])
    said = said.model_copy(
        update={
            "turns": tuple(
                one.model_copy(update={"text": unicodedata.normalize("NFC", one.text)}) for one in said.turns
            )
        }
    )
    study = handing.study(tmp_path / "studie", said)
    coded = Opened(study, chance.choice(TOOLS), times=chance.random() < 0.5)
    text = coded.text(ONE)
    begins = {turn.id: text.index(turn.text) for turn in said.turns}
    expected: dict[str, set[tuple[str, int]]] = {}
    for number in range(8):
        start, end = sorted(chance.sample(range(len(text)), 2))
        coded.coding(ONE, text[start:end], coded.code(f"K{number}"))
        selection = coded.find("TextSource", ONE)[-1]
        selection.set("startPosition", str(start))
        selection.set("endPosition", str(end))
        expected[f"K{number}"] = {
            (turn.id, place)
            for turn in said.turns
            for place, sign in enumerate(turn.text)
            if start <= begins[turn.id] + place < end and sign.isalnum()
        }
    take_in(study, coded.save(), ANNE)
    names = {one.id: one.name for one in CodeTree(study).codes}
    texts = {turn.id: turn.text for turn in said.turns}
    found: dict[str, set[tuple[str, int]]] = {name: set() for name in expected}
    for passage in Placings(study, ONE).themed().passages:
        for code in passage.codes:
            found[names[code]] |= {
                (one.turn_id, place)
                for one in passage.spans
                for place in range(one.start, one.end)
                if texts[one.turn_id][place].isalnum()
            }
    assert found == expected


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
    assert "Kodinger med en egen kategori som er fjernet" in taken.left[0]
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


# ---------------------------------------------------------------------- themes, notes and what stands over


def test_a_theme_given_in_the_tool_is_added_and_one_that_was_recoded_moves(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "Jeg raker løv", guid("code", "2.2"))
    coded.coding(ONE, "når det trengs.", coded.find("Code", "2.1 Oppgaver").get("guid"))
    source = coded.find("TextSource", ONE)
    [last] = [
        one
        for one in source
        if one.get("name", "").startswith("Jeg raker") and one.get("guid")[:9] != "selection"
    ]
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 2, 0, 0)
    assert passages(study) == [("Jeg raker løv", "1 2.2", ()), ("når det trengs.", "1 2.1", ())]
    source.remove(last)
    coded.coding(ONE, "Det er lenge siden.", guid("code", "2.2"))
    [second] = [one for one in source if one.get("name", "").startswith("Jeg meldte")]
    source.remove(second)
    take_in(study, coded.save(), ANNE)
    assert ("Det er lenge siden.", "2.2", ()) in passages(study)


def test_a_code_is_the_guides_by_its_name_and_an_own_one_by_its_number(study: Study) -> None:
    CodeTree(study).make(ANNE, "Kanter", "1")
    coded = Opened(study)
    theme, own = coded.code("2.2 MOTIVASJON"), coded.code("E1 kanter")
    coded.coding(ONE, "raker løv", theme, own)
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 2, 0, 0)
    assert tree(study) == [("Kanter", "1")]
    assert passages(study) == [("raker løv", "1 2.2", ("Kanter",))]


MASKED = [
    ("1 Tiden i [kommune 1] før", 0),
    ("1 Tiden i [kommune 1]…", 0),
    ("[kommune 1] før", 1),
    ("2 Tiden i [kommune 1] før", 1),
    ("1 Tiden på [kommune 1] før", 1),
]


@pytest.mark.parametrize(("name", "new"), MASKED)
def test_a_theme_whose_name_was_masked_on_its_way_out_is_known_again(
    tmp_path: Path, name: str, new: int
) -> None:
    study = handing.study(tmp_path / "studie")
    guide = theming.GUIDE.replace("title: Bakgrunn", "title: Tiden i Lillevik kommune før")
    write_file(study.store.root / "guide.yaml", guide.encode())
    handing.propose(study)
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code(name), guid("code", "2.2"))
    assert take_in(study, coded.save(), ANNE).codes_new == new


def test_a_coding_over_two_themes_keeps_each_where_it_is(study: Study) -> None:
    text = study.store.read(ONE, AnonymisedTranscript)
    desk = Placings(study, ONE)
    decided = place(text, "x", [whole(text, "u2")], "2.1")
    outside = place(text, "y", [whole(text, "u3")])
    desk.take("Bo", [PlacingProposal("1", (decided, outside))])
    coded = Opened(study)
    words = coded.text(ONE)
    start, end = words.index("Det er lenge"), words.index("raker løv") + len("raker løv")
    coded.coding(ONE, words[start:end], coded.code("Ensomhet"))
    assert counts(take_in(study, coded.save(), ANNE)) == (1, 1, 0, 0)
    assert [one for one in passages(study) if one[2]] == [
        ("Det er lenge siden.", "2.1", ("Ensomhet",)),
        ("Hvilke oppgaver har du på dugnaden?", "", ("Ensomhet",)),
        ("Jeg raker løv", "1", ("Ensomhet",)),
    ]


def test_what_nobody_has_placed_is_to_be_looked_at(study: Study) -> None:
    path = study.store.path(ONE, PROPOSED)
    found = ThemedTranscript.from_bytes(path.read_bytes())
    waits = [one.model_copy(update={"themes": (), "status": "unplaced"}) for one in found.passages]
    write_file(path, found.model_copy(update={"passages": tuple(waits)}).to_bytes())
    coded = Opened(study)
    coded.coding(ONE, "Jeg raker løv", coded.code("Ensomhet"))
    taken = take_in(study, coded.save(), ANNE)
    assert taken.unsure == ("intervju-01, utsagn 4: se over stedet og temaet.",)
    assert passages(study) == [("Jeg raker løv!", "", ("Ensomhet",))]


def test_a_note_on_what_somebody_decided_becomes_its_memo_and_keeps_what_else_was_said(study: Study) -> None:
    text = study.store.read(ONE, AnonymisedTranscript)
    noted = Annotate(passage="x", memo="Først.", relevant=True)
    placed = place(text, "x", [whole(text, "u4")], "2.1")
    Placings(study, ONE).take("Bo", [PlacingProposal("1", (placed, noted))])
    coded = Opened(study)
    coded.coding(ONE, "Jeg raker løv – og <luker> når det trengs.", memo="Først.\nRelevant\nSå dette.")
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 0, 1, 0)
    [found] = [one for one in Placings(study, ONE).themed().passages if one.decided_by]
    assert (found.id, found.decided_by, found.relevant) == ("x", "Bo", True)
    assert found.memo.splitlines()[0] == "Først."
    assert found.memo.splitlines()[-1] == "Så dette."


def test_a_note_alone_accepts_no_proposal(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "Jeg raker løv", memo="Hm.")
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 0, 1, 1)
    assert passages(study) == [("Jeg raker løv!", "1", ())]


def test_in_blind_coding_what_comes_back_is_one_coders(tmp_path: Path) -> None:
    study = handing.study(tmp_path / "studie", settings="[segment]\ncoders = 2\n")
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"))
    take_in(study, coded.save(), ANNE)
    assert [line.coder for line in study.store.log(ONE, PLACINGS, Placing)] == [ANNE]
    assert [one for one in Placings(study, ONE).themed("Bo").passages if one.decided_by] == []


@pytest.mark.parametrize(("who", "why"), [("", "Si hvem"), ("Berit", "ingen av dem")])
def test_in_blind_coding_it_must_be_said_which_of_the_two_has_coded(
    tmp_path: Path, who: str, why: str
) -> None:
    study = handing.study(tmp_path / "studie", settings="[segment]\ncoders = 2\n")
    text = Placings(study, ONE).text()
    for name in (ANNE, "Bo"):
        placed = place(text, f"x-{name}", [whole(text, "u4")], "2.1")
        assert Placings(study, ONE).take(name, [PlacingProposal(name, (placed,))], coder=name).why is None
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"))
    path = coded.save()
    with pytest.raises(PipelineError, match=why):
        take_in(study, path, who)
    assert [line.coder for line in study.store.log(ONE, PLACINGS, Placing)] == [ANNE, "Bo"]
    assert tree(study) == []
    assert take_in(study, path, ANNE).codings == 1


def test_an_exported_coding_that_was_given_another_code_in_the_tool_comes_in(study: Study) -> None:
    coded = Opened(study)
    [selection] = [
        one for one in coded.find("TextSource", ONE) if one.get("name", "").startswith("Jeg raker")
    ]
    for ref in selection.iter(f"{{{NS}}}CodeRef"):
        ref.set("targetGUID", guid("code", "2.2"))
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 1, 0, 0)
    assert passages(study) == [("Jeg raker løv – og <luker> når det trengs.", "2.2", ())]


def test_a_theme_that_the_guide_has_no_longer_becomes_a_code_without_the_proposals(study: Study) -> None:
    path = Opened(study).save()
    guide = theming.GUIDE.replace('id: "1"', 'id: "7"').replace("title: Bakgrunn", "title: Noe annet")
    write_file(study.store.root / "guide.yaml", guide.encode())
    for name in (ONE, TWO):
        transcript = study.store.read(name, AnonymisedTranscript)
        cut = theming.proposed(transcript, "7").model_copy(update={"guide_digest": digest_of(guide.encode())})
        write_file(study.store.path(name, PROPOSED), cut.to_bytes())
    taken = take_in(study, path, ANNE)
    assert (taken.codings, passages(study), tree(study)) == (0, [], [("1 Bakgrunn", "")])
    assert taken.left[0].endswith("ikke er tatt inn igjen: 4.")


def test_a_note_that_was_removed_here_stays_away(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"), memo="Trist?")
    path = coded.save()
    take_in(study, path, ANNE)
    [found] = [one.place.passage for one in Placings(study, ONE).standing()]
    Placings(study, ONE).take("Bo", [PlacingProposal("n", (Annotate(passage=found),))])
    assert counts(take_in(study, path, ANNE)) == (0, 0, 0, 0)


def test_what_is_to_be_looked_at_stays_so_when_more_comes_in(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", memo="Hm.")
    take_in(study, coded.save(), ANNE)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"))
    assert counts(take_in(study, coded.save(), ANNE)) == (1, 1, 0, 1)
    assert passages(study) == [("raker løv!", "1", ("Ensomhet",))]


def test_an_own_code_within_what_the_tool_recoded_has_the_new_theme(study: Study) -> None:
    coded = Opened(study)
    source = coded.find("TextSource", ONE)
    [old] = [one for one in source if one.get("name", "").startswith("Jeg raker")]
    source.remove(old)
    coded.coding(ONE, "Jeg raker løv – og", guid("code", "2.2"))
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"))
    take_in(study, coded.save(), ANNE)
    assert passages(study) == [("Jeg raker løv – og", "2.2", ()), ("raker løv", "2.2", ("Ensomhet",))]


def test_a_case_of_the_tools_own_is_no_code(study: Study) -> None:
    coded = Opened(study)
    case = coded.code("Person A")
    coded.make(coded.make(coded.find("Case", ONE).getparent(), "Case", guid="x"), "CodeRef", targetGUID=case)
    coded.coding(ONE, "raker løv", case)
    assert counts(take_in(study, coded.save(), ANNE)) == (0, 0, 0, 0)
    assert tree(study) == []


def test_a_code_that_was_merged_here_is_what_it_went_into(study: Study) -> None:
    CodeTree(study).make("Bo", "Kanter")
    CodeTree(study).make("Bo", "Steiner")
    coded = Opened(study)
    coded.coding(ONE, "raker løv", guid("code", "egen-1"))
    path = coded.save()
    CodeTree(study).take("Bo", [PlacingProposal("m", (MergeCode(code="egen-2", other="egen-1"),))])
    assert counts(take_in(study, path, ANNE)) == (0, 1, 0, 0)
    assert passages(study) == [("raker løv", "1", ("Steiner",))]


# ---------------------------------------------------------------------- texts that are other than they were


def correct(study: Study, old: str, new: str, *, gone: str = "") -> None:
    """Correct the first interview's text, and cut it again."""
    was = study.store.read(ONE, AnonymisedTranscript)
    turns = tuple(
        one.model_copy(update={"text": one.text.replace(old, new)}) for one in was.turns if one.id != gone
    )
    digest = digest_of(repr([one.text for one in turns]).encode())
    study.store.write(ONE, was.model_copy(update={"turns": turns, "text_digest": digest}))
    handing.stamped(study, ONE)
    handing.propose(study)


def test_codings_follow_their_words_where_the_text_was_corrected_since(study: Study) -> None:
    coded = Opened(study)
    code = coded.code("Ensomhet")
    coded.coding(ONE, "Det er lenge siden.", code)
    coded.coding(ONE, "etter et møte", code)
    coded.coding(ONE, "Jeg raker løv", code)
    path = coded.save()
    correct(study, "et møte om", "to lange møter om")
    taken = take_in(study, path, ANNE)
    assert counts(taken) == (1, 3, 0, 1)
    assert taken.unsure == ("intervju-01, utsagn 2: se over stedet og temaet.",)
    assert passages(study) == [
        ("etter to lange møter!", "1", ("Ensomhet",)),
        ("Det er lenge siden.", "1", ("Ensomhet",)),
        ("Jeg raker løv", "1", ("Ensomhet",)),
    ]
    before = logged(study)
    assert counts(take_in(study, path, ANNE)) == (0, 0, 0, 0)
    assert logged(study) == before


def test_what_is_no_longer_said_is_listed(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "Jeg raker løv", coded.code("Ensomhet"))
    path = coded.save()
    correct(study, "", "", gone="u4")
    taken = take_in(study, path, ANNE)
    assert taken.codings == 0
    assert any("Kodinger av noe som ikke står i teksten lenger" in one for one in taken.left)


def test_a_text_that_was_edited_in_the_tool_is_found_again_utterance_by_utterance(study: Study) -> None:
    coded = Opened(study)
    [name] = [f"sources/{coded.find('TextSource', ONE).get('plainTextPath').removeprefix('internal://')}"]
    edited = coded.files[name].decode().replace("Informant:", "Kari:").replace("\n\n", "\n")
    edited = edited.replace("raker løv", "raker mye løv") + "Notat: her stopper det.\n"
    coded.files[name] = edited.encode()
    code = coded.code("Ensomhet")
    coded.coding(ONE, "Det er lenge siden.", code)
    coded.coding(ONE, "når det trengs.", code)
    coded.coding(ONE, "raker mye løv", code)
    taken = take_in(study, coded.save(), ANNE)
    assert taken.unsure == ("intervju-01, utsagn 4: se over stedet og temaet.",)
    assert passages(study)[0] == ("Det er lenge siden.", "1", ("Ensomhet",))
    assert ("raker løv!", "1", ("Ensomhet",)) in passages(study)
    assert ("når det trengs.", "1", ("Ensomhet",)) in passages(study)
    assert taken.left == ()


def test_what_somebody_took_away_here_does_not_come_back_with_an_old_export(study: Study) -> None:
    path = Opened(study).save()
    text = study.store.read(ONE, AnonymisedTranscript)
    Placings(study, ONE).take(ANNE, [PlacingProposal("1", (place(text, "x", [whole(text, "u4")], "2.2"),))])
    taken = take_in(study, path, ANNE)
    assert taken.codings == 0
    assert passages(study) == [("Jeg raker løv – og <luker> når det trengs.", "2.2", ())]
    assert taken.left[0].endswith("ikke er tatt inn igjen: 1.")


# ---------------------------------------------------------------------- what is not ours


def test_documents_that_are_not_ours_are_listed_and_left(study: Study) -> None:
    coded = Opened(study)
    for name, text in [("En artikkel", "Noe helt annet."), ("intervju-02", "Ikke den samme teksten. Nei.")]:
        sources = coded.find("TextSource", ONE).getparent()
        if name == TWO:
            sources.remove(coded.find("TextSource", TWO))
        coded.make(coded.make(sources, "TextSource", guid=name, name=name), "PlainTextContent", text)
    coded.make(sources, "PictureSource", guid="p", name="Et bilde")
    coded.coding(ONE, "raker løv", "finnes-ikke")
    taken = take_in(study, coded.save(), ANNE)
    assert counts(taken) == (0, 0, 0, 0)
    assert taken.left == (
        "Dokument 2 i filen (En artikkel) er ikke et intervju i denne studien, og er ikke lest.",
        "Dokument 3 i filen heter som intervju-02, men har en annen tekst, og er ikke lest.",
        "Dokument 4 i filen (Et bilde) er ikke ren tekst (bilde, PDF, lyd eller film), og er ikke lest.",
        "intervju-01: Kodinger med koder som ikke står i filens kodetre: 1.",
    )


def test_a_file_with_nothing_of_ours_makes_no_codes(study: Study) -> None:
    coded = Opened(study)
    sources = coded.find("TextSource", ONE).getparent()
    for one in list(sources):
        sources.remove(one)
    coded.make(coded.make(sources, "TextSource", guid="a", name="B"), "PlainTextContent", "Noe annet.")
    coded.code("Fremmed")
    assert take_in(study, coded.save(), ANNE).codes_new == 0
    assert tree(study) == []


def test_an_interview_that_is_not_cut_waits(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Ensomhet"))
    path = coded.save()
    study.store.path(ONE, PROPOSED).unlink()
    [left] = take_in(study, path, ANNE).left
    assert "renskriv segment" in left
    handing.propose(study)
    assert take_in(study, path, ANNE).codings == 1


def test_a_file_that_is_not_there_is_not_called_damaged(study: Study, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"ingen fil som heter borte\.qdpx"):
        take_in(study, tmp_path / "borte.qdpx", ANNE)


def test_a_study_without_a_guide_says_so(study: Study) -> None:
    path = Opened(study).save()
    (study.store.root / "guide.yaml").unlink()
    with pytest.raises(PipelineError, match="guide"):
        take_in(study, path, ANNE)


def test_a_result_shows_no_word_of_an_interview(study: Study) -> None:
    coded = Opened(study)
    coded.coding(ONE, "raker løv", coded.code("Kanari"), memo="Kanari.")
    taken = take_in(study, coded.save(), ANNE)
    assert "Kanari" not in repr(taken) + repr(as_data(taken))
    assert "raker" not in repr(taken) + repr(as_data(taken)) + repr(read_project(coded.out))


# ---------------------------------------------------------------------- as other tools write it


SAID = theming.text(
    "Hva gjør du i hagen? 😀",
    "Jeg luker bedene, klipper hekken og koker kaffe. Og så er det praten.",
    "Trives du?",
    "Ja. Jeg kjente ingen før.",
)


def elsewhere(path: Path, codes: str, selections: str, text: str, *, encoding: str = "utf-8") -> Path:
    """A project written by hand, with its text in a file."""
    qde = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Mitt" origin="Annet 9">
  <Users><User guid="A1" name="Anne"/></Users>
  <CodeBook><Codes>{codes}</Codes></CodeBook>
  <Sources><TextSource guid="{{D-1}}" name="Intervju-01.docx" plainTextPath="internal://D-1.txt">
    {selections}
  </TextSource></Sources>
</Project>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Mitt prosjekt.qde", "\ufeff" + qde)
        archive.writestr("Sources/d-1.TXT", text.encode(encoding))
    return path


def selection(start: int, end: int, code: str, quote: str = "") -> str:
    return (
        f'<PlainTextSelection guid="s{start}-{end}-{code}" name="{quote}" startPosition="{start}" '
        f'endPosition="{end}"><Coding guid="c{start}-{end}-{code}"><CodeRef targetGUID="{code}"/></Coding>'
        "</PlainTextSelection>"
    )


NODES = """
<Code guid="n" name="Nodes" isCodable="false">
  <Code guid="A" name="Arbeid"><Description>Det de gjør.</Description>
    <Code guid="B" name="Annet"/></Code>
  <Code guid="C" name="Trivsel"><Code guid="D" name="Annet"/></Code>
  <Code guid="E" name="2.1 Oppgaver"><Code guid="F" name="Luking"/></Code>
  <Code guid="G" name="trivsel"/>
</Code>"""

#: How a tool counts: what a line end and an emoji are, and whether the byte order mark is one.
COUNTS = [
    pytest.param("\n", 0, 1, id="the letter of the standard"),
    pytest.param("\r\n", 0, 1, id="two characters a line end"),
    pytest.param("\n", 1, 1, id="the mark counted"),
    pytest.param("\r\n", 1, 2, id="all at once, in UTF-16"),
]

WORDS = [("Jeg luker bedene", "F"), ("bedene, klipper hekken", "B"), ("praten", "D"), ("kjente ingen", "G")]


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize(("line_end", "mark", "wide"), COUNTS)
def test_a_file_of_another_tool_is_read_as_that_tool_counts(
    tmp_path: Path, line_end: str, mark: int, wide: int, quoted: bool
) -> None:
    study = handing.study(tmp_path / "studie", SAID)
    text = "".join(f"{turn.speaker}: {turn.text}\n\n" for turn in SAID.turns)
    text = text.replace("I: ", "Intervjuer: ").replace("R: ", "Informant: ").replace("\n", line_end)

    def at(place: int) -> int:
        return mark + sum(wide if one > "\uffff" else 1 for one in text[:place])

    found = [(text.index(words), words, code) for words, code in WORDS]
    selections = "".join(
        selection(at(place), at(place + len(words)), code, words if quoted else "")
        for place, words, code in found
    )
    path = elsewhere(tmp_path / "x.qdpx", NODES, selections, "\ufeff" + text)
    taken = take_in(study, path, "import")
    assert counts(taken) == (5, 4, 0, 0)
    assert tree(study) == [
        ("Arbeid", ""),
        ("Annet", "Arbeid"),
        ("Trivsel", ""),
        ("Annet", "Trivsel"),
        ("Luking", "2.1"),
    ]
    assert CodeTree(study).codes[0].description == "Det de gjør."
    assert [(words.strip(" ,."), codes) for words, _, codes in passages(study)] == [
        ("Jeg luker bedene", ("Luking",)),
        ("bedene, klipper hekken", ("Annet",)),
        ("praten", ("Annet",)),
        ("kjente ingen", ("Trivsel",)),
    ]
    before = logged(study)
    assert take_in(study, path, "import").codings == 0
    assert logged(study) == before


def test_a_place_whose_quote_stands_elsewhere_is_taken_in_to_be_looked_at(tmp_path: Path) -> None:
    study = handing.study(tmp_path / "studie", SAID)
    text = "\n\n".join(turn.text for turn in SAID.turns)
    where = text.index("koker kaffe")
    selections = selection(where + 3, where + 14, "A", "koker kaffe")
    path = elsewhere(tmp_path / "x.qdpx", NODES, selections, text, encoding="utf-16")
    taken = take_in(study, path, "import")
    assert taken.unsure == ("intervju-01, utsagn 2: se over stedet og temaet.",)
    assert [one for one, _, _ in passages(study)] == ["er kaffe. O!"]


def test_own_codes_of_the_same_name_and_place_are_one(tmp_path: Path) -> None:
    study = handing.study(tmp_path / "studie", SAID)
    CodeTree(study).make("Bo", "Arbeid")
    CodeTree(study).make("Bo", "Luking", "2.2")
    elsewhere(tmp_path / "x.qdpx", NODES, "", "\n".join(turn.text for turn in SAID.turns))
    assert take_in(study, tmp_path / "x.qdpx", "import").codes_new == 4
    assert [one for one in tree(study) if one[0] in ("Arbeid", "Luking")] == [
        ("Arbeid", ""),
        ("Luking", "2.2"),
        ("Luking", "2.1"),
    ]


def test_a_long_name_is_shortened_and_stands_whole_in_the_description(tmp_path: Path) -> None:
    study = handing.study(tmp_path / "studie", SAID)
    name = "Å stå alene med alt som ingen andre tar seg av når det kommer til stykket"
    for _ in range(2):
        text = "\n".join(turn.text for turn in SAID.turns)
        path = elsewhere(tmp_path / "x.qdpx", f'<Code guid="A" name="{name}"/>', "", text)
        take_in(study, path, "import")
    [code] = CodeTree(study).codes
    assert (code.name[-1], code.description) == ("…", name)
