"""What the reading room takes from a ledger, beside what everybody may ask: `Ledger.shelf`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from onrecord.article import Article
from onrecord.ledger import corrected, facets, shelved
from onrecord.ledger.corrected import Change, Kept
from onrecord.ledger.facets import Facets, InPlace
from onrecord.ledger.families import reading
from onrecord.ledger.families.reading import Family
from onrecord.ledger.families.widest import Widest, widest
from onrecord.ledger.people import pages, said
from onrecord.ledger.people.listed import Listed, listed
from onrecord.ledger.people.pages import Person
from onrecord.ledger.people.said import Sayings
from onrecord.ledger.rows import identity
from onrecord.ledger.shelved import Line, Shelved

Opened = Callable[[], AbstractContextManager[sqlite3.Connection]]

STEPS = 2_000
"""Steps of SQLite's machine between two looks at the clock: some hundred microseconds."""


class Shelf:
    """A ledger as a reader walks along it. Every method may raise LedgerError."""

    def __init__(self, reading: Opened, deciding: Opened) -> None:
        self._reading, self._deciding = reading, deciding

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Everything that this thread asks of the ledger inside is of one moment, and raises TimeoutError when it
        takes longer than so many seconds together."""
        ends = time.monotonic() + seconds
        with self._reading() as connection:
            connection.set_progress_handler(lambda: int(time.monotonic() > ends), STEPS)
            try:
                yield
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                    raise
                raise TimeoutError(f"It took longer than {seconds:g} seconds.") from error
            finally:
                connection.set_progress_handler(None, STEPS)

    def article(self, id: int) -> Shelved | None:
        """The article with this number and all that hangs on it; None when there is none."""
        with self._reading() as connection:
            return shelved.article(connection, id)

    def number_of(self, article: Article) -> int | None:
        """The number that an article has in the ledger; None when it is not there."""
        with self._reading() as connection:
            row = connection.execute("SELECT id FROM articles WHERE identity = ?", (identity(article),)).fetchone()
            return int(row[0]) if row else None

    def newest(self, limit: int = 12) -> tuple[Line, ...]:
        """The articles that were added last."""
        with self._reading() as connection:
            return shelved.newest(connection, limit)

    def most_unnamed(self, limit: int = 8) -> tuple[Line, ...]:
        """The articles with most of the latest statements by unnamed sources."""
        with self._reading() as connection:
            return shelved.most_unnamed(connection, limit)

    def sizes(self) -> dict[str, int]:
        """How many articles, statements and people there are."""
        with self._reading() as connection:
            return shelved.sizes(connection)

    def facets(self, words: str | None, filters: Mapping[str, str | None]) -> Facets:
        """What the statements that answer a question are; raises UsageError as `Ledger.find` does."""
        with self._reading() as connection:
            return facets.facets(connection, words, filters)

    def in_place(self, statements: Sequence[int]) -> dict[int, InPlace]:
        """The passages that statements stand in, by their numbers in the ledger."""
        with self._reading() as connection:
            return facets.in_place(connection, statements)

    def added(self, articles: Sequence[int]) -> dict[int, str]:
        """When articles were added, ISO 8601 in UTC."""
        with self._reading() as connection:
            lines = (shelved.one_line(connection, id) for id in dict.fromkeys(articles))
            return {line.id: line.added for line in lines if line}

    def widest(self, limit: int = 8, *, words: str | None = None) -> tuple[Widest, ...]:
        """The most widely reported quotations in a line each, or those that hold some words."""
        with self._reading() as connection:
            return widest(connection, limit, words=words)

    def people(self, name: str | None = None) -> tuple[Listed, ...]:
        """Whoever a name fits, or who speaks in most articles."""
        with self._reading() as connection:
            return listed(connection, name)

    def family(self, id: int) -> Family | None:
        """The family with this number; None when there is none."""
        with self._reading() as connection:
            return reading.read(connection, id)

    def person(self, id: int) -> Person | None:
        """The page of the person with this number; None when there is none."""
        with self._reading() as connection:
            found = pages.who(connection, str(id), limit=1)
            return found[0] if found else None

    def said(self, person: int, *, before: int | None = None, limit: int = 20) -> Sayings:
        """What a person said, a page at a time."""
        with self._reading() as connection:
            return said.said(connection, person, before=before, limit=limit)

    def corrections(self, article: int) -> tuple[Kept, ...]:
        """What a person has corrected in an article, in order, what was undone too."""
        with self._reading() as connection:
            return corrected.kept(connection, article)

    def correct(self, article: int, change: Change) -> Kept:
        """Correct a statement of an article, in the ledger and in all that is worked out from it.

        Raises UsageError when there is no such article or statement, or the change makes no sense.
        """
        with self._deciding() as connection:
            return corrected.correct(connection, article, change)

    def undo(self, correction: int) -> Kept:
        """Take a correction back. Raises UsageError when there is none of that number, or it is undone already."""
        with self._deciding() as connection:
            return corrected.undo(connection, correction)
