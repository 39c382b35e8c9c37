"""What speaks for each theme: units of talk compared with what the guide says and people have confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.artefacts.guide import Guide, Topic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.segment.scorers.base import Matrix, Scorer

    Owners = NDArray[np.int64]

#: What talk is about that the guide does not ask for; no id of a guide can be this.
OUTSIDE = "-"

#: What is said around an interview, in both written forms: our own words, for any study.
AROUND = (
    "Takk for at du tok deg tid, og velkommen. Da er opptaket i gang, jeg setter på båndopptakeren.",
    "Alt blir anonymisert og behandlet konfidensielt, du kan trekke deg når du vil, samtykke, skjema.",
    "Er det noe du vil legge til før vi avslutter? Da er vi gjennom, tusen takk for praten, lykke til.",
    "Takk for at du tok deg tid, velkomen. No er opptaket i gang, eg set på bandopptakaren.",
    "Alt blir anonymisert, du kan trekkje deg når du vil. Er det noko du vil leggje til? Tusen takk.",
    "Bare hyggelig. Vil du ha kaffe? Ha en fin dag. Jeg sender deg utskriften. Ring om det er noe.",
)


@dataclass(frozen=True)
class Unit:
    """A stretch `[start, end)` of a turn that is about one thing: a turn, or a part of a long one.

    `turn` is the turn's index; `asks`: the interviewer says it; `opens`: so, and it has content, unlike a
    probe («Kan du si litt om det?», «Mhm»).
    """

    turn: int
    start: int
    end: int
    asks: bool
    opens: bool
    text: str = field(repr=False)


@dataclass(frozen=True)
class Worded:
    """A theme as the guide words it."""

    id: str
    title: str
    questions: tuple[str, ...]
    key_words: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that the guide says of it."""
        return tuple(text for text in (self.title, *self.questions, *self.key_words) if text)


def worded(guide: Guide) -> tuple[Worded, ...]:
    """The guide's subthemes in order (a theme that asks for itself is one), and what lies outside, last."""
    topics: list[Topic] = []
    for theme in guide.themes:
        if theme.questions or not theme.subthemes:
            topics.append(theme)
        topics += theme.subthemes
    themes = [Worded(one.id, one.title, (*one.questions, *one.probes), one.key_words) for one in topics]
    return (*themes, Worded(OUTSIDE, "", AROUND))


@dataclass(frozen=True)
class Taught:
    """Passages that people have confirmed in the study, and the theme of each (`OUTSIDE` for none)."""

    passages: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Weights:
    """How much each cue counts, in logarithms of odds for a cosine of 1; 0 leaves a cue out.

    Chosen on D01–D06, G and H, for two guides and all four written forms alike (benchmarks/themes.py shows
    what each is worth, and that guides left out fare as well).
    """

    scorers: Mapping[str, float] = field(
        default_factory=lambda: {"lemmas": 4.5, "spelling": 9.5, "embeddings": 8.0}
    )
    question: float = 1.0
    content: float = 1.0
    asked_content: float = 0.5
    taught: float = 0.57


@dataclass(frozen=True)
class Evidence:
    """Logarithms of odds, up to a constant for each unit: `(units, themes)`, in all and cue by cue.

    `question` says which text of a theme an interviewer's unit is most like: `(units, themes)`, the text's
    index among `Worded.texts`.
    """

    total: Matrix
    asked: Matrix
    said: Matrix
    learnt: Matrix
    question: Owners


def evidence(
    units: Sequence[Unit],
    themes: Sequence[Worded],
    taught: Taught,
    scorers: Mapping[str, Scorer],
    weights: Weights,
) -> Evidence:
    """Compare every unit with every theme.

    An interviewer's unit is compared with each question of a theme, and the most alike counts; any unit is
    compared with all that the guide says of a theme together, and with what people have confirmed of it.
    """
    import numpy as np

    owner = np.array([k for k, theme in enumerate(themes) for _ in theme.texts])
    known = {theme.id: k for k, theme in enumerate(themes)}
    confirmed = [(text, known[theme]) for text, theme in taught.passages if theme in known]
    learnt_owner = np.array([k for _, k in confirmed], dtype=np.int64)
    n, m, count = len(units), len(owner), len(themes)
    texts = [unit.text for unit in units]
    texts += [text for theme in themes for text in theme.texts]
    texts += [text for text, _ in confirmed]
    asks = np.array([unit.asks for unit in units])

    asked, said, learnt = np.zeros((n, count)), np.zeros((n, count)), np.zeros((n, count))
    alike = np.zeros((n, m))
    for name, scorer in scorers.items():
        weight = weights.scorers[name]
        cosines = scorer.likeness(texts)
        alike += weight * cosines[:n, n : n + m]
        said += weight * _mean(cosines, n, slice(n, n + m), owner, count)
        learnt += weight * _mean(cosines, n, slice(n + m, None), learnt_owner, count)
    question = np.zeros((n, count), dtype=np.int64)
    for k in range(count):
        own = alike[:, owner == k]
        asked[:, k], question[:, k] = own.max(axis=1), own.argmax(axis=1)
    asked *= weights.question * asks[:, None]
    said *= np.where(asks, weights.asked_content, weights.content)[:, None]
    learnt *= weights.taught
    return Evidence(asked + said + learnt, asked, said, learnt, question)


def _mean(cosines: Matrix, n: int, others: slice, owner: Owners, count: int) -> Matrix:
    """The cosine of each unit with the mean of each theme's texts, from the cosines between all texts."""
    import numpy as np

    found = np.zeros((n, count))
    if not len(owner):
        return found
    with_units, among = cosines[:n, others], cosines[others, others]
    for k in range(count):
        own = owner == k
        if own.any():
            length = np.sqrt(max(float(among[np.ix_(own, own)].sum()), 1e-9))
            found[:, k] = with_units[:, own].sum(axis=1) / length
    return found
