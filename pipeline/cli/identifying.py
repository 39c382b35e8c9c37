"""From checked transcripts to de-identified text: anonymise, evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.surface import cli, near, takes_study, tell
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.runner import Study


@cli.command("anonymise")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
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
@takes_study
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
        tell(say("evaluate.misses", path=near(identifiers.keep_misses(study, scores))))
