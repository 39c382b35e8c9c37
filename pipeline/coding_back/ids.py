"""Ids of what comes from a coding tool: made from what it says, so that nothing comes in twice."""

from __future__ import annotations

import hashlib

#: Decisions and passages that came from a coding tool begin so.
PREFIX = "qdpx-"


def digest(*parts: str) -> str:
    """32 hexadecimal digits; the same parts give the same ones."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def id_of(*parts: str, length: int = 32) -> str:
    """The id of what is told by these parts."""
    return f"{PREFIX}{digest(*parts)[:length]}"


def is_of(passage: str, key: str) -> bool:
    """Whether a passage came from the place with this key; a place under several themes has several."""
    return passage == key or passage.startswith(f"{key}-")
