"""Near-identical copies: a wire story that several outlets print is one report, and has to count as one.

Two articles are copies when they share at least half of their five-word sequences (Jaccard). A copy is found without
comparing with every article: of an article's hashed sequences, the least in each of 20 bins is kept (MinHash by one
permutation: Li, Owen and Zhang, NIPS 2012; empty bins filled from the next: Shrivastava and Li, ICML 2014), and pairs
of bins make ten bands. Two articles with Jaccard J share a given band with probability J², so that of copies with
J = 0.6 ninety-nine in a hundred share one, and of articles on different matters next to none do. Whoever shares a band
is then compared for good, by all sequences.

Only the first article of each group has bands, so a story printed five hundred times is looked up once.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from zlib import crc32

SEQUENCE = 5
"""Words of a sequence: shorter ones are shared by chance, longer ones are broken by every edit."""

LEAST_SHARED = 0.5
"""The share of sequences that makes a copy: a copy that was cut to half its length is still one."""

BINS, BAND = 20, 2
"""Bins of the sketch, and how many make a band."""

SHORTEST = 12
"""Words below which an article is no copy of anything: two notices of a line may agree by chance."""

COMPARED = 24
"""The most articles that one is compared with: far more than share a band by chance."""

LOOKED_AT = 100
"""The most articles looked at in one band, so that a thousand notices of one pattern cost no more than a hundred."""

_APOSTROPHES = (b"\xe2\x80\x98", b"\xe2\x80\x99")
_MARKS = re.compile(rb"\xc2[\x80-\xbf]|\xe2[\x80\x81][\x80-\xbf]")
"""The signs of Latin-1 and the blanks and marks from U+2000 to U+207F in UTF-8, in which copies differ before anything
else. Bytes, because hashing takes bytes."""
_SIGNS = bytes(code if code >= 0x80 or chr(code).isalnum() else 0x20 for code in range(256))
"""Every sign of ASCII becomes a blank."""


_SHARING = " UNION ALL ".join(
    [f"SELECT article FROM (SELECT article FROM copy_bands WHERE band = ? LIMIT {LOOKED_AT})"] * (BINS // BAND)
)


def sequences(text: str) -> frozenset[int]:
    """The hashes (32 bits) of all sequences of five words, without case and punctuation."""
    plain = text.lower().encode("utf-8", "surrogatepass")
    for each in _APOSTROPHES:
        plain = plain.replace(each, b"")
    words = _MARKS.sub(b" ", plain).translate(_SIGNS, b"'").split()
    if not words:
        return frozenset()
    joined = b" ".join(words)
    starts = [0, *accumulate([len(word) + 1 for word in words])]  # the last is where one more would start
    ends = [start - 1 for start in starts[min(SEQUENCE, len(words)) :]]
    return frozenset([crc32(joined[start:end]) for start, end in zip(starts, ends, strict=False)])


def bands(hashes: Iterable[int]) -> list[int]:
    """The ten bands of an article, whole numbers of 63 bits; none when it is too short."""
    bins: list[int | None] = [None] * BINS
    number = 0
    for each in hashes:
        number += 1
        mixed = each * 0x9E3779B1 & 0xFFFFFFFF  # the checksum's low bits are not even enough to choose a bin by
        at, value = mixed % BINS, mixed // BINS
        least = bins[at]
        if least is None or value < least:
            bins[at] = value
    if number < SHORTEST - SEQUENCE + 1:
        return []
    filled = [_filled(bins, at) for at in range(BINS)]
    return [
        (crc32(b"%d %d %d" % (at, filled[at], filled[at + 1])) << 31 | crc32(b"%d" % filled[at]) >> 1) & (1 << 63) - 1
        for at in range(0, BINS, BAND)
    ]


def shared(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of sequences that two articles have in common, 0 to 1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def original(connection: sqlite3.Connection, hashes: frozenset[int], keys: list[int]) -> int | None:
    """The first article of the group that an article with these sequences and bands belongs to; None if of none."""
    best, most = None, LEAST_SHARED
    for article, text in _candidates(connection, keys):
        common = shared(hashes, sequences(text))
        if common > most or (common == most and best is None):
            best, most = article, common
    return best


def keep_bands(connection: sqlite3.Connection, article: int, keys: list[int]) -> None:
    """Make an article one that others are found to be copies of."""
    connection.executemany("INSERT OR IGNORE INTO copy_bands VALUES (?, ?)", [(key, article) for key in keys])


def _candidates(connection: sqlite3.Connection, keys: list[int]) -> Iterator[tuple[int, str]]:
    """The first articles of groups that share a band, those that share most of them first, with their texts."""
    sharing = Counter(article for (article,) in connection.execute(_SHARING, keys)) if keys else Counter[int]()
    for article, _ in sorted(sharing.items(), key=lambda item: (-item[1], item[0]))[:COMPARED]:
        yield from connection.execute("SELECT article, text FROM texts WHERE article = ?", (article,))


def _filled(bins: list[int | None], at: int) -> int:
    """The value of a bin, or of the next one that has any, told apart by the distance."""
    for distance in range(BINS):
        value = bins[(at + distance) % BINS]
        if value is not None:
            return value + distance * 0x1_0000_0000
    return 0
