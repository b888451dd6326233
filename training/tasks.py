"""Further tasks that the encoder learns beside reading; their heads are dropped at export.

Part of speech, entity kind and dependencies of CoreNLP teach the six-layer encoder where clauses and names end.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.labels import ENTITIES, IGNORED, POS, RELATIONS
from training.network import HIDDEN

ARC = 128


class Targets(NamedTuple):
    """What the further tasks should say: all (B, W), IGNORED where nothing is known."""

    pos: Tensor
    entity: Tensor
    relation: Tensor
    head: Tensor


class Tasks(nn.Module):
    """The heads of the further tasks."""

    def __init__(self) -> None:
        super().__init__()
        self.pos = nn.Linear(HIDDEN, len(POS))
        self.entity = nn.Linear(HIDDEN, len(ENTITIES))
        self.relation = nn.Linear(HIDDEN, len(RELATIONS))
        self.dependent = nn.Linear(HIDDEN, ARC)
        self.governor = nn.Linear(HIDDEN, ARC)

    def forward(self, words: Tensor, present: Tensor, targets: Targets) -> Tensor:
        """The sum over words of the four losses, from (B, W, H)."""
        arcs = self.dependent(words) @ self.governor(words).transpose(1, 2) * ARC**-0.5
        arcs = arcs.float().masked_fill(~present[:, None, :], -1e4)
        parts = [
            (self.pos(words), targets.pos),
            (self.entity(words), targets.entity),
            (self.relation(words), targets.relation),
            (arcs, targets.head),
        ]
        total = torch.zeros(())
        for scores, gold in parts:
            total = total + F.cross_entropy(
                scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="sum"
            )
        return total
