"""Train the small network that weighs what tells the sourcing (`onrecord.extraction.voices.sourcing`)."""

from __future__ import annotations

import numpy as np

from onrecord.extraction.heard import SOURCINGS
from training.perceptron import perceptron


def sourcer(rows: np.ndarray, answers: np.ndarray, *, seed: int = 1) -> dict[str, np.ndarray]:
    """The arrays of the sourcing network, from facts (N, FACTS) and places in SOURCINGS (N,)."""
    counts = np.ones(len(rows))
    return perceptron(
        "source", rows, answers, len(SOURCINGS), counts, hidden=64, passes=20, dropped=(0.0, 0.3), seed=seed
    )
