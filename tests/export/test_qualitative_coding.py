"""What we write, taken in by qualitative-coding's own importer: documents, the code tree, codings by line.

`make test` lays qualitative-coding beside the environment (`.ci/qualitative-coding.txt`), as it wants other
versions than Taguette does. It runs in a process of its own that can reach nothing. It is a reader of
projects alone: it has no door for a codebook.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import exporting
import pytest
import yaml

from pipeline.export.order import running
from pipeline.export.study import ExportStudy, Tool, of

FOLDER = Path(sys.prefix) / "importers" / "qualitative-coding"

pytestmark = pytest.mark.skipif(
    not (FOLDER / "qualitative_coding").is_dir(),
    reason="qualitative-coding is not here (`make test` fetches it into .venv/importers where it can)",
)

#: Its command, with every connection refused.
COMMAND = """
import socket

def refuse(self, address):
    raise OSError("nothing leaves this machine")

socket.socket.connect = socket.socket.connect_ex = refuse
from qualitative_coding.cli import cli
"""

#: Version 1.7.8 takes every character for a line, and every place for the first one, so that all codings of a
#: document stand on its line 0. With lines that are lines it says where each stands.
BY_LINE = """
from itertools import accumulate, pairwise
from qualitative_coding.refi_qda.reader import REFIQDAReader

def line_positions(self, path):
    text = (self.corpus.corpus_dir / path).read_text("utf-8")
    return list(pairwise(accumulate(map(len, text.splitlines(keepends=True)), initial=0)))

def get_line_for_position(self, position, lines):
    return next(number for number, (start, end) in enumerate(lines) if start <= position < end)

REFIQDAReader.line_positions = line_positions
REFIQDAReader.get_line_for_position = get_line_for_position
"""

CODED = """
SELECT document_id, line, code_id FROM coded_line
JOIN coded_line_location_association ON coded_line_id = coded_line.id
JOIN location ON location.id = location_id
JOIN document_index ON document_index.id = document_index_id
"""

Coded = set[tuple[str, int, str]]


def taken_in(folder: Path, study: ExportStudy, tool: Tool | None = None, *, mended: str = "") -> Path:
    """A corpus that holds our project, made by `qc init --import`."""
    [(_, data)] = exporting.files("qdpx", study, tool).items()
    (folder / "studie.qdpx").write_bytes(data)
    corpus = folder / "korpus"
    corpus.mkdir()
    subprocess.run(
        [sys.executable, "-c", f"{COMMAND}{mended}\ncli()", "init", "--import", "../studie.qdpx"],
        cwd=corpus,
        check=True,
        capture_output=True,
        timeout=180,
        # The release stops at a breakpoint that was left in it.
        env={
            **os.environ,
            "PYTHONPATH": str(FOLDER),
            "PYTHONBREAKPOINT": "0",
            "PYTHONUTF8": "1",
            "HOME": str(folder),
            "EDITOR": "true",
        },
    )
    return corpus


def coded(corpus: Path) -> Coded:
    """(document, line, code) of all that it has."""
    with contextlib.closing(sqlite3.connect(corpus / "qualitative_coding.sqlite3")) as database:
        return set(database.execute(CODED).fetchall())


def ours(study: ExportStudy, *, by_line: bool) -> Coded:
    """The same, from the passages; without `by_line` all stands on line 0, as the release puts it."""
    found: Coded = set()
    for one in study.interviews:
        text = running(one)
        for passage in one.themed.passages:
            for span in passage.spans:
                line = text.text[: text.place(span)[0]].count("\n") if by_line else 0
                found |= {(f"{one.id}.txt", line, study.names[code]) for code in of(passage)}
    return found


def tree(nodes: list[Any]) -> Iterator[tuple[str, str]]:
    """(name, name of the one above) of every code in its codebook."""
    for node in nodes:
        name, below = next(iter(node.items())) if isinstance(node, dict) else (node, [])
        yield name, ""
        yield from ((one, above or name) for one, above in tree(below))


def our_tree(study: ExportStudy) -> Iterator[tuple[str, str]]:
    for root in study.tree():
        yield root.name, ""
        for node in root.walk():
            yield from ((below.name, node.name) for below in node.under)


def documents(corpus: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (corpus / "corpus").iterdir()}


def test_it_has_every_document_the_code_tree_and_what_is_coded_in_each(tmp_path: Path) -> None:
    study = exporting.study()
    corpus = taken_in(tmp_path, study)
    assert documents(corpus) == {f"{one.id}.txt": running(one).text for one in study.interviews}
    codebook = list(tree(yaml.safe_load((corpus / "codebook.yaml").read_text("utf-8"))))
    assert sorted(codebook) == sorted(our_tree(study))
    assert coded(corpus) == ours(study, by_line=False)


def test_each_coding_stands_on_the_line_where_its_words_are(tmp_path: Path) -> None:
    study = exporting.study()
    assert coded(taken_in(tmp_path, study, "maxqda", mended=BY_LINE)) == ours(study, by_line=True)


def test_where_cases_are_codes_too_each_covers_all_that_its_respondent_says(tmp_path: Path) -> None:
    study = exporting.study()
    found = coded(taken_in(tmp_path, study, "nvivo", mended=BY_LINE))
    cases = {one for one in found if one[2] in {each.id for each in study.interviews}}
    assert found - cases == ours(study, by_line=True)
    for one in study.interviews:
        lines = running(one).text.splitlines()
        answers = {number for number, line in enumerate(lines) if line.startswith("Informant:")}
        assert {line for _, line, code in cases if code == one.id} == answers
