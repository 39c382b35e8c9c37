"""Personer og steder: its doors, what they refuse, and that what they take is on the disk."""

from pathlib import Path
from random import Random
from typing import Any

import identified
import pages
import pytest

from pipeline.actions import project
from pipeline.anonymise.link import link, undecided
from pipeline.anonymise.resolve import id_of
from pipeline.artefacts.entity import EntityRegistry
from pipeline.artefacts.finding import Finding, Findings
from pipeline.deidentify import anonymise
from pipeline.evaluate.marked import parse_marked
from pipeline.messages import say
from pipeline.page.identified import OPERATORS, ROLES, STATUSES, TYPES, question

PEOPLE = f"{pages.API}/people"


@pytest.fixture
def study(study_folder: Path) -> Path:
    """A study with two interviews that have been searched."""
    return identified.searched(study_folder)


def known(anne: pages.Browser) -> dict[str, Any]:
    answer = anne.get(PEOPLE)
    assert answer.status == 200
    return dict(answer.json)


def mention(state: dict[str, Any], words: str, nth: int = 0) -> dict[str, Any]:
    """The nth mention whose words are these, as the browser cuts them out."""
    texts = {turn["id"]: turn["text"].encode("utf-16-le") for turn in state["turns"]}
    found = [
        one
        for one in state["mentions"]
        if texts[one["turn"]][2 * one["start"] : 2 * one["end"]].decode("utf-16-le") == words
    ]
    return dict(found[nth])


def entity(state: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(next(one for one in state["entities"] if one["name"] == name))


def place(state: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    text = next(turn["text"] for turn in state["turns"] if turn["id"] == one["turn"])
    return {
        "interview": state["interview"],
        "turn": one["turn"],
        "start": one["start"],
        "end": one["end"],
        "text": text,
    }


def judge(
    state: dict[str, Any], one: dict[str, Any], kind: str | None, scope: str = "mention"
) -> dict[str, Any]:
    whom = one["entity"] if scope == "entity" else None
    return {"op": "judge", "place": place(state, one), "type": kind, "scope": scope, "entity": whom}


def post(anne: pages.Browser, *operations: dict[str, Any]) -> pages.Answer:
    return anne.post(f"{PEOPLE}/rulings", {"rulings": [pages.proposal(*operations)]})


def rule(anne: pages.Browser, *operations: dict[str, Any]) -> dict[str, Any]:
    """What is known after these operations, which are one step."""
    answer = post(anne, *operations)
    assert (answer.status, answer.json["refused"]) == (200, None)
    return known(anne) | answer.json


def files(page: pages.Served) -> dict[str, bytes]:
    """Who is who and who is mentioned where, as they lie on the disk."""
    root = page.site.opened.store.identified
    return {
        str(path.relative_to(root)): path.read_bytes()
        for name in ("registry.json", "*/mentions.json")
        for path in root.glob(name)
    }


# ---------------------------------------------------------------------- reading


def test_every_finding_is_shown_with_its_kind_its_reason_and_how_sure_it_is(anne: pages.Browser) -> None:
    state = known(anne)
    lien = mention(state, "Kari Lien")
    assert (lien["type"], lien["status"]) == ("PERSON", "suggested")
    assert "heter" in lien["reason"]
    assert lien["confidence"] == "nokså sikkert"
    guessed = mention(state, "Berrit Haugan")
    assert (guessed["status"], guessed["confidence"]) == ("check", "usikkert")


def test_offsets_are_the_browsers(anne: pages.Browser) -> None:
    state = known(anne)
    assert mention(state, "Kari Lien")["start"] == len("😀 Jeg heter ") + 1


def test_an_entity_is_counted_in_the_whole_study(anne: pages.Browser) -> None:
    lien = entity(known(anne), "Kari Lien")
    assert (lien["here"], lien["elsewhere"]) == (1, [["intervju-02", 1]])


def test_all_kinds_states_roles_and_operators_have_words(anne: pages.Browser) -> None:
    words = known(anne)["words"]
    assert set(words["types"]) == set(words["short"]) == {kind.value for kind in TYPES}
    assert [set(words[name]) for name in ("statuses", "roles", "operators")] == [
        set(STATUSES),
        set(ROLES),
        set(OPERATORS),
    ]


def test_before_a_search_the_text_is_shown_and_nothing_can_be_lost(study_folder: Path) -> None:
    identified.searched(study_folder, findings=False)
    with pages.served(study_folder) as page:
        state = known(page.browser("Anne"))
    assert not state["searched"]
    assert len(state["turns"]) == len(identified.TALK[pages.INTERVIEW])
    assert state["mentions"] == state["entities"] == []


def test_after_a_correction_no_place_is_shown_until_the_interview_is_searched_again(
    anne: pages.Browser, page: pages.Served
) -> None:
    rule(anne, judge(known(anne), mention(known(anne), "Leirvik"), "PLACE"))
    heard = anne.get(pages.API).json
    text = "Igår kom Berrit Haugan fra Leirvik, og Per hjalp til."
    change = pages.proposal(pages.set_text("u3", 0, text))
    body = {"edition": heard["edition"], "since": heard["seq"], "decisions": [change]}
    assert anne.post(f"{pages.API}/decisions", body).json["refused"] is None
    project(page.site.opened.study, pages.INTERVIEW)
    state = known(anne)
    assert (state["stale"], state["mentions"]) == (True, [])
    anonymise(page.site.opened.study)
    state = known(anne)
    assert not state["stale"]
    assert mention(state, "Leirvik")["status"] == "accepted"


def test_a_signature_after_the_search_leaves_its_places_on_the_page(
    anne: pages.Browser, page: pages.Served
) -> None:
    study = page.site.opened.study
    anonymise(study)
    shown = known(anne)["mentions"]
    heard = anne.get(pages.API).json
    body = {"edition": heard["edition"], "since": heard["seq"], "round": 1, "reason": "Importert."}
    assert anne.post(f"{pages.API}/signatures", body).status == 200
    project(study, pages.INTERVIEW)
    state = known(anne)
    assert (state["stale"], state["searched"]) == (False, True)
    assert [one["id"] for one in state["mentions"]] == [one["id"] for one in shown]


def test_before_and_after_stand_side_by_side(anne: pages.Browser) -> None:
    state = known(anne)
    after = anne.get(f"{PEOPLE}/after").json
    turn = after["turns"]["u2"]
    assert "Haugen" not in turn["text"]
    assert len(turn["new"]) == 2
    new = {after["becomes"][mention(state, words)["id"]] for words in ("Berit Haugen", "Berit")}
    assert len(new) == 1
    assert all(turn["text"][start:end] in new for start, end in turn["new"])


def test_what_would_stand_instead_is_shown_before_it_is_chosen(
    anne: pages.Browser, page: pages.Served
) -> None:
    state = known(anne)
    lien = entity(state, "Kari Lien")["id"]
    before = files(page)
    tried = {"entity": lien, "operator": "placeholder", "replacement": "venninnen"}
    [shown] = anne.post(f"{PEOPLE}/preview", tried).json["preview"]
    assert (shown["words"], "venninnen" in shown["new"]) == ("Kari Lien", True)
    assert shown["before"].endswith("Jeg heter ")
    assert files(page) == before
    assert page.log("study.jsonl", "") == []


def test_an_original_that_would_be_left_is_named_with_its_place(anne: pages.Browser) -> None:
    state = known(anne)
    [left] = anne.get(f"{PEOPLE}/left").json["left"]
    text = next(turn["text"] for turn in state["turns"] if turn["id"] == "u4")
    assert (left["turn"], text[left["start"] : left["end"]]) == ("u4", "B e r i t")
    assert left["entity"] == entity(state, "Berit Haugen")["id"]
    own = {"turn": "u4", "start": left["start"], "end": left["end"]}
    operation = judge(state, own, "PERSON") | {"entity": left["entity"]}
    now = rule(anne, operation)
    assert mention(now, "B e r i t")["entity"] == left["entity"]
    assert anne.get(f"{PEOPLE}/left").json["left"] == []


def test_what_stands_in_the_guide_is_asked_about_until_somebody_has_said(
    anne: pages.Browser, study: Path
) -> None:
    guide = study / "guide.yaml"
    assert known(anne)["ask"] == {}
    asked = guide.read_text("utf-8").replace("hvor du jobber", "hva du gjør i Lerkelia barnehage")
    guide.write_text(asked, "utf-8")
    state = known(anne)
    barnehage = entity(state, "Lerkelia barnehage")["id"]
    assert state["ask"] == {barnehage: "placeholder"}
    operation = {"op": "set_replacement", "entity": barnehage, "operator": "keep", "replacement": ""}
    assert rule(anne, operation)["ask"] == {}


# ---------------------------------------------------------------------- deciding


def test_what_is_answered_as_taken_is_on_the_disk(anne: pages.Browser, page: pages.Served) -> None:
    state = known(anne)
    answer = rule(anne, judge(state, mention(state, "Kari Lien"), "PERSON"))
    [line] = page.log("study.jsonl", "")
    assert answer["taken"] == [line["id"]]
    assert line["who"] == "Anne"
    kept = line["operations"][0]["place"]
    assert kept["text"][kept["start"] : kept["end"]] == "Kari Lien"  # in code points now
    assert mention(answer, "Kari Lien")["status"] == "accepted"
    assert mention(answer, "Kari Lien")["by"] == "Anne"


def test_a_request_that_is_sent_again_is_taken_once(anne: pages.Browser, page: pages.Served) -> None:
    state = known(anne)
    body = {"rulings": [pages.proposal(judge(state, mention(state, "Kari Lien"), "PERSON"))]}
    first, second = (anne.post(f"{PEOPLE}/rulings", body).json for _ in range(2))
    assert first["taken"] == second["taken"]
    assert len(page.log("study.jsonl", "")) == 1


@pytest.mark.parametrize(
    ("scope", "accepted"),
    [("mention", {"Berit Haugen"}), ("spelling", {"Berit Haugen"}), ("entity", {"Berit Haugen", "Berit"})],
)
def test_a_decision_reaches_as_far_as_was_asked(anne: pages.Browser, scope: str, accepted: set[str]) -> None:
    state = known(anne)
    now = rule(anne, judge(state, mention(state, "Berit Haugen"), "PERSON", scope))
    found = {words for words in ("Berit Haugen", "Berit") if mention(now, words)["status"] == "accepted"}
    assert found == accepted
    elsewhere = anne.get("/api/interviews/intervju-02/people").json
    other = mention(elsewhere, "Berit Haugen")["status"]
    assert other == ("suggested" if scope == "mention" else "accepted")


def test_a_rejection_is_kept_and_what_was_rejected_is_no_entity_any_more(anne: pages.Browser) -> None:
    state = known(anne)
    now = rule(anne, judge(state, mention(state, "Leirvik"), None, "spelling"))
    assert mention(now, "Leirvik")["status"] == "rejected"
    assert "Leirvik" not in {one["name"] for one in now["entities"]}
    assert mention(known(anne), "Leirvik")["by"] == "Anne"


def test_words_that_the_search_did_not_see_can_be_added(anne: pages.Browser) -> None:
    state = known(anne)
    text = next(turn["text"] for turn in state["turns"] if turn["id"] == "u3")
    start = text.index("Per ")
    now = rule(anne, judge(state, {"turn": "u3", "start": start, "end": start + 3}, "PERSON"))
    added = mention(now, "Per")
    assert (added["type"], added["status"]) == ("PERSON", "accepted")
    assert added["reason"] == "markert av et menneske"


def test_two_can_be_merged_and_a_place_separated_again(anne: pages.Browser) -> None:
    state = known(anne)
    berit, kari = entity(state, "Berit Haugen"), entity(state, "Kari Lien")
    merged = rule(anne, {"op": "link", "entity": berit["id"], "other": kari["id"]})
    one = mention(merged, "Kari Lien")
    assert one["entity"] == mention(merged, "Berit Haugen")["entity"]
    operation = {"op": "separate", "entity": one["entity"], "new_entity": "e-0123abcd"}
    parted = rule(anne, operation | {"places": [place(merged, one)]})
    assert mention(parted, "Kari Lien")["entity"] != mention(parted, "Berit Haugen")["entity"]


def test_all_places_of_an_entity_are_told_with_what_stands_around(anne: pages.Browser) -> None:
    state = known(anne)
    found = anne.get(f"{PEOPLE}/places?entity={entity(state, 'Kari Lien')['id']}").json["places"]
    assert [(one["interview"], one["words"]) for one in found] == [
        ("intervju-01", "Kari Lien"),
        ("intervju-02", "Kari Lien"),
    ]


def test_who_holds_an_office_is_one_question_in_each_interview_with_one_answer_for_all() -> None:
    pairs = []
    for number in range(1, 4):
        marked = parse_marked(f"# id: i{number}\nR\t-\tSå ringte [[TITLE:t1|ordføreren]].", "prøve")
        [mark] = marked.turns[0].marks
        finding = Finding(
            id=id_of("t1", mark.start, mark.end, mark.type),
            turn_id="t1",
            start=mark.start,
            end=mark.end,
            type=mark.type,
            entity_id="x",
            score=0.9,
            recogniser="prøve",
            reason="anonymise.reason.title",
        )
        verified = marked.verified()
        found = Findings(interview=verified.interview, language_model="", findings=(finding,))
        pairs.append((verified, found))
    linked = link(pairs, (), EntityRegistry(), Random(1))
    of = {name: one.mentions[0].entity_id for name, one in linked.mentions.items()}
    for name, entity_id in of.items():
        [together] = undecided(linked, name).doubts
        asked = question(together, linked, name)
        assert entity_id in (asked["left"], asked["right"])
        assert asked["reason"].endswith(say("link.together", count=3))
        first = {"op": "link", "entity": asked["left"], "other": asked["right"]}
        assert asked["same"][0] == first
        linked_by_yes = {one[side] for one in asked["same"] for side in ("entity", "other")}
        assert linked_by_yes == set(of.values())


def test_role_alias_replacement_and_respondent_are_kept(anne: pages.Browser) -> None:
    lien = entity(known(anne), "Kari Lien")["id"]
    now = rule(
        anne,
        {"op": "set_role", "entity": lien, "role": "respondent", "respondent_of": [pages.INTERVIEW]},
        {"op": "alias", "entity": lien, "alias": "Kaia"},
        {"op": "set_replacement", "entity": lien, "operator": "placeholder", "replacement": "venninnen"},
        {
            "op": "respond",
            "interview": pages.INTERVIEW,
            "group": "barnehage",
            "subgroup": "",
            "label": "en styrer",
            "bands": [["age", "50-59"]],
        },
    )
    one = entity(now, "Kari Lien")
    assert (one["role"], one["roleBy"], one["replacement"]) == ("respondent", "Anne", "venninnen")
    assert "Kaia" in one["aliases"]
    assert lien not in now["roles"]
    assert now["respondent"]["label"] == "en styrer"
    assert now["respondent"]["bands"] == [["age", "50-59"]]


def test_accepting_all_with_a_wrong_match_in_it_is_undone_to_the_byte(
    anne: pages.Browser, page: pages.Served
) -> None:
    """Attack case 16."""
    state = known(anne)
    before = files(page)
    every = [[pages.INTERVIEW, one["id"]] for one in state["mentions"]]
    wrong = mention(state, "Berrit Haugan")
    assert [pages.INTERVIEW, wrong["id"]] in every
    after = rule(anne, {"op": "accept", "mentions": every})
    assert {one["status"] for one in after["mentions"]} == {"accepted"}
    assert files(page) != before
    anne.post(f"{PEOPLE}/undo")
    undone = known(anne)
    assert files(page) == before
    assert (undone["canUndo"], undone["canRedo"]) == (False, True)
    anne.post(f"{PEOPLE}/redo")
    assert {one["status"] for one in known(anne)["mentions"]} == {"accepted"}


# ---------------------------------------------------------------------- refusals


def test_nobody_without_a_name_decides(page: pages.Served, anne: pages.Browser) -> None:
    state = known(anne)
    nameless = page.browser("")
    assert nameless.get(PEOPLE).status == 422
    assert post(nameless, judge(state, mention(state, "Kari Lien"), "PERSON")).status == 422
    assert page.log("study.jsonl", "") == []


def test_a_stranger_comes_through_no_door(page: pages.Served) -> None:
    stranger = pages.Browser(page.app)
    for method, door in (
        ("GET", ""),
        ("GET", "/now"),
        ("GET", "/after"),
        ("GET", "/places"),
        ("GET", "/left"),
        ("GET", "/search"),
        ("POST", "/rulings"),
        ("POST", "/undo"),
        ("POST", "/redo"),
        ("POST", "/preview"),
        ("POST", "/approval"),
        ("POST", "/search"),
        ("DELETE", "/search"),
    ):
        assert stranger.ask(method, f"{PEOPLE}{door}", {}).status == 401, door


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        {"rulings": [{"id": "kort", "operations": []}]},
        {"rulings": [{"id": pages.new_id(), "operations": []}]},
        {"rulings": [{"id": pages.new_id(), "operations": [{"op": "approve", "interview": "intervju-01"}]}]},
        {"rulings": [{"id": pages.new_id(), "operations": [{"op": "alias", "entity": "e-1", "alias": "x"}]}]},
    ],
)
def test_what_is_no_ruling_is_refused_and_not_quoted(
    anne: pages.Browser, page: pages.Served, body: Any
) -> None:
    answer = anne.ask("POST", f"{PEOPLE}/rulings", body)
    assert answer.status == 422
    assert answer.json["error"] == "Siden sendte noe uventet."
    assert page.log("study.jsonl", "") == []


def test_a_ruling_about_what_is_not_there_is_refused_in_words(anne: pages.Browser) -> None:
    answer = post(anne, {"op": "alias", "entity": "e-00000000", "alias": "Kaia"})
    assert answer.status == 200
    assert answer.json["taken"] == []
    assert answer.json["refused"]["text"]


def test_signing_off_waits_until_all_is_decided_and_the_text_is_made(anne: pages.Browser) -> None:
    answer = anne.post(f"{PEOPLE}/approval")
    assert answer.status == 422
    assert answer.json["error"]


def test_an_interview_that_is_not_there_is_said(anne: pages.Browser) -> None:
    for door in ("", "/now", "/after", "/left"):
        assert anne.get(f"/api/interviews/intervju-99/people{door}").status == 422


def test_no_word_of_an_interview_is_reported(anne: pages.Browser, page: pages.Served, capfd: Any) -> None:
    state = known(anne)
    rule(anne, judge(state, mention(state, "Kari Lien"), "PERSON"))
    post(anne, {"op": "alias", "entity": "e-00000000", "alias": "Kaia"})
    anne.post(f"{PEOPLE}/undo")
    told = "".join(page.reports) + "".join(capfd.readouterr())
    assert not any(name in told for name in ("Kari", "Berit", "Lerkelia", "Kaia"))


# ---------------------------------------------------------------------- text and sign-off


def decide_all(anne: pages.Browser) -> dict[str, Any]:
    """Accept all mentions and what would be left, say whose roles they are, and that look-alikes are two."""
    state = known(anne)
    left = anne.get(f"{PEOPLE}/left").json["left"]
    operations = [
        {"op": "accept", "mentions": [[pages.INTERVIEW, one["id"]] for one in state["mentions"]]},
        *(
            {"op": "set_role", "entity": one, "role": "third_party", "respondent_of": []}
            for one in state["roles"]
        ),
        *(judge(state, one, "PERSON") | {"entity": one["entity"]} for one in left),
        *({"op": "part", "entity": one["left"], "other": one["right"]} for one in state["doubts"]),
    ]
    return dict(rule(anne, *operations))


def test_a_text_is_made_where_all_is_decided_and_somebody_signs_it_off(
    anne: pages.Browser, page: pages.Served
) -> None:
    heard = anne.get(pages.API).json
    for number in (1, 2):
        body = {"edition": heard["edition"], "since": number - 1, "round": number, "reason": "lest på papir"}
        assert anne.post(f"{pages.API}/signatures", body).status == 200
    anonymise(page.site.opened.study)
    state = decide_all(anne)
    assert (state["roles"], state["doubts"], state["text"]["made"]) == ([], [], False)
    assert {one["status"] for one in state["mentions"]} == {"accepted"}
    anonymise(page.site.opened.study)
    made = known(anne)["text"]
    assert made == {"made": True, "reviewed": True, "by": "", "profile": "work", "unsigned": []}
    anne.post(f"{PEOPLE}/approval")
    assert known(anne)["text"]["by"] == "Anne"
    anne.post(f"{PEOPLE}/undo")  # the sign-off
    undone = known(anne)
    assert undone["text"]["by"] == ""
    anne.post(f"{PEOPLE}/undo")
    assert not known(anne)["text"]["made"]


def test_a_round_that_is_not_signed_is_named(anne: pages.Browser) -> None:
    assert known(anne)["text"]["unsigned"] == [1, 2]
