"""Who is let in: only this machine, only whoever has the address, only pages of our own.

The server listens on 127.0.0.1, which other users of the machine and every page in the browser can reach
as well. So each request needs our own `Host` (against DNS rebinding), no foreign `Origin` (against forged
requests), and a session, which is got for the token in the address. What a request fails at is answered
in a sentence without a word of its own; what breaks is reported as frames without a message.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.errors import frames_of
from pipeline.messages import LANGUAGES, language, say, use_language

#: Everything comes from here, nothing runs that is not a file of ours, nothing is framed.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",  # interviews stay out of the browser's cache on disk
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

YEAR_S = 365 * 24 * 3600


@dataclass
class Sessions:
    """The token of this run of the server and the sessions that it was swapped for; gone when it stops."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    ids: set[str] = field(default_factory=set, repr=False)

    def begin(self, token: str) -> str | None:
        """A new session for the right token, None for a wrong one."""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        session = secrets.token_urlsafe(32)
        self.ids.add(session)
        return session


class Guard:
    """The outermost layer of the page: an ASGI application round the others."""

    def __init__(self, app: ASGIApp, sessions: Sessions, port: int, report: Callable[[str], None]) -> None:
        self.app, self.sessions, self.report = app, sessions, report
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"renskriv-{port}"  # cookies know no port: two studies must not share one
        self.first_language = language()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here: the handshake fails
        headers = Headers(scope=scope)
        cookies = HTTPConnection(scope).cookies
        chosen = remembered(cookies, "lang")
        use_language(chosen if chosen in LANGUAGES else self.first_language)
        scope["renskriv.who"] = remembered(cookies, "who")
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                added = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    added[name] = value
            await send(message)

        answer = self._refusal(scope, headers, cookies)
        try:
            await (answer or self.app)(scope, receive, guarded)
        except ClientDisconnect:
            return  # somebody closed the page in the middle of a request
        except Exception as error:
            self.report(frames_of(error))
            if not begun:
                await problem(500, "page.bug")(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers, cookies: Mapping[str, str]) -> Response | None:
        """What is answered instead of the page; None where the request may pass."""
        if headers.get("host", "") not in self.hosts:
            return problem(403, "page.foreign_host")
        if self._is_foreign(scope["method"], headers):
            return problem(403, "page.foreign_origin")
        token = QueryParams(scope["query_string"]).get("token", "")
        if scope["path"] == "/" and token and scope["method"] == "GET":
            return self._swap(token)
        if cookies.get(self.cookie) in self.sessions.ids or scope["path"].startswith("/static/"):
            return None
        if scope["path"].startswith("/api/"):
            return problem(401, "page.no_session")
        return HTMLResponse(bare_page(say("page.no_session"), say("page.no_session.hint")), 401)

    def _is_foreign(self, method: str, headers: Headers) -> bool:
        """Whether another page sent this; what changes something must say that it was ours."""
        origin = headers.get("origin")
        if origin is None and method not in ("GET", "HEAD"):
            return True
        if origin is not None and origin.removeprefix("http://") not in self.hosts:
            return True
        from_outside = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        return from_outside and headers.get("sec-fetch-mode") != "navigate"

    def _swap(self, token: str) -> Response:
        """A session for a token. The browser goes on by itself: a redirect carries no strict cookie."""
        session = self.sessions.begin(token)
        if session is None:
            return HTMLResponse(bare_page(say("page.no_session"), say("page.no_session.hint")), 401)
        response = HTMLResponse(bare_page(say("page.opening"), "", onwards="/"))
        response.set_cookie(self.cookie, session, httponly=True, samesite="strict", path="/")
        return response


def problem(status: int, key: str) -> Response:
    """What went wrong, as scripts read it: `{"error", "hint"}`."""
    return JSONResponse({"error": say(key), "hint": say(f"{key}.hint")}, status)


def remember(response: Response, name: str, value: str) -> None:
    """Keep a choice (`who`, `lang`) in this browser, for a year; scripts do not see it."""
    response.set_cookie(  # hexadecimal, as a cookie's own characters are few
        f"renskriv-{name}", value.encode().hex(), max_age=YEAR_S, httponly=True, samesite="strict", path="/"
    )


def remembered(cookies: Mapping[str, str], name: str) -> str:
    """What `remember` kept; empty where there is nothing, or nothing of ours."""
    try:
        return bytes.fromhex(cookies.get(f"renskriv-{name}", "")).decode()
    except ValueError:
        return ""


def bare_page(title: str, text: str, onwards: str = "") -> str:
    """A page that needs nothing else: for whoever has no session. Only sentences of the catalogue."""
    go = f'<meta http-equiv="refresh" content="0;url={onwards}">' if onwards else ""
    icon = '<link rel="icon" href="/static/icon.svg">'
    return (
        f'<!doctype html><html lang="{language()}"><meta charset="utf-8">{icon}{go}'
        f"<title>Renskriv</title><h1>{title}</h1><p>{text}</p></html>"
    )


def as_json(value: object) -> str:
    """JSON that can stand inside a `<script type="application/json">`."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
