"""How well `tell_apart` tells voices apart, on synthetic interviews whose speakers are known.

    python benchmarks/voices.py [--seeds N] [--minutes M]

The talk is spoken by espeak-ng and, where it is installed, by flite, whose voices are made from recordings
of people. Each sentence gets a pitch, a speed and a loudness of its own; a third of the turns take over
without a pause, and listeners put in short words. The table gives the share of speaking time with the right
voice (voices matched one to one as well as possible), with the number of voices found and with it given.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.artefacts.sound import RATE_HZ, open_sound
from pipeline.artefacts.transcript import Stretch
from pipeline.transcribe.speakers import Voice, tell_apart

Samples = NDArray[np.float64]

QUESTIONS = (
    "Kan du fortelle litt om deg selv?",
    "Hvor lenge har du jobbet her?",
    "Hva slags utdanning har du?",
    "Hvordan er samarbeidet organisert i dag?",
    "Hvor ofte møtes dere, og hvem leder møtene?",
    "Hva er det beste med å være med?",
    "Er det noe som er vanskelig å ta opp?",
    "Og hva skjer da?",
    "Har du et eksempel på det?",
    "Hva tenker du om tiden framover?",
)
ANSWERS = (
    "Jeg begynte her for ganske mange år siden, og jeg har trivdes hele tiden.",
    "Vi er ni stykker som møtes hver tredje uke, som regel på biblioteket.",
    "Det er vel det vi snakker mest om, økonomi og vikarer.",
    "Nei, det vil jeg ikke si.",
    "Noen ganger blir det litt for mye informasjon og litt for lite samtale.",
    "Men når det stormer, ringer vi hverandre, og det betyr mye.",
    "I fjor hadde vi en sak som tok nesten et halvt år før den ble løst.",
    "Barna merker det jo når de voksne er stresset.",
    "Så har vi en plan som ligger i en skuff, og den har ingen sett på lenge.",
    "Ja, absolutt.",
    "Jeg skulle ønske at ledelsen kom og så hvordan vi har det i hverdagen.",
    "Det går en buss klokka sju, og den tar vi nesten alle sammen.",
    "For min del handler det om tillit, at jeg kan si det som det er.",
    "Kanskje det var lettere før, da alle bodde i den samme bygda.",
)
LISTENING = ("Mm.", "Ja.", "Å ja.", "Nettopp.")


@dataclass(frozen=True)
class Speaker:
    """A voice of a synthesiser, with its middle pitch (0-99) and speed (words a minute) for espeak-ng."""

    program: str
    name: str
    pitch: int = 50
    speed: int = 155


@dataclass(frozen=True)
class Scene:
    """Who talks, the interviewer first, and what the room does to the sound."""

    name: str
    speakers: tuple[Speaker, ...]
    room: str = "clean"


def espeak(name: str, pitch: int = 50, speed: int = 155) -> Speaker:
    """A Norwegian variant voice of espeak-ng."""
    return Speaker("espeak-ng", f"nb+{name}", pitch, speed)


def flite(name: str) -> Speaker:
    """A voice of flite; it reads Norwegian as if it were English, which does not matter here."""
    return Speaker("flite", name)


PAIRS = {
    "m3 f2 (sample)": (espeak("m3", 42, 150), espeak("f2", 58, 158)),
    "m1 m7": (espeak("m1", 45), espeak("m7", 50)),
    "m2 m4": (espeak("m2", 50), espeak("m4", 50)),
    "f2 f4": (espeak("f2", 50), espeak("f4", 50)),
    "f1 f5": (espeak("f1", 45), espeak("f5", 55)),
    "m3 m3 pitch 35/60": (espeak("m3", 35), espeak("m3", 60)),
    "awb slt": (flite("awb"), flite("slt")),
    "awb rms": (flite("awb"), flite("rms")),
    "kal16 rms": (flite("kal16"), flite("rms")),
}
THREE = {
    "m1 m7 f2": (espeak("m1"), espeak("m7"), espeak("f2")),
    "m3 f1 f5": (espeak("m3"), espeak("f1"), espeak("f5")),
    "awb rms slt": (flite("awb"), flite("rms"), flite("slt")),
}
FOUR = {
    "m1 m7 f2 f5": (espeak("m1"), espeak("m7"), espeak("f2"), espeak("f5")),
    "awb rms slt kal16": (flite("awb"), flite("rms"), flite("slt"), flite("kal16")),
}
ONE = {"m1": (espeak("m1"),), "f2": (espeak("f2"),), "slt": (flite("slt"),), "rms": (flite("rms"),)}
ROOMS = ("clean", "noise", "telephone", "echo", "far", "stereo")


def say_aloud(speaker: Speaker, text: str, chance: random.Random, folder: Path) -> Samples:
    """One sentence at 16 kHz, with the small differences that people make from sentence to sentence."""
    path = folder / "sentence.wav"
    if speaker.program == "flite":
        stretch = f"duration_stretch={chance.uniform(0.85, 1.15):.2f}"
        plain = text.encode("ascii", "replace").decode().replace("?", " ")
        command = ["flite", "-voice", speaker.name, "--setf", stretch, "-t", plain, "-o", str(path)]
    else:
        pitch = str(min(99, max(0, speaker.pitch + chance.randint(-8, 8))))
        speed = str(speaker.speed + chance.randint(-20, 20))
        command = ["espeak-ng", "-v", speaker.name, "-p", pitch, "-s", speed, "-w", str(path), "--", text]
    subprocess.run(command, check=True, capture_output=True)
    with wave.open(str(path), "rb") as source:
        rate = source.getframerate()
        samples = np.frombuffer(source.readframes(source.getnframes()), "<i2") / 32768.0
    spectrum = np.fft.rfft(samples)
    length = int(len(samples) * RATE_HZ / rate)
    kept = np.zeros(length // 2 + 1, complex)
    shared = min(len(kept), len(spectrum))
    kept[:shared] = spectrum[:shared]
    samples = np.fft.irfft(kept, length)
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    samples = samples[loud[0] : loud[-1] + 1]
    return samples / np.sqrt(np.mean(samples**2)) * 0.05 * 10 ** (chance.gauss(0, 2) / 20)


def converse(
    speakers: Sequence[Speaker], seconds: float, chance: random.Random, folder: Path
) -> Iterator[tuple[int, Samples, float]]:
    """The conversation as (speaker, samples, pause after it in seconds); no overlapping talk."""
    said = 0.0
    asker = 0
    while said < seconds:
        respondents = range(1, len(speakers)) if len(speakers) < 4 else range(2, len(speakers))
        if len(speakers) > 1:
            asker = chance.choice(range(2)) if len(speakers) == 4 else 0
            turns = [(asker, chance.sample(QUESTIONS, chance.choice((1, 1, 2))))]
            turns.append((chance.choice(respondents), chance.sample(ANSWERS, chance.randint(1, 5))))
        else:
            turns = [(0, chance.sample(ANSWERS, chance.randint(2, 5)))]
        for speaker, texts in turns:
            for text in texts:
                samples = say_aloud(speakers[speaker], text, chance, folder)
                said += len(samples) / RATE_HZ
                last = text is texts[-1]
                pause = 0.0 if last and chance.random() < 0.33 else chance.uniform(0.1, 0.9)
                yield speaker, samples, pause
                if len(speakers) > 1 and speaker != asker and not last and chance.random() < 0.15:
                    heard = say_aloud(speakers[asker], chance.choice(LISTENING), chance, folder)
                    yield asker, heard, chance.uniform(0, 0.6)


def room(samples: Samples, who: NDArray[np.int8], kind: str, noise: np.random.Generator) -> Samples:
    """What room and recorder do to `samples` (n,), `who` being the speaker of each: shape (n, channels)."""
    if kind == "stereo":
        quiet = 10 ** (-12 / 20)
        left = samples * np.where(who == 0, 1, quiet)
        right = samples * np.where(who == 0, quiet, 1)
        both = np.stack([left, right], 1)
        return both + noise.normal(0, 0.0005, both.shape)
    if kind == "far":
        samples = samples * np.where(who == 0, 0.4, 1.0)
    if kind in ("echo", "far"):
        tail = noise.normal(0, 1, int(0.35 * RATE_HZ)) * np.exp(
            -6.9 * np.arange(int(0.35 * RATE_HZ)) / (0.35 * RATE_HZ)
        )
        tail *= 0.04
        tail[0] = 1
        size = 1 << (len(samples) + len(tail)).bit_length()
        samples = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(tail, size), size)[: len(samples)]
    if kind == "telephone":
        spectrum = np.fft.rfft(samples)
        pitch = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
        spectrum[(pitch < 300) | (pitch > 3400)] = 0
        samples = np.fft.irfft(spectrum, len(samples))
    level = {"noise": 0.05 * 10 ** (-12 / 20)}.get(kind, 0.0007)
    hiss = noise.normal(0, 1, len(samples) + 1)
    hiss = 0.7 * hiss[1:] + 0.7 * hiss[:-1]
    return (samples + level * hiss)[:, None]


def make(
    scene: Scene, seconds: float, seed: int, folder: Path
) -> tuple[Path, NDArray[np.int8], tuple[Stretch, ...]]:
    """Write the scene's sound; return its path, the speaker of every 10 ms (-1: nobody) and the speech."""
    chance = random.Random(f"{scene.name} {seed}")  # noqa: S311 - the same talk each time
    pieces, labels = [np.zeros(RATE_HZ // 2)], [np.full(RATE_HZ // 2, -1, np.int8)]
    for speaker, samples, pause in converse(scene.speakers, seconds, chance, folder):
        quiet = np.zeros(int(pause * RATE_HZ))
        pieces += [samples, quiet]
        labels += [np.full(len(samples), speaker, np.int8), np.full(len(quiet), -1, np.int8)]
    who = np.concatenate(labels)
    sound = room(np.concatenate(pieces), who, scene.room, np.random.default_rng(seed))
    path = folder / "scene.wav"
    with wave.open(str(path), "wb") as sink:
        sink.setnchannels(sound.shape[1])
        sink.setsampwidth(2)
        sink.setframerate(RATE_HZ)
        sink.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    truth = who[:: RATE_HZ // 100]
    spoken = np.flatnonzero(truth >= 0)
    cuts = np.flatnonzero(np.diff(spoken) >= 30)
    first = spoken[np.concatenate([[0], cuts + 1])]
    last = spoken[np.concatenate([cuts, [len(spoken) - 1]])]
    speech = tuple(
        Stretch(start_ms=int(a) * 10, end_ms=int(b + 1) * 10) for a, b in zip(first, last, strict=True)
    )
    return path, truth, speech


def right(truth: NDArray[np.int8], voices: Sequence[Voice], speakers: int) -> float:
    """The share of speaking time with the right voice under the best one-to-one matching."""
    heard = np.full(len(truth), -1)
    for voice in voices:
        heard[voice.start_ms // 10 : voice.end_ms // 10] = voice.voice
    size = max(speakers, heard.max() + 1)
    table = np.array([[np.sum((truth == s) & (heard == v)) for v in range(size)] for s in range(size)])
    best = max(sum(table[s, v] for s, v in enumerate(order)) for order in itertools.permutations(range(size)))
    return float(best / np.sum(truth >= 0))


def scenes(rooms: Sequence[str]) -> Iterator[Scene]:
    """All scenes that the synthesisers on this machine can play."""
    for group in (PAIRS, THREE, FOUR, ONE):
        for name, speakers in group.items():
            if all(shutil.which(speaker.program) for speaker in speakers):
                for kind in rooms:
                    if kind != "stereo" or len(speakers) == 2:
                        yield Scene(name, speakers, kind)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=1, help="conversations per scene")
    parser.add_argument("--minutes", type=float, default=4.0, help="speech per conversation")
    parser.add_argument("--rooms", nargs="*", default=ROOMS, choices=ROOMS)
    options = parser.parse_args()
    if not shutil.which("espeak-ng"):
        print("espeak-ng was not found on this machine")
        return 2
    print("| voices | room | right, number found | found | right, number given | x real time |")
    print("|---|---|---|---|---|---|")
    for scene in scenes(options.rooms):
        for seed in range(options.seeds):
            with tempfile.TemporaryDirectory() as folder:
                path, truth, speech = make(scene, options.minutes * 60, seed, Path(folder))
                sound = open_sound(path)
                begun = time.perf_counter()
                free = tell_apart(sound, speech, None)
                taken = time.perf_counter() - begun
                given = tell_apart(sound, speech, len(scene.speakers))
            count = len({voice.voice for voice in free})
            speakers = len(scene.speakers)
            print(
                f"| {scene.name} | {scene.room} | {right(truth, free, speakers):.3f} | {count} of {speakers} "
                f"| {right(truth, given, speakers):.3f} | {sound.duration_ms / 1000 / taken:.0f} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
