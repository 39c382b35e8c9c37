"""What comes next for each interview and for the study, as Oversikt says it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.page.work import WAITS, trace
from pipeline.placings import CODES, GUIDE, PLACINGS
from pipeline.respondents import RULINGS
from pipeline.store import STUDY_FILE, WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.page.site import Opened

#: Kinds of files in the order they are offered, and what each is for. One that is not here has its name.
FORMATS = {
    "qdpx": "overview.format.qdpx",
    "qdc": "overview.format.qdc",
    "docx": "overview.format.docx",
    "maxqda": "overview.format.maxqda",
    "taguette": "overview.format.taguette",
    "csv": "overview.format.csv",
    "xlsx": "overview.format.xlsx",
    "themes": "overview.format.themes",
    "quotes": "overview.format.quotes",
    "html": "overview.format.html",
    "figures": "overview.format.figures",
    "report": "overview.format.report",
}
TOOLS = {"nvivo": "NVivo", "maxqda": "MAXQDA", "atlas.ti": "ATLAS.ti", "qualcoder": "QualCoder"}


#: Who has looked at de-identified text.
LOOKED = {
    "unreviewed": "overview.state.unreviewed",
    "reviewed": "overview.state.reviewed",
    "approved": "overview.state.approved",
}


def looked(row: dict[str, Any]) -> str:
    """Whether people have looked at the de-identified text: a key of `LOOKED`, empty without a text."""
    if row["stages"].get("replace") != "done":
        return ""
    return (
        "approved" if row["approved"] and row["reviewed"] else "reviewed" if row["reviewed"] else "unreviewed"
    )


def stand(row: dict[str, Any]) -> str:
    """How far an interview has come, in a researcher's words; `row` is one of `status.overview`."""
    key = looked(row)
    if not key:
        return str(row["state_text"])
    if row["stages"].get("segment") == "done":
        return say("overview.state.themed", looked=say(LOOKED[key]))
    return say("overview.state.deidentified", looked=say(LOOKED[key]))


def step(opened: Opened, row: dict[str, Any], following: int | None, *, handed: bool) -> str:
    """The one thing to do next with an interview.

    Args:
        opened: the study.
        row: of `status.overview`.
        following: the first round that is not signed.
        handed: whether the files for coding tools are of the study as it is now.

    Returns:
        write, listen, wait (it comes up to date by itself), anonymise, decide, approve, segment, place,
        export, or done.
    """
    interview, waits = row["interview"], row["waits_for"]
    if waits in ("machine", "people"):
        if row["state"] == "recording":
            return "write"
        if following is not None:
            return "listen"
        return "wait" if opened.keeper.due(interview) else "write"
    if waits == "decide":
        return "decide" if to_decide(opened, interview) else "anonymise"
    if row["stages"].get("replace") != "done":
        return "anonymise"
    return "done" if waits == "export" and handed else str(waits)


def to_decide(opened: Opened, interview: str) -> int:
    """How many suggestions people have still to decide in an interview that was searched.

    Places where a name would be left are known only when the text is made; the last run says them, as long
    as nobody has decided anything since.
    """
    from pipeline.anonymise.link import undecided
    from pipeline.rulings import brought_up

    now = trace(opened.study, RULINGS)
    for one in opened.search.snapshot()["came"]:
        if one["interview"] == interview and one["ruled"] == now and one["state"] == "decide":
            return int(one["undecided"])
    pulse = json.dumps([opened.pulse()["interviews"], now])
    if opened.undecided[0] != pulse:
        try:
            linked = brought_up(opened.study)
            found = {name: undecided(linked, name).count for name in linked.mentions}
        except PipelineError:
            found = {}  # a damaged file is said where the interview is opened
        opened.undecided = (pulse, found)
    return opened.undecided[1].get(interview, 1)


# ---------------------------------------------------------------------- files for coding tools


def handed_over(opened: Opened) -> dict[str, Any]:
    """What lies in the folder for coding tools: `{"folder", "files", "at", "current"}`.

    `at` is when it was written (ISO 8601), empty if never; `current`: nothing it is made from is newer.
    """
    from pipeline.handover import WRITTEN

    folder = opened.store.coding
    found: dict[str, Any] = {"folder": str(folder), "files": [], "at": "", "current": False}
    try:
        files = sorted(json.loads((folder / WRITTEN).read_bytes())["files"])
        written = (folder / WRITTEN).stat().st_mtime
    except (OSError, ValueError, LookupError, TypeError):
        return found
    at = datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
    current = all(_written(path) <= written for path in _sources(opened))
    return found | {"files": [str(file) for file in files], "at": at, "current": current}


def _sources(opened: Opened) -> list[Path]:
    store = opened.store
    of_interview = (AnonymisedTranscript.file, ThemedTranscript.file, PLACINGS)
    paths = [store.path(interview, name) for interview in store.interviews() for name in of_interview]
    paths += [store.path(WHOLE, RULINGS), store.path(WHOLE, CODES)]
    return [*paths, store.root / GUIDE, store.root / STUDY_FILE]


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def offered(opened: Opened) -> dict[str, Any]:
    """What an export would hold now, and what can be chosen.

    Returns:
        `{"ready", "unreviewed": [INTERVIEW], "waiting": [{"interview", "why", "reason"}],
        "unplaced": {INTERVIEW: count}, "formats": [{"name", "text"}], "tools": [{"name", "text"}]}`.

    Raises:
        PipelineError: a file of the study is damaged.
    """
    from pipeline.export.formats import FORMATS as KINDS
    from pipeline.handover import collected

    _, found = collected(opened.study, allow_unreviewed=True)
    handed = [one for one in found if one.outcome == "handed"]
    return {
        "ready": [one.interview for one in handed if one.reviewed],
        "unreviewed": [one.interview for one in handed if not one.reviewed],
        "waiting": [
            {"interview": one.interview, "why": one.outcome, "reason": say(WAITS[one.outcome])}
            for one in found
            if one.outcome != "handed"
        ],
        "not_reviewed": say(WAITS["unreviewed"]),
        "unplaced": {one.interview: one.unplaced for one in handed if one.unplaced},
        "formats": [
            {"name": name, "text": say(FORMATS[name]) if name in FORMATS else name} for name in KINDS
        ],
        "tools": [{"name": name, "text": text} for name, text in TOOLS.items()],
    }
