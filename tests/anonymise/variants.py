"""The same marked interview said otherwise: lower case, without punctuation, with other names."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.artefacts.finding import IdentifierType
from pipeline.evaluate.marked import Mark, MarkedInterview, MarkedTurn

#: Given names and family names of many origins, drawn for this test; nobody is meant.
GIVEN = (
    "Aleksander Ingeborg Torstein Guro Håkon Sigrun Eirik Marit Oddvar Turid Fatima Zainab Ibrahim "
    "Yusra Hamza Leila Nguyet Minh Tuan Linh Agnieszka Piotr Katarzyna Tomasz Oksana Dmytro Olena "
    "Máhtte Elle Sunna Ravdna Priya Arjun Kavita Rajesh Selam Dawit Hiwot Abebe Emeka Chinedu Amara "
    "Kwame Carlos Lucía Javier Ximena Zeynep Emir Defne Mirza Amra Goran Vesna Wei Jing Haruto Yuki "
    "Siobhan Declan Lachlan Beatrix Cornelius Philippa Ottar Gudny"
)
FAMILY = (
    "Bjerkeli Haugland Tvedt Kvalvåg Skjelbred Ormset Aasheim Rognli Grønvold Sætre Abdullahi Farah "
    "Hussein Rahman Tran Pham Le Kowalski Nowak Wiśniewski Shevchenko Bondarenko Eira Gaup Somby Sharma "
    "Patel Nair Tesfaye Haile Bekele Adeyemi Mensah Ramírez Ortega Fuentes Yıldız Demir Hadžić "
    "Petrovski Zhang Takahashi Gallagher MacLeod Vanderbilt Okonkwo Lindqvist Mårtensson Virtanen "
    "Brekkhus Uglem Dyrdal"
)

_SIGNS = re.compile(r"[.,!?;:«»\"“”()–—…]")


def lower(interview: MarkedInterview) -> MarkedInterview:
    """All in lower case, as a raw machine transcript."""
    return _turns(interview, lambda turn: replace(turn, text=turn.text.lower()))


def unpunctuated(interview: MarkedInterview) -> MarkedInterview:
    """Without signs between words; what is inside a mark, or between two figures, stays."""
    return _turns(interview, _unpunctuated)


def bare(interview: MarkedInterview) -> MarkedInterview:
    """Both."""
    return lower(unpunctuated(interview))


def swapped(interview: MarkedInterview, seed: int = 1) -> MarkedInterview:
    """Every person has another name, the same in every mention; genitives and slips of the pen stay."""
    source = random.Random(f"{interview.id}{seed}")
    surfaces: dict[str, list[str]] = {}
    for turn in interview.turns:
        for mark in turn.marks:
            if mark.type is IdentifierType.PERSON:
                surfaces.setdefault(mark.entity, []).append(turn.text[mark.start : mark.end])
    given, family = GIVEN.split(), FAMILY.split()
    source.shuffle(given)
    source.shuffle(family)
    names: dict[tuple[str, str], str] = {}
    for number, (entity, spelt) in enumerate(surfaces.items()):
        longest = max(spelt, key=lambda one: (len(one.split()), one[:-1] not in spelt, len(one))).split()
        for place, word in enumerate(longest):
            pool = given if place < max(1, len(longest) - 1) else family
            names[entity, word.casefold()] = pool[(number + 7 * place) % len(pool)]

    def other(entity: str, word: str) -> str:
        low = word.casefold()
        for known, ending in ((low, ""), (low.removesuffix("s"), "s")):
            if (entity, known) in names:
                made = names[entity, known] + ending
                break
        else:
            made = names[entity, next(k for e, k in names if e == entity)]
            made = made[:-2] + made[-1]  # a nickname or a slip: near the name, and not the same
        return made.lower() if word.islower() else made

    def change(turn: MarkedTurn) -> MarkedTurn:
        text, marks, position = "", [], 0
        for mark in turn.marks:
            text += turn.text[position : mark.start]
            surface = turn.text[mark.start : mark.end]
            if mark.type is IdentifierType.PERSON:
                surface = " ".join(other(mark.entity, word) for word in surface.split())
            marks.append(replace(mark, start=len(text), end=len(text) + len(surface)))
            text += surface
            position = mark.end
        return replace(turn, text=text + turn.text[position:], marks=tuple(marks))

    return _turns(interview, change)


def _turns(interview: MarkedInterview, change: Callable[[MarkedTurn], MarkedTurn]) -> MarkedInterview:
    return replace(interview, turns=tuple(change(turn) for turn in interview.turns))


def _unpunctuated(turn: MarkedTurn) -> MarkedTurn:
    text, marks, position = "", list[Mark](), 0
    for mark in (*turn.marks, Mark(len(turn.text), len(turn.text), IdentifierType.ID, "end")):
        text += _SIGNS.sub("", turn.text[position : mark.start])
        surface = turn.text[mark.start : mark.end]
        marks.append(replace(mark, start=len(text), end=len(text) + len(surface)))
        text += surface
        position = mark.end
    return replace(turn, text=text, marks=tuple(marks[:-1]))
