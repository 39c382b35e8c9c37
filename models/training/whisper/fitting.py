"""Steps of training, shared by encoder and decoder: optimiser, learning rate, average of weights."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .checkpoint import save
from .losses import Figures
from .network import Network

SAVE_EVERY_S = 200
SHOW_EVERY = 50  # steps


@dataclass(frozen=True)
class Limit:
    """When training ends: after so many minutes or, if there are any, after so many steps."""

    minutes: float
    steps: int | None = None

    def progress(self, step: int, since: float) -> float:
        """The part that is done, from 0 to 1; `since` is the start on the monotonic clock."""
        if self.steps is not None:
            return min(1.0, step / self.steps)
        return min(1.0, (time.monotonic() - since) / (60 * self.minutes))


@dataclass(frozen=True)
class Pace:
    """How fast is learnt."""

    rate: float  # of AdamW; Muon's is twice as high
    warmup: int  # steps
    decay: float  # of AdamW's matrices
    memory: float  # largest share of the old average that a step keeps

    def at(self, progress: float, step: int) -> float:
        """The learning rate: a linear rise, then half a cosine down to a fiftieth."""
        rise = min(1.0, (step + 1) / self.warmup)
        return self.rate * rise * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))


class Muon:
    """Momentum with orthogonalised updates for weight matrices (Jordan et al. 2024), batched by shape."""

    MOMENTUM, DECAY = 0.95, 0.02
    QUINTIC = (3.4445, -4.775, 2.0315)  # of the Newton-Schulz iteration

    def __init__(self, matrices: Sequence[nn.Parameter]) -> None:
        self._groups: dict[torch.Size, list[nn.Parameter]] = {}
        for matrix in matrices:
            self._groups.setdefault(matrix.shape, []).append(matrix)
        self._momentum = {shape: torch.zeros(len(group), *shape) for shape, group in self._groups.items()}

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """One update, scaled to the usual size of an Adam update."""
        for shape, group in self._groups.items():
            gradient = torch.stack([matrix.grad for matrix in group if matrix.grad is not None])
            momentum = self._momentum[shape].lerp_(gradient, 1 - self.MOMENTUM)
            updates = self.orthogonal(gradient.lerp(momentum, self.MOMENTUM))
            size = rate * 0.2 * max(shape) ** 0.5
            for matrix, update in zip(group, updates, strict=True):
                matrix.mul_(1 - rate * self.DECAY).add_(update, alpha=-size)

    @classmethod
    def orthogonal(cls, matrices: Tensor) -> Tensor:
        """Nearly orthogonal matrices with the row and column spaces of the given ones, n × rows × columns."""
        tall = matrices.shape[1] > matrices.shape[2]
        x = matrices.transpose(1, 2) if tall else matrices
        x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
        a, b, c = cls.QUINTIC
        for _ in range(5):
            square = x @ x.transpose(1, 2)
            x = a * x + torch.baddbmm(square, square, square, beta=b, alpha=c) @ x
        result: Tensor = x.transpose(1, 2) if tall else x
        return result


class Optimiser:
    """Muon for the matrices of the layers, AdamW for everything else that requires a gradient."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        learning = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
        inner = [(".blocks." in name and p.dim() == 2, p) for name, p in learning]
        self._parameters = [p for _, p in learning]
        self._muon = Muon([p for is_inner, p in inner if is_inner])
        outer = [p for is_inner, p in inner if not is_inner]
        self._adam = torch.optim.AdamW(
            [
                {"params": [p for p in outer if p.dim() > 1], "weight_decay": decay},
                {"params": [p for p in outer if p.dim() <= 1], "weight_decay": 0.0},
            ],
            betas=(0.9, 0.98),
            eps=1e-8,
            fused=True,
        )

    def step(self, loss: Tensor, rate: float) -> float:
        """Go down the loss's gradient and return its norm; a step that is not finite is left out."""
        self._adam.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(nn.utils.clip_grad_norm_(self._parameters, 1.0))
        if math.isfinite(norm):
            for group in self._adam.param_groups:
                group["lr"] = rate
            self._adam.step()
            self._muon.step(2 * rate)
        return norm


class Average:
    """A moving average of a network's weights, which is better than the weights themselves."""

    def __init__(self, network: nn.Module, memory: float) -> None:
        self._network, self._memory = network, memory
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after a step; early steps are forgotten soon."""
        kept = min(self._memory, 1 - 1 / (step / 5 + 2))
        for name, value in self._network.state_dict().items():
            self.weights[name].lerp_(value, 1 - kept)


def fit(
    network: Network,
    loss: Callable[[float, int], tuple[Tensor, Figures]],
    *,
    pace: Pace,
    limit: Limit,
    out: Path,
    check: Callable[[], Figures] | None = None,
) -> None:
    """Train until the limit, and write the average of the weights to `out` now and then and at the end.

    Args:
        network: what is trained; parameters without gradient stay as they are.
        loss: of the next batch, given the progress and the number of the step.
        pace: how fast is learnt.
        limit: when it ends.
        out: a checkpoint.
        check: figures of text that is not trained on.
    """
    optimiser, average = Optimiser(network, pace.decay), Average(network, pace.memory)
    seen: dict[str, list[float]] = {}
    step, start = 0, time.monotonic()
    saved = start
    while (progress := limit.progress(step, start)) < 1.0:
        value, figures = loss(progress, step)
        rate = pace.at(progress, step)
        figures["norm"] = optimiser.step(value, rate)
        average.update(step)
        step += 1
        for name, figure in figures.items():
            seen.setdefault(name, []).append(figure)
        if step % SHOW_EVERY == 0:
            _show(
                f"{step:6d} {progress:.3f} rate {rate:.5f}", {k: float(np.mean(v)) for k, v in seen.items()}
            )
            seen.clear()
        if check and step % (6 * SHOW_EVERY) == 0:
            _show("       held out", check())
        if time.monotonic() - saved > SAVE_EVERY_S:
            save(network, average.weights, out)
            saved = time.monotonic()
    save(network, average.weights, out)
    print(f"{out}: {step} steps, {(time.monotonic() - start) / 60:.1f} min", flush=True)


def _show(head: str, figures: Figures) -> None:
    print(head, *(f"{name} {figure:.3f}" for name, figure in figures.items()), flush=True)
