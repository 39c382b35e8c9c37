"""A given text is laid along its sound: its words stay, their times come from what the engine heard.

The words of both are aligned (Levenshtein over words, so the order is kept); words that both have are
anchors, and what lies between two anchors shares the time between them. A text that has times keeps them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.artefacts.transcript import Mark, Turn, Word
from pipeline.rebase import fold

#: How alike a word and the one that was heard at its place must be, in per cent, to be the same.
ALIKE = 60

#: A word alone among others is no anchor if it is shorter than this: "det" was said everywhere.
LONG_WORD = 6

#: Below this share of anchors the text is another conversation's.
SAME_TALK = 0.25

#: A turn with fewer anchors than this share, that may begin anywhere within so long, has an unsure time.
FEW, WIDE_MS = 1 / 3, 3_000

#: A turn without a time of its own is unsure where the times around it are further apart than this.
APART_MS = 20_000

#: Words stand for others that were heard in their place if those took so many times longer at most.
FIT = 2.5

#: What a letter takes in speech where nothing else is known (about 14 letters a second).
LETTER_MS = 70


@dataclass(frozen=True)
class Laid:
    """A text along its sound. `marks` are turns whose time is unsure; `past` counts times after its end.

    `share` is the share of the words that are anchors, 1 where the text has times of its own.
    """

    turns: tuple[Turn, ...]
    marks: tuple[Mark, ...] = ()
    past: int = 0
    share: float = 1.0


def lay(turns: Sequence[Turn], heard: Sequence[Word], duration_ms: int) -> Laid:
    """Give turns without times the times of what was heard.

    Args:
        turns: the text as it is to stay.
        heard: the engine's words in order, each with times.
        duration_ms: the sound's length.

    Returns:
        The turns with times for each and all of their words; as they were where too few words are the same.
    """
    words = [(index, text) for index, turn in enumerate(turns) for text in turn.text.split()]
    anchors = _anchors([text for _, text in words], [word.text for word in heard])
    share = len(anchors) / len(words) if words else 0.0
    if share < SAME_TALK:
        return Laid(tuple(turns), share=share)
    times = _times(words, heard, anchors, duration_ms)
    laid: list[Turn] = []
    marks: list[Mark] = []
    first = 0
    own = sorted(anchors)
    for turn in turns:
        texts = turn.text.split()
        said = tuple(
            Word(text=text, start_ms=start, end_ms=end)
            for text, (start, end) in zip(texts, times[first : first + len(texts)], strict=True)
        )
        timed = {"start_ms": said[0].start_ms, "end_ms": said[-1].end_ms} if said else {}
        laid.append(turn.model_copy(update={**timed, "words": said}))
        if said and _unsure(first, len(texts), own, anchors, heard, duration_ms):
            marks.append(_mark(laid[-1]))
        first += len(texts)
    return Laid(tuple(laid), tuple(marks), share=share)


def between(turns: Sequence[Turn], duration_ms: int) -> Laid:
    """Keep the times that a text has; a turn without one gets its share of the time between its neighbours.

    Args:
        turns: at least one of them with a time.
        duration_ms: the sound's length; times after it are not used.
    """
    own = [
        turn.start_ms if turn.start_ms is not None and turn.start_ms < duration_ms else None for turn in turns
    ]
    past = sum(turn.start_ms is not None for turn in turns) - sum(start is not None for start in own)
    places = list(accumulate((len(turn.text) + 1 for turn in turns), initial=0))
    known = [(place, start) for place, start in zip(places, own, strict=False) if start is not None]
    known = [*([(0, 0)] if not known or known[0][0] else []), *known, (places[-1], duration_ms)]
    starts = [
        start if start is not None else _share(place, known)
        for place, start in zip(places, own, strict=False)
    ]
    laid, marks = [], []
    for turn, mine, place, start, following in zip(
        turns, own, places, starts, [*starts[1:], duration_ms], strict=False
    ):
        kept = mine is not None and turn.end_ms is not None
        end = min(turn.end_ms or 0, duration_ms) if kept else following
        whole = kept and end == turn.end_ms
        words = turn.words if whole else tuple(Word(text=word.text) for word in turn.words)
        laid.append(turn.model_copy(update={"start_ms": start, "end_ms": max(start, end), "words": words}))
        after = min(max(1, bisect_right(known, (place, start))), len(known) - 1)
        if mine is None and known[after][1] - known[after - 1][1] > APART_MS:
            marks.append(_mark(laid[-1]))
    return Laid(tuple(laid), tuple(marks), past)


def _share(place: int, known: Sequence[tuple[int, int]]) -> int:
    """The time at a place in the text, from the times before and after it."""
    after = max(1, bisect_right([at for at, _ in known], place))
    (first, start), (last, end) = known[after - 1], known[min(after, len(known) - 1)]
    return start + (end - start) * (place - first) // max(1, last - first)


def _mark(turn: Turn) -> Mark:
    start = turn.start_ms or 0
    return Mark(kind="doubtful", start_ms=start, end_ms=max(turn.end_ms or 0, start + 1))


# ---------------------------------------------------------------------- anchors


def _anchors(said: Sequence[str], heard: Sequence[str]) -> dict[int, int]:
    """Which word of the text is which that was heard, both in order."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import ratio

    said, heard = [fold(text) for text in said], [fold(text) for text in heard]
    found: dict[int, int] = {}
    for step in Levenshtein.opcodes(said, heard):
        if step.tag in ("equal", "replace"):
            pairs = zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            )
            found |= {i: j for i, j in pairs if step.tag == "equal" or ratio(said[i], heard[j]) >= ALIKE}
    return {
        i: j
        for i, j in found.items()
        if len(said[i]) >= LONG_WORD or any(found.get(i + k) == j + k for k in (-1, 1))
    }


def _unsure(
    first: int,
    count: int,
    own: Sequence[int],
    anchors: dict[int, int],
    heard: Sequence[Word],
    duration_ms: int,
) -> bool:
    """Whether a turn of `count` words from `first` on has few anchors, and wide room to lie in."""
    low, high = bisect_left(own, first), bisect_left(own, first + count)
    if high - low >= FEW * count or first in anchors:
        return False
    before = (heard[anchors[own[low - 1]]].end_ms or 0) if low else 0
    after = (heard[anchors[own[low]]].start_ms or 0) if low < len(own) else duration_ms
    return after - before > WIDE_MS


# ---------------------------------------------------------------------- times


def _times(
    words: Sequence[tuple[int, str]], heard: Sequence[Word], anchors: dict[int, int], duration_ms: int
) -> list[tuple[int, int]]:
    """Start and end of every word of the text, in ms; no word begins before the one before it ends."""
    times: list[tuple[int, int]] = []
    place = 0
    for (i0, j0), (i1, j1) in pairwise([(-1, -1), *sorted(anchors.items()), (len(words), len(heard))]):
        if i0 >= 0:
            start, end = heard[j0].start_ms or 0, heard[j0].end_ms or 0
            times.append((max(place, start), max(place, start, end)))
            place = times[-1][1]
        upto = max(place, heard[j1].start_ms or 0) if j1 < len(heard) else max(place, duration_ms)
        spoken = [
            (max(place, word.start_ms or 0), min(upto, word.end_ms or 0)) for word in heard[j0 + 1 : j1]
        ]
        spoken = [(start, end) for start, end in spoken if end > start]
        gap = [text for _, text in words[i0 + 1 : i1]]
        needed = LETTER_MS * sum(map(len, gap))
        if needed and 1 / FIT <= sum(end - start for start, end in spoken) / needed <= FIT:
            times += _within(gap, spoken)
        else:
            times += _around(words, i0, i1, place, upto)
        place = times[-1][1] if times else place
    return times


def _within(gap: Sequence[str], spoken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Words that were heard as others share those words' time by their length; pauses stay pauses."""
    past = list(accumulate((end - start for start, end in spoken), initial=0))
    length = sum(map(len, gap))

    def at(spent: int, *, ends: bool) -> int:
        find = bisect_left if ends else bisect_right
        index = min(max(find(past, spent) - 1, 0), len(spoken) - 1)
        return spoken[index][0] + spent - past[index]

    done = 0
    for text in gap:
        first, done = past[-1] * done // length, done + len(text)
        start = at(first, ends=False)
        yield start, max(start, at(past[-1] * done // length, ends=True))


def _around(
    words: Sequence[tuple[int, str]], before: int, after: int, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Words that were not heard, between two that were, or the ends of the sound.

    They take the time that their letters need; what is left is where one turn ends and another begins.
    """
    turns = [words[i][0] if 0 <= i < len(words) else -1 for i in range(before, after + 1)]
    borders = [one != other for one, other in pairwise(turns)]
    length = sum(len(text) for _, text in words[before + 1 : after])
    slack = max(0, end - start - length * LETTER_MS) if any(borders) else 0
    room, done, passed = end - start - slack, 0, 0
    for (_, text), border in zip(words[before + 1 : after], borders, strict=False):
        passed += border
        begin = start + slack * passed // max(1, sum(borders))
        first, done = begin + room * done // length, done + len(text)
        yield first, begin + room * done // length
