"""Occupational titles: the trade or the field of a leader, then no more than that somebody works or leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.anonymise.forms import owner_apart, seen
from pipeline.anonymise.ladders.rung import Rung, rows


@cache
def _titles() -> tuple[Mapping[str, str], Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Groups of whole titles, of their endings, and of what a field begins with (the longest first)."""
    whole: dict[str, str] = {}
    endings: dict[str, str] = {}
    fields: list[tuple[str, str]] = []
    for key, group in rows("title_groups.tsv"):
        if key.startswith("-"):
            endings[key[1:].casefold()] = group
        elif key.startswith("*"):
            fields.append((key[1:].casefold(), group))
        else:
            whole[key.casefold()] = group
    return whole, endings, tuple(sorted(fields, key=lambda row: (-len(row[0]), row[0])))


def group_of(title: str) -> str:
    """The group of a title in `lists/title_ladder.tsv`; "" where nothing is known of it.

    >>> group_of("rektor"), group_of("kommunaldirektøren for oppvekst"), group_of("sykehjemslegen")
    ('oppvekstleder', 'kommuneleder', 'helse')
    """
    word = seen(owner_apart(title)[0])
    whole, endings, _ = _titles()
    last = word.lemma.rpartition(" ")[2]
    for name in (word.lemma, *(last + ending for ending in ("", "e", "er", "ar"))):
        if name in whole:
            return _led(whole[name], name, word.rest)
        for at in range(len(name)):
            if name[at:] in endings:
                return _led(endings[name[at:]], name, word.rest)
    return ""


def _led(group: str, title: str, rest: str) -> str:
    """A leader by the field: what a word of the title begins with, or what it is `for`, `i` or `på`."""
    if group != "leder":
        return group
    for word in re.findall(r"[\w-]+", f"{title} {rest}"):
        for begins, field_of in _titles()[2]:
            if word.startswith(begins):
                return field_of
    return group


@cache
def _title_ladder() -> Mapping[str, tuple[str, ...]]:
    return {group: tuple(rungs) for group, *rungs in rows("title_ladder.tsv")}


def title(surface: str, names: tuple[str, ...], rung: Rung) -> str:
    """A title's rung in its dictionary form: of what is said, else of what else the same person is called.

    «sjefen» is a leader in what she leads where the study knows her as `rektor` too.
    """
    said, *known = map(group_of, (surface, *names))
    if said == "leder":
        said = next((group for group in known if group.endswith("leder") and group != "leder"), said)
    group = said or next(filter(None, known), "yrke")
    work, work_nn, publish, publish_nn = _title_ladder()[group]
    if seen(owner_apart(surface)[0]).lemma in (work, work_nn):  # it is on that rung already
        work, work_nn = publish, publish_nn
    return rung.pick(work, publish, work_nn, publish_nn)
