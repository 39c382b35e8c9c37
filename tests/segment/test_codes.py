"""Names of codes, and the researchers' own tree. All studies are invented."""

import pytest
import theming
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts.guide import Guide, Theme
from pipeline.artefacts.placing import ChangeCode, MakeCode, MergeCode, PlacingOperation, RemoveCode, Withdraw
from pipeline.artefacts.themed import Code
from pipeline.segment.codes import LONGEST, Refused, Tree, changed, code_names, theme_ids
from pipeline.segment.guide import read_guide

GUIDE = read_guide(theming.GUIDE, "guide.yaml")
THEMES = theme_ids(GUIDE)


def guide(*titles: tuple[str, str]) -> Guide:
    themes = tuple(Theme(id=name, title=title, questions=("Hva?",)) for name, title in titles)
    return Guide(id="g", title="G", language="nb", themes=themes)


def test_a_theme_is_called_by_its_id_and_title_and_a_code_by_its_number() -> None:
    codes = [Code(id="egen-7", name="Å stå  alene", under="2.1", number=7)]
    assert code_names(GUIDE, codes) == {
        "1": "1 Bakgrunn",
        "2": "2 Dugnad",
        "2.1": "2.1 Oppgaver",
        "2.2": "2.2 Motivasjon",
        "egen-7": "E7 Å stå alene",
    }


NAMES = [
    # a long title is cut after a whole word
    ([("1", "Alternative måter å organisere nettverk på i tre kommuner og en bydel")],
     ["1 Alternative måter å organisere nettverk på i tre kommuner og…"]),
    ([("1", "x" * 80)], ["1 " + "x" * 60 + "…"]),
    # names that only differ in letter case are two
    ([("a", "Hage"), ("A", "hage")], ["a Hage", "A hage (2)"]),
    # an id as long as a name
    ([("z" * 63, "Hage")], ["z" * 62 + "…"]),
    # MAXQDA parts codes at a backslash
    ([("1", "Ja\\nei")], ["1 Ja/nei"]),
]  # fmt: skip


@pytest.mark.parametrize(("titles", "names"), NAMES)
def test_names_fit_the_coding_tools(titles: list[tuple[str, str]], names: list[str]) -> None:
    assert list(code_names(guide(*titles)).values()) == names


@given(st.lists(st.text(min_size=1, max_size=90), min_size=1, max_size=8))
def test_names_are_unique_and_short_whatever_the_titles(titles: list[str]) -> None:
    codes = [Code(id=f"egen-{n}", name=title, number=n % 2) for n, title in enumerate(titles)]
    names = list(code_names(GUIDE, codes).values())
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= LONGEST and "\n" not in name for name in names)


def made(*operations: PlacingOperation) -> Tree:
    tree = Tree()
    for operation in operations:
        tree = changed(tree, operation, THEMES)
    return tree


def shown(tree: Tree) -> list[tuple[str, str, str]]:
    return [(one.id.removeprefix("egen-"), one.name, one.under.removeprefix("egen-")) for one in tree.codes]


def make(number: int, name: str, under: str = "") -> MakeCode:
    return MakeCode(code=f"egen-{number}", name=name, under=under)


#: 1 Luking (under 2.1) > 2 Bed > 3 Ugress; 4 Prat, loose.
TREE = (make(1, "Luking", "2.1"), make(2, "Bed", "egen-1"), make(3, "Ugress", "egen-2"), make(4, "Prat"))

REFUSED = [
    (make(4, "Ny"), "used_code"),
    (make(5, "  \n"), "no_name"),
    (make(5, "x" * 61), "long_name"),
    (make(5, "luKING", "2.1"), "same_name"),
    (make(5, "Ny", "9.9"), "unknown_code"),
    (ChangeCode(code="egen-9", name="Ny"), "unknown_code"),
    (ChangeCode(code="egen-1", name="Luking", under="egen-3"), "inside_itself"),
    (ChangeCode(code="egen-4", name="Luking", under="2.1"), "same_name"),
    (MergeCode(code="egen-4", other="egen-4"), "inside_itself"),
    (MergeCode(code="egen-4", other="egen-9"), "unknown_code"),
    (RemoveCode(code="egen-9"), "unknown_code"),
    (Withdraw(passage="p1"), "not_here"),
]


@pytest.mark.parametrize(("operation", "why"), REFUSED)
def test_what_would_spoil_the_tree_is_refused(operation: PlacingOperation, why: str) -> None:
    with pytest.raises(Refused) as caught:
        made(*TREE, operation)
    assert caught.value.reason == why


CHANGED = [
    (make(5, "Luking"), [("1", "Luking", "2.1"), ("2", "Bed", "1"), ("3", "Ugress", "2"), ("4", "Prat", ""),
                         ("5", "Luking", "")]),
    (ChangeCode(code="egen-2", name="BED", under="egen-1"),
     [("1", "Luking", "2.1"), ("2", "BED", "1"), ("3", "Ugress", "2"), ("4", "Prat", "")]),
    # what is under a code that goes moves up, or to the code it goes into
    (RemoveCode(code="egen-1"), [("2", "Bed", "2.1"), ("3", "Ugress", "2"), ("4", "Prat", "")]),
    (MergeCode(code="egen-4", other="egen-1"), [("2", "Bed", "4"), ("3", "Ugress", "2"), ("4", "Prat", "")]),
    # a code goes into one that is under it
    (MergeCode(code="egen-3", other="egen-1"),
     [("2", "Bed", "3"), ("3", "Ugress", "2.1"), ("4", "Prat", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "after"), CHANGED)
def test_the_tree_after(operation: PlacingOperation, after: list[tuple[str, str, str]]) -> None:
    assert shown(made(*TREE, operation)) == after


def test_a_name_that_is_taken_where_children_move_gets_a_count() -> None:
    tree = made(make(1, "A"), make(2, "B"), make(3, "Bed", "egen-1"), make(4, "bed", "egen-2"))
    after = changed(tree, MergeCode(code="egen-1", other="egen-2"), THEMES)
    assert shown(after) == [("1", "A", ""), ("3", "Bed", "1"), ("4", "bed (2)", "1")]


def test_a_code_that_comes_out_of_a_branch_gets_a_count_where_its_name_is_taken() -> None:
    tree = made(make(1, "A"), make(2, "B", "egen-1"), make(3, "b"))
    after = changed(tree, MergeCode(code="egen-2", other="egen-1"), THEMES)
    assert shown(after) == [("2", "B (2)", ""), ("3", "b", "")]


def test_mergers_lead_to_the_code_that_is_there() -> None:
    tree = made(*TREE, MergeCode(code="egen-4", other="egen-3"), MergeCode(code="egen-1", other="egen-4"))
    assert [tree.now(f"egen-{n}") for n in (1, 2, 3, 4)] == ["egen-1", "egen-2", "egen-1", "egen-1"]


numbers = st.integers(1, 4).map(lambda n: f"egen-{n}")
anything = st.one_of(
    st.builds(
        lambda c, n, u: MakeCode(code=c, name=n, under=u),
        numbers, st.sampled_from("ABC"), st.one_of(numbers, st.sampled_from(["", "2.1"])),
    ),
    st.builds(
        lambda c, n, u: ChangeCode(code=c, name=n, under=u),
        numbers, st.sampled_from("aBC"), st.one_of(numbers, st.sampled_from(["", "2.1"])),
    ),
    st.builds(lambda c, o: MergeCode(code=c, other=o), numbers, numbers),
    st.builds(lambda c: RemoveCode(code=c), numbers),
)  # fmt: skip


@given(st.lists(anything, max_size=25))
def test_whatever_is_done_the_tree_is_a_tree_and_names_beside_each_other_differ(operations) -> None:
    tree = Tree()
    for operation in operations:
        try:
            tree = changed(tree, operation, THEMES)
        except Refused:
            continue
    ids = {code.id for code in tree.codes}
    for code in tree.codes:
        above, steps = code.under, 0
        while above in ids:
            above = tree.get(above).under
            steps += 1
            assert steps <= len(ids)
        assert above in ("", *THEMES)
    places = [(code.under, code.name.casefold()) for code in tree.codes]
    assert len(set(places)) == len(places)
