"""Sentences of an interview, drawn from the frames of `frames_no.toml` and filled from the gazetteers."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .gazetteers import Gazetteers
from .norne import Word, Words

_PIECE = re.compile(r"\{(\w+?)(s?)\}|[\w\-]+|[^\w\s{}]")
_LABELS = {
    "first": "PER",
    "full": "PER",
    "surname": "PER",
    "place": "GPE_LOC",
    "district": "LOC",
    "org": "ORG",
    "compound": "DRV",
    "title": "",
}
#: How often each kind of frame is drawn.
_SHARES = {"bokmaal": 0.4, "nynorsk": 0.25, "dialect": 0.2, "nameless": 0.15}


@cache
def table() -> dict[str, Any]:
    """The frames, fillers and heads of compounds."""
    return tomllib.loads(Path(__file__).with_name("frames_no.toml").read_text("utf-8"))


def sentence(rng: random.Random, lists: Gazetteers) -> Words:
    """One frame, filled."""
    (kind,) = rng.choices(tuple(_SHARES), weights=tuple(_SHARES.values()))
    frame = rng.choice(table()[kind])
    words: list[Word] = []
    for piece in _PIECE.finditer(frame):
        slot, genitive = piece[1], piece[2]
        space = frame[piece.end() : piece.end() + 1] == " "
        if slot is None:
            words.append(Word(piece[0], space=space))
            continue
        filled = fill(rng, lists, slot)
        if genitive:
            filled = genitive_of(filled)
        label = _LABELS[slot]
        if label == "PER" and words and words[-1].label == "PER" and words[-1].space:
            words += tagged(filled, label, inside=True, space=space)  # {first} {surname}
        else:
            words += tagged(filled, label, space=space)
    words[-1] = Word(words[-1].text, words[-1].tag)
    return tuple(words)


def fill(rng: random.Random, lists: Gazetteers, slot: str) -> str:
    """Something to stand in a slot.

    Raises:
        KeyError: there is no such slot.
    """
    match slot:
        case "first":
            return first_name(rng, lists)
        case "surname":
            return lists.surnames.draw(rng)
        case "full":
            return full_name(rng, lists)
        case "place":
            return lists.places.draw(rng)
        case "district":
            return lists.districts.draw(rng)
        case "org":
            return lists.organisations.draw(rng)
        case "title":
            return lists.titles.draw(rng)
        case "compound":
            name = rng.choice((lists.places, lists.districts, lists.surnames)).draw(rng)
            joint = "-" if rng.random() < 0.7 or " " in name else ""
            return f"{name}{joint}{rng.choice(table()['heads'])}"
    raise KeyError(slot)


def first_name(rng: random.Random, lists: Gazetteers) -> str:
    """A first name, now and then a double one."""
    name = lists.first.draw(rng)
    return f"{name}{rng.choice(' -')}{lists.first.draw(rng)}" if rng.random() < 0.06 else name


def full_name(rng: random.Random, lists: Gazetteers) -> str:
    """First name and surname, now and then with a middle name."""
    middle = f" {lists.surnames.draw(rng)}" if rng.random() < 0.12 else ""
    return f"{first_name(rng, lists)}{middle} {lists.surnames.draw(rng)}"


def genitive_of(name: str) -> str:
    """The genitive: -s, after s, x and z an apostrophe."""
    return f"{name}'" if name[-1] in "sxzSXZ" else f"{name}s"


def tagged(name: str, label: str, *, inside: bool = False, space: bool = True) -> list[Word]:
    """A name of one or more words with the tags of its label; an empty label gives no entity."""
    parts = name.split()
    tags = [f"{'I' if inside or place else 'B'}-{label}" if label else "O" for place in range(len(parts))]
    return [
        Word(part, tag, space or place < len(parts) - 1)
        for place, (part, tag) in enumerate(zip(parts, tags, strict=True))
    ]
