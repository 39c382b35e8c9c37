"""What the network is shown, as spaCy reads it: the readers that `config.cfg` names."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

from . import frames, gazetteers, norne, subwords
from .augment import Manner, changed, lowered, unpunctuated
from .norne import LABELS, Word, Words

Reader = Callable[[Language], Iterator[Example]]

LONGEST = 6  # sentences of a text that is trained on
EVALUATED = 10  # of a text that is evaluated: as spaCy's own models are, in groups of ten
ORDINARY = 3  # times that a word of common use stands in lower case outside names

#: How a text may look, and how often. Names are swapped less where the text is left as it was written.
MANNERS: tuple[tuple[float, Manner], ...] = (
    (0.45, Manner(swap=0.25, misheard=0.03)),
    (0.10, Manner(swap=0.5, misheard=0.08, filler=0.03, article=0.1)),
    (0.12, Manner(lower=True, swap=0.4, misheard=0.06)),
    (0.10, Manner(unpunctuated=True, swap=0.4, misheard=0.08, filler=0.03, article=0.1)),
    (0.23, Manner(lower=True, unpunctuated=True, swap=0.4, misheard=0.08, filler=0.04, article=0.1)),
)
SPOKEN = 0.18  # texts made of frames, for each text of the treebank

VARIANTS: dict[str, Callable[[Words], Words]] = {
    "plain": lambda words: words,
    "lower": lowered,
    "unpunctuated": unpunctuated,
    "both": lambda words: lowered(unpunctuated(words)),
}


def training(norne_folder: str, seed: int) -> Reader:
    """An endless reader: each time it is asked, the whole treebank once, in a new order and new manners.

    Args:
        norne_folder: NorNE's files.
        seed: of order and manners.
    """
    rng = random.Random(seed)
    sentences = {form: norne.read(Path(norne_folder), form, "train") for form in norne.FORMS}
    lists = gazetteers.load(ordinary_words(tuple(chain(*sentences.values()))))

    def read(nlp: Language) -> Iterator[Example]:
        texts = [
            tuple(chain(*run))
            for form in norne.FORMS
            for run in norne.documents(sentences[form], rng.randint(1, LONGEST))
        ]
        order: list[Words | None] = [*texts, *[None] * int(SPOKEN * len(texts))]
        rng.shuffle(order)
        for text in order:
            (manner,) = rng.choices([m for _, m in MANNERS], weights=[share for share, _ in MANNERS])
            made = _spoken(rng, lists, manner) if text is None else changed(text, manner, rng, lists)
            if made:
                yield example(nlp, made)

    return read


def _spoken(rng: random.Random, lists: gazetteers.Gazetteers, manner: Manner) -> Words:
    """A text made of frames, as this manner writes it."""
    sentences = (frames.sentence(rng, lists) for _ in range(rng.randint(1, LONGEST)))
    words = tuple(chain(*sentences))
    spoken = Manner(lower=manner.lower, unpunctuated=manner.unpunctuated, misheard=0.08, filler=0.04)
    return changed(words, spoken, rng, lists)


def held_out(norne_folder: str, split: str, variants: Sequence[str]) -> Reader:
    """A split of both written forms, once for each variant of `VARIANTS`."""

    def read(nlp: Language) -> Iterator[Example]:
        for form in norne.FORMS:
            for variant in variants:
                yield from examples(nlp, Path(norne_folder), form, split, variant)

    return read


def labels() -> dict[str, dict[str, int]]:
    """The actions of spaCy's recogniser for NorNE's types, so that no type waits for its first example."""
    each = dict.fromkeys(LABELS, 1)
    return {"0": {}, "1": each, "2": each, "3": each, "4": {"": 1, **each}, "5": {"": 1}}


def examples(nlp: Language, folder: Path, form: str, split: str, variant: str) -> Iterator[Example]:
    """A split of one written form in one variant, in groups of ten sentences."""
    for run in norne.documents(norne.read(folder, form, split), EVALUATED):
        words = VARIANTS[variant](tuple(chain(*run)))
        if words:
            yield example(nlp, words)


def example(nlp: Language, words: Sequence[Word]) -> Example:
    """The words as text, cut by spaCy's own tokeniser, beside the truth in the words as they are."""
    truth = Doc(
        nlp.vocab,
        words=[word.text for word in words],
        spaces=[word.space for word in words],
        ents=[word.tag for word in words],
    )
    return Example(nlp.make_doc(truth.text), truth)


def ordinary_words(sentences: Sequence[norne.Sentence]) -> frozenset[str]:
    """Words that stand in lower case outside entities, three times or more."""
    counts = Counter(
        word.text
        for sentence in sentences
        for word in sentence.words
        if word.tag == "O" and word.text.islower()
    )
    return frozenset(word for word, count in counts.items() if count >= ORDINARY)


def knowledge(
    norne_folder: str, seed: int, rows: int, width: int, epochs: int
) -> Callable[[Language], Language]:
    """Give the vocabulary what is known of words before any text is read.

    As NORM the class of every listed word; as vectors what its pieces look like (see `subwords`).
    """
    sentences = tuple(chain(*(norne.read(Path(norne_folder), form, "train") for form in norne.FORMS)))
    lists = gazetteers.load(ordinary_words(sentences))

    def add(nlp: Language) -> Language:
        classes = Lookups()
        forms = (
            (form, symbol) for word, symbol in lists.classes.items() for form in (word, word.capitalize())
        )
        classes.add_table("lexeme_norm", dict(forms))
        nlp.vocab.lookups = classes
        nlp.vocab.vectors = subwords.vectors(
            nlp.vocab.strings, sentences, lists, seed=seed, rows=rows, width=width, epochs=epochs
        )
        return nlp

    return add


registry.readers("renskriv.names.training.v1", func=training)
registry.readers("renskriv.names.held_out.v1", func=held_out)
registry.misc("renskriv.names.labels.v1", func=labels)
registry.callbacks("renskriv.names.knowledge.v1", func=knowledge)
