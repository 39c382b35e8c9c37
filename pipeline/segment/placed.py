"""What people decided about themes stands; what the machine proposes elsewhere is cut around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.placing import Annotate, Place, Placing, Withdraw
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Code, Passage, PassageStatus, ThemedTranscript
from pipeline.events import in_force
from pipeline.rebase import rebase

#: Text of each turn by its id, in the order of the interview.
Texts = Mapping[str, str]

#: Half-open stretches of a turn's text, in code points, in order and apart from each other.
Stretches = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Standing:
    """What somebody decided about one passage, and has not been taken back or decided anew."""

    place: Place
    who: str
    coder: str
    note: Annotate | None = None


def standing(log: Sequence[Placing], coder: str | None = None) -> tuple[Standing, ...]:
    """What stands of a log, in the order of the first decision on each passage.

    A memo stays with a passage that is placed anew, and goes when nobody decides about it any more.

    Args:
        log: all lines of the interview's log.
        coder: take only this coder's decisions; None takes everybody's.
    """
    found: dict[tuple[str, str], Standing] = {}
    for line in in_force(log):
        if coder is not None and line.coder != coder:
            continue
        for operation in line.operations:
            match operation:
                case Place():
                    key = (line.coder, operation.passage)
                    note = found[key].note if key in found else None
                    found[key] = Standing(operation, line.who, line.coder, note)
                case Withdraw():
                    found.pop((line.coder, operation.passage), None)
                case Annotate():
                    key = (line.coder, operation.passage)
                    if key in found:
                        found[key] = replace(found[key], note=operation)
                case _:
                    continue
    return tuple(found.values())


def with_decisions(
    proposed: ThemedTranscript,
    transcript: AnonymisedTranscript,
    log: Sequence[Placing],
    editions: Mapping[str, Texts],
    codes: Sequence[Code],
    *,
    merged: Mapping[str, str] | None = None,
    themes: Collection[str] | None = None,
    coder: str | None = None,
) -> ThemedTranscript:
    """The interview with what people decided in the place of what the machine proposed there.

    Every character of every turn lies in at least one passage, as in `proposed`. People's passages may
    overlap each other. Where nobody decided, the machine's passages keep what is left of them; a gap of
    white space and punctuation alone goes to the person's passage beside it.

    A place made on another edition of the text is found again (see `carried`). Where the words changed, the
    edition is not known, or a theme is no longer in the guide, the passage asks to be looked at again; it
    is dropped only where its turns are gone.

    With two coders and `coder` None, what was settled afterwards (without a coder's name) stands alone;
    where the coders agree the first one's passage stands; where they do not, both do, to be looked at again.

    Args:
        proposed: the machine's passages over the same text.
        transcript: the de-identified text.
        log: what people decided about this interview.
        editions: texts of turns by the digest of the edition that they stood in.
        codes: the researchers' own codes that are there now.
        merged: which code went into which.
        themes: ids of the guide's themes; None takes all as they are.
        coder: take only this coder's decisions; None takes everybody's.

    Raises:
        ValueError: `proposed` is of another text; a bug.
    """
    if proposed.text_digest != transcript.text_digest:
        raise ValueError("the proposals are of another text")
    texts = {turn.id: turn.text for turn in transcript.turns}
    heirs = merged or {}
    known = {code.id for code in codes}
    decided = [
        (
            one.coder,
            _passage(
                one,
                found,
                look_again=changed or one.place.unsure,
                proposed=proposed,
                codes=tuple(
                    dict.fromkeys(heir for code in one.place.codes if (heir := _heir(code, heirs)) in known)
                ),
                themes=themes,
            ),
        )
        for one in standing(log, coder)
        for found, changed in [_now(one.place, transcript.text_digest, texts, editions)]
        if found
    ]
    people = _filled(_joined(decided), texts)
    covered = _covered(people)
    taken = {passage.id for passage in people}
    machine = []
    for passage in proposed.passages:
        rest = tuple(_left(passage.spans, covered))
        if rest:
            name = _unused(passage.id, taken)
            taken.add(name)
            machine.append(passage.model_copy(update={"id": name, "spans": rest}))
    order = {turn: index for index, turn in enumerate(texts)}
    passages = sorted(
        (*people, *machine),
        key=lambda one: (order[one.spans[0].turn_id], one.spans[0].start, one.spans[0].end, one.id),
    )
    return proposed.model_copy(update={"passages": tuple(passages), "codes": tuple(codes)})


def _passage(
    one: Standing,
    spans: tuple[Span, ...],
    *,
    look_again: bool,
    proposed: ThemedTranscript,
    codes: tuple[str, ...],
    themes: Collection[str] | None,
) -> Passage:
    kept = tuple(theme for theme in one.place.themes if themes is None or theme in themes)
    lost = len(kept) < len(one.place.themes)
    status: PassageStatus = "placed" if kept else "unplaced" if lost else "outside"
    below = _most_shared(spans, proposed.passages)
    return Passage(
        id=one.place.passage,
        spans=spans,
        themes=kept,
        codes=codes,
        status=status,
        confidence=1.0,
        candidates=below.candidates if below else (),
        question=below.question if below else None,
        decided_by=one.who,
        look_again=look_again or lost,
        relevant=one.note.relevant if one.note else False,
        research_question=one.note.research_question if one.note else "",
        memo=one.note.memo if one.note else "",
    )


def _heir(code: str, merged: Mapping[str, str]) -> str:
    while code in merged:
        code = merged[code]
    return code


def _most_shared(spans: Sequence[Span], passages: Sequence[Passage]) -> Passage | None:
    """The machine's passage that shares most characters with these spans, the first of those that do."""
    return max(passages, key=lambda one: _shared(spans, one.spans), default=None)


def _shared(these: Sequence[Span], those: Sequence[Span]) -> int:
    return sum(
        max(0, min(one.end, other.end) - max(one.start, other.start))
        for one in these
        for other in those
        if one.turn_id == other.turn_id
    )


# ---------------------------------------------------------------------- carried to the text as it is now


def _now(
    place: Place, digest: str, texts: Texts, editions: Mapping[str, Texts]
) -> tuple[tuple[Span, ...], bool]:
    """Where the spans of a place stand now, and whether it must be looked at again."""
    if place.on == digest:
        return _merged(_cut_off(place.spans, texts), texts), False
    if place.on not in editions:
        return _merged(_cut_off(place.spans, texts), texts), True
    found: list[Span] = []
    look_again = False
    for span in place.spans:
        spans, changed = carried(span, editions[place.on], texts)
        found += spans
        look_again = look_again or changed
    return _merged(found, texts), look_again


def _cut_off(spans: Iterable[Span], texts: Texts) -> Iterator[Span]:
    """What of the spans lies in the text."""
    for span in spans:
        end = min(span.end, len(texts.get(span.turn_id, "")))
        if span.start < end:
            yield span.model_copy(update={"end": end})


def carried(span: Span, old: Texts, new: Texts) -> tuple[tuple[Span, ...], bool]:
    """Where a span of one edition stands in another, and whether it must be looked at again.

    Words that are not in their turn any more are looked for together with what stands around it under an
    id that only one of the editions has: in the turn that theirs was merged into, or in the one that was
    split off. Where they are gone and the turn is not, the word at their place stands for them.
    """
    if span.turn_id not in old:
        return tuple(_cut_off([span], new)), True
    if span.turn_id in new:
        alone = rebase(span, old[span.turn_id], new[span.turn_id])
        if not alone.look_again:
            return (alone.span,), False
    before, after = _block(span.turn_id, old, new)
    if not after:
        return (), True
    start = _starts(before)[span.turn_id]
    text_before, text_after = " ".join(before.values()), " ".join(after.values())
    shifted = Span(
        turn_id=span.turn_id,
        start=min(start + span.start, start + len(before[span.turn_id])),
        end=min(start + span.end, start + len(before[span.turn_id])),
    )
    moved = rebase(shifted, text_before, text_after)
    left, right, changed = moved.span.start, moved.span.end, moved.look_again
    if left == right:
        if span.turn_id not in new:
            return (), True
        left, right = _word_at(text_after, left)
        changed = True
    return tuple(_parts(left, right, after)), changed


def _block(turn: str, old: Texts, new: Texts) -> tuple[Texts, Texts]:
    """The turn and its neighbours that must be compared together, in both editions.

    It begins with the last turn up to this one that both editions have (or with the interview), and goes on
    as long as turns stand in one edition only.
    """
    ids = list(old)
    first = next((one for one in reversed(ids[: ids.index(turn) + 1]) if one in new), None)
    return _run(first, old, new), _run(first, new, old)


def _run(first: str | None, these: Texts, those: Texts) -> Texts:
    ids = list(these)
    start = 0 if first is None else ids.index(first)
    run: dict[str, str] = {}
    for one in ids[start:]:
        if one in those and one != first:
            break
        run[one] = these[one]
    return run


def _starts(turns: Texts) -> dict[str, int]:
    """Where each turn begins in the turns' texts with a space between them."""
    starts, place = {}, 0
    for turn, text in turns.items():
        starts[turn] = place
        place += len(text) + 1
    return starts


def _parts(left: int, right: int, turns: Texts) -> Iterator[Span]:
    for turn, start in _starts(turns).items():
        a, b = max(left, start), min(right, start + len(turns[turn]))
        if a < b:
            yield Span(turn_id=turn, start=a - start, end=b - start)


def _word_at(text: str, place: int) -> tuple[int, int]:
    """The word that ends, stands or begins at a place: what is between white space."""
    place = min(place, len(text))
    start = len(text[:place].rstrip()) if not text[place : place + 1].strip() else place
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    end = start
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


# ---------------------------------------------------------------------- stretches of turns


def _stretches(spans: Iterable[Span]) -> dict[str, Stretches]:
    """What spans cover of each turn."""
    found: dict[str, list[tuple[int, int]]] = {}
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        runs = found.setdefault(span.turn_id, [])
        if runs and span.start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], span.end))
        elif span.start < span.end:
            runs.append((span.start, span.end))
    return {turn: tuple(runs) for turn, runs in found.items()}


def _covered(passages: Iterable[Passage]) -> dict[str, Stretches]:
    return _stretches(span for passage in passages for span in passage.spans)


def _merged(spans: Iterable[Span], texts: Texts) -> tuple[Span, ...]:
    """The same characters as spans in order, none of which touch each other."""
    covered = _stretches(spans)
    return tuple(
        Span(turn_id=turn, start=start, end=end) for turn in texts for start, end in covered.get(turn, ())
    )


def _left(spans: Iterable[Span], covered: Mapping[str, Stretches]) -> Iterator[Span]:
    """What of the spans is not covered."""
    for span in spans:
        start = span.start
        for low, high in covered.get(span.turn_id, ()):
            if high <= start or low >= span.end:
                continue
            if start < low:
                yield Span(turn_id=span.turn_id, start=start, end=low)
            start = max(start, high)
        if start < span.end:
            yield Span(turn_id=span.turn_id, start=start, end=span.end)


def _filled(people: Sequence[Passage], texts: Texts) -> tuple[Passage, ...]:
    """People's passages with the white space and punctuation that would be all that is left beside them."""
    found = list(people)
    for turn, runs in _covered(people).items():
        text = texts[turn]
        borders = [0, *(place for run in runs for place in run), len(text)]
        for low, high in zip(borders[::2], borders[1::2], strict=True):
            if low < high and not any(character.isalnum() for character in text[low:high]):
                index, span = _beside(found, turn, low, high)
                grown = [*found[index].spans, span]
                found[index] = found[index].model_copy(update={"spans": _merged(grown, texts)})
    return tuple(found)


def _beside(people: Sequence[Passage], turn: str, low: int, high: int) -> tuple[int, Span]:
    """The passage that ends where a gap begins, or else begins where it ends; and the gap."""
    gap = Span(turn_id=turn, start=low, end=high)
    edges = [(index, span) for index, one in enumerate(people) for span in one.spans if span.turn_id == turn]
    before = [index for index, span in edges if span.end == low]
    after = [index for index, span in edges if span.start == high]
    return (before or after)[0], gap


def _unused(name: str, taken: Collection[str]) -> str:
    """The name, or one like it that is not taken: what is left of a passage that a person has cut."""
    found, count = name, 2
    while found in taken:
        found = f"{name}+{count}"
        count += 1
    return found


# ---------------------------------------------------------------------- two coders


def _joined(decided: Sequence[tuple[str, Passage]]) -> tuple[Passage, ...]:
    """The passages of all coders: settled ones first and alone, then each where nobody agrees with them."""
    found: list[tuple[str, Passage]] = [one for one in decided if not one[0]]
    settled = _covered(passage for _, passage in found)
    taken = {passage.id for _, passage in found}
    for coder, passage in decided:
        if not coder:
            continue
        others = [(name, one) for name, one in found if name and name != coder]
        agreed = _covered(one for _, one in others if _says(one) == _says(passage))
        rest = tuple(_left(_left(passage.spans, settled), agreed))
        if rest:
            name = _unused(passage.id, taken)
            taken.add(name)
            found.append((coder, passage.model_copy(update={"id": name, "spans": rest})))
    return tuple(
        passage.model_copy(update={"look_again": True})
        if coder and _contested(coder, passage, found)
        else passage
        for coder, passage in found
    )


def _says(passage: Passage) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(passage.themes), frozenset(passage.codes)


def _contested(coder: str, passage: Passage, found: Iterable[tuple[str, Passage]]) -> bool:
    return any(
        name and name != coder and _says(one) != _says(passage) and _shared(one.spans, passage.spans)
        for name, one in found
    )
