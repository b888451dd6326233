"""What was stored comes out again as records, one at a time, in the order it went in.

So a ledger written out as JSON lines, versions and all, and added to an empty one is the same ledger again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from onrecord.ledger.rows import dicts, record_of
from onrecord.record import Record


def records(connection: sqlite3.Connection, *, all_versions: bool) -> Iterator[Record]:
    """The records of the newest versions, or of all; the caller keeps the transaction open while it reads.

    Raises ValueError, KeyError or TypeError where a row cannot be what was written.
    """
    wanted = "" if all_versions else "AND a.latest = 1"
    last: int = 0
    while True:
        articles = dicts(
            connection,
            "SELECT a.*, t.text, t.blocks FROM articles AS a JOIN texts AS t ON t.article = a.id "
            f"WHERE a.id > ? {wanted} ORDER BY a.id LIMIT 1",
            (last,),
        )
        if not articles:
            return
        last = articles[0]["id"]
        statements = dicts(connection, "SELECT * FROM statements WHERE article = ? ORDER BY rowid", (last,))
        yield record_of(articles[0], statements)
