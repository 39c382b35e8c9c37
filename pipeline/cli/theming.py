"""From de-identified text to files for coding tools and back; and all of it: run."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.surface import cli, near, takes_study, tell
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.handover import Handover
    from pipeline.runner import Study
    from pipeline.themes import Segmented


@cli.command("segment")
@click.option("--decisions", type=click.Path(path_type=Path), metavar="FILE", help="cli.opt.decisions")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
def segment(study: Study, decisions: Path | None, as_json: bool) -> int:
    """Replaced by the catalogue."""
    from pipeline import themes
    from pipeline.progress import Count

    with Count(sys.stderr, say("cli.progress.batch")) as count:
        results = themes.segment_study(study, decisions=decisions, on_progress=count.report)
    if as_json:
        click.echo(json.dumps(themes.as_data(results), ensure_ascii=False, indent=1))
    for one in results:
        _report(one, quiet=as_json)
    if not results:
        tell(say("anonymise.empty"))
    failed = [one for one in results if one.outcome == "failed"]
    if not failed:
        return 0
    return 1 if any(one.bug for one in failed) else 3 if len(failed) < len(results) else 2


def _report(one: Segmented, *, quiet: bool) -> None:
    if one.outcome == "waiting":
        tell(say("cli.segment.waiting", interview=one.interview))
    elif one.error is not None:
        tell(f"{one.interview}: {one.error.message} {one.error.hint}".rstrip())
    elif one.bug:
        tell(f"{one.interview}: {say('cli.bug')}\n{one.bug}")
    elif not quiet:
        counts = {key: getattr(one, key) for key in ("passages", "placed", "outside", "unplaced", "decided")}
        click.echo(say("cli.segment.row", interview=one.interview, **counts))
    if one.look_again:
        tell(say("cli.segment.look_again", interview=one.interview, count=one.look_again))


@cli.command("guide")
@click.argument("action", type=click.Choice(["import", "check"]))
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@takes_study
def guide(study: Study, action: str, file: Path | None) -> None:
    """Replaced by the catalogue."""
    from pipeline import themes

    if action == "import":
        if file is None:
            raise click.UsageError(say("cli.guide.file_needed"))
        where = themes.import_guide(study, file)
        click.echo(say("cli.guide.imported", path=near(where)))
    lines, warnings = themes.looked_over(study)
    for line in lines:
        click.echo(line)
    for warning in warnings:
        tell(f"{say('cli.warning')}: {warning}")


@cli.command("export")
@click.option("--format", "formats", multiple=True, metavar="F", help="cli.opt.format")
@click.option("--for", "tool", metavar="TOOL", help="cli.opt.for")
@click.option("--allow-unreviewed", is_flag=True, help="cli.opt.unreviewed")
@click.option("--times", is_flag=True, help="cli.opt.times")
@takes_study
def export(
    study: Study, formats: tuple[str, ...], tool: str | None, allow_unreviewed: bool, times: bool
) -> int:
    """Replaced by the catalogue."""
    from pipeline import handover
    from pipeline.progress import Count

    with Count(sys.stderr, say("cli.progress.formats")) as count:
        handed = handover.export(
            study,
            formats,
            allow_unreviewed=allow_unreviewed,
            for_tool=tool,
            times=times,
            on_progress=count.report,
        )
    for path in handed.written:
        click.echo(near(path))
    _tell_handed(handed)
    return 0


def _tell_handed(handed: Handover) -> None:
    """What waits, what was put aside or removed, and what whoever opens the files should know."""
    for one in handed.waiting:
        tell(one.why)
    for one in handed.interviews:
        if one.outcome == "handed" and one.unplaced + one.look_again:
            count = one.unplaced + one.look_again
            tell(say("cli.export.unplaced", interview=one.interview, count=count))
    for path in handed.kept:
        tell(say("cli.export.kept", path=near(path)))
    for note in handed.notes:
        tell(note)
    if not handed.interviews:
        tell(say("anonymise.empty"))


@cli.command("import-coding")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--by", "who", default="", metavar="NAME", help="cli.opt.coded_by")
@takes_study
def import_coding(study: Study, file: Path, who: str) -> None:
    """Replaced by the catalogue."""
    from pipeline import coding_back

    taken = coding_back.take_in(study, file, who)
    counts = {name: getattr(taken, name) for name in ("codes_new", "codings", "memos", "same")}
    click.echo(say("cli.import_coding.done", interviews=len(taken.interviews), **counts))
    if taken.unsure:
        tell(say("cli.import_coding.unsure", count=len(taken.unsure)))
    for line in (*taken.unsure, *taken.left):
        tell(f"  {line}")
    tell(say("cli.import_coding.memos"))


@cli.command("run")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
@click.pass_context
def run(context: click.Context, study: Study, as_json: bool) -> int:
    """Replaced by the catalogue."""
    from pipeline import deidentify, handover, themes
    from pipeline.cli.identifying import tell_state
    from pipeline.cli.talk import transcribe
    from pipeline.errors import PipelineError
    from pipeline.status import overview

    code = 0
    if study.store.audio_in.is_dir() and any(study.store.audio_in.iterdir()):
        code = int(context.invoke(transcribe, own_study=study.store.root) or 0)
    results = deidentify.anonymise(study)
    for result in results:
        tell_state(result)
    failed = any(result.state == "failed" for result in results)
    try:
        segmented = themes.segment_study(study) if results else ()
        failed = failed or any(one.outcome == "failed" for one in segmented)
        for one in segmented:
            if one.outcome != "waiting":
                _report(one, quiet=as_json)
        _tell_handed(handover.export(study))
    except PipelineError as error:  # what is ready waits for people: said, and nothing is broken
        tell(f"{error.message} {error.hint}".rstrip())
    found = overview(study)
    if as_json:
        waiting = {row["interview"]: row["waits_for"] for row in found["interviews"] if row["waits_for"]}
        click.echo(json.dumps({"waiting": waiting, "next": found["next"]}, ensure_ascii=False, indent=1))
    else:
        click.echo(say("cli.status.next", next=found["next"]))
    return code or (3 if failed else 0)
