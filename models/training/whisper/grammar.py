"""Sentences of interview talk, drawn from the word lists and templates of `grammar_nb.toml`.

A sentence is a string in normal spelling. Where something is said differently from how it is written, the
mark-up `{written|spoken}` gives both: `{2014|tjue fjorten}`.
"""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

from . import numerals

_LISTS = tomllib.loads(Path(__file__).with_name("grammar_nb.toml").read_text(encoding="utf-8"))
_SLOTS: dict[str, list[str]] = _LISTS["slots"]
_WORDS = _SLOTS | {"S": _SLOTS["P"] + _SLOTS["N"] + _SLOTS["S"]}
_OPENINGS: list[str] = _LISTS["openings"]["statements"]
_TEMPLATES: dict[str, list[str]] = _LISTS["templates"]

_MARK = re.compile(r"\{([^|}]*)\|([^}]*)\}")
_SLOT = re.compile(r"\{([A-Za-z])\}")


def written(marked: str) -> str:
    """A marked sentence as it is written."""
    return _MARK.sub(r"\1", marked)


def spoken(marked: str) -> str:
    """A marked sentence as it is said."""
    return _MARK.sub(r"\2", marked)


def sentence(rng: random.Random) -> str:
    """One marked sentence: a question, an answer, small talk or a free clause."""
    kind = rng.random()
    if kind < 0.16:
        text = _fill(rng.choice(_TEMPLATES["questions"]), rng)
    elif kind < 0.68:
        text = _fill(rng.choice(_TEMPLATES["answers" if kind < 0.44 else "talk"]), rng)
        if rng.random() < 0.1:
            text = rng.choice(["Ja, ", "Nei, ", "Jo, "]) + _uncapitalised(text)
    else:
        text = _clause(rng)
        if rng.random() < 0.6:
            text = f"{rng.choice(_OPENINGS)} {text}"
        if rng.random() < 0.15:
            text += rng.choice([", og ", ", men ", ", så "]) + _clause(rng)
        text += "."
    return text[0].upper() + text[1:]


def _uncapitalised(text: str) -> str:
    """The text with a small first letter, unless it begins with a first name or a number."""
    if text[0] == "{" or text.split(maxsplit=1)[0] in _WORDS["F"]:
        return text
    return text[0].lower() + text[1:]


def _clause(rng: random.Random) -> str:
    """Subject, verb and object, often with an adverbial."""
    parts = [rng.choice(_WORDS[slot]) for slot in ("S", "V", "O")]
    if rng.random() < 0.7:
        parts.append(rng.choice(_WORDS["B"]))
    return " ".join(parts)


def _fill(template: str, rng: random.Random) -> str:
    """The template with a drawn word in each slot."""
    return _SLOT.sub(lambda match: _draw(match[1], rng), template)


def _draw(slot: str, rng: random.Random) -> str:
    match slot:
        case "Q":
            return _fill(rng.choice(_TEMPLATES["question_tails"]), rng)
        case "n":
            small = rng.choice([rng.randrange(2, 13), rng.randrange(13, 100), rng.randrange(13, 60)])
            return numerals.ONES[small] if small <= 12 else _marked(str(small), numerals.number(small))
        case "m":
            big = rng.choice([rng.randrange(100, 1000), rng.randrange(10, 100) * 10])
            return _marked(str(big), numerals.number(big))
        case "Y":
            year = rng.choice(
                [rng.randrange(1975, 2000), rng.randrange(2000, 2026), rng.randrange(2010, 2026)]
            )
            return _marked(str(year), numerals.year(year))
        case "d":
            day = rng.randrange(1, 31)
            return _marked(f"{day}.", numerals.ordinal(day))
        case "p":
            pairs = [rng.randrange(90, 99), *(rng.randrange(100) for _ in range(3))]
            return " ".join(_marked(f"{two:02d}", numerals.pair(two)) for two in pairs)
        case _:
            return rng.choice(_WORDS[slot])


def _marked(writing: str, speech: str) -> str:
    return f"{{{writing}|{speech}}}"
