"""Scores as a table for people, as data for scripts, and the misses as a file for the study."""

from __future__ import annotations

from typing import Any

from pipeline.artefacts.finding import DIRECT, IdentifierType
from pipeline.evaluate.scores import Count, Scores
from pipeline.messages import say


def as_data(scores: Scores) -> dict[str, Any]:
    """What `renskriv evaluate --json` prints; no word of a text.

    Returns:
        `{"entities": {"direct", "quasi", TYPE: {"found", "all", "share"}}, "mentions": {TYPE: …},
        "over_redaction": …, "right_type": …, "confusions": [{"marked", "found", "times"}]}`.
    """
    return {
        "entities": {
            "direct": _data(scores.direct),
            "quasi": _data(scores.quasi),
            **{kind.value: _data(count) for kind, count in scores.entities.items()},
        },
        "mentions": {kind.value: _data(count) for kind, count in scores.mentions.items()},
        "over_redaction": _data(scores.words),
        "right_type": _data(scores.types),
        "confusions": [
            {"marked": marked.value, "found": found.value, "times": times}
            for marked, found, times in scores.confusions
        ],
    }


def _data(count: Count) -> dict[str, float | int]:
    return {"found": count.found, "all": count.all, "share": round(count.share, 4)}


def as_lines(scores: Scores) -> tuple[str, ...]:
    """The figures, a line each, in the language in use."""
    lines = [say("evaluate.head")]
    lines += [_row(kind.value, scores.entities[kind], count) for kind, count in scores.mentions.items()]
    quasi = set(IdentifierType) - DIRECT
    lines.append(_row(say("evaluate.direct"), scores.direct, scores.group(scores.mentions, DIRECT)))
    lines.append(_row(say("evaluate.quasi"), scores.quasi, scores.group(scores.mentions, quasi)))
    lines.append(
        say("evaluate.words", share=_percent(scores.words), hit=scores.words.found, all=scores.words.all)
    )
    lines.append(say("evaluate.types", share=_percent(scores.types)))
    lines += [
        say("evaluate.confusion", marked=marked.value, found=found.value, times=times)
        for marked, found, times in scores.confusions
    ]
    return tuple(lines)


def _row(name: str, entities: Count, mentions: Count) -> str:
    cells = (f"{count.found:>5}/{count.all:<4} {count.share:6.3f}" for count in (entities, mentions))
    return f"  {name:<12}" + "   ".join(cells)


def _percent(count: Count) -> str:
    return f"{100 * count.share:.1f}"


def misses_text(scores: Scores) -> str:
    """Every miss with its context, for a file inside the study: it quotes the interview."""
    return "".join(f"{m.interview}\t{m.turn}\t{m.type}\t{m.entity}\t{m.context}\n" for m in scores.misses)
