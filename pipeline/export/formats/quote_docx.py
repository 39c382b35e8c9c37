"""A list of quotes to cite, by theme. It says of a respondent what the label says, and no more.

No interview's id stands in it and no number, and quotes are ordered by label and text, so that no two can be
seen to be of one respondent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.export.extracts import Extract, by_category
from pipeline.export.quotes import Quote, quote
from pipeline.export.study import ExportStudy, Options
from pipeline.export.word import WordCopy
from pipeline.messages import say_in


class QuoteDocx:
    """`sitater.docx`."""

    name = "quotes"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """A heading for each theme, subtheme and own code with quotes."""
        copy = WordCopy(study, say_in("nb", "export.quotes.title"))
        paths = study.paths()
        found = {name: quotes(those) for name, those in by_category(study).items()}
        for name, those in found.items():
            if those:
                copy.at(tuple(study.names[one] for one in paths[name]))
            for one in those:
                copy.line(f"{one.text} ({one.label})", style="Quote")
        if not any(found.values()):
            copy.line(say_in("nb", "export.quotes.none"))
        return {"sitater.docx": copy.data()}


def quotes(those: Iterable[Extract]) -> tuple[Quote, ...]:
    """The quotes of these passages, each once, by label and text."""
    found = {one for extract in those if (one := quote(extract)) is not None}
    return tuple(sorted(found, key=lambda one: (one.label, one.text)))
