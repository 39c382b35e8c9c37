"""From de-identified text to files for coding tools: guide, segment, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.surface import cli, near, takes_study, tell
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.runner import Study
    from pipeline.themes import Segmented


@cli.command("segment")
@click.option("--decisions", type=click.Path(path_type=Path), metavar="FILE", help="cli.opt.decisions")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
def segment(study: Study, decisions: Path | None, as_json: bool) -> int:
    """Replaced by the catalogue."""
    from pipeline import themes

    results = themes.segment_study(study, decisions=decisions)
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

    handed = handover.export(study, formats, allow_unreviewed=allow_unreviewed, for_tool=tool, times=times)
    for one in handed.written:
        click.echo(near(one))
    return 0
