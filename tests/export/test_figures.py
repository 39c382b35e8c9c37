"""Figures: that they show what is there, in grey too, in every size, and nothing but what may leave."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import exporting
import pytest
from lxml import etree

from pipeline.artefacts.guide import Guide, Subtheme, Theme
from pipeline.artefacts.respondent import Respondent
from pipeline.artefacts.themed import Candidate, Code, Passage
from pipeline.export.figures import FIGURES, agreement, comparison, coverage, timeline, tree
from pipeline.export.figures import figure as figure_module
from pipeline.export.figures.counts import ALL, OUTSIDE, UNPLACED, columns, passages_under, talk
from pipeline.export.figures.draw import png, svg
from pipeline.export.figures.figure import (
    MARGIN,
    SMALL,
    Box,
    Dot,
    Figure,
    Rule,
    Words,
    figures,
    height_of,
    ink_on,
    luminance,
    mixed,
    number,
    percent,
    printable,
    shade,
    spoken,
    theme_colours,
    width_of,
    wrapped,
)
from pipeline.export.study import Agreed, Coders, ExportInterview, ExportStudy
from pipeline.segment import coverage as counted_there
from pipeline.segment.codes import code_names

LANGUAGES = get_args(figure_module.Code)
LABELS = ("en rektor", "en avdelingsleder ved en helsestasjon i en liten kommune", "")
GROUPS = ("oppvekst", "helse og velferd", "kultur, idrett og frivillighet", "teknisk drift")

#: A guide with many themes, long titles and signs that a drawing could take for something else.
LONG = "Samarbeid, tverrfaglighet og organisasjonsutviklingsprosesser"
ODD = "Hva det koster ($ og $) å lykkes_med <dette>"
WIDE = Guide(
    id="bred",
    title="Bred",
    language="nb",
    themes=tuple(
        Theme(
            id=str(theme),
            title=f"{LONG} {theme}",
            subthemes=tuple(
                Subtheme(id=f"{theme}.{sub}", title=f"{ODD} {sub} 🌱", questions=("Hva da?",))
                for sub in range(1, 4)
            ),
        )
        for theme in range(1, 9)
    ),
)


def decided(one: ExportInterview, candidates: tuple[str, ...] = ("2.2", "1", "10")) -> ExportInterview:
    """The same interview, placed by a person where it has a theme, and what the machine thought of it."""
    passages = tuple(
        passage.model_copy(
            update={
                "decided_by": "Anne",
                "candidates": tuple(Candidate(theme=theme, score=0.3) for theme in candidates),
            }
        )
        for passage in one.themed.passages
    )
    return replace(one, themed=one.themed.model_copy(update={"passages": passages}))


def study_of(count: int, *, groups: int = 2) -> ExportStudy:
    """So many respondents in so many groups."""
    return exporting.study(
        *(
            decided(
                exporting.interview(
                    name := f"intervju-{place + 1:02d}",
                    Respondent(
                        interview=name, group=GROUPS[place % groups], label=LABELS[place % len(LABELS)]
                    ),
                )
            )
            for place in range(count)
        )
    )


def wide_study(count: int) -> ExportStudy:
    """Respondents who are asked by a guide with 24 subthemes; each says two words about each."""
    topics = [sub.id for theme in WIDE.themes for sub in theme.subthemes]
    said = [("respondent", f"Svar {topic}.") for topic in topics]
    interviews = []
    for place in range(count):
        name = f"intervju-{place + 1:02d}"
        about = Respondent(interview=name, group=GROUPS[place % 2], label=LABELS[place % 3])
        passages = tuple(
            Passage(
                id=f"p{n}",
                spans=(exporting.Span(turn_id=f"t{n}", start=0, end=len(text)),),
                themes=(topic,),
                codes=("egen-1",) if n == 1 else (),
                status="placed",
            )
            for n, (topic, (_, text)) in enumerate(zip(topics, said, strict=True), 1)
        )
        interviews.append(exporting.interview(name, about, said, passages))
    codes = (Code(id="egen-1", name="Koster mye $x_1$ & mer", under="1.1", number=1),)
    return replace(
        exporting.small(WIDE),
        codes=codes,
        names=code_names(WIDE, codes),
        interviews=tuple(interviews),
    )


SIZES = {
    "one": study_of(1),
    "ten": study_of(10),
    "forty": study_of(40, groups=4),
    "wide": wide_study(7),
    "hard": exporting.study(),
}

each_size = pytest.mark.parametrize("size", list(SIZES))
each_language = pytest.mark.parametrize("code", LANGUAGES)


def made(size: str, code: figure_module.Code = "nb") -> list[Figure]:
    return [one for _, those in figures(SIZES[size], code) for one in those]


# ---------------------------------------------------------------------- what there is


@each_language
def test_every_size_has_its_figures(code: figure_module.Code) -> None:
    kinds = {size: [(kind, len(those)) for kind, those in figures(SIZES[size], code)] for size in SIZES}
    all_kinds = [(kind, 1) for kind in FIGURES]
    assert kinds["one"] == [one for one in all_kinds if one[0] != "comparison"]
    assert kinds["ten"] == all_kinds
    assert kinds["hard"] == [one for one in all_kinds if one[0] != "agreement"]
    assert dict(kinds["forty"]) == dict(all_kinds) | {"comparison": 3, "timeline": 2}


def test_a_study_in_which_nobody_has_said_anything_has_only_its_tree() -> None:
    assert [kind for kind, _ in figures(exporting.small(), "nb")] == ["tree"]


def test_a_hundred_respondents_stand_on_several_sheets_that_fit_a_page() -> None:
    sheets = coverage.figures(study_of(90), "nb")
    assert [one.name for one in sheets] == ["dekning-1", "dekning-2", "dekning-3"]
    assert sum(len(one.table.rows) for one in sheets) == 90
    for one in (*sheets, *timeline.figures(study_of(90), "nb")):
        assert one.height / one.width < 1.9


@each_size
def test_names_are_unique_and_words_are_there_in_both_languages(size: str) -> None:
    both = [made(size, code) for code in LANGUAGES]
    for found in both:
        assert len({one.name for one in found}) == len(found)
    for nb, en in zip(*both, strict=True):
        for word in ("title", "caption", "alt"):
            texts = getattr(nb, word), getattr(en, word)
            assert all(texts)
            assert texts[0] != texts[1]
        assert nb.table.heads != en.table.heads


@each_language
@each_size
def test_the_numbers_are_a_table_whose_rows_are_whole(size: str, code: figure_module.Code) -> None:
    for one in made(size, code):
        assert one.table.rows
        assert {len(row) for row in one.table.rows} == {len(one.table.heads)}
        assert all(head for head in one.table.heads)


# ---------------------------------------------------------------------- how it looks


def place_of(words: Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the letters."""
    long, high = width_of(words.text, words.size, words.bold), words.size * 0.75 / 72
    before = {"left": 0.0, "center": long / 2, "right": long}[words.align]
    if words.turned:
        return words.x - high / 2, words.y - long + before, words.x + high / 2, words.y + before
    return words.x - before, words.y - high / 2, words.x - before + long, words.y + high / 2


def corners(shape: figure_module.Shape) -> tuple[float, float, float, float]:
    match shape:
        case Box():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Rule():
            return shape.x, shape.y, shape.to_x, shape.to_y
        case Dot():
            return (
                shape.x - shape.radius,
                shape.y - shape.radius,
                shape.x + shape.radius,
                shape.y + shape.radius,
            )
        case Words():
            return place_of(shape)


@each_language
@each_size
def test_nothing_is_drawn_beyond_the_sheet(size: str, code: figure_module.Code) -> None:
    for one in made(size, code):
        inside(one)


def inside(one: Figure) -> None:
    for shape in one.shapes:
        left, top, right, bottom = corners(shape)
        assert left >= -MARGIN, (one.name, shape)
        assert top >= -MARGIN, (one.name, shape)
        assert right <= one.width + MARGIN, (one.name, shape)
        assert bottom <= one.height + MARGIN, (one.name, shape)


@each_language
@each_size
def test_no_text_stands_upon_another(size: str, code: figure_module.Code) -> None:
    for one in made(size, code):
        apart(one)


def apart(one: Figure) -> None:
    places = [(place_of(shape), shape) for shape in one.shapes if isinstance(shape, Words)]
    for (a, first), (b, second) in itertools.combinations(places, 2):
        free = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert free, (one.name, first.text, second.text)


def inside_and_apart(one: Figure) -> None:
    inside(one)
    apart(one)


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_more_is_darker_in_grey_in_even_steps() -> None:
    lit = [luminance(shade(step / 20)) for step in range(21)]
    assert all(later < earlier for earlier, later in itertools.pairwise(lit))
    assert ratio(shade(0.0), shade(1.0)) > 8


@pytest.mark.parametrize("count", range(2, 7))
def test_themes_can_be_told_apart_in_grey(count: int) -> None:
    fills = [fill for fill, _ in theme_colours(count)]
    lit = [luminance(fill) for fill in fills]
    assert all(later > earlier for earlier, later in itertools.pairwise(lit))
    assert min(ratio(one, other) for one, other in itertools.pairwise(fills)) >= 1.35


def test_of_many_themes_no_two_look_the_same() -> None:
    assert len(set(theme_colours(20))) == 20


@pytest.mark.parametrize("fills", [comparison.FILLS, agreement.FILLS], ids=["comparison", "agreement"])
def test_bars_beside_each_other_differ_in_grey_and_by_hatch(fills: tuple[tuple[str, str], ...]) -> None:
    for (one, hatch), (other, other_hatch) in itertools.pairwise(fills):
        assert ratio(one, other) >= 1.8
        assert hatch != other_hatch


def test_letters_can_be_read_on_every_colour() -> None:
    grounds = [shade(step / 50) for step in range(51)] + [
        mixed("#000000", "#ffffff", n / 50) for n in range(51)
    ]
    assert min(ratio(ink_on(ground), ground) for ground in grounds) >= 4.5


def test_a_long_title_is_wrapped_and_what_has_no_room_is_shown_to_be_left_out() -> None:
    lines = wrapped("Samarbeid på tvers av organisasjonsutviklingsprosesser og annet", 1.0, 8.5, 9)
    assert len(lines) > 3
    assert max(width_of(line, 8.5) for line in lines) <= 1.0
    assert wrapped("Samarbeid på tvers av alt", 0.9, 8.5, 1) == ("Samarbeid p…",)
    assert wrapped("Kort", 1.0) == ("Kort",)
    assert height_of(lines) == pytest.approx(len(lines) * height_of(["x"]))


def test_numbers_are_written_as_people_write_them() -> None:
    assert (number(0.42, "nb", 1), number(0.01, "en", 1), number(0, "nb", 1)) == ("0,4", "<0.1", "0,0")
    assert (percent(0.123, "nb"), percent(0.123, "en"), percent(0.001, "en")) == ("12\u00a0%", "12%", "<1%")
    assert printable("a\nb\u200b 🌱 $x$") == "a b□ □ $x$"


# ---------------------------------------------------------------------- files


@each_size
def test_the_same_figure_gives_the_same_bytes_however_matplotlib_is_set_up(size: str) -> None:
    import matplotlib

    first, again = made(size), made(size)
    assert first == again
    one = first[-1]
    drawn = svg(one, "Sagt."), png(one, "Sagt.")
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "hatch.linewidth": 5.0}):
        assert (svg(again[-1], "Sagt."), png(again[-1], "Sagt.")) == drawn


@each_language
@each_size
def test_an_svg_refers_to_nothing_but_itself_and_runs_nothing(size: str, code: figure_module.Code) -> None:
    for one in made(size, code):
        data = svg(one, "Avidentifisert.", "f1-")
        root = etree.fromstring(data)
        ids = [node.get("id") for node in root.iter() if node.get("id")]
        assert len(set(ids)) == len(ids)
        assert all(name.startswith("f1-") for name in ids)
        for node in root.iter():
            assert etree.QName(node).localname in {
                *("svg", "title", "desc", "defs", "g", "path", "rect", "text", "use", "clipPath", "pattern")
            }
            for name, value in node.attrib.items():
                assert not name.startswith("on")
                for target in [value] if name.endswith("href") else re.findall(r"url\((.*?)\)", value):
                    assert target.startswith("#")
                    assert target.removeprefix("#") in ids
        assert re.findall(rb"https?://", data) == [b"http://"]
        assert root.get("role") == "img"
        named = [root.find(f"*[@id='{name}']").text for name in root.get("aria-labelledby").split()]
        assert named == [one.title, f"{one.alt} Avidentifisert."]


def test_text_of_an_svg_is_text_as_it_stands() -> None:
    found = next(one for one in made("wide") if one.name == "kategoritre")
    said = [node.text for node in etree.fromstring(svg(found, "")).iter("{*}text")]
    assert "1.1 Hva det koster ($ og $) å lykkes_med <dette> 1 □" in said
    assert "E1 Koster mye $x_1$ & mer" in said


def test_a_png_says_what_it_shows_and_nothing_of_when_or_where() -> None:
    from io import BytesIO

    from PIL import Image

    one = made("ten")[0]
    with Image.open(BytesIO(png(one, "Avidentifisert – ikke anonym."))) as picture:
        assert set(picture.info) == {"Title", "Description", "dpi"}
        assert picture.info["Title"] == one.title
        assert picture.info["Description"] == f"{one.alt} Avidentifisert – ikke anonym."
        assert picture.size == (
            pytest.approx((one.width + 2 * MARGIN) * 200, abs=1),
            pytest.approx((one.height + 2 * MARGIN) * 200, abs=1),
        )


# ---------------------------------------------------------------------- what is counted


def test_talk_is_counted_as_coverage_counts_it() -> None:
    study = exporting.study()
    amounts = talk(study)
    assert amounts.unit == "ms"
    there = {
        (one.interview, one.theme): one.respondent_ms
        for interview in study.interviews
        for one in counted_there.talk(interview.transcript, interview.themed)
    }
    names = {"1", "2.1", "2.2", "10", OUTSIDE, UNPLACED, ALL}
    assert {theme for _, theme in there} == names
    for (interview, theme), milliseconds in there.items():
        assert round(amounts.of(interview, theme)) == milliseconds


def test_where_a_turn_has_no_time_words_are_counted() -> None:
    one = exporting.interview()
    turns = tuple(turn.model_copy(update={"start_ms": None, "end_ms": None}) for turn in one.transcript.turns)
    silent = replace(one, transcript=one.transcript.model_copy(update={"turns": turns}))
    amounts = talk(exporting.study(silent))
    assert amounts.unit == "words"
    # Two passages of 2.2 overlap, and what they share counts once.
    both = exporting.SAID[3][1].split(), exporting.SAID[5][1].split()
    assert amounts.of("intervju-01", "2.2") == sum(map(len, both))
    assert amounts.of("intervju-01", OUTSIDE) == 0
    assert amounts.share("intervju-01", ALL) == 1
    assert "ord" in coverage.figures(exporting.study(silent), "nb")[0].caption


@pytest.mark.parametrize(
    ("second", "shown", "written"), [(1, "seconds", "2"), (70, "minutes", "2,1"), (900, "minutes", "27")]
)
def test_short_talk_is_written_in_seconds_and_long_talk_in_minutes(
    second: int, shown: str, written: str
) -> None:
    one = exporting.interview()
    turns = tuple(
        turn.model_copy(update={"start_ms": turn.start_ms * second, "end_ms": turn.end_ms * second})
        for turn in one.transcript.turns
    )
    slow = exporting.study(replace(one, transcript=one.transcript.model_copy(update={"turns": turns})))
    amounts = talk(slow)
    assert amounts.shown == shown
    assert coverage.said(amounts.of("intervju-01", "2.2"), amounts, "nb") == written


def test_columns_are_subthemes_and_themes_that_stand_alone() -> None:
    study = exporting.study()
    assert [one.id for one in columns(study, talk(study))] == ["1", "2.1", "2.2", "10"]


def test_a_theme_of_the_tree_counts_what_is_under_it_once() -> None:
    assert dict(passages_under(exporting.study())) == {
        "1": (2, 2),
        "2": (6, 2),
        "2.1": (2, 2),
        "2.2": (6, 2),
        "egen-1": (4, 2),
        "egen-2": (2, 2),
        "10": (2, 2),
        "egen-7": (2, 2),
    }


def test_the_tree_shows_own_codes_under_what_they_belong_to() -> None:
    [drawn] = tree.figures(exporting.study(), "nb")
    assert [row[:3] for row in drawn.table.rows] == [
        ("1 Bakgrunn", "1", "2"),
        ("2 Dugnad & fellesskap", "1", "6"),
        ("2.1 Oppgaver <og> ansvar", "2", "2"),
        ("2.2 Motivasjon", "2", "6"),
        ("E1 Å stå alene", "3", "4"),
        ("E2 Vær & vind", "4", "2"),
        ("10 Å se framover", "1", "2"),
        ("E7 =SUM(A1)", "1", "2"),
    ]
    own = [one for one in drawn.shapes if isinstance(one, Words) and re.match(r"E\d", one.text)]
    assert all(one.italic for one in own)


def test_a_strip_is_the_whole_interview_in_its_order() -> None:
    study = exporting.study()
    strip = timeline.stretches(study, study.interviews[0], "ms")
    assert sum(one.length for one in strip) == pytest.approx(1)
    assert [key for key, _ in itertools.groupby(one.topic for one in strip)] == [
        *("1", "2.1", "2.2", OUTSIDE, UNPLACED, "10")
    ]
    # The first question and its answer are equally long.
    assert [one.answer for one in strip[:2]] == [False, True]
    assert strip[0].length == pytest.approx(1 / 8)


def test_a_timeline_shows_no_time_of_the_recording() -> None:
    late = exporting.interview()
    turns = tuple(
        turn.model_copy(update={"start_ms": turn.start_ms + 777_000, "end_ms": turn.end_ms + 777_000})
        for turn in late.transcript.turns
    )
    moved = replace(late, transcript=late.transcript.model_copy(update={"turns": turns}))
    assert timeline.figures(exporting.study(moved), "nb") == timeline.figures(exporting.study(late), "nb")


def test_a_group_is_the_mean_of_its_respondents_and_not_of_their_minutes() -> None:
    def short_and_long() -> Iterator[ExportInterview]:
        for place, (about, rest) in enumerate([(1, 1), (9, 0), (0, 2)], 1):
            said = [("respondent", "ja " * about + "."), ("respondent", "nei " * rest + ".")]
            name = f"intervju-{place:02d}"
            passages = tuple(
                Passage(
                    id=f"p{n}",
                    spans=(exporting.Span(turn_id=f"t{n}", start=0, end=len(text) - 1),),
                    themes=(theme,),
                    status="placed",
                )
                for n, ((_, text), theme) in enumerate(zip(said, ("1", "10"), strict=True), 1)
            )
            group = "a" if place < 3 else "b"
            one = exporting.interview(name, Respondent(interview=name, group=group), said, passages)
            turns = tuple(
                turn.model_copy(update={"start_ms": None, "end_ms": None, "text": turn.text[:-1]})
                for turn in one.transcript.turns
            )
            yield replace(one, transcript=one.transcript.model_copy(update={"turns": turns}))

    study = exporting.study(*short_and_long())
    [(first, second)] = comparison.pairs(study)
    amounts = talk(study)
    assert (first.group, second.group) == ("a", "b")
    assert first.mean("1", amounts) == pytest.approx((1 / 2 + 1) / 2)
    assert second.mean("1", amounts) == 0
    [drawn] = comparison.figures(study, "nb")
    assert ("1 Bakgrunn", "75\u00a0%", "0\u00a0%") in drawn.table.rows


def test_of_more_than_three_groups_the_largest_are_compared_and_the_others_named() -> None:
    study = study_of(5, groups=4)
    found = comparison.figures(study, "nb")
    assert len(found) == 3
    assert "teknisk drift" in found[0].caption
    assert "teknisk drift" not in comparison.figures(SIZES["ten"], "nb")[0].caption


def coded_twice(lowest: float | None = None) -> ExportStudy:
    themes = (
        Agreed("10", None, 0, 0, 0),
        Agreed(OUTSIDE, lowest, 3, 2, 1),
        Agreed("2.1", 0.5, 8, 12, 6),
        Agreed("1", 0.82, 10, 10, 9),
    )
    return exporting.study(coders=Coders(40, 0.755, 0.666, themes))


@each_language
@pytest.mark.parametrize("lowest", [None, 0.0, -0.04, -0.4])
def test_two_coders_are_compared_theme_by_theme_in_the_order_of_the_guide(
    code: figure_module.Code, lowest: float | None
) -> None:
    [drawn] = agreement.figures(coded_twice(lowest), code)
    sign = "," if code == "nb" else "."
    assert [row[0] for row in drawn.table.rows][:3] == [
        "1 Bakgrunn",
        "2.1 Oppgaver <og> ansvar",
        "10 Å se framover",
    ]
    assert [row[1] for row in drawn.table.rows][:3] == [f"0{sign}82", f"0{sign}50", "–"]
    assert drawn.table.rows[1][2:] == ("8", "12", "6")
    assert f"0{sign}67" in drawn.caption
    assert percent(0.755, code) in drawn.caption
    assert sum(isinstance(one, Dot) for one in drawn.shapes) == (2 if lowest is None else 3)
    inside_and_apart(drawn)


def test_agreement_counts_what_people_placed_and_the_machine_had_thought_of() -> None:
    one = decided(exporting.interview(), ("2.2", "1", "10"))
    found = agreement.kept(exporting.study(one))
    assert dict(found) == {
        "1": agreement.Kept(among=1),
        "2.1": agreement.Kept(other=1),
        "2.2": agreement.Kept(first=2),
        "10": agreement.Kept(among=1),
    }
    assert agreement.figures(exporting.study(), "nb") == ()
    [drawn] = agreement.figures(exporting.study(one), "nb")
    assert drawn.table.rows[0] == ("I alt", "2", "2", "1", "5")


@each_language
def test_no_heading_over_the_sums_is_cut_inside_a_word(code: figure_module.Code) -> None:
    for shown in ("minutes", "seconds", "words"):
        heading = spoken(code, f"all_in.{shown}")
        assert " ".join(wrapped(heading, coverage.TOTAL - 0.06, SMALL, 3)) == heading
