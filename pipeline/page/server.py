"""Serving the page: on 127.0.0.1 alone, on a free port, until Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from pipeline.errors import PipelineError, frames_of
from pipeline.messages import say
from pipeline.page.app import application
from pipeline.page.guard import Sessions, bare_page
from pipeline.page.site import Site
from pipeline.runner import Study
from pipeline.store import write_file

ADDRESS = "127.0.0.1"

#: So long requests that are under way may take to end after Ctrl-C.
GRACE_S = 2

#: Opened in the browser instead of the address, whose token others could read in the list of processes.
DOORWAY = "open.html"


class _Server(uvicorn.Server):
    """Says when it is ready, and ends the streams of news when it is to end."""

    def __init__(self, config: uvicorn.Config, site: Site, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._site, self._ready = site, ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        import asyncio

        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: self._told(context.get("exception")))
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._site.closing.set()
        super().handle_exit(sig, frame)

    def _told(self, error: BaseException | None) -> None:
        if error is not None:
            self._site.report(frames_of(error))


def serve(
    study: Study | None,
    *,
    port: int | None = None,
    browser: bool = True,
    ready: Callable[[str], None],
    report: Callable[[str], None],
) -> None:
    """Serve the page until it is interrupted.

    Args:
        study: what to show; none begins with making a new study.
        port: the port asked for; otherwise the one of last time, so that an open page finds us again, or
            any that is free.
        browser: whether to open the user's browser.
        ready: is told the address, with its token, when the page can be reached.
        report: is told what went wrong, as frames without a message.

    Raises:
        PipelineError: the port that was asked for is taken.
    """
    _silence()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # logging out ends it like Ctrl-C
    site, sessions = Site(study, report), Sessions()
    memory = study.store.identified / "page.json" if study is not None else None
    config = uvicorn.Config(
        "",
        host=ADDRESS,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_S,
    )
    sock = _bind(config, [port] if port is not None else [*_last_port(memory), 0])
    number = sock.getsockname()[1]
    if memory is not None:
        write_file(memory, json.dumps({"port": number}).encode() + b"\n")
    config.app = application(site, sessions, number)
    address = f"http://{ADDRESS}:{number}/?token={sessions.token}"

    def tell() -> None:
        ready(address)
        if site.has_study:
            threading.Thread(target=site.opened.warm, daemon=True).start()
        if browser:
            _open_browser(address, memory.with_name(DOORWAY) if memory is not None else None)

    try:
        with contextlib.suppress(KeyboardInterrupt):
            _Server(config, site, tell).run(sockets=[sock])
    finally:
        site.closing.set()
        sock.close()
        site.close()
        if memory is not None:
            memory.with_name(DOORWAY).unlink(missing_ok=True)


def _bind(config: uvicorn.Config, ports: list[int]) -> Any:
    """A socket on the first of these ports that is free."""
    for number in ports:
        config.port = number
        with contextlib.suppress(SystemExit):  # uvicorn's way to say that a port is taken
            return config.bind_socket()
    raise PipelineError(say("page.port_taken", port=ports[0]), hint=say("page.port_taken.hint"))


def _last_port(memory: Path | None) -> Iterator[int]:
    if memory is None:
        return
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        number = json.loads(memory.read_bytes())["port"]
        if isinstance(number, int) and 1024 <= number <= 65535:
            yield number


def _open_browser(address: str, doorway: Path | None) -> None:
    """Open the user's browser where there is a screen; a text browser would take the terminal."""
    import webbrowser

    if sys.platform not in ("win32", "darwin") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    where = address
    if doorway is not None:
        write_file(doorway, bare_page(say("page.opening"), "", onwards=address).encode())
        where = doorway.absolute().as_uri()
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(where)


def _silence() -> None:
    """Servers write addresses and the words of errors to their logs; ours has none."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio"):
        log = logging.getLogger(name)
        log.handlers = [logging.NullHandler()]
        log.propagate = False
