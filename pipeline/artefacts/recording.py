"""The sound of one interview, or the file it was imported from."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pipeline.artefacts.base import Artefact, Identifier, Milliseconds, Value

Kind = Literal["interview", "observation", "document"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(Value):
    """One delivered file. Its name may identify the respondent, so it stays in `identified/`."""

    sha256: Sha256
    delivered_name: Annotated[str, Field(repr=False)]
    size_bytes: int
    container: str
    codec: str
    sample_rate_hz: int
    channels: int
    duration_ms: Milliseconds
    corrupt_packets: int = 0


class Recording(Artefact):
    """An interview's parts, joined in order into `audio.wav` (16 kHz, 16 bit); none when imported.

    `audio_sha256` and `channels` describe `audio.wav`; `imported_sha256` is the imported file's.
    """

    file: ClassVar[str] = "recording.json"

    interview: Identifier
    kind: Kind = "interview"
    parts: tuple[Part, ...] = ()
    audio_sha256: Sha256 | None = None
    channels: Annotated[int, Field(ge=0, le=2)] = 0
    duration_ms: Milliseconds = 0
    imported_name: Annotated[str | None, Field(repr=False)] = None
    imported_sha256: Sha256 | None = None
