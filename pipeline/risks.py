"""The risk report of a study: from what lies there now to `reports/risk.html`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.messages import language
from pipeline.respondents import against, respondents, terms
from pipeline.store import WHOLE, write_file

if TYPE_CHECKING:
    from pipeline.anonymise.risk import Risk
    from pipeline.artefacts.entity import EntityRegistry
    from pipeline.runner import Study

REPORT = "risk.html"


def write_risk(study: Study) -> Path:
    """Write the risk report in the language in use; gives its place. No word of any interview stands in it.

    Interviews that have no de-identified text yet are counted as far as they are known, and it says so.

    Raises:
        PipelineError: something that it reads is damaged, or the report cannot be written.
    """
    from pipeline.anonymise.replace import policy_of
    from pipeline.anonymise.risk import risk_html

    path = study.store.reports / REPORT
    write_file(
        path, risk_html(assessed(study), _registry(study), policy_of(study.settings), language()).encode()
    )
    return path


def assessed(study: Study) -> Risk:
    """What remains in the study as it lies there now.

    Raises:
        PipelineError: something that it reads is damaged.
    """
    from pipeline.anonymise.replace import policy_of
    from pipeline.anonymise.risk import assess
    from pipeline.artefacts.anonymised import AnonymisedTranscript
    from pipeline.artefacts.entity import Mentions

    store = study.store
    interviews = store.interviews()
    return assess(
        respondents(study),
        [store.read(one, AnonymisedTranscript) for one in interviews if store.has(one, AnonymisedTranscript)],
        [store.read(one, Mentions) for one in interviews if store.has(one, Mentions)],
        _registry(study),
        policy_of(study.settings),
        study.settings.anonymise.frame,
        [
            (interview, reason)
            for interview, agreed in terms(study).items()
            if interview in interviews
            for reason in against(
                agreed, study.settings.anonymise.profile, datetime.now().astimezone().date()
            )
        ],
    )


def _registry(study: Study) -> EntityRegistry:
    from pipeline.artefacts.entity import EntityRegistry

    return (
        study.store.read(WHOLE, EntityRegistry)
        if study.store.has(WHOLE, EntityRegistry)
        else EntityRegistry()
    )
