"""How long a study takes to hand over, format by format, and how much memory.

    python benchmarks/export.py                     # 100 interviews of 60 utterances, to all formats
    python benchmarks/export.py --interviews 400    # more of them: memory should hardly grow with formats

The words are drawn from a small list; each utterance is a passage of its own or with the one before it, every
fifth has a second theme. Times are of the whole format, from values to bytes; memory is the process's peak.
As part of `make bench`, each of ours and each peer works in a process of its own, on one core, and seconds
are of its processor. Peers say the same with the library that most would take: python-docx paragraph by
paragraph, openpyxl cell by cell, a heat map by matplotlib alone (without our wrapping, groups, alternative
text and equal bytes).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

if TYPE_CHECKING:
    from pipeline.export.study import ExportInterview, ExportStudy

WORDS = re.findall(
    r"\S+",
    """
    jeg vi de barna foreldrene skolen dagen uka alltid aldri ofte fordi men og så når var er ble kunne måtte
    snakke høre se gjøre hjelpe vente skrive lese bedre vanskelig «viktig» nær langt sammen alene – også
    """,
)

#: Drawn, not data: timed too, but apart.
DRAWN = {"figures", "report"}

#: So many interviews of so many utterances are handed over; so many are drawn. The bar for data, in seconds.
INTERVIEWS, UTTERANCES, FEW, BAR_S = 100, 60, 40, 30

GUIDE = """\
id: maling
title: Måling
language: nb
themes:
"""


def study_of(interviews: int, utterances: int) -> ExportStudy:
    """A study with four themes of four subthemes and two own codes under each theme."""
    from pipeline.artefacts.themed import Code
    from pipeline.export.study import ExportStudy
    from pipeline.segment.codes import code_names
    from pipeline.segment.guide import read_guide

    text = GUIDE
    for theme in range(1, 5):
        text += f'  - id: "{theme}"\n    title: Tema {theme}\n    subthemes:\n'
        for sub in range(1, 5):
            text += f'      - id: "{theme}.{sub}"\n        title: Undertema {theme}.{sub}\n'
            text += f"        questions:\n          - Hva tenker du om {theme}.{sub}?\n"
    guide = read_guide(text, "guide.yaml")
    codes = tuple(Code(id=f"egen-{n}", name=f"Egen {n}", under=str(n % 4 + 1), number=n) for n in range(1, 9))
    said = tuple(_interview(number, utterances) for number in range(1, interviews + 1))
    return ExportStudy("Måling", "nb", guide, "g", codes, code_names(guide, codes), said)


def _interview(number: int, utterances: int) -> ExportInterview:
    from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
    from pipeline.artefacts.respondent import Respondent
    from pipeline.artefacts.span import Span
    from pipeline.artefacts.themed import Passage, ThemedTranscript
    from pipeline.export.study import ExportInterview

    draw = random.Random(number)  # noqa: S311
    name = f"intervju-{number:03d}"
    turns = []
    for place in range(utterances):
        asks = place % 2 == 0
        words = draw.choices(WORDS, k=draw.randint(6, 18) if asks else draw.randint(30, 160))
        turns.append(
            AnonymisedTurn(
                id=f"t{place}",
                speaker="S1" if asks else "S2",
                role="interviewer" if asks else "respondent",
                start_ms=place * 20_000,
                end_ms=place * 20_000 + 19_000,
                text=f"{' '.join(words).capitalize()}.",
            )
        )
    passages = tuple(
        Passage(
            id=f"p{place}",
            spans=tuple(
                Span(turn_id=turn.id, start=0, end=len(turn.text)) for turn in turns[place : place + 2]
            ),
            themes=tuple(
                dict.fromkeys(
                    f"{draw.randint(1, 4)}.{draw.randint(1, 4)}" for _ in range(2 if place % 5 == 0 else 1)
                )
            ),
            codes=(f"egen-{draw.randint(1, 8)}",) if place % 7 == 0 else (),
            status="placed",
            memo="Se igjen." if place % 9 == 0 else "",
        )
        for place in range(0, utterances, 2)
    )
    group = ("oppvekst", "helse")[number % 2]
    return ExportInterview(
        AnonymisedTranscript(
            interview=name, language="nb", text_digest=name, reviewed=True, turns=tuple(turns)
        ),
        ThemedTranscript(
            interview=name, guide="maling", guide_digest="g", text_digest=name, passages=passages
        ),
        Respondent(interview=name, group=group, label=f"en ansatt i {group}"),
        reviewed=True,
    )


# ---------------------------------------------------------------------- each in a process of its own


def written(study: ExportStudy, *names: str) -> None:
    """The study in these formats."""
    from pipeline.export.formats import FORMATS
    from pipeline.export.study import Options

    for name in names:
        FORMATS.load(name)().write(study, Options())


def data(study: ExportStudy) -> None:
    """All formats but what is drawn."""
    from pipeline.export.formats import FORMATS

    written(study, *(name for name in FORMATS if name not in DRAWN))


def documents(study: ExportStudy) -> None:
    """A Word document for each interview."""
    written(study, "docx")


def documents_plainly(study: ExportStudy) -> None:
    """The same headings and utterances with python-docx alone."""
    import docx

    from pipeline.export.formats.interview_docx import headings
    from pipeline.export.order import pieces

    for one in study.interviews:
        document, before = docx.Document(), None
        document.add_heading(one.id, level=0)
        for piece in pieces(one):
            here = headings(study, piece.passage)
            for level, heading in enumerate(here if here != before else (), 1):
                document.add_heading(heading, level=level)
            before = here
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{piece.utterance.speaker}: ").bold = True
            paragraph.add_run(piece.text)
        document.save(io.BytesIO())


def workbook(study: ExportStudy) -> None:
    """The matrix and all passages in Excel."""
    written(study, "xlsx")


def workbook_plainly(study: ExportStudy) -> None:
    """The same cells with openpyxl, which writes them while they come."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    from pipeline.export.extracts import by_category, extracts
    from pipeline.export.formats.matrix_xlsx import cell
    from pipeline.export.study import of

    book = openpyxl.Workbook(write_only=True)
    laid = Alignment(wrap_text=True, vertical="top")

    def row(sheet: Any, values: list[str]) -> None:
        cells = [WriteOnlyCell(sheet, value=value) for value in values]
        for one in cells:
            one.alignment = laid
        sheet.append(cells)

    matrix, found = book.create_sheet("Matrise"), by_category(study)
    row(matrix, ["Intervju", *(study.names[name] for name in found)])
    for one in study.interviews:
        own = {name: [each for each in those if each.interview is one] for name, those in found.items()}
        row(matrix, [one.id, *(cell(those) if those else "" for those in own.values())])
    passages = book.create_sheet("Avsnitt")
    for one in study.interviews:
        for extract in extracts(one):
            for category in of(extract.passage):
                row(passages, [one.id, extract.numbers, study.names[category], extract.spoken])
    book.save(io.BytesIO())


def heat_map(study: ExportStudy) -> None:
    """Who says how much about what, as SVG and PNG."""
    from pipeline.export.figures.coverage import figures
    from pipeline.export.figures.draw import png, svg

    for figure in figures(study, "nb"):
        svg(figure, "")
        png(figure, "")


def heat_map_plainly(study: ExportStudy) -> None:
    """The same numbers as matplotlib draws a heat map: colours, numbers in the fields, names beside them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from pipeline.export.figures.counts import columns, talk

    amounts = talk(study)
    shown = columns(study, amounts)
    table = [[amounts.of(one.id, column.id) / 60_000 for column in shown] for one in study.interviews]
    figure = Figure(figsize=(7.2, 12), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.imshow(table, cmap="Blues", aspect="auto")
    axes.set_xticks(range(len(shown)), [column.name for column in shown], rotation=90)
    axes.set_yticks(range(len(table)), [f"{one.id} · {one.label}" for one in study.interviews])
    for place, numbers in enumerate(table):
        for at, number in enumerate(numbers):
            axes.text(at, place, f"{number:.0f}", ha="center", va="center")
    figure.savefig(io.BytesIO(), format="svg")
    figure.savefig(io.BytesIO(), format="png", dpi=200)


WAYS: dict[str, Callable[[ExportStudy], None]] = {
    way.__name__: way
    for way in (
        data,
        documents,
        documents_plainly,
        workbook,
        workbook_plainly,
        heat_map,
        heat_map_plainly,
    )
}


def child(name: str, interviews: int) -> None:
    """One way in a process of its own: seconds of its processor, and the peak of memory in MB."""
    import docx  # noqa: F401 (imports are not what is compared)
    import lxml.etree  # noqa: F401
    import matplotlib.backends.backend_agg  # noqa: F401
    import openpyxl  # noqa: F401
    import xlsxwriter  # noqa: F401

    study = study_of(interviews, UTTERANCES)
    began = time.process_time()
    WAYS[name](study)
    print(json.dumps({"seconds": time.process_time() - began, "mb": _peak_mb()}))


def measure(name: str, interviews: int) -> dict[str, float]:
    """What `child` says."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, __file__, "--way", name, "--interviews", str(interviews)],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
        env=environment,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows() -> list[dict[str, Any]]:
    """Rows for `latest.json`, measured now."""
    from run import row

    subject = f"{INTERVIEWS} interviews x {UTTERANCES}"
    fewer = INTERVIEWS // 10
    whole, few = measure("data", INTERVIEWS), measure("data", fewer)
    made = [
        row("hand-over, all data", subject, f"the bar, {BAR_S} s", (whole["seconds"], BAR_S), "s"),
        row(
            "hand-over, peak memory",
            subject,
            f"{INTERVIEWS // 10} interviews",
            (whole["mb"], few["mb"]),
            "MB",
        ),
    ]
    for what, way, peer, interviews in (
        ("Word", "documents", "python-docx", INTERVIEWS),
        ("Excel", "workbook", "openpyxl, write only", INTERVIEWS),
        ("heat map", "heat_map", "matplotlib's imshow", FEW),
    ):
        mine, theirs = measure(way, interviews), measure(f"{way}_plainly", interviews)
        values = (mine["seconds"], theirs["seconds"])
        made.append(row(f"hand-over, {what}", f"{interviews} interviews x {UTTERANCES}", peer, values, "s"))
    return made


def main() -> None:
    """Write all formats of an invented study, and say how long each took."""
    from pipeline.export.formats import FORMATS
    from pipeline.export.study import Options

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=INTERVIEWS)
    parser.add_argument("--utterances", type=int, default=UTTERANCES)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        child(chosen.way, chosen.interviews)
        return
    study = study_of(chosen.interviews, chosen.utterances)
    words = sum(len(turn.text.split()) for one in study.interviews for turn in one.transcript.turns)
    print(f"{chosen.interviews} interviews of {chosen.utterances} utterances, {words} words; {_peak_mb()} MB")
    whole = work = 0.0
    for name in FORMATS:
        begin, busy = time.perf_counter(), time.process_time()
        files = FORMATS.load(name)().write(study, Options())
        took, worked = time.perf_counter() - begin, time.process_time() - busy
        if name not in DRAWN:
            whole, work = whole + took, work + worked
        size = sum(map(len, files.values())) / 1e6
        times = f"{took:6.2f} s ({worked:5.2f} s of work)"
        print(f"{name:10} {times}   {len(files):4d} files {size:7.2f} MB   peak {_peak_mb()} MB")
        del files
    print(f"{'all data':10} {whole:6.2f} s ({work:5.2f} s of work)")


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
