"""An interview as it stands when codings come in: its text, its passages, and what came in before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.artefacts.placing import Annotate, Place
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage
from pipeline.coding_back.ids import PREFIX, is_of
from pipeline.coding_back.utterances import texts_of
from pipeline.export.study import of
from pipeline.placings import Placings
from pipeline.runner import Study


class Ground:
    """One interview, as its coder sees it. `number` says which utterance of it a turn is, from 1."""

    def __init__(self, study: Study, interview: str, coder: str) -> None:
        self.study, self.interview, self.coder = study, interview, coder
        self.desk = Placings(study, interview)
        self.text = self.desk.text()
        self.themed = self.desk.themed(coder or None)
        self.texts = texts_of(self.text)
        said = [turn for turn, text in self.texts.items() if text]
        self.number = {turn: number for number, turn in enumerate(said, 1)}
        self.order = {turn: index for index, turn in enumerate(self.texts)}

    # ------------------------------------------------------------------ spans

    def merged(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """In the order of the interview, none touching another."""
        found: list[Span] = []
        for span in sorted(spans, key=lambda one: (self.order[one.turn_id], one.start, one.end)):
            if found and found[-1].turn_id == span.turn_id and span.start <= found[-1].end:
                end = max(found[-1].end, span.end)
                found[-1] = found[-1].model_copy(update={"end": end})
            else:
                found.append(span)
        return tuple(found)

    def runs(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The spans, cut where a passage begins or ends."""
        for span in spans:
            borders = {span.start, span.end}
            for passage in self.themed.passages:
                for one in passage.spans:
                    if one.turn_id == span.turn_id:
                        borders |= {at for at in (one.start, one.end) if span.start < at < span.end}
            cuts = sorted(borders)
            for start, end in pairwise(cuts):
                yield Span(turn_id=span.turn_id, start=start, end=end)

    def is_said(self, run: Span) -> bool:
        """Whether a span holds a letter or a digit."""
        return any(sign.isalnum() for sign in self.texts[run.turn_id][run.start : run.end])

    def _core(self, spans: Iterable[Span]) -> tuple[tuple[str, int, int], ...]:
        """The spans from their first letter or digit to their last: signs beside them go with any passage."""
        found = []
        for span in self.merged(spans):
            words = self.texts[span.turn_id][span.start : span.end]
            said = [index for index, sign in enumerate(words) if sign.isalnum()]
            if said:
                found.append((span.turn_id, span.start + said[0], span.start + said[-1]))
        return tuple(found)

    # ------------------------------------------------------------------ passages

    def over(self, run: Span) -> list[Passage]:
        """The passages that a run lies in, those that people decided first."""
        found = [one for one in self.themed.passages if covers(one.spans, run)]
        return sorted(found, key=lambda one: not one.decided_by)

    def has(self, code: str, spans: Iterable[Span]) -> bool:
        """Whether all that is said in the spans has this theme or own code now."""
        runs = [run for run in self.runs(spans) if self.is_said(run)]
        return bool(runs) and all(any(code in of(one) for one in self.over(run)) for run in runs)

    def standing(self, key: str, spans: tuple[Span, ...]) -> list[Passage]:
        """People's passages that are this place: taken in before, or the same stretch."""
        mine = {one.place.passage for one in self.desk.standing(self.coder)}
        people = [one for one in self.themed.passages if one.id in mine]
        return [one for one in people if is_of(one.id, key)] or [
            one for one in people if self._core(one.spans) == self._core(spans)
        ][:1]

    def before(self, key: str) -> tuple[set[str], set[str]]:
        """The themes and codes, and the lines of memos, that came in at this place before."""
        codes: set[str] = set()
        lines: set[str] = set()
        for line in self.desk.log:
            if line.id.startswith(PREFIX) and line.coder == self.coder:
                for operation in line.operations:
                    if isinstance(operation, Place) and is_of(operation.passage, key):
                        codes |= {*operation.themes, *operation.codes}
                    elif isinstance(operation, Annotate) and is_of(operation.passage, key):
                        lines |= set(operation.memo.splitlines())
        return codes, lines


def covers(spans: Iterable[Span], run: Span) -> bool:
    """Whether a run lies in one of the spans."""
    return any(_inside(run, span) for span in spans)


def _inside(run: Span, span: Span) -> bool:
    return run.turn_id == span.turn_id and span.start <= run.start and run.end <= span.end
