"""The articles that are timed: the dev articles of the corpora, or where those are missing the samples repeated."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from onrecord.article import Article
from onrecord.errors import InputError
from onrecord.reading.inputs import read_inputs
from onrecord.reading.text import read_text

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = 78
"""How many samples stand in for the corpus: about as many articles as it has."""


def articles(limit: int | None = None) -> tuple[str, list[Article]]:
    """Where the articles come from, and the first `limit` of them."""
    given = os.environ.get("ONRECORD_CORPORA")
    corpora = Path(given) if given else ROOT.parent / "shared" / "corpora"
    path = corpora / "polnear" / "dev.jsonl.gz"
    if path.exists():
        return "the dev articles of the corpus", list(islice(_corpus(path), limit))
    samples = [item for item in read_inputs([ROOT / "samples"]) if isinstance(item, Article)]
    name = f"the samples over and over, for the corpora are not at {corpora}"
    return name, list(islice(cycle(samples), limit or SAMPLES))


def _corpus(path: Path) -> Iterator[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            try:
                yield read_text(row["text"], origin=row["doc"])
            except InputError:
                continue
