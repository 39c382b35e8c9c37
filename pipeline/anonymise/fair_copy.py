"""The copies of a de-identified interview that people read: a Word document, plain text, XML for archives.

They say in their head and at their end which state the text is in: de-identified, never anonymous. They hold
no time codes, as those lead into the sound. The same interview gives the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline import word_file
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn, Replacement
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


#: The namespace of the Text Encoding Initiative's guidelines, P5; `u` is of its chapter on speech.
TEI = "http://www.tei-c.org/ns/1.0"


def anonymised_xml(anonymised: AnonymisedTranscript, head: FairHead) -> bytes:
    """The interview as TEI: an utterance is `<u>`, and what stands instead of something is `<seg>`.

    So the UK Data Service asks for, where it is not in brackets.
    """
    from lxml import etree
    from lxml.builder import ElementMaker

    tei = ElementMaker(namespace=TEI, nsmap={None: TEI})
    lines = [one for one in _head_lines(anonymised, head) if one != say_in("nb", "replace.copy.marked")]
    placed: dict[str, list[Replacement]] = {}
    for one in anonymised.replacements:
        placed.setdefault(one.turn_id, []).append(one)
    roles = {turn.speaker: turn.role for turn in reversed(anonymised.turns)}
    root = tei.TEI(
        tei.teiHeader(
            tei.fileDesc(
                tei.titleStmt(tei.title(_title(anonymised))),
                tei.publicationStmt(tei.p(_foot(anonymised))),
                tei.sourceDesc(*(tei.p(_safe(line)) for line in lines)),
            ),
            tei.encodingDesc(tei.p(say_in("nb", "replace.copy.seg"))),
            tei.profileDesc(
                tei.particDesc(
                    tei.listPerson(
                        *(tei.person({_ID: label, "role": roles[label]}) for label in sorted(roles))
                    )
                )
            ),
        ),
        tei.text(
            {_LANG: anonymised.language},
            tei.body(
                *(
                    tei.u({"who": f"#{turn.speaker}"}, *_segments(tei, turn, placed.get(turn.id, ())))
                    for turn in anonymised.turns
                    if turn.text
                )
            ),
        ),
    )
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)
    return written + b"\n"


_ID, _LANG = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("id", "lang"))


def _segments(tei: Any, turn: AnonymisedTurn, placed: Sequence[Replacement]) -> Iterator[Any]:
    """A turn's text, and a `<seg>` for each replacement, whose ending stays outside as behind the bracket."""
    at = 0
    for one in sorted(placed, key=lambda one: one.start):
        yield _safe(turn.text[at : one.start])
        written = _BRACKETS.fullmatch(turn.text[one.start : one.end])
        said, ending = written.groups() if written else (turn.text[one.start : one.end], "")
        yield tei.seg({"type": one.type.value.lower()}, _safe(said))
        yield _safe(ending)
        at = one.end
    yield _safe(turn.text[at:])


_BRACKETS = re.compile(r"\[([^\[\]]*)\](.*)")


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
