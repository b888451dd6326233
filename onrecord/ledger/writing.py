"""How records get into the tables: a batch is one transaction, and a batch twice is a batch once.

Whatever else is known of the ledger is brought along in the same transaction: versions, copies, the index, and what
`hooks` calls. So it cannot be seen half done, and a kill at any instant leaves all of a batch or nothing of it.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from onrecord.article import Article
from onrecord.errors import InputError
from onrecord.ledger import copies, hooks, rows
from onrecord.ledger.hooks import Stored
from onrecord.record import Record

SAME_ARTICLE = 1 / 3
"""The share of five-word sequences that two texts at one path must have to be versions of one article. A url is
trusted without: a path (`draft.txt`, line 3 of a file that was sorted anew) is used again for something else."""

INDEX_COLUMNS = "content, source, speaker, addressee, outlet, facets"
"""Of the index `statement_words`, in order."""

NUMBERED = ("article", "statement", "speaker")
"""Rows whose numbers are counted in `meta`."""


def _insertion(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_ARTICLE = _insertion("articles", rows.ARTICLE_COLUMNS)
_STATEMENT = _insertion("statements", rows.STATEMENT_COLUMNS)
_INDEXED = _insertion("statement_words", ("rowid", *INDEX_COLUMNS.split(", ")))


@dataclass(slots=True)
class Tally:
    """What became of a batch."""

    new: int = 0
    """Articles stored for the first time."""
    versions: int = 0
    """Articles stored as a newer version of one that was there."""
    copies: int = 0
    """Those of the stored ones that are near-identical copies of an article from elsewhere."""
    unchanged: int = 0
    """Articles that were there already."""
    statements: int = 0
    """Statements stored."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The newest version of an article that a record is the next version of."""

    id: int
    document: int
    version: int


def holds(connection: sqlite3.Connection, article: Article) -> bool:
    """Whether the ledger has this very article."""
    query = "SELECT 1 FROM articles WHERE identity = ?"
    return connection.execute(query, (rows.identity(article),)).fetchone() is not None


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python not look for cycles of objects meanwhile: a batch makes many objects and no cycles, and each look goes
    through all the records that its giver holds."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@uncollected()
def store(connection: sqlite3.Connection, records: Sequence[Record]) -> Tally:
    """Store the records, in order; the caller has begun the transaction."""
    tally = Tally()
    article, statement, speaker = (next_number(connection, name) for name in NUMBERED)
    stored: list[Stored] = []
    indexed: dict[int, tuple[Any, ...]] = {}
    first = statement
    forget_failures(connection, [record.article.origin for record in records])
    for record in records:
        if holds(connection, record.article):
            tally.unchanged += 1
            continue
        before = _version_before(connection, record.article)
        is_copy = _store_article(connection, record, article, before)
        speakers = _store_speakers(connection, record, article, speaker)
        speaker += len(speakers)
        ids = range(statement, statement + len(record.statements))
        statement = ids.stop
        written = [
            rows.statement_row(record, each, id=id, article=article, speaker_id=speakers.get(each.speaker))
            for id, each in zip(ids, record.statements, strict=True)
        ]
        connection.executemany(_STATEMENT, written)
        indexed |= {row[0]: rows.index_row(row, record.article.outlet) for row in written}
        superseded = _supersede(connection, before.document, written, first) if before else ()
        for old, _ in superseded:
            indexed.pop(old, None)
        stored.append(Stored(article, record, tuple(ids), superseded))
        article += 1
        tally.new += before is None
        tally.versions += before is not None
        tally.copies += is_copy
        tally.statements += len(ids)
    if stored:
        connection.executemany(_INDEXED, sorted(indexed.values()))  # in the order of places, as `index` says
        connection.executemany(
            "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
            [(each.article, each.record.article.title, each.record.article.text) for each in stored],
        )
        for name, value in (("article", article), ("statement", statement), ("speaker", speaker)):
            set_next_number(connection, name, value)
        hooks.when_added(connection, stored)
    return tally


def keep_failures(connection: sqlite3.Connection, failures: Iterable[InputError]) -> None:
    """Keep what could not be read, with its reason, to be tried again; the caller has begun the transaction."""
    when = moment()
    connection.executemany(
        "INSERT INTO unread VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT (origin) DO UPDATE SET error = excluded.error, "
        "problem = excluded.problem, advice = excluded.advice, tries = tries + 1, last_tried = excluded.last_tried",
        [(e.origin, type(e).__name__, e.problem, e.advice, when, when) for e in failures],
    )


def forget_failures(connection: sqlite3.Connection, origins: Sequence[str]) -> None:
    """Strike inputs off the list of what could not be read; the caller has begun the transaction."""
    connection.executemany("DELETE FROM unread WHERE origin = ?", [(origin,) for origin in origins])


def _version_before(connection: sqlite3.Connection, article: Article) -> _Before | None:
    address = rows.address(article)
    if address is None:
        return None
    found = connection.execute(
        "SELECT id, document, version, text FROM articles JOIN texts ON article = id "
        "WHERE address = ? AND latest = 1 ORDER BY id DESC",
        (address,),
    )
    for id, document, version, text in found:
        if article.url or copies.shared(copies.sequences(article.text), copies.sequences(text)) >= SAME_ARTICLE:
            return _Before(id, document, version)
    return None


def _store_article(connection: sqlite3.Connection, record: Record, id: int, before: _Before | None) -> bool:
    """Insert the rows of the article itself; whether it is a copy of one from elsewhere."""
    article = record.article
    hashes = copies.sequences(article.text)
    bands = copies.bands(hashes)
    copy_of = copies.original(connection, hashes, bands)
    if before:
        connection.execute("UPDATE articles SET latest = 0 WHERE id = ?", (before.id,))
    values = (
        id,
        rows.identity(article),
        article.id,
        before.document if before else id,
        before.version + 1 if before else 1,
        1,
        copy_of or id,
        rows.address(article),
        article.origin,
        article.url,
        article.title,
        article.outlet,
        article.author,
        article.published,
        article.language,
        record.model.name,
        record.model.version,
        rows.checks_json(record.checks),
        moment(),
    )
    connection.execute(_ARTICLE, values)
    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (id, article.text, rows.blocks_json(article)))
    if copy_of is None:
        copies.keep_bands(connection, id, bands)
        return False
    mine = before.document if before else id
    elsewhere = "SELECT 1 FROM articles WHERE copy_of = ? AND document <> ? LIMIT 1"
    return connection.execute(elsewhere, (copy_of, mine)).fetchone() is not None


def _store_speakers(connection: sqlite3.Connection, record: Record, article: int, first: int) -> dict[object, int]:
    """A row for each speaker of the article, in the order of their first statements; their ids by speaker."""
    named = dict.fromkeys(statement.speaker for statement in record.statements if statement.speaker)
    found: dict[object, int] = {speaker: first + number for number, speaker in enumerate(named)}
    connection.executemany(
        "INSERT INTO speakers (id, article, name, type) VALUES (?, ?, ?, ?)",
        [(found[speaker], article, speaker.name, speaker.type) for speaker in named],
    )
    return found


def _supersede(
    connection: sqlite3.Connection, document: int, written: Sequence[tuple[Any, ...]], first: int
) -> tuple[tuple[int, int], ...]:
    """Mark the statements of earlier versions that the newest says again; gives (old, new) pairs.

    What the newest version no longer says stays to be found: that it was taken out is news. Statements from `first`
    on are of this batch, which is not in the index yet.
    """
    newest = {row[-1]: row[0] for row in reversed(written)}
    old = connection.execute(
        "SELECT s.id, s.digest FROM statements AS s JOIN articles AS a ON a.id = s.article "
        "WHERE a.document = ? AND a.latest = 0 AND s.superseded IS NULL",
        (document,),
    )
    pairs = [(id, newest[digest]) for id, digest in old if digest in newest]
    unindex(connection, [id for id, _ in pairs if id < first])
    connection.executemany("UPDATE statements SET superseded = ? WHERE id = ?", [(new, id) for id, new in pairs])
    return tuple(pairs)


def index(connection: sqlite3.Connection, statements: Sequence[int]) -> None:
    """Put statements into the index. In the order of places: out of it, FTS5 writes a segment for each row."""
    _each_place(connection, statements, f"SELECT place, {INDEX_COLUMNS}", f"(rowid, {INDEX_COLUMNS})")


def unindex(connection: sqlite3.Connection, statements: Sequence[int]) -> None:
    """Take statements out of the index, which has to be told the words that it is to forget: before they change."""
    into = f"(statement_words, rowid, {INDEX_COLUMNS})"
    _each_place(connection, statements, f"SELECT 'delete', place, {INDEX_COLUMNS}", into)


def _each_place(connection: sqlite3.Connection, statements: Sequence[int], select: str, into: str) -> None:
    query = "SELECT place FROM statements WHERE id = ? AND superseded IS NULL"
    found = (connection.execute(query, (id,)).fetchone() for id in statements)
    places = sorted(row for row in found if row)
    connection.executemany(f"INSERT INTO statement_words {into} {select} FROM searchable WHERE place = ?", places)


def taken_number(connection: sqlite3.Connection, name: str) -> int:
    """A number for one row of that name, which no other gets any more."""
    number = next_number(connection, name)
    set_next_number(connection, name, number + 1)
    return number


def next_number(connection: sqlite3.Connection, name: str) -> int:
    """The next number for a row. Kept in `meta`, not taken from the rows: the number of what is removed stays unused,
    so that no note of a person ever leads to something else."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (f"next_{name}",)).fetchone()
    return int(found[0]) if found else 1


def set_next_number(connection: sqlite3.Connection, name: str, number: int) -> None:
    """Say what the next number for a row is; the caller has begun the transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"next_{name}", number))


def moment() -> str:
    """This moment as the ledger keeps it: ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
