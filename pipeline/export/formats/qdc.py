"""A REFI-QDA codebook (.qdc): the code tree alone, for a project that is there already.

Source: REFI-QDA 1.5, section 5. A codebook has no place for a description, so its state stands in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.export import schema
from pipeline.export.study import ExportStudy, Node, Options, guid, statement

ORIGIN = "Renskriv"

#: What XML 1.0 cannot hold.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Colours of main themes, apart from each other for the colour-blind too (Okabe and Ito, 2008).
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


class Qdc:
    """`kodebok.qdc`."""

    name = "qdc"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """The codebook; the same for all tools."""
        from lxml import etree

        make = Maker("urn:QDA-XML:codebook:1.0")
        root = make("CodeBook", origin=ORIGIN)
        codes(make, make("Codes", root), study, used=frozenset())
        schema.valid(root, "Codebook.xsd")
        root.insert(0, etree.Comment(f" {' '.join(statement(study)).replace('--', '–')} "))
        return {"kodebok.qdc": as_bytes(root)}


class Maker:
    """Makes elements of one namespace; what XML cannot hold becomes U+FFFD."""

    def __init__(self, namespace: str) -> None:
        from lxml import etree

        self._etree, self._namespace = etree, namespace

    def __call__(self, tag: str, parent: Any = None, text: str = "", /, **attributes: object) -> Any:
        """An element under `parent`, or a root."""
        name = f"{{{self._namespace}}}{tag}"
        told = {key: safe(str(value)) for key, value in attributes.items()}
        if parent is None:
            element = self._etree.Element(name, told, nsmap={None: self._namespace})
        else:
            element = self._etree.SubElement(parent, name, told)
        if text:
            element.text = safe(text)
        return element


def safe(text: str) -> str:
    """The text with U+FFFD for what XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE."""
    return _NOT_IN_XML.sub("\ufffd", text)


def codes(make: Maker, parent: Any, study: ExportStudy, used: frozenset[str]) -> None:
    """The code tree under `parent`. A theme that only holds subthemes cannot be coded with."""

    def add(nodes: Sequence[Node], over: Any, colour: str, depth: int) -> None:
        for place, node in enumerate(nodes):
            shown = COLOURS[place % len(COLOURS)] if depth == 0 else colour
            codable = node.own or depth > 0 or not any(not one.own for one in node.under) or node.id in used
            element = make(
                "Code",
                over,
                guid=guid("code", node.id),
                name=node.name,
                isCodable=str(codable).lower(),
                color=shown,
            )
            if node.description:
                make("Description", element, node.description)
            add(node.under, element, shown, depth + 1)

    add(study.tree(), parent, "", 0)


def as_bytes(root: Any) -> bytes:
    """The document in UTF-8 without a byte order mark, with LF."""
    from lxml import etree

    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data
