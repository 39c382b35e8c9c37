"""study.toml: defaults, errors with their places, digests and the round trip."""

import math
import string
import subprocess
import sys
import tempfile
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.settings import (
    MAX_BYTES,
    MAX_TEXT,
    UNTITLED,
    ReviewSettings,
    RulesSettings,
    Settings,
    TranscribeSettings,
    read_settings,
    render,
    settings_digest,
    template,
)

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _english():
    use_language("en")
    yield
    use_language(None)


def read(source: str | bytes) -> Settings:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.toml"
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return read_settings(path)


def refused(source: str | bytes) -> PipelineError:
    with pytest.raises(PipelineError) as caught:
        read(source)
    assert caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint
    return caught.value


def test_an_empty_file_is_all_defaults():
    assert read("") == Settings()
    assert Settings() == Settings(
        title=UNTITLED,
        language="nb",
        transcribe=TranscribeSettings(engine="openai-whisper", model="", beam=5, voices=None),
        rules=RulesSettings(style="verbatim", dialect="normalised", pauses=True, laughter=True),
        review=ReviewSettings(rounds=2, rewind_s=1.5),
    )


def test_the_template_reads_back_to_the_defaults():
    assert read(template()) == Settings()


def test_every_setting_of_the_template_stands_under_a_comment():
    lines = template().splitlines()
    for above, line in pairwise(lines):
        assert not line or line[0] == "#" or above.startswith("# ")


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("Rektorer i Nord", "Rektorer i Nord"),
        ('Hva er "godt"? \\ én', 'Hva er "godt"? \\ én'),
        (" over\nto\x00linjer ", "over to linjer"),
        ("å" * 2000, "å" * MAX_TEXT),
        ("\ud800", UNTITLED),
        ("", UNTITLED),
    ],
)
def test_the_template_takes_any_title(title, read_as):
    assert read(template(title)) == Settings(title=read_as)


def test_the_sample_study_of_the_repository_has_chosen_no_model():
    settings = read_settings(ROOT / "study.toml")
    assert settings == Settings(title="Ledernettverk i en norsk kommune (eksempelstudie, oppdiktet)")


def test_values_are_kept_as_the_settings_say():
    settings = read(
        """
        title = "  Vår studie "
        language = "nn"
        transcribe.voices = 3
        transcribe.model = 'C:\\modeller\\nb-liten'
        [rules]
        laughter = false
        "style" = "clean"
        [review]
        rewind_s = 2
        """
    )
    assert settings == Settings(
        title="Vår studie",
        language="nn",
        transcribe=TranscribeSettings(voices=3, model=r"C:\modeller\nb-liten"),
        rules=RulesSettings(style="clean", laughter=False),
        review=ReviewSettings(rewind_s=2.0),
    )
    assert type(settings.review.rewind_s) is float


def test_a_byte_order_mark_and_crlf_are_fine():
    assert read('\ufefftitle = "Æ"\r\n[review]\r\nrounds = 1\r\n') == Settings(
        title="Æ", review=ReviewSettings(rounds=1)
    )


@pytest.mark.parametrize(
    ("source", "line", "column", "named"),
    [
        # not TOML
        ("title = ", 1, 9, "TOML"),
        ('title = "en"\nlanguage = nb\n', 2, 12, "TOML"),
        ("[review\nrounds = 2", 1, 8, "TOML"),
        ('title = """en\nto', 2, 3, "TOML"),
        ('\ufefftitle = "a"\r\nhei', 2, 4, "TOML"),
        ('[transcribe]\nmodel = "C:\\modeller"', 2, 14, "TOML"),
        # not text
        (b'title = "a"\r\n# bl\xe5b\xe6r\n', 2, 5, "UTF-8"),
        (b"\xff\xfet\x00", 1, 1, "UTF-8"),
        # beyond what can be read
        ('title = "a"\nlanguage = ' + "[" * 3000 + "\n\n", 2, 1, "too deep"),
        ("\n" + "a." * 3000 + "a = 1", 2, 1, "too large"),
        ("\n\nreview.rounds = " + "1" * 5000, 3, 1, "too large"),
        # twice
        ('title = "a"\n\ntitle = "b"', 3, 1, "'title' stands twice, first on line 1"),
        ("[review]\n[rules]\n  [review]", 3, 4, "'review' stands twice, first on line 1"),
        ("[review]\nrounds = 1\n'rounds' = 1", 3, 1, "'review.rounds' stands twice, first on line 2"),
        # unknown
        ("[transcribe]\n  beem = 5", 2, 3, "'transcribe.beem' is not known; did you mean 'transcribe.beam'?"),
        ("[transcibe]\nbeam = 5", 1, 2, "'[transcibe]' is not known; did you mean '[transcribe]'?"),
        ("[[ 'transcibe' ]]\nbeam = 5", 1, 4, "did you mean '[transcribe]'?"),
        ("\nRounds = 3", 2, 1, "'Rounds' is not known; did you mean 'review.rounds'?"),
        ("[review]\nmodel = ''", 2, 1, "'review.model' is not known; did you mean 'transcribe.model'?"),
        ("[review]\n\nzzzzz = 1", 3, 1, "here may stand review.rounds, review.rewind_s"),
        ("qqqq = 1", 1, 1, "here may stand title, language, [transcribe], [rules], [review]"),
        ("[review.more.and.more]", 1, 2, "'[review.more]'"),
        ("review.'a\tb' = 1", 1, 1, r"review.a\tb"),
        # a section that is none
        ("\nrules = 'verbatim'", 2, 1, "'rules' is a section"),
        ("[[rules]]\nstyle = 'clean'", 1, 3, "'rules' is a section"),
        # values
        ("title = ''", 1, 1, "'title' must be text on one line"),
        ("title = 5", 1, 1, "'title' must be text"),
        ("title = 2024-01-01", 1, 1, "'title' must be text"),
        ('title = """to\nlinjer"""', 1, 1, "'title' must be text on one line"),
        (f"title = '{'a' * (MAX_TEXT + 1)}'", 1, 1, "at most 1000 characters"),
        ('language = "no"', 1, 1, '\'language\' must be one of "nb", "nn", "auto"'),
        ("language = ['nb']", 1, 1, "'language' must be one of"),
        ("[transcribe]\nbeam = 0", 2, 1, "'transcribe.beam' must be a whole number from 1 to 20"),
        ("[transcribe]\nbeam = 21", 2, 1, "'transcribe.beam'"),
        ("[transcribe]\nbeam = 5.0", 2, 1, "'transcribe.beam'"),
        ("[transcribe]\nbeam = true", 2, 1, "'transcribe.beam'"),
        ("[transcribe]\nbeam = 'auto'", 2, 1, "'transcribe.beam'"),
        ("[transcribe]\nvoices = 5", 2, 1, "'transcribe.voices' must be \"auto\" or a whole number from 1"),
        ("[transcribe]\nvoices = 'alle'", 2, 1, "'transcribe.voices'"),
        ("[transcribe]\nvoices_in = 3", 2, 1, "'transcribe.voices_in' must be interviews"),
        ("[transcribe]\nvoices_in = { intervju-03 = 9 }", 2, 1, "'transcribe.voices_in' must be interviews"),
        ("[transcribe]\nvoices_in = { 'Berit' = 2 }", 2, 1, "'transcribe.voices_in' must be interviews"),
        ("[transcribe.voices_in]\nintervju-03 = true", 1, 2, "'transcribe.voices_in' must be interviews"),
        ("[transcribe]\nengine = ' '", 2, 1, "'transcribe.engine'"),
        ("rules = {\n", 1, 10, "TOML"),
        ("rules = { pauses = 1 }", 1, 1, "'rules.pauses' must be true or false"),
        ("rules.pauses = 'ja'", 1, 1, "'rules.pauses' must be true or false"),
        ("[review]\nrewind_s = nan", 2, 1, "'review.rewind_s' must be a number from 0 to 5"),
        ("[review]\nrewind_s = -0.1", 2, 1, "'review.rewind_s'"),
        ("[review]\nrewind_s = true", 2, 1, "'review.rewind_s'"),
        # keys in the wrong places do not confuse the places
        ("#[review]\n#rounds = 9\n[review]\nrounds = 9", 4, 1, "'review.rounds'"),
        ("title = '''[review] rounds = 9'''\nreview . rounds = 9", 2, 1, "'review.rounds'"),
        (
            'title = """\\\n  rounds = 9 \\" # \\\n  a"""\n[review] # rounds\nrounds = 9',
            5,
            1,
            "'review.rounds'",
        ),
        ("x = [\n  'rounds = 9', # ]\n  { rounds = 9 },\n]", 1, 1, "'x' is not known"),
    ],
)
def test_an_error_names_file_line_column_and_key(source, line, column, named):
    message = refused(source).message
    assert message.startswith(f"study.toml, line {line}, column {column}: ")
    assert named in message


def test_a_list_that_is_too_deep_is_refused_on_one_of_its_own_lines():
    message = refused("title = 'a'\nlanguage = [\n" + "[\n" * 3000 + "]\n" * 3001).message
    assert "too deep" in message
    assert 2 < int(message.split("line ")[1].split(",")[0]) < 3003


def test_a_value_is_never_repeated_in_an_error():
    assert "hemmelig" not in str(refused('[rules]\nstyle = "hemmelig"'))


def test_a_long_unknown_key_is_shortened():
    assert len(refused(f"{'a' * 3000} = 1").message) < 330


def test_errors_speak_norwegian_too():
    use_language("nb")
    assert refused("[review]\nrounds = 9").message == (
        "study.toml, linje 2, kolonne 1: «review.rounds» må være et helt tall fra 1 til 5, "
        "uten anførselstegn."
    )


def test_a_file_that_is_not_there_or_cannot_be_read_is_named(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    for name, message in [("study.toml", "There is no study.toml."), ("folder.toml", "folder.toml cannot")]:
        with pytest.raises(PipelineError, match=message):
            read_settings(tmp_path / name)


def test_a_file_name_cannot_break_the_line(tmp_path):
    path = tmp_path / "a\nb.toml"
    path.write_text("?")
    with pytest.raises(PipelineError, match=r"^a\\nb\.toml, line 1"):
        read_settings(path)


def test_a_huge_file_is_refused_before_it_is_read():
    assert "too large" in refused("#" * (MAX_BYTES + 1)).message


def test_the_digest_changes_with_the_named_settings_only():
    keys = ("language", "transcribe.beam")
    digest = settings_digest(Settings(), keys)
    assert digest == settings_digest(Settings(title="En annen"), keys)
    assert digest == settings_digest(Settings(), keys[::-1])
    assert digest != settings_digest(Settings(language="nn"), keys)
    assert digest != settings_digest(Settings(transcribe=TranscribeSettings(beam=1)), keys)
    assert digest != settings_digest(Settings(), ("language",))


def test_the_digest_is_the_same_in_every_run():
    program = (
        "from pipeline.settings import *; print(settings_digest(Settings(), ['title', 'review.rewind_s']))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == settings_digest(Settings(), ["title", "review.rewind_s"])


@pytest.mark.parametrize("key", ["beam", "transcribe", "transcribe.beem", ""])
def test_the_digest_of_an_unknown_setting_is_a_bug(key):
    with pytest.raises(KeyError):
        settings_digest(Settings(), [key])


def test_reading_settings_loads_no_heavy_library():
    program = (
        "import sys, pathlib, pipeline.settings as s; s.read_settings(pathlib.Path('study.toml'));"
        "print(sorted({'pydantic', 'yaml', 'numpy', 'torch', 'difflib'} & sys.modules.keys()))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60).map(str.strip)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
SETTINGS = st.builds(
    Settings,
    title=LINES.filter(bool),
    language=st.sampled_from(["nb", "nn", "auto"]),
    transcribe=st.builds(
        TranscribeSettings,
        engine=LINES.filter(bool),
        model=LINES,
        beam=st.integers(1, 20),
        voices=st.none() | st.integers(1, 4),
        voices_in=st.dictionaries(IDS, st.integers(1, 4), max_size=3).map(
            lambda of: tuple(sorted(of.items()))
        ),
    ),
    rules=st.builds(
        RulesSettings,
        style=st.sampled_from(["verbatim", "clean"]),
        dialect=st.sampled_from(["normalised", "kept"]),
        pauses=st.booleans(),
        laughter=st.booleans(),
    ),
    review=st.builds(ReviewSettings, rounds=st.integers(1, 5), rewind_s=st.floats(0, 5)),
)


@given(SETTINGS)
def test_any_valid_settings_survive_being_written_and_read(settings):
    assert read(render(settings)) == settings


@given(SETTINGS, SETTINGS)
def test_settings_that_differ_in_a_section_differ_in_its_digest(one, other):
    keys = [f"review.{part.name}" for part in fields(ReviewSettings)]
    same = settings_digest(one, keys) == settings_digest(other, keys)
    assert same == (one.review == other.review)
    assert settings_digest(replace(other, review=one.review), keys) == settings_digest(one, keys)


TOML_PIECES = [
    *(
        "[",
        "]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "#",
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "\n",
        "\r",
        " ",
        "\t",
        "\x00",
        "å",
    ),
    *(
        "title",
        "transcribe",
        "beam",
        "rounds",
        "review",
        "1",
        "-1e9",
        "nan",
        "true",
        "2024-01-01T00:00",
        "\\u",
    ),
]


@given(st.binary(max_size=200) | st.lists(st.sampled_from(TOML_PIECES), max_size=60).map("".join))
def test_junk_gives_settings_or_an_error_that_can_be_mended(junk):
    try:
        settings = read(junk)
    except PipelineError:
        return
    assert read(render(settings)) == settings


@given(st.floats(allow_nan=True) | st.integers())
def test_a_number_is_taken_when_it_is_in_range_and_only_then(number):
    source = f"[review]\nrewind_s = {number}"
    if math.isfinite(number) and 0 <= number <= 5:
        assert read(source).review.rewind_s == number
    else:
        refused(source)


@given(st.text(string.printable, max_size=40), st.sampled_from(["beem = 1", "rounds = 1"]))
def test_what_a_text_holds_never_moves_the_place_of_a_key(text, line):
    model = "".join(one if one.isprintable() else " " for one in text).replace("\\", "/").replace('"', '\\"')
    source = f"language = 'nb' # {line}\n[transcribe]\nmodel = \"{model}\"\n\n{line}"
    assert refused(source).message.startswith("study.toml, line 5, column 1: ")
