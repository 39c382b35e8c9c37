"""How well the guide's themes are proposed, what each cue is worth, and how fast.

    python benchmarks/themes.py              # the table
    python benchmarks/themes.py --calibrate  # the constants of pipeline/segment/confidence.py, fitted again

All on marked interviews with their marks replaced, the guides as they are, nothing learnt unless said.
Sets: D01–D06 (the method was chosen on them and on G and H), G, H, and U01–U06, V01–V04 and W01–W04, by
three strangers with guides of their own, which nothing was fitted to. *Carried* is the plain way: each
question of the interviewer goes to the most similar one of the guide (lemmas, spelling), and what follows has
its theme.
*Without* lines leave one cue out. *Refitted* leaves a guide out: the constants are found again, from round
numbers, by coordinate ascent on the interviews of other guides, and scored on those of this one. *Taught* has
two confirmed interviews of the same guide (one where there are no more). Time: 100 interviews of 60 turns in
a process of its own, start included. A plain way has no confidence: its last columns say nothing.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

if TYPE_CHECKING:
    from pipeline.artefacts.anonymised import AnonymisedTranscript
    from pipeline.artefacts.guide import Guide
    from pipeline.evaluate.marked import MarkedInterview
    from pipeline.evaluate.themes import ThemeScores
    from pipeline.segment.cut import Method
    from pipeline.segment.evidence import Taught

INTERVIEWS = REPOSITORY / "tests" / "data" / "interviews"

SETS = {
    "D": ("D01", "D02", "D03", "D04", "D05", "D06"),
    "G": ("G01", "G02", "G03", "G04", "G05", "G06"),
    "H": ("H01", "H02", "H03"),
    "U": ("U01", "U02", "U03", "U04", "U05", "U06"),
    "V": ("V01", "V02", "V03", "V04"),
    "W": ("W01", "W02", "W03", "W04"),
}

#: What the method may be chosen on. G03 is G01 again in dialect.
CHOSEN_ON = (*SETS["D"], *SETS["G"], *SETS["H"])

#: How many interviews of how many turns are timed.
MANY, TURNS = 100, 60


@cache
def marked(name: str) -> MarkedInterview:
    """One marked interview."""
    from pipeline.evaluate.marked import read_marked

    return read_marked(INTERVIEWS / f"{name}.txt")


@cache
def text_of(name: str) -> AnonymisedTranscript:
    """Its text, de-identified."""
    from pipeline.evaluate.themes import replaced

    return replaced(marked(name))


@cache
def guides() -> Mapping[str, Guide]:
    """All guides that lie beside the interviews, by name."""
    from pipeline.segment.guide import read_guide

    paths = sorted(INTERVIEWS.glob("guide-*.yaml"))
    return {path.stem.removeprefix("guide-"): read_guide(path.read_bytes(), path.name) for path in paths}


def scores(
    names: Sequence[str],
    method: Method | None = None,
    taught: Callable[[str], Taught] | None = None,
) -> ThemeScores:
    """The figures of our proposals for these interviews."""
    from pipeline.evaluate.themes import score_themes
    from pipeline.segment.cut import segment

    return score_themes(
        [
            (
                marked(name),
                segment(
                    text_of(name),
                    guides()[marked(name).guide],
                    guide_digest="",
                    taught=taught(name) if taught else None,
                    method=method,
                ),
            )
            for name in names
        ],
        guides(),
    )


def plain(names: Sequence[str], propose: Callable[[str], Sequence[str]]) -> ThemeScores:
    """The figures of a way that gives each turn one theme."""
    from pipeline.evaluate.themes import Judged, main_themes, score_turns

    def judged(name: str) -> Iterator[Judged]:
        mains = main_themes(guides()[marked(name).guide])
        for turn, theme in zip(marked(name).turns, propose(name), strict=True):
            themes = turn.themes or ("-",)
            right = theme in themes
            main = mains.get(theme, theme) in {mains.get(one, one) for one in themes}
            yield Judged(themes, theme, right=right, main=main, top=right, confidence=0.0)

    return score_turns([tuple(judged(name)) for name in names])


def majority(name: str) -> Sequence[str]:
    """The theme that most turns of the interview have: no machine could know it."""
    counts = Counter((turn.themes or ("-",))[0] for turn in marked(name).turns)
    return [counts.most_common(1)[0][0]] * len(marked(name).turns)


def carried(name: str) -> Sequence[str]:
    """The theme of the guide's question that the interviewer's last turn is most like."""
    from pipeline.segment.cut import units_of
    from pipeline.segment.evidence import worded
    from pipeline.segment.scorers import SCORERS

    themes = worded(guides()[marked(name).guide])
    owners = [theme.id for theme in themes for _ in theme.texts]
    units = units_of(text_of(name))
    texts = [unit.text for unit in units] + [text for theme in themes for text in theme.texts]
    alike = sum(SCORERS.load(scorer)().likeness(texts) for scorer in ("lemmas", "spelling"))
    found: dict[int, str] = {}
    now = "-"
    for row, unit in enumerate(units):
        among = alike[row, len(units) :]
        if unit.asks and among.max() > 0:
            now = owners[int(among.argmax())]
        found.setdefault(unit.turn, now)
    return [found.get(index, now) for index in range(len(marked(name).turns))]


# ---------------------------------------------------------------------- cues, constants


def without() -> Mapping[str, Method]:
    """The method with one cue left out."""
    from pipeline.segment.cut import Method

    ours = Method()
    weights, order = ours.weights, ours.order
    even = replace(order, following=order.near, fading=1.0)
    return {
        "without lemmas": replace(ours, weights=replace(weights, scorers={**weights.scorers, "lemmas": 0.0})),
        "without spelling": replace(
            ours, weights=replace(weights, scorers={**weights.scorers, "spelling": 0.0})
        ),
        "without the question": replace(ours, weights=replace(weights, question=0.0, asked_content=0.0)),
        "without content": replace(ours, weights=replace(weights, content=0.0)),
        "without staying": replace(ours, order=replace(order, stay_asking=0.1, stay_answering=0.1)),
        "without the next": replace(ours, order=even),
        "without the place": replace(ours, order=replace(order, place=0.0)),
        "without any order": replace(ours, order=replace(even, place=0.0)),
        "without the edges": replace(ours, order=replace(order, edges=0.0)),
    }


#: Round numbers to begin with: nobody has looked at an interview.
ROUND = {
    "lemmas": 5.0,
    "spelling": 5.0,
    "question": 1.0,
    "asked_content": 1.0,
    "stay_asking": 0.5,
    "stay_answering": 0.9,
    "following": 0.3,
    "place": 0.5,
    "spread": 0.2,
    "edges": 1.0,
}


def method_of(values: Mapping[str, float]) -> Method:
    """The method with these constants."""
    from pipeline.segment.cut import Method

    ours = Method()
    weights = replace(
        ours.weights,
        scorers={**ours.weights.scorers, "lemmas": values["lemmas"], "spelling": values["spelling"]},
        question=values["question"],
        asked_content=values["asked_content"],
    )
    names = ("stay_asking", "stay_answering", "following", "place", "spread", "edges")
    return replace(ours, weights=weights, order=replace(ours.order, **{name: values[name] for name in names}))


def refitted(names: Sequence[str], rounds: int = 3) -> Mapping[str, float]:
    """Constants for these interviews, by coordinate ascent from round numbers."""

    def worth(values: Mapping[str, float]) -> float:
        found = scores(names, method_of(values))
        return found.turns + found.main / 2 - found.window_diff / 2

    values = dict(ROUND)
    best = worth(values)
    for step in range(rounds):
        by = 1 + 0.6 / (step + 1)
        for name in ROUND:
            for factor in (by, 1 / by):
                tried = values | {name: values[name] * factor}
                if name.startswith("stay"):  # in odds, so that it stays a probability
                    odds = values[name] / (1 - values[name]) * factor**2
                    tried[name] = odds / (1 + odds)
                if (now := worth(tried)) > best:
                    values, best = tried, now
    return values


def taught_for(names: Sequence[str]) -> Callable[[str], Taught]:
    """What is known after the two interviews of the same guide that follow in this set, as marked."""
    from pipeline.artefacts.span import Span
    from pipeline.artefacts.themed import Passage, ThemedTranscript
    from pipeline.segment.cut import taught_by

    def confirmed(name: str) -> tuple[AnonymisedTranscript, ThemedTranscript]:
        text, guide = text_of(name), guides()[marked(name).guide]
        passages = tuple(
            Passage(
                id=turn.id,
                spans=(Span(turn_id=turn.id, start=0, end=len(turn.text)),),
                themes=gold.themes,
                status="placed" if gold.themes else "outside",
                decided_by="a person",
            )
            for turn, gold in zip(text.turns, marked(name).turns, strict=True)
        )
        return text, ThemedTranscript(
            interview=text.interview, guide=guide.id, guide_digest="", text_digest="", passages=passages
        )

    def taught(name: str) -> Taught:
        guide = marked(name).guide
        at = names.index(name)
        others = [other for other in (*names[at + 1 :], *names[:at]) if marked(other).guide == guide][:2]
        return taught_by([confirmed(other) for other in others], guides()[guide])

    return taught


# ---------------------------------------------------------------------- the table


def table() -> None:
    """Print all figures."""
    from pipeline.segment import spoken

    print(
        f"{'':34} {'turns':>6} {'main':>6} {'top 3':>6} {'F1':>6} {'alpha':>6} {'Pk':>6} {'WD':>6}"
        f" {'half':>6} {'>=.8':>6} {'of':>8}"
    )
    for name, whole in SETS.items():
        show(f"{name} majority", plain(whole, majority))
        show(f"{name} carried", plain(whole, carried))
        show(f"{name} ours", scores(whole))
    for name in ("D", "G", "H", "U"):
        # G01–G03 are one interview in three written forms.
        names = tuple(one for one in SETS[name] if one not in ("G02", "G03"))
        show(f"{name} ours, taught", scores(names, taught=taught_for(names)))
    for guide in ("ledernettverk", "digitalisering"):
        here = [name for name in CHOSEN_ON if marked(name).guide == guide]
        others = [name for name in CHOSEN_ON if marked(name).guide != guide]
        show(f"{guide}: ours", scores(here))
        show(f"{guide}: round numbers", scores(here, method_of(ROUND)))
        show(f"{guide}: refitted without it", scores(here, method_of(refitted(others))))
    show("U round numbers", scores(SETS["U"], method_of(ROUND)))
    for label, method in without().items():
        for name in ("D", "U"):
            show(f"{name} {label}", scores(SETS[name], method))
    for label, attribute, nothing in (
        ("without introductions", "INTRODUCE", re.compile(r"(?!)")),
        ("without written forms", "WRITTEN", {}),
    ):
        with patch.object(spoken, attribute, nothing):
            for name in ("D", "U"):
                spoken.content_words.cache_clear()
                show(f"{name} {label}", scores(SETS[name]))
        spoken.content_words.cache_clear()


def rows() -> list[dict[str, Any]]:
    """Rows for `latest.json`: shares of turns with the right subtheme."""
    from run import row

    made = []
    for name in ("D", "U"):
        subject, ours = f"{SETS[name][0]}–{SETS[name][-1]}", scores(SETS[name]).turns
        for peer, way in (("the guide's question, carried on", carried), ("the commonest theme", majority)):
            values = (ours, plain(SETS[name], way).turns)
            made.append(row("themes", subject, peer, values, "share", more=True))
    return made


def show(label: str, found: ThemeScores) -> None:
    """Print one line of them."""
    print(
        f"{label:34} {found.turns:6.3f} {found.main:6.3f} {found.top:6.3f} {found.macro_f1:6.3f}"
        f" {found.alpha:6.3f} {found.pk:6.3f} {found.window_diff:6.3f} {found.sure_half:6.3f}"
        f" {found.sure:6.3f} {found.sure_count:>4}/{found.count}",
        flush=True,
    )


def calibrate(names: Sequence[str]) -> tuple[float, float]:
    """Slope and shift of Platt's scaling for these interviews: log odds of passages against being right."""
    import math

    import numpy as np
    from sklearn.linear_model import LogisticRegression

    from pipeline.evaluate.themes import judged, main_themes
    from pipeline.segment import confidence
    from pipeline.segment.cut import segment

    odds, right = [], []
    for name in names:
        guide = guides()[marked(name).guide]
        themed = segment(text_of(name), guide, guide_digest="", unplaced_below=0.0)
        for turn in judged(marked(name), themed, main_themes(guide)):
            sure = min(max(turn.confidence, 1e-3), 1 - 1e-3)
            odds.append((math.log(sure / (1 - sure)) - confidence.SHIFT) / confidence.SLOPE)
            right.append(turn.right)
    model = LogisticRegression(C=1e6).fit(np.array(odds)[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def hundred() -> None:
    """Propose for a hundred interviews of sixty turns, each with its words in another order."""
    from pipeline.segment.cut import segment

    for number in range(MANY):
        random = Random(number)  # noqa: S311 (an order of words, no secret)
        name = CHOSEN_ON[number % len(CHOSEN_ON)]
        text = text_of(name)
        turns = []
        for index in range(TURNS):
            turn = text.turns[index % len(text.turns)]
            words = turn.text.split()
            random.shuffle(words)
            turns.append(turn.model_copy(update={"id": f"t{index}", "text": " ".join(words)}))
        segment(
            text.model_copy(update={"turns": tuple(turns)}), guides()[marked(name).guide], guide_digest=""
        )


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--hundred", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.hundred:
        hundred()
    elif chosen.calibrate:
        for guide in ("ledernettverk", "digitalisering"):
            print(guide, "left out:", calibrate([one for one in CHOSEN_ON if marked(one).guide != guide]))
        print("all:", calibrate(CHOSEN_ON))
    else:
        table()
        began = time.perf_counter()
        subprocess.run([sys.executable, __file__, "--hundred"], check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{MANY} interviews of {TURNS} turns, start included: {time.perf_counter() - began:.1f} s,"
            f" {used.ru_utime + used.ru_stime:.1f} s of processor"
        )


if __name__ == "__main__":
    main()
