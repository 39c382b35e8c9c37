"""The words of a turn: text made clean, and words timed anew when people edit, cut and join."""

import unicodedata
from collections.abc import Sequence

from pipeline.artefacts.transcript import Word
from pipeline.rebase import align

_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Normal form C, single spaces, no control or format characters (but the joiners inside emoji)."""
    if not text.isprintable():
        text = "".join(c for c in text if c.isspace() or c in _JOINERS or not _is_control(c))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")


def retime(words: Sequence[Word], text: str, start_ms: int | None, end_ms: int | None) -> tuple[Word, ...]:
    """The words of a turn's new text, with the times that the old words give them.

    An unchanged word keeps times and probability; one that differs in case or punctuation keeps its
    times. The others share, by their length in characters, the time of the words that they replace, or
    the time between their neighbours; nothing else moves. Without sound there are no times.

    Args:
        words: the turn's words before.
        text: the turn's text after, clean.
        start_ms: where the turn begins, None without sound.
        end_ms: where the turn ends, None without sound.
    """
    texts = text.split()
    # Most edits touch one word: what begins and ends alike is cut off before anything is aligned.
    shorter = min(len(words), len(texts))
    head = next((i for i in range(shorter) if words[i].text != texts[i]), shorter)
    tail = next((i for i in range(shorter - head) if words[-1 - i].text != texts[-1 - i]), shorter - head)
    before, after = words[:head], words[len(words) - tail :]
    start_ms = next((w.end_ms for w in reversed(before) if w.end_ms is not None), start_ms)
    end_ms = next((w.start_ms for w in after if w.start_ms is not None), end_ms)
    between = _retimed(words[head : len(words) - tail], texts[head : len(texts) - tail], start_ms, end_ms)
    return (*before, *between, *after)


def _retimed(
    words: Sequence[Word], texts: Sequence[str], start_ms: int | None, end_ms: int | None
) -> list[Word]:
    """`retime` for words of which neither the first nor the last is the same."""
    matches = align([word.text for word in words], texts)
    timed: list[Word] = []
    done, ahead = 0, 0
    for match in (*matches, None):
        upto, until = (match.new, match.old) if match else (len(texts), len(words))
        if ahead < upto:
            before = next((w.end_ms for w in reversed(timed) if w.end_ms is not None), start_ms)
            after = next((w.start_ms for w in words[until:] if w.start_ms is not None), end_ms)
            timed += _share(texts[ahead:upto], *_room(words[done:until], before, after))
        if match:
            word = words[match.old]
            if not match.same:
                word = Word(text=texts[match.new], start_ms=word.start_ms, end_ms=word.end_ms)
            timed.append(word)
            done, ahead = match.old + 1, match.new + 1
    return timed


def _room(replaced: Sequence[Word], before: int | None, after: int | None) -> tuple[int | None, int | None]:
    """The time of the replaced words, else the time between the neighbours."""
    starts = [word.start_ms for word in replaced if word.start_ms is not None]
    ends = [word.end_ms for word in replaced if word.end_ms is not None]
    start, end = (starts[0], ends[-1]) if starts and ends else (before, after)
    if before is not None and start is not None:
        start = max(start, before)
    if after is not None and end is not None:
        end = min(end, after)
    return start, end


def _share(texts: Sequence[str], start: int | None, end: int | None) -> list[Word]:
    if start is None or end is None:
        return [Word(text=text) for text in texts]
    length, total = max(0, end - start), sum(map(len, texts))
    words, past = [], 0
    for text in texts:
        begin, past = start + length * past // total, past + len(text)
        words.append(Word(text=text, start_ms=begin, end_ms=start + length * past // total))
    return words


def cut(words: Sequence[Word], at: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words before and after a code-point offset of their text; a word that it cuts is shared out."""
    left: list[Word] = []
    right: list[Word] = []
    place = 0
    for word in words:
        inside = at - place
        if 0 < inside < len(word.text):
            first, second = _share((word.text[:inside], word.text[inside:]), word.start_ms, word.end_ms)
            left.append(first)
            right.append(second)
        else:
            (left if inside > 0 else right).append(word)
        place += len(word.text) + 1
    return tuple(left), tuple(right)
