"""The reading copies beside a transcript: a Word document and captions.

For people who read along on paper or in a player. They hold what was said, so they stay in `identified/`,
and they say which state the text is in. The same transcript gives the same bytes.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import word_file
from pipeline.artefacts.transcript import Mark
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.messages import say_in

#: Captions longer than this are cut at a word, as players show two lines.
CAPTION_MS, CAPTION_CHARACTERS = 7_000, 84


@dataclass(frozen=True)
class Head:
    """What stands above the transcript: how it was made, and by which rules it is to be corrected.

    `machine` is False for a transcript that people wrote and the study imported.
    """

    made_with: str
    rules: str
    signed_rounds: tuple[int, ...]
    rounds: int
    machine: bool = True


def clock(ms: int) -> str:
    """Milliseconds as `hh:mm:ss`, rounded down.

    >>> clock(3_725_900)
    '01:02:05'
    """
    seconds = ms // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def speaker_name(transcript: VerifiedTranscript, turn: VerifiedTurn) -> str:
    """The name that people gave the speaker; else the role and the label, as "Intervjuer (S1)"."""
    named = {speaker.speaker: speaker.name for speaker in transcript.names if speaker.name}
    return named.get(turn.speaker) or f"{say_in('nb', f'reading.role.{turn.role}')} ({turn.speaker})"


def docx_bytes(transcript: VerifiedTranscript, head: Head) -> bytes:
    """The transcript as a Word document: time, speaker, text, a wide margin, language Norwegian."""
    from docx.shared import Cm, RGBColor

    document = word_file.blank(transcript.interview, transcript.language)
    document.add_heading(say_in("nb", "reading.title", interview=transcript.interview), level=1)
    for line in _head_lines(transcript, head):
        document.add_paragraph(line)
    if transcript.marks:
        document.add_paragraph(say_in("nb", "reading.marks", count=len(transcript.marks)))
    for item in _in_order(transcript):
        if isinstance(item, Mark):
            paragraph = document.add_paragraph()
            run = paragraph.add_run(
                say_in("nb", f"reading.mark.{item.kind}", start=clock(item.start_ms), end=clock(item.end_ms))
            )
            run.italic = True
            run.font.color.rgb = RGBColor(0x7A, 0x3E, 0x00)
            continue
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0)
        if item.start_ms is not None:
            stamp = paragraph.add_run(f"[{clock(item.start_ms)}] ")
            stamp.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
        paragraph.add_run(f"{speaker_name(transcript, item)}: ").bold = True
        paragraph.add_run(item.text)
        if not item.sure:
            paragraph.add_run(" " + say_in("nb", "reading.unsure")).italic = True
    return word_file.bytes_of(document)


def vtt_text(transcript: VerifiedTranscript, head: Head) -> str:
    """The transcript as WebVTT (W3C): captions with voice tags. Turns without times are left out."""
    # An arrow would end the comment.
    lines = ["WEBVTT", "", "NOTE", *(line.replace("-->", "→") for line in _head_lines(transcript, head)), ""]
    for turn in transcript.turns:
        name = html.escape(speaker_name(transcript, turn), quote=False)
        for start, end, text in _captions(turn):
            lines += [
                f"{_vtt_time(start)} --> {_vtt_time(end)}",
                f"<v {name}>{html.escape(text, quote=False)}",
                "",
            ]
    return "\n".join(lines)


def _head_lines(transcript: VerifiedTranscript, head: Head) -> Iterator[str]:
    signed = ", ".join(str(number) for number in head.signed_rounds)
    yield (
        say_in("nb", "reading.checked", rounds=signed, all=head.rounds)
        if signed
        else say_in("nb", "reading.machine" if head.machine else "reading.unchecked")
    )
    yield head.made_with
    yield head.rules
    if not any(turn.text for turn in transcript.turns):
        yield say_in("nb", "reading.empty")
    yield say_in("nb", "reading.private")


def _in_order(transcript: VerifiedTranscript) -> Iterator[VerifiedTurn | Mark]:
    """Turns in their own order, each mark before the first turn that begins after it."""
    waiting = sorted(transcript.marks, key=lambda mark: mark.start_ms)
    for turn in transcript.turns:
        while waiting and turn.start_ms is not None and waiting[0].start_ms < turn.start_ms:
            yield waiting.pop(0)
        if turn.text:
            yield turn
    yield from waiting


def _captions(turn: VerifiedTurn) -> Iterator[tuple[int, int, str]]:
    """The turn's words in pieces that fit a screen, as (start, end, text)."""
    said: list[str] = []
    start = end = 0
    for word in turn.words:
        if word.start_ms is None or word.end_ms is None:
            continue
        long = said and (
            word.end_ms - start > CAPTION_MS or len(" ".join([*said, word.text])) > CAPTION_CHARACTERS
        )
        if long:
            yield start, end, " ".join(said)
            said = []
        if not said:
            start = word.start_ms
        said.append(word.text)
        end = max(word.end_ms, start + 1)
    if said:
        yield start, end, " ".join(said)


def _vtt_time(ms: int) -> str:
    return f"{clock(ms)}.{ms % 1000:03d}"
