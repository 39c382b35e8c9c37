"""Fetching models from a server on this machine that behaves well, badly, or not at all."""

import hashlib
import json
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import fetch as fetching
from pipeline.errors import PipelineError
from pipeline.fetch import fetch
from pipeline.messages import use_language
from pipeline.weights import File, Model, Weights

pytestmark = pytest.mark.enable_socket

DATA = bytes(range(256)) * 20_000  # five blocks
DIGEST = hashlib.sha256(DATA).hexdigest()


@dataclass
class Server:
    """What it has, how it behaves, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=lambda: {"/one.pt": DATA, "/config.json": b"{}"})
    redirects: dict[str, str] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)
    cut_after: list[int] = field(default_factory=list)
    ranges: bool = True
    lying_ranges: bool = False
    status: int = 0
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    use_language("en")
    it = Server()
    with Listening(("127.0.0.1", 0), lambda *args: Handler(it, *args)) as listening:
        it.url = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield it
        listening.shutdown()
        thread.join()
    use_language(None)


class Listening(ThreadingHTTPServer):
    def handle_error(self, *args: object) -> None:
        """Nothing: connections that break off are what is tested."""


class Handler(BaseHTTPRequestHandler):
    def __init__(self, it: Server, *args: object) -> None:
        self.it = it
        super().__init__(*args)  # type: ignore[arg-type]

    def log_message(self, *args: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.it.asked.append((self.path, asked))
        if self.it.status:
            self.send_error(self.it.status)
            return
        stated = {"X-Linked-ETag": f'"{self.it.stated[self.path]}"'} if self.path in self.it.stated else {}
        if self.path in self.it.redirects:
            self.answer(302, b"", stated | {"Location": self.it.redirects[self.path]})
            return
        if self.path not in self.it.files:
            self.send_error(404)
            return
        data = self.it.files[self.path]
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and self.it.ranges else 0
        if start >= len(data):
            self.answer(416, b"", stated | {"Content-Range": f"bytes */{len(data)}"})
        elif start:
            first = 0 if self.it.lying_ranges else start
            where = {"Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"}
            self.answer(206, data[first:], stated | where)
        else:
            self.answer(200, data, stated)

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body and self.it.cut_after:
            body = body[: self.it.cut_after.pop(0)]
        self.wfile.write(body)


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return Weights(tmp_path, tmp_path)


def one(server: Server, **changed: object) -> Model:
    """A model in one file, whose digest and size the manifest knows."""
    known = {"path": "one.pt", "url": f"{server.url}/one.pt", "sha256": DIGEST, "size_bytes": len(DATA)}
    return Model("one", "openai-whisper", "openai-whisper", (File(**(known | changed)),))  # type: ignore[arg-type]


def hub(server: Server) -> Model:
    """A hub folder, whose digests only the server knows."""
    names = ("config.json", "one.safetensors")
    server.files["/one.safetensors"] = DATA
    files = tuple(File(name, f"{server.url}/{name}") for name in names)
    return Model("hub", "hf-whisper", "openai-whisper", files, about_bytes=len(DATA))


def names(weights: Weights, model: Model) -> list[str]:
    return sorted(path.name for path in weights.folder(model).iterdir())


def refusal(model: Model, weights: Weights) -> PipelineError:
    with pytest.raises(PipelineError) as caught:
        fetch(model, weights)
    assert "\n" not in caught.value.message + caught.value.hint
    return caught.value


def test_a_model_is_fetched_checked_and_left_alone_the_next_time(server: Server, weights: Weights) -> None:
    model = one(server)
    seen: list[tuple[int, int | None]] = []
    path = fetch(model, weights, lambda done, total: seen.append((done, total)))
    assert path == weights.root / "fetched" / "one" / "one.pt"
    assert path.read_bytes() == DATA
    assert names(weights, model) == ["one.pt"]
    assert weights.verify(model).checked
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (len(DATA), len(DATA))
    fetch(model, weights)
    assert len(server.asked) == 1


def test_a_damaged_file_is_fetched_again(server: Server, weights: Weights) -> None:
    model = one(server)
    path = fetch(model, weights)
    path.write_bytes(DATA[:-1])
    assert fetch(model, weights).read_bytes() == DATA


def test_a_cut_connection_is_taken_up_where_it_ended(server: Server, weights: Weights) -> None:
    server.cut_after = [1000, 2_000_000]
    assert fetch(one(server), weights).read_bytes() == DATA
    assert [asked for _, asked in server.asked] == [None, "bytes=1000-", "bytes=2001000-"]


def test_a_connection_that_is_always_cut_ends_in_an_error_and_the_part_is_kept(
    server: Server, weights: Weights
) -> None:
    model = one(server)
    server.cut_after = [1000] * fetching.TRIES
    error = refusal(model, weights)
    assert "renskriv models fetch one" in error.hint
    assert (weights.folder(model) / "one.pt.part").stat().st_size == 1000 * fetching.TRIES
    assert fetch(model, weights).read_bytes() == DATA


def test_an_interrupt_leaves_the_part_and_the_next_run_goes_on_from_it(
    server: Server, weights: Weights
) -> None:
    model = one(server)

    def interrupt(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(model, weights, interrupt)
    assert names(weights, model) == ["one.pt.part"]
    here = (weights.folder(model) / "one.pt.part").stat().st_size
    assert 0 < here < len(DATA)
    assert fetch(model, weights).read_bytes() == DATA
    assert server.asked[-1] == ("/one.pt", f"bytes={here}-")


def lay_part(weights: Weights, model: Model, data: bytes) -> Path:
    folder = weights.folder(model)
    folder.mkdir(parents=True)
    part = folder / f"{model.files[-1].path}.part"
    part.write_bytes(data)
    return part


def test_a_part_that_is_whole_already_only_needs_its_name(server: Server, weights: Weights) -> None:
    model = one(server)
    lay_part(weights, model, DATA)
    assert fetch(model, weights).read_bytes() == DATA
    assert server.asked == [("/one.pt", f"bytes={len(DATA)}-")]


def test_a_part_that_is_longer_than_the_file_is_begun_again(server: Server, weights: Weights) -> None:
    model = one(server)
    lay_part(weights, model, DATA + b"more")
    assert fetch(model, weights).read_bytes() == DATA


@pytest.mark.parametrize("trait", ["ranges", "lying_ranges"])
def test_a_server_that_cannot_go_on_from_a_place_is_asked_for_everything(
    server: Server, weights: Weights, trait: str
) -> None:
    setattr(server, trait, not getattr(server, trait))
    model = one(server)
    lay_part(weights, model, b"other bytes")
    assert fetch(model, weights).read_bytes() == DATA


def test_wrong_contents_are_removed_and_the_user_told_how_to_do_it_by_hand(
    server: Server, weights: Weights
) -> None:
    server.files["/one.pt"] = DATA[:-1] + b"X"
    model = one(server)
    error = refusal(model, weights)
    assert "one.pt" in error.message
    assert model.files[0].url in error.hint
    assert names(weights, model) == []


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_server_that_refuses_is_named_with_its_answer(
    server: Server, weights: Weights, status: int
) -> None:
    server.status = status
    error = refusal(one(server), weights)
    assert str(status) in error.message
    assert str(weights.root) in error.hint


def test_without_a_network_the_hint_says_what_to_put_where(server: Server, weights: Weights) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/one.pt"
        model = one(server, url=url)
        error = refusal(model, weights)
    assert "127.0.0.1" in error.message
    assert url in error.hint
    assert str(weights.folder(model)) in error.hint


# the hub, which states digests of its own


def test_the_hubs_own_digest_is_checked_across_its_redirect_and_kept_for_later(
    server: Server, weights: Weights
) -> None:
    model = hub(server)
    server.files["/storage"] = server.files.pop("/one.safetensors")
    server.redirects["/one.safetensors"] = "/storage"
    server.stated["/one.safetensors"] = DIGEST
    folder = fetch(model, weights)
    assert folder == weights.folder(model)
    assert weights.verify(model).checked
    receipt = json.loads((folder / "receipt.json").read_text())["files"]
    assert receipt["one.safetensors"] == {"bytes": len(DATA), "sha256": DIGEST}
    assert receipt["config.json"] == {"bytes": 2, "sha256": hashlib.sha256(b"{}").hexdigest()}
    assert names(weights, model) == ["config.json", "one.safetensors", "receipt.json"]
    asked = len(server.asked)
    fetch(model, weights)
    assert len(server.asked) == asked


def test_contents_that_differ_from_the_hubs_own_digest_are_removed(server: Server, weights: Weights) -> None:
    model = hub(server)
    server.stated["/one.safetensors"] = "0" * 64
    refusal(model, weights)
    assert not [name for name in names(weights, model) if "safetensors" in name]


def test_weights_whose_digest_nobody_states_are_not_fetched(server: Server, weights: Weights) -> None:
    model = hub(server)
    error = refusal(model, weights)
    assert "sha256" in error.message
    assert names(weights, model) == ["config.json", "receipt.json"]


@pytest.mark.parametrize("stated", [True, False])
def test_weights_that_are_all_here_are_not_taken_unchecked_either(
    server: Server, weights: Weights, stated: bool
) -> None:
    model = hub(server)
    lay_part(weights, model, DATA)
    if stated:
        server.stated["/one.safetensors"] = DIGEST
        fetch(model, weights)
        assert weights.verify(model).checked
    else:
        assert "sha256" in refusal(model, weights).message


def test_a_model_that_is_here_needs_no_room(
    server: Server, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(one(server), weights)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    fetch(one(server), weights)


def test_the_manifests_digest_is_not_overruled_by_the_servers(server: Server, weights: Weights) -> None:
    server.files["/one.pt"] = b"other"
    server.stated["/one.pt"] = hashlib.sha256(b"other").hexdigest()
    refusal(one(server), weights)


def test_progress_counts_the_files_of_a_model_together(server: Server, weights: Weights) -> None:
    model = hub(server)
    server.stated["/one.safetensors"] = DIGEST
    seen: list[int] = []
    fetch(model, weights, lambda done, total: seen.append(done))
    assert seen == sorted(seen)
    assert seen[-1] == len(DATA) + len(b"{}")


# addresses


@pytest.mark.parametrize(
    "url", ["http://models.example/one.pt", "ftp://models.example/one.pt", "file:///etc/hostname"]
)
def test_only_encrypted_addresses_are_opened(
    server: Server, weights: Weights, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching.urllib.request, "build_opener", None)
    assert "https" in refusal(one(server, url=url), weights).message


def test_a_redirect_to_an_address_that_is_not_encrypted_is_not_followed(
    server: Server, weights: Weights
) -> None:
    server.redirects["/one.pt"] = "http://models.example/one.pt"
    assert "models.example" in refusal(one(server), weights).message


def test_an_encrypted_address_cannot_redirect_to_this_machine() -> None:
    redirects = fetching._Redirects("one", "")
    redirects.check("http://127.0.0.1/one.pt")
    with pytest.raises(PipelineError):
        redirects.check("http://127.0.0.1/one.pt", local=False)


# the disk


def test_room_on_the_disk_is_looked_at_before_anything_is_asked_for(
    server: Server, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=len(DATA)))
    error = refusal(one(server), weights)
    assert "RENSKRIV_MODELS" in error.hint
    assert server.asked == []


@pytest.mark.parametrize(
    ("number", "word"), [(28, "full"), (13, "Cannot write"), (30, "Cannot write")], ids=["full", "no", "ro"]
)
def test_a_disk_that_takes_no_more_is_an_error_that_says_so(
    server: Server, weights: Weights, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    def fail(handle: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(fetching.os, "fsync", fail)
    assert word in refusal(one(server), weights).message


def test_a_models_folder_that_is_a_file_is_an_error_that_says_so(server: Server, weights: Weights) -> None:
    (weights.root / "fetched").write_text("in the way")
    assert "Cannot write" in refusal(one(server), weights).message


@pytest.mark.parametrize("change", ["no url", "own"])
def test_models_that_ship_or_are_ones_own_are_not_fetched(
    server: Server, weights: Weights, change: str, tmp_path: Path
) -> None:
    model = one(server, url="")
    if change == "own":
        model = replace(one(server), local=tmp_path / "own.pt")
    refusal(model, weights)
    assert server.asked == []


def test_no_other_module_of_the_program_asks_for_anything_over_a_network() -> None:
    asks = re.compile(
        r"^\s*(?:import|from) (?:urllib\.request|http\.client|ftplib|requests|httpx|huggingface_hub)\b"
        r"|whisper\.load_model\(|torch\.hub\b",
        re.MULTILINE,
    )
    package = Path(fetching.__file__).parent
    guilty = {path.name for path in package.rglob("*.py") if asks.search(path.read_text("utf-8"))}
    assert guilty == {"fetch.py"}
