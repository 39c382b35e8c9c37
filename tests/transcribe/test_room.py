"""The room as a whole, with an engine that writes the same words for the same sound."""

from pathlib import Path
from typing import Any

import builders
import pytest

from pipeline.artefacts.recording import Recording
from pipeline.artefacts.sound import open_sound
from pipeline.artefacts.transcript import Language, Transcript
from pipeline.transcribe.engines import Decoded, Engine, Heard
from pipeline.transcribe.room import Plan, transcribe
from pipeline.weights import installed


class Counting(builders.FakeEngine):
    """Remembers in which language it was asked, and for how many windows."""

    def __init__(self, *, nynorsk: float = 0.4) -> None:
        self.nynorsk, self.asked, self.languages = nynorsk, 0, set[str]()

    def probable_language(self, samples: Any) -> dict[Language, float]:
        assert len(samples)
        return {"nb": 1 - self.nynorsk, "nn": self.nynorsk}

    def decode(self, samples: Any, language: str, seed: int) -> Decoded:
        self.asked += 1
        self.languages.add(language)
        return super().decode(samples, language, seed)


def plan(**changes: Any) -> Plan:
    weights = installed()
    return Plan(
        **{
            "engine": "fake",
            "engine_version": "1",
            "model": "liten",
            "weights": "abc",
            "language": "nb",
            "beam": 5,
            "voices": None,
            "longest_window_ms": 30_000,
            "join_utterances": False,
            "questions": (),
            "voice_model": weights.locate(weights.find("silero-vad")),
        }
        | changes
    )


def run(
    path: Path, engine: Engine, known: list[Heard] | None = None, **changes: Any
) -> tuple[Transcript, list[Heard]]:
    kept: list[Heard] = []
    transcript = transcribe(
        Recording(interview="intervju-01", audio_sha256="f" * 64),
        open_sound(path),
        plan(**changes),
        lambda: engine,
        heard={one.key: one for one in known or []},
        keep=kept.append,
    )
    return transcript, kept


@pytest.mark.parametrize(("nynorsk", "chosen"), [(0.6, "nn"), (0.4, "nb")])
def test_auto_chooses_the_written_form_that_the_model_finds_likelier(
    excerpt: Path, nynorsk: float, chosen: str
) -> None:
    engine = Counting(nynorsk=nynorsk)
    transcript, _ = run(excerpt, engine, language="auto")
    assert transcript.language == chosen
    assert engine.languages == {chosen}


def test_a_language_that_is_set_is_not_asked_about(excerpt: Path) -> None:
    transcript, _ = run(excerpt, Counting(nynorsk=0.9), language="nb")
    assert transcript.language == "nb"


def test_what_was_heard_before_is_not_decoded_again(excerpt: Path) -> None:
    whole, kept = run(excerpt, Counting())
    assert len(kept) > 2
    engine = Counting()
    again, new = run(excerpt, engine, kept[:2])
    assert again == whole
    assert new == kept[2:]
    assert engine.asked == len(kept) - 2


def test_when_all_was_heard_before_the_model_is_not_loaded(excerpt: Path) -> None:
    whole, kept = run(excerpt, Counting())

    class NotLoaded:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(name)

    assert run(excerpt, NotLoaded(), kept)[0] == whole


@pytest.mark.parametrize(
    "changes",
    [{"beam": 1}, {"weights": "def"}, {"engine_version": "2"}, {"language": "nn"}],
    ids=lambda changes: next(iter(changes)),
)
def test_results_of_other_settings_are_not_taken(excerpt: Path, changes: dict[str, Any]) -> None:
    _, kept = run(excerpt, Counting())
    engine = Counting()
    run(excerpt, engine, kept, **changes)
    assert engine.asked == len(kept)


def test_times_are_those_of_the_recording(excerpt: Path) -> None:
    transcript, kept = run(excerpt, Counting())
    assert [one.start_ms for one in kept] == sorted(one.start_ms for one in kept)
    for one in kept:
        assert all(
            one.start_ms <= (word.start_ms or 0) < (word.end_ms or 0) <= one.end_ms for word in one.words
        )
    assert transcript.duration_ms == 16_000
    assert sum(len(turn.words) for turn in transcript.turns) == 3 * len(kept)
    assert {turn.speaker for turn in transcript.turns} == {"S1", "S2"}
