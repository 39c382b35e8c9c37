"""Interviews and their stages, who signed, and what comes next. Plain JSON only, so that it starts fast."""

from __future__ import annotations

import json
from typing import Any

from pipeline.arrivals import Arrivals
from pipeline.messages import say
from pipeline.runner import DECISIONS, STAGES, Job, Study, state_of


def overview(study: Study) -> dict[str, Any]:
    """The state of a study, as `renskriv status --json` prints it.

    Returns:
        `{"study", "title", "protection", "waiting", "next", "interviews": [{"interview", "kind",
        "duration_ms", "model", "words", "marks", "state", "stages", "signed", "torn_log", "next"}]}`;
        `stages` maps a stage to done, missing, old or older_settings; `signed` lists valid signatures.
    """
    entries = Arrivals(study.store).entries()
    rows = [_row(study, name, entry.parts, entry.how == "import") for name, entry in entries.items()]
    waiting = [row["interview"] for row in rows if row["waits_for"] == "people"]
    machine = [row["interview"] for row in rows if row["waits_for"] == "machine"]
    if not rows:
        following = say("cli.next.empty")
    elif machine:
        following = say("cli.next.transcribe", interviews=", ".join(machine))
    elif waiting:
        following = say("cli.next.review", interviews=", ".join(waiting))
    else:
        following = say("cli.next.nothing")
    return {
        "study": str(study.store.root),
        "title": study.settings.title,
        "protection": say("cli.protection"),
        "waiting": waiting,
        "next": following,
        "interviews": rows,
    }


def _row(study: Study, interview: str, parts: tuple[str, ...], imported: bool) -> dict[str, Any]:
    store, rounds = study.store, study.settings.review.rounds
    job = Job(study, interview, parts=parts)
    stages = {stage.name: state_of(stage, job) for stage in STAGES if stage.imported or not imported}
    asked_for = {stage.name for stage in STAGES if stage.on_request}
    stages = {name: state for name, state in stages.items() if name not in asked_for or state != "missing"}
    if not store.has(interview, "audio.wav") and store.has(interview, "transcript.json"):
        stages |= {
            stage.name: "older_settings"
            for stage in STAGES
            if not stage.imported and stages.get(stage.name) == "missing"
        }
    recording, verified = store.peek(interview, "recording.json"), store.peek(interview, "verified.json")
    transcribed = store.has(interview, "transcript.json")
    signed = [s for s in verified.get("signatures", ()) if s["valid"]]
    done_rounds = {signature["round"] for signature in signed}
    unsigned = [number for number in range(1, rounds + 1) if number not in done_rounds]
    if not transcribed or any(stages[name] in ("missing", "old") for name in stages if name not in asked_for):
        waits_for, following = "machine", say("cli.next.row.transcribe")
    elif unsigned:
        waits_for = "people"
        following = say("cli.next.row.sign", interview=interview, round=unsigned[0])
    else:
        waits_for, following = "", say("cli.next.row.nothing")
    state = (
        "verified" if transcribed and not unsigned else "machine_transcript" if transcribed else "recording"
    )
    shown = "imported" if imported and state == "machine_transcript" else state
    return {
        "interview": interview,
        "kind": recording.get("kind", "interview"),
        "imported": imported,
        "duration_ms": recording.get("duration_ms", 0),
        "corrupt_packets": sum(part["corrupt_packets"] for part in recording.get("parts", ())),
        "model": _model(study, interview),
        "words": sum(len(turn["words"]) for turn in verified.get("turns", ())),
        "marks": len(verified.get("marks", ())),
        "state": state,
        "state_text": say(f"cli.state.{shown}"),
        "stages": stages,
        "signed": [{key: s[key] for key in ("round", "who", "at", "outside")} for s in signed],
        "torn_log": store.torn(interview, DECISIONS),
        "waits_for": waits_for,
        "next": following,
    }


def _model(study: Study, interview: str) -> str:
    """The model's name; of a path only the last part, as paths may hold names."""
    name = str(study.store.peek(interview, "stamps/transcribe.json").get("model", ""))
    return name.replace("\\", "/").rpartition("/")[2]


def as_json(found: dict[str, Any]) -> str:
    """One document, readable by people too."""
    return json.dumps(found, ensure_ascii=False, indent=1)
