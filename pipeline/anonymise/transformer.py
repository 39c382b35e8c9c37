"""A transformer of the user's own as the part of a spaCy pipeline that sees names.

For a folder in the hub's form with a model that classifies tokens (IOB tags of NorNE or alike), such as a
Norwegian BERT fine-tuned on names. Needs the package `transformers`, which Renskriv does not install.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

#: Pieces of words in a window, and how many of them two windows have in common.
WINDOW, OVERLAP = 512, 64

#: Windows that are read at once.
BATCH = 8

OUTSIDE = "O"


class TransformerNames:
    """Writes a document's entities as a model that classifies tokens sees them.

    Args:
        folder: the model's files; nothing is fetched.

    Raises:
        ImportError: the package `transformers` is not installed.
        OSError: the folder has no such model.
    """

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when the package is imported
        from transformers import AutoModelForTokenClassification, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        logging.set_verbosity_error()
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, use_fast=True)
        self._model = AutoModelForTokenClassification.from_pretrained(
            str(folder), local_files_only=True
        ).eval()
        self._positions = int(getattr(self._model.config, "max_position_embeddings", WINDOW))
        self._tags = {int(number): str(tag) for number, tag in self._model.config.id2label.items()}

    @property
    def labels(self) -> tuple[str, ...]:
        """The types that it knows."""
        return tuple(sorted({_label(tag) for tag in self._tags.values()} - {OUTSIDE}))

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a document."""
        if doc.text.strip():
            tags = self._read(doc.text)
            doc.ents = tuple(_entities(doc, (tags[token.idx] for token in doc)))
        return doc

    def _read(self, text: str) -> list[str]:
        """The tag at each character, of the window in which it lies farthest from an end."""
        import torch

        longest = min(WINDOW, int(self._tokenizer.model_max_length), self._positions)
        pieces = self._tokenizer(
            text,
            truncation=True,
            max_length=longest,
            stride=min(OVERLAP, longest // 4),
            padding=True,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        places = pieces.pop("offset_mapping").tolist()
        pieces.pop("overflow_to_sample_mapping", None)
        best: list[list[int]] = []
        for start in range(0, len(places), BATCH):
            batch = {name: rows[start : start + BATCH] for name, rows in pieces.items()}
            with torch.inference_mode():
                best += self._model(**batch).logits.argmax(-1).tolist()
        tags = [OUTSIDE] * len(text)
        margins = [-1] * len(text)
        for window, numbers in zip(places, best, strict=True):
            for at, ((start, end), number) in enumerate(zip(window, numbers, strict=True)):
                margin = min(at, len(window) - 1 - at)
                for place in range(start, end):
                    if margin > margins[place]:
                        tags[place], margins[place] = self._tags[number], margin
        return tags


def pipeline(folder: Path) -> Language:
    """A pipeline with spaCy's Norwegian tokeniser and this model as its component `ner`."""
    nlp = spacy.blank("nb")
    nlp.add_pipe(_FACTORY, name="ner", config={"folder": str(folder)})
    return nlp


_FACTORY = "renskriv_transformer_names"


@Language.factory(_FACTORY)
def _made(nlp: Language, name: str, folder: str) -> Any:
    del nlp, name
    return TransformerNames(Path(folder))


def _entities(doc: Doc, tags: Iterable[str]) -> Iterator[Span]:
    """The spans of the tags; a tag that goes on with nothing begins."""
    start, open_label = 0, OUTSIDE
    for at, tag in enumerate((*tags, OUTSIDE)):
        label = _label(tag)
        if label != open_label or tag.startswith("B-"):
            if open_label != OUTSIDE:
                yield Span(doc, start, at, open_label)
            start, open_label = at, label


def _label(tag: str) -> str:
    return tag[2:] if tag[:2] in ("B-", "I-") else tag
