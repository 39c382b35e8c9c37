"""How well mentions of the same are told to be the same, and how fast.

    python benchmarks/linking.py            # consistency on the marked interviews; time for 100 interviews
    python benchmarks/linking.py --show     # and what was parted or melted, from the invented interviews
    python benchmarks/linking.py --pattern "U*.txt"

Consistency: of the entities that are marked in D01–D06 and of which the search found two mentions or more,
the share whose mentions are all one entity; melted are entities of the registry that stand for two marked
ones of an interview, which must never be. Counted interview by interview, and for all six as one study.
Nobody decides anything here: what is asked about counts as not linked. Titles that are one in several
interviews without anybody having said so must be none. Time: D01–D06 repeated to 100 interviews, linked from
nothing and again; the desk's whole way from the disk and back (`brought_up`) for all of them; and what the
page asks for after each decision (`left_in`) in 8 interviews of 300 turns. Peers, as part of `make bench`:
the same words are the same one, as chains do that count up a number for each new form; and everything anew.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

if TYPE_CHECKING:
    from pipeline.anonymise.link import Linked
    from pipeline.artefacts.finding import Findings
    from pipeline.artefacts.verified import VerifiedTranscript
    from pipeline.evaluate.marked import MarkedInterview
    from pipeline.runner import Study

#: So many interviews for the time; so many, of so many turns, for what is left.
INTERVIEWS, LEFT, TURNS = 100, 8, 300


@dataclass(frozen=True)
class Searched:
    """A marked interview, its text, and what the search found in it."""

    marked: MarkedInterview
    verified: VerifiedTranscript
    findings: Findings


@dataclass
class Consistency:
    """Marked entities with two found mentions or more, those of one entity, and entities that melted."""

    entities: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    melted: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list, repr=False)


def searched(pattern: str = "D*.txt") -> list[Searched]:
    """D01–D06 or others, with the name model that ships."""
    from pipeline.anonymise.find import find
    from pipeline.evaluate.marked import read_marked
    from pipeline.runner import finder_of

    finder = finder_of("")
    paths = sorted((REPOSITORY / "tests" / "data" / "interviews").glob(pattern))
    found = []
    for path in paths:
        marked = read_marked(path)
        verified = marked.verified()
        found.append(Searched(marked, verified, find(verified, finder)))
    return found


def linked(interviews: Sequence[Searched]) -> Linked:
    """These interviews as one study in which nobody has decided anything."""
    from pipeline.anonymise.link import link
    from pipeline.artefacts.entity import EntityRegistry

    pairs = [(one.verified, one.findings) for one in interviews]
    return link(pairs, (), EntityRegistry(), Random(1))  # noqa: S311


def count(study: Linked, one: Searched, into: Consistency) -> None:
    """Add what is consistent in one interview of a study."""
    names = {entity.id: entity.name for entity in study.registry.entities}
    at = {(m.turn_id, m.start, m.end, m.type): m for m in study.mentions[one.verified.interview].mentions}
    met: dict[tuple[str, str], list[str]] = defaultdict(list)
    for turn, said in zip(one.verified.turns, one.marked.turns, strict=True):
        for mark in said.marks:
            mention = at.get((turn.id, mark.start, mark.end, mark.type))
            if mention is not None:
                met[mark.type.value, mark.entity].append(mention.entity_id)
    stands_for: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (kind, marked), ids in met.items():
        for entity in ids:
            stands_for[kind, entity].add(marked)
        if len(ids) > 1:
            into.entities[kind] += 1
            into.whole[kind] += len(set(ids)) == 1
            if len(set(ids)) > 1:
                parts = " | ".join(sorted(names[entity] for entity in set(ids)))
                into.shown.append(f"parted  {one.marked.id} {kind:9} {parts}")
    for (kind, entity), several in stands_for.items():
        if len(several) > 1:
            into.melted[kind] += 1
            into.shown.append(
                f"melted  {one.marked.id} {kind:9} {names[entity]}: {', '.join(sorted(several))}"
            )


def same_words(interviews: Sequence[Searched]) -> Consistency:
    """The same of a way that takes the same words, in capitals or not, for the same one."""
    from pipeline.anonymise.link import Linked
    from pipeline.artefacts.entity import Entity, EntityRegistry

    found = Consistency()
    study = linked(interviews)
    entities: dict[tuple[str, str], Entity] = {}
    mentions = {}
    for one in interviews:
        texts = {turn.id: turn.text for turn in one.verified.turns}
        old = study.mentions[one.verified.interview]
        new = []
        for mention in old.mentions:
            said = texts[mention.turn_id][mention.start : mention.end]
            number = len(entities) + 1
            entity = Entity(id=f"e-{number:08x}", type=mention.type, name=said, number=number)
            entity = entities.setdefault((mention.type.value, said.casefold()), entity)
            new.append(mention.model_copy(update={"entity_id": entity.id}))
        mentions[one.verified.interview] = old.model_copy(update={"mentions": tuple(new)})
    plain = Linked(EntityRegistry(entities=tuple(entities.values())), mentions, study.memory)
    for one in interviews:
        count(plain, one, found)
    return found


def rows() -> list[dict[str, Any]]:
    """Rows for `latest.json`: shares of entities that are one in the registry, as one study."""
    from run import row

    interviews = searched()
    together, plain, study = Consistency(), same_words(interviews), linked(interviews)
    for one in interviews:
        count(study, one, together)

    def share(found: Consistency, kind: str) -> float:
        return found.whole[kind] / found.entities[kind]

    who, left = who_seconds(repeated(interviews, INTERVIEWS)), left_seconds(interviews)
    return [
        *(
            row(
                f"who is who, {kind.lower()}",
                "D01–D06",
                "the same words are the same",
                (share(together, kind), share(plain, kind)),
                "share",
                more=True,
            )
            for kind in ("PERSON", "TITLE", "ORG", "PLACE")
        ),
        row("who is who, decision", f"{INTERVIEWS} interviews", "all anew", (who.decided, who.first), "s"),
        row(
            "what is left, decision", f"{LEFT} of {TURNS} turns", "all anew", (left.decided, left.first), "s"
        ),
    ]


def table(title: str, found: Consistency) -> Iterator[str]:
    """The consistency of each type, and of all."""
    yield f"{title:34}  entities  consistent  melted"
    for kind, number in sorted(found.entities.items()):
        yield f"  {kind:32}  {number:8}  {found.whole[kind] / number:10.1%}  {found.melted[kind]:6}"
    number, whole = sum(found.entities.values()), sum(found.whole.values())
    yield f"  {'all':32}  {number:8}  {whole / number:10.1%}  {sum(found.melted.values()):6}"


def repeated(interviews: Sequence[Searched], number: int) -> list[Searched]:
    """The interviews again and again, each under an id of its own."""
    found = []
    for index in range(number):
        one, name = interviews[index % len(interviews)], f"intervju-{index + 1:03d}"
        found.append(
            Searched(
                one.marked,
                one.verified.model_copy(update={"interview": name}),
                one.findings.model_copy(update={"interview": name}),
            )
        )
    return found


def seconds(interviews: Sequence[Searched]) -> tuple[float, float]:
    """CPU seconds to link from nothing, and again."""
    from pipeline.anonymise.link import link

    began = time.process_time()
    study = linked(interviews)
    first = time.process_time() - began
    began = time.process_time()
    pairs = [(one.verified, one.findings) for one in interviews]
    link(pairs, (), study.registry, Random(1), study.memory)  # noqa: S311
    return first, time.process_time() - began


def long_one(interviews: Sequence[Searched], number: int) -> Searched:
    """One interview of many turns, which are those of several, beginning with another for each number."""
    from itertools import cycle, islice

    from pipeline.anonymise.resolve import id_of

    pairs = [(one, turn) for one in interviews for turn in one.verified.turns]
    turns, findings = [], []
    for place, (one, turn) in enumerate(islice(cycle(pairs), number * 37, number * 37 + TURNS), 1):
        turns.append(turn.model_copy(update={"id": f"t{place}"}))
        for found in one.findings.findings:
            if found.turn_id == turn.id:
                moved = id_of(f"t{place}", found.start, found.end, found.type)
                findings.append(found.model_copy(update={"turn_id": f"t{place}", "id": moved}))
    first, name = interviews[0], f"intervju-{number:03d}"
    return Searched(
        first.marked,
        first.verified.model_copy(update={"interview": name, "turns": tuple(turns)}),
        first.findings.model_copy(update={"interview": name, "findings": tuple(findings)}),
    )


def on_disk(root: Path, interviews: Sequence[Searched]) -> Study:
    """A study in this folder with these interviews in it, searched."""
    from pipeline.runner import open_study

    (root / "study.toml").write_text('title = "Måling"\n', "utf-8")
    study = open_study(root)
    names = {one.verified.interview: {} for one in interviews}
    arrived = study.store.identified / "arrivals.json"
    arrived.parent.mkdir(parents=True)
    arrived.write_text(json.dumps({"last": len(names), "seen": {}, "interviews": names}), "utf-8")
    for one in interviews:
        study.store.write(one.verified.interview, one.verified)
        study.store.write(one.verified.interview, one.findings)
    return study


@dataclass(frozen=True)
class Desk:
    """CPU seconds of the desk: the first time, when nothing has changed, and after a decision."""

    first: float
    same: float
    decided: float

    @classmethod
    def timed(cls, study: Study, what: Callable[[], object]) -> Desk:
        """Times of something that is asked of a study; the median of five decisions."""
        from pipeline.artefacts.ruling import SetReplacement
        from pipeline.rulings import RulingProposal, Rulings, brought_up

        def taken() -> float:
            began = time.process_time()
            what()
            return time.process_time() - began

        first, same, decided = taken(), taken(), []
        persons = [one for one in brought_up(study).registry.entities if one.type == "PERSON"]
        for number, person in enumerate(persons[:5]):
            operation = SetReplacement(entity=person.id, operator="remove")
            Rulings(study).take("Anne", [RulingProposal(str(number), (operation,))])
            decided.append(taken())
        return cls(first, same, median(decided))


def who_seconds(interviews: Sequence[Searched]) -> Desk:
    """Who is who, from the disk and back."""
    from pipeline.rulings import brought_up

    with tempfile.TemporaryDirectory() as folder:
        study = on_disk(Path(folder), interviews)
        return Desk.timed(study, lambda: brought_up(study))


def left_seconds(interviews: Sequence[Searched]) -> Desk:
    """What would be left, as the page asks for it; the libraries are loaded before."""
    from importlib import import_module

    from pipeline.page.identified import left_in

    import_module("presidio_anonymizer")  # which takes two seconds, once in a process
    with tempfile.TemporaryDirectory() as folder:
        long_ones = [long_one(interviews, number) for number in range(1, LEFT + 1)]
        study = on_disk(Path(folder), long_ones)
        return Desk.timed(study, lambda: left_in(folder, long_ones[0].verified.interview))


def shared_titles(study: Linked) -> int:
    """Titles that are one in several interviews although nobody, and no name, has said so."""
    alone = {one.id for one in study.registry.entities if one.type == "TITLE" and one.person is None}
    met: dict[str, set[str]] = defaultdict(set)
    for name, mentions in study.mentions.items():
        for mention in mentions.mentions:
            met[mention.entity_id].add(name)
    return sum(len(met[entity]) > 1 for entity in alone)


def main() -> None:
    """Measure and print."""
    from pipeline.anonymise.link import questions

    parser = argparse.ArgumentParser(description="Consistency and speed of who is who.")
    parser.add_argument("--show", action="store_true", help="print what was parted or melted")
    parser.add_argument("--pattern", default="D*.txt", help="which of the marked interviews")
    options = parser.parse_args()
    interviews = searched(options.pattern)
    alone, together = Consistency(), Consistency()
    for one in interviews:
        count(linked([one]), one, alone)
    study = linked(interviews)
    for one in interviews:
        count(study, one, together)
    print("\n".join((*table("interview by interview", alone), *table("as one study", together))))
    reasons = Counter(doubt.reason.rpartition(".")[2] for doubt in study.registry.doubts)
    asked = ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items()))
    asking = questions(study.registry)
    print(
        f"\nasked about in one study: {len(asking)} questions, {len(study.registry.doubts)} pairs ({asked})"
    )
    print(f"titles that are one in several interviews: {shared_titles(study)}")
    first, again = seconds(repeated(interviews, INTERVIEWS))
    print(f"{INTERVIEWS} interviews: {first:.2f} s from nothing, {again:.2f} s again (CPU)")
    who, left = who_seconds(repeated(interviews, INTERVIEWS)), left_seconds(interviews)
    for what, desk in (
        (f"who is who in {INTERVIEWS} interviews, from the disk and back", who),
        (f"what is left in {LEFT} interviews of {TURNS} turns", left),
    ):
        print(
            f"{what}: {desk.first:.2f} s the first time, {desk.same:.3f} s when nothing has changed, "
            f"{desk.decided:.3f} s after a decision (CPU)"
        )
    if options.show:
        print("\n".join(("", *together.shown)))


if __name__ == "__main__":
    main()
