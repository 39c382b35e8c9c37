"""Who one is: asked once, kept in this browser, and written beside everything one decides."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import JsonValue
from starlette.responses import JSONResponse, Response

from pipeline.artefacts.base import Value
from pipeline.page.asking import Ask, Door, View
from pipeline.page.guard import remember
from pipeline.page.people import check_name


class Name(Value):
    """A person."""

    name: str


class Tongue(Value):
    """A language of the page."""

    language: Literal["nb", "en"]


class Settings(Value):
    """How a person likes the page; the scripts know what the keys mean."""

    settings: dict[str, JsonValue]


def _fill(ask: Ask) -> dict[str, Any]:
    to = ask.request.query_params.get("to", "/")
    inside = to.startswith("/") and not to.startswith(("//", "/\\"))
    return {"names": ask.opened.people.names(), "to": to if inside else "/"}


def _be(ask: Ask) -> Response:
    name = check_name(ask.read(Name).name)
    response = JSONResponse({"who": name})
    remember(response, "who", name)
    return response


def _speak(ask: Ask) -> Response:
    response = JSONResponse({})
    remember(response, "lang", ask.read(Tongue).language)
    return response


def _like(ask: Ask) -> dict[str, Any]:
    ask.opened.people.keep_settings(ask.person, ask.read(Settings).settings)
    return {}


VIEW = View(
    "who",
    "/who",
    fill=_fill,
    doors=(Door("POST", "/who", _be), Door("POST", "/language", _speak), Door("POST", "/settings", _like)),
    needs_name=False,
)
