"""Presidio's analyzer with our recognisers and a spaCy model, and how an interview goes through it at once.

Presidio looks at one text after the other. Here the model reads an interview in batches of sentences, those
left out in which every word is an ordinary one, and the recognisers see the interview as one text: what is
said over two turns is found, and nothing is looked up again for each turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from pipeline.anonymise.evidence import LABELS
from pipeline.anonymise.gazetteer import Gazetteer, gazetteer, no_lists
from pipeline.anonymise.names import may_name
from pipeline.anonymise.page import Page, Seen
from pipeline.anonymise.reading import BORDER, Reading
from pipeline.anonymise.recognisers import RECOGNISERS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LANGUAGES = ("nb", "nn")

#: Sentences that the model reads at a time; memory does not grow with the interview.
BATCH = 128

#: A sentence of one turn, or signs between two.
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…»”\")]+[^\S\n]*|(?=\n)|$)|[.!?…»”\")\s]+")


@dataclass(frozen=True)
class Parts:
    """Which parts take part; all of them, but where it is measured what each is good for."""

    model: bool = True
    lists: bool = True
    rules: bool = True
    memory: bool = True


ALL = Parts()


class PageArtifacts(NlpArtifacts):
    """Presidio's artefacts of a text with its page; `tokens` are those of its last piece."""

    def __init__(self, page: Page, tokens: Doc, language: str) -> None:
        super().__init__([], tokens, [], [], None, language)
        self.page = page


class NorwegianNlpEngine(NlpEngine):
    """A loaded spaCy pipeline as Presidio's engine for Bokmål and Nynorsk. Fetches nothing."""

    def __init__(self, nlp: Language, parts: Parts = ALL) -> None:
        self.nlp = nlp
        self.parts = parts
        self._lists: Gazetteer = gazetteer() if parts.lists else no_lists()

    def load(self) -> None:
        """The pipeline came loaded."""

    def is_loaded(self) -> bool:
        """See `load`."""
        return True

    def get_supported_languages(self) -> list[str]:
        """Both written forms; the model knows both."""
        return list(LANGUAGES)

    def get_supported_entities(self) -> list[str]:
        """The labels of name models that say what kind of name it is."""
        return sorted(LABELS)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether a word is a stop word of the pipeline."""
        del language
        return bool(self.nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        """Whether a word is punctuation."""
        del language
        return bool(self.nlp.vocab[word].is_punct)

    def process_text(self, text: str, language: str) -> PageArtifacts:
        """One text."""
        return self._artifacts(text, [(0, self.nlp(text))], language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = BATCH, n_process: int = 1, **_: Any
    ) -> Iterator[tuple[str, PageArtifacts]]:
        """Several texts, each with its own artefacts."""
        for doc in self.nlp.pipe(texts, batch_size=batch_size, n_process=n_process):
            yield doc.text, self._artifacts(doc.text, [(0, doc)], language)

    def process_turns(self, turns: Sequence[str], language: str) -> tuple[str, PageArtifacts]:
        """The turns of an interview as one text, `BORDER` between them, read in batches."""
        reading = Reading(BORDER.join(turns))
        docs = self._read(reading) if self.parts.model else ()
        return reading.text, self._artifacts(reading.text, docs, language, reading)

    def _read(self, reading: Reading) -> Iterator[tuple[int, Doc]]:
        """The sentences in which something may be a name, read in batches, and where each begins."""
        pieces: list[tuple[str, int]] = []
        for found in _SENTENCE.finditer(reading.text):
            words = reading.words[reading.index(found.start()) : reading.index(found.end())]
            if may_name(words, self._lists, cased=reading.cased):
                pieces.append((found[0], found.start()))
        for doc, start in self.nlp.pipe(pieces, as_tuples=True, batch_size=BATCH):
            yield start, doc

    def _artifacts(
        self, text: str, docs: Iterable[tuple[int, Doc]], language: str, reading: Reading | None = None
    ) -> PageArtifacts:
        seen: list[Seen] = []
        doc = self.nlp.make_doc("")
        for start, doc in docs:
            seen += [Seen(e.start_char + start, e.end_char + start, e.label_) for e in doc.ents]
        page = Page(text, tuple(seen), self._lists, self.parts.rules, reading)
        return PageArtifacts(page, doc, language)


class AsFound(ContextAwareEnhancer):
    """Leaves scores as they are: our recognisers look at what stands around a hit themselves."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[Any],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The results as they came."""
        del text, nlp_artifacts, recognizers, context
        return raw_results


def analyzer(nlp_engine: NlpEngine) -> AnalyzerEngine:
    """Presidio's analyzer with every registered recogniser, one instance per language; no decision trace."""
    registry = RecognizerRegistry(
        recognizers=[RECOGNISERS.load(name)(language) for language in LANGUAGES for name in RECOGNISERS],
        supported_languages=list(LANGUAGES),
    )
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=nlp_engine,
        supported_languages=list(LANGUAGES),
        log_decision_process=False,
        context_aware_enhancer=AsFound(),
    )
