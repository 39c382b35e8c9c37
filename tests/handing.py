"""A study on disk with interviews that are de-identified and themed, for tests of what leaves it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import theming

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.ruling import Approve, Ruling
from pipeline.placings import PROPOSED, keep_edition
from pipeline.runner import TEXT_STAMP, Study, text_key
from pipeline.store import WHOLE, digest_of, write_file


def text(
    interview: str = "intervju-01", *, reviewed: bool = True, about: str = "kantsteiner"
) -> AnonymisedTranscript:
    """Two questions and answers of the guide in `theming.py`."""
    found = theming.text(
        "Hvordan ble du med i hagelaget?",
        f"Jeg meldte meg på etter et møte om {about} & «bed». Det er lenge siden.",
        "Hvilke oppgaver har du på dugnaden?",
        "Jeg raker løv – og <luker> når det trengs.",
        interview=interview,
    )
    return found.model_copy(update={"reviewed": reviewed})


def stamped(study: Study, interview: str) -> None:
    """Say that the interview's text is what it was made from, as the replacing stage does."""
    path = study.store.path(interview, TEXT_STAMP)
    stamp = {
        "key": text_key(study, interview),
        "writes": study.store.digest(interview, "anonymised/anonymised.json"),
    }
    write_file(path, json.dumps(stamp).encode())


def approve(study: Study, interview: str, digest: str) -> None:
    """Sign an edition of an interview's text off."""
    line = Ruling(
        id=f"r-{interview}-{digest}",
        at=datetime(2026, 3, 1, tzinfo=UTC),
        who="Anne",
        operations=(Approve(interview=interview, profile="work", text_digest=digest),),
    )
    study.store.append(WHOLE, "study.jsonl", line)


def study(folder: Path, *texts: AnonymisedTranscript, settings: str = "", themed: bool = True) -> Study:
    """A study whose interviews are de-identified and, unless said otherwise, cut by the guide."""
    opened = theming.study(folder, *(texts or (text(), text("intervju-02", about="plen"))), settings=settings)
    for name in opened.store.interviews():
        stamped(opened, name)
        found = opened.store.read(name, AnonymisedTranscript)
        if found.reviewed:
            approve(opened, name, found.text_digest)
    if themed:
        propose(opened)
    return opened


def propose(opened: Study) -> None:
    """Proposals for every interview, as cutting writes them: «Bakgrunn» for all."""
    guide = digest_of(opened.guide_bytes() or b"")
    for name in opened.store.interviews():
        transcript = opened.store.read(name, AnonymisedTranscript)
        keep_edition(opened.store, transcript)
        proposed = theming.proposed(transcript).model_copy(update={"guide_digest": guide})
        write_file(opened.store.path(name, PROPOSED), proposed.to_bytes())
