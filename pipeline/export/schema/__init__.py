"""REFI-QDA's schemas, and checking a document against one. See README.md for their source and licence."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


def valid(document: Any, name: str) -> None:
    """Check an lxml element against `Project.xsd` or `Codebook.xsd`.

    Raises:
        ValueError: it is not what the standard asks for, a bug; names places and rules, never contents.
    """
    schema = _schema(name)
    if not schema.validate(document):
        broken = "; ".join(f"line {error.line}: {error.type_name}" for error in schema.error_log)
        raise ValueError(f"not valid by {name}: {broken}")


@cache
def _schema(name: str) -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.fromstring((files(__package__) / name).read_bytes()))
