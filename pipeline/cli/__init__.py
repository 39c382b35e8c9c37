"""The command line: parse, call, print. The only room that prints and exits.

Results go to stdout, progress and messages to stderr. Exit codes: 0 done or nothing to do, 1 a bug, 2
something the user can mend, 3 some files failed and the others are finished, 130 interrupted.
"""

from __future__ import annotations

import os
import sys

import click

from pipeline.cli import identifying, machine, talk, theming
from pipeline.cli.surface import cli, complain, tell
from pipeline.errors import PipelineError, frames_of
from pipeline.messages import say, use_language

__all__ = ["cli", "identifying", "machine", "main", "talk", "theming"]


def main() -> None:
    """Run the command line and exit with its code."""
    os.umask(0o077)
    for variable in ("PYANNOTE_METRICS_ENABLED", "HF_HUB_ENABLE_TELEMETRY"):
        os.environ.setdefault(variable, "0")
    _choose_language(sys.argv[1:])
    try:
        code = cli.main(standalone_mode=False, prog_name="renskriv")
    except click.exceptions.Abort:
        tell(say("cli.interrupted"))
        code = 130
    except KeyboardInterrupt:
        tell(say("cli.interrupted"))
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except PipelineError as error:
        complain(error)
        code = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        tell(f"{say('cli.bug')}\n{frames_of(error)}")
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _choose_language(arguments: list[str]) -> None:
    """`--lang` is looked for before click reads anything, as the help texts depend on it."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in ("nb", "en"):
            use_language(value)
    cli.help = say("cli.help")
    for name, command in cli.commands.items():
        command.help = say(f"cli.help.{name}")
    for option, key in HELP.items():
        option.help = say(key)


#: The catalogue's key of each option's help, which is filled in when the language is known.
HELP: dict[click.Option, str] = {
    option: option.help or ""
    for command in (cli, *cli.commands.values())
    for option in command.params
    if isinstance(option, click.Option) and (option.help or "").startswith("cli.opt.")
}
