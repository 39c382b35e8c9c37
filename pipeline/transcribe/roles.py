"""Who asks and who answers, from what was said.

Three cues, none of which is sure alone: words of the guide's questions, sentences that ask, and short turns
(Kvale & Brinkmann: in a good interview the questions are short and the answers long).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from pipeline.artefacts.transcript import Role

#: How a question begins in Bokmål, Nynorsk and dialects, also after a filler; without a question mark, as an
#: engine that writes no punctuation gives it.
_FILLER = r"(?:(?:og|men|så|ja|ok|okei|nei|mm|eh|fint|flott|bra|da|skjønner|akkurat)[,.]?\s+)*"
_WORD = (
    r"(?:hva|ka|kva|ke|hvem|kem|kven|hvor(?:dan|for)?|kor(?:leis|for|dan)?|kvifor|koss(?:en|n)?|åssen|"
    r"hvilke[nt]?|kva\s+for|hvilken)"
)
_INVERTED = (
    r"(?:kan|kunne|har|hadde|er|va|var|vil|ville|skal|synes|syns|syn[es]st|mener|meiner|tror|trur|"
    r"opplever|opplev|ser|husker|hugsar|får|fikk|bruker|brukar|gjør|gjer|blir|fins|finnes|finst|legger)"
    r"\s+(?:du|dere|de|dokker|dåkker|dykk|det|vi|han|hun|noen|nokon)"
)
ASKS = re.compile(rf"^{_FILLER}(?:{_WORD}|{_INVERTED})\b", re.IGNORECASE)
INVITES = re.compile(
    r"\b(?:fortell|fortelle|utdyp|utdype|eksempel på|si litt|si noe om|tenker du|syns du|synes du)\b"
)

#: How alike an utterance and a question of the guide must be, as a share of the shorter one's trigrams.
LIKE = 0.55

#: What a cue is worth, and the lead that makes the choice sure. Measured on interviews of six kinds.
ASKING, GUIDE, SHORT = 2.0, 2.0, 1.0
SURE = 0.5


def interviewers(talk: Mapping[str, Sequence[str]], questions: Sequence[str]) -> dict[str, tuple[Role, bool]]:
    """Each speaker's role, and whether it is more than a guess.

    With two voices one of them asks; with three or more, all that ask much more than they answer do. At
    least one speaker is a respondent; a voice alone is one, as a guess.

    Args:
        talk: speaker -> what they said, turn by turn.
        questions: the guide's questions; may be empty.
    """
    if len(talk) < 2:
        return dict.fromkeys(talk, ("respondent", False))
    grams = [_trigrams(question) for question in questions]
    cues = {speaker: _cues(said, grams) for speaker, said in talk.items()}
    longest = max(length for _, _, length in cues.values()) or 1.0
    score = {
        speaker: ASKING * asking + GUIDE * guide + SHORT * (1 - length / longest)
        for speaker, (asking, guide, length) in cues.items()
    }
    ranked = sorted(talk, key=lambda speaker: -score[speaker])
    middle = (score[ranked[0]] + score[ranked[-1]]) / 2
    asking = {speaker for speaker in ranked[:-1] if score[speaker] >= middle} or {ranked[0]}
    return {
        speaker: (
            "interviewer" if speaker in asking else "respondent",
            abs(score[speaker] - middle) * 2 >= SURE,
        )
        for speaker in talk
    }


def _cues(said: Sequence[str], questions: Sequence[frozenset[str]]) -> tuple[float, float, float]:
    """The shares of turns that ask and that are like a question of the guide, and words in a turn."""
    turns = [text for text in said if text.strip()]
    if not turns:
        return 0.0, 0.0, 0.0
    asking = fmean(any(_asks(sentence) for sentence in _sentences(text)) for text in turns)
    like = fmean(_like(text, questions) for text in turns) if questions else 0.0
    return asking, like, fmean(len(text.split()) for text in turns)


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or bool(ASKS.match(sentence) or INVITES.search(sentence.lower()))


def _sentences(text: str) -> Iterable[str]:
    return re.split(r"(?<=[.!?…])\s+", text)


def _like(text: str, questions: Sequence[frozenset[str]]) -> bool:
    """Whether the turn holds most of a question, or a short turn is mostly part of one."""
    grams = _trigrams(text)
    if len(grams) < 12:
        return False
    return any(
        len(grams & question) >= LIKE * min(len(grams), len(question))
        for question in questions
        if question and len(grams) <= 4 * len(question)
    )


def _trigrams(text: str) -> frozenset[str]:
    plain = " " + " ".join(re.findall(r"\w+", text.lower())) + " "
    return frozenset(plain[i : i + 3] for i in range(len(plain) - 2))
