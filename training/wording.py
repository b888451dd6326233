"""Fit the linear model over hashed words (`onrecord.extraction.voices.wording`) on the marked statements of train."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from onrecord.extraction.heard import KINDS, SOURCINGS
from onrecord.extraction.voices.wording import BUCKETS, Words, words_of
from onrecord.span import Span
from training import corpora
from training.voices import marks, weight

PENALTY = 6.0
"""Weight of half the squared norm (cross-validated: 3 and 10 are no better)."""
STEPS = 40
FOLDS = 5
QUOTES = ("“", "”", '"', "''")


class Worded(NamedTuple):
    """Marked statements as their words."""

    keys: list[tuple[str, str]]
    """(article, attribution) of each."""
    words: list[Words]
    """Its words."""
    kinds: np.ndarray
    """Its place in KINDS."""
    sourcings: np.ndarray
    """Its place in SOURCINGS."""
    weights: np.ndarray
    """How much it counts."""


def spans(attribution: dict[str, Any]) -> dict[str, tuple[Span, ...]]:
    """The spans of each role of an attribution."""
    return {role: tuple(Span(*pair) for pair in attribution[role]) for role in corpora.ROLES}


def is_quoted(text: str, content: Sequence[Span]) -> bool:
    """Whether any of a content stands in quotation marks, as `form_of` would find, but without the blocks."""
    return any(mark in span.of(text) for span in content for mark in QUOTES)


def read(text: str, attribution: dict[str, Any]) -> Words:
    """The words of an attribution."""
    roles = spans(attribution)
    return words_of(text, **roles, quoted=is_quoted(text, roles["content"]))


def worded(part: str, *, held: bool | None = None) -> Worded:
    """The marked statements of a part; with `held`, only those of articles that are held out, or are not."""
    known = marks()
    keys, words, kinds, sourcings, weights = [], [], [], [], []
    for article in corpora.polnear(part):
        if held is not None and corpora.held_out(article.doc) != held:
            continue
        for item in article.versions[0]:
            mark = known.get(article.doc, {}).get(item["id"])
            if mark is None or not (item["cue"] or item["content"]):
                continue
            keys.append((article.doc, item["id"]))
            words.append(read(article.text, item))
            kinds.append(KINDS.index(mark["kind"]))
            sourcings.append(SOURCINGS.index(mark["sourcing"]))
            weights.append(weight(mark))
    return Worded(keys, words, np.array(kinds), np.array(sourcings), np.array(weights, np.float32))


def folds(keys: Sequence[tuple[str, str]]) -> np.ndarray:
    """The fold of each statement, one for a whole article."""
    return np.array([int(hashlib.md5(doc.encode()).hexdigest(), 16) % FOLDS for doc, _ in keys])


def fitted(
    words: Sequence[Words], answers: np.ndarray, weights: np.ndarray, classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """(BUCKETS, classes) weights and (classes,) biases of the penalised softmax regression, each answer weighed."""
    offsets = torch.from_numpy(np.concatenate([[0], np.cumsum([len(row.places) for row in words])[:-1]]))
    places = torch.from_numpy(np.concatenate([row.places for row in words]))
    gold = torch.from_numpy(answers)
    table = torch.zeros(BUCKETS, classes, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([table, bias], max_iter=STEPS, history_size=8, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        logits = torch.nn.functional.embedding_bag(places, table, offsets, mode="sum") + bias
        losses = torch.nn.functional.cross_entropy(logits, gold, reduction="none") * torch.from_numpy(weights)
        total = losses.sum() + 0.5 * PENALTY * table.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    return table.detach().numpy(), bias.detach().numpy()


def logits(words: Sequence[Words], table: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """(N, classes) logits of statements."""
    rows: np.ndarray = np.stack([table[row.places].sum(0) for row in words]) + bias
    return rows


def out_of_fold(given: Worded) -> np.ndarray:
    """(N, KINDS + SOURCINGS) logits of each statement by models that did not see its article."""
    fold = folds(given.keys)
    found = np.zeros((len(fold), len(KINDS) + len(SOURCINGS)), np.float32)
    for number in range(FOLDS):
        learn = [row for row, f in zip(given.words, fold, strict=True) if f != number]
        test = [row for row, f in zip(given.words, fold, strict=True) if f == number]
        for first, answers, classes in _columns(given):
            table, bias = fitted(learn, answers[fold != number], given.weights[fold != number], classes)
            found[fold == number, first : first + classes] = logits(test, table, bias)
    return found


def whole(given: Worded) -> tuple[np.ndarray, np.ndarray]:
    """(BUCKETS, KINDS + SOURCINGS) weights and biases, from all statements."""
    parts = [fitted(given.words, answers, given.weights, classes) for _, answers, classes in _columns(given)]
    return np.concatenate([p[0] for p in parts], 1), np.concatenate([p[1] for p in parts])


def _columns(given: Worded) -> Iterator[tuple[int, np.ndarray, int]]:
    yield 0, given.kinds, len(KINDS)
    yield len(KINDS), given.sourcings, len(SOURCINGS)


def packed(table: np.ndarray, bias: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays of the model's file: weights in int8, a scale for each column."""
    scale = np.abs(table).max(0) / 127
    return {
        "word_table": np.rint(table / scale).astype(np.int8),
        "word_scale": scale.astype(np.float32),
        "word_bias": bias.astype(np.float32),
    }
