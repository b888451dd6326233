"""The corpora as they lie beside the repository; nothing of their texts is kept here.

PolNeAR (Newell, Margolin and Ruths 2018) gives the attributions; CoreNLP's automatic layers of the same texts give
part of speech, entities and dependencies as further tasks for the encoder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evaluation.gate import corpora

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with what trained people marked in it."""

    doc: str
    """Its name in the corpus."""
    text: str
    """Its text."""
    versions: tuple[tuple[dict[str, Any], ...], ...]
    """The attributions of each annotator, the first annotator's first: `source`, `cue`, `content` as pairs."""
    author: str | None = None
    """Its byline."""


@dataclass(frozen=True, slots=True)
class Layers:
    """CoreNLP's automatic layers of one article, a row a token."""

    tokens: tuple[tuple[int, int, str, str, int, str], ...]
    """Start, end, part of speech, entity kind, index of the head (-1 for the root), relation to it."""


def polnear(part: str) -> Iterator[Annotated]:
    """The articles of `train` or `dev`; raises FileNotFoundError where the corpora are missing."""
    with gzip.open(corpora() / "polnear" / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            names = sorted(row["attributions"])
            versions = tuple(tuple(row["attributions"][name]) for name in names)
            author = row.get("author")
            yield Annotated(row["doc"], row["text"], versions, None if author in ("", "None") else author)


def corenlp(part: str) -> dict[str, Layers]:
    """The layers of `train` or `dev` by article; a few long articles have none."""
    found: dict[str, Layers] = {}
    with gzip.open(corpora() / "polnear" / f"corenlp-{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found[row["doc"]] = Layers(tuple(tuple(token) for token in row["tokens"]))
    return found


def held_out(doc: str) -> bool:
    """Whether a training article is one of the about 5 % that choose the pass and the thresholds."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % 20 == 0
