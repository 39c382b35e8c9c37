"""Which language model sees the names, that it is whole, and that it comes from this machine."""

import json
import shutil
import sys
import types
from pathlib import Path
from types import SimpleNamespace

import pytest
import spacy
import torch

from pipeline.anonymise.language import SHIPPED, choose, load
from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.settings import Settings, read_settings, render
from pipeline.weights import Weights, installed


@pytest.fixture
def copied(tmp_path: Path) -> Weights:
    """The models that ship, copied so that they may be damaged."""
    weights = installed()
    model = weights.find(SHIPPED)
    for file in model.files:
        target = tmp_path / "shipped" / "embedded" / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(weights.folder(model) / file.path, target)
    shutil.copyfile(weights.shipped / "manifest.toml", tmp_path / "shipped" / "manifest.toml")
    return Weights(tmp_path / "shipped", tmp_path / "models")


def folder_of(nlp: spacy.Language, path: Path) -> Path:
    nlp.to_disk(path)
    return path


def ruled() -> spacy.Language:
    """A pipeline of somebody else: names by a list, and a part that finding names does not need."""
    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner").add_label("PER")
    nlp.initialize()
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Torbjørg"}])
    return nlp


# the one that ships


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Jeg heter Torbjørg Lundereng, og jeg kommer fra Trondheim.", "Torbjørg Lundereng", "PER"),
        ("Eg snakka med ho Ingebjørg i går, og ho sa nei.", "Ingebjørg", "PER"),
        ("så ringte håkon og sa at møtet var flytta", "håkon", "PER"),
        ("Han Mohammed e itj her i dag.", "Mohammed", "PER"),
        ("vi flytta til kristiansand da jeg var liten", "kristiansand", "GPE_LOC"),
    ],
)
def test_the_model_that_ships_sees_names_in_every_written_form(text: str, name: str, label: str) -> None:
    nlp = load(choose("", installed()), installed())
    assert (name, label) in [(span.text, span.label_) for span in nlp(text).ents]


def test_the_model_that_ships_is_known_by_its_contents_without_being_loaded(copied: Weights) -> None:
    usual = choose("", installed())
    assert choose("", copied).identity == usual.identity
    assert (usual.name, usual.kind) == ("names-nb", "packed")


def test_a_missing_model_says_where_it_comes_from(copied: Weights) -> None:
    use_language("en")
    (copied.shipped / "embedded" / "names-nb.spacy").unlink()
    with pytest.raises(PipelineError, match="names-nb is not on this machine") as caught:
        choose("", copied)
    assert "get the program's folder again" in caught.value.hint


def test_a_damaged_model_is_not_loaded(copied: Weights) -> None:
    use_language("en")
    path = copied.shipped / "embedded" / "names-nb.spacy"
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    with pytest.raises(PipelineError, match=r"names-nb\.spacy .* is damaged"):
        load(choose("", copied), copied)


# another


def test_a_folder_of_a_pipeline_is_loaded_with_what_names_need(tmp_path: Path) -> None:
    model = choose(str(folder_of(ruled(), tmp_path / "mine")), installed())
    nlp = load(model, installed())
    assert (model.name, model.kind) == ("mine", "spacy")
    assert nlp.pipe_names == ["ner", "entity_ruler"]


def test_the_identity_of_a_folder_changes_with_its_files(tmp_path: Path) -> None:
    path = folder_of(ruled(), tmp_path / "mine")
    before = choose(str(path), installed()).identity
    assert choose(str(path), installed()).identity == before
    (path / "more").write_text("x")
    assert choose(str(path), installed()).identity != before


def test_an_installed_package_is_loaded_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nb_core_news_xx"
    package.mkdir()
    folder_of(ruled(), package / "nb_core_news_xx-9.9.9")
    (package / "__init__.py").write_text("raise RuntimeError('code of the package was run')")
    meta = {"lang": "nb", "name": "core_news_xx", "version": "9.9.9"}
    (package / "meta.json").write_text(json.dumps(meta))
    monkeypatch.syspath_prepend(tmp_path)
    model = choose("nb_core_news_xx", installed())
    assert model.path == package / "nb_core_news_xx-9.9.9"
    assert load(model, installed()).has_pipe("ner")
    assert "nb_core_news_xx" not in sys.modules


@pytest.mark.parametrize(
    "wanted", ["nb_core_news_zz", "no/such/folder", ".", "x" * 1000, "~nobody-here", "json"]
)
def test_a_model_that_is_not_here_is_refused_in_one_line_with_what_may_be_written(
    wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipelineError) as caught:
        choose(wanted, installed())
    assert "language_model" in caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint


def test_a_model_that_cannot_be_loaded_is_an_error_without_its_own_words(tmp_path: Path) -> None:
    path = folder_of(ruled(), tmp_path / "mine")
    config = (path / "config.cfg").read_text("utf-8")
    (path / "config.cfg").write_text(config.replace("TransitionBasedParser.v2", "unheard_of"), "utf-8")
    with pytest.raises(PipelineError) as caught:
        load(choose(str(path), installed()), installed())
    assert "unheard_of" not in caught.value.message
    assert caught.value.__suppress_context__


def test_a_model_that_does_not_look_for_names_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    model = choose(str(folder_of(nlp, tmp_path / "mine")), installed())
    with pytest.raises(PipelineError, match="leter ikke etter navn"):
        load(model, installed())


def test_the_setting_is_one_line_of_the_study(tmp_path: Path) -> None:
    assert Settings().anonymise.language_model == ""
    path = tmp_path / "study.toml"
    path.write_text(
        render(Settings()).replace('language_model = ""', 'language_model = "nb_core_news_lg"'), "utf-8"
    )
    assert read_settings(path).anonymise.language_model == "nb_core_news_lg"


# a transformer


class Tokenizer:
    """Cuts words into pieces of two letters, in windows, as the package `transformers` gives them."""

    model_max_length = 10

    @classmethod
    def from_pretrained(cls, folder: str, *, local_files_only: bool, use_fast: bool) -> "Tokenizer":
        assert local_files_only
        assert use_fast
        assert (Path(folder) / "config.json").is_file()
        return cls()

    def __call__(self, text: str, *, max_length: int, stride: int, **_: object) -> dict:
        pieces = []
        at = 0
        for word in text.split(" "):
            pieces += [(at + i, min(at + i + 2, at + len(word))) for i in range(0, len(word), 2)]
            at += len(word) + 1
        size = max_length - 2
        starts = range(0, max(1, len(pieces) - stride), size - stride)
        windows = [[(0, 0), *pieces[start : start + size], (0, 0)] for start in starts]
        padded = [window + [(0, 0)] * (max_length - len(window)) for window in windows]
        ids = [[_piece_id(text, place, pieces) for place in window] for window in padded]
        return {"input_ids": torch.tensor(ids), "offset_mapping": torch.tensor(padded)}


TAGS = {0: "O", 1: "B-PER", 2: "I-PER", 3: "B-GPE_LOC"}
NAMES = {"Kari": 1, "Moe": 2, "Vinjevoll": 3}


def _piece_id(text: str, place: tuple[int, int], pieces: list) -> int:
    """Only the first piece of a word knows the word's tag."""
    start = place[0]
    if place == (0, 0) or (start and text[start - 1] != " "):
        return 0
    return NAMES.get(text[start:].partition(" ")[0].rstrip(","), 0)


class Classifier:
    config = SimpleNamespace(id2label=TAGS, max_position_embeddings=10)

    @classmethod
    def from_pretrained(cls, folder: str, *, local_files_only: bool) -> "Classifier":
        assert local_files_only
        return cls()

    def eval(self) -> "Classifier":
        return self

    def __call__(self, input_ids: torch.Tensor) -> SimpleNamespace:
        assert input_ids.shape[1] == 10
        assert len(input_ids) <= 8
        return SimpleNamespace(logits=torch.nn.functional.one_hot(input_ids, len(TAGS)).float())


@pytest.fixture
def transformer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the hub's form, and a stand-in for the package that reads it."""
    package, utils = types.ModuleType("transformers"), types.ModuleType("transformers.utils")
    package.AutoTokenizer, package.AutoModelForTokenClassification = Tokenizer, Classifier
    utils.logging = SimpleNamespace(disable_progress_bar=lambda: None, set_verbosity_error=lambda: None)
    monkeypatch.setitem(sys.modules, "transformers", package)
    monkeypatch.setitem(sys.modules, "transformers.utils", utils)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    folder = tmp_path / "nb-bert"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    return folder


def test_a_transformer_writes_entities_over_all_its_windows(transformer: Path) -> None:
    model = choose(str(transformer), installed())
    nlp = load(model, installed())
    text = "Der kom Kari Moe fra Vinjevoll, sa Kari Kari og ingen fler " * 12
    found = [(span.text, span.label_) for span in nlp(text.strip()).ents]
    once = [("Kari Moe", "PER"), ("Vinjevoll", "GPE_LOC"), ("Kari", "PER"), ("Kari", "PER")]
    assert found == once * 12
    assert model.kind == "transformer"
    assert set(nlp.get_pipe("ner").labels) == {"PER", "GPE_LOC"}
    assert not nlp(" ").ents


def test_a_transformer_is_told_to_stay_offline(transformer: Path) -> None:
    import os

    load(choose(str(transformer), installed()), installed())
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_transformer_without_its_package_says_what_to_install(
    transformer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(PipelineError) as caught:
        load(choose(str(transformer), installed()), installed())
    assert "transformers" in caught.value.hint
