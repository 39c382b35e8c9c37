"""Our own JSON: `{"turns": [{"speaker", "text", "role"?, "start_ms"?, "end_ms"?, "words"?}]}`."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, get_args

from pipeline.artefacts.transcript import Language, Role
from pipeline.ingest.transcripts import Read, Said, decoded, fault, printable
from pipeline.ingest.transcripts.who import role


def read(data: bytes, name: str) -> Read:
    """What is said in a `verified.json`.

    Raises:
        PipelineError: it is no JSON (with the place), or has another form.
    """
    text, notes = decoded(data, name)
    try:
        content = json.loads(text)
        language = content.get("language")
        said = tuple(_said(turn) for turn in content["turns"])
    except json.JSONDecodeError as error:
        raise fault("json_at", name, line=error.lineno, column=error.colno) from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise fault("json", name) from None
    return Read(said, notes, language if language in get_args(Language) else None)


def _said(turn: dict[str, Any]) -> Said:
    who, text = str(turn["speaker"]), printable(unicodedata.normalize("NFC", turn["text"]))
    written = turn.get("role")
    return Said(
        who,
        text,
        written if written in get_args(Role) else role(who),
        tuple(_stamps(turn, text)),
        turn.get("sure") is not False,
    )


def _stamps(turn: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """Where the turn begins and ends, and its words where all have times."""
    start, end, count = _time(turn.get("start_ms")), _time(turn.get("end_ms")), len(text.split())
    if start is None:
        return []
    words = turn.get("words") or []
    found = [(_time(word.get("start_ms")), _time(word.get("end_ms"))) for word in words]
    flat = [time for pair in found for time in pair if time is not None]
    whole = len(found) == count and len(flat) == 2 * count and flat == sorted(flat) and flat[0] >= start
    inner = [(index + side, time) for index, pair in enumerate(found) for side, time in enumerate(pair)]
    stamps = [(0, start), *((place, time) for place, time in inner if whole and time is not None)]
    last = max(time for _, time in stamps)
    return stamps if end is None or end < last else [*stamps, (count, end)]


def _time(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
