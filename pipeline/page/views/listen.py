"""Hør gjennom: listen, correct, sign. The doors through which an interview is read, decided on and heard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field, JsonValue, NonNegativeInt
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from pipeline.actions import known
from pipeline.artefacts.base import Milliseconds, Spoken, Value
from pipeline.artefacts.decision import Listened, Sign
from pipeline.artefacts.transcript import Transcript
from pipeline.desk import Desk, Proposal
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.page.asking import Ask, Door, Stream, View
from pipeline.page.drafts import drafts_of
from pipeline.page.shapes import (
    EDITS,
    can,
    changes,
    hearing,
    in_code_points,
    refusal,
    round_of,
    whole,
)
from pipeline.page.site import Site
from pipeline.review.decisions import Refused
from pipeline.review.listened import signing
from pipeline.review.state import ReviewState
from pipeline.runner import AUDIO, LISTENED, PEAKS


class Proposed(Value):
    """One user action, before it is taken."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    operations: Annotated[tuple[Annotated[EDITS, Field(discriminator="op")], ...], Field(min_length=1)]


class Deciding(Value):
    """Actions in order, on a transcript of which the page knows the first `since` decisions."""

    edition: str
    since: NonNegativeInt
    decisions: tuple[Proposed, ...] = ()


class Played(Value):
    """Playback without a jump."""

    start: Milliseconds
    end: Milliseconds
    rate: Annotated[float, Field(gt=0, le=4)] = 1.0


class Playing(Value):
    """What was played in a round."""

    round: Annotated[int, Field(ge=1)]
    plays: tuple[Played, ...]


class Signing(Value):
    """A round to sign, and why speech that was not played can be signed for."""

    edition: str
    since: NonNegativeInt
    round: Annotated[int, Field(ge=1)]
    reason: Spoken = ""


class Place(Value):
    """Where a person is in an interview; the scripts know what the keys mean."""

    place: dict[str, JsonValue]


# ---------------------------------------------------------------------- reading


def _whole(ask: Ask) -> dict[str, Any]:
    opened, who = ask.opened, ask.person
    desk = opened.desk(ask.interview)
    rounds = opened.study.settings.review.rounds
    has_sound = opened.store.has(desk.interview, AUDIO)
    return (
        whole(desk, opened.doubt(desk))
        | can(desk, who)
        | drafts_of(ask, desk.interview)
        | {
            "rounds": rounds,
            "hearing": hearing(desk, who, round_of(desk.state, who, rounds)),
            "place": opened.people.place(who, desk.interview),
            "sound": has_sound,
            "channels": opened.store.peek(desk.interview, "recording.json").get("channels", 0),
            "rewind": opened.study.settings.review.rewind_s,
        }
    )


def _changes(ask: Ask) -> dict[str, Any]:
    desk = ask.opened.desk(ask.interview)
    return _since(ask, desk, ask.request.query_params.get("edition", ""), ask.number("since"))


def _since(ask: Ask, desk: Desk, edition: str, since: int) -> dict[str, Any]:
    """What has changed; `{"reload": true}` for a page that shows another transcript."""
    if edition != desk.edition or since > desk.decisions:
        return {"reload": True}
    who = ask.person
    return changes(desk, since, who, ask.opened.doubt(desk)) | can(desk, who)


# ---------------------------------------------------------------------- deciding


def _decide(ask: Ask) -> dict[str, Any]:
    wanted, desk, who = ask.read(Deciding), ask.opened.desk(ask.interview), ask.person
    proposals = [Proposal(one.id, one.operations) for one in wanted.decisions]
    answer = desk.take(who, proposals, edition=wanted.edition, counted=in_code_points)
    if answer.taken:
        ask.opened.keeper.changed(desk.interview)
    refused = refusal(answer.why, answer.refused) if answer.why is not None else None
    found = _since(ask, desk, wanted.edition, wanted.since)
    return found | {"taken": list(answer.taken), "refused": refused}


def _take_back(ask: Ask, *, redo: bool) -> dict[str, Any]:
    wanted, desk = ask.read(Deciding), ask.opened.desk(ask.interview)
    refused = None
    if wanted.edition == desk.edition:
        try:
            if desk.take_back(ask.person, redo=redo) is not None:
                ask.opened.keeper.changed(desk.interview)
        except Refused as why:
            refused = refusal(why, "")
    return _since(ask, desk, wanted.edition, wanted.since) | {"refused": refused}


def _sign(ask: Ask) -> dict[str, Any]:
    wanted, desk, who = ask.read(Signing), ask.opened.desk(ask.interview), ask.person
    rounds = ask.opened.study.settings.review.rounds
    if wanted.round > rounds:
        raise PipelineError(
            say("runner.round", rounds=rounds, round=wanted.round), hint=say("runner.round.hint")
        )
    if wanted.edition != desk.edition:
        return {"reload": True}

    def operation(state: ReviewState) -> Sign:
        if (wanted.edition, wanted.since) != (desk.edition, desk.decisions):  # not what is on the screen
            raise PipelineError(say("listen.signed_unseen"), hint=say("listen.signed_unseen.hint"))
        return signing(state, desk.listened(), who, wanted.round, wanted.reason)

    desk.decide(who, operation)
    ask.opened.keeper.changed(desk.interview)
    return _since(ask, desk, wanted.edition, wanted.since)


# ---------------------------------------------------------------------- hearing


def _played(ask: Ask) -> dict[str, Any]:
    playing, desk, who = ask.read(Playing), ask.opened.desk(ask.interview), ask.person
    now = datetime.now(UTC)
    plays = [
        Listened(at=now, who=who, round=playing.round, start_ms=one.start, end_ms=one.end, rate=one.rate)
        for one in playing.plays
        if one.end > one.start
    ]
    if plays:
        ask.opened.store.append(desk.interview, LISTENED, *plays)
    return hearing(desk, who, playing.round)


def _hearing(ask: Ask) -> dict[str, Any]:
    return hearing(ask.opened.desk(ask.interview), ask.person, max(1, ask.number("round", 1)))


def _place(ask: Ask) -> dict[str, Any]:
    ask.opened.desk(ask.interview)
    ask.opened.people.keep_place(ask.person, ask.interview, ask.read(Place).place)
    return {}


async def _sound(site: Site, request: Request) -> Response:
    """The working copy of the sound, in ranges as the player asks for them."""
    path = site.opened.store.path(_known(site, request), AUDIO)
    if not path.is_file():
        raise PipelineError(say("listen.no_sound"), hint=say("listen.no_sound.hint"))
    return FileResponse(path, media_type="audio/wav")


async def _peaks(site: Site, request: Request) -> Response:
    """The outline of the sound; where there is none yet it is made, and asked for again."""
    interview = _known(site, request)
    path = site.opened.store.path(interview, PEAKS)
    if path.is_file():
        return FileResponse(path, media_type="application/octet-stream")
    site.opened.keeper.ask(interview, "peaks")
    return JSONResponse({"making": True}, 202)


def _known(site: Site, request: Request) -> str:
    return known(site.opened.study, str(request.path_params["interview"]))


def _fill(ask: Ask) -> dict[str, Any]:
    """The page is sent before the log is replayed; its scripts come meanwhile."""
    known(ask.opened.study, ask.interview)
    if not ask.opened.store.has(ask.interview, Transcript):
        raise PipelineError(
            say("runner.not_transcribed", interview=ask.interview), hint=say("runner.not_transcribed.hint")
        )
    return {}


HERE = "/interviews/{interview}"

VIEW = View(
    "listen",
    f"{HERE}/listen",
    fill=_fill,
    doors=(
        Door("GET", HERE, _whole),
        Door("GET", f"{HERE}/changes", _changes),
        Door("POST", f"{HERE}/decisions", _decide),
        Door("POST", f"{HERE}/undo", lambda ask: _take_back(ask, redo=False)),
        Door("POST", f"{HERE}/redo", lambda ask: _take_back(ask, redo=True)),
        Door("POST", f"{HERE}/signatures", _sign),
        Door("GET", f"{HERE}/listened", _hearing),
        Door("POST", f"{HERE}/listened", _played),
        Door("POST", f"{HERE}/place", _place),
        Stream("GET", f"{HERE}/sound", _sound),
        Stream("GET", f"{HERE}/peaks", _peaks),
    ),
    rooms=("listen", "reading"),
    of_interview=True,
)
