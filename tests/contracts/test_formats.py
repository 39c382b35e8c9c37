"""What every export format keeps to, whichever is added: found here by its name in the registry."""

import re
import socket
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import get_args

import exporting
import pytest

from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.themed import Passage
from pipeline.export.formats import FORMATS
from pipeline.export.study import ExportInterview, ExportStudy, Tool
from pipeline.messages import use_language

FORMS = list(FORMATS)
TOOLS: tuple[Tool | None, ...] = (None, *get_args(Tool))

each_format = pytest.mark.parametrize("name", FORMS)
#: Formats that are other for one tool than for another.
FITTED = {"qdpx", "docx"}

for_each_tool = pytest.mark.parametrize(
    ("name", "tool"),
    [(name, tool) for name in FORMS for tool in (TOOLS if name in FITTED else TOOLS[:1])],
)

#: A neutral name on every system: small letters, digits, hyphens, folders one deep.
NEUTRAL = re.compile(r"([a-z0-9-]{1,40}/)?[a-z0-9-]{1,60}\.[a-z0-9]{2,7}")

CANARIES = ("Kanarifugl", "kanarifugl", "KANARIFUGL")


def all_words(found: dict[str, bytes]) -> str:
    return "\n".join(exporting.words_in(data) for data in exporting.unpacked(found).values())


@each_format
def test_it_has_the_name_it_is_registered_by(name: str) -> None:
    assert FORMATS.load(name)().name == name


@for_each_tool
def test_the_same_study_gives_the_same_bytes_in_any_language_of_the_user(
    name: str, tool: Tool | None
) -> None:
    first = exporting.files(name, exporting.study(), tool)
    use_language("en")
    assert exporting.files(name, exporting.study(), tool) == first
    assert first


@each_format
def test_another_study_gives_other_bytes(name: str) -> None:
    title = exporting.study(title="En helt annen tittel", codes=exporting.CODES[:-1], interviews=())
    assert exporting.files(name, title) != exporting.files(name, exporting.study())


@for_each_tool
def test_names_of_files_are_neutral_on_every_system(name: str, tool: Tool | None) -> None:
    files = exporting.files(name, exporting.study(), tool)
    assert [file for file in files if not NEUTRAL.fullmatch(file)] == []
    assert len({file.casefold() for file in files}) == len(files)


@pytest.mark.parametrize("name", [name for name in FORMS if name not in FITTED])
def test_what_is_not_fitted_to_a_tool_is_the_same_for_all(name: str) -> None:
    assert exporting.files(name, exporting.study(), "maxqda") == exporting.files(name, exporting.study())


def test_no_two_formats_write_the_same_file() -> None:
    names = [file for name in FORMS for file in exporting.files(name, exporting.study())]
    assert len(set(names)) == len(names)


@each_format
def test_a_study_in_which_nobody_has_said_anything_can_be_handed_over(name: str) -> None:
    for data in exporting.files(name, exporting.small()).values():
        assert data


@pytest.mark.parametrize(
    ("state", "word", "other"),
    [("deidentified", "avidentifisert", "anonymisert"), ("anonymous", "anonymisert", "avidentifisert")],
)
@each_format
def test_every_file_says_which_state_it_is_in_and_never_another(
    name: str, state: str, word: str, other: str
) -> None:
    for file, data in exporting.files(name, exporting.study(state=state)).items():
        said = all_words({file: data}) + data.decode("utf-8", "replace")
        assert word in said, file
        assert other not in said, file
        assert "maskinutskrift" not in said
        assert "kontrollert" not in said


@each_format
def test_a_file_with_text_says_that_nobody_has_reviewed_it(name: str) -> None:
    unseen = exporting.study(replace(exporting.interview(), reviewed=False))
    files = exporting.files(name, unseen)
    # The codebook of Taguette holds no text of anybody, only a table of codes.
    texts = {file: data for file, data in files.items() if file != "taguette-kodebok.csv"}
    for file, data in texts.items():
        said = all_words({file: data}) + data.decode("utf-8", "replace")
        assert "Ikke gjennomgått" in said or (name == "csv" and ",avidentifisert,0" in said), file


def canaries() -> ExportStudy:
    """Names wherever nothing may be read from: ids, labels of speakers, who decided, words of the reason."""
    plain = exporting.interview()
    turns = tuple(
        turn.model_copy(update={"id": f"{turn.id}-kanarifugl", "speaker": f"{turn.speaker} Kanarifugl"})
        for turn in plain.transcript.turns
    )
    passages = tuple(
        Passage(
            **passage.model_dump(exclude={"id", "spans", "decided_by", "words", "reason"}),
            id=f"{passage.id}-kanarifugl",
            spans=tuple(
                one.model_copy(update={"turn_id": f"{one.turn_id}-kanarifugl"}) for one in passage.spans
            ),
            decided_by="Solveig Kanarifugl",
            words=("Kanarifugl",),
            reason="KANARIFUGL",
        )
        for passage in plain.themed.passages
    )
    digest = "kanarifugl"
    return exporting.study(
        ExportInterview(
            plain.transcript.model_copy(update={"turns": turns, "text_digest": digest}),
            plain.themed.model_copy(update={"passages": passages, "text_digest": digest}),
            plain.respondent,
            reviewed=True,
        ),
        guide_digest="kanarifugl",
    )


@pytest.mark.parametrize("times", [False, True], ids=["untimed", "timed"])
@for_each_tool
def test_nothing_but_what_is_meant_to_leave_leaves(name: str, tool: Tool | None, times: bool) -> None:
    files = exporting.files(name, canaries(), tool, times=times)
    assert all(data for data in files.values())
    for file, data in {**files, **exporting.unpacked(files)}.items():
        for canary in CANARIES:
            assert canary not in file
            for encoding in ("utf-8", "utf-16-le"):
                assert canary.encode(encoding) not in data, file


def at_a_time() -> ExportStudy:
    plain = exporting.interview()
    turns = tuple(
        turn.model_copy(update={"start_ms": 2_754_321 + number * 1000, "end_ms": 2_754_921 + number * 1000})
        for number, turn in enumerate(plain.transcript.turns)
    )
    return exporting.study(replace(plain, transcript=plain.transcript.model_copy(update={"turns": turns})))


@for_each_tool
def test_no_time_of_the_recording_leaves_unless_asked_for(name: str, tool: Tool | None) -> None:
    found = exporting.unpacked(exporting.files(name, at_a_time(), tool))
    assert not [file for file, data in found.items() if re.search(rb"45:54|2754321|2_?754|45\.54", data)]


@pytest.mark.parametrize("name", ["qdpx", "docx", "taguette", "csv", "html"])
def test_times_are_there_when_asked_for(name: str) -> None:
    found = exporting.unpacked(exporting.files(name, at_a_time(), times=True))
    assert any(b"00:45:54" in data for data in found.values())


@each_format
def test_archives_hold_no_time_no_comment_and_no_owner(name: str) -> None:
    for data in exporting.files(name, exporting.study()).values():
        if data.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                assert {entry.comment + entry.extra for entry in archive.infolist()} == {b""}
                assert archive.comment == b""


@each_format
def test_properties_name_nobody_and_no_day(name: str) -> None:
    found = exporting.unpacked(exporting.files(name, exporting.study()))
    core = [data.decode() for file, data in found.items() if file.endswith("docProps/core.xml")]
    for text in core:
        for tag in ("creator", "lastModifiedBy", "revision", "keywords", "lastPrinted"):
            assert re.search(rf"<\w+:{tag}>[^<]", text) is None
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", text)) <= {"2000-01-01T"}


@each_format
def test_what_a_control_character_or_half_a_character_does_to_a_file_is_nothing(name: str) -> None:
    said = [("interviewer", "Hva\x00 da?"), ("respondent", "Det \ufffe vet\x1f jeg \u2028ikke.\x85 Nei.")]
    plain = exporting.interview()
    turns = tuple(
        turn.model_copy(update={"text": text})
        for turn, (_, text) in zip(plain.transcript.turns[:2], said, strict=True)
    )
    one = replace(
        plain,
        transcript=plain.transcript.model_copy(update={"turns": turns}),
        themed=plain.themed.model_copy(
            update={
                "passages": (
                    Passage(
                        id="p1",
                        spans=tuple(exporting.span(turn.id, turn.text, turn.text) for turn in turns),
                        themes=("1",),
                        status="placed",
                    ),
                )
            }
        ),
    )
    files = exporting.files(name, exporting.study(one))
    assert files == exporting.files(name, exporting.study(one))


@each_format
def test_no_format_opens_a_connection(name: str) -> None:
    with pytest.raises(BaseException, match="socket"):
        socket.socket()
    assert exporting.files(name, exporting.study())


def test_only_one_edition_of_one_interview_can_be_handed_over() -> None:
    one, other = exporting.interview(), exporting.interview("intervju-02")
    with pytest.raises(ValueError, match="one edition"):
        ExportInterview(one.transcript, other.themed, one.respondent)
    with pytest.raises(ValueError, match="one edition"):
        ExportInterview(one.transcript, one.themed, Respondent(interview="intervju-02"))
    short = one.transcript.model_copy(update={"turns": one.transcript.turns[:-1]})
    with pytest.raises(ValueError, match="beyond the text"):
        ExportInterview(short, one.themed, one.respondent)
    with pytest.raises(ValueError, match="twice"):
        exporting.study(one, one)
    with pytest.raises(ValueError, match="not in the guide"):
        exporting.study(codes=())
    with pytest.raises(ValueError, match="profile"):
        exporting.study(profile="publish")
