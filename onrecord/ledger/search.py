"""Finding statements: the index narrows, the order of places sorts, and no question costs more than it gives.

Every filter but `about` is a condition of the full-text index, which keeps its postings in the order of places, that
is of days. So "first said" and "last said" are walks that end with the last row that is shown, however common the
words, and what has been counted is counted to a bound.

How well a statement fits is told by how its words stand: all together and in order, then near each other, then
anywhere; among equals, the more of the statement they are, the better, then the later. Where more statements match
than can be looked at, the latest of them are taken, and the answer says so. BM25 is not used: for each word of the
question it counts all statements that have it, which takes longer than a person waits when the word is common, and
where every answer has all the words it has little to tell apart.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, get_args

from onrecord.chain import listed
from onrecord.errors import UsageError
from onrecord.ledger.answers import Answer, Found, Sort
from onrecord.ledger.faults import row_missing
from onrecord.ledger.filters import Asked, asked_for, bindings
from onrecord.ledger.query import Words
from onrecord.ledger.rows import dicts
from onrecord.ledger.schema import PLACE_BITS

SORTS: dict[str, str] = {"fit": "The best fit first.", "first": "The first said first.", "last": "The last said first."}
"""Every order with its English."""

COUNTED = 1_000
"""Statements up to which an answer says how many there are; beyond it, "more than"."""

WEIGHED = 1_000
"""Statements whose fit is compared: each costs a look at its row."""

LOOKED_FOR = 200
"""Statements with the words together, and as many with them near each other, that are looked for where more match
than can be weighed."""

FEW_ARTICLES = 2_000
"""Articles up to which "about" is a list of places that the walk is held against; beyond it, of articles."""

MOST = 1_000
"""The most statements of one answer."""

MOST_COPIES = 500
"""Copies of an article that are looked through for the same words."""

AT_ONCE = 500
"""Rows asked for at once: SQLite takes so many values in every version."""

_FOUND = """
SELECT s.id AS statement, s.content, s.source, s.cue, s.speaker, s.speaker_type, s.form, s.sourcing, s.kind,
    s.addressee, s.channel, s.day, s.said_from, s.said_to, s.hedged, s.condition, s.confidence, a.outlet, a.title,
    a.published, a.url, a.origin, s.article, s.number, a.latest = 0 AS withdrawn, a.copy_of, s.digest, s.place
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
    search = Search(connection, wanted, asked)
    weighed = None
    if sort == "fit" and wanted is not None:
        places, is_all = search.by_fit(wanted)
        found = tuple(islice(_distinct(connection, places), limit))
        total = len(places) if is_all else COUNTED + 1
        weighed = None if is_all else WEIGHED
    else:
        sort = "first" if sort == "first" else "last"
        walk = _Walk(search.by_day(backwards=sort == "last"))
        found = tuple(islice(_distinct(connection, walk), limit))
        total = walk.steps if walk.is_over else search.count()
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
    said = listed(parts) if parts else "are there"
    return f"Which statements {said}? {SORTS[sort]}"


class _Walk:
    """Places that are taken one by one, with how many were and whether there are more."""

    def __init__(self, places: Iterator[int]) -> None:
        self._places = places
        self.steps = 0
        self.is_over = False

    def __iter__(self) -> Iterator[int]:
        for place in self._places:
            self.steps += 1
            yield place
        self.is_over = True


class Search:
    """One question, put to the index, or to the statements in the order of places where nothing of it is indexed."""

    def __init__(self, connection: sqlite3.Connection, words: Words | None, asked: Sequence[Asked]) -> None:
        self._connection = connection
        self._values: dict[str, Any] = bindings(asked)
        self._conditions = [each.filter.sql for each in asked if each.filter.indexed]
        if words is not None:
            self._conditions.insert(0, "w.content MATCH :words")
            self._values["words"] = words.anywhere()
        self._tables = "statement_words AS w"
        self._place = "w.rowid"
        if not any("MATCH" in each for each in self._conditions):
            self._tables = "statements AS s"
            self._place = "s.place"
            self._conditions.append("s.superseded IS NULL")
        for each in asked:
            if each.filter.key == "speaker":
                self._follow(each.value)
            if not each.filter.indexed:
                self._narrow_to_articles(each.filter.sql)

    def _follow(self, name: str) -> None:
        """Let a name mean persons: what they said under other names is theirs too, and what others said is not."""
        from onrecord.ledger.people.called import meant

        persons, otherwise = meant(self._connection, name)
        if not otherwise:
            return
        called = self._values["speaker"]
        self._values |= {"called": called, "persons": json.dumps(persons)}
        self._values["speaker"] = " OR ".join((f"({called})", *(words.together() for words in otherwise)))
        self._conditions.append(
            "(EXISTS (SELECT 1 FROM statements AS m JOIN speakers AS k ON k.id = m.speaker_id "
            "WHERE m.place = {place} AND k.person IN (SELECT value FROM json_each(:persons))) "
            "OR EXISTS (SELECT 1 FROM statement_words AS n WHERE n.rowid = {place} AND n.speaker MATCH :called))"
        )

    def _narrow_to_articles(self, sql: str) -> None:
        """Add a condition on the article. A plus sign keeps SQLite from walking by it in place of by the index."""
        query = "SELECT rowid FROM article_words WHERE article_words MATCH ? LIMIT ?"
        articles = self._connection.execute(query, (self._values["about"], FEW_ARTICLES + 1)).fetchall()
        is_few = len(articles) <= FEW_ARTICLES
        if is_few:
            within = f"SELECT place FROM statements WHERE {sql.replace('{article}', 'article')}"
            self._conditions.append(f"{'+' * (self._place == 'w.rowid')}{self._place} IN ({within})")
            return
        if self._place == "w.rowid":
            self._tables += " CROSS JOIN statements AS s ON s.place = w.rowid"
        self._conditions.append(sql.replace("{article}", "+s.article"))

    def count(self) -> int:
        """How many statements there are, counted to one more than `COUNTED`."""
        query = f"SELECT count(*) FROM ({self._select('1')} LIMIT {COUNTED + 1})"
        return int(self._connection.execute(query, self._values).fetchone()[0])

    def by_day(self, *, backwards: bool) -> Iterator[int]:
        """The places in the order of days, those of no known day last; found as they are asked for."""
        order = f"ORDER BY {self._place} {'DESC' if backwards else 'ASC'}"
        for days in (f">= {1 << PLACE_BITS}", f"< {1 << PLACE_BITS}"):
            query = f"{self._select(self._place)} AND {self._place} {days} {order}"
            yield from (place for (place,) in self._connection.execute(query, self._values))

    def by_fit(self, words: Words) -> tuple[list[int], bool]:
        """The places in the order of how well they fit, and whether these are all that match."""
        places = self._latest(words.anywhere(), WEIGHED + 1)
        is_all = len(places) <= WEIGHED
        if not is_all:
            places.pop()
            if len(words.groups) > 1:
                since = places[-1]
                together = self._latest(words.together(), LOOKED_FOR, since)
                near = self._latest(words.near(), LOOKED_FOR, since)
                places = list(dict.fromkeys((*together, *near, *places[:LOOKED_FOR])))
        contents = _contents(self._connection, places)
        places.sort(key=lambda place: (words.distance(contents[place]), len(contents[place]), -place))
        return places, is_all

    def _latest(self, words: str, most: int, since: int = 0) -> list[int]:
        """The places of the latest statements that match, the latest first, back to the place `since`."""
        values = self._values | {"words": words, "since": since, "most": most}
        query = f"{self._select(self._place)} AND {self._place} >= :since ORDER BY {self._place} DESC LIMIT :most"
        return [place for (place,) in self._connection.execute(query, values)]

    def _select(self, columns: str) -> str:
        conditions = " AND ".join(self._conditions).replace("{place}", self._place)
        return f"SELECT {columns} FROM {self._tables} WHERE {conditions}"


def _contents(connection: sqlite3.Connection, places: Sequence[int]) -> dict[int, str]:
    query = "SELECT place, content FROM statements WHERE place IN (SELECT value FROM json_each(?))"
    found = dict(connection.execute(query, (json.dumps(places),)))
    if len(found) < len(places):
        raise row_missing("the index has a statement that is not there")
    return found


def _distinct(connection: sqlite3.Connection, places: Iterable[int]) -> Iterator[Found]:
    """The statements, those in copies of an article already shown left out; fetched a handful at a time."""
    seen: set[tuple[int, int]] = set()
    waiting = iter(places)
    while chunk := list(islice(waiting, 25)):
        query = f"{_FOUND} WHERE s.place IN ({','.join('?' * len(chunk))})"
        rows = {row.pop("place"): row for row in dicts(connection, query, chunk)}
        if len(rows) < len(chunk):
            raise row_missing("the index has a statement that is not there")
        for place in chunk:
            row = rows[place]
            key = (row.pop("copy_of"), row.pop("digest"))
            if key in seen:
                continue
            seen.add(key)
            found = _found(row)
            yield replace(found, also_in=_elsewhere(connection, found, *key))


def found_rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Found]:
    """The statements with these ids, in no order that means anything; those that are not there are left out."""
    found = []
    for first in range(0, len(ids), AT_ONCE):
        chunk = ids[first : first + AT_ONCE]
        for values in dicts(connection, f"{_FOUND} WHERE s.id IN ({','.join('?' * len(chunk))})", chunk):
            found.append(_found({name: values[name] for name in values.keys() & set(Found.__slots__)}))
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
