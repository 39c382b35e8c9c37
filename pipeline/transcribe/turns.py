"""Words and voices become turns; sound and words that do not fit together become marks."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.artefacts.transcript import Mark, Role, Stretch, Turn, Word
from pipeline.transcribe.engines import Heard
from pipeline.transcribe.speakers import Voice

#: A turn that is long already is cut at a pause of this length, so that a row of the page stays a row.
LONG_TURN_MS, LONG_PAUSE_MS = 45_000, 1_500

#: Below this a voice is a guess; the turn is marked as unsure.
UNSURE = 0.5

#: Speech of this length without a word, and words this far from any voice, are worth a look.
WORDLESS_MS, FAR_MS = 700, 400


def label(voice: int) -> str:
    """A voice's label: S1 is the first who speaks."""
    return f"S{voice + 1}"


def turns(words: Sequence[Word], voices: Sequence[Voice], of: str) -> tuple[Turn, ...]:
    """Turns in order; everybody is a respondent until `with_roles` says otherwise.

    Args:
        words: in order of time, every one with times.
        voices: who speaks when, in order and disjoint.
        of: what the transcript was made from; ids differ between transcripts of different origin.
    """
    groups: list[tuple[str, list[Word], list[float]]] = []
    starts = [voice.start_ms for voice in voices]
    for word in words:
        start, end = word.start_ms or 0, word.end_ms or 0
        voice, confidence = _speaking((start + end) // 2, voices, starts)
        if groups:
            speaker, said, certainty = groups[-1]
            so_far, pause = start - (said[0].start_ms or 0), start - (said[-1].end_ms or 0)
            if speaker == label(voice) and not (so_far > LONG_TURN_MS and pause > LONG_PAUSE_MS):
                said.append(word)
                certainty.append(confidence)
                continue
        groups.append((label(voice), [word], [confidence]))
    return tuple(
        Turn(
            id=_turn_id(of, index),
            speaker=speaker,
            role="respondent",
            sure=sum(certainty) / len(certainty) >= UNSURE,
            start_ms=said[0].start_ms,
            end_ms=said[-1].end_ms,
            text=" ".join(word.text for word in said),
            words=tuple(said),
        )
        for index, (speaker, said, certainty) in enumerate(groups)
    )


def with_roles(found: Iterable[Turn], roles: Mapping[str, tuple[Role, bool]]) -> tuple[Turn, ...]:
    """The turns with each speaker's role; a role that is a guess makes its turns unsure."""
    return tuple(
        turn.model_copy(update={"role": roles[turn.speaker][0], "sure": turn.sure and roles[turn.speaker][1]})
        for turn in found
    )


def marks(heard: Sequence[Heard], speech: Sequence[Stretch]) -> tuple[Mark, ...]:
    """Where a person should listen: speech without words, words on silence, windows in doubt."""
    words = sorted((word.start_ms or 0, word.end_ms or 0) for window in heard for word in window.words)
    ends = [stretch.end_ms for stretch in speech]
    found = [
        Mark(kind="doubtful", start_ms=window.start_ms, end_ms=window.end_ms)
        for window in heard
        if window.doubtful
    ]
    for (_, before), (after, _) in pairwise([(0, 0), *words, (ends[-1] if ends else 0, 0)]):
        for stretch in speech[bisect_right(ends, before) :] if after - before >= WORDLESS_MS else ():
            start, end = max(before, stretch.start_ms), min(after, stretch.end_ms)
            if start >= after:
                break
            if end - start >= WORDLESS_MS:
                found.append(Mark(kind="speech_without_words", start_ms=start, end_ms=end))
    for start, end in words:
        index = bisect_left(ends, start - FAR_MS)
        if index == len(speech) or speech[index].start_ms - FAR_MS > end:
            found.append(Mark(kind="words_on_silence", start_ms=start, end_ms=end))
    return tuple(sorted(found, key=lambda mark: (mark.start_ms, mark.end_ms, mark.kind)))


def _speaking(at_ms: int, voices: Sequence[Voice], starts: Sequence[int]) -> tuple[int, float]:
    """Who speaks at this time, and how sure that is; between two voices, the nearer one, as a guess."""
    if not voices:
        return 0, 0.0
    index = bisect_right(starts, at_ms) - 1
    around = [voices[i] for i in (index, index + 1) if 0 <= i < len(voices)]
    nearest = min(around, key=lambda voice: max(voice.start_ms - at_ms, at_ms - voice.end_ms, 0))
    return nearest.voice, nearest.confidence


def _turn_id(of: str, index: int) -> str:
    """Opaque, the same for the same transcript, and never the same for another."""
    return "u" + hashlib.sha256(f"{of}\n{index}".encode()).hexdigest()[:10]
