"""What people decide about themes: one line of a log is one user action.

`anonymised/<interview>/decisions.jsonl` holds what concerns one interview, `anonymised/codes.jsonl` the tree
of the researchers' own codes. Offsets are code points of the de-identified text whose digest is `on`; that
edition is kept in `identified/`, so that places can be found again when the text changes.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from pipeline.artefacts.base import Artefact, Spoken, Value
from pipeline.artefacts.guide import GuideId
from pipeline.artefacts.span import Span

PassageId = Annotated[str, Field(min_length=1, max_length=64)]
CodeId = Annotated[str, Field(pattern=r"^egen-[0-9]{1,6}$")]
Spans = Annotated[tuple[Span, ...], Field(min_length=1, max_length=200)]


class Place(Value):
    """This stretch is about these themes, the main one first; none: it is outside the guide.

    It stands for whatever the machine proposes there. `passage` is the id it keeps; the same id again is a
    new decision on it. Accepting, moving, a second theme, splitting and merging are all this. `unsure`: it
    was made elsewhere and may mean another place, so somebody is to look at it again here.
    """

    op: Literal["place"] = "place"
    passage: PassageId
    on: str
    spans: Spans
    themes: tuple[GuideId, ...]
    codes: tuple[CodeId, ...] = ()
    unsure: bool = False


class Withdraw(Value):
    """Nobody decides about this passage any more; the machine may propose again."""

    op: Literal["withdraw"] = "withdraw"
    passage: PassageId


class Annotate(Value):
    """A memo, relevance, and the research question (by its id in study.toml) of a passage that is placed."""

    op: Literal["annotate"] = "annotate"
    passage: PassageId
    memo: Spoken = ""
    relevant: bool = False
    research_question: str = ""


class MakeCode(Value):
    """A code of the researcher's own is there: free name, under a theme, another code, or loose."""

    op: Literal["make_code"] = "make_code"
    code: CodeId
    name: Spoken
    under: str = ""
    description: Spoken = ""


class ChangeCode(Value):
    """The code is now called this and stands there."""

    op: Literal["change_code"] = "change_code"
    code: CodeId
    name: Spoken
    under: str = ""
    description: Spoken = ""


class MergeCode(Value):
    """All that has the code `other` has `code`, also what is decided on older editions; `other` is gone."""

    op: Literal["merge_code"] = "merge_code"
    code: CodeId
    other: CodeId


class RemoveCode(Value):
    """The code is gone; passages keep their themes."""

    op: Literal["remove_code"] = "remove_code"
    code: CodeId


PlacingOperation = Annotated[
    Place | Withdraw | Annotate | MakeCode | ChangeCode | MergeCode | RemoveCode, Field(discriminator="op")
]


class Placing(Artefact):
    """One user action about themes. `undoes` names the action that this one takes back.

    `coder`: blind coding keeps the decisions of two people apart; where it is off it is empty.
    """

    id: str
    at: AwareDatetime
    who: Annotated[str, Field(repr=False)]
    coder: Annotated[str, Field(repr=False)] = ""
    operations: tuple[PlacingOperation, ...] = ()
    undoes: str | None = None
