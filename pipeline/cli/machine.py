"""Where the study and the machine stand: status, models, doctor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pipeline.cli.surface import cli, complain, list_models, near, takes_study
from pipeline.errors import PipelineError
from pipeline.messages import one_line, say

if TYPE_CHECKING:
    from pipeline.runner import Study


@cli.command("status")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
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
    if found["exports"] == "old":
        click.echo(say("cli.status.exports_old"))
    click.echo(say("cli.status.next", next=found["next"]))


@cli.command("models")
@click.argument("action", type=click.Choice(["list", "fetch", "verify"]), default="list")
@click.argument("name", required=False)
def models(action: str, name: str | None) -> int:
    """Replaced by the catalogue."""
    from pipeline.weights import installed

    weights = installed()
    if action == "list":
        list_models(estimates=True, to_stderr=False)
        return 0
    if action == "fetch":
        from pipeline.fetch import fetch
        from pipeline.progress import Bytes

        if name is None:
            raise click.UsageError(say("cli.models.name_needed"))
        model = weights.find(name)
        with Bytes(sys.stderr, model.name) as progress:
            where = fetch(model, weights, progress.report)
        click.echo(say("cli.models.fetched", name=model.name, folder=near(where)))
        return 0
    asked = [weights.find(name)] if name else [model for model in weights.models() if weights.present(model)]
    failed = 0
    for model in asked:
        try:
            checked = weights.verify(model).checked
            click.echo(say("cli.models.whole" if checked else "cli.models.unknown_digest", name=model.name))
        except PipelineError as error:
            failed += 1
            complain(error)
    return 0 if not failed else 2 if failed == len(asked) else 3


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
