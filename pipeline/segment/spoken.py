"""Talk as words that carry content, whichever written form or dialect it is in."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.segment.wording import FUNCTION_WORDS, lemma

#: Small words as dialects and Nynorsk have them; longer words are alike enough in their letters.
WRITTEN = {
    "itj": "ikke", "ittj": "ikke", "ikkj": "ikke", "ikkje": "ikke", "inte": "ikke", "kæm": "hvem",
    "kem": "hvem", "ka": "hva", "ke": "hva", "kva": "hva", "kven": "hvem", "sjølv": "selv",
    "sjøl": "selv", "kor": "hvor", "korsn": "hvordan", "kossen": "hvordan", "korleis": "hvordan",
    "koffor": "hvorfor", "kvifor": "hvorfor", "æ": "jeg", "eg": "jeg", "e": "er", "mæ": "meg",
    "dæ": "deg", "hu": "hun", "ho": "hun", "dokker": "dere", "dykk": "dere", "nokka": "noe",
    "nåkka": "noe", "noko": "noe", "nåen": "noen", "nokon": "noen", "mykje": "mye", "heime": "hjemme",
    "skule": "skole", "skulen": "skolen", "skular": "skoler", "veke": "uke", "vekene": "ukene",
}  # fmt: skip


#: What stands for asking somebody to say who they are,
INTRODUCTION = "presentasjon"

#: and ways to ask it in small words alone, which would leave nothing to compare.
INTRODUCE = re.compile(r"\bhvem (?:er du|du er)\b|\bpresenter\w* deg\b|\bom deg selv\b")


@lru_cache(maxsize=512)
def content_words(text: str) -> tuple[str, ...]:
    """The words that say what is talked about, in lower case; what stands in square brackets is left out.

    Where somebody is asked who they are, `INTRODUCTION` comes last.

    >>> content_words("Ka du meine om skulen, [Person 3]?")
    ('skolen',)
    """
    words = re.findall(r"[^\W\d_]+", re.sub(r"\[[^\]]*\]", " ", text).casefold())
    plain = [WRITTEN.get(word, word) for word in words]
    introduced = (INTRODUCTION,) if INTRODUCE.search(" ".join(plain)) else ()
    return (*(word for word in plain if word not in FUNCTION_WORDS and len(word) > 1), *introduced)


def content_lemmas(text: str) -> list[str]:
    """The same as lemmas."""
    found = (lemma(word) for word in content_words(text))
    return [word for word in found if word not in FUNCTION_WORDS and len(word) > 1]
