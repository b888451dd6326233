"""The measures of whose words a statement's are: speaker, sourcing, kind, addressee.

  speaker          share of the statements with a named speaker (a document, another outlet too) whose name is right
  lenient+speaker  F1 of statements that are found (leniently) and have the right speaker
  sourcing, kind   accuracy, and the mean of the F1 of each class that the gold has
  addressee        F1; right when the two names have a word in common

A name is right when the two name the same words, or one of at least two words is part of the other; a lone surname is
not enough. These are the measures of the project's reference scorer; a test compares the two to the decimal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.score import Ratio

TITLES = frozenset("mr mrs ms dr sen senator rep gov governor president former the a an of us".split())
SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))
RESOLVED = ("named", "media", "document")
"""Sourcings whose speaker has a name to be right about."""


def name_words(name: str | None) -> list[str]:
    """The words of a name that count: no titles, articles, possessives or points, case folded."""
    folded = (name or "").casefold().replace("’s", "").replace("'s", "").replace(".", "")
    return [word for word in re.findall(r"\w+", folded) if word not in TITLES]


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are the same, or one of at least two words is part of the other."""
    a, b = set(name_words(one)), set(name_words(other))
    if a == b:
        return True
    if (a ^ b) & SUFFIXES:
        return False
    return len(min(a, b, key=len)) >= 2 and (a <= b or b <= a)


def same_names(one: str | None, other: str | None) -> bool:
    """Whether two lists of names, joined by ";", have as many names and each of the first is in the second."""
    a, b = ([name for name in (names or "").split(";") if name.strip()] for names in (one, other))
    return len(a) == len(b) and all(any(same_name(x, y) for y in b) for x in a)


def same_words(one: str, other: str) -> bool:
    """Whether two addressees are the same, or have a word in common."""
    return same_names(one, other) or bool(set(name_words(one)) & set(name_words(other)))


@dataclass(slots=True)
class VoiceScores:
    """The measures over the statements added so far."""

    speakers: list[bool] = field(default_factory=list)
    """For each statement with a name to be right about, whether it is."""
    together: Ratio = field(default_factory=Ratio)
    """Behind lenient+speaker."""
    sourcings: list[tuple[str | None, str]] = field(default_factory=list)
    """(predicted, gold)"""
    kinds: list[tuple[str | None, str]] = field(default_factory=list)
    """(predicted, gold)"""
    addressees: list[tuple[str | None, str | None]] = field(default_factory=list)
    """(predicted, gold)"""

    def add(
        self,
        predicted: Sequence[Mapping[str, Any]],
        gold: Sequence[Mapping[str, Any]],
        labels: Mapping[str, Mapping[str, Any]],
        pairs: Sequence[tuple[int, int]],
    ) -> None:
        """Count one article: its statements as JSON objects, its attributions, their labels by id, who pairs whom."""
        right = 0
        for mine, theirs in pairs:
            label, statement = labels.get(gold[theirs]["id"]), predicted[mine]
            if label is None:
                continue
            named = label["sourcing"] in RESOLVED
            correct = not named or same_names((statement["speaker"] or {}).get("name"), label["speaker"])
            if named:
                self.speakers.append(correct)
            right += correct
            self.sourcings.append((statement["sourcing"], label["sourcing"]))
            self.kinds.append((statement["kind"], label["kind"]))
            self.addressees.append((statement["addressee"], label["addressee"]))
        self.together += Ratio(right, len(predicted), len(gold))

    def report(self) -> dict[str, float]:
        """Every measure in percent, to one decimal."""
        told = [(p, g) for p, g in self.addressees if p and g]
        asked = sum(bool(p) for p, _ in self.addressees) + sum(bool(g) for _, g in self.addressees)
        found = {
            "speaker": _share(self.speakers),
            "lenient+speaker": self.together.f1,
            "sourcing": _share([p == g for p, g in self.sourcings]),
            "sourcing macro": macro(self.sourcings),
            "kind": _share([p == g for p, g in self.kinds]),
            "kind macro": macro(self.kinds),
            "addressee": 200 * sum(same_words(p, g) for p, g in told) / asked if asked else 0.0,
        }
        return {name: round(value, 1) for name, value in found.items()}


def macro(pairs: Sequence[tuple[str | None, str]]) -> float:
    """The mean, in percent, of the F1 of each class that the gold of (predicted, gold) has."""
    scores = []
    for wanted in sorted({g for _, g in pairs}):
        right = sum(p == g == wanted for p, g in pairs)
        both = sum(p == wanted for p, _ in pairs) + sum(g == wanted for _, g in pairs)
        scores.append(200 * right / both if both else 0.0)
    return sum(scores) / len(scores) if scores else 0.0


def _share(right: Sequence[bool]) -> float:
    return 100 * sum(right) / len(right) if right else 0.0
