"""The command line: parse, call, print. The only module that prints and exits.

Results go to stdout, progress and messages to stderr. Exit codes: 0 done or nothing to do, 1 a bug, 2
something the user can mend, 3 some files failed and the others are finished, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.errors import PipelineError, frames_of
from pipeline.messages import one_line, say, use_language

if TYPE_CHECKING:
    from pipeline.actions import Result
    from pipeline.runner import Study


@dataclass(frozen=True)
class Options:
    """What stands before the verb."""

    study: Path | None


class Help(click.Group):
    """The verbs in the order in which a study meets them, each with help in the user's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In order of definition, which is the order of work."""
        return list(self.commands)


def _shown(text: str) -> str:
    """What stderr can show; a terminal without æøå gets them escaped rather than a crash."""
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def tell(text: str) -> None:
    """A message to the person, on stderr."""
    click.echo(_shown(text), err=True)


def _complain(error: PipelineError) -> None:
    tell(f"{say('cli.error')}: {error.message}" + (f" {error.hint}" if error.hint else ""))


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
        _complain(error)
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


@click.group(cls=Help, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--study", type=click.Path(path_type=Path), metavar="DIR", help="cli.opt.study")
@click.option("--lang", type=click.Choice(["nb", "en"]), help="cli.opt.lang")
@click.version_option(__version__, prog_name="renskriv")
@click.pass_context
def cli(context: click.Context, study: Path | None, lang: str | None) -> None:
    """Replaced by the catalogue."""
    del lang  # looked at before click began
    context.obj = Options(study)


def _takes_study(function: Callable[..., Any]) -> Callable[..., Any]:
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


# ---------------------------------------------------------------------- verbs


@cli.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--guide", type=click.Path(path_type=Path), metavar="FILE", help="cli.opt.guide")
def init(folder: Path, guide: Path | None) -> None:
    """Replaced by the catalogue."""
    from pipeline.actions import start_study
    from pipeline.ingest.probe import reading

    data = None
    if guide is not None:
        with reading(guide) as source:
            data = source.read()
    warnings = start_study(folder, data, one_line(guide.name) if guide else "guide.yaml")
    click.echo(say("cli.init.done", folder=folder))
    for warning in warnings:
        tell(f"{say('cli.warning')}: {warning}")


@cli.command("transcribe")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--as", "as_id", metavar="ID", help="cli.opt.as")
@click.option("--engine", metavar="E", help="cli.opt.engine")
@click.option("--model", metavar="M", help="cli.opt.model")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="cli.opt.jobs")
@click.option("--again", metavar="INTERVIEW", help="cli.opt.again")
@_takes_study
def transcribe(
    study: Study,
    files: tuple[Path, ...],
    as_id: str | None,
    engine: str | None,
    model: str | None,
    jobs: int,
    again: str | None,
) -> int:
    """Replaced by the catalogue."""
    from pipeline.actions import NoModelError
    from pipeline.actions import transcribe as run
    from pipeline.progress import Progress

    progress = Progress(sys.stderr)
    try:
        results = run(
            study,
            files,
            as_id=as_id,
            model=model,
            engine=engine,
            jobs=jobs,
            again=again,
            on_progress=progress.report,
            on_plan=progress.begin,
        )
    except NoModelError as error:
        _complain(error)
        _list_models(estimates=True, to_stderr=True)
        return 2
    finally:
        progress.end()
    if not results:
        tell(say("cli.transcribe.empty", folder=study.store.audio_in))
        return 0
    return _report(study, results)


def _report(study: Study, results: tuple[Result, ...]) -> int:
    """Say what came of every file; the exit code."""
    made = [result for result in results if result.outcome == "made"]
    failed = [result for result in results if result.outcome == "failed"]
    for result in results:
        if result.outcome in ("duplicate", "not_sound", "older_settings", "voices_of_nobody"):
            tell(say(f"cli.result.{result.outcome}", interview=result.interview, name=result.name))
        for note in result.notes:
            tell(note)
    for result in made:
        folder = study.store.folder(result.interview)
        click.echo(say("cli.result.made", interview=result.interview, folder=_near(folder)))
    if not made and not failed:
        click.echo(say("cli.result.nothing", count=sum(bool(result.interview) for result in results)))
    if not failed:
        return 0
    tell(say("cli.result.failed", count=len(failed)))
    for result in failed:
        name = " – ".join(part for part in (result.interview, result.name) if part)
        if result.error is not None:
            tell(f"  {name}: {result.error.message} {result.error.hint}".rstrip())
        else:
            tell(f"  {name}: {say('cli.bug')}\n{result.bug}")
    finished = any(r.outcome in ("made", "nothing_to_do", "older_settings") for r in results)
    if any(result.bug for result in failed):
        return 1
    return 3 if finished else 2


def _near(path: Path) -> Path:
    """The path as seen from here, where that is shorter."""
    whole = path.absolute()
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole


@cli.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--as", "as_id", metavar="ID", help="cli.opt.as_one")
@click.option("--verified-by", metavar="NAME", help="cli.opt.verified_by")
@_takes_study
def import_(study: Study, files: tuple[Path, ...], as_id: str | None, verified_by: str | None) -> int:
    """Replaced by the catalogue."""
    from pipeline.actions import take_in

    return _report(study, take_in(study, files, as_id=as_id, verified_by=verified_by))


@cli.command("review")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="cli.opt.port")
@click.option("--no-browser", is_flag=True, help="cli.opt.no_browser")
@click.option("--study", "own_study", type=click.Path(path_type=Path), metavar="DIR", help="cli.opt.study")
@click.option("--lang", "own_lang", type=click.Choice(["nb", "en"]), help="cli.opt.lang")
@click.pass_context
def review(
    context: click.Context, port: int | None, no_browser: bool, own_study: Path | None, own_lang: str | None
) -> None:
    """Replaced by the catalogue."""
    from pipeline.page.server import serve
    from pipeline.runner import open_study
    from pipeline.store import STUDY_FILE, find_study

    del own_lang  # looked at before click began
    chosen = own_study or context.obj.study
    if chosen is None and not any((f / STUDY_FILE).is_file() for f in (Path.cwd(), *Path.cwd().parents)):
        study = None  # the page begins with making one
    else:
        study = open_study(chosen if chosen is not None else find_study(Path.cwd()))

    def ready(address: str) -> None:
        click.echo(address)
        sys.stdout.flush()
        tell(say("cli.review.ready"))

    serve(study, port=port, browser=not no_browser, ready=ready, report=tell)
    tell(say("cli.review.ended"))


@cli.command("verify")
@click.argument("interview")
@click.option("--round", "number", type=int, required=True, metavar="N", help="cli.opt.round")
@click.option("--by", "who", required=True, metavar="NAME", help="cli.opt.by")
@click.option("--reason", default="", metavar="TEXT", help="cli.opt.reason")
@_takes_study
def verify(study: Study, interview: str, number: int, who: str, reason: str) -> None:
    """Replaced by the catalogue."""
    from pipeline.actions import sign

    sign(study, interview, number, who, reason)
    click.echo(say("cli.verify.done", interview=interview, round=number))


@cli.command("anonymise")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@_takes_study
def anonymise(study: Study, as_json: bool) -> int:
    """Replaced by the catalogue."""
    from pipeline import identifiers

    results = identifiers.anonymise(study)
    if as_json:
        click.echo(json.dumps(identifiers.as_data(results), ensure_ascii=False, indent=1))
    else:
        for one in (one for one in results if one.searched and not one.failed):
            types = ", ".join(f"{kind} {number}" for kind, number in sorted(one.found.items()))
            counts = {"all": sum(one.found.values()), "check": sum(one.check.values())}
            click.echo(say("anonymise.row", interview=one.interview, types=types or "–", **counts))
    for one in results:
        if not one.searched:
            tell(say("anonymise.not_transcribed", interview=one.interview))
        elif one.error is not None:
            tell(f"{one.interview}: {one.error.message} {one.error.hint}".rstrip())
        elif one.bug:
            tell(f"{one.interview}: {say('cli.bug')}\n{one.bug}")
    tell(say("anonymise.nothing_replaced") if results else say("anonymise.empty"))
    failed = [one for one in results if one.failed]
    if not failed:
        return 0
    return 1 if any(one.bug for one in failed) else 3 if len(failed) < len(results) else 2


@cli.command("evaluate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="cli.opt.misses")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@_takes_study
def evaluate(study: Study, files: tuple[Path, ...], misses: bool, as_json: bool) -> None:
    """Replaced by the catalogue."""
    from pipeline import identifiers
    from pipeline.evaluate import report

    scores = identifiers.evaluate(study, files)
    if as_json:
        click.echo(json.dumps(report.as_data(scores), ensure_ascii=False, indent=1))
    else:
        for line in report.as_lines(scores):
            click.echo(line)
    if misses:
        tell(say("evaluate.misses", path=_near(identifiers.keep_misses(study, scores))))


@cli.command("status")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@_takes_study
def status(study: Study, as_json: bool) -> None:
    """Replaced by the catalogue."""
    from pipeline import status as states

    found = states.overview(study)
    if as_json:
        click.echo(states.as_json(found))
        return
    click.echo(found["title"])
    for row in found["interviews"]:
        minutes = (
            f"{row['duration_ms'] // 60_000}:{row['duration_ms'] // 1000 % 60:02d}"
            if row["duration_ms"]
            else "–"
        )
        signed = ", ".join(f"{s['round']}: {one_line(s['who'])}" for s in row["signed"]) or "–"
        click.echo(
            say(
                "cli.status.row",
                interview=row["interview"],
                minutes=minutes,
                state=row["state_text"],
                words=row["words"],
                marks=row["marks"],
                signed=signed,
            )
        )
        click.echo(f"    {row['next']}")
        if "older_settings" in row["stages"].values():
            click.echo(f"    {say('cli.status.older', interview=row['interview'])}")
        if row["torn_log"]:
            click.echo(f"    {say('cli.status.torn')}")
    click.echo(found["protection"])
    click.echo(say("cli.status.next", next=found["next"]))


@cli.command("models")
@click.argument("action", type=click.Choice(["list", "fetch", "verify"]), default="list")
@click.argument("name", required=False)
def models(action: str, name: str | None) -> int:
    """Replaced by the catalogue."""
    from pipeline.weights import installed

    weights = installed()
    if action == "list":
        _list_models(estimates=True, to_stderr=False)
        return 0
    if action == "fetch":
        from pipeline.fetch import fetch
        from pipeline.progress import Bytes

        if name is None:
            raise click.UsageError(say("cli.models.name_needed"))
        model = weights.find(name)
        with Bytes(sys.stderr, model.name) as progress:
            where = fetch(model, weights, progress.report)
        click.echo(say("cli.models.fetched", name=model.name, folder=_near(where)))
        return 0
    asked = [weights.find(name)] if name else [model for model in weights.models() if weights.present(model)]
    failed = 0
    for model in asked:
        try:
            checked = weights.verify(model).checked
            click.echo(say("cli.models.whole" if checked else "cli.models.unknown_digest", name=model.name))
        except PipelineError as error:
            failed += 1
            _complain(error)
    return 0 if not failed else 2 if failed == len(asked) else 3


def _list_models(*, estimates: bool, to_stderr: bool) -> None:
    from pipeline.actions import model_estimates
    from pipeline.weights import installed

    weights = installed()
    minutes = model_estimates(weights.models()) if estimates else {}
    click.echo(_shown(say("cli.models.head")) if to_stderr else say("cli.models.head"), err=to_stderr)
    for row in weights.rows():
        if not weights.find(row.name).hears_speech or (row.sample_only and to_stderr):
            continue
        time = f"~{minutes[row.name]:.0f}" if row.name in minutes else "–"
        here = say("cli.models.here" if row.present else "cli.models.away")
        line = f"  {row.name:<18} {row.size:>9} {time:>6}  {here:<14} {row.note}"
        click.echo(_shown(line) if to_stderr else line, err=to_stderr)


@cli.command("doctor")
def doctor() -> int:
    """Replaced by the catalogue."""
    from pipeline.doctor import examine

    checks = examine()
    for check in checks:
        click.echo(f"{'✓' if check.good else '✗'} {check.text}")
        if not check.good:
            click.echo(f"    {check.mend}")
    return 0 if all(check.good for check in checks) else 2


#: The catalogue's key of each option's help, which is filled in when the language is known.
HELP: dict[click.Option, str] = {
    option: option.help or ""
    for command in (cli, *cli.commands.values())
    for option in command.params
    if isinstance(option, click.Option) and (option.help or "").startswith("cli.opt.")
}


if __name__ == "__main__":
    main()
