"""Which sequences of words a quotation is looked up by: few, and the same few wherever the words stand.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003):
of every `WINDOW` neighbouring sequences of `SIZE` words the least by a fixed order is kept. Two quotations that have
`SIZE + WINDOW - 1` words in a row in common therefore share a fingerprint, whatever stands around them. The order puts
sequences of telling words first, since those are rare, and is otherwise a hash, since that is fair.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

from onrecord.ledger.wording import COMMON

SIZE = 3
"""Words of a sequence."""
WINDOW = 4
"""Neighbouring sequences of which one is kept: a run of six words in common is never missed."""
BITS = 40
"""Bits of a fingerprint: among ten million of them a given one has a chance partner once in a hundred thousand, and
SQLite stores it in six bytes."""
SHORT = 10
"""Words up to which a quotation keeps every sequence: an altered word must not hide the few there are."""

LOOKED_AT = 64
"""Wordings with a sequence of words that are looked at, the earliest added: a sequence with more is a common phrase,
or a quotation so often varied that any of the first leads to its family."""


def fingerprints(words: Sequence[str]) -> list[int]:
    """The fingerprints of a quotation, each once, in no order that means anything; empty below `SIZE` words."""
    count = len(words) - SIZE + 1
    if count < 1:
        return []
    common = [word in COMMON for word in words]
    ranks = [
        (common[at] + common[at + 1] + common[at + 2], _hash(words[at], words[at + 1], words[at + 2]))
        for at in range(count)
    ]
    if len(words) <= SHORT:
        return list({hashed for _, hashed in ranks})
    if count <= WINDOW:
        return [min(ranks)[1]]
    kept = {min(ranks[at : at + WINDOW])[1] for at in range(count - WINDOW + 1)}
    return list(kept)


def every(words: Sequence[str]) -> list[int]:
    """The hashes of all sequences: for asking, where what is asked for may be cut anywhere."""
    return list({_hash(*words[at : at + SIZE]) for at in range(len(words) - SIZE + 1)})


def sharing(connection: sqlite3.Connection, hashes: Iterable[int]) -> Counter[int]:
    """The wordings of the ledger that have these sequences of words, and how many of them each."""
    found: Counter[int] = Counter()
    for each in hashes:
        for table in ("shingles", "fresh_shingles"):
            query = f"SELECT wording FROM {table} WHERE hash = ? ORDER BY wording LIMIT {LOOKED_AT}"
            found.update([id for (id,) in connection.execute(query, (each,))])
    return found


def digest(words: Sequence[str]) -> int:
    """A number of 63 bits for the words in their order."""
    return int.from_bytes(blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def _hash(one: str, two: str, three: str) -> int:
    return (_number(one) * _FIRST + _number(two) * _SECOND + _number(three)) % _PRIME & _MASK


_PRIME = (1 << 61) - 1
_FIRST, _SECOND = 0x1B873593CC9E2D51, 0x0E6546B64B3F2A19
"""Multipliers of a polynomial hash over a Mersenne prime (Carter and Wegman 1979); any two large numbers do."""
_MASK = (1 << BITS) - 1


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest())
