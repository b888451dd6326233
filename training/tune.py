"""Measure the numbers that belong to the weights, on the held-out part of train: `python -m training.tune`.

A weight for each kind of evidence and a bias turn what speaks for a candidate into a confidence that means what it
says: the share of such statements that a trained person marked too (logistic regression; Platt 1999). The thresholds
are the ones with the best weighted sum of F1 (AIM).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from evaluation.score import Scores, covered, covers, lenient
from onrecord.article import Article
from onrecord.extraction import decode, extractor
from onrecord.extraction.assemble import choose, drafts
from onrecord.extraction.network import Network, Tuning
from onrecord.extraction.windows import batch, tokenized
from training import corpora
from training.labels import blocks_of
from training.network import Reader
from training.torch_network import Remembered, TorchNetwork, untuned

AIM = {"strict": 1.0, "lenient": 1.0, "content token": 1.0, "content exact": 0.5, "cue exact": 0.5}
"""What the thresholds are chosen for: whole statements first, and no words lost."""

NESTED = 0.5
"""No gold says where statements inside others begin to be wrong, so an even chance is asked for."""


def features(network: Network, articles: Sequence[corpora.Annotated]) -> tuple[torch.Tensor, torch.Tensor]:
    """(N, EVIDENCE) evidence for every candidate, and (N,) whether people marked it too (leniently)."""
    xs: list[tuple[float, ...]] = []
    ys: list[float] = []
    probe = network.tuning
    for article in articles:
        tokens = tokenized(article.text, blocks_of(article.text))
        cover = covers(article.text)
        gold = [covered(cover, item) for item in article.versions[0]]
        for group in extractor.batches([tokens]):
            scores = network(batch([(tokens, window) for _, window in group]))
            lengths = [window.end - window.first for _, window in group]
            for path in decode.paths(scores, lengths, probe):
                window = group[path.row][1]
                source, cue, content = (tuple(decode.ranges(path.labels, role)) for role in corpora.ROLES)
                candidate = decode.Candidate(path.anchor, source, cue, content, confidence=1.0, content_odds=0.0)
                for draft in drafts(article.text, tokens, window, choose([candidate], 0.0, 0.0)):
                    mine = covered(cover, draft)
                    xs.append(path.evidence)
                    ys.append(float(any(lenient(mine, other) for other in gold)))
    return torch.tensor(xs, dtype=torch.float64), torch.tensor(ys, dtype=torch.float64)


def logistic(x: torch.Tensor, y: torch.Tensor) -> tuple[tuple[float, ...], float]:
    """Weights and bias of the logistic regression of y on the columns of x, by Newton's method."""
    rows = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], 1)
    w = torch.zeros(rows.shape[1], dtype=x.dtype)
    for _ in range(30):
        p = torch.sigmoid(rows @ w)
        slope = rows.T @ (y - p) - 1e-3 * w
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + 1e-3 * torch.eye(len(w), dtype=x.dtype)
        w = w + torch.linalg.solve(curve, slope)
    *weights, bias = w.tolist()
    return tuple(weights), bias


def scored(network: Network, articles: Sequence[corpora.Annotated]) -> Scores:
    """The measures of a network on annotated articles, as `onrecord read` would read them."""
    scores = Scores()
    for article in articles:
        read = extractor.extract(Article(article.text, blocks_of(article.text)), network).statements
        scores.add(article.text, [s for s in read if s.within is None], article.versions[0])
    return scores


def cue_words() -> frozenset[str]:
    """Words of cues in train that stand in a cue, or begin one, in a good part of the places where they stand.

    With them, 26 % of an article's words are read again for statements inside contents; without them it were 46 %.
    """
    inside: Counter[str] = Counter()
    first: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for article in corpora.polnear("train"):
        everywhere.update(_spoken(article.text))
        for item in article.versions[0]:
            for start, end in item["cue"][:1]:
                spoken = _spoken(article.text[start:end])
                inside.update(set(spoken))
                first.update(spoken[:1])
    often = {word for word, n in inside.items() if n >= 2 and n >= 0.3 * everywhere[word]}
    return frozenset(often | {word for word, n in first.items() if n >= 3 and n >= 0.2 * everywhere[word]})


def _spoken(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"\w+", text)]


def tuned(network: Network, start: Tuning, articles: Sequence[corpora.Annotated]) -> tuple[Tuning, dict[str, object]]:
    """The tuning of a trained network, and a report of how it was chosen."""
    network = Remembered(network, start)
    weights, bias = logistic(*features(network, articles))
    report: dict[str, object] = {"weights": weights, "bias": bias}
    best, chosen = -1.0, start
    for threshold in (0.3, 0.35, 0.4, 0.45):
        for orphan in (0.1, 0.15, 0.2, threshold):
            network.tuning = start._replace(
                weights=weights, bias=bias, threshold=threshold, orphan_threshold=orphan, nested_threshold=NESTED
            )
            ratios = scored(network, articles).ratios
            report[f"thresholds {threshold} {orphan}"] = {name: round(r.f1, 1) for name, r in ratios.items()}
            total = sum(share * ratios[name].f1 for name, share in AIM.items())
            if total > best:
                best, chosen = total, network.tuning
    return chosen._replace(cue_words=cue_words()), report


def main() -> None:
    """Tune the weights of a run and print the report."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("weights", type=Path, help="a reader.pt of training.train")
    ap.add_argument("--dev", action="store_true", help="report the measures on dev too")
    ap.add_argument("--out", type=Path, help="where to keep the tuning as JSON")
    a = ap.parse_args()
    reader = Reader()
    reader.load_state_dict(torch.load(a.weights))
    start = untuned(reader)
    held = [article for article in corpora.polnear("train") if corpora.held_out(article.doc)]
    tuning, report = tuned(TorchNetwork(reader, start), start, held)
    if a.dev:
        ratios = scored(TorchNetwork(reader, tuning), list(corpora.polnear("dev"))).ratios
        report["dev"] = {
            name: [round(r.precision, 1), round(r.recall, 1), round(r.f1, 1)] for name, r in ratios.items()
        }
    print(json.dumps(report, indent=1))
    if a.out:
        a.out.write_text(json.dumps(tuning._replace(cue_words=sorted(tuning.cue_words))._asdict()))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
