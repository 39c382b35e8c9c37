"""The code tree: themes of the guide and the researchers' own codes, and what each is called elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.artefacts.guide import Guide
from pipeline.artefacts.placing import ChangeCode, MakeCode, MergeCode, PlacingOperation, RemoveCode
from pipeline.artefacts.themed import Code

#: The longest name of a code that the coding tools take, in characters (QualCoder, MAXQDA).
LONGEST = 63

#: Why an operation was refused, in a word for the catalogue (`placings.refused.<reason>`).
Reason = Literal[
    "unknown_theme",  # the guide has no such theme
    "unknown_code",  # the tree has no such code
    "unknown_passage",  # nobody has placed it, or nobody does any more
    "unknown_question",  # study.toml has no such research question
    "used_code",  # a code of this id is or was there
    "no_name",  # a name of white space
    "long_name",  # with its number it is longer than the coding tools take
    "same_name",  # another code beside it is called this, letter case aside
    "inside_itself",  # a code under itself, or under what is under it
    "outside",  # a span beyond the text, empty, or in no turn
    "stale",  # made on another edition of the text than the one that is there
    "moved_on",  # what it takes back has been built upon since
    "overtaken",  # somebody else has decided about the same since it was decided
    "not_here",  # an operation of another log
]


class Refused(Exception):  # noqa: N818 (an answer, not an error)
    """An operation that was not taken in; all is as before. Holds no text."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


# ---------------------------------------------------------------------- names


def theme_ids(guide: Guide) -> tuple[str, ...]:
    """Ids of all themes and subthemes, in the order of the guide."""
    return tuple(topic.id for theme in guide.themes for topic in (theme, *theme.subthemes))


def code_names(guide: Guide, codes: Sequence[Code] = ()) -> Mapping[str, str]:
    """What each theme, subtheme and own code is called in the coding tools, by id.

    A theme is its id and title («2.1 Organisering»), an own code its number and name («E7 Å stå alene»).
    Names are unique, letter case aside, in normal form C on one line, and at most 63 characters: a longer
    title is cut after a whole word where that costs little. The order is that of the guide, then of `codes`.
    """
    labels = [
        (topic.id, topic.id, topic.title) for theme in guide.themes for topic in (theme, *theme.subthemes)
    ]
    labels += [(code.id, f"E{code.number}", code.name) for code in codes]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for of, number, title in labels:
        names[of] = next(name for name in _tries(number, title) if name.casefold() not in taken)
        taken.add(names[of].casefold())
    return names


def _tries(number: str, title: str) -> Iterator[str]:
    """The name, then the same with a count behind it."""
    name = _one_line(f"{number} {title}")
    yield _cut(name, LONGEST)
    count = 2
    while True:
        behind = f" ({count})"
        yield _cut(name, LONGEST - len(behind)) + behind
        count += 1


def _one_line(text: str) -> str:
    """Normal form C, single spaces; a backslash, which parts codes from subcodes in MAXQDA, is a slash."""
    shown = "".join(
        " " if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} else one
        for one in unicodedata.normalize("NFC", text)
    )
    return " ".join(shown.replace("\\", "/").split())


def _cut(name: str, most: int) -> str:
    if len(name) <= most:
        return name
    cut = name[: most - 1]
    whole = cut if name[most - 1] == " " else cut.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else cut).rstrip(" ,;:-–") + "…"


# ---------------------------------------------------------------------- the researchers' own codes


@dataclass(frozen=True)
class Tree:
    """The own codes as they are, which codes went into which, and the ids that were ever used."""

    codes: tuple[Code, ...] = field(default=(), repr=False)
    merged: Mapping[str, str] = field(default_factory=dict)
    used: frozenset[str] = frozenset()

    def now(self, code: str) -> str:
        """The code that this one is now, through all mergers."""
        while code in self.merged:
            code = self.merged[code]
        return code

    def get(self, code: str) -> Code:
        """The code of this id.

        Raises:
            Refused: there is none.
        """
        for one in self.codes:
            if one.id == code:
                return one
        raise Refused("unknown_code")

    def within(self, code: str) -> frozenset[str]:
        """The code and all that is under it, at any depth."""
        found = {code}
        while more := {one.id for one in self.codes if one.under in found} - found:
            found |= more
        return frozenset(found)

    def next_id(self) -> str:
        """An id that was never used in the study."""
        return f"egen-{max((_number(one) for one in self.used), default=0) + 1}"


def changed(tree: Tree, operation: PlacingOperation, themes: Sequence[str]) -> Tree:
    """The tree after an operation; `themes` are the ids of the guide.

    Names are unique among what stands under the same theme or code, letter case aside. What is under a code
    that goes moves to what takes its place: the code it is merged into, or what the code stood under.

    Raises:
        Refused: the operation cannot be taken in.
    """
    match operation:
        case MakeCode():
            if operation.code in tree.used:
                raise Refused("used_code")
            code = _checked(tree, operation, themes)
            return replace(tree, codes=(*tree.codes, code), used=tree.used | {code.id})
        case ChangeCode():
            tree.get(operation.code)
            return _with(tree, _checked(tree, operation, themes))
        case MergeCode():
            code, other = tree.get(operation.code), tree.get(operation.other)
            if code.id == other.id:
                raise Refused("inside_itself")
            if code.id in tree.within(other.id):
                # It comes out of the branch that goes, together with what is under it.
                tree = _with(tree, _moved(tree, code, other.under, besides=other.id))
            merged = {**tree.merged, other.id: code.id}
            return replace(_without(tree, other, code.id), merged=merged)
        case RemoveCode():
            code = tree.get(operation.code)
            return _without(tree, code, code.under)
        case _:
            raise Refused("not_here")


def _checked(tree: Tree, operation: MakeCode | ChangeCode, themes: Sequence[str]) -> Code:
    name = _one_line(operation.name)
    if not name:
        raise Refused("no_name")
    code = Code(
        id=operation.code,
        name=name,
        under=operation.under,
        description=unicodedata.normalize("NFC", operation.description).strip(),
        number=_number(operation.code),
    )
    if len(f"E{code.number} {code.name}") > LONGEST:
        raise Refused("long_name")
    if code.under and code.under not in themes:
        tree.get(code.under)
        if code.under in tree.within(code.id):
            raise Refused("inside_itself")
    if any(one.id != code.id and _same(one, code) for one in tree.codes):
        raise Refused("same_name")
    return code


def _same(one: Code, other: Code) -> bool:
    return one.under == other.under and one.name.casefold() == other.name.casefold()


def _with(tree: Tree, code: Code) -> Tree:
    return replace(tree, codes=tuple(code if one.id == code.id else one for one in tree.codes))


def _without(tree: Tree, gone: Code, heir: str) -> Tree:
    """The tree without a code; what was under it is under `heir`, with a count where the name is taken."""
    for one in tree.codes:
        if one.under == gone.id:
            tree = _with(tree, _moved(tree, one, heir, besides=gone.id))
    return replace(tree, codes=tuple(one for one in tree.codes if one.id != gone.id))


def _moved(tree: Tree, code: Code, under: str, *, besides: str) -> Code:
    """The code under another one, with a count where its name is taken there by any but `besides`."""
    taken = {
        one.name.casefold() for one in tree.codes if one.under == under and one.id not in (code.id, besides)
    }
    name, count = code.name, 2
    while name.casefold() in taken:
        behind = f" ({count})"
        name = _cut(code.name, LONGEST - len(f"E{code.number} ") - len(behind)) + behind
        count += 1
    return code.model_copy(update={"under": under, "name": name})


def _number(code: str) -> int:
    return int(code.removeprefix("egen-"))
