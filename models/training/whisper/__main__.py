"""The command line: `python -m models.training.whisper COMMAND`. See README.md beside it for the recipe."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

VOICE_ACTIVITY = Path(__file__).parents[2] / "embedded" / "silero_vad_v6.onnx"

Command = Callable[[argparse.Namespace], None]


def _texts(args: argparse.Namespace) -> None:
    from .texts import sentence_lists

    lists = sentence_lists(
        treebank=args.treebank,
        prose=args.prose,
        templates=args.templates,
        min_count=args.min_count,
        seed=args.seed,
    )
    args.out.mkdir(parents=True, exist_ok=True)
    for name, sentences in (("train", lists.train), ("held_out", lists.held_out)):
        _write_lines(args.out / f"{name}.txt", sentences)
        print(f"{name}: {len(sentences)} sentences")


def _synth(args: argparse.Namespace) -> None:
    from .synthesis import synthesise

    synthesise(_lines(args.list), args.out, seed=args.seed, workers=args.workers)


def _encoder(args: argparse.Namespace) -> None:
    from .corpus import Corpus
    from .encoder import train_encoder
    from .fitting import Limit

    limit = Limit(args.minutes, args.steps)
    train_encoder(Corpus(args.data), Corpus(args.held_out), args.out, limit=limit, seed=args.seed)


def _decoder(args: argparse.Namespace) -> None:
    from .corpus import Corpus
    from .decoder import train_decoder
    from .fitting import Limit

    limit = Limit(args.minutes, args.steps)
    train_decoder(Corpus(args.data), args.start, args.out, limit=limit, seed=args.seed)


def _export(args: argparse.Namespace) -> None:
    from .checkpoint import export

    export(args.checkpoint, args.out)


def _interviews(args: argparse.Namespace) -> None:
    from .interviews import write_evaluation

    write_evaluation(_lines(args.list), args.out, count=args.count, each=args.each, seed=args.seed)


def _evaluate(args: argparse.Namespace) -> None:
    from .evaluate import evaluate

    evaluate(args.wav, args.model, voice_activity=args.voice_activity, join=args.join, beam=args.beam)


def _sample(args: argparse.Namespace) -> None:
    from .interviews import write_sample

    known = _lines(args.train_list) if args.train_list else ()
    script = args.script.read_text(encoding="utf-8")
    write_sample(script, args.out, name=args.name, known=known)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _write_lines(path: Path, lines: tuple[str, ...]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    whole = argparse.ArgumentParser(prog="python -m models.training.whisper")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(run=run)
        return sub

    sub = command("texts", _texts, "choose the sentences to train on, and some to test on")
    sub.add_argument("--treebank", type=Path, nargs="*", default=[], help="CoNLL files, may be gzipped")
    sub.add_argument("--prose", type=Path, nargs="*", default=[], help="plain-text files")
    sub.add_argument("--templates", type=int, default=30_000, help="template sentences (%(default)s)")
    sub.add_argument("--min-count", type=int, default=8, help="of a frequent word (%(default)s)")
    sub.add_argument("--seed", type=int, default=7)
    sub.add_argument("--out", type=Path, required=True, help="folder of train.txt and held_out.txt")

    sub = command("synth", _synth, "speak sentences with espeak-ng")
    sub.add_argument("--list", type=Path, required=True, help="one sentence a line")
    sub.add_argument("--workers", type=int, default=2, help="processes (%(default)s)")
    sub.add_argument("--seed", type=int, default=7)
    sub.add_argument("--out", type=Path, required=True, help="folder of shards")

    sub = command("encoder", _encoder, "train an encoder from scratch, with a small decoder")
    _add_training(sub, minutes=90, seed=1)
    sub.add_argument("--held-out", type=Path, required=True, help="shards of sentences to test on")

    sub = command("decoder", _decoder, "train a deeper decoder on a finished encoder")
    _add_training(sub, minutes=105, seed=2)
    sub.add_argument("--start", type=Path, required=True, help="checkpoint of the encoder")

    sub = command("export", _export, "shrink a checkpoint")
    sub.add_argument("checkpoint", type=Path)
    sub.add_argument("out", type=Path)

    sub = command("interviews", _interviews, "speak interviews to evaluate on")
    sub.add_argument("--list", type=Path, required=True, help="held_out.txt")
    sub.add_argument("--count", type=int, default=2, help="interviews (%(default)s)")
    sub.add_argument("--each", type=int, default=40, help="sentences of each (%(default)s)")
    sub.add_argument("--seed", type=int, default=3)
    sub.add_argument("--out", type=Path, required=True, help="folder of .wav and .json")

    sub = command("evaluate", _evaluate, "word error rate of a checkpoint")
    sub.add_argument("wav", type=Path, nargs="+", help="with the true transcript in a .json beside it")
    sub.add_argument("--model", type=Path, required=True)
    sub.add_argument("--voice-activity", type=Path, default=VOICE_ACTIVITY, help="Silero's network")
    sub.add_argument("--join", action="store_true", help="windows of 30 s (one utterance a window)")
    sub.add_argument("--beam", type=int, help="width of the search (greedy)")

    sub = command("sample", _sample, "speak the sample interview")
    sub.add_argument("--script", type=Path, default=Path(__file__).with_name("sample_script.txt"))
    sub.add_argument("--train-list", type=Path, help="none of the script may be in it")
    sub.add_argument("--name", default="intervju", help="of the files (%(default)s)")
    sub.add_argument("--out", type=Path, required=True, help="folder of .wav, .mp3, .wma and .json")
    return whole


def _add_training(sub: argparse.ArgumentParser, *, minutes: float, seed: int) -> None:
    sub.add_argument("--data", type=Path, required=True, help="folder of shards")
    length = sub.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, default=minutes, help="of training (%(default)s)")
    length.add_argument("--steps", type=int, help="of training, in place of minutes")
    sub.add_argument("--seed", type=int, default=seed)
    sub.add_argument("--out", type=Path, required=True, help="checkpoint")


def main() -> None:
    """Parse, and run the command."""
    args = parser().parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
