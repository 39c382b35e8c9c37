"""Take codes and codings back from a coding tool: what was coded there stands here, in somebody's name.

Nothing is taken away: a coding that was deleted in the tool stays here. What came from here and comes back
as it was is left alone, so that no proposal is accepted by going out and in. A place that cannot be told for
sure comes in to be looked at again; what finds no place at all is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.artefacts.placing import Place
from pipeline.coding_back.anchoring import Anchoring
from pipeline.coding_back.codebook import Codebook
from pipeline.coding_back.deciding import new, operations
from pipeline.coding_back.documents import documents
from pipeline.coding_back.ground import Ground
from pipeline.coding_back.ids import id_of
from pipeline.errors import PipelineError
from pipeline.export.qdpx_read import ReadDocument, read_project
from pipeline.messages import say
from pipeline.placings import PlacingProposal
from pipeline.runner import Study
from pipeline.themes import coders

#: Whose codings they are where nobody says.
SOMEBODY = "import"


@dataclass(frozen=True)
class Taken:
    """What came of a file, counted in places and codes; sentences for people in `unsure` and `left`.

    `codings` came in now, `same` were here already (also all that Renskriv exported itself). `unsure` ask to
    be looked at again; `left` was not taken in, and why. `interviews` are those that something came into.
    """

    codes_new: int
    codings: int
    memos: int
    same: int
    unsure: tuple[str, ...]
    left: tuple[str, ...] = field(repr=False)
    interviews: tuple[str, ...] = ()


def take_in(study: Study, path: Path, who: str = "") -> Taken:
    """Take the codes, codings and notes of a REFI-QDA project into the study, as decided by `who`.

    Reading a file twice changes nothing, nor does reading a later one that says the same: what is decided is
    known by interview, place and code, as some tools give new ids to everything each time.

    Raises:
        PipelineError: the file is no project or made to do harm, the study has no guide, two code blind and
            `who` is neither of them, or a text changed meanwhile. What was taken in before stands, and does
            not come twice.
    """
    guide = study.guide()
    if guide is None:
        raise PipelineError(say("coding_back.no_guide"), hint=say("coding_back.no_guide.hint"))
    blind = study.settings.segment.coders == 2
    if blind:
        _is_one_of_the_two(study, who)
    who = who or SOMEBODY
    project = read_project(path)
    found = tuple(documents(study, project))
    ours = [one for one in found if one.interview]
    left = [one.left for one in found if one.left]
    codebook = Codebook(study, guide, project, who)
    if ours or not project.documents:
        codebook.make()
    left += codebook.left()
    total = Taken(len(codebook.made), 0, 0, 0, (), ())
    for interview in sorted({one.interview for one in ours}):
        ground = Ground(study, interview, who if blind else "")
        those = [one.document for one in ours if one.interview == interview]
        total = _added(total, _come(ground, codebook, those, who))
    return replace(total, left=(*left, *total.left))


def _is_one_of_the_two(study: Study, who: str) -> None:
    """Whoever codes blind must say who they are: a third name would be a third coder."""
    known = coders(study)
    if not who:
        raise PipelineError(say("coding_back.whose"), hint=say("coding_back.whose.hint"))
    if len(known) >= 2 and who not in known:
        raise PipelineError(say("coding_back.not_coder"), hint=say("coding_back.not_coder.hint"))


def _come(ground: Ground, codebook: Codebook, those: Sequence[ReadDocument], who: str) -> Taken:
    """Decide what is new in these documents of one interview.

    Raises:
        PipelineError: the text or the codes have changed meanwhile, or it cannot be written.
    """
    anchoring = Anchoring(ground, codebook)
    for document in those:
        anchoring.read(document)
    proposals: list[PlacingProposal] = []
    unsure: dict[str, None] = {}
    codings = memos = 0
    same = anchoring.same
    for anchor in anchoring.anchors.values():
        news = new(ground, anchor)
        same += len(anchor.codes) - len(news.codes)
        if not news.codes and not news.memo:
            continue
        decided = tuple(operations(anchoring, news))
        codings += len(news.codes)
        memos += bool(news.memo)
        if any(isinstance(one, Place) and one.unsure for one in decided):
            turn = ground.number[anchor.spans[0].turn_id]
            unsure[say("coding_back.unsure", interview=ground.interview, turn=turn)] = None
        proposals.append(PlacingProposal(id_of(anchor.key, *sorted(news.codes), "", *news.memo), decided))
    answer = ground.desk.take(who, proposals, coder=ground.coder)
    if answer.why is not None:
        raise PipelineError(
            say("coding_back.moved", interview=ground.interview), hint=say("coding_back.moved.hint")
        )
    ground.desk.write()
    left = tuple(
        say(f"coding_back.left.{why}", interview=ground.interview, count=count)
        for why, count in anchoring.left.items()
    )
    came = (ground.interview,) if proposals else ()
    return Taken(0, codings, memos, same, tuple(unsure), left, came)


def _added(these: Taken, those: Taken) -> Taken:
    return Taken(
        these.codes_new,
        these.codings + those.codings,
        these.memos + those.memos,
        these.same + those.same,
        (*these.unsure, *those.unsure),
        (*these.left, *those.left),
        (*these.interviews, *those.interviews),
    )


def as_data(taken: Taken) -> dict[str, Any]:
    """The result as plain data."""
    return {
        "codes_new": taken.codes_new,
        "codings": taken.codings,
        "memos": taken.memos,
        "same": taken.same,
        "unsure": list(taken.unsure),
        "left": list(taken.left),
        "interviews": list(taken.interviews),
    }
