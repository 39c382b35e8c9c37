"""Train the encoder, with a small decoder that makes it listen.

Short clips come first, then windows of several utterances, then mostly full windows of 30 s. An auxiliary
head spells what is said. The attention of the decoder's first and last layer is guided by the words' times.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import torch
from torch import Tensor

from .corpus import Corpus
from .encoder_samples import WINDOW, EncoderSamples, Sample, SampleBatch, collate_samples
from .fitting import Limit, Pace, fit
from .losses import GUIDED_HEADS, Figures, Guide, learnt, spelling_loss, token_loss
from .network import Network, dimensions
from .sound import FRAMES_PER_S
from .tokens import Vocabulary, number_tokens

WIDTH, AUDIO_LAYERS, TEXT_LAYERS = 192, 4, 2
PACE = Pace(rate=1.3e-3, warmup=300, decay=0.02, memory=0.99)
BATCH_FRAMES = 44 * FRAMES_PER_S
FULL_WINDOWS = 4  # in a batch
WINDOWS_FROM, FULL_FROM = 0.22, 0.62  # progress at which windows come in, and at which most are full
POOL = 300  # clips to choose from
NEAR = (0.03, 0.12, 0.2, 0.3, 0.2, 0.12, 0.03)
STAMP_WEIGHT = 0.25


class Batches:
    """Batches that grow harder while training goes on."""

    def __init__(self, samples: EncoderSamples, vocabulary: Vocabulary) -> None:
        self._samples, self._vocabulary = samples, vocabulary
        self._clips: list[Sample] = []  # shortest first

    def next(self, progress: float) -> SampleBatch:
        """A batch of full windows, of shorter windows, or of clips of about equal length."""
        kind = self._samples.rng.random()
        full = 0.6 if progress >= FULL_FROM else 0.25
        if kind < full:
            chosen = [self._samples.window(WINDOW, full=True) for _ in range(FULL_WINDOWS)]
        elif progress >= WINDOWS_FROM and kind < full + 0.25:
            length = int(self._samples.rng.uniform(450, 1200))
            chosen = [self._samples.window(length) for _ in range(max(2, BATCH_FRAMES // length))]
        else:
            chosen = self._some_clips(longest=300 + int(800 * min(1.0, progress / 0.05)))
        return collate_samples(chosen, self._vocabulary)

    def _some_clips(self, longest: int) -> list[Sample]:
        if len(self._clips) < POOL:
            self._clips += [self._samples.clip() for _ in range(POOL)]
            self._clips.sort(key=_length)
        first = self._samples.draw.randrange(max(1, bisect_right(self._clips, longest, key=_length)))
        count = 1
        while (
            first + count < len(self._clips)
            and (count + 1) * _length(self._clips[first + count]) <= BATCH_FRAMES
        ):
            count += 1
        chosen = self._clips[first : first + count]
        del self._clips[first : first + count]
        return chosen


def _length(sample: Sample) -> int:
    return len(sample.mel)


def encoder_loss(
    network: Network, batch: SampleBatch, *, spelling: float, guidance: float
) -> tuple[Tensor, Figures]:
    """Loss of a batch, with the weights of spelling and of the attention's guidance."""
    audio = network.encode(batch.mel, batch.offsets)
    states, attentions = network.decode(batch.targets.inputs, audio)
    places = learnt(batch.targets)
    total, figures = token_loss(
        network.logits(states[places]),
        batch.targets.labels[places],
        network.vocabulary.first_stamp,
        near=NEAR,
        stamp_weight=STAMP_WEIGHT,
    )
    guide = Guide(batch.targets, audio.shape[1])
    last = guide.to_next(attentions[-1])
    first = guide.to_read(attentions[0][:, :GUIDED_HEADS])
    letters = spelling_loss(network.speller(audio), batch.frames, batch.letters, batch.n_letters)
    total = total + guidance * (last + first) + spelling * letters
    return total, figures | {"next": last.item(), "read": first.item(), "letters": letters.item()}


def train_encoder(
    corpus: Corpus,
    held_out: Corpus,
    out: Path,
    *,
    limit: Limit,
    width: int = WIDTH,
    audio_layers: int = AUDIO_LAYERS,
    text_layers: int = TEXT_LAYERS,
    seed: int = 1,
) -> None:
    """Train a network from scratch.

    Args:
        corpus: what is heard.
        held_out: other sentences, whose figures are shown now and then.
        out: the checkpoint, with a decoder that `train_decoder` goes on from.
        limit: when training ends.
        width: of all states.
        audio_layers: of the encoder.
        text_layers: of the decoder.
        seed: of weights and draws.
    """
    torch.manual_seed(seed)
    vocabulary = Vocabulary(corpus.token_ids() | number_tokens())
    network = Network(dimensions(width, audio_layers, text_layers), vocabulary)
    batches = Batches(EncoderSamples(corpus, seed, joined=0.25, misread=0.12), vocabulary)
    unseen = EncoderSamples(held_out, seed)
    held_batch = collate_samples([unseen.clip() for _ in range(32)], vocabulary)

    def loss(progress: float, step: int) -> tuple[Tensor, Figures]:
        batch = batches.next(progress)
        spelling = 1.0 if progress < 0.5 else 0.6 if progress < 0.7 else 0.3
        total, figures = encoder_loss(
            network, batch, spelling=spelling, guidance=0.3 if progress < 0.7 else 0.15
        )
        mark = "full." if batch.mel.shape[2] == WINDOW else ""
        return total, {mark + name: figure for name, figure in figures.items()}

    @torch.no_grad()
    def check() -> Figures:
        return encoder_loss(network, held_batch, spelling=1.0, guidance=0.1)[1]

    print(f"{len(corpus.utterances)} utterances, {len(vocabulary)} tokens", flush=True)
    fit(network, loss, pace=PACE, limit=limit, out=out, check=check)
