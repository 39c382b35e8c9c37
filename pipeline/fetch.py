"""Fetch model weights: the only module that opens a connection, used only by `renskriv models fetch`.

A file comes into `NAME.part`, which a later try goes on with; it gets its name when its sha256 is right.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from functools import partial
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say
from pipeline.weights import RECEIPT, File, Model, Weights, read_receipt, sha256, size_text

#: Called with the bytes that are here so far, and all there will be (None where unknown).
Progress = Callable[[int, int | None], None]

TIMEOUT_S = 30
BLOCK_BYTES = 1 << 20
TRIES = 5  # how often a cut connection is taken up again before the user is asked
SPARE_BYTES = 100_000_000  # left free on the disk


class _CutError(Exception):
    """The connection ended before the file did."""


def fetch(model: Model, weights: Weights, on_progress: Progress = lambda done, total: None) -> Path:
    """Get the model's files and check them; what is here and whole is not fetched again.

    Returns:
        what `Weights.locate` returns.

    Raises:
        PipelineError: not a model that is fetched, no network, refused by the server, cut off, wrong
            contents, or no room. After a cut or an interrupt the part is kept.
    """
    if model.local is not None or not model.files or not all(file.url for file in model.files):
        raise PipelineError(
            say("weights.nothing_to_fetch", name=one_line(model.name)),
            hint=say("weights.nothing_to_fetch.hint"),
        )
    folder = weights.folder(model)
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    _check_room(model, folder)
    total = model.size_bytes
    done = 0
    for file in model.files:
        target = folder / file.path
        expected = weights.expected(model, file)
        if not (target.is_file() and expected and sha256(target) == expected):
            _fetch_file(model, weights, file, partial(_report, on_progress, done, total))
        done += target.stat().st_size
        on_progress(done, total)
    return weights.locate(model)


def _report(on_progress: Progress, before: int, total: int | None, here: int) -> None:
    on_progress(before + here, total)


def _fetch_file(model: Model, weights: Weights, file: File, on_bytes: Callable[[int], None]) -> None:
    target = weights.folder(model) / file.path
    part = target.with_name(target.name + ".part")
    by_hand = say("weights.by_hand.hint", by_hand=weights.by_hand(model, (file,)))
    stated = ""
    for _ in range(TRIES):
        with contextlib.suppress(_CutError), _told(target.parent):
            stated = _transfer(file, part, on_bytes, name=model.name, hint=by_hand)
            break
    else:
        raise PipelineError(say("weights.cut", file=file.path), hint=say("weights.cut.hint", name=model.name))
    digest = sha256(part)
    if digest != (file.sha256 or stated or digest):
        part.unlink()
        raise PipelineError(say("weights.wrong_digest", file=file.path), hint=by_hand)
    with _told(target.parent):
        if not file.sha256:
            _note(part, file, digest)
        part.replace(target)


def _transfer(file: File, part: Path, on_bytes: Callable[[int], None], *, name: str, hint: str) -> str:
    """Bring `part` to the end of the file, from where it stands if the server can do that.

    Returns:
        the sha256 that the server states, or nothing.

    Raises:
        _CutError: the connection ended early; what came is in `part`.
        PipelineError: no connection, the server refuses, or nobody knows what the file should contain.
    """
    url = file.url
    host = urlsplit(url).hostname
    redirects = _Redirects(name, hint)
    redirects.check(url)
    here = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "renskriv"})  # noqa: S310 -- checked above
    if here:
        request.add_header("Range", f"bytes={here}-")
    try:
        response: HTTPResponse = urllib.request.build_opener(redirects).open(request, timeout=TIMEOUT_S)
    except HTTPError as error:
        with error:
            redirects.note(error.headers)
            if error.code == 416:
                all_here = here > 0 and error.headers.get("Content-Range") == f"bytes */{here}"
                if all_here and _can_be_checked(file, redirects.sha256):
                    return redirects.sha256
                part.unlink(missing_ok=True)
                raise _CutError from None
        raise PipelineError(
            say("weights.refused", host=host, status=error.code, url=url), hint=hint
        ) from None
    except (OSError, HTTPException):
        raise PipelineError(say("weights.no_network", host=host), hint=hint) from None
    with response:
        redirects.note(response.headers)
        if not _can_be_checked(file, redirects.sha256):
            raise PipelineError(say("weights.no_digest", host=host, file=file.path), hint=hint)
        resumed = here > 0 and response.status == 206
        if resumed and not response.headers.get("Content-Range", "").startswith(f"bytes {here}-"):
            part.unlink()
            raise _CutError
        length = response.headers.get("Content-Length", "")
        here = here if resumed else 0
        end = here + int(length) if length.isdecimal() else None
        with part.open("ab" if resumed else "wb") as out:
            for block in _blocks(response):
                out.write(block)
                here += len(block)
                on_bytes(here)
            out.flush()
            os.fsync(out.fileno())
    if end is not None and here < end:
        raise _CutError
    return redirects.sha256


def _can_be_checked(file: File, stated: str) -> bool:
    """Weights never come unchecked; the hub's small files lie in git, and it states no sha256 for them."""
    return bool(file.sha256 or stated) or file.path.endswith(".json")


def _blocks(response: HTTPResponse) -> Iterator[bytes]:
    while True:
        try:
            block = response.read(BLOCK_BYTES)
        except (OSError, HTTPException):
            raise _CutError from None
        if not block:
            return
        yield block


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to encrypted addresses only, and keeps the sha256 that the first server states.

    The hub's own answer names the digest in `X-Linked-ETag`; the storage that it points to does not.
    """

    def __init__(self, name: str, hint: str) -> None:
        self.name = name
        self.hint = hint
        self.sha256 = ""

    def check(self, url: str, *, local: bool = True) -> None:
        """Refuse what is not https; plain http only to this machine itself, for the tests."""
        to = urlsplit(url)
        if to.scheme == "https" or (local and to.scheme == "http" and to.hostname == "127.0.0.1"):
            return
        raise PipelineError(
            say("weights.insecure", name=self.name, host=to.hostname or to.scheme), hint=self.hint
        )

    def note(self, headers: Message) -> None:
        """Keep the digest that an answer states, if none was stated before."""
        stated = re.fullmatch(r'(?:W/)?"?([0-9a-f]{64})"?', headers.get("X-Linked-ETag", ""))
        if stated and not self.sha256:
            self.sha256 = stated[1]

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request to go on with; see the class."""
        try:
            self.check(newurl, local=req.type == "http")
        except PipelineError:
            fp.close()
            raise
        self.note(headers)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_room(model: Model, folder: Path) -> None:
    if model.size_bytes is None:
        return
    needed = model.size_bytes - sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    free = shutil.disk_usage(folder).free
    if needed > 0 and needed + SPARE_BYTES > free:
        raise PipelineError(
            say(
                "weights.space",
                name=model.name,
                needed=size_text(needed + SPARE_BYTES, exact=False),
                folder=folder,
                free=size_text(free),
            ),
            hint=say("weights.space.hint"),
        )


def _note(part: Path, file: File, digest: str) -> None:
    """Keep the file's size and sha256 in the receipt, before the file gets its name."""
    receipt = part.with_name(RECEIPT)
    known = read_receipt(part.parent) | {file.path: {"bytes": part.stat().st_size, "sha256": digest}}
    temporary = receipt.with_suffix(".json.part")
    temporary.write_text(json.dumps({"files": known}, indent=1, sort_keys=True) + "\n", "utf-8")
    temporary.replace(receipt)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written to into an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PipelineError(say("weights.full", folder=folder), hint=say("weights.space.hint")) from None
        raise PipelineError(
            say("weights.no_writing", folder=folder), hint=say("weights.no_writing.hint")
        ) from None
