"""A passage as a quote that can be cited: the respondent's words, shortened where the reader can see it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.export.extracts import Extract

#: A quote ends with the sentence in which it has so many of the respondent's words.
MOST_WORDS = 80

#: Stands where words were left out.
CUT = "[…]"

#: Where a sentence ends and the next begins.
_SENTENCE = re.compile(r"(?<=[.!?…])[»”\"']?\s+(?=[«“\"'\[(–—A-ZÆØÅ0-9])")


@dataclass(frozen=True)
class Quote:
    """Words to cite, and the label that says who a respondent is to readers ("en rektor")."""

    text: str = field(repr=False)
    label: str = field(repr=False)


def quote(extract: Extract, most: int = MOST_WORDS) -> Quote | None:
    """The respondent's words in a passage; None where the respondent says nothing in it.

    What others say before the first and after the last of these words is left out; what they say in between
    is kept in square brackets. Where the passage begins or ends inside an utterance, and where the quote ends
    before the passage, stands «[…]».
    """
    answered = [n for n, part in enumerate(extract.parts) if _answers(extract, n)]
    if not answered:
        return None
    parts = extract.parts[answered[0] : answered[-1] + 1]
    said: list[str] = []
    left = most
    for number, part in enumerate(parts):
        if part.utterance.role != "respondent":
            said.append(f"[{part.utterance.speaker}: {part.text.strip()}]")
            continue
        begins, ends = part.whole
        if not begins and (number == 0 or parts[number - 1].utterance is not part.utterance):
            said.append(CUT)
        kept, whole = shortened(part.text.strip(), left)
        said.append(kept)
        left -= len(kept.split())
        last = number == len(parts) - 1
        if not whole or (left <= 0 and not last):
            said.append(CUT)
            break
        if not ends and (last or parts[number + 1].utterance is not part.utterance):
            said.append(CUT)
    return Quote(" ".join(said), extract.interview.label)


def _answers(extract: Extract, number: int) -> bool:
    part = extract.parts[number]
    return part.utterance.role == "respondent" and bool(part.text.strip())


def shortened(text: str, most: int) -> tuple[str, bool]:
    """As many whole sentences as begin within `most` words, at least one, and whether that is all of them.

    A first sentence of more than twice as many words is cut after `most` of them.

    >>> shortened("Ja. Det var fint der. Men nå er det slutt.", 3)
    ('Ja. Det var fint der.', False)
    """
    ends = [match.end() for match in _SENTENCE.finditer(text)] + [len(text)]
    words = text.split()
    if not words:
        return text, True
    end = next((place for place in ends if len(text[:place].split()) >= most), len(text))
    if len(text[:end].split()) > 2 * most > 0 and end == ends[0]:
        return " ".join(words[:most]), False
    kept = text[:end].rstrip()
    return kept, len(kept) == len(text.rstrip())
