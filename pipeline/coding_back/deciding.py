"""What of an anchored place is new here, and the decisions that say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.artefacts.placing import Annotate, Place, PlacingOperation
from pipeline.artefacts.span import Span
from pipeline.coding_back.anchoring import Anchor, Anchoring
from pipeline.coding_back.ground import Ground, covers
from pipeline.messages import say_in
from pipeline.runner import Study


def new(ground: Ground, anchor: Anchor) -> Anchor:
    """What of a place is neither here now, nor was taken in before and taken away by somebody since."""
    before, noted = ground.before(anchor.key)
    around = [passage for run in ground.runs(anchor.spans) for passage in ground.over(run)]
    here = {code for code in anchor.codes if ground.has(code, anchor.spans)}
    lines = {line.strip() for passage in around for line in passage.memo.splitlines()}
    lines |= noted | set(_our_sentences(ground.study))
    return replace(
        anchor,
        codes={code: None for code in anchor.codes if code not in here | before},
        memo={line: None for line in anchor.memo if line not in lines},
    )


def operations(anchoring: Anchoring, anchor: Anchor) -> Iterator[PlacingOperation]:
    """A passage for the place, or several where it lies under several themes, and its memo."""
    ground, known = anchoring.ground, anchoring.codebook.themes
    themes = tuple(code for code in anchor.codes if code in known)
    codes = tuple(code for code in anchor.codes if code not in known)
    there = ground.standing(anchor.key, anchor.spans)
    for passage in there if anchor.codes else ():
        unsure = passage.look_again or not anchor.sure
        both = (*passage.themes, *themes), (*passage.codes, *codes)
        yield _placed(ground, passage.id, passage.spans, *both, unsure=unsure)
    names = [passage.id for passage in there]
    if not there:
        for index, ((over, look), spans) in enumerate(_grouped(anchoring, anchor, themes).items()):
            names.append(f"{anchor.key}-{index}" if index else anchor.key)
            unsure = look or not anchor.sure
            yield _placed(ground, names[-1], ground.merged(spans), over, codes, unsure=unsure)
    if anchor.memo:
        first = next(iter(there), None)
        yield Annotate(
            passage=names[0],
            memo="\n".join([*(first.memo.splitlines() if first else ()), *anchor.memo]),
            relevant=first.relevant if first else False,
            research_question=first.research_question if first else "",
        )


def _placed(
    ground: Ground,
    passage: str,
    spans: tuple[Span, ...],
    themes: Iterable[str],
    codes: Iterable[str],
    *,
    unsure: bool,
) -> Place:
    return Place(
        passage=passage,
        on=ground.text.text_digest,
        spans=spans,
        themes=tuple(dict.fromkeys(themes)),
        codes=tuple(dict.fromkeys(codes)),
        unsure=unsure,
    )


#: The themes that a run is under, and whether somebody must look at them.
_Under = tuple[tuple[str, ...], bool]


def _grouped(anchoring: Anchoring, anchor: Anchor, themes: Sequence[str]) -> Mapping[_Under, list[Span]]:
    """The place by the themes that stand over it, and whether somebody must look at the theme.

    A run in which nothing is said goes with the one before it.
    """
    ground = anchoring.ground
    groups: dict[_Under, list[Span]] = {}
    under: _Under | None = None
    ahead: list[Span] = []
    for run in ground.runs(anchor.spans):
        if ground.is_said(run):
            under = _under(anchoring, anchor, themes, run)
        if under is None:
            ahead.append(run)
            continue
        groups.setdefault(under, []).extend([*ahead, run])
        ahead = []
    return groups or {((), True): list(anchor.spans)}


def _under(anchoring: Anchoring, anchor: Anchor, themes: Sequence[str], run: Span) -> _Under:
    """The themes of a run.

    Those that cover it are kept. Where the tool gives a theme, only those that the file has there too, as
    what it recoded is what it moved; people's own passages stand beside it in any case.
    """
    over = anchoring.ground.over(run)
    kept = tuple(dict.fromkeys(theme for one in over for theme in one.themes))
    given = [*themes, *(one for one in anchoring.mine if one in anchoring.codebook.themes)]
    moved = [one for one in given if one in themes or covers(anchoring.mine[one], run)]
    if moved:
        there = [one for one in kept if covers(anchoring.coded.get(one, ()), run)]
        kept = tuple(dict.fromkeys([*there, *moved]))
    waits = not kept and all(one.status == "unplaced" for one in over)
    only_noted = not anchor.codes and not any(one.decided_by for one in over)
    return kept, waits or only_noted


def _our_sentences(study: Study) -> Iterator[str]:
    """What an export adds to a memo."""
    yield say_in("nb", "export.relevant")
    for name, asked in study.settings.research_questions:
        yield say_in("nb", "export.question", question=f"{name} {asked}".strip())
