"""Kategorier through its doors: what is proposed, decided, refused, taken back. All people are invented."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coding
import pages
import pytest
import theming
from coding import BLIND, SAID

from pipeline.artefacts.placing import Place
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.placings import CODES, PLACINGS, PROPOSED, PlacingProposal, Placings, brought_up
from pipeline.store import WHOLE, write_file

HERE = f"{pages.API}/themes"
WORDS = "luker bedene"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return coding.study(tmp_path / "studie").store.root


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[pages.Served]:
    with pages.served(coding.study(tmp_path / "studie", settings=BLIND).store.root) as found:
        yield found


def place(passage: str, *themes: str, spans: Any = (("u4", 0, 23),), **more: Any) -> dict[str, Any]:
    """A decision as a script sends it: offsets in UTF-16."""
    return {
        "op": "place",
        "passage": passage,
        "on": SAID.text_digest,
        "spans": [{"turn_id": turn, "start": start, "end": end} for turn, start, end in spans],
        "themes": list(themes),
    } | more


def action(*operations: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": pages.new_id(), "operations": list(operations)} | more


def code(**operation: Any) -> dict[str, Any]:
    return {"id": pages.new_id(), "code": operation}


def make(name: str, under: str = "") -> dict[str, Any]:
    return code(op="make_code", name=name, under=under)


def send(browser: pages.Browser, *decisions: dict[str, Any]) -> Any:
    answer = browser.post(f"{HERE}/decisions", {"decisions": list(decisions)})
    assert answer.status == 200, answer.text
    return answer.json


def passage(found: Any, name: str) -> Any:
    return next(one for one in found["passages"] if one["id"] == name)


def seen(found: Any) -> list[tuple[str, str, list[str]]]:
    """Each passage with its state and its themes."""
    return [(one["id"], one["state"], one["themes"]) for one in found["passages"]]


# ---------------------------------------------------------------------- reading


def test_a_proposal_says_how_sure_it_is_and_what_else_it_may_be(anne: pages.Browser) -> None:
    found = anne.get(HERE).json
    assert seen(found) == [
        ("p1", "suggested", []),
        ("p2", "suggested", ["2.1"]),
        ("p3", "suggested", ["1"]),
        ("p4", "unplaced", []),
    ]
    assert [one["theme"] for one in passage(found, "p1")["offered"]] == ["-", "1", "2.1"]
    assert [one["theme"] for one in passage(found, "p2")["offered"]] == ["2.1", "2.2", "1"]
    assert [one["theme"] for one in passage(found, "p4")["offered"]] == ["2.2", "1", "2.1"]
    assert [one["confidence"] for one in found["passages"]] == [
        "nokså sikkert",
        "nokså sikkert",
        "usikkert",
        "",
    ]
    assert passage(found, "p2")["question"] == {"turn": "u3", "start": 0, "end": 35}
    assert [one["id"] for one in found["guide"]] == ["1", "2", "2.1", "2.2"]


def test_the_most_unsure_have_most_doubt(anne: pages.Browser) -> None:
    found = anne.get(HERE).json["passages"]
    assert [one["id"] for one in sorted(found, key=lambda one: -one["doubt"])] == ["p4", "p3", "p2", "p1"]


def test_offsets_are_the_browsers(page: pages.Served, anne: pages.Browser) -> None:
    answer = SAID.turns[3].text
    assert passage(anne.get(HERE).json, "p2")["spans"][1] == {
        "turn": "u4",
        "start": 0,
        "end": len(answer) + 1,
    }
    found = send(anne, action(place("x", "2.1", spans=[("u4", 7, 19)])))
    [span] = page.log(PLACINGS)[0]["operations"][0]["spans"]
    assert answer[span["start"] : span["end"]] == WORDS
    assert passage(found, "x")["spans"] == [{"turn": "u4", "start": 7, "end": 19}]


def test_talk_is_counted_for_themes_with_their_subthemes(anne: pages.Browser) -> None:
    talk = anne.get(HERE).json["talk"]
    assert talk["2"] == talk["2.1"] > talk["1"] > 0
    assert talk["*"] == sum(talk[name] for name in ("1", "2", "-", "?"))


def test_coverage_says_which_questions_were_asked(anne: pages.Browser) -> None:
    found = anne.get(f"{HERE}/coverage").json
    how = {one["question"]: one["how"] for one in found["questions"]}
    assert how["Hvilke oppgaver har du på dugnaden?"] == "asked"
    assert how["Hva gjør at du kommer på dugnad?"] == "skipped"
    assert (found["interviews"], found["met"]) == (1, {"1": 1, "2.1": 1})


FIRST = [
    ("guide", {"guide": ""}, "intervjuguide"),
    ("guide", {"guide": "themes: ["}, "guide.yaml"),
    ("text", {"text": False}, "avidentifiseres"),
    ("cut", {"cut": False}, "avsnitt"),
]


@pytest.mark.parametrize(("what", "without", "said"), FIRST)
def test_what_comes_first_is_said(tmp_path: Path, what: str, without: dict[str, Any], said: str) -> None:
    opened = coding.study(tmp_path / "uten", cut=without.get("cut", True))
    guide = opened.store.root / "guide.yaml"
    if "guide" in without:
        guide.write_text(without["guide"], "utf-8") if without["guide"] else guide.unlink()
    if "text" in without:
        opened.store.path(pages.INTERVIEW, "anonymised/anonymised.json").unlink()
    with pages.served(opened.store.root) as page:
        anne = page.browser("Anne")
        found = anne.get(HERE).json
        assert found["missing"]["what"] == what
        assert said in found["missing"]["text"]
        assert found["passages"] == []
        assert anne.get(f"{HERE}/coverage").status in (200, 422)
        assert anne.get(f"/interviews/{pages.INTERVIEW}/themes").status == 200


def test_an_interview_that_is_not_there_is_said(anne: pages.Browser) -> None:
    for address in ("", "/now", "/coverage", "/disagreements"):
        answer = anne.get(f"/api/interviews/intervju-99/themes{address}")
        assert (answer.status, "intervju-99" in answer.json["error"]) == (422, True)


# ---------------------------------------------------------------------- deciding


def test_what_is_answered_is_on_the_disk(page: pages.Served, anne: pages.Browser) -> None:
    one = action(place("p2", "2.2"))
    found = send(anne, one)
    assert (found["taken"], found["refused"]) == ([one["id"]], None)
    assert [(line["id"], line["who"], line["coder"]) for line in page.log(PLACINGS)] == [
        (one["id"], "Anne", "")
    ]
    assert ("p2", "accepted", ["2.2"]) in seen(found)
    study = page.site.opened.study
    brought_up(study)
    themed = study.store.read(pages.INTERVIEW, ThemedTranscript)
    assert [(one.themes, one.decided_by) for one in themed.passages if one.decided_by] == [(("2.2",), "Anne")]


def test_what_is_asked_for_again_is_not_taken_twice(page: pages.Served, anne: pages.Browser) -> None:
    both = (action(place("x", "2.1")), make("Kaffe"))
    for _ in range(2):
        found = send(anne, *both)
        assert found["taken"] == [one["id"] for one in both]
        assert found["made"] == {both[1]["id"]: "egen-1"}
    assert len(page.log(PLACINGS)) == len(page.log(CODES, WHOLE)) == 1


def test_what_follows_a_refusal_is_not_taken(page: pages.Served, anne: pages.Browser) -> None:
    good, bad = action(place("p1")), action(place("p2", "9"))
    found = send(anne, good, bad, action(place("p3", "1")))
    assert found["taken"] == [good["id"]]
    assert (found["refused"]["id"], found["refused"]["reason"]) == (bad["id"], "unknown_theme")
    assert found["refused"]["text"]
    assert len(page.log(PLACINGS)) == 1


REFUSED = [
    ("stale", action(place("p2", "2.1", on="gammel"))),
    ("outside", action(place("p2", "2.1", spans=[("u4", 5, 5)]))),
    ("outside", action(place("p2", "2.1", spans=[("u99", 0, 5)]))),
    ("unknown_passage", action({"op": "withdraw", "passage": "p2"})),
    ("unknown_code", action(place("p2", "2.1", codes=["egen-7"]))),
    ("no_name", make("  ")),
    ("unknown_code", make("Kaffe", "9.9")),
    ("unknown_code", code(op="remove_code", code="egen-4")),
]


@pytest.mark.parametrize(("reason", "decision"), REFUSED)
def test_a_refusal_says_why_and_leaves_nothing(
    page: pages.Served, anne: pages.Browser, reason: str, decision: dict[str, Any]
) -> None:
    found = send(anne, decision)
    assert (found["taken"], found["refused"]["reason"]) == ([], reason)
    assert page.log(PLACINGS) == page.log(CODES, WHOLE) == []


def test_offsets_beyond_the_text_go_to_its_end(page: pages.Served, anne: pages.Browser) -> None:
    send(anne, action(place("x", "2.1", spans=[("u2", 4, 9999)])))
    [span] = page.log(PLACINGS)[0]["operations"][0]["spans"]
    assert (span["start"], span["end"]) == (4, len(SAID.turns[1].text))


NONSENSE = [
    {},
    {"operations": []},
    action(),
    action(place("p1"), code={"op": "remove_code", "code": "egen-1"}),
    action({"op": "make_code", "code": "egen-1", "name": WORDS}),
    {"id": "1", "operations": [place("p1")]},
    action(place("p1", "to ord")),
]


@pytest.mark.parametrize("wanted", NONSENSE)
def test_nonsense_is_refused_and_not_quoted(
    page: pages.Served, anne: pages.Browser, wanted: dict[str, Any]
) -> None:
    answer = anne.post(f"{HERE}/decisions", {"decisions": [wanted]})
    assert answer.status == 422
    assert WORDS not in answer.text
    assert "to ord" not in answer.text
    assert page.log(PLACINGS) == page.log(CODES, WHOLE) == []


def test_a_changed_text_is_shown_with_the_refusal(page: pages.Served, anne: pages.Browser) -> None:
    now = theming.text(*(turn.text for turn in SAID.turns[:6]), "Noe annet?", "Nei.")
    study = page.site.opened.study
    study.store.write(pages.INTERVIEW, now)
    write_file(study.store.path(pages.INTERVIEW, PROPOSED), theming.proposed(now).to_bytes())
    found = send(anne, action(place("p2", "2.1")))
    assert found["refused"]["reason"] == "stale"
    assert (found["on"], found["turns"][6]["text"]) == (now.text_digest, "Noe annet?")


def test_what_came_in_unsurely_from_a_coding_tool_says_so_until_somebody_has_looked(
    page: pages.Served, anne: pages.Browser
) -> None:
    study = page.site.opened.study
    came = Place(
        passage="qdpx-1",
        on=SAID.text_digest,
        spans=(theming.whole(SAID, "u4"),),
        themes=("2.1",),
        unsure=True,
    )
    Placings(study, pages.INTERVIEW).take("Bo", [PlacingProposal("qdpx-1", (came,))])
    one = passage(anne.get(HERE).json, "qdpx-1")
    assert (one["state"], one["fromTool"]) == ("look_again", True)
    one = passage(send(anne, action(place("qdpx-1", "2.1"))), "qdpx-1")
    assert (one["state"], one["fromTool"]) == ("accepted", False)


def test_memo_relevance_and_research_question_stay_with_a_passage(anne: pages.Browser) -> None:
    note = {"op": "annotate", "passage": "x", "memo": "Se her.", "relevant": True, "research_question": "p1"}
    one = passage(send(anne, action(place("x", "2.1"), note)), "x")
    assert (one["memo"], one["relevant"], one["research"]) == ("Se her.", True, "p1")
    assert anne.get(HERE).json["research"][0] == ["p1", "Hva driver dem?"]


# ---------------------------------------------------------------------- own categories


def test_a_category_is_made_changed_merged_and_removed(page: pages.Served, anne: pages.Browser) -> None:
    made = send(anne, make("Kaffe", "2.2"), make("Praten", "egen-1"), make("Ugress"))["made"]
    assert list(made.values()) == ["egen-1", "egen-2", "egen-3"]
    send(anne, action(place("x", "2.1", codes=["egen-2"])))
    found = send(
        anne,
        code(op="change_code", code="egen-3", name="Luking", under="2.1", description="Alt om ugress"),
        code(op="merge_code", code="egen-1", other="egen-2"),
    )
    assert passage(found, "x")["codes"] == ["egen-1"]
    assert [(one["id"], one["name"], one["under"]) for one in found["codes"]] == [
        ("egen-1", "Kaffe", "2.2"),
        ("egen-3", "Luking", "2.1"),
    ]
    found = send(anne, code(op="remove_code", code="egen-1"))
    assert (passage(found, "x")["codes"], passage(found, "x")["themes"]) == ([], ["2.1"])
    found = anne.post(f"{HERE}/undo").json
    assert passage(found, "x")["codes"] == ["egen-1"]


def test_two_who_make_categories_at_once_get_two_numbers(page: pages.Served) -> None:
    people = [page.browser(who) for who in ("Anne", "Bo")]
    threads = [
        threading.Thread(target=lambda one=one: [send(one, make(f"{id(one)} {n}")) for n in range(4)])
        for one in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = people[0].get(HERE).json["codes"]
    assert sorted(one["number"] for one in codes) == list(range(1, 9))


# ---------------------------------------------------------------------- undo


def test_undo_goes_back_through_passages_and_categories_in_turn(anne: pages.Browser) -> None:
    send(anne, action(place("p2", "2.2")))
    send(anne, make("Kaffe"))
    send(anne, action(place("p3", "2.1", codes=["egen-1"])))

    def now(found: Any) -> tuple[int, int]:
        return sum(one["state"] == "accepted" for one in found["passages"]), len(found["codes"])

    assert [now(anne.post(f"{HERE}/undo").json) for _ in range(4)] == [(1, 1), (1, 0), (0, 0), (0, 0)]
    assert not anne.get(HERE).json["canUndo"]
    assert [now(anne.post(f"{HERE}/redo").json) for _ in range(4)] == [(1, 0), (1, 1), (2, 1), (2, 1)]
    assert not anne.get(HERE).json["canRedo"]


def test_something_new_ends_what_could_be_done_again_in_the_tree_too(anne: pages.Browser) -> None:
    send(anne, make("Kaffe"))
    anne.post(f"{HERE}/undo")
    send(anne, action(place("p2", "2.2")))
    assert not anne.get(HERE).json["canRedo"]
    assert anne.post(f"{HERE}/redo").json["codes"] == []


def test_what_somebody_else_has_changed_since_is_not_taken_back(
    page: pages.Served, anne: pages.Browser
) -> None:
    send(anne, action(place("p2", "2.2")))
    send(page.browser("Bo"), action(place("p2", "1")))
    found = anne.post(f"{HERE}/undo").json
    assert found["refused"]["reason"] == "moved_on"
    assert ("p2", "accepted", ["1"]) in seen(found)


# ---------------------------------------------------------------------- two who code blind


def test_who_codes_blind_sees_proposals_and_their_own(blind: pages.Served) -> None:
    anne, bo = blind.browser("Anne"), blind.browser("Bo")
    send(anne, action(place("p2", "2.2", spans=[("u3", 0, 35), ("u4", 0, 92)])))
    assert ("p2", "accepted", ["2.2"]) in seen(anne.get(HERE).json)
    assert "Anne" not in json.dumps(bo.get(HERE).json["passages"])
    assert ("p2", "suggested", ["2.1"]) in seen(bo.get(HERE).json)
    assert [line["coder"] for line in blind.log(PLACINGS)] == ["Anne"]
    assert bo.get(f"{HERE}/disagreements").status == 422


def test_disagreements_are_listed_until_they_are_settled(blind: pages.Served) -> None:
    anne, bo = blind.browser("Anne"), blind.browser("Bo")
    spans = [("u4", 0, 23)]
    send(anne, make("Kaffe"), action(place("p2", "2.1", spans=spans, codes=["egen-1"])))
    send(bo, action(place("p2", "2.2", spans=spans)), action(place("p1", spans=[("u1", 0, 10)])))
    found = bo.get(f"{HERE}/disagreements").json
    assert found["names"] == ["Anne", "Bo"]
    [one] = found["here"]
    assert one["spans"] == [{"turn": "u4", "start": 0, "end": 23}]
    assert one["says"] == [{"themes": ["2.1"], "codes": ["egen-1"]}, {"themes": ["2.2"], "codes": []}]
    send(bo, action(place(pages.new_id(), "2.1", spans=spans), settled=True))
    assert blind.log(PLACINGS)[-1]["coder"] == ""
    assert anne.get(f"{HERE}/disagreements").json["here"] == []
    assert ("p2", "accepted", ["2.2"]) in seen(bo.get(HERE).json)  # what was decided alone stays


def test_what_was_decided_blind_is_decided_anew_by_those_who_code_together(tmp_path: Path) -> None:
    root = coding.study(tmp_path / "studie", settings=BLIND).store.root
    whole = [("u3", 0, 35), ("u4", 0, 92)]
    with pages.served(root) as page:
        anne = page.browser("Anne")
        assert passage(send(anne, action(place("p2", "2.2", spans=whole))), "p2")["held"]
    toml = root / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("coders = 2", "coders = 1"), "utf-8")
    with pages.served(root) as page:
        anne = page.browser("Anne")
        one = passage(anne.get(HERE).json, "p2")
        assert (one["state"], one["held"]) == ("accepted", False)
        note = {"op": "annotate", "passage": "p2", "memo": "", "relevant": True, "research_question": ""}
        assert send(anne, action(note))["refused"]["reason"] == "unknown_passage"
        one = passage(send(anne, action(place("p2", "2.2", spans=whole), note)), "p2")
        assert (one["held"], one["relevant"]) == (True, True)


def test_others_interviews_are_not_counted_for_who_codes_blind(blind: pages.Served) -> None:
    assert blind.browser("Anne").get(f"{HERE}/coverage").json["interviews"] == 1


# ---------------------------------------------------------------------- what others see of it


def test_news_tell_of_decisions_and_categories_but_not_what(page: pages.Served, anne: pages.Browser) -> None:
    before = page.site.opened.pulse(pages.INTERVIEW)
    send(anne, action(place("p2", "2.1")))
    between = page.site.opened.pulse(pages.INTERVIEW)
    send(anne, make("Kaffe"))
    after = page.site.opened.pulse(pages.INTERVIEW)
    assert before["themes"] != between["themes"] != after["themes"]
    assert "Kaffe" not in json.dumps(after)


def test_who_has_not_said_who_they_are_decides_nothing(page: pages.Served) -> None:
    stranger = page.browser("")
    assert stranger.get(HERE).status == 422
    assert stranger.post(f"{HERE}/decisions", {"decisions": [action(place("p2", "2.1"))]}).status == 422
    assert stranger.post(f"{HERE}/undo").status == 422
    assert page.log(PLACINGS) == []


def test_a_damaged_file_is_said_without_a_word_of_it(page: pages.Served, anne: pages.Browser) -> None:
    store = page.site.opened.store
    path = store.path(pages.INTERVIEW, "anonymised/anonymised.json")
    write_file(path, path.read_bytes().replace(b'"speaker": "R"', b'"speaker": 7'))
    for answer in (anne.get(HERE), anne.post(f"{HERE}/decisions", {"decisions": [action(place("p2"))]})):
        assert answer.status in (200, 422)
        assert WORDS not in answer.text
    assert WORDS not in "".join(page.reports)
