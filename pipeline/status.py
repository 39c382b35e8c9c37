"""Interviews and their stages, who signed, and what comes next. Plain JSON only, so that it starts fast."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.arrivals import Arrivals
from pipeline.link_key import protection
from pipeline.messages import say
from pipeline.runner import (
    DECISIONS,
    STAGES,
    Job,
    State,
    Study,
    skips_import,
    state_of,
    state_of_exports,
    state_of_text,
)
from pipeline.store import ANONYMISED, WHOLE, digest_of

ANONYMISED_TEXT, THEMED = f"{ANONYMISED}anonymised.json", f"{ANONYMISED}themed.json"


#: What checked interviews wait for, in the order of work.
STEPS = ("anonymise", "decide", "approve", "segment", "place", "export")


def overview(study: Study) -> dict[str, Any]:
    """The state of a study, as `renskriv status --json` prints it.

    Returns:
        `{"study", "title", "protection", "exports", "waiting", "next", "interviews": [{"interview", "kind",
        "duration_ms", "model", "words", "marks", "state", "stages", "signed", "reviewed", "approved",
        "passages", "unplaced", "torn_log", "next"}]}`; `stages` maps a stage to done, missing, old or
        older_settings; `signed` lists valid signatures; `approved` is who signed off the de-identified text;
        `exports` says whether files for coding tools are current, old or none.
    """
    entries = Arrivals(study.store).entries()
    approved = _approvals(study)
    rows = [
        _row(study, name, entry.sound, entry.how == "import", approved) for name, entry in entries.items()
    ]
    waiting = [row["interview"] for row in rows if row["waits_for"] == "people"]
    machine = [row["interview"] for row in rows if row["waits_for"] == "machine"]
    if not rows:
        following = say("cli.next.empty")
    elif machine:
        following = say("cli.next.transcribe", interviews=", ".join(machine))
    elif waiting:
        following = say("cli.next.review", interviews=", ".join(waiting))
    else:
        steps = [row["waits_for"] for row in rows if row["waits_for"] in STEPS]
        following = say(f"cli.next.{min(steps, key=STEPS.index)}") if steps else say("cli.next.nothing")
    return {
        "study": str(study.store.root),
        "title": study.settings.title,
        "protection": protection(study),
        "exports": state_of_exports(study),
        "waiting": waiting,
        "next": following,
        "interviews": rows,
    }


def _row(
    study: Study,
    interview: str,
    parts: tuple[str, ...],
    imported: bool,
    approved: dict[tuple[str, str], str],
) -> dict[str, Any]:
    store, rounds = study.store, study.settings.review.rounds
    job = Job(study, interview, parts=parts)
    stages = {
        stage.name: state_of(stage, job) for stage in STAGES if not (imported and skips_import(stage, job))
    }
    asked_for = {stage.name for stage in STAGES if stage.on_request}
    stages = {name: state for name, state in stages.items() if name not in asked_for or state != "missing"}
    if not store.has(interview, "audio.wav") and store.has(interview, "transcript.json"):
        stages |= {
            stage.name: "older_settings"
            for stage in STAGES
            if stage.imported != "always" and stages.get(stage.name) == "missing"
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
        waits_for = following = ""
    text, themed = store.peek(interview, ANONYMISED_TEXT), store.peek(interview, THEMED)
    signed_off = approved.get((interview, text.get("text_digest", "")), "")
    passages = themed.get("passages", ())
    stages |= _later(study, interview, text, themed)
    if not waits_for:
        waits_for = _waits_for(stages, bool(text.get("reviewed")), signed_off, passages)
        following = say(f"cli.next.row.{waits_for}", interview=interview)
    state = "verified" if transcribed and not unsigned else ""
    state = "deidentified" if stages.get("replace") == "done" else state
    state = state or ("machine_transcript" if transcribed else "recording")
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
        "reviewed": bool(text.get("reviewed")),
        "approved": signed_off,
        "passages": len(passages),
        "unplaced": sum(passage["status"] == "unplaced" for passage in passages),
        "torn_log": store.torn(interview, DECISIONS),
        "waits_for": waits_for,
        "next": following,
    }


def _later(study: Study, interview: str, text: dict[str, Any], themed: dict[str, Any]) -> dict[str, State]:
    """The stages that begin with de-identified text; those that nobody has asked for are left out."""
    stages: dict[str, State] = {}
    replaced = state_of_text(study, interview)
    if replaced != "missing":
        stages["replace"] = replaced
    if themed:
        current = themed.get("text_digest") == text.get("text_digest") and themed.get(
            "guide_digest"
        ) == digest_of(study.guide_bytes() or b"")
        stages["segment"] = "done" if current and replaced == "done" else "old"
    return stages


def _waits_for(stages: Mapping[str, str], reviewed: bool, signed_off: str, passages: Any) -> str:
    """The next step of an interview that has been checked; see `STEPS`."""
    if stages.get("find", "missing") != "done" or stages.get("replace") == "old":
        return "anonymise"
    if not reviewed:
        return "decide"
    if not signed_off:
        return "approve"
    if stages.get("segment") != "done":
        return "segment"
    if any(passage["status"] == "unplaced" or passage.get("look_again") for passage in passages):
        return "place"
    return "export"


def _approvals(study: Study) -> dict[tuple[str, str], str]:
    """Who signed off which text: (interview, text digest) -> name. A line that is torn does not count."""
    found: dict[tuple[str, str], str] = {}
    lines = list(_lines(study))
    undone: set[str] = set()
    for line in reversed(lines):
        if line["id"] in undone:
            continue
        if line.get("undoes"):
            undone.add(line["undoes"])
        for operation in line.get("operations", ()):
            if operation["op"] == "approve":
                found.setdefault((operation["interview"], operation["text_digest"]), line["who"])
    return found


def _lines(study: Study) -> Iterator[dict[str, Any]]:
    path = study.store.path(WHOLE, "study.jsonl")
    if path.is_file():
        for line in path.read_bytes().splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _model(study: Study, interview: str) -> str:
    """The model's name; of a path only the last part, as paths may hold names."""
    name = str(study.store.peek(interview, "stamps/transcribe.json").get("model", ""))
    return name.replace("\\", "/").rpartition("/")[2]


def as_json(found: dict[str, Any]) -> str:
    """One document, readable by people too."""
    return json.dumps(found, ensure_ascii=False, indent=1)
