"""The risk report: what is counted, and that it holds no identifying word. All people are invented."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import builders
import pytest

from pipeline.anonymise.replace import Policy
from pipeline.anonymise.risk import Risk, assess, risk_html
from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.entity import Entity, EntityRegistry, Mention, Mentions, Operator
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.respondent import Respondent
from pipeline.messages.risk import MESSAGES
from pipeline.risks import assessed, write_risk
from pipeline.runner import open_study
from pipeline.store import WHOLE, write_file

T = IdentifierType
POLICY: dict[IdentifierType, Operator] = dict.fromkeys(IdentifierType, "placeholder")
WORK_POLICY = Policy("work", POLICY)


def entity(number: int, kind: IdentifierType, name: str, **changes: Any) -> Entity:
    return Entity(**{"id": f"e-{number:08x}", "type": kind, "name": name, "number": number} | changes)


def mentions(interview: str, *entities: Entity, **changes: Any) -> Mentions:
    return Mentions(
        interview=interview,
        text_digest="",
        mentions=tuple(
            Mention(
                **{
                    "id": f"m{number}",
                    "turn_id": "t1",
                    "start": 10 * number,
                    "end": 10 * number + 5,
                    "type": one.type,
                    "entity_id": one.id,
                    "source": "found",
                    "score": 0.9,
                    "recogniser": "x",
                    "reason": "anonymise.reason.name",
                }
                | changes
            )
            for number, one in enumerate(entities)
        ),
    )


def text(interview: str, *said: str) -> AnonymisedTranscript:
    turns = tuple(
        AnonymisedTurn(id=f"t{number}", speaker="S1", role="respondent", text=words)
        for number, words in enumerate(said, 1)
    )
    return AnonymisedTranscript(interview=interview, language="nb", text_digest="", turns=turns)


def respondent(number: int, group: str = "", label: str = "", **bands: str) -> Respondent:
    return Respondent(
        interview=f"intervju-{number:02d}", group=group, label=label, bands=tuple(bands.items())
    )


def counted(
    people: Sequence[Respondent],
    texts: Sequence[AnonymisedTranscript] = (),
    found: Sequence[Mentions] = (),
    entities: Sequence[Entity] = (),
    policy: Policy = WORK_POLICY,
    frame: Sequence[str] = (),
) -> Risk:
    return assess(people, texts, found, EntityRegistry(entities=tuple(entities)), policy, frame)


# ---------------------------------------------------------------------- what is told of respondents


def test_k_is_how_many_share_all_that_is_told() -> None:
    risk = counted(
        [
            respondent(1, "helse", "en leder", alder="50-59"),
            respondent(2, "helse", "En  leder", alder="50-59"),
            respondent(3, "helse", "en leder", alder="40-49"),
        ]
    )
    assert [one.shared for one in risk.respondents] == [2, 2, 1]
    assert len(risk.rare) == 3


def test_the_smallest_combination_that_singles_out_is_named() -> None:
    risk = counted(
        [
            respondent(1, "helse", "en leder", kjønn="k"),
            respondent(2, "helse", "en lege", kjønn="m"),
            respondent(3, "skole", "en leder", kjønn="m"),
            respondent(4, "skole", "en lege", kjønn="k"),
            respondent(5, "skole", "en lege", kjønn="k"),
        ]
    )
    assert risk.respondents[0].alone == ("group", "label")
    assert risk.respondents[3].alone == ()
    assert [one.interview for one in risk.singled_out] == ["intervju-01", "intervju-02", "intervju-03"]


def test_a_single_column_is_smaller_than_two() -> None:
    risk = counted([respondent(1, "helse", "en leder"), respondent(2, "skole", "en leder")])
    assert [one.alone for one in risk.respondents] == [("group",), ("group",)]


def test_who_nothing_is_told_of_is_like_everybody() -> None:
    risk = counted([respondent(1), respondent(2, "helse"), respondent(3, "helse")])
    assert risk.respondents[0].shared == 3
    assert risk.respondents[0].alone == ()


def test_many_columns_are_no_endless_search() -> None:
    people = [respondent(n, **{f"b{c}": str((n >> (c % 4)) & 1) for c in range(14)}) for n in range(16)]
    assert all(one.shared == 1 and len(one.alone) == 4 for one in counted(people).respondents)


def test_a_group_that_is_alike_in_another_column_is_counted() -> None:
    alike = [
        respondent(1, "helse", "en leder"),
        respondent(2, "helse", "en leder"),
        respondent(3, "skole", "x"),
    ]
    assert counted(alike).uniform == 2  # who knows the group knows the label, and the other way round
    assert counted([respondent(1, "helse", "a"), respondent(2, "helse", "b")]).uniform == 0


# ---------------------------------------------------------------------- what stands in the text

AGE = entity(1, T.AGE, "47 år")
WORK = entity(2, T.TITLE, "styrer")
TOWN = entity(3, T.PLACE, "Flatanger")
KEEP: dict[IdentifierType, Operator] = POLICY | {T.AGE: "keep", T.TITLE: "keep", T.PLACE: "keep"}


def test_measures_are_counted_by_type_and_operator() -> None:
    own = entity(4, T.PERSON, "Solveig", operator="surrogate", surrogate="Tone")
    policy = Policy("work", POLICY | {T.TITLE: "generalise"})
    risk = counted(
        [respondent(1)], [], [mentions("intervju-01", own, own, WORK, TOWN)], [own, WORK, TOWN], policy
    )
    assert risk.measures == {
        (T.PERSON, "surrogate"): 2,
        (T.TITLE, "generalise"): 1,
        (T.PLACE, "placeholder"): 1,
    }
    assert risk.counted("surrogate") == 2
    assert risk.respondents[0].coarser == {T.TITLE: 1}
    assert risk.respondents[0].kept == {}


def test_what_people_rejected_is_not_counted() -> None:
    risk = counted([respondent(1)], [], [mentions("intervju-01", WORK, status="rejected")], [WORK])
    assert risk.measures == {}


def test_a_bundle_is_what_stands_together_as_it_was_said() -> None:
    risk = counted(
        [respondent(1), respondent(2)],
        [text("intervju-01", "jeg har tre sønner"), text("intervju-02", "ja")],
        [mentions("intervju-01", AGE, WORK, TOWN), mentions("intervju-02", TOWN)],
        [AGE, WORK, TOWN],
        Policy("work", KEEP),
    )
    first, second = risk.respondents
    assert first.bundle == ("age", "work", "place", "family")
    assert first.bundle_shared == 1
    assert (second.bundle, second.bundle_shared) == (("place",), 2)
    assert risk.bundles == (first,)


def test_what_is_generalised_is_no_part_of_a_bundle() -> None:
    policy = Policy("work", dict.fromkeys(IdentifierType, "generalise"))
    risk = counted([respondent(1)], [], [mentions("intervju-01", AGE, WORK, TOWN)], [AGE, WORK, TOWN], policy)
    assert risk.bundles == ()


@pytest.mark.parametrize(
    ("frame", "inhabitants"),
    [
        (("Storvik kommune (4 200 innbyggere)",), 4200),
        (("Lillevik, 1.100 innbyggjarar", "fylket med 240 000 innbyggere"), 1100),
        (("Storvik kommune",), None),
        ((), None),
    ],
)
def test_the_frame_says_how_many_live_there(frame: tuple[str, ...], inhabitants: int | None) -> None:
    assert counted([respondent(1)], frame=frame).inhabitants == inhabitants


def test_special_facts_are_open_until_people_have_decided() -> None:
    person = entity(5, T.PERSON, "Randi", role="respondent", respondent_of=("intervju-01",))
    own = entity(6, T.SPECIAL, "astma", person=person.id)
    other = entity(7, T.SPECIAL, "psykose")
    found = [
        mentions("intervju-01", own, other),
        mentions("intervju-02", other, status="accepted"),
        mentions("intervju-03", own, status="look_again"),
    ]
    risk = counted([respondent(n) for n in (1, 2, 3)], [], found, [person, own, other])
    assert [(one.special, one.strangers) for one in risk.respondents] == [(2, 1), (0, 0), (1, 1)]


def test_a_respondent_whom_others_speak_of_is_counted() -> None:
    person = entity(5, T.PERSON, "Randi", role="respondent", respondent_of=("intervju-01",))
    found = [mentions("intervju-01", person), mentions("intervju-02", person), mentions("intervju-03", WORK)]
    risk = counted([respondent(n) for n in (1, 2, 3)], [], found, [person, WORK])
    assert [one.spoken_of for one in risk.respondents] == [1, 0, 0]
    assert risk.linked == 1


def test_people_without_a_role_are_counted_once_each() -> None:
    person = entity(5, T.PERSON, "Randi")
    risk = counted([respondent(1)], [], [mentions("intervju-01", person, person)], [person])
    assert risk.respondents[0].roles == 1


@pytest.mark.parametrize(
    ("words", "young"),
    [("tolv år", 1), ("tolvåring", 1), ("17", 1), ("47 år", 0), ("atten år", 0), ("femtiåra", 0)],
)
def test_ages_below_18_are_counted(words: str, young: int) -> None:
    age = entity(8, T.AGE, words)
    risk = counted([respondent(1)], [], [mentions("intervju-01", age)], [age])
    assert risk.young == (0, young)
    kept = age.model_copy(update={"operator": "keep"})
    assert counted([respondent(1)], [], [mentions("intervju-01", age)], [kept]).young == (young, young)


# ---------------------------------------------------------------------- the page

SPOKEN = (
    "Ragnhild Tangvik",
    "ragnhild",
    "Kjellvikhaugen barnehage",
    "Flatanger",
    "rektoren",
    "bydel Storhaugen",
    builders.CANARY,
)


def full() -> tuple[Risk, EntityRegistry]:
    kinds = (T.PERSON, T.PERSON, T.ORG, T.PLACE, T.TITLE, T.DISTRICT, T.PERSON)
    entities = [
        entity(number, kind, name, aliases=(name.upper(), name))
        for number, (kind, name) in enumerate(zip(kinds, SPOKEN, strict=True), 1)
    ]
    special = entity(20, T.SPECIAL, "psykose")
    people = [
        respondent(
            1, "barnehager på Flatanger", "en venn av Ragnhild", **{"hos ragnhild": "ja", "alder": "47"}
        ),
        respondent(2, "skole", "rektoren"),
    ]
    texts = [
        text(
            "intervju-01",
            "hun er den eneste mannlige jordmora",
            "jeg sto i avisa og hun fikk en pris",
            "tjue minutter fra byen, sønnen er tolv, jeg har tre sønner",
        )
    ]
    registry = EntityRegistry(entities=(*entities, special))
    risk = assess(people, texts, [mentions("intervju-01", *entities, special)], registry, WORK_POLICY)
    return risk, registry


class Seen(HTMLParser):
    """What a page shows and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [name for name, _ in attrs if name in ("src", "href", "srcset", "action", "data")]
        self.loads += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_report_holds_no_word_that_identifies(language: Any) -> None:
    page = risk_html(*full(), WORK_POLICY, language).casefold()
    for words in (*SPOKEN, "psykose", "jordmor", "tangvik", "mannlige", "barnehager på", "47"):
        assert words.casefold() not in page


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_report_is_one_file_that_runs_and_loads_nothing(language: Any) -> None:
    page = risk_html(*full(), WORK_POLICY, language)
    seen = Seen()
    seen.feed(page)
    assert seen.loads == []
    assert not {"script", "img", "link", "iframe", "object"} & set(seen.tags)
    assert not re.search(r"https?:|url\(|@import|\{\{|\{%", page)
    assert f'lang="{language}"' in page


def test_the_report_says_where_hints_stand() -> None:
    page = risk_html(*full(), WORK_POLICY)
    assert "intervju-01: utsagn 1" in page
    assert "intervju-01: utsagn 3" in page
    assert "kolonne 3" in page  # the band whose name is a person's
    assert "alder" in page


def test_a_column_with_markup_in_its_name_is_text() -> None:
    risk = counted([respondent(1, **{"<b>x</b>": "1"})])
    assert "&lt;b&gt;x&lt;/b&gt;" in risk_html(risk, EntityRegistry(), WORK_POLICY)


@pytest.mark.parametrize(
    ("size", "warned"), [(19, True), (20, False)], ids=["nineteen are few", "twenty are not"]
)
def test_a_small_sample_is_warned_of(size: int, warned: bool) -> None:
    page = risk_html(counted([respondent(n) for n in range(size)]), EntityRegistry(), WORK_POLICY)
    assert ("Utvalget er lite" in page) is warned


@pytest.mark.parametrize(("size", "rare"), [(4, True), (5, False)])
def test_fewer_than_five_alike_is_warned_of(size: int, rare: bool) -> None:
    risk = counted([respondent(n, "helse") for n in range(size)])
    assert bool(risk.rare) is rare
    assert ("med færre enn 5" in risk_html(risk, EntityRegistry(), WORK_POLICY)) is rare


def test_every_message_of_the_report_is_said_somewhere() -> None:
    room = builders.REPOSITORY / "pipeline" / "anonymise"
    code = (room / "templates" / "risk.html").read_text("utf-8") + (room / "risk.py").read_text("utf-8")
    together = ("risk.warn.", "risk.type.", "risk.operator.", "risk.hint.", "risk.facet.", "risk.profile.")
    unsaid = [key for key in MESSAGES if f"'{key}'" not in code and not key.startswith(together)]
    assert unsaid == ["risk.column.group", "risk.column.subgroup", "risk.column.label", "risk.column.hidden"]
    assert 'f"risk.column.{name}"' in code
    assert '"risk.column.hidden"' in code


# ---------------------------------------------------------------------- from a study


def test_a_study_gets_its_report_with_what_it_has(tmp_path: Path) -> None:
    folder = builders.study_folder(
        tmp_path / "studie",
        '[anonymise]\nprofile = "publish"\nframe = ["Storvik", "Storvik har 4 200 innbyggere"]\n'
        '[respondents]\nintervju-01 = { group = "oppvekst", consent = "work" }\n',
    )
    arrivals = b'{"last": 2, "seen": {}, "interviews": {"intervju-01": {}, "intervju-02": {}}}'
    write_file(folder / "transcripts_out" / "identified" / "arrivals.json", arrivals)
    study = open_study(folder)
    own = entity(1, T.PERSON, builders.CANARY)
    study.store.write(WHOLE, EntityRegistry(entities=(own,)))
    study.store.write("intervju-01", mentions("intervju-01", own))
    study.store.write("intervju-01", text("intervju-01", "jeg sto i avisa"))
    path = write_risk(study)
    page = path.read_text("utf-8")
    assert path == study.store.reports / "risk.html"
    assert "1 av 2 intervjuer har ingen avidentifisert tekst" in page
    assert builders.CANARY not in page
    assert "tekst for alle" in page
    assert assessed(study).inhabitants == 4200
    assert "intervju-01: samtykket gjelder ikke tekst for alle" in page


def test_an_empty_study_has_a_report_too(study_folder: Path) -> None:
    assert "0 respondenter" in write_risk(open_study(study_folder)).read_text("utf-8")
