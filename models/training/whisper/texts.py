"""Which sentences are spoken: templates, and treebank or prose sentences whose words are frequent."""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import grammar

SHORTEST, LONGEST = 3, 16  # words of a treebank or prose sentence
HELD_OUT = 300  # template sentences kept for testing
HELD_OUT_WORDS = 6  # and their shortest length: a shorter one may resemble a training sentence

_WORD = re.compile(r"[a-zæøåéèêôòàüöä]+(?:-[a-zæøåéèêôòàüöä]+)*")
_PLAIN = re.compile(r"[A-ZÆØÅa-zæøåéèêôòà ,.?!\-]+")
_ODD = re.compile(
    r"\.\S|\s-|-\s|[A-ZÆØÅ]{3,}|\.\s?\.|\b[a-zA-Z]\.|,,| [bcdfghjklmnpqrstuvwxz] "
)  # abbreviations, dashes, capitals, lone letters


@dataclass(frozen=True)
class SentenceLists:
    """Marked sentences to train on, and template sentences that occur nowhere among them."""

    train: tuple[str, ...]
    held_out: tuple[str, ...]


def sentence_lists(
    *, treebank: Sequence[Path], prose: Sequence[Path], templates: int, min_count: int, seed: int
) -> SentenceLists:
    """Draw the template sentences and choose the others.

    Args:
        treebank: CoNLL files, plain or gzipped, with the word form in the second column.
        prose: plain-text documents.
        templates: how many template sentences to train on.
        min_count: sentences that must hold a word to make it frequent; words of the templates always are.
        seed: of the draw.
    """
    rng = random.Random(seed)
    drawn: dict[str, None] = {}
    while len(drawn) < templates + HELD_OUT + 100:
        drawn.setdefault(grammar.sentence(rng))
    others = [
        piece
        for source in (_treebank_sentences(treebank), _prose_sentences(prose))
        for sentence in source
        for piece in split_long(sentence)
        if is_plain(piece)
    ]
    others = list(dict.fromkeys(others))
    rng.shuffle(others)
    counts = Counter(word for sentence in others for word in set(_words(sentence)))
    known = {word for sentence in drawn for word in _words(sentence)}
    frequent = [
        sentence
        for sentence in others
        if all(word in known or counts[word] >= min_count for word in _words(sentence))
    ]
    shuffled = list(drawn)
    rng.shuffle(shuffled)
    held_out = [sentence for sentence in shuffled if len(sentence.split()) >= HELD_OUT_WORDS][:HELD_OUT]
    kept = set(held_out)
    train = [sentence for sentence in shuffled if sentence not in kept][:templates]
    return SentenceLists((*train, *frequent), tuple(held_out))


def split_long(sentence: str) -> list[str]:
    """The sentence, cut at commas into pieces of at most 16 words; pieces that do not fit are left out."""
    words = len(sentence.split())
    if words <= LONGEST:
        return [sentence] if words >= SHORTEST else []
    pieces: list[list[str]] = [[]]
    for part in sentence.rstrip(".?!").split(", "):
        length = len(" ".join(pieces[-1]).split())
        if pieces[-1] and length + len(part.split()) > LONGEST:
            pieces.append([])
        pieces[-1].append(part)
    end = sentence[-1] if sentence[-1] in ".?!" else "."
    joined = [", ".join(piece) for piece in pieces]
    marked = [piece + "." for piece in joined[:-1]] + [joined[-1] + end]
    return [piece[0].upper() + piece[1:] for piece in marked if SHORTEST <= len(piece.split()) <= LONGEST]


def is_plain(sentence: str) -> bool:
    """Whether the sentence has only letters and plain punctuation, and no abbreviation."""
    return bool(_PLAIN.fullmatch(sentence)) and not _ODD.search(sentence)


def _words(marked: str) -> list[str]:
    """Lower-case words as they are written, without punctuation."""
    return _WORD.findall(grammar.written(marked).lower())


def _treebank_sentences(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
        for block in text.split("\n\n"):
            rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
            sentence = _joined([row[1] for row in rows])
            if sentence:
                yield sentence[0].upper() + sentence[1:]


def _joined(words: Sequence[str]) -> str:
    """The tokens of a treebank sentence as running text; `|` marks the end of a heading there."""
    text = " ".join(word for word in words if word not in '«»"')
    text = re.sub(r"\s+([,.?!])", r"\1", text).replace(" |", ".").strip()
    return text + "." if text and text[-1] not in ".?!" else text


def _prose_sentences(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8", errors="replace"))
        text = re.sub(r"[«»“”\"]", "", re.sub(r"\([^)]*\)", "", text))
        text = re.sub(r"\s+([,.?!])", r"\1", text)
        for sentence in re.split(r"(?<=[.?!]) (?=[A-ZÆØÅ])", text):
            yield sentence.strip()
