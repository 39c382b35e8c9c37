"""Train a deeper decoder on a finished encoder.

The encoder's outputs of many windows are kept in a pool, so that a step costs only the decoder.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor
from whisper.model import ModelDimensions

from .checkpoint import known_tokens, load
from .corpus import Corpus
from .decoder_windows import HeardBatch, Pool, Targets, WindowMaker
from .fitting import Limit, Pace, fit
from .losses import GUIDED_HEADS, Figures, Guide, learnt, token_loss
from .network import Network
from .tokens import Vocabulary, number_tokens

LAYERS = 4
PACE = Pace(rate=1.0e-3, warmup=100, decay=0.01, memory=0.995)
POOL, FIRST_POOL = 3000, 400  # windows, and those encoded before the first step
BATCH_TOKENS, UTTERANCE_TOKENS = 1600, 24
SHORT_UNTIL = 0.12  # progress up to which targets are short
FIXED_POOL_FROM = 0.9  # progress from which a full pool is no longer renewed
NEAR = (0.05, 0.2, 0.5, 0.2, 0.05)
STAMP_WEIGHT, GUIDANCE = 0.15, 0.3


def decoder_loss(network: Network, batch: HeardBatch) -> tuple[Tensor, Figures]:
    """Loss of a batch: tokens and the attention of the first and the last two layers."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states, attentions = network.decode(batch.targets.inputs, batch.audio)
        places = learnt(batch.targets)
        logits = network.logits(states[places])
    total, figures = token_loss(
        logits,
        batch.targets.labels[places],
        network.vocabulary.first_stamp,
        near=NEAR,
        stamp_weight=STAMP_WEIGHT,
    )
    guide = Guide(batch.targets, batch.audio.shape[1])
    last = guide.to_next(attentions[-1])
    before_last = guide.to_next(attentions[-2][:, :GUIDED_HEADS])
    first = guide.to_read(attentions[0][:, :GUIDED_HEADS])
    total = total + GUIDANCE * (last + first + 0.5 * before_last)
    return total, figures | {"next": last.item(), "read": first.item()}


def deepened(
    dims: ModelDimensions, state: Mapping[str, Tensor], layers: int, vocabulary: Vocabulary
) -> Network:
    """A network with the weights of a checkpoint and more decoder layers.

    The new layers sit in the middle and change nothing at first. Tokens that the checkpoint does not know
    get a random embedding.

    Args:
        dims: of the checkpoint.
        state: its weights (`checkpoint.load`).
        layers: of the new decoder, at least as many as the checkpoint has.
        vocabulary: tokens of the new network.
    """
    old = dims.n_text_layer
    network = Network(ModelDimensions(**asdict(dims) | {"n_text_layer": layers}), vocabulary)
    weights = network.model.state_dict()
    for name, value in state.items():
        prefix, _, rest = name.removeprefix("decoder.blocks.").partition(".")
        if name == "decoder.token_embedding.weight":
            known = known_tokens(dict(state))
            rows = [row for row, token in enumerate(vocabulary.ids) if token in known]
            weights[name][rows] = value[[vocabulary.ids[row] for row in rows]]
        elif name.startswith("decoder.blocks."):
            layer = int(prefix)
            place = layer if layer < (old + 1) // 2 else layers - old + layer
            weights[f"decoder.blocks.{place}.{rest}"] = value
        else:
            weights[name] = value
    network.model.load_state_dict(weights)
    with torch.no_grad():
        for block in network.model.decoder.blocks[(old + 1) // 2 : layers - old // 2]:
            for added in (block.attn.out, block.cross_attn.out, block.mlp[2]):
                added.weight.zero_()
                added.bias.zero_()
    return network


def train_decoder(
    corpus: Corpus,
    start: Path,
    out: Path,
    *,
    limit: Limit,
    layers: int = LAYERS,
    pool_size: int = POOL,
    first_pool: int = FIRST_POOL,
    seed: int = 2,
) -> None:
    """Train the decoder of a checkpoint; its encoder stays as it is.

    Args:
        corpus: what is heard.
        start: a checkpoint of `train_encoder`, or a smaller form of it.
        out: the new checkpoint.
        limit: when training ends.
        layers: of the decoder.
        pool_size: windows kept in memory, 0.6 MB each.
        first_pool: of these, encoded before the first step.
        seed: of new weights and draws.
    """
    torch.manual_seed(seed)
    dims, state = load(start)
    vocabulary = Vocabulary(known_tokens(state) | corpus.token_ids() | number_tokens())
    network = deepened(dims, state, layers, vocabulary)
    network.model.encoder.requires_grad_(False)
    network.speller.requires_grad_(False)
    pool = Pool(WindowMaker(corpus, seed), network, pool_size)
    while len(pool) < first_pool:
        pool.renew(4)
    targets, draw = Targets(corpus, vocabulary, seed), random.Random(seed)

    def loss(progress: float, step: int) -> tuple[Tensor, Figures]:
        most = _utterances(progress, draw)
        tokens = UTTERANCE_TOKENS * min(most or 6, 6)
        heard = pool.draw(draw, max(4, min(40, BATCH_TOKENS // tokens)))
        if step % 2 == 0 and (not pool.is_full or progress < FIXED_POOL_FROM):
            pool.renew(2)
        total, figures = decoder_loss(network, targets.batch(heard, most))
        mark = "full." if most is None else ""
        return total, {mark + name: figure for name, figure in figures.items()}

    print(f"{len(corpus.utterances)} utterances, {len(vocabulary)} tokens", flush=True)
    fit(network, loss, pace=PACE, limit=limit, out=out)


def _utterances(progress: float, draw: random.Random) -> int | None:
    """How many utterances of a window are written; none means all."""
    if progress < SHORT_UNTIL:
        return 1 + int(3 * progress / SHORT_UNTIL)
    return draw.choice((1, 2, 3)) if draw.random() < 0.15 else None
