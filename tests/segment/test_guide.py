"""guide.yaml: what is read, and where errors are said to be. All studies and people are invented."""

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.artefacts.guide import Guide, Subtheme, Theme
from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.segment.guide import MAX_CHARACTERS, MAX_TEXT, questions_of, read_guide, template

ROOT = Path(__file__).parents[2]

GUIDE = """\
# Om bakere. Oppdiktet.
id: bakere
title: Å drive et bakeri
language: nb
themes:
  - id: "1"
    title: Bakgrunn
    subthemes:
      - id: 1.10
        title: Læretiden
        questions:
          - Hvor ble du utlært?
          - "Ett råd: hvilket?"
        probes:
          - Kan du si litt om det?
        key_words: [svenneprøve, mester]
        asked: baker
  - id: no
    title: Null
    questions: Hvorfor bake
      om   natten?
"""


@pytest.fixture(autouse=True)
def _english():
    use_language("en")
    yield
    use_language(None)


def refused(text: str | bytes, name: str = "guide.yaml") -> str:
    with pytest.raises(PipelineError) as caught:
        read_guide(text, name)
    assert caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint
    return caught.value.message


def changed(line: int, *instead: str) -> str:
    """The guide above with a line (from 1) replaced, or with none in its place."""
    lines = GUIDE.splitlines()
    return "\n".join([*lines[: line - 1], *instead, *lines[line:]]) + "\n"


def test_ids_and_words_are_text_as_written():
    assert read_guide(GUIDE, "guide.yaml") == Guide(
        id="bakere",
        title="Å drive et bakeri",
        language="nb",
        themes=(
            Theme(
                id="1",
                title="Bakgrunn",
                subthemes=(
                    Subtheme(
                        id="1.10",
                        title="Læretiden",
                        questions=("Hvor ble du utlært?", "Ett råd: hvilket?"),
                        probes=("Kan du si litt om det?",),
                        key_words=("svenneprøve", "mester"),
                        asked=("baker",),
                    ),
                ),
            ),
            Theme(id="no", title="Null", questions=("Hvorfor bake om natten?",)),
        ),
    )


@pytest.mark.parametrize("word", ["no", "1.10", "0x1F", "1_000", "2024-01-01", "null", "yes", "1e3", "0o17"])
def test_words_that_yaml_would_turn_into_values_stay_words(word):
    guide = read_guide(
        f"{{id: {word}, title: {word}, language: nn, themes: [{{id: {word}, title: a, questions: {word}}}]}}",
        "g",
    )
    assert (guide.id, guide.title, guide.themes[0].id, guide.themes[0].questions) == (
        word,
        word,
        word,
        (word,),
    )


def test_questions_come_with_their_probes_in_the_order_of_the_guide():
    assert questions_of(read_guide(GUIDE, "g")) == (
        "Hvor ble du utlært?",
        "Ett råd: hvilket?",
        "Kan du si litt om det?",
        "Hvorfor bake om natten?",
    )


def test_a_themes_own_questions_come_before_those_of_its_subthemes():
    sub = Subtheme(id="b", title="b", questions=("3",), probes=("4",))
    theme = Theme(id="a", title="a", questions=("1",), probes=("2",), subthemes=(sub,))
    assert questions_of(Guide(id="g", title="g", language="nb", themes=(theme,))) == ("1", "2", "3", "4")


@pytest.mark.parametrize(
    "data",
    [
        GUIDE.replace("\n", "\r\n"),
        "\ufeff" + GUIDE,
        GUIDE.encode(),
        ("\ufeff" + GUIDE.replace("\n", "\r\n")).encode(),
        unicodedata.normalize("NFD", GUIDE),
    ],
    ids=["crlf", "mark", "bytes", "bytes with mark and crlf", "normal form D"],
)
def test_the_form_of_the_file_does_not_matter(data):
    assert read_guide(data, "guide.yaml") == read_guide(GUIDE, "guide.yaml")


def test_the_template_is_a_guide_with_everything_in_it():
    guide = read_guide(template(), "guide.yaml")
    topics = [topic for theme in guide.themes for topic in (theme, *theme.subthemes)]
    for part in ("questions", "probes", "key_words", "asked"):
        assert any(getattr(topic, part) for topic in topics)


def test_the_guide_of_the_sample_study_is_read():
    guide = read_guide((ROOT / "guide.yaml").read_bytes(), "guide.yaml")
    assert [len(theme.subthemes) for theme in guide.themes] == [2, 3, 2, 2]
    assert len(questions_of(guide)) == 51


def test_a_guide_survives_its_json():
    guide = read_guide(GUIDE, "guide.yaml")
    assert Guide.from_bytes(guide.to_bytes()) == guide


def test_a_guide_is_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        read_guide(GUIDE, "guide.yaml").title = "Et annet"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "line", "column", "named"),
    [
        # not YAML
        (changed(12, '          - "Hjem" er hvor?'), 12, 20, "not valid YAML"),
        (changed(12, "          - Hva er best: rug: eller hvete?"), 12, 29, "not valid YAML"),
        (changed(12, "          - @hjemme?"), 12, 13, "not valid YAML"),
        (changed(3, "title: 'Uten slutt"), 3, 8, "not valid YAML"),
        (changed(10, "\ttitle: Læretiden"), 10, 1, "tab"),
        (changed(7, "    title:\tBakgrunn"), 7, 11, "tab"),
        (GUIDE + "---\nid: 2\n", 22, 1, "not valid YAML"),
        # not text
        (GUIDE.encode("latin-1"), 3, 8, "UTF-8"),
        (changed(7, "    title: Bak\x00grunn"), 7, 15, "cannot be printed"),
        (changed(7, r'    title: "Bak\0grunn"'), 7, 12, "cannot be printed"),
        (changed(7, r'    title: "Bak\ud800grunn"'), 7, 12, "cannot be printed"),
        (changed(7, r'    title: "Bak\UFFFFFFFFgrunn"'), 7, 18, "cannot be printed"),
        # refused although YAML
        (changed(7, "    title: &a Bakgrunn"), 7, 12, "anchors"),
        (changed(12, "          - *stjerne"), 12, 13, "anchors"),
        (changed(6, "  - id: !!float 1"), 6, 9, "tags"),
        (changed(12, "          - !viktig Hvor?"), 12, 13, "tags"),
        (changed(12, "          - " + "[" * 15 + "\n"), 12, 27, "too many levels"),
        ("[" * 100_000, 1, 21, "too many levels"),
        ("- " * 100_000, 1, 41, "too many levels"),
        # empty
        ("", 1, 1, "the guide is empty"),
        ("# bare en kommentar\n", 1, 1, "the guide is empty"),
        # keys
        (changed(3, "titel: Bakeri"), 3, 1, "'titel' is not known; did you mean 'title'?"),
        (changed(16, "        keywords: [a]"), 16, 9, "'keywords' is not known; did you mean 'key_words'?"),
        (changed(16, "        spørsmål: [a]"), 16, 9, "'spørsmål' is not known; here may stand asked, id"),
        (changed(16, "        << : a"), 16, 9, "'<<' is not known"),
        (changed(16, "        subthemes: []"), 16, 9, "'subthemes' is not known"),
        (changed(2, "schema_version: 1", "id: b"), 2, 1, "'schema_version' is not known"),
        (changed(2, "? [a]\n: b"), 2, 3, "a key must be one word"),
        (changed(4, "language: nb", "title: Igjen"), 5, 1, "'title' stands twice, first on line 3"),
        (changed(16, "        'questions': [a]"), 16, 9, "'questions' stands twice, first on line 11"),
        (changed(4), 2, 1, "'language' is missing"),
        (changed(10), 9, 9, "'title' is missing"),
        ("id: a\ntitle: b\nlanguage: nb\n", 1, 1, "'themes' is missing"),
        (GUIDE + "  - id: '3'\n    title: Tomt\n", 22, 5, "neither 'subthemes' nor 'questions'"),
        # shapes
        ("Hva mener du?", 1, 1, "here must stand keys with values: id, title, language, themes"),
        ("- id: a", 1, 1, "here must stand keys"),
        ("id: a\ntitle: b\nlanguage: nb\nthemes: c\n", 4, 9, "'themes' must be a list"),
        ("id: a\ntitle: b\nlanguage: nb\nthemes: []\n", 4, 9, "'themes' must be a list"),
        ("id: a\ntitle: b\nlanguage: nb\nthemes:\n", 4, 8, "'themes' must be a list"),
        (
            "id: a\ntitle: b\nlanguage: nb\nthemes:\n  - c\n",
            5,
            5,
            "here must stand keys with values: id, title",
        ),
        (changed(12, "          - Ett råd: hvilket?"), 12, 13, "'questions' must be text"),
        (changed(16, "        key_words: {a: b}"), 16, 20, "'key_words' must be a list"),
        (changed(3, "title: [a]"), 3, 8, "'title' must be text"),
        # texts
        (changed(3, "title:"), 3, 7, "'title' is empty"),
        (changed(3, "title: ' '"), 3, 8, "'title' is empty"),
        (changed(12, "          -"), 12, 12, "'questions' is empty"),
        (changed(3, "title: " + "a" * (MAX_TEXT + 1)), 3, 8, "longer than 2000 characters"),
        (changed(4, "language: no"), 4, 11, "'language' must be one of: nb, nn"),
        (changed(2, "id: to ord"), 2, 5, "an id has letters"),
        (changed(6, "  - id: '-'"), 6, 9, "an id has letters"),
        (changed(6, "  - id: 1,2"), 6, 9, "an id has letters"),
        (changed(6, "  - id: ²"), 6, 9, "an id has letters"),
        (changed(6, "  - id: " + "a" * 64), 6, 9, "at most 63"),
        (changed(18, "  - id: '1.10'"), 18, 9, "the id '1.10' is already used on line 9"),
        (changed(18, "  - id: 1"), 18, 9, "the id '1' is already used on line 6"),
    ],
)
def test_an_error_names_file_line_and_column(text, line, column, named):
    message = refused(text)
    assert message.startswith(f"guide.yaml, line {line}, column {column}: ")
    assert named in message


def test_a_few_lines_cannot_unfold_to_gigabytes():
    laughs = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    assert "anchors and aliases" in refused(f"a0: &a0 ha\n{laughs}")


def test_a_huge_guide_is_refused_before_it_is_parsed():
    assert "too large" in refused("#" * (MAX_CHARACTERS + 1))


def test_a_file_name_cannot_break_the_line():
    assert refused("", "a\nb\x1b.yaml").startswith(r"a\nb\x1b.yaml, line 1")


def test_a_long_or_odd_key_is_shown_short_and_printable():
    message = refused('"\\e[31m' + "x" * 200 + '": 1')
    assert len(message) < 250
    assert message.isprintable()


def test_errors_speak_norwegian_too():
    use_language("nb")
    assert refused(changed(4)) == "guide.yaml, linje 2, kolonne 1: «language» mangler her."


WORDS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
    .map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
    .filter(bool)
)
LISTS = st.lists(WORDS, min_size=1, max_size=3).map(tuple)
IDS = st.from_regex(r"[0-9A-Za-zæøåÆØÅŋ][0-9A-Za-zæøåÆØÅŋ._-]{0,9}", fullmatch=True) | st.sampled_from(
    ["1.10", "no", "null", "1_0", "0x1"]
)


@st.composite
def guides(draw):
    ids = iter(draw(st.lists(IDS, min_size=12, max_size=12, unique=True)))

    def optional(*keys):
        return {key: draw(LISTS) for key in keys if draw(st.booleans())}

    def subtheme():
        more = optional("probes", "key_words", "asked")
        return Subtheme(id=next(ids), title=draw(WORDS), questions=draw(LISTS), **more)

    def theme():
        subthemes = tuple(subtheme() for _ in range(draw(st.integers(0, 2))))
        more = optional("probes", "key_words", "asked", *(["questions"] if subthemes else []))
        more |= {} if subthemes else {"questions": draw(LISTS)}
        return Theme(id=next(ids), title=draw(WORDS), subthemes=subthemes, **more)

    themes = tuple(theme() for _ in range(draw(st.integers(1, 3))))
    return Guide(id=draw(IDS), title=draw(WORDS), language=draw(st.sampled_from(["nb", "nn"])), themes=themes)


@given(guides(), st.booleans(), st.integers(20, 200))
def test_any_guide_survives_being_written_and_read(guide, flow, width):
    plain = guide.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(plain, allow_unicode=True, default_flow_style=flow, width=width)
    assert read_guide(text, "guide.yaml") == guide
    assert Guide.from_bytes(guide.to_bytes()) == guide


YAML_PIECES = [
    *(
        "id",
        "title",
        "themes",
        "questions",
        "nb",
        ": ",
        ":",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "#",
        "|",
        ">",
        "%",
    ),
    *(
        "&a",
        "*a",
        "!",
        "!<",
        "%YAML 1.1",
        "---",
        "...",
        "<<",
        '"',
        "'",
        "\\",
        "\\x",
        "\\U0011FFFF",
        "\n",
        "\r",
    ),
    *("  ", " ", "\t", "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "å", "@", "`", "~", "1"),
]
JUNK = (
    st.binary(max_size=100)
    | st.text(max_size=100)
    | st.lists(st.sampled_from(YAML_PIECES), max_size=40).map("".join)
)


@given(JUNK)
def test_junk_never_raises_anything_that_cannot_be_mended(junk):
    refused(junk)


@given(st.data(), JUNK.filter(lambda junk: isinstance(junk, str)))
def test_a_guide_with_junk_in_it_is_read_or_refused_with_a_place(data, junk):
    at = data.draw(st.integers(0, len(GUIDE)))
    try:
        read_guide(GUIDE[:at] + junk + GUIDE[at:], "guide.yaml")
    except PipelineError as error:
        assert error.message.startswith("guide.yaml, line ")  # noqa: PT017
