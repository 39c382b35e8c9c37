"""What must not outlive a change: text that was made from what people have changed since.

A correction, a new alias or another replacement makes de-identified text, themes and exported files stale.
They are removed before the change is acknowledged: a kill in between leaves too little, never too much.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.messages import say
from pipeline.store import StudyStore, sync_folder, told

#: Logs of what people have decided; they are never removed here.
LOGS = ".jsonl"

#: Projects of the coding tools (NVivo, ATLAS.ti, MAXQDA, Quirkos, f4, Taguette) that somebody keeps beside
#: the exported files: people's work, and none of ours.
PROJECTS = frozenset(
    {
        ".nvp",
        ".nvpx",
        ".nvcx",
        ".atlproj",
        ".atlproj23",
        ".atlproj25",
        ".mqda",
        ".mx20",
        ".mx22",
        ".mx24",
        ".qrk",
        ".f4p",
        ".f4a",
    }
)


def void(store: StudyStore, interview: str | None) -> None:
    """Remove the de-identified and themed text of this interview (None: of all) and all exported files.

    When this returns the files are gone and the folders synced. Logs stay. Cheap where there is nothing.

    Raises:
        PipelineError: a file cannot be removed (it is open in another program, or the folder is locked).
    """
    with told(store.coding):
        _empty(store.coding, lambda path: path.suffix.casefold() in PROJECTS)
    folders = [store.anonymised / interview] if interview else _entries(store.anonymised)
    for folder in folders:
        with told(folder):
            if folder.is_dir() and not folder.is_symlink():
                # Without its stamps nothing counts as a result, so they go first.
                _empty(folder / "stamps", lambda _path: False)
                _empty(folder, lambda path: path.suffix == LOGS)


def _empty(folder: Path, keeps: Callable[[Path], bool]) -> None:
    """Remove what is in a folder, links themselves and never what they point at; the folder stays.

    Two people may change two interviews at once: what the other one has removed already is gone.
    """
    gone = [entry for entry in _entries(folder) if not keeps(entry)]
    for entry in gone:
        if entry.is_dir() and not entry.is_symlink():
            _empty(entry, keeps)
            if not _entries(entry):
                with contextlib.suppress(FileNotFoundError):
                    entry.rmdir()
        else:
            _remove(entry)
    if gone:
        with contextlib.suppress(FileNotFoundError):
            sync_folder(folder)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:  # on Windows, open elsewhere
        raise PipelineError(say("voiding.held", path=path), hint=say("voiding.held.hint")) from None


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
