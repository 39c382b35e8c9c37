"""Which theme or own code each code of a project is; those that are new here are made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pipeline.artefacts.guide import Guide
from pipeline.artefacts.placing import MakeCode
from pipeline.coding_back.ids import id_of
from pipeline.export.qdpx_read import ReadCode, ReadProject
from pipeline.export.study import guid
from pipeline.messages import say
from pipeline.placings import CodeTree, PlacingProposal
from pipeline.runner import Study
from pipeline.segment.codes import LONGEST, code_names, theme_ids

#: The longest name, so that any number may stand before it.
_NAME = LONGEST - len("E999999 ")

#: A code that was here and was removed.
REMOVED = ""


class Codebook:
    """Which theme or own code each code of the file is; those that are new here are made."""

    def __init__(self, study: Study, guide: Guide, project: ReadProject, who: str) -> None:
        self.project, self.guide, self.who = project, guide, who
        self.tree = CodeTree(study)
        self.themes = frozenset(theme_ids(guide))
        interviews = study.store.interviews()
        self.cases = project.cases | {guid("case", name) for name in interviews}
        self.cases |= {one.guid for one in project.codes if one.name.strip().casefold() in interviews}
        #: Themes of a guide that is not this one, and own codes that are gone: their guids are an export's.
        self.exported = {one.guid for one in project.codes if _is_ours(one.guid)}
        #: By guid: the id of a theme or of an own code, or `REMOVED`.
        self.known: dict[str, str] = {}
        self.made: set[str] = set()
        self.nameless = 0

    def make(self) -> None:
        """Find every code here, or make it at the same place of the tree.

        Raises:
            PipelineError: the disk is full or cannot be written to.
        """
        tree = self.tree.tree
        ids = (*self.themes, *sorted(tree.used))
        by_guid = {guid("code", one): one for one in ids}
        names = code_names(self.guide, tree.codes)
        by_name = {name.casefold(): one for one, name in names.items()}
        above: dict[str, str] = {"": ""}
        for one in self.project.codes:
            under = above.get(one.under, "")
            name = _name(one.name)
            found = by_guid.get(one.guid) or by_name.get(name.casefold()) or _masked(name, by_name)
            if one.guid in self.cases or not name:
                self.nameless += one.guid not in self.cases
                above[one.guid] = under
                continue
            here = self._own(found) if found else self._made(one, name, under)
            self.known[one.guid] = here
            above[one.guid] = here or under

    def _own(self, code: str) -> str:
        """The theme, or what the own code is now."""
        now = code if code in self.themes else self.tree.tree.now(code)
        there = now in self.themes or any(one.id == now for one in self.tree.tree.codes)
        return now if there else REMOVED

    def _made(self, code: ReadCode, name: str, under: str) -> str:
        """The own code of this name at this place, made if it was never there."""
        short = name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"
        for one in self.tree.codes:
            if one.under == under and one.name.casefold() in (name.casefold(), short.casefold()):
                return one.id
        event = id_of("code", under, name.casefold())
        while True:
            for line in self.tree.log:
                if line.id == event:
                    return self._own(next(one.code for one in line.operations if isinstance(one, MakeCode)))
            description = "\n".join(part for part in ((name if short != name else ""), code.memo) if part)
            number = self.tree.tree.next_id()
            operation = MakeCode(code=number, name=short, under=under, description=description)
            answer = self.tree.take(self.who, [PlacingProposal(event, (operation,))])
            if answer.why is None:
                self.made.add(number)
            elif answer.why.reason != "used_code":  # somebody else may have been quicker
                raise answer.why

    def left(self) -> list[str]:
        """What of the tree was not taken in."""
        counts = {"nameless": self.nameless, "free_notes": self.project.free_notes}
        return [say(f"coding_back.left.{why}", count=count) for why, count in counts.items() if count]


def _name(name: str) -> str:
    """A code's name as the tree writes it: one line, no backslash."""
    shown = "".join(
        " " if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} else one
        for one in unicodedata.normalize("NFC", name)
    )
    return " ".join(shown.replace("\\", "/").split())


def _masked(name: str, by_name: Mapping[str, str]) -> str | None:
    """The theme whose name went out with replacements in square brackets, or cut, by what is left of it."""
    parts = re.split(r"\[[^\]]*\]|…", name.casefold())
    if len(parts) == 1 or len(parts[0].split(" ")) < 2:  # its number at least stands before them
        return None
    pattern = re.compile(".*".join(map(re.escape, parts)))
    return next((one for shown, one in by_name.items() if pattern.fullmatch(shown)), None)


def _is_ours(code: str) -> bool:
    """Whether a guid was made from a name, as an export makes them; tools draw theirs at random."""
    return re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", code) is not None
