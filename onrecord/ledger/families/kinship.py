"""Whether two wordings are the same words: one cut out of the other, altered, or joined with other words.

The answer depends on the two alone and is the same both ways, so that families do not depend on the order in which
articles came. What two wordings share must be dense, and must say something: seven words of "I think that it is going
to be" are nobody's quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from onrecord.ledger.alignment import common_words
from onrecord.ledger.wording import COMMON

LEAST = 5
"""Words below which a wording has no kin."""
MOST = 0.7
"""Share of the shorter wording that makes up for fewer words in common."""
BETWEEN = 0.8
"""What a word between two common runs costs, in words in common."""
HALF = 0.45
"""Share of the shorter wording that must be shared where it is joined with other words."""
LONGEST = 400
"""Words of a wording that are looked at: beyond this it is a speech."""


class Rule(NamedTuple):
    """What it takes to be kin. Tuned by eye on the families of PolNeAR: there, every rule less strict makes families
    of what everybody calls a thing ("the 1,237 delegates needed to clinch the nomination")."""

    equal: int
    """Words below which not even the same words again are a family: "I don't know" is said every day."""
    part: int
    """Words that must be cut out of a longer wording in one piece."""
    shared: int
    """Words that must be shared, densely, where neither has all of the other's."""
    telling: int
    """Of them, words that tell something: neither `COMMON` nor names; one less where all of so many are shared."""
    near: float
    """Share of the longer wording that makes the two all but equal."""


QUOTED = Rule(equal=4, part=6, shared=8, telling=3, near=0.7)
"""Where both stand in quotation marks: somebody's very words."""
OTHERWISE = Rule(equal=6, part=8, shared=12, telling=4, near=0.8)
"""Where one is an outlet's own words: outlets use the same ones without anybody's having said them."""


@dataclass(frozen=True, slots=True)
class Run:
    """A wording, made ready to be compared."""

    words: tuple[str, ...]
    """Its words, without case."""
    telling: tuple[bool, ...]
    """For each, whether it tells something: it is neither common nor a name."""
    quoted: bool
    """Whether it stands in quotation marks."""

    @classmethod
    def of(cls, cased: Sequence[str], *, quoted: bool) -> Run:
        """The wording of these words, as they were printed."""
        words = tuple(map(str.casefold, cased))
        telling = list(map(_tells, cased))
        if not any(map(_has_small_letters, cased)):  # a headline's capitals make no names
            telling = list(map(_tells, words))
        elif telling:
            telling[0] = _tells(words[0])  # nor does the first word's
        return cls(words, tuple(telling), quoted)

    @property
    def says_enough(self) -> bool:
        """Whether it can have a family."""
        rule = QUOTED if self.quoted else OTHERWISE
        least = 2 if self.quoted and len(self.words) >= LEAST else 3
        return len(self.words) >= rule.equal and sum(self.telling) >= least


@lru_cache(maxsize=100_000)
def _tells(word: str) -> bool:
    """Whether a word tells something: it is neither common nor a name."""
    low = word.casefold()
    return low not in COMMON and len(low) > 1 and not word[0].isupper()


@lru_cache(maxsize=100_000)
def _has_small_letters(word: str) -> bool:
    return any(map(str.islower, word))


class Region(NamedTuple):
    """A part of a wording, counted in words, half-open."""

    first: int
    """Its first word."""
    last: int
    """The word after its last."""

    def meets(self, other: Region) -> bool:
        """Whether the two are of one passage: a third of the shorter is in both, and at least three words."""
        shared = min(self.last, other.last) - max(self.first, other.first)
        return shared >= 3 and 3 * shared >= min(self.last - self.first, other.last - other.first)


class Link(NamedTuple):
    """What two wordings have in common."""

    one: Region
    """Where it stands in the one."""
    other: Region
    """Where it stands in the other."""


def kin(one: Run, other: Run) -> Link | None:
    """What two different wordings have in common, if they are the same words reported differently; else None."""
    if (len(other.words), other.words, other.quoted) < (len(one.words), one.words, one.quoted):
        link = _kin(other, one)
        return Link(link.other, link.one) if link else None
    return _kin(one, other)


def _kin(less: Run, more: Run) -> Link | None:
    rule = QUOTED if less.quoted and more.quoted else OTHERWISE
    short, long = less.words[:LONGEST], more.words[:LONGEST]
    if len(short) < LEAST:
        return None
    at = _within(short, long)
    if at is not None:
        link = Link(Region(0, len(short)), Region(at, at + len(short)))
        telling = sum(less.telling[: len(short)])
        if len(short) >= rule.near * len(long):
            return link if len(short) >= rule.equal and telling >= rule.telling - 1 else None
        enough = rule.telling - (len(short) >= rule.shared)
        return link if len(short) >= rule.part and telling >= enough else None
    shared = common_words(short, long)
    if shared < max(LEAST, HALF * len(short)):
        return None
    if shared >= rule.near * len(long):
        there = set(long)
        telling = sum(tells and word in there for word, tells in zip(short, less.telling, strict=False))
        if shared < rule.equal or telling < rule.telling - 1:
            return None
        if short[:2] == long[:2] and short[-2:] == long[-2:]:
            return Link(Region(0, len(short)), Region(0, len(long)))
        # One of them may have a few words of another quotation at an end: those are no part of the link.
        link = _densest(short, long, less.telling)[2]
        return link if link.one.last - link.one.first >= LEAST else None
    if shared < rule.shared and shared < MOST * len(short):
        return None
    matched, telling, link = _densest(short, long, less.telling)
    much = matched >= rule.shared and matched >= HALF * len(short)
    nearly_all = matched > rule.part and matched >= MOST * len(short)
    return link if telling >= rule.telling and (much or nearly_all) else None


def _within(short: Sequence[str], long: Sequence[str]) -> int | None:
    """Where the whole of the short one stands in the long one."""
    haystack, needle = f" {' '.join(long)} ", f" {' '.join(short)} "
    found = haystack.find(needle)
    return None if found < 0 else haystack.count(" ", 0, found)


def _densest(short: Sequence[str], long: Sequence[str], telling: Sequence[bool]) -> tuple[int, int, Link]:
    """The stretch that has most in common: how many words, how many telling ones among them, and where it is.

    The words in common less what lies between them, so that no stretch is drawn out to a stray word (Kadane's maximum
    subarray over the common runs).
    """
    best, score = (0, 0, Link(Region(0, 0), Region(0, 0))), 0.0
    highest = 0.0
    matched = tell = begin_a = begin_b = end_a = end_b = 0
    for a, b, size in SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks():
        if not size:
            continue
        score -= BETWEEN * max(a - end_a, b - end_b)
        if score <= 0 or not matched:
            score, matched, tell, begin_a, begin_b = 0.0, 0, 0, a, b
        end_a, end_b = a + size, b + size
        score += size
        matched += size
        tell += sum(telling[a:end_a])
        if score > highest:
            highest = score
            best = (matched, tell, Link(Region(begin_a, end_a), Region(begin_b, end_b)))
    return best
