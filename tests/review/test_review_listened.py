"""What counts as listening, drawn on a line: a character is a second, `#` speech or playback."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.artefacts.decision import Decision, Listened, SetText, Sign
from pipeline.artefacts.transcript import Stretch, Transcript, Turn
from pipeline.errors import PipelineError
from pipeline.messages import catalogue
from pipeline.review.decisions import apply
from pipeline.review.listened import coalesce, played, signing, unplayed
from pipeline.review.state import ReviewState, opening

AT = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
CANARY = "kanarifugl"


def stretches(picture: str) -> tuple[Stretch, ...]:
    """Every run of `#`."""
    starts = [i for i, c in enumerate(picture) if c == "#" and picture[i - 1 : i] != "#"]
    lengths = [len(picture[start:]) - len(picture[start:].lstrip("#")) for start in starts]
    return tuple(
        Stretch(start_ms=1000 * start, end_ms=1000 * (start + length))
        for start, length in zip(starts, lengths, strict=True)
    )


def plays(picture: str, who: str = "Anna", number: int = 1, rate: float = 1.0) -> tuple[Listened, ...]:
    return tuple(
        Listened(at=AT, who=who, round=number, start_ms=s.start_ms, end_ms=s.end_ms, rate=rate)
        for s in stretches(picture)
    )


def ready(speech: str, text: str = "ja vel") -> ReviewState:
    turn = Turn(id="t0", speaker="S1", role="respondent", text=text)
    return opening(
        Transcript(
            interview="i-1", language="nb", engine="e", model="m", turns=(turn,), speech=stretches(speech)
        )
    )


@pytest.mark.parametrize(
    ("speech", "play", "missing"),
    [
        ("###  ###", "########", "        "),
        ("###  ###", "        ", "###  ###"),
        ("###  ###", " ##   # ", "#    # #"),
        ("########", "# # # # ", " # # # #"),
        ("#  ## ##", "##  ##  ", "   #  ##"),
        ("        ", "########", "        "),
        ("", "", ""),
    ],
)
def test_speech_is_unplayed_where_nobody_played_it(speech: str, play: str, missing: str) -> None:
    assert unplayed(plays(play), stretches(speech), "Anna", 1) == stretches(missing)
    total, left = 1000 * speech.count("#"), 1000 * missing.count("#")
    assert played(plays(play), stretches(speech), "Anna", 1) == (total - left, total)


def test_playing_twice_and_overlapping_speech_count_once() -> None:
    speech = (Stretch(start_ms=0, end_ms=3000), Stretch(start_ms=2000, end_ms=5000))
    assert played((*plays("###"), *plays(" ###")), speech, "Anna", 1) == (4000, 5000)


@pytest.mark.parametrize(
    "elsewhere",
    [plays("####", who="Bo"), plays("####", number=2), plays("####", rate=2.5)],
)
def test_playback_by_another_in_another_round_or_faster_than_double_does_not_count(
    elsewhere: tuple[Listened, ...],
) -> None:
    assert played((*elsewhere, *plays("#")), stretches("####"), "Anna", 1) == (1000, 4000)


def test_playback_at_double_speed_counts() -> None:
    assert played(plays("####", rate=2.0), stretches("####"), "Anna", 1) == (4000, 4000)


def test_plays_that_touch_or_overlap_become_one_and_others_stay_apart() -> None:
    later = tuple(play.model_copy(update={"at": AT + timedelta(hours=1)}) for play in plays("###     ##"))
    others = (*plays("#", who="Bo"), *plays("#", number=2), *plays("#", rate=1.5))
    joined = coalesce((*later, *plays("  ###"), *plays("     #"), *others))
    assert [(p.who, p.round, p.rate, p.start_ms, p.end_ms) for p in joined] == [
        ("Anna", 1, 1.0, 0, 6000),
        ("Anna", 1, 1.0, 8000, 10000),
        ("Anna", 1, 1.5, 0, 1000),
        ("Anna", 2, 1.0, 0, 1000),
        ("Bo", 1, 1.0, 0, 1000),
    ]
    assert joined[0].at == AT
    assert coalesce(joined) == joined


def test_a_shorter_play_inside_a_longer_one_does_not_shorten_it() -> None:
    assert [(p.start_ms, p.end_ms) for p in coalesce((*plays("#####"), *plays(" #")))] == [(0, 5000)]


def test_a_round_that_was_played_is_signed_with_what_was_played() -> None:
    state = ready("####")
    operation = signing(state, plays("####"), "Anna", 1)
    assert (operation.played_ms, operation.speech_ms, operation.reason) == (4000, 4000, "")
    signed = apply(state, Decision(id="d", at=AT, who="Anna", operations=(operation,)))
    assert [(s.who, s.round, s.valid) for s in signed.signatures] == [("Anna", 1, True)]


def test_speech_that_was_not_played_can_be_signed_with_a_reason_or_when_it_was_checked_outside() -> None:
    state = ready("####")
    assert signing(state, plays("#"), "Anna", 1, " på\npapir ").reason == "på papir"
    assert signing(state, (), "Anna", 1, outside=True).outside is True


def test_an_imported_transcript_without_sound_needs_no_reason() -> None:
    assert signing(ready(""), (), "Anna", 1).speech_ms == 0


@pytest.mark.parametrize(
    ("holes", "enough"),
    [
        ((), True),
        ((900,), True),
        ((1000,), False),
        ((500, 500, 500), True),
        ((900, 900, 900), False),
    ],
)
def test_short_holes_need_no_reason_as_long_as_they_are_few(holes: tuple[int, ...], enough: bool) -> None:
    state = ready("#" * 100)
    starts = [10_000 * (n + 1) for n in range(len(holes))]
    borders = [0, *(b for s, h in zip(starts, holes, strict=True) for b in (s, s + h)), 100_000]
    listened = tuple(
        Listened(at=AT, who="Anna", round=1, start_ms=start, end_ms=end)
        for start, end in zip(borders[::2], borders[1::2], strict=True)
    )
    if enough:
        assert signing(state, listened, "Anna", 1).played_ms == 100_000 - sum(holes)
    else:
        with pytest.raises(PipelineError):
            signing(state, listened, "Anna", 1)


@pytest.mark.parametrize(
    ("text", "who", "number", "reason"),
    [
        (CANARY, "Anna", 1, ""),
        (CANARY, "Anna", 1, " \u200b"),
        (CANARY, "Anna", 0, "på papir"),
        (CANARY, " ", 1, "på papir"),
        ("", "Anna", 1, "på papir"),
    ],
)
def test_what_cannot_be_signed_is_said_in_one_line_with_what_to_do_and_without_words(
    text: str, who: str, number: int, reason: str
) -> None:
    with pytest.raises(PipelineError) as error:
        signing(ready("####", text), plays("#"), who, number, reason)
    for line in (error.value.message, error.value.hint):
        assert line
        assert "\n" not in line
        assert CANARY not in line


def test_a_round_is_signed_once_by_a_person_unless_the_text_has_changed() -> None:
    state = ready("")
    state = apply(state, Decision(id="d1", at=AT, who="Anna", operations=(signing(state, (), "Anna", 1),)))
    with pytest.raises(PipelineError):
        signing(state, (), "Anna", 1)
    assert isinstance(signing(state, (), "Bo", 1), Sign)
    assert isinstance(signing(state, (), "Anna", 2), Sign)
    edit = SetText(turn="t0", revision=0, text="jo")
    changed = apply(state, Decision(id="d2", at=AT, who="Anna", operations=(edit,)))
    assert isinstance(signing(changed, (), "Anna", 1), Sign)


def test_every_message_of_the_room_has_a_hint_in_both_languages() -> None:
    keys = [key for key in catalogue() if key.startswith("review.") and not key.endswith(".hint")]
    assert keys
    assert all(all(catalogue()[f"{key}.hint"]) for key in keys)
