"""What is missing on this machine, and how to get it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.weights import installed

#: What each room needs: distribution and the module that it brings.
NEEDED = {
    "av": "av",
    "numpy": "numpy",
    "onnxruntime": "onnxruntime",
    "torch": "torch",
    "openai-whisper": "whisper",
    "scikit-learn": "sklearn",
    "safetensors": "safetensors",
    "python-docx": "docx",
    "pyyaml": "yaml",
    "spacy": "spacy",
    "presidio-analyzer": "presidio_analyzer",
    "presidio-anonymizer": "presidio_anonymizer",
}

#: Free space for the working copy of an hour's interviews: 115 MB an hour of sound.
FREE_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and what mends it."""

    good: bool
    text: str
    mend: str = ""


def examine() -> tuple[Check, ...]:
    """Look at Python, libraries, models and the disk. Opens no connection."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    right = (3, 11) <= sys.version_info[:2] < (3, 14)
    checks = [Check(right, say("cli.doctor.python", version=version), say("cli.doctor.python.mend"))]
    missing = [name for name, module in NEEDED.items() if importlib.util.find_spec(module) is None]
    checks.append(
        Check(
            not missing,
            say("cli.doctor.missing", names=", ".join(missing))
            if missing
            else say("cli.doctor.libraries", count=len(NEEDED)),
            say("cli.doctor.missing.mend"),
        )
    )
    checks += _models()
    free = shutil.disk_usage(Path.cwd()).free
    checks.append(
        Check(
            free >= FREE_BYTES, say("cli.doctor.disk", free=f"{free / 1e9:.0f}"), say("cli.doctor.disk.mend")
        )
    )
    checks.append(_graphics())
    return tuple(checks)


def _models() -> list[Check]:
    weights = installed()
    try:
        models = weights.models()
    except PipelineError as error:
        return [Check(False, error.message, error.hint)]
    checks = []
    for model in models:
        if not weights.present(model) and not model.embedded:
            continue
        try:
            weights.verify(model)
            checks.append(Check(True, say("cli.doctor.model", name=model.name)))
        except PipelineError as error:
            checks.append(Check(False, error.message, error.hint))
    real = any(weights.present(model) and not model.embedded for model in models)
    checks.append(Check(True, say("cli.doctor.real_model" if real else "cli.doctor.no_real_model")))
    return checks


def _graphics() -> Check:
    if importlib.util.find_spec("torch") is None:
        return Check(True, say("cli.doctor.cpu"))
    import torch

    return Check(True, say("cli.doctor.gpu" if torch.cuda.is_available() else "cli.doctor.cpu"))
