"""Organisations: what kind of workplace, school or association one is, by the words of its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.anonymise.ladders.rung import rows

_ANY_ORGANISATION = ("Virksomhet", "en virksomhet", "ei verksemd")


@cache
def _organisation_kinds() -> Mapping[str, tuple[str, str, str]]:
    """Kinds by whole name (`^name`), by a word (`=word`) and by what a word ends with."""
    return {key: (kind, nb, nn) for key, kind, nb, nn in rows("organisation_kinds.tsv")}


def organisation(names: tuple[str, ...]) -> tuple[str, str, str]:
    """What kind of organisation one of these names says it is: a placeholder's word, and nouns (nb, nn).

    The first name that is known or has a head counts; in it, the last word that is one.

    >>> organisation(("Utvik ungdomsskole",))
    ('Skole', 'en skole', 'ein skule')
    """
    kinds = _organisation_kinds()
    for name in names:
        low = " ".join(name.casefold().split())
        known = kinds.get(f"^{low}") or kinds.get(f"^{low.removesuffix('s')}")
        for word in reversed(re.findall(r"[^\W\d_]+", low)):
            known = known or _by_head(word, kinds)
        if known:
            return known
    return _ANY_ORGANISATION


def _by_head(word: str, kinds: Mapping[str, tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """The kind of the longest head that a word ends with, in any form: `ungdomsskolens`, `biblioteket`."""
    forms = {word, word.removesuffix("s")}
    forms |= {form.removesuffix(ending) for form in tuple(forms) for ending in ("en", "n", "et", "t", "a")}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        if f"={form}" in kinds:
            return kinds[f"={form}"]
        for at in range(len(form) - 2):
            if form[at:] in kinds:
                return kinds[form[at:]]
    return None
