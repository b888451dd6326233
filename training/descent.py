"""How the small networks of the voices are taught, and how several of a kind become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor


def descend(
    weights: Sequence[Tensor], loss: Callable[[], Tensor], *, steps: int, rate: float, decay: float = 0.01
) -> None:
    """So many steps of AdamW down a loss that draws its own batch; the rate rises and falls once (OneCycleLR)."""
    optimizer = torch.optim.AdamW(weights, rate, weight_decay=decay)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps)
    for _ in range(steps):
        found = loss()
        optimizer.zero_grad()
        found.backward()
        optimizer.step()
        rates.step()


def together(networks: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """One network that gives the mean of what several give that learned from the same facts.

    Their hidden units (`_inner`, `_bias`, `_outer`) stand side by side; of what leads straight to the answer (`_table`)
    it has the mean. The scaling of the facts is the same in all.
    """
    found = dict(networks[0])
    for name in found:
        every = [one[name] for one in networks]
        match name.rpartition("_")[2]:
            case "inner":
                found[name] = np.concatenate(every, 1)
            case "bias":
                found[name] = np.concatenate(every)
            case "outer":
                found[name] = np.concatenate(every) / len(networks)
            case "table":
                found[name] = np.mean(every, 0)
    return found
