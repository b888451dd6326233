"""Who stands behind a statement, and what its words do, as people and a careful reader marked it for training.

The marks lie in `training/voices.jsonl.gz`: codes and offsets into the articles of PolNeAR's train part, no words.
Their origin and conventions are in docs/decisions/0008.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extraction.heard import KINDS, SOURCINGS, TYPES
from onrecord.extraction.windows import Tokens

MARKS = Path(__file__).parent / "voices.jsonl.gz"
REACH = 60
"""Words between a cue and words that say the occasion, at most."""

_TITLES = frozenset(
    "mr mrs ms miss dr sen senator rep representative gov governor president former vice secretary speaker mayor judge "
    "gen general justice lord sir prof professor prime minister chancellor chairman chairwoman director the".split()
)
_MALE, _FEMALE = frozenset({"mr", "sir", "lord"}), frozenset({"mrs", "ms", "miss"})
_SMALL = frozenset("of the and for in on at to de la van von 's ’s s".split())


@dataclass(frozen=True, slots=True)
class Voice:
    """What is known of one statement, in numbers: places in KINDS, SOURCINGS and TYPES, and words of the article."""

    kind: int
    sourcing: int
    type: int
    words: tuple[frozenset[int], frozenset[int], frozenset[int]]
    """For each of ASKED the words that name it, wherever they stand in the article."""
    weight: float
    """How much it counts (`weight`)."""


def marks(path: Path = MARKS) -> dict[str, dict[str, dict[str, Any]]]:
    """The marks by article and attribution; raises FileNotFoundError where the file is missing.

    `speaker` and `addressee` are the names as lists of spans; `to_author` says that it was said to the author, whom a
    text seldom names.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["doc"]: row["statements"] for row in map(json.loads, lines)}


def weight(mark: Mapping[str, Any]) -> float:
    """How much a mark counts: the reference reader's, whose conventions the others follow, twice."""
    return 2.0 if mark["by"] == 1 else 1.0


class Names:
    """Finds the words of an article that name the same as some given words."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.starts = [word.start for word in tokens.words]
        self.words = [text[word.start : word.end] for word in tokens.words]
        self.runs = list(_runs(self.words))

    def at(self, spans: Iterable[Sequence[int]]) -> list[int]:
        """The words that some spans of characters cover."""
        found: list[int] = []
        for start, end in spans:
            found.extend(range(bisect_left(self.starts, start), bisect_left(self.starts, end)))
        return found

    def named(self, name: Sequence[int]) -> set[int]:
        """The words of every run of capitals that can mean the same as the name given by its words."""
        wanted = [self.words[at].lower() for at in name if self.words[at][0].isalnum()]
        wanted = [word for word in wanted if word not in _TITLES and word not in _SMALL]
        if not wanted or not any(self.words[at][:1].isupper() for at in name):
            return set(name)
        found = set(name)
        for run in self.runs:
            spoken = [self.words[at].lower() for at in run]
            core = [word for word in spoken if word not in _TITLES and word not in _SMALL]
            initials = [word for word in core if len(word.strip(".")) > 1]
            if not initials or not set(initials) <= set(wanted):
                continue
            found.update(at for at, word in zip(run, spoken, strict=True) if word not in _TITLES)
        return found


def _runs(words: Sequence[str]) -> Iterable[list[int]]:
    run: list[int] = []
    for at, word in enumerate(words):
        joins = word.lower() in _SMALL or word in ".-&" or re.fullmatch(r"[A-Z]\.?", word)
        if word[:1].isupper() or (run and joins):
            run.append(at)
            continue
        if run:
            yield from _trimmed(run, words)
        run = []
    if run:
        yield from _trimmed(run, words)


def _trimmed(run: list[int], words: Sequence[str]) -> Iterable[list[int]]:
    """A run without small words at its end, and split at them, where it is more than one name."""
    part: list[int] = []
    for at in run:
        if words[at].lower() in ("and", "’s", "'s", "’", "'"):
            if part:
                yield part
            part = []
        else:
            part.append(at)
    while part and not words[part[-1]][:1].isupper():
        part.pop()
    if part:
        yield part


def voice(names: Names, anchor: int, mark: Mapping[str, Any]) -> Voice:
    """One statement's marks in numbers, its cue beginning at the word `anchor`."""
    speakers: set[int] = set()
    for name in mark["speaker"]:
        found = names.at(name)
        speakers |= names.named(found) if mark["sourcing"] in ("named", "media") else set(found)
    told: set[int] = set()
    for name in mark["addressee"]:
        told |= names.named(names.at(name))
    channel = {at for at in names.at(mark["channel"]) if abs(at - anchor) <= REACH}
    return Voice(
        KINDS.index(mark["kind"]),
        SOURCINGS.index(mark["sourcing"]),
        TYPES.index(mark["type"]),
        (frozenset(speakers), frozenset(told), frozenset(channel)),
        weight(mark),
    )
