"""A study that is hard to hand over: letters, quotation marks, markup, overlap, own codes. All invented."""

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.artefacts.anonymised import AnonymisedTranscript, AnonymisedTurn
from pipeline.artefacts.guide import Guide
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.span import Span
from pipeline.artefacts.themed import Code, Passage, ThemedTranscript
from pipeline.export.formats import FORMATS
from pipeline.export.order import utterances
from pipeline.export.study import ExportInterview, ExportStudy, Options, Tool, of
from pipeline.segment.codes import code_names
from pipeline.segment.guide import read_guide

GUIDE = read_guide(
    """\
id: hagelag
title: Å drive et hagelag
language: nb
themes:
  - id: "1"
    title: Bakgrunn
    questions:
      - Hvordan ble du med i «hagelaget»?
  - id: "2"
    title: Dugnad & fellesskap
    subthemes:
      - id: "2.1"
        title: Oppgaver <og> ansvar
        questions:
          - Hvilke oppgaver har du på dugnaden?
        probes:
          - Hvem gjør hva?
      - id: "2.2"
        title: Motivasjon
        questions:
          - Hva gjør at du kommer på dugnad?
  - id: "10"
    title: Å se framover
    questions:
      - Hva håper du på?
""",
    "guide.yaml",
)

CODES = (
    Code(id="egen-1", name="Å stå alene", under="2.2", description="Når ingen andre kommer.", number=1),
    Code(id="egen-2", name="Vær & vind", under="egen-1", number=2),
    Code(id="egen-7", name="=SUM(A1)", number=7),
)

#: Role, text: æøå, quotation marks, markup, a dash, an e with a combining dot below, an emoji, a formula.
SAID = (
    ("interviewer", "Hvordan ble du med i «hagelaget» – og når?"),
    ("respondent", 'Jeg så en plakat på [butikk 2], og så ble jeg bare med. Det var i fjor, tror "jeg". Ja.'),
    ("interviewer", "Mm."),
    (
        "respondent",
        "=2+2 er fire, sa læreren & jeg; <b>ikke</b> fet skrift. Jeg «rydder» og\u00a0luker 🌱 hver uke.",
    ),
    ("interviewer", "Hva gjør at du kommer?"),
    (
        "respondent",
        "Fellesskapet — uten tvil. Men når det regner, står jeg ofte alene med spaden, ẹ\u0301n gang helt.",
    ),
    ("other", "Kaffen er klar!"),
    (
        "respondent",
        "@alle: vi håper på eple­trær. Og på flere som vil være med neste år, unge &amp; gamle &nbsp; <3.",
    ),
)


def span(turn: str, text: str, part: str) -> Span:
    start = text.index(part)
    return Span(turn_id=turn, start=start, end=start + len(part))


def passages_of(turns: Sequence[AnonymisedTurn]) -> tuple[Passage, ...]:
    """Passages that overlap, have two themes, own codes, memos, or none."""
    texts = {turn.id: turn.text for turn in turns}

    def whole(*numbers: int) -> tuple[Span, ...]:
        return tuple(Span(turn_id=f"t{n}", start=0, end=len(texts[f"t{n}"])) for n in numbers)

    def part(number: int, words: str) -> Span:
        return span(f"t{number}", texts[f"t{number}"], words)

    return (
        Passage(id="p1", spans=whole(1, 2), themes=("1",), status="placed", decided_by="Berit Koder"),
        Passage(
            id="p2", spans=whole(3, 4), themes=("2.1", "2.2"), status="placed", memo="Husk «været» & <b>."
        ),
        Passage(id="p3", spans=whole(5, 6), themes=("2.2",), codes=("egen-2",), status="placed"),
        Passage(
            id="p4",
            spans=(part(6, "når det regner, står jeg ofte alene"),),
            themes=("2.2",),
            codes=("egen-1", "egen-7"),
            status="placed",
            relevant=True,
            research_question="p1",
        ),
        Passage(id="p5", spans=whole(7), status="outside"),
        Passage(id="p6", spans=(part(8, "@alle: vi håper på"),), status="unplaced"),
        Passage(
            id="p7",
            spans=(part(8, " eple­trær. Og på flere som vil være med neste år, unge &amp; gamle &nbsp; <3."),),
            themes=("10",),
            status="placed",
        ),
    )


def interview(
    name: str = "intervju-01",
    respondent: Respondent | None = None,
    said: Sequence[tuple[str, str]] = SAID,
    passages: tuple[Passage, ...] | None = None,
    **changes: object,
) -> ExportInterview:
    """Eight utterances, a second apart; passages that overlap, have two themes, own codes, memos, or none."""
    turns = tuple(
        AnonymisedTurn(
            id=f"t{number}",
            speaker={"interviewer": "S1", "respondent": "S2", "other": "S3"}[role],
            role=role,
            start_ms=number * 1000,
            end_ms=number * 1000 + 900,
            text=text,
        )
        for number, (role, text) in enumerate(said, 1)
    )
    transcript = AnonymisedTranscript(
        interview=name, language="nb", reviewed=True, text_digest=f"d-{name}", turns=turns
    )
    themed = ThemedTranscript(
        interview=name,
        guide="hagelag",
        guide_digest="g",
        text_digest=f"d-{name}",
        reviewed=True,
        passages=passages_of(turns) if passages is None else passages,
        codes=CODES,
    )
    about = respondent or Respondent(
        interview=name, group="oppvekst", subgroup="skole", label="en rektor", bands=(("alder", "50–59"),)
    )
    return ExportInterview(
        **{"transcript": transcript, "themed": themed, "respondent": about, "reviewed": True} | changes
    )


def study(*interviews: ExportInterview, **changes: object) -> ExportStudy:
    """Two interviews, of two groups."""
    of_health = Respondent(interview="intervju-02", group="helse", label="en sykepleier")
    value = ExportStudy(
        title="Hagelag i nord",
        language="nb",
        guide=GUIDE,
        guide_digest="g",
        codes=CODES,
        names=code_names(GUIDE, CODES),
        interviews=interviews or (interview(), interview("intervju-02", of_health)),
        frame=("en by i nord",),
        questions=(("p1", "Hva holder folk sammen?"),),
    )
    return replace(value, **changes) if changes else value


def small(guide: Guide = GUIDE) -> ExportStudy:
    """A study in which nobody has said anything yet."""
    return ExportStudy("Tom", "nb", guide, "g", (), code_names(guide), ())


def files(
    name: str, of_study: ExportStudy, tool: Tool | None = None, *, times: bool = False
) -> dict[str, bytes]:
    return dict(FORMATS.load(name)().write(of_study, Options(tool, times)))


def expected(one: ExportInterview) -> list[tuple[str, str]]:
    """Every (code id, words under it), from the passages alone."""
    texts = {turn.id: turn.text for turn in one.transcript.turns}
    return [
        (code, texts[place.turn_id][place.start : place.end])
        for passage in one.themed.passages
        for place in passage.spans
        for code in of(passage)
        if place.end > place.start
    ]


def spoken(one: ExportInterview) -> str:
    """All that is said, in order."""
    return " ".join(each.turn.text for each in utterances(one))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def unpacked(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """What lies in the files, archives and databases opened, with their names and properties."""
    out: dict[str, bytes] = {}
    for name, data in found.items():
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                out[f"{name}#"] = archive.comment
                for entry in archive.infolist():
                    inner = f"{name}/{entry.filename}"
                    out[inner] = archive.read(entry)
                    out[f"{inner}#"] = entry.comment + entry.extra + repr(entry.date_time).encode()
        elif data.startswith(b"SQLite"):
            database = sqlite3.connect(":memory:")
            database.deserialize(data)
            out[name] = "\n".join(database.iterdump()).encode()
            database.close()
        else:
            out[name] = data
    return out


def words_in(data: bytes) -> str:
    """The text of a file as somebody reads it: without markup, entities put in."""
    return html.unescape(re.sub(r"<(?!b>|/b>)[^>]*>", "", data.decode("utf-8-sig", "replace")))
