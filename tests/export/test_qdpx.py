"""REFI-QDA projects, read back by a reader of our own: the schema, and what importers were seen to need."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Any, get_args

import exporting
import pytest
from lxml import etree

from pipeline.artefacts.respondent import Respondent
from pipeline.export.formats.qdpx import Qdpx
from pipeline.export.schema import valid
from pipeline.export.study import ExportStudy, Options, Tool, guid

Q = "{urn:QDA-XML:project:1.0}"
PROFILES: tuple[Tool | None, ...] = (None, *get_args(Tool))
CRLF = ("maxqda", "atlas.ti")

each_profile = pytest.mark.parametrize("tool", PROFILES, ids=str)


@dataclass(frozen=True)
class Read:
    """A project as an importer has it; texts as it counts them, with one character for a line end."""

    root: Any
    raw: dict[str, bytes]
    texts: dict[str, str]
    codes: dict[str, str]

    def coded(self, source: str) -> list[tuple[str, str]]:
        """(name of the code, text under it) for all codings of a source, cut out by their places."""
        found = []
        for one in self.root.iter(f"{Q}TextSource"):
            if one.get("name") == source:
                for place in one.findall(f"{Q}PlainTextSelection"):
                    words = self.texts[source][
                        int(place.get("startPosition")) : int(place.get("endPosition"))
                    ]
                    found += [
                        (self.codes[ref.get("targetGUID")], words)
                        for ref in place.findall(f"{Q}Coding/{Q}CodeRef")
                    ]
        return found


def read(study: ExportStudy, tool: Tool | None = None, *, times: bool = False) -> Read:
    [data] = Qdpx().write(study, Options(tool, times)).values()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        raw = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(raw["project.qde"])
    texts = {
        one.get("name"): raw["sources/" + one.get("plainTextPath").removeprefix("internal://")]
        .decode()
        .replace("\r\n", "\n")
        for one in root.iter(f"{Q}TextSource")
    }
    return Read(root, raw, texts, {one.get("guid"): one.get("name") for one in root.iter(f"{Q}Code")})


def problems(found: Read, tool: Tool | None) -> list[str]:
    """What an importer would stumble over, in words."""
    bad = []
    root, raw = found.root, found.raw
    if not root.get("origin") or "ATLAS" in root.get("origin").upper():
        bad.append("QualCoder stops without an origin, and counts otherwise where it holds ATLAS")
    for name, data in raw.items():
        if name != "project.qde" and not re.fullmatch(r"sources/[0-9a-f-]{36}\.txt", name):
            bad.append(f"{name} is not where sources lie")
        if data.startswith(b"\xef\xbb\xbf"):
            bad.append(f"{name} has a byte order mark")
        if name != "project.qde" and (b"\r" in data) != (tool in CRLF and b"\n" in data):
            bad.append(f"{name} has line ends of another tool")
        if b"\r" in data and data.count(b"\r\n") != data.count(b"\n"):
            bad.append(f"{name} mixes line ends")
    names = Counter(code.get("name").casefold() for code in root.iter(f"{Q}Code"))
    bad += [f"code name {name} twice" for name, count in names.items() if count > 1]
    bad += [f"code name {name} is long" for name in names if len(name) > 63]
    sources = [one.get("name") for one in root.iter(f"{Q}TextSource", f"{Q}Note", f"{Q}Transcript")]
    bad += [f"source name {name} twice" for name, count in Counter(sources).items() if count > 1]
    owners = (one for one in root.iter() if one.tag not in (f"{Q}Code", f"{Q}Case"))
    guids = Counter(one.get("guid") for one in owners if one.get("guid"))
    bad += [f"guid {name} twice" for name, count in guids.items() if count > 1]
    known = {one.get("guid") for one in root.iter() if one.get("guid")}
    bad += [f"nothing at {ref}" for one in root.iter() if (ref := one.get("targetGUID")) and ref not in known]
    for one in root.iter(f"{Q}Coding", f"{Q}TextSource", f"{Q}PlainTextSelection"):
        if not one.get("creatingUser") or not one.get("creationDateTime"):
            bad.append(f"{one.tag} without user or date")
    for source in root.iter(f"{Q}TextSource"):
        text = found.texts[source.get("name")]
        for place in source.findall(f"{Q}PlainTextSelection"):
            start, end = int(place.get("startPosition")), int(place.get("endPosition"))
            if not 0 <= start < end <= len(text) or not text[start:end].startswith(place.get("name")):
                bad.append(f"selection {start}-{end} is not what it is called")
    return bad


@pytest.mark.parametrize("times", [False, True], ids=["untimed", "timed"])
@each_profile
def test_every_profile_is_valid_and_holds_nothing_that_importers_stumble_over(
    tool: Tool | None, times: bool
) -> None:
    found = read(exporting.study(), tool, times=times)
    valid(found.root, "Project.xsd")
    assert problems(found, tool) == []


def test_the_reader_sees_what_is_spoilt() -> None:
    good = read(exporting.study())
    text = next(name for name in good.raw if name.startswith("sources/"))
    bom = Read(good.root, good.raw | {text: b"\xef\xbb\xbf" + good.raw[text]}, good.texts, good.codes)
    crlf = Read(good.root, good.raw | {text: good.raw[text].replace(b"\n", b"\r\n")}, good.texts, good.codes)
    shifted = Read(good.root, good.raw, {name: f" {words}" for name, words in good.texts.items()}, good.codes)
    capital = Read(
        good.root, {name.replace("sources", "Sources"): b"" for name in good.raw}, good.texts, good.codes
    )
    twice = etree.fromstring(good.raw["project.qde"])
    for code in twice.iter(f"{Q}Code"):
        code.set("name", "Samme")
    doubled = Read(twice, good.raw, good.texts, good.codes)
    nowhere = etree.fromstring(good.raw["project.qde"])
    next(nowhere.iter(f"{Q}CodeRef")).set("targetGUID", guid("nobody"))
    lost = Read(nowhere, good.raw, good.texts, good.codes)
    assert all(problems(spoilt, None) for spoilt in (bom, crlf, shifted, capital, doubled, lost))


@pytest.mark.parametrize("times", [False, True], ids=["untimed", "timed"])
@each_profile
def test_under_every_code_stands_what_was_said_and_no_more(tool: Tool | None, times: bool) -> None:
    study = exporting.study()
    found = read(study, tool, times=times)
    cases = {one.id for one in study.interviews}
    for one in study.interviews:
        coded = Counter(each for each in found.coded(one.id) if each[0] not in cases)
        assert coded == Counter((study.names[code], words) for code, words in exporting.expected(one))


@pytest.mark.parametrize("tool", ["nvivo", "qualcoder"])
def test_where_cases_are_codes_all_that_the_respondent_says_is_coded_with_the_case(tool: Tool) -> None:
    found = read(exporting.study(), tool)
    case = next(found.root.iter(f"{Q}Case"))
    assert found.codes[case.get("guid")] == case.get("name") == "intervju-01"
    said = [words for code, words in found.coded("intervju-01") if code == "intervju-01"]
    assert said == [text for role, text in exporting.SAID if role == "respondent"]


def test_in_an_interview_without_a_respondent_the_case_has_all_that_is_said() -> None:
    said = tuple((role.replace("respondent", "other"), text) for role, text in exporting.SAID)
    found = read(exporting.study(exporting.interview(said=said)), "qualcoder")
    whole = [words for code, words in found.coded("intervju-01") if code == "intervju-01"]
    assert whole == [text for _, text in said]


def test_the_code_tree_is_that_of_the_guide_with_own_codes_where_they_belong() -> None:
    found = read(exporting.study())

    def tree(parent: Any) -> list[Any]:
        return [
            (
                code.get("name"),
                code.get("isCodable"),
                *([tree(code)] if len(code.findall(f"{Q}Code")) else []),
            )
            for code in parent.findall(f"{Q}Code")
        ]

    assert tree(found.root.find(f"{Q}CodeBook/{Q}Codes")) == [
        ("1 Bakgrunn", "true"),
        (
            "2 Dugnad & fellesskap",
            "false",
            [
                ("2.1 Oppgaver <og> ansvar", "true"),
                ("2.2 Motivasjon", "true", [("E1 Å stå alene", "true", [("E2 Vær & vind", "true")])]),
            ],
        ),
        ("10 Å se framover", "true"),
        ("E7 =SUM(A1)", "true"),
    ]
    described = {one.get("name"): one.findtext(f"{Q}Description") for one in found.root.iter(f"{Q}Code")}
    assert described["2.1 Oppgaver <og> ansvar"] == "Hvilke oppgaver har du på dugnaden?\n– Hvem gjør hva?"
    assert described["E1 Å stå alene"] == "Når ingen andre kommer."


def test_a_theme_that_is_used_itself_can_be_coded_with() -> None:
    one = exporting.interview()
    passages = tuple(
        passage.model_copy(update={"themes": ("2",)}) if passage.id == "p1" else passage
        for passage in one.themed.passages
    )
    changed = type(one)(
        one.transcript, one.themed.model_copy(update={"passages": passages}), one.respondent, reviewed=True
    )
    found = read(exporting.study(changed))
    assert (
        next(c for c in found.root.iter(f"{Q}Code") if c.get("name").startswith("2 ")).get("isCodable")
        == "true"
    )


def values(found: Read, holder: str) -> dict[str, dict[str, str]]:
    names = {one.get("guid"): one.get("name") for one in found.root.iter(f"{Q}Variable")}
    return {
        one.get("name"): {
            names[value.find(f"{Q}VariableRef").get("targetGUID")]: value.findtext(f"{Q}TextValue")
            for value in one.findall(f"{Q}VariableValue")
        }
        for one in found.root.iter(f"{Q}{holder}")
    }


def test_a_case_has_what_is_told_of_the_respondent() -> None:
    told = {
        "intervju-01": {
            "Gruppe": "oppvekst",
            "Undergruppe": "skole",
            "Betegnelse": "en rektor",
            "alder": "50–59",
        },
        "intervju-02": {"Gruppe": "helse", "Betegnelse": "en sykepleier"},
    }
    assert values(read(exporting.study()), "Case") == told
    assert values(read(exporting.study(), "maxqda"), "TextSource") == told
    assert values(read(exporting.study()), "TextSource") == {"intervju-01": {}, "intervju-02": {}}


def test_documents_are_in_a_set_for_each_group() -> None:
    found = read(exporting.study())
    sources = {one.get("guid"): one.get("name") for one in found.root.iter(f"{Q}TextSource")}
    sets = {
        one.get("name"): [sources[member.get("targetGUID")] for member in one.findall(f"{Q}MemberSource")]
        for one in found.root.iter(f"{Q}Set")
    }
    assert sets == {
        "Gruppe: helse": ["intervju-02"],
        "Gruppe: oppvekst": ["intervju-01"],
        "Undergruppe: skole": ["intervju-01"],
    }


def test_notes_hold_memos_and_hang_on_their_passages() -> None:
    found = read(exporting.study())
    notes = {one.get("guid"): one for one in found.root.iter(f"{Q}Note")}
    texts = {
        one.get("name"): found.raw["sources/" + one.get("plainTextPath").removeprefix("internal://")].decode()
        for one in notes.values()
    }
    assert texts["Notat intervju-01, avsnitt 2"] == "Husk «været» & <b>."
    assert texts["Notat intervju-01, avsnitt 4"] == (
        "Merket som viktig.\nProblemstilling: p1 Hva holder folk sammen?"
    )
    hung = {
        place.get("name"): notes[ref.get("targetGUID")].get("name")
        for place in found.root.iter(f"{Q}PlainTextSelection")
        for ref in place.findall(f"{Q}NoteRef")
    }
    assert hung["når det regner, står jeg ofte alene"].endswith("avsnitt 4")
    described = [one.findtext(f"{Q}Description") for one in found.root.iter(f"{Q}PlainTextSelection")]
    assert described.count("Husk «været» & <b>.") == 2


def test_sync_points_are_where_utterances_begin_and_only_when_asked_for() -> None:
    assert not list(read(exporting.study()).root.iter(f"{Q}SyncPoint"))
    found = read(exporting.study(), times=True)
    points = list(next(found.root.iter(f"{Q}Transcript")).iter(f"{Q}SyncPoint"))
    text = found.texts["intervju-01"]
    assert [int(one.get("timeStamp")) for one in points] == [number * 1000 for number in range(1, 9)]
    for point, (_, said) in zip(points, exporting.SAID, strict=True):
        assert text[int(point.get("position")) :].startswith(said)
    # QualCoder stops where there is none, and a path that begins otherwise is looked for inside the project.
    assert next(found.root.iter(f"{Q}AudioSource")).get("path") == "absolute:///intervju-01.wav"
    assert text.startswith("[00:00:01] Intervjuer: ")


def test_a_study_of_nobody_and_nothing_told_is_still_valid() -> None:
    told = exporting.interview(respondent=Respondent(interview="intervju-01"))
    for study in (exporting.small(), exporting.study(told)):
        valid(read(study).root, "Project.xsd")


def test_what_is_not_valid_is_a_bug_and_quotes_nothing() -> None:
    root = etree.fromstring(read(exporting.study()).raw["project.qde"])
    etree.SubElement(root, f"{Q}Hemmelig").text = "hemmelig"
    with pytest.raises(ValueError, match="not valid by Project") as caught:
        valid(root, "Project.xsd")
    assert "emmelig" not in str(caught.value)


def test_the_codebook_is_valid_and_has_the_same_codes_by_the_same_ids() -> None:
    [data] = exporting.files("qdc", exporting.study()).values()
    root = etree.fromstring(data)
    valid(root, "Codebook.xsd")
    codes = {one.get("guid"): one.get("name") for one in root.iter("{urn:QDA-XML:codebook:1.0}Code")}
    assert codes == read(exporting.study()).codes
