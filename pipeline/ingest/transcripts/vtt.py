"""WebVTT (.vtt; W3C): `<v Kari>` says who speaks, as do `Kari: …` (Zoom) and `[SPEAKER_00]: …`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.ingest.transcripts import Read
from pipeline.ingest.transcripts.captions import read_captions

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]*)>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:[.\s][^<>]*)?>|<\d[\d:.]*>")


def read(data: bytes, name: str) -> Read:
    """What is said in WebVTT.

    Raises:
        PipelineError: as `read_captions` says.
    """
    return read_captions(data, name, _spoken, blocks=True)


def _spoken(text: str) -> Iterator[tuple[str | None, str]]:
    """The voices of a caption; several may speak in one."""
    before, *voices = _VOICE.split(text)
    for label, words in ((None, before), *zip(voices[::2], voices[1::2], strict=True)):
        plain = html.unescape(_TAG.sub("", words))
        if plain.strip():
            yield (None if label is None else html.unescape(label)), plain
