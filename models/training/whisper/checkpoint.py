"""Checkpoints that `whisper.load_model` accepts: large while training goes on, small when it is finished.

The small form has float16 weights, but the token embedding, 70 % of all, as whole numbers of 8 bits. Their
common scale is folded into the neighbouring layers. Everything that is added to the decoder's residual stream
is multiplied by it: layer norms do not see a common factor, but for their epsilon. The last layer norm is
divided by it: its output meets the tied embedding. So loading needs no code of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor
from whisper.model import ModelDimensions

from .network import BIAS, Network

UNSEEN = -0.7  # bias of tokens that never occur in training, times BIAS
LARGEST = 0.72  # what embedding values are clipped to: -UNSEEN and a little more

_EMBEDDING = "decoder.token_embedding.weight"
_NORM = ("decoder.ln.weight", "decoder.ln.bias")
_ADDED = tuple(
    f".{layer}.{kind}" for layer in ("attn.out", "cross_attn.out", "mlp.2") for kind in ("weight", "bias")
)

State = dict[str, Tensor]


def save(network: Network, weights: Mapping[str, Tensor], path: Path) -> None:
    """Write weights of a network as a checkpoint with Whisper's whole vocabulary, float32."""
    state = {
        name.removeprefix("model."): value.float()
        for name, value in weights.items()
        if name.startswith("model.")
    }
    embedding = torch.zeros(network.dims.n_vocab, network.dims.n_text_state)
    embedding[:, 0] = UNSEEN
    embedding[list(network.vocabulary.ids)] = state[_EMBEDDING]
    state[_EMBEDDING] = embedding
    weight, bias = _NORM
    state[weight], state[bias] = network.final_norm(state[weight], state[bias])
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"dims": asdict(network.dims), "model_state_dict": state}, path)


def load(path: Path) -> tuple[ModelDimensions, State]:
    """Dimensions and float32 weights of a checkpoint of either form, at the scale of training."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    state = {name: value.float() for name, value in checkpoint["model_state_dict"].items()}
    scale = BIAS / float(state["decoder.ln.bias"][0])
    return ModelDimensions(**checkpoint["dims"]), folded(state, 1 / scale)


def known_tokens(state: State) -> set[int]:
    """The tokens that a model was trained on."""
    bias: Tensor = state[_EMBEDDING][:, 0]
    return {int(token) for token in torch.nonzero(bias > 0.9 * UNSEEN)}


def folded(state: Mapping[str, Tensor], scale: float) -> State:
    """The same model with a token embedding that is `scale` times as large."""
    factors = {_EMBEDDING: scale, "decoder.positional_embedding": scale} | dict.fromkeys(_NORM, 1 / scale)
    for name in state:
        if name.startswith("decoder.blocks.") and name.endswith(_ADDED):
            factors[name] = scale
    return {name: value * factors.get(name, 1.0) for name, value in state.items()}


def shrunk(state: Mapping[str, Tensor]) -> State:
    """The small form of float32 weights.

    Raises:
        ValueError: a weight is too large for float16.
    """
    small = folded(state, 127 / LARGEST)
    whole = small.pop(_EMBEDDING).round().clamp(-127, 127).to(torch.int8)
    halves = {name: value.half().contiguous() for name, value in small.items()}
    infinite = [name for name, value in halves.items() if not torch.isfinite(value).all()]
    if infinite:
        raise ValueError(f"not finite in float16: {infinite}")
    return halves | {_EMBEDDING: whole}


def export(source: Path, out: Path) -> None:
    """Write the small form of a checkpoint."""
    dims, state = load(source)
    torch.save({"dims": asdict(dims), "model_state_dict": shrunk(state)}, out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB", flush=True)
