"""How well proposed themes agree with those that people marked, turn by turn. Pure.

A turn's proposal is the main theme of the passage that covers most of the turn; of an unplaced passage it is
its likeliest theme. Marked and proposed stretches are runs of turns with the same main theme. Pk is
Beeferman, Berger and Lafferty's (1999), WindowDiff Pevzner and Hearst's (2002), alpha Krippendorff's (2011)
for nominal data.
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
from pipeline.evaluate.scores import Count
from pipeline.messages import say

#: Stands for no theme: what is outside the guide.
OUTSIDE = "-"

#: So many proposals are looked at; a confidence from here is a sure one.
TOP, SURE = 3, 0.8


@dataclass(frozen=True)
class ScoredTurn:
    """One turn: its marked themes, main theme first, and what was proposed, likeliest first.

    `right_main`: the first proposal lies under the main theme of one that is marked.
    """

    marked: tuple[str, ...]
    proposed: tuple[str, ...]
    confidence: float = 0.0
    right_main: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the first proposal is one of the marked themes."""
        return self.proposed[:1] != () and self.proposed[0] in self.marked


@dataclass(frozen=True)
class ThemeScores:
    """The figures over all turns of the interviews.

    `turns`: the proposal is one of the marked themes; `main`: their main themes are the same; `top`: one of
    the first three proposals is marked; `sure`: right of those with a confidence of .8 or more; `sure_half`:
    right of the half with the highest confidence. `macro_f1` is the mean over all marked themes of F1 on the
    turns' first themes; `alpha` is of the same, None where nothing varies. `pk` and `window_diff` are
    means over interviews weighted by turns, each with a window of `k` turns, half its mean marked stretch; 0
    is best.
    """

    turns: Count
    main: Count
    top: Count
    sure: Count
    sure_half: Count
    macro_f1: float
    alpha: float | None
    pk: float
    window_diff: float
    k: tuple[int, ...]


def as_data(scores: ThemeScores) -> dict[str, Any]:
    """What `renskriv evaluate --themes --json` prints; no word of any interview."""
    counts = {name: count for name, count in vars(scores).items() if isinstance(count, Count)}
    return asdict(scores) | {
        name: {"found": count.found, "all": count.all, "share": round(count.share, 4)}
        for name, count in counts.items()
    }


def as_lines(scores: ThemeScores) -> tuple[str, ...]:
    """The figures, a line each, in the language in use."""
    rows: list[tuple[str, float | None, str]] = [
        (name, count.share, f"   {count.found}/{count.all}")
        for name, count in (
            ("turns", scores.turns),
            ("main", scores.main),
            ("top", scores.top),
            ("sure_half", scores.sure_half),
            ("sure", scores.sure),
        )
    ]
    rows += [(name, getattr(scores, name), "") for name in ("macro_f1", "alpha", "pk", "window_diff")]
    names = {name: say(f"evaluate.themes.{name}") for name, _, _ in rows}
    width = max(map(len, names.values()))
    return (
        say("evaluate.themes.head", interviews=len(scores.k), turns=scores.turns.all),
        *(
            f"  {names[name]:<{width}}  {'–' if value is None else f'{value:.3f}'}{of}"
            for name, value, of in rows
        ),
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
    scored = []
    for marked, themed in interviews:
        guide = (guides or {}).get(marked.guide)
        scored.append(scored_turns(marked, themed, main_themes(guide) if guide else {}))
    return score_turns(scored)


def main_themes(guide: Guide) -> dict[str, str]:
    """The theme that each theme and subtheme of the guide belongs to, by ids."""
    return {one.id: theme.id for theme in guide.themes for one in (theme, *theme.subthemes)}


def scored_turns(
    marked: MarkedInterview, themed: ThemedTranscript, mains: Mapping[str, str]
) -> tuple[ScoredTurn, ...]:
    """Each marked turn that has text, with its proposals; `mains` as `main_themes` gives them."""
    return tuple(
        _scored(turn, _covering(f"t{number}", themed.passages), mains)
        for number, turn in enumerate(marked.turns, 1)
        if turn.text
    )


def _covering(turn_id: str, passages: Sequence[Passage]) -> Passage | None:
    """The passage that covers most of a turn; the first of several."""

    def covers(passage: Passage) -> int:
        return sum(span.end - span.start for span in passage.spans if span.turn_id == turn_id)

    best = max(passages, key=covers, default=None)
    return best if best is not None and covers(best) else None


def _scored(turn: MarkedTurn, passage: Passage | None, mains: Mapping[str, str]) -> ScoredTurn:
    marked = turn.themes or (OUTSIDE,)
    if passage is None:
        return ScoredTurn(marked, ())
    first = (OUTSIDE,) if passage.status == "outside" else passage.themes
    ranked = tuple(dict.fromkeys((*first[:1], *(one.theme for one in passage.candidates))))
    under = {mains.get(one, one.partition(".")[0]) for one in marked}
    right_main = any(mains.get(one, one.partition(".")[0]) in under for one in ranked[:1])
    return ScoredTurn(marked, ranked, passage.confidence, right_main)


def score_turns(interviews: Sequence[Sequence[ScoredTurn]]) -> ThemeScores:
    """The figures of interviews whose turns have been laid beside their proposals."""
    turns = [turn for interview in interviews for turn in interview]
    labels = [[(turn.marked[0], _first(turn)) for turn in interview] for interview in interviews]
    all_labels = [pair for pairs in labels for pair in pairs]
    sizes = [len(pairs) for pairs in labels]
    windows = tuple(half_stretch([a for a, _ in pairs]) for pairs in labels)
    both = [(edges([a for a, _ in pairs]), edges([b for _, b in pairs])) for pairs in labels]
    surest = sorted(turns, key=lambda turn: -turn.confidence)[: len(turns) // 2]
    return ThemeScores(
        turns=_right(turns),
        main=Count(sum(turn.right_main for turn in turns), len(turns)),
        top=Count(sum(bool({*turn.marked} & {*turn.proposed[:TOP]}) for turn in turns), len(turns)),
        sure=_right([turn for turn in turns if turn.confidence >= SURE]),
        sure_half=_right(surest),
        macro_f1=macro_f1(all_labels),
        alpha=alpha(all_labels),
        pk=_mean([pk(a, b, k) for (a, b), k in zip(both, windows, strict=True)], sizes),
        window_diff=_mean([window_diff(a, b, k) for (a, b), k in zip(both, windows, strict=True)], sizes),
        k=windows,
    )


def _first(turn: ScoredTurn) -> str:
    return (turn.proposed or ("",))[0]


def _right(turns: Sequence[ScoredTurn]) -> Count:
    return Count(sum(turn.is_right for turn in turns), len(turns))


def _mean(values: Sequence[float], weights: Sequence[int]) -> float:
    total = sum(weights)
    return (
        sum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else 0.0
    )


def half_stretch(marked: Sequence[str]) -> int:
    """Half the mean length of a marked stretch in turns, rounded; at least 2, less than the interview."""
    if not marked:
        return 0
    stretches = 1 + edges(marked).count("1")
    return max(1, min(max(2, round(len(marked) / stretches / 2)), len(marked) - 1))


def edges(themes: Sequence[str]) -> str:
    """A "1" for every turn after which the theme changes, else "0"; one shorter than the turns."""
    return "".join("1" if here != there else "0" for here, there in pairwise(themes))


def pk(marked: str, proposed: str, k: int) -> float:
    """The share of windows of `k` places between turns in which only one of the two has an edge."""
    return _windows(marked, proposed, k, most=1)


def window_diff(marked: str, proposed: str, k: int) -> float:
    """The share of windows of `k` places between turns in which the two do not have as many edges."""
    return _windows(marked, proposed, k, most=k)


def _windows(marked: str, proposed: str, k: int, *, most: int) -> float:
    """The share of windows of `k` places in which the edges, of which at most `most` are seen, differ."""
    starts = range(len(marked) - k + 1)
    if not starts or not k:
        return 0.0

    def seen(edges: str, at: int) -> int:
        return min(edges.count("1", at, at + k), most)

    return sum(seen(marked, at) != seen(proposed, at) for at in starts) / len(starts)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean of F1 over the marked values; pairs are (marked, proposed)."""
    marked, proposed = (
        (Counter(side) for side in zip(*pairs, strict=True)) if pairs else (Counter(), Counter())
    )
    both = Counter(a for a, b in pairs if a == b)
    return sum(2 * both[one] / (count + proposed[one]) for one, count in marked.items()) / max(1, len(marked))


def alpha(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha, nominal, two coders, nothing missing; None where all values are the same."""
    values = Counter(value for pair in pairs for value in pair)
    n = values.total()
    expected = n * n - sum(count * count for count in values.values())
    return 1 - 2 * sum(a != b for a, b in pairs) * (n - 1) / expected if expected else None
