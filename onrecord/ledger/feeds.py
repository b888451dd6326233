"""What the ledger remembers of the feeds that are followed into it, so that nothing is asked for twice.

An entry is done when its article is stored, and not before: a kill between the two costs a request, never an article.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.ledger.connection import open_for_writing, writing
from onrecord.ledger.faults import explained

MOST_TRIES = 5
"""How often an entry is tried whose page cannot be had; after that it waits in `unread` for `onrecord add --retry`."""

KEPT_DAYS = 180
"""Days that an entry is remembered after its feed has stopped listing it."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed from the last time it was asked."""

    etag: str | None = None
    """What its server called that answer (ETag)."""

    modified: str | None = None
    """When its server said that it had changed (Last-Modified)."""

    due: datetime | None = None
    """When it is to be asked again; None for at once."""

    failures: int = 0
    """How often in a row it could not be had."""

    problem: str | None = None
    """Why it could not be had; None when it could."""


class Feeds:
    """The feeds of one ledger. Raises LedgerError as the ledger does."""

    def __init__(
        self, path: str | os.PathLike[str], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """The feeds of the ledger at `path`, which is made where there is none."""
        self._path = os.fspath(path)
        self._now = now

    def state(self, feed: str) -> FeedState:
        """What is known of a feed; nothing of one that was never asked."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT etag, modified, due, failures, problem FROM feeds WHERE feed = ?", (feed,)
            ).fetchone()
        if row is None:
            return FeedState()
        etag, modified, due, failures, problem = row
        return FeedState(etag, modified, datetime.fromisoformat(due) if due else None, failures, problem)

    def fresh(self, feed: str, entries: Iterable[str]) -> frozenset[str]:
        """Those of the entries that are still to be read."""
        asked = list(entries)
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT entry FROM feed_entries WHERE feed = ? AND (done OR tries >= ?)", (feed, MOST_TRIES)
            )
            known = {entry for (entry,) in rows}
        return frozenset(asked) - known

    def asked(
        self,
        feed: str,
        *,
        due: datetime,
        etag: str | None = None,
        modified: str | None = None,
        title: str | None = None,
        failures: int = 0,
        problem: str | None = None,
    ) -> None:
        """Keep what came of asking a feed; the entries that it no longer lists are forgotten in time."""
        now = self._now()
        values = (feed, title, etag, modified, now.isoformat(), due.isoformat(), failures, problem)
        with self._connection() as connection, writing(connection):
            connection.execute(
                "INSERT INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed) DO UPDATE SET title = "
                "coalesce(excluded.title, title), etag = excluded.etag, modified = excluded.modified, asked = "
                "excluded.asked, due = excluded.due, failures = excluded.failures, problem = excluded.problem",
                values,
            )
            old = (now - timedelta(days=KEPT_DAYS)).isoformat()
            connection.execute("DELETE FROM feed_entries WHERE feed = ? AND listed < ?", (feed, old))

    def listed(self, feed: str, entries: Iterable[str]) -> None:
        """Keep that a feed lists these entries now."""
        now = self._now().isoformat()
        with self._connection() as connection, writing(connection):
            connection.execute("INSERT INTO feeds (feed) VALUES (?) ON CONFLICT DO NOTHING", (feed,))
            connection.executemany(
                "INSERT INTO feed_entries (feed, entry, listed) VALUES (?, ?, ?) "
                "ON CONFLICT (feed, entry) DO UPDATE SET listed = excluded.listed",
                [(feed, entry, now) for entry in entries],
            )

    def settled(self, outcomes: Iterable[tuple[str, str, bool]]) -> None:
        """Keep what became of entries: feed, entry, and whether it is done; one that is not was tried once more."""
        with self._connection() as connection, writing(connection):
            connection.executemany(
                "UPDATE feed_entries SET done = ?, tries = tries + 1 WHERE feed = ? AND entry = ?",
                [(int(is_done), feed, entry) for feed, entry, is_done in outcomes],
            )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with explained(self._path), closing(open_for_writing(self._path)) as connection:
            yield connection
