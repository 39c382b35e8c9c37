"""The link key: written without being read, opened with a log, destroyed with a receipt. Invented people."""

import json
import os
import stat
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import builders
import pyrage
import pytest

from pipeline import link_key
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.decision import Decision
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions
from pipeline.artefacts.finding import IdentifierType as T
from pipeline.artefacts.ruling import Alias, Approve, Place, Respond, Ruling, Separate
from pipeline.errors import PipelineError
from pipeline.link_key import create, destroy, is_destroyed, key_file, open_key, protection, write
from pipeline.respondents import RULINGS
from pipeline.runner import Study, open_study
from pipeline.settings import template
from pipeline.store import WHOLE, write_file

PHRASE = "fire helt vanlige ord"
INTERVIEW = "intervju-01"
AT = datetime(2026, 3, 1, tzinfo=UTC)

#: Originals: in what was said, and in what links.
BERIT, SCHOOL = "Berit Kanarifugl", "Storvik skole"
REGISTRY = EntityRegistry(
    entities=(
        Entity(
            id="e-00000001", type=T.PERSON, name=BERIT, aliases=("Bettan",), number=7,
            respondent_of=(INTERVIEW,),
        ),
        Entity(id="e-00000002", type=T.ORG, name=SCHOOL, number=2, replacement="et lite sted"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """An identity and a study.toml with its recipient, made once: passphrases are slow by design."""
    folder = tmp_path_factory.mktemp("key")
    builders.study_folder(folder / "studie")
    create(open_study(folder / "studie"), folder / "nokkel.age", PHRASE)
    return (folder / "nokkel.age").read_bytes(), (folder / "studie" / "study.toml").read_bytes()


@pytest.fixture
def study(study_folder: Path) -> Study:
    return open_study(study_folder)


@pytest.fixture
def keyed(study_folder: Path, made: tuple[bytes, bytes]) -> Study:
    (study_folder.parent / "nokkel.age").write_bytes(made[0])
    (study_folder / "study.toml").write_bytes(made[1])
    return open_study(study_folder)


def identity_of(study: Study) -> Path:
    return study.store.root.parent / "nokkel.age"


def logged(study: Study) -> list[dict[str, str]]:
    return [
        json.loads(line) for line in (study.store.reports / "key-log.jsonl").read_text("utf-8").splitlines()
    ]


# ---------------------------------------------------------------------- making


def test_a_key_is_made_outside_the_study_and_only_its_recipient_stands_in_it(study: Study) -> None:
    before = (study.store.root / "study.toml").read_bytes()
    where = study.store.root.parent / "nøkler" / "nokkel.age"
    recipient = create(study, where, PHRASE)
    assert recipient.startswith("age1")
    assert open_study(study.store.root).settings.key.recipient == recipient
    assert (study.store.root / "study.toml").read_bytes().startswith(before)
    data = where.read_bytes()
    assert data.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"AGE-SECRET-KEY" in pyrage.passphrase.decrypt(data, PHRASE)
    if os.name != "nt":
        assert stat.S_IMODE(where.stat().st_mode) == 0o600
    with pytest.raises(PipelineError, match="allerede"):
        create(open_study(study.store.root), where.with_name("ny.age"), PHRASE)


def test_a_key_is_never_written_over_nor_into_the_study_nor_with_a_short_passphrase(study: Study) -> None:
    there = study.store.root.parent / "annen.age"
    there.write_text("en annen studies", "utf-8")
    toml = (study.store.root / "study.toml").read_bytes()
    for where, phrase in (
        (there, PHRASE),
        (study.store.root / "nokkel.age", PHRASE),
        (study.store.identified / "x" / "nokkel.age", PHRASE),
        (study.store.root.parent / "ny.age", "kort"),
        (study.store.root.parent / "ny.age", " " * 30),
    ):
        with pytest.raises(PipelineError) as refused:
            create(study, where, phrase)
        assert refused.value.hint
    assert there.read_text("utf-8") == "en annen studies"
    assert (study.store.root / "study.toml").read_bytes() == toml
    assert not (study.store.root.parent / "ny.age").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('title = "A"\n', 'title = "A"\n\n[key]\nrecipient = "age1x"\n'),
        ('title = "A"', 'title = "A"\n\n[key]\nrecipient = "age1x"\n'),
        (
            '[key]\n# mottaker\nrecipient = ""  # tom\nfile = "x"\n[rules]\n',
            '[key]\n# mottaker\nrecipient = "age1x"  # tom\nfile = "x"\n[rules]\n',
        ),
        ('[key]  # nøkkel\r\nfile = "x"\r\n', '[key]  # nøkkel\r\nrecipient = "age1x"\r\nfile = "x"\r\n'),
        ("[key]", '[key]\nrecipient = "age1x"'),
        ("[key]\n\n[rules]\n", '[key]\nrecipient = "age1x"\n\n[rules]\n'),
        ("[rules]\npauses = true\n[ key ]\nrecipient='gammel'\n", None),
        ("\ufefftitle = 'A'\n", "\ufefftitle = 'A'\n\n[key]\nrecipient = \"age1x\"\n"),
    ],
)
def test_study_toml_keeps_every_other_character(tmp_path: Path, before: str, after: str | None) -> None:
    toml = tmp_path / "study.toml"
    toml.write_bytes(before.encode())
    changed = link_key._with_recipient(toml, "age1x").decode()
    if after is not None:
        assert changed == after
    assert tomllib.loads(changed.removeprefix("\ufeff"))["key"]["recipient"] == "age1x"


def test_a_new_study_toml_takes_a_recipient(tmp_path: Path) -> None:
    toml = tmp_path / "study.toml"
    toml.write_text(template("Prøve"), "utf-8")
    changed = link_key._with_recipient(toml, "age1x").decode()
    assert changed == template("Prøve").replace('recipient = ""', 'recipient = "age1x"')


@pytest.mark.parametrize(
    "source", ['key = { recipient = "" }\n', 'key.recipient = ""\n', "[[key]]\n", 'x = """\n[key]\n"""\n']
)
def test_a_study_toml_that_only_people_can_change_is_left_alone(tmp_path: Path, source: str) -> None:
    toml = tmp_path / "study.toml"
    toml.write_text(source, "utf-8")
    with pytest.raises(PipelineError) as refused:
        link_key._with_recipient(toml, "age1x")
    assert "age1x" in refused.value.hint
    assert toml.read_text("utf-8") == source


# ---------------------------------------------------------------------- writing and opening


def test_the_key_is_written_without_a_passphrase_and_says_who_is_who_to_whoever_has_it(keyed: Study) -> None:
    path = write(keyed, REGISTRY)
    assert path == key_file(keyed) == keyed.store.root.parent / "studie-koblingsnokkel.age"
    data = path.read_bytes()
    assert b"Kanarifugl" not in data
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = open_key(keyed, identity_of(keyed), PHRASE, "Anne")
    assert [(row.pseudonym, row.name, row.aliases) for row in rows] == [
        ("Person 7", BERIT, ("Bettan",)),
        ("et lite sted", SCHOOL, ()),
    ]
    assert rows[0].respondent_of == (INTERVIEW,)
    assert "Kanarifugl" not in repr(rows)
    assert "Bettan" not in repr(rows)
    [line] = logged(keyed)
    assert (line["who"], line["did"]) == ("Anne", "opened")
    assert write(keyed, REGISTRY) == path
    assert path.read_bytes() == data, "the same registry was encrypted anew"
    write(keyed, EntityRegistry())
    assert path.read_bytes() != data


def test_a_wrong_passphrase_opens_nothing_and_is_logged(keyed: Study) -> None:
    write(keyed, REGISTRY)
    with pytest.raises(PipelineError, match="feil"):
        open_key(keyed, identity_of(keyed), "en helt annen frase", "Bjørn")
    assert [(line["who"], line["did"]) for line in logged(keyed)] == [("Bjørn", "refused")]


def test_another_identity_opens_nothing(keyed: Study) -> None:
    write(keyed, REGISTRY)
    other = keyed.store.root.parent / "annen.age"
    other.write_bytes(pyrage.passphrase.encrypt(f"{pyrage.x25519.Identity.generate()}\n".encode(), PHRASE))
    with pytest.raises(PipelineError, match="annen nøkkel"):
        open_key(keyed, other, PHRASE, "Anne")


def test_what_is_no_key_is_refused_before_anything_is_asked_of_it(keyed: Study, study_folder: Path) -> None:
    with pytest.raises(PipelineError, match="ingen koblingsnøkkel"):
        open_key(keyed, identity_of(keyed), PHRASE, "Anne")
    write(keyed, REGISTRY)
    for name in ("finnes-ikke.age", "studie/study.toml", "studie"):
        with pytest.raises(PipelineError, match="ikke en nøkkel"):
            open_key(keyed, study_folder.parent / name, PHRASE, "Anne")


def test_without_a_key_nothing_is_written_and_a_broken_recipient_is_said(study: Study) -> None:
    assert write(study, REGISTRY) is None
    settings = replace(study.settings, key=replace(study.settings.key, recipient="age1feil"))
    with pytest.raises(PipelineError, match="mottaker"):
        write(Study(study.store, settings), REGISTRY)


# ---------------------------------------------------------------------- destroying: attack case 14


@pytest.fixture
def full(keyed: Study) -> Study:
    """A study with everything that links, in every place where the house keeps it."""
    store = keyed.store
    said = f"Jeg heter {BERIT} og jobber på {SCHOOL}."
    place = Place(interview=INTERVIEW, turn="u1", start=10, end=26, text=said)
    store.write(INTERVIEW, builders.transcript(builders.turn("u1", said, 0)))
    write_file(store.folder(INTERVIEW) / "verified.json", said.encode())
    register = {
        "last": 1,
        "interviews": {INTERVIEW: {"parts": ["a" * 64], "how": "recording"}},
        "seen": {f"/borte/{BERIT}.m4a": {"sha256": "a" * 64, "size": 1, "changed": 1}},
    }
    write_file(store.identified / "arrivals.json", json.dumps(register).encode())
    store.write(WHOLE, REGISTRY)
    mention = Mention(
        id="m1", turn_id="u1", start=10, end=26, type=T.PERSON, entity_id="e-00000001", source="found",
        score=0.9, recogniser="names", reason="anonymise.reason.name",
    )  # fmt: skip
    store.write(INTERVIEW, Mentions(interview=INTERVIEW, text_digest="x", mentions=(mention,)))
    write_file(store.folder(INTERVIEW) / "findings.json", b"{}")
    write_file(store.folder(INTERVIEW) / "drafts.key", b"hemmelig")
    write_file(store.folder(INTERVIEW) / "editions" / "gammel.json", f'{{"t": "{BERIT}"}}'.encode())
    write_file(store.folder(INTERVIEW) / "editions" / "ny.json", b'{"t": "[Person 7]"}')
    write_file(
        store.identified / "names.json", json.dumps({"names": [[INTERVIEW, BERIT, "PERSON"]]}).encode()
    )
    write_file(store.identified / "evaluation" / "mangler.txt", BERIT.encode())
    (store.identified / "registry.json.tmp").write_text(BERIT, "utf-8")
    operations = (
        (Alias(entity="e-00000001", alias="Bettan"),),
        (Separate(entity="e-00000001", new_entity="e-00000002", places=(place,)),),
        (
            Approve(interview=INTERVIEW, profile="work", text_digest="d"),
            Alias(entity="e-00000001", alias=BERIT),
        ),
        (Respond(interview=INTERVIEW, group="oppvekst", label="en rektor"),),
    )
    rulings = [
        Ruling(id=f"r{number}", at=AT, who="Anne", operations=one) for number, one in enumerate(operations)
    ]
    rulings += [
        Ruling(id="r8", at=AT, who="Anne", undoes="r3"),
        Ruling(id="r9", at=AT, who="Anne", undoes="r0"),
    ]
    store.append(WHOLE, RULINGS, *rulings)
    turn = AnonymisedTurn(id="u1", speaker="S1", role="respondent", text="Jeg heter [Person 7].")
    store.write(
        INTERVIEW, AnonymisedTranscript(interview=INTERVIEW, language="nb", text_digest="d", turns=(turn,))
    )
    with zipfile.ZipFile(store.anonymised / INTERVIEW / "tekst.docx", "w") as packed:
        packed.writestr("word/document.xml", "<t>Jeg heter [Person 7].</t>")
    write(keyed, REGISTRY)
    return keyed


def holding(study: Study, *words: str) -> set[str]:
    """All files of the study and beside it, links of whatever kind, in which one of these words stands."""
    found = set()
    for path in study.store.root.parent.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            texts = [data]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    texts = [packed.read(name) for name in packed.namelist()]
            escaped = [json.dumps(word)[1:-1].encode() for word in words]
            if any(word in text for text in texts for word in (*(w.encode() for w in words), *escaped)):
                found.add(path.relative_to(study.store.root).as_posix())
    return found


def test_case_14_after_the_key_is_destroyed_only_interviews_speak_for_themselves(full: Study) -> None:
    store = full.store
    assert len(holding(full, "Kanarifugl", "Bettan", "Storvik")) > 6
    done = destroy(full, "Anne Leder", identity_of(full))
    own = {f"transcripts_out/identified/{INTERVIEW}/{name}" for name in ("transcript.json", "verified.json")}
    assert holding(full, "Kanarifugl", "Bettan", "Storvik") == own
    assert done.left == ()
    assert done.remains == (INTERVIEW,)
    assert not key_file(full).exists()
    assert not identity_of(full).exists()
    for name in ("mentions.json", "findings.json", "drafts.key", "editions/gammel.json"):
        assert not (store.folder(INTERVIEW) / name).exists()
    assert (store.folder(INTERVIEW) / "editions" / "ny.json").is_file()
    assert (store.anonymised / INTERVIEW / "anonymised.json").is_file()


def test_the_receipt_says_when_who_and_what_and_names_nobody(full: Study) -> None:
    was = {name: full.store.digest(WHOLE, name) for name in ("registry.json", RULINGS, "names.json")}
    done = destroy(full, "Anne Leder", identity_of(full))
    receipt = json.loads(done.path.read_bytes())
    assert done.path.parent == full.store.reports
    assert done.path.name.startswith("receipt-"), "withdrawals remove other reports"
    assert (receipt["who"], receipt["done"], receipt["remains"], receipt["left"]) == (
        "Anne Leder",
        True,
        1,
        0,
    )
    removed = dict(map(tuple, receipt["removed"]))
    assert {name: removed[name] for name in was} == was
    assert {"key", "identity", f"{INTERVIEW}/mentions.json"} <= removed.keys()
    assert "Kanarifugl" not in done.path.read_text("utf-8") + repr(done)


def test_sign_offs_and_what_tables_say_outlive_the_key(full: Study) -> None:
    destroy(full, "Anne", identity_of(full))
    log = full.store.log(WHOLE, RULINGS, Ruling)
    assert [(one.id, [operation.op for operation in one.operations], one.undoes) for one in log] == [
        ("r2", ["approve"], None),
        ("r3", ["respond"], None),
        ("r8", [], "r3"),
    ]


def test_a_destroyed_key_stays_so(full: Study) -> None:
    assert not is_destroyed(full)
    destroy(full, "Anne")
    after = open_study(full.store.root)
    assert is_destroyed(after)
    assert after.settings.key.recipient == ""
    assert identity_of(full).is_file(), "an identity that was not given is not looked for"
    assert write(after, REGISTRY) is None
    assert write(full, REGISTRY) is None, "whoever had the study open wrote it again"
    assert not key_file(full).exists()
    for again in (
        lambda: destroy(after, "Bjørn"),
        lambda: create(after, full.store.root.parent / "ny.age", PHRASE),
        lambda: open_key(after, identity_of(full), PHRASE, "Anne"),
    ):
        with pytest.raises(PipelineError, match="destruert"):
            again()


def test_a_file_that_is_no_identity_is_not_destroyed(full: Study, tmp_path: Path) -> None:
    mine = tmp_path / "doktorgrad.docx"
    mine.write_text("mitt", "utf-8")
    with pytest.raises(PipelineError, match="ikke en nøkkel"):
        destroy(full, "Anne", mine)
    assert mine.is_file()
    assert full.store.has(WHOLE, "registry.json")
    assert not is_destroyed(full)


def test_a_file_of_ones_own_that_holds_an_original_is_named_and_left(full: Study) -> None:
    note = full.store.reports / "notat.txt"
    note.parent.mkdir(exist_ok=True)
    note.write_text("husk å takke berit", "utf-8")
    assert destroy(full, "Anne").left == (note,)
    assert note.is_file()


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def killed_at(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Counts removals and writes, and dies at one of them."""
    count = {"done": 0, "at": -1}
    remove, put = link_key._remove, link_key.write_file

    def step() -> None:
        if count["done"] == count["at"]:
            raise Killed
        count["done"] += 1

    def counted_remove(path: Path) -> None:
        step()
        remove(path)

    def counted_write(path: Path, data: bytes) -> None:
        step()
        put(path, data)

    monkeypatch.setattr(link_key, "_remove", counted_remove)
    monkeypatch.setattr(link_key, "write_file", counted_write)
    return count


@pytest.mark.parametrize("at", range(0, 18, 2))
def test_killed_anywhere_the_destruction_goes_on_and_the_receipt_is_whole(
    full: Study, killed_at: dict[str, int], at: int
) -> None:
    killed_at["at"] = at
    ended = False
    try:
        destroy(full, "Anne", identity_of(full))
        ended = True
    except Killed:
        assert is_destroyed(full) == (at > 0)
        assert at == 0 or "avbrutt" in protection(full)
    killed_at["at"] = -1
    if not ended:
        study = open_study(full.store.root)
        given = identity_of(full) if identity_of(full).is_file() else None
        destroy(study, "Bjørn", given)
    receipt = json.loads((full.store.reports / "receipt-key.json").read_bytes())
    assert receipt["done"]
    assert receipt["who"] == ("Bjørn" if at == 0 else "Anne")
    kinds = {kind for kind, _ in receipt["removed"]}
    assert {"key", "identity", "registry.json", RULINGS, "names.json"} <= kinds
    own = {f"transcripts_out/identified/{INTERVIEW}/{name}" for name in ("transcript.json", "verified.json")}
    assert holding(full, "Kanarifugl", "Bettan", "Storvik") == own


# ---------------------------------------------------------------------- what protects the study


def test_status_says_what_protects_the_study(full: Study, study: Study, made: tuple[bytes, bytes]) -> None:
    keyless = Study(study.store, replace(study.settings, key=replace(study.settings.key, recipient="")))
    assert "Ingen koblingsnøkkel" in protection(keyless)
    assert str(key_file(full)) in protection(full)
    key_file(full).unlink()
    assert "ved neste" in protection(full)
    destroy(full, "Anne")
    assert "ikke anonym" in protection(full)
    for path in full.store.folder(INTERVIEW).rglob("*.json"):
        path.unlink()
    assert "ingen opptak" in protection(full)


def test_status_can_ask_without_loading_what_is_slow() -> None:
    said = "import sys, pipeline.link_key; print({'pydantic', 'pyrage', 'spacy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_no_decision_of_an_interview_is_touched(full: Study) -> None:
    full.store.append(INTERVIEW, "decisions.jsonl", Decision(id="d1", at=AT, who="Anne", operations=()))
    before = full.store.digest(INTERVIEW, "decisions.jsonl")
    destroy(full, "Anne")
    assert full.store.digest(INTERVIEW, "decisions.jsonl") == before
