"""The copies of a de-identified interview that people read: a Word document and plain text.

They say in their head and at their end which state the text is in: de-identified, never anonymous. They hold
no time codes, as those lead into the sound. The same interview gives the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline import word_file
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.messages import say_in

#: What XML cannot hold, and Word would not open.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FairHead:
    """What the head says beside what the interview itself says: the frame that readers know anyway."""

    frame: tuple[str, ...] = field(default=(), repr=False)


def anonymised_docx(anonymised: AnonymisedTranscript, head: FairHead) -> bytes:
    """The interview as a Word document: speaker and text, a wide margin, the state in the footer."""
    document = word_file.blank(anonymised.interview, anonymised.language)
    document.add_heading(_title(anonymised), level=1)
    for line in _head_lines(anonymised, head):
        document.add_paragraph(_safe(line))
    for speaker, text in _said(anonymised):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{speaker}: ").bold = True
        paragraph.add_run(_safe(text))
    document.sections[0].footer.paragraphs[0].text = _foot(anonymised)
    return word_file.bytes_of(document)


def anonymised_text(anonymised: AnonymisedTranscript, head: FairHead) -> str:
    """The interview as plain text: the head, a blank line before each utterance, the state at the end."""
    lines = [_title(anonymised), *_head_lines(anonymised, head)]
    lines += [f"{speaker}: {text}" for speaker, text in _said(anonymised)]
    return "\n\n".join([*lines, _foot(anonymised)]) + "\n"


def _title(anonymised: AnonymisedTranscript) -> str:
    return say_in("nb", "replace.copy.title", interview=anonymised.interview)


def _foot(anonymised: AnonymisedTranscript) -> str:
    return say_in("nb", "replace.copy.foot", interview=anonymised.interview)


def _head_lines(anonymised: AnonymisedTranscript, head: FairHead) -> Iterator[str]:
    yield say_in("nb", "replace.copy.state")
    yield say_in("nb", f"replace.copy.{anonymised.profile}")
    yield say_in("nb", "replace.copy.reviewed" if anonymised.reviewed else "replace.copy.unreviewed")
    yield say_in("nb", "replace.copy.marked")
    if head.frame:
        yield say_in("nb", "replace.copy.frame", frame="; ".join(head.frame))


def _said(anonymised: AnonymisedTranscript) -> Iterator[tuple[str, str]]:
    """Who says what, without empty turns; the label only where several have the same role."""
    speakers: dict[str, set[str]] = {}
    for turn in anonymised.turns:
        speakers.setdefault(turn.role, set()).add(turn.speaker)
    for turn in anonymised.turns:
        if turn.text:
            yield _speaker(turn, alone=len(speakers[turn.role]) == 1), turn.text


def _speaker(turn: AnonymisedTurn, *, alone: bool) -> str:
    role = say_in("nb", f"reading.role.{turn.role}")
    return role if alone else f"{role} ({turn.speaker})"


def _safe(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", unicodedata.normalize("NFC", text))
