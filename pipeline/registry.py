"""Plug-ins by name, imported only when they are used.

A new engine, identifier type or export format is one file plus one line here or in its room's
registry. A name that is taken is refused, naming both claimants.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any


class Registry:
    """Names of one kind of plug-in and where each lives (`package.module:attribute`)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._places: dict[str, str] = {}

    def add(self, name: str, place: str) -> None:
        """Register a plug-in.

        Raises:
            ValueError: the name is taken.
        """
        if name in self._places:
            raise ValueError(f"{self.kind} {name!r} is claimed by {self._places[name]} and by {place}")
        self._places[name] = place

    def load(self, name: str) -> Any:
        """Import the plug-in of this name.

        Raises:
            KeyError: there is none; its argument is the name.
        """
        module, _, attribute = self._places[name].partition(":")
        return getattr(import_module(module), attribute)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places
