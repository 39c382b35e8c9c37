"""The category tree: themes of the guide, subthemes and own codes, with how many passages each has."""

from __future__ import annotations

from pipeline.export.figures.counts import flat, passages_under
from pipeline.export.figures.figure import (
    BODY,
    FAINT,
    SMALL,
    WIDTH,
    Box,
    Code,
    Figure,
    Rule,
    Shape,
    Table,
    Words,
    height_of,
    number,
    spoken,
    stacked,
    wrapped,
)
from pipeline.export.study import ExportStudy

INDENT, NAMES, BARS = 0.26, 4.3, 1.5

#: What is darkest is what the guide has first; own codes are light and set in italics.
FILLS = {"theme": "#0c3560", "subtheme": "#4487b3", "own": "#b9d4e6"}


def figures(study: ExportStudy, code: Code) -> tuple[Figure, ...]:
    """One figure; none where the guide has no themes."""
    nodes = tuple(flat(study.tree()))
    if not nodes:
        return ()
    counts = passages_under(study)
    most = max((passages for passages, _ in counts.values()), default=0) or 1
    shapes: list[Shape] = []
    bars = NAMES + 0.1
    shapes.append(Words(bars, 0.1, spoken(code, "tree.passages"), SMALL, colour=FAINT))
    shapes.append(Words(WIDTH - 0.02, 0.1, spoken(code, "tree.interviews"), SMALL, "right", colour=FAINT))
    y = 0.26
    parents: dict[int, float] = {}
    for node, depth, _ in nodes:
        x = INDENT * min(depth, 9)
        lines = wrapped(node.name, NAMES - x - 0.16, BODY, 3, bold=depth == 0 and not node.own)
        high = height_of(lines) + 0.1
        y += 0.08 if depth == 0 and parents else 0.0
        middle = y + high / 2
        if depth:
            stem = x - INDENT + 0.06
            shapes.append(Rule(stem, parents[depth - 1], stem, middle, FAINT, 0.8))
            shapes.append(Rule(stem, middle, x - 0.04, middle, FAINT, 0.8))
        shapes += stacked(x, middle, lines, bold=depth == 0 and not node.own, italic=node.own)
        parents[depth] = y + high - 0.04
        passages, interviews = counts[node.id]
        kind = "own" if node.own else "subtheme" if depth else "theme"
        wide = BARS * passages / most
        if passages:
            shapes.append(Box(bars, middle - 0.07, wide, 0.14, FILLS[kind], FAINT))
        shapes.append(Words(bars + wide + 0.06, middle, number(passages, code), SMALL))
        shapes.append(Words(WIDTH - 0.02, middle, number(interviews, code), SMALL, "right"))
        y += high
    own = sum(node.own for node, _, _ in nodes)
    return (
        Figure(
            name=spoken(code, "file.tree"),
            title=spoken(code, "tree.title"),
            caption=spoken(code, "tree.caption"),
            alt=spoken(
                code,
                "tree.alt",
                themes=len(study.guide.themes),
                subthemes=sum(len(theme.subthemes) for theme in study.guide.themes),
                own=own,
                largest=max(nodes, key=lambda one: counts[one[0].id][0])[0].name,
            ),
            table=Table(
                (
                    spoken(code, "theme"),
                    spoken(code, "tree.level"),
                    spoken(code, "tree.passages"),
                    spoken(code, "tree.interviews"),
                ),
                tuple(
                    (node.name, str(depth + 1), *(number(count, code) for count in counts[node.id]))
                    for node, depth, _ in nodes
                ),
            ),
            width=WIDTH,
            height=y + 0.06,
            shapes=tuple(shapes),
        ),
    )
