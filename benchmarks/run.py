"""Speed, memory and accuracy, ours beside a peer in one run: `make bench` writes `benchmarks/latest.json`.

A row is `{"bench", "subject", "peer", "ours", "theirs", "unit", "ratio"}`; the ratio is above 1 where ours is
better. Each measurement runs in a process of its own, so that peaks of memory are its own.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.artefacts.transcript import Language
    from pipeline.transcribe.engines import Decoded

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
SAMPLE = REPOSITORY / "audio_in" / "intervju.mp3"
TRUTH = HERE / "sample.json"

#: So many times the sample is repeated where length matters (26 minutes), and for three hours.
REPEATED, THREE_HOURS = 10, 70


def normalise(text: str) -> str:
    """Lower case, no punctuation, single spaces: how the model's card compares words."""
    kept = "".join(c if c.isalnum() or c == "-" else " " for c in text.lower())
    return " ".join(kept.split())


def working_copy(folder: Path, times: int = 1) -> Path:
    """The sample, so many times one after the other, as a working copy.

    Each is filled up with silence to whole chunks of voice activity (32 ms): the same windows are cut again.
    """
    from pipeline.ingest.decode import decode

    once = folder / "once.wav"
    decode([SAMPLE], once)
    if times == 1:
        return once
    target = folder / f"{times}.wav"
    with wave.open(str(once), "rb") as source, wave.open(str(target), "wb") as out:
        out.setparams(source.getparams())
        sound = source.readframes(source.getnframes())
        sound += bytes(-len(sound) % 1024)
        for _ in range(times):
            out.writeframes(sound)
    return target


# ---------------------------------------------------------------------- what is measured, each on its own


def ours(path: Path, *, remember: bool = False) -> dict[str, Any]:
    """Transcribe as `renskriv transcribe` does; words and who was heard to say them.

    With `remember`, a window that sounds like an earlier one to the last sample is not decoded again.
    """
    from pipeline.artefacts.recording import Recording
    from pipeline.artefacts.sound import open_sound
    from pipeline.segment.guide import questions_of, read_guide
    from pipeline.transcribe.engines.openai_whisper import OpenAIWhisper
    from pipeline.transcribe.room import Plan, transcribe
    from pipeline.weights import installed

    weights = installed()
    model = weights.find("embedded-nb")
    plan = Plan(
        engine="openai-whisper",
        engine_version=OpenAIWhisper.version,
        model=model.name,
        weights="",
        language="nb",
        beam=5,
        voices=None,
        longest_window_ms=model.longest_window_ms,
        join_utterances=model.join_utterances,
        questions=questions_of(read_guide((REPOSITORY / "guide.yaml").read_bytes(), "guide.yaml")),
        voice_model=weights.locate(weights.find("silero-vad")),
    )

    class Remembering(OpenAIWhisper):
        known: ClassVar[dict[bytes, Decoded]] = {}

        def decode(self, samples: NDArray[np.float32], language: Language, seed: int) -> Decoded:
            key = hashlib.sha256(samples.tobytes()).digest()
            if not remember or key not in self.known:
                self.known[key] = super().decode(samples, language, seed)
            return self.known[key]

    transcript = transcribe(
        Recording(interview="a"),
        open_sound(path),
        plan,
        lambda: Remembering(weights.locate(model), name=model.name, beam=5),
        heard={},
        keep=lambda _: None,
    )
    return {
        "words": [(word.text, word.start_ms, turn.role) for turn in transcript.turns for word in turn.words],
        "windows_decoded": len(Remembering.known),
    }


def three_hours(path: Path) -> dict[str, Any]:
    """`ours`, equal windows decoded once: what memory a long recording needs, in bearable time."""
    return ours(path, remember=True)


def whole_file(path: Path) -> dict[str, Any]:
    """`whisper.transcribe` on the whole recording, with the options of Whisper's command line."""
    import whisper

    from pipeline.artefacts.sound import open_sound
    from pipeline.weights import installed

    weights = installed()
    model = whisper.load_model(str(weights.locate(weights.find("embedded-nb"))), device="cpu")
    sound = open_sound(path)
    result = whisper.transcribe(
        model,
        sound.mono(0, sound.duration_ms),
        language="no",
        beam_size=5,
        best_of=5,
        fp16=False,
        word_timestamps=True,
        verbose=None,
    )
    words = [word for segment in result["segments"] for word in segment["words"]]
    return {"words": [(word["word"].strip(), round(word["start"] * 1000), "") for word in words]}


def activity_in_blocks(path: Path) -> dict[str, Any]:
    """Voice activity as we run it."""
    from pipeline.artefacts.sound import open_sound
    from pipeline.transcribe.voice_activity import probabilities
    from pipeline.weights import installed

    weights = installed()
    probabilities(open_sound(path), weights.locate(weights.find("silero-vad")))
    return {}


def activity_by_chunk(path: Path) -> dict[str, Any]:
    """The same network, called once for every 32 ms."""
    from pipeline.transcribe import voice_activity

    voice_activity.BLOCK_MS = 32
    return activity_in_blocks(path)


def load_ours(_path: Path) -> dict[str, Any]:
    """Load the embedded model with our loader."""
    from pipeline.transcribe.engines.checkpoint import load_whisper
    from pipeline.weights import installed

    weights = installed()
    load_whisper(weights.locate(weights.find("embedded-nb")), "cpu")
    return {}


def load_theirs(_path: Path) -> dict[str, Any]:
    """Load it with openai-whisper's."""
    import whisper

    from pipeline.weights import installed

    weights = installed()
    whisper.load_model(str(weights.locate(weights.find("embedded-nb"))), device="cpu")
    return {}


MEASURED: dict[str, Callable[[Path], dict[str, Any]]] = {
    function.__name__: function
    for function in (
        ours,
        three_hours,
        whole_file,
        activity_in_blocks,
        activity_by_chunk,
        load_ours,
        load_theirs,
    )
}


def measure(name: str, path: Path) -> dict[str, Any]:
    """Run one of them in a process of its own: its answer, seconds, and peak memory in MB."""
    done = subprocess.run(
        [sys.executable, __file__, name, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(name: str, path: Path) -> None:
    """The other side of `measure`. Imports are not what is compared, so torch comes before the clock."""
    import onnxruntime  # noqa: F401
    import torch  # noqa: F401
    import whisper  # noqa: F401

    started = time.perf_counter()
    found = MEASURED[name](path)
    found["seconds"] = time.perf_counter() - started
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


# ---------------------------------------------------------------------- accuracy of the sample


def accuracy(words: list[tuple[str, int, str]]) -> dict[str, float]:
    """Word and character error rate, and the share of words that were given to the right role."""
    import difflib

    import jiwer

    truth = json.loads(TRUTH.read_text("utf-8"))["turns"]
    said = normalise(" ".join(turn["text"] for turn in truth))
    heard = normalise(" ".join(word for word, _, _ in words))
    roles = [
        (word, "interviewer" if turn["speaker"] == "I" else "respondent")
        for turn in truth
        for word in normalise(turn["text"]).split()
    ]
    given = [(part, role) for word, _, role in words for part in normalise(word).split()]
    matcher = difflib.SequenceMatcher(
        None, [word for word, _ in roles], [word for word, _ in given], autojunk=False
    )
    pairs = [
        (roles[block.a + i][1], given[block.b + i][1])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]
    return {
        "wer": jiwer.wer(said, heard),
        "cer": jiwer.cer(said, heard),
        "right_speaker": sum(one == other for one, other in pairs) / max(1, len(pairs)),
    }


def row(
    bench: str, subject: str, peer: str, values: tuple[float, float], unit: str, *, more: bool = False
) -> dict[str, Any]:
    """A row in which less is better, or `more` is."""
    mine, theirs = values
    over, under = (mine, theirs) if more else (theirs, mine)
    return {
        "bench": bench,
        "subject": subject,
        "peer": peer,
        "ours": round(mine, 4),
        "theirs": round(theirs, 4),
        "unit": unit,
        "ratio": round(over / under, 3) if under else None,
    }


def show(rows: list[dict[str, Any]]) -> None:
    """A line a row."""
    for one in rows:
        print(
            f"{one['bench']:<27}{one['subject']:<26}{one['peer']:<40}"
            f"{one['ours']:>10} {one['theirs']:>10} {one['unit']:<4}ratio {one['ratio']}"
        )


def main() -> None:
    """Measure everything and write `latest.json`."""
    import page

    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]))
        return
    import export
    import finding
    import linking
    import residual
    import themes

    with tempfile.TemporaryDirectory() as folder:
        once = working_copy(Path(folder))
        long = working_copy(Path(folder), REPEATED)
        minutes = REPEATED * 155 // 60
        a, b = measure("ours", once), measure("whole_file", once)
        good, other = accuracy(a["words"]), accuracy(b["words"])
        long_a, long_b = measure("ours", long), measure("whole_file", long)
        longest = measure("three_hours", working_copy(Path(folder), THREE_HOURS))
        vad_a, vad_b = measure("activity_in_blocks", once), measure("activity_by_chunk", once)
        load_a, load_b = measure("load_ours", once), measure("load_theirs", once)
    peer = "whisper.transcribe on the whole file"
    length = f"sample x {REPEATED}, {minutes} min"
    rows = [
        row("word errors", "sample", peer, (good["wer"], other["wer"]), "WER"),
        row("character errors", "sample", peer, (good["cer"], other["cer"]), "CER"),
        row("time", "sample", peer, (a["seconds"], b["seconds"]), "s"),
        row("time", length, peer, (long_a["seconds"], long_b["seconds"]), "s"),
        row("peak memory", "sample", peer, (a["megabytes"], b["megabytes"]), "MB"),
        row("peak memory", length, peer, (long_a["megabytes"], long_b["megabytes"]), "MB"),
        row("voice activity", "sample", "chunk by chunk", (vad_a["seconds"], vad_b["seconds"]), "s"),
        row("loading", "embedded-nb", "whisper.load_model", (load_a["seconds"], load_b["seconds"]), "s"),
    ]
    rows += finding.rows(finding.figures())
    rows += [*linking.rows(), *residual.rows(), *themes.rows(), *export.rows()]
    found = {
        "rows": rows,
        "sample": {**good, "real_time_factor": round(a["seconds"] / 155.3, 3)},
        "three_hours": {
            "peak_mb": round(longest["megabytes"]),
            "windows_decoded": longest["windows_decoded"],
        },
    }
    why = page.missing()
    if not why:
        found["page"] = page.figures()
        rows += page.rows(found["page"])
    (HERE / "latest.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    show(rows)
    if why:
        print(why)
    print(found["sample"])
    print("the sample repeated to three hours:", found["three_hours"])


if __name__ == "__main__":
    main()
