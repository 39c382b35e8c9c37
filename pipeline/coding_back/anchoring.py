"""Where the codings and notes of a project stand in the interview as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import ThemedTranscript
from pipeline.coding_back.codebook import REMOVED, Codebook
from pipeline.coding_back.ground import Ground
from pipeline.coding_back.ids import digest, id_of
from pipeline.coding_back.utterances import edition_of, every_edition, lines_of, parts_of
from pipeline.export.qdpx_read import Counted, ReadCoding, ReadDocument, counted
from pipeline.export.study import guid, of
from pipeline.segment.placed import carried

#: What our own codings are dated, give or take a time zone; a person's have the day on which they were made.
_OUR_DAYS = ("1999-12-31", "2000-01-01", "2000-01-02")


@dataclass
class Anchor:
    """A stretch of the document that somebody has coded or noted on, and where it stands now."""

    key: str
    spans: tuple[Span, ...]
    sure: bool
    codes: dict[str, None] = field(default_factory=dict)
    memo: dict[str, None] = field(default_factory=dict, repr=False)


class Anchoring:
    """What the documents of one interview say, brought to its text.

    `anchors` are the places that somebody coded or noted on in the tool, by key. `coded` is all that the file
    says is coded, stretches by code; `mine` is what of it did not come from here. `left` counts what finds no
    place by reason, `same` what came from here and still holds.
    """

    def __init__(self, ground: Ground, codebook: Codebook) -> None:
        self.ground, self.codebook = ground, codebook
        self.anchors: dict[str, Anchor] = {}
        self.coded: dict[str, list[Span]] = {}
        self.mine: dict[str, list[Span]] = {}
        self.left: Counter[str] = Counter()
        self.same = 0
        self._ours = dict(_our_codings(ground.interview, ground.themed, ground.desk.proposed()))

    def read(self, document: ReadDocument) -> None:
        """Take in what a document says."""
        ground = self.ground
        lines = lines_of(document.text)
        old, turns = edition_of(lines, every_edition(ground.study, ground.interview), ground.texts)
        said = digest(*(line.text for line in lines))
        for one in counted(document):
            parts = tuple(parts_of(one, lines))
            spans: list[Span] = []
            sure = one.sure
            for line, start, end in parts:
                found, changed = carried(Span(turn_id=turns[line], start=start, end=end), old, ground.texts)
                spans += found
                sure = sure and not changed
            mine = self._codes(one, spans)
            if not spans:
                self.left["gone"] += len(mine) or bool(one.selection.memo)
            elif mine or one.selection.memo:
                places = (f"{line}:{start}:{end}" for line, start, end in parts)
                key = id_of(ground.interview, said, *places, length=24)
                anchor = self.anchors.setdefault(key, Anchor(key, ground.merged(spans), sure))
                anchor.sure = anchor.sure and sure
                anchor.codes |= dict.fromkeys(mine)
                anchor.memo |= dict.fromkeys(one.selection.memo.splitlines())

    def _codes(self, one: Counted, spans: Sequence[Span]) -> list[str]:
        """The codes that somebody gave these spans in the tool; what came from here is counted."""
        mine = []
        for coding in one.selection.codings:
            for code, our in self._code(coding):
                self.coded.setdefault(code, []).extend(spans)
                if not our:
                    self.mine.setdefault(code, []).extend(spans)
                    mine.append(code)
                elif self.ground.has(code, spans):
                    self.same += 1
                else:
                    self.left["returned"] += 1
        return mine

    def _code(self, coding: ReadCoding) -> Iterator[tuple[str, bool]]:
        """The code here that a coding gives, and whether the coding came from here."""
        if coding.code in self.codebook.cases:
            return
        code = self.codebook.known.get(coding.code)
        if code is None:
            self.left["unknown_code"] += 1
            return
        stranger = code in self.codebook.made and coding.code not in self.codebook.exported
        our = coding.at.startswith(_OUR_DAYS) and not stranger
        our = self._ours[coding.guid] == code if coding.guid in self._ours else our
        if code != REMOVED:
            yield code, our
        else:
            self.left["returned" if our else "removed_code"] += 1


def _our_codings(interview: str, *themed: ThemedTranscript) -> Iterator[tuple[str, str]]:
    """The guids that an export gives the codings of these passages, and the code of each."""
    for one in themed:
        for passage in one.passages:
            for part in range(len(passage.spans)):
                for code in of(passage):
                    yield guid("coding", interview, passage.id, str(part), code), code
