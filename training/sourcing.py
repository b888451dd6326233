"""Train the small network that weighs what tells the sourcing (`onrecord.extraction.voices.sourcing`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional as F

from onrecord.extraction.heard import SOURCINGS

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
    steps = passes * len(y) // size
    optimizer = torch.optim.AdamW(weights, 2e-3, weight_decay=0.05)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, steps)
    for _ in range(steps):
        n = torch.randint(len(y), (size,))
        logits = outer(F.dropout(torch.relu(inner(x[n])), 0.3)) + straight(x[n])
        optimizer.zero_grad()
        F.cross_entropy(logits, y[n], label_smoothing=0.05).backward()
        optimizer.step()
        rates.step()
    with torch.no_grad():
        return {
            "source_mean": mean,
            "source_scale": scale,
            "source_inner": inner.weight.T.contiguous().numpy(),
            "source_bias": inner.bias.numpy(),
            "source_outer": outer.weight.T.contiguous().numpy(),
            "source_table": torch.cat([straight.weight.T, straight.bias[None]]).numpy(),
        }


def mean_of(sourcers: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """One sourcing network that gives the mean logits of several that learned from the same facts."""
    return sourcers[0] | {
        "source_inner": np.concatenate([one["source_inner"] for one in sourcers], 1),
        "source_bias": np.concatenate([one["source_bias"] for one in sourcers]),
        "source_outer": np.concatenate([one["source_outer"] for one in sourcers]) / len(sourcers),
        "source_table": np.mean([one["source_table"] for one in sourcers], 0),
    }
