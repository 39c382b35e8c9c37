"""The language model that sees names in a text: the one that ships, or another that lies on this machine.

Which one is a single setting, `language_model` in `[anonymise]`. It is always loaded from a path, never by a
bare name, for which spaCy would ask the network. Ours is one file, as spaCy's `Language.to_bytes` gives it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say
from pipeline.weights import Weights

if TYPE_CHECKING:
    from spacy.language import Language

#: The model that ships.
SHIPPED = "names-nb"

#: Parts of a pipeline that finding names needs; a tagger or parser beside them only costs time.
_NEEDED = {"ner", "beam_ner", "tok2vec", "transformer", "curated_transformer", "entity_ruler", "span_ruler"}
_PACKAGE = re.compile(r"[a-z]{2,3}_[a-z0-9_]+")


@dataclass(frozen=True)
class LanguageModel:
    """A language model that was found, not loaded.

    `identity` tells it from every other: a digest of what it contains, or, where that would take long, of
    when it was written.
    """

    name: str
    kind: Literal["packed", "spacy", "transformer"]
    path: Path
    identity: str


def choose(setting: str, weights: Weights) -> LanguageModel:
    """The model that `language_model` names: nothing for the one that ships, else a package or a folder.

    Raises:
        PipelineError: it is not on this machine.
    """
    if not setting:
        model = weights.find(SHIPPED)
        known = "\n".join(file.sha256 for file in model.files)
        return LanguageModel(SHIPPED, "packed", weights.locate(model), _digest(known))
    folder = _package(setting) or _folder(setting)
    for file, kind in (("config.cfg", "spacy"), ("config.json", "transformer")):
        if folder and (folder / file).is_file():
            return LanguageModel(one_line(folder.name), kind, folder, _digest("\n".join(_written(folder))))  # type: ignore[arg-type]
    raise PipelineError(
        say("language_model.unknown", name=one_line(setting)), hint=say("language_model.unknown.hint")
    )


def load(model: LanguageModel, weights: Weights) -> Language:
    """The spaCy pipeline, in which a component called `ner` writes a document's entities.

    Raises:
        PipelineError: the files of the model that ships are damaged, the model cannot be loaded, or it does
            not look for names.
    """
    if model.name == SHIPPED:
        weights.verify(weights.find(SHIPPED))
    try:
        nlp = _READERS[model.kind](model.path)
    except Exception as error:  # whatever the files of somebody else's model lead to
        kind = type(error).__name__
        raise PipelineError(
            say("language_model.unloadable", name=model.name, kind=kind),
            hint=say("language_model.unloadable.hint"),
        ) from None
    if not nlp.has_pipe("ner"):
        raise PipelineError(
            say("language_model.nameless", name=model.name), hint=say("language_model.unknown.hint")
        )
    return nlp


def unpacked(path: Path) -> Language:
    """The pipeline in one file, as `models.training.names` writes it: `Language.to_bytes` without strings.

    Raises:
        OSError: there is no such file.
        ValueError, LookupError: something else is in it.
    """
    import srsly
    from spacy.util import load_config_from_str, load_model_from_config

    data = path.read_bytes()
    config = load_config_from_str(srsly.msgpack_loads(data)["config.cfg"].decode())
    return load_model_from_config(config, auto_fill=True).from_bytes(data, exclude=["strings"])


def _spacy(folder: Path) -> Language:
    import spacy

    config = spacy.util.load_config(folder / "config.cfg")
    parts = config["components"]
    spare = [name for name in config["nlp"]["pipeline"] if parts[name].get("factory") not in _NEEDED]
    return spacy.load(folder, exclude=spare)


def _transformer(folder: Path) -> Language:
    from pipeline.anonymise.transformer import pipeline

    return pipeline(folder)


_READERS = {"packed": unpacked, "spacy": _spacy, "transformer": _transformer}


def _package(name: str) -> Path | None:
    """The folder with the model inside an installed package such as nb_core_news_sm, without importing it."""
    if not _PACKAGE.fullmatch(name):
        return None
    spec = importlib.util.find_spec(name)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        try:
            meta = json.loads((Path(place) / "meta.json").read_text("utf-8"))
            return Path(place) / f"{meta['lang']}_{meta['name']}-{meta['version']}"
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return None


def _folder(setting: str) -> Path | None:
    try:
        path = Path(setting).expanduser().absolute()
        return path if path.is_dir() else None
    except (OSError, RuntimeError, ValueError):  # too long for a path, or `~` of nobody
        return None


def _written(folder: Path) -> Iterator[str]:
    """A line for each file, with its size and when it was written."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        stat = path.stat()
        yield f"{path.relative_to(folder).as_posix()} {stat.st_size} {stat.st_mtime_ns}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
