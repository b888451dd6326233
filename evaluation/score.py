"""The measures of reading, on word tokens; punctuation at the edges of a span is not scored.

  strict       source, cue and content all have the same tokens
  lenient      the content's token sets overlap with IoU of at least 0.5, and the sources' meet or are both empty
  ROLE exact   a statement's tokens of that role are the same
  ROLE token   tokens of that role anywhere in the article

Statements are paired one to one, each predicted one with the free gold one that it shares most content with. The
gold marks no statement inside another's content, so predicted ones with `within` set are left out. These are the
measures of Newell, Margolin and Ruths (2018) in the form that the project's reference scorer gives them; a test
compares the two to the decimal.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ROLES = ("source", "cue", "content")
MEASURES = ("strict", "lenient", *(f"{role} exact" for role in ROLES), *(f"{role} token" for role in ROLES))
_TOKEN = re.compile(r"\w+|[^\w\s]")

Covered = Mapping[str, frozenset[int]]
"""For each role the indices of the tokens that a statement covers."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Counts behind one measure; sums of them are measures over several articles (micro average)."""

    right: int = 0
    """Pairs, or tokens, that both sides have."""
    predicted: int = 0
    """How many the prediction has."""
    gold: int = 0
    """How many the gold has."""

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Percent of the predicted that are right; 0 when nothing is predicted."""
        return 100 * self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Percent of the gold that was found; 0 when there is no gold."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        both = self.predicted + self.gold
        return 200 * self.right / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The measures over the articles added so far."""

    ratios: dict[str, Ratio] = field(default_factory=lambda: {name: Ratio() for name in MEASURES})
    """One for each of MEASURES."""

    def add(self, text: str, predicted: Sequence[Any], gold: Sequence[Any]) -> list[tuple[int, int]]:
        """Count one article; gives the lenient pairs (index in predicted, index in gold)."""
        cover = covers(text)
        p = [covered(cover, item) for item in predicted]
        g = [covered(cover, item) for item in gold]
        lenient_pairs = pairs(p, g, lenient)
        self._count("strict", len(pairs(p, g, strict)), len(p), len(g))
        self._count("lenient", len(lenient_pairs), len(p), len(g))
        for role in ROLES:
            pr, gr = [item for item in p if item[role]], [item for item in g if item[role]]
            same = pairs(pr, gr, lambda x, y, role=role: x[role] == y[role])  # type: ignore[misc]
            self._count(f"{role} exact", len(same), len(pr), len(gr))
            pt = frozenset[int]().union(*(item[role] for item in p))
            gt = frozenset[int]().union(*(item[role] for item in g))
            self._count(f"{role} token", len(pt & gt), len(pt), len(gt))
        return lenient_pairs

    def _count(self, name: str, right: int, predicted: int, gold: int) -> None:
        self.ratios[name] += Ratio(right, predicted, gold)


def covers(text: str) -> Callable[[Iterable[Sequence[int]]], frozenset[int]]:
    """A function from spans of the text to the indices of the tokens that they cover."""
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    starts = [start for start, _ in tokens]
    spoken = [text[start].isalnum() or text[start] == "_" for start in starts]

    def cover(spans: Iterable[Sequence[int]]) -> frozenset[int]:
        found: set[int] = set()
        for start, end in spans:
            at = max(0, bisect_right(starts, start) - 1)
            while at < len(tokens) and tokens[at][0] < end:
                if tokens[at][1] > start:
                    found.add(at)
                at += 1
        while found and not spoken[min(found)]:
            found.remove(min(found))
        while found and not spoken[max(found)]:
            found.remove(max(found))
        return frozenset(found)

    return cover


def covered(cover: Callable[[Iterable[Sequence[int]]], frozenset[int]], item: Any) -> Covered:
    """The tokens of a statement: a Statement, or a mapping with the three roles."""
    get = item.get if isinstance(item, Mapping) else lambda role: getattr(item, role)
    return {role: cover(get(role) or ()) for role in ROLES}


def strict(p: Covered, g: Covered) -> bool:
    """Whether all three roles have the same tokens."""
    return all(p[role] == g[role] for role in ROLES)


def lenient(p: Covered, g: Covered) -> bool:
    """Whether the contents overlap by half or more and the sources meet, or are both empty."""
    union = p["content"] | g["content"]
    if not union or len(p["content"] & g["content"]) / len(union) < 0.5:
        return False
    return bool(p["source"] & g["source"]) or (not p["source"] and not g["source"])


def pairs(
    predicted: Sequence[Covered], gold: Sequence[Covered], fits: Callable[[Covered, Covered], bool]
) -> list[tuple[int, int]]:
    """One-to-one pairs of indices, each predicted one with the free gold one that it shares most content with."""
    free = set(range(len(gold)))
    found: list[tuple[int, int]] = []
    for i, p in enumerate(predicted):
        fitting = [j for j in free if fits(p, gold[j])]
        if fitting:
            j = max(fitting, key=lambda j: (len(p["content"] & gold[j]["content"]), -j))
            free.remove(j)
            found.append((i, j))
    return found
