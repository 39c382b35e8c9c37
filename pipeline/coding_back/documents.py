"""Which interview a document from a coding tool is: told by its id or name and by what is said in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.coding_back.utterances import every_edition, lines_of, paired, spoken
from pipeline.export.qdpx_read import ReadDocument, ReadProject
from pipeline.export.study import guid
from pipeline.messages import one_line, say
from pipeline.placings import is_cut
from pipeline.runner import Study
from pipeline.segment.codes import LONGEST

#: So much of a document must be found in the interview that its name says, for it to be the same; a share.
_SAME_TEXT = 0.5

_ENDINGS = (".txt", ".docx", ".doc", ".rtf", ".odt", " lyd")


@dataclass(frozen=True)
class Found:
    """A document, and the interview that it is; or why it is left."""

    document: ReadDocument
    interview: str = ""
    left: str = ""


def documents(study: Study, project: ReadProject) -> Iterator[Found]:
    """Each document of the project with its interview, or with why it is left; sound alone is passed over."""
    names = study.store.interviews()
    by_guid = {guid(kind, name): name for name in names for kind in ("source", "transcript")}
    by_lines: dict[tuple[str, ...], str] | None = None
    for number, document in enumerate(project.documents, 1):
        shown = {"number": number, "name": _short(document.name)}
        if document.no_text:
            if document.no_text != "sound":
                yield Found(document, left=say(f"coding_back.left.{document.no_text}", **shown))
            continue
        said = tuple(line.text for line in lines_of(document.text))
        called = by_guid.get(document.guid) or _called(document.name, names)
        interview = called if called and _share(study, called, said) >= _SAME_TEXT else ""
        if not interview:
            by_lines = _by_lines(study, names) if by_lines is None else by_lines
            interview = by_lines.get(said, "")
        if not interview and called:
            left = say("coding_back.left.other_text", number=number, interview=called)
        elif not interview:
            left = say("coding_back.left.stranger", **shown)
        elif not study.store.has(interview, AnonymisedTranscript):
            left = say("coding_back.left.not_deidentified", interview=interview)
        elif not is_cut(study, interview):
            left = say("coding_back.left.not_cut", interview=interview)
        else:
            left = say("coding_back.left.note", **shown) if document.memo else ""
            yield Found(document, interview, left)
            continue
        yield Found(document, left=left)


def _short(name: str) -> str:
    shown = one_line(name)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _called(name: str, interviews: Sequence[str]) -> str:
    """The interview that a document is called as, whatever ending the tool has given it."""
    shown = name.strip().casefold()
    for ending in (*_ENDINGS, ""):
        if shown.removesuffix(ending) in interviews:
            return shown.removesuffix(ending)
    return ""


def _by_lines(study: Study, interviews: Sequence[str]) -> dict[tuple[str, ...], str]:
    return {
        spoken(texts): interview
        for interview in reversed(interviews)
        for texts in every_edition(study, interview)
        if spoken(texts)
    }


def _share(study: Study, interview: str, said: Sequence[str]) -> float:
    """How much of a document stands in the interview, in the edition that is most like it."""
    total = sum(map(len, said))
    shares = (
        sum(len(said[line]) for line, _ in paired(said, spoken(texts))) / total
        for texts in every_edition(study, interview)
        if total
    )
    return max(shares, default=0.0)
