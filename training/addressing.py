"""Fit how likely a candidate is an addressee: `python -m training.addressing HEARD` writes the weights of `odds`.

Two logistic regressions over the facts of `voices.audience`, on all marked articles of train, by what voices said of
them that had not learned from them (`training.crossing`). The second round has the shares that the first gives to
articles that it did not learn from (stacked generalisation, Wolpert 1992).

What is reported is of articles that neither round learned from: shares that come from the parts which a second round
is then asked about tell it of their marks (a gain of three points that unseen articles do not have).
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from evaluation.voices import name_words
from onrecord.article import Article
from onrecord.extraction.given import anchor_of, given
from onrecord.extraction.network import Network, OnnxNetwork
from onrecord.extraction.voices import byline, odds
from onrecord.extraction.voices.audience import Pool, pooled, stacked
from training import corpora, wording
from training.crossing import Crossed, load
from training.labels import blocks_of
from training.voices import marks, weight

FOLDS = 4
"""Parts of the articles, each of which is weighed by what was learned from the others."""
PENALTY = 80.0
"""How much large weights cost, in squares of weights for facts scaled to a spread of one."""
SEEN = 20
"""So many candidates must have a fact for it to be learned."""
STEPS = 30
"""Newton's steps at most."""
STILL = 1e-4
"""The change of all weights below which they are found."""
LEASTS = (0.24, 0.26, 0.28, 0.30, 0.32, 0.34, 0.36, 0.38)
"""Least shares whose F1 is reported."""
SMALL = 0.04
"""The least weight, for facts scaled to a spread of one, that is kept."""
FILE = Path(__file__).resolve().parents[1] / "onrecord" / "extraction" / "model" / odds.FILE

Matrix: TypeAlias = npt.NDArray[np.floating[Any]]


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
    text, writer = article.text, byline.reporter(article.author)
    items = [item for item in article.versions[0] if item["id"] in known and item["cue"] and item["content"]]
    items.sort(key=lambda item: min(start for role in corpora.ROLES for start, _ in item[role]))
    statements = [wording.spans(item) for item in items]
    state, asked, layout = given(Article(text, blocks_of(text), author=article.author), statements, network)
    for n, (item, one) in enumerate(zip(items, asked, strict=True)):
        heard = crossed.heard((article.doc, item["id"]), anchor_of(layout, one.cue))
        asked[n] = one._replace(heard=heard or one.heard)
    state.asked = asked
    state.voices()
    pools = pooled(layout, state.setting, text, writer, state.sayings)
    names = [_wanted(article, known[item["id"]]) for item in items]
    right = [
        frozenset(name for name in pool if wanted & set(name_words(name)))
        for pool, wanted in zip(pools, names, strict=True)
    ]
    keys = [saying.key for saying in state.sayings]
    return Learned(
        article.doc, pools, right, [bool(wanted) for wanted in names], keys, [weight(known[i["id"]]) for i in items]
    )


def _wanted(article: corpora.Annotated, mark: Mapping[str, Any]) -> set[str]:
    """The words of all names that the mark calls the addressee; those of the byline where it calls the author so."""
    parts = [" ".join(article.text[start:end] for start, end in part) for part in mark["addressee"]]
    if mark.get("to_author"):
        parts.append(byline.writers(article.author) or "")
    return {word for part in parts for word in name_words(part)}


def fold(doc: str) -> int:
    """The part that an article belongs to."""
    return int(hashlib.md5(b"addressees" + doc.encode()).hexdigest(), 16) % FOLDS


class Rows(NamedTuple):
    """The candidates of all statements, a row each."""

    places: list[tuple[int, int, str]]
    """Article, statement, name."""
    facts: list[str]
    """What each column is."""
    x: Matrix
    """(rows, facts)"""
    y: Matrix
    """Whether each is the addressee, 0 or 1."""
    weights: Matrix
    """How much each counts."""
    part: npt.NDArray[np.int64]
    """The part that its article belongs to."""


def rows(articles: Sequence[Learned], pools: Sequence[Sequence[Pool]]) -> Rows:
    """The candidates as rows, with every fact that `SEEN` of them have."""
    places = [(a, s, who) for a, mine in enumerate(pools) for s, pool in enumerate(mine) for who in pool]
    seen = Counter(fact for mine in pools for pool in mine for known in pool.values() for fact, v in known.items() if v)
    facts = sorted(fact for fact, count in seen.items() if count >= SEEN)
    column = {fact: n for n, fact in enumerate(facts)}
    x = np.zeros((len(places), len(facts)), np.float32)
    for n, (a, s, who) in enumerate(places):
        for fact, value in pools[a][s][who].items():
            if fact in column:
                x[n, column[fact]] = value
    y = np.array([who in articles[a].right[s] for a, s, who in places], np.float32)
    weights = np.array([articles[a].weights[s] for a, s, _ in places], np.float32)
    return Rows(places, facts, x, y, weights, np.array([fold(articles[a].doc) for a, _, _ in places]))


def learn(found: Rows, chosen: npt.NDArray[np.bool_]) -> tuple[Matrix, float]:
    """The weights and the bias by some of the rows."""
    return logistic(found.x[chosen], found.y[chosen], found.weights[chosen])


def crossed_shares(found: Rows, parts: Sequence[int], asked: int | None = None) -> Matrix:
    """The shares of the rows of some parts, each by what the others of them say; those of `asked` by what all do."""
    shares = np.zeros(len(found.y), np.float32)
    inside = np.isin(found.part, parts)
    for number in parts:
        table, bias = learn(found, inside & (found.part != number))
        mine = found.part == number
        shares[mine] = _share(found.x[mine] @ table + bias)
    if asked is not None:
        table, bias = learn(found, inside)
        mine = found.part == asked
        shares[mine] = _share(found.x[mine] @ table + bias)
    return shares


def spread(articles: Sequence[Learned], found: Rows, shares: Matrix) -> list[list[dict[str, float]]]:
    """The shares of rows, by article, statement and name."""
    told: list[list[dict[str, float]]] = [[{} for _ in article.pools] for article in articles]
    for (a, s, who), share in zip(found.places, shares.tolist(), strict=True):
        told[a][s][who] = share
    return told


def beside(articles: Sequence[Learned], shares: Sequence[Sequence[Mapping[str, float]]]) -> list[list[Pool]]:
    """The candidates with the shares of the first round."""
    return [
        [
            {who: {**pool[who], **more} for who, more in near.items()}
            for pool, near in zip(article.pools, stacked(mine, article.keys), strict=True)
        ]
        for article, mine in zip(articles, shares, strict=True)
    ]


def unseen(articles: Sequence[Learned], first: Rows) -> list[list[dict[str, float]]]:
    """The shares of the second round for each part by two rounds that learned from the other parts alone."""
    told: list[list[dict[str, float]]] = [[] for _ in articles]
    for number in range(FOLDS):
        others = [part for part in range(FOLDS) if part != number]
        shares = spread(articles, first, crossed_shares(first, others, number))
        second = rows(articles, beside(articles, shares))
        table, bias = learn(second, second.part != number)
        again = spread(articles, second, _share(second.x @ table + bias))
        for n, article in enumerate(articles):
            if fold(article.doc) == number:
                told[n] = again[n]
    return told


def kept(found: Rows) -> dict[str, float]:
    """The weights that matter, by all rows."""
    every = np.ones(len(found.y), bool)
    large = np.abs(learn(found, every)[0] * found.x.std(0)) >= SMALL
    few = found._replace(x=found.x[:, large], facts=[f for f, keep in zip(found.facts, large, strict=True) if keep])
    table, bias = learn(few, every)
    return {"bias": bias, **dict(zip(few.facts, table.tolist(), strict=True))}


def logistic(x: Matrix, y: Matrix, counts: Matrix) -> tuple[Matrix, float]:
    """Weights and bias of a logistic regression by Newton's steps, the facts scaled within and the weights back."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    scaled = np.c_[(x - mean) / scale, np.ones(len(x), np.float32)]
    table = np.zeros(scaled.shape[1])
    penalty = np.array([PENALTY] * x.shape[1] + [1e-6])
    for _ in range(STEPS):
        share = _share(scaled @ table.astype(np.float32))
        slope = scaled.T @ ((share - y) * counts) + penalty * table
        curve = (scaled * (share * (1 - share) * counts)[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve.astype(float), slope)
        table -= step
        if np.abs(step).max() < STILL:
            break
    weights = table[:-1] / scale
    return weights, float(table[-1] - weights @ mean)


def _share(total: Matrix) -> Matrix:
    return 1 / (1 + np.exp(-np.clip(total, -30, 30)))


def f1(articles: Sequence[Learned], shares: Sequence[Sequence[Mapping[str, float]]], least: float) -> float:
    """F1 of the addressees above a least share, in percent."""
    right = told = known = 0
    for article, mine in zip(articles, shares, strict=True):
        known += sum(article.known)
        for some, wanted in zip(mine, article.right, strict=True):
            best = max(some, key=lambda name: some[name], default=None)
            if best is not None and some[best] >= least:
                told += 1
                right += best in wanted
    return round(200 * right / max(1, told + known), 1)


def lines(rounds: Sequence[Mapping[str, float]]) -> list[str]:
    """The lines of the file: a fact and its weight in each round."""
    names = sorted({name for table in rounds for name in table})
    return ["\t".join([name, *(f"{table.get(name, 0.0):.3g}" for table in rounds)]) for name in names]


def main() -> None:
    """Fit both rounds, write the file and print F1 by round and by least share, cross-validated."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("heard", type=Path, help="what was said of articles that were not learned from (training.crossing)")
    ap.add_argument("--most", type=int, help="so many articles at most")
    ap.add_argument("--out", type=Path, default=FILE)
    a = ap.parse_args()
    articles = learned(OnnxNetwork.packaged(), load(a.heard), a.most)
    first = rows(articles, [article.pools for article in articles])
    shares = spread(articles, first, crossed_shares(first, range(FOLDS)))
    second = rows(articles, beside(articles, shares))
    a.out.write_text("\n".join(lines([kept(first), kept(second)])) + "\n", "utf-8")
    again = unseen(articles, first)
    print(f"least share {odds.LEAST}: {f1(articles, shares, odds.LEAST)}, then {f1(articles, again, odds.LEAST)}")
    for least in LEASTS:
        mine = [n for n, article in enumerate(articles) if 2.0 in article.weights]
        some = f1([articles[n] for n in mine], [again[n] for n in mine], least)
        print(f"{least:.2f}: all {f1(articles, again, least)}, first reader's {some}")


if __name__ == "__main__":
    main()
