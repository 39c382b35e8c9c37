"""SubRip (.srt): numbered captions; `Kari: …` and `[SPEAKER_00]: …` say who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.transcripts import Read
from pipeline.ingest.transcripts.captions import read_captions

_TAG = re.compile(r"</?(?:i|b|u|s|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)


def read(data: bytes, name: str) -> Read:
    """What is said in SubRip captions.

    Raises:
        PipelineError: as `read_captions` says.
    """
    return read_captions(data, name, _spoken, blocks=False)


def _spoken(text: str) -> Iterator[tuple[str | None, str]]:
    plain = _TAG.sub("", text)
    if plain.strip():
        yield None, plain
