"""The themes of an interview on the desk: what people decide about passages, and the tree of own codes.

The logs on disk are the truth, as for `desk.py`: before anything is decided, what others have decided is
read, and whatever a person decides is on the disk when it answers. What the machine proposes lies beside
the result, so that a decision shows at once what it leaves of the proposals.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.placing import (
    Annotate,
    MakeCode,
    MergeCode,
    Place,
    Placing,
    PlacingOperation,
    Withdraw,
)
from pipeline.artefacts.themed import Code, ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.events import event_id, in_force
from pipeline.logdesk import Answer as _Answer
from pipeline.logdesk import LogDesk, Proposal
from pipeline.messages import say
from pipeline.runner import Study
from pipeline.segment.codes import Refused, Tree, changed, theme_ids
from pipeline.segment.guide import read_guide
from pipeline.segment.placed import Standing, standing, with_decisions
from pipeline.store import WHOLE, StudyStore, digest_of, write_file

PLACINGS, CODES = "anonymised/decisions.jsonl", "anonymised/codes.jsonl"

GUIDE = "guide.yaml"

#: What the machine proposes, before people's decisions: a `ThemedTranscript`.
PROPOSED = "anonymised/proposed.json"

#: Beside an interview's originals: each edition of its de-identified text that somebody decided about.
EDITIONS = "editions"


PlacingProposal = Proposal[PlacingOperation]
Answer = _Answer[Refused]


def why_text(why: Refused) -> str:
    """Why something was refused, in words for people."""
    return say(f"placings.refused.{why.reason}")


# ---------------------------------------------------------------------- editions


def keep_edition(store: StudyStore, anonymised: AnonymisedTranscript) -> None:
    """Keep the turns' texts of this edition, so that what was decided on it can be found in later ones.

    It lies with the originals and is removed with them.

    Raises:
        PipelineError: the disk is full, or the folder cannot be written to.
    """
    path = store.path(anonymised.interview, f"{EDITIONS}/{anonymised.text_digest}.json")
    if not path.is_file():
        texts = {turn.id: turn.text for turn in anonymised.turns}
        write_file(path, (json.dumps(texts, ensure_ascii=False, indent=1) + "\n").encode())


def editions(store: StudyStore, interview: str) -> Mapping[str, Mapping[str, str]]:
    """The turns' texts of all editions that were kept, by digest; a damaged one counts as not kept."""
    return {
        path.stem: store.peek(interview, f"{EDITIONS}/{path.name}")
        for path in sorted(store.path(interview, EDITIONS).glob("*.json"))
    }


# ---------------------------------------------------------------------- what both desks share


class _Desk(LogDesk[Placing, Refused]):
    """A log of placings, kept up with. Safe for several threads and processes."""

    def __init__(self, study: Study, interview: str, log: str) -> None:
        self.study = study
        super().__init__(study.store, interview, log, Placing, Refused)

    def take(self, who: str, proposals: Sequence[PlacingProposal], *, coder: str = "") -> Answer:
        """Take decisions in order, up to the first that is refused; when this returns they are on disk.

        Args:
            who: who decides.
            proposals: what they want; one that is in the log already counts as taken.
            coder: in blind coding by two people, whose decisions these are; else empty.

        Raises:
            PipelineError: the disk is full or cannot be written to; nothing was acknowledged.
        """

        def line_of(one: PlacingProposal, at: datetime) -> Placing:
            return Placing(id=one.id, at=at, who=who, coder=coder, operations=one.operations)

        return self._take(proposals, line_of)

    def _checking(self, log: Sequence[Placing]) -> Callable[[Placing], None]:
        return partial(self._check, log)

    def _touches(self, line: Placing) -> set[tuple[str, str]]:
        """The passages and codes that a line is about, of one who codes blind."""
        meant = self._meant(line)
        touched = set()
        for operation in meant.operations:
            match operation:
                case Place() | Withdraw() | Annotate():
                    touched.add((meant.coder, operation.passage))
                case MergeCode():
                    touched |= {(meant.coder, operation.code), (meant.coder, operation.other)}
                case _:
                    touched.add((meant.coder, operation.code))
        return touched

    @abstractmethod
    def _check(self, log: Sequence[Placing], line: Placing) -> None:
        """Raise `Refused` if this line cannot follow this log."""


# ---------------------------------------------------------------------- the tree of own codes


class CodeTree(_Desk):
    """The researchers' own codes in a study."""

    def __init__(self, study: Study) -> None:
        self.tree = Tree()
        super().__init__(study, WHOLE, CODES)

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes that are there, in the order in which they were made.

        One whose theme the guide no longer has is loose.
        """
        above = {"", *(_themes(self.study) or ()), *(one.id for one in self.tree.codes)}
        return tuple(
            one if one.under in above else one.model_copy(update={"under": ""}) for one in self.tree.codes
        )

    def make(self, who: str, name: str, under: str = "", description: str = "") -> Code:
        """A new code with the next number.

        Raises:
            Refused: it cannot have this name or stand there.
            PipelineError: the disk is full or cannot be written to.
        """
        with self._own:
            while True:
                code = self.follow().tree.next_id()
                operation = MakeCode(code=code, name=name, under=under, description=description)
                answer = self.take(who, [PlacingProposal(event_id(), (operation,))])
                if answer.why is None:
                    return self.tree.get(code)
                if answer.why.reason != "used_code":  # somebody else may have been quicker
                    raise answer.why

    def _follow(self) -> None:
        self.tree = _tree_of(self._log)[0]

    def _check(self, log: Sequence[Placing], line: Placing) -> None:
        tree = _tree_of(log)[0]
        themes = _themes(self.study) or ()
        for operation in line.operations:
            tree = changed(tree, operation, themes)

    def _check_undo(self, index: int, line: Placing) -> None:
        lost = _tree_of((*self._log, line))[1] - _tree_of(self._log)[1]
        if lost:
            raise Refused("moved_on")


def _tree_of(log: Sequence[Placing]) -> tuple[Tree, frozenset[str]]:
    """What a log has made of the tree, and the lines that could not be taken in.

    The guide's themes were checked when the line was written; here whatever stands above a code is let be.
    """
    tree, lost = Tree(), set()
    themes = tuple(
        operation.under
        for line in log
        for operation in line.operations
        if operation.op in ("make_code", "change_code") and not operation.under.startswith("egen-")
    )
    for line in in_force(log):
        before = tree
        try:
            for operation in line.operations:
                tree = changed(tree, operation, themes)
        except Refused:
            tree = before
            lost.add(line.id)
    made = {one.code for line in log for one in line.operations if one.op == "make_code"}
    return Tree(tree.codes, tree.merged, tree.used | made), frozenset(lost)


# ---------------------------------------------------------------------- an interview's passages


class Placings(_Desk):
    """What people decide about the passages of one interview."""

    def __init__(self, study: Study, interview: str) -> None:
        self.tree = CodeTree(study)
        super().__init__(study, interview, PLACINGS)

    def _follow(self) -> None:
        self.tree.follow()

    def standing(self, coder: str | None = None) -> tuple[Standing, ...]:
        """What stands, of one coder or of all (None)."""
        return standing(self.log, coder)

    def text(self) -> AnonymisedTranscript:
        """The de-identified text as it is now.

        Raises:
            PipelineError: there is none yet.
        """
        if not self.store.has(self.interview, AnonymisedTranscript):
            raise PipelineError(
                say("placings.not_deidentified", interview=self.interview),
                hint=say("placings.not_deidentified.hint"),
            )
        return self.store.read(self.interview, AnonymisedTranscript)

    def proposed(self) -> ThemedTranscript:
        """What the machine proposes for the text and the guide as they are now.

        Raises:
            PipelineError: it has proposed nothing yet, or for another text or guide.
        """
        path = self.store.path(self.interview, PROPOSED)
        found = _themed_at(path.read_bytes()) if path.is_file() else None
        if found is None or not is_cut(self.study, self.interview):
            raise PipelineError(
                say("placings.not_cut", interview=self.interview), hint=say("placings.not_cut.hint")
            )
        return found

    def themed(self, coder: str | None = None) -> ThemedTranscript:
        """The interview cut by themes as it is at this moment: proposals, and what people decided.

        Args:
            coder: only this coder's decisions (blind coding); None takes everybody's.

        Raises:
            PipelineError: see `proposed`.
        """
        with self._own:
            return self.decided(self.proposed(), self.text(), coder)

    def decided(
        self, proposed: ThemedTranscript, text: AnonymisedTranscript, coder: str | None = None
    ) -> ThemedTranscript:
        """These proposals for this text, with what people decided in the place of them."""
        return with_decisions(
            proposed,
            text,
            self.log,
            editions(self.store, self.interview),
            self.tree.codes,
            merged=self.tree.tree.merged,
            themes=_themes(self.study),
            coder=coder,
        )

    def write(self) -> bool:
        """Write `themed.json` as it is at this moment; whether it became another.

        Raises:
            PipelineError: see `proposed`; or it cannot be written.
        """
        with self.store.lock(self.interview, "themed"):  # the last to write has seen what the others decided
            before = self.store.digest(self.interview, ThemedTranscript.file)
            themed = self.follow().themed()
            if digest_of(themed.to_bytes()) == before:
                return False
            self.store.write(self.interview, themed)
            return True

    # ------------------------------------------------------------------ checking

    def _before_keeping(self, new: Sequence[Placing]) -> None:
        keep_edition(self.store, self.text())

    def _check(self, log: Sequence[Placing], line: Placing) -> None:
        there = {one.place.passage for one in standing(log, line.coder)}
        text = self.text()
        themes = _themes(self.study) or ()
        for operation in line.operations:
            match operation:
                case Place():
                    self._check_place(operation, text, themes)
                    there.add(operation.passage)
                case Withdraw() | Annotate():
                    if operation.passage not in there:
                        raise Refused("unknown_passage")
                    if isinstance(operation, Withdraw):
                        there.discard(operation.passage)
                    elif operation.research_question and operation.research_question not in dict(
                        self.study.settings.research_questions
                    ):
                        raise Refused("unknown_question")
                case _:
                    raise Refused("not_here")

    def _check_place(self, place: Place, text: AnonymisedTranscript, themes: Sequence[str]) -> None:
        if place.on != text.text_digest:
            raise Refused("stale")
        lengths = {turn.id: len(turn.text) for turn in text.turns}
        for span in place.spans:
            if not span.start < span.end <= lengths.get(span.turn_id, 0):
                raise Refused("outside")
        if not set(place.themes) <= set(themes):
            raise Refused("unknown_theme")
        for code in place.codes:
            self.tree.tree.get(self.tree.tree.now(code))

    def _check_undo(self, index: int, line: Placing) -> None:
        touched = self._touches(line)
        later = self._log[index + 1 :]
        there = {one.id for one in in_force(later)} - {
            one.id for one in later if one.undoes in {other.id for other in later}
        }
        for other in self._log:
            if other.id in there and touched & self._touches(other):
                raise Refused("moved_on")


def _themed_at(data: bytes) -> ThemedTranscript | None:
    from pydantic import ValidationError

    try:
        return ThemedTranscript.from_bytes(data)
    except ValidationError:
        return None


def _themes(study: Study) -> tuple[str, ...] | None:
    """Ids of the guide's themes; None where there is no guide."""
    data = study.guide_bytes()
    return None if data is None else _themes_in(data)


@lru_cache(maxsize=4)
def _themes_in(data: bytes) -> tuple[str, ...]:
    return theme_ids(read_guide(data, GUIDE))


def is_cut(study: Study, interview: str) -> bool:
    """Whether there are proposals for an interview's text and the guide as they are now; plain JSON."""
    proposed = study.store.peek(interview, PROPOSED)
    text = study.store.peek(interview, AnonymisedTranscript.file)
    guide = study.guide_bytes()
    return bool(
        proposed
        and guide is not None
        and proposed.get("text_digest") == text.get("text_digest")
        and proposed.get("guide_digest") == digest_of(guide)
    )


def brought_up(study: Study) -> tuple[str, ...]:
    """Write `themed.json` of all interviews that are cut, as decided at this moment; those that changed.

    Whoever is about to hand over themes asks for this first. An interview whose text or guide is another
    since it was cut is left as it is (see `is_cut`).

    Raises:
        PipelineError: something that it reads is damaged, or cannot be written.
    """
    return tuple(
        interview
        for interview in study.store.interviews()
        if is_cut(study, interview) and Placings(study, interview).write()
    )
