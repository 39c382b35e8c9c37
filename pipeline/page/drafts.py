"""What a browser keeps of what the server has not taken is locked with a key that lies with the interview."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from pipeline.page.asking import Ask
from pipeline.store import write_file

#: 32 bytes beside the interview's originals, removed with them.
KEY = "drafts.key"


def drafts_of(ask: Ask, interview: str) -> dict[str, Any]:
    """Whose drafts a page keeps and their key, which never leaves the study and the page's memory.

    It is made at the first reading.

    Returns:
        `{"who", "draftKey"}`, the key in base 64.
    """
    path = ask.opened.store.path(interview, KEY)
    with ask.opened.store.lock(interview, "drafts"):
        if not path.is_file() or path.stat().st_size != 32:
            write_file(path, secrets.token_bytes(32))
        return {"who": ask.person, "draftKey": base64.b64encode(path.read_bytes()).decode()}
