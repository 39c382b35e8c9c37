"""The interview guide: what the researcher asks about, as themes, subthemes and questions."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.artefacts.base import Artefact, Value

#: Letters (those of the Nordic languages too), digits, full stops, underscores and hyphens.
ID_PATTERN = r"^[0-9A-Za-zÀ-ÖØ-öø-ž][0-9A-Za-zÀ-ÖØ-öø-ž._-]{0,62}$"

#: An id as it stands in the guide ("1.10", "no"): always text, never a number. No white space and no
#: sign that separates ids in a list; "-" alone is free to mean what lies outside the guide.
GuideId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]

#: Words of the guide: not empty, normal form C, single spaces between them.
GuideText = Annotated[str, Field(min_length=1)]


class Topic(Value):
    """What themes and subthemes share. `asked`: the groups who are asked; empty is everybody."""

    id: GuideId
    title: GuideText
    questions: tuple[GuideText, ...] = ()
    probes: tuple[GuideText, ...] = ()
    key_words: tuple[GuideText, ...] = ()
    asked: tuple[GuideText, ...] = ()


class Subtheme(Topic):
    """A part of a theme, with questions of its own."""

    questions: tuple[GuideText, ...]


class Theme(Topic):
    """A main theme with subthemes, or with questions of its own, or both."""

    subthemes: tuple[Subtheme, ...] = ()


class Guide(Artefact):
    """One interview guide. No two themes or subthemes have the same id."""

    id: GuideId
    title: GuideText
    language: Literal["nb", "nn"]
    themes: tuple[Theme, ...]
