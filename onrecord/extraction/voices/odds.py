"""How likely a candidate is the addressee of a statement: a logistic regression over few facts, read from a file.

`addressees.txt`, a file of the model, is written by `training.addressing`. It is asked twice: first about every
candidate by itself, then again with the shares that its name has in the statements beside it (stacked generalisation,
Wolpert 1992), since an occasion goes on from one statement to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

from onrecord.errors import ModelError

FILE = "addressees.txt"
ROUNDS = 2
"""How often a candidate is weighed."""
LEAST = 0.34
"""The least share of an addressee: from 0.26 to 0.36 F1 is the same on train, and of more answers more are wrong."""
_FAR = 30.0
"""The sum at which a share is as good as 0 or 1."""


def share(facts: Mapping[str, float], turn: int) -> float:
    """The share of a candidate, 0 to 1, in a round counted from 0; raises ModelError when the file is damaged."""
    table = _tables()[turn]
    total = table.get("bias", 0.0) + sum(table.get(name, 0.0) * value for name, value in facts.items())
    return 1 / (1 + exp(-max(-_FAR, min(_FAR, total))))


@cache
def _tables() -> Sequence[Mapping[str, float]]:
    try:
        lines = files("onrecord.extraction").joinpath("model", FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"The model's files are missing or damaged ({error}). Reinstall Onrecord.") from error
    return parsed(lines)


def parsed(lines: Iterable[str]) -> Sequence[Mapping[str, float]]:
    """A table a round from lines of a fact and its weights, parted by tabs; raises ModelError for any other line."""
    tables: list[dict[str, float]] = [{} for _ in range(ROUNDS)]
    for line in lines:
        name, *weights = line.split("\t")
        if len(weights) != ROUNDS:
            raise ModelError(f"The weights of addressees are damaged at {line!r}: reinstall Onrecord.")
        try:
            for table, weight in zip(tables, weights, strict=True):
                table[name] = float(weight)
        except ValueError:
            raise ModelError(f"The weights of addressees are damaged at {line!r}: reinstall Onrecord.") from None
    return tables
