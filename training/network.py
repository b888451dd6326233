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

from onrecord.extraction.heard import ASKED, KINDS, SOURCINGS, TYPES
from onrecord.extraction.network import LABELS
from onrecord.extraction.voices.runs import NAME_LABELS
from onrecord.extraction.windows import CASES, QUOTES, STARTS

HIDDEN, LAYERS, HEADS, INNER, PIECES, POSITIONS = 384, 6, 12, 1536, 30522, 512
LINK = 192
MIDDLE, WIDE = 4, 2 * HIDDEN
CODES, ASK, NAMED = 256, 96, 128
POOLS = (0, 1, 2, 2)
"""What the voices pool: words of the source, the cue and, in two ways, the content (places among the roles)."""
DISTANCES = 2 * 32 + 1
FORBIDDEN = -1e4


class Encoded(NamedTuple):
    """What the encoder says of the words."""

    words: Tensor
    """(B, W, H) the vector of each word's first piece."""
    wide: Tensor
    """(B, W, WIDE) the same beside the one after MIDDLE layers: the last layers read, the middle ones mean more."""
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
        places = words.unsqueeze(-1).expand(-1, -1, HIDDEN)
        middle = x
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, mask)
            if number == MIDDLE:
                middle = x
        vectors = x.gather(1, places)
        wide = torch.cat([vectors, middle.gather(1, places)], -1)
        blocks = (start.gather(1, words) > 0).long().cumsum(1)
        return Encoded(vectors, wide, words > 0, blocks)

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

    def forward(self, encoded: Encoded, rows: Tensor, anchors: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (N, W, labels) of the anchors (N,), word numbers in the windows `rows` (N,), and what they rest on.

        The second is (N, W, LINK): what every word is to the anchor, in numbers.
        """
        query = self.query(encoded.words[rows, anchors])
        key = self.key(encoded.words)[rows]
        places = torch.arange(encoded.words.shape[1], device=rows.device)
        blocks = encoded.blocks[rows]
        apart = (blocks - blocks.gather(1, anchors[:, None])).clamp(-2, 2) + 2
        z = query[:, None] + key + self.distance(bucket(places[None] - anchors[:, None])) + self.block(apart)
        z = self.dropout(F.gelu(self.norm(z)))
        z = z + F.gelu(self.mix(self.near(z.transpose(1, 2)).transpose(1, 2)))
        z = self.mix_norm(z)
        return self.out(self.dropout(z)), z


class Voices(nn.Module):
    """Who stands behind an anchor's statement, whom it is said to and where, and what its words do.

    The words of each role are pooled by attention, weighed by how likely the link head thinks them to be of the
    role. From the pools come the codes; and the anchor and its source together ask every word of the window whether
    it names the speaker, the addressee or the channel.
    """

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.heed = nn.Linear(WIDE, len(POOLS))
        self.norm = nn.LayerNorm((1 + len(POOLS)) * WIDE)
        self.inner = nn.Linear((1 + len(POOLS)) * WIDE + len(POOLS), CODES)
        self.codes = nn.Linear(CODES, len(KINDS) + len(SOURCINGS) + len(TYPES))
        self.ask = nn.Linear(2 * WIDE, len(ASKED) * ASK)
        self.answer = nn.Linear(WIDE, ASK)
        self.near = nn.Linear(LINK, len(ASKED))
        self.dropout = Dropout(0.1)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, encoded: Encoded, rows: Tensor, anchors: Tensor, links: Tensor, near: Tensor
    ) -> tuple[Tensor, Tensor]:
        """From the link head's scores (N, W, labels) and what they rest on (N, W, LINK) to codes and answers.

        Codes are (N, KINDS + SOURCINGS + TYPES) logits; answers (N, W, ASKED) logits against a nought that stands
        for "nobody in this window".
        """
        anchor, words = encoded.wide[rows, anchors], encoded.wide[rows]
        codes, pooled = self.coded(words, encoded.present[rows], anchor, likely(links))
        return codes, self.answered(words, anchor, pooled[:, 0], near)

    def answered(self, words: Tensor, anchor: Tensor, source: Tensor, near: Tensor) -> Tensor:
        """Answers (N, W, ASKED) of the words of each anchor's window (N, W, WIDE).

        They are asked by the anchor and its source's pool (N, WIDE), and weighed with what they are to it (N, W, LINK).
        """
        ask = self.ask(torch.cat([anchor, source], -1)).view(-1, len(ASKED), ASK)
        answers = self.answer(words) @ ask.transpose(1, 2) * ASK**-0.5
        return answers + self.near(self.dropout(F.gelu(near)))

    def coded(self, words: Tensor, present: Tensor, anchor: Tensor, likely: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (N, codes) and the pools (N, POOLS, WIDE) they rest on.

        From the words of each anchor's window (N, W, WIDE), whether they are there (N, W), the anchor's own, and
        how likely each is to be of a pool (N, W, POOLS).
        """
        heed = (likely + self.heed(words)).masked_fill(~present[..., None], FORBIDDEN)
        pooled = heed.softmax(1).transpose(1, 2).to(words.dtype) @ words
        surest = likely.masked_fill(~present[..., None], -30.0).amax(1).clamp(min=-12.0)
        every = torch.cat([anchor, pooled.flatten(1)], -1)
        inner = self.inner(torch.cat([self.drop(self.norm(every)), surest.to(every.dtype)], -1))
        return self.codes(self.drop(F.gelu(inner))), pooled


def asking(answers: Tensor, named: Tensor, present: Tensor) -> Tensor:
    """Losses (N, ASKED): an answer is one choice among the words and "nobody", and any word that names them is right.

    From answers (N, W, ASKED), whether a word names whom is asked for, likewise, and whether it is there (N, W).
    """
    nobody = answers.new_zeros(len(answers), 1, answers.shape[2])
    open_ = answers.float().masked_fill(~present[..., None], FORBIDDEN)
    every = torch.cat([nobody, open_], 1).logsumexp(1)
    right = torch.cat(
        [nobody.masked_fill(named.any(1, keepdim=True), FORBIDDEN), open_.masked_fill(~named, FORBIDDEN)], 1
    )
    return every - right.logsumexp(1)


def likely(links: Tensor) -> Tensor:
    """(N, W, POOLS) log of how likely each word is to be of each pool's role, from scores (N, W, labels)."""
    shares = links.log_softmax(-1)
    return torch.stack([shares[..., 2 * pool + 1 : 2 * pool + 3].logsumexp(-1) for pool in POOLS], -1)


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
        self.voices = Voices()
        self.names = nn.Sequential(nn.Linear(HIDDEN, NAMED), nn.GELU(), nn.Linear(NAMED, len(NAME_LABELS)))
