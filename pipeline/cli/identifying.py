"""From checked transcripts to de-identified text: anonymise, approve, key, forget, evaluate."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.cli.surface import cli, near, takes_study, tell
from pipeline.messages import one_line, say

if TYPE_CHECKING:
    from pipeline.deidentify import Deidentified, Left
    from pipeline.runner import Study


@cli.command("anonymise")
@click.option("--accept-suggestions", is_flag=True, help="cli.opt.accept")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
def anonymise(study: Study, accept_suggestions: bool, as_json: bool) -> int:
    """Replaced by the catalogue."""
    from pipeline import deidentify

    results = deidentify.anonymise(study, suggestions=accept_suggestions)
    if as_json:
        click.echo(json.dumps(deidentify.as_data(results), ensure_ascii=False, indent=1))
    else:
        for one in results:
            _show(study, one)
    for one in results:
        tell_state(one)
    if not results:
        tell(say("anonymise.empty"))
    if any(one.state == "written" for one in results):
        tell(say("deidentify.state"))
    failed = [one for one in results if one.state == "failed"]
    if not failed:
        return 0
    if any(one.bug for one in failed):
        return 1
    return 3 if len(failed) < len(results) or any(one.stopped for one in failed) else 2


def _show(study: Study, one: Deidentified) -> None:
    """What was found in an interview, and the text that was written."""
    from pipeline.artefacts.anonymised import AnonymisedTranscript
    from pipeline.page.identified import known_by_name

    found = one.searched
    if not found.searched or found.failed:
        return
    short = known_by_name()["short"]
    types = ", ".join(f"{name} {found.found[kind]}" for kind, name in short.items() if kind in found.found)
    counts = {"all": sum(found.found.values()), "check": sum(found.check.values())}
    click.echo(say("deidentify.row", interview=one.interview, types=types or "–", **counts))
    if one.state == "written":
        seen = say("deidentify.seen") if one.reviewed else say("deidentify.unseen", count=one.undecided)
        folder = study.store.path(one.interview, AnonymisedTranscript.file).parent
        values = {"count": one.replaced, "seen": seen, "folder": near(folder)}
        click.echo(say("deidentify.written", interview=one.interview, **values))


def tell_state(one: Deidentified) -> None:
    """What an interview waits for, or why it failed."""
    if one.state == "not_transcribed":
        tell(say("anonymise.not_transcribed", interview=one.interview))
    elif one.error is not None:
        tell(f"{one.interview}: {one.error.message} {one.error.hint}".rstrip())
    elif one.bug:
        tell(f"{one.interview}: {say('cli.bug')}\n{one.bug}")
    elif one.stopped:
        tell(say("deidentify.stopped", interview=one.interview, places="; ".join(map(_place, one.left))))
    elif one.state == "review":
        tell(say("deidentify.review", interview=one.interview))
    elif one.state == "decide":
        tell(say("deidentify.decide", interview=one.interview, count=one.undecided))
    elif one.left:
        tell(say("deidentify.ordinary", interview=one.interview, count=len(one.left)))


def _place(left: Left) -> str:
    if not left.turn_id:
        return say("deidentify.beside")
    return say("deidentify.place", turn=left.turn_id, start=left.start, end=left.end)


@cli.command("approve")
@click.argument("interview")
@click.option("--by", "who", required=True, metavar="NAME", help="cli.opt.by")
@takes_study
def approve(study: Study, interview: str, who: str) -> None:
    """Replaced by the catalogue."""
    from pipeline import deidentify

    deidentify.approve(study, interview, who)
    click.echo(say("cli.approve.done", interview=interview))


@cli.command("redact")
@click.argument("interview")
@click.option("--how", type=click.Choice(["tone", "silence"]), default="tone", help="cli.opt.how")
@takes_study
def redact(study: Study, interview: str, how: Literal["tone", "silence"]) -> None:
    """Replaced by the catalogue."""
    from pipeline import deidentify
    from pipeline.anonymise.redact import caution

    click.echo(near(deidentify.redacted_sound(study, interview, how)))
    tell(caution())


@cli.command("key")
@click.argument("action", type=click.Choice(["create", "open", "destroy"]))
@click.option("--identity", type=click.Path(path_type=Path), metavar="FILE", help="cli.opt.identity")
@click.option("--by", "who", default="", metavar="NAME", help="cli.opt.by")
@click.option("--passphrase-fd", type=int, metavar="N", help="cli.opt.passphrase_fd")
@click.option("--yes", is_flag=True, help="cli.opt.yes")
@takes_study
def key(
    study: Study, action: str, identity: Path | None, who: str, passphrase_fd: int | None, yes: bool
) -> None:
    """Replaced by the catalogue."""
    from pipeline import link_key

    where = identity if identity is not None else link_key.identity_place(study)
    if action == "create":
        recipient = link_key.create(study, where, _passphrase(passphrase_fd, twice=True))
        click.echo(recipient)
        tell(say("cli.key.created", path=where, key=link_key.key_file(study)))
    elif action == "open":
        rows = link_key.open_key(study, where, _passphrase(passphrase_fd), who)
        for row in rows:
            click.echo("\t".join(map(one_line, (row.pseudonym, row.name, ", ".join(row.aliases), row.role))))
        tell(say("cli.key.opened"))
    else:
        tell(say("cli.key.destroying", key=link_key.key_file(study)))
        if not yes and sys.stdin.isatty() and not click.confirm(say("cli.forget.sure"), err=True):
            tell(say("cli.forget.kept"))
            return
        destroyed = link_key.destroy(study, who, identity)
        click.echo(say("cli.key.destroyed", path=near(destroyed.path)))
        if destroyed.remains:
            tell(say("cli.key.remains", interviews=", ".join(destroyed.remains)))
        for path in destroyed.left:
            tell(say("cli.key.left", path=near(path)))


def _passphrase(descriptor: int | None, *, twice: bool = False) -> str:
    """The passphrase, from a file descriptor or asked for on the terminal; it is never shown."""
    if descriptor is None:
        return str(click.prompt(say("cli.key.ask"), hide_input=True, confirmation_prompt=twice, err=True))
    with os.fdopen(descriptor, encoding="utf-8") as source:
        return source.readline().rstrip("\r\n")


@cli.command("forget")
@click.argument("interview")
@click.option("--by", "who", default="", metavar="NAME", help="cli.opt.by")
@click.option("--yes", is_flag=True, help="cli.opt.yes")
@takes_study
def forget(study: Study, interview: str, who: str, yes: bool) -> None:
    """Replaced by the catalogue."""
    from pipeline import withdrawal

    going = withdrawal.what_goes(study, interview)
    tell(say("cli.forget.going", interview=interview, files=going.files, recordings=len(going.recordings)))
    for path in going.recordings:
        tell(f"  {near(path)}")
    # A script that asks for this has been asked by its author.
    if not yes and sys.stdin.isatty() and not click.confirm(say("cli.forget.sure"), err=True):
        tell(say("cli.forget.kept"))
        return
    receipt = withdrawal.forget(study, interview, who)
    click.echo(say("cli.forget.done", path=near(receipt.path)))
    for path in receipt.by_hand:
        tell(say("cli.forget.by_hand", path=near(path)))


@cli.command("evaluate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--themes", "of_themes", is_flag=True, help="cli.opt.themes")
@click.option("--misses", is_flag=True, help="cli.opt.misses")
@click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
@takes_study
def evaluate(study: Study, files: tuple[Path, ...], of_themes: bool, misses: bool, as_json: bool) -> None:
    """Replaced by the catalogue."""
    from pipeline import identifiers
    from pipeline.evaluate import report

    if of_themes:
        _evaluate_themes(study, files, as_json=as_json)
        return

    scores = identifiers.evaluate(study, files)
    if as_json:
        click.echo(json.dumps(report.as_data(scores), ensure_ascii=False, indent=1))
    else:
        for line in report.as_lines(scores):
            click.echo(line)
    if misses:
        tell(say("evaluate.misses", path=near(identifiers.keep_misses(study, scores))))


def _evaluate_themes(study: Study, files: tuple[Path, ...], *, as_json: bool) -> None:
    from pipeline import themes
    from pipeline.evaluate import themes as figures

    scores = themes.evaluate(study, files)
    if as_json:
        click.echo(json.dumps(figures.as_data(scores), ensure_ascii=False, indent=1))
        return
    for line in figures.as_lines(scores):
        click.echo(line)
