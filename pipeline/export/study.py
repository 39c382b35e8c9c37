"""What an export is given: only text that was de-identified and themed can be put into it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pipeline.artefacts.anonymised import AnonymisedTranscript, Profile
from pipeline.artefacts.guide import Guide, Theme
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.themed import Code, Passage, ThemedTranscript
from pipeline.artefacts.transcript import Language
from pipeline.messages import say_in

#: avidentifisert as long as key, originals or recordings exist; anonymisert only when whoever exports knows
#: that they are gone and that the risk report was signed.
State = Literal["deidentified", "anonymous"]

#: Coding tools whose importers want something of their own.
Tool = Literal["nvivo", "maxqda", "atlas.ti", "qualcoder"]

#: All ids in files are made from neutral names in this space, so that a second export has the same ids.
_SPACE = uuid.UUID("6f0d0d0b-3c55-5e0a-9a3a-0d9a5f1f8c11")


@dataclass(frozen=True)
class Options:
    """For which tool a file is made (None: for all), and whether it carries time codes."""

    for_tool: Tool | None = None
    times: bool = False


@dataclass(frozen=True)
class ExportInterview:
    """One interview: its text, its themes, and what is told of the respondent.

    `reviewed`: people have decided what was replaced in it, and signed where anybody signs.

    Raises:
        ValueError: text, themes and respondent are not of one interview and one edition.
    """

    transcript: AnonymisedTranscript
    themed: ThemedTranscript
    respondent: Respondent
    reviewed: bool = False

    def __post_init__(self) -> None:
        names = {self.transcript.interview, self.themed.interview, self.respondent.interview}
        if len(names) > 1 or self.transcript.text_digest != self.themed.text_digest:
            raise ValueError("text, themes and respondent are not of one interview and one edition")
        lengths = {turn.id: len(turn.text) for turn in self.transcript.turns}
        spans = (span for passage in self.themed.passages for span in passage.spans)
        if any(span.end > lengths.get(span.turn_id, -1) for span in spans):
            raise ValueError("a passage reaches beyond the text")

    @property
    def id(self) -> str:
        """The neutral id."""
        return self.transcript.interview

    @property
    def label(self) -> str:
        """How quotes are marked ("en rektor")."""
        return self.respondent.label.strip() or say_in("nb", "export.somebody")


@dataclass(frozen=True)
class Agreed:
    """How far two who coded blind agree about one theme (or "-", outside the guide): there or not there.

    `kappa` is Cohen's, None where chance alone would agree fully; `first`, `second` and `both` are the turns
    in which the first, the second and both of them have it.
    """

    theme: str
    kappa: float | None
    first: int
    second: int
    both: int


@dataclass(frozen=True)
class Coders:
    """How far two who coded blind agree: over how many turns, theme by theme, without who they are.

    `same` is the share of turns with the same main theme, `alpha` Krippendorff's over main themes, None where
    nothing varies.
    """

    turns: int
    same: float
    alpha: float | None
    themes: tuple[Agreed, ...]


@dataclass(frozen=True)
class ExportStudy:
    """A study as it leaves: what every format is given, and nothing else.

    `names` says what each theme, subtheme and own code is called in coding tools, by id: unique, numbered, at
    most 63 characters. `questions` are the research questions by id; `frame` is what readers know anyway;
    `coders` is how far two agreed, where two have coded blind.

    Raises:
        ValueError: a passage has a theme or a code without a name, or no interview is given twice.
    """

    title: str = field(repr=False)
    language: Language
    guide: Guide = field(repr=False)
    guide_digest: str
    codes: tuple[Code, ...] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    interviews: tuple[ExportInterview, ...] = field(repr=False)
    profile: Profile = "work"
    state: State = "deidentified"
    frame: tuple[str, ...] = field(default=(), repr=False)
    questions: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    coders: Coders | None = None

    def __post_init__(self) -> None:
        used = {
            one
            for interview in self.interviews
            for passage in interview.themed.passages
            for one in of(passage)
        }
        tree = {node.id for root in self.tree() for node in root.walk()}
        if not used | tree <= self.names.keys() or not used <= tree:
            raise ValueError("a theme or a code is not in the guide or has no name")
        if len({one.id for one in self.interviews}) < len(self.interviews):
            raise ValueError("an interview is there twice")
        if any(one.transcript.profile != self.profile for one in self.interviews):
            raise ValueError("an interview is of another profile")

    @property
    def reviewed(self) -> bool:
        """Whether people have decided all that was replaced, in every interview."""
        return all(one.reviewed for one in self.interviews)

    def tree(self) -> tuple[Node, ...]:
        """The code tree: the guide's themes with subthemes, own codes where they belong, loose ones last."""
        under: dict[str, list[Code]] = {}
        known = {topic.id for theme in self.guide.themes for topic in (theme, *theme.subthemes)}
        known |= {code.id for code in self.codes}
        for code in self.codes:
            under.setdefault(code.under if code.under in known else "", []).append(code)

        def own(parent: str) -> tuple[Node, ...]:
            return tuple(
                Node(code.id, self.names[code.id], code.description, own(code.id), own=True)
                for code in under.get(parent, ())
            )

        def of_theme(theme: Theme) -> Node:
            subthemes = tuple(
                Node(one.id, self.names[one.id], _asked(one.questions, one.probes), own(one.id))
                for one in theme.subthemes
            )
            described = _asked(theme.questions, theme.probes)
            return Node(theme.id, self.names[theme.id], described, (*subthemes, *own(theme.id)))

        return (*map(of_theme, self.guide.themes), *own(""))

    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """Where each theme, subtheme and own code stands, by id: the ids from the root of its tree to it."""

        def below(node: Node, over: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
            here = (*over, node.id)
            yield node.id, here
            for one in node.under:
                yield from below(one, here)

        return dict(found for root in self.tree() for found in below(root, ()))

    def bands(self) -> tuple[str, ...]:
        """Names of further columns that anybody has, in the order of their first appearance."""
        names = (name for one in self.interviews for name, _ in one.respondent.bands)
        return tuple(dict.fromkeys(names))


def of(passage: Passage) -> tuple[str, ...]:
    """The themes and own codes of a passage, the main theme first."""
    return tuple(dict.fromkeys((*passage.themes, *passage.codes)))


def _asked(questions: tuple[str, ...], probes: tuple[str, ...]) -> str:
    return "\n".join([*questions, *(f"– {probe}" for probe in probes)])


@dataclass(frozen=True)
class Node:
    """A theme, subtheme or own code, and what stands under it."""

    id: str
    name: str = field(repr=False)
    description: str = field(repr=False)
    under: tuple[Node, ...] = ()
    own: bool = False

    def walk(self) -> Iterator[Node]:
        """The node, then all under it, as the tree is read."""
        yield self
        for node in self.under:
            yield from node.walk()


class Format(Protocol):
    """A kind of file, or of several: one module of `formats/`, one line in its registry."""

    name: str

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """Files by relative name ("/" between folders); the same study gives the same bytes."""


def guid(*names: str) -> str:
    """An id that says nothing and is the same each time: uuid5 of neutral names.

    >>> guid("source", "intervju-01") == guid("source", "intervju-01")
    True
    """
    return str(uuid.uuid5(_SPACE, "\x1f".join(names)))


def state_word(study: ExportStudy) -> str:
    """The state in one word: «avidentifisert», or «anonymisert»."""
    return say_in("nb", f"export.word.{study.state}")


def statement(study: ExportStudy, *interviews: ExportInterview) -> tuple[str, ...]:
    """What every file says of itself: its state, whom it is for, who has looked at it. One line each."""
    reviewed = all(one.reviewed for one in interviews or study.interviews)
    lines = [
        say_in("nb", f"export.state.{study.state}"),
        say_in("nb", f"export.profile.{study.profile}"),
        say_in("nb", "export.reviewed" if reviewed else "export.unreviewed"),
        say_in("nb", "export.marked"),
    ]
    if study.frame:
        lines.append(say_in("nb", "export.frame", frame="; ".join(study.frame)))
    return tuple(lines)
