"""The page as one ASGI application: views, doors, static files, behind the guard."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from pipeline.page.asking import HERE, View, door_route, templates, view_route
from pipeline.page.guard import Guard, Sessions, problem
from pipeline.page.news import NEWS
from pipeline.page.site import Site
from pipeline.page.views import VIEWS


def application(site: Site, sessions: Sessions, port: int) -> Guard:
    """The page of a site, let in by these sessions, served on this port."""
    views: tuple[View, ...] = tuple(VIEWS.load(name) for name in VIEWS)
    tabs = tuple(view for view in views if view.of_interview)
    pages = templates()
    routes: list[BaseRoute] = [view_route(site, view, pages, tabs) for view in views]
    routes += [door_route(site, door) for view in views for door in view.doors]
    routes += [door_route(site, NEWS), Mount("/static", StaticFiles(directory=HERE / "static"))]
    return Guard(Starlette(routes=routes, exception_handlers={Exception: _bug}), sessions, port, site.report)


def _bug(_request: Request, _error: Exception) -> Response:
    """What the page is told of a bug; the guard, which the error goes on to, reports it."""
    return problem(500, "page.bug")
