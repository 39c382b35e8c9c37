"""What the residual check finds of originals that were planted, in every way to write them, and how fast.

    python benchmarks/residual.py                 # found, missed and false, class by class; speed
    python benchmarks/residual.py --show          # and what was missed or false, from the invented interviews

Originals are those marked in D01–D06. Their texts are de-identified by what is marked, with the policy of a
new study, and in copies of them each class is planted fifty times: one original, written so, between two
words inside a sentence; `names` is how many different ones. Found are leaks and places to decide; false is
what else is called a leak. The interviews' own decoys (a god and a tool that are called as somebody is) count
as false.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

if TYPE_CHECKING:
    from pipeline.anonymise.residual import Loose, Residue
    from pipeline.artefacts.entity import EntityRegistry, Mentions
    from pipeline.evaluate.marked import MarkedInterview

MARKED = REPOSITORY / "tests" / "data" / "interviews"

#: So many plants a class, and interviews and turns for the time.
PLANTS, INTERVIEWS, TURNS, ENTITIES = 50, 100, 60, 300

#: Gives a spoilt form of an original, None where it cannot be written so.
Spoil = Callable[[str, random.Random], str | None]


def who_is_who(interviews: Sequence[MarkedInterview]) -> tuple[EntityRegistry, list[Mentions]]:
    """All that is marked, each entity of an interview for itself, as people would have accepted it."""
    from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions

    entities: list[Entity] = []
    said: list[Mentions] = []
    for interview in interviews:
        forms: dict[tuple[str, str], dict[str, None]] = {}
        for turn in interview.turns:
            for mark in turn.marks:
                forms.setdefault((mark.type, mark.entity), {})[turn.text[mark.start : mark.end]] = None
        ids = {key: f"e-{number:08x}" for number, key in enumerate(forms, len(entities) + 1)}
        for (kind, marked), names in forms.items():
            entities.append(
                Entity(
                    id=ids[kind, marked],
                    type=kind,
                    name=max(names, key=len),
                    aliases=tuple(names),
                    number=len(entities) + 1,
                )
            )
        mentions = tuple(
            Mention(
                id=f"m-{number}-{mark.start}",
                turn_id=f"t{number}",
                start=mark.start,
                end=mark.end,
                type=mark.type,
                entity_id=ids[mark.type, mark.entity],
                source="person",
                score=1.0,
                recogniser="",
                reason="",
                status="accepted",
            )
            for number, turn in enumerate(interview.turns, 1)
            for mark in turn.marks
        )
        said.append(Mentions(interview=interview.verified().interview, text_digest="", mentions=mentions))
    return EntityRegistry(entities=tuple(entities)), said


def de_identified(interviews: Sequence[MarkedInterview]) -> list[Loose]:
    """The turns of all interviews with what is marked replaced, as a new study would have it."""
    from pipeline.anonymise.replace import Policy
    from pipeline.anonymise.replace import replace as replaced
    from pipeline.anonymise.residual import Loose

    registry, said = who_is_who(interviews)
    texts = [
        replaced(interview.verified(), mentions, registry, Policy(), reviewed=True)
        for interview, mentions in zip(interviews, said, strict=True)
    ]
    return [Loose("turn", text.interview, turn.id, turn.text) for text in texts for turn in text.turns]


# ---------------------------------------------------------------------- ways to write an original


def swapped(old: str, new: str) -> Spoil:
    """One spelling for another, where the name has it; capitals stay."""

    def spoil(name: str, _chance: random.Random) -> str | None:
        found = re.search(old, name, re.IGNORECASE)
        if found is None:
            return None
        put = found.expand(new)
        put = put[:1].upper() + put[1:] if found[0][:1].isupper() else put
        return name[: found.start()] + put + name[found.end() :]

    return spoil


def doubled(name: str, chance: random.Random) -> str | None:
    """A consonant twice that stood once, or once that stood twice."""
    twice = [match.start() for match in re.finditer(r"([bdfgklmnprst])\1", name)]
    if twice:
        place = chance.choice(twice)
        return name[:place] + name[place + 1 :]
    once = [match.start() for match in re.finditer(r"(?<=[aeiouyæøå])[bdfgklmnprst](?=[aeiouyæøå]|$)", name)]
    if not once:
        return None
    place = chance.choice(once)
    return name[:place] + name[place] + name[place:]


def between(sign: str) -> Spoil:
    """A sign somewhere inside a word of at least four letters."""

    def spoil(name: str, chance: random.Random) -> str | None:
        places = [at for at in range(2, len(name) - 1) if name[at - 2 : at + 2].isalpha()]
        if not places:
            return None
        place = chance.choice(places)
        return name[:place] + sign + name[place:]

    return spoil


def one_word(spoil: Spoil) -> Spoil:
    """For names of one word only."""
    return lambda name, chance: spoil(name, chance) if " " not in name else None


def looking_alike(name: str, _chance: random.Random) -> str | None:
    """A Cyrillic letter for one of ours."""
    table = {"a": "а", "e": "е", "o": "о", "i": "і", "p": "р", "c": "с", "y": "у"}
    place = next((at for at, letter in enumerate(name) if letter in table), None)
    return None if place is None else name[:place] + table[name[place]] + name[place + 1 :]


def accented(name: str, _chance: random.Random) -> str | None:
    """An accent on a vowel."""
    place = next((at for at, letter in enumerate(name) if letter in "aeiou"), None)
    return (
        None
        if place is None
        else unicodedata.normalize("NFC", f"{name[: place + 1]}\u0301{name[place + 1 :]}")
    )


def decomposed(name: str, _chance: random.Random) -> str | None:
    """Letters and their marks apart."""
    apart = unicodedata.normalize("NFD", name)
    return None if apart == name else apart


def wide(name: str, _chance: random.Random) -> str | None:
    """Full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in name)


def _regrouped(name: str, chance: random.Random) -> str | None:
    digits = re.sub(r"\D", "", name)
    if len(digits) < 8:
        return None
    return chance.choice(
        [
            digits,
            " ".join(digits[at : at + 2] for at in range(0, len(digits), 2)),
            "-".join([digits[:3], digits[3:]]),
        ]
    )


def misheard(name: str, chance: random.Random) -> str | None:
    """A letter inside it lost or another one."""
    place = chance.randrange(1, max(2, len(name) - 1))
    return (
        name[:place] + chance.choice(["", "a", "o", "t", "n"]) + name[place + 1 :] if len(name) > 5 else None
    )


#: Class of variants: the types it is planted for, and how.
CLASSES: dict[str, tuple[str, Spoil]] = {
    "as it is": ("PDLO", lambda name, _: name),
    "small letters": ("PDLO", lambda name, _: name.lower()),
    "capitals": ("PDLO", lambda name, _: name.upper()),
    "genitive": ("PDLO", lambda name, _: name + "s" if name[-1] not in "sxz" else None),
    "genitive '": ("P", lambda name, _: name + "'s"),
    "family -ene": ("F", lambda name, _: name + "ene"),
    "definite": ("DL", lambda name, _: name + "en" if name[-1] not in "aeiouyæøån" else None),
    "compound -": ("PDL", one_word(lambda name, _: name + "-gjengen")),
    "compound": ("PDL", one_word(lambda name, _: name + "gjengen" if len(name) > 3 else None)),
    "compound s": ("DL", one_word(lambda name, _: name + "smiljøet" if len(name) > 3 else None)),
    "compound last": ("N", one_word(lambda name, _: "lille" + name.lower() if len(name) > 3 else None)),
    "å → aa": ("PDLO", swapped("å", "aa")),
    "å → a": ("PDLO", swapped("å", "a")),
    "æ → ae": ("PDLO", swapped("æ", "ae")),
    "ø → oe": ("PDLO", swapped("ø", "oe")),
    "ø → o": ("PDLO", swapped("ø", "o")),
    "e → æ": ("P", swapped("e(?=r)", "æ")),
    "k → ch": ("P", swapped("k(?=[aeiourl])", "ch")),
    "k → c": ("P", swapped("k", "c")),
    "t → th": ("P", swapped("t(?=[aeioryø])", "th")),
    "f → ph": ("P", swapped("f", "ph")),
    "v ↔ w": ("P", lambda name, chance: swapped("w", "v")(name, chance) or swapped("v", "w")(name, chance)),
    "ks → x": ("PDL", swapped("ks", "x")),
    "double consonant": ("P", doubled),
    "-sen → -son": ("P", swapped("sen$", "son")),
    "hj → j": ("P", swapped("hj", "j")),
    "j → gj": ("P", swapped("^j", "gj")),
    "sj → skj": ("P", swapped("sj", "skj")),
    "silent h": ("P", swapped("(?<=[aou])([lnm])(?=$)", "h\\1")),
    "silent d": ("PDL", swapped("(l|n)d$", "\\1")),
    "misheard": ("PDL", one_word(misheard)),
    "l e t t e r s": ("PDL", lambda name, _: " ".join(name.replace(" ", ""))),
    "hyphen, blank": ("PDLO", between("- ")),
    "hyphen, line": ("PDLO", between("-\n")),
    "line": ("PDLO", between("\n")),
    "soft hyphen": ("PDLO", between("\u00ad")),
    "zero width": ("PDLO", between("\u200b")),
    "written apart": ("PDL", one_word(between(" "))),
    "written together": ("PO", lambda name, _: name.replace(" ", "") if " " in name else None),
    "decomposed": ("PDLO", decomposed),
    "other alphabet": ("PDLO", looking_alike),
    "accent": ("PDLO", accented),
    "full width": ("PDLO", wide),
    "initials": ("W", lambda name, _: "".join(part[0] for part in name.split()).upper()),
    "initials, dots": ("W", lambda name, _: "".join(f"{part[0]}." for part in name.split()).upper()),
    "digits regrouped": ("#", _regrouped),
}  # fmt: skip


def originals(interviews: Sequence[MarkedInterview], code: str) -> list[str]:
    """Names by what they are: P part of a person's name, N first name, F family, W whole name, D L O #."""
    names: dict[str, None] = {}
    for interview in interviews:
        for turn in interview.turns:
            for mark in turn.marks:
                name = turn.text[mark.start : mark.end]
                parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2]
                person = mark.type == "PERSON" and all(part[0].isupper() for part in parts) and bool(parts)
                if person and ("P" in code or ("N" in code and len(parts) > 1)):
                    names |= dict.fromkeys(parts[:-1] if "N" in code else parts)
                if (
                    person
                    and len(parts) > 1
                    and ("W" in code or "P" in code)
                    and len(parts) == len(name.split())
                ):
                    names[name] = None
                if person and len(parts) > 1 and "F" in code:
                    names[parts[-1]] = None
                letter = {"DISTRICT": "D", "PLACE": "L", "ORG": "O"}.get(mark.type, "")
                if letter and letter in code and name[0].isupper():
                    names[name] = None
                if "#" in code and mark.type in ("PHONE", "NATIONAL_ID", "ID"):
                    names[name] = None
    return list(names)


# ---------------------------------------------------------------------- planting


@dataclass
class Tally:
    """What came of the plants of a class."""

    names: int = 0
    planted: int = 0
    leaks: int = 0
    to_decide: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list, repr=False)


def planted(text: str, what: str, chance: random.Random) -> tuple[str, int]:
    """The text with this between two words inside a sentence and outside brackets, and where it stands."""
    places = [
        match.end()
        for match in re.finditer(r"[a-zæøå] (?=[a-zæøå])", text)
        if text.rfind("[", 0, match.end()) <= text.rfind("]", 0, match.end())
    ]
    place = chance.choice(places)
    return f"{text[:place]}{what} {text[place:]}", place


@dataclass(frozen=True)
class Plant:
    """A text in which `what` was planted at `place`; `before` is the text without it."""

    text: Loose
    what: str
    place: int
    before: Loose


def plants(interviews: Sequence[MarkedInterview]) -> Iterator[tuple[str, int, list[Plant]]]:
    """Every class with how many names it has, and what was planted, each text by itself."""
    from dataclasses import replace

    texts = suitable(interviews)
    for name, (code, spoil) in CLASSES.items():
        chance = random.Random(name)  # noqa: S311 (a draw that is the same each time)
        forms = [(one, spoilt) for one in originals(interviews, code) if (spoilt := spoil(one, chance))]
        made = []
        for number in range(PLANTS if forms else 0):
            original, _ = forms[number % len(forms)]
            what = spoil(original, chance) or ""
            text = chance.choice(texts)
            new, place = planted(text.text, what, chance)
            made.append(Plant(replace(text, text=new, interview=f"kopi-{number}"), what, place, text))
        yield name, len(forms), made


def suitable(interviews: Sequence[MarkedInterview]) -> list[Loose]:
    """De-identified turns with room for a plant."""
    return [
        text for text in de_identified(interviews) if len(re.findall(r"[a-zæøå] [a-zæøå]", text.text)) > 8
    ]


def measure(interviews: Sequence[MarkedInterview]) -> dict[str, Tally]:
    """Plant every class, and look for what was planted."""
    from pipeline.anonymise.residual import residual

    registry, _ = who_is_who(interviews)
    texts = suitable(interviews)
    known = {text: len(_leaks(found)) for text, found in _by_text(texts, residual(texts, registry)).items()}
    tallies: dict[str, Tally] = {}
    for name, names, made in plants(interviews):
        tally = tallies[name] = Tally(names=names)
        spoilt = [plant.text for plant in made]
        found = _by_text(spoilt, residual(spoilt, registry))
        for plant in made:
            here = found[plant.text]
            end = plant.place + len(plant.what)
            there = [one for one in here if one.start < end and plant.place < one.end]
            tally.planted += 1
            tally.leaks += any(not one.ordinary for one in there)
            tally.to_decide += bool(there) and all(one.ordinary for one in there)
            tally.false += max(0, len(_leaks(here)) - len(_leaks(there)) - known[plant.before])
            if not there:
                tally.missed.append(plant.what)
    return tallies


def plainly(interviews: Sequence[MarkedInterview]) -> float:
    """The share that is found by looking for every original as it was written, in capitals or not."""
    registry, _ = who_is_who(interviews)
    forms = sorted({form.casefold() for one in registry.entities for form in one.aliases}, key=len)
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(forms)))})(?!\w)")
    found = [
        any(
            match.start() < plant.place + len(plant.what) and plant.place < match.end()
            for match in known.finditer(plant.text.text.lower())
        )
        for _, _, made in plants(interviews)
        for plant in made
    ]
    return sum(found) / len(found)


def rows() -> list[dict[str, Any]]:
    """Rows for `latest.json`: the share of planted spellings that is found, over all classes."""
    from run import row

    from pipeline.evaluate.marked import read_marked

    interviews = [read_marked(path) for path in sorted(MARKED.glob("D*.txt"))]
    tallies = measure(interviews).values()
    share = sum(one.leaks + one.to_decide for one in tallies) / sum(one.planted for one in tallies)
    values = (share, plainly(interviews))
    peer = "search for the words, capitals or not"
    return [row("residual, spellings found", "D01–D06", peer, values, "share", more=True)]


def _leaks(found: Sequence[Residue]) -> list[Residue]:
    return [one for one in found if not one.ordinary]


def _by_text(texts: Sequence[Loose], found: Sequence[Residue]) -> dict[Loose, list[Residue]]:
    by: dict[tuple[str, str], list[Residue]] = {}
    for one in found:
        by.setdefault((one.interview, one.turn_id), []).append(one)
    return {text: by.get((text.interview, text.turn_id), []) for text in texts}


def seconds(interviews: Sequence[MarkedInterview]) -> tuple[float, int]:
    """CPU seconds for a hundred interviews of sixty turns with three hundred entities, and their words."""
    from pipeline.anonymise.residual import Loose, residual
    from pipeline.artefacts.entity import EntityRegistry

    all_turns = de_identified(interviews)
    texts = [
        Loose("turn", f"i{number // TURNS}", f"t{number % TURNS}", all_turns[number % len(all_turns)].text)
        for number in range(INTERVIEWS * TURNS)
    ]
    registry = EntityRegistry(entities=who_is_who(interviews)[0].entities[:ENTITIES])
    began = time.process_time()
    residual(texts, registry)
    return time.process_time() - began, sum(len(text.text.split()) for text in texts)


def main() -> None:
    """See the module."""
    from pipeline.anonymise.residual import residual
    from pipeline.evaluate.marked import read_marked

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--pattern", default="D*.txt")
    options = parser.parse_args()
    interviews = [read_marked(path) for path in sorted(MARKED.glob(options.pattern))]
    tallies = measure(interviews)
    print(f"{'class':18} names planted  leak  to decide  missed  false   found")
    for name, tally in tallies.items():
        if not tally.planted:
            print(f"{name:18} no original can be written so")
            continue
        share = (tally.leaks + tally.to_decide) / tally.planted if tally.planted else 0.0
        missed = f"   {sorted(set(tally.missed))}" if options.show and tally.missed else ""
        print(
            f"{name:18} {tally.names:5} {tally.planted:7} {tally.leaks:5} {tally.to_decide:10} "
            f"{len(tally.missed):7} {tally.false:6} {share:7.1%}{missed}"
        )
    registry, _ = who_is_who(interviews)
    texts = de_identified(interviews)
    words = sum(len(text.text.split()) for text in texts)
    found = residual(texts, registry)
    leaks = _leaks(found)
    print(
        f"untouched: {len(leaks)} called leaks in {words} words "
        f"({len(leaks) / words * 10_000:.1f} per 10 000), "
        f"{len(found) - len(leaks)} places to decide"
    )
    if options.show:
        by = {(text.interview, text.turn_id): text.text for text in texts}
        for one in leaks:
            text = by[one.interview, one.turn_id]
            print(f"  {one.variant}: {text[max(0, one.start - 20) : one.end + 20]!r}")
    taken, words = seconds(interviews)
    print(
        f"{INTERVIEWS} interviews of {TURNS} turns, {words} words, {ENTITIES} entities: {taken:.1f} s of CPU"
    )


if __name__ == "__main__":
    main()
