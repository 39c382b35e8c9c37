"""The figures of a study, one module each. A new one is a file here and a line below."""

from pipeline.registry import Registry

FIGURES = Registry("figure")

_HERE = "pipeline.export.figures"
FIGURES.add("coverage", f"{_HERE}.coverage:figures")
FIGURES.add("timeline", f"{_HERE}.timeline:figures")
FIGURES.add("comparison", f"{_HERE}.comparison:figures")
FIGURES.add("tree", f"{_HERE}.tree:figures")
FIGURES.add("agreement", f"{_HERE}.agreement:figures")
