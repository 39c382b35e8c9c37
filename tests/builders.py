"""Small values and studies for tests. All people are invented."""

import hashlib
import io
import wave
from pathlib import Path
from typing import Any

from pipeline.artefacts.transcript import Stretch, Transcript, Turn, Word
from pipeline.transcribe.engines import Decoded

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE = REPOSITORY / "audio_in" / "intervju.mp3"

#: Words that stand in test data and must never be seen outside the study's own files.
CANARY = "Solveig-Kanarifugl"

GUIDE = """\
id: prove
title: Prøveguide
language: nb
themes:
  - id: "1"
    title: Bakgrunn
    subthemes:
      - id: "1.1"
        title: Personlige opplysninger
        questions:
          - Kan du si hva du heter, og hvor du jobber?
"""


def shortened(path: Path, seconds: int) -> bytes:
    """The first seconds of a WAV, as the bytes of another one."""
    buffer = io.BytesIO()
    with wave.open(str(path), "rb") as source, wave.open(buffer, "wb") as out:
        out.setparams(source.getparams())
        out.writeframes(source.readframes(seconds * source.getframerate()))
    return buffer.getvalue()


def study_folder(folder: Path, settings: str = "", guide: str = GUIDE) -> Path:
    """A study with the fake engine and the embedded model; `settings` is added under [transcribe]."""
    (folder / "audio_in").mkdir(parents=True)
    (folder / "study.toml").write_text(
        f'title = "Prøvestudie"\n[transcribe]\nengine = "fake"\nmodel = "embedded-nb"\n{settings}', "utf-8"
    )
    (folder / "guide.yaml").write_text(guide, "utf-8")
    return folder


def words(text: str, start_ms: int | None = 0, each_ms: int = 300) -> tuple[Word, ...]:
    """The words of a text, one after the other without a pause."""
    return tuple(
        Word(text=word)
        if start_ms is None
        else Word(
            text=word,
            start_ms=start_ms + index * each_ms,
            end_ms=start_ms + (index + 1) * each_ms,
            probability=0.9,
        )
        for index, word in enumerate(text.split())
    )


def turn(turn_id: str, text: str, start_ms: int | None = 0, **changes: Any) -> Turn:
    """A turn of the respondent, S1, whose words follow each other."""
    said = words(text, start_ms)
    return Turn(
        **{
            "id": turn_id,
            "speaker": "S1",
            "role": "respondent",
            "start_ms": start_ms,
            "end_ms": said[-1].end_ms if said else start_ms,
            "text": " ".join(text.split()),
            "words": said,
        }
        | changes
    )


def transcript(*turns: Turn, **changes: Any) -> Transcript:
    """A transcript of these turns, with speech wherever there are words."""
    speech = tuple(
        Stretch(start_ms=one.start_ms, end_ms=one.end_ms)
        for one in turns
        if one.start_ms is not None and one.end_ms is not None
    )
    return Transcript(
        **{
            "interview": "intervju-01",
            "language": "nb",
            "engine": "fake",
            "model": "embedded-nb",
            "turns": turns,
            "speech": speech,
            "duration_ms": max((stretch.end_ms for stretch in speech), default=0),
        }
        | changes
    )


class FakeEngine:
    """Writes the same three words for the same sound, in no time; counts its windows."""

    version = "fake / 1"
    decoded = 0
    fails_at: int | None = None

    def __init__(self, weights: Path, *, name: str, beam: int) -> None:
        self.name, self.beam = name, beam
        assert weights.is_file()

    def probable_language(self, samples: Any) -> dict[str, float]:
        return {"nb": 0.4, "nn": 0.6}

    def decode(self, samples: Any, language: str, seed: int) -> Decoded:
        if FakeEngine.decoded == FakeEngine.fails_at:
            raise RuntimeError(f"the engine broke on {CANARY}")
        FakeEngine.decoded += 1
        length = len(samples) * 1000 // 16_000
        sound = hashlib.sha256(samples.tobytes()).hexdigest()
        said = [f"ord{sound[:4]}", language, f"frø{seed % 1000}"]
        return Decoded(
            tuple(
                Word(
                    text=word,
                    start_ms=index * length // 3,
                    end_ms=(index + 1) * length // 3,
                    probability=0.5,
                )
                for index, word in enumerate(said)
            ),
            doubtful=False,
        )
