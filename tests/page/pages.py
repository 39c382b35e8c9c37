"""The page in this process: a browser of a few lines that asks the ASGI application, and studies for it."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import builders

from pipeline.artefacts.transcript import Transcript
from pipeline.page.app import application
from pipeline.page.guard import Guard, Sessions
from pipeline.page.site import Site
from pipeline.runner import open_study

PORT = 4321
ORIGIN = f"http://127.0.0.1:{PORT}"
INTERVIEW = "intervju-01"
API = f"/api/interviews/{INTERVIEW}"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """Cookies and the headers that browsers send; every request is an event loop of its own."""

    app: Callable[..., Awaitable[None]]
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Answer:
        return self.ask("POST", address, body, **headers)

    def ask(self, method: str, address: str, body: Any = b"", **headers: str) -> Answer:
        """Ask for an address; an empty header is left out, `body` is sent as JSON unless it is bytes."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return asyncio.run(self._knock(method, address, data, headers))

    async def _knock(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        pieces = [body[at : at + 65_536] for at in range(0, len(body), 65_536)] or [b""]
        waiting = iter(
            {"type": "http.request", "body": piece, "more_body": piece is not pieces[-1]} for piece in pieces
        )

        async def receive() -> dict[str, Any]:
            for message in waiting:
                return message
            await asyncio.Event().wait()  # a browser that goes on listening
            raise AssertionError

        await self.app(scope(method, address, self._headers(method, headers)), receive, send)
        start = next(message for message in sent if message["type"] == "http.response.start")
        raw = [(name.decode().lower(), value.decode()) for name, value in start["headers"]]
        for name, value in raw:
            if name == "set-cookie":
                self.set_cookies.append(value)
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        whole = b"".join(message.get("body", b"") for message in sent)
        return Answer(start["status"], dict(raw), whole)

    def _headers(self, method: str, changed: Mapping[str, str]) -> dict[str, str]:
        found = {"host": f"127.0.0.1:{PORT}"}
        if method not in ("GET", "HEAD"):
            found["origin"] = ORIGIN
        if self.cookies:
            found["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        found |= {name.replace("_", "-"): value for name, value in changed.items()}
        return {name: value for name, value in found.items() if value}


def scope(method: str, address: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """A request as the server hands it on."""
    parts = urlsplit(address)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", PORT),
    }


@dataclass
class Served:
    """A study on the page, with what was reported on the terminal."""

    site: Site
    sessions: Sessions
    app: Guard
    reports: list[str]

    def browser(self, who: str = "Anne") -> Browser:
        """A browser that has opened the address, and of somebody who has said who they are."""
        browser = Browser(self.app)
        assert browser.get(f"/?token={self.sessions.token}").status == 200
        if who:
            assert browser.post("/api/who", {"name": who}).status == 200
        return browser

    def log(self, name: str = "decisions.jsonl", interview: str = INTERVIEW) -> list[dict[str, Any]]:
        """The lines of a log, read from the disk."""
        path = self.site.opened.store.path(interview, name)
        return [json.loads(line) for line in path.read_bytes().splitlines()] if path.is_file() else []


@contextmanager
def served(root: Path | None, quiet_s: float = 60.0) -> Iterator[Served]:
    """The page of a study, without a server; projections wait so long that no test starts a worker."""
    reports: list[str] = []
    site, sessions = Site(open_study(root) if root is not None else None, reports.append), Sessions()
    if site.has_study:
        site.opened.keeper.quiet_s = quiet_s
    try:
        yield Served(site, sessions, application(site, sessions, PORT), reports)
    finally:
        if site.has_study:
            for timer in site.opened.keeper._timers.values():
                timer.cancel()
            site.opened.keeper._timers.clear()
        site.close()


def put_transcript(root: Path, found: Transcript, interview: str = INTERVIEW) -> Path:
    """Write a transcript into a study as an imported interview."""
    store = open_study(root).store
    store.write(interview, found.model_copy(update={"interview": interview}))
    arrivals = store.identified / "arrivals.json"
    register = json.loads(arrivals.read_bytes()) if arrivals.is_file() else {"last": 0, "interviews": {}}
    register["last"] += 1
    register["interviews"][interview] = {"parts": [f"{register['last']:064x}"], "how": "import"}
    arrivals.write_text(json.dumps({"seen": {}} | register), "utf-8")
    return store.folder(interview)


def talk() -> Transcript:
    """Question and answer; the answer begins with a sign that is two units in UTF-16 and one code point."""
    return builders.transcript(
        builders.turn("u1", "Hvor jobber du da?", 0, speaker="S1", role="interviewer"),
        builders.turn("u2", "😀 Jeg jobber på Ørlandet skole nå.", 2_000, speaker="S2"),
        builders.turn("u3", "Akkurat, ja.", 6_000, speaker="S1", role="interviewer"),
    )


def new_id() -> str:
    return str(uuid.uuid4())


def proposal(*operations: dict[str, Any]) -> dict[str, Any]:
    """One user action as a script sends it."""
    return {"id": new_id(), "operations": list(operations)}


def set_text(turn: str, revision: int, text: str) -> dict[str, Any]:
    return {"op": "set_text", "turn": turn, "revision": revision, "text": text}
