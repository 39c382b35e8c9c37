"""Where one is on a ladder, what stands around a mention, and how lists of rungs are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.anonymise.vocabulary import set_of
from pipeline.artefacts.anonymised import Profile
from pipeline.artefacts.transcript import Language

_LISTS = Path(__file__).parent.parent / "lists"

#: What stands before a date or a number that then has to be a noun.
PREPOSITIONS = set_of("i på fra frå siden sidan til før etter kring rundt omkring av om over under mot per")


@dataclass(frozen=True)
class Rung:
    """Where one is on a ladder: for whom the text is and in which language it is written.

    `hidden` are names, case-folded, that the study hides: no rung may say them, so a county that is itself
    hidden somewhere is left out.
    """

    profile: Profile
    language: Language
    hidden: frozenset[str] = field(default=frozenset(), repr=False)

    def may(self, name: str) -> str:
        """The name if it may be said, else nothing; its preposition counts for nothing (`i Nord-Norge`)."""
        low = name.casefold()
        return "" if low in self.hidden or low.partition(" ")[2] in self.hidden else name

    def pick(self, work: str, publish: str, work_nn: str, publish_nn: str) -> str:
        """The text of this rung."""
        if self.language == "nn":
            return publish_nn if self.profile == "publish" else work_nn
        return publish if self.profile == "publish" else work

    def say(self, nb: str, nn: str) -> str:
        """What is the same in both profiles."""
        return nn if self.language == "nn" else nb


@dataclass(frozen=True)
class Around:
    """What stands on both sides of a mention in its turn."""

    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def last(self) -> str:
        """The last word before, case-folded, where nothing but a blank stands between."""
        found = re.search(r"([^\W_]+) ?$", self.before[-60:])
        return found[1].casefold() if found else ""

    @property
    def next(self) -> str:
        """The next word, case-folded."""
        found = re.match(r" ?([^\W_]+)", self.after)
        return found[1].casefold() if found else ""


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """A list that ships: the fields of each line."""
    return tuple(tuple(line.split("\t")) for line in (_LISTS / name).read_text("utf-8").splitlines())
