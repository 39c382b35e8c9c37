"""A new study, begun from the page."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from pipeline.actions import start_study
from pipeline.artefacts.base import Value
from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.page.asking import Ask, Door, View
from pipeline.runner import open_study


class New(Value):
    """Where the study shall lie, and the text of its interview guide if there is one."""

    folder: str
    guide: str = ""


def _fill(ask: Ask) -> dict[str, Any]:
    return {"example": str(Path.home() / "studier" / "min-studie"), "has_study": ask.site.has_study}


def _start(ask: Ask) -> dict[str, Any]:
    new = ask.read(New)
    if not new.folder.strip() or "\0" in new.folder:
        raise PipelineError(say("start.folder_needed"), hint=say("start.folder_needed.hint"))
    folder = Path(new.folder.strip())
    with contextlib.suppress(RuntimeError):  # nobody here has that name
        folder = folder.expanduser()
    if not folder.is_absolute():
        raise PipelineError(say("start.folder_whole"), hint=say("start.folder_whole.hint"))
    warnings = start_study(folder, guide=new.guide.encode() if new.guide.strip() else None)
    shown = not ask.site.has_study
    ask.site.show(open_study(folder))
    return {"folder": str(folder), "warnings": list(warnings), "shown": shown}


VIEW = View(
    "start",
    "/start",
    fill=_fill,
    doors=(Door("POST", "/studies", _start),),
    rooms=("start",),
    needs_study=False,
    needs_name=False,
)
