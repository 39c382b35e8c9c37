"""openai-whisper's network as it is trained: a compact embedding, and a head that spells.

Component 0 of the decoder's final states is a constant, so that column 0 of the tied embedding is the bias of
each token's logit. Whisper has none; here it keeps the tokens that never occur in training silent.
"""

from __future__ import annotations

from dataclasses import asdict

import torch
from torch import Tensor, nn
from torch.nn import functional
from whisper.model import ModelDimensions, MultiHeadAttention, Whisper, sinusoids

from .sound import BANDS
from .tokens import CHARACTERS, N_STAMPS, N_VOCAB, Vocabulary

BIAS = 30.0  # the constant


def dimensions(width: int, audio_layers: int, text_layers: int) -> ModelDimensions:
    """Whisper's dimensions with four heads a layer."""
    return ModelDimensions(
        n_mels=BANDS,
        n_audio_ctx=1500,
        n_audio_state=width,
        n_audio_head=4,
        n_audio_layer=audio_layers,
        n_vocab=N_VOCAB,
        n_text_ctx=448,
        n_text_state=width,
        n_text_head=4,
        n_text_layer=text_layers,
    )


class Network(nn.Module):
    """Whisper over the rows of a vocabulary.

    Args:
        dims: of the finished model, with its whole vocabulary.
        vocabulary: the tokens that are trained.
    """

    keep: Tensor
    constant: Tensor

    def __init__(self, dims: ModelDimensions, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.dims, self.vocabulary = dims, vocabulary
        self.model = Whisper(ModelDimensions(**asdict(dims) | {"n_vocab": len(vocabulary)}))
        self.speller = nn.Linear(dims.n_audio_state, len(CHARACTERS) + 1)
        width = dims.n_text_state
        keep = torch.ones(width)
        keep[0] = 0.0
        self.register_buffer("keep", keep, persistent=False)
        self.register_buffer("constant", BIAS * (1 - keep), persistent=False)
        with torch.no_grad():
            embedding = torch.randn(len(vocabulary), width) * 0.05
            embedding[vocabulary.first_stamp :] = sinusoids(N_STAMPS, width) * 0.07
            embedding[:, 0] = 0.0
            self.model.decoder.token_embedding.weight.copy_(embedding)
            self.model.decoder.positional_embedding.normal_(0, 0.02)

    def encode(self, mel: Tensor, offsets: Tensor) -> Tensor:
        """Encoder outputs, batch × frames × width, on the real length of the sound.

        Args:
            mel: normalised log-mel frames, batch × 80 × an even number.
            offsets: encoder frame at which each begins, batch.
        """
        encoder = self.model.encoder
        x = functional.gelu(encoder.conv1(mel))
        x = functional.gelu(encoder.conv2(x)).permute(0, 2, 1)
        places = offsets[:, None] + torch.arange(x.shape[1])[None]
        x = x + encoder.positional_embedding[places]
        for block in encoder.blocks:
            x = block(x)
        outputs: Tensor = encoder.ln_post(x)
        return outputs

    def decode(self, inputs: Tensor, audio: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Final states, batch × tokens × width, and each layer's attention to the sound.

        Args:
            inputs: rows of the vocabulary, batch × tokens.
            audio: encoder outputs, batch × frames × width.
        """
        decoder = self.model.decoder
        length = inputs.shape[1]
        x = decoder.token_embedding(inputs) + decoder.positional_embedding[:length]
        mask = decoder.mask[:length, :length]
        attentions = []
        for block in decoder.blocks:
            normalised = block.attn_ln(x)
            x = x + _attend(block.attn, normalised, normalised, mask)[0]
            heard, attention = _attend(block.cross_attn, block.cross_attn_ln(x), audio)
            attentions.append(attention)
            x = x + heard
            x = x + block.mlp(block.mlp_ln(x))
        weight, bias = self.final_norm(decoder.ln.weight, decoder.ln.bias)
        return functional.layer_norm(x.float(), (x.shape[-1],), weight, bias), attentions

    def final_norm(self, weight: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """The last layer norm's weight and bias with the constant in component 0."""
        return weight * self.keep, bias * self.keep + self.constant

    def logits(self, states: Tensor) -> Tensor:
        """Scores of the vocabulary's rows; the large bias is added in full precision."""
        embedding = self.model.decoder.token_embedding.weight
        scores: Tensor = (states[..., 1:] @ embedding[:, 1:].T).float() + BIAS * embedding[:, 0]
        return scores


def _attend(
    attention: MultiHeadAttention, x: Tensor, source: Tensor, mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Whisper's attention, which itself does not give out its weights (batch × heads × queries × keys)."""

    def heads(projected: Tensor) -> Tensor:
        return projected.view(*projected.shape[:2], attention.n_head, -1).transpose(1, 2)

    query, key, value = (
        heads(attention.query(x)),
        heads(attention.key(source)),
        heads(attention.value(source)),
    )
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    weights = torch.softmax(scores, dim=-1)
    mixed = (weights.to(value.dtype) @ value).transpose(1, 2).flatten(2)
    return attention.out(mixed), weights
