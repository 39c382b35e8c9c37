"""The lists are tidy, for all of Norway, and hold nothing because it stands in a test interview."""

import re

import builders
import pytest

from pipeline.anonymise.gazetteer import gazetteer, left_alone, lists_digest, no_lists

LISTS = builders.REPOSITORY / "pipeline" / "anonymise" / "lists"
MARKED = builders.REPOSITORY / "tests" / "data" / "interviews"

#: Lists that people of the project wrote; the others are copies of registers.
OWN = ("own_first_names.txt", "own_surnames.txt", "left_alone.txt")


def marked_names(*kinds: str) -> set[str]:
    """The words of names that are marked in D01–D06, and of genitives without their s."""
    found: set[str] = set()
    for path in MARKED.glob("D*.txt"):
        for kind, surface in re.findall(r"\[\[([A-Z]+):\w+\|([^\]]+)\]\]", path.read_text("utf-8")):
            if kind in kinds:
                found |= {word for word in re.findall(r"[\w-]+", surface) if word[:1].isupper()}
    return found | {name.removesuffix("s") for name in found if len(name) > 4}


@pytest.mark.parametrize("name", OWN)
def test_no_list_of_ours_holds_a_name_of_the_open_interviews(name: str) -> None:
    rows = set((LISTS / name).read_text("utf-8").splitlines())
    assert rows & marked_names("PERSON", "DISTRICT") == set()


def test_no_rule_holds_a_name_of_the_open_interviews() -> None:
    names = marked_names("PERSON", "DISTRICT", "PLACE", "ORG")
    generic = {"Norge", "Universitetet", "Moss", "Liv"}
    for path in (LISTS.parent).rglob("*.py"):
        found = set(re.findall(r"\b[A-ZÆØÅ][\wæøå-]{2,}", path.read_text("utf-8"))) & names - generic
        assert found <= {"May"}, path.name


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.t*")), ids=lambda path: path.name)
def test_a_list_is_sorted_out(path) -> None:
    rows = path.read_text("utf-8").split("\n")
    assert rows[-1] == ""
    rows = rows[:-1]
    assert len(rows) == len(set(rows))
    assert all(row == row.strip() and row for row in rows)
    assert f"`{path.name}`" in (LISTS / "SOURCES.md").read_text("utf-8")


def test_the_lists_know_all_of_norway() -> None:
    lists = gazetteer()
    for town in ("oslo", "tromsø", "kirkenes", "førde", "arendal", "røros", "longyearbyen"):
        assert town in lists.places
    assert len({city for cities in lists.districts.values() for city in cities}) >= 12
    assert lists.titles["rektor"] == 1
    assert lists.titles["sykepleier"] == 3


def test_without_the_names_the_rules_keep_what_they_need() -> None:
    assert not no_lists().first_names
    assert no_lists().ordinary == gazetteer().ordinary


def test_what_names_nobody_is_left_alone() -> None:
    assert {"teams", "ppt", "somalia"} <= left_alone()


def test_the_digest_is_of_all_lists() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", lists_digest())


def test_no_name_of_a_person_or_place_is_taken_for_an_illness_or_a_faith() -> None:
    from pipeline.anonymise.recognisers.special import _stem_of

    lists = gazetteer()
    named = {*lists.first_names, *lists.surnames, *lists.places, *lists.districts}
    assert [name for name in named if _stem_of(name)] == []
    assert _stem_of("tarmkreft") == "health"
