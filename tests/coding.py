"""A study at the stage where its interviews are coded, for tests of the page. All people are invented."""

import json
from pathlib import Path

import theming
from theming import INTERVIEW, span, whole

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.themed import Candidate, Passage, ThemedTranscript
from pipeline.placings import PROPOSED
from pipeline.runner import Study
from pipeline.store import digest_of, write_file

QUESTIONS = '[research_questions]\np1 = "Hva driver dem?"\np2 = "Hva gjør de?"\n'
BLIND = "[segment]\ncoders = 2\n"

#: The answer in u4 begins with a sign that is two units in UTF-16 and one code point.
SAID = theming.text(
    "Velkommen. Er det greit at jeg tar opp?",
    "Ja, det er greit.",
    "Hvilke oppgaver har du på dugnaden?",
    "😀 Jeg luker bedene og klipper hekken. Og så er det praten ved kaffen som gjør at jeg kommer.",
    "Hvordan ble du med i hagelaget?",
    "En nabo spurte. Jeg hadde akkurat flyttet inn og kjente ingen.",
    "Er det noe mer du tenker på?",
    "Nei, det var vel det hele.",
)


def candidates(*found: tuple[str, float]) -> tuple[Candidate, ...]:
    return tuple(Candidate(theme=theme, score=score) for theme, score in found)


def proposed(text: AnonymisedTranscript = SAID, guide: str = theming.GUIDE) -> ThemedTranscript:
    """Greeting outside, an answer of 2.1, one that is unsure of 1, and an end that is unplaced."""
    question = whole(text, "u3")
    return theming.proposed(text).model_copy(
        update={
            "guide_digest": digest_of(guide.encode()),
            "passages": (
                Passage(
                    id="p1",
                    spans=(whole(text, "u1"), whole(text, "u2")),
                    status="outside",
                    confidence=0.9,
                    candidates=candidates(("1", 0.05), ("2.1", 0.03), ("2.2", 0.02)),
                ),
                Passage(
                    id="p2",
                    spans=(question, whole(text, "u4")),
                    themes=("2.1",),
                    status="placed",
                    confidence=0.84,
                    candidates=candidates(("2.1", 0.84), ("2.2", 0.1), ("1", 0.03)),
                    question=question,
                ),
                Passage(
                    id="p3",
                    spans=(whole(text, "u5"), whole(text, "u6")),
                    themes=("1",),
                    status="placed",
                    confidence=0.5,
                    candidates=candidates(("1", 0.5), ("2.2", 0.3), ("2.1", 0.1)),
                    question=whole(text, "u5"),
                ),
                Passage(
                    id="p4",
                    spans=(whole(text, "u7"), whole(text, "u8")),
                    status="unplaced",
                    confidence=0.3,
                    candidates=candidates(("2.2", 0.3), ("1", 0.2), ("2.1", 0.1)),
                    question=span("u7", 0, 28),
                ),
            ),
        }
    )


def study(folder: Path, *, settings: str = QUESTIONS, cut: bool = True) -> Study:
    """A study with one interview whose text is de-identified, and proposed themes."""
    opened = theming.study(folder, SAID, settings=settings)
    arrived = {"last": 1, "seen": {}, "interviews": {INTERVIEW: {"parts": ["0" * 64], "how": "import"}}}
    write_file(opened.store.identified / "arrivals.json", json.dumps(arrived).encode())
    if cut:
        write_file(opened.store.path(INTERVIEW, PROPOSED), proposed().to_bytes())
    return opened
