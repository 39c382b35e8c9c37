"""The report as a browser shows and prints it: nothing that stands on the screen is missing on paper."""

import io
import unicodedata
from typing import Any

import exporting
import pytest
from pypdf import PdfReader
from test_surface import faults

from pipeline.export.figures.figure import Code, figures, spoken
from pipeline.export.report import report


def shown(browser: Any, code: Code, **how: Any) -> Any:
    page = browser.new_context(**how).new_page()
    page.set_content(report(exporting.study(), code).decode())
    return page


def printed(page: Any) -> list[str]:
    """What stands on each sheet."""
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [packed(sheet.extract_text()) for sheet in sheets]


def packed(text: str) -> str:
    """Without white space, as lines are broken anywhere, and without ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("code", ["nb", "en"])
def test_the_numbers_of_every_figure_are_printed_though_nobody_has_opened_them(
    browser: Any, code: Code
) -> None:
    page = shown(browser, code)
    number = 0
    sheets = printed(page)
    for _, made in figures(exporting.study(), code):
        for figure in made:
            number += 1
            heading = packed(spoken(code, "report.numbers", number=number))
            [place] = [n for n, sheet in enumerate(sheets) if heading in sheet]
            behind = "".join(sheets[place:]).partition(heading)[2]
            for row in figure.table.rows:
                for cell in row:
                    assert packed(cell) in behind
    assert number == len(page.query_selector_all("details:not([open])")) > 3


def test_on_the_screen_numbers_wait_until_somebody_asks_for_them(browser: Any) -> None:
    page = shown(browser, "nb")
    assert not page.is_visible("details table")
    page.click("summary")
    assert page.is_visible("details table")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_report_passes_axe(browser: Any, scheme: str, width: int) -> None:
    page = shown(browser, "nb", color_scheme=scheme, viewport={"width": width, "height": 800})
    assert faults(page) == []
    for summary in page.query_selector_all("summary"):
        summary.click()
    assert faults(page) == []
