"""Train the small networks of the model (`onrecord.extraction.voices.perceptron`)."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from onrecord.extraction.voices.perceptron import named
from training.descent import descend

SMOOTHING = 0.05
"""How much of a right answer is spread over all, since no marks are without mistakes."""


def perceptron(
    name: str,
    facts: np.ndarray,
    answers: np.ndarray,
    classes: int,
    weights: np.ndarray,
    *,
    hidden: int,
    passes: int,
    dropped: tuple[float, float],
    seed: int,
) -> dict[str, np.ndarray]:
    """A network's arrays under its name, from facts (N, F), the places of their answers (N,) and what each counts (N,).

    `dropped` are the shares of facts and of hidden units that are left out at random.
    """
    torch.manual_seed(seed)
    mean, scale = facts.mean(0), 1 / (facts.std(0) + 0.1)
    x, y = torch.from_numpy(((facts - mean) * scale).astype(np.float32)), torch.from_numpy(answers)
    counts = torch.from_numpy(weights.astype(np.float32))
    inner = torch.nn.Linear(x.shape[1], hidden)
    outer = torch.nn.Linear(hidden, classes, bias=False)
    straight = torch.nn.Linear(x.shape[1], classes)
    size = 128

    def loss() -> torch.Tensor:
        n = torch.randint(len(y), (size,))
        active = F.dropout(torch.relu(inner(F.dropout(x[n], dropped[0]))), dropped[1])
        losses = F.cross_entropy(outer(active) + straight(x[n]), y[n], label_smoothing=SMOOTHING, reduction="none")
        return (losses * counts[n]).mean()

    learned = [*inner.parameters(), *outer.parameters(), *straight.parameters()]
    descend(learned, loss, steps=passes * len(y) // size, rate=2e-3, decay=0.05)
    with torch.no_grad():
        arrays = (
            mean, scale, inner.weight.T.contiguous().numpy(), inner.bias.numpy(), outer.weight.T.contiguous().numpy(),
            torch.cat([straight.weight.T, straight.bias[None]]).numpy(),
        )  # fmt: skip
    return dict(zip(named(name), arrays, strict=True))
