"""Learn from the marks what the reader needs to know of words' meanings.

A projection of the words' numbers (`training.lexis`) to a few is learned together with kind and sourcing, and rounded
to int8; on the means of what is left the two networks are taught (`onrecord.extraction.voices.meaning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional as F

from evaluation.voices import macro
from onrecord.extraction.heard import KINDS, SOURCINGS
from onrecord.extraction.voices.meaning import FILE, KIND, SIZE, SOURCING, Meanings, facts, hashed, nothing
from onrecord.extraction.voices.wording import Words
from training import wording
from training.descent import descend, together
from training.lexis import Lexis
from training.perceptron import SMOOTHING, perceptron
from training.wording import FOLDS, Worded, folds

SEEDS = 6
"""So many networks are averaged."""
HIDDEN, PASSES, DROPPED = 128, 10, (0.15, 0.4)


class Known(NamedTuple):
    """Marked statements, ready to learn from."""

    words: list[Words]
    alone: np.ndarray
    """(N, KINDS + SOURCINGS) logits by the hashed words, from a table that did not see the article."""
    kinds: np.ndarray
    """(N,) places in KINDS."""
    sourcings: np.ndarray
    """(N,) places in SOURCINGS."""
    weights: np.ndarray
    """(N,) how much each counts."""

    def some(self, rows: np.ndarray) -> Known:
        """Those where `rows` (N,) is true."""
        words = [one for one, mine in zip(self.words, rows, strict=True) if mine]
        return Known(words, self.alone[rows], self.kinds[rows], self.sourcings[rows], self.weights[rows])


def known(given: Worded, alone: np.ndarray) -> Known:
    """Statements and what the hashed words say of them."""
    return Known(given.words, alone, given.kinds, given.sourcings, given.weights)


def listed(lexis: Lexis, vectors: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays of the list of words, from its vectors (V, SIZE). Of two words with one hash the first stays."""
    hashes, places = np.unique(np.array([hashed(word) for word in lexis.words], np.uint32), return_index=True)
    scale = np.abs(vectors).max(0) / 127
    return {
        "hashes": hashes,
        "vectors": np.rint(vectors / scale).astype(np.int8)[places],
        "scale": scale.astype(np.float32),
        "rarity": lexis.rarity.astype(np.float16)[places],
    }


def projection(lexis: Lexis, learn: Known) -> np.ndarray:
    """(numbers of a word, SIZE) what turns them into those that are kept."""
    torch.manual_seed(1)
    place = {word: number for number, word in enumerate(lexis.words)}
    pooled = [torch.from_numpy(_means(lexis, place, [getattr(one, role) for one in learn.words])) for role in _ROLES]
    sure = [facts(row, np.zeros(0), np.zeros(0), np.zeros(0)) for row in learn.alone]
    told = [torch.tensor(np.array(column), dtype=torch.float32) for column in zip(*sure, strict=True)]
    counts = torch.from_numpy(learn.weights.astype(np.float32))
    narrow = torch.nn.Linear(lexis.vectors.shape[1], SIZE, bias=False)
    with torch.no_grad():
        narrow.weight.copy_(torch.eye(SIZE, lexis.vectors.shape[1]))
    tasks = []
    for answers, classes, roles, words in (
        (learn.kinds, len(KINDS), (1, 2), told[0]), (learn.sourcings, len(SOURCINGS), (0, 1), told[1]),
    ):  # fmt: skip
        layers = torch.nn.Sequential(
            torch.nn.Linear(2 * SIZE + classes, HIDDEN), torch.nn.ReLU(), torch.nn.Dropout(DROPPED[1]),
            torch.nn.Linear(HIDDEN, classes),
        )  # fmt: skip
        tasks.append((torch.from_numpy(answers), roles, words, layers))
    size = 128

    def loss() -> torch.Tensor:
        n = torch.randint(len(counts), (size,))
        total = torch.zeros(())
        for answers, roles, words, layers in tasks:
            means = [narrow(F.dropout(pooled[role][n], DROPPED[0])) for role in roles]
            logits = layers(torch.cat([*means, words[n] / 4], 1))
            losses = F.cross_entropy(logits, answers[n], label_smoothing=SMOOTHING, reduction="none")
            total = total + (losses * counts[n]).mean()
        return total

    learned = [*narrow.parameters(), *(weight for *_, layers in tasks for weight in layers.parameters())]
    descend(learned, loss, steps=PASSES * len(counts) // size, rate=2e-3, decay=0.05)
    found: np.ndarray = narrow.weight.detach().numpy().T
    return found


_ROLES = ("source", "cue", "content")


def _means(lexis: Lexis, place: dict[str, int], lists: Sequence[Sequence[str]]) -> np.ndarray:
    found = np.zeros((len(lists), lexis.vectors.shape[1]), np.float32)
    for row, words in enumerate(lists):
        places = [place[word] for word in words if word in place]
        if places:
            share = lexis.rarity[places]
            found[row] = share @ lexis.vectors[places] / share.sum()
    return found


def learned(lexis: Lexis, learn: Known) -> dict[str, np.ndarray]:
    """All arrays of the file."""
    arrays = {**nothing(), **listed(lexis, lexis.vectors @ projection(lexis, learn))}
    rows = both(Meanings(arrays), learn)
    for name, classes, answers, column in (
        (KIND, len(KINDS), learn.kinds, rows[0]), (SOURCING, len(SOURCINGS), learn.sourcings, rows[1]),
    ):  # fmt: skip
        shape = {"hidden": HIDDEN, "passes": PASSES, "dropped": DROPPED}
        every = [
            perceptron(name, column, answers, classes, learn.weights, seed=seed, **shape)  # type: ignore[arg-type]
            for seed in range(1, SEEDS + 1)
        ]
        arrays |= together(every)
    return {name: array.astype(np.float16) if array.dtype.kind == "f" else array for name, array in arrays.items()}


def both(meanings: Meanings, some: Known) -> tuple[np.ndarray, np.ndarray]:
    """What the networks of kind and of sourcing weigh, for each statement (N, facts)."""
    rows = [meanings.weighed(one, alone) for one, alone in zip(some.words, some.alone, strict=True)]
    return np.stack([kind for kind, _ in rows]), np.stack([sourcing for _, sourcing in rows])


def told(arrays: dict[str, np.ndarray], some: Known) -> np.ndarray:
    """(N, KINDS + SOURCINGS) logits of statements."""
    meanings = Meanings(arrays)
    return np.stack([meanings(one, alone) for one, alone in zip(some.words, some.alone, strict=True)])


def out_of_fold(lexis: Lexis, given: Worded, alone: np.ndarray) -> np.ndarray:
    """(N, KINDS + SOURCINGS) logits of each statement by meanings that did not learn from its article."""
    fold, every = folds(given.keys), known(given, alone)
    found = np.zeros_like(alone, dtype=float)
    for number in range(FOLDS):
        found[fold == number] = told(learned(lexis, every.some(fold != number)), every.some(fold == number))
    return found


def report(logits: np.ndarray, given: Known) -> dict[str, float]:
    """Accuracy and mean F1 of kind and sourcing, in percent."""
    found: dict[str, float] = {}
    for name, classes, answers, first in (
        ("kind", KINDS, given.kinds, 0), ("sourcing", SOURCINGS, given.sourcings, len(KINDS)),
    ):  # fmt: skip
        best = logits[:, first : first + len(classes)].argmax(1)
        found[name] = round(100 * float((best == answers).mean()), 1)
        pairs = [(classes[one], classes[other]) for one, other in zip(best, answers, strict=True)]
        found[f"{name}, mean F1"] = round(macro(pairs), 1)
    return found


class Fitted(NamedTuple):
    """What words tell, ready for the rest of the model."""

    alone: dict[tuple[str, str], np.ndarray]
    """(KINDS + SOURCINGS,) logits of each statement that is not held out, out of fold."""
    table: dict[str, np.ndarray]
    """The arrays of the hashed words (`training.wording.packed`)."""
    arrays: dict[str, np.ndarray]
    """The arrays of the meanings."""


def fitted(lexis: Lexis, told_of: dict[str, object]) -> Fitted:
    """Hashed words and meanings, learned from the articles that are not held out; tested on these in `told_of`."""
    given = wording.worded("train", held=False)
    alone = wording.out_of_fold(given)
    table, bias = wording.whole(given)
    arrays = learned(lexis, known(given, alone))
    tested = wording.worded("train", held=True)
    held = known(tested, wording.logits(tested.words, table, bias))
    told_of["by words, held out"] = report(held.alone, held)
    told_of["by meanings, held out"] = report(told(arrays, held), held)
    every = out_of_fold(lexis, given, alone)
    return Fitted(dict(zip(given.keys, every, strict=True)), wording.packed(table, bias), arrays)


def save(arrays: dict[str, np.ndarray], home: Path) -> None:
    """Write the file of the meanings into the model's folder."""
    np.savez_compressed(home.joinpath(FILE), allow_pickle=False, **arrays)
