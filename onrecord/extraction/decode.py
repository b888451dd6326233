"""Scores become candidates: for every anchor the best labels of the words, and how sure they are.

Cue, source and content are decided together: the Viterbi path through the CRF gives the spans, and the odds of any
path against the one that leaves all words outside say whether the anchor is a cue at all. So a doubtful anchor
without content falls, and one with both stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.network import LABELS, Scores, Tuning

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

QUIET = 7.0
"""A word is far from the anchor's statement when every label trails "outside" by this many nats; the path beyond
the last word that does not is left alone. It saves nine tenths of the steps and changes no path on held-out
articles (docs/decisions/0006)."""


class Candidate(NamedTuple):
    """An anchor with its words, counted in the window."""

    anchor: int
    """The word that was taken for the first of a cue."""
    source: tuple[tuple[int, int], ...]
    """Half-open ranges of words that are its source."""
    cue: tuple[tuple[int, int], ...]
    """Half-open ranges of words that are its cue."""
    content: tuple[tuple[int, int], ...]
    """Half-open ranges of words that are its content."""
    confidence: float
    """0 to 1."""


def candidates(scores: Scores, lengths: list[int], tuning: Tuning) -> list[list[Candidate]]:
    """For each window, whose number of words is in `lengths`, its candidates in the order of anchors."""
    found: list[list[Candidate]] = [[] for _ in lengths]
    if not len(scores.rows):
        return found
    for row, place, labels, odds in paths(scores, lengths, tuning):
        anchor = float(scores.anchors[row, place])
        logit = tuning.anchor_weight * anchor + tuning.link_weight * odds + tuning.bias
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
        pieces = {role: tuple(ranges(labels, role)) for role in ("source", "cue", "content")}
        found[row].append(Candidate(place, confidence=confidence, **pieces))
    return found


def ranges(labels: dict[int, int], role: str) -> Iterator[tuple[int, int]]:
    """The runs of one role in labels by word, in order."""
    begin = LABELS.index(f"B-{role}")
    start, end = None, -1
    for word, label in labels.items():
        if start is not None and (word != end or label != begin + 1):
            yield start, end
            start = None
        if label == begin or (label == begin + 1 and start is None):
            start = word
        if label in (begin, begin + 1):
            end = word + 1
    if start is not None:
        yield start, end


def paths(scores: Scores, lengths: list[int], tuning: Tuning) -> Iterator[tuple[int, int, dict[int, int], float]]:
    """Window, anchor, labels of the words that are not outside, and log-odds of any statement against none."""
    import numpy as np

    n, width, kinds = scores.links.shape
    sizes = np.asarray(lengths)[scores.rows]
    links = scores.links - scores.links[:, :, :1]
    places = np.arange(width)
    near = (links[:, :, 1:].max(2) > -QUIET) & (places < sizes[:, None])
    near[np.arange(n), scores.places] = True
    first = near.argmax(1)
    last = np.minimum(width - near[:, ::-1].argmax(1) + 1, sizes)
    first = np.maximum(first - 1, 0)
    steps = int((last - first).max())
    index = np.minimum(first[:, None] + np.arange(steps), width - 1)
    active = first[:, None] + np.arange(steps) < last[:, None]
    part = np.take_along_axis(links, index[:, :, None], 1).astype(np.float64)
    part[~active] = [0.0] + [-1e4] * (kinds - 1)

    table = np.asarray(tuning.transitions, np.float64)
    start = np.asarray(tuning.first, np.float64) + np.where(first[:, None] > 0, table[0], 0.0)
    best = start + part[:, 0]
    total = best.copy()
    outside = best[:, 0].copy()
    back = np.zeros((n, steps, kinds), np.int8)
    for at in range(1, steps):
        moves = best[:, :, None] + table
        back[:, at] = moves.argmax(1)
        best = moves.max(1) + part[:, at]
        spread = total[:, :, None] + table
        top = spread.max(1)
        total = top + np.log(np.exp(spread - top[:, None]).sum(1)) + part[:, at]
        outside += table[0, 0] + part[:, at, 0]
    top = total.max(1)
    whole = top + np.log(np.exp(total - top[:, None]).sum(1))
    share = np.minimum(outside - whole, -1e-9)
    odds = np.log(-np.expm1(share)) - share
    path = best.argmax(1)
    paths = np.zeros((n, steps), np.int8)
    for at in range(steps - 1, -1, -1):
        paths[:, at] = path
        path = back[np.arange(n), at, path]
    for row in range(n):
        labels = {int(first[row]) + int(at): int(paths[row, at]) for at in np.flatnonzero(paths[row])}
        yield int(scores.rows[row]), int(scores.places[row]), labels, float(odds[row])
