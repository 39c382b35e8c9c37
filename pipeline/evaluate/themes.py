"""How well proposed themes agree with those that people marked, turn by turn. Pure.

A turn's proposal is the main theme of the passage that covers most of the turn; of an unplaced passage it is
its likeliest theme. Stretches are runs of turns with the same main theme. Pk is Beeferman, Berger and
Lafferty's (1999), WindowDiff Pevzner and Hearst's (2002), alpha Krippendorff's (2011) for nominal data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn, Replacement
from pipeline.artefacts.guide import Guide
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.evaluate.marked import MarkedInterview, MarkedTurn
from pipeline.messages import say

#: Stands for no theme: what is outside the guide.
OUTSIDE = "-"

#: So many proposals are looked at; a confidence from here is a sure one.
TOP, SURE = 3, 0.8


@dataclass(frozen=True)
class Judged:
    """A turn: what is marked (main theme first), the proposal, and whether that holds.

    `right`: it is one of the marked themes; `main`: it lies under the same main theme as one of them; `top`:
    a marked theme is among the three likeliest; `confidence` is the passage's.
    """

    marked: tuple[str, ...]
    proposed: str
    right: bool
    main: bool
    top: bool
    confidence: float


@dataclass(frozen=True)
class ThemeScores:
    """The figures of some interviews, in [0, 1] except alpha; over all their turns unless said.

    `turns`, `main` and `top` are shares of turns, see `Judged`. `sure_half` is the share that is right of the
    half with the highest confidence; `sure` of the `sure_count` turns with a confidence of .8 or more.
    `macro_f1` (the mean over marked themes) and `alpha` are of the turns' main themes. `pk` and `window_diff`
    are means over interviews weighted by turns, 0 is best; `k` are the windows, in turns, an interview each.
    """

    interviews: int
    count: int
    turns: float
    main: float
    top: float
    macro_f1: float
    alpha: float
    pk: float
    window_diff: float
    sure_half: float
    sure: float
    sure_count: int
    k: tuple[int, ...]


def as_data(scores: ThemeScores) -> dict[str, Any]:
    """What `renskriv evaluate --themes --json` prints; no word of any interview."""
    data = asdict(scores)
    return {"themes": {name: round(one, 4) if isinstance(one, float) else one for name, one in data.items()}}


def as_lines(scores: ThemeScores) -> tuple[str, ...]:
    """The figures, a line each, in the language in use."""
    names = ("turns", "main", "top", "macro_f1", "alpha", "pk", "window_diff", "sure_half", "sure")
    said = {name: say(f"evaluate.themes.{name}") for name in names}
    width = max(map(len, said.values()))
    return (
        say("evaluate.themes.head", interviews=scores.interviews, turns=scores.count),
        *(f"  {said[name]:<{width}}  {getattr(scores, name):.3f}" for name in names),
        say("evaluate.themes.k", k=", ".join(str(one) for one in sorted(set(scores.k)))),
    )


def replaced(interview: MarkedInterview) -> AnonymisedTranscript:
    """The marked interview with its marks replaced by their type in brackets, as de-identified text is."""
    turns, replacements = [], []
    for number, turn in enumerate(interview.turns, 1):
        text, position = "", 0
        for mark in turn.marks:
            text += turn.text[position : mark.start]
            inserted = f"[{mark.type.value}]"
            replacements.append(
                Replacement(
                    turn_id=f"t{number}",
                    start=len(text),
                    end=len(text) + len(inserted),
                    type=mark.type,
                    replacement=inserted,
                )
            )
            text += inserted
            position = mark.end
        text += turn.text[position:]
        turns.append(AnonymisedTurn(id=f"t{number}", speaker=turn.speaker, role=turn.role, text=text))
    return AnonymisedTranscript(
        interview=interview.verified().interview,
        language=interview.language,
        text_digest="",
        turns=tuple(turns),
        replacements=tuple(replacements),
    )


def score_themes(
    interviews: Iterable[tuple[MarkedInterview, ThemedTranscript]], guides: Mapping[str, Guide] | None = None
) -> ThemeScores:
    """Compare proposals with marks.

    Args:
        interviews: marked interviews, each with the proposals for its text (turn number n is `tn`).
        guides: by the names in the interviews' headers; where one is missing, an id's main theme is what
            stands before its first full stop.
    """
    guides = guides or {}
    return score_turns(
        [
            judged(marked, themed, main_themes(guides[marked.guide]) if marked.guide in guides else {})
            for marked, themed in interviews
        ]
    )


def main_themes(guide: Guide) -> dict[str, str]:
    """The theme that each theme and subtheme of the guide belongs to, by ids."""
    return {one.id: theme.id for theme in guide.themes for one in (theme, *theme.subthemes)}


def judged(
    marked: MarkedInterview, themed: ThemedTranscript, mains: Mapping[str, str] | None = None
) -> tuple[Judged, ...]:
    """Each marked turn that has text, beside its proposals; `mains` as `main_themes` gives them."""
    return tuple(
        _judged(turn, _covering(f"t{number}", themed.passages), mains or {})
        for number, turn in enumerate(marked.turns, 1)
        if turn.text
    )


def _covering(turn_id: str, passages: Sequence[Passage]) -> Passage | None:
    """The passage that covers most of a turn; the first of several."""

    def covers(passage: Passage) -> int:
        return sum(span.end - span.start for span in passage.spans if span.turn_id == turn_id)

    best = max(passages, key=covers, default=None)
    return best if best is not None and covers(best) else None


def _judged(turn: MarkedTurn, passage: Passage | None, mains: Mapping[str, str]) -> Judged:
    marked = turn.themes or (OUTSIDE,)
    if passage is None:
        return Judged(marked, "", right=False, main=False, top=False, confidence=0.0)
    first = (OUTSIDE,) if passage.status == "outside" else passage.themes[:1]
    ranked = tuple(dict.fromkeys((*first, *(one.theme for one in passage.candidates))))
    proposed = ranked[0] if ranked else ""
    under = {mains.get(one, one.partition(".")[0]) for one in marked}
    return Judged(
        marked,
        proposed,
        right=proposed in marked,
        main=mains.get(proposed, proposed.partition(".")[0]) in under,
        top=bool({*marked} & {*ranked[:TOP]}),
        confidence=passage.confidence,
    )


def score_turns(interviews: Sequence[Sequence[Judged]]) -> ThemeScores:
    """The figures of interviews whose turns have been laid beside their proposals."""
    turns = [turn for interview in interviews for turn in interview]
    marked = [[turn.marked[0] for turn in interview] for interview in interviews]
    proposed = [[turn.proposed for turn in interview] for interview in interviews]
    windows = tuple(window(one) for one in marked)
    sizes = [len(one) for one in marked]
    both = list(zip(marked, proposed, windows, strict=True))
    surest = sorted(turns, key=lambda turn: -turn.confidence)[: len(turns) // 2]
    sure = [turn for turn in turns if turn.confidence >= SURE]
    labels = [(turn.marked[0], turn.proposed) for turn in turns]
    return ThemeScores(
        interviews=len(interviews),
        count=len(turns),
        turns=_share([turn.right for turn in turns]),
        main=_share([turn.main for turn in turns]),
        top=_share([turn.top for turn in turns]),
        macro_f1=macro_f1([a for a, _ in labels], [b for _, b in labels]),
        alpha=alpha(labels),
        pk=_mean([pk(*one) for one in both], sizes),
        window_diff=_mean([window_diff(*one) for one in both], sizes),
        sure_half=_share([turn.right for turn in surest]),
        sure=_share([turn.right for turn in sure]),
        sure_count=len(sure),
        k=windows,
    )


def _share(values: Sequence[bool]) -> float:
    """1 where there is nothing to be wrong about."""
    return sum(values) / len(values) if values else 1.0


def _mean(values: Sequence[float], weights: Sequence[int]) -> float:
    total = sum(weights)
    return (
        sum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else 0.0
    )


# ---------------------------------------------------------------------- measures


def window(marked: Sequence[str]) -> int:
    """Half the mean length of a marked stretch in turns, rounded; 2 or more, less than the interview."""
    stretches = 1 + _edges(marked).count("1")
    return max(1, min(max(2, round(len(marked) / stretches / 2)), len(marked) - 1))


def pk(marked: Sequence[str], proposed: Sequence[str], k: int) -> float:
    """The share of windows of `k` places between turns in which only one of the two has a border."""
    return _windows(marked, proposed, k, most=1)


def window_diff(marked: Sequence[str], proposed: Sequence[str], k: int) -> float:
    """The share of windows of `k` places between turns in which the two do not have as many borders."""
    return _windows(marked, proposed, k, most=k)


def _edges(themes: Sequence[str]) -> str:
    """A "1" for every turn after which the theme changes, else "0"; one shorter than the turns."""
    return "".join("1" if here != there else "0" for here, there in pairwise(themes))


def _windows(marked: Sequence[str], proposed: Sequence[str], k: int, *, most: int) -> float:
    """The share of windows of `k` places in which borders, of which at most `most` are seen, differ."""
    these, those = _edges(marked), _edges(proposed)
    starts = range(len(these) - k + 1)
    if not starts:
        return 0.0
    differ = sum(
        min(these.count("1", at, at + k), most) != min(those.count("1", at, at + k), most) for at in starts
    )
    return differ / len(starts)


def macro_f1(marked: Sequence[str], proposed: Sequence[str]) -> float:
    """The mean of F1 over the marked values; 1 for none."""
    a, b = Counter(marked), Counter(proposed)
    both = Counter(one for one, other in zip(marked, proposed, strict=True) if one == other)
    return sum(2 * both[one] / (count + b[one]) for one, count in a.items()) / len(a) if a else 1.0


def alpha(pairs: Sequence[tuple[str, str]]) -> float:
    """Krippendorff's alpha, nominal, two coders, nothing missing; 1 where all values are the same."""
    values = Counter(value for pair in pairs for value in pair)
    n = values.total()
    expected = n * n - sum(count * count for count in values.values())
    return 1 - 2 * sum(a != b for a, b in pairs) * (n - 1) / expected if expected else 1.0
