"""What every operator keeps to, whichever is added: found here by its name in the registry."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_anonymizer.operators import Operator as PresidioOperator

from pipeline.anonymise.ladders import Around, Rung
from pipeline.anonymise.operators import OPERATORS
from pipeline.anonymise.operators.base import SPOT, Spot
from pipeline.artefacts.entity import Entity, Mention, Operator
from pipeline.artefacts.finding import IdentifierType

NAMES = list(OPERATORS)

#: What people say, with signs that other programs read as orders.
SAID = st.text(st.sampled_from("Kari ÆøåS's’-.[]{}<>|\\$0127_\n"), min_size=1, max_size=24)


def spot(kind: IdentifierType, surface: str, before: str = "", after: str = "", **about: object) -> Spot:
    entity = Entity(id="e-00000001", type=kind, name=surface, number=7, **about)
    mention = Mention(
        id="f1",
        turn_id="t1",
        start=len(before),
        end=len(before) + len(surface),
        type=kind,
        entity_id=entity.id,
        source="found",
        score=1,
        recogniser="test",
        reason="anonymise.reason.name",
    )
    return Spot(mention, entity, Around(before, after), Rung("work", "nb"))


def instead(name: str, surface: str, at: Spot) -> str:
    said = OPERATORS.load(name)().operate(surface, {SPOT: at, "entity_type": "0"})
    assert isinstance(said, str)
    return said


def test_the_registry_holds_the_operators_that_a_study_may_name_in_order_of_strictness() -> None:
    assert tuple(NAMES) == get_args(Operator)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_an_operator_that_presidio_can_call(name: str) -> None:
    operator = OPERATORS.load(name)()
    assert isinstance(operator, PresidioOperator)
    assert operator.operator_name() == name
    with pytest.raises(TypeError, match="needs to know the mention"):
        operator.operate("ord", {})


@pytest.mark.parametrize("kind", IdentifierType)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "keep"])
@given(surface=SAID, before=SAID, after=SAID)
def test_it_marks_what_it_writes_and_lets_nothing_of_the_original_through(
    name: str, kind: IdentifierType, surface: str, before: str, after: str
) -> None:
    said = instead(name, f"Xyzq{surface}", spot(kind, f"Xyzq{surface}", before, after))
    marked, _, ending = said[1:].partition("]")
    assert said[0] == "["
    assert marked
    assert "[" not in marked
    assert ending in ("", "s", "'")
    assert "xyzq" not in said.casefold()


@pytest.mark.parametrize("kind", IdentifierType)
@pytest.mark.parametrize("name", NAMES)
@given(surface=SAID)
def test_it_says_the_same_of_the_same(name: str, kind: IdentifierType, surface: str) -> None:
    assert instead(name, surface, spot(kind, surface)) == instead(name, surface, spot(kind, surface))


@pytest.mark.parametrize("name", NAMES)
def test_what_it_is_given_does_not_show(name: str) -> None:
    at = spot(IdentifierType.PERSON, "Solveig-Kanarifugl", "Hos ", " igjen", surrogate="Solveig-Kanarifugl")
    assert "Kanarifugl" not in repr(at)
    assert "igjen" not in repr(at)


@pytest.mark.parametrize("kind", IdentifierType)
def test_keep_keeps(kind: IdentifierType) -> None:
    assert instead("keep", "Rektorens", spot(kind, "Rektorens", replacement="noe annet")) == "Rektorens"
