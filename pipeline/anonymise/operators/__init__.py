"""What may stand instead of a mention, one file per operator. A new one is a file here and a line below.

In order of strictness, the mildest first: the names of `artefacts/entity.Operator`.
"""

from pipeline.registry import Registry

OPERATORS = Registry("operator")

_HERE = "pipeline.anonymise.operators"
OPERATORS.add("keep", f"{_HERE}.keep:Keep")
OPERATORS.add("generalise", f"{_HERE}.generalise:Generalise")
OPERATORS.add("surrogate", f"{_HERE}.surrogate:Surrogate")
OPERATORS.add("placeholder", f"{_HERE}.placeholder:Placeholder")
OPERATORS.add("remove", f"{_HERE}.remove:Remove")
