"""Files for people and for tools that read documents: reopened, and read as those would read them."""

import io
import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import docx
import exporting
import pytest
from pypdf import PdfReader

from pipeline.artefacts.themed import Passage
from pipeline.export.study import ExportStudy, Tool

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """(style, text) of each paragraph behind what the document says of itself."""
    found = [(one.style.name, one.text) for one in docx.Document(io.BytesIO(data)).paragraphs]
    first = next(n for n, (style, _) in enumerate(found) if style.startswith("Heading"))
    return found[first:]


def interview(tool: Tool | None = None, *, times: bool = False) -> list[tuple[str, str]]:
    files = exporting.files("docx", exporting.study(), tool, times=times)
    return paragraphs(files["intervjuer/intervju-01.docx"])


def test_an_interview_has_its_themes_as_headings_in_the_order_of_talk() -> None:
    assert interview() == [
        ("Heading 1", "1 Bakgrunn"),
        ("Normal", f"Intervjuer: {exporting.SAID[0][1]}"),
        ("Normal", f"Informant: {exporting.SAID[1][1]}"),
        ("Heading 1", "2 Dugnad & fellesskap"),
        ("Heading 2", "2.1 Oppgaver <og> ansvar"),
        ("Normal", "Intervjuer: Mm."),
        ("Normal", f"Informant: {exporting.SAID[3][1]}"),
        ("Heading 2", "2.2 Motivasjon"),
        ("Normal", f"Intervjuer: {exporting.SAID[4][1]}"),
        ("Normal", "Informant: Fellesskapet — uten tvil. Men"),
        ("Normal", "Informant: når det regner, står jeg ofte alene"),
        ("Normal", "Informant: med spaden, ẹ\u0301n gang helt."),
        ("Heading 1", "Utenfor guiden"),
        ("Normal", "Annen: Kaffen er klar!"),
        ("Heading 1", "Uplassert"),
        ("Normal", "Informant: @alle: vi håper på"),
        ("Heading 1", "10 Å se framover"),
        ("Normal", f"Informant: {exporting.SAID[7][1].partition('på ')[2]}"),
    ]


def test_the_first_heading_comes_back_where_talk_goes_from_a_subtheme_to_its_theme() -> None:
    plain = exporting.interview()
    passages = tuple(
        one.model_copy(update={"themes": (theme,)})
        for one, theme in zip(plain.themed.passages[:3], ("2.1", "2", "2.1"), strict=True)
    )
    files = exporting.files("docx", exporting.study(exporting.interview(passages=passages)))
    headings = [one for one in paragraphs(files["intervjuer/intervju-01.docx"]) if one[0] != "Normal"]
    assert [text.split()[0] for _, text in headings[:4]] == ["2", "2.1", "2", "2.1"]


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        (None, r"\[00:00:0\d\] (Intervjuer|Informant|Annen): .+"),
        ("nvivo", r"\[00:00:0\d\] (Intervjuer|Informant|Annen): .+"),
        ("qualcoder", r"\[00:00:0\d\] (Intervjuer|Informant|Annen): .+"),
        ("maxqda", r"(Intervjuer|Informant|Annen): .+ #00:00:0\d-9#"),
    ],
)
def test_stamps_have_the_form_that_the_tool_knows_once_an_utterance(tool: Tool | None, line: str) -> None:
    said = [text for style, text in interview(tool, times=True) if style == "Normal"]
    stamped = [text for text in said if re.fullmatch(line, text)]
    assert len(stamped) == len(exporting.SAID)
    assert len(re.findall(r"00:00:0", "".join(said))) == len(exporting.SAID)


def test_no_colon_stands_before_the_one_after_the_speaker() -> None:
    """Importers take what stands before the first colon for a speaker."""
    data = exporting.files("docx", exporting.study())["intervjuer/intervju-01.docx"]
    for one in docx.Document(io.BytesIO(data)).paragraphs:
        head, colon, _ = one.text.partition(":")
        assert not colon or head in {"Intervjuer", "Informant", "Annen"}


def test_a_document_for_a_theme_has_what_all_say_about_it() -> None:
    files = exporting.files("themes", exporting.study())
    assert sorted(files) == [
        f"temaer/{name}.docx" for name in ("egne-kategorier", "tema-01", "tema-02", "tema-03")
    ]
    found = paragraphs(files["temaer/tema-02.docx"])
    assert [text for style, text in found if style.startswith("Heading")] == [
        "2 Dugnad & fellesskap",
        "2.1 Oppgaver <og> ansvar",
        "2.2 Motivasjon",
        "E1 Å stå alene",
        "E2 Vær & vind",
    ]
    begin = found.index(("Heading 2", "2.1 Oppgaver <og> ansvar"))
    assert found[begin + 1 : begin + 7] == [
        ("Subtitle", "intervju-01 (en rektor), utsagn 3–4"),
        ("Normal", "Intervjuer: Mm."),
        ("Normal", f"Informant: {exporting.SAID[3][1]}"),
        ("Subtitle", "intervju-02 (en sykepleier), utsagn 3–4"),
        ("Normal", "Intervjuer: Mm."),
        ("Normal", f"Informant: {exporting.SAID[3][1]}"),
    ]


def theme_of(*passages: Passage) -> list[tuple[str, str]]:
    study = exporting.study(exporting.interview(passages=passages))
    return paragraphs(exporting.files("themes", study)["temaer/tema-01.docx"])[1:]


def test_passages_that_go_on_from_each_other_stand_together() -> None:
    whole = [one for passage in exporting.interview().themed.passages[:2] for one in passage.spans]
    one, two, three, four = (
        Passage(id=f"p{number}", spans=(span,), themes=("1",), status="placed")
        for number, span in enumerate(whole, 1)
    )
    places = [text for style, text in theme_of(one, two, four) if style == "Subtitle"]
    assert places == ["intervju-01 (en rektor), utsagn 1–2", "intervju-01 (en rektor), utsagn 4"]
    half = three.model_copy(update={"spans": (whole[2].model_copy(update={"end": 1}),)})
    places = [text for style, text in theme_of(two, half, four) if style == "Subtitle"]
    assert places == ["intervju-01 (en rektor), utsagn 2–3", "intervju-01 (en rektor), utsagn 4"]


def test_a_theme_that_nobody_speaks_of_says_so() -> None:
    assert theme_of() == [("Normal", "Ingen avsnitt.")]


def test_a_list_of_quotes_says_of_a_respondent_what_the_label_says_and_no_more() -> None:
    [data] = exporting.files("quotes", exporting.study()).values()
    quotes = [text for style, text in paragraphs(data) if style == "Quote"]
    assert "[…] når det regner, står jeg ofte alene […] (en sykepleier)" in quotes
    assert all(re.search(r"\((en rektor|en sykepleier)\)$", text) for text in quotes)
    whole = exporting.words_in(exporting.unpacked({"q.docx": data})["q.docx/word/document.xml"])
    for told in ("intervju-0", "oppvekst", "helse", "skole", "50–59", "utsagn"):
        assert told not in whole


def test_a_list_of_no_quotes_says_so() -> None:
    [data] = exporting.files("quotes", exporting.small()).values()
    assert "Ingen sitater ennå." in docx.Document(io.BytesIO(data)).paragraphs[-1].text


def structured(study: ExportStudy) -> list[str]:
    data = exporting.files("maxqda", study)["maxqda.txt"].decode("utf-8-sig")
    assert data.count("\r\n") == data.count("\n")
    return data.split("\r\n")


def test_structured_text_opens_and_closes_each_code() -> None:
    lines = structured(exporting.study())
    assert [line for line in lines if line.startswith("#TEXT")] == ["#TEXT intervju-01", "#TEXT intervju-02"]
    codes = [line for line in lines if line.startswith(("#CODE", "#ENDCODE"))]
    assert codes[:4] == [
        "#CODE 1 Bakgrunn",
        "#ENDCODE",
        "#CODE 2 Dugnad & fellesskap\\2.1 Oppgaver <og> ansvar",
        "#ENDCODE",
    ]
    assert codes[1::2] == ["#ENDCODE"] * (len(codes) // 2)
    inside = lines[lines.index("#CODE 1 Bakgrunn") + 1]
    assert inside == f"Intervjuer: {exporting.SAID[0][1]}"
    outside = lines.index("Annen: Kaffen er klar!")
    assert lines[outside - 1] == "#ENDCODE"


class Page(HTMLParser):
    """A page's links, ids and whatever it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        if tag == "a":
            self.links.add(str(values.get("href")))
        if "id" in values:
            self.ids.append(str(values["id"]))
        self.loads += [str(values[key]) for key in ("src", "srcset", "data", "action") if key in values]
        if tag in {"link", "script", "iframe", "object", "base", "form", "img"}:
            self.loads.append(tag)


def test_the_reading_copy_is_one_file_that_needs_nothing_else() -> None:
    text = exporting.files("html", exporting.study())["lesekopi.html"].decode()
    page = Page(text)
    assert page.loads == []
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert 'lang="nb"' in text


def test_the_reading_copy_holds_all_that_was_said_as_text() -> None:
    text = exporting.files("html", exporting.study())["lesekopi.html"].decode()
    assert "&lt;b&gt;ikke&lt;/b&gt; fet" in text
    shown = exporting.squeezed(exporting.words_in(text.encode()))
    for one in exporting.study().interviews:
        for _, words in exporting.expected(one):
            assert exporting.squeezed(words) in shown


@pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice here (Debian: apt-get install libreoffice-writer)"
)
@pytest.mark.parametrize("name", ["docx", "themes", "quotes"])
def test_documents_become_pages_in_libreoffice(name: str, tmp_path: Path) -> None:
    file, data = next(iter(exporting.files(name, exporting.study()).items()))
    path = tmp_path / Path(file).name
    path.write_bytes(data)
    profile = (tmp_path / "profil").as_uri()
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", path.name],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = [page.extract_text() for page in PdfReader(path.with_suffix(".pdf")).pages]
    printed = "".join(unicodedata.normalize("NFKC", "".join(pages)).split())
    for style, text in paragraphs(data):
        assert not style.startswith("Heading") or "".join(text.split()) in printed
    for number, page in enumerate(pages, 1):
        assert re.search(rf"– avidentifisert\s*{number}\b", page)
