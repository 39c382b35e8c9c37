"""Plain text (.txt): `I: …`, a line without a label goes on with the turn before it."""

from __future__ import annotations

from pipeline.ingest.transcripts import Read, decoded
from pipeline.ingest.transcripts.lines import Line, said, said_of


def read(data: bytes, name: str) -> Read:
    """What is said in a plain text.

    Raises:
        PipelineError: it is no text, or says neither who speaks nor when.
    """
    text, notes = decoded(data, name)
    found, backwards = said(Line(line) for line in text.splitlines())
    return Read(found, (*notes, *said_of(found, backwards, name)))
