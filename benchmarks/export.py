"""How long a study takes to hand over, format by format, and how much memory.

    python benchmarks/export.py                     # 100 interviews of 60 utterances, to all formats
    python benchmarks/export.py --interviews 400    # more of them: memory should hardly grow with formats

The words are drawn from a small list; each utterance is a passage of its own or with the one before it, every
fifth has a second theme. Times are of the whole format, from values to bytes; memory is the process's peak.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

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


def main() -> None:
    """Write all formats of an invented study, and say how long each took."""
    from pipeline.export.formats import FORMATS
    from pipeline.export.study import Options

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=100)
    parser.add_argument("--utterances", type=int, default=60)
    chosen = parser.parse_args()
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
