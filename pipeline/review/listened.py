"""What was played, and what may be signed."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pipeline.artefacts.decision import Listened, Sign
from pipeline.artefacts.transcript import Stretch
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.review.state import ReviewState, text_digest
from pipeline.review.words import clean

#: Playback faster than this does not count as listening.
FASTEST = 2.0

#: What may stay unplayed without a reason: holes shorter than this (the ends of words at a jump) ...
HOLE_MS = 1000

#: ... as long as they are not more than this share of the speech together.
HOLES_SHARE = 0.02


def played(
    listened: Iterable[Listened],
    speech: Sequence[Stretch],
    who: str,
    round: int,  # noqa: A002
) -> tuple[int, int]:
    """Milliseconds of speech that this person played in this round, and milliseconds of speech.

    Args:
        listened: what everybody played.
        speech: where voices are heard; stretches may overlap.
        who: whose playback counts.
        round: the round in which it counts, from 1.
    """
    total = _length(_union(speech))
    return total - _length(unplayed(listened, speech, who, round)), total


def unplayed(
    listened: Iterable[Listened],
    speech: Sequence[Stretch],
    who: str,
    round: int,  # noqa: A002
) -> tuple[Stretch, ...]:
    """The stretches of speech that this person has not played in this round, in order; see `played`."""
    heard = _union(
        Stretch(start_ms=play.start_ms, end_ms=play.end_ms)
        for play in listened
        if play.who == who and play.round == round and play.rate <= FASTEST
    )
    missing: list[Stretch] = []
    first = 0
    for stretch in _union(speech):
        place = stretch.start_ms
        while first < len(heard) and heard[first].end_ms <= place:
            first += 1
        ahead = first
        while ahead < len(heard) and heard[ahead].start_ms < stretch.end_ms:
            if heard[ahead].start_ms > place:
                missing.append(Stretch(start_ms=place, end_ms=heard[ahead].start_ms))
            place = max(place, heard[ahead].end_ms)
            ahead += 1
        if place < stretch.end_ms:
            missing.append(Stretch(start_ms=place, end_ms=stretch.end_ms))
    return tuple(missing)


def coalesce(listened: Iterable[Listened]) -> tuple[Listened, ...]:
    """Plays of one person in one round at one rate that touch or overlap, as one; `at` is the first one's."""

    def voice(play: Listened) -> tuple[str, int, float]:
        return play.who, play.round, play.rate

    joined: list[Listened] = []
    plays = sorted(listened, key=lambda play: (*voice(play), play.start_ms, play.end_ms))
    for _, group in groupby(plays, key=voice):
        last: Listened | None = None
        for play in group:
            if last is not None and play.start_ms <= last.end_ms:
                joined.pop()
                end, at = max(last.end_ms, play.end_ms), min(last.at, play.at)
                play = last.model_copy(update={"end_ms": end, "at": at})  # noqa: PLW2901
            joined.append(play)
            last = play
    return tuple(joined)


def signing(
    state: ReviewState,
    listened: Iterable[Listened],
    who: str,
    round: int,  # noqa: A002
    reason: str = "",
    *,
    outside: bool = False,
) -> Sign:
    """The operation by which a person signs a round of the transcript as it reads now.

    Args:
        state: the transcript with all decisions.
        listened: what everybody played.
        who: who signs.
        round: which round, from 1.
        reason: why speech that was not played is signed for.
        outside: it was checked on paper or before it was imported, so playback does not matter.

    Raises:
        PipelineError: nobody signs, no such round, no words, a round that this person has signed already,
            or speech that was not played and no reason given. Holes that are shorter than `HOLE_MS` and at
            most `HOLES_SHARE` of the speech together need none.
    """
    listened = tuple(listened)
    speech = state.transcript.speech
    if not who.strip():
        raise PipelineError(say("review.sign.nobody"), hint=say("review.sign.nobody.hint"))
    if round < 1:
        raise PipelineError(say("review.sign.round"), hint=say("review.sign.round.hint"))
    if not any(turn.words for _, turn in state.standing):
        raise PipelineError(say("review.sign.empty"), hint=say("review.sign.empty.hint"))
    if any(s.valid and s.who == who and s.round == round for s in state.signatures):
        raise PipelineError(
            say("review.sign.already", round=round), hint=say("review.sign.already.hint", round=round)
        )
    heard, total = played(listened, speech, who, round)
    holes = unplayed(listened, speech, who, round)
    complete = total - heard <= total * HOLES_SHARE and all(
        hole.end_ms - hole.start_ms < HOLE_MS for hole in holes
    )
    if not (complete or clean(reason) or outside):
        raise PipelineError(
            say("review.sign.unplayed", left=_clock(total - heard), total=_clock(total)),
            hint=say("review.sign.unplayed.hint"),
        )
    return Sign(
        round=round,
        text_digest=text_digest(state),
        played_ms=heard,
        speech_ms=total,
        reason=clean(reason),
        outside=outside,
    )


def _union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in stretches that neither touch nor overlap, in order."""
    united: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: s.start_ms):
        if stretch.end_ms <= stretch.start_ms:
            continue
        if united and stretch.start_ms <= united[-1].end_ms:
            end = max(stretch.end_ms, united[-1].end_ms)
            united[-1] = Stretch(start_ms=united[-1].start_ms, end_ms=end)
        else:
            united.append(stretch)
    return united


def _length(stretches: Iterable[Stretch]) -> int:
    return sum(stretch.end_ms - stretch.start_ms for stretch in stretches)


def _clock(milliseconds: int) -> str:
    """Minutes and seconds, rounded up.

    >>> _clock(61_001)
    '1:02'
    """
    seconds = -(-milliseconds // 1000)
    return f"{seconds // 60}:{seconds % 60:02}"
