"""The server as it is started: one address, one machine, nothing said that should not be, a clean end."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import builders
import pages
import pytest

from pipeline.artefacts.verified import VerifiedTranscript
from pipeline.messages import catalogue
from pipeline.runner import open_study

NB = {key: texts[0] for key, texts in catalogue().items()}

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has other signals"),
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]

#: A shell that starts the tests in the background makes all its children deaf to Ctrl-C.
CODE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from pipeline.cli import main; main()"
)


class Review:
    """`renskriv review` in a process of its own, and a client of a few lines."""

    def __init__(self, study: Path | None, *arguments: str, folder: Path | None = None) -> None:
        chosen = ["--study", str(study)] if study is not None else []
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE, *chosen, "review", "--no-browser", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(builders.REPOSITORY)},
            cwd=folder or builders.REPOSITORY,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.port = urlsplit(self.address).port or 0
        self.token = urlsplit(self.address).query.partition("=")[2]
        self.cookies: list[str] = []

    def ask(self, method: str, address: str, body: str = "", host: str = "127.0.0.1") -> tuple[int, str]:
        """Status and body of an answer."""
        data = body.encode()
        head = [
            f"{method} {address} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            f"Cookie: {'; '.join(self.cookies)}",
            f"Content-Length: {len(data)}",
            "Connection: close",
        ]
        with socket.create_connection((host, self.port), timeout=20) as line:
            line.sendall("\r\n".join([*head, "", ""]).encode() + data)
            answer = b"".join(iter(lambda: line.recv(65_536), b""))
        top, _, rest = answer.partition(b"\r\n\r\n")
        lines = top.decode().split("\r\n")
        for name, value in (one.split(": ", 1) for one in lines[1:]):
            if name.lower() == "set-cookie":
                self.cookies.append(value.partition(";")[0])
        return int(lines[0].split()[1]), rest.decode()

    def let_in(self, who: str) -> None:
        assert self.ask("GET", f"/?token={self.token}")[0] == 200
        assert self.ask("POST", "/api/who", json.dumps({"name": who}))[0] == 200

    def end(self, by: int = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code, the rest of stdout, and stderr, when the last process that writes to them is gone."""
        os.killpg(self.process.pid, by)  # as a terminal does
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


Start = Callable[..., Review]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Review] = []

    def inner(*arguments: object, **named: object) -> Review:
        running.append(Review(*arguments, **named))  # type: ignore[arg-type]
        return running[-1]

    yield inner
    for one in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.communicate()


@pytest.fixture
def canary(study_folder: Path) -> Path:
    """A study in which every word that is said and typed is one that must be seen nowhere."""
    pages.put_transcript(
        study_folder, builders.transcript(builders.turn("u1", f"Jeg heter {builders.CANARY}."))
    )
    return study_folder


def test_it_serves_this_machine_alone_says_nothing_and_ends_cleanly(start: Start, canary: Path) -> None:
    review = start(canary)
    assert review.address == f"http://127.0.0.1:{review.port}/?token={review.token}"
    assert len(review.token) >= 32
    assert review.ask("GET", pages.API)[0] == 401
    assert review.ask("GET", "/?token=feil")[0] == 401
    with pytest.raises(OSError):  # noqa: PT011 (whatever the system calls it)
        socket.create_connection(("127.0.0.2", review.port), timeout=2)
    review.let_in("Anne")
    whole = json.loads(review.ask("GET", pages.API)[1])
    assert builders.CANARY in whole["turns"][0]["text"]
    change = pages.proposal(pages.set_text("u1", 0, f"Jeg heter {builders.CANARY} nå."))
    deciding = {"edition": whole["edition"], "since": 0, "decisions": [change]}
    status, answer = review.ask("POST", f"{pages.API}/decisions", json.dumps(deciding))
    assert (status, json.loads(answer)["taken"]) == (200, [change["id"]])
    assert review.ask("POST", f"{pages.API}/decisions", f'{{"{builders.CANARY}": 1}}')[0] == 422
    assert review.ask("GET", f"/{builders.CANARY}")[0] == 404
    with socket.create_connection(("127.0.0.1", review.port), timeout=5) as rubbish:
        rubbish.sendall(f"{builders.CANARY}\r\n\r\n".encode())
        rubbish.recv(1000)
    began = time.monotonic()
    code, out, err = review.end()
    assert time.monotonic() - began < 15
    assert (code, out) == (0, "")
    assert err.splitlines() == [NB["cli.review.ready"], NB["cli.review.ended"]]
    verified = open_study(canary).store.read(pages.INTERVIEW, VerifiedTranscript)
    assert verified.turns[0].text == f"Jeg heter {builders.CANARY} nå."


def test_it_listens_on_one_address_of_one_family(start: Start, canary: Path) -> None:
    review = start(canary)
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).is_file():
            rows = [line.split() for line in Path(table).read_text("ascii").splitlines()[1:]]
            port = f":{review.port:04X}"
            listening = [row[1] for row in rows if row[1].endswith(port) and row[3] == "0A"]
            assert listening == ([f"0100007F{port}"] if table.endswith("tcp") else [])
    assert review.end()[0] == 0


def test_the_news_do_not_keep_it_from_ending(start: Start, canary: Path) -> None:
    review = start(canary)
    review.let_in("Anne")
    with socket.create_connection(("127.0.0.1", review.port), timeout=20) as line:
        head = (
            f"GET /api/news HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\nCookie: {'; '.join(review.cookies)}"
        )
        line.sendall(f"{head}\r\n\r\n".encode())
        assert b"200 OK" in line.recv(4096)
        code, _, err = review.end()
        rest = b"".join(iter(lambda: line.recv(4096), b""))
    assert rest.endswith(b"0\r\n\r\n")  # ended, not cut off
    assert code == 0
    assert "Traceback" not in err


def test_the_port_is_the_same_next_time_and_another_where_that_is_taken(start: Start, canary: Path) -> None:
    first = start(canary)
    assert first.end()[0] == 0
    second = start(canary)
    assert (second.port, second.token != first.token) == (first.port, True)
    third = start(canary)
    assert third.port != second.port
    assert third.ask("GET", f"/?token={third.token}")[0] == 200
    assert second.ask("GET", f"/?token={third.token}")[0] == 401
    taken = start(canary, "--port", str(second.port))
    assert taken.address == ""
    _, err = taken.process.communicate(timeout=30)
    assert taken.process.returncode == 2
    assert NB["page.port_taken"].format(port=second.port) in err
    assert err.count("\n") == 1
    assert second.end()[0] == third.end()[0] == 0


@pytest.mark.parametrize(
    "damage", ["{", '{"port": "x"}', '{"port": 80}', '{"port": 99999}', '{"port": true}', "[]"]
)
def test_a_damaged_memory_of_the_port_is_no_obstacle(start: Start, canary: Path, damage: str) -> None:
    (canary / "transcripts_out" / "identified" / "page.json").write_text(damage, "utf-8")
    review = start(canary)
    assert review.port > 1024
    assert review.end()[0] == 0


def test_outside_a_study_it_begins_with_making_one(start: Start, tmp_path: Path) -> None:
    review = start(None, folder=tmp_path)
    review.ask("GET", f"/?token={review.token}")
    status, page = review.ask("GET", "/start")
    assert (status, NB["start.what"] in page) == (200, True)
    assert review.end()[0] == 0
    assert not list(tmp_path.iterdir())


def test_the_end_of_a_session_is_as_clean_as_ctrl_c(start: Start, canary: Path) -> None:
    """What a system sends when somebody logs out or turns the machine off."""
    review = start(canary)
    review.let_in("Anne")
    whole = json.loads(review.ask("GET", pages.API)[1])
    change = pages.proposal(pages.set_text("u1", 0, "Rett før slutten."))
    deciding = {"edition": whole["edition"], "since": 0, "decisions": [change]}
    assert review.ask("POST", f"{pages.API}/decisions", json.dumps(deciding))[0] == 200
    os.kill(review.process.pid, signal.SIGTERM)
    review.process.communicate(timeout=30)
    assert review.process.returncode == 0
    verified = open_study(canary).store.read(pages.INTERVIEW, VerifiedTranscript)
    assert verified.turns[0].text == "Rett før slutten."


def test_nothing_outlives_a_server_that_was_killed_and_nothing_acknowledged_is_lost(
    start: Start, canary: Path
) -> None:
    review = start(canary)
    review.let_in("Anne")
    assert review.ask("GET", "/api/models")[0] == 200  # the worker is there
    whole = json.loads(review.ask("GET", pages.API)[1])
    change = pages.proposal(pages.set_text("u1", 0, "Bekreftet."))
    deciding = {"edition": whole["edition"], "since": 0, "decisions": [change]}
    assert review.ask("POST", f"{pages.API}/decisions", json.dumps(deciding))[0] == 200
    os.kill(review.process.pid, signal.SIGKILL)
    review.process.communicate(timeout=30)  # ends when the worker has let go of what it could write to
    again = start(canary)
    again.let_in("Bjørn")
    assert json.loads(again.ask("GET", pages.API)[1])["turns"][0]["text"] == "Bekreftet."
    assert again.end()[0] == 0
