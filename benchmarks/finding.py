"""What the search for identifiers finds, and how fast: words per second of CPU, beside Presidio's own loop.

    python benchmarks/finding.py               # speed and memory, as `make bench` takes them
    python benchmarks/finding.py --accuracy    # baseline, trade-off and ablation on the marked interviews

Speed: D01–D06 repeated to 100 interviews, one core, nothing remembered from one to the next. Ours beside
`AnalyzerEngine.analyze` turn by turn and `BatchAnalyzerEngine`, both with the same name model and the same
recognisers, on Presidio's own spaCy engine. Loading is not counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerResult
    from spacy.language import Language

    from pipeline.anonymise.engine import Parts
    from pipeline.artefacts.finding import Findings
    from pipeline.evaluate.marked import MarkedInterview
    from pipeline.evaluate.scores import Scores

REPOSITORY = Path(__file__).resolve().parent.parent
MARKED = REPOSITORY / "tests" / "data" / "interviews"

#: So many interviews; memory is also taken after a tenth of them.
INTERVIEWS = 100


def model() -> Language:
    """The name model that ships."""
    from pipeline.anonymise.language import choose, load
    from pipeline.weights import installed

    return load(choose("", installed()), installed())


def marked(pattern: str = "D*.txt") -> list[MarkedInterview]:
    """Interviews that are marked by hand."""
    from pipeline.evaluate.marked import read_marked

    return [read_marked(path) for path in sorted(MARKED.glob(pattern))]


# ---------------------------------------------------------------------- speed, each way on its own


def ours(interviews: Sequence[MarkedInterview]) -> Iterator[int]:
    """`find`, interview by interview."""
    from pipeline.anonymise.find import Finder, find

    finder = Finder(model(), "names-nb")
    yield 0
    for interview in interviews:
        yield len(find(interview.verified(), finder).findings)


def _presidio(nlp: Language) -> AnalyzerEngine:
    """Presidio's analyzer on its own spaCy engine, with our recognisers."""
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    from pipeline.anonymise.engine import analyzer

    engine = SpacyNlpEngine(models=[{"lang_code": "nb", "model_name": "names-nb"}])
    engine.nlp = {"nb": nlp, "nn": nlp}
    engine.ner_model_configuration.labels_to_ignore = []
    engine.ner_model_configuration.model_to_presidio_entity_mapping = {
        label: label for label in nlp.get_pipe("ner").labels
    }
    return analyzer(engine)


def loop(interviews: Sequence[MarkedInterview]) -> Iterator[int]:
    """`AnalyzerEngine.analyze`, turn by turn."""
    engine = _presidio(model())
    yield 0
    for interview in interviews:
        yield sum(len(engine.analyze(turn.text, interview.language)) for turn in interview.turns)


def batch(interviews: Sequence[MarkedInterview]) -> Iterator[int]:
    """`BatchAnalyzerEngine` on the turns of an interview."""
    from presidio_analyzer import BatchAnalyzerEngine

    engine = BatchAnalyzerEngine(_presidio(model()))
    yield 0
    for interview in interviews:
        found = engine.analyze_iterator(
            [turn.text for turn in interview.turns], interview.language, batch_size=64
        )
        yield sum(map(len, found))


WAYS: dict[str, Callable[[Sequence[MarkedInterview]], Iterator[int]]] = {
    way.__name__: way for way in (ours, loop, batch)
}


def child(name: str) -> None:
    """One way in a process of its own: words a second of CPU, and peaks of memory in MB."""
    some = marked()
    interviews = [some[number % len(some)] for number in range(INTERVIEWS)]
    work = WAYS[name](interviews)
    next(work)
    peaks, started = [], time.process_time()
    for number, _ in enumerate(work, 1):
        if number in (INTERVIEWS // 10, INTERVIEWS):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    seconds = time.process_time() - started
    words = sum(interview.words() for interview in interviews)
    print(json.dumps({"words_per_s": words / seconds, "peaks_mb": peaks}))


def figures() -> dict[str, Any]:
    """All ways, one after the other, each on one core."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    found = {}
    for name in WAYS:
        done = subprocess.run(
            [sys.executable, __file__, "--way", name],
            capture_output=True,
            text=True,
            check=True,
            cwd=REPOSITORY,
            env=environment | {"PYTHONPATH": str(REPOSITORY)},
        )
        found[name] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows for `latest.json`: more words a second is better, less memory is."""
    subject = f"D01–D06 x {INTERVIEWS} interviews"
    mine = found["ours"]["words_per_s"]
    speed = [
        {
            "bench": "finding",
            "subject": subject,
            "peer": peer,
            "ours": round(mine),
            "theirs": round(found[way]["words_per_s"]),
            "unit": "words/CPU s",
            "ratio": round(mine / found[way]["words_per_s"], 3),
        }
        for way, peer in (("loop", "AnalyzerEngine, turn by turn"), ("batch", "BatchAnalyzerEngine"))
    ]
    few, many = found["ours"]["peaks_mb"]
    memory = {
        "bench": "finding, peak memory",
        "subject": f"{INTERVIEWS} interviews",
        "peer": f"{INTERVIEWS // 10} interviews",
        "ours": round(many),
        "theirs": round(few),
        "unit": "MB",
        "ratio": round(few / many, 3),
    }
    return [*speed, memory]


# ---------------------------------------------------------------------- accuracy

#: What the plainest chain calls things, in our types.
PLAIN = {
    "PERSON": "PERSON",
    "LOCATION": "PLACE",
    "ORGANIZATION": "ORG",
    "NRP": "SPECIAL",
    "DATE_TIME": "DATE",
    "PHONE_NUMBER": "PHONE",
    "URL": "ID",
    "IP_ADDRESS": "ID",
    "IBAN_CODE": "ID",
    "CREDIT_CARD": "ID",
    "MAC_ADDRESS": "ID",
}


def plainest(nlp: Language) -> Scores:
    """Presidio as it comes, with a small Norwegian spaCy model and its default mapping, turn by turn.

    Its e-mail recogniser is left out, as it fetches a list from the network.
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    from pipeline.evaluate.scores import score

    engine = SpacyNlpEngine(models=[{"lang_code": "nb", "model_name": "names-nb"}])
    engine.nlp = {"nb": nlp}
    registry = RecognizerRegistry(supported_languages=["nb"])
    registry.load_predefined_recognizers(languages=["nb"], nlp_engine=engine)
    registry.recognizers = [one for one in registry.recognizers if "Email" not in one.name]
    plain = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["nb"])
    return score(
        (
            interview,
            _as_findings(
                interview, [(turn.text, plain.analyze(turn.text, "nb")) for turn in interview.turns]
            ),
        )
        for interview in marked()
    )


def _as_findings(interview: MarkedInterview, turns: Sequence[tuple[str, list[RecognizerResult]]]) -> Findings:
    from pipeline.anonymise.resolve import Mention, disjoint
    from pipeline.artefacts.finding import Finding, Findings, IdentifierType

    found = []
    for number, (text, results) in enumerate(turns, 1):
        mentions = [
            Mention(r.start, r.end, IdentifierType(PLAIN[r.entity_type]), r.score, "plain", "plain")
            for r in results
            if r.entity_type in PLAIN
        ]
        found += [
            Finding(
                id=f"f{number}-{one.start}",
                turn_id=f"t{number}",
                start=one.start,
                end=one.end,
                type=one.type,
                entity_id="plain",
                score=one.score,
                recogniser=one.recogniser,
                reason=one.reason,
            )
            for one in disjoint(mentions, text)
        ]
    return Findings(interview="plain", language_model="names-nb", findings=tuple(found))


def scored(
    nlp: Language, parts: Parts | None = None, least: float | None = None, which: str = "D*.txt"
) -> Scores:
    """Our chain with some of its parts, from this score up."""
    from pipeline.anonymise.find import ALL, LEAST, Finder, find
    from pipeline.evaluate.scores import score

    finder = Finder(nlp, "names-nb", parts or ALL, LEAST if least is None else least)
    return score((interview, find(interview.verified(), finder)) for interview in marked(which))


def otherwise(nlp: Language, change: str) -> Scores:
    """All marked interviews said otherwise, as the tests do; machine transcripts only with other names."""
    sys.path.insert(0, str(REPOSITORY / "tests" / "anonymise"))
    import variants

    from pipeline.anonymise.find import Finder, find
    from pipeline.evaluate.scores import score

    finder = Finder(nlp, "names-nb")
    some = [one for one in marked("[DEF]*.txt") if change == "swapped" or "asr" not in one.style]
    changed = [getattr(variants, change)(one) for one in some]
    return score((one, find(one.verified(), finder)) for one in changed)


#: The marked interviews; `tests/data/interviews/README.md` says who wrote them, and which were seen when.
SETS = ("D01–D06", "E01–E03", "F01–F04", "G01–G06", "H01–H03", "U01–U06", "V01–V04", "W01–W04")


def line(name: str, scores: Scores) -> str:
    """A row of a table: entities direct and quasi, unmarked words hit, right type."""
    return (
        f"| {name} | {scores.direct.share:.3f} | {scores.quasi.share:.3f} "
        f"| {100 * scores.words.share:.2f} % | {100 * scores.types.share:.1f} % |"
    )


def accuracy() -> None:
    """Baseline, ablation and trade-off, as tables."""
    from pipeline.anonymise.engine import Parts

    nlp = model()
    print("| | direct | quasi | unmarked words hit | right type |\n|---|---|---|---|---|")
    print(line("plainest chain, D01–D06", plainest(nlp)))
    for files in SETS:
        print(line(f"ours, {files}", scored(nlp, which=f"{files[0]}*.txt")))
    for name, parts in (
        ("without the name model", Parts(model=False)),
        ("without the lists", Parts(lists=False)),
        ("without the rules", Parts(rules=False)),
        ("without the second look", Parts(memory=False)),
    ):
        print(line(name, scored(nlp, parts)))
    changes = {
        "lower case": "lower",
        "without signs": "unpunctuated",
        "lower case without signs": "bare",
        "other names": "swapped",
    }
    for name, change in changes.items():
        print(line(f"all, {name}", otherwise(nlp, change)))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(line(f"from {least}", scored(nlp, least=least)))


def main() -> None:
    """What was asked for on the command line."""
    if sys.argv[1:2] == ["--way"]:
        child(sys.argv[2])
    elif "--accuracy" in sys.argv:
        accuracy()
    else:
        for one in rows(figures()):
            print(json.dumps(one, ensure_ascii=False))


if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY))
    main()
