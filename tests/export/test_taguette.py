"""What we write, taken in by a real Taguette on loopback: documents, tags, highlights, and each text.

Taguette is a development dependency. It runs in a process of its own that can reach nothing but loopback.
"""

from __future__ import annotations

import contextlib
import csv
import http.cookiejar
import io
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import exporting
import pytest

#: Another interpreter that has Taguette, for whoever does not want it beside the tests.
PYTHON = os.environ.get("TAGUETTE_PYTHON", sys.executable)

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]

#: Starts Taguette without its daily look for news, and with every connection that leaves the machine refused.
START = """
import socket, sys

def refuse(self, address):
    raise OSError("nothing leaves this machine")

socket.socket.connect = socket.socket.connect_ex = refuse
from taguette.web.base import Application

Application.check_messages = lambda self: None
from taguette.main import main

sys.argv = ["taguette", "--no-browser", "--bind", "127.0.0.1", *sys.argv[1:]]
main()
"""

ADDRESS = re.compile(r"http://localhost:\d+/\?token=(\w+)")


class Taguette:
    """A Taguette that runs, and a client of a few lines."""

    def __init__(self, database: Path, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.log = (home / "log").open("w+")
        self.process = subprocess.Popen(
            [PYTHON, "-c", START, "--port", str(port), "--database", str(database)],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(home), "SENTRY_DSN": ""},
        )
        self.address = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.client = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )
        assert self.process.stdout is not None
        token = next((found[1] for line in self.process.stdout if (found := ADDRESS.search(line))), None)
        assert token, "Taguette did not start"
        self.get(f"/?token={token}")
        self.get("/project/new")

    def get(self, path: str) -> str:
        with self.client.open(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    @property
    def _xsrf(self) -> str:
        return next(str(cookie.value) for cookie in self.cookies if cookie.name == "_xsrf")

    def post(self, path: str, data: bytes, kind: str) -> tuple[str, str]:
        request = urllib.request.Request(  # noqa: S310
            self.address + path, data, {"Content-Type": kind, "X-XSRFToken": self._xsrf}
        )
        with self.client.open(request, timeout=60) as answer:
            return str(answer.read().decode()), str(answer.url)

    def post_json(self, path: str, /, **values: object) -> Any:
        return json.loads(self.post(path, json.dumps(values).encode(), "application/json")[0])

    def post_form(self, path: str, /, **fields: str) -> str:
        data = urllib.parse.urlencode({"_xsrf": self._xsrf, **fields}).encode()
        return self.post(path, data, "application/x-www-form-urlencoded")[1]

    def post_file(self, path: str, name: str, kind: str, content: bytes, /, **fields: str) -> str:
        border = uuid.uuid4().hex
        body = b"".join(
            f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        )
        body += f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode()
        body += f"Content-Type: {kind}\r\n\r\n".encode() + content + f"\r\n--{border}--\r\n".encode()
        return self.post(path, body, f"multipart/form-data; boundary={border}")[0]

    def new_project(self, name: str) -> int:
        return int(self.post_form("/project/new", name=name, description="").rsplit("/", 1)[1])

    def table(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.get(path))))

    def highlights(self, project: int) -> Counter[tuple[str, str, str]]:
        """Every (document, tag, text), as Taguette exports them."""
        rows = self.table(f"/project/{project}/export/highlights/.csv")
        return Counter((row["document"], row["tag"], exporting.squeezed(row["content"])) for row in rows)

    def tags(self, project: int) -> set[str]:
        return {row["tag"] for row in self.table(f"/project/{project}/export/codebook.csv")}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.log.close()


@contextlib.contextmanager
def running(database: Path, home: Path) -> Iterator[Taguette]:
    one = Taguette(database, home)
    try:
        yield one
    finally:
        one.stop()


@pytest.fixture(scope="module")
def taguette(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taguette]:
    home = tmp_path_factory.mktemp("taguette")
    with running(home / "empty.sqlite3", home) as one:
        yield one


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return exporting.files("taguette", exporting.study())


def expected() -> Counter[tuple[str, str, str]]:
    study = exporting.study()
    return Counter(
        (one.id, study.names[code], exporting.squeezed(text))
        for one in study.interviews
        for code, text in exporting.expected(one)
    )


def test_the_project_file_is_taken_in_with_every_document_tag_and_highlight(
    taguette: Taguette, written: dict[str, bytes]
) -> None:
    kind = "application/octet-stream"
    found = json.loads(taguette.post_file("/api/import", "t.sqlite3", kind, written["taguette.sqlite3"]))
    assert found == {"projects": [{"id": 1, "name": "Hagelag i nord (avidentifisert)"}]}
    taken = json.loads(
        taguette.post_file("/api/import", "t.sqlite3", kind, written["taguette.sqlite3"], project_id="1")
    )
    project = taken["project_id"]
    assert taguette.highlights(project) == expected()
    assert taguette.tags(project) == set(exporting.study().names.values())
    page = taguette.get(f"/project/{project}")
    assert "intervju-01" in page
    assert "intervju-02" in page


def test_the_places_are_where_taguette_itself_finds_the_words(
    taguette: Taguette, written: dict[str, bytes]
) -> None:
    """Route A: it is given the documents and the places, and cuts the texts out by itself."""
    database = sqlite3.connect(":memory:")
    database.deserialize(written["taguette.sqlite3"])
    project = taguette.new_project("Plasser")
    api = f"/api/project/{project}"
    tags = {
        number: taguette.post_json(f"{api}/tag/new", path=path, description=about)["id"]
        for number, path, about in database.execute("SELECT id, path, description FROM tags")
    }
    documents = {
        number: json.loads(
            taguette.post_file(
                f"{api}/document/new",
                f"{name}.html",
                "text/html",
                contents.encode(),
                name=name,
                description="",
            )
        )["created"]
        for number, name, contents in database.execute("SELECT id, name, contents FROM documents")
    }
    places = database.execute("SELECT id, document_id, start_offset, end_offset FROM highlights").fetchall()
    for number, document, start, end in places:
        mine = database.execute("SELECT tag_id FROM highlight_tags WHERE highlight_id = ?", (number,))
        taguette.post_json(
            f"{api}/document/{documents[document]}/highlight/new",
            start_offset=start,
            end_offset=end,
            tags=[tags[tag] for (tag,) in mine],
        )
    database.close()
    assert taguette.highlights(project) == expected()


def test_the_codebook_is_taken_in_by_itself(taguette: Taguette, written: dict[str, bytes]) -> None:
    project = taguette.new_project("Kodebok")
    path = f"/project/{project}/import_codebook"
    page = taguette.post_file(
        path, "k.csv", "text/csv", written["taguette-kodebok.csv"], _xsrf=taguette._xsrf
    )
    rows = list(csv.DictReader(io.StringIO(written["taguette-kodebok.csv"].decode())))
    assert page.count("-import") >= len(rows)
    fields = {
        f"tag{number}-{key}": value
        for number, row in enumerate(rows)
        for key, value in (("path", row["tag"]), ("description", row["description"]), ("import", "on"))
    }
    taguette.post_form(path, **fields)
    assert taguette.tags(project) - {"interesting"} == set(exporting.study().names.values())


def test_it_can_be_opened_as_a_database_of_its_own(tmp_path: Path, written: dict[str, bytes]) -> None:
    database = tmp_path / "taguette.sqlite3"
    database.write_bytes(written["taguette.sqlite3"])
    with running(database, tmp_path) as one:
        assert "Hagelag i nord" in one.get("/")
        assert "intervju-02" in one.get("/project/1")
        assert one.highlights(1) == expected()


def test_long_ids_stay_apart_within_what_taguette_takes(taguette: Taguette) -> None:
    long = "intervju-" + "a" * 50
    study = exporting.study(
        exporting.interview(f"{long}-1"), exporting.interview(f"{long}-2"), title="Å" * 90
    )
    data = exporting.files("taguette", study)["taguette.sqlite3"]
    kind = "application/octet-stream"
    taken = json.loads(taguette.post_file("/api/import", "t.sqlite3", kind, data, project_id="1"))
    assert len({document for document, _, _ in taguette.highlights(taken["project_id"])}) == 2
