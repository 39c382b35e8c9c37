"""The list of models, where their files lie, and how damage is found."""

import dataclasses
import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.messages import catalogue, use_language
from pipeline.weights import (
    RECEIPT,
    File,
    Model,
    Weights,
    installed,
    shards,
    size_text,
)

CONTENTS = b"weights of nobody"

MANIFEST = f"""
[[model]]
name = "one"
aliases = ["uno"]
kind = "openai-whisper"
engine = "openai-whisper"
licence = "MIT"
note = "openai"
encoder_m = 2.0
decoder_m = 4.0
files = [{{ path = "one.pt", url = "https://models.example/one.pt", sha256 = "{
    hashlib.sha256(CONTENTS).hexdigest()
}", bytes = {len(CONTENTS)} }}]

[[model]]
name = "folder"
kind = "hf-whisper"
engine = "openai-whisper"
note = "nb_whisper"
about_bytes = 151_000_000
files = [
    {{ path = "config.json", url = "https://models.example/config.json" }},
    {{ path = "model.safetensors", url = "https://models.example/model.safetensors" }},
]

[[model]]
name = "inside"
kind = "openai-whisper"
engine = "openai-whisper"
note = "sample"
embedded = true
sample_only = true
join_utterances = false
files = [{{ path = "inside.pt", sha256 = "{hashlib.sha256(CONTENTS).hexdigest()}", bytes = {len(CONTENTS)} }}]
"""


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    use_language("en")
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "manifest.toml").write_text(MANIFEST)
    return Weights(tmp_path / "shipped", tmp_path / "models")


@pytest.fixture(autouse=True)
def _language_of_the_user():
    yield
    use_language(None)


def lay(weights: Weights, model: Model, data: bytes = CONTENTS) -> Path:
    folder = weights.folder(model)
    folder.mkdir(parents=True, exist_ok=True)
    for file in model.files:
        (folder / file.path).write_bytes(data)
    return folder


# the manifest that ships


SHIPPED = installed().models()


@pytest.mark.parametrize("model", SHIPPED, ids=lambda model: model.name)
def test_every_model_of_the_manifest_says_where_it_is_from_and_what_it_may_be_used_for(model: Model) -> None:
    assert model.licence in {"MIT", "Apache-2.0"}
    assert model.source
    assert f"weights.note.{model.note}" in catalogue()
    assert 0 < model.longest_window_ms <= 30_000
    assert model.size_bytes
    assert len({file.path for file in model.files}) == len(model.files) > 0
    for file in model.files:
        assert Path(file.path).name == file.path
        assert bool(file.url) is not model.embedded
        assert file.url.startswith("https://") or model.embedded
        assert not file.sha256 or len(bytes.fromhex(file.sha256)) == 32
        assert file.sha256 or model.kind == "hf-whisper"


def test_no_two_models_share_a_name_or_alias() -> None:
    names = [name for model in SHIPPED for name in (model.name, *model.aliases)]
    assert len(set(names)) == len(names)


def test_no_model_of_the_manifest_knows_only_english() -> None:
    assert not [model.name for model in SHIPPED if model.name.endswith(".en")]


def test_openais_urls_and_digests_are_those_of_its_own_package() -> None:
    import whisper

    ours = {m.name: m.files[0] for m in SHIPPED if m.source == "https://github.com/openai/whisper"}
    assert {"tiny", "base", "small", "medium", "large-v2", "large-v3", "large-v3-turbo"} == set(ours)
    for name, file in ours.items():
        assert file.url == whisper._MODELS[name]
        assert file.url.split("/")[-2] == file.sha256
        assert name in whisper._ALIGNMENT_HEADS


@pytest.mark.parametrize("name", ["embedded-nb", "silero-vad", "names-nb"])
def test_the_models_that_ship_are_here_and_whole(name: str) -> None:
    weights = installed()
    model = weights.find(name)
    assert model.embedded
    assert weights.verify(model).checked
    assert weights.locate(model).stat().st_size == model.size_bytes


def test_the_embedded_model_is_for_the_sample_and_reads_one_utterance_a_window() -> None:
    model = installed().find("embedded-nb")
    assert model.sample_only
    assert not model.join_utterances
    assert all(not other.sample_only and other.join_utterances for other in SHIPPED if other != model)


def test_a_larger_model_costs_more_work_and_turbo_less_than_the_one_it_was_made_from() -> None:
    work = {model.name: model.work for model in SHIPPED if model.work is not None}
    order = ["embedded-nb", "tiny", "base", "small", "large-v3-turbo", "large-v3"]
    assert sorted(order, key=work.__getitem__) == order
    assert installed().find("medium").parameters_m == pytest.approx(762.3)
    assert installed().find("silero-vad").work is None


# names and paths


@pytest.mark.parametrize(("wanted", "name"), [("turbo", "large-v3-turbo"), ("large", "large-v3")])
def test_an_alias_finds_its_model(wanted: str, name: str) -> None:
    assert installed().find(wanted).name == name


@pytest.mark.parametrize(
    ("wanted", "near"),
    [("nb-wisper-larg", "nb-whisper-large"), ("Medium", "medium"), ("large-v3 turbo", "large-v3-turbo")],
)
def test_an_unknown_name_is_answered_with_the_nearest_ones(wanted: str, near: str) -> None:
    use_language("en")
    with pytest.raises(PipelineError) as caught:
        installed().find(wanted)
    assert wanted in caught.value.message
    assert near in caught.value.hint


@pytest.mark.parametrize("wanted", ["zzzz", "", "~nobody-lives-here", "x" * 5000, "with\nnewline"])
def test_a_name_like_no_other_is_refused_in_one_line(weights: Weights, wanted: str) -> None:
    with pytest.raises(PipelineError) as caught:
        weights.find(wanted)
    assert "models list" in caught.value.hint
    assert "\n" not in caught.value.message


def test_a_name_of_the_manifest_wins_over_a_folder_of_the_same_name(
    weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").mkdir()
    monkeypatch.chdir(tmp_path)
    assert weights.find("one").local is None


def test_a_path_to_a_file_of_ones_own_is_a_model(weights: Weights, tmp_path: Path) -> None:
    path = tmp_path / "mitt\nnettverk.pt"
    path.write_bytes(b"something else")
    model = weights.find(str(path))
    assert (model.kind, model.engine, model.local) == ("openai-whisper", "openai-whisper", path)
    assert model.name == r"mitt\nnettverk.pt"
    assert model.parameters_m is None
    assert weights.locate(model) == path


def test_a_known_model_that_lies_elsewhere_is_recognised_by_its_contents(
    weights: Weights, tmp_path: Path
) -> None:
    path = tmp_path / "copied.pt"
    path.write_bytes(CONTENTS)
    model = weights.find(str(path))
    assert (model.name, model.local) == ("one", path)
    assert weights.locate(model) == path
    assert weights.verify(model).checked


def test_a_hub_folder_is_a_model_with_the_files_that_will_be_read(weights: Weights, tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "pytorch_model.bin"):
        (folder / name).write_bytes(b"{}")
    model = weights.find(str(folder))
    assert (model.name, model.kind) == ("hub/", "hf-whisper")
    assert [file.path for file in model.files] == ["config.json", "model.safetensors"]
    assert weights.locate(model) == folder
    assert not weights.verify(model).checked


@pytest.mark.parametrize("wanted", ["missing.pt", "missing/folder", "."])
def test_a_path_without_a_model_says_what_to_give_instead(
    weights: Weights, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipelineError) as caught:
        weights.find(wanted)
    assert "config.json" in caught.value.hint


@pytest.mark.parametrize(
    "index",
    [
        '{"weight_map": {"a": "../outside.safetensors"}}',
        '{"weight_map": {"a": "/outside.safetensors"}}',
        '{"weight_map": {"a": "pytorch_model.bin"}}',
        '{"weight_map": {"a": 1}}',
        '{"weight_map": {}}',
        '{"weight_map": []}',
        "[]",
        "{",
        "[" * 100_000,
    ],
)
def test_an_index_of_shards_names_files_of_its_own_folder_or_is_refused(index: str, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors.index.json").write_text(index)
    with pytest.raises(PipelineError):
        shards(tmp_path)


def test_shards_are_the_files_that_the_index_names_once_each(tmp_path: Path) -> None:
    index = {"weight_map": {"a": "2.safetensors", "b": "1.safetensors", "c": "2.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    assert [path.name for path in shards(tmp_path)] == ["1.safetensors", "2.safetensors"]


# where files lie


def test_the_environment_moves_fetched_models_and_leaves_those_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = installed()
    monkeypatch.setenv("RENSKRIV_MODELS", str(tmp_path))
    moved = installed()
    assert moved.folder(moved.find("tiny")) == tmp_path / "fetched" / "tiny"
    assert moved.folder(moved.find("embedded-nb")) == usual.folder(usual.find("embedded-nb"))


def test_a_model_put_in_its_place_by_hand_is_found(weights: Weights) -> None:
    model = weights.find("one")
    assert not weights.present(model)
    lay(weights, model)
    assert weights.present(model)
    assert weights.locate(model) == weights.root / "fetched" / "one" / "one.pt"
    assert weights.verify(model).digest == hashlib.sha256(CONTENTS).hexdigest()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_missing_model_says_what_to_type_and_where_to_put_which_file(
    weights: Weights, language: str
) -> None:
    use_language(language)
    with pytest.raises(PipelineError) as caught:
        weights.locate(weights.find("one"))
    hint = caught.value.hint
    assert "`renskriv models fetch one`" in hint
    assert "https://models.example/one.pt" in hint
    assert str(weights.root / "fetched" / "one") in hint
    assert "\n" not in caught.value.message + hint


def test_of_a_model_in_several_files_only_the_missing_ones_are_named(weights: Weights) -> None:
    model = weights.find("folder")
    (lay(weights, model) / "config.json").unlink()
    with pytest.raises(PipelineError) as caught:
        weights.locate(model)
    assert "config.json" in caught.value.message
    assert "safetensors" not in caught.value.message + caught.value.hint


def test_a_missing_embedded_model_is_not_fetched_but_comes_with_the_program(weights: Weights) -> None:
    with pytest.raises(PipelineError) as caught:
        weights.locate(weights.find("inside"))
    assert "fetch" not in caught.value.hint
    assert str(weights.shipped / "embedded") in caught.value.hint


# damage


@pytest.mark.parametrize("damage", [b"", CONTENTS[:-1], CONTENTS[:-1] + b"X", CONTENTS + b"\0"])
@pytest.mark.parametrize(("name", "file"), [("one", "one.pt"), ("inside", "inside.pt")])
def test_a_damaged_file_is_named_with_what_to_do(
    weights: Weights, name: str, file: str, damage: bytes
) -> None:
    model = weights.find(name)
    lay(weights, model, damage)
    with pytest.raises(PipelineError) as caught:
        weights.verify(model)
    assert file in caught.value.message
    assert str(weights.folder(model)) in caught.value.hint


def test_verifying_a_missing_model_says_that_it_is_missing(weights: Weights) -> None:
    with pytest.raises(PipelineError, match="not on this machine"):
        weights.verify(weights.find("one"))


def test_a_receipt_tells_damage_where_the_manifest_has_no_digest(weights: Weights) -> None:
    model = weights.find("folder")
    folder = lay(weights, model)
    digest = hashlib.sha256(CONTENTS).hexdigest()
    entries = {file.path: {"bytes": len(CONTENTS), "sha256": digest} for file in model.files}
    assert not weights.verify(model).checked
    (folder / RECEIPT).write_text(json.dumps({"files": entries}))
    assert weights.verify(model).checked
    (folder / "model.safetensors").write_bytes(CONTENTS[::-1])
    with pytest.raises(PipelineError, match=r"model\.safetensors"):
        weights.verify(model)


@pytest.mark.parametrize("receipt", [b"", b"{", b"[]", b'{"files": 1}', b'{"files": {"a": {}}}', b"\xff"])
def test_a_damaged_receipt_counts_as_none(weights: Weights, receipt: bytes) -> None:
    model = weights.find("folder")
    (lay(weights, model) / RECEIPT).write_bytes(receipt)
    assert not weights.verify(model).checked


def test_the_digest_of_a_model_in_several_files_changes_with_each_of_them(weights: Weights) -> None:
    model = weights.find("folder")
    folder = lay(weights, model)
    seen = {weights.verify(model).digest}
    for file in model.files:
        (folder / file.path).write_bytes(b"other")
        seen.add(weights.verify(model).digest)
    assert len(seen) == 3


def test_a_file_of_ones_own_is_checked_by_the_checksums_in_it(weights: Weights, tmp_path: Path) -> None:
    path = tmp_path / "own.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("own/data/0", bytes(10_000))
    assert weights.verify(weights.find(str(path))).checked
    damaged = bytearray(path.read_bytes())
    damaged[5000] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(PipelineError, match=r"own\.pt"):
        weights.verify(weights.find(str(path)))
    path.write_bytes(damaged[:5000])
    with pytest.raises(PipelineError, match=r"own\.pt"):
        weights.verify(weights.find(str(path)))


@pytest.mark.parametrize(
    "damage", ["", "model = 1", "[[model]]\nname = 1", "[[model]", '[[model]]\nfiles = []\nunheard_of = "x"']
)
def test_a_damaged_manifest_is_an_error_that_says_so(weights: Weights, damage: str) -> None:
    (weights.shipped / "manifest.toml").write_text(damage)
    with pytest.raises(PipelineError, match=r"manifest\.toml"):
        weights.models()


# the list


def test_the_list_says_what_is_here_how_large_it_is_and_what_it_is_for(weights: Weights) -> None:
    lay(weights, weights.find("one"))
    rows = {row.name: row for row in weights.rows()}
    assert list(rows) == ["one", "folder", "inside"]
    assert rows["one"].present
    assert not rows["folder"].present
    assert rows["folder"].size == "~151 MB"
    assert rows["inside"].sample_only
    assert "human" in rows["inside"].note


@pytest.mark.parametrize(
    ("size", "exact", "language", "text"),
    [
        (19_363_984, True, "nb", "19 MB"),
        (3_087_371_615, True, "nb", "3,1 GB"),
        (3_087_371_615, True, "en", "3.1 GB"),
        (151_000_000, False, "en", "~151 MB"),
        (None, False, "en", "~"),
    ],
)
def test_sizes_are_written_for_people(size: int | None, exact: bool, language: str, text: str) -> None:
    use_language(language)
    assert size_text(size, exact=exact) == text


def test_a_model_is_frozen(weights: Weights) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        weights.find("one").name = "two"  # type: ignore[misc]
    assert isinstance(weights.find("one").files[0], File)
