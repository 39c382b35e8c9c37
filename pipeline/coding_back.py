"""Take codes and codings back from a coding tool: what was coded there stands here, in somebody's name.

Nothing is taken away: a coding that was deleted in the tool stays here. What came from here and comes back
as it was is left alone, so that no proposal is accepted by going out and in. A place that cannot be told for
sure comes in to be looked at again; what finds no place at all is listed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.guide import Guide
from pipeline.artefacts.placing import Annotate, MakeCode, Place, PlacingOperation
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.artefacts.transcript import Role
from pipeline.errors import PipelineError
from pipeline.export.qdpx_read import (
    Counted,
    ReadCode,
    ReadCoding,
    ReadDocument,
    ReadProject,
    counted,
    read_project,
)
from pipeline.export.study import guid, of
from pipeline.messages import one_line, say, say_in
from pipeline.placings import CodeTree, PlacingProposal, Placings, editions, is_cut
from pipeline.rebase import align
from pipeline.runner import Study
from pipeline.segment.codes import LONGEST, code_names, theme_ids
from pipeline.segment.placed import Texts, carried

#: What our own codings are dated, give or take a time zone; a person's have the day on which they were made.
_OUR_DAYS = ("1999-12-31", "2000-01-01", "2000-01-02")

#: So much of a document must be found in the interview that its name says, for it to be the same; a share.
_SAME_TEXT = 0.5

#: An utterance that was changed is known again from here; rapidfuzz's ratio, 0 to 100.
_SAME_UTTERANCE = 55.0

#: The longest name, so that any number may stand before it.
_NAME = LONGEST - len("E999999 ")

_ENDINGS = (".txt", ".docx", ".doc", ".rtf", ".odt", " lyd")

#: A code that was here and was removed.
_REMOVED = ""


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


def take_in(study: Study, path: Path, who: str) -> Taken:
    """Take the codes, codings and notes of a REFI-QDA project into the study, as decided by `who`.

    Reading a file twice changes nothing, nor does reading a later one that says the same: what is decided is
    known by interview, place and code, as some tools give new ids to everything each time.

    Raises:
        PipelineError: the file is no project or made to do harm, the study has no guide, or a text changed
            meanwhile. What was taken in before stands, and does not come twice.
    """
    guide = study.guide()
    if guide is None:
        raise PipelineError(say("coding_back.no_guide"), hint=say("coding_back.no_guide.hint"))
    project = read_project(path)
    found = tuple(_documents(study, project))
    ours = [one for one in found if one.interview]
    left = [one.left for one in found if one.left]
    codes = _Codes(study, guide, project, who)
    if ours or not project.documents:
        codes.make()
    left += codes.left()
    total = Taken(len(codes.made), 0, 0, 0, (), ())
    for interview in sorted({one.interview for one in ours}):
        documents = [one for one in ours if one.interview == interview]
        total = _added(total, _Coming(study, interview, codes, who).take([one.document for one in documents]))
    return replace(total, left=(*left, *total.left))


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


# ---------------------------------------------------------------------- which document is which interview


@dataclass(frozen=True)
class _Found:
    """A document, and the interview that it is; or why it is left."""

    document: ReadDocument
    interview: str = ""
    left: str = ""


def _documents(study: Study, project: ReadProject) -> Iterator[_Found]:
    names = study.store.interviews()
    by_guid = {guid(kind, name): name for name in names for kind in ("source", "transcript")}
    by_lines: dict[tuple[str, ...], str] | None = None
    for number, document in enumerate(project.documents, 1):
        shown = {"number": number, "name": _short(document.name)}
        if document.no_text:
            if document.no_text != "sound":
                yield _Found(document, left=say(f"coding_back.left.{document.no_text}", **shown))
            continue
        said = tuple(line.text for line in _lines(document.text))
        called = by_guid.get(document.guid) or _called(document.name, names)
        interview = called if called and _share(study, called, said) >= _SAME_TEXT else ""
        if not interview:
            by_lines = _by_lines(study, names) if by_lines is None else by_lines
            interview = by_lines.get(said, "")
        if not interview and called:
            left = say("coding_back.left.other_text", number=number, interview=called)
        elif not interview:
            left = say("coding_back.left.stranger", **shown)
        elif not study.store.has(interview, AnonymisedTranscript):
            left = say("coding_back.left.not_deidentified", interview=interview)
        elif not is_cut(study, interview):
            left = say("coding_back.left.not_cut", interview=interview)
        else:
            left = say("coding_back.left.note", **shown) if document.memo else ""
            yield _Found(document, interview, left)
            continue
        yield _Found(document, left=left)


def _short(name: str) -> str:
    shown = one_line(name)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _called(name: str, interviews: Sequence[str]) -> str:
    """The interview that a document is called as, whatever ending the tool has given it."""
    shown = name.strip().casefold()
    for ending in (*_ENDINGS, ""):
        if shown.removesuffix(ending) in interviews:
            return shown.removesuffix(ending)
    return ""


def _every_edition(study: Study, interview: str) -> Iterator[Texts]:
    """The texts of turns as they are now, then those of the editions that were kept."""
    if study.store.has(interview, AnonymisedTranscript):
        yield _texts(study.store.read(interview, AnonymisedTranscript))
    yield from editions(study.store, interview).values()


def _texts(transcript: AnonymisedTranscript) -> Texts:
    return {turn.id: turn.text for turn in transcript.turns}


def _said(texts: Texts) -> tuple[str, ...]:
    return tuple(text for text in texts.values() if text)


def _by_lines(study: Study, interviews: Sequence[str]) -> dict[tuple[str, ...], str]:
    return {
        _said(texts): interview
        for interview in reversed(interviews)
        for texts in _every_edition(study, interview)
        if _said(texts)
    }


def _share(study: Study, interview: str, said: Sequence[str]) -> float:
    """How much of a document stands in the interview, in the edition that is most like it."""
    total = sum(map(len, said))
    shares = (
        sum(len(said[line]) for line, _ in _pairs(said, _said(texts))) / total
        for texts in _every_edition(study, interview)
        if total
    )
    return max(shares, default=0.0)


# ---------------------------------------------------------------------- the document's utterances


@dataclass(frozen=True)
class _Line:
    """What is said in one line of a document, without the speaker's label: `[start, end)` of its text."""

    text: str = field(repr=False)
    start: int
    end: int


def _head() -> re.Pattern[str]:
    """A time stamp and the label of a speaker, as an export writes them."""
    roles = {say_in("nb", f"export.role.{role}.{code}") for role in get_args(Role) for code in ("nb", "nn")}
    stamp = r"(?:[\[#({]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?[\])}#]?\s*)?"
    return re.compile(rf"\s*{stamp}(?:{'|'.join(sorted(map(re.escape, roles)))})(?: \d{{1,2}})?:\s*")


def _lines(text: str) -> tuple[_Line, ...]:
    head = _head()
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        label = head.match(line)
        start = label.end() if label else len(line) - len(line.lstrip())
        end = len(line.rstrip())
        if start < end:
            found.append(_Line(line[start:end], match.start() + start, match.start() + end))
    return tuple(found)


def _pairs(these: Sequence[str], those: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which utterance of one text is which of the other, in order: the same ones, then those most like."""
    from rapidfuzz import fuzz

    equal = {one.old: one.new for one in align(these, those) if one.same}
    after = [len(those)] * (len(these) + 1)
    for index in range(len(these) - 1, -1, -1):
        after[index] = equal.get(index, after[index + 1])
    free = 0
    for index, text in enumerate(these):
        place = equal.get(index)
        if place is None:
            ratios = [(fuzz.ratio(text, those[j]), -j) for j in range(free, after[index])]
            best = max(ratios, default=(0.0, 0))
            place = -best[1] if best[0] >= _SAME_UTTERANCE else None
        if place is not None:
            yield index, place
            free = place + 1


def _edition(lines: Sequence[_Line], known: Iterable[Texts], now: Texts) -> tuple[Texts, tuple[str, ...]]:
    """The document as an edition of the interview, and the turn that each line is.

    It is one that we know where it says the same in the same order; else its utterances are those of the
    text as it is now that they are most like, and what is like none stands between them.
    """
    said = tuple(line.text for line in lines)
    for texts in known:
        if _said(texts) == said:
            return texts, tuple(turn for turn, text in texts.items() if text)
    turns = [turn for turn, text in now.items() if text]
    pairs = dict(_pairs(said, [now[turn] for turn in turns]))
    ids = tuple(turns[pairs[index]] if index in pairs else f"\x1f{index}" for index in range(len(said)))
    return dict(zip(ids, said, strict=True)), ids


# ---------------------------------------------------------------------- codes


class _Codes:
    """Which theme or own code each code of the file is; those that are new here are made."""

    def __init__(self, study: Study, guide: Guide, project: ReadProject, who: str) -> None:
        self.project, self.guide, self.who = project, guide, who
        self.tree = CodeTree(study)
        self.themes = frozenset(theme_ids(guide))
        interviews = study.store.interviews()
        self.cases = project.cases | {guid("case", name) for name in interviews}
        self.cases |= {one.guid for one in project.codes if one.name.strip().casefold() in interviews}
        #: Themes of a guide that is not this one, and own codes that are gone: their guids are an export's.
        self.exported = {one.guid for one in project.codes if _is_ours(one.guid)}
        #: By guid: the id of a theme or of an own code, or `_REMOVED`.
        self.known: dict[str, str] = {}
        self.made: set[str] = set()
        self.nameless = 0

    def make(self) -> None:
        """Find every code here, or make it at the same place of the tree.

        Raises:
            PipelineError: the disk is full or cannot be written to.
        """
        tree = self.tree.tree
        ids = (*self.themes, *sorted(tree.used))
        by_guid = {guid("code", one): one for one in ids}
        names = code_names(self.guide, tree.codes)
        by_name = {name.casefold(): one for one, name in names.items()}
        above: dict[str, str] = {"": ""}
        for one in self.project.codes:
            under = above.get(one.under, "")
            name = _name(one.name)
            found = by_guid.get(one.guid) or by_name.get(name.casefold()) or _masked(name, by_name)
            if one.guid in self.cases or not name:
                self.nameless += one.guid not in self.cases
                above[one.guid] = under
                continue
            here = self._own(found) if found else self._made(one, name, under)
            self.known[one.guid] = here
            above[one.guid] = here or under

    def _own(self, code: str) -> str:
        """The theme, or what the own code is now."""
        now = code if code in self.themes else self.tree.tree.now(code)
        there = now in self.themes or any(one.id == now for one in self.tree.tree.codes)
        return now if there else _REMOVED

    def _made(self, code: ReadCode, name: str, under: str) -> str:
        """The own code of this name at this place, made if it was never there."""
        short = name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"
        for one in self.tree.codes:
            if one.under == under and one.name.casefold() in (name.casefold(), short.casefold()):
                return one.id
        event = f"qdpx-{_digest('code', under, name.casefold())}"
        while True:
            for line in self.tree.log:
                if line.id == event:
                    return self._own(next(one.code for one in line.operations if isinstance(one, MakeCode)))
            description = "\n".join(part for part in ((name if short != name else ""), code.memo) if part)
            number = self.tree.tree.next_id()
            operation = MakeCode(code=number, name=short, under=under, description=description)
            answer = self.tree.take(self.who, [PlacingProposal(event, (operation,))])
            if answer.why is None:
                self.made.add(number)
            elif answer.why.reason != "used_code":  # somebody else may have been quicker
                raise answer.why

    def left(self) -> list[str]:
        """What of the tree was not taken in."""
        counts = {"nameless": self.nameless, "free_notes": self.project.free_notes}
        return [say(f"coding_back.left.{why}", count=count) for why, count in counts.items() if count]


def _name(name: str) -> str:
    """A code's name as the tree writes it: one line, no backslash."""
    shown = "".join(
        " " if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} else one
        for one in unicodedata.normalize("NFC", name)
    )
    return " ".join(shown.replace("\\", "/").split())


def _masked(name: str, by_name: Mapping[str, str]) -> str | None:
    """The theme whose name went out with replacements in square brackets, or cut, by what is left of it."""
    parts = re.split(r"\[[^\]]*\]|…", name.casefold())
    if len(parts) == 1 or len(parts[0].split(" ")) < 2:  # its number at least stands before them
        return None
    pattern = re.compile(".*".join(map(re.escape, parts)))
    return next((one for shown, one in by_name.items() if pattern.fullmatch(shown)), None)


def _is_ours(code: str) -> bool:
    """Whether a guid was made from a name, as an export makes them; tools draw theirs at random."""
    return re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", code) is not None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


# ---------------------------------------------------------------------- codings of one interview


@dataclass
class _Place:
    """A stretch of the document that somebody has coded or noted on, and where it stands now."""

    key: str
    spans: tuple[Span, ...]
    sure: bool
    codes: dict[str, None] = field(default_factory=dict)
    memo: dict[str, None] = field(default_factory=dict, repr=False)


class _Coming:
    """What comes into one interview."""

    def __init__(self, study: Study, interview: str, codes: _Codes, who: str) -> None:
        self.study, self.interview, self.codes, self.who = study, interview, codes, who
        self.coder = who if study.settings.segment.coders == 2 else ""
        self.desk = Placings(study, interview)
        self.text = self.desk.text()
        self.themed = self.desk.themed(self.coder or None)
        self.texts = _texts(self.text)
        said = [turn for turn, text in self.texts.items() if text]
        self.number = {turn: number for number, turn in enumerate(said, 1)}
        self.order = {turn: index for index, turn in enumerate(self.texts)}
        self.ours = dict(_our_codings(interview, self.themed, self.desk.proposed()))
        #: What the file says is coded, stretches by code: all of it, and what did not come from here.
        self.coded: dict[str, list[Span]] = {}
        self.mine: dict[str, list[Span]] = {}
        self.left: Counter[str] = Counter()
        self.same = 0

    def take(self, documents: Sequence[ReadDocument]) -> Taken:
        """Decide what is new in these documents.

        Raises:
            PipelineError: the text or the codes have changed meanwhile, or it cannot be written.
        """
        places: dict[str, _Place] = {}
        for document in documents:
            self._read(document, places)
        proposals: list[PlacingProposal] = []
        unsure: list[str] = []
        codings = memos = 0
        for place in places.values():
            news = self._new(place)
            self.same += len(place.codes) - len(news.codes)
            if not news.codes and not news.memo:
                continue
            operations = tuple(self._operations(news))
            codings += len(news.codes)
            memos += bool(news.memo)
            if any(isinstance(one, Place) and one.unsure for one in operations):
                turn = self.number[place.spans[0].turn_id]
                unsure.append(say("coding_back.unsure", interview=self.interview, turn=turn))
            name = f"qdpx-{_digest(place.key, *sorted(news.codes), '', *news.memo)}"
            proposals.append(PlacingProposal(name, operations))
        answer = self.desk.take(self.who, proposals, coder=self.coder)
        if answer.why is not None:
            raise PipelineError(
                say("coding_back.moved", interview=self.interview), hint=say("coding_back.moved.hint")
            )
        self.desk.write()
        return Taken(
            0,
            codings,
            memos,
            self.same,
            tuple(dict.fromkeys(unsure)),
            tuple(
                say(f"coding_back.left.{why}", interview=self.interview, count=count)
                for why, count in self.left.items()
            ),
            (self.interview,) if proposals else (),
        )

    # ------------------------------------------------------------------ where it stands

    def _read(self, document: ReadDocument, places: dict[str, _Place]) -> None:
        lines = _lines(document.text)
        old, turns = _edition(lines, _every_edition(self.study, self.interview), self.texts)
        said = _digest(*(line.text for line in lines))
        for one in counted(document):
            parts = tuple(_parts(one, lines))
            codes = [code for coding in one.selection.codings for code in self._code(coding)]
            mine = [code for code, our in codes if not our]
            key = f"qdpx-{_digest(self.interview, said, *(f'{i}:{a}:{b}' for i, a, b in parts))[:24]}"
            spans: list[Span] = []
            sure = one.sure
            for line, start, end in parts:
                found, changed = carried(Span(turn_id=turns[line], start=start, end=end), old, self.texts)
                spans += found
                sure = sure and not changed
            for code, our in codes:
                self.coded.setdefault(code, []).extend(spans)
                if not our:
                    self.mine.setdefault(code, []).extend(spans)
                elif self._here(code, spans):
                    self.same += 1
                else:
                    self.left["returned"] += 1
            if not spans:
                self.left["gone"] += len(mine) or bool(one.selection.memo)
                continue
            if not mine and not one.selection.memo:
                continue
            place = places.setdefault(key, _Place(key, self._merged(spans), sure))
            place.sure = place.sure and sure
            place.codes |= dict.fromkeys(mine)
            place.memo |= dict.fromkeys(one.selection.memo.splitlines())

    def _code(self, coding: ReadCoding) -> Iterator[tuple[str, bool]]:
        """The code here that a coding gives, and whether the coding came from here."""
        if coding.code in self.codes.cases:
            return
        code = self.codes.known.get(coding.code)
        if code is None:
            self.left["unknown_code"] += 1
            return
        stranger = code in self.codes.made and coding.code not in self.codes.exported
        our = coding.at.startswith(_OUR_DAYS) and not stranger
        our = self.ours[coding.guid] == code if coding.guid in self.ours else our
        if code != _REMOVED:
            yield code, our
        else:
            self.left["returned" if our else "removed_code"] += 1

    def _merged(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """In the order of the interview, none touching another."""
        found: list[Span] = []
        for span in sorted(spans, key=lambda one: (self.order[one.turn_id], one.start, one.end)):
            if found and found[-1].turn_id == span.turn_id and span.start <= found[-1].end:
                end = max(found[-1].end, span.end)
                found[-1] = found[-1].model_copy(update={"end": end})
            else:
                found.append(span)
        return tuple(found)

    # ------------------------------------------------------------------ what of it is new

    def _new(self, place: _Place) -> _Place:
        """What of a place is neither here now, nor was taken in before and taken away by somebody since."""
        before, noted = self._before(place.key)
        around = [passage for run in self._runs(place.spans) for passage in self._over(run)]
        here = {code for code in place.codes if self._here(code, place.spans)}
        lines = {line.strip() for passage in around for line in passage.memo.splitlines()}
        lines |= noted | set(_our_sentences(self.study))
        return replace(
            place,
            codes={code: None for code in place.codes if code not in here | before},
            memo={line: None for line in place.memo if line not in lines},
        )

    def _here(self, code: str, spans: Iterable[Span]) -> bool:
        """Whether all that is said in the spans has this theme or own code now."""
        runs = [run for run in self._runs(spans) if self._words(run)]
        return bool(runs) and all(any(code in of(one) for one in self._over(run)) for run in runs)

    def _before(self, key: str) -> tuple[set[str], set[str]]:
        codes: set[str] = set()
        lines: set[str] = set()
        for line in self.desk.log:
            if line.id.startswith("qdpx-") and line.coder == self.coder:
                for operation in line.operations:
                    if isinstance(operation, Place) and _is_of(operation.passage, key):
                        codes |= {*operation.themes, *operation.codes}
                    elif isinstance(operation, Annotate) and _is_of(operation.passage, key):
                        lines |= set(operation.memo.splitlines())
        return codes, lines

    def _runs(self, spans: Iterable[Span]) -> Iterator[Span]:
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

    def _over(self, run: Span) -> list[Passage]:
        """The passages that a run lies in, those that people decided first."""
        found = [one for one in self.themed.passages if any(_inside(run, span) for span in one.spans)]
        return sorted(found, key=lambda one: not one.decided_by)

    def _words(self, run: Span) -> bool:
        return any(sign.isalnum() for sign in self.texts[run.turn_id][run.start : run.end])

    # ------------------------------------------------------------------ decisions

    def _operations(self, place: _Place) -> Iterator[PlacingOperation]:
        """A passage for the place, or several where it lies under several themes, and its memo."""
        themes = tuple(code for code in place.codes if code in self.codes.themes)
        codes = tuple(code for code in place.codes if code not in self.codes.themes)
        there = self._standing(place)
        for passage in there if place.codes else ():
            yield self._placed(
                passage.id,
                passage.spans,
                (*passage.themes, *themes),
                (*passage.codes, *codes),
                unsure=passage.look_again or not place.sure,
            )
        names = [passage.id for passage in there]
        if not there:
            for index, (key, spans) in enumerate(self._grouped(place, themes).items()):
                names.append(f"{place.key}-{index}" if index else place.key)
                yield self._placed(
                    names[-1],
                    self._merged(spans),
                    key[0],
                    codes,
                    unsure=key[1] or not place.sure,
                )
        if place.memo:
            first = next(iter(there), None)
            yield Annotate(
                passage=names[0],
                memo="\n".join([*(first.memo.splitlines() if first else ()), *place.memo]),
                relevant=first.relevant if first else False,
                research_question=first.research_question if first else "",
            )

    def _placed(
        self,
        passage: str,
        spans: tuple[Span, ...],
        themes: Iterable[str],
        codes: Iterable[str],
        *,
        unsure: bool,
    ) -> Place:
        return Place(
            passage=passage,
            on=self.text.text_digest,
            spans=spans,
            themes=tuple(dict.fromkeys(themes)),
            codes=tuple(dict.fromkeys(codes)),
            unsure=unsure,
        )

    def _standing(self, place: _Place) -> list[Passage]:
        """People's passages that are this place: taken in before, or the same stretch."""
        mine = {one.place.passage for one in self.desk.standing(self.coder)}
        people = [one for one in self.themed.passages if one.id in mine]
        return [one for one in people if _is_of(one.id, place.key)] or [
            one for one in people if self._core(one.spans) == self._core(place.spans)
        ][:1]

    def _core(self, spans: Iterable[Span]) -> tuple[tuple[str, int, int], ...]:
        """The spans from their first letter or digit to their last: signs beside them go with any passage."""
        found = []
        for span in self._merged(spans):
            words = self.texts[span.turn_id][span.start : span.end]
            said = [index for index, sign in enumerate(words) if sign.isalnum()]
            if said:
                found.append((span.turn_id, span.start + said[0], span.start + said[-1]))
        return tuple(found)

    def _grouped(
        self, place: _Place, themes: Sequence[str]
    ) -> Mapping[tuple[tuple[str, ...], bool], list[Span]]:
        """The place by the themes that stand over it, and whether somebody must look at the theme.

        The themes that cover it are kept. Where the tool gives a theme, only those that the file has there
        too, as what it recoded is what it moved; people's own passages stand beside it in any case.
        """
        groups: dict[tuple[tuple[str, ...], bool], list[Span]] = {}
        key: tuple[tuple[str, ...], bool] | None = None
        ahead: list[Span] = []
        for run in self._runs(place.spans):
            if self._words(run):
                over = self._over(run)
                kept = tuple(dict.fromkeys(theme for one in over for theme in one.themes))
                given = [*themes, *(one for one in self.mine if one in self.codes.themes)]
                moved = [one for one in given if one in themes or _covers(self.mine[one], run)]
                if moved:
                    there = [one for one in kept if _covers(self.coded.get(one, ()), run)]
                    kept = tuple(dict.fromkeys([*there, *moved]))
                waits = not kept and all(one.status == "unplaced" for one in over)
                only_noted = not place.codes and not any(one.decided_by for one in over)
                key = (kept, waits or only_noted)
            if key is None:
                ahead.append(run)
                continue
            groups.setdefault(key, []).extend([*ahead, run])
            ahead = []
        return groups or {((), True): list(place.spans)}


def _is_of(passage: str, key: str) -> bool:
    return passage == key or passage.startswith(f"{key}-")


def _covers(spans: Iterable[Span], run: Span) -> bool:
    return any(_inside(run, span) for span in spans)


def _inside(run: Span, span: Span) -> bool:
    return run.turn_id == span.turn_id and span.start <= run.start and run.end <= span.end


def _parts(one: Counted, lines: Sequence[_Line]) -> Iterator[tuple[int, int, int]]:
    """What of a stretch is said: line, and `[start, end)` in it, without white space at its ends."""
    for index, line in enumerate(lines):
        start, end = max(one.start, line.start) - line.start, min(one.end, line.end) - line.start
        if start < end:
            words = line.text[start:end]
            start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start < end:
            yield index, start, end


def _our_codings(interview: str, *themed: ThemedTranscript) -> Iterator[tuple[str, str]]:
    """The guids that an export gives the codings of these passages, and the code of each."""
    for one in themed:
        for passage in one.passages:
            for part in range(len(passage.spans)):
                for code in of(passage):
                    yield guid("coding", interview, passage.id, str(part), code), code


def _our_sentences(study: Study) -> Iterator[str]:
    """What an export adds to a memo."""
    yield say_in("nb", "export.relevant")
    for name, asked in study.settings.research_questions:
        yield say_in("nb", "export.question", question=f"{name} {asked}".strip())
