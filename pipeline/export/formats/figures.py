"""The figures by themselves: SVG to edit and print, PNG to paste, and a file with captions; nb and en."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from pipeline.export.figures.draw import png, svg
from pipeline.export.figures.figure import Code, figures, spoken
from pipeline.export.report import captions, told
from pipeline.export.study import ExportStudy, Options


class Figures:
    """`figurer/*.svg`, `figurer/*.png`, `figurer/bildetekster.txt`; in English the same in `figures/`."""

    name = "figures"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """Every figure twice in each language, and what stands under them."""
        return dict(_files(study))


def _files(study: ExportStudy) -> Iterator[tuple[str, bytes]]:
    for code in get_args(Code):
        folder, said = spoken(code, "folder"), " ".join(told(study, code))
        made = [figure for _, those in figures(study, code) for figure in those]
        for figure in made:
            yield f"{folder}/{figure.name}.svg", svg(figure, said)
            yield f"{folder}/{figure.name}.png", png(figure, said)
        yield f"{folder}/{spoken(code, 'file.captions')}.txt", captions(study, code, made)
