"""What compares talk with the guide's words, by name. A new one is a file here and one line."""

from pipeline.registry import Registry

SCORERS = Registry("scorer")
SCORERS.add("lemmas", "pipeline.segment.scorers.lemmas:Lemmas")
SCORERS.add("spelling", "pipeline.segment.scorers.spelling:Spelling")
SCORERS.add("embeddings", "pipeline.segment.scorers.embeddings:Embeddings")
