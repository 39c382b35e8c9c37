"""Model weights: which there are, where they lie, and whether they are whole. Never opens a connection.

`models/manifest.toml` lists them. Those that ship lie in `models/embedded/`; the others in
`fetched/NAME/` below the models folder, put there by `renskriv models fetch` or by hand.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import tomllib
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import PipelineError
from pipeline.messages import language, one_line, say

Kind = Literal["openai-whisper", "hf-whisper", "silero-vad", "spacy"]

#: Beside fetched files whose digest the manifest does not know: what they contained when they came.
RECEIPT = "receipt.json"

_SHARDS = "model.safetensors.index.json"


@dataclass(frozen=True)
class File:
    """One file of a model. `sha256` is empty and `size_bytes` None where the manifest does not know them."""

    path: str
    url: str = ""
    sha256: str = ""
    size_bytes: int | None = None


@dataclass(frozen=True)
class Model:
    """One entry of the manifest, or a model that the user named by its path, `local`.

    `encoder_m` and `decoder_m` are parameters in millions, None where unknown. `note` is a key of the
    catalogue. `sample_recordings` are the sha256 of the recordings that a model is used for without being
    chosen. `longest_window_ms` is at most 30 000; without `join_utterances` a window holds one utterance.
    """

    name: str
    kind: Kind
    engine: str
    files: tuple[File, ...]
    licence: str = ""
    source: str = ""
    note: str = "own"
    aliases: tuple[str, ...] = ()
    embedded: bool = False
    sample_only: bool = False
    sample_recordings: tuple[str, ...] = ()
    longest_window_ms: int = 30_000
    join_utterances: bool = True
    encoder_m: float | None = None
    decoder_m: float | None = None
    about_bytes: int | None = None
    local: Path | None = None

    @property
    def hears_speech(self) -> bool:
        """Whether it is a model to transcribe with."""
        return self.kind in ("openai-whisper", "hf-whisper")

    @property
    def parameters_m(self) -> float | None:
        """All parameters, in millions."""
        if self.encoder_m is None or self.decoder_m is None:
            return None
        return self.encoder_m + self.decoder_m

    @property
    def work(self) -> float | None:
        """Thousand million multiply-adds that 30 s of dense speech cost, for comparing models.

        The encoder's weights are used once for each of a window's 1500 frames, the decoder's once a beam
        for each of some 150 tokens; five beams.
        """
        if self.encoder_m is None or self.decoder_m is None:
            return None
        return (1500 * self.encoder_m + 150 * 5 * self.decoder_m) / 1000

    @property
    def exact_bytes(self) -> int | None:
        """Size of all files together, None where one of them is unknown."""
        sizes = [file.size_bytes for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def size_bytes(self) -> int | None:
        """`exact_bytes`, else what the manifest says they are about."""
        exact = self.exact_bytes
        return self.about_bytes if exact is None else exact


@dataclass(frozen=True)
class Verified:
    """What `verify` saw. `digest` identifies the weights; `checked` is False where nothing was to compare."""

    digest: str
    checked: bool


@dataclass(frozen=True)
class Row:
    """A line of `renskriv models list`, in the language in use. `size` begins with ~ where it is a guess."""

    name: str
    size: str
    present: bool
    note: str
    sample_only: bool
    licence: str


@dataclass(frozen=True)
class Weights:
    """The models on this machine.

    Args:
        shipped: folder with `manifest.toml` and `embedded/`.
        root: folder with `fetched/`.
    """

    shipped: Path
    root: Path

    def models(self) -> tuple[Model, ...]:
        """All models of the manifest, in its order.

        Raises:
            PipelineError: the manifest is missing or damaged.
        """
        path = self.shipped / "manifest.toml"
        try:
            entries = tomllib.loads(path.read_text("utf-8"))["model"]
            return tuple(_model(entry) for entry in entries)
        except (OSError, ValueError, KeyError, TypeError):
            raise PipelineError(
                say("weights.no_manifest", path=path), hint=say("weights.no_manifest.hint")
            ) from None

    def find(self, wanted: str) -> Model:
        """The model of this name or alias, else the one at this path (a .pt file or a hub folder).

        A copy of a model of the manifest that lies elsewhere is recognised by its sha256.

        Raises:
            PipelineError: there is none; the hint has the nearest names.
        """
        known = {name: model for model in self.models() for name in (model.name, *model.aliases)}
        if wanted in known:
            return known[wanted]
        path = _path(wanted)
        if path is not None:
            return self._at(path)
        near = difflib.get_close_matches(wanted.lower(), known, n=3, cutoff=0.5)
        hint = (
            say("weights.unknown.hint", names=", ".join(near)) if near else say("weights.unknown.hint_none")
        )
        raise PipelineError(say("weights.unknown", name=one_line(wanted)), hint=hint)

    def _at(self, path: Path) -> Model:
        if path.is_file():
            own = _own(path, "openai-whisper", path.parent, (path.name,))
            for model in self.models():
                same = len(model.files) == 1 and model.files[0].size_bytes == own.size_bytes
                if same and model.files[0].sha256 == sha256(path):
                    return replace(model, local=path, files=(replace(model.files[0], path=path.name),))
            return own
        if (path / "config.json").is_file():
            names = [name for name in ("config.json", "generation_config.json") if (path / name).is_file()]
            return _own(path, "hf-whisper", path, (*names, *(shard.name for shard in shards(path))))
        raise PipelineError(
            say("weights.no_path", path=one_line(str(path))), hint=say("weights.no_path.hint")
        )

    def folder(self, model: Model) -> Path:
        """Where this model's files lie, or would."""
        if model.local is not None:
            return model.local if model.kind == "hf-whisper" else model.local.parent
        return self.shipped / "embedded" if model.embedded else self.root / "fetched" / model.name

    def present(self, model: Model) -> bool:
        """Whether all files are there. Says nothing about their contents."""
        return not self._missing(model)

    def _missing(self, model: Model) -> tuple[File, ...]:
        folder = self.folder(model)
        return tuple(file for file in model.files if not (folder / file.path).is_file())

    def locate(self, model: Model) -> Path:
        """The file to load; of a hub model the folder.

        Raises:
            PipelineError: files are missing; the hint says what to type where there is a network, and
                where to put which file where there is none.
        """
        folder = self.folder(model)
        missing = self._missing(model)
        if not missing:
            return folder if model.kind == "hf-whisper" else folder / model.files[0].path
        files = ", ".join(one_line(file.path) for file in missing)
        if model.local is not None:
            hint = say("weights.missing.hint_local", folder=folder)
        elif model.embedded:
            hint = say("weights.missing.hint_embedded", files=files, folder=folder)
        else:
            by_hand = self.by_hand(model, missing)
            hint = say("weights.missing.hint", name=model.name, by_hand=by_hand)
        raise PipelineError(say("weights.missing", name=one_line(model.name), files=files), hint=hint)

    def by_hand(self, model: Model, files: tuple[File, ...]) -> str:
        """What to do where there is no network, as part of a sentence."""
        urls = ", ".join(file.url for file in files)
        return say("weights.by_hand", urls=urls, folder=self.folder(model))

    def verify(self, model: Model) -> Verified:
        """Compare every file with its sha256, a .pt of the user's own with the checksums that it carries.

        Raises:
            PipelineError: a file is missing, damaged or cannot be read.
        """
        self.locate(model)
        folder = self.folder(model)
        checked = True
        digests = []
        for file in model.files:
            path = folder / file.path
            digest = sha256(path)
            expected = self.expected(model, file)
            if expected:
                whole = digest == expected
            elif model.kind == "openai-whisper":
                whole = _archive_is_whole(path)
            else:
                whole, checked = True, False
            if not whole:
                raise self._damaged(model, file)
            digests.append((file.path, digest))
        if len(digests) == 1:
            return Verified(digests[0][1], checked)
        lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests))
        return Verified(hashlib.sha256(lines.encode()).hexdigest(), checked)

    def expected(self, model: Model, file: File) -> str:
        """The sha256 of the manifest, else of the receipt, else nothing."""
        if file.sha256 or model.local is not None:
            return file.sha256
        return str(read_receipt(self.folder(model)).get(file.path, {}).get("sha256", ""))

    def _damaged(self, model: Model, file: File) -> PipelineError:
        folder = self.folder(model)
        name = one_line(file.path)
        if model.local is not None:
            hint = say("weights.missing.hint_local", folder=folder)
        elif model.embedded:
            hint = say("weights.missing.hint_embedded", files=name, folder=folder)
        else:
            by_hand = self.by_hand(model, (file,))
            hint = say("weights.damaged.hint", name=model.name, by_hand=by_hand)
        return PipelineError(say("weights.damaged", file=name, name=one_line(model.name)), hint=hint)

    def rows(self) -> tuple[Row, ...]:
        """What `renskriv models list` shows, in the manifest's order."""
        return tuple(
            Row(
                name=model.name,
                size=size_text(model.size_bytes, exact=model.exact_bytes is not None),
                present=self.present(model),
                note=say(f"weights.note.{model.note}"),
                sample_only=model.sample_only,
                licence=model.licence,
            )
            for model in self.models()
        )


def installed() -> Weights:
    """The models of this installation; `RENSKRIV_MODELS` names another folder for the fetched ones."""
    shipped = Path(__file__).resolve().parent.parent / "models"
    elsewhere = os.environ.get("RENSKRIV_MODELS")
    return Weights(shipped, Path(elsewhere).absolute() if elsewhere else shipped)


def shards(folder: Path) -> tuple[Path, ...]:
    """The safetensors files of a hub folder: `model.safetensors`, else what its index names.

    Raises:
        PipelineError: there are none, or the index is damaged or names a file outside the folder.
    """
    if (folder / "model.safetensors").is_file():
        return (folder / "model.safetensors",)
    index = folder / _SHARDS
    if not index.is_file():
        raise PipelineError(
            say("weights.no_path", path=one_line(str(folder))), hint=say("weights.no_path.hint")
        )
    try:
        names = sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
        safe = all(Path(name).name == name and name.endswith(".safetensors") for name in names)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        names, safe = [], False
    if not names or not safe:
        raise PipelineError(say("weights.unloadable", file=_SHARDS), hint=say("weights.unloadable.hint"))
    return tuple(folder / name for name in names)


def sha256(path: Path) -> str:
    """The file's sha256 in hexadecimal, read in pieces.

    Raises:
        PipelineError: it cannot be read.
    """
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError:
        raise PipelineError(
            say("weights.unreadable", file=one_line(path.name)),
            hint=say("weights.unreadable.hint", folder=path.parent),
        ) from None


def read_receipt(folder: Path) -> dict[str, dict[str, Any]]:
    """Path -> `bytes` and `sha256` of what was fetched into this folder; empty without a sound receipt."""
    try:
        files = json.loads((folder / RECEIPT).read_text("utf-8"))["files"]
        return {
            str(path): {"bytes": int(e["bytes"]), "sha256": str(e["sha256"])} for path, e in files.items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def size_text(size_bytes: int | None, *, exact: bool = True) -> str:
    """A size for people, in decimal MB or GB; `~` before a guess and instead of an unknown one."""
    if size_bytes is None:
        return "~"
    text = f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
    if language() == "nb":
        text = text.replace(".", ",")
    return text if exact else f"~{text}"


def _model(entry: dict[str, Any]) -> Model:
    files = tuple(
        File(file["path"], file.get("url", ""), file.get("sha256", ""), file.get("bytes"))
        for file in entry["files"]
    )
    tuples = {key: tuple(entry.get(key, ())) for key in ("aliases", "sample_recordings")}
    return Model(**{**entry, **tuples, "files": files})


def _path(wanted: str) -> Path | None:
    """What the user typed as a path, if it is one."""
    try:
        path = Path(wanted).expanduser()
        is_path = bool(wanted) and (len(path.parts) > 1 or path.suffix == ".pt" or path.exists())
    except (OSError, RuntimeError):  # too long for a path, or `~` of nobody
        return None
    return path.absolute() if is_path else None


def _own(path: Path, kind: Kind, folder: Path, names: tuple[str, ...]) -> Model:
    files = tuple(
        File(name, size_bytes=(folder / name).stat().st_size if (folder / name).is_file() else None)
        for name in names
    )
    name = one_line(path.name) + ("/" if path == folder else "")  # a folder called `small` is not `small`
    return Model(name=name, kind=kind, engine="openai-whisper", files=files, local=path)


def _archive_is_whole(path: Path) -> bool:
    """Whether a .pt, which is a zip archive, agrees with the CRC-32 of each of its entries."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError):
        return False
