"""The statements that come nearest to a quotation: few, found by indexes alone, whatever the size of the ledger.

They share a rare sequence of words with it, have it as a phrase, or have its telling words together. Each look at an
index is bounded, so that an answer takes the same time in a ledger of a thousand articles and of a hundred thousand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil

from onrecord.ledger.alignment import common_words
from onrecord.ledger.compare import ENOUGH
from onrecord.ledger.families.fingerprints import digest, every, sharing
from onrecord.ledger.query import split
from onrecord.ledger.reports import Reported, reported
from onrecord.ledger.wording import GAP, Word, bare, telling

PHRASES = 200
"""Statements with the quotation as a phrase, or its telling words together, that are looked at."""
COMPARED = 40
"""Statements that are compared word by word: those with most words in common."""
OF_ONE = 40
"""Reports of one wording that are looked at, the earliest first."""
RAREST = 6
"""Telling words of a quotation of which some must stand together in a paraphrase."""
COMMON_FROM = 2_000
"""Statements with a word up to which they are counted, to know which words are rare."""


def nearest(
    connection: sqlite3.Connection, quotation: str, words: Sequence[Word], persons: set[int]
) -> Iterator[Reported]:
    """The statements most like the quotation; those of the persons asked for always among them."""
    asked = [word.key for word in words if word.exact != GAP]
    run = bare(quotation)
    candidates: dict[int, None] = {}
    for ids in (
        _by_sequences(connection, run, persons),
        _by_phrase(connection, split(quotation), persons),
        _by_telling_words(connection, asked, persons),
    ):
        candidates |= dict.fromkeys(ids)
    telling_words = {word for word in run if telling(word)}
    scored = []
    for id in candidates:
        content, day, place, person = connection.execute(
            "SELECT s.content, s.day, s.place, k.person FROM statements AS s "
            "LEFT JOIN speakers AS k ON k.id = s.speaker_id WHERE s.id = ?",
            (id,),
        ).fetchone()
        there = bare(content)
        shared = common_words(run, there) + len(telling_words & set(there))
        scored.append((-shared, len(there), day is None, place, id, person in persons))
    scored.sort()
    mine = [id for *_, id, is_mine in scored if is_mine][: COMPARED // 2]
    return reported(connection, [*(id for *_, id, _ in scored[:COMPARED]), *mine])


def _by_sequences(connection: sqlite3.Connection, run: Sequence[str], persons: set[int]) -> Iterator[int]:
    """Statements with a rare sequence of the quotation's words: any that has six of them in a row, and most others."""
    shared = sharing(connection, every(run))
    equal = connection.execute("SELECT id FROM wordings WHERE digest = ?", (digest(run),)).fetchall()
    wordings = [id for (id,) in equal] + sorted(shared, key=lambda id: (-shared[id], id))[: 2 * COMPARED]
    for wording_id in wordings:
        query = (
            "SELECT s.id FROM quotations AS q JOIN statements AS s ON s.id = q.statement "
            "LEFT JOIN speakers AS k ON k.id = s.speaker_id "
            f"WHERE q.wording = ? AND s.superseded IS NULL {{}} ORDER BY s.place LIMIT {OF_ONE}"
        )
        yield from (id for (id,) in connection.execute(query.format(""), (wording_id,)))
        if persons:
            marks = ",".join("?" * len(persons))
            rows = connection.execute(query.format(f"AND k.person IN ({marks})"), (wording_id, *sorted(persons)))
            yield from (id for (id,) in rows)


def _by_phrase(connection: sqlite3.Connection, printed: Sequence[str], persons: set[int]) -> Iterator[int]:
    """Statements with the quotation as a phrase, the earliest first: how short ones are found."""
    yield from _search(connection, _quoted(" ".join(printed)), persons)


def _by_telling_words(connection: sqlite3.Connection, asked: Sequence[str], persons: set[int]) -> Iterator[int]:
    """Statements with most of the rarest telling words, wherever they stand: how paraphrases are found."""
    wanted = [word for key in dict.fromkeys(asked) if telling(key) for word in split(key) if len(word) > 1]
    if not wanted:
        return
    counted = sorted((_count(connection, word), word) for word in wanted)
    rarest = [word for _, word in counted][:RAREST]
    needed = max(min(2, len(rarest)), ceil(ENOUGH * len(rarest)))
    groups = combinations(rarest, needed)
    yield from _search(
        connection, " OR ".join(f"({' AND '.join(_quoted(w) for w in group)})" for group in groups), persons
    )


def _search(connection: sqlite3.Connection, query: str, persons: set[int]) -> Iterator[int]:
    rows = connection.execute(
        "SELECT s.id FROM statement_words AS w CROSS JOIN statements AS s ON s.place = w.rowid "
        "WHERE w.content MATCH ? AND s.superseded IS NULL ORDER BY w.rowid LIMIT ?",
        (query, PHRASES),
    ).fetchall()
    yield from (id for (id,) in rows)
    if persons and len(rows) == PHRASES:
        marks = ",".join("?" * len(persons))
        yield from (
            id
            for (id,) in connection.execute(
                "SELECT s.id FROM statement_words AS w CROSS JOIN statements AS s ON s.place = w.rowid "
                f"JOIN speakers AS k ON k.id = s.speaker_id WHERE w.content MATCH ? AND k.person IN ({marks}) "
                "AND s.superseded IS NULL ORDER BY w.rowid LIMIT ?",
                (query, *sorted(persons), PHRASES),
            )
        )


def _count(connection: sqlite3.Connection, word: str) -> int:
    query = f"SELECT count(*) FROM (SELECT 1 FROM statement_words WHERE content MATCH ? LIMIT {COMMON_FROM})"
    return int(connection.execute(query, (_quoted(word),)).fetchone()[0])


def _quoted(word: str) -> str:
    return f'"{word}"'
