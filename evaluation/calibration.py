"""Whether a confidence means what it says: `python -m evaluation.calibration` on the dev articles.

For statements of about the same confidence it prints how many are right: a trained person marked them too (leniently),
and where a careful reader named the speaker of that mark, the speaker is right; and the expected calibration error: the
mean distance between the two, weighted by how many statements there are (Naeini, Cooper and Hauskrecht 2015). Only the
articles whose speakers were marked are read, and of these not the statements whose mark has no speaker's label.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from evaluation.gate import as_article, corpora, gold_articles, labels
from evaluation.score import Scores
from evaluation.voices import RESOLVED, same_names
from onrecord.pipeline import Reader
from onrecord.record import Record
from onrecord.statement import Statement

EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


class Bin(NamedTuple):
    """Statements of about the same confidence."""

    low: float
    """The least confidence."""
    high: float
    """The confidence that is too high for this bin."""
    statements: int
    """How many statements."""
    said: float
    """Their mean confidence, 0 to 1."""
    right: float
    """The share of them that a trained person marked too, 0 to 1."""


def reliability(judged: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The bins that hold anything, from (confidence, whether it was right)."""
    pairs = list(judged)
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(confidence, right) for confidence, right in pairs if low <= confidence < high]
        if inside:
            said = sum(confidence for confidence, _ in inside) / len(inside)
            bins.append(Bin(low, min(high, 1.0), len(inside), said, sum(right for _, right in inside) / len(inside)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between what is said and what is right, 0 to 1; 0 when there is no bin."""
    count = sum(one.statements for one in bins)
    return sum(one.statements * abs(one.said - one.right) for one in bins) / count if count else 0.0


def judged(reader: Reader) -> Iterable[tuple[float, bool]]:
    """(confidence, whether it was right) of the statements of the labelled dev articles in no other's content."""
    known = labels(corpora() / "polnear" / "speakers-dev.jsonl")
    articles = [a for a in gold_articles(corpora() / "polnear" / "dev.jsonl.gz") if a["doc"] in known]
    for article, record in zip(articles, reader.read_all(map(as_article, articles)), strict=True):
        if isinstance(record, Record):
            mine = [statement for statement in record.statements if statement.within is None]
            pairs = dict(Scores().add(article["text"], mine, article["gold"]))
            for number, statement in enumerate(mine):
                if number not in pairs:
                    yield statement.confidence, False
                    continue
                label = known[article["doc"]].get(article["gold"][pairs[number]]["id"])
                if label is not None:
                    yield statement.confidence, is_right(statement, label)


def is_right(statement: Statement, label: Mapping[str, Any]) -> bool:
    """Whether the speaker is the one of the label, where that has a name to be right about."""
    if label["sourcing"] not in RESOLVED:
        return True
    return same_names(statement.speaker.name if statement.speaker else None, label["speaker"])


def main() -> int:
    """Print the table; 0, also where the corpora are missing, which is said."""
    if not (corpora() / "polnear" / "dev.jsonl.gz").exists():
        print("Skipped: there is no dev.jsonl.gz in a folder of corpora, so nothing was measured.")
        return 0
    bins = reliability(judged(Reader()))
    print(f"{'confidence':14s}{'statements':>11s}{'mean':>7s}{'right':>7s}")
    for one in bins:
        print(f"{one.low:.2f} to {one.high:.2f}  {one.statements:>11d}{one.said:>7.2f}{one.right:>7.2f}")
    print(f"expected calibration error {calibration_error(bins):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
