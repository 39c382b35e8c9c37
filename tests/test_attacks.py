"""What de-identification must survive: the attack cases of the requirements, by number. All is invented.

Each case goes through what everybody calls: search, link, replace, residual check, risk, withdrawal, export.
Marked talk, `[[PERSON:p1|Berit Haugen]]`, stands for what people have decided.
"""

import base64
import hashlib
import io
import json
import random
import re
import shutil
import unicodedata
import wave
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import builders
import pyrage
import pytest

from pipeline import deidentify, link_key
from pipeline.actions import take_in
from pipeline.anonymise.fair_copy import FairHead, anonymised_docx, anonymised_text
from pipeline.anonymise.find import Finder, find
from pipeline.anonymise.hints import hints
from pipeline.anonymise.link import Linked, link, undecided
from pipeline.anonymise.redact import MARGIN_MS, redact, spans_of
from pipeline.anonymise.replace import Policy, draw_surrogates, policy_of, replace
from pipeline.anonymise.residual import Loose, Residue, mask, residual
from pipeline.anonymise.risk import assess, risk_html
from pipeline.artefacts.anonymised import AnonymisedTranscript
from pipeline.artefacts.decision import SetText
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions
from pipeline.artefacts.finding import Finding, Findings
from pipeline.artefacts.finding import IdentifierType as T
from pipeline.artefacts.guide import Guide, Theme
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.ruling import Accept, Alias, Judge, Link, Part, Place, Ruling, SetReplacement, SetRole
from pipeline.artefacts.sound import open_sound
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Passage, ThemedTranscript
from pipeline.artefacts.verified import VerifiedTranscript, VerifiedTurn
from pipeline.desk import Desk
from pipeline.errors import PipelineError
from pipeline.evaluate.marked import parse_marked
from pipeline.events import in_force
from pipeline.export.formats import FORMATS
from pipeline.export.study import ExportInterview, ExportStudy, Options
from pipeline.placings import keep_edition
from pipeline.respondents import respondents
from pipeline.risks import write_risk
from pipeline.rulings import RulingProposal, Rulings, brought_up
from pipeline.runner import Study, finder_of, open_study
from pipeline.segment.codes import code_names
from pipeline.store import WHOLE, write_file
from pipeline.withdrawal import forget

ZERO_WIDTH, SOFT_HYPHEN = "\u200b", "\u00ad"


@dataclass(frozen=True)
class Case:
    """An interview, what people have decided about it, and who is who."""

    verified: VerifiedTranscript
    mentions: Mentions
    registry: EntityRegistry

    def replaced(self, policy: Policy | None = None) -> AnonymisedTranscript:
        return replace(
            self.verified, self.mentions, self.registry, policy or Policy(), suggestions=True, reviewed=True
        )


def case(*talk: str, interview: str = "intervju-01", numbers: Sequence[int] = ()) -> Case:
    """An interview from marked turns; the same mark is the same entity, its forms are its aliases."""
    lines = [f"{'R' if number % 2 else 'I'}\t-\t{text}" for number, text in enumerate(talk, 1)]
    marked = parse_marked(f"# id: {interview}\n" + "\n".join(lines), "angrep")
    verified = marked.verified()
    forms: dict[tuple[T, str], list[str]] = {}
    mentions = []
    for turn, said in zip(verified.turns, marked.turns, strict=True):
        for mark in said.marks:
            forms.setdefault((mark.type, mark.entity), []).append(turn.text[mark.start : mark.end])
            mentions.append((turn.id, mark))
    ids = {key: f"e-{index:08x}" for index, key in enumerate(forms, 1)}
    entities = tuple(
        Entity(
            id=ids[key],
            type=key[0],
            name=max(said, key=len),
            aliases=tuple(dict.fromkeys(said)),
            number=numbers[index] if numbers else 11 + index,
            role="third_party",
        )
        for index, (key, said) in enumerate(forms.items())
    )
    return Case(
        verified,
        Mentions(
            interview=interview,
            text_digest="",
            mentions=tuple(
                Mention(
                    id=f"m{number}",
                    turn_id=turn_id,
                    start=mark.start,
                    end=mark.end,
                    type=mark.type,
                    entity_id=ids[mark.type, mark.entity],
                    source="person",
                    score=1,
                    recogniser="person",
                    reason="anonymise.reason.name",
                    status="accepted",
                )
                for number, (turn_id, mark) in enumerate(mentions)
            ),
        ),
        EntityRegistry(entities=entities),
    )


def left_in(text: AnonymisedTranscript, registry: EntityRegistry, **options: Any) -> tuple[Residue, ...]:
    return residual(
        [Loose("turn", text.interview, turn.id, turn.text) for turn in text.turns], registry, **options
    )


def checked(one: Case, policy: Policy | None = None) -> AnonymisedTranscript:
    """Replaced, then what the residual check still finds is masked."""
    text = one.replaced(policy)
    return mask(text, left_in(text, one.registry), one.registry)


def words_of(text: AnonymisedTranscript) -> str:
    return "\n".join(turn.text for turn in text.turns)


def plain(text: str) -> str:
    """Letters only: whatever is hidden between them, their marks and their case."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in spread if sign.isalpha())


@pytest.fixture(scope="module")
def finder() -> Finder:
    return finder_of("")


def found_by(finder: Finder, *talk: str, language: Any = "nb") -> list[tuple[T, str]]:
    one = case(*talk)
    verified = one.verified.model_copy(update={"language": language})
    texts = {turn.id: turn.text for turn in verified.turns}
    return [
        (finding.type, texts[finding.turn_id][finding.start : finding.end])
        for finding in find(verified, finder).findings
    ]


# ---------------------------------------------------------------------- 1 to 4: names

BERIT = "jeg heter [[PERSON:p1|Berit Haugen]] og er herfra"


@pytest.mark.parametrize(
    "written",
    [
        "Bærit", "berit", "BERIT", "Berits", "Berit-Anne", "Be- rit", "B e r i t",
        f"Be{SOFT_HYPHEN}rit", f"Be{ZERO_WIDTH}rit", f"B{ZERO_WIDTH}e{ZERO_WIDTH}rit", "Bérit", "haugen",
        "HAUGENS", "Håugen", "Berit Haugen", "berithaugen", "Haugen, Berit",
    ],
)  # fmt: skip
def test_case_01_no_spelling_of_a_name_survives(written: str) -> None:
    text = words_of(
        checked(case("hva heter du", BERIT, "jaha", f"så sa jo {written} til meg at det var fint"))
    )
    assert not re.search("berit|bærit|haugen|håugen", plain(text))
    assert "[Person 11]" in text.splitlines()[1]
    assert text.splitlines()[3].startswith("så sa jo [")
    assert text.splitlines()[3].endswith("til meg at det var fint")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_case_01_a_letter_with_its_ring_apart_is_the_same_letter(form: Any) -> None:
    one = case("hvem", "det var [[PERSON:p1|Åse Ødegård]] som sa det", "ja", "og så kom Åse og Ødegård inn")
    turns = tuple(
        turn.model_copy(update={"text": unicodedata.normalize(form, turn.text)}) if turn.id == "t4" else turn
        for turn in one.verified.turns
    )
    spelt = Case(one.verified.model_copy(update={"turns": turns}), one.mentions, one.registry)
    assert not re.search(
        "[åa]se|øde|g[åa]rd", unicodedata.normalize("NFC", words_of(checked(spelt))).casefold()
    )


def test_case_02_short_forms_are_found_and_labels_are_neutral() -> None:
    talk = ("hei", f"{BERIT}, de kaller meg [[PERSON:p1|Bea]]", "så", "Haugen sa at Bea kom, og BH ringte")
    one = case(*talk)
    turns = tuple(turn.model_copy(update={"speaker": "BH"}) for turn in one.verified.turns)
    text = Case(one.verified.model_copy(update={"turns": turns}), one.mentions, one.registry).replaced()
    assert {turn.speaker for turn in text.turns} == {"R1"} or "BH" not in {
        turn.speaker for turn in text.turns
    }
    last = [residue for residue in left_in(text, one.registry) if residue.turn_id == "t4"]
    said = text.turns[3].text
    assert [(said[one.start : one.end], one.ordinary) for one in last] == [
        ("Haugen", True),  # also a word, where a sentence begins: people say whether it is somebody
        ("Bea", False),
        ("BH", True),  # two letters: the same
    ]


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("file", "intervju_berit.docx"), ("property", "Berit Haugen"), ("comment", "spør Bea om dette"),
        ("caption", "<v Berit>Hei</v>"), ("memo", "Hva Haugen mener"), ("speaker", "BH"), ("id", "berit-1"),
        ("guide", "Hva gjør Berit?"), ("code", "Berits vei"),
    ],
)  # fmt: skip
def test_case_02_what_stands_beside_the_text_is_searched(where: str, text: str) -> None:
    registry = case("hei", f"{BERIT}, eller [[PERSON:p1|Bea]]").registry
    assert [one.ordinary for one in residual([Loose(where, "intervju-01", "", text)], registry)] == [False]


def test_case_02_a_document_has_no_author_and_no_comments() -> None:
    text = checked(case("hei", BERIT))
    with zipfile.ZipFile(io.BytesIO(anonymised_docx(text, FairHead()))) as document:
        names, parts = document.namelist(), [document.read(name) for name in document.namelist()]
    assert not [name for name in names if "comments" in name or "people" in name]
    everything = b"\n".join(parts).decode("utf-8", "replace")
    assert not re.search("Berit|Haugen|<w:ins |<w:del ", everything)
    assert re.search(r"<dc:creator>(Renskriv)?</dc:creator>|<dc:creator/>", everything) or (
        "dc:creator" not in everything
    )


def test_case_03_words_that_only_hold_a_name_stay() -> None:
    stays = "på skolen var violer, personalet og perlene i Nesttun, Olsen gjorde nesten alt"
    one = case(
        "hvem",
        "det var [[PERSON:p1|Ole]] og [[PERSON:p2|Per]] på [[PLACE:l1|Nes]] med [[PERSON:p3|Ole Per Nes]]",
        "og",
        stays,
    )
    text = checked(one)
    assert text.turns[3].text == stays
    assert text.turns[1].text.count("[Person 11]") == 1
    assert text.turns[1].text.endswith("med [Person 14]")


def test_case_03_the_longest_name_goes_first() -> None:
    one = case(
        "hvem",
        "[[PERSON:p1|Ole]] er en, og [[PERSON:p2|Ole Per Nes]] er en annen",
        "ja",
        "da kom Ole Per Nes",
    )
    assert checked(one).turns[3].text == "da kom [Person 12]"


AMBIGUOUS = [
    ("Liv har et godt liv", "Liv", "et godt liv"),
    ("Dag kom en dag på besøk", "Dag", "en dag på besøk"),
    ("Vår kom til våren", "Vår", "til våren"),
    ("Hans sa at det var hans", "Hans", "at det var hans"),
    ("Mai fylte år i mai", "Mai", "fylte år i"),
    ("Stein kastet stein", "Stein", "kastet stein"),
    ("det var hun Sol som så sol", "Sol", "som så sol"),
]


@pytest.mark.parametrize("met", ["Jeg jobber mest med {name} her på huset.", "Vi har {name} Solbakken der."])
@pytest.mark.parametrize(("said", "name", "stays"), AMBIGUOUS)
def test_case_04_a_name_that_is_a_word_too_is_replaced_or_asked_about_and_the_word_stays(
    finder: Finder, said: str, name: str, stays: str, met: str
) -> None:
    talk = ("Hvem jobber du med?", met.format(name=name), "Ja vel.", f"{said[:1].upper()}{said[1:]}.")
    one = as_found(case(*talk), finder)
    text = one.replaced()
    asked = {text.turns[3].text[r.start : r.end] for r in left_in(text, one.registry)}
    assert name not in text.turns[3].text.replace(stays, "") or name in asked
    assert stays in re.sub(r"\[[^]]*\]", name, text.turns[3].text)
    assert name not in words_of(text).splitlines()[1]


def as_found(one: Case, finder: Finder) -> Case:
    """The people whom the search finds, each form a person of its own; all of them accepted."""
    texts = {turn.id: turn.text for turn in one.verified.turns}
    found = [finding for finding in find(one.verified, finder).findings if finding.type is T.PERSON]
    forms = dict.fromkeys(texts[each.turn_id][each.start : each.end] for each in found)
    entities = people(forms).entities
    whose = {entity.name: entity.id for entity in entities}
    mentions = tuple(
        Mention(
            id=each.id,
            turn_id=each.turn_id,
            start=each.start,
            end=each.end,
            type=each.type,
            entity_id=whose[texts[each.turn_id][each.start : each.end]],
            source="found",
            score=each.score,
            recogniser=each.recogniser,
            reason=each.reason,
            status="accepted",
        )
        for each in found
    )
    held = one.mentions.model_copy(update={"mentions": mentions})
    return Case(one.verified, held, EntityRegistry(entities=entities))


@pytest.mark.parametrize("name", [name for _, name, _ in AMBIGUOUS])
def test_case_04_a_name_that_is_a_word_too_is_no_question_inside_a_sentence(name: str) -> None:
    one = case("hvem", f"hun heter [[PERSON:p1|{name}]]", "ja", f"Så kom {name} inn igjen.")
    said = one.replaced().turns[3].text
    assert [(said[r.start : r.end], r.ordinary) for r in left_in(one.replaced(), one.registry)] == [
        (name, False)
    ]


def test_case_04_what_may_be_a_word_is_a_question_where_nobody_marked_it() -> None:
    one = case("hvem", "hun heter [[PERSON:p1|Liv]]", "ja", "Liv har et godt liv, og så kom Liv")
    said = one.replaced().turns[3].text
    found = [(said[r.start : r.end], r.ordinary) for r in left_in(one.replaced(), one.registry)]
    assert found == [("Liv", True), ("liv", True), ("Liv", False)]


# ---------------------------------------------------------------------- 5: numbers

SPOKEN = [
    (("kan du si nummeret", "ja det er nittito trettifem", "mm", "seksten null åtte"), {T.PHONE, T.ID}),
    (("og personnummeret", "null en førtito nitti 12345"), {T.NATIONAL_ID, T.ID}),
    (("og personnummeret", "bare de fem siste i personnummeret, 54321"), {T.NATIONAL_ID, T.ID}),
    (("konto", "kontonummeret er 1234.56.78903"), {T.ID}),
    (("nummeret", "fødselsnummeret mitt er 014290 12346"), {T.NATIONAL_ID}),  # the check digits are wrong
    (("nummeret", "ring meg på 412 34 567"), {T.PHONE}),
]


@pytest.mark.parametrize(("talk", "types"), SPOKEN)
def test_case_05_numbers_are_found_however_they_are_said(
    finder: Finder, talk: tuple[str, ...], types: set[T]
) -> None:
    found = found_by(finder, *talk)
    assert {kind for kind, _ in found} & types
    rest = " ".join(case(*talk).verified.turns[number].text for number in range(1, len(talk), 2))
    for _, words in found:
        rest = rest.replace(words, "")
    assert not re.search(r"\d{4}|nittito|trettifem|seksten|førtito", rest)


def test_case_05_a_number_that_nobody_marked_is_found_by_the_residual_check() -> None:
    talk = ("ja", "det er 41 23 45 67", "eller", "fire en to tre fire fem seks sju", "så", "14229012346")
    left = left_in(case(*talk).replaced(), EntityRegistry())
    assert [(one.turn_id, one.variant) for one in left] == [(turn, "number") for turn in ("t2", "t4", "t6")]


# ---------------------------------------------------------------------- 6, 7: recognised without a name


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("vi har den eneste mannlige jordmora", "only"),
        ("ho var den første samiske ordføraren", "only"),
        ("det er han som vant NM", "prize"),
        ("jeg er den eneste [lederen] som ble igjen på [en liten skole]", "only"),
        ("æ va den første [rektoren] i bygda", "only"),
    ],
)
def test_case_06_who_is_the_only_one_is_warned_of(said: str, kind: str) -> None:
    text = case("hei", said).replaced()
    assert kind in {hint.kind for hint in hints(text)}
    risk = assess([Respondent(interview="intervju-01")], [text], [], EntityRegistry(), Policy())
    page = risk_html(risk, EntityRegistry(), Policy())
    assert "intervju-01: utsagn 2" in page
    assert "jordmor" not in page


def test_case_07_what_is_common_one_by_one_is_counted_together() -> None:
    talk = (
        "hei",
        "jeg er [[AGE:a1|47 år]] og [[TITLE:t1|styrer]] på [[PLACE:l1|Flatanger]], jeg har tre sønner",
    )
    one = case(*talk)
    keep = Policy(operators=dict.fromkeys(T, "keep"))
    others = [Respondent(interview=f"intervju-{n:02d}", group="barnehage") for n in range(2, 5)]
    first = Respondent(interview="intervju-01", group="barnehage", bands=(("alder", "40-49"),))
    frame = ["Kommunen har 1 100 innbyggere"]
    risk = assess([first, *others], [one.replaced(keep)], [one.mentions], one.registry, keep, frame)
    assert risk.bundles[0].bundle == ("age", "work", "place", "family")
    assert (risk.bundles[0].bundle_shared, risk.bundles[0].shared) == (1, 1)
    assert risk.respondents[0].alone == ("alder",)
    page = risk_html(risk, one.registry, keep)
    assert "1100 innbyggere" in page
    assert "om lag 13" in page
    default = assess([first, *others], [one.replaced()], [one.mentions], one.registry, Policy(), frame)
    assert default.bundles == ()


# ---------------------------------------------------------------------- 8, 13, 16, 22: who is who


def found_in(one: Case) -> tuple[VerifiedTranscript, Findings]:
    """What is marked, as if the search had found it."""
    findings = tuple(
        Finding(
            id=each.id,
            turn_id=each.turn_id,
            start=each.start,
            end=each.end,
            type=each.type,
            entity_id=each.entity_id,
            score=0.9,
            recogniser="person",
            reason=each.reason,
        )
        for each in one.mentions.mentions
    )
    return one.verified, Findings(interview=one.verified.interview, language_model="none", findings=findings)


def linked(
    *cases: Case, rulings: Sequence[Ruling] = (), before: Linked | None = None, seed: int = 1
) -> Linked:
    return link(
        [found_in(one) for one in cases],
        rulings,
        before.registry if before else EntityRegistry(),
        random.Random(seed),
        before.memory if before else None,
    )


def text_of(who: Linked, one: Case, **options: Any) -> str:
    interview = one.verified.interview
    return words_of(replace(one.verified, who.mentions[interview], who.registry, Policy(), **options))


def whose(who: Linked, one: Case) -> dict[str, str]:
    texts = {turn.id: turn.text for turn in one.verified.turns}
    return {
        texts[mention.turn_id][mention.start : mention.end]: mention.entity_id
        for mention in who.mentions[one.verified.interview].mentions
    }


def ruled(number: int, *operations: Any, undoes: str | None = None) -> Ruling:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Ruling(id=f"r{number}", at=at, who="Anne", operations=operations, undoes=undoes)


KARI = case(
    "Hvem er du?",
    "Jeg heter [[PERSON:p1|Kari Nordli]], og [[PERSON:p1|Kari]] er styrer her.",
    interview="intervju-03",
)
NEIGHBOUR = case(
    "Hvem jobber du med?",
    "Det er nabobarnehagen, ho [[PERSON:p1|Kari]], og hun er streng.",
    interview="intervju-05",
)
OTHER_KARI = case("Hvem er du?", "Jeg heter [[PERSON:p1|Kari Solbakken]] og er her.", interview="intervju-07")


def test_case_08_the_same_person_has_one_pseudonym_in_all_interviews_once_people_say_so() -> None:
    asked = linked(KARI, NEIGHBOUR)
    hers, theirs = whose(asked, KARI)["Kari Nordli"], whose(asked, NEIGHBOUR)["Kari"]
    assert hers == theirs or {hers, theirs} in [{one.left, one.right} for one in asked.registry.doubts]
    known = linked(KARI, NEIGHBOUR, rulings=[ruled(1, Link(entity=hers, other=theirs))], before=asked)
    assert whose(known, KARI)["Kari"] == whose(known, NEIGHBOUR)["Kari"] == hers
    pseudonym = f"[Person {known.registry.entity(hers).number}]"
    assert text_of(known, KARI, suggestions=True).count(pseudonym) == 2
    assert text_of(known, NEIGHBOUR, suggestions=True).count(pseudonym) == 1


def test_case_08_what_others_say_of_a_respondent_is_warned_of() -> None:
    first = linked(KARI, NEIGHBOUR)
    hers, theirs = whose(first, KARI)["Kari Nordli"], whose(first, NEIGHBOUR)["Kari"]
    rulings = [
        ruled(1, Link(entity=hers, other=theirs)),
        ruled(2, SetRole(entity=hers, role="respondent", respondent_of=("intervju-03",))),
    ]
    known = linked(KARI, NEIGHBOUR, rulings=rulings, before=first)
    people = [Respondent(interview="intervju-03"), Respondent(interview="intervju-05")]
    risk = assess(people, [], list(known.mentions.values()), known.registry, Policy())
    assert [one.spoken_of for one in risk.respondents] == [1, 0]
    assert risk.linked == 1
    assert "omtalt i andres intervjuer" in risk_html(risk, known.registry, Policy())


def test_case_08_two_of_one_name_never_share_a_pseudonym() -> None:
    who = linked(KARI, OTHER_KARI, NEIGHBOUR)
    hers, other = whose(who, KARI)["Kari Nordli"], whose(who, OTHER_KARI)["Kari Solbakken"]
    assert hers != other
    assert who.registry.entity(hers).number != who.registry.entity(other).number
    theirs = whose(who, NEIGHBOUR)["Kari"]  # it is not said which of the two: nobody is guessed
    assert theirs not in (hers, other)
    assert undecided(who, "intervju-05").doubts


def test_case_08_who_was_parted_stays_two() -> None:
    first = linked(KARI, NEIGHBOUR)
    hers, theirs = whose(first, KARI)["Kari Nordli"], whose(first, NEIGHBOUR)["Kari"]
    apart = linked(KARI, NEIGHBOUR, rulings=[ruled(1, Part(entity=hers, other=theirs))], before=first)
    assert whose(apart, KARI)["Kari"] != whose(apart, NEIGHBOUR)["Kari"]
    assert apart.registry.doubts == ()


def test_case_13_health_of_a_colleague_waits_for_people() -> None:
    one = case("Hva skjedde?", "[[PERSON:p1|Randi Moe]] fikk [[SPECIAL:s1|psykose]] etter fødselen, sa de.")
    who = linked(one)
    open_ = undecided(who, "intervju-01")
    special = [m.id for m in who.mentions["intervju-01"].mentions if m.type is T.SPECIAL]
    assert special
    assert set(special) <= set(open_.mentions)
    assert open_.roles  # whose it is, is not decided either
    risk = assess(
        [Respondent(interview="intervju-01")], [], [who.mentions["intervju-01"]], who.registry, Policy()
    )
    assert (risk.respondents[0].special, risk.respondents[0].strangers) == (1, 1)
    assert "Ingenting bør gå videre" in risk_html(risk, who.registry, Policy())
    place = a_place(one, "psykose")
    decided = linked(one, rulings=[ruled(1, Judge(place=place, type=T.SPECIAL))], before=who)
    assert not set(special) & set(undecided(decided, "intervju-01").mentions)
    assert "psykose" not in text_of(decided, one)


def a_place(one: Case, words: str, turn: int = 1) -> Place:
    said = one.verified.turns[turn]
    start = said.text.index(words)
    return Place(
        interview=one.verified.interview, turn=said.id, start=start, end=start + len(words), text=said.text
    )


def test_case_16_taking_back_restores_every_byte() -> None:
    one = case(
        "Hvem?", "[[PERSON:p1|Randi Moe]] og [[PERSON:p2|Rannei Mo]] kom, og [[PERSON:p1|Randi]] gikk."
    )
    before = linked(one)
    first, second = whose(before, one)["Randi Moe"], whose(before, one)["Rannei Mo"]
    slips = [
        Link(entity=first, other=second),
        Judge(place=a_place(one, "Randi Moe"), type=None, scope="entity"),
        SetReplacement(entity=first, operator="keep"),
        Accept(mentions=tuple(("intervju-01", m.id) for m in before.mentions["intervju-01"].mentions)),
    ]
    for slip in slips:
        log = (ruled(1, slip), ruled(2, undoes="r1"))
        wrong = linked(one, rulings=in_force(log[:1]), before=before)
        assert (wrong.registry, wrong.mentions) != (before.registry, before.mentions)
        again = linked(one, rulings=in_force(log), before=wrong)
        assert again.registry.to_bytes() == before.registry.to_bytes()
        assert again.mentions["intervju-01"].to_bytes() == before.mentions["intervju-01"].to_bytes()
        assert text_of(again, one, suggestions=True) == text_of(before, one, suggestions=True)


@pytest.mark.parametrize("scope", ["spelling", "entity"])
def test_case_16_saying_no_to_a_common_word_does_not_unmask_the_person(scope: Any) -> None:
    one = case(
        "Hvem?",
        "Hun heter [[PERSON:p1|Vår Ødegård]], og [[PERSON:p1|Vår]] kom.",
        "Ja?",
        "Det ble [[PERSON:p1|vår]] igjen.",
    )
    first = linked(one)
    judged = ruled(1, Judge(place=a_place(one, "vår", 3), type=None, scope=scope))
    who = linked(one, rulings=[judged], before=first)
    text = text_of(who, one, suggestions=True)
    assert "Ødegård" not in text
    assert "Vår [" not in text
    assert text.endswith("Det ble vår igjen.")


def test_case_22_the_same_study_gives_the_same_and_another_draws_others() -> None:
    cases = [KARI, NEIGHBOUR, OTHER_KARI]
    first = linked(*cases)
    assert linked(*cases).registry.to_bytes() == first.registry.to_bytes()
    assert linked(*reversed(cases)).registry.to_bytes() == first.registry.to_bytes()
    assert linked(*cases, before=first, seed=9).registry.to_bytes() == first.registry.to_bytes()
    others = [linked(*cases, seed=seed) for seed in range(2, 8)]
    drawn = {tuple(sorted((e.name, e.id, e.number) for e in each.registry.entities)) for each in others}
    assert len(drawn) == len(others)
    assert len({tuple(sorted((e.name, e.number) for e in each.registry.entities)) for each in others}) > 1


def test_case_09_numbers_do_not_follow_the_order_of_talk_or_the_alphabet() -> None:
    talk = [f"Der er [[PERSON:p{n}|{name}]]." for n, name in enumerate(NAMES, 1)]
    one = case(*(line for said in talk for line in ("Ja?", said)))
    orders = set()
    for seed in range(12):
        who = linked(one, seed=seed)
        numbers = [next(e.number for e in who.registry.entities if e.name == name) for name in NAMES]
        orders.add(tuple(sorted(range(len(NAMES)), key=numbers.__getitem__)))
    assert len(orders) > 6


# ---------------------------------------------------------------------- 9 to 12: pseudonyms, public sources


def people(names: Iterable[str]) -> EntityRegistry:
    return EntityRegistry(
        entities=tuple(
            Entity(id=f"e-{number:08x}", type=T.PERSON, name=name, aliases=(name,), number=number)
            for number, name in enumerate(names, 1)
        )
    )


NAMES = (
    "Mohammed Hersi",
    "Berit Haugen",
    "Nguyen Thi Lan",
    "Áilu Gaup",
    "Kari Nordli",
    "Ola Nordli",
    "Per Moe",
)


def test_case_09_a_surrogate_tells_no_initial_and_is_nobody_in_the_study() -> None:
    for seed in range(20):
        drawn = draw_surrogates(people(NAMES), random.Random(seed)).entities
        assert len({one.surrogate for one in drawn}) == len(NAMES)
        for one in drawn:
            assert one.surrogate
            initials = {plain(word)[:1] for word in one.name.split()}
            assert plain(one.surrogate)[:1] not in initials
            assert plain(one.surrogate) not in {plain(word) for name in NAMES for word in name.split()}
            assert not one.surrogate.endswith("s")


def test_case_09_surrogates_are_drawn_and_not_told_by_name_or_order() -> None:
    drawn = [
        tuple(one.surrogate for one in draw_surrogates(people(NAMES), random.Random(seed)).entities)
        for seed in range(12)
    ]
    assert len(set(drawn)) == len(drawn)
    assert not all(list(names) == sorted(names) for names in drawn)
    backwards = draw_surrogates(people(reversed(NAMES)), random.Random(0)).entities
    assert [one.surrogate for one in backwards] != list(reversed(drawn[0]))


def test_case_09_a_surrogate_once_drawn_stays() -> None:
    first = draw_surrogates(people(NAMES), random.Random(1))
    assert draw_surrogates(first, random.Random(2)) == first


def test_case_10_surrogates_are_marked_and_a_name_that_survived_does_not_hide_among_them() -> None:
    one = case("hvem", "[[PERSON:p1|Berit]] og [[PERSON:p2|Ola]] kom", "ja", "og Ola gikk, ring 41 23 45 67")
    registry = draw_surrogates(one.registry, random.Random(3))
    surrogates = Policy(operators=dict.fromkeys(T, "surrogate"))
    text = Case(one.verified, one.mentions, registry).replaced(surrogates)
    names = [entity.surrogate for entity in registry.entities]
    assert text.turns[1].text == f"[{names[0]}] og [{names[1]}] kom"
    left = [(text.turns[3].text[r.start : r.end], r.variant) for r in left_in(text, registry)]
    assert left == [("Ola", "exact"), ("41 23 45 67", "number")]


@pytest.mark.parametrize(
    "said",
    [
        "lokalavisa skrev «nå må noen ta ansvar her» etterpå",
        "det ble streik i mars 2022 og alle så det",
        "eg skreiv «no er det nok for oss» i eit lesarinnlegg",
    ],
)
def test_case_11_what_can_be_searched_for_is_warned_of(said: str) -> None:
    text = case("hei", said).replaced()
    assert {"quote", "event", "press"} & {hint.kind for hint in hints(text)}


@pytest.mark.parametrize(
    "said",
    [
        "det er tjue minutter fra [en by] over Leirfossen",
        "på øya med 300 innbyggere",
        "vi tok buss nummer fem",
        "ferja heiter det same som øya",
        "skolen ligger ved foten av Gråfjellet",
    ],
)
def test_case_12_where_it_must_be_can_be_worked_out(said: str) -> None:
    assert "distance" in {hint.kind for hint in hints(case("hei", said).replaced())}


def test_case_12_dialect_tells_where_somebody_is_from() -> None:
    found = hints(case("hei", "æ veit itj ka dokker meina").replaced())
    assert {hint.kind for hint in found} == {"dialect"}


# ---------------------------------------------------------------------- 14, 15, 19: what lies in the study

FIRST = (
    "Hvem er du?",
    (
        "Jeg heter [[PERSON:p1|Torhild Kvamsøy]] og er [[TITLE:t1|rektor]] på [[ORG:o1|Ulvsunda skole]] med "
        "[[PERSON:p2|Anfinn Bakkerud]]."
    ),
)
SECOND = ("Og du?", "Jeg jobber med [[PERSON:p2|Anfinn]] og [[PERSON:p3|Ingjerd Solbakken]].")
ORIGINALS = ("Torhild", "Kvamsøy", "Ulvsunda", "Anfinn", "Bakkerud", "Ingjerd", "Solbakken")


def studied(folder: Path, *cases: Case) -> Study:
    """A study in which these interviews were imported, told who is who, and de-identified; with a key."""
    identity = pyrage.x25519.Identity.generate()
    builders.study_folder(folder, f'[key]\nrecipient = "{identity.to_public()}"\n')
    study = open_study(folder)
    registry = together(*(one.registry for one in cases))
    ids = {form: entity.id for entity in registry.entities for form in entity.aliases}
    for number, one in enumerate(cases, 1):
        lines = (f"{'I' if turn.role == 'interviewer' else 'R'}: {turn.text}" for turn in one.verified.turns)
        source = folder / "levert" / f"fil-{number}.txt"
        write_file(source, ("\n".join(lines) + "\n").encode())
        [arrived] = take_in(study, [source])
        verified = study.store.read(arrived.interview, VerifiedTranscript)
        renamed = {old.id: new for old, new in zip(one.verified.turns, verified.turns, strict=True)}
        mentions = Mentions(
            interview=arrived.interview,
            text_digest="",
            mentions=tuple(
                mention.model_copy(
                    update={
                        "turn_id": renamed[mention.turn_id].id,
                        "entity_id": ids[renamed[mention.turn_id].text[mention.start : mention.end]],
                    }
                )
                for mention in one.mentions.mentions
            ),
        )
        study.store.write(arrived.interview, mentions)
        text = replace(verified, mentions, registry, policy_of(study.settings), reviewed=True)
        study.store.write(arrived.interview, text)
        write_file(
            study.store.anonymised / arrived.interview / f"{arrived.interview}.docx",
            anonymised_docx(text, FairHead()),
        )
        keep_edition(study.store, text)
    study.store.write(WHOLE, registry)
    names = [
        [f"intervju-{number:02d}", e.name, "PERSON"]
        for number, one in enumerate(cases, 1)
        for e in one.registry.entities
    ]
    write_file(study.store.identified / "names.json", json.dumps({"names": names}).encode())
    link_key.write(study, registry)
    write_risk(study)
    shutil.rmtree(folder / "levert")
    return study


def together(*registries: EntityRegistry) -> EntityRegistry:
    """One registry: whoever is called by the first word of another's name is the same, as in these texts."""
    found: dict[str, Entity] = {}
    for entity in (entity for registry in registries for entity in registry.entities):
        first = entity.name.split()[0]
        if first in found:
            aliases = tuple(dict.fromkeys((*found[first].aliases, *entity.aliases)))
            found[first] = found[first].model_copy(update={"aliases": aliases})
        else:
            number = len(found) + 1
            found[first] = entity.model_copy(update={"id": f"e-{number:08x}", "number": 40 + number})
    return EntityRegistry(entities=tuple(found.values()))


def readable(path: Path) -> str:
    """What a file holds: names and contents of what is packed in it too."""
    return readable_bytes(path.read_bytes())


def holding(study: Study, words: Iterable[str]) -> list[str]:
    """The files outside what interviews say for themselves in which one of these words stands."""
    found = []
    for path in sorted(study.store.root.parent.rglob("*")):
        if not path.is_file():
            continue
        try:
            parts = path.relative_to(study.store.identified).parts
        except ValueError:
            parts = ()
        if len(parts) > 1 and parts[1] in link_key.OWN:
            continue
        said = f"{path.name}\n{readable(path)}".casefold()
        found += [path.name for word in words if word.casefold() in said]
    return sorted(set(found))


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return studied(tmp_path / "alt" / "studie", case(*FIRST), case(*SECOND))


def test_case_14_after_the_key_is_destroyed_no_original_is_to_be_read(study: Study) -> None:
    assert holding(study, ORIGINALS) == ["names.json", "registry.json"]
    link_key.destroy(study, "Anne")
    assert holding(study, ORIGINALS) == []


def test_case_14_what_leaves_the_study_holds_no_original(study: Study) -> None:
    for folder in (study.store.anonymised, study.store.coding, study.store.reports):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            assert not [word for word in ORIGINALS if word.casefold() in readable(path).casefold()], path.name


def test_case_14_nothing_that_is_shown_of_the_values_holds_an_original(study: Study) -> None:
    store = study.store
    shown = [store.read(WHOLE, EntityRegistry), link_key.key_file(study), study, store]
    shown += [
        store.read("intervju-01", kind) for kind in (Mentions, AnonymisedTranscript, VerifiedTranscript)
    ]
    shown += [case(*FIRST).mentions, respondents(study)]
    assert not [word for word in (*ORIGINALS, "rektor") for value in shown if word in repr(value)]


def test_case_15_no_digest_of_a_name_is_to_be_found(study: Study) -> None:
    registry = study.store.read(WHOLE, EntityRegistry)
    forms = {
        form
        for one in registry.entities
        for name in (one.name, *one.aliases)
        for form in (name, *name.split())
    }
    spelt = {one for form in forms for one in (form, form.lower(), form.upper(), f"PERSON:{form}")}
    digests = {
        sign
        for one in spelt
        for algorithm in ("md5", "sha1", "sha256", "sha512")
        for digest in (hashlib.new(algorithm, one.encode()),)
        for sign in (digest.hexdigest()[:8], base64.b64encode(digest.digest()).decode()[:10])
    }
    for path in sorted(study.store.root.parent.rglob("*")):
        if path.is_file():
            text = readable(path)
            assert not [sign for sign in digests if sign in text], path.name


def test_case_17_a_correction_removes_the_text_that_was_made_before_it(study: Study) -> None:
    store = study.store
    write_file(store.coding / "alt.csv", b"exported")
    desk = Desk(store, "intervju-01")
    turn = desk.state.transcript.turns[1]
    folder = store.anonymised / "intervju-01"
    seen = []

    def edit(state: Any) -> SetText:
        seen.append((folder / "anonymised.json").is_file())
        return SetText(turn=turn.id, revision=0, text=f"{turn.text} Og Tottorp.")

    desk.decide("Anne", edit)
    assert seen == [True]
    assert not [path for path in folder.rglob("*") if path.suffix in (".json", ".docx")]
    assert not (store.coding / "alt.csv").exists()
    assert (store.anonymised / "intervju-02" / "anonymised.json").is_file()


def test_case_17_a_new_alias_is_found_in_all_interviews() -> None:
    one, two = case("ja", "[[PERSON:p1|Berit]] kom"), case("ja", "så kom Mosa", interview="intervju-02")
    texts = [text for each in (one, two) for text in each.replaced().turns]
    loose = [
        Loose("turn", f"intervju-0{1 + number // 2}", turn.id, turn.text) for number, turn in enumerate(texts)
    ]
    assert residual(loose, one.registry) == ()
    [berit] = one.registry.entities
    named = EntityRegistry(entities=(berit.model_copy(update={"aliases": ("Berit", "Mosa")}),))
    assert [(r.interview, r.entity_id) for r in residual(loose, named)] == [("intervju-02", berit.id)]


def test_case_19_who_withdraws_leaves_nothing_and_changes_nobody(study: Study) -> None:
    store = study.store
    before = (store.anonymised / "intervju-02" / "anonymised.json").read_bytes()
    forget(study, "intervju-01", "Anne")
    hers = ("Torhild", "Kvamsøy", "Ulvsunda", "Bakkerud", "intervju-01", "[Person 41]", "e-00000001 ")
    for path in sorted(store.root.parent.rglob("*")):
        if path.is_file() and path.suffix != ".lock":
            assert not [word for word in hers if word in path.name + readable(path)], path.name
    assert (store.anonymised / "intervju-02" / "anonymised.json").read_bytes() == before
    registry = store.read(WHOLE, EntityRegistry)
    assert [(one.name, one.number) for one in registry.entities] == [
        ("Anfinn", 44),
        ("Ingjerd Solbakken", 45),
    ]
    again = replace(
        store.read("intervju-02", VerifiedTranscript),
        store.read("intervju-02", Mentions),
        registry,
        policy_of(study.settings),
        reviewed=True,
    )
    assert again.to_bytes() == before


# ---------------------------------------------------------------------- 18, 20, 21, 22

BRACKETS = [
    "[[PERSON|x]]", "<seg>", "{{ 7 * 7 }}", "{0}", "%s", "\\1", "(.*)+$", "[Person 3]", "</w:t>", "&amp;",
    "$&", "<PERSON>", "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("evil", BRACKETS)
def test_case_20_signs_that_mean_something_elsewhere_are_only_text(evil: str) -> None:
    if "[[" in evil:
        one = case("hei", "og [[PERSON:p1|Berit]] sa noe")
        turns = (
            one.verified.turns[0],
            one.verified.turns[1].model_copy(update={"text": f"og Berit sa {evil}"}),
        )
        one = Case(one.verified.model_copy(update={"turns": turns}), one.mentions, one.registry)
    else:
        one = case("hei", f"og [[PERSON:p1|Berit]] sa {evil}")
    text = checked(one)
    assert text.turns[1].text == f"og [Person 11] sa {evil}"
    assert evil in anonymised_text(text, FairHead())
    anonymised_docx(text, FairHead())


def test_case_20_somebody_who_is_called_like_a_placeholder_is_replaced_once() -> None:
    one = case("hei", "[[PERSON:p1|Person 12]] og [[PERSON:p2|Berit]]", numbers=(3, 12))
    assert checked(one).turns[1].text == "[Person 3] og [Person 12]"


def test_case_20_a_name_made_of_signs_of_a_pattern_is_replaced() -> None:
    one = case("hei", "[[PERSON:p1|C.*(x]] og Cabcx", "ja", "så C.*(x igjen")
    assert checked(one).turns[1].text == "[Person 11] og Cabcx"


def test_case_20_nothing_and_very_much_are_read() -> None:
    assert checked(case("hei", "")).turns[1].text == ""
    long = "og da sa Berit det " * 4000
    text = checked(case("hei", f"[[PERSON:p1|Berit]] {long}"))
    assert "Berit" not in words_of(text)
    assert words_of(text).count("[Person 11]") == 4001


def test_case_22_the_same_gives_the_same_bytes() -> None:
    talk = ("hei", f"{BERIT}, [[AGE:a1|47 år]] og [[TITLE:t1|rektor]] på [[ORG:o1|Lund skole]]")
    assert case(*talk).replaced().to_bytes() == case(*talk).replaced().to_bytes()


def test_case_18_copies_for_people_hold_no_time_codes() -> None:
    one = case("hei", BERIT, "ja", "det var alt")
    turns = tuple(
        turn.model_copy(update={"start_ms": 61_000 * number, "end_ms": 61_000 * number + 900})
        for number, turn in enumerate(one.verified.turns, 1)
    )
    text = Case(one.verified.model_copy(update={"turns": turns}), one.mentions, one.registry).replaced()
    assert not re.search(r"\d\d:\d\d|61000|122000", anonymised_text(text, FairHead()))


GUIDE = Guide(
    id="prove",
    title="Prøveguide",
    language="nb",
    themes=(Theme(id="1", title="Arbeid", questions=("Hvor jobber du?",)),),
)

#: One hour, two minutes and 3.456 seconds, as coding tools and players write it.
MOMENT = 3_723_456
CLOCKS = ("3723456", "3723.4", "3723,4", "1:02:03", "62:03")


def exported(text: AnonymisedTranscript) -> ExportStudy:
    """One interview, as it leaves for coding tools: all of it of one theme, with a memo."""
    spans = tuple(Span(turn_id=turn.id, start=0, end=len(turn.text)) for turn in text.turns)
    themed = ThemedTranscript(
        interview=text.interview,
        guide="prove",
        guide_digest="g",
        text_digest=text.text_digest,
        passages=(Passage(id="p1", spans=spans, themes=("1",), status="placed", memo="Se også neste."),),
    )
    about = Respondent(interview=text.interview, group="oppvekst", label="en leder")
    return ExportStudy(
        "Prøvestudie", "nb", GUIDE, "g", (), code_names(GUIDE), (ExportInterview(text, themed, about),)
    )


@pytest.mark.parametrize("kind", list(FORMATS))
def test_case_02_14_18_no_format_carries_a_name_or_a_time(kind: str) -> None:
    one = case(*FIRST)
    timed = tuple(
        turn.model_copy(update={"start_ms": MOMENT, "end_ms": MOMENT + 900, "speaker": "Torhild"})
        for turn in one.verified.turns
    )
    text = Case(one.verified.model_copy(update={"turns": timed}), one.mentions, one.registry).replaced()
    files = FORMATS.load(kind)().write(exported(text), Options())
    assert files
    for name, data in files.items():
        said = f"{name}\n{readable_bytes(data)}"
        assert not [word for word in (*ORIGINALS, "rektor") if word.casefold() in said.casefold()], name
        assert not [clock for clock in CLOCKS if clock in said], name


def readable_bytes(data: bytes) -> str:
    """The text in some bytes; names and contents of what is packed in them, packed again or not."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(f"{name}\n{readable_bytes(packed.read(name))}" for name in packed.namelist())


def test_case_18_sound_is_covered_with_a_margin_around_the_words(excerpt: Path, tmp_path: Path) -> None:
    sound = open_sound(excerpt)
    said = builders.turn("t1", "jeg heter Berit Haugen her", start_ms=2000)
    verified = VerifiedTranscript(
        interview="intervju-01", language="nb", turns=(VerifiedTurn(**said.model_dump()),)
    )
    one = case("jeg heter [[PERSON:p1|Berit Haugen]] her")
    spans = spans_of(verified, one.mentions.mentions)
    assert spans == ((2600, 3200),)  # the third and fourth word of 300 ms
    target = tmp_path / "dekket.wav"
    made = redact(sound, spans, target, "silence")
    assert MARGIN_MS >= 150
    assert made.covered_ms >= 3200 - 2600 + 2 * 150
    with wave.open(str(target), "rb") as covered:
        covered.setpos((2600 - 150) * 16)
        silent = covered.readframes((3200 + 150 - 2600 + 150) * 16)
    assert set(silent) == {0}


TWINS = {
    "nb": (
        "Jeg heter Berit Haugen og er rektor på Lund skole i Kristiansand.",
        "Jeg har vært her i fjorten år, og jeg er femtisju år.",
        "Vi møter Anders Vik fra kommunen hver torsdag, og Anders er flink.",
    ),
    "nn": (
        "Eg heiter Berit Haugen og er rektor på Lund skole i Kristiansand.",
        "Eg har vore her i fjorten år, og eg er femtisju år.",
        "Me møter Anders Vik frå kommunen kvar torsdag, og Anders er flink.",
    ),
    "trøndersk": (
        "Æ heite Berit Haugen og e rektor på Lund skole i Kristiansand.",
        "Æ ha vorre her i fjorten år, og æ e femtisju år.",
        "Vi møte Anders Vik fra kommun kvar torsdag, og Anders e flink.",
    ),
}
GOLD = {
    (T.PERSON, "berit haugen"),
    (T.TITLE, "rektor"),
    (T.ORG, "lund skole"),
    (T.PLACE, "kristiansand"),
    (T.AGE, "fjorten år"),
    (T.AGE, "femtisju år"),
    (T.PERSON, "anders vik"),
    (T.PERSON, "anders"),
}


def as_given(text: str) -> str:
    return text


def unpunctuated(text: str) -> str:
    return re.sub("[.,]", "", text)


@pytest.mark.parametrize("change", [as_given, str.lower, unpunctuated])
@pytest.mark.parametrize("twin", TWINS)
def test_case_21_the_same_in_another_written_form_gives_the_same(
    finder: Finder, twin: str, change: Callable[[str], str]
) -> None:
    talk = [one for said in TWINS[twin] for one in ("Ja?", said)]
    found = found_by(finder, *map(change, talk), language="nn" if twin == "nn" else "nb")
    assert {(kind, words.casefold()) for kind, words in found} >= GOLD


# ---------------------------------------------------------------------- the whole way, as people go it

ONE = (
    "I: Hva heter du?\n"
    "R: Jeg heter Torhild Kvamsøy og er rektor på Ulvsunda skole i Kristiansand. Jeg er 47 år.\n"
    "I: Hvem jobber du med?\n"
    "R: Jeg jobber med Anfinn Bakkerud, og Anfinn har nummer 412 34 567. Vi sier storpus når vi mener noen.\n"
)
TWO = (
    "I: Og du?\n"
    "R: Jeg jobber med Anfinn Bakkerud og Ingjerd Solbakken på Lund skole. Torhild Kvamsøy kjenner jeg.\n"
    "I: Ja?\n"
    "R: Det var fint, og så kom storpus innom her i går.\n"
)
WHO = ("Torhild", "Kvamsøy", "Ulvsunda", "Anfinn", "Bakkerud", "Ingjerd", "Solbakken", "412 34 567")


def imported(folder: Path, *texts: bytes | str, names: Sequence[str] = ()) -> Study:
    """A study into which these were imported, checked outside."""
    study = open_study(builders.study_folder(folder / "studie"))
    for number, text in enumerate(texts, 1):
        path = folder / (names[number - 1] if names else f"fil-{number}.txt")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        [result] = take_in(study, [path], verified_by="Anne")
        assert result.error is None
    return study


def states(study: Study, **options: Any) -> list[str]:
    return [one.state for one in deidentify.anonymise(study, **options)]


def rule(study: Study, *operations: Any) -> None:
    answer = Rulings(study).take("Anne", [RulingProposal(Rulings.new_id(), operations)])
    assert answer.refused == ""


def decide_all(study: Study) -> None:
    """Somebody looks at everything: all mentions are right, each person has a role, those alike are two."""
    who = brought_up(study)
    rule(
        study,
        Accept(mentions=tuple((name, m.id) for name, found in who.mentions.items() for m in found.mentions)),
        *(SetRole(entity=e.id, role="third_party") for e in who.registry.entities if e.type is T.PERSON),
        *(Part(entity=doubt.left, other=doubt.right) for doubt in who.registry.doubts),
    )


def out_of(study: Study) -> str:
    """All that may leave: names of files and what they hold."""
    folders = (study.store.anonymised, study.store.coding, study.store.reports)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return "\n".join(f"{path.name}\n{readable(path)}" for path in files)


def de_identified(study: Study, interview: str) -> AnonymisedTranscript:
    return study.store.read(interview, AnonymisedTranscript)


def test_case_01_02_no_name_of_a_person_or_a_file_leaves(tmp_path: Path) -> None:
    spelt = ONE + f"I: Ja?\nR: Så sa jo Tor{SOFT_HYPHEN}hild, altså TORHILD, til Torhilds mann, Kvams- øy.\n"
    study = imported(tmp_path, spelt, TWO, names=("intervju_torhild.txt", "anfinn bakkerud.txt"))
    assert states(study, suggestions=True) == ["written", "written"]
    left = unicodedata.normalize("NFC", out_of(study)).casefold()
    assert "[person" in left
    assert not [word for word in WHO if word.casefold() in left]
    said = plain("\n".join(words_of(de_identified(study, name)) for name in study.store.interviews()))
    assert not [word for word in WHO if plain(word) and plain(word) in said]


def test_case_13_nothing_goes_further_before_people_have_decided(tmp_path: Path) -> None:
    sick = "I: Hva skjedde?\nR: Hun Randi Moe fikk psykose etter fødselen, og Randi ble borte lenge.\n"
    study = imported(tmp_path, sick)
    assert states(study) == ["decide"]
    assert not study.store.has("intervju-01", AnonymisedTranscript)
    with pytest.raises(PipelineError):
        deidentify.approve(study, "intervju-01", "Anne")
    assert states(study, suggestions=True) == ["written"]
    assert not de_identified(study, "intervju-01").reviewed
    with pytest.raises(PipelineError):
        deidentify.approve(study, "intervju-01", "Anne")
    assert "psykose" not in out_of(study)
    decide_all(study)
    assert states(study) == ["written"]
    assert de_identified(study, "intervju-01").reviewed
    deidentify.approve(study, "intervju-01", "Anne")


def test_case_14_the_whole_way_leaves_no_original_outside_what_is_identified(tmp_path: Path) -> None:
    study = imported(tmp_path, ONE, TWO)
    states(study, suggestions=True)
    assert not [word for word in WHO if word in out_of(study)]
    link_key.destroy(study, "Anne")
    for path in tmp_path.iterdir():
        if path.is_file():
            path.unlink()  # what was delivered lies outside the study
    assert holding(study, WHO) == []


def test_case_16_undoing_gives_the_same_text(tmp_path: Path) -> None:
    study = imported(tmp_path, ONE, TWO)
    states(study, suggestions=True)
    before = [de_identified(study, name).to_bytes() for name in study.store.interviews()]
    registry = study.store.read(WHOLE, EntityRegistry)
    people = [one.id for one in registry.entities if one.type is T.PERSON]
    rule(study, Link(entity=people[0], other=people[1]))
    assert not study.store.has("intervju-01", AnonymisedTranscript)
    states(study, suggestions=True)
    assert [de_identified(study, name).to_bytes() for name in study.store.interviews()] != before
    assert Rulings(study).take_back("Anne") is not None
    states(study, suggestions=True)
    assert [de_identified(study, name).to_bytes() for name in study.store.interviews()] == before
    assert study.store.read(WHOLE, EntityRegistry) == registry


def signed_off(study: Study) -> set[tuple[str, str]]:
    """The texts that lie there and are signed off."""
    there = {
        (name, de_identified(study, name).text_digest)
        for name in study.store.interviews()
        if study.store.has(name, AnonymisedTranscript)
    }
    return there & set(deidentify.approvals(Rulings(study).log))


def test_case_17_a_new_alias_voids_every_sign_off_and_is_searched_for_everywhere(tmp_path: Path) -> None:
    study = imported(tmp_path, ONE, TWO)
    deidentify.anonymise(study)
    decide_all(study)
    deidentify.anonymise(study)
    for name in study.store.interviews():
        deidentify.approve(study, name, "Anne")
    assert {name for name, _ in signed_off(study)} == {"intervju-01", "intervju-02"}
    anfinn = next(one for one in study.store.read(WHOLE, EntityRegistry).entities if "Anfinn" in one.aliases)
    assert out_of(study).count("storpus") >= 2
    rule(study, Alias(entity=anfinn.id, alias="storpus"))
    assert signed_off(study) == set()
    states(study, suggestions=True)
    assert "storpus" not in out_of(study)
    assert signed_off(study) == set()
    for name in study.store.interviews():
        assert de_identified(study, name).turns[3].text.count(f"[Person {anfinn.number}]") >= 1


def test_case_17_a_correction_after_the_sign_off_voids_it(tmp_path: Path) -> None:
    study = imported(tmp_path, ONE, TWO)
    deidentify.anonymise(study)
    decide_all(study)
    deidentify.anonymise(study)
    for name in study.store.interviews():
        deidentify.approve(study, name, "Anne")
    desk = Desk(study.store, "intervju-01")
    turn = desk.state.transcript.turns[1]
    desk.decide("Anne", lambda _: SetText(turn=turn.id, revision=0, text=f"{turn.text} Torhild, altså."))
    assert {name for name, _ in signed_off(study)} == {"intervju-02"}
    states(study, suggestions=True)
    assert {name for name, _ in signed_off(study)} <= {"intervju-02"}
    assert not [word for word in WHO if word in out_of(study)]


def test_case_19_the_whole_way_and_back_changes_nobody_else(tmp_path: Path) -> None:
    study = imported(tmp_path, ONE, TWO)
    states(study, suggestions=True)
    before = de_identified(study, "intervju-02").to_bytes()
    forget(study, "intervju-01", "Anne")
    assert de_identified(study, "intervju-02").to_bytes() == before
    assert states(study, suggestions=True) == ["written"]
    assert de_identified(study, "intervju-02").to_bytes() == before
    (tmp_path / "fil-1.txt").unlink()
    assert holding(study, ("Ulvsunda", "412 34 567", "47 år", "intervju-01")) == []


@pytest.mark.parametrize(
    "evil",
    [
        "I: Hei\nR: [[PERSON:p1|Torhild Kvamsøy]] og <seg>Torhild</seg> {{ Torhild }} (Torhild).* sa hei.\n",
        "I: Hei\nR: Jeg heter Torhild Kvamsøy, og [Person 3] er ikke meg.\n",
        "I: Hei\nR: Jeg heter Torhild Kvamsøy på Sørøya.\n".encode("latin-1"),
        "\ufeffI: Hei\r\nR: Jeg heter Torhild Kvamsøy.\r\n",
        "I: Hei\nR: Jeg heter Torhild Kvamsøy. " + "Det var fint der vi var. " * 1500 + "\n",
    ],
    ids=["markup", "placeholder", "latin-1", "windows", "long"],
)  # fmt: skip
def test_case_20_odd_files_neither_crash_nor_leak(tmp_path: Path, evil: bytes | str) -> None:
    study = imported(tmp_path, evil)
    assert states(study, suggestions=True) == ["written"]
    assert not re.search("Torhild|Kvams", out_of(study))


def test_case_20_an_empty_file_is_refused_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    study = open_study(builders.study_folder(tmp_path / "studie"))
    (tmp_path / "tom.txt").write_bytes(b"")
    [result] = take_in(study, [tmp_path / "tom.txt"], verified_by="Anne")
    assert result.outcome == "failed"
    assert deidentify.anonymise(study) == ()


def test_case_22_a_study_again_is_the_same_and_another_study_has_other_pseudonyms(tmp_path: Path) -> None:
    study = imported(tmp_path, ONE, TWO)
    states(study, suggestions=True)
    first = out_of(study)
    states(study, suggestions=True)
    assert out_of(study) == first
    drawn = {first}
    for number in range(4):
        (tmp_path / str(number)).mkdir()
        other = imported(tmp_path / str(number), ONE, TWO)
        states(other, suggestions=True)
        drawn.add(words_of(de_identified(other, "intervju-01")))
    assert len(drawn) > 2


def test_every_case_has_a_test() -> None:
    named = [name for name in globals() if name.startswith("test_case_")]
    numbers = {int(number) for name in named for number in re.findall(r"(?<=_)\d\d(?=_)", name)}
    assert numbers == set(range(1, 23))
