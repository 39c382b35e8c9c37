"""The command line: `python -m models.training.names COMMAND`. See README.md beside it for the recipe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from . import norne

MODEL = Path(__file__).parents[2] / "embedded" / "names-nb.spacy"
OUT = Path("build") / "names-nb.spacy"

Command = Callable[[argparse.Namespace], None]


def _train(args: argparse.Namespace) -> None:
    from .training import train

    train(args.norne, args.out, {"training.max_steps": args.steps} if args.steps else {})
    print(f"The model lies in {args.out}")


def _evaluate(args: argparse.Namespace) -> None:
    from .evaluate import evaluate

    evaluate(args.model, args.norne)


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    whole = argparse.ArgumentParser(prog="python -m models.training.names")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(run=run)
        sub.add_argument("norne", type=Path, help="folder of norne-{nob,nno}-{train,dev,test}.conll.gz")
        return sub

    sub = command("train", _train, "train the name model by config.cfg")
    sub.add_argument("--steps", type=int, help="of training, in place of the config's")
    sub.add_argument("--out", type=Path, default=OUT, help="file of the pipeline (%(default)s)")

    sub = command("evaluate", _evaluate, "print the figures of the model's card")
    sub.add_argument(
        "--model", type=Path, default=MODEL, help="a spaCy pipeline, file or folder (the one that ships)"
    )
    return whole


def main() -> int:
    """Parse, and run the command. Without the data: one line, and 2."""
    args = parser().parse_args()
    try:
        for form in norne.FORMS:
            for split in norne.SPLITS:
                norne.path(args.norne, form, split)
    except norne.MissingDataError as missing:
        print(f"NorNE is not there: {missing}. See models/training/names/README.md.", file=sys.stderr)
        return 2
    args.run(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
