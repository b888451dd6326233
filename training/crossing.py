"""What the voices say of statements that they have not learned from: `training.heads` writes it beside its weights.

The ranking of candidates (`training.voicing`) weighs the network's answers against everything else. If it learned on
articles that the network knows by heart, it would trust them too much; and the held-out articles are few. So the
voices are taught twice more, each time on half of the articles, and asked about the other half (cross-fitting, as in
stacked generalisation, Wolpert 1992). The encoder and the reading heads are the same throughout.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.extraction.heard import KINDS, SOURCINGS, Heard

HALVES = 2
HEARD = ".heard.npz"
"""What the file of a run's weights is called with this beside it."""

Key = tuple[str, str]
"""(article, attribution)"""


class Crossed(NamedTuple):
    """What was said of statements by voices that did not learn from their articles."""

    place: dict[Key, int]
    """For each statement its row."""
    codes: np.ndarray
    """(N, codes) logits."""
    anchor: np.ndarray
    """(N,) the place of its anchor in its window."""
    first: np.ndarray
    """(N + 1,) where the answers of each begin."""
    answers: np.ndarray
    """(words of all windows, ASKED)"""

    def heard(self, key: Key, anchor: int) -> Heard | None:
        """What was said of a statement whose anchor is that word of the article; None when nothing was."""
        row = self.place.get(key)
        if row is None:
            return None
        kinds, sourcings, types = np.split(self.codes[row].astype(float), [len(KINDS), len(KINDS) + len(SOURCINGS)])
        answers = self.answers[self.first[row] : self.first[row + 1]]
        return Heard(
            tuple(kinds.tolist()),
            tuple(sourcings.tolist()),
            tuple(types.tolist()),
            anchor - int(self.anchor[row]),
            answers,
        )


def half(doc: str) -> int:
    """The half that an article belongs to."""
    return int(hashlib.md5(b"x" + doc.encode()).hexdigest(), 16) % HALVES


def crossed(
    keys: Sequence[Key],
    anchors: Sequence[int],
    teach: Callable[[np.ndarray], None],
    ask: Callable[[Sequence[int]], tuple[np.ndarray, list[np.ndarray]]],
) -> Crossed:
    """Teach on the rows of one half, ask about those of the other, and the other way round.

    `teach` takes rows; `ask` gives (rows, codes) logits and for each row the answers (words, ASKED) of its window.
    """
    fold = np.array([half(doc) for doc, _ in keys])
    codes: dict[int, np.ndarray] = {}
    answers: dict[int, np.ndarray] = {}
    for number in range(HALVES):
        teach(np.flatnonzero(fold != number))
        asked = np.flatnonzero(fold == number).tolist()
        for first in range(0, len(asked), 64):
            rows = asked[first : first + 64]
            logits, told = ask(rows)
            codes.update(zip(rows, logits, strict=True))
            answers.update(zip(rows, told, strict=True))
    every = [answers[row].astype(np.float16) for row in range(len(keys))]
    return Crossed(
        {key: row for row, key in enumerate(keys)},
        np.stack([codes[row] for row in range(len(keys))]).astype(np.float32),
        np.array(anchors, np.int32),
        np.concatenate([[0], np.cumsum([len(one) for one in every])]),
        np.concatenate(every),
    )


def save(found: Crossed, path: Path) -> None:
    """Write it; `load` reads it back."""
    keys = np.array([list(key) for key in found.place])
    np.savez_compressed(path, allow_pickle=False, keys=keys, **{n: getattr(found, n) for n in Crossed._fields[1:]})


def load(path: Path) -> Crossed:
    """Read what `save` wrote; raises FileNotFoundError where there is none."""
    with np.load(path, allow_pickle=False) as arrays:
        place = {(doc, name): row for row, (doc, name) in enumerate(arrays["keys"].tolist())}
        return Crossed(place, *(arrays[name] for name in Crossed._fields[1:]))
