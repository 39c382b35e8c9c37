"""The doors of «Hør gjennom»: what they take is in the study's files, what they refuse is nowhere."""

import base64
import json
import os
import stat
import sys
import threading
import wave
from pathlib import Path
from typing import Any

import builders
import pages
import pytest
from pages import API, INTERVIEW, proposal, set_text

from pipeline.artefacts.decision import SetText
from pipeline.artefacts.transcript import Transcript
from pipeline.desk import Desk, Proposal
from pipeline.messages import catalogue
from pipeline.page import asking, shapes
from pipeline.review.state import ReviewState
from pipeline.runner import open_study, set_aside

NB = {key: texts[0] for key, texts in catalogue().items()}


def deciding(whole: dict[str, Any], *decisions: dict[str, Any]) -> dict[str, Any]:
    """What a page that shows this sends."""
    return {"edition": whole["edition"], "since": whole["seq"], "decisions": list(decisions)}


def decide(browser: pages.Browser, *operations: dict[str, Any]) -> dict[str, Any]:
    """Take one decision on what stands now."""
    found: dict[str, Any] = browser.post(
        f"{API}/decisions", deciding(browser.get(API).json, proposal(*operations))
    ).json
    return found


def turns_of(browser: pages.Browser) -> dict[str, dict[str, Any]]:
    return {turn["id"]: turn for turn in browser.get(API).json["turns"]}


# ---------------------------------------------------------------------- reading


def test_the_whole_interview_is_what_the_page_needs_to_draw_it(anne: pages.Browser) -> None:
    whole = anne.get(API).json
    assert whole["order"] == ["u1", "u2", "u3"]
    [first, second, _] = whole["turns"]
    assert (first["text"], first["rev"], first["role"], first["start"]) == (
        "Hvor jobber du da?",
        0,
        "interviewer",
        0,
    )
    assert first["times"][:4] == [0, 300, 300, 600]
    assert len(second["times"]) == 2 * len(second["text"].split())
    assert [speaker["label"] for speaker in whole["speakers"]] == ["S1", "S2"]
    assert (whole["who"], whole["rounds"], whole["seq"], whole["edited"]) == ("Anne", 2, 0, [])
    assert (whole["sound"], whole["canUndo"], whole["canRedo"], whole["place"]) == (False, False, False, None)
    assert whole["hearing"]["round"] == 1
    assert whole["hearing"]["of"] == sum(end - start for start, end in whole["speech"])


def test_the_key_of_the_drafts_is_made_once_and_private(page: pages.Served, anne: pages.Browser) -> None:
    key = anne.get(API).json["draftKey"]
    path = page.site.opened.store.path(INTERVIEW, "drafts.key")
    assert base64.b64decode(key) == path.read_bytes()
    assert len(path.read_bytes()) == 32
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert page.browser("Bjørn").get(API).json["draftKey"] == key
    path.write_bytes(b"kort")
    assert len(base64.b64decode(anne.get(API).json["draftKey"])) == 32


@pytest.mark.parametrize("interview", ["intervju-99", "..", ".locks", "intervju-01%2f..%2fintervju-01"])
@pytest.mark.parametrize("door", ["", "/changes", "/listened", "/sound", "/peaks"])
def test_an_interview_that_is_not_there_is_said(
    page: pages.Served, anne: pages.Browser, interview: str, door: str
) -> None:
    answer = anne.get(f"/api/interviews/{interview}{door}")
    assert answer.status in (404, 422)
    if answer.status == 422:
        assert answer.json["hint"] == NB["runner.no_interview.hint"]
    assert not page.reports


def test_the_page_of_an_interview_that_is_not_there_is_a_sentence(anne: pages.Browser) -> None:
    answer = anne.get("/interviews/intervju-99/listen")
    assert answer.status == 404
    assert NB["runner.no_interview.hint"] in answer.text
    assert 'href="/"' in answer.text


def test_one_who_has_not_said_who_they_are_is_asked_first(page: pages.Served) -> None:
    nobody = page.browser("")
    for address in ("/", f"/interviews/{INTERVIEW}/listen"):
        answer = nobody.get(address)
        assert (answer.status, answer.headers["location"]) == (303, f"/who?to={address}")
    answer = nobody.post(f"{API}/decisions", {"edition": "", "since": 0})
    assert (answer.status, answer.json["error"]) == (422, NB["page.who_needed"])


# ---------------------------------------------------------------------- deciding


def test_what_is_taken_is_in_the_log_with_a_name_when_the_page_is_answered(
    page: pages.Served, anne: pages.Browser
) -> None:
    one = proposal(set_text("u1", 0, "Hvor jobber du nå?"))
    found = anne.post(f"{API}/decisions", deciding(anne.get(API).json, one)).json
    assert (found["taken"], found["refused"], found["seq"]) == ([one["id"]], None, 1)
    assert found["turns"]["u1"]["text"] == "Hvor jobber du nå?"
    assert (found["canUndo"], found["order"], found["others"]) == (True, None, [])
    [line] = page.log()
    assert (line["id"], line["who"]) == (one["id"], "Anne")
    assert line["operations"] == one["operations"]


def test_unchanged_words_keep_their_times(anne: pages.Browser) -> None:
    before = turns_of(anne)["u1"]["times"]
    after = decide(anne, set_text("u1", 0, "Hvor jobbet du da?"))["turns"]["u1"]["times"]
    assert after == before


@pytest.mark.parametrize(
    ("operations", "log"),
    [
        ([{"op": "set_speaker", "turn": "u1", "revision": 0, "speaker": "S2"}], "u1"),
        ([{"op": "merge", "turn": "u1", "revision": 0, "right": "u2", "right_revision": 0}], "u2"),
        ([{"op": "insert", "after": "u1", "new_turn": "ny", "speaker": "S2", "text": "Mm."}], "ny"),
        ([{"op": "remove", "turn": "u3", "revision": 0}], "u3"),
        (
            [{"op": "name_speaker", "speaker": "S2", "revision": 0, "name": "Berit", "role": "respondent"}],
            "Berit",
        ),
        (
            [{"op": "field_note", "note": "n1", "revision": 0, "turn": "u2", "text": "Ser ut av vinduet."}],
            "n1",
        ),
        ([set_text("u1", 0, "En."), set_text("u3", 0, "To.")], "To."),
    ],
)
def test_everything_a_person_does_is_in_the_log_and_undone_by_undo(
    page: pages.Served, anne: pages.Browser, operations: list[dict[str, Any]], log: str
) -> None:
    def content() -> Any:
        whole = anne.get(API).json
        turns = [
            {key: turn[key] for key in ("id", "speaker", "role", "text", "times")} for turn in whole["turns"]
        ]
        voices = [{key: one[key] for key in ("label", "name", "role")} for one in whole["speakers"]]
        return turns, voices, [note["text"] for note in whole["notes"]]

    before = content()
    assert decide(anne, *operations)["refused"] is None
    after = content()
    assert after != before
    assert log in json.dumps(page.log()[0]["operations"], ensure_ascii=False)
    for door, stands in (("undo", before), ("redo", after), ("undo", before)):
        whole = anne.get(API).json
        found = anne.post(f"{API}/{door}", deciding(whole)).json
        assert found["refused"] is None
        assert content() == stands
    assert [line["undoes"] for line in page.log()] == [None, *(line["id"] for line in page.log()[:-1])]


def test_undo_and_redo_go_on_after_a_restart_of_the_server(study: Path) -> None:
    for _ in range(2):
        with pages.served(study) as page:
            browser = page.browser("Anne")
            turn = turns_of(browser)["u1"]
            decide(browser, set_text("u1", turn["rev"], turn["text"] + " Si litt mer."))
    for expected in ("Hvor jobber du da? Si litt mer.", "Hvor jobber du da?"):
        with pages.served(study) as page:
            browser = page.browser("Anne")
            assert browser.post(f"{API}/undo", deciding(browser.get(API).json)).status == 200
            assert turns_of(browser)["u1"]["text"] == expected
    with pages.served(study) as page:
        browser = page.browser("Anne")
        found = browser.post(f"{API}/undo", deciding(browser.get(API).json)).json
        assert (found["turns"], found["canUndo"], found["canRedo"]) == ({}, False, True)
        assert len(page.log()) == 4


def test_a_conflict_is_answered_and_written_nowhere(page: pages.Served, anne: pages.Browser) -> None:
    seen = anne.get(API).json
    bjorn = page.browser("Bjørn")
    decide(bjorn, set_text("u2", 0, "Bjørn var først."))
    late = proposal(set_text("u2", 0, builders.CANARY))
    found = anne.post(f"{API}/decisions", deciding(seen, late)).json
    assert found["taken"] == []
    assert found["refused"] == {"id": late["id"], "reason": "moved_on", "kind": "turn", "item": "u2"}
    assert (found["turns"]["u2"]["text"], found["others"]) == ("Bjørn var først.", ["Bjørn"])
    assert len(page.log()) == 1
    assert builders.CANARY not in json.dumps(found)


def test_what_is_asked_for_twice_is_done_once(page: pages.Served, anne: pages.Browser) -> None:
    """A page that got no answer asks again, perhaps after a restart of the server."""
    asked = deciding(anne.get(API).json, proposal(set_text("u1", 0, "En gang.")))
    first, second = (anne.post(f"{API}/decisions", asked).json for _ in range(2))
    assert first["taken"] == second["taken"] == [asked["decisions"][0]["id"]]
    assert second["seq"] == 1
    with pages.served(page.site.opened.store.root) as again:
        assert again.browser("Anne").post(f"{API}/decisions", asked).json["refused"] is None
    assert len(page.log()) == 1


def test_a_queue_is_taken_up_to_what_is_refused(page: pages.Served, anne: pages.Browser) -> None:
    queue = [
        proposal(set_text("u1", 0, "En.")),
        proposal(set_text("u1", 1, "To.")),
        proposal(set_text("u3", 5, "Laget på noe som ikke finnes.")),
        proposal(set_text("u2", 0, "Denne venter.")),
    ]
    found = anne.post(f"{API}/decisions", deciding(anne.get(API).json, *queue)).json
    assert found["taken"] == [queue[0]["id"], queue[1]["id"]]
    assert found["refused"]["id"] == queue[2]["id"]
    assert [line["id"] for line in page.log()] == found["taken"]


def test_two_browsers_see_each_others_work(page: pages.Served, anne: pages.Browser) -> None:
    bjorn = page.browser("Bjørn")
    seen = bjorn.get(API).json
    decide(anne, set_text("u1", 0, "Annes ord."))
    decide(anne, {"op": "remove", "turn": "u3", "revision": 0})
    news = bjorn.get(f"{API}/changes?edition={seen['edition']}&since={seen['seq']}").json
    assert (news["seq"], news["others"]) == (2, ["Anne"])
    assert news["turns"]["u1"]["text"] == "Annes ord."
    assert news["turns"]["u3"] is None
    assert news["order"] == ["u1", "u2"]
    assert bjorn.get(f"{API}/changes?edition={seen['edition']}&since=2").json["turns"] == {}


@pytest.mark.parametrize("since", ["3", "99999999999"])
def test_a_page_that_knows_more_than_the_log_begins_anew(anne: pages.Browser, since: str) -> None:
    edition = anne.get(API).json["edition"]
    assert anne.get(f"{API}/changes?edition={edition}&since={since}").json == {"reload": True}


def test_a_page_with_another_transcript_decides_nothing(page: pages.Served, anne: pages.Browser) -> None:
    seen = anne.get(API).json
    store = page.site.opened.store
    transcript = store.read(INTERVIEW, Transcript)
    set_aside(store, INTERVIEW)
    store.write(INTERVIEW, transcript)
    decide(anne, set_text("u1", 0, "På den nye."))
    asked = deciding(seen, proposal(set_text("u1", 0, "På den gamle.")))
    found = anne.post(f"{API}/decisions", asked).json
    assert (found["reload"], found["taken"]) == (True, [])
    for door in ("undo", "redo"):
        assert anne.post(f"{API}/{door}", deciding(seen)).json["reload"]
    signing = {"edition": seen["edition"], "since": 0, "round": 1, "reason": "lest på papir"}
    assert anne.post(f"{API}/signatures", signing).json == {"reload": True}
    assert anne.get(f"{API}/changes?edition={seen['edition']}&since=0").json == {"reload": True}
    assert len(page.log()) == 1
    assert turns_of(anne)["u1"]["text"] == "På den nye."


# ---------------------------------------------------------------------- offsets


def test_a_split_is_where_the_browser_counted(page: pages.Served, anne: pages.Browser) -> None:
    text = turns_of(anne)["u2"]["text"]
    at = len(text[: text.index("på")].encode("utf-16-le")) // 2
    found = decide(anne, {"op": "split", "turn": "u2", "revision": 0, "at": at, "new_turn": "ny"})
    assert found["turns"]["u2"]["text"] == "😀 Jeg jobber"
    assert found["turns"]["ny"]["text"] == "på Ørlandet skole nå."
    assert found["order"] == ["u1", "u2", "ny", "u3"]
    assert page.log()[0]["operations"][0]["at"] == text.index("på") == at - 1


def test_a_comment_stands_where_the_browser_marked_it(page: pages.Served, anne: pages.Browser) -> None:
    text = turns_of(anne)["u2"]["text"]
    start = text.index("Ørlandet") + 1
    comment = {"op": "comment", "comment": "k1", "revision": 0, "turn": "u2", "turn_revision": 0}
    found = decide(anne, comment | {"start": start, "end": start + 8, "text": "Sted 😀"})
    [remark] = found["remarks"]
    assert (remark["start"], remark["end"], remark["who"]) == (start, start + 8, "Anne")
    [kept] = page.log()[0]["operations"]
    assert text[kept["start"] : kept["end"]] == "Ørlandet"
    assert decide(anne, set_text("u2", 0, "Ja, " + text))["remarks"][0]["start"] == start + 4


def test_a_place_that_a_revision_yet_to_come_would_have_is_refused(
    page: pages.Served, anne: pages.Browser
) -> None:
    """Its offsets cannot be counted: better refused than put in a wrong place."""
    split = {"op": "split", "turn": "u2", "revision": 3, "at": 9, "new_turn": "ny"}
    comment = {"op": "comment", "comment": "k1", "revision": 0, "turn": "u2", "turn_revision": 1}
    for operation in (split, comment | {"start": 3, "end": 6, "text": "Jeg"}):
        assert decide(anne, operation)["refused"]["reason"] == "moved_on"
    together = proposal(set_text("u2", 0, "😀 Jeg"), comment | {"start": 3, "end": 6, "text": "Jeg"})
    found = anne.post(f"{API}/decisions", deciding(anne.get(API).json, together)).json
    assert (found["taken"], found["refused"]["reason"]) == ([], "moved_on")
    assert not page.log()


def test_offsets_are_counted_on_what_the_queue_has_made(page: pages.Served, anne: pages.Browser) -> None:
    """An edit and a comment on the edited text, sent together by a page that was without contact."""
    comment = {"op": "comment", "comment": "k1", "revision": 0, "turn": "u1", "turn_revision": 1}
    queue = [
        proposal(set_text("u1", 0, "😀 Hei du der")),
        proposal(comment | {"start": 3, "end": 6, "text": "Hilsen"}),
        proposal({"op": "split", "turn": "u1", "revision": 1, "at": 7, "new_turn": "ny"}),
    ]
    found = anne.post(f"{API}/decisions", deciding(anne.get(API).json, *queue)).json
    assert found["refused"] is None
    assert (found["turns"]["u1"]["text"], found["turns"]["ny"]["text"]) == ("😀 Hei", "du der")
    [remark] = found["remarks"]
    assert (remark["turn"], remark["start"], remark["end"]) == ("u1", 3, 6)


# ---------------------------------------------------------------------- what is not as it should be


#: Half of a surrogate pair, as JSON can write it and no text can hold it.
HALF_A_SIGN = json.dumps(
    {"edition": "a", "since": 0, "decisions": [proposal(set_text("u1", 0, "\ud83d"))]}
).encode()

JUNK: list[Any] = [
    b"",
    b"{",
    b"\xff\xfe",
    b"[" * 5000,
    None,
    [],
    "tekst",
    {},
    {"edition": 1, "since": 0},
    {"edition": "a", "since": -1},
    {"edition": "a", "since": 0, "mer": builders.CANARY},
    {"edition": "a", "since": 0, "decisions": [{"id": "kort", "operations": []}]},
    {"edition": "a", "since": 0, "decisions": [{"id": "0" * 36, "operations": []}]},
    {
        "edition": "a",
        "since": 0,
        "decisions": [{"id": "0" * 36 + "\n", "operations": [set_text("u1", 0, "a")]}],
    },
    {
        "edition": "a",
        "since": 0,
        "decisions": [proposal({"op": "set_text", "turn": "u1", "text": builders.CANARY})],
    },
    {"edition": "a", "since": 0, "decisions": [proposal({"op": builders.CANARY})]},
    HALF_A_SIGN,
]


@pytest.mark.parametrize("door", ["decisions", "undo", "redo", "signatures", "listened", "place"])
@pytest.mark.parametrize("junk", JUNK)
def test_what_is_not_as_it_should_be_is_refused_without_a_word_of_it(
    page: pages.Served, anne: pages.Browser, door: str, junk: Any
) -> None:
    if door == "place" and junk == {}:
        junk = {"place": 3}
    answer = anne.post(f"{API}/{door}", junk)
    assert answer.status == 422
    assert answer.json == {"error": NB["page.bad_request"], "hint": NB["page.bad_request.hint"]}
    assert not page.log()
    assert not page.log("listened.jsonl")
    assert not page.reports


SIGN = {"op": "sign", "round": 1, "text_digest": "0" * 64}
RESTORE = {"op": "restore", "kind": "turn", "item": "u1", "revision": 1, "as_of": 0}


@pytest.mark.parametrize("operations", [[SIGN], [RESTORE], [set_text("u2", 0, "Ja."), SIGN]])
def test_a_signature_or_an_undo_comes_in_by_its_own_door_only(
    page: pages.Served, anne: pages.Browser, operations: list[dict[str, Any]]
) -> None:
    decide(anne, set_text("u1", 0, "Rettet."))
    answer = anne.post(f"{API}/decisions", deciding(anne.get(API).json, proposal(*operations)))
    assert answer.status == 422
    assert len(page.log()) == 1
    assert anne.get(API).json["signatures"] == []


def test_a_body_that_is_too_long_is_not_read_to_its_end(page: pages.Served, anne: pages.Browser) -> None:
    answer = anne.post(f"{API}/decisions", b"x" * (asking.LONGEST_BODY + 1))
    assert (answer.status, answer.json["error"]) == (422, NB["page.too_much"])
    assert not page.reports


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "9" * 5000, "²"])
def test_a_number_that_is_none_counts_as_not_given(
    page: pages.Served, anne: pages.Browser, number: str
) -> None:
    edition = anne.get(API).json["edition"]
    found = anne.get(f"{API}/changes?edition={edition}&since={number}")
    assert found.status == 200
    assert anne.get(f"{API}/listened?round={number}").status == 200
    assert not page.reports


# ---------------------------------------------------------------------- hearing and signing


def play(
    browser: pages.Browser, number: int, *stretches: tuple[int, int], rate: float = 1.0
) -> dict[str, Any]:
    plays = [{"start": start, "end": end, "rate": rate} for start, end in stretches]
    found: dict[str, Any] = browser.post(f"{API}/listened", {"round": number, "plays": plays}).json
    return found


def sign(browser: pages.Browser, number: int = 1, reason: str = "", **changed: Any) -> pages.Answer:
    whole = browser.get(API).json
    body = {"edition": whole["edition"], "since": whole["seq"], "round": number, "reason": reason}
    return browser.post(f"{API}/signatures", body | changed)


def test_what_was_played_is_counted_by_person_and_round_from_the_log(
    page: pages.Served, anne: pages.Browser
) -> None:
    bjorn = page.browser("Bjørn")
    second_turn = anne.get(API).json["speech"][1]
    found = play(anne, 1, (0, 600), (600, 1200))
    assert (found["heard"], found["played"]) == ([[0, 1200]], 1200)
    assert found["left"][0] == second_turn
    assert play(anne, 2, (2000, 2300))["played"] == 300
    assert play(bjorn, 1, (0, 300), rate=3.0)["played"] == 0
    assert anne.get(f"{API}/listened?round=1").json["played"] == 1200
    assert anne.get(f"{API}/listened?round=2").json["heard"] == [[2000, 2300]]
    lines = page.log("listened.jsonl")
    assert [(one["who"], one["round"], one["start_ms"], one["end_ms"], one["rate"]) for one in lines] == [
        ("Anne", 1, 0, 600, 1.0),
        ("Anne", 1, 600, 1200, 1.0),
        ("Anne", 2, 2000, 2300, 1.0),
        ("Bjørn", 1, 0, 300, 3.0),
    ]


@pytest.mark.parametrize(
    "play",
    [
        {"start": -1, "end": 5},
        {"start": 0},
        {"start": 0, "end": 5, "rate": 0},
        {"start": 0, "end": 5, "rate": 9},
        {"start": 0, "end": 5, "who": "Bjørn"},
        {"start": 0.5, "end": 5},
    ],
)
def test_a_play_that_cannot_be_is_refused(
    page: pages.Served, anne: pages.Browser, play: dict[str, Any]
) -> None:
    assert anne.post(f"{API}/listened", {"round": 1, "plays": [play]}).status == 422
    assert anne.post(f"{API}/listened", {"round": 0, "plays": []}).status == 422
    assert not page.log("listened.jsonl")


def test_a_play_of_no_length_is_not_written_down(page: pages.Served, anne: pages.Browser) -> None:
    play(anne, 1, (500, 500), (600, 400))
    assert not page.log("listened.jsonl")


def test_a_round_is_signed_when_all_speech_was_played_and_not_before(
    sounding: pages.Served,
) -> None:
    anne = sounding.browser("Anne")
    whole = anne.get(API).json
    assert whole["sound"]
    refused = sign(anne)
    assert refused.status == 422
    assert "spilt" in refused.json["error"]
    assert not sounding.log()
    play(anne, 1, *whole["speech"])
    found = sign(anne)
    assert found.status == 200
    [signature] = found.json["signatures"]
    assert (signature["round"], signature["who"], signature["valid"], signature["reason"]) == (
        1,
        "Anne",
        True,
        "",
    )
    [operation] = sounding.log()[0]["operations"]
    assert (operation["op"], operation["played_ms"]) == ("sign", operation["speech_ms"])
    assert operation["speech_ms"] == whole["hearing"]["of"] > 0


def test_speech_that_was_not_played_is_signed_for_with_a_reason(
    page: pages.Served, anne: pages.Browser
) -> None:
    play(anne, 1, (0, 1200))
    assert sign(anne, reason="  ").status == 422
    assert sign(anne, reason="Lest mot notatene.").status == 200
    [operation] = page.log()[0]["operations"]
    assert (operation["reason"], operation["played_ms"]) == ("Lest mot notatene.", 1200)
    assert sign(anne, reason="En gang til.").status == 422
    assert sign(page.browser("Bjørn"), number=2, reason="Også lest.").status == 200


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_round_that_does_not_exist_is_not_signed(
    page: pages.Served, anne: pages.Browser, number: int
) -> None:
    assert sign(anne, number=number, reason="lest").status == 422
    assert not page.log()


def test_nobody_signs_for_text_that_they_have_not_seen(page: pages.Served, anne: pages.Browser) -> None:
    seen = anne.get(API).json
    decide(page.browser("Bjørn"), set_text("u1", 0, "Endret i mellomtiden."))
    answer = sign(anne, reason="lest", since=seen["seq"])
    assert (answer.status, answer.json["error"]) == (422, NB["listen.signed_unseen"])
    assert len(page.log()) == 1
    assert sign(anne, reason="lest").status == 200


def test_nobody_signs_for_text_that_comes_in_at_the_last_moment(
    page: pages.Served, anne: pages.Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    bjorn, seen = page.browser("Bjørn"), anne.get(API).json
    decides = Desk.decide

    def late(desk: Desk, *what: Any) -> Any:
        decide(bjorn, set_text("u1", 0, "Endret mens Anne signerer."))
        return decides(desk, *what)

    monkeypatch.setattr(Desk, "decide", late)
    answer = sign(anne, reason="lest", since=seen["seq"])
    assert (answer.status, answer.json["error"]) == (422, NB["listen.signed_unseen"])
    assert [line["who"] for line in page.log()] == ["Bjørn"]


def test_a_later_change_voids_a_signature_and_undo_makes_it_valid_again(
    page: pages.Served, anne: pages.Browser
) -> None:
    sign(anne, reason="lest")
    assert decide(anne, set_text("u1", 0, "Endret."))["signatures"][0]["valid"] is False
    assert anne.get(API).json["hearing"]["round"] == 1
    found = anne.post(f"{API}/undo", deciding(anne.get(API).json)).json
    assert found["signatures"][0]["valid"] is True
    assert anne.get(API).json["hearing"]["round"] == 2
    assert len(page.log()) == 3


def test_a_signature_is_nothing_that_undo_takes_back(page: pages.Served, anne: pages.Browser) -> None:
    sign(anne, reason="lest")
    found = anne.post(f"{API}/undo", deciding(anne.get(API).json)).json
    assert (found["refused"], found["canUndo"], len(page.log())) == (None, False, 1)


# ---------------------------------------------------------------------- place and settings


def test_the_place_is_where_one_left_it_also_after_a_restart(study: Path) -> None:
    place = {"ms": 4200, "turn": "u2", "caret": 7, "first": "u1", "offset": -12}
    with pages.served(study) as page:
        anne = page.browser("Anne")
        assert anne.post(f"{API}/place", {"place": place}).status == 200
        assert page.browser("Bjørn").get(API).json["place"] is None
    with pages.served(study) as page:
        assert page.browser("Anne").get(API).json["place"] == place


# ---------------------------------------------------------------------- sound and outline


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-", 0, None), ("bytes=100-199", 100, 199), ("bytes=-50", -50, None)]
)
def test_the_sound_is_sent_in_the_ranges_that_the_player_asks_for(
    sounding: pages.Served, asked: str, first: int, last: int | None
) -> None:
    whole = sounding.site.opened.store.path(INTERVIEW, "audio.wav").read_bytes()
    answer = sounding.browser().get(f"{API}/sound", range=asked)
    assert answer.status == 206
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["cache-control"] == "no-store"
    expected = whole[first:] if last is None else whole[first : last + 1]
    assert answer.body == expected
    start = first % len(whole)
    span = f"bytes {start}-{start + len(expected) - 1}/{len(whole)}"
    assert answer.headers["content-range"] == span


def test_the_sound_can_be_had_whole_and_a_range_outside_it_cannot(sounding: pages.Served) -> None:
    whole = sounding.site.opened.store.path(INTERVIEW, "audio.wav").read_bytes()
    anne = sounding.browser()
    answer = anne.get(f"{API}/sound")
    assert (answer.status, answer.body == whole, answer.headers["accept-ranges"]) == (200, True, "bytes")
    assert anne.get(f"{API}/sound", range=f"bytes={len(whole)}-").status == 416


def test_the_outline_has_a_byte_for_each_20_milliseconds(sounding: pages.Served) -> None:
    with wave.open(str(sounding.site.opened.store.path(INTERVIEW, "audio.wav"))) as sound:
        frames = sound.getnframes()
    answer = sounding.browser().get(f"{API}/peaks")
    assert answer.status == 200
    assert len(answer.body) == -(-frames // 320)
    assert max(answer.body) > 100 > min(answer.body)


def test_an_outline_that_is_missing_is_made_and_asked_for_again(
    sounding: pages.Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounding.site.opened.store.path(INTERVIEW, "peaks.bin").unlink()
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(sounding.site.opened.keeper, "ask", lambda *what: asked.append(what))
    answer = sounding.browser().get(f"{API}/peaks")
    assert (answer.status, answer.json, asked) == (202, {"making": True}, [(INTERVIEW, "peaks")])


def test_without_sound_the_page_says_so(anne: pages.Browser) -> None:
    answer = anne.get(f"{API}/sound")
    assert (answer.status, answer.json["error"]) == (422, NB["listen.no_sound"])


def test_no_word_of_an_interview_is_in_a_page_before_a_script_asks_for_it(anne: pages.Browser) -> None:
    answer = anne.get(f"/interviews/{INTERVIEW}/listen")
    assert answer.status == 200
    assert 'data-interview="intervju-01"' in answer.text
    assert "Ørlandet" not in answer.text
    assert "Ørlandet" in anne.get(API).text


def test_the_title_of_a_study_is_text_and_never_markup(study_folder: Path) -> None:
    settings = study_folder / "study.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("Prøvestudie", "<script>alert(1)</script>"), "utf-8"
    )
    pages.put_transcript(study_folder, pages.talk())
    with pages.served(study_folder) as page:
        text = page.browser("<b>Anne</b>").get("/").text
    assert "<script>alert" not in text
    assert "<b>Anne" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert open_study(study_folder).settings.title.startswith("<script>")


# ---------------------------------------------------------------------- many at once


@pytest.mark.parametrize("drawn", ["turns", "turn"])
def test_a_decision_in_the_middle_of_an_answer_comes_with_the_next(
    page: pages.Served, monkeypatch: pytest.MonkeyPatch, drawn: str
) -> None:
    """Else a page would believe that it has seen a decision that it was never sent."""
    desk = page.site.opened.desk(INTERVIEW)

    def takes(revision: int) -> None:
        operation = SetText(turn="u1", revision=revision, text=f"Rettelse {revision}")
        assert desk.take("Bjørn", [Proposal(pages.new_id(), (operation,))]).why is None

    takes(0)
    now, draws = desk.now(), getattr(ReviewState, drawn)

    def late(state: ReviewState, *which: str) -> Any:
        if desk.decisions == 1:
            takes(1)
        return draws.fget(state) if drawn == "turns" else draws(state, *which)

    monkeypatch.setattr(ReviewState, drawn, property(late) if drawn == "turns" else late)
    found = shapes.whole(desk, 0.0) if drawn == "turns" else shapes.changes(desk, 0, "Anne", 0.0)
    assert desk.decisions == 2
    assert (found["seq"], len(now.log)) == (1, 1)
    next_time = shapes.changes(desk, found["seq"], "Anne", 0.0)
    assert next_time["turns"]["u1"]["text"] == "Rettelse 1"


def test_state_and_number_are_of_one_moment_while_others_write(
    page: pages.Served,
) -> None:
    desk = page.site.opened.desk(INTERVIEW)
    over, failed = threading.Event(), []

    def write() -> None:
        for number in range(60):
            operation = SetText(turn="u1", revision=number, text=f"Rettelse {number}")
            assert desk.take("Bjørn", [Proposal(pages.new_id(), (operation,))]).why is None
        over.set()

    def read() -> None:
        seen = 0
        while not over.is_set():
            found = shapes.whole(desk, 0.0)
            failed.extend([("whole", found["seq"])] if found["turns"][0]["rev"] != found["seq"] else [])
            news = shapes.changes(desk, seen, "Anne", 0.0)
            told = news["turns"]["u1"]["rev"] if news["turns"] else seen
            failed.extend([("changes", news["seq"])] if told != news["seq"] else [])
            seen = news["seq"]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=read) for _ in range(2)] + [threading.Thread(target=write)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        sys.setswitchinterval(before)
    assert over.is_set()
    assert not failed
