"""How people write who speaks, and when."""

from __future__ import annotations

import re

from pipeline.artefacts.transcript import Role

#: How transcribers write who speaks, lower case without digits (I = intervjuer, R = respondent).
WRITTEN_ROLES: dict[str, Role] = {
    **dict.fromkeys(
        (
            *("i", "int", "intervjuer", "intervjuar", "interviewer", "forsker", "forskar", "m"),
            *("moderator", "ordstyrer", "ordstyrar"),
        ),
        "interviewer",
    ),
    **dict.fromkeys(
        (
            *("r", "resp", "respondent", "informant", "inf", "deltaker", "deltakar", "d"),
            *("intervjuobjekt", "interviewee"),
        ),
        "respondent",
    ),
    **dict.fromkeys(("annen",), "other"),
}

#: What programs call voices that they cannot name: "Speaker 1", "SPEAKER_00", "Taler 2".
NUMBERED = re.compile(r"(?:speaker|taler|talar|deltaker|deltakar|spk|s)[ _]?\d{1,2}", re.IGNORECASE)

#: Longest label, in characters and words.
LONGEST, MOST_WORDS = 41, 5

#: Hours may be missing; parts of a second follow a point or comma, in f4's stamps a hyphen.
TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,-]\d{1,3}(?![\d:]))?"

#: A time between brackets or as f4 and MAXQDA write it; also from one to another.
STAMP = rf"(?:\#{TIME}\#|[\[({{<]\s*{TIME}(?:\s*(?:-->|[-–—])\s*{TIME})?\s*[\])}}>])"

#: Such as are a stamp wherever they stand; in round brackets people also say what the clock was.
INSIDE = re.compile(rf"\#{TIME}\#|\[\s*{TIME}(?:\s*(?:-->|[-–—])\s*{TIME})?\s*\]")

#: Such as are one at the beginning of a line too.
LEADING = re.compile(rf"{INSIDE.pattern}|\(\s*\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?\s*\)")

_TIME = re.compile(TIME)


def times(text: str) -> tuple[int, ...]:
    """The times in a stamp, in milliseconds; none where a minute or second would have more than 59.

    >>> times("#00:01:23-4#"), times("[1:05 --> 01:00:05.25]"), times("12:75")
    ((83400,), (65000, 3605250), ())
    """
    found = []
    for match in _TIME.finditer(text):
        clock, _, part = re.sub("[.,-]", ".", match[0]).partition(".")
        *hours, minutes, seconds = map(int, clock.split(":"))
        if seconds > 59 or (hours and minutes > 59):
            return ()
        whole = (sum(hours) * 3600 + minutes * 60 + seconds) * 1000
        found.append(whole + int(part.ljust(3, "0") or 0))
    return tuple(found)


def role(label: str) -> Role | None:
    """The role that a label says: "Intervjuer 2", "R1", "Informant (S2)"; None where it says none."""
    if len(label) > 2 * LONGEST:
        return None
    return WRITTEN_ROLES.get(re.sub(r"[\d\s.]+$", "", re.sub(r"\s*\(.*\)$", "", label).casefold()))


def speaker(label: str) -> str:
    """The speaker that a label names; our own copies write the role before it: "Informant (S2)"."""
    label = label.strip("[]* ")
    inner = re.fullmatch(r"(?P<role>\w+) \((?P<label>[^()]+)\)", label)
    return inner["label"] if inner and inner["role"].casefold() in WRITTEN_ROLES else label


def names(label: str) -> bool:
    """Whether this may be a speaker's label and no piece of a sentence."""
    bare = re.sub(r"\s*\([^()]*\)", "", label.strip("[]* "))
    return (
        0 < len(bare) <= LONGEST
        and bare[0].isalpha()
        and len(bare.split()) <= MOST_WORDS
        and not re.search(r"[,;?!«»\"”“]|\.\s", bare)
    )


def certain(label: str) -> bool:
    """Whether a label is one wherever it stands: a role, or what programs call a voice."""
    bare = label.strip("[]* ")
    return role(bare) is not None or NUMBERED.fullmatch(bare) is not None
