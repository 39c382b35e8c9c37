"""Lines of a document become what each speaker says.

A document keeps to one form: `I: …` (with a time before or after the label), a line with label and time
above the words (Teams, Word's transcripts), a label and a tab, or a label in bold. The form with most lines
is the document's; in the others' likeness people quote: "Hun sa: kom hit".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.artefacts.transcript import Role
from pipeline.ingest.transcripts import NOBODY, Said, fault, printable
from pipeline.ingest.transcripts.who import INSIDE, LEADING, STAMP, TIME, certain, names, role, speaker, times
from pipeline.messages import say


@dataclass(frozen=True)
class Line:
    """A line as it stood; `bold` is how many of its characters from the beginning are bold.

    `who` and `at_ms` are for rows of a table, which say them in cells of their own.
    """

    text: str = field(repr=False)
    bold: int = 0
    who: str | None = field(default=None, repr=False)
    at_ms: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Opening:
    """Who begins to speak on a line, from when to when (one, both or none), and the words after it."""

    label: str = field(repr=False)
    at_ms: tuple[int, ...]
    rest: str = field(repr=False)


_AT = re.compile(rf"(?:(?:{STAMP}|{TIME})\s*[-–—]?\s*)")
_COLON = re.compile(
    rf"(?P<label>\[?[^\W\d_][^:\t\[\]]{{0,40}}?\]?)\s*(?P<at>{STAMP})?\s*:(?P<gap>\s*)(?P<rest>.*)", re.DOTALL
)
_ABOVE = re.compile(rf"(?P<label>[^\W\d_][^:\t]{{0,40}}?)\s+(?P<at>{STAMP}|{TIME})")
_TAB = re.compile(r"(?P<label>[^\W\d_][^:\t]{0,40}?)\s*\t\s*(?P<rest>\S.*)", re.DOTALL)
_ALONE = re.compile(rf"{STAMP}|{TIME}")


def said(lines: Iterable[Line]) -> tuple[tuple[Said, ...], int]:
    """What each speaker says, in order, and how many times were left out because they go backwards.

    Words before the first speaker are said by nobody known; nothing is dropped.
    """
    kept = [line for line in lines if line.text.strip() or line.who is not None]
    opening = _form(kept)
    pieces: list[_Piece] = []
    for line in kept:
        found = opening(line)
        text = line.text if found is None else found.rest
        if found is not None:
            pieces.append(_Piece(speaker(found.label), role(found.label)))
            pieces[-1].stamp(found.at_ms)
        elif not pieces or (pieces[-1].speaker == NOBODY and times(_led_by_stamp(text))):
            pieces.append(_Piece(NOBODY, None))
        pieces[-1].add(text)
    return _finished([piece for piece in pieces if piece.words])


def said_of(found: Sequence[Said], backwards: int, name: str) -> tuple[str, ...]:
    """Sentences about what is unsure in what was read.

    Raises:
        PipelineError: the document says neither who speaks nor when.
    """
    nobody = bool(found) and all(one.speaker == NOBODY for one in found)
    if nobody and not any(one.stamps for one in found):
        raise fault("nobody", name)
    notes = [say("imported.voices")] if nobody else []
    return (*notes, *([say("imported.backwards", count=backwards)] if backwards else []))


def _led_by_stamp(text: str) -> str:
    """The stamp with which a line begins; empty where it begins with none."""
    led = LEADING.match(text.strip())
    return led[0] if led else ""


class _Piece:
    """What one speaker says, in the making."""

    def __init__(self, who: str, what: Role | None) -> None:
        self.speaker, self.role = who, what
        self.words: list[str] = []
        self.stamps: list[tuple[int, int]] = []

    def stamp(self, at_ms: tuple[int, ...]) -> None:
        """Times at this place: when the words after it begin."""
        self.stamps += [(len(self.words), time) for time in at_ms[:1]]

    def add(self, text: str) -> None:
        """More words, with the stamps between them."""
        text = text.strip()
        if _ALONE.fullmatch(text) and times(text):
            self.stamp(times(text))
            return
        led = _led_by_stamp(text)
        if times(led):
            self.stamp(times(led))
            text = text[len(led) :]
        place = 0
        for found in INSIDE.finditer(text):
            if times(found[0]):
                self.words += printable(text[place : found.start()]).split()
                self.stamp(times(found[0]))
                place = found.end()
        self.words += printable(text[place:]).split()


def _finished(pieces: Sequence[_Piece]) -> tuple[tuple[Said, ...], int]:
    """Pieces with their beginnings and ends; one ends where the next begins at the latest."""
    backwards, last = 0, 0
    stamps: list[list[tuple[int, int]]] = []
    for piece in pieces:
        stamps.append([])
        for place, at_ms in piece.stamps:
            if at_ms < last:
                backwards += 1
            else:
                stamps[-1].append((place, at_ms))
                last = at_ms
    for index, piece in enumerate(pieces):
        own, end = stamps[index], len(piece.words)
        before = stamps[index - 1] if index else []
        if own and own[0][0] > 0 and own[-1][0] == end:
            # Stamps at the ends of turns, as f4 sets them: the next one begins there.
            if not index:
                own.insert(0, (0, 0))
            elif before and before[-1][0] == len(pieces[index - 1].words):
                own.insert(0, (0, before[-1][1]))
        if before and before[-1][0] < len(pieces[index - 1].words) and own and own[0][0] == 0:
            before.append((len(pieces[index - 1].words), own[0][1]))
    return tuple(
        Said(piece.speaker, " ".join(piece.words), piece.role, tuple(own))
        for piece, own in zip(pieces, stamps, strict=True)
    ), backwards


# ---------------------------------------------------------------------- the forms


def _form(lines: Sequence[Line]) -> Callable[[Line], _Opening | None]:
    """The form that most lines have, of those that a document may have."""
    counted = []
    for form in (_row, labelled, _above, _tab, _bold):
        openings = [form(line) for line in lines]
        labels = Counter(found.label.casefold() for found in openings if found)
        if form in (_tab, _bold):
            # Any word may be bold, or stand before a tab: labels come again.
            labels = Counter({label: n for label, n in labels.items() if n > 1 or certain(label)})
        if form is _above and 2 * _in_a_row(openings) > sum(labels.values()):
            labels.clear()  # words, not labels, stand beside the times
        counted.append((sum(labels.values()), form, frozenset(labels)))
    most, form, labels_of = max(counted, key=lambda one: one[0])
    if not most:
        return _row
    once = Counter(found.label.casefold() for found in map(form, lines) if found)

    def opening(line: Line) -> _Opening | None:
        if line.who:
            return _row(line)
        found = form(line)
        if found is None or found.label.casefold() not in labels_of:
            return None
        if form in (labelled, _above) and once[found.label.casefold()] == 1 and _sentence_like(found.label):
            return None
        return found

    return opening


def _in_a_row(openings: Sequence[_Opening | None]) -> int:
    """How many openings have no line of words below them."""
    return sum(bool(one and below) for one, below in pairwise((*openings, True)))


def _sentence_like(label: str) -> bool:
    """Whether a label that stands there once reads like a sentence's beginning ("Hun sa")."""
    return not certain(label) and any(word[0].islower() for word in label.split()[1:])


def _row(line: Line) -> _Opening | None:
    """A row of a table."""
    return None if not line.who else _Opening(line.who, line.at_ms, line.text)


def _led(text: str) -> tuple[tuple[int, ...], str]:
    """A time at the beginning, and what comes after it."""
    found = _AT.match(text)
    at_ms = times(found[0]) if found else ()
    return (at_ms, text[found.end() :]) if found and at_ms else ((), text)


def labelled(line: Line) -> _Opening | None:
    """`I: …`, `[00:12:34] Kari: …`, `Kari (00:12:34): …`, `[SPEAKER_00]: …`."""
    at_ms, text = _led(re.sub(r"[^\S\t]+", " ", line.text.strip()))
    found = _COLON.fullmatch(text)
    if not found or not names(found["label"]):
        return None
    joined = found["rest"] and not found["gap"]
    if joined and not (at_ms or (certain(found["label"]) and not found["rest"][0].isdigit())):
        return None
    return _Opening(_clean(found["label"]), at_ms or times(found["at"] or ""), found["rest"])


def _above(line: Line) -> _Opening | None:
    """A line of its own: `Kari Nordmann   0:03`, `00:00:03 Speaker 1`, `Intervjuer`."""
    text = line.text.strip()
    at_ms, rest = _led(text)
    if at_ms and rest and names(rest) and not re.search(r"[:\t]", rest):
        return _Opening(_clean(rest), at_ms, "")
    found = _ABOVE.fullmatch(text)
    if found and names(found["label"]) and times(found["at"]):
        return _Opening(_clean(found["label"]), times(found["at"]), "")
    return _Opening(_clean(text), (), "") if len(text) > 2 and certain(text) else None


def _tab(line: Line) -> _Opening | None:
    """`Kari<tab>…`."""
    at_ms, text = _led(line.text.strip())
    found = _TAB.fullmatch(text)
    return _Opening(_clean(found["label"]), at_ms, found["rest"]) if found and names(found["label"]) else None


def _bold(line: Line) -> _Opening | None:
    """A label in bold, with or without a colon."""
    at_ms, head = _led(line.text[: line.bold].strip())
    head = head.rstrip(" .:")
    return _Opening(_clean(head), at_ms, line.text[line.bold :].lstrip(" :")) if names(head) else None


def _clean(label: str) -> str:
    return printable(label.strip(" []*"))
