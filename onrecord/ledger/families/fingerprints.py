"""Which sequences of words a quotation is looked up by: few, and the same few wherever the words stand.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003):
of every `WINDOW` neighbouring sequences of `SIZE` words the least by a fixed order is kept. Two quotations that have
`SIZE + WINDOW - 1` words in a row in common therefore share a fingerprint, whatever stands around them. The order puts
sequences of telling words first, since those are rare, and is otherwise a hash, since that is fair.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

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

_HOLDERS = (
    "SELECT h.value, s.wording FROM json_each(?) AS h CROSS JOIN {table} AS s ON s.hash = h.value AND s.wording <= "
    f"ifnull((SELECT wording FROM {{table}} WHERE hash = h.value ORDER BY wording LIMIT 1 OFFSET {LOOKED_AT - 1}), "
    f"{(1 << 63) - 1})"
)


def fingerprints(words: Sequence[str]) -> list[int]:
    """The fingerprints of a quotation, each once, in no order that means anything; empty below `SIZE` words."""
    hashes = _hashes(words)
    if len(words) <= SHORT:
        return list(set(hashes))
    common = [word in COMMON for word in words]
    ranks = [
        (one + two + three) << BITS | hashed
        for one, two, three, hashed in zip(common, common[1:], common[2:], hashes, strict=False)
    ]
    least = set(map(min, ranks, *(ranks[step:] for step in range(1, WINDOW))))
    return list({rank & _MASK for rank in least})


def every(words: Sequence[str]) -> list[int]:
    """The hashes of all sequences: for asking, where what is asked for may be cut anywhere."""
    return list(set(_hashes(words)))


def holders(connection: sqlite3.Connection, hashes: Iterable[int]) -> dict[int, list[int]]:
    """For each sequence of words that wordings of the ledger have, which they are: the earliest added.

    Looked up in the order of hashes, in which the tables stand: those of a whole batch are a walk along them.
    """
    found: dict[int, list[int]] = {}
    asked = json.dumps(sorted(set(hashes)))
    for table in ("shingles", "fresh_shingles"):
        for hashed, wording in connection.execute(_HOLDERS.format(table=table), (asked,)):
            found.setdefault(hashed, []).append(wording)
    return found


def sharing(connection: sqlite3.Connection, hashes: Iterable[int]) -> Counter[int]:
    """The wordings of the ledger that have these sequences of words, and how many of them each."""
    return Counter(chain.from_iterable(holders(connection, hashes).values()))


def digest(words: Sequence[str]) -> int:
    """A number of 63 bits for the words in their order."""
    return int.from_bytes(blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def _hashes(words: Sequence[str]) -> list[int]:
    """The hash of each sequence of `SIZE` words, in order."""
    numbers = list(map(_number, words))
    return [
        (one * _FIRST + two * _SECOND + three) % _PRIME & _MASK
        for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False)
    ]


_PRIME = (1 << 61) - 1
_FIRST, _SECOND = 0x1B873593CC9E2D51, 0x0E6546B64B3F2A19
"""Multipliers of a polynomial hash over a Mersenne prime (Carter and Wegman 1979); any two large numbers do."""
_MASK = (1 << BITS) - 1


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest())
