"""Pages that stand alone: one file, no script, nothing from anywhere else."""

from __future__ import annotations

from typing import Any


def page(template: str, **values: Any) -> bytes:
    """A template of this room with these values, all of them escaped (UTF-8)."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("pipeline.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template(template).render(**values).encode()
