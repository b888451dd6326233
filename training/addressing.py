"""Fit how likely a candidate is an addressee: `python -m training.addressing HEARD` writes the weights of `odds`.

Two logistic regressions over the facts of `voices.audience`, on all marked articles of train, by what voices said of
them that had not learned from them (`training.crossing`). The second round has the shares that the first gives to
articles that it did not learn from (stacked generalisation, Wolpert 1992).
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional as F

from evaluation.voices import name_words
from onrecord.article import Article
from onrecord.extraction.given import anchor_of, given
from onrecord.extraction.network import Network, OnnxNetwork
from onrecord.extraction.voices import odds
from onrecord.extraction.voices.audience import Pool, pooled, stacked
from training import corpora, wording
from training.crossing import Crossed, load
from training.labels import blocks_of
from training.voices import marks, weight

FOLDS = 4
"""Parts of the articles, each of which is weighed by what was learned from the others."""
PENALTY = 10.0
"""How much large weights cost, in squares of weights for facts scaled to a spread of one."""
SEEN = 40
"""So many candidates must have a fact for it to be learned."""
SMALL = 0.04
"""The least weight, for facts scaled to a spread of one, that is kept."""
FILE = Path(__file__).resolve().parents[1] / "onrecord" / "extraction" / "model" / odds.FILE


class Learned(NamedTuple):
    """One marked article."""

    doc: str
    pools: list[Pool]
    """For each statement its candidates and what speaks for them."""
    right: list[frozenset[str]]
    """The names among them that the mark calls the addressee."""
    known: list[bool]
    """Whether the mark has an addressee."""
    keys: list[object]
    """What tells the speakers apart."""
    weights: list[float]
    """How much each statement counts."""


def learned(network: Network, crossed: Crossed, most: int | None = None) -> list[Learned]:
    """The marked articles of train, `most` of them at most."""
    found: list[Learned] = []
    every = marks()
    for article in corpora.polnear("train"):
        if article.doc in every and (most is None or len(found) < most):
            found.append(_learned(article, every[article.doc], network, crossed))
    return found


def _learned(article: corpora.Annotated, known: Mapping[str, dict], network: Network, crossed: Crossed) -> Learned:  # type: ignore[type-arg]
    text = article.text
    items = [item for item in article.versions[0] if item["id"] in known and item["cue"] and item["content"]]
    items.sort(key=lambda item: min(start for role in corpora.ROLES for start, _ in item[role]))
    state, asked, layout = given(Article(text, blocks_of(text)), [wording.spans(item) for item in items], network)
    for n, (item, one) in enumerate(zip(items, asked, strict=True)):
        heard = crossed.heard((article.doc, item["id"]), anchor_of(layout, one.cue))
        asked[n] = one._replace(heard=heard or one.heard)
    state.asked = asked
    state.voices()
    pools = pooled(layout, state.setting, text, None, state.sayings)
    names = [{word for part in _parts(text, known[item["id"]]) for word in name_words(part)} for item in items]
    right = [
        frozenset(name for name in pool if wanted & set(name_words(name)))
        for pool, wanted in zip(pools, names, strict=True)
    ]
    keys = [saying.key for saying in state.sayings]
    return Learned(
        article.doc, pools, right, [bool(wanted) for wanted in names], keys, [weight(known[i["id"]]) for i in items]
    )


def _parts(text: str, mark: Mapping[str, Sequence[Sequence[Sequence[int]]]]) -> list[str]:
    return [" ".join(text[start:end] for start, end in part) for part in mark["addressee"]]


def fold(doc: str) -> int:
    """The part that an article belongs to."""
    return int(hashlib.md5(b"addressees" + doc.encode()).hexdigest(), 16) % FOLDS


def fitted(
    articles: Sequence[Learned], pools: Sequence[Sequence[Pool]], report: dict[str, float], name: str
) -> tuple[dict[str, float], list[list[dict[str, float]]]]:
    """The weights of one round, and the shares of all candidates by what was learned from other articles."""
    rows = [(a, s, who) for a, mine in enumerate(pools) for s, pool in enumerate(mine) for who in pool]
    seen = Counter(fact for mine in pools for pool in mine for known in pool.values() for fact, v in known.items() if v)
    facts = sorted(fact for fact, count in seen.items() if count >= SEEN)
    place = {fact: n for n, fact in enumerate(facts)}
    x = np.zeros((len(rows), len(facts)), np.float32)
    for n, (a, s, who) in enumerate(rows):
        for fact, value in pools[a][s][who].items():
            if fact in place:
                x[n, place[fact]] = value
    y = np.array([who in articles[a].right[s] for a, s, who in rows], np.float32)
    w = np.array([articles[a].weights[s] for a, s, _ in rows], np.float32)
    part = np.array([fold(articles[a].doc) for a, _, _ in rows])
    table, _ = _logistic(x, y, w)
    kept = np.abs(table * x.std(0)) >= SMALL
    x, facts = x[:, kept], [fact for fact, keep in zip(facts, kept, strict=True) if keep]
    shares: list[list[dict[str, float]]] = [[{} for _ in mine] for mine in pools]
    for number in range(FOLDS):
        table, bias = _logistic(x[part != number], y[part != number], w[part != number])
        for n in np.flatnonzero(part == number).tolist():
            a, s, who = rows[n]
            shares[a][s][who] = float(1 / (1 + np.exp(-(x[n] @ table + bias))))
    report[name] = _f1(articles, shares)
    table, bias = _logistic(x, y, w)
    return {"bias": bias, **dict(zip(facts, table.tolist(), strict=True))}, shares


def _logistic(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression by L-BFGS, the facts scaled within and the weights scaled back."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    rows, answers, counts = torch.from_numpy((x - mean) / scale), torch.from_numpy(y), torch.from_numpy(w)
    table = torch.zeros(x.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([table, bias], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = F.binary_cross_entropy_with_logits(rows @ table + bias, answers, counts, reduction="sum")
        total = wrong + 0.5 * PENALTY * table.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    weights = table.detach().numpy() / scale
    return weights, float(bias.detach()[0] - weights @ mean)


def _f1(articles: Sequence[Learned], shares: Sequence[Sequence[Mapping[str, float]]]) -> float:
    """F1 of the addressees above `odds.LEAST`, in percent."""
    right = told = known = 0
    for article, mine in zip(articles, shares, strict=True):
        known += sum(article.known)
        for some, wanted in zip(mine, article.right, strict=True):
            best = max(some, key=lambda name: some[name], default=None)
            if best is not None and some[best] >= odds.LEAST:
                told += 1
                right += best in wanted
    return round(200 * right / max(1, told + known), 1)


def lines(rounds: Sequence[Mapping[str, float]]) -> list[str]:
    """The lines of the file: a fact and its weight in each round."""
    names = sorted({name for table in rounds for name in table})
    return ["\t".join([name, *(f"{table.get(name, 0.0):.3g}" for table in rounds)]) for name in names]


def main() -> None:
    """Fit both rounds, write the file and print F1 by round, cross-validated."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("heard", type=Path, help="what was said of articles that were not learned from (training.crossing)")
    ap.add_argument("--most", type=int, help="so many articles at most")
    ap.add_argument("--out", type=Path, default=FILE)
    a = ap.parse_args()
    articles = learned(OnnxNetwork.packaged(), load(a.heard), a.most)
    report: dict[str, float] = {}
    pools: list[list[Pool]] = [article.pools for article in articles]
    first, shares = fitted(articles, pools, report, "first round")
    pools = [
        [
            {who: {**pool[who], **more} for who, more in beside.items()}
            for pool, beside in zip(article.pools, stacked(mine, article.keys), strict=True)
        ]
        for article, mine in zip(articles, shares, strict=True)
    ]
    second, _ = fitted(articles, pools, report, "second round")
    a.out.write_text("\n".join(lines([first, second])) + "\n", "utf-8")
    print(report)


if __name__ == "__main__":
    main()
