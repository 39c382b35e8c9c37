"""The guard: only this machine, only whoever has the address, only pages of our own."""

import asyncio
from pathlib import Path
from typing import Any

import builders
import pages
import pytest

from pipeline.messages import catalogue, use_language
from pipeline.page import guard
from pipeline.page.guard import HEADERS

NB = {key: texts[0] for key, texts in catalogue().items()}
EN = {key: texts[1] for key, texts in catalogue().items()}


@pytest.fixture
def stranger(page: pages.Served) -> pages.Browser:
    return pages.Browser(page.app)


def test_the_token_is_swapped_for_a_cookie_that_scripts_and_other_sites_do_not_get(
    page: pages.Served, stranger: pages.Browser
) -> None:
    answer = stranger.get(f"/?token={page.sessions.token}")
    assert answer.status == 200
    assert 'content="0;url=/"' in answer.text
    [cookie] = stranger.set_cookies
    name, _, attributes = cookie.lower().partition(";")
    assert name.startswith(f"renskriv-{pages.PORT}=")
    assert {"httponly", "samesite=strict", "path=/"} == {part.strip() for part in attributes.split(";")}
    assert page.sessions.token not in cookie + answer.text
    assert stranger.get("/api/interviews").status == 200


def test_two_browsers_may_join_with_the_same_address(page: pages.Served) -> None:
    first, second = page.browser("Anne"), page.browser("Bjørn")
    session = f"renskriv-{pages.PORT}"
    assert first.cookies[session] != second.cookies[session]
    for browser, who in ((first, "Anne"), (second, "Bjørn")):
        assert browser.get(pages.API).json["who"] == who


@pytest.mark.parametrize("token", ["feil", "", "å", "%ff", "a" * 5000])
def test_a_wrong_token_opens_nothing(page: pages.Served, stranger: pages.Browser, token: str) -> None:
    answer = stranger.get(f"/?token={token}")
    assert answer.status == 401
    assert NB["page.no_session"] in answer.text
    assert not stranger.set_cookies
    assert not page.sessions.ids


def test_a_token_counts_at_the_front_door_only(page: pages.Served, stranger: pages.Browser) -> None:
    assert stranger.get(f"/api/interviews?token={page.sessions.token}").status == 401
    assert stranger.post(f"/?token={page.sessions.token}").status == 401
    assert not page.sessions.ids


@pytest.mark.parametrize(
    "address", ["/", "/who", "/start", f"/interviews/{pages.INTERVIEW}/listen", "/finnes-ikke"]
)
def test_without_a_session_a_page_is_a_sentence(stranger: pages.Browser, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status == 401
    assert answer.headers["content-type"].startswith("text/html")
    assert NB["page.no_session.hint"] in answer.text
    assert "Ørlandet" not in answer.text


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/api/interviews"),
        ("GET", pages.API),
        ("GET", f"{pages.API}/sound"),
        ("GET", "/api/news"),
        ("POST", f"{pages.API}/decisions"),
        ("POST", "/api/who"),
        ("DELETE", "/api/work"),
        ("PUT", "/api/files?name=a.wav"),
        ("GET", "/api/finnes-ikke"),
    ],
)
@pytest.mark.parametrize("cookie", ["", f"renskriv-{pages.PORT}=gjettet", f"renskriv-{pages.PORT}="])
def test_without_a_session_no_door_opens(
    stranger: pages.Browser, method: str, address: str, cookie: str
) -> None:
    answer = stranger.ask(method, address, cookie=cookie)
    assert answer.status == 401
    assert answer.json == {"error": NB["page.no_session"], "hint": NB["page.no_session.hint"]}


@pytest.mark.parametrize("address", ["/static/../api/interviews", "/static/..%2fapi/interviews", "/static//"])
def test_what_needs_no_session_is_our_own_files_and_nothing_beside_them(
    stranger: pages.Browser, address: str
) -> None:
    assert stranger.get("/static/base.css").status == 200
    assert stranger.get(address).status == 404
    assert stranger.get("/static/..%2ftemplates/base.html").status == 404
    assert stranger.get("/static/..%2fguard.py").status == 404


@pytest.mark.parametrize(
    "host",
    [
        "",
        "127.0.0.1",
        "127.0.0.1:80",
        f"onde.example:{pages.PORT}",
        f"127.0.0.1.onde.example:{pages.PORT}",
        f"127.0.0.1:{pages.PORT}.onde.example",
        f"0.0.0.0:{pages.PORT}",
        f"[::1]:{pages.PORT}",
    ],
)
def test_a_foreign_host_is_refused(page: pages.Served, anne: pages.Browser, host: str) -> None:
    for address in ("/", "/api/interviews", "/static/base.css", f"/?token={page.sessions.token}"):
        answer = anne.get(address, host=host)
        assert (answer.status, answer.json["error"]) == (403, NB["page.foreign_host"])
    assert anne.get("/api/interviews", host=f"localhost:{pages.PORT}").status == 200


FOREIGN = [
    "null",
    "http://onde.example",
    f"http://onde.example:{pages.PORT}",
    f"https://127.0.0.1:{pages.PORT}",
    f"http://127.0.0.1:{pages.PORT}.onde.example",
    "http://127.0.0.1:9999",
]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_foreign_origin_is_refused(anne: pages.Browser, method: str, origin: str) -> None:
    answer = anne.ask(method, "/api/work", origin=origin)
    assert (answer.status, answer.json["error"]) == (403, NB["page.foreign_origin"])


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", f"{pages.API}/decisions"),
        ("POST", "/api/work"),
        ("DELETE", "/api/work"),
        ("PUT", "/api/files?name=a.wav"),
    ],
)
def test_what_changes_something_says_that_it_is_from_our_own_page(
    page: pages.Served, anne: pages.Browser, method: str, address: str
) -> None:
    answer = anne.ask(method, address, origin="")
    assert (answer.status, answer.json["error"]) == (403, NB["page.foreign_origin"])
    assert not page.log()
    assert not page.site.opened.work.running
    assert not list(page.site.opened.store.audio_in.iterdir())


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("same-origin", "cors", 200),
        ("none", "navigate", 200),
        ("cross-site", "no-cors", 403),
        ("cross-site", "cors", 403),
        ("same-site", "no-cors", 403),  # another server on this machine
        ("cross-site", "navigate", 200),  # a link; the session, being strict, is not sent with it
    ],
)
def test_what_other_sites_embed_is_refused(anne: pages.Browser, site: str, mode: str, status: int) -> None:
    answer = anne.get("/api/interviews", sec_fetch_site=site, sec_fetch_mode=mode)
    assert answer.status == status


def test_every_answer_has_the_headers_that_keep_it_here(page: pages.Served, anne: pages.Browser) -> None:
    stranger = pages.Browser(page.app)
    answers = [
        stranger.get("/"),
        stranger.get(f"/?token={page.sessions.token}"),
        stranger.get("/api/interviews", host="onde.example"),
        anne.get("/"),
        anne.get("/finnes-ikke"),
        anne.get("/interviews/finnes-ikke/listen"),
        anne.get(pages.API),
        anne.post(f"{pages.API}/decisions", {}),
        anne.get("/static/base.css"),
        anne.get("/static/finnes-ikke.css"),
        anne.ask("DELETE", "/"),
    ]
    assert {answer.status for answer in answers} == {200, 401, 403, 404, 405, 422}
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name.lower()] == value
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert set(policy.replace(";", " ").split()) <= {
        *("default-src", "script-src", "style-src", "img-src", "media-src", "connect-src", "form-action"),
        *("base-uri", "frame-ancestors", "'self'", "'none'"),
    }
    assert HEADERS["Cache-Control"] == "no-store"


def test_a_bug_is_a_sentence_for_the_page_and_frames_for_the_terminal(
    page: pages.Served, anne: pages.Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(builders.CANARY)

    monkeypatch.setattr(page.site.opened, "desk", broken)
    answer = anne.get(pages.API)
    assert answer.status == 500
    assert answer.json == {"error": NB["page.bug"], "hint": NB["page.bug.hint"]}
    assert answer.headers["cache-control"] == "no-store"
    [report] = page.reports
    assert report.startswith("builtins.ValueError")
    assert "test_guard.py" in report
    assert builders.CANARY not in report + answer.text


def test_somebody_who_leaves_in_the_middle_of_a_request_is_no_bug(
    page: pages.Served, anne: pages.Browser
) -> None:
    async def leave() -> None:
        messages = iter(
            [{"type": "http.request", "body": b"RIFF", "more_body": True}, {"type": "http.disconnect"}]
        )

        async def receive() -> dict[str, Any]:
            return next(messages)

        async def send(_message: dict[str, Any]) -> None:
            return  # nobody is there

        headers = anne._headers("PUT", {})
        await page.app(pages.scope("PUT", "/api/files?name=a.wav", headers), receive, send)

    asyncio.run(leave())
    assert not page.reports
    assert not list(page.site.opened.store.audio_in.iterdir())


def test_a_web_socket_gets_no_answer(page: pages.Served) -> None:
    async def never(*_: object) -> dict[str, Any]:
        raise AssertionError("answered")

    headers = {"host": f"127.0.0.1:{pages.PORT}"}
    asyncio.run(page.app(pages.scope("GET", "/", headers) | {"type": "websocket"}, never, never))


@pytest.mark.parametrize(("code", "words"), [("nb", NB), ("en", EN)])
def test_the_language_is_the_one_that_this_browser_chose(
    page: pages.Served, anne: pages.Browser, code: str, words: dict[str, str]
) -> None:
    other = page.browser("Bjørn")
    assert anne.post("/api/language", {"language": code}).status == 200
    answer = anne.get("/")
    assert f'<html lang="{code}"' in answer.text
    assert words["page.view.overview"] in answer.text
    assert anne.get("/api/interviews/finnes-ikke").json["hint"] == words["runner.no_interview.hint"]
    assert '<html lang="nb"' in other.get("/").text


@pytest.mark.parametrize(
    "cookie", ["renskriv-lang=zz", "renskriv-lang=7a7a", "renskriv-lang=", "renskriv-lang=ff"]
)
def test_a_language_that_is_none_is_the_one_that_the_server_was_started_in(study: Path, cookie: str) -> None:
    use_language("en")
    with pages.served(study) as page:
        use_language("nb")
        assert '<html lang="en"' in pages.Browser(page.app).get("/", cookie=cookie).text


def test_a_language_is_one_of_two(anne: pages.Browser) -> None:
    assert anne.post("/api/language", {"language": "de"}).status == 422


@pytest.mark.parametrize("name", ["Åse Brønn", "Kjell-Øyvind Ærlig", "李", "A; B=C, D", 'Anne "Anna" Å'])
def test_a_name_comes_back_as_it_was_said(page: pages.Served, name: str) -> None:
    browser = page.browser(name)
    assert browser.get(pages.API).json["who"] == name
    [cookie] = [one for one in browser.set_cookies if one.startswith("renskriv-who=")]
    assert cookie.isascii()
    assert "HttpOnly" in cookie


@pytest.mark.parametrize("cookie", ["zz", "ff", "6", ""])
def test_a_name_that_is_none_of_ours_is_nobody(page: pages.Served, anne: pages.Browser, cookie: str) -> None:
    anne.cookies["renskriv-who"] = cookie
    answer = anne.get(pages.API)
    assert (answer.status, answer.json["error"]) == (422, NB["page.who_needed"])
    assert anne.get("/").headers["location"] == "/who?to=/"
    assert not page.reports


def test_a_page_for_strangers_holds_sentences_only() -> None:
    assert "<script" not in guard.bare_page("a", "b", onwards="/")
    assert guard.as_json({"a": "</script>"}) == '{"a": "\\u003c/script>"}'
