"""A small learned network: one hidden layer beside a linear one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

PARTS = ("mean", "scale", "inner", "bias", "outer", "table")
"""The arrays of one in a file of the model, behind its name and an underscore, in the order in which it takes them."""


def named(name: str) -> tuple[str, ...]:
    """What the arrays of a network of that name are called."""
    return tuple(f"{name}_{part}" for part in PARTS)


def blank(name: str, facts: int, answers: int) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of a network that says nothing: all noughts, in their shapes."""
    import numpy as np

    shapes = ((facts,), (facts,), (facts, 1), (1,), (1, answers), (facts + 1, answers))
    return {key: np.zeros(shape, np.int8) for key, shape in zip(named(name), shapes, strict=True)}


def log_shares(logits: Sequence[float] | Array) -> Array:
    """Logits as logs of shares, of which none counts as under a three-thousandth."""
    import numpy as np

    row = np.asarray(logits, float)
    row = row - row.max()
    shares: Array = np.maximum(row - np.log(np.exp(row).sum()), -8.0)
    return shares


class Perceptron:
    """The network."""

    def __init__(self, mean: Array, scale: Array, inner: Array, bias: Array, outer: Array, table: Array) -> None:
        """Weights for F facts, K hidden units and A answers: (F,), (F,), (F, K), (K,), (K, A), (F + 1, A).

        The last row of the last is the linear layer's bias.
        """
        self._mean, self._scale, self._inner, self._bias = mean, scale, inner, bias
        self._outer, self._table = outer, table

    def __call__(self, facts: Array) -> Array:
        """(A,) a logit for each answer, from the facts (F,)."""
        import numpy as np

        row = (facts - self._mean) * self._scale
        hidden = np.maximum(row @ self._inner + self._bias, 0.0)
        logits: Array = hidden @ self._outer + row @ self._table[:-1] + self._table[-1]
        return logits
