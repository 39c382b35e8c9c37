"""Files that a person gives to the page: recordings into `audio_in/`, transcripts into the study."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.arrivals import RESERVED
from pipeline.errors import PipelineError
from pipeline.ingest.imported import is_transcript_name
from pipeline.messages import say
from pipeline.page.site import Opened, Site
from pipeline.page.work import sentences
from pipeline.store import sync_folder, told

#: Largest recording (12 hours of WAV in CD quality) and largest transcript that is taken in, in bytes.
LARGEST_SOUND, LARGEST_TEXT = 8_000_000_000, 20_000_000

#: Longest name, in bytes of UTF-8, and longest ending ("wav"), in characters; a longer one is no ending.
LONGEST_NAME, LONGEST_ENDING = 200, 16


def safe_name(name: str) -> str:
    """A file name as every system can keep it: the last part of a path, without signs that mean something.

    Raises:
        PipelineError: nothing is left of it.
    """
    name = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)
    name = re.sub(r'[<>:"|?*]', "_", "".join(c for c in name if c.isprintable())).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    while len(f"{stem}{dot}{ending}".encode()) > LONGEST_NAME:
        stem = stem[:-1]
    name = f"{stem}{dot}{ending}"
    if not name or name.partition(".")[0].strip().casefold() in RESERVED:
        raise PipelineError(say("page.file_name"), hint=say("page.file_name.hint"))
    return name


async def receive(site: Site, request: Request) -> Response:
    """Take a file in as it comes, piece by piece; answered when it is on the disk."""
    opened = site.opened
    name = safe_name(request.query_params.get("name", ""))
    is_text = is_transcript_name(name)
    folder = opened.store.identified / ".inn" if is_text else opened.store.audio_in
    largest = LARGEST_TEXT if is_text else LARGEST_SOUND
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.{os.urandom(4).hex()}.part"
        size = 0
        try:
            with part.open("xb") as target:
                async for piece in request.stream():
                    size += len(piece)
                    if size > largest:
                        raise PipelineError(say("page.file_large"), hint=say("page.file_large.hint"))
                    await run_in_threadpool(target.write, piece)
                target.flush()
                os.fsync(target.fileno())
            if is_text:
                return JSONResponse({"told": await run_in_threadpool(_take_in, opened, part, name)})
            kept = _put(part, folder, name)
            return JSONResponse({"told": [{"kind": "made", "text": say("page.file_kept", name=kept)}]})
        finally:
            part.unlink(missing_ok=True)


def _put(part: Path, folder: Path, name: str) -> str:
    """Give the file its name, beside others of the same name; never over one."""
    stem, dot, ending = name.rpartition(".")
    number, free = 1, name
    while (folder / free).exists():
        number += 1
        free = f"{stem or ending} ({number}){dot}{ending}" if stem else f"{name} ({number})"
    part.replace(folder / free)
    sync_folder(folder)
    return free


def _take_in(opened: Opened, part: Path, name: str) -> list[dict[str, str]]:
    """Import a transcript under its delivered name, in the worker; others may come under the same one."""
    with tempfile.TemporaryDirectory(dir=part.parent) as own:
        named = Path(own) / name
        part.replace(named)
        return opened.keeper.run(_import, str(opened.store.root), str(named)).result()


def _import(root: str, path: str) -> list[dict[str, Any]]:
    from pipeline.actions import take_in
    from pipeline.runner import open_study

    results = take_in(open_study(Path(root)), [Path(path)])
    said = [one for one in map(sentences, results) if one["text"]]
    return said or [{"kind": "note", "text": say("page.nothing_to_do")}]
