"""Load a Whisper checkpoint, in OpenAI's form or the hub's, so that a hostile file runs no code.

A .pt is a pickle inside a zip archive: torch reads it with `weights_only=True`, which builds tensors and
plain containers and nothing else. The hub's form is JSON and safetensors. Either way the dimensions are
checked before memory is set aside, and every tensor must have its place, its shape and finite numbers.
"""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.messages import one_line, say
from pipeline.weights import shards

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import ModelDimensions, Whisper

#: Least and greatest value of each dimension. Window, text length and mel bins are what openai-whisper's own
#: code expects; the greatest sizes are those of large-v3, the largest Whisper there is.
BOUNDS = {
    "n_mels": (80, 128),
    "n_audio_ctx": (1500, 1500),
    "n_audio_state": (4, 1280),
    "n_audio_head": (1, 20),
    "n_audio_layer": (1, 32),
    "n_vocab": (51_864, 51_866),
    "n_text_ctx": (448, 448),
    "n_text_state": (4, 1280),
    "n_text_head": (1, 20),
    "n_text_layer": (1, 32),
}
ENGLISH_ONLY_VOCABULARY = 51_864

LARGEST_JSON = 16_000_000  # bytes; the hub's are a few thousand

#: Where the hub's configuration keeps each dimension.
_CONFIG = {
    "n_mels": "num_mel_bins",
    "n_audio_ctx": "max_source_positions",
    "n_audio_state": "d_model",
    "n_audio_head": "encoder_attention_heads",
    "n_audio_layer": "encoder_layers",
    "n_vocab": "vocab_size",
    "n_text_ctx": "max_target_positions",
    "n_text_state": "d_model",
    "n_text_head": "decoder_attention_heads",
    "n_text_layer": "decoder_layers",
}

#: Parts of the hub's tensor names and what OpenAI calls them, applied in this order.
_NAMES = (
    ("encoder.layer_norm.", "encoder.ln_post."),
    ("decoder.layer_norm.", "decoder.ln."),
    (".embed_positions.weight", ".positional_embedding"),
    (".embed_tokens.", ".token_embedding."),
    (".layers.", ".blocks."),
    (".self_attn_layer_norm.", ".attn_ln."),
    (".encoder_attn_layer_norm.", ".cross_attn_ln."),
    (".final_layer_norm.", ".mlp_ln."),
    (".self_attn.", ".attn."),
    (".encoder_attn.", ".cross_attn."),
    (".q_proj.", ".query."),
    (".k_proj.", ".key."),
    (".v_proj.", ".value."),
    (".out_proj.", ".out."),
    (".fc1.", ".mlp.0."),
    (".fc2.", ".mlp.2."),
)


@dataclass(frozen=True)
class _Checkpoint:
    """What a file claims to be. `heads` are (layer, head) pairs whose attention follows the words' times."""

    dims: ModelDimensions
    tensors: Iterable[tuple[str, Tensor]]
    heads: tuple[tuple[int, int], ...] = ()


def load_whisper(path: Path, device: str, *, name: str = "") -> Whisper:
    """Load weights into openai-whisper's model, as 32-bit floats.

    Args:
        path: a .pt file, or a folder with config.json and safetensors.
        device: as torch calls it, `cpu` or `cuda`.
        name: of the model in the manifest. For OpenAI's own, openai-whisper knows which attention heads
            follow the words' times; a hub folder states them in generation_config.json; without either it
            is the last half of the decoder's layers.

    Raises:
        PipelineError: damaged, not a Whisper checkpoint, or one that knows only English.
    """
    import torch
    import whisper

    file = one_line(path.name)
    try:
        checkpoint = _hub_folder(path) if path.is_dir() else _openai_file(path)
        model = _empty(checkpoint.dims)
        _fill(model, checkpoint.tensors)
        known = whisper._ALIGNMENT_HEADS.get(name)
        if known is not None:
            model.set_alignment_heads(known)
        elif checkpoint.heads:
            mask = torch.zeros(checkpoint.dims.n_text_layer, checkpoint.dims.n_text_head, dtype=torch.bool)
            mask[tuple(zip(*checkpoint.heads, strict=True))] = True
            model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)
    except PipelineError:
        raise
    except OSError:
        raise PipelineError(
            say("weights.unreadable", file=file), hint=say("weights.unreadable.hint", folder=path.parent)
        ) from None
    except _EnglishOnlyError:
        raise PipelineError(
            say("weights.english_only", file=file), hint=say("weights.english_only.hint")
        ) from None
    except Exception:  # a foreign file can fail in any way, and what it makes torch say is not repeated
        raise PipelineError(
            say("weights.unloadable", file=file), hint=say("weights.unloadable.hint")
        ) from None
    return model.to(device).eval()


class _EnglishOnlyError(Exception):
    pass


def _openai_file(path: Path) -> _Checkpoint:
    import torch

    with zipfile.ZipFile(path) as archive:
        # torch stores entries as they are; a compressed one could swell beyond any memory
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            raise ValueError("compressed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        saved = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    dims = _dimensions(saved["dims"], path.stat().st_size)
    return _Checkpoint(dims, saved["model_state_dict"].items())


def _hub_folder(folder: Path) -> _Checkpoint:
    config = _json(folder / "config.json")
    if config["model_type"] != "whisper" or config.get("scale_embedding", False):
        raise ValueError("another architecture")
    if config.get("activation_function", "gelu") != "gelu":
        raise ValueError("another activation")
    files = shards(folder)
    dims = _dimensions(
        {ours: config[theirs] for ours, theirs in _CONFIG.items()}, sum(file.stat().st_size for file in files)
    )
    generation = folder / "generation_config.json"
    heads = _json(generation).get("alignment_heads") if generation.is_file() else None
    return _Checkpoint(dims, _hub_tensors(files), _heads(heads or [], dims))


def _hub_tensors(files: Iterable[Path]) -> Iterator[tuple[str, Tensor]]:
    """The tensors of these files one by one, under OpenAI's names; `proj_out` is the token embedding."""
    from safetensors import safe_open

    for file in files:
        with safe_open(file, framework="pt", device="cpu") as source:
            for key in source.keys():  # noqa: SIM118 -- not a mapping
                name = key.removeprefix("model.")
                if name == "proj_out.weight":
                    name = "decoder.embed_tokens.weight"
                for theirs, ours in _NAMES:
                    name = name.replace(theirs, ours)
                yield name, source.get_tensor(key)


def _json(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST_JSON:
        raise ValueError("too large")
    read = json.loads(path.read_text("utf-8"))
    if not isinstance(read, dict):
        raise TypeError("not an object")
    return read


def _dimensions(claimed: Mapping[str, object], size_bytes: int) -> ModelDimensions:
    """The dimensions, if openai-whisper can run them and the file is large enough to hold such a model."""
    from whisper.model import ModelDimensions

    values = {}
    for field in fields(ModelDimensions):
        value = claimed[field.name]
        least, greatest = BOUNDS[field.name]
        if type(value) is not int or not least <= value <= greatest:
            raise ValueError(field.name)
        values[field.name] = value
    dims = ModelDimensions(**values)
    if dims.n_vocab == ENGLISH_ONLY_VOCABULARY:
        raise _EnglishOnlyError
    state = dims.n_audio_state
    if (
        dims.n_mels not in BOUNDS["n_mels"]
        or state != dims.n_text_state
        or state % 2
        or state % dims.n_audio_head
        or state % dims.n_text_head
    ):
        raise ValueError("dimensions do not fit each other")
    # 12 state² weights in an encoder layer, 16 in a decoder layer, and none takes less than a byte
    weights = state**2 * (12 * dims.n_audio_layer + 16 * dims.n_text_layer) + state * dims.n_vocab
    if weights > size_bytes:
        raise ValueError("smaller than its model")
    return dims


def _heads(pairs: list[list[int]], dims: ModelDimensions) -> tuple[tuple[int, int], ...]:
    heads = tuple((layer, head) for layer, head in pairs)
    for layer, head in heads:
        if layer not in range(dims.n_text_layer) or head not in range(dims.n_text_head):
            raise ValueError("no such attention head")
    return heads


def _empty(dims: ModelDimensions) -> Whisper:
    """The model without its random first weights, which take half a minute for the large one."""
    from torch.overrides import TorchFunctionMode
    from whisper.model import Whisper

    class Unfilled(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if getattr(func, "__name__", "") in {"kaiming_uniform_", "uniform_", "normal_"}:
                return args[0] if args else kwargs["tensor"]
            return func(*args, **(kwargs or {}))

    with Unfilled():
        return Whisper(dims)


def _fill(model: Whisper, tensors: Iterable[tuple[str, Tensor]]) -> None:
    """Copy every tensor to its place, one at a time; none may be missing, left over or of another shape."""
    import torch

    places = model.state_dict()
    empty = set(places)
    for name, tensor in tensors:
        place = places[name]
        numbers = tensor.layout == torch.strided and tensor.device.type == "cpu"
        if not numbers or tensor.shape != place.shape or tensor.dtype.is_complex:
            raise ValueError(name)
        if name in empty:
            place.copy_(tensor)
        # given twice: the output layer, which Whisper shares with the token embedding
        elif not torch.equal(place, tensor.to(place.dtype)):
            raise ValueError(name)
        if not bool(place.sum().isfinite()):  # one number that is not finite makes the sum so
            raise ValueError(name)
        empty.discard(name)
    if empty:
        raise ValueError("incomplete")
