"""Oversikt: the interviews, how far each has come, and the one thing to do next."""

from __future__ import annotations

import threading
from typing import Any

from pipeline.artefacts.base import Value
from pipeline.artefacts.decision import Listened
from pipeline.artefacts.transcript import Stretch
from pipeline.messages import say
from pipeline.page.arriving import receive
from pipeline.page.asking import Ask, Door, Stream, View
from pipeline.page.site import Opened
from pipeline.review.listened import played
from pipeline.runner import LISTENED
from pipeline.status import overview


class Chosen(Value):
    """The model to write out with; empty means the study's."""

    model: str = ""


def _interviews(ask: Ask) -> dict[str, Any]:
    """The rows of `renskriv status` and what people have done on each; what is new, and what runs now."""
    opened = ask.opened
    found = overview(opened.study)
    rows = [row | _work_on(opened, row, ask.who) for row in found["interviews"]]
    return {
        "title": found["title"],
        "protection": found["protection"],
        "interviews": rows,
        "new": _new_recordings(opened, found["interviews"]),
        "rounds": opened.study.settings.review.rounds,
        "model": opened.study.settings.transcribe.model,
        "work": opened.work.snapshot(),
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
    return ask.opened.work.snapshot()


def _start(ask: Ask) -> dict[str, Any]:
    ask.opened.work.start(ask.read(Chosen).model or None)
    return ask.opened.work.snapshot()


def _stop(ask: Ask) -> dict[str, Any]:
    ask.opened.work.stop()
    return ask.opened.work.snapshot()


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
        Door("POST", "/work", _start),
        Door("DELETE", "/work", _stop),
        Door("GET", "/models", _models),
        Stream("PUT", "/files", receive),
    ),
    rooms=("overview",),
)
