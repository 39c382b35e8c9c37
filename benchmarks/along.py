"""How well a text without times is laid along its recording: the sample interview against its true times.

    python benchmarks/along.py

The sample is written out by the small model that ships; the true text, and the same text as people may have
changed it, is laid along what was heard. The table has the errors of the starts of turns, in milliseconds.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline import actions
from pipeline.artefacts.transcript import Transcript, Turn
from pipeline.runner import open_study
from pipeline.transcribe.along import lay

REPOSITORY = Path(__file__).resolve().parent.parent

#: A turn as (text, true start in ms); None for one that is not in the recording.
Told = list[tuple[str, int | None]]


def heard_in_sample() -> Transcript:
    """The sample as the model hears it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "audio_in").mkdir()
        (root / "study.toml").write_text('title = "along"\n', "utf-8")
        shutil.copy(REPOSITORY / "audio_in" / "intervju.mp3", root / "audio_in")
        study = open_study(root)
        actions.transcribe(study)
        return study.store.read("intervju-01", Transcript)


def texts(true: Told) -> Iterator[tuple[str, Told]]:
    """The true text, and what people may have made of it."""
    rng = random.Random(1)  # noqa: S311

    def some(text: str, share: float, instead: str) -> str:
        words = (word if rng.random() >= share else instead for word in text.split())
        return " ".join(word for word in words if word) or text.split(maxsplit=1)[0]

    yield "as it was said", true
    for share in (0.1, 0.3, 0.5):
        yield f"{share:.0%} of the words are others", [(some(text, share, "noe"), at) for text, at in true]
    yield "10% of the words left out", [(some(text, 0.1, ""), at) for text, at in true]
    yield "30% of the turns left out", [one for one in true if rng.random() > 0.3]
    added = [[one, ("dette ble ikke sagt noe sted i opptaket", None)] for one in true]
    yield (
        "30% turns that were not said",
        [one for pair in added for one in pair if one[1] is not None or rng.random() < 0.3],
    )


def main() -> None:
    """Print the table."""
    heard = heard_in_sample()
    words = [word for turn in heard.turns for word in turn.words]
    told = json.loads((REPOSITORY / "benchmarks" / "sample.json").read_text("utf-8"))["turns"]
    for name, text in texts([(turn["text"], turn["start_ms"]) for turn in told]):
        turns = [Turn(id=f"u{i}", speaker="R", role="other", text=one) for i, (one, _) in enumerate(text)]
        laid = lay(turns, words, heard.duration_ms)
        pairs = zip(laid.turns, text, strict=True)
        errors = sorted(abs((turn.start_ms or 0) - at) for turn, (_, at) in pairs if at is not None)
        high = errors[int(0.95 * len(errors))]
        print(
            f"| {name} | {laid.share:.0%} | {statistics.median(errors):.0f} | {high} | {errors[-1]} |",
            f"marked: {len(laid.marks)}",
        )


if __name__ == "__main__":
    main()
