"""A study of two interviews that have been searched: findings by hand, no name model. All is invented."""

import json
from pathlib import Path

import builders

from pipeline import actions
from pipeline.anonymise.resolve import id_of
from pipeline.artefacts.finding import Finding, Findings, IdentifierType
from pipeline.runner import open_study

PERSON, ORG, PLACE, TITLE = (
    IdentifierType.PERSON,
    IdentifierType.ORG,
    IdentifierType.PLACE,
    IdentifierType.TITLE,
)

#: The first turn begins with a sign that is two units in UTF-16.
TALK = {
    "intervju-01": (
        ("u1", "😀 Jeg heter Kari Lien og er styrer i Lerkelia barnehage."),
        ("u2", "Berit Haugen sluttet, og Berit savnes."),
        ("u3", "Berrit Haugan kom fra Leirvik, og Per hjalp til."),
        ("u4", "Det var B e r i t som sa det."),
    ),
    "intervju-02": (("v1", "Kari Lien dro det i gang, og Berit Haugen støttet henne."),),
}

#: Interview, turn, words, type, entity in the interview, score, reason, whether a person has to look.
FOUND = (
    ("intervju-01", "u1", "Kari Lien", PERSON, "p1", 0.95, "named", False),
    ("intervju-01", "u1", "styrer", TITLE, "t1", 0.7, "predicate", False),
    ("intervju-01", "u1", "Lerkelia barnehage", ORG, "o1", 0.9, "head", False),
    ("intervju-01", "u2", "Berit Haugen", PERSON, "p2", 0.95, "first_name", False),
    ("intervju-01", "u2", "Berit savnes", PERSON, "p2", 0.8, "same_name", False),
    ("intervju-01", "u3", "Berrit Haugan", PERSON, "p2", 0.5, "near_known", True),
    ("intervju-01", "u3", "Leirvik", PLACE, "s1", 0.9, "place", False),
    ("intervju-02", "v1", "Kari Lien", PERSON, "p1", 0.95, "first_name", False),
    ("intervju-02", "v1", "Berit Haugen", PERSON, "p2", 0.95, "first_name", False),
)


def searched(folder: Path, *, findings: bool = True) -> Path:
    """The study in this folder, which must be a study already; without `findings` as before a search."""
    study = open_study(folder)
    arrived = {
        interview: {"parts": [f"{number:064x}"], "how": "import"} for number, interview in enumerate(TALK, 1)
    }
    study.store.identified.mkdir(parents=True, exist_ok=True)
    arrivals = {"seen": {}, "last": len(TALK), "interviews": arrived}
    (study.store.identified / "arrivals.json").write_text(json.dumps(arrivals), "utf-8")
    for interview, talk in TALK.items():
        turns = (builders.turn(name, text, index * 9_000) for index, (name, text) in enumerate(talk))
        found = builders.transcript(*turns).model_copy(update={"interview": interview})
        study.store.write(interview, found)
        actions.project(study, interview)
        if findings:
            study.store.write(interview, _findings(interview))
    return folder


def _findings(interview: str) -> Findings:
    texts = dict(TALK[interview])
    found = []
    for where, turn, words, kind, entity, score, reason, check in FOUND:
        if where == interview:
            said = words.removesuffix(" savnes")
            start = texts[turn].index(words)
            end = start + len(said)
            found.append(
                Finding(
                    id=id_of(turn, start, end, kind),
                    turn_id=turn,
                    start=start,
                    end=end,
                    type=kind,
                    entity_id=entity,
                    score=score,
                    recogniser="hand",
                    reason=f"anonymise.reason.{reason}",
                    check=check,
                )
            )
    return Findings(interview=interview, language_model="none", findings=tuple(found))
