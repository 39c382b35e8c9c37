"""What is told of respondents: settings and rulings, the table, and coarser labels."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import builders
import pytest

from pipeline.artefacts.entity import Entity, EntityRegistry
from pipeline.artefacts.finding import IdentifierType
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.ruling import Respond, Ruling
from pipeline.errors import PipelineError
from pipeline.events import in_force
from pipeline.messages import say
from pipeline.respondents import (
    Coarser,
    Terms,
    against,
    coarser_labels,
    respondents,
    table,
    terms,
    write_respondents,
)
from pipeline.runner import Study, open_study
from pipeline.store import WHOLE, write_file

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = builders.study_folder(
        tmp_path / "studie",
        "[respondents]\n"
        'intervju-01 = { group = "oppvekst", label = "en rektor", alder = "50-59" }\n'
        'intervju-07 = { group = "ingen" }\n',
    )
    arrivals = b'{"last": 2, "seen": {}, "interviews": {"intervju-01": {}, "intervju-02": {}}}'
    write_file(folder / "transcripts_out" / "identified" / "arrivals.json", arrivals)
    return open_study(folder)


def ruling(number: str, *operations: Respond, undoes: str | None = None) -> Ruling:
    return Ruling(id=number, at=AT, who="Anne", operations=operations, undoes=undoes)


def responds(study: Study, *rulings: Ruling) -> None:
    study.store.append(WHOLE, "study.jsonl", *rulings)


HEALTH = Respond(interview="intervju-02", group="helse", subgroup="sykehjem", label="en styrer")
AGAIN = Respond(interview="intervju-01", group="oppvekst", label="en leder")


def test_each_interview_that_has_arrived_has_a_respondent(study: Study) -> None:
    assert respondents(study) == (
        Respondent(interview="intervju-01", group="oppvekst", label="en rektor", bands=(("alder", "50-59"),)),
        Respondent(interview="intervju-02"),
    )


def test_what_people_decided_last_stands_over_the_settings(study: Study) -> None:
    responds(study, ruling("1", HEALTH), ruling("2", AGAIN))
    first, second = respondents(study)
    assert (first.label, first.bands) == ("en leder", ())
    assert (second.group, second.subgroup, second.label) == ("helse", "sykehjem", "en styrer")


@pytest.mark.parametrize(
    ("undone", "label"), [(("1",), "en rektor"), (("1", "2"), "en leder"), ((), "en leder")]
)
def test_what_was_taken_back_does_not_count_until_that_is_taken_back(
    study: Study, undone: tuple[str, ...], label: str
) -> None:
    undoing = [ruling(str(number), undoes=one) for number, one in enumerate(undone, 2)]
    responds(study, ruling("1", AGAIN), *undoing)
    assert respondents(study)[0].label == label


def test_rulings_in_force_keep_their_order() -> None:
    log = [ruling("1"), ruling("2"), ruling("3", undoes="1"), ruling("4")]
    assert [one.id for one in in_force(log)] == ["2", "3", "4"]


def test_the_table_has_a_column_for_each_band_in_order(study: Study) -> None:
    responds(study, ruling("1", HEALTH.model_copy(update={"bands": (("kjønn", "kvinne"),)})))
    path = write_respondents(study)
    assert path == study.store.anonymised / "respondents.csv"
    assert list(csv.reader(io.StringIO(path.read_text("utf-8")))) == [
        ["interview", "group", "subgroup", "label", "alder", "kjønn"],
        ["intervju-01", "oppvekst", "", "en rektor", "50-59", ""],
        ["intervju-02", "helse", "sykehjem", "en styrer", "", "kvinne"],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+47", "-5", "@cmd", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_run_by_a_spreadsheet(cell: str) -> None:
    [_, row] = csv.reader(io.StringIO(table([Respondent(interview="intervju-01", group=cell)])))
    assert not row[1].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.strip() in row[1]


def test_a_column_is_no_formula_either() -> None:
    text = table([Respondent(interview="intervju-01", bands=(("=sum", "1"),))])
    assert text.splitlines()[0].endswith(",'=sum")


@pytest.mark.parametrize(
    "told",
    [
        {"label": "Solveigs lærer"},
        {"group": "hos solveig fjeldbu"},
        {"bands": (("sjef", "Solveig"),)},
        {"bands": (("solveig", "ja"),)},
    ],
)
def test_nobody_in_the_study_is_named_in_the_table(study: Study, told: dict[str, object]) -> None:
    person = Entity(
        id="e-0000000a",
        type=IdentifierType.PERSON,
        name="Solveig Fjeldbu",
        aliases=("Solveig",),
        number=3,
    )
    study.store.write(WHOLE, EntityRegistry(entities=(person,)))
    responds(study, ruling("1", Respond.model_validate({"interview": "intervju-02"} | told)))
    with pytest.raises(PipelineError) as refused:
        write_respondents(study)
    assert "intervju-02" in str(refused.value)
    assert "olveig" not in f"{refused.value}{refused.value.hint}{refused.value!r}"
    assert not (study.store.anonymised / "respondents.csv").exists()


def test_words_that_only_begin_like_a_name_are_no_name(study: Study) -> None:
    person = Entity(id="e-0000000a", type=IdentifierType.PERSON, name="Per", aliases=("Per",), number=3)
    study.store.write(WHOLE, EntityRegistry(entities=(person,)))
    responds(study, ruling("1", HEALTH.model_copy(update={"group": "personal"})))
    assert "personal" in write_respondents(study).read_text("utf-8")


# ---------------------------------------------------------------------- coarser labels


def sample(*told: tuple[str, str, str]) -> list[Respondent]:
    return [
        Respondent(interview=f"intervju-{number:02d}", group=group, subgroup=subgroup, label=label)
        for number, (group, subgroup, label) in enumerate(told, 1)
    ]


def labels(found: tuple[Coarser, ...], column: str) -> list[tuple[str, str, str]]:
    return [(one.interview, one.label, one.coarser) for one in found if one.column == column]


def test_a_rare_label_climbs_to_the_first_rung_that_enough_share() -> None:
    people = sample(
        *[("oppvekst", "", "en rektor")] * 3, *[("oppvekst", "", "en styrer")] * 2, ("helse", "", "en lege")
    )
    found = labels(coarser_labels(people), "label")
    assert found[0] == ("intervju-01", "en rektor", "en leder i oppvekst")
    assert found[4] == ("intervju-05", "en styrer", "en leder i oppvekst")
    assert found[5] == ("intervju-06", "en lege", "en medarbeider")


def test_a_label_goes_to_the_top_where_no_rung_is_shared_by_enough() -> None:
    people = sample(("oppvekst", "", "en rektor"), ("helse", "", "en virksomhetsleder"))
    assert labels(coarser_labels(people), "label") == [
        ("intervju-01", "en rektor", "en leder"),
        ("intervju-02", "en virksomhetsleder", "en leder"),
    ]


@pytest.mark.parametrize(
    ("label", "coarser"),
    [
        ("ein rektor", "ein leiar"),
        ("en sykepleier", "en medarbeider"),
        ("Rektor", "leder"),
        ("en mor", "en respondent"),
        ("en FAU-leder", "en leder"),
    ],
)
def test_a_label_climbs_in_its_own_written_form(label: str, coarser: str) -> None:
    assert labels(coarser_labels(sample(("", "", label))), "label") == [("intervju-01", label, coarser)]


def test_what_enough_share_stays_and_what_is_at_the_top_has_no_proposal() -> None:
    people = sample(*[("oppvekst", "skole", "en rektor")] * 5, ("oppvekst", "skole", "en leder"))
    assert labels(coarser_labels(people), "label") == []
    assert [one.interview for one in coarser_labels(people)] == []


def test_the_single_one_is_told_apart_from_the_few() -> None:
    people = sample(("a", "", "en rektor"), *[("b", "", "en lærer")] * 2)
    reasons = {one.interview: one.reason for one in coarser_labels(people) if one.column == "label"}
    assert reasons == {
        "intervju-01": "respondents.single",
        "intervju-02": "respondents.few",
        "intervju-03": "respondents.few",
    }
    assert say("respondents.single") != say("respondents.few")


def test_a_rare_subgroup_becomes_its_group_and_a_rare_group_is_left_out() -> None:
    people = sample(*[("helse", "hjem", "")] * 5, ("helse", "sykehjem", ""), ("kultur", "", ""))
    assert labels(coarser_labels(people), "subgroup") == [("intervju-06", "sykehjem", "helse")]
    assert labels(coarser_labels(people), "group") == [("intervju-07", "kultur", "")]


def test_a_proposal_shows_no_words_in_its_repr() -> None:
    [one] = coarser_labels(sample(("", "", "en rektor")))
    assert "rektor" not in repr(one)


# ---------------------------------------------------------------------- consent


def with_terms(tmp_path: Path, said: str) -> Study:
    return open_study(
        builders.study_folder(tmp_path / "en", f"[respondents]\nintervju-01 = {{ group = 'a', {said} }}\n")
    )


def test_what_was_agreed_is_read_and_stands_in_no_table(tmp_path: Path) -> None:
    study = with_terms(tmp_path, "consent = 'work', until = '2027-06-30', deletion = 'promised'")
    arrivals = b'{"last": 1, "seen": {}, "interviews": {"intervju-01": {}}}'
    write_file(study.store.identified / "arrivals.json", arrivals)
    assert terms(study) == {"intervju-01": Terms(publish=False, until=date(2027, 6, 30), deletion=True)}
    assert write_respondents(study).read_text("utf-8") == (
        "interview,group,subgroup,label\nintervju-01,a,,\n"
    )


def test_where_nothing_was_said_of_consent_nothing_is_known(study: Study) -> None:
    assert terms(study) == {}


@pytest.mark.parametrize("said", ["consent = 'ja'", "until = 'i juni'", "deletion = 'nei'"])
def test_what_cannot_be_read_of_consent_is_an_error(tmp_path: Path, said: str) -> None:
    with pytest.raises(PipelineError, match="intervju-01"):
        terms(with_terms(tmp_path, said))


@pytest.mark.parametrize(
    ("agreed", "profile", "reasons"),
    [
        (Terms(), "publish", ()),
        (Terms(publish=False), "work", ()),
        (Terms(publish=False), "publish", ("respondents.terms.not_publish",)),
        (Terms(until=date(2026, 3, 1)), "work", ()),
        (Terms(until=date(2026, 2, 28)), "work", ("respondents.terms.ended",)),
        (Terms(deletion=True), "work", ("respondents.terms.deletion",)),
    ],
)
def test_consent_speaks_against_what_it_was_not_given_for(
    agreed: Terms, profile: Any, reasons: tuple[str, ...]
) -> None:
    assert against(agreed, profile, date(2026, 3, 1)) == reasons
    assert all(say(reason) for reason in reasons)
