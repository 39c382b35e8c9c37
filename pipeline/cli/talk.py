"""From recordings to checked transcripts: init, transcribe, import, review, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.surface import cli, complain, list_models, near, takes_study, tell
from pipeline.messages import one_line, say

if TYPE_CHECKING:
    from pipeline.actions import Result
    from pipeline.runner import Study


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
@takes_study
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
        complain(error)
        list_models(estimates=True, to_stderr=True)
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
        click.echo(say("cli.result.made", interview=result.interview, folder=near(folder)))
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


@cli.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--as", "as_id", metavar="ID", help="cli.opt.as_one")
@click.option("--audio", multiple=True, metavar="REC", type=click.Path(path_type=Path), help="cli.opt.audio")
@click.option("--verified-by", metavar="NAME", help="cli.opt.verified_by")
@takes_study
def import_(
    study: Study,
    files: tuple[Path, ...],
    as_id: str | None,
    audio: tuple[Path, ...],
    verified_by: str | None,
) -> int:
    """Replaced by the catalogue."""
    from pipeline.actions import take_in
    from pipeline.progress import Progress

    progress = Progress(sys.stderr)
    try:
        results = take_in(
            study,
            files,
            as_id=as_id,
            audio=audio,
            verified_by=verified_by,
            on_progress=progress.report,
            on_plan=progress.begin,
        )
    finally:
        progress.end()
    return _report(study, results)


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
@takes_study
def verify(study: Study, interview: str, number: int, who: str, reason: str) -> None:
    """Replaced by the catalogue."""
    from pipeline.actions import sign

    sign(study, interview, number, who, reason)
    click.echo(say("cli.verify.done", interview=interview, round=number))
