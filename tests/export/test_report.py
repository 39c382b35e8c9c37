"""The report: one file that holds all figures, their numbers and quotes, and asks nobody for anything."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import exporting
import pytest
from test_figures import SIZES, decided, each_language, each_size, ratio

from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.themed import Passage
from pipeline.export.figures.figure import Code, figures, spoken
from pipeline.export.formats.figures import Figures
from pipeline.export.report import MOST, captions, report
from pipeline.export.study import ExportInterview, ExportStudy, Options

#: Elements of HTML that have no end.
EMPTY = {"meta", "link", "img", "br", "hr", "input"}


class Markup(HTMLParser):
    """What a page holds: elements with what is in them, what they are told, and the text of each kind."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page.decode())
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data

    def told(self, name: str) -> list[str]:
        return [value or "" for _, given in self.seen if (value := given.get(name)) is not None]


def read(study: ExportStudy, code: Code = "nb") -> Markup:
    return Markup(report(study, code))


@each_language
@each_size
def test_it_asks_nobody_for_anything_and_runs_nothing(size: str, code: Code) -> None:
    page = read(SIZES[size], code)
    tags = {tag for tag, _ in page.seen}
    assert not tags & {
        "script",
        "link",
        "img",
        "image",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "foreignobject",
    }
    [policy] = [given["content"] for tag, given in page.seen if "http-equiv" in given]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    ids = page.told("id")
    assert len(set(ids)) == len(ids)
    assert all(target.removeprefix("#") in ids for target in page.told("href"))
    assert all(target.startswith("#") for target in page.told("href"))
    assert not page.told("src")
    assert not [name for _, given in page.seen for name in given if name.startswith("on")]
    style = "".join(page.texts["style"])
    assert not re.findall(r"url\(|@import|@font-face", style)
    for one in " ".join(page.told("style") + page.told("clip-path")).split():
        assert "url(" not in one or "url(#" in one


@each_language
@each_size
def test_every_figure_has_words_and_numbers_beside_it(size: str, code: Code) -> None:
    made = [one for _, those in figures(SIZES[size], code) for one in those]
    page = read(SIZES[size], code)
    assert [given.get("role") for tag, given in page.seen if tag == "svg"] == ["img"] * len(made)
    assert [text.strip() for text in page.texts["figcaption"]] == [one.caption for one in made]
    assert [text.strip() for text in page.texts["caption"]] == [one.alt for one in made]
    assert [text.strip() for text in page.texts["desc"]] == [one.alt for one in made]
    headings = page.texts["h2"][1:]
    assert [text.partition(". ")[2] for text in headings] == [one.title for one in made]
    cells = [" ".join(text.split()) for one in made for row in one.table.rows for text in row[1:]]
    assert set(cells) <= {" ".join(text.split()) for text in page.texts["td"]} | {""}


@each_language
def test_the_head_says_what_the_report_is_of(code: Code) -> None:
    # One passage of each interview was placed by a person before.
    study = exporting.study(decided(exporting.interview()), SIZES["hard"].interviews[1])
    page = read(study, code)
    assert page.texts["h1"] == ["Hagelag i nord"]
    facts = dict(zip(page.texts["dt"], [text.strip() for text in page.texts["dd"]], strict=True))
    assert facts[spoken(code, "report.interviews")] == "2"
    assert facts[spoken(code, "report.passages")] == "14"
    assert facts[spoken(code, "report.decided")] == (
        "8 av 14 (57\u00a0%)" if code == "nb" else "8 of 14 (57%)"
    )
    assert facts[spoken(code, "report.unplaced")] == "2"
    text = " ".join(page.texts["body"][0].split())
    assert "avidentifisert, ikke anonym" in text
    assert ("de-identified, not anonymous" in text) == (code == "en")
    assert "anonymisert" not in text
    assert not re.search(r"\b(19|20)\d\d\b", text)


def test_it_says_that_nobody_has_reviewed_it() -> None:
    unseen = exporting.study(replace(exporting.interview(), reviewed=False))
    assert "Ikke gjennomgått" in report(unseen, "nb").decode()
    assert "Not reviewed" in report(unseen, "en").decode()
    assert "Ikke gjennomgått" in captions(unseen, "en", ()).decode()


def test_without_anything_said_it_says_so() -> None:
    empty = replace(exporting.small(), guide=exporting.GUIDE.model_copy(update={"themes": ()}), names={})
    assert "Det er ingenting å vise ennå" in report(empty, "nb").decode()


# ---------------------------------------------------------------------- quotes side by side


def answering(name: str, group: str, label: str, *texts: str, relevant: int = -1) -> ExportInterview:
    """A respondent who says each of these texts about theme 1."""
    passages = tuple(
        Passage(
            id=f"p{n}",
            spans=(exporting.Span(turn_id=f"t{n}", start=0, end=len(text)),),
            themes=("1",),
            status="placed",
            relevant=n - 1 == relevant,
        )
        for n, text in enumerate(texts, 1)
    )
    about = Respondent(
        interview=name, group=group, subgroup="grunnskole", label=label, bands=(("alder", "50–59"),)
    )
    return exporting.interview(name, about, [("respondent", text) for text in texts], passages)


def test_quotes_stand_side_by_side_marked_with_the_label_and_nothing_else() -> None:
    study = exporting.study(
        answering("intervju-01", "oppvekst", "en rektor", "Det var <b>fint</b> & bra."),
        answering("intervju-02", "helse", "", "Det var tungt."),
    )
    page = read(study)
    assert [" ".join(text.split()) for text in page.texts["blockquote"]] == [
        "«Det var <b>fint</b> & bra.»– en rektor",
        "«Det var tungt.»– en informant",
    ]
    assert "50–59" not in page.texts["body"][0]
    assert "grunnskole" not in page.texts["body"][0]


def test_as_many_respondents_as_possible_are_quoted_what_is_important_first() -> None:
    study = exporting.study(
        answering("intervju-01", "a", "en", "Først.", "Så.", "Viktigst.", relevant=2),
        answering("intervju-02", "a", "to", "Min ene."),
        answering("intervju-03", "b", "tre", "Andre siden."),
    )
    assert [text.partition("»")[0].strip() for text in read(study).texts["blockquote"]] == [
        *("«Viktigst.", "«Min ene.", "«Først."),
        "«Andre siden.",
    ]
    assert MOST == 3
    assert "… og 1 avsnitt til." in report(study, "nb").decode()


def test_one_group_alone_is_compared_with_nobody() -> None:
    study = exporting.study(answering("intervju-01", "a", "en", "Først."))
    assert "blockquote" not in read(study).texts


# ---------------------------------------------------------------------- how it looks


def colours_of(page: bytes) -> dict[str, tuple[str, str]]:
    """The colours of the page by name: light and dark."""

    def whole(colour: str) -> str:
        return colour if len(colour) == 7 else "#" + "".join(2 * one for one in colour[1:])

    found = re.findall(r"--(\w+): light-dark\((#\w+), (#\w+)\)", page.decode())
    return {name: (whole(light), whole(dark)) for name, light, dark in found}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_all_text_can_be_read_in_light_and_in_dark(scheme: int) -> None:
    colours = {name: both[scheme] for name, both in colours_of(report(SIZES["hard"], "nb")).items()}
    for text in ("ink", "soft", "mark"):
        for ground in ("ground", "panel"):
            assert ratio(colours[text], colours[ground]) >= 4.5, (text, ground)


# ---------------------------------------------------------------------- the figures by themselves


def test_the_figures_lie_beside_their_captions_in_both_languages() -> None:
    files = Figures().write(SIZES["hard"], Options())
    names = {
        code: [one.name for _, those in figures(SIZES["hard"], code) for one in those]
        for code in ("nb", "en")
    }
    assert set(files) == {
        f"{folder}/{name}"
        for folder, code, text in (("figurer", "nb", "bildetekster"), ("figures", "en", "captions"))
        for name in (f"{text}.txt", *(f"{one}.{kind}" for one in names[code] for kind in ("svg", "png")))
    }
    for folder, code, text in (("figurer", "nb", "bildetekster"), ("figures", "en", "captions")):
        said = files[f"{folder}/{text}.txt"].decode()
        for _, those in figures(SIZES["hard"], code):
            for one in those:
                assert one.caption in said
                assert one.alt in said
