"""What tables and quotes say of the respondents: from study.toml and what people have decided since.

Whatever stands here leaves the identified part of the study: it is written to `respondents.csv` beside the
de-identified texts, and it is what the risk report counts.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.artefacts.respondent import Respondent
from pipeline.errors import PipelineError
from pipeline.events import in_force
from pipeline.messages import say
from pipeline.store import WHOLE, write_file

if TYPE_CHECKING:
    from pipeline.artefacts.ruling import Respond
    from pipeline.artefacts.transcript import Language
    from pipeline.runner import Study

RULINGS, TABLE = "study.jsonl", "respondents.csv"

#: The columns that every study has; what else is told of respondents is a band.
COLUMNS = ("group", "subgroup", "label")

#: What is said of consent beside what is told of a respondent; it stands in no table.
TERMS = ("consent", "until", "deletion")

#: A combination that fewer share is too rare to stand (OsloMet's checklist, NSD: "fem eller færre").
K = 5

#: How a cell begins that a spreadsheet would run (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def respondents(study: Study) -> tuple[Respondent, ...]:
    """One respondent for each interview that has arrived, in order of interviews.

    What study.toml says is overlaid by the last `Respond` in the log: it says everything anew.

    Raises:
        PipelineError: the log is damaged; nothing of it is quoted.
    """
    told = {interview: _of_settings(interview, named) for interview, named in study.settings.respondents}
    told |= {
        one.interview: Respondent(
            interview=one.interview, group=one.group, subgroup=one.subgroup, label=one.label, bands=one.bands
        )
        for one in _responds(study)
    }
    return tuple(told.get(name) or Respondent(interview=name) for name in study.store.interviews())


def _of_settings(interview: str, named: Sequence[tuple[str, str]]) -> Respondent:
    values = dict(named)
    bands = tuple((name, value) for name, value in values.items() if name not in (*COLUMNS, *TERMS))
    return Respondent(interview=interview, bands=bands, **{name: values.get(name, "") for name in COLUMNS})


def _responds(study: Study) -> Iterator[Respond]:
    from pipeline.artefacts.ruling import Ruling

    for ruling in in_force(study.store.log(WHOLE, RULINGS, Ruling)):
        for operation in ruling.operations:
            if operation.op == "respond":
                yield operation


# ---------------------------------------------------------------------- consent


@dataclass(frozen=True)
class Terms:
    """What a participant has agreed to: text for all (`publish`), the last day (`until`, None: not said).

    `deletion`: they were promised that all is deleted, so nothing may be kept as anonymous instead.
    """

    publish: bool = True
    until: date | None = None
    deletion: bool = False


def terms(study: Study) -> Mapping[str, Terms]:
    """What study.toml says of consent, by interview; those of whom it says nothing are left out.

    In `[respondents]` beside the other columns: `consent = "work"` or `"publish"`, `until = "2027-06-30"`,
    `deletion = "promised"` (NESH on re-use; OsloMet's checklist on what was promised).

    Raises:
        PipelineError: a word or a date is none of these; names the interview.
    """
    found = {}
    for interview, named in study.settings.respondents:
        said = {name: value.strip() for name, value in named if name in TERMS and value.strip()}
        if said:
            found[interview] = _terms(interview, said)
    return found


def _terms(interview: str, said: Mapping[str, str]) -> Terms:
    try:
        return Terms(
            publish={"work": False, "publish": True}[said.get("consent", "publish")],
            until=date.fromisoformat(said["until"]) if "until" in said else None,
            deletion={"promised": True, "": False}[said.get("deletion", "")],
        )
    except (KeyError, ValueError):
        raise PipelineError(
            say("respondents.terms", interview=interview), hint=say("respondents.terms.hint")
        ) from None


def against(agreed: Terms, profile: Literal["work", "publish"], today: date) -> tuple[str, ...]:
    """Why text of this profile should not be handed on today, as keys of the catalogue; empty: nothing."""
    reasons = {
        "respondents.terms.ended": agreed.until is not None and today > agreed.until,
        "respondents.terms.not_publish": profile == "publish" and not agreed.publish,
        "respondents.terms.deletion": agreed.deletion,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


# ---------------------------------------------------------------------- the table


def write_respondents(study: Study) -> Path:
    """Write `transcripts_out/anonymised/respondents.csv`; gives its place.

    Raises:
        PipelineError: a cell holds the name or a number of somebody in the study; says which interview and
            column, never what stands there.
    """
    people = respondents(study)
    _nobody_named(people, _direct(study))
    path = study.store.anonymised / TABLE
    write_file(path, table(people).encode())
    return path


def table(people: Sequence[Respondent]) -> str:
    """The respondents as comma-separated values (RFC 4180), with a column for each band that anybody has.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    bands = tuple(dict.fromkeys(name for one in people for name, _ in one.bands))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["interview", *COLUMNS, *map(_harmless, bands)])
    for one in people:
        values = dict(one.bands)
        cells = (one.group, one.subgroup, one.label, *(values.get(name, "") for name in bands))
        writer.writerow([one.interview, *map(_harmless, cells)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    cell = " ".join(cell.split())
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _direct(study: Study) -> tuple[str, ...]:
    """All forms of what names a person by itself, from the registry, if there is one yet."""
    from pipeline.artefacts.entity import EntityRegistry
    from pipeline.artefacts.finding import DIRECT

    if not study.store.has(WHOLE, EntityRegistry):
        return ()
    entities = study.store.read(WHOLE, EntityRegistry).entities
    return tuple(form for one in entities if one.type in DIRECT for form in (one.name, *one.aliases) if form)


def _nobody_named(people: Sequence[Respondent], forms: Sequence[str]) -> None:
    if not forms:
        return
    # Longest first, so that a full name is tried before its first word.
    names = "|".join(re.escape(form) for form in sorted(set(forms), key=len, reverse=True))
    anybody = re.compile(rf"(?<!\w)(?:{names})s?(?!\w)", re.IGNORECASE)
    for one in people:
        for column, cell in cells_of(one).items():
            if anybody.search(cell) or anybody.search(column):
                raise PipelineError(
                    say("respondents.named", interview=one.interview), hint=say("respondents.named.hint")
                )


def cells_of(one: Respondent) -> Mapping[str, str]:
    """What is told of a respondent, by column; what is not told is left out."""
    told = {"group": one.group, "subgroup": one.subgroup, "label": one.label, **dict(one.bands)}
    return {name: value.strip() for name, value in told.items() if value.strip()}


# ---------------------------------------------------------------------- coarser labels


@dataclass(frozen=True)
class Coarser:
    """A proposal for people: in this column of this interview, something coarser.

    `reason` is a key of the message catalogue. `coarser` is "" where only leaving it out would do.
    """

    interview: str
    column: str
    label: str = field(repr=False)
    coarser: str = field(repr=False)
    reason: str


def coarser_labels(people: Sequence[Respondent], k: int = K) -> tuple[Coarser, ...]:
    """What could be told more coarsely because fewer than `k` respondents share it.

    A label climbs the ladder of titles («en rektor», «en leder i oppvekst», «en leder») to the first rung
    that `k` respondents would share if all of them climbed, or else to the top; a rare subgroup becomes its
    group; a rare group is left out. Nothing is changed here.
    """
    return tuple(
        proposal
        for column in COLUMNS
        for proposal in _coarser_in(people, column, k)
        if proposal.coarser != proposal.label
    )


def _coarser_in(people: Sequence[Respondent], column: str, k: int) -> Iterator[Coarser]:
    ladders = [(one.interview, _rungs(one, column)) for one in people if cells_of(one).get(column)]
    shared = Counter(rungs[0] for _, rungs in ladders)
    reached = Counter(rung for _, rungs in ladders for rung in set(rungs))
    for interview, rungs in ladders:
        if shared[rungs[0]] < k:
            coarser = next((rung for rung in rungs[1:] if reached[rung] >= k), rungs[-1])
            reason = "respondents.single" if shared[rungs[0]] == 1 else "respondents.few"
            yield Coarser(interview, column, rungs[0], coarser, reason)


def _rungs(one: Respondent, column: str) -> tuple[str, ...]:
    """What stands in the column, and what could stand there instead, ever coarser."""
    cell = cells_of(one)[column]
    if column == "label":
        return _label_rungs(cell)
    return (cell, one.group.strip()) if column == "subgroup" else (cell, "")


def _label_rungs(label: str) -> tuple[str, ...]:
    """A label and what it becomes on the ladder of titles that the texts climb too; its article stays."""
    from pipeline.anonymise.ladders import Rung
    from pipeline.anonymise.ladders.titles import group_of, title

    first, _, rest = label.partition(" ")
    article, words = (f"{first} ", rest) if first.casefold() in _ARTICLES and rest else ("", label)
    language: Language = "nn" if first.casefold() in ("ein", "eit") or "leiar" in words else "nb"
    if not group_of(words):
        return (label, f"{article}respondent")
    work, publish = Rung("work", language), Rung("publish", language)
    return tuple(dict.fromkeys((label, *(article + title(words, (), rung) for rung in (work, publish)))))


_ARTICLES = frozenset({"en", "ei", "et", "ein", "eit"})
