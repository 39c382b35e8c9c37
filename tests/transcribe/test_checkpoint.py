"""Checkpoints in both forms give the same model; damaged and hostile ones give one clear line."""

import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from whisper import _ALIGNMENT_HEADS
from whisper.model import ModelDimensions, Whisper

from pipeline.errors import PipelineError
from pipeline.messages import use_language
from pipeline.transcribe.engines.checkpoint import load_whisper
from pipeline.weights import installed

DIMS: dict[str, Any] = {
    "n_mels": 80,
    "n_audio_ctx": 1500,
    "n_audio_state": 8,
    "n_audio_head": 2,
    "n_audio_layer": 2,
    "n_vocab": 51_865,
    "n_text_ctx": 448,
    "n_text_state": 8,
    "n_text_head": 2,
    "n_text_layer": 3,
}

CONFIG: dict[str, Any] = {
    "model_type": "whisper",
    "num_mel_bins": 80,
    "max_source_positions": 1500,
    "d_model": 8,
    "encoder_attention_heads": 2,
    "encoder_layers": 2,
    "vocab_size": 51_865,
    "max_target_positions": 448,
    "decoder_attention_heads": 2,
    "decoder_layers": 3,
    "scale_embedding": False,
    "activation_function": "gelu",
}


@pytest.fixture(scope="module")
def state() -> dict[str, torch.Tensor]:
    """The weights of a tiny model, random but for the places that Whisper leaves as memory was."""
    torch.manual_seed(5)
    model = Whisper(ModelDimensions(**DIMS))
    torch.nn.init.normal_(model.decoder.positional_embedding)
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def in_hub_names(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The same tensors as the hub calls them, written down by layer and not by the loader's table."""
    there = {
        "model.encoder.conv1.weight": "encoder.conv1.weight",
        "model.encoder.conv1.bias": "encoder.conv1.bias",
        "model.encoder.conv2.weight": "encoder.conv2.weight",
        "model.encoder.conv2.bias": "encoder.conv2.bias",
        "model.encoder.embed_positions.weight": "encoder.positional_embedding",
        "model.encoder.layer_norm.weight": "encoder.ln_post.weight",
        "model.encoder.layer_norm.bias": "encoder.ln_post.bias",
        "model.decoder.embed_tokens.weight": "decoder.token_embedding.weight",
        "model.decoder.embed_positions.weight": "decoder.positional_embedding",
        "model.decoder.layer_norm.weight": "decoder.ln.weight",
        "model.decoder.layer_norm.bias": "decoder.ln.bias",
    }
    for side, layers in (("encoder", 2), ("decoder", 3)):
        for layer in range(layers):
            hub, ours = f"model.{side}.layers.{layer}", f"{side}.blocks.{layer}"
            attentions = [("self_attn", "attn")]
            if side == "decoder":
                attentions.append(("encoder_attn", "cross_attn"))
            for theirs, mine in attentions:
                for projection, role in zip("qkv", ("query", "key", "value"), strict=True):
                    there[f"{hub}.{theirs}.{projection}_proj.weight"] = f"{ours}.{mine}.{role}.weight"
                    if role != "key":
                        there[f"{hub}.{theirs}.{projection}_proj.bias"] = f"{ours}.{mine}.{role}.bias"
                for kind in ("weight", "bias"):
                    there[f"{hub}.{theirs}.out_proj.{kind}"] = f"{ours}.{mine}.out.{kind}"
                    there[f"{hub}.{theirs}_layer_norm.{kind}"] = f"{ours}.{mine}_ln.{kind}"
            for kind in ("weight", "bias"):
                there[f"{hub}.fc1.{kind}"] = f"{ours}.mlp.0.{kind}"
                there[f"{hub}.fc2.{kind}"] = f"{ours}.mlp.2.{kind}"
                there[f"{hub}.final_layer_norm.{kind}"] = f"{ours}.mlp_ln.{kind}"
    assert sorted(there.values()) == sorted(state)
    return {hub: state[ours].contiguous() for hub, ours in there.items()}


def save_pt(path: Path, state: Any, dims: Any = None, **changed: Any) -> Path:
    torch.save({"dims": {**(dims or DIMS), **changed}, "model_state_dict": state}, path)
    return path


def save_hub(
    folder: Path, tensors: dict[str, torch.Tensor], *, generation: Any = None, **changed: Any
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG | changed))
    if generation is not None:
        (folder / "generation_config.json").write_text(json.dumps(generation))
    save_file(tensors, folder / "model.safetensors")
    return folder


def logits(model: Whisper) -> torch.Tensor:
    mel = torch.randn(1, 80, 3000, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        return model(mel, torch.tensor([[50_258, 50_288, 50_359, 17]]))


def heads(model: Whisper) -> list[list[int]]:
    return model.alignment_heads.to_dense().nonzero().tolist()


def refusal(path: Path) -> PipelineError:
    use_language("en")
    try:
        with pytest.raises(PipelineError) as caught:
            load_whisper(path, "cpu")
    finally:
        use_language(None)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value


# both forms


def test_both_forms_give_the_logits_of_the_model_that_was_saved(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    model = Whisper(ModelDimensions(**DIMS))
    model.load_state_dict(state)
    expected = logits(model)
    assert torch.equal(logits(load_whisper(save_pt(tmp_path / "own.pt", state), "cpu")), expected)
    hub = save_hub(tmp_path / "hub", in_hub_names(state))
    assert torch.equal(logits(load_whisper(hub, "cpu")), expected)


def test_a_hub_model_may_lie_in_several_files(state: dict[str, torch.Tensor], tmp_path: Path) -> None:
    tensors = in_hub_names(state)
    whole = save_hub(tmp_path / "whole", tensors)
    parts = save_hub(tmp_path / "parts", {})
    (parts / "model.safetensors").unlink()
    where = {name: f"model-{i % 2 + 1}-of-2.safetensors" for i, name in enumerate(tensors)}
    for file in set(where.values()):
        save_file({name: tensors[name] for name in tensors if where[name] == file}, parts / file)
    (parts / "model.safetensors.index.json").write_text(json.dumps({"weight_map": where}))
    assert torch.equal(logits(load_whisper(parts, "cpu")), logits(load_whisper(whole, "cpu")))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("form", ["pt", "hub"])
def test_half_precision_is_read_into_single(
    state: dict[str, torch.Tensor], tmp_path: Path, dtype: torch.dtype, form: str
) -> None:
    half = {name: tensor.to(dtype) for name, tensor in state.items()}
    path = (
        save_pt(tmp_path / "own.pt", half) if form == "pt" else save_hub(tmp_path / "hub", in_hub_names(half))
    )
    model = load_whisper(path, "cpu")
    assert all(tensor.dtype == torch.float32 for tensor in model.state_dict().values())
    assert all(torch.equal(model.state_dict()[name], tensor.float()) for name, tensor in half.items())


def test_an_output_layer_that_repeats_the_embedding_is_accepted_and_another_one_is_not(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    tensors = in_hub_names(state)
    embedding = tensors["model.decoder.embed_tokens.weight"]
    load_whisper(save_hub(tmp_path / "tied", tensors | {"proj_out.weight": embedding.clone()}), "cpu")
    refusal(save_hub(tmp_path / "untied", tensors | {"proj_out.weight": embedding + 1}))


def test_the_embedded_model_loads_as_openai_whisper_itself_loads_it() -> None:
    import whisper

    weights = installed()
    path = weights.locate(weights.find("embedded-nb"))
    ours = load_whisper(path, "cpu", name="embedded-nb")
    theirs = whisper.load_model(str(path), device="cpu")
    assert ours.dims == theirs.dims
    assert all(torch.equal(ours.state_dict()[n], t) for n, t in theirs.state_dict().items())
    assert heads(ours) == heads(theirs)


# which attention heads follow the words' times


def test_without_a_word_on_alignment_the_last_half_of_the_layers_is_used(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    model = load_whisper(save_hub(tmp_path / "hub", in_hub_names(state), generation={}), "cpu")
    assert heads(model) == [[1, 0], [1, 1], [2, 0], [2, 1]]


def test_a_hub_folder_states_its_alignment_heads(state: dict[str, torch.Tensor], tmp_path: Path) -> None:
    generation = {"alignment_heads": [[0, 1], [2, 0]]}
    model = load_whisper(save_hub(tmp_path / "hub", in_hub_names(state), generation=generation), "cpu")
    assert heads(model) == [[0, 1], [2, 0]]


@pytest.mark.parametrize("wrong", [[[3, 0]], [[0, 2]], [[-1, 0]], [[0]], ["ab"], 7, [[0.5, 0]]])
def test_alignment_heads_that_the_model_does_not_have_are_refused(
    state: dict[str, torch.Tensor], tmp_path: Path, wrong: Any
) -> None:
    refusal(save_hub(tmp_path / "hub", in_hub_names(state), generation={"alignment_heads": wrong}))


def test_openais_models_get_the_heads_that_its_package_knows(tmp_path: Path) -> None:
    dims = DIMS | {"n_audio_head": 6, "n_text_head": 6, "n_text_layer": 4, "n_audio_layer": 1}
    dims |= {"n_audio_state": 12, "n_text_state": 12}
    model = Whisper(ModelDimensions(**dims))
    torch.nn.init.zeros_(model.decoder.positional_embedding)
    path = save_pt(tmp_path / "tiny.pt", model.state_dict(), dims)
    model.set_alignment_heads(_ALIGNMENT_HEADS["tiny"])
    assert heads(load_whisper(path, "cpu", name="tiny")) == heads(model)
    assert heads(load_whisper(path, "cpu")) != heads(model)


# hostile files


class Hostile:
    """Unpickling this runs code: it makes a folder, which stays behind as a trace."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.trace),)


def hostile_archive(path: Path, evil: Hostile) -> None:
    save_pt(path, {"encoder.conv1.weight": evil})


def hostile_dims(path: Path, evil: Hostile) -> None:
    torch.save({"dims": evil, "model_state_dict": {}}, path)


def hostile_legacy(path: Path, evil: Hostile) -> None:
    torch.save({"dims": DIMS, "model_state_dict": evil}, path, _use_new_zipfile_serialization=False)


def hostile_pickle(path: Path, evil: Hostile) -> None:
    path.write_bytes(pickle.dumps({"dims": DIMS, "model_state_dict": evil}))


@pytest.mark.parametrize("make", [hostile_archive, hostile_dims, hostile_legacy, hostile_pickle])
def test_a_hostile_checkpoint_runs_no_code(tmp_path: Path, make: Callable[[Path, Hostile], None]) -> None:
    trace, path = tmp_path / "code-was-run", tmp_path / "hostile.pt"
    make(path, Hostile(trace))
    error = refusal(path)
    assert not trace.exists()
    assert "hostile.pt" in error.message
    assert "mkdir" not in error.message + error.hint
    # and it would have: the same file, opened carelessly
    if make is hostile_pickle:
        pickle.loads(path.read_bytes())  # noqa: S301
    else:
        torch.load(path, weights_only=False)
    assert trace.exists()


def test_a_hostile_pickle_beside_a_hub_model_is_not_opened(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    trace = tmp_path / "code-was-run"
    folder = save_hub(tmp_path / "hub", in_hub_names(state))
    hostile_pickle(folder / "pytorch_model.bin", Hostile(trace))
    load_whisper(folder, "cpu")
    (folder / "model.safetensors").unlink()
    refusal(folder)
    assert not trace.exists()


def test_the_environment_cannot_make_a_checkpoint_run_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")
    hostile_archive(tmp_path / "hostile.pt", Hostile(tmp_path / "code-was-run"))
    refusal(tmp_path / "hostile.pt")
    assert not (tmp_path / "code-was-run").exists()


LARGE = {
    "n_mels": 128,
    "n_audio_state": 1280,
    "n_audio_head": 20,
    "n_audio_layer": 32,
    "n_vocab": 51_866,
    "n_text_state": 1280,
    "n_text_head": 20,
    "n_text_layer": 32,
}


@pytest.mark.parametrize(
    "changed",
    [
        {"n_audio_layer": 10**9},
        {"n_audio_state": 10**6, "n_text_state": 10**6},
        {"n_audio_ctx": 10**9},
        {"n_text_ctx": 10**6},
        {"n_vocab": 10**9},
        {"n_audio_layer": -1},
        {"n_audio_layer": 2.0},
        {"n_audio_layer": True},
        {"n_audio_layer": "2"},
        {"n_audio_head": 3},
        {"n_text_head": 0},
        {"n_mels": 100},
        {"n_text_state": 16},
        LARGE,
    ],
    ids=str,
)
def test_a_file_that_claims_sizes_it_cannot_have_is_refused_before_memory_is_set_aside(
    state: dict[str, torch.Tensor], tmp_path: Path, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.transcribe.engines.checkpoint._empty", lambda dims: pytest.fail("built"))
    refusal(save_pt(tmp_path / "own.pt", state, **changed))


def test_an_archive_that_swells_when_it_is_opened_is_refused(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    plain = save_pt(tmp_path / "own.pt", state)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(tmp_path / "swelling.pt", "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    refusal(tmp_path / "swelling.pt")


# damaged files, and files of another kind


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_half_a_file_is_refused(state: dict[str, torch.Tensor], tmp_path: Path, share: float) -> None:
    path = save_pt(tmp_path / "own.pt", state)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "own.pt" in refusal(path).message
    folder = save_hub(tmp_path / "hub", in_hub_names(state))
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    refusal(folder)


def test_a_file_that_is_not_there_is_an_error_that_says_where(tmp_path: Path) -> None:
    assert str(tmp_path) in refusal(tmp_path / "missing.pt").hint


@pytest.mark.parametrize(
    "saved",
    [
        {},
        [],
        {"dims": DIMS},
        {"dims": None, "model_state_dict": {}},
        {"dims": DIMS, "model_state_dict": []},
        {"dims": {}, "model_state_dict": {}},
        {"state_dict": {"weight": torch.zeros(2)}},
        torch.zeros(3),
    ],
    ids=str,
)
def test_a_checkpoint_of_something_else_is_refused(tmp_path: Path, saved: Any) -> None:
    torch.save(saved, tmp_path / "other.pt")
    refusal(tmp_path / "other.pt")


@pytest.mark.parametrize("data", [b"", b"not a model", bytes(5000)])
def test_a_file_that_is_no_checkpoint_at_all_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "other.pt").write_bytes(data)
    assert "other.pt" in refusal(tmp_path / "other.pt").message


def without(state: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in state.items() if key != name}


FIRST = "encoder.conv1.bias"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: without(state, FIRST),
        lambda state: state | {"decoder.extra": torch.zeros(1)},
        lambda state: state | {FIRST: torch.zeros(9)},
        lambda state: state | {FIRST: torch.full((8,), float("nan"))},
        lambda state: state | {FIRST: torch.full((8,), float("inf"))},
        lambda state: state | {FIRST: torch.zeros(8, dtype=torch.complex64)},
        lambda state: state | {FIRST: torch.zeros(8, device="meta")},
        lambda state: state | {FIRST: torch.zeros(8).to_sparse()},
        lambda state: state | {FIRST: [0.0] * 8},
    ],
    ids=["missing", "extra", "shape", "nan", "infinite", "complex", "nowhere", "sparse", "list"],
)
def test_every_tensor_must_have_its_place_shape_and_numbers(
    state: dict[str, torch.Tensor], tmp_path: Path, spoil: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    refusal(save_pt(tmp_path / "own.pt", spoil(dict(state))))


@pytest.mark.parametrize(
    "changed",
    [
        {"model_type": "wav2vec2"},
        {"scale_embedding": True},
        {"activation_function": "relu"},
        {"d_model": None},
        {"encoder_layers": 3},
        {"vocab_size": 10**9},
    ],
    ids=str,
)
def test_a_hub_folder_of_another_model_is_refused(
    state: dict[str, torch.Tensor], tmp_path: Path, changed: dict[str, Any]
) -> None:
    refusal(save_hub(tmp_path / "hub", in_hub_names(state), **changed))


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", "[" * 100_000, "\0"])
def test_a_damaged_configuration_is_refused(
    state: dict[str, torch.Tensor], tmp_path: Path, text: str
) -> None:
    folder = save_hub(tmp_path / "hub", in_hub_names(state))
    (folder / "config.json").write_text(text)
    refusal(folder)


def test_a_configuration_of_many_gigabytes_is_not_read(
    state: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    folder = save_hub(tmp_path / "hub", in_hub_names(state))
    with (folder / "config.json").open("wb") as hole:
        hole.truncate(10**12)
    refusal(folder)


def test_a_model_that_knows_only_english_is_refused_as_such(tmp_path: Path) -> None:
    dims = DIMS | {"n_vocab": 51_864}
    model = Whisper(ModelDimensions(**dims))
    path = save_pt(tmp_path / "tiny.en.pt", model.state_dict(), dims)
    assert "English" in refusal(path).message


def test_names_are_shown_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.pt"
    path.write_bytes(b"x")
    assert r"two\nlines.pt" in refusal(path).message
