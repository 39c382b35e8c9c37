"""The kinds of files, one module each. A new one is a file here and a line below."""

from pipeline.registry import Registry

FORMATS = Registry("export format")

_HERE = "pipeline.export.formats"
FORMATS.add("qdpx", f"{_HERE}.qdpx:Qdpx")
FORMATS.add("qdc", f"{_HERE}.qdc:Qdc")
FORMATS.add("docx", f"{_HERE}.interview_docx:InterviewDocx")
FORMATS.add("maxqda", f"{_HERE}.maxqda_text:MaxqdaText")
FORMATS.add("taguette", f"{_HERE}.taguette:Taguette")
FORMATS.add("csv", f"{_HERE}.long_csv:LongCsv")
FORMATS.add("xlsx", f"{_HERE}.matrix_xlsx:MatrixXlsx")
FORMATS.add("themes", f"{_HERE}.theme_docx:ThemeDocx")
FORMATS.add("quotes", f"{_HERE}.quote_docx:QuoteDocx")
FORMATS.add("html", f"{_HERE}.reading_html:ReadingHtml")
FORMATS.add("figures", f"{_HERE}.figures:Figures")
FORMATS.add("report", f"{_HERE}.report_html:ReportHtml")
