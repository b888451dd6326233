"""Train the small network that weighs what tells the sourcing (`onrecord.extraction.voices.sourcing`)."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from onrecord.extraction.heard import SOURCINGS
from training.descent import descend

HIDDEN = 64
"""Hidden units of one network."""


def sourcer(rows: np.ndarray, answers: np.ndarray, *, seed: int = 1) -> dict[str, np.ndarray]:
    """The weights of the sourcing network, from facts (N, FACTS) and places in SOURCINGS (N,)."""
    torch.manual_seed(seed)
    mean, scale = rows.mean(0), 1 / (rows.std(0) + 0.1)
    x, y = torch.from_numpy(((rows - mean) * scale).astype(np.float32)), torch.from_numpy(answers)
    inner = torch.nn.Linear(x.shape[1], HIDDEN)
    outer = torch.nn.Linear(HIDDEN, len(SOURCINGS), bias=False)
    straight = torch.nn.Linear(x.shape[1], len(SOURCINGS))
    weights = [*inner.parameters(), *outer.parameters(), *straight.parameters()]
    size, passes = 128, 20

    def loss() -> torch.Tensor:
        n = torch.randint(len(y), (size,))
        logits = outer(F.dropout(torch.relu(inner(x[n])), 0.3)) + straight(x[n])
        return F.cross_entropy(logits, y[n], label_smoothing=0.05)

    descend(weights, loss, steps=passes * len(y) // size, rate=2e-3, decay=0.05)
    with torch.no_grad():
        return {
            "source_mean": mean,
            "source_scale": scale,
            "source_inner": inner.weight.T.contiguous().numpy(),
            "source_bias": inner.bias.numpy(),
            "source_outer": outer.weight.T.contiguous().numpy(),
            "source_table": torch.cat([straight.weight.T, straight.bias[None]]).numpy(),
        }
