"""What all verbs share: the group they belong to, the study they are given, and how people are told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline import __version__
from pipeline.errors import PipelineError
from pipeline.messages import say

#: The verbs in the order in which a study meets them.
ORDER = (
    *("init", "transcribe", "import", "review", "verify", "anonymise", "approve", "redact", "guide"),
    *("segment", "export", "import-coding", "run", "status", "key", "forget", "evaluate", "models", "doctor"),
)


@dataclass(frozen=True)
class Options:
    """What stands before the verb."""

    study: Path | None


class Help(click.Group):
    """The verbs in the order of work, each with help in the user's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """See `ORDER`."""
        return sorted(self.commands, key=ORDER.index)


def shown(text: str) -> str:
    """What stderr can show; a terminal without æøå gets them escaped rather than a crash."""
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def tell(text: str) -> None:
    """A message to the person, on stderr."""
    click.echo(shown(text), err=True)


def complain(error: PipelineError) -> None:
    """What went wrong and what to do next, on stderr."""
    tell(f"{say('cli.error')}: {error.message}" + (f" {error.hint}" if error.hint else ""))


@click.group(cls=Help, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--study", type=click.Path(path_type=Path), metavar="DIR", help="cli.opt.study")
@click.option("--lang", type=click.Choice(["nb", "en"]), help="cli.opt.lang")
@click.version_option(__version__, prog_name="renskriv")
@click.pass_context
def cli(context: click.Context, study: Path | None, lang: str | None) -> None:
    """Replaced by the catalogue."""
    del lang  # looked at before click began
    context.obj = Options(study)


def takes_study(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the verb its study, opened; `--study` and `--lang` may stand after the verb as well."""

    @wraps(function)
    def inner(own_study: Path | None, own_lang: str | None, **rest: Any) -> Any:
        from pipeline.runner import open_study
        from pipeline.store import find_study

        del own_lang  # looked at before click began
        chosen = own_study or click.get_current_context().obj.study
        return function(open_study(chosen if chosen is not None else find_study(Path.cwd())), **rest)

    for option in (
        click.option("--lang", "own_lang", type=click.Choice(["nb", "en"]), help="cli.opt.lang"),
        click.option(
            "--study", "own_study", type=click.Path(path_type=Path), metavar="DIR", help="cli.opt.study"
        ),
    ):
        inner = option(inner)
    return inner


def near(path: Path) -> Path:
    """The path as seen from here, where that is shorter."""
    whole = path.absolute()
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole


def list_models(*, estimates: bool, to_stderr: bool) -> None:
    """The speech models, a line each: size, minutes for an hour of sound, whether it is here."""
    from pipeline.actions import model_estimates
    from pipeline.weights import installed

    weights = installed()
    minutes = model_estimates(weights.models()) if estimates else {}
    click.echo(shown(say("cli.models.head")) if to_stderr else say("cli.models.head"), err=to_stderr)
    for row in weights.rows():
        if not weights.find(row.name).hears_speech or (row.sample_only and to_stderr):
            continue
        time = f"~{minutes[row.name]:.0f}" if row.name in minutes else "–"
        here = say("cli.models.here" if row.present else "cli.models.away")
        line = f"  {row.name:<18} {row.size:>9} {time:>6}  {here:<14} {row.note}"
        click.echo(shown(line) if to_stderr else line, err=to_stderr)
