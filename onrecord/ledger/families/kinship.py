"""Whether two quotations are the same words: equal, one cut out of the other, altered, or joined with other words.

The answer depends on the two alone and is the same both ways, so that families do not depend on the order in which
articles came. What two quotations share must be dense, and must say something: seven words of "I think that it is
going to be" are nobody's quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from onrecord.ledger.compare import common_words
from onrecord.ledger.wording import COMMON

LEAST = 5
"""Words below which a quotation has no kin but its equals."""
LEAST_EQUAL = 4
"""Words below which not even equals are a family: "I don't know" is said every day."""
PART = 6
"""Words that must be cut out of a longer quotation in one piece."""
SHARED = 8
"""Words that must be shared, densely, where neither has all of the other's."""
TELLING = 3
"""Of them, words that are not `COMMON`; two where the two quotations are all but equal."""
MOST = 0.7
"""Share of the longer quotation that makes the two all but equal, and share of words within what is called dense."""
HALF = 0.45
"""Share of the shorter quotation that must be shared where it is joined with other words."""
LONGEST = 400
"""Words of a quotation that are looked at: beyond this it is a speech."""


def worth_keeping(words: Sequence[str]) -> bool:
    """Whether a quotation says enough to have a family."""
    return len(words) >= LEAST_EQUAL and _telling(words) >= (2 if len(words) >= LEAST else TELLING)


def kin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two quotations, given as their bare words, are the same words."""
    short, long = sorted((list(one[:LONGEST]), list(other[:LONGEST])), key=lambda words: (len(words), words))
    if short == long:
        return worth_keeping(short)
    if len(short) < LEAST:
        return False
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        near = len(short) >= MOST * len(long)
        return (near and _telling(short) >= 2) or (len(short) >= PART and _telling(short) >= TELLING)
    shared = common_words(short, long)
    if shared < max(LEAST, HALF * len(short)):
        return False
    if shared >= MOST * len(long):
        return _telling_shared(short, long) >= 2
    if shared < SHARED and shared < MOST * len(short):
        return False
    matched, telling = _densest(short, long)
    if telling < TELLING:
        return False
    return (matched >= SHARED and matched >= HALF * len(short)) or (
        matched >= PART + 1 and matched >= MOST * len(short)
    )


def _densest(short: list[str], long: list[str]) -> tuple[int, int]:
    """The most words in common, and the telling ones among them, within any stretch that is dense on both sides."""
    runs = [run for run in SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks() if run.size]
    best = (0, 0)
    for first in range(len(runs)):
        matched = telling = 0
        for run in runs[first:]:
            matched += run.size
            telling += sum(word not in COMMON for word in short[run.a : run.a + run.size])
            reach = max(run.a + run.size - runs[first].a, run.b + run.size - runs[first].b)
            if matched >= MOST * reach and (matched, telling) > best:
                best = (matched, telling)
    return best


def _telling(words: Sequence[str]) -> int:
    return sum(word not in COMMON for word in words)


def _telling_shared(short: Sequence[str], long: Sequence[str]) -> int:
    there = set(long)
    return sum(word not in COMMON and word in there for word in short)
