"""The report in Norwegian and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from pipeline.export.figures.figure import Code, spoken
from pipeline.export.report import report
from pipeline.export.study import ExportStudy, Options


class ReportHtml:
    """`report.html` in Norwegian, `report-en.html` in English."""

    name = "report"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """One file in each language."""
        return {spoken(code, "file.report"): report(study, code) for code in get_args(Code)}
