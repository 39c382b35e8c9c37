"""Personer og steder: what identifies, in the flow of the interview and by whom it is about."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from pipeline.actions import known
from pipeline.artefacts.base import Spoken, Value
from pipeline.artefacts.entity import EntityId, Operator
from pipeline.artefacts.ruling import (
    Accept,
    Alias,
    Judge,
    Link,
    Part,
    Place,
    Respond,
    RulingOperation,
    Separate,
    SetPerson,
    SetReplacement,
    SetRole,
)
from pipeline.artefacts.span import from_utf16
from pipeline.artefacts.transcript import Transcript
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.page.asking import Ask, Door, View
from pipeline.page.drafts import drafts_of
from pipeline.page.identified import after, known_by_name, left_in, places_of, preview, standing_now

#: What a person can rule here; signing off has a door of its own.
RULES = Judge | Link | Part | Separate | Alias | SetRole | SetPerson | SetReplacement | Accept | Respond


class Proposed(Value):
    """One user action, before it is taken; offsets are the browser's. `at`: when it was decided there."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    at: AwareDatetime | None = None
    operations: Annotated[tuple[Annotated[RULES, Field(discriminator="op")], ...], Field(min_length=1)]


class Ruled(Value):
    """Actions in order."""

    rulings: tuple[Proposed, ...] = ()


class Tried(Value):
    """What might stand instead of an entity."""

    entity: EntityId
    operator: Operator | None
    replacement: Spoken = ""


def in_code_points(operation: RulingOperation) -> RulingOperation:
    """An operation whose offsets the browser counted, counted as Python does.

    Each place carries the text that it was counted in, so it is the same whatever has happened since.
    """
    if isinstance(operation, Judge):
        return operation.model_copy(update={"place": _counted(operation.place)})
    if isinstance(operation, Separate):
        return operation.model_copy(update={"places": tuple(map(_counted, operation.places))})
    return operation


def _counted(place: Place) -> Place:
    start, end = (from_utf16(place.text, offset) for offset in (place.start, place.end))
    return place.model_copy(update={"start": start, "end": end})


# ---------------------------------------------------------------------- reading


def _whole(ask: Ask) -> dict[str, Any]:
    return _now(ask) | drafts_of(ask, ask.interview) | {"words": known_by_name()}


def _now(ask: Ask) -> dict[str, Any]:
    interview = known(ask.opened.study, ask.interview)
    return standing_now(ask.opened, interview, ask.person)


def _after(ask: Ask) -> dict[str, Any]:
    return after(ask.opened, known(ask.opened.study, ask.interview))


def _places(ask: Ask) -> dict[str, Any]:
    known(ask.opened.study, ask.interview)
    return {"places": places_of(ask.opened, ask.request.query_params.get("entity", ""))}


def _left(ask: Ask) -> dict[str, Any]:
    """Originals that would be left once all is replaced; over the whole study, so in the worker."""
    opened, interview = ask.opened, known(ask.opened.study, ask.interview)
    return {"left": opened.keeper.run(left_in, str(opened.store.root), interview).result()}


# ---------------------------------------------------------------------- deciding


def _rule(ask: Ask) -> dict[str, Any]:
    from pipeline.rulings import RulingProposal, Rulings, why_text

    known(ask.opened.study, ask.interview)
    wanted = ask.read(Ruled)
    proposals = [
        RulingProposal(one.id, tuple(map(in_code_points, one.operations)), decided=one.at)
        for one in wanted.rulings
    ]
    answer = Rulings(ask.opened.study).take(ask.person, proposals)
    refused = None if answer.why is None else {"id": answer.refused, "text": why_text(answer.why)}
    return {"taken": list(answer.taken), "refused": refused}


def _take_back(ask: Ask, *, redo: bool) -> dict[str, Any]:
    from pipeline.rulings import Refused, Rulings, why_text

    known(ask.opened.study, ask.interview)
    refused = None
    try:
        Rulings(ask.opened.study).take_back(ask.person, redo=redo)
    except Refused as why:
        refused = {"id": "", "text": why_text(why)}
    return {"refused": refused}


def _approve(ask: Ask) -> dict[str, Any]:
    from pipeline.deidentify import approve

    approve(ask.opened.study, ask.interview, ask.person)
    return {}


def _try(ask: Ask) -> dict[str, Any]:
    wanted = ask.read(Tried)
    interview = known(ask.opened.study, ask.interview)
    return {"preview": preview(ask.opened, interview, wanted.entity, wanted.operator, wanted.replacement)}


def _search(ask: Ask) -> dict[str, Any]:
    ask.opened.search.start()
    return {"search": ask.opened.search.snapshot()}


def _searching(ask: Ask) -> dict[str, Any]:
    return {"search": ask.opened.search.snapshot()}


def _stop(ask: Ask) -> dict[str, Any]:
    ask.opened.search.stop()
    return _searching(ask)


def _fill(ask: Ask) -> dict[str, Any]:
    """The page is sent before it is told who is who; its scripts come meanwhile."""
    known(ask.opened.study, ask.interview)
    if not ask.opened.store.has(ask.interview, Transcript):
        raise PipelineError(
            say("runner.not_transcribed", interview=ask.interview), hint=say("runner.not_transcribed.hint")
        )
    return {}


HERE = "/interviews/{interview}/people"

VIEW = View(
    "identify",
    HERE,
    fill=_fill,
    doors=(
        Door("GET", HERE, _whole),
        Door("GET", f"{HERE}/now", _now),
        Door("GET", f"{HERE}/after", _after),
        Door("GET", f"{HERE}/places", _places),
        Door("GET", f"{HERE}/left", _left),
        Door("POST", f"{HERE}/rulings", _rule),
        Door("POST", f"{HERE}/undo", lambda ask: _take_back(ask, redo=False)),
        Door("POST", f"{HERE}/redo", lambda ask: _take_back(ask, redo=True)),
        Door("POST", f"{HERE}/preview", _try),
        Door("POST", f"{HERE}/approval", _approve),
        Door("GET", f"{HERE}/search", _searching),
        Door("POST", f"{HERE}/search", _search),
        Door("DELETE", f"{HERE}/search", _stop),
    ),
    rooms=("identify",),
    of_interview=True,
)
