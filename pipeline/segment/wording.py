"""Words in their dictionary form, which of them say nothing, and how alike two texts are by the others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

#: Words that say nothing of what is talked about, in Bokmål and Nynorsk, as lemmas or as they are said.
FUNCTION_WORDS = frozenset(
    """
    alle alt altså andre at av bare ble blei blir bli både da dag de deg dei deira dem den denne der
    dere deres det dette di din ditt du dykk dykkar då eg ei ein eit eller en er et etter for fra
    frå få får før første gi gjerne gjøre gjere gjør gjer gå går ha han hans har hatt heile hel hele
    hennes her ho hun hva hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor i ikke ikkje
    ingen inn ja jeg jo kan kanskje kom komme kor korleis kva kven kvifor kunne litt man mange med
    meg meir mellom men mer mi min mitt mye mykje må måte måtte ned nei noe noen noko nokon nokre nå
    når og også om opp oss over på sa sånn se seg selv si sidan siden sin sitt sjølv skal skulle
    slag slags slik snakke som så tenke tenkje the til tro tru um under ut var ved vel vere vi vil
    ville vår være å åt eksempel fortelle fortelje grad mene meine si sei seie beskrive spørre
    spørje
    """.split()  # noqa: SIM905 (a list of a hundred words reads better like this)
)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a word in lower case, in Bokmål or else Nynorsk (simplemma)."""
    import simplemma

    return str(simplemma.lemmatize(word, lang=("nb", "nn"))).casefold()


def rarity(texts: Sequence[Iterable[str]]) -> Mapping[str, float]:
    """How much each lemma tells in these texts: smoothed inverse document frequency, ln((1+n)/(1+df)) + 1."""
    seen = Counter(one for text in texts for one in set(text))
    return {one: math.log((1 + len(texts)) / (1 + count)) + 1 for one, count in seen.items()}


def likeness(these: Sequence[str], those: Sequence[str], weights: Mapping[str, float]) -> float:
    """Cosine of two bags of lemmas weighted by their rarity, in [0, 1]; what has no weight does not count."""
    return cosine(bag(these, weights), bag(those, weights))


def bag(words: Iterable[str], weights: Mapping[str, float]) -> Mapping[str, float]:
    """How much each lemma counts in a text: (1 + ln tf) times its weight, of length 1; empty for none."""
    raw = {one: (1 + math.log(n)) * weights[one] for one, n in Counter(words).items() if one in weights}
    length = math.hypot(*raw.values())
    return {one: value / length for one, value in raw.items()}


def cosine(these: Mapping[str, float], those: Mapping[str, float]) -> float:
    """How alike two bags are, in [0, 1]."""
    return math.fsum(value * those[one] for one, value in these.items() if one in those)


def nearest(word: str, vocabulary: Iterable[str]) -> str:
    """The lemma that a word of the other written form, or the head of a compound, stands for; else itself.

    Spellings at most one letter in seven apart (oppgåve, oppgave), or a word that a lemma ends with
    (utdanning, grunnutdanning); words of less than five letters stand for themselves.
    """
    from rapidfuzz import fuzz, process

    known = tuple(vocabulary)
    if word in known or len(word) < 5:
        return word
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=85)
    if found is not None:
        return str(found[0])
    return next((one for one in known if one.endswith(word)), word)
