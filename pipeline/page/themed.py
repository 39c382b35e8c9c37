"""What the scripts of Kategorier are sent: plain values, offsets in UTF-16, reasons and doubts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.guide import Guide, Topic
from pipeline.artefacts.span import Span, to_utf16
from pipeline.artefacts.themed import Code, Passage, ThemedTranscript
from pipeline.errors import PipelineError
from pipeline.events import Steps, steps
from pipeline.messages import catalogue, say

if TYPE_CHECKING:
    from pipeline.page.site import Opened
    from pipeline.placings import Placings
    from pipeline.runner import Study

#: From these probabilities on a proposal is called fairly certain, or likely; below it is unsure.
CERTAIN, LIKELY = 0.8, 0.6

#: So many themes are offered for a passage, and this stands for none: outside the guide.
MOST_OFFERED, OUTSIDE = 3, "-"

STATES = {
    "suggested": "categories.state.suggested",
    "accepted": "categories.state.accepted",
    "unplaced": "categories.state.unplaced",
    "look_again": "categories.state.look_again",
}
ASKED = {
    "asked": "categories.asked.asked",
    "rephrased": "categories.asked.rephrased",
    "skipped": "categories.asked.skipped",
    "not_meant": "categories.asked.not_meant",
}


def known_by_name() -> dict[str, Any]:
    """What states of passages and of the guide's questions are called."""
    return {
        "states": {name: say(key) for name, key in STATES.items()},
        "asked": {name: say(key) for name, key in ASKED.items()},
    }


def coder_of(study: Study, who: str) -> str | None:
    """Whose decisions somebody sees and makes: their own where two code blind, else everybody's (None)."""
    return who if study.settings.segment.coders == 2 else None


def where_from(desk: Placings, who: str) -> Steps:
    """What a person would undo and redo next, of passages and own categories taken together."""
    return steps(sorted((*desk.log, *desk.tree.log), key=lambda line: line.at), who)


# ---------------------------------------------------------------------- the whole view


def standing_now(opened: Opened, interview: str, who: str) -> dict[str, Any]:
    """What is proposed and decided about an interview at this moment; what is missing, if anything is.

    A passage is `held` where a decision of those who decide here stands about it: only that can be annotated
    or withdrawn. What two have decided blind is not, once they code together.

    Raises:
        PipelineError: a file of the study is damaged.
    """
    from pipeline.placings import PROPOSED, Placings
    from pipeline.store import digest_of

    study = opened.study
    here: dict[str, Any] = {
        "interview": interview,
        "who": who,
        "seq": 0,
        "canUndo": False,
        "canRedo": False,
        "coders": study.settings.segment.coders,
        "research": [list(one) for one in study.settings.research_questions],
        "cutting": opened.cut.snapshot(),
        "missing": None,
        "on": "",
        "guide": [],
        "codes": [],
        "turns": [],
        "passages": [],
        "talk": {},
    }
    try:
        guide = study.guide()
    except PipelineError as error:
        return here | {"missing": {"what": "guide", "text": error.message, "hint": error.hint}}
    if guide is None:
        return here | {"missing": {"what": "guide", "text": say("categories.no_guide"), "hint": ""}}
    desk = Placings(study, interview)
    stand = where_from(desk, who)
    here |= {
        "seq": desk.decisions + desk.tree.decisions,
        "canUndo": stand.undo is not None,
        "canRedo": stand.redo is not None,
        "codes": [_code(code) for code in desk.tree.codes],
    }
    here["guide"] = list(_themes(guide))
    try:
        text = desk.text()
    except PipelineError:
        return here | {"missing": {"what": "text", "text": say("categories.no_text"), "hint": ""}}
    here |= {"on": text.text_digest, "turns": [_turn(turn) for turn in text.turns]}
    try:
        themed = desk.themed(coder_of(study, who))
    except PipelineError:
        before = study.store.peek(interview, PROPOSED).get("guide_digest")
        guide_changed = before is not None and before != digest_of(study.guide_bytes() or b"")
        why = say("categories.guide_changed" if guide_changed else "categories.not_cut")
        return here | {"missing": {"what": "cut", "text": why, "hint": ""}}
    texts = {turn.id: turn.text for turn in text.turns}
    # What people hold, and whether it came in from a coding tool without being sure of its place or theme.
    held = {one.place.passage: one.place.unsure for one in desk.standing(coder_of(study, who) or "")}
    return here | {
        "passages": [
            passage_shape(passage, texts)
            | {"held": passage.id in held, "fromTool": held.get(passage.id, False)}
            for passage in themed.passages
        ],
        "talk": _talk(guide, text, themed),
    }


def _themes(guide: Guide) -> Iterator[dict[str, Any]]:
    for theme in guide.themes:
        yield _theme(theme, "") | {"leaf": not theme.subthemes}
        for subtheme in theme.subthemes:
            yield _theme(subtheme, theme.id) | {"leaf": True}


def _theme(topic: Topic, under: str) -> dict[str, Any]:
    return {"id": topic.id, "title": topic.title, "under": under, "questions": list(topic.questions)}


def _code(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "number": code.number,
        "name": code.name,
        "under": code.under,
        "description": code.description,
    }


def _turn(turn: AnonymisedTurn) -> dict[str, Any]:
    return {
        "id": turn.id,
        "speaker": turn.speaker,
        "role": turn.role,
        "start": turn.start_ms,
        "text": turn.text,
    }


def passage_shape(passage: Passage, texts: Mapping[str, str]) -> dict[str, Any]:
    """One passage. `doubt` orders them, 0 for none: the words changed, unplaced, then by probability."""
    state = _state(passage)
    sure = passage.candidates[0].score if state == "unplaced" and passage.candidates else passage.confidence
    doubt = {"look_again": 3.0, "unplaced": 3.0 - sure, "suggested": 2.0 - sure, "accepted": 0.0}[state]
    by_machine = not passage.decided_by
    return {
        "id": passage.id,
        "spans": [span_shape(span, texts) for span in passage.spans],
        "themes": list(passage.themes),
        "codes": list(passage.codes),
        "outside": passage.status == "outside",
        "unplaced": passage.status == "unplaced",
        "state": state,
        "by": passage.decided_by,
        "doubt": round(doubt, 3),
        "confidence": _confidence(sure) if by_machine and state != "unplaced" else "",
        "reason": _reason(passage) if by_machine else "",
        "offered": [{"theme": theme, "confidence": sure} for theme, sure in _offered(passage)],
        "question": span_shape(passage.question, texts) if passage.question else None,
        "relevant": passage.relevant,
        "research": passage.research_question,
        "memo": passage.memo,
    }


def _state(passage: Passage) -> str:
    if passage.look_again:
        return "look_again"
    if passage.status == "unplaced":
        return "unplaced"
    return "accepted" if passage.decided_by else "suggested"


def _offered(passage: Passage) -> list[tuple[str, str]]:
    """What stands first (a theme, or outside), then the likeliest others, each with how likely in words."""
    sure = {one.theme: _confidence(one.score) for one in passage.candidates}
    first = {"outside": (OUTSIDE,), "unplaced": (), "placed": passage.themes[:1]}[passage.status]
    found = dict.fromkeys((*first, *sure))
    return [(theme, sure.get(theme, "")) for theme in list(found)[:MOST_OFFERED]]


def _confidence(score: float) -> str:
    if score >= CERTAIN:
        return say("categories.certain")
    return say("categories.likely") if score >= LIKELY else say("categories.unsure")


def _reason(passage: Passage) -> str:
    """Why the machine proposes a theme, with the words or the question that it rests on."""
    known = catalogue().get(passage.reason)
    if known is None:
        return ""
    words = ", ".join(f"«{word}»" for word in passage.words)
    said = say(passage.reason, words=words, question=words)
    return said if not words or words in said else f"{said}: {words}"


def span_shape(span: Span, texts: Mapping[str, str]) -> dict[str, Any]:
    """A span as the browser counts it."""
    text = texts.get(span.turn_id, "")
    return {"turn": span.turn_id, "start": to_utf16(text, span.start), "end": to_utf16(text, span.end)}


# ---------------------------------------------------------------------- figures


def _talk(guide: Guide, text: AnonymisedTranscript, themed: ThemedTranscript) -> dict[str, Any]:
    """How many words the respondent says of each theme, a theme's subthemes with it; `*` is all."""
    from pipeline.segment.coverage import talk

    above = {subtheme.id: theme.id for theme in guide.themes for subtheme in theme.subthemes}
    passages = tuple(
        passage.model_copy(
            update={"themes": tuple(dict.fromkeys((*passage.themes, *_above(passage.themes, above))))}
        )
        for passage in themed.passages
    )
    counted = talk(text, themed.model_copy(update={"passages": passages}))
    return {one.theme: one.respondent_words for one in counted}


def _above(themes: Sequence[str], above: Mapping[str, str]) -> Iterator[str]:
    return (above[theme] for theme in themes if theme in above)


def covered(opened: Opened, interview: str, who: str) -> dict[str, Any]:
    """Which questions of the guide were asked here, and in how many interviews each theme is met with.

    Other interviews are not counted where two code blind.

    Raises:
        PipelineError: a file of the study is damaged.
    """
    from pipeline.placings import Placings, is_cut
    from pipeline.respondents import respondents
    from pipeline.segment.coverage import coverage

    study = opened.study
    guide = study.guide()
    if guide is None or not is_cut(study, interview):
        return {"questions": [], "interviews": 0, "met": {}}
    desk, coder = Placings(study, interview), coder_of(study, who)
    text, themed = desk.text(), desk.themed(coder)
    found = coverage(guide, [(text, themed)], respondents(study))
    others = [name for name in study.store.interviews() if coder is None and name != interview]
    met = Counter({theme for one in themed.passages for theme in one.themes})
    met.update(theme for name in others for theme in _themes_of(study, name))
    return {
        "questions": [
            {"theme": one.theme, "question": one.question, "how": one.how, "turn": one.turn}
            for one in found.asked
        ],
        "interviews": 1 + sum(bool(study.store.peek(name, ThemedTranscript.file)) for name in others),
        "met": dict(met),
    }


def _themes_of(study: Study, interview: str) -> set[str]:
    """The themes that lie in an interview's result, from plain JSON."""
    passages = study.store.peek(interview, ThemedTranscript.file).get("passages", ())
    return {theme for passage in passages for theme in passage["themes"]}


# ---------------------------------------------------------------------- two who code blind


def disagreements(opened: Opened, interview: str) -> dict[str, Any]:
    """What two have decided differently here, and where else in the study; only what both have decided.

    Raises:
        PipelineError: there are not two coders, or there is no guide.
    """
    from pipeline.placings import Placings
    from pipeline.themes import agreement_of, coders

    study = opened.study
    found = agreement_of(study)
    names = coders(study)
    here = [one for one in found.disagreements if one.interview == interview]
    desk = Placings(study, interview)
    texts = {turn.id: turn.text for turn in desk.text().turns} if here else {}
    codings = [desk.themed(name).passages for name in names] if here else []
    elsewhere = Counter(one.interview for one in found.disagreements if one.interview != interview)
    return {
        "names": list(names),
        "alpha": None if found.alpha is None else round(found.alpha, 2),
        "here": [
            {
                "spans": [span_shape(span, texts) for span in one.spans],
                "says": [
                    {
                        "themes": [theme for theme in themes if theme != OUTSIDE],
                        "codes": _codes(one.spans, coding),
                    }
                    for themes, coding in zip((one.first, one.second), codings, strict=True)
                ],
            }
            for one in here
        ],
        "elsewhere": sorted(elsewhere.items()),
    }


def _codes(spans: Sequence[Span], passages: Sequence[Passage]) -> list[str]:
    """The own categories of whatever somebody decided about these places."""
    found = dict.fromkeys(
        code
        for passage in passages
        if passage.decided_by
        for at in passage.spans
        for span in spans
        if at.turn_id == span.turn_id and at.start < span.end and span.start < at.end
        for code in passage.codes
    )
    return list(found)
