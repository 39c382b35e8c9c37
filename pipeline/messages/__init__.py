"""Everything Renskriv says to people, in Norwegian (bokmål) and English.

One catalogue: a module per room with a dictionary `MESSAGES`, `key -> (nb, en)`. A key begins with
the name of its room (`ingest.empty`). Values are filled in with `str.format`; a value that is a path
or a name is written as given, so a caller never passes interview text.
"""

import locale
import os
from contextvars import ContextVar
from functools import cache
from importlib import import_module

LANGUAGES = ("nb", "en")
ROOMS = (
    "anonymise",
    "categories",
    "common",
    "coding_back",
    "coverage",
    "deidentify",
    "cli",
    "evaluate",
    "export",
    "figures",
    "guide_import",
    "identify",
    "imported",
    "ingest",
    "key",
    "language_model",
    "link",
    "listen",
    "overview",
    "page",
    "placings",
    "reading",
    "respondents",
    "redact",
    "replace",
    "review",
    "risk",
    "rulings",
    "runner",
    "segment",
    "settings",
    "start",
    "themes",
    "transcribe",
    "voiding",
    "weights",
    "withdrawal",
)

_language: ContextVar[str | None] = ContextVar("language", default=None)


def use_language(code: str | None) -> None:
    """Speak this language (`nb` or `en`) from now on; None goes back to the user's locale."""
    if code is not None and code not in LANGUAGES:
        raise ValueError(f"no catalogue for this language; there are {', '.join(LANGUAGES)}")
    _language.set(code)


def language() -> str:
    """The language in use: the one chosen, else by the user's locale, else Norwegian."""
    chosen = _language.get()
    if chosen is not None:
        return chosen
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((n for n in names if n), "") or (locale.getlocale()[0] or "")
    return "en" if name.lower().startswith("en") else "nb"


def say(key: str, /, **values: object) -> str:
    """The message of this key in the language in use, with the values filled in.

    Raises:
        KeyError: no such message; a bug.
    """
    return say_in(language(), key, **values)


def say_in(code: str, key: str, /, **values: object) -> str:
    """The message of this key in a given language: for files whose readers are known, not the user.

    Raises:
        KeyError: no such message; a bug.
    """
    return catalogue()[key][LANGUAGES.index(code)].format(**values)


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """All messages, `key -> (nb, en)`; a key that stands in two rooms is a bug and refused."""
    found: dict[str, tuple[str, str]] = {}
    for room in ROOMS:
        for key, texts in import_module(f"{__name__}.{room}").MESSAGES.items():
            if key in found or not key.startswith(f"{room}."):
                raise ValueError(f"message {key} of room {room}: named twice, or not after its room")
            found[key] = texts
    return found


def one_line(text: str) -> str:
    """A name as it can stand in one line of a terminal: control characters escaped, nothing hidden."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
