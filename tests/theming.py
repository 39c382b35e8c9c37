"""De-identified interviews, guides and proposals for tests of themes. All people are invented."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import builders

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.placing import Place, Placing, PlacingOperation
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Candidate, Passage, ThemedTranscript
from pipeline.runner import Study, open_study
from pipeline.store import digest_of, write_file

INTERVIEW = "intervju-01"
AT = datetime(2026, 3, 1, tzinfo=UTC)

GUIDE = """\
id: hagelag
title: Å drive et hagelag
language: nb
themes:
  - id: "1"
    title: Bakgrunn
    questions:
      - Hvordan ble du med i hagelaget?
  - id: "2"
    title: Dugnad
    subthemes:
      - id: "2.1"
        title: Oppgaver
        questions:
          - Hvilke oppgaver har du på dugnaden?
          - Hvem gjør hva i hagen?
      - id: "2.2"
        title: Motivasjon
        questions:
          - Hva gjør at du kommer på dugnad?
"""


def text(*turns: str, interview: str = INTERVIEW, ids: Sequence[str] = ()) -> AnonymisedTranscript:
    """Turns u1, u2 … by interviewer and respondent in turn; the digest follows the text."""
    names = ids or [f"u{number}" for number in range(1, len(turns) + 1)]
    return AnonymisedTranscript(
        interview=interview,
        language="nb",
        reviewed=True,
        text_digest=digest_of(repr((names, turns)).encode()),
        turns=tuple(
            AnonymisedTurn(
                id=name,
                speaker="I" if index % 2 == 0 else "R",
                role="interviewer" if index % 2 == 0 else "respondent",
                text=turn,
            )
            for index, (name, turn) in enumerate(zip(names, turns, strict=True))
        ),
    )


def span(turn: str, start: int, end: int) -> Span:
    return Span(turn_id=turn, start=start, end=end)


def whole(transcript: AnonymisedTranscript, turn: str) -> Span:
    return next(span(turn, 0, len(one.text)) for one in transcript.turns if one.id == turn)


def proposed(transcript: AnonymisedTranscript, theme: str = "1") -> ThemedTranscript:
    """A passage for each turn that has text, all of one theme."""
    return ThemedTranscript(
        interview=transcript.interview,
        guide="hagelag",
        guide_digest=digest_of(GUIDE.encode()),
        text_digest=transcript.text_digest,
        reviewed=transcript.reviewed,
        passages=tuple(
            Passage(
                id=f"p{number}",
                spans=(whole(transcript, turn.id),),
                themes=(theme,),
                status="placed",
                confidence=0.6,
                candidates=(Candidate(theme=theme, score=0.6),),
            )
            for number, turn in enumerate(transcript.turns, 1)
            if turn.text
        ),
    )


_numbers = itertools.count(1)


def line(
    *operations: PlacingOperation,
    who: str = "Anne",
    coder: str = "",
    undoes: str | None = None,
    name: str = "",
) -> Placing:
    return Placing(
        id=name or f"e{next(_numbers)}", at=AT, who=who, coder=coder, operations=operations, undoes=undoes
    )


def place(
    transcript: AnonymisedTranscript,
    passage: str,
    spans: Sequence[Span],
    *themes: str,
    codes: Sequence[str] = (),
) -> Place:
    return Place(
        passage=passage, on=transcript.text_digest, spans=tuple(spans), themes=themes, codes=tuple(codes)
    )


def words_of(themed: ThemedTranscript, transcript: AnonymisedTranscript) -> list[tuple[str, str, str]]:
    """What each passage covers, its themes and who decided: a picture of the result."""
    texts = {turn.id: turn.text for turn in transcript.turns}
    return [
        (
            "|".join(texts[one.turn_id][one.start : one.end] for one in passage.spans),
            ";".join(passage.themes),
            passage.decided_by,
        )
        for passage in themed.passages
    ]


def uncovered(themed: ThemedTranscript, transcript: AnonymisedTranscript) -> list[tuple[str, int]]:
    """Every character that lies in no passage."""
    inside = {
        (one.turn_id, place)
        for passage in themed.passages
        for one in passage.spans
        for place in range(one.start, one.end)
    }
    return [
        (turn.id, place)
        for turn in transcript.turns
        for place in range(len(turn.text))
        if (turn.id, place) not in inside
    ]


def study(folder: Path, *transcripts: AnonymisedTranscript, settings: str = "", guide: str = GUIDE) -> Study:
    """A study with these de-identified interviews, and whatever `arrivals.json` needs."""
    builders.study_folder(folder, settings, guide)
    names = ", ".join(f'"{one.interview}": {{}}' for one in transcripts)
    arrivals = f'{{"last": {len(transcripts)}, "seen": {{}}, "interviews": {{{names}}}}}'
    write_file(folder / "transcripts_out" / "identified" / "arrivals.json", arrivals.encode())
    opened = open_study(folder)
    for one in transcripts:
        opened.store.write(one.interview, one)
    return opened
