"""Examples become batches of tensors: windows of random size each pass, so that no cut is learned by heart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from onrecord.extraction.windows import Window, batch, cut
from training.labels import IGNORED, Example, Gold
from training.tasks import Targets


@dataclass(frozen=True, slots=True)
class Batch:
    """B windows with G gold attributions."""

    inputs: tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
    """ids, case, quote, start (B, T) and words (B, W), as the network takes them."""
    rows: Tensor
    """(G,) the window each attribution stands in."""
    anchors: Tensor
    """(G,) the first word of its cue, counted in the window."""
    labels: Tensor
    """(G, W) label of every word for this attribution."""
    targets: Targets
    """What the further tasks should say."""
    roles: Tensor
    """(B, W, 3) whether a word is in any source, cue and content, 0 or 1."""
    codes: Tensor
    """(G, 3) each attribution's place in KINDS, SOURCINGS and TYPES, IGNORED where it is not marked."""
    asked: Tensor
    """(G, W, 3) whether a word names its speaker, addressee or channel (ASKED), 0 or 1."""


def passes(examples: Sequence[Example], *, pieces: int, limits: tuple[int, int], rng: random.Random) -> Iterator[Batch]:
    """One pass over all examples in random order, in batches of at most `pieces` word pieces, filling included."""
    pool: list[tuple[Example, tuple[Gold, ...], Window]] = []
    for example in examples:
        version = rng.choice(example.versions)
        pool.extend((example, version, window) for window in cut(example.tokens, rng.randint(*limits)))
    rng.shuffle(pool)
    groups: list[list[tuple[Example, tuple[Gold, ...], Window]]] = []
    for first in range(0, len(pool), 512):
        part = sorted(pool[first : first + 512], key=lambda item: item[2].pieces)
        group: list[tuple[Example, tuple[Gold, ...], Window]] = []
        for item in part:
            if group and item[2].pieces * (len(group) + 1) > pieces:
                groups.append(group)
                group = []
            group.append(item)
        groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        yield _tensors(group)


def _tensors(group: Sequence[tuple[Example, tuple[Gold, ...], Window]]) -> Batch:
    arrays = batch([(example.tokens, window) for example, _, window in group])
    inputs = tuple(torch.from_numpy(array) for array in arrays)
    b, w = arrays.words.shape
    layers = torch.full((4, b, w), IGNORED)
    roles = torch.zeros(b, w, 3)
    rows, anchors, labels = [], [], []
    codes: list[tuple[int, int, int]] = []
    asked: list[Tensor] = []
    for row, (example, version, window) in enumerate(group):
        size = window.end - window.first
        part = torch.tensor(example.layers[window.first : window.end]).T
        heads = part[3] - window.first
        part[3] = torch.where((part[3] == IGNORED) | (heads < 0) | (heads >= size), IGNORED, heads)
        layers[:, row, :size] = part
        for gold in version:
            if not window.first <= gold.anchor < window.end:
                continue
            line = torch.zeros(w, dtype=torch.long)
            for at, label in gold.labels:
                place = at - window.first
                if 0 <= place < size:
                    line[place] = label if place or label % 2 else label - 1
                    roles[row, place, (label - 1) // 2] = 1
            rows.append(row)
            anchors.append(gold.anchor - window.first)
            labels.append(line)
            named = torch.zeros(w, 3)
            for column, words in enumerate(gold.voice.words if gold.voice else ()):
                for at in words:
                    if window.first <= at < window.end:
                        named[at - window.first, column] = 1
            asked.append(named)
            voice = gold.voice
            codes.append((voice.kind, voice.sourcing, voice.type) if voice else (IGNORED,) * 3)
    return Batch(
        (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]),
        torch.tensor(rows, dtype=torch.long),
        torch.tensor(anchors, dtype=torch.long),
        torch.stack(labels) if labels else torch.zeros(0, w, dtype=torch.long),
        Targets(layers[0], layers[1], layers[2], layers[3]),
        roles,
        torch.tensor(codes, dtype=torch.long).reshape(-1, 3),
        torch.stack(asked) if asked else torch.zeros(0, w, 3),
    )
