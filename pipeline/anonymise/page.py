"""What a recogniser is given: a text as words, what the name model saw in it, and the lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.anonymise.gazetteer import Gazetteer, gazetteer
from pipeline.anonymise.reading import Reading

if TYPE_CHECKING:
    from pipeline.anonymise.names import Name
    from pipeline.anonymise.numbers import Said


@dataclass(frozen=True, slots=True)
class Seen:
    """A span `[start, end)` that the name model saw as this label (PER, ORG, LOC, …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A span `[start, end)` that a recogniser found; `reason` is a key of the catalogue without its room."""

    start: int
    end: int
    score: float
    reason: str


@dataclass(frozen=True)
class Page:
    """A text and all that is known about it before a recogniser looks.

    `rules` is False only where it is measured what the name model and the lists find by themselves; `read`
    are the words, where somebody has read them already.
    """

    text: str = field(repr=False)
    seen: tuple[Seen, ...] = ()
    lists: Gazetteer = field(default_factory=gazetteer, repr=False)
    rules: bool = True
    read: Reading | None = field(default=None, repr=False)

    @cached_property
    def reading(self) -> Reading:
        """The words."""
        return self.read or Reading(self.text)

    @cached_property
    def low(self) -> str:
        """The text, case-folded."""
        return self.text.casefold()

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """All proper names with the type that the evidence speaks for."""
        from pipeline.anonymise.names import names

        return names(self)

    @cached_property
    def runs(self) -> tuple[tuple[Said, ...], ...]:
        """Numbers that were said one after the other, also over two turns."""
        from pipeline.anonymise.numbers import runs

        return tuple(runs(self.reading))

    @cached_property
    def titles(self) -> frozenset[int]:
        """Indices of words that are an occupational title in any form."""
        from pipeline.anonymise.titles import is_title

        return frozenset(index for index, word in enumerate(self.reading.words) if is_title(word.low))


def page_of(text: str, artifacts: Any) -> Page:
    """The page of a text, made once for all recognisers and kept beside Presidio's artefacts of the text."""
    page: Page | None = getattr(artifacts, "page", None)
    if page is None or page.text != text:
        page = Page(text, seen_in(artifacts))
        if artifacts is not None:
            artifacts.page = page
    return page


def seen_in(artifacts: Any) -> tuple[Seen, ...]:
    """What the name model saw, from Presidio's artefacts."""
    spans = getattr(artifacts, "entities", None) or ()
    return tuple(Seen(span.start_char, span.end_char, span.label_) for span in spans)
