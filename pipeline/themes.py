"""What a person can ask for about themes: cut the interviews by the guide, and see to the guide."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import PipelineError, frames_of
from pipeline.messages import one_line, say
from pipeline.placings import GUIDE, PROPOSED, PlacingProposal, Placings, is_cut, keep_edition
from pipeline.runner import Study
from pipeline.store import digest_of, write_file

if TYPE_CHECKING:
    from pipeline.artefacts.anonymised import AnonymisedTranscript
    from pipeline.artefacts.guide import Guide
    from pipeline.artefacts.themed import ThemedTranscript
    from pipeline.evaluate.themes import ThemeScores
    from pipeline.segment.agreement import Agreement, Unit
    from pipeline.segment.coverage import Coverage
    from pipeline.segment.decisions_csv import Row

#: Below `reports/`: what the interviews cover of the guide, for people and for programs.
COVERAGE, COVERAGE_DATA = "coverage.txt", "coverage.json"

#: segmented: cut, anew or as it was; waiting: there is no de-identified text yet.
Outcome = Literal["segmented", "waiting", "failed"]


@dataclass(frozen=True)
class Segmented:
    """What came of one interview: how many passages it has, and of which kinds.

    `decided` were placed by people, `look_again` of them have changed words. `bug`: frames of what is no
    user's fault.
    """

    interview: str
    outcome: Outcome
    passages: int = 0
    placed: int = 0
    outside: int = 0
    unplaced: int = 0
    look_again: int = 0
    decided: int = 0
    error: PipelineError | None = None
    bug: str = ""


# ---------------------------------------------------------------------- cut by themes


def segment_study(
    study: Study,
    *,
    decisions: Path | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[Segmented, ...]:
    """Cut all interviews that have de-identified text by the guide; people's decisions stand.

    Each interview learns from what people confirmed in the others. One failure does not stop the others,
    and what stays the same is left alone. The report on coverage is written anew.

    Args:
        study: the study.
        decisions: a table of decisions made elsewhere, taken in first; see `decisions_csv.py`.
        on_progress: told how many interviews are cut, of how many.

    Raises:
        PipelineError: there is no guide or it is broken, or the table is not whole; nothing was taken in.
    """
    guide, digest = _guide(study)
    ready = [name for name in study.store.interviews() if _has_text(study, name)]
    if decisions is not None:
        _take_in(study, decisions, guide, ready)
    confirmed, failed = _confirmed(study, guide, digest, ready)
    on_progress(0, len(ready))
    cut = dict(failed)
    for done, name in enumerate(ready, 1):
        if name not in failed:
            cut[name] = _segmented(study, name, guide, digest, confirmed)
        on_progress(done, len(ready))
    results = tuple(cut.get(name) or _waits(name) for name in study.store.interviews())
    segmented = [one.interview for one in results if one.outcome == "segmented"]
    if segmented:
        write_coverage(study, segmented)
    return results


def _has_text(study: Study, interview: str) -> bool:
    return study.store.has(interview, "anonymised/anonymised.json")


def _waits(interview: str) -> Segmented:
    return Segmented(interview, "waiting")


def _guide(study: Study) -> tuple[Guide, str]:
    data, guide = study.guide_bytes(), study.guide()
    if data is None or guide is None:
        raise PipelineError(say("themes.no_guide", file=GUIDE), hint=say("themes.no_guide.hint"))
    return guide, digest_of(data)


def _confirmed(
    study: Study, guide: Guide, digest: str, interviews: Sequence[str]
) -> tuple[Mapping[str, tuple[AnonymisedTranscript, ThemedTranscript]], dict[str, Segmented]]:
    """What people placed in each interview and need not look at again, and the interviews that failed."""
    found, failed = {}, {}
    for name in interviews:
        try:
            desk = Placings(study, name)
            text = desk.text()
            decided = desk.decided(_nothing(guide, digest, text), text)
            sure = tuple(one for one in decided.passages if not one.look_again)
            found[name] = (text, decided.model_copy(update={"passages": sure}))
        except PipelineError as error:
            failed[name] = Segmented(name, "failed", error=error)
        except Exception as error:
            failed[name] = Segmented(name, "failed", bug=frames_of(error))
    return found, failed


def _nothing(guide: Guide, digest: str, text: AnonymisedTranscript) -> ThemedTranscript:
    """No proposals at all, so that what people decided stands alone."""
    from pipeline.artefacts.themed import ThemedTranscript

    return ThemedTranscript(
        interview=text.interview, guide=guide.id, guide_digest=digest, text_digest=text.text_digest
    )


def _segmented(
    study: Study,
    interview: str,
    guide: Guide,
    digest: str,
    confirmed: Mapping[str, tuple[AnonymisedTranscript, ThemedTranscript]],
) -> Segmented:
    try:
        return _counted(_cut(study, interview, guide, digest, confirmed))
    except PipelineError as error:
        return Segmented(interview, "failed", error=error)
    except Exception as error:
        return Segmented(interview, "failed", bug=frames_of(error))


def _cut(
    study: Study,
    interview: str,
    guide: Guide,
    digest: str,
    confirmed: Mapping[str, tuple[AnonymisedTranscript, ThemedTranscript]],
) -> ThemedTranscript:
    """Propose, and write proposals and result; the edition is kept for decisions to come."""
    from pipeline.segment.cut import segment, taught_by

    text = confirmed[interview][0]
    others = [both for name, both in confirmed.items() if name != interview and both[1].passages]
    proposed = segment(
        text,
        guide,
        guide_digest=digest,
        taught=taught_by(others, guide),
        unplaced_below=study.settings.segment.unplaced_below,
        embeddings=study.settings.segment.embeddings,
    )
    keep_edition(study.store, text)
    write_file(study.store.path(interview, PROPOSED), proposed.to_bytes())
    desk = Placings(study, interview)
    desk.write()
    return desk.themed()


def _counted(themed: ThemedTranscript) -> Segmented:
    passages = themed.passages
    status = [one.status for one in passages]
    return Segmented(
        themed.interview,
        "segmented",
        passages=len(passages),
        placed=status.count("placed"),
        outside=status.count("outside"),
        unplaced=status.count("unplaced"),
        look_again=sum(one.look_again for one in passages),
        decided=sum(bool(one.decided_by) for one in passages),
    )


def _take_in(study: Study, path: Path, guide: Guide, ready: Sequence[str]) -> None:
    """Decisions made elsewhere go into the logs, in somebody's name: the table's."""
    from pipeline.segment.codes import theme_ids
    from pipeline.segment.decisions_csv import WHO, check_rows, decided_elsewhere, read_decisions

    rows: tuple[Row, ...] = read_decisions(path)
    desks = [Placings(study, name) for name in ready]
    texts = [desk.text() for desk in desks]
    check_rows(rows, study.store.interviews(), texts, theme_ids(guide), one_line(path.name))
    for desk, text in zip(desks, texts, strict=True):
        new = decided_elsewhere(rows, text, desk.log)
        answer = desk.take(WHO, [PlacingProposal(name, operations) for name, operations in new])
        if answer.why is not None:
            raise PipelineError(
                say("themes.csv.refused", interview=desk.interview), hint=say("themes.csv.refused.hint")
            )


def as_data(results: Sequence[Segmented]) -> dict[str, Any]:
    """The results as plain data: `{"interviews": […], "waiting": […]}`."""
    keys = ("passages", "placed", "outside", "unplaced", "look_again", "decided")
    return {
        "interviews": [
            {"interview": one.interview, "segmented": one.outcome == "segmented"}
            | {key: getattr(one, key) for key in keys}
            | ({"error": one.error.message if one.error else one.bug} if one.outcome == "failed" else {})
            for one in results
        ],
        "waiting": [one.interview for one in results if one.outcome == "waiting"],
    }


# ---------------------------------------------------------------------- figures


def coverage_of(study: Study, interviews: Sequence[str] | None = None) -> Coverage:
    """What these interviews (None: all that are cut) cover of the guide, as decided at this moment.

    Raises:
        PipelineError: there is no guide or it is broken, or a file is damaged.
    """
    from pipeline.respondents import respondents
    from pipeline.segment.coverage import coverage

    guide, _ = _guide(study)
    desks = [Placings(study, name) for name in _cut_already(study, interviews)]
    return coverage(guide, [(desk.text(), desk.themed()) for desk in desks], respondents(study))


def write_coverage(study: Study, interviews: Sequence[str] | None = None) -> Path:
    """Write the report on coverage, in the language in use, and its data beside it; gives its place.

    Guide, figures, and how far people and machine agree; no word of any interview.

    Raises:
        PipelineError: see `coverage_of`; or it cannot be written.
    """
    found, machine = coverage_of(study, interviews), agreement_with_machine(study, interviews)
    lines = [*found.lines(), "", say("coverage.machine"), *machine.lines()]
    data = {
        "coverage": found.data(),
        "machine": machine.data() | {"disagreements": len(machine.disagreements)},
    }
    path = study.store.reports / COVERAGE
    write_file(path, ("\n".join(lines) + "\n").encode())
    written = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_file(study.store.reports / COVERAGE_DATA, written.encode())
    return path


def coders(study: Study) -> tuple[str, ...]:
    """The names of those who code blind, in order."""
    names = {
        line.coder
        for name in study.store.interviews()
        if _has_text(study, name)
        for line in Placings(study, name).log
    }
    return tuple(sorted(names - {""}))


def agreement_of(study: Study, unit: Unit = "turn") -> Agreement:
    """How far the two who code blind agree, over all interviews, and the places to settle.

    What was settled is no longer listed; figures are of what each decided alone.

    Raises:
        PipelineError: there are not two coders, or there is no guide.
    """
    from dataclasses import replace

    from pipeline.segment.agreement import Pair, agreement, decided, unsettled

    names = coders(study)
    if len(names) != 2:
        raise PipelineError(say("themes.not_two", count=len(names)), hint=say("themes.not_two.hint"))
    pairs, settled = [], {}
    with_text = [name for name in study.store.interviews() if _has_text(study, name)]
    for text, views in _views(study, (*names, ""), with_text):
        first, second, agreed = map(decided, views)
        pairs.append(Pair(text, first, second))
        settled[text.interview] = agreed
    found = agreement(pairs, unit)
    return replace(found, disagreements=unsettled(found.disagreements, settled))


def agreement_with_machine(
    study: Study, interviews: Sequence[str] | None = None, unit: Unit = "turn"
) -> Agreement:
    """How far what people decided agrees with what the machine proposes (first: people).

    An interview's proposals have learnt from the others, never from what people decided in itself.

    Raises:
        PipelineError: there is no guide, or a file is damaged.
    """
    from pipeline.segment.agreement import Pair, agreement, decided, proposed

    ready = _cut_already(study, interviews)
    return agreement(
        [
            Pair(text, decided(everybody), proposed(Placings(study, text.interview).proposed()))
            for text, (everybody,) in _views(study, (None,), ready)
            if everybody.passages
        ],
        unit,
    )


def _cut_already(study: Study, interviews: Sequence[str] | None = None) -> tuple[str, ...]:
    """Those of these interviews that have proposals for the text and the guide as they are now."""
    asked = study.store.interviews() if interviews is None else interviews
    return tuple(name for name in asked if is_cut(study, name))


def _views(
    study: Study, names: Sequence[str | None], interviews: Sequence[str]
) -> Iterator[tuple[AnonymisedTranscript, tuple[ThemedTranscript, ...]]]:
    """Each interview's text with the passages of each coder alone (None: of everybody)."""
    guide, digest = _guide(study)
    for interview in interviews:
        desk = Placings(study, interview)
        text = desk.text()
        nothing = _nothing(guide, digest, text)
        yield text, tuple(desk.decided(nothing, text, name) for name in names)


# ---------------------------------------------------------------------- the guide


def import_guide(study: Study, file: Path) -> Path:
    """Make the study's guide from a document; gives its place. A guide that is only the template gives way.

    Raises:
        PipelineError: the file is no guide, or the study has another guide already.
    """
    from pipeline.segment.guide import template
    from pipeline.segment.guide_import import import_guide as imported

    written = imported(file)
    there = study.guide_bytes()
    if there is not None and there not in (written, template().encode()):
        raise PipelineError(
            say("themes.guide_there", file=GUIDE), hint=say("themes.guide_there.hint", file=GUIDE)
        )
    path = study.store.root / GUIDE
    write_file(path, written)
    return path


def looked_over(study: Study) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The guide as lines of a tree, and warnings of what will be hard to tell apart.

    Raises:
        PipelineError: there is no guide, or it is broken; names line and column.
    """
    from pipeline.segment.codes import code_names
    from pipeline.segment.guide import check_guide, tree

    guide, _ = _guide(study)
    names = code_names(guide)
    warnings = [
        say(
            "themes.overlap",
            first=names[one.first],
            second=names[one.second],
            percent=round(100 * one.likeness),
            words=", ".join(one.words),
        )
        for one in check_guide(guide)
    ]
    if not any(topic.key_words for theme in guide.themes for topic in (theme, *theme.subthemes)):
        warnings.append(say("themes.no_key_words"))
    return tree(guide), tuple(warnings)


# ---------------------------------------------------------------------- how good the proposals are


def evaluate(study: Study, files: Sequence[Path]) -> ThemeScores:
    """Score the proposals against marked interviews, whose guides lie beside them. Nothing is learnt or kept.

    Raises:
        PipelineError: a file cannot be read or is not marked as the format says, or its guide is missing.
    """
    from pipeline.evaluate.marked import read_marked
    from pipeline.evaluate.themes import replaced, score_themes
    from pipeline.segment.cut import segment
    from pipeline.segment.guide import read_guide

    pairs, guides = [], {}
    for path in files:
        marked = read_marked(path)
        beside = path.parent / f"guide-{marked.guide}.yaml"
        if not marked.guide or not beside.is_file():
            names = {"file": one_line(path.name), "guide": one_line(marked.guide)}
            raise PipelineError(say("evaluate.no_guide", **names), hint=say("evaluate.no_guide.hint"))
        data = beside.read_bytes()
        guides[marked.guide] = guide = read_guide(data, one_line(beside.name))
        settings = study.settings.segment
        proposed = segment(
            replaced(marked),
            guide,
            guide_digest=digest_of(data),
            unplaced_below=settings.unplaced_below,
            embeddings=settings.embeddings,
        )
        pairs.append((marked, proposed))
    return score_themes(pairs, guides)
