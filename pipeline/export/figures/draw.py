"""Figures as SVG and PNG, by matplotlib. The same figure gives the same bytes.

In SVG text stays text: it can be searched, read aloud and translated, and it is what the canary tests read.
Its widths are those of DejaVu Sans, among the widest that are common, so that another font fits as well.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.export.figures.figure import MARGIN, Box, Dot, Figure, Rule, Shape, Words, font

#: Dots per inch of a PNG: what journals ask for line drawings with grey tones.
DPI = 200

FONTS = "'DejaVu Sans', Verdana, Geneva, 'Segoe UI', sans-serif"

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"


def png(figure: Figure, told: str) -> bytes:
    """The figure as PNG, with its title, its alternative text and `told` as text inside the file."""
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    for key, text in (("Title", figure.title), ("Description", f"{figure.alt} {told}")):
        about.add_itxt(key, text)
    out = io.BytesIO()
    with _canvas(figure) as canvas:
        canvas.savefig(out, format="png", dpi=DPI, pil_kwargs={"pnginfo": about})
    return out.getvalue()


def svg(figure: Figure, told: str, prefix: str = "") -> bytes:
    """The figure as SVG; `<title>` and `<desc>` hold its title, its alternative text and `told`.

    Args:
        figure: the figure.
        told: what the file says of itself.
        prefix: stands before all ids, so that several figures can stand in one page.
    """
    from lxml import etree

    out = io.BytesIO()
    with _canvas(figure) as canvas:
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    drawn = etree.fromstring(out.getvalue(), etree.XMLParser(no_network=True, remove_comments=True))
    for needless in [*drawn.iter(f"{_SVG}metadata", f"{_SVG}style", f"{_SVG}title")]:
        needless.getparent().remove(needless)
    for one in drawn.iter():
        _tidied(one, prefix)
    etree.cleanup_namespaces(drawn)
    drawn.set("role", "img")
    drawn.set("aria-labelledby", f"{prefix}title {prefix}desc")
    drawn.set("font-family", FONTS)
    for place, (tag, text) in enumerate((("title", figure.title), ("desc", f"{figure.alt} {told}"))):
        said = etree.Element(f"{_SVG}{tag}", id=f"{prefix}{tag}")
        said.text = text
        drawn.insert(place, said)
    found: bytes = etree.tostring(drawn, encoding="utf-8")
    return found + b"\n"


def _tidied(one: Any, prefix: str) -> None:
    """No ids but those that are referred to, and a tenth of a point is fine enough."""
    if one.tag == f"{_SVG}g":
        one.attrib.pop("id", None)
    if "id" in one.attrib:
        one.set("id", prefix + one.get("id"))
    if (to := one.attrib.pop(_XLINK, None)) is not None:
        one.set("href", f"#{prefix}{to.removeprefix('#')}")
    if one.get("transform", "").startswith("rotate(-0 "):
        del one.attrib["transform"]
    for name, value in one.attrib.items():
        if name in ("d", "x", "y", "transform", "width", "height", "points"):
            one.set(name, re.sub(r"-?\d+\.\d+", _tenth, " ".join(value.split())))
        elif "url(#" in value:
            one.set(name, value.replace("url(#", f"url(#{prefix}"))
        if name == "style":
            kept = re.sub(r"font-family:[^;]*;?\s*", "", one.get("style"))
            one.set("style", re.sub(r"font: (.*?px)[^;]*", r"font-size: \1", kept))
    if one.tail is not None and not one.tail.strip():
        one.tail = "\n"
    if one.text is not None and not one.text.strip():
        one.text = None


def _tenth(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.1f}"
    return text.removesuffix(".0").replace("-0", "0") if float(text) == 0 else text.removesuffix(".0")


# ---------------------------------------------------------------------- by matplotlib


@contextmanager
def _canvas(figure: Figure) -> Iterator[Any]:
    """The figure drawn; nothing of it comes from how somebody has set up matplotlib."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas
    from matplotlib.transforms import Affine2D

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {"svg.fonttype": "none", "svg.hashsalt": f"renskriv {figure.name}", "hatch.linewidth": 0.6}
        )
        canvas = Canvas(figsize=(figure.width + 2 * MARGIN, figure.height + 2 * MARGIN), facecolor="white")
        FigureCanvasAgg(canvas)
        inches = Affine2D().scale(1, -1).translate(MARGIN, figure.height + MARGIN) + canvas.dpi_scale_trans
        for order, shape in enumerate(figure.shapes):
            _add(canvas, shape, {"transform": inches, "zorder": order})
        yield canvas


def _add(canvas: Any, shape: Shape, where: dict[str, Any]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Rectangle

    match shape:
        case Box():
            place = ((shape.x, shape.y), shape.width, shape.height)
            box = Rectangle(*place, facecolor=shape.fill, linewidth=0.6 if shape.edge else 0)
            if shape.edge:
                box.set_edgecolor(shape.edge)
            canvas.add_artist(box).set(**where)
            if shape.hatch:
                # A hatch has the colour of the edge, so it is an edge of no width.
                lines = Rectangle(*place, facecolor="none", edgecolor=shape.hatch_colour, linewidth=0)
                canvas.add_artist(lines).set(hatch=shape.hatch, **where)
        case Rule():
            line = Line2D((shape.x, shape.to_x), (shape.y, shape.to_y))
            canvas.add_artist(line).set(color=shape.colour, linewidth=shape.weight, **where)
        case Dot():
            circle = Circle((shape.x, shape.y), shape.radius, facecolor=shape.fill, edgecolor=shape.edge)
            canvas.add_artist(circle).set(linewidth=0.7, **where)
        case Words():
            # Where small letters have their middle, so that lines stand evenly whatever is in them.
            down = 0.36 * shape.size / 72
            canvas.text(
                shape.x + (down if shape.turned else 0),
                shape.y + (0 if shape.turned else down),
                shape.text,
                fontproperties=font(shape.size, bold=shape.bold, italic=shape.italic),
                color=shape.colour,
                ha=shape.align,
                va="baseline",
                rotation=90 if shape.turned else 0,
                rotation_mode="anchor",
                parse_math=False,
                **where,
            )
