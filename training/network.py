"""The network: one MiniLM encoder, an anchor head, and a link head that tags the words for one anchor at a time.

An anchor is the first word of a cue. For each anchor the link head gives every word of the window a score for
each of seven labels (LABELS); a linear-chain CRF (Lafferty et al. 2001) over these scores and the learned
transitions decides cue, source and content together. This is predicate-argument tagging as in semantic role
labelling (He et al. 2017, Cai et al. 2018), with the cue as the predicate: a content in several pieces, a source
shared by two cues, or an anchor that is none (all words outside) need no rule of their own.

Shapes: B windows, T word pieces, W words, N anchors, H hidden units.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.extraction.network import LABELS
from onrecord.extraction.windows import CASES, QUOTES, STARTS

HIDDEN, LAYERS, HEADS, INNER, PIECES, POSITIONS = 384, 6, 12, 1536, 30522, 512
LINK = 192
DISTANCES = 2 * 32 + 1
FORBIDDEN = -1e4


class Encoded(NamedTuple):
    """What the encoder says of the words."""

    words: Tensor
    """(B, W, H) the vector of each word's first piece."""
    present: Tensor
    """(B, W) whether there is a word."""
    blocks: Tensor
    """(B, W) number of the block that the word stands in, counted within the window."""


class Dropout(nn.Module):
    """Dropout of whole features: one mask for all words of a row (Gal and Ghahramani 2016).

    Drawing a random number for every feature of every word took 15 % of a training step on a CPU.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, H) to the same shape; in evaluation nothing is dropped."""
        if not self.training or not self.share:
            return x
        mask = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype, device=x.device).bernoulli_(1 - self.share)
        return x * (mask / (1 - self.share))


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019): self-attention and a feed-forward net, each added and normed."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.out_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.outer_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, T, H) and an additive mask (B, 1, 1, T) to (B, T, H)."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(q, k, v, mask.to(q.dtype))
        x = self.out_norm(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(b, t, HIDDEN))))
        return self.outer_norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """MiniLM-L6 with three more embeddings: case, quotation state, start of a block."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.piece = nn.Embedding(PIECES, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.case = nn.Embedding(CASES, HIDDEN)
        self.quote = nn.Embedding(QUOTES, HIDDEN)
        self.start = nn.Embedding(STARTS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = Dropout(dropout)
        for extra in (self.case, self.quote, self.start):
            nn.init.normal_(extra.weight, std=0.01)

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor, start: Tensor, words: Tensor) -> Encoded:
        """All (B, T) but `words` (B, W), as in `onrecord.extraction.windows.Batch`."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.piece(ids) + self.position(places) + self.case(case) + self.quote(quote) + self.start(start)
        x = self.dropout(self.norm(x))
        mask = ((ids == 0).to(x.dtype) * FORBIDDEN)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        vectors = x.gather(1, words.unsqueeze(-1).expand(-1, -1, HIDDEN))
        blocks = (start.gather(1, words) > 0).long().cumsum(1)
        return Encoded(vectors, words > 0, blocks)

    def load_base(self, tensors: dict[str, Tensor]) -> None:
        """Take the weights of a BERT checkpoint; raises KeyError when one is missing."""
        with torch.no_grad():
            self.piece.weight.copy_(tensors["embeddings.word_embeddings.weight"])
            types = tensors["embeddings.token_type_embeddings.weight"][0]
            self.position.weight.copy_(tensors["embeddings.position_embeddings.weight"] + types)
            _copy(self.norm, tensors, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                assert isinstance(layer, Layer)
                name = f"encoder.layer.{number}"
                parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
                layer.qkv.weight.copy_(torch.cat([tensors[f"{part}.weight"] for part in parts]))
                layer.qkv.bias.copy_(torch.cat([tensors[f"{part}.bias"] for part in parts]))
                _copy(layer.out, tensors, f"{name}.attention.output.dense")
                _copy(layer.out_norm, tensors, f"{name}.attention.output.LayerNorm")
                _copy(layer.inner, tensors, f"{name}.intermediate.dense")
                _copy(layer.outer, tensors, f"{name}.output.dense")
                _copy(layer.outer_norm, tensors, f"{name}.output.LayerNorm")


def _copy(module: nn.Module, tensors: dict[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).copy_(tensors[f"{name}.{part}"])


class Anchors(nn.Module):
    """Whether a word is the first of a cue."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(HIDDEN, LINK)
        self.outer = nn.Linear(LINK, 1)

    def forward(self, words: Tensor) -> Tensor:
        """(B, W, H) to logits (B, W)."""
        return self.outer(F.gelu(self.inner(words))).squeeze(-1)


class Links(nn.Module):
    """What every word of the window is to one anchor."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, LINK)
        self.key = nn.Linear(HIDDEN, LINK, bias=False)
        self.distance = nn.Embedding(DISTANCES, LINK)
        self.block = nn.Embedding(5, LINK)
        self.norm = nn.LayerNorm(LINK)
        self.near = nn.Conv1d(LINK, LINK, 5, padding=2, groups=LINK)
        self.mix = nn.Linear(LINK, LINK)
        self.mix_norm = nn.LayerNorm(LINK)
        self.out = nn.Linear(LINK, len(LABELS))
        self.dropout = Dropout(dropout)
        nn.init.normal_(self.distance.weight, std=0.2)
        nn.init.normal_(self.block.weight, std=0.2)

    def forward(self, encoded: Encoded, rows: Tensor, anchors: Tensor) -> Tensor:
        """Scores (N, W, labels) of the anchors (N,), word numbers in the windows `rows` (N,)."""
        query = self.query(encoded.words[rows, anchors])
        key = self.key(encoded.words)[rows]
        places = torch.arange(encoded.words.shape[1], device=rows.device)
        blocks = encoded.blocks[rows]
        apart = (blocks - blocks.gather(1, anchors[:, None])).clamp(-2, 2) + 2
        z = query[:, None] + key + self.distance(bucket(places[None] - anchors[:, None])) + self.block(apart)
        z = self.dropout(F.gelu(self.norm(z)))
        z = z + F.gelu(self.mix(self.near(z.transpose(1, 2)).transpose(1, 2)))
        return self.out(self.dropout(self.mix_norm(z)))


def bucket(distance: Tensor) -> Tensor:
    """Signed word distances as 0 to DISTANCES - 1: exact up to 16, then in 16 logarithmic steps up to 256."""
    size = distance.abs().clamp(max=256)
    far = 16 + (torch.log2(size.clamp(min=16).float() / 16) * 4).long()
    step = torch.where(size <= 16, size, far.clamp(max=32))
    return 32 + torch.sign(distance) * step


class Transitions(nn.Module):
    """Scores of one label after another, with those that no statement can have forbidden."""

    def __init__(self) -> None:
        super().__init__()
        n = len(LABELS)
        self.score = nn.Parameter(torch.zeros(n, n))
        legal = torch.ones(n, n, dtype=torch.bool)
        first = torch.ones(n, dtype=torch.bool)
        for after, label in enumerate(LABELS):
            if label.startswith("I-"):
                first[after] = False
                for before, other in enumerate(LABELS):
                    legal[before, after] = other[2:] == label[2:]
        self.register_buffer("legal", legal)
        self.register_buffer("first", first)

    def forward(self) -> tuple[Tensor, Tensor]:
        """(labels, labels) scores from row to column, and (labels,) scores of the first word."""
        table = self.score.masked_fill(~self.legal, FORBIDDEN)
        first = torch.zeros(len(LABELS), device=table.device).masked_fill(~self.first, FORBIDDEN)
        return table, first


def crf_loss(scores: Tensor, labels: Tensor, present: Tensor, table: Tensor, first: Tensor) -> Tensor:
    """Negative log-likelihood (N,) of label rows (N, W); words that are not present are skipped, and come last."""
    w = scores.shape[1]
    keep = present.float()
    gold = scores.gather(2, labels.unsqueeze(-1)).squeeze(-1)
    steps = table[labels[:, :-1], labels[:, 1:]] * keep[:, 1:]
    path = (gold * keep).sum(1) + steps.sum(1) + first[labels[:, 0]]
    alpha = scores[:, 0] + first
    for at in range(1, w):
        after = torch.logsumexp(alpha.unsqueeze(2) + table, 1) + scores[:, at]
        alpha = torch.where(present[:, at, None], after, alpha)
    return torch.logsumexp(alpha, 1) - path


class Reader(nn.Module):
    """The whole network that is exported; the extra training tasks live elsewhere (`training.tasks`).

    `roles` says of every word, without an anchor, whether it is in any source, cue or content. Its word on contents
    is exported: where a content is sure but its cue is not, it tips the scales for the cue.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.anchors = Anchors()
        self.links = Links(dropout)
        self.transitions = Transitions()
        self.roles = nn.Linear(HIDDEN, 3)
