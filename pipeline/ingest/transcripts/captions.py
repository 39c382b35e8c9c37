"""Captions, as WebVTT and SubRip have them, become what each speaker says, with times.

Own code, as libraries pass over what they cannot read; here a caption that cannot be read is named by its
line, and everything else is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.transcripts import NOBODY, Read, Said, decoded, fault, printable
from pipeline.ingest.transcripts.lines import Line, labelled
from pipeline.ingest.transcripts.who import certain, role, speaker
from pipeline.messages import say

#: A turn this long ends at a pause of this length, so that a row of the page stays a row.
LONG_TURN_MS, LONG_PAUSE_MS = 45_000, 1_500

#: Where nobody is named, a row is at least this long and ends with a sentence, or at a pause.
ROW_MS = 10_000

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,9})?"
_TIMING = re.compile(rf"\s*(?P<start>{_CLOCK})\s*-->\s*(?P<end>{_CLOCK})(?:\s.*)?")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True)
class Caption:
    """Words with their time; `label` is who speaks as it stands there, None where nobody is named."""

    start_ms: int
    end_ms: int
    text: str = field(repr=False)
    label: str | None = field(default=None, repr=False)


#: What is spoken in the lines of a caption, with who speaks; several may.
Spoken = Callable[[str], Iterator[tuple[str | None, str]]]


def read_captions(data: bytes, name: str, spoken: Spoken, *, blocks: bool) -> Read:
    """What is said in captions, in the order of time.

    Args:
        data: the file.
        name: what to call it in an error.
        spoken: takes the markup out of a caption.
        blocks: whether comments and styles stand between the captions.

    Raises:
        PipelineError: it holds no captions, or the time of one cannot be read (with its line).
    """
    text, notes = decoded(data, name)
    found = [
        Caption(start, end, printable(words), label and printable(label))
        for start, end, lines in _cues(text, name, blocks=blocks)
        for label, words in spoken("\n".join(lines))
    ]
    if not found:
        raise fault("captions" if text.strip() else "empty", name)
    named = _named(sorted((one for one in found if one.text), key=lambda one: one.start_ms))
    nobody = bool(named) and all(one.label is None for one in named)
    return Read(tuple(_said(named)), (*notes, *([say("imported.voices")] if nobody else [])))


def _cues(text: str, name: str, *, blocks: bool) -> Iterator[tuple[int, int, list[str]]]:
    """Start, end and lines of every caption, in the order of the file."""
    rows = re.split(r"\r\n|\r|\n", text)
    cues: list[tuple[int, int, list[str]]] = []
    passing = ""
    for number, row in enumerate(rows):
        above = rows[number - 1].strip() if number else ""
        if not row.strip():
            passing = ""
        elif passing == "block" or (blocks and not above and _BLOCK.match(row)):
            passing = "block"
        elif "-->" in row:
            timing = _TIMING.fullmatch(row)
            if not timing:
                raise fault("caption_at", name, line=number + 1)
            start_ms, end_ms = _ms(timing["start"]), _ms(timing["end"])
            # The line above is the caption's number, or its name where nothing stands before that.
            named = above.isdigit() or (blocks and not rows[number - 2].strip())
            if cues and cues[-1][2] and above and named:
                cues[-1][2].pop()
            cues.append((start_ms, max(start_ms, end_ms), []))
            passing = ""
        elif cues and not passing:
            cues[-1][2].append(row)
        elif not number and blocks:
            passing = "head"
    yield from cues


def _ms(clock: str) -> int:
    whole, _, part = clock.replace(",", ".").partition(".")
    seconds = 0
    for number in whole.split(":"):
        seconds = seconds * 60 + int(number)
    return seconds * 1000 + int(part[:3].ljust(3, "0"))


def _named(captions: Sequence[Caption]) -> list[Caption]:
    """Captions in which `Kari: …` says who speaks (Zoom), where no markup does."""
    if any(one.label for one in captions):
        return list(captions)
    openings = [labelled(Line(one.text)) for one in captions]
    count = Counter(one.label.casefold() for one in openings if one)
    usual = sum(count.values()) * 2 > len(captions)
    return [
        Caption(one.start_ms, one.end_ms, opening.rest, opening.label)
        if opening and (usual or certain(opening.label) or count[opening.label.casefold()] > 2)
        else one
        for one, opening in zip(captions, openings, strict=True)
    ]


def _said(captions: Sequence[Caption]) -> Iterator[Said]:
    """Captions of one speaker as one turn; one that names nobody goes on with the speaker before."""
    turn: list[Caption] = []
    label: str | None = None
    nobody = all(one.label is None for one in captions)
    for one in captions:
        if turn and ((one.label is not None and one.label != label) or _ends(turn, one, nobody=nobody)):
            yield _turn(label, turn)
            turn = []
        label = one.label if one.label is not None else label
        turn.append(one)
    if turn:
        yield _turn(label, turn)


def _ends(turn: Sequence[Caption], following: Caption, *, nobody: bool) -> bool:
    long, pause = turn[-1].end_ms - turn[0].start_ms, following.start_ms - turn[-1].end_ms
    if nobody:
        return pause > LONG_PAUSE_MS or (long >= ROW_MS and turn[-1].text.endswith((".", "?", "!", "…")))
    return long > LONG_TURN_MS and pause > LONG_PAUSE_MS


def _turn(label: str | None, captions: Sequence[Caption]) -> Said:
    words: list[str] = []
    stamps: list[tuple[int, int]] = []
    for one in captions:
        if stamps and stamps[-1][1] > one.start_ms:
            stamps[-1] = (stamps[-1][0], max(one.start_ms, stamps[-2][1]))
        stamps.append((len(words), one.start_ms))
        words += one.text.split()
        stamps.append((len(words), one.end_ms))
    who = NOBODY if label is None else label
    return Said(speaker(who), " ".join(words), role(who), tuple(stamps))
