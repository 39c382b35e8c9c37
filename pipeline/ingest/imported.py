"""A transcript that already exists becomes turns. Nothing of the text is dropped.

How each kind of file is read is in `transcripts/`, one file a kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.artefacts.transcript import Language, Turn, Word
from pipeline.errors import PipelineError
from pipeline.ingest.probe import reading, shown
from pipeline.ingest.transcripts import NOBODY, TRANSCRIPTS, Read, Said, fault
from pipeline.messages import say

#: Beyond this a file is no transcript of an interview.
MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class Imported:
    """What an imported file holds. Roles of speakers that are not `told` must be worked out.

    `notes` are sentences about what was left out or is unsure.
    Turn ids are digests of the file and their number.
    """

    turns: tuple[Turn, ...]
    told: frozenset[str]
    language: Language | None
    sha256: str
    notes: tuple[str, ...] = ()


def is_transcript_name(name: str) -> bool:
    """Whether the name promises a transcript of a kind that is read here."""
    return Path(name).suffix.lower() in TRANSCRIPTS


def read_transcript(path: Path) -> Imported:
    """Read a transcript; which kind it is of, is told by its name.

    Raises:
        PipelineError: not readable, empty, another kind of file, or not in its form (with the line).
    """
    name, kind = shown(path), path.suffix.lower()
    if kind not in TRANSCRIPTS:
        hint = "imported.kind.word" if kind in (".doc", ".odt", ".rtf", ".pages") else "imported.kind.hint"
        raise PipelineError(say("imported.kind", name=name), hint=say(hint, kinds=", ".join(TRANSCRIPTS)))
    with reading(path) as source:
        data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise fault("large", name)
    digest = hashlib.sha256(data).hexdigest()
    reader: Callable[[bytes, str], Read] = TRANSCRIPTS.load(kind)
    found = reader(data, name)
    if not any(one.text for one in found.said):
        raise fault("empty", name)
    told = {one.speaker for one in found.said if one.role is not None} | {NOBODY}
    return Imported(
        tuple(_turns(found.said, digest)),
        frozenset(told),
        found.language,
        digest,
        found.notes,
    )


def _turns(said: Sequence[Said], digest: str) -> list[Turn]:
    """Turns whose words have times where the file says them; who said nobody's words is unsure."""
    turns = []
    for index, one in enumerate(said):
        words = _timed(one)
        whole = bool(words) and words[-1].end_ms is not None
        turns.append(
            Turn(
                id="u" + hashlib.sha256(f"{digest}\n{index}".encode()).hexdigest()[:10],
                speaker=one.speaker,
                role=one.role or "other",
                sure=one.sure and one.speaker != NOBODY,
                start_ms=one.stamps[0][1] if one.stamps and one.stamps[0][0] == 0 else None,
                end_ms=words[-1].end_ms if whole else None,
                text=one.text,
                words=tuple(words),
            )
        )
    return turns


def _timed(said: Said) -> list[Word]:
    """The words of a turn; those between two stamps share the time between them by their length."""
    texts = said.text.split()
    stamps = said.stamps
    if not (stamps and stamps[0][0] == 0 and stamps[-1][0] == len(texts)):
        return [Word(text=text) for text in texts]
    words: list[Word] = []
    for (first, start), (last, end) in pairwise(stamps):
        total, past = sum(map(len, texts[first:last])), 0
        for text in texts[first:last]:
            begin, past = start + (end - start) * past // total, past + len(text)
            words.append(Word(text=text, start_ms=begin, end_ms=start + (end - start) * past // total))
    return words
