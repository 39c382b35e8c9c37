"""Words and voices become turns; what does not fit together becomes a mark."""

import builders
import pytest

from pipeline.artefacts.transcript import Mark, Stretch, Turn, Word
from pipeline.transcribe.engines import Heard
from pipeline.transcribe.speakers import Voice
from pipeline.transcribe.turns import marks, turns, with_roles


def voice(start_ms: int, end_ms: int, who: int, confidence: float = 0.9) -> Voice:
    return Voice(start_ms, end_ms, who, confidence)


def word(text: str, start_ms: int, end_ms: int) -> Word:
    return Word(text=text, start_ms=start_ms, end_ms=end_ms, probability=0.9)


def picture(found: tuple[Turn, ...]) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in found]


def test_a_turn_is_one_speakers_talk_until_another_begins() -> None:
    said = builders.words("hvem er du jeg er Anne ja")
    voices = [voice(0, 900, 0), voice(900, 1800, 1), voice(1800, 2100, 0)]
    found = turns(said, voices, "a")
    assert picture(found) == [("S1", "hvem er du"), ("S2", "jeg er Anne"), ("S1", "ja")]
    assert [(turn.start_ms, turn.end_ms) for turn in found] == [(0, 900), (900, 1800), (1800, 2100)]
    assert [one for turn in found for one in turn.words] == list(said)


def test_a_word_belongs_to_the_voice_in_its_middle() -> None:
    voices = [voice(0, 1000, 0), voice(1000, 2000, 1)]
    found = turns([word("før", 700, 1200), word("etter", 900, 1400)], voices, "a")
    assert picture(found) == [("S1", "før"), ("S2", "etter")]


def test_a_word_between_two_voices_goes_to_the_nearer_one() -> None:
    voices = [voice(0, 1000, 0), voice(5000, 6000, 1)]
    found = turns([word("nær", 1200, 1300), word("fjern", 4500, 4700), word("sist", 9000, 9100)], voices, "a")
    assert picture(found) == [("S1", "nær"), ("S2", "fjern sist")]


def test_words_without_any_voice_are_one_speaker_who_is_unsure() -> None:
    [turn] = turns(builders.words("ingen stemme"), [], "a")
    assert (turn.speaker, turn.sure) == ("S1", False)


@pytest.mark.parametrize(("confidence", "sure"), [(0.9, True), (0.5, True), (0.49, False), (0.0, False)])
def test_a_voice_that_is_a_guess_makes_its_turn_unsure(confidence: float, sure: bool) -> None:
    [turn] = turns(builders.words("ja nei"), [voice(0, 600, 0, confidence)], "a")
    assert turn.sure is sure


def test_a_role_that_is_a_guess_makes_its_turns_unsure() -> None:
    found = turns(builders.words("ja nei"), [voice(0, 300, 0), voice(300, 600, 1)], "a")
    known = with_roles(found, {"S1": ("interviewer", True), "S2": ("respondent", False)})
    assert [(turn.role, turn.sure) for turn in known] == [("interviewer", True), ("respondent", False)]


def test_long_talk_is_cut_at_a_long_pause_and_only_then() -> None:
    steady = [word(f"ord{i}", i * 1000, i * 1000 + 900) for i in range(60)]
    assert len(turns(steady, [voice(0, 60_000, 0)], "a")) == 1
    after_a_pause = [
        *steady[:50],
        *(word(f"nytt{i}", 52_000 + i * 1000, 52_500 + i * 1000) for i in range(5)),
    ]
    assert [len(turn.words) for turn in turns(after_a_pause, [voice(0, 60_000, 0)], "a")] == [50, 5]
    early = [*steady[:5], *(word(f"nytt{i}", 20_000 + i * 1000, 20_500 + i * 1000) for i in range(5))]
    assert len(turns(early, [voice(0, 60_000, 0)], "a")) == 1


def test_ids_are_the_same_for_the_same_transcript_and_never_for_another() -> None:
    said, voices = builders.words("ja nei"), [voice(0, 300, 0), voice(300, 600, 1)]
    one, other = turns(said, voices, "en lyd"), turns(said, voices, "en annen lyd")
    assert [turn.id for turn in one] == [turn.id for turn in turns(said, voices, "en lyd")]
    assert len({turn.id for turn in (*one, *other)}) == 4


def heard(*words: Word, doubtful: bool = False) -> Heard:
    return Heard(key="k", start_ms=0, end_ms=10_000, words=words, doubtful=doubtful)


SPEECH = [Stretch(start_ms=1000, end_ms=4000), Stretch(start_ms=6000, end_ms=9000)]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ([(1000, 4000), (6000, 9000)], []),
        ([], [(1000, 4000), (6000, 9000)]),
        ([(1000, 2000), (6000, 9000)], [(2000, 4000)]),
        ([(1000, 4000), (7000, 9000)], [(6000, 7000)]),
        ([(1000, 1500), (2500, 4000), (6000, 9000)], [(1500, 2500)]),
        ([(1000, 3500), (6500, 9000)], []),
        ([(1000, 2000), (8000, 9000)], [(2000, 4000), (6000, 8000)]),
    ],
)
def test_speech_without_words_is_marked(said: list[tuple[int, int]], wanted: list[tuple[int, int]]) -> None:
    found = marks([heard(*(word("ord", *times) for times in said))], SPEECH)
    assert found == tuple(Mark(kind="speech_without_words", start_ms=a, end_ms=b) for a, b in wanted)


@pytest.mark.parametrize(
    ("times", "marked"),
    [
        ((4800, 5200), True),
        ((4200, 4600), False),
        ((5500, 5700), False),
        ((0, 300), True),
        ((9900, 10_000), True),
    ],
)
def test_words_far_from_any_voice_are_marked(times: tuple[int, int], marked: bool) -> None:
    spoken = [word("ord", 1000, 4000), word("ord", 6000, 9000)]
    found = marks([heard(*spoken, word("tull", *times))], SPEECH)
    assert [(mark.kind, mark.start_ms, mark.end_ms) for mark in found] == (
        [("words_on_silence", *times)] if marked else []
    )


def test_words_without_any_speech_are_marked() -> None:
    [mark] = marks([heard(word("tull", 100, 200))], [])
    assert mark.kind == "words_on_silence"


def test_a_window_in_doubt_is_marked_whole() -> None:
    [mark] = marks([heard(word("ord", 0, 10_000), doubtful=True)], [Stretch(start_ms=0, end_ms=10_000)])
    assert (mark.kind, mark.start_ms, mark.end_ms) == ("doubtful", 0, 10_000)
