"""How far the interviews cover the guide: what was asked, how much was said of it, and by whom.

Kvale & Brinkmann (Interview, chapter 8) measure an interview's quality by short questions and long answers,
so talk is counted for interviewer and respondent, theme by theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.guide import Guide, Topic
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.messages import say
from pipeline.segment.spoken import content_lemmas
from pipeline.segment.wording import bag, cosine, nearest, rarity

#: Stand where an id of a theme does: outside the guide, unplaced, and the interview as a whole.
OUTSIDE, UNPLACED, ALL = "-", "?", "*"

#: asked: nearly as it stands in the guide; rephrased: in other words; skipped: not that could be seen;
#: not_meant: the guide has it for other groups.
How = Literal["asked", "rephrased", "skipped", "not_meant"]

#: How alike a question of the interviewer and one of the guide must be (cosine of their lemmas), where the
#: talk around it is about the same theme, and where it is about another.
SAME_THEME: Mapping[How, float] = {"asked": 0.6, "rephrased": 0.3}
OTHER_THEME: Mapping[How, float] = {"asked": 0.8, "rephrased": 0.6}

#: What an interviewer says is one guide question's, and those that fit it nearly as well.
NEARLY = 0.9


@dataclass(frozen=True)
class Asked:
    """Whether a question of the guide was asked in an interview, in which turn, and how alike it was."""

    interview: str
    theme: str
    question: str
    how: How
    turn: str | None = None
    likeness: float = 0.0


@dataclass(frozen=True)
class Talk:
    """How much of an interview is about a theme.

    `passages` have it, or a subtheme of it, as one of their themes; what they cover counts for each of them,
    so that themes add up to more than the interview. Times are
    milliseconds, None where any of the turns has none; a turn's time is shared out by its characters.
    """

    interview: str
    theme: str
    passages: int
    interviewer_words: int
    respondent_words: int
    interviewer_ms: int | None
    respondent_ms: int | None

    @property
    def respondents_share(self) -> float | None:
        """The respondent's part of the talk, by time where there is sound and else by words."""
        mine, theirs = self.respondent_ms, self.interviewer_ms
        if mine is None or theirs is None:
            mine, theirs = self.respondent_words, self.interviewer_words
        return mine / (mine + theirs) if mine + theirs else None


@dataclass(frozen=True)
class Coverage:
    """What the interviews cover of the guide; `titles` are the themes' by id, in the guide's order."""

    interviews: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    talk: tuple[Talk, ...]
    groups: tuple[tuple[str, str], ...] = field(default=())

    def of(self, interview: str, theme: str) -> Talk | None:
        """How much of this interview is about this theme; None where nothing is."""
        return next((one for one in self.talk if (one.interview, one.theme) == (interview, theme)), None)

    def data(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "interviews": [
                {"interview": one, "group": dict(self.groups).get(one, "")} for one in self.interviews
            ],
            "themes": [{"theme": theme, "title": title} for theme, title in self.titles],
            "questions": [asdict(one) for one in self.asked],
            "talk": [asdict(one) | {"respondents_share": one.respondents_share} for one in self.talk],
        }

    def lines(self) -> tuple[str, ...]:
        """As lines to read: theme by theme, then the questions that were skipped somewhere."""
        return (*self._themes(), "", *self._skipped())

    def _themes(self) -> Iterator[str]:
        yield say("coverage.themes", interviews=len(self.interviews))
        others = ((OUTSIDE, say("coverage.outside")), (UNPLACED, say("coverage.unplaced")))
        for theme, title in (*self.titles, *others):
            rows = [one for one in self.talk if one.theme == theme]
            if not rows and theme in (OUTSIDE, UNPLACED):
                continue
            shares = [share for one in rows if (share := one.respondents_share) is not None]
            words = sum(one.respondent_words for one in rows)
            yield say(
                "coverage.theme" if shares else "coverage.silent",
                name=title if theme in (OUTSIDE, UNPLACED) else f"{theme} {title}",
                interviews=len(rows),
                all=len(self.interviews),
                passages=sum(one.passages for one in rows),
                words=words,
                percent=round(100 * sum(shares) / len(shares)) if shares else 0,
            )

    def _skipped(self) -> Iterator[str]:
        questions = dict.fromkeys((one.theme, one.question) for one in self.asked)
        for theme, question in questions:
            rows = [one for one in self.asked if (one.theme, one.question) == (theme, question)]
            missing = [one.interview for one in rows if one.how == "skipped"]
            if missing:
                yield say(
                    "coverage.missing",
                    theme=theme,
                    question=question,
                    count=len(missing),
                    all=sum(one.how != "not_meant" for one in rows),
                    interviews=", ".join(missing),
                )


def coverage(
    guide: Guide,
    interviews: Sequence[tuple[AnonymisedTranscript, ThemedTranscript]],
    respondents: Iterable[Respondent] = (),
) -> Coverage:
    """What these interviews cover of the guide.

    Args:
        guide: the guide.
        interviews: each text with its passages.
        respondents: their groups, as some questions are for some groups.
    """
    groups = {one.interview: one.group for one in respondents}
    topics = tuple(topic for theme in guide.themes for topic in (theme, *theme.subthemes))
    above = {part.id: theme.id for theme in guide.themes for part in theme.subthemes}
    questions = _Questions(topics)
    return Coverage(
        interviews=tuple(text.interview for text, _ in interviews),
        titles=tuple((topic.id, topic.title) for topic in topics),
        asked=tuple(
            one
            for text, themed in interviews
            for one in questions.asked(text, themed, groups.get(text.interview, ""))
        ),
        talk=tuple(one for text, themed in interviews for one in talk(text, themed, above)),
        groups=tuple((name, group) for name, group in groups.items() if group),
    )


# ---------------------------------------------------------------------- questions


class _Questions:
    """The guide's questions, and how to know them when they are asked."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self.all = [(topic, question) for topic in topics for question in topic.questions]
        words = [content_lemmas(question) for _, question in self.all]
        self.weights = rarity(words)
        self.bags = [bag(one, self.weights) for one in words]
        self.unknown = max(self.weights.values(), default=1.0)
        self.met: dict[str, str] = {}

    def asked(self, text: AnonymisedTranscript, themed: ThemedTranscript, group: str) -> Iterator[Asked]:
        """All questions of the guide, each with the turn in which it was asked, if any."""
        best: dict[int, tuple[float, bool, str]] = {}
        themes = _themes_of_turns(themed.passages)
        for turn in text.turns:
            if turn.role == "interviewer":
                for index, alike in self._fitting(turn.text):
                    topic = self.all[index][0]
                    found = (alike, topic.id in themes.get(turn.id, ()), turn.id)
                    before = best.get(index)
                    if before is None or (_how(*found[:2]) != "skipped", found[1], alike) > (
                        _how(*before[:2]) != "skipped",
                        before[1],
                        before[0],
                    ):
                        best[index] = found
        for index, (topic, question) in enumerate(self.all):
            alike, same, where = best.get(index, (0.0, False, ""))
            how = _how(alike, same)
            if how != "skipped":
                yield Asked(text.interview, topic.id, question, how, where, round(alike, 2))
            else:
                meant = not topic.asked or group in topic.asked
                yield Asked(text.interview, topic.id, question, "skipped" if meant else "not_meant")

    def _known(self, word: str) -> str:
        if word not in self.met:
            self.met[word] = nearest(word, self.weights)
        return self.met[word]

    def _fitting(self, said: str) -> Iterator[tuple[int, float]]:
        """For each sentence the guide question that is most like it, and those that nearly are."""
        for sentence in re.split(r"(?<=[.?!…])\s+", said):
            words = tuple(self._known(word) for word in content_lemmas(sentence))
            said_here = bag(words, {word: self.weights.get(word, self.unknown) for word in words})
            alike = [cosine(said_here, question) for question in self.bags]
            most = max(alike, default=0.0)
            if most:
                yield from (
                    (index, one) for index, one in enumerate(alike) if one >= NEARLY * most and one > 0
                )


def _how(alike: float, same_theme: bool) -> How:
    limits = SAME_THEME if same_theme else OTHER_THEME
    return next((how for how, least in limits.items() if alike >= least), "skipped")


def _themes_of_turns(passages: Iterable[Passage]) -> Mapping[str, set[str]]:
    """Which themes the talk in a turn, or the answer to it, is about."""
    found: dict[str, set[str]] = {}
    for passage in passages:
        for span in (*passage.spans, *((passage.question,) if passage.question else ())):
            found.setdefault(span.turn_id, set()).update(passage.themes)
    return found


# ---------------------------------------------------------------------- talk


def talk(
    text: AnonymisedTranscript, themed: ThemedTranscript, above: Mapping[str, str] | None = None
) -> Iterator[Talk]:
    """How much of one interview is about each theme, outside the guide, unplaced, and in all.

    Args:
        text: the interview.
        themed: its passages.
        above: which theme each subtheme is a part of.
    """
    parents = above or {}
    by_theme: dict[str, list[Passage]] = {}
    for passage in themed.passages:
        themes = passage.themes or (OUTSIDE if passage.status == "outside" else UNPLACED,)
        for theme in dict.fromkeys((*themes, *(parents[one] for one in themes if one in parents))):
            by_theme.setdefault(theme, []).append(passage)
    by_theme[ALL] = list(themed.passages)
    for theme, passages in by_theme.items():
        covered = _covered(span for passage in passages for span in passage.spans)
        said = [(turn, covered[turn.id]) for turn in text.turns if turn.id in covered]
        yield Talk(
            text.interview,
            theme,
            len(passages),
            *(
                sum(_words(turn.text, places) for turn, places in said if turn.role == role)
                for role in ("interviewer", "respondent")
            ),
            *(
                _time([(turn, places) for turn, places in said if turn.role == role])
                for role in ("interviewer", "respondent")
            ),
        )


def _covered(spans: Iterable[Span]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = {}
    for span in spans:
        found.setdefault(span.turn_id, set()).update(range(span.start, span.end))
    return found


def _words(text: str, places: set[int]) -> int:
    return sum(word.start() in places for word in re.finditer(r"\S+", text))


def _time(said: Sequence[tuple[AnonymisedTurn, set[int]]]) -> int | None:
    total = 0.0
    for turn, places in said:
        if turn.start_ms is None or turn.end_ms is None:
            return None
        total += (turn.end_ms - turn.start_ms) * len(places) / max(1, len(turn.text))
    return round(total)
