"""The stream of news (server-sent events): tells a page that something has changed, never what was said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from pipeline.actions import known
from pipeline.page.asking import Stream
from pipeline.page.site import Site

#: How often files are looked at, and how often a line is sent to see whether anybody still listens.
LOOK_S, BEAT_S = 0.3, 15.0


async def _news(site: Site, request: Request) -> Response:
    opened, interview = site.opened, request.query_params.get("interview", "")
    if interview:
        known(opened.study, interview)

    async def told() -> AsyncIterator[str]:
        last, quiet = "", 0.0
        while not site.closing.is_set():
            now = json.dumps(await run_in_threadpool(opened.pulse, interview))
            if now != last:
                last, quiet = now, 0.0
                yield f"data: {now}\n\n"
            elif quiet >= BEAT_S:
                quiet = 0.0
                yield ":\n\n"
            await asyncio.sleep(LOOK_S)
            quiet += LOOK_S

    return StreamingResponse(told(), media_type="text/event-stream")


NEWS = Stream("GET", "/news", _news)
