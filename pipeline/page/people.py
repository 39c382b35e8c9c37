"""Who works on the page: how each likes it, and where each left off. Private to the study."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.artefacts.decision import Decision
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.review.words import clean
from pipeline.runner import DECISIONS
from pipeline.store import StudyStore, write_file

#: Longest name, in characters; most that is kept of one person's settings or of one place, in characters.
LONGEST_NAME = 80
MOST = 20_000


def check_name(name: str) -> str:
    """A name that can stand in a log.

    Raises:
        PipelineError: it is empty or too long.
    """
    name = clean(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise PipelineError(say("page.name_wrong"), hint=say("page.name_wrong.hint", most=LONGEST_NAME))
    return name


class People:
    """`identified/people.json`: name -> settings and places, as the page's scripts have written them."""

    def __init__(self, store: StudyStore) -> None:
        self.store = store
        self.path = store.identified / "people.json"

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}  # comfort, not work: what is damaged begins anew
        return found if isinstance(found, dict) else {}

    def names(self) -> tuple[str, ...]:
        """Who has worked here before: on this page, or by what the logs say."""
        found = dict.fromkeys(self._read())
        for interview in self.store.interviews():
            for decision in self.store.log(interview, DECISIONS, Decision)[-200:]:
                found[decision.who] = None
        return tuple(found)

    def settings(self, who: str) -> dict[str, Any]:
        """How this person likes the page; empty for somebody new."""
        return dict(self._read().get(who, {}).get("settings", {}))

    def place(self, who: str, interview: str) -> dict[str, Any] | None:
        """Where this person left an interview."""
        found: dict[str, Any] | None = self._read().get(who, {}).get("places", {}).get(interview)
        return found

    def keep_settings(self, who: str, settings: Mapping[str, Any]) -> None:
        """Keep how this person likes the page."""
        self._keep(who, "settings", settings)

    def keep_place(self, who: str, interview: str, place: Mapping[str, Any]) -> None:
        """Keep where this person is in an interview."""
        self._keep(who, "places", {interview: place})

    def _keep(self, who: str, what: str, values: Mapping[str, Any]) -> None:
        if len(json.dumps(values)) > MOST:
            raise PipelineError(say("page.too_much"), hint=say("page.too_much.hint"))
        with self.store.lock("people"):
            people = self._read()
            person = people.setdefault(who, {})
            person[what] = {**person.get(what, {}), **values}
            write_file(self.path, json.dumps(people, ensure_ascii=False, indent=1).encode() + b"\n")
