"""Scores become candidates: for every anchor the best labels of the words, and how sure they are.

Cue, source and content are decided together: the best path through the CRF that has any content gives the spans,
and what speaks for it (EVIDENCE) is weighed into one confidence. So a doubtful anchor without content falls, and one
with both stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.heard import KINDS, SOURCINGS, Heard
from onrecord.extraction.network import EVIDENCE, LABELS, Scores, Tuning

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Doubles = npt.NDArray[np.float64]

QUIET = 7.0
"""A word is far from the anchor's statement when every label trails "outside" by this many nats; the path beyond
the last word that does not is left alone. It saves nine tenths of the steps and changes no path on held-out
articles (docs/decisions/0006)."""


EVIDENT = 12.0
"""Evidence beyond so many nats counts no more: it is the same certainty, and keeps the calibration straight."""

SOURCE = LABELS.index("B-source")
CONTENT = LABELS.index("B-content")
CONTENT_ODDS = EVIDENCE.index("contents")
NEVER = -1e4
TINY = 1e-300


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
    content_odds: float
    """The mean log-odds that the words of its content are content, whoever's it is."""
    heard: Heard | None = None
    """What the network says of it beside its spans, its words counted in the window; None when it was not asked."""


def candidates(scores: Scores, lengths: list[int], tuning: Tuning) -> list[list[Candidate]]:
    """For each window, whose number of words is in `lengths`, its candidates in the order of anchors."""
    found: list[list[Candidate]] = [[] for _ in lengths]
    for path in paths(scores, lengths, tuning):
        logit = tuning.bias + sum(w * x for w, x in zip(tuning.weights, path.evidence, strict=True))
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
        pieces = {role: tuple(ranges(path.labels, role)) for role in ("source", "cue", "content")}
        found[path.row].append(
            Candidate(
                path.anchor,
                confidence=confidence,
                content_odds=path.evidence[CONTENT_ODDS],
                heard=heard_of(scores, path.number, lengths[path.row]),
                **pieces,
            )
        )
    return found


def heard_of(scores: Scores, number: int, length: int) -> Heard:
    """What the scores say of the anchor at a place among theirs, in a window of so many words.

    The arrays are copied, so that a batch's can be let go.
    """
    codes = tuple(scores.codes[number].tolist())
    kinds, sourcings = len(KINDS), len(KINDS) + len(SOURCINGS)
    return Heard(
        codes[:kinds], codes[kinds:sourcings], codes[sourcings:], 0, scores.asked[number, :length].astype("float16")
    )


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


class Path(NamedTuple):
    """The best way to give an anchor a statement."""

    number: int
    """Its place among the anchors of the batch."""
    row: int
    """The window."""
    anchor: int
    """The anchor's word in the window."""
    labels: dict[int, int]
    """The label of every word that is not outside, in order; at least one is content."""
    evidence: tuple[float, ...]
    """As in EVIDENCE, each between -EVIDENT and EVIDENT."""


def paths(scores: Scores, lengths: list[int], tuning: Tuning) -> Iterator[Path]:
    """For every anchor the best path with any content, and what speaks for it."""
    import numpy as np

    n, width, kinds = scores.links.shape
    if not n:
        return
    sizes = np.asarray(lengths)[scores.rows]
    links = scores.links - scores.links[:, :, :1]
    places = np.arange(width)
    near = (links[:, :, 1:].max(2) > -QUIET) & (places < sizes[:, None])
    near[np.arange(n), scores.places] = True
    first = np.maximum(near.argmax(1) - 1, 0)
    last = np.minimum(width - near[:, ::-1].argmax(1) + 1, sizes)
    steps = int((last - first).max())
    index = np.minimum(first[:, None] + np.arange(steps), width - 1)
    active = first[:, None] + np.arange(steps) < last[:, None]
    part = np.take_along_axis(links, index[:, :, None], 1).astype(np.float64)
    part[~active] = [0.0] + [NEVER] * (kinds - 1)
    table = np.asarray(tuning.transitions, np.float64)
    start = np.asarray(tuning.first, np.float64) + np.where(first[:, None] > 0, table[0], 0.0)

    whole = _total(part, table, start)
    outside = start[:, 0] + part[:, :, 0].sum(1) + table[0, 0] * (steps - 1)
    share = np.minimum(outside - whole, -1e-9)
    some = np.log(-np.expm1(share))
    best, labels = _best_with_content(part, table, start)
    evidence = np.stack([scores.anchors[scores.rows, scores.places], some - share, best - whole - some], 1)
    contents = scores.contents[scores.rows[:, None], index]
    for row in range(n):
        mine = labels[row]
        chosen = {int(first[row] + at): int(mine[at]) for at in np.flatnonzero(mine)}
        mean = float(contents[row][mine >= CONTENT].mean())
        sourced, pieces = float((mine == SOURCE).any()), float((mine == CONTENT).sum() > 1)
        seen = (*evidence[row].tolist(), mean, sourced, pieces)
        clipped = [max(-EVIDENT, min(EVIDENT, value)) for value in seen]
        yield Path(row, int(scores.rows[row]), int(scores.places[row]), chosen, tuple(clipped))


def _total(part: Doubles, table: Doubles, start: Doubles) -> Doubles:
    """(N,) log of the sum over all paths of (N, W, labels) scores: the forward algorithm."""
    import numpy as np

    moves = np.exp(table)
    total = start + part[:, 0]
    for at in range(1, part.shape[1]):
        top = total.max(1, keepdims=True)
        total = np.log(np.exp(total - top) @ moves + TINY) + top + part[:, at]
    top = total.max(1)
    result: Doubles = top + np.log(np.exp(total - top[:, None]).sum(1))
    return result


def _best_with_content(part: Doubles, table: Doubles, start: Doubles) -> tuple[Doubles, npt.NDArray[np.int8]]:
    """(N,) score and (N, W) labels of the best path that has a content: Viterbi over labels before and after one.

    States 0 to 6 are the labels while no content has come, 7 to 13 those from the first content on.
    """
    import numpy as np

    n, steps, kinds = part.shape
    before = np.full((kinds, kinds), NEVER)
    before[:, CONTENT] = table[:, CONTENT]
    until = table.copy()
    until[:, CONTENT:] = NEVER
    moves = np.block([[until, before], [np.full((kinds, kinds), NEVER), table]])
    opening = np.concatenate([start, np.full((n, kinds), NEVER)], 1)
    opening[:, CONTENT:kinds] = NEVER
    opening[:, kinds + CONTENT] = start[:, CONTENT]
    twice = np.concatenate([part, part], 2)
    best = opening + twice[:, 0]
    back = np.zeros((n, steps, 2 * kinds), np.int8)
    for at in range(1, steps):
        reach = best[:, :, None] + moves
        back[:, at] = reach.argmax(1)
        best = np.take_along_axis(reach, back[:, at, None].astype(np.int64), 1)[:, 0] + twice[:, at]
    best[:, :kinds] = -np.inf
    state = best.argmax(1)
    score = best.max(1)
    labels = np.zeros((n, steps), np.int8)
    rows = np.arange(n)
    for at in range(steps - 1, -1, -1):
        labels[:, at] = state % kinds
        state = back[rows, at, state]
    return score, labels
