"""Whether two wordings are the same words: one cut out of the other, altered, or joined with other words.

The answer depends on the two alone and is the same both ways, so that families do not depend on the order in which
articles came. What two wordings share must be dense, and must say something: seven words of "I think that it is going
to be" are nobody's quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from onrecord.ledger.alignment import common_words
from onrecord.ledger.wording import COMMON

LEAST = 5
"""Words below which a wording has no kin."""
LEAST_EQUAL = 4
"""Words below which not even the same words again are a family: "I don't know" is said every day."""
PART = 6
"""Words that must be cut out of a longer wording in one piece."""
SHARED = 8
"""Words that must be shared, densely, where neither has all of the other's."""
TELLING = 3
"""Of them, words that are not `COMMON`; two where the two wordings are all but equal."""
MOST = 0.7
"""Share of the longer wording that makes the two all but equal, and share of words within what is called dense."""
HALF = 0.45
"""Share of the shorter wording that must be shared where it is joined with other words."""
LONGEST = 400
"""Words of a wording that are looked at: beyond this it is a speech."""


class Region(NamedTuple):
    """A part of a wording, counted in words, half-open."""

    first: int
    """Its first word."""
    last: int
    """The word after its last."""

    def meets(self, other: Region) -> bool:
        """Whether the two are of one passage: a quarter of the shorter is in both, and at least three words."""
        shared = min(self.last, other.last) - max(self.first, other.first)
        return shared >= max(3, (min(self.last - self.first, other.last - other.first) + 3) // 4)


class Link(NamedTuple):
    """What two wordings have in common."""

    one: Region
    """Where it stands in the one."""
    other: Region
    """Where it stands in the other."""


def worth_keeping(words: Sequence[str]) -> bool:
    """Whether a wording says enough to have a family."""
    return len(words) >= LEAST_EQUAL and _telling(words) >= (2 if len(words) >= LEAST else TELLING)


def kin(one: Sequence[str], other: Sequence[str]) -> Link | None:
    """What two different wordings have in common, if they are the same words reported differently; else None."""
    ours, theirs = list(one[:LONGEST]), list(other[:LONGEST])
    if (len(theirs), theirs) < (len(ours), ours):
        link = _kin(theirs, ours)
        return Link(link.other, link.one) if link else None
    return _kin(ours, theirs)


def _kin(short: list[str], long: list[str]) -> Link | None:
    if len(short) < LEAST:
        return None
    at = _within(short, long)
    if at is not None:
        near = len(short) >= MOST * len(long)
        if _telling(short) < (2 if near else TELLING) or (not near and len(short) < PART):
            return None
        return Link(Region(0, len(short)), Region(at, at + len(short)))
    shared = common_words(short, long)
    if shared < max(LEAST, HALF * len(short)):
        return None
    if shared >= MOST * len(long):
        if _telling_shared(short, long) < 2:
            return None
        return Link(Region(0, len(short)), Region(0, len(long)))
    if shared < SHARED and shared < MOST * len(short):
        return None
    matched, telling, link = _densest(short, long)
    much = matched >= SHARED and matched >= HALF * len(short)
    nearly_all = matched > PART and matched >= MOST * len(short)
    return link if telling >= TELLING and (much or nearly_all) else None


def _within(short: list[str], long: list[str]) -> int | None:
    """Where the whole of the short one stands in the long one."""
    haystack, needle = f" {' '.join(long)} ", f" {' '.join(short)} "
    found = haystack.find(needle)
    return None if found < 0 else haystack.count(" ", 0, found)


def _densest(short: list[str], long: list[str]) -> tuple[int, int, Link]:
    """The most words in common, the telling ones among them, and where, of all stretches dense on both sides."""
    runs = [run for run in SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks() if run.size]
    best = (0, 0, Link(Region(0, 0), Region(0, 0)))
    for number, begin in enumerate(runs):
        matched = telling = 0
        for run in runs[number:]:
            matched += run.size
            telling += _telling(short[run.a : run.a + run.size])
            here, there = Region(begin.a, run.a + run.size), Region(begin.b, run.b + run.size)
            reach = max(here.last - here.first, there.last - there.first)
            if matched >= MOST * reach and (matched, telling) > best[:2]:
                best = (matched, telling, Link(here, there))
    return best


def _telling(words: Sequence[str]) -> int:
    return sum(word not in COMMON for word in words)


def _telling_shared(short: Sequence[str], long: Sequence[str]) -> int:
    there = set(long)
    return sum(word not in COMMON and word in there for word in short)
