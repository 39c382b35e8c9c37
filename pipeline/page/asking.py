"""From a request to an answer: views draw a template, doors answer scripts. Nothing here knows a view."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.artefacts.base import Value
from pipeline.errors import PipelineError
from pipeline.messages import LANGUAGES, catalogue, language, say
from pipeline.page.guard import as_json
from pipeline.page.site import Opened, Site

V = TypeVar("V", bound=Value)

HERE = Path(__file__).parent

#: Longest body of a request to a door, in bytes; files have a door of their own that streams.
LONGEST_BODY = 4_000_000


@dataclass(frozen=True)
class Ask:
    """A request that was let in. `who` is empty for somebody who has not said it yet."""

    site: Site
    request: Request = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def who(self) -> str:
        """The name of whoever asks."""
        return str(self.request.scope.get("renskriv.who", ""))

    @property
    def person(self) -> str:
        """The name of whoever decides.

        Raises:
            PipelineError: they have not said it.
        """
        if not self.who:
            raise PipelineError(say("page.who_needed"), hint=say("page.who_needed.hint"))
        return self.who

    @property
    def opened(self) -> Opened:
        """The study that is shown; see `Site.opened`."""
        return self.site.opened

    @property
    def interview(self) -> str:
        """The id in the address."""
        return str(self.request.path_params["interview"])

    def number(self, name: str, default: int = 0) -> int:
        """A whole number of the query."""
        text = self.request.query_params.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 16 else default

    def read(self, kind: type[V]) -> V:
        """What a script sent.

        Raises:
            PipelineError: it is not of this kind. Nothing of it is quoted.
        """
        try:
            return kind.model_validate_json(self.body)
        except ValidationError:
            raise PipelineError(say("page.bad_request"), hint=say("page.bad_request.hint")) from None


Answer = dict[str, Any] | Response


@dataclass(frozen=True)
class Door:
    """Where scripts knock: a method, a path below `/api`, and what is answered."""

    method: str
    path: str
    answer: Callable[[Ask], Answer]


@dataclass(frozen=True)
class Stream:
    """A door whose request is read, or answer written, piece by piece."""

    method: str
    path: str
    answer: Callable[[Site, Request], Awaitable[Response]]


@dataclass(frozen=True)
class View:
    """What a person can look at: an address, a template of the same name, what fills it, and its doors.

    `rooms` are the rooms of the catalogue whose messages its script speaks; its script is
    `static/<name>.js` and its style, if it has one, `static/<name>.css`. `of_interview`: it is one of the
    tabs of an interview.
    """

    name: str
    path: str
    fill: Callable[[Ask], Mapping[str, Any]] = lambda _ask: {}
    doors: tuple[Door | Stream, ...] = ()
    rooms: tuple[str, ...] = ()
    of_interview: bool = False
    needs_study: bool = True
    needs_name: bool = True


def templates() -> jinja2.Environment:
    """The templates: everything escaped, nothing undefined."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def spoken(rooms: tuple[str, ...]) -> str:
    """The messages of these rooms in the language in use, for a script: JSON, key -> text."""
    which = LANGUAGES.index(language())
    return as_json(
        {key: texts[which] for key, texts in catalogue().items() if key.partition(".")[0] in rooms}
    )


def modules(script: Path) -> tuple[str, ...]:
    """The names of all modules that a script imports, also through others, to be fetched at once."""
    found: dict[str, None] = {}
    waiting = [script]
    while waiting:
        text = waiting.pop().read_text("utf-8")
        for name in re.findall(r'^import .*? from "\./([a-z]+\.js)";$', text, re.MULTILINE):
            if name not in found:
                found[name] = None
                waiting.append(script.parent / name)
    return tuple(found)


def view_route(site: Site, view: View, pages: jinja2.Environment, tabs: tuple[View, ...]) -> Route:
    """The address of a view."""
    imported = modules(HERE / "static" / f"{view.name}.js")
    styled = (HERE / "static" / f"{view.name}.css").is_file()

    def draw(request: Request) -> Response:
        ask = Ask(site, request)
        if view.needs_study and not site.has_study:
            return RedirectResponse("/start", 303)
        if view.needs_name and not ask.who:
            return RedirectResponse(f"/who?to={request.url.path}", 303)
        status, missing = 200, None
        try:
            values = dict(view.fill(ask))
        except PipelineError as error:
            status, missing, values = 404, error, {}
        page = pages.get_template("missing.html" if missing else f"{view.name}.html")
        html = page.render(
            say=say,
            language=language(),
            languages=LANGUAGES,
            view=view,
            styled=styled,
            imported=imported,
            tabs=tabs,
            who=ask.who,
            title=site.opened.study.settings.title if site.has_study else "",
            interview=request.path_params.get("interview", ""),
            settings=site.opened.people.settings(ask.who) if site.has_study and ask.who else {},
            messages=spoken(("page", *view.rooms)),
            missing=missing,
            as_json=as_json,
            **values,
        )
        return HTMLResponse(html, status)

    return Route(view.path, draw, methods=["GET"])


def door_route(site: Site, door: Door | Stream) -> Route:
    """The address of a door. What a person can mend is answered as `{"error", "hint"}`, status 422."""

    async def answer(request: Request) -> Response:
        try:
            if isinstance(door, Stream):
                return await door.answer(site, request)
            ask = Ask(site, request, await _body(request))
            found = await run_in_threadpool(door.answer, ask)
        except PipelineError as error:
            return JSONResponse({"error": error.message, "hint": error.hint}, 422)
        return found if isinstance(found, Response) else JSONResponse(found)

    return Route(f"/api{door.path}", answer, methods=[door.method])


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            raise PipelineError(say("page.too_much"), hint=say("page.too_much.hint"))
    return body
