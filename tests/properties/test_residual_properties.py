"""Whatever a text holds: what is left is found, masked without a trace, and nothing else is touched."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.anonymise.replace import text_digest
from pipeline.anonymise.residual import Loose, mask, residual
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn, PlainWord
from pipeline.artefacts.entity import Entity, EntityRegistry
from pipeline.artefacts.finding import IdentifierType as T

NAMES = ("Torvald Skjelstad", "Ågot Brynhildsvoll", "Kvernlia skole", "Ådneram", "412 34 567")
REGISTRY = EntityRegistry(
    entities=tuple(
        Entity(id=f"e-{number:08x}", type=kind, name=name, number=number)
        for number, (name, kind) in enumerate(
            zip(NAMES, (T.PERSON, T.PERSON, T.ORG, T.PLACE, T.PHONE), strict=True), 1
        )
    )
)

#: What talk is made of, original or not, with signs that stand anywhere.
PIECES = st.sampled_from(
    [
        *NAMES, "Torvalds", "skjelstad", "Ådneramgjengen", "Kvern- lia skole", "T o r v a l d", "41 23 45 67",
        "vi", "gikk", "på", "skolen", "Per", "[Person 9]", "[", "]", "\u00ad", "e\u0301", "🙂", "«", "-", "@",
        "2019", "Torvald\u200bSkjelstad", "null ni åtte sju seks fem fire tre",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map(
    lambda pieces: " ".join(" ".join(pieces).split())
)


def of(*texts: str) -> AnonymisedTranscript:
    turns = tuple(
        AnonymisedTurn(
            id=f"t{number}",
            speaker="S1",
            role="other",
            text=text,
            words=tuple(PlainWord(text=word) for word in text.split()),
        )
        for number, text in enumerate(texts)
    )
    return AnonymisedTranscript(
        interview="intervju-01", language="nb", text_digest=text_digest("work", turns), turns=turns
    )


def loose(text: AnonymisedTranscript) -> list[Loose]:
    return [Loose("turn", text.interview, turn.id, turn.text) for turn in text.turns]


@given(st.lists(TEXTS, max_size=4))
def test_residues_are_in_order_inside_their_text_and_disjoint(texts: list[str]) -> None:
    anonymised = of(*texts)
    found = residual(loose(anonymised), REGISTRY)
    for turn in anonymised.turns:
        ends = [0]
        for one in (one for one in found if one.turn_id == turn.id):
            assert ends[-1] <= one.start < one.end <= len(turn.text)
            ends.append(one.end)


@given(st.lists(TEXTS, max_size=4))
def test_the_second_pass_touches_only_what_was_found_and_says_where_it_stands(texts: list[str]) -> None:
    before = of(*texts)
    found = residual(loose(before), REGISTRY)
    after = mask(before, found, REGISTRY)
    for old, new in zip(before.turns, after.turns, strict=True):
        places = [one for one in after.replacements if one.turn_id == new.id]
        rest, at, kept = "", 0, old.text
        for one in places:
            assert new.text[one.start : one.end] == one.replacement
            rest += new.text[at : one.start]
            at = one.end
        rest += new.text[at:]
        for one in reversed([one for one in found if one.turn_id == old.id]):
            kept = kept[: one.start] + kept[one.end :]
        assert rest == kept
        assert " ".join(word.text for word in new.words) == " ".join(new.text.split())
    assert after.text_digest == text_digest("work", after.turns)


@given(st.lists(TEXTS, max_size=4))
def test_after_the_second_pass_nothing_is_left(texts: list[str]) -> None:
    before = of(*texts)
    after = mask(before, residual(loose(before), REGISTRY), REGISTRY)
    assert residual(loose(after), REGISTRY) == ()


@given(TEXTS, st.sampled_from(NAMES), TEXTS)
def test_an_original_between_any_words_is_found(left: str, name: str, right: str) -> None:
    text = f"{left} og {name} og {right}"
    start = len(left) + 4
    found = residual([Loose("turn", "i", "t", text)], REGISTRY)
    covered = {place for one in found for place in range(one.start, one.end)}
    assert set(range(start, start + len(name))) & covered
