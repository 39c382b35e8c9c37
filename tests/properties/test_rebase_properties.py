"""What `rebase` promises for every span and every edit."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.artefacts.span import Span
from pipeline.rebase import rebase, rebase_merge, rebase_split

unhurried = settings(deadline=None)
VOCABULARY = (
    "hun bor på Tøyen tøyen i år ja, ja – ... å (ler) 3,5 rektor-en «nei» "
    "👩\u200d🏫 👍🏽 🇳🇴 e\u0328v x\u0301\u0323y"
)
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.lists(WORDS, max_size=12).map(lambda words: unicodedata.normalize("NFC", " ".join(words)))
WILD = st.text(max_size=30).map(lambda text: unicodedata.normalize("NFC", text))
ANY = TEXTS | WILD


@st.composite
def anchored(draw: st.DrawFn, texts: st.SearchStrategy[str] = ANY) -> tuple[str, Span]:
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text, Span(turn_id="t1", start=start, end=draw(st.integers(start, len(text))))


@unhurried
@given(anchored())
def test_an_edit_that_changes_nothing_moves_nothing(case: tuple[str, Span]) -> None:
    text, anchor = case
    moved = rebase(anchor, text, text)
    assert (moved.span, moved.look_again) == (anchor, False)


@unhurried
@given(anchored(), ANY)
def test_a_span_stays_within_the_new_text_and_in_its_turn(case: tuple[str, Span], new: str) -> None:
    old, anchor = case
    span = rebase(anchor, old, new).span
    assert 0 <= span.start <= span.end <= len(new)
    assert span.turn_id == anchor.turn_id


@unhurried
@given(anchored(), ANY)
def test_a_span_that_need_not_be_looked_at_quotes_the_same_words(case: tuple[str, Span], new: str) -> None:
    old, anchor = case
    moved = rebase(anchor, old, new)
    if not moved.look_again:
        quote = new[moved.span.start : moved.span.end]
        assert quote.strip() == old[anchor.start : anchor.end].strip()


@unhurried
@given(anchored(), ANY)
def test_carrying_a_span_to_the_same_text_once_more_changes_nothing(case: tuple[str, Span], new: str) -> None:
    old, anchor = case
    span = rebase(anchor, old, new).span
    again = rebase(span, new, new)
    assert (again.span, again.look_again) == (span, False)


@unhurried
@given(anchored(TEXTS), st.integers(1, 4), st.booleans())
def test_strange_words_before_shift_a_span_and_after_leave_it(
    case: tuple[str, Span], count: int, before: bool
) -> None:
    old, anchor = case
    strange = " ".join(["kvakk"] * count)
    new = " ".join(part for part in ((strange, old) if before else (old, strange)) if part)
    moved = rebase(anchor, old, new)
    if anchor.start < anchor.end and old[anchor.start : anchor.end].strip():
        shift = len(new) - len(old) if before else 0
        assert (moved.span.start, moved.span.end) == (anchor.start + shift, anchor.end + shift)
        assert not moved.look_again


@unhurried
@given(anchored(TEXTS), ANY)
def test_a_quote_is_carried_there_and_back_or_asks_to_be_looked_at(case: tuple[str, Span], new: str) -> None:
    old, anchor = case
    there = rebase(anchor, old, new)
    back = rebase(there.span, new, old)
    quote = old[anchor.start : anchor.end].strip()
    if quote and not there.look_again and not back.look_again:
        assert old[back.span.start : back.span.end].strip() == quote


@unhurried
@given(anchored(TEXTS), st.data())
def test_a_split_followed_by_a_merge_brings_a_span_back(case: tuple[str, Span], data: st.DataObject) -> None:
    text, anchor = case
    at = data.draw(st.integers(0, len(text)))
    left, right = text[:at].rstrip(), text[at:].lstrip()
    moved = rebase_split(anchor, text, at, "t2")
    half = left if moved.span.turn_id == "t1" else right
    assert moved.span.end <= len(half)
    if moved.look_again:
        return
    quote = text[anchor.start : anchor.end].strip()
    assert half[moved.span.start : moved.span.end].strip() == quote
    if moved.span.turn_id == "t2":
        both = rebase_merge(moved.span, left, right, "t1").span
        assert f"{left} {right}".strip()[both.start : both.end].strip() == quote
