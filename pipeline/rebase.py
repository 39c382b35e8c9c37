"""Spans carried over edits: where the same words stand in the new text."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.artefacts.span import Span

_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True)
class Rebased:
    """Where a span stands now. `look_again`: the words it stood on are no longer the same."""

    span: Span
    look_again: bool


@dataclass(frozen=True)
class Match:
    """Token `old` of one text is token `new` of the other; not `same` if case or punctuation differ."""

    old: int
    new: int
    same: bool


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Match, ...]:
    """The tokens that two texts share, in order.

    Equal tokens first (what begins and ends alike, then Ratcliff-Obershelp, `difflib`); between them
    those that differ only in case or punctuation.
    """
    equal = [Match(i, j, same=True) for i, j in _equal(old, new)]
    alike = [
        Match(i0 + i, j0 + j, same=False)
        for i0, i1, j0, j1 in _gaps(equal, len(old), len(new))
        if i0 < i1 and j0 < j1
        for i, j in _equal([fold(token) for token in old[i0:i1]], [fold(token) for token in new[j0:j1]])
    ]
    return tuple(sorted(equal + alike, key=lambda match: match.old))


def fold(token: str) -> str:
    """A token without case and punctuation; one that is punctuation only stays.

    >>> fold("Ja,"), fold("...")
    ('ja', '...')
    """
    return "".join(c for c in token.casefold() if c.isalnum()) or token


def _equal(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    last_old, last_new = len(old) - tail, len(new) - tail
    yield from ((i, i) for i in range(head))
    matcher = SequenceMatcher(None, old[head:last_old], new[head:last_new], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        yield from ((head + i + k, head + j + k) for k in range(size))
    yield from ((last_old + k, last_new + k) for k in range(tail))


def _gaps(matches: Sequence[Match], old: int, new: int) -> Iterator[tuple[int, int, int, int]]:
    """What lies between matches, as `(i0, i1, j0, j1)`: old tokens `[i0, i1)` became new `[j0, j1)`."""
    i0 = j0 = 0
    for match in (*matches, Match(old, new, same=True)):
        if i0 < match.old or j0 < match.new:
            yield i0, match.old, j0, match.new
        i0, j0 = match.old + 1, match.new + 1


def rebase(anchor: Span, old: str, new: str) -> Rebased:
    """Carry a span over an edit of its turn's text.

    A span whose quoted words are unchanged moves with them exactly. Where they changed it covers what
    stands in their place, or nothing at their place if they were deleted, and asks to be looked at again.
    `look_again` speaks of this edit alone; whoever keeps the span keeps an earlier one.

    Args:
        anchor: a span of `old`; what reaches beyond the text is cut off.
        old: the text before, normal form C.
        new: the text after, normal form C.
    """
    start, end = min(anchor.start, len(old)), min(anchor.end, len(old))
    if old == new:
        return Rebased(Span(turn_id=anchor.turn_id, start=start, end=end), look_again=False)
    edit = _Edit(old, new)
    first, last = bisect_right(edit.old_ends, start), bisect_left(edit.old_starts, end)
    if start < end and first < last:
        left, right, changed = edit.words(start, end, first, last)
    else:
        left, changed = edit.point(start)
        right = max(left, edit.point(end)[0])
    changed = changed or old[start:end].strip() != new[left:right].strip()
    return Rebased(Span(turn_id=anchor.turn_id, start=left, end=right), look_again=changed)


def rebase_split(anchor: Span, text: str, at: int, new_turn: str) -> Rebased:
    """Carry a span of `text` over a split at `at`.

    One that straddles the border stays with the half that holds more of its characters (the left if
    both hold as many), is cut at the border, and asks to be looked at again.
    """
    left, border = len(text[:at].rstrip()), len(text) - len(text[at:].lstrip())
    on_left, on_right = max(0, left - anchor.start), max(0, anchor.end - border)
    straddles = anchor.start < left and anchor.end > border
    if anchor.end <= border or (straddles and on_left >= on_right):
        start, end = min(anchor.start, left), min(anchor.end, left)
        return Rebased(Span(turn_id=anchor.turn_id, start=start, end=end), look_again=straddles)
    start, end = max(anchor.start - border, 0), anchor.end - border
    return Rebased(Span(turn_id=new_turn, start=start, end=end), look_again=straddles)


def rebase_merge(anchor: Span, left_text: str, right_text: str, left_turn: str) -> Rebased:
    """Carry a span of `right_text` to the turn that its own was appended to, with a space between them."""
    shift = len(f"{left_text} {right_text}".strip()) - len(right_text)
    span = Span(turn_id=left_turn, start=anchor.start + shift, end=anchor.end + shift)
    return Rebased(span, look_again=False)


class _Edit:
    """The tokens of two texts (words and single signs, without white space) and how they correspond."""

    def __init__(self, old: str, new: str) -> None:
        self.old_starts, self.old_ends = _tokens(old)
        self.new_starts, self.new_ends = _tokens(new)
        self.length = len(new)
        matches = align(
            [old[a:b] for a, b in zip(self.old_starts, self.old_ends, strict=True)],
            [new[a:b] for a, b in zip(self.new_starts, self.new_ends, strict=True)],
        )
        #: For every old token the new ones `[j0, j1)` in its place, and whether it is the same.
        self.images: list[tuple[int, int, bool]] = [(0, 0, False)] * len(self.old_starts)
        for match in matches:
            self.images[match.old] = (match.new, match.new + 1, match.same)
        for i0, i1, j0, j1 in _gaps(matches, len(self.old_starts), len(self.new_starts)):
            before, after = i1 - i0, j1 - j0
            for k in range(before):
                self.images[i0 + k] = (j0 + k * after // before, j0 - (-(k + 1) * after // before), False)

    def words(self, start: int, end: int, first: int, last: int) -> tuple[int, int, bool]:
        """New start and end of old `[start, end)`, which touches the tokens `[first, last)`."""
        low, high = self.images[first][0], self.images[last - 1][1]
        if low == high:
            place = self._end_before(low)
            return place, place, True
        left, right = self.new_starts[low], self.new_ends[high - 1]
        if self.images[first][2]:
            left = max(left + start - self.old_starts[first], self._end_before(low))
        if self.images[last - 1][2]:
            right = min(right + end - self.old_ends[last - 1], self._start_after(high))
        return left, right, not all(same for _, _, same in self.images[first:last])

    def point(self, place: int) -> tuple[int, bool]:
        """Where a place between two characters went, and whether both of its neighbours changed."""
        right = bisect_right(self.old_ends, place)
        if right < len(self.images) and self.old_starts[right] < place:
            low, _, same = self.images[right]
            if same:
                return self.new_starts[low] + place - self.old_starts[right], False
            return self._end_before(low), True
        if right > 0 and self.images[right - 1][2]:
            _, high, _ = self.images[right - 1]
            moved = self.new_ends[high - 1] + place - self.old_ends[right - 1]
            return min(moved, self._start_after(high)), False
        if right < len(self.images) and self.images[right][2]:
            low, _, _ = self.images[right]
            moved = self.new_starts[low] + place - self.old_starts[right]
            return max(moved, self._end_before(low)), False
        return self._end_before(self.images[right - 1][1] if right > 0 else 0), bool(self.images)

    def _end_before(self, token: int) -> int:
        return self.new_ends[token - 1] if token > 0 else 0

    def _start_after(self, token: int) -> int:
        return self.new_starts[token] if token < len(self.new_starts) else self.length


def _tokens(text: str) -> tuple[list[int], list[int]]:
    """Starts and ends of runs of letters and digits, and of single signs, each with its combining marks."""
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        if character.isspace():
            continue
        if ends and ends[-1] == index and _continues(text[index - 1], character):
            ends[-1] = index + 1
        else:
            starts.append(index)
            ends.append(index + 1)
    return starts, ends


def _continues(before: str, character: str) -> bool:
    if character.isalnum():
        return before.isalnum() or before == _ZERO_WIDTH_JOINER or _is_mark(before)
    return _ZERO_WIDTH_JOINER in (before, character) or _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or ord(character) in _SKIN_TONES
