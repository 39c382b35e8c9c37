"""A Word document for each theme: what all respondents say about it, one under the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.export.extracts import Extract, by_category, stretches
from pipeline.export.study import ExportStudy, Node, Options
from pipeline.export.word import WordCopy
from pipeline.messages import say_in


class ThemeDocx:
    """`temaer/tema-01.docx`, numbered as in the guide, and `temaer/egne-kategorier.docx` for loose codes.

    A theme in which nothing was said has a document too: that it is empty is worth knowing.
    """

    name = "themes"

    def write(self, study: ExportStudy, options: Options) -> Mapping[str, bytes]:
        """Theme, subtheme and own code as headings, then the respondent, then who says what."""
        found = by_category(study)
        themes = [node for node in study.tree() if not node.own]
        files = {
            f"temaer/tema-{number:02d}.docx": _document(study, node.name, [node], found)
            for number, node in enumerate(themes, 1)
        }
        loose = [node for node in study.tree() if node.own]
        if loose:
            title = say_in("nb", "export.loose")
            files["temaer/egne-kategorier.docx"] = _document(study, title, loose, found)
        return files


def _document(
    study: ExportStudy, title: str, nodes: Sequence[Node], found: Mapping[str, tuple[Extract, ...]]
) -> bytes:
    copy = WordCopy(study, title, over=study.title)
    paths = study.paths()
    for root in nodes:
        for node in root.walk():
            path = tuple(study.names[one] for one in paths[node.id])
            copy.at(path)
            if not found[node.id] and not node.under:
                copy.line(say_in("nb", "export.themes.none"))
            for one in stretches(found[node.id]):
                place = say_in("nb", "export.place", interview=one.interview.id, label=one.interview.label)
                numbers = say_in("nb", "export.utterances", numbers=one.numbers)
                copy.line(f"{place}, {numbers}", style="Subtitle")
                for part in one.parts:
                    copy.say(part.utterance.speaker, part.text.strip())
    return copy.data()
