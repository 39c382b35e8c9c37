"""Kategorier: the interview cut by the guide's themes, to accept, move, split, join and annotate."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from pipeline.actions import known
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.base import Spoken, Value
from pipeline.artefacts.placing import (
    Annotate,
    ChangeCode,
    MakeCode,
    MergeCode,
    Place,
    PlacingOperation,
    RemoveCode,
    Withdraw,
)
from pipeline.artefacts.span import Span, from_utf16
from pipeline.page.asking import Ask, Door, View
from pipeline.page.drafts import drafts_of
from pipeline.page.themed import coder_of, covered, disagreements, known_by_name, standing_now, where_from
from pipeline.placings import Answer, PlacingProposal, Placings, why_text
from pipeline.segment.codes import Refused


class NewCode(Value):
    """A category of one's own, before it has its number."""

    op: Literal["make_code"] = "make_code"
    name: Spoken
    under: str = ""
    description: Spoken = ""


OfPassage = Annotated[Place | Withdraw | Annotate, Field(discriminator="op")]
OfTree = Annotated[NewCode | ChangeCode | MergeCode | RemoveCode, Field(discriminator="op")]


class Proposed(Value):
    """One user action, before it is taken: about passages, or about one category; offsets are the browser's.

    `at`: when it was decided there. `settled`: two who code blind have agreed on it.
    """

    id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    at: AwareDatetime | None = None
    operations: tuple[OfPassage, ...] = ()
    code: OfTree | None = None
    settled: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.operations) == (self.code is not None):
            raise ValueError
        return self


class Decided(Value):
    """Actions in order."""

    decisions: tuple[Proposed, ...] = ()


def in_code_points(operation: PlacingOperation, text: AnonymisedTranscript) -> PlacingOperation:
    """An operation whose offsets the browser counted in this text, counted as Python does.

    One that was counted in another edition is refused by the desk, whatever it says.
    """
    if not isinstance(operation, Place) or operation.on != text.text_digest:
        return operation
    texts = {turn.id: turn.text for turn in text.turns}
    return operation.model_copy(update={"spans": tuple(_counted(span, texts) for span in operation.spans)})


def _counted(span: Span, texts: dict[str, str]) -> Span:
    if span.turn_id not in texts:
        return span
    places = {name: from_utf16(texts[span.turn_id], getattr(span, name)) for name in ("start", "end")}
    return span.model_copy(update=places)


# ---------------------------------------------------------------------- reading


def _whole(ask: Ask) -> dict[str, Any]:
    return _now(ask) | drafts_of(ask, ask.interview) | {"words": known_by_name()}


def _now(ask: Ask) -> dict[str, Any]:
    interview = known(ask.opened.study, ask.interview)
    return standing_now(ask.opened, interview, ask.person)


def _coverage(ask: Ask) -> dict[str, Any]:
    return covered(ask.opened, known(ask.opened.study, ask.interview), ask.person)


def _disagreements(ask: Ask) -> dict[str, Any]:
    return disagreements(ask.opened, known(ask.opened.study, ask.interview))


# ---------------------------------------------------------------------- deciding


def _decide(ask: Ask) -> dict[str, Any]:
    wanted, who = ask.read(Decided), ask.person
    desk = Placings(ask.opened.study, known(ask.opened.study, ask.interview))
    taken: list[str] = []
    refused = None
    for one in wanted.decisions:
        answer = _take(desk, who, one) if one.code is None else _take_code(desk, who, one, one.code)
        if answer.why is not None:
            refused = {"id": one.id, "reason": answer.why.reason, "text": why_text(answer.why)}
            break
        taken += answer.taken
    made = {
        line.id: operation.code
        for line in desk.tree.log
        if line.id in taken
        for operation in line.operations
        if isinstance(operation, MakeCode)
    }
    return _now(ask) | {"taken": taken, "made": made, "refused": refused}


def _take(desk: Placings, who: str, wanted: Proposed) -> Answer:
    text = desk.text()
    operations = tuple(in_code_points(operation, text) for operation in wanted.operations)
    coder = "" if wanted.settled else coder_of(desk.study, who) or ""
    return desk.take(who, [PlacingProposal(wanted.id, operations, wanted.at)], coder=coder)


def _take_code(
    desk: Placings, who: str, wanted: Proposed, code: NewCode | ChangeCode | MergeCode | RemoveCode
) -> Answer:
    """A change of the tree; a new category gets the next number, also where somebody else was quicker."""
    tree = desk.tree
    while True:
        operation = (
            MakeCode(code=tree.follow().tree.next_id(), **code.model_dump(exclude={"op"}))
            if isinstance(code, NewCode)
            else code
        )
        answer = tree.take(who, [PlacingProposal(wanted.id, (operation,), wanted.at)])
        if answer.why is None or answer.why.reason != "used_code":
            return answer


def _take_back(ask: Ask, *, redo: bool) -> dict[str, Any]:
    """Take back what this person did last here, be it about a passage or a category."""
    who = ask.person
    desk = Placings(ask.opened.study, known(ask.opened.study, ask.interview))
    found = where_from(desk, who)
    target = found.redo if redo else found.undo
    refused = None
    if target is not None:
        of_tree = any(line.id == target for line in desk.tree.log)
        try:
            (desk.tree if of_tree else desk).take_back(who, redo=redo)
        except Refused as why:
            refused = {"id": "", "reason": why.reason, "text": why_text(why)}
    return _now(ask) | {"refused": refused}


# ---------------------------------------------------------------------- cutting


def _cut(ask: Ask) -> dict[str, Any]:
    ask.opened.cut.start()
    return _cutting(ask)


def _cutting(ask: Ask) -> dict[str, Any]:
    return {"cutting": ask.opened.cut.snapshot()}


def _fill(ask: Ask) -> dict[str, Any]:
    """The page is sent before the logs are read; its scripts come meanwhile, and say what is missing."""
    known(ask.opened.study, ask.interview)
    return {"coders": ask.opened.study.settings.segment.coders}


HERE = "/interviews/{interview}/themes"

VIEW = View(
    "themes",
    HERE,
    fill=_fill,
    doors=(
        Door("GET", HERE, _whole),
        Door("GET", f"{HERE}/now", _now),
        Door("GET", f"{HERE}/coverage", _coverage),
        Door("GET", f"{HERE}/disagreements", _disagreements),
        Door("POST", f"{HERE}/decisions", _decide),
        Door("POST", f"{HERE}/undo", lambda ask: _take_back(ask, redo=False)),
        Door("POST", f"{HERE}/redo", lambda ask: _take_back(ask, redo=True)),
        Door("GET", f"{HERE}/cut", _cutting),
        Door("POST", f"{HERE}/cut", _cut),
    ),
    rooms=("categories",),
    of_interview=True,
)
