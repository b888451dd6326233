"""Forgetting an article: its text, its statements and all that was worked out from them, in one transaction.

The newest of the versions that stay becomes the newest, and the first of the copies that stay the one that others are
copies of. SQLite overwrites the rows with zeros (`secure_delete`). Single words stay in the index, without what stood
around them, until it is next merged: `wipe` does that at once and writes the file anew.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from onrecord.ledger import copies, hooks
from onrecord.ledger.answers import Forgotten
from onrecord.ledger.writing import index, unindex

_ID = re.compile("sha256:[0-9a-f]{9,64}")
"""An id, or so much of it that no two articles of a large ledger share it by chance."""


def named(connection: sqlite3.Connection, name: str) -> list[int]:
    """The rows of `articles` that a name means: all versions at a url or a path, or the articles with an id."""
    if _ID.fullmatch(name):
        found = connection.execute("SELECT id FROM articles WHERE text_id >= ? AND text_id < ?", (name, f"{name}g"))
        return [id for (id,) in found]
    found = connection.execute(
        "SELECT id FROM articles WHERE document IN (SELECT document FROM articles WHERE address = :name "
        "UNION SELECT document FROM articles WHERE origin = :name) ORDER BY id",
        {"name": name},
    )
    return [id for (id,) in found]


def described(connection: sqlite3.Connection, articles: Sequence[int]) -> tuple[Forgotten, ...]:
    """What would be forgotten with these rows."""
    query = (
        "SELECT origin, url, title, outlet, version, (SELECT count(*) FROM statements WHERE article = articles.id) "
        "FROM articles WHERE id = ?"
    )
    return tuple(Forgotten(*connection.execute(query, (id,)).fetchone()) for id in articles)


def remove(connection: sqlite3.Connection, articles: Sequence[int]) -> None:
    """Remove these rows of `articles` and everything from them; the caller has begun the transaction."""
    for article in articles:
        statements = [id for (id,) in connection.execute("SELECT id FROM statements WHERE article = ?", (article,))]
        hooks.when_removed(connection, statements)
        document, copy_of = connection.execute(
            "SELECT document, copy_of FROM articles WHERE id = ?", (article,)
        ).fetchone()
        said_before = connection.execute(
            "SELECT o.id FROM statements AS n JOIN statements AS o ON o.superseded = n.id WHERE n.article = ?",
            (article,),
        )
        back = [id for (id,) in said_before]
        unindex(connection, statements)
        _unindex_article(connection, article)
        connection.executemany("UPDATE statements SET superseded = NULL WHERE id = ?", [(id,) for id in back])
        connection.execute("DELETE FROM statements WHERE article = ?", (article,))
        connection.execute("DELETE FROM speakers WHERE article = ?", (article,))
        connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        _promote_version(connection, document, back)
        if copy_of == article:
            _promote_copy(connection, article)


def wipe(connection: sqlite3.Connection) -> None:
    """Leave no trace of what was removed: merge the indexes, write the file anew, empty the log."""
    for table in ("statement_words", "article_words"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _unindex_article(connection: sqlite3.Connection, article: int) -> None:
    connection.execute(
        "INSERT INTO article_words (article_words, rowid, title, text) "
        "SELECT 'delete', id, title, text FROM readable WHERE id = ?",
        (article,),
    )


def _promote_version(connection: sqlite3.Connection, document: int, back: Sequence[int]) -> None:
    """Make the newest version that stays the newest, and let it say what it says in place of those before it.

    `back` are the statements that nothing says again now; they are not in the index.
    """
    newest = connection.execute(
        "SELECT id FROM articles WHERE document = ? ORDER BY version DESC LIMIT 1", (document,)
    ).fetchone()
    if newest is None:
        return
    connection.execute("UPDATE articles SET latest = 1 WHERE id = ?", newest)
    pairs = connection.execute(
        "SELECT min(n.id), o.id FROM statements AS o JOIN articles AS a ON a.id = o.article "
        "JOIN statements AS n ON n.article = :newest AND n.digest = o.digest "
        "WHERE a.document = :document AND o.article <> :newest AND o.superseded IS NULL GROUP BY o.id",
        {"newest": newest[0], "document": document},
    ).fetchall()
    unindex(connection, [old for _, old in pairs if old not in back])
    connection.executemany("UPDATE statements SET superseded = ? WHERE id = ?", pairs)
    index(connection, back)


def _promote_copy(connection: sqlite3.Connection, gone: int) -> None:
    """Make the first of the copies that stay the one that others are found to be copies of."""
    first = connection.execute("SELECT min(id) FROM articles WHERE copy_of = ?", (gone,)).fetchone()[0]
    if first is None:
        return
    text = connection.execute("SELECT text FROM texts WHERE article = ?", (first,)).fetchone()[0]
    connection.execute("UPDATE articles SET copy_of = ? WHERE copy_of = ?", (first, gone))
    copies.keep_bands(connection, first, copies.bands(copies.sequences(text)))
