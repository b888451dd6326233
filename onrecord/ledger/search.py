"""Finding statements: the index narrows, the order of places sorts, and no question costs more than it gives.

Every filter but `about` is a condition of the full-text index, which keeps its postings in the order of places, that
is of days. So "first said" and "last said" are walks that end with the last row that is shown, however common the
words. How well a statement fits is told by how its words stand: all together and in order, then near each other,
then anywhere; among equals, the more of the statement they are, the better. BM25 is not used: for each word of the
question it counts all statements that have it, which takes longer than a person waits when the word is common, and
where every answer has all the words it has little to tell apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, get_args

from onrecord.errors import UsageError
from onrecord.ledger.answers import Answer, Found, Sort
from onrecord.ledger.filters import Asked, asked_for, bindings
from onrecord.ledger.query import Words
from onrecord.ledger.schema import PLACE_BITS

SORTS: dict[str, str] = {"fit": "The best fit first.", "first": "The first said first.", "last": "The last said first."}
"""Every order with its English."""

COUNTED = 10_000
"""Statements up to which an answer says how many there are; beyond it, "more than"."""

WEIGHED = 2_000
"""Statements whose fit is compared in one round. Each costs a look at its row; those of the latest days are taken."""

FEW_ARTICLES = 300
"""Articles up to which "about" becomes words of the index; beyond it there are so many that a walk meets them."""

MOST = 1_000
"""The most statements of one answer."""

MOST_COPIES = 500
"""Copies of an article that are looked through for the same words."""

_FOUND = """
SELECT s.id AS statement, s.content, s.source, s.cue, s.speaker, s.speaker_type, s.form, s.sourcing, s.kind,
    s.addressee, s.channel, s.day, s.said_from, s.said_to, s.hedged, s.condition, s.confidence, a.outlet, a.title,
    a.published, a.url, a.origin, s.article, s.number, a.latest = 0 AS withdrawn, a.copy_of, s.digest
FROM statements AS s JOIN articles AS a ON a.id = s.article
"""


def find(
    connection: sqlite3.Connection, words: str | None, *, sort: Sort, limit: int, filters: Mapping[str, str | None]
) -> Answer:
    """The statements that hold all of the words and pass all filters; see `Ledger.find`."""
    if sort not in get_args(Sort):
        raise UsageError(f"There is no order {sort!r}. Choose one of: {', '.join(SORTS)}.")
    if not 1 <= limit <= MOST:
        raise UsageError(f"An answer has 1 to {MOST} statements, not {limit}.")
    wanted = Words.of(words) if words is not None else None
    asked = asked_for(filters)
    if sort == "fit" and wanted is None:
        sort = "last"
    search = _Search(connection, wanted, asked)
    ids: Iterable[int]
    if sort == "fit":
        ids, weighed = search.by_fit(limit)
    else:
        ids, weighed = search.by_day(backwards=sort == "last"), None
    found = tuple(islice(_distinct(connection, ids), limit))
    total = search.count()
    return Answer(
        question=question(wanted, asked, sort),
        found=found,
        total=min(total, COUNTED),
        more=total > COUNTED,
        weighed=weighed,
    )


def question(words: Words | None, asked: Sequence[Asked], sort: str) -> str:
    """The question in English."""
    parts = [f"hold {words}"] if words else []
    parts += [each.english for each in asked]
    said = " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts) or "are there"
    return f"Which statements {said}? {SORTS[sort]}"


class _Search:
    """One question, put to the index."""

    def __init__(self, connection: sqlite3.Connection, words: Words | None, asked: Sequence[Asked]) -> None:
        self._connection = connection
        self._words = words
        self._values: dict[str, Any] = bindings(asked)
        self._conditions = ["s.superseded IS NULL"]
        self._index_conditions: list[str] = []
        for each in asked:
            (self._index_conditions if each.filter.indexed else self._conditions).append(each.filter.sql)
        if "about" in self._values:
            self._narrow_to_articles()
        self._by_index = words is not None or any("MATCH" in each for each in self._index_conditions)

    def _narrow_to_articles(self) -> None:
        """Where few articles are asked for, name them in the question to the index."""
        query = "SELECT rowid FROM article_words WHERE article_words MATCH ? LIMIT ?"
        articles = self._connection.execute(query, (self._values["about"], FEW_ARTICLES + 1)).fetchall()
        if len(articles) <= FEW_ARTICLES:
            self._conditions = [each for each in self._conditions if ":about" not in each]
            self._index_conditions.append("w.facets MATCH :about")
            self._values["about"] = " OR ".join(f'"article{id}"' for (id,) in articles) or '"article0"'

    def count(self) -> int:
        """How many statements there are, counted to one more than `COUNTED`."""
        query, values = self._select("1", self._words.anywhere() if self._words else None)
        counted = self._connection.execute(f"SELECT count(*) FROM ({query} LIMIT {COUNTED + 1})", values)
        return int(counted.fetchone()[0])

    def by_day(self, *, backwards: bool) -> Iterator[int]:
        """The ids in the order of days, those of no known day last; rows are fetched as they are asked for."""
        query, values = self._select("s.id", self._words.anywhere() if self._words else None)
        place = self._place()
        order = f"ORDER BY {place} {'DESC' if backwards else 'ASC'}"
        dated = f"{query} AND {place} >= {1 << PLACE_BITS} {order}"
        undated = f"{query} AND {place} < {1 << PLACE_BITS} {order}"
        for each in (dated, undated):
            yield from (id for (id,) in self._connection.execute(each, values))

    def by_fit(self, limit: int) -> tuple[list[int], int | None]:
        """The ids in the order of how well they fit, and how many were compared where not all could be."""
        assert self._words is not None
        words = self._words
        several = len(words.groups) > 1
        tiers = (words.together(), words.near(), words.anywhere()) if several else (words.anywhere(),)
        found: dict[int, None] = {}
        weighed = None
        for tier in tiers:
            query, values = self._select("s.id AS id, length(s.content) AS length, w.rowid AS place", tier)
            latest = f"{query} ORDER BY w.rowid DESC LIMIT {WEIGHED + 1}"
            rows = self._connection.execute(latest, values).fetchall()
            if len(rows) > WEIGHED:
                weighed = WEIGHED
            rows.sort(key=lambda row: (row[1], -row[2]))
            found.update((id, None) for id, _, _ in rows)
            if len(found) >= 4 * limit:
                break
        return list(found), weighed

    def _select(self, columns: str, words: str | None) -> tuple[str, dict[str, Any]]:
        """The query without an order. CROSS JOIN keeps the index outermost, so that its order is that of the rows."""
        place = self._place()
        conditions = [*self._index_conditions, *self._conditions]
        values = dict(self._values)
        if words is not None:
            conditions.insert(0, "w.content MATCH :words")
            values["words"] = words
        tables = "statement_words AS w CROSS JOIN statements AS s ON s.place = w.rowid"
        tables = tables if self._by_index else "statements AS s"
        # replace, not format: conditions are rows of FILTERS and hold no other braces
        return f"SELECT {columns} FROM {tables} WHERE {' AND '.join(conditions)}".replace("{place}", place), values

    def _place(self) -> str:
        return "w.rowid" if self._by_index else "s.place"


def _distinct(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Found]:
    """The statements, those in copies of an article already shown left out; fetched a handful at a time."""
    seen: set[tuple[int, int]] = set()
    waiting = iter(ids)
    while chunk := list(islice(waiting, 50)):
        query = f"{_FOUND} WHERE s.id IN ({','.join('?' * len(chunk))})"
        cursor = connection.execute(query, chunk)
        names = [column[0] for column in cursor.description]
        rows = {row[0]: dict(zip(names, row, strict=True)) for row in cursor}
        for id in chunk:
            row = rows[id]
            key = (row.pop("copy_of"), row.pop("digest"))
            if key in seen:
                continue
            seen.add(key)
            found = _found(row)
            yield replace(found, also_in=_elsewhere(connection, found, *key))


def found_rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Found]:
    """The statements with these ids, in no order that means anything; those that are not there are left out."""
    found = []
    for first in range(0, len(ids), 500):
        chunk = ids[first : first + 500]
        cursor = connection.execute(f"{_FOUND} WHERE s.id IN ({','.join('?' * len(chunk))})", chunk)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            values = dict(zip(names, row, strict=True))
            del values["copy_of"], values["digest"]
            found.append(_found(values))
    return found


def _found(row: dict[str, Any]) -> Found:
    row["withdrawn"] = bool(row["withdrawn"])
    row["hedged"] = None if row["hedged"] is None else bool(row["hedged"])
    return Found(**row)


def _elsewhere(connection: sqlite3.Connection, found: Found, copy_of: int, digest: int) -> tuple[str, ...]:
    """Who else printed these words in a copy of the article, in the order they were added."""
    rows = connection.execute(
        "SELECT coalesce(a.outlet, a.origin) FROM (SELECT * FROM articles WHERE copy_of = :copy_of AND latest = 1 "
        "AND document <> (SELECT document FROM articles WHERE id = :article) ORDER BY id LIMIT :most) AS a "
        "WHERE EXISTS (SELECT 1 FROM statements AS s WHERE s.article = a.id AND s.digest = :digest)",
        {"copy_of": copy_of, "article": found.article, "digest": digest, "most": MOST_COPIES},
    )
    mine = found.outlet or found.origin
    return tuple(dict.fromkeys(name for (name,) in rows if name != mine))
