"""The kinds of files, one module each. A new one is a file here and a line below."""

from pipeline.registry import Registry

FORMATS = Registry("export format")

_HERE = "pipeline.export.formats"
FORMATS.add("qdpx", f"{_HERE}.qdpx:Qdpx")
FORMATS.add("qdc", f"{_HERE}.qdc:Qdc")
