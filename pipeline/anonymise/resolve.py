"""From what recognisers say to disjoint findings: longest first, then the surest, then by type.

Two results never share a letter. What loses against a longer one is dropped only where it is covered; what
sticks out keeps its rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.artefacts.finding import IdentifierType

_PRIORITY = {kind: place for place, kind in enumerate(IdentifierType)}


@dataclass(frozen=True)
class Mention:
    """A span `[start, end)` of the interview's text, found as a type by a recogniser."""

    start: int
    end: int
    type: IdentifierType
    score: float
    recogniser: str
    reason: str


def disjoint(mentions: Iterable[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions that stand, in order of the text that they were found in."""
    ranked = sorted(
        mentions, key=lambda m: (m.start - m.end, -m.score, _PRIORITY[m.type], m.start, m.recogniser)
    )
    taken: list[Mention] = []
    covered = bytearray(max((m.end for m in ranked), default=0))
    for mention in ranked:
        for start, end in _free(covered, mention, text):
            covered[start:end] = b"\x01" * (end - start)
            taken.append(replace(mention, start=start, end=end))
    return tuple(sorted(taken, key=lambda m: m.start))


def _free(covered: bytearray, mention: Mention, text: str) -> Iterator[tuple[int, int]]:
    """The whole mention where nothing of it is taken, else the words of it that are not touched."""
    if not any(covered[mention.start : mention.end]):
        yield mention.start, mention.end
        return
    for found in re.finditer(r"\w[\w'’-]*", text[mention.start : mention.end]):
        start, end = mention.start + found.start(), mention.start + found.end()
        if not any(covered[start:end]):
            yield start, end


def id_of(turn_id: str, start: int, end: int, kind: IdentifierType) -> str:
    """The same for the same span of the same turn, found as the same type."""
    return "f" + hashlib.sha256(f"{turn_id}\n{start}\n{end}\n{kind}".encode()).hexdigest()[:12]


def turn_spans(turns: Sequence[str], mention: Mention) -> Iterable[tuple[int, int, int]]:
    """A mention as (index of the turn, start, end) in each turn that it goes over, without outer blanks."""
    offset = 0
    for index, text in enumerate(turns):
        start, end = max(0, mention.start - offset), min(len(text), mention.end - offset)
        if start < end:
            piece = text[start:end]
            start += len(piece) - len(piece.lstrip())
            end -= len(piece) - len(piece.rstrip())
            if start < end:
                yield index, start, end
        offset += len(text) + 1
        if offset >= mention.end:
            return
