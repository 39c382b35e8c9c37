"""What a person can ask for about identifiers: search the study for them, and score the search."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError, frames_of
from pipeline.runner import NAMES, STAGES, Job, Study, finder_of, names_in_study, run_interview, state_of
from pipeline.store import write_file

if TYPE_CHECKING:
    from pipeline.evaluate.scores import Scores

#: Where the misses of an evaluation lie, below `identified/`: they quote the interviews.
MISSES = Path("evaluation") / "misses.tsv"


@dataclass(frozen=True)
class Searched:
    """What came of searching one interview: findings per type, and how many of them a person must look at.

    `searched` is False where the interview has no transcript yet. `bug`: frames of what is no user's fault.
    """

    interview: str
    found: dict[str, int] = field(default_factory=dict)
    check: dict[str, int] = field(default_factory=dict)
    searched: bool = True
    error: PipelineError | None = None
    bug: str = ""

    @property
    def failed(self) -> bool:
        """Whether the interview could not be searched."""
        return self.error is not None or bool(self.bug)


def search(study: Study) -> tuple[Searched, ...]:
    """Search all interviews that have a transcript for what identifies; skips what is done.

    Names that one interview is sure of are searched for in the others too, so each is looked at again when
    the others know more. Nothing is replaced here.

    Raises:
        PipelineError: the name model is missing or damaged; nothing has been searched then.
    """
    store = study.store
    ready = [name for name in store.interviews() if store.has(name, "transcript.json")]
    find = next(stage for stage in STAGES if stage.name == "find")
    if any(state_of(find, Job(study, name)) != "done" for name in ready):
        finder_of(study.settings.anonymise.language_model)
    failed: dict[str, Searched] = {}
    for _ in range(2):  # the second time with what all interviews know
        for name in ready:
            if name not in failed:
                outcome = _search(study, name)
                if outcome is not None:
                    failed[name] = outcome
        _remember(study, [name for name in ready if name not in failed])
    return tuple(
        failed.get(name) or (_counted(study, name) if name in ready else Searched(name, searched=False))
        for name in store.interviews()
    )


def _search(study: Study, name: str) -> Searched | None:
    """Bring an interview's findings up to date; what went wrong, if anything did."""
    try:
        run_interview(Job(study, name), since="review", upto="find")
    except PipelineError as error:
        return Searched(name, error=error)
    except Exception as error:
        return Searched(name, bug=frames_of(error))
    return None


def _remember(study: Study, interviews: Sequence[str]) -> None:
    """Keep the names that the interviews are sure of, for each other."""
    names = sorted([name, *known] for name in interviews for known in _names(study, name))
    others = [row for row in names_in_study(study) if row[0] not in interviews]
    if names != names_in_study(study):
        data = json.dumps({"names": sorted([*names, *others])}, ensure_ascii=False, indent=1)
        write_file(study.store.identified / NAMES, data.encode() + b"\n")


def _names(study: Study, interview: str) -> Iterator[tuple[str, str]]:
    from pipeline.anonymise.find import names_known
    from pipeline.artefacts.finding import Findings
    from pipeline.artefacts.verified import VerifiedTranscript

    verified = study.store.read(interview, VerifiedTranscript)
    known = names_known(verified, study.store.read(interview, Findings))
    return iter(sorted({(one.name, one.type.value) for one in known}))


def _counted(study: Study, interview: str) -> Searched:
    findings = study.store.peek(interview, "findings.json").get("findings", ())
    return Searched(
        interview,
        found=dict(Counter(finding["type"] for finding in findings)),
        check=dict(Counter(finding["type"] for finding in findings if finding["check"])),
    )


def as_data(results: Sequence[Searched]) -> list[dict[str, Any]]:
    """What came of the search, as data; no word of any interview.

    Returns:
        `[{"interview", "searched", "findings", "check", "types": {TYPE: {"found", "check"}}}]`.
    """
    return [
        {
            "interview": one.interview,
            "searched": one.searched and not one.failed,
            "findings": sum(one.found.values()),
            "check": sum(one.check.values()),
            "types": {
                kind: {"found": number, "check": one.check.get(kind, 0)}
                for kind, number in sorted(one.found.items())
            },
        }
        for one in results
    ]


def evaluate(study: Study, files: Sequence[Path]) -> Scores:
    """Score the search against marked interviews, with the study's name model. The files stay as they are.

    Raises:
        PipelineError: a file cannot be read or is not marked as the format says, or the model is missing.
    """
    from pipeline.anonymise.find import find
    from pipeline.evaluate.marked import read_marked
    from pipeline.evaluate.scores import score

    interviews = [read_marked(path) for path in files]
    finder = finder_of(study.settings.anonymise.language_model)
    return score((interview, find(interview.verified(), finder)) for interview in interviews)


def keep_misses(study: Study, scores: Scores) -> Path:
    """Write what was not found, with its context, into the study; gives the place."""
    from pipeline.evaluate.report import misses_text

    path = study.store.identified / MISSES
    write_file(path, misses_text(scores).encode())
    return path
