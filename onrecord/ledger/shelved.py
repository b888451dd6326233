"""Articles as a reader takes them from the shelf: one with all that hangs on it, and lists of them.

Everything here is looked up by an index and bounded, so that a page costs the same in a small ledger and a large one.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from onrecord.ledger.rows import dicts, record_of
from onrecord.record import Record

UNNAMED_LOOKED_AT = 2_000
"""Statements with an unnamed source, the latest, among which the articles with most of them are looked for."""
MOST_VERSIONS = 100
"""Versions and copies of an article that are listed."""


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list."""

    id: int
    """Its number in the ledger."""
    title: str | None
    """Its headline."""
    outlet: str | None
    """Who published it."""
    published: str | None
    """When it was published."""
    origin: str
    """Where it was read from."""
    version: int
    """Which version of what stands at its address, from 1."""
    added: str
    """When it was added, ISO 8601 in UTC."""
    statements: int
    """How many statements it has."""
    unnamed: int
    """How many of them have an unnamed source."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement of an article leads to."""

    statement: int
    """Its number in the ledger."""
    person: int | None
    """The person who speaks."""
    family: int | None
    """The family of reports in the same words; None when nobody else reports it."""
    reports: int
    """How many reports that family has."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One version of an article with all that hangs on it."""

    id: int
    """Its number in the ledger."""
    version: int
    """Which version it is, from 1."""
    latest: bool
    """Whether it is the newest."""
    added: str
    """When it was added."""
    record: Record
    """The article and its statements, as corrected."""
    places: dict[int, Place]
    """Where each statement leads to, by its number in the article."""
    versions: tuple[Line, ...]
    """All versions at its address, the newest first; this one too."""
    copies: tuple[Line, ...]
    """Near-identical copies of it from elsewhere."""


_LINE = """
SELECT a.id, a.title, a.outlet, a.published, a.origin, a.version, a.added,
    (SELECT count(*) FROM statements AS s WHERE s.article = a.id),
    (SELECT count(*) FROM statements AS s WHERE s.article = a.id AND s.sourcing = 'unnamed')
FROM articles AS a
"""


def article(connection: sqlite3.Connection, id: int) -> Shelved | None:
    """The article with this number; None when there is none. Raises ValueError, KeyError or TypeError for a row that
    cannot be what was written."""
    found = dicts(
        connection,
        "SELECT a.*, t.text, t.blocks FROM articles AS a JOIN texts AS t ON t.article = a.id WHERE a.id = ?",
        (id,),
    )
    if not found:
        return None
    row = found[0]
    statements = dicts(connection, "SELECT * FROM statements WHERE article = ? ORDER BY number", (id,))
    versions = connection.execute(
        f"{_LINE} WHERE a.document = ? ORDER BY a.version DESC LIMIT ?", (row["document"], MOST_VERSIONS)
    )
    copies = connection.execute(
        f"{_LINE} WHERE a.copy_of = ? AND a.latest = 1 AND a.document <> ? ORDER BY a.id LIMIT ?",
        (row["copy_of"], row["document"], MOST_VERSIONS),
    )
    return Shelved(
        id=id,
        version=row["version"],
        latest=bool(row["latest"]),
        added=row["added"],
        record=record_of(row, statements),
        places=_places(connection, id),
        versions=tuple(Line(*each) for each in versions.fetchall()),
        copies=tuple(Line(*each) for each in copies.fetchall()),
    )


def newest(connection: sqlite3.Connection, limit: int) -> tuple[Line, ...]:
    """The articles that were added last, in their newest versions, the last first."""
    rows = connection.execute(f"{_LINE} WHERE a.latest = 1 ORDER BY a.id DESC LIMIT ?", (limit,))
    return tuple(Line(*row) for row in rows.fetchall())


def most_unnamed(connection: sqlite3.Connection, limit: int) -> tuple[Line, ...]:
    """The articles with most statements by unnamed sources, among the latest `UNNAMED_LOOKED_AT` such statements."""
    rows = connection.execute(
        "SELECT s.article FROM (SELECT w.rowid AS place FROM statement_words AS w WHERE w.facets MATCH "
        "'sourcingunnamed' ORDER BY w.rowid DESC LIMIT ?) AS hit CROSS JOIN statements AS s ON s.place = hit.place",
        (UNNAMED_LOOKED_AT,),
    )
    counted = Counter(id for (id,) in rows.fetchall())
    chosen = sorted(counted, key=lambda id: (-counted[id], -id))[:limit]
    return tuple(line for id in chosen if (line := one_line(connection, id)))


def one_line(connection: sqlite3.Connection, id: int) -> Line | None:
    """The article with this number as a line of a list."""
    row = connection.execute(f"{_LINE} WHERE a.id = ?", (id,)).fetchone()
    return Line(*row) if row else None


def sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """How many articles (newest versions), statements, and persons there are."""
    counts = {
        "articles": "SELECT count(DISTINCT document) FROM articles",
        "statements": "SELECT count(*) FROM statements WHERE article > 0",
        "people": "SELECT count(*) FROM persons",
    }
    return {name: int(connection.execute(query).fetchone()[0]) for name, query in counts.items()}


def _places(connection: sqlite3.Connection, article: int) -> dict[int, Place]:
    rows = connection.execute(
        "SELECT s.number, s.id, k.person, f.id, f.quotations FROM statements AS s "
        "LEFT JOIN speakers AS k ON k.id = s.speaker_id LEFT JOIN quotations AS q ON q.statement = s.id "
        "LEFT JOIN family_members AS m ON m.wording = q.wording "
        "LEFT JOIN families AS f ON f.id = m.family AND f.articles > 1 "
        "WHERE s.article = ? ORDER BY s.number, f.quotations",
        (article,),
    )
    # Of several families the widest is the last of its statement, and so stays.
    return {number: Place(id, person, family, size or 0) for number, id, person, family, size in rows}
