"""The report: one file with all figures, their numbers, and the quotes of two groups side by side.

No script, nothing from anywhere else, printable. It names no day: the same study gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.export.extracts import Extract, by_category
from pipeline.export.figures.comparison import Side, pairs
from pipeline.export.figures.counts import columns, groups, talk
from pipeline.export.figures.draw import svg
from pipeline.export.figures.figure import Code, Figure, figures, percent, spoken
from pipeline.export.page import page
from pipeline.export.quotes import Quote, quote
from pipeline.export.study import ExportStudy, statement
from pipeline.messages import say_in

#: So many quotes of each group stand under a theme, each of about so many words.
MOST, WORDS = 3, 60


def report(study: ExportStudy, code: Code) -> bytes:
    """The report as HTML in this language (UTF-8). What it says of its state stands in Norwegian as well."""
    from markupsafe import Markup

    number = 0
    sections: list[dict[str, Any]] = []
    for kind, made in figures(study, code):
        shown = []
        for place, figure in enumerate(made):
            number += 1
            # An SVG of ours, whose texts were escaped when it was made.
            drawn = Markup(svg(figure, "", f"f{number}-").decode())  # noqa: S704
            shown.append({"number": number, "figure": figure, "svg": drawn})
            if kind == "comparison":
                shown[-1]["quotes"] = _side_by_side(study, code, pairs(study)[place])
        sections.append({"kind": kind, "figures": shown})
    return page(
        "report.html",
        say=lambda key, **values: spoken(code, f"report.{key}", **values),
        code=code,
        study=study,
        word=say_in(code, f"export.word.{study.state}"),
        statement=told(study, code),
        about=list(_about(study, code)),
        facts=list(_facts(study, code)),
        sections=sections,
        most=MOST,
    )


def told(study: ExportStudy, code: Code) -> tuple[str, ...]:
    """What a file says of itself: in Norwegian, and first in English where it is in English."""
    lines = statement(study)
    if code == "nb":
        return lines
    reviewed = "export.reviewed" if study.reviewed else "export.unreviewed"
    keys = (f"export.state.{study.state}", f"export.profile.{study.profile}", reviewed, "export.marked")
    frame = "; ".join(study.frame)
    return (
        *(say_in(code, key) for key in keys),
        *((say_in(code, "export.frame", frame=frame),) if frame else ()),
        *lines,
    )


def captions(study: ExportStudy, code: Code, made: Sequence[Figure]) -> bytes:
    """The captions and alternative texts of figures, to paste beside them (UTF-8, LF)."""
    lines = [study.title, *told(study, code), ""]
    for number, figure in enumerate(made, 1):
        lines.append(f"{figure.name}: {spoken(code, 'report.figure', number=number, title=figure.title)}")
        lines += [figure.caption, spoken(code, "captions.alt", alt=figure.alt), ""]
    return "\n".join(lines).encode()


def _facts(study: ExportStudy, code: Code) -> Iterator[tuple[str, str]]:
    """What stands at the head: how many interviews, and how much people have decided."""
    passages = [passage for one in study.interviews for passage in one.themed.passages]
    decided = sum(bool(passage.decided_by) for passage in passages)
    yield spoken(code, "report.interviews"), str(len(study.interviews))
    yield spoken(code, "report.passages"), str(len(passages))
    share = percent(decided / len(passages) if passages else 0.0, code)
    yield (
        spoken(code, "report.decided"),
        spoken(code, "report.decided_of", count=decided, all=len(passages), share=share),
    )
    yield spoken(code, "report.unplaced"), str(sum(one.status == "unplaced" for one in passages))
    if again := sum(one.look_again for one in passages):
        yield spoken(code, "report.look_again"), str(again)


def _about(study: ExportStudy, code: Code) -> Iterator[str]:
    """Whom and what the study asked, a line each."""
    yield spoken(code, "report.guide", title=study.guide.title)
    sizes = {name: len(those) for name, those in groups(study).items()}
    if any(sizes):
        named = (f"{name or spoken(code, 'no_group')} ({count})" for name, count in sizes.items())
        yield spoken(code, "report.groups", groups=", ".join(named))


def _side_by_side(study: ExportStudy, code: Code, pair: tuple[Side, Side]) -> dict[str, Any]:
    """The quotes of two groups, theme by theme; marked with the label and nothing else."""
    found = by_category(study)
    rows = []
    for column in columns(study, talk(study)):
        cells = [_quotes(found[column.id], side) for side in pair]
        if any(quotes for quotes, _ in cells):
            rows.append(
                {"theme": column.name, "cells": [{"quotes": quotes, "more": more} for quotes, more in cells]}
            )
    first, second = (side.group for side in pair)
    return {
        "title": spoken(code, "report.quotes", first=first, second=second),
        "groups": (first, second),
        "rows": rows,
    }


def _quotes(found: Sequence[Extract], side: Side) -> tuple[list[Quote], int]:
    """A few quotes, one from each respondent before a second from any, and how many passages are left."""
    names = {one.id for one in side.interviews}
    own = sorted(
        (one for one in found if one.interview.id in names),
        key=lambda one: (not one.passage.relevant, not one.passage.decided_by),
    )
    turns: dict[str, int] = {}
    order = []
    for place, one in enumerate(own):
        turns[one.interview.id] = turns.get(one.interview.id, 0) + 1
        order.append((turns[one.interview.id], place))
    ranked = [own[place] for _, place in sorted(order)]
    quotes = [cited for one in ranked if (cited := quote(one, WORDS)) is not None]
    return quotes[:MOST], max(0, len(quotes) - MOST)
