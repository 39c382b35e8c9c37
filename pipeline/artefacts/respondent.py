"""What matrices, comparisons and quotes say of a respondent: never more than groups and a label."""

from typing import Annotated

from pydantic import Field

from pipeline.artefacts.base import Identifier, Spoken, Value


class Respondent(Value):
    """One interview's respondent.

    `group` (sector), `subgroup`, and `label`, which marks quotes ("en rektor"). `bands` are further columns
    of `respondents.csv`, name and value ("age", "50-59").
    """

    interview: Identifier
    group: Spoken = ""
    subgroup: Spoken = ""
    label: Spoken = ""
    bands: Annotated[tuple[tuple[str, str], ...], Field(repr=False)] = ()
