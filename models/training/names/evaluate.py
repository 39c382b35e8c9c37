"""Precision, recall and F1 of a spaCy pipeline on NorNE, as lines for its card."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.scorer import PRFScore
from spacy.training import Example

from pipeline.anonymise.language import unpacked

from . import norne
from .corpus import VARIANTS, examples

ALL = "all types"
SEVEN = "seven types"
UNTYPED = "any name"
COARSE = {"GPE_LOC": "LOC", "GPE_ORG": "ORG"}  # NorNE's seven types

Scores = dict[str, PRFScore]


def evaluate(model: Path, folder: Path, splits: Sequence[str] = ("dev", "test")) -> None:
    """Print the figures of both written forms, apart and together, in all variants, and the speed.

    Args:
        model: file of the pipeline, or folder of another.
        folder: NorNE's files.
        splits: which of them.
    """
    nlp = spacy.load(model) if model.is_dir() else unpacked(model)
    for line in figures(nlp, folder, splits):
        print(line, flush=True)


def figures(nlp: Language, folder: Path, splits: Sequence[str]) -> Iterator[str]:
    """The lines of `evaluate`: Markdown tables of precision / recall / F1."""
    words, seconds = 0, 0.0
    for split in splits:
        read: dict[str, dict[str, list[Example]]] = {}
        for variant in VARIANTS:
            read[variant] = {form: list(examples(nlp, folder, form, split, variant)) for form in norne.FORMS}
            for part in read[variant].values():
                begin = time.process_time()
                predict(nlp, part)
                seconds += time.process_time() - begin
                words += sum(len(example.predicted) for example in part)
        for name, forms in (*((form, (form,)) for form in norne.FORMS), ("nob + nno", norne.FORMS)):
            yield from _table(
                f"{split}, {name}",
                {
                    variant: scores(list(chain(*(read[variant][form] for form in forms))))
                    for variant in VARIANTS
                },
            )
    yield f"{words / seconds:.0f} words per CPU second ({words} words)"


def predict(nlp: Language, part: Sequence[Example]) -> None:
    """Let the pipeline read the examples' texts."""
    for example, doc in zip(part, nlp.pipe([example.predicted for example in part]), strict=True):
        example.predicted = doc


def scores(part: Sequence[Example]) -> Scores:
    """Exact spans, as spaCy's own scorer counts them: each type, all types, and names whatever their type."""
    found: Scores = {}
    for example in part:
        truth = {(span.start, span.end, span.label_) for span in example.reference.ents}
        aligned = example.get_aligned_spans_x2y(example.predicted.ents)
        said = {(span.start, span.end, span.label_) for span in aligned}
        for label in {label for *_, label in truth | said}:
            score = found.setdefault(label, PRFScore())
            score.score_set(
                {one for one in said if one[2] == label}, {one for one in truth if one[2] == label}
            )
        found.setdefault(ALL, PRFScore()).score_set(said, truth)
        found.setdefault(SEVEN, PRFScore()).score_set(_coarse(said), _coarse(truth))
        untyped = ({one[:2] for one in said}, {one[:2] for one in truth})
        found.setdefault(UNTYPED, PRFScore()).score_set(*untyped)
    return found


def _coarse(spans: set[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    return {(start, end, COARSE.get(label, label)) for start, end, label in spans}


def _table(title: str, by_variant: dict[str, Scores]) -> Iterator[str]:
    """One row for each type, one column for each variant."""
    yield f"\n### {title}\n"
    yield f"| type | {' | '.join(by_variant)} |"
    yield "|---" * (len(by_variant) + 1) + "|"
    for row in (ALL, SEVEN, UNTYPED, *norne.LABELS):
        cells = [_cell(variant.get(row, PRFScore())) for variant in by_variant.values()]
        yield f"| {row} | {' | '.join(cells)} |"


def _cell(score: PRFScore) -> str:
    if not score.tp + score.fn:
        return "none"
    values = (f"{value:.3f}".removeprefix("0") for value in (score.precision, score.recall, score.fscore))
    return " / ".join(values)
