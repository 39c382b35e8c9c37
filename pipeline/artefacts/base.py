"""What all artefacts share: frozen, strict about unknown fields, silent about their contents."""

from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

#: Text that people said or typed: normal form C, and never part of a repr.
Spoken = Annotated[str, Field(repr=False)]

#: Milliseconds from the beginning of the interview's sound; whole numbers.
Milliseconds = Annotated[int, Field(ge=0)]

#: An id that is safe in a file name on every system.
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Value(BaseModel):
    """A frozen part of an artefact."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Artefact(Value):
    """A frozen value that leaves a stage and lies on disk as one JSON file, named `file`."""

    file: ClassVar[str] = ""
    schema_version: int = 1

    def to_bytes(self) -> bytes:
        """JSON in UTF-8, the same bytes for the same value, with a newline at the end."""
        return (self.model_dump_json(indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            pydantic.ValidationError: not an artefact of this kind (the message holds no value).
        """
        return cls.model_validate_json(data)
