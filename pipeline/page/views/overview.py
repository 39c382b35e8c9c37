"""Oversikt: the interviews, how far each has come, and the one thing to do next."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from pipeline.artefacts.base import Value
from pipeline.artefacts.decision import Listened
from pipeline.artefacts.transcript import Stretch
from pipeline.messages import say
from pipeline.page.ahead import handed_over, looked, offered, stand, step
from pipeline.page.arriving import receive
from pipeline.page.asking import Ask, Door, Stream, View
from pipeline.page.site import Opened
from pipeline.review.listened import played
from pipeline.runner import LISTENED
from pipeline.status import overview

#: What can be begun here; see `Opened.works`.
KINDS = ("write", "search", "cut", "export")


class Chosen(Value):
    """The model to write out with; empty means the study's."""

    model: str = ""


class Files(Value):
    """What is to be written for coding tools; `unreviewed` may leave though nobody has reviewed them."""

    formats: tuple[str, ...] = ()
    tool: str = ""
    times: bool = False
    unreviewed: tuple[str, ...] = ()


def _interviews(ask: Ask) -> dict[str, Any]:
    """The rows of `renskriv status`, what people did on each and what comes next; what is new, and runs."""
    from pipeline.respondents import respondents

    opened = ask.opened
    found = overview(opened.study)
    files = handed_over(opened)
    about = {one.interview: one for one in respondents(opened.study)}
    rows = [row | _work_on(opened, row, ask.who) for row in found["interviews"]]
    for row in rows:
        row["stand"], row["looked"] = stand(row), looked(row)
        row["step"] = step(opened, row, row["round"], handed=files["current"])
        told = about.get(row["interview"])
        row["respondent"] = {name: getattr(told, name, "") for name in ("group", "subgroup", "label")}
    return {
        "title": found["title"],
        "protection": found["protection"],
        "interviews": rows,
        "new": _new_recordings(opened, found["interviews"]),
        "rounds": opened.study.settings.review.rounds,
        "model": opened.study.settings.transcribe.model,
        "files": files,
        "work": _work(ask),
    }


def _work_on(opened: Opened, row: dict[str, Any], who: str) -> dict[str, Any]:
    """What people have done to an interview, and what is open; from the projection and what was played."""
    verified = opened.store.peek(row["interview"], "verified.json")
    rounds = range(1, opened.study.settings.review.rounds + 1)
    valid = {signature["round"] for signature in row["signed"]}
    following = next((number for number in rounds if number not in valid), None)
    heard = total = 0
    if following is not None and verified:
        speech = [Stretch(**stretch) for stretch in verified["speech"]]
        plays = opened.store.log(row["interview"], LISTENED, Listened)
        heard, total = played(plays, speech, who, following)
    return {
        "round": following,
        "played": heard,
        "speech": total,
        "remarks": len(verified.get("remarks", ())),
        "look_again": sum(remark["look_again"] for remark in verified.get("remarks", ())),
        "unsure": sum(not turn["sure"] for turn in verified.get("turns", ())),
        "voided": sorted({s["round"] for s in verified.get("signatures", ()) if not s["valid"]} - valid),
    }


def _new_recordings(opened: Opened, rows: list[dict[str, Any]]) -> int:
    """How many files in `audio_in/` no run has looked at yet, and recordings that are not written out."""
    from pipeline.arrivals import Arrivals, delivered
    from pipeline.ingest.probe import is_sound_name

    files = [path for path in delivered(opened.store.audio_in) if is_sound_name(path)]
    unknown = len(Arrivals(opened.store).unseen(files))
    return unknown + sum(bool(row["state"] == "recording") for row in rows)


def _work(ask: Ask) -> dict[str, Any]:
    """What is under way of each kind, and what came of it last."""
    return {name: work.snapshot() for name, work in ask.opened.works.items()}


def _begin(kind: str, ask: Ask) -> dict[str, Any]:
    wanted: Any = None
    if kind == "write":
        wanted = ask.read(Chosen).model or None
    elif kind == "export":
        wanted = ask.read(Files).model_dump(mode="json")
    ask.opened.works[kind].start(wanted)
    return _work(ask)


def _end(kind: str, ask: Ask) -> dict[str, Any]:
    ask.opened.works[kind].stop()
    return _work(ask)


def _offered(ask: Ask) -> dict[str, Any]:
    return offered(ask.opened)


_MODELS: list[dict[str, Any]] = []
_MODELS_LOCK = threading.Lock()


def _models(ask: Ask) -> dict[str, Any]:
    """The speech models: name, size, whether it is here, and minutes that an hour of sound takes here."""
    with _MODELS_LOCK:  # measured once a run of the server, in the worker, as it takes torch
        if not _MODELS:
            _MODELS.extend(ask.opened.keeper.run(_measure).result())
    return {"models": [row | {"note": say(row["note_key"])} for row in _MODELS]}


def _measure() -> list[dict[str, Any]]:
    from pipeline.actions import model_estimates
    from pipeline.weights import installed

    weights = installed()
    models = [model for model in weights.models() if model.hears_speech]
    minutes = model_estimates(models)
    sizes = {row.name: row for row in weights.rows()}
    return [
        {
            "name": model.name,
            "size": sizes[model.name].size,
            "here": sizes[model.name].present,
            "minutes": round(minutes[model.name]) if model.name in minutes else None,
            "note_key": f"weights.note.{model.note}",
            "sample_only": model.sample_only,
        }
        for model in models
    ]


VIEW = View(
    "overview",
    "/",
    doors=(
        Door("GET", "/interviews", _interviews),
        Door("GET", "/work", _work),
        *(Door("POST", f"/work/{kind}", partial(_begin, kind)) for kind in KINDS),
        *(Door("DELETE", f"/work/{kind}", partial(_end, kind)) for kind in KINDS),
        Door("GET", "/files", _offered),
        Door("GET", "/models", _models),
        Stream("PUT", "/files", receive),
    ),
    rooms=("overview",),
)
