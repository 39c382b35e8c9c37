"""Wherever a passage begins and ends, in whatever letters: every tool finds the same words at its places."""

import html
import re
import sqlite3
from collections import Counter

import exporting
from hypothesis import given
from hypothesis import strategies as st
from test_qdpx import read

from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage
from pipeline.export.study import ExportInterview, ExportStudy, Tool

SAID = st.text(st.sampled_from("aø «»—&<>\"'\u00a0\u00ade\u0301🌱:[]1."), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()) or "a"
)


@st.composite
def interviews(draw: st.DrawFn) -> ExportInterview:
    said = [(draw(st.sampled_from(["interviewer", "respondent"])), draw(SAID)) for _ in range(4)]
    passages = []
    for number in range(draw(st.integers(1, 4))):
        turn = draw(st.integers(1, 4))
        text = said[turn - 1][1]
        start = draw(st.integers(0, len(text)))
        spans = [Span(turn_id=f"t{turn}", start=start, end=draw(st.integers(start, len(text))))]
        if turn < 4 and draw(st.booleans()):
            spans.append(Span(turn_id=f"t{turn + 1}", start=0, end=len(said[turn][1])))
        themes = draw(st.lists(st.sampled_from(["1", "2.1", "2.2"]), unique=True, max_size=2))
        passages.append(
            Passage(
                id=f"p{number}",
                spans=tuple(spans),
                themes=tuple(themes),
                status="placed" if themes else "outside",
            )
        )
    return exporting.interview(said=said, passages=tuple(passages))


def named(study: ExportStudy, one: ExportInterview) -> Counter[tuple[str, str]]:
    return Counter((study.names[code], words) for code, words in exporting.expected(one))


@given(interviews(), st.sampled_from([None, "maxqda", "atlas.ti"]), st.booleans())
def test_a_project_has_the_words_of_every_passage_at_their_places(
    one: ExportInterview, tool: Tool | None, times: bool
) -> None:
    study = exporting.study(one)
    assert Counter(read(study, tool, times=times).coded("intervju-01")) == named(study, one)


@given(interviews(), st.booleans())
def test_a_taguette_project_has_the_words_of_every_passage_at_their_bytes(
    one: ExportInterview, times: bool
) -> None:
    study = exporting.study(one)
    database = sqlite3.connect(":memory:")
    database.deserialize(exporting.files("taguette", study, times=times)["taguette.sqlite3"])
    [(contents,)] = database.execute("SELECT contents FROM documents")
    text = html.unescape(re.sub("</?p>", "", contents)).encode()
    rows = database.execute(
        "SELECT path, start_offset, end_offset, snippet FROM highlights"
        " JOIN highlight_tags ON highlight_id = highlights.id JOIN tags ON tags.id = tag_id"
    ).fetchall()
    database.close()
    found = Counter((path, text[start:end].decode()) for path, start, end, _ in rows)
    assert found == named(study, one)
    assert Counter((path, html.unescape(snippet)) for path, _, _, snippet in rows) == found
