"""The training itself: spaCy's own loop over `config.cfg`, and the shrinking of what comes out."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as loop
from spacy.util import load_config

from . import corpus  # noqa: F401 (registers the readers)

if TYPE_CHECKING:
    from spacy.language import Language

CONFIG = Path(__file__).with_name("config.cfg")

META = {
    "name": "names",
    "version": "1.0.0",
    "description": "Names in Bokmål, Nynorsk and dialect, also in lower case and without punctuation",
    "license": "MIT",
    "sources": [{"name": "NorNE", "url": "https://github.com/ltgoslo/norne", "license": "CC0 (annotations)"}],
    "spacy_version": ">=3.8.0,<4.0.0",
}


def train(norne: Path, out: Path, overrides: Mapping[str, Any]) -> None:
    """Train by `config.cfg` and write the pipeline that scored best on dev.

    Args:
        norne: folder of NorNE's files.
        out: file for the pipeline; its folder is made where it is not.
        overrides: settings of the config by their dotted names.
    """
    config = load_config(CONFIG, overrides={"paths.norne": str(norne), **overrides})
    nlp = init_nlp(config)
    with tempfile.TemporaryDirectory() as folder:
        loop(nlp, Path(folder), stdout=sys.stderr, stderr=sys.stderr)
        best = spacy.load(Path(folder) / "model-best")
    save(best, out)


def save(nlp: Language, out: Path) -> None:
    """Write a pipeline in one file, without the words that it has read and the paths of this machine."""
    for section in ("paths", "corpora", "training", "initialize"):
        nlp.config[section] = {}
    nlp.meta |= META
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(nlp.to_bytes(exclude=["strings"]))
