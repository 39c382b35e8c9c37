"""NorNE, as its rebuilt files have it: sentences of tokens with entity tags.

A line is `ID FORM LEMMA UPOS NDTPOS NER MISC`, tab-separated; a blank line ends a sentence; `# source_file`
names the document. `MISC` holds `SpaceAfter=No` where a token touches the next. Tags are IOB2.
Source: Jørgensen, Aasmoe, Ruud Husevåg, Øvrelid and Velldal, "NorNE", LREC 2020.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FORMS = ("nob", "nno")  # Bokmål, Nynorsk
SPLITS = ("train", "dev", "test")
LABELS = ("PER", "ORG", "LOC", "GPE_LOC", "GPE_ORG", "PROD", "EVT", "DRV", "MISC")

Form = Literal["nob", "nno"]


class MissingDataError(Exception):
    """A folder without NorNE's files; the message names the first that is missing."""


@dataclass(frozen=True)
class Word:
    """A token.

    `tag` is IOB2 ("B-PER", "I-PER", "O"), `space` whether white space follows it, `upos` its word class.
    """

    text: str
    tag: str = "O"
    space: bool = True
    upos: str = ""

    @property
    def label(self) -> str:
        """The type without its position; empty outside entities."""
        return self.tag[2:]


Words = tuple[Word, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the document that it stands in."""

    document: str
    words: Words


def path(folder: Path, form: str, split: str) -> Path:
    """Where a split lies.

    Raises:
        MissingDataError: it does not.
    """
    file = folder / f"norne-{form}-{split}.conll.gz"
    if not file.is_file():
        raise MissingDataError(str(file))
    return file


def read(folder: Path, form: str, split: str) -> tuple[Sentence, ...]:
    """All sentences of a split, in order.

    Raises:
        MissingDataError: the file is not there.
        ValueError: a tag that NorNE does not have; names the line.
    """
    text = gzip.decompress(path(folder, form, split).read_bytes()).decode("utf-8")
    return tuple(_sentences(text))


def documents(sentences: Sequence[Sentence], most: int) -> Iterator[tuple[Words, ...]]:
    """Runs of at most `most` neighbouring sentences of the same document."""
    run: list[Words] = []
    for place, sentence in enumerate(sentences):
        new = place and sentence.document != sentences[place - 1].document
        if run and (new or len(run) == most):
            yield tuple(run)
            run = []
        run.append(sentence.words)
    if run:
        yield tuple(run)


def _sentences(text: str) -> Iterator[Sentence]:
    document = ""
    words: list[Word] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("# source_file = "):
            document = line.partition(" = ")[2]
        elif line and not line.startswith("#"):
            words.append(_word(line.split("\t"), number))
        elif not line and words:
            yield Sentence(document, tuple(words))
            words = []
    if words:
        yield Sentence(document, tuple(words))


def _word(columns: Sequence[str], number: int) -> Word:
    _, form, _, upos, _, tag, misc = columns
    if tag != "O" and (tag[:2] not in ("B-", "I-") or tag[2:] not in LABELS):
        raise ValueError(f"line {number}: unknown tag {tag}")
    return Word(form, tag, "SpaceAfter=No" not in misc.split("|"), upos)
