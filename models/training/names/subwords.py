"""What a word looks like: vectors of its pieces, which tell a name from other words also where it is new.

Every word is the mean of the vectors of its character n-grams (Bojanowski et al. 2017; spaCy's `floret` form,
in which n-grams share the rows of a small table). They are learnt from words alone: in which lists a word
stands, and as what it occurs in NorNE. So also a misheard name lies near the names that it sounds like.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np
import torch
from spacy.vectors import Vectors
from torch import Tensor, nn

from .augment import misheard
from .gazetteers import Gazetteers
from .norne import LABELS, Sentence

if TYPE_CHECKING:
    from spacy.strings import StringStore

KINDS = ("f", "s", "p", "d", "o")  # of the gazetteers' symbols
OTHER = "O"
BATCH = 256
RATE = 0.02
DROPPED = 0.4  # pieces of a word that are left out at each turn

Types = Mapping[str, Sequence[float]]


def vectors(
    strings: StringStore,
    sentences: Iterable[Sentence],
    lists: Gazetteers,
    *,
    seed: int,
    rows: int,
    width: int,
    epochs: int,
) -> Vectors:
    """Vectors of the pieces of words, trained.

    Args:
        strings: of the vocabulary that they go into.
        sentences: of NorNE's training split.
        lists: the gazetteers.
        seed: of beginning and order.
        rows: of the table.
        width: of a vector.
        epochs: over all words.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    table = _table(strings, np.zeros((rows, width), np.float32))
    types = word_types(sentences, lists)
    network = _Network(rows, width, len(next(iter(types.values()))))
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    steps = epochs * (len(types) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, total_iters=steps)
    for flat, offsets, wanted in _batches(table, types, rng, epochs):
        loss = nn.functional.binary_cross_entropy_with_logits(network(flat, offsets), wanted, reduction="sum")
        optimiser.zero_grad()
        (loss / len(wanted)).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    made = network.table.weight.detach().numpy()
    sample = rng.sample(list(types), min(1000, len(types)))
    scale = np.std([made[_rows(table, word)].mean(axis=0) for word in sample])
    return _table(strings, (made / scale).astype(np.float32))


def _batches(
    table: Vectors, types: Types, rng: random.Random, epochs: int
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Rows of the words' pieces one after the other, where each word begins, and what is to be told of it.

    Names are now and then shown as somebody else might spell them, and every word without some of its pieces.
    """
    pieces: dict[str, list[int]] = {}
    for _ in range(epochs):
        order = list(types)
        rng.shuffle(order)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            heard = [
                misheard(word, rng) if _is_name(types[word]) and rng.random() < 0.4 else word
                for word in batch
            ]
            for word in heard:
                if word not in pieces:
                    pieces[word] = _rows(table, word)
            shown = [
                [row for row in pieces[word] if rng.random() > DROPPED] or pieces[word] for word in heard
            ]
            offsets = [0, *accumulate(len(rows) for rows in shown[:-1])]
            wanted = [types[word] for word in batch]
            yield torch.tensor(list(chain(*shown))), torch.tensor(offsets), torch.tensor(wanted)


def _is_name(told: Sequence[float]) -> bool:
    """Whether a word stands in the lists of first names, surnames or places."""
    return any(told[:3])


def word_types(sentences: Iterable[Sentence], lists: Gazetteers) -> dict[str, list[float]]:
    """What is to be told of each lower-cased word.

    Returns:
        1 or 0 for each of `KINDS`, then the shares in which it occurs as each type of name, as no name, and
        as each word class.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            if any(letter.isalpha() for letter in word.text):
                seen[word.text.lower()][word.label or OTHER] += 1
                seen[word.text.lower()][f"UPOS={word.upos}"] += 1
    classes = sorted({name for counts in seen.values() for name in counts if name.startswith("UPOS=")})
    types: dict[str, list[float]] = {}
    for text in sorted({*seen, *lists.classes}):
        symbol, counts = lists.classes.get(text, "").lower(), seen[text]
        total = sum(counts[name] for name in (*LABELS, OTHER)) or 1
        types[text] = [float(kind in symbol) for kind in KINDS]
        types[text] += [counts[name] / total for name in (*LABELS, OTHER, *classes)]
    return types


class _Network(nn.Module):
    def __init__(self, rows: int, width: int, outputs: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(rows, width, mode="mean")
        self.out = nn.Linear(width, outputs)

    def forward(self, rows: Tensor, offsets: Tensor) -> Tensor:
        logits: Tensor = self.out(self.table(rows, offsets))
        return logits


def _table(strings: StringStore, data: np.ndarray) -> Vectors:
    return Vectors(
        strings=strings,
        data=data,
        mode="floret",
        name="names-nb",
        minn=2,
        maxn=5,
        hash_count=2,
        attr="LOWER",
    )


def _rows(table: Vectors, word: str) -> list[int]:
    """The rows of a word's pieces, as `Vectors.get_batch` finds them."""
    hashes = (number for piece in table._get_ngrams(word) for number in table._get_ngram_hashes(piece))
    return [number % table.shape[0] for number in hashes]
