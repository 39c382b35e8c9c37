"""Written sentences made into what speech looks like. All functions take words and give new words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import frames
from .gazetteers import Gazetteers, Names
from .norne import Word, Words

#: Spellings that are heard alike; each pair is read both ways.
_ALIKE = (
    ("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ch", "k"), ("ck", "k"), ("c", "k"), ("th", "t"), ("ph", "f"),
    ("w", "v"), ("x", "ks"), ("z", "s"), ("sen", "son"), ("hj", "j"), ("gj", "j"), ("kj", "tj"),
    ("sj", "skj"), ("ei", "eg"), ("øy", "øi"), ("au", "æu"), ("e", "æ"), ("d", ""), ("h", ""), ("ie", "i"),
    ("y", "i"), ("o", "å"), ("i", "j"),
)  # fmt: skip
_PUNCTUATION = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Manner:
    """How a text looks. The rates are probabilities of each entity or word."""

    lower: bool = False
    unpunctuated: bool = False
    swap: float = 0.0
    misheard: float = 0.0
    filler: float = 0.0
    article: float = 0.0


def changed(words: Words, manner: Manner, rng: random.Random, lists: Gazetteers) -> Words:
    """The words in this manner."""
    pieces: list[Word] = []
    for entity in entities(words):
        new = swapped(entity, rng, lists) if entity[0].label and rng.random() < manner.swap else entity
        if new[0].label == "PER" and len(new) == 1 and rng.random() < manner.article:
            pieces.append(Word(rng.choice(_ARTICLES)))
        if new[0].label and rng.random() < manner.misheard:
            new = tuple(_misheard_word(word, rng) for word in new)
        pieces += new
        if manner.filler and new[-1].space and rng.random() < manner.filler:
            pieces += [Word(part) for part in rng.choice(frames.table()["fillers"]).split()]
    result = tuple(pieces)
    if manner.unpunctuated:
        result = unpunctuated(result)
    return lowered(result) if manner.lower else result


_ARTICLES = ("han", "hun", "ho", "hu", "a", "n", "'n")


def lowered(words: Words) -> Words:
    """In lower case."""
    return tuple(Word(word.text.lower(), word.tag, word.space) for word in words)


def unpunctuated(words: Words) -> Words:
    """Without the words that are only punctuation; an entity that loses its first word begins later."""
    kept: list[Word] = []
    open_label = ""  # of an entity whose beginning was dropped
    for word in words:
        if _PUNCTUATION.fullmatch(word.text):
            if kept and not kept[-1].space:
                kept[-1] = Word(kept[-1].text, kept[-1].tag)
            open_label = word.label if word.tag.startswith("B") else open_label
            continue
        begins = open_label and word.tag == f"I-{open_label}"
        kept.append(Word(word.text, f"B-{word.label}" if begins else word.tag, word.space))
        open_label = ""
    return tuple(kept)


def entities(words: Words) -> Iterator[Words]:
    """The words in runs: each entity together, each other word alone."""
    run: list[Word] = []
    for word in words:
        if run and not word.tag.startswith("I"):
            yield tuple(run)
            run = []
        run.append(word)
    if run:
        yield tuple(run)


def swapped(entity: Words, rng: random.Random, lists: Gazetteers) -> Words:
    """Another name in this one's place, in the same case; what cannot be swapped stays."""
    label, last, space = entity[0].label, entity[-1].text, entity[-1].space
    name = _name_for(entity, rng, lists)
    if name is None:
        return entity
    if label != "DRV" and last[-1] in "sS" and _is_genitive(last, lists, label):
        name = frames.genitive_of(name)
    return tuple(frames.tagged(name, label, space=space))


def _name_for(entity: Words, rng: random.Random, lists: Gazetteers) -> str | None:
    label, text = entity[0].label, " ".join(word.text for word in entity)
    if any(not word.text[0].isalpha() for word in entity):
        return None
    if label == "PER" and len(entity) == 1:
        known = lists.classes.get(text.lower(), "")
        first = "f" in known.lower() if known else rng.random() < 0.4
        return frames.first_name(rng, lists) if first else lists.surnames.draw(rng)
    if label == "PER":
        return frames.full_name(rng, lists)
    if label == "DRV":
        head = text.rpartition("-")[2]
        return f"{_one_word(lists.places, rng)}-{head}" if "-" in text and len(entity) == 1 else None
    if len(entity) == 1 and text[:1].isupper() and not text.isupper():
        match label:
            case "GPE_LOC" | "GPE_ORG":
                return _one_word(lists.places, rng)
            case "LOC":
                return lists.districts.draw(rng)
    if label == "ORG" and len(entity) > 1 and rng.random() < 0.5:
        return lists.organisations.draw(rng)
    return None


def _one_word(names: Names, rng: random.Random) -> str:
    while True:
        name = names.draw(rng)
        if len(name.split()) == 1:
            return name


def _is_genitive(word: str, lists: Gazetteers, label: str) -> bool:
    known = lists.classes.get(word.lower(), "")
    return "'" in known or (
        not known and label == "PER" and word.lower()[-2:] not in ("ss", "us", "is", "as")
    )


def _misheard_word(word: Word, rng: random.Random) -> Word:
    return Word(misheard(word.text, rng), word.tag, word.space) if word.text[0].isupper() else word


def misheard(name: str, rng: random.Random) -> str:
    """The name as somebody else might spell it: one or two changes, never of a word of two letters."""
    if len(name) < 4:
        return name
    for _ in range(rng.choice((1, 1, 2))):
        name = _change(name, rng)
    return name


def _change(name: str, rng: random.Random) -> str:
    lower = name.lower()
    found = [
        (at, old, new)
        for pair in _ALIKE
        for old, new in (pair, pair[::-1])
        if old
        for at in range(len(lower))
        if lower.startswith(old, at)
    ]
    doubled = [at for at in range(1, len(lower)) if lower[at] in "bdfgklmnprst"]
    if doubled and (not found or rng.random() < 0.3):
        at = rng.choice(doubled)
        single = lower[at - 1] == lower[at]
        return name[:at] + ("" if single else name[at]) + name[at:][1 if single else 0 :]
    if not found:
        return name
    at, old, new = rng.choice(found)
    new = new.capitalize() if at == 0 and name[0].isupper() and new else new
    rest = name[at + len(old) :]
    if at == 0 and not new:
        rest = rest.capitalize() if name[0].isupper() else rest
    return name[:at] + new + rest
