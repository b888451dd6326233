"""The ledger as Python has it: one verb a method, each returning nouns; the command line only prints them.

A `Ledger` may be shared between threads: each has a connection of its own. Nothing is opened before it is needed, so
that asking creates no file, and nothing is locked longer than one batch takes to be written.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from onrecord.article import Article
from onrecord.errors import InputError, LedgerMissing, NotText
from onrecord.ledger import export, removing, search, writing
from onrecord.ledger.answers import Added, Answer, Forgotten, Sort, Unread
from onrecord.ledger.connection import open_for_reading, open_for_writing
from onrecord.ledger.connection import writing as transaction
from onrecord.ledger.faults import damaged, explained
from onrecord.record import Record

if TYPE_CHECKING:
    from onrecord.ledger.families.reading import Family
    from onrecord.ledger.people.pages import Person
    from onrecord.ledger.people.people import People
    from onrecord.ledger.positions import Positions
    from onrecord.ledger.shelf import Shelf
    from onrecord.ledger.verify import Verification

BATCH_STATEMENTS, BATCH_ARTICLES = 5_000, 500
"""Statements or articles after which a batch is committed: large enough that a page of an index, which has to be
written whole, gets several rows at once; small enough that other writers have their turn after two seconds."""

BATCH_SECONDS = 2.0
"""Seconds after which a batch is committed when articles come slowly: no more reading than that is lost to a kill."""

_HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters, which UTF-8 has no form for."""


class Ledger:
    """A ledger: articles and their statements in one SQLite file."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """The ledger at `path`. Nothing is opened yet; the first `add` makes the file where there is none."""
        self.path = os.fspath(path)
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<Ledger {self.path!r}>"

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the ledger can be used again, and opens it anew."""
        with self._lock:
            opened, self._opened = self._opened, []
        self._own = threading.local()
        # Those that only read first: the last to close writes the log back and takes it away, and they may not.
        for connection in sorted(opened, key=lambda each: not each.execute("PRAGMA query_only").fetchone()[0]):
            connection.close()

    def make(self) -> None:
        """Make the file where there is none, and bring a ledger of an older version up to date. Raises LedgerError."""
        self._writer()

    def add(
        self,
        results: Iterable[Record | Article | InputError],
        *,
        told: Callable[[Added], None] | None = None,
        retried: Collection[str] = (),
    ) -> Added:
        """Store records, in batches that are each one transaction; gives what has become of all of them.

        What is given is what `Reader.read_all` gives, or any records. An InputError among them is kept, to be tried
        again, and listed in the result. An Article stands for one that the ledger has already (`holds`). The same
        article again changes nothing; a changed one at the same address is kept as a new version beside the old.
        `told` is called with the sum so far after each batch, when it can no longer be lost. `retried` are origins of
        `unread()` that the results are of: those that did not fail again are struck off the list. Raises LedgerError.
        """
        total = Added()
        records: list[Record] = []
        failures: list[InputError] = []
        unchanged = statements = 0
        since = time.monotonic()

        def commit() -> None:
            nonlocal total, unchanged, statements, since
            total = self._commit(total, records, failures, unchanged)
            records.clear()
            failures.clear()
            unchanged = statements = 0
            since = time.monotonic()
            if told:
                told(total)

        self.make()  # a ledger that cannot be written to is said so before anything is read
        try:
            for result in results:
                result = _storable(result) if isinstance(result, Record) else result
                if isinstance(result, InputError):
                    failures.append(result)
                elif isinstance(result, Article):
                    unchanged += 1
                else:
                    records.append(result)
                    statements += len(result.statements)
                is_full = statements >= BATCH_STATEMENTS or len(records) + len(failures) >= BATCH_ARTICLES
                if is_full or time.monotonic() - since > BATCH_SECONDS:
                    commit()
        except KeyboardInterrupt:
            commit()  # what was read so far is worth keeping
            raise
        commit()
        again = {failure.origin for failure in total.failures}
        if struck := [origin for origin in retried if origin not in again]:
            with explained(self.path), transaction(self._writer()):
                writing.forget_failures(self._writer(), struck)
        return total

    def holds(self, article: Article) -> bool:
        """Whether the ledger has this very article: the same words, and the same known of them."""
        try:
            with self._reading() as connection:
                return writing.holds(connection, article)
        except LedgerMissing:
            return False

    def unread(self) -> tuple[Unread, ...]:
        """The inputs that could not be read so far, in the order of their names."""
        with self._reading() as connection:
            rows = connection.execute("SELECT origin, problem, advice, tries, last_tried FROM unread ORDER BY origin")
            return tuple(Unread(*row) for row in rows)

    def find(
        self,
        words: str | None = None,
        *,
        speaker: str | None = None,
        to: str | None = None,
        kind: str | None = None,
        sourcing: str | None = None,
        form: str | None = None,
        outlet: str | None = None,
        from_: str | None = None,
        until: str | None = None,
        about: str | None = None,
        sort: Sort = "fit",
        limit: int = 20,
    ) -> Answer:
        """The statements whose content holds all of the words and that pass all of the filters.

        Words in quotation marks have to stand together. Without words, everything that passes the filters. `sort` is
        by fit, or by the day said, first or last; `limit` is 1 to 1,000. Raises UsageError for a question that makes
        no sense, and LedgerError.
        """
        filters = {"speaker": speaker, "to": to, "kind": kind, "sourcing": sourcing, "form": form}
        filters |= {"outlet": outlet, "from": from_, "until": until, "about": about}
        with self._reading() as connection:
            return search.find(connection, words, sort=sort, limit=limit, filters=filters)

    def verify(self, quotation: str, *, speaker: str | None = None, limit: int = 5) -> Verification:
        """Whether anybody said this: the statements nearest to it, each with a verdict, the best first.

        With `speaker`, whether it was the one of that name (or of that number of a person). Raises UsageError for a
        quotation without a word or with more than 300, and LedgerError.
        """
        from onrecord.ledger.verify import verify

        with self._reading() as connection:
            return verify(connection, quotation, speaker=speaker, limit=limit)

    def families(
        self, words: str | None = None, *, outlets: int = 2, unquoted: bool = False, limit: int = 10
    ) -> tuple[Family, ...]:
        """The same words reported in at least so many outlets, the most widely reported first.

        With `words`, those that hold all of them; with `unquoted`, those too that no outlet puts in quotation marks.
        Raises UsageError and LedgerError.
        """
        from onrecord.ledger.families.reading import families

        with self._reading() as connection:
            return families(connection, words, outlets=outlets, unquoted=unquoted, limit=limit)

    def who(self, name: str, *, limit: int = 5) -> tuple[Person, ...]:
        """The persons that a name (or a person's number) fits, those who speak most first. Raises LedgerError."""
        from onrecord.ledger.people.pages import who

        with self._reading() as connection:
            return who(connection, name, limit=limit)

    @property
    def people(self) -> People:
        """What was decided of persons, and what is to be decided: join, split, rename, undo, offers, decisions."""
        from onrecord.ledger.people.people import People

        return People(self._reading, self._deciding)

    @property
    def shelf(self) -> Shelf:
        """The ledger as the reading room has it: whole articles, facets, what a person said, corrections by hand."""
        from onrecord.ledger.shelf import Shelf

        return Shelf(self._reading, self._deciding)

    def positions(
        self,
        topic: str,
        *,
        speakers: Sequence[str] = (),
        outlets: Sequence[str] = (),
        from_: str | None = None,
        until: str | None = None,
        since: str | None = None,
    ) -> Positions:
        """Who stands where on a topic, a row for each party; with `since`, what moved since that day.

        Raises UsageError and LedgerError.
        """
        from onrecord.ledger.positions import positions

        with self._reading() as connection:
            return positions(
                connection, topic, speakers=speakers, outlets=outlets, from_=from_, until=until, since=since
            )

    def export(self, *, all_versions: bool = False) -> Iterator[Record]:
        """The records of the newest version of every article, or of all versions, in the order they were added.

        All are of one moment, however long it takes. Raises LedgerError.
        """
        with self._reading() as connection:
            try:
                yield from export.records(connection, all_versions=all_versions)
            except (ValueError, KeyError, TypeError) as error:
                raise damaged(self.path) from error

    def remove(self, name: str) -> tuple[Forgotten, ...]:
        """Forget an article and everything from it: all its versions when `name` is its url or path, else those with
        the id `name`, which may be cut to its first 16 characters. Gives what is forgotten; empty when there is none.

        Single words of it stay in the file's index until that is next merged; `wipe` leaves no trace. Raises
        LedgerError.
        """
        connection = self._existing()
        with explained(self.path), transaction(connection):
            articles = removing.named(connection, name)
            gone = removing.described(connection, articles)
            removing.remove(connection, articles)
        return gone

    def wipe(self) -> None:
        """Leave no trace in the file of what was removed. It is written anew for that. Raises LedgerError."""
        connection = self._existing()
        with explained(self.path):
            removing.wipe(connection)

    def named(self, name: str) -> tuple[Forgotten, ...]:
        """What `remove` would forget."""
        with self._reading() as connection:
            return removing.described(connection, removing.named(connection, name))

    def _commit(self, total: Added, records: list[Record], failures: list[InputError], unchanged: int) -> Added:
        connection = self._writer()
        tally = writing.Tally()
        if records or failures:
            with explained(self.path), transaction(connection):
                tally = writing.store(connection, records)
                writing.keep_failures(connection, failures)
        return replace(
            total,
            new=total.new + tally.new,
            versions=total.versions + tally.versions,
            copies=total.copies + tally.copies,
            unchanged=total.unchanged + tally.unchanged + unchanged,
            statements=total.statements + tally.statements,
            failures=(*total.failures, *failures),
        )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection for reading, with all that is read of one moment."""
        if getattr(self._own, "reader", None) is None:
            self._own.reader = self._kept(open_for_reading(self.path))
        connection: sqlite3.Connection = self._own.reader
        nested = connection.in_transaction
        with explained(self.path):
            if not nested:
                connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if not nested and connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _writer(self) -> sqlite3.Connection:
        if getattr(self._own, "writer", None) is None:
            self._own.writer = self._kept(open_for_writing(self.path))
        connection: sqlite3.Connection = self._own.writer
        return connection

    @contextmanager
    def _deciding(self) -> Iterator[sqlite3.Connection]:
        """The connection for writing to a ledger that must be there, in one transaction."""
        connection = self._existing()
        with explained(self.path), transaction(connection):
            yield connection

    def _existing(self) -> sqlite3.Connection:
        """The connection for writing to a ledger that must be there; raises LedgerMissing."""
        with self._reading():
            pass
        return self._writer()

    def _kept(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        with self._lock:
            self._opened.append(connection)
        return connection


def _storable(record: Record) -> Record | InputError:
    """The record, or the error that it holds halves of characters, which no file of text can hold."""
    article = record.article
    facts = [article.text, article.origin, article.url, article.title, article.outlet, article.author]
    facts += [article.published, *(check.message for check in record.checks)]
    for statement in record.statements:
        facts += [statement.addressee, statement.channel, statement.speaker.name if statement.speaker else None]
    for fact in facts:
        if fact is not None and _HALF.search(fact):
            problem = f"It holds half a character in {_HALF.sub('?', fact[:40])!r}."
            advice = "Write it anew as UTF-8: such halves come from text that was cut in the middle."
            return NotText(article.origin.encode("utf-8", "backslashreplace").decode(), problem, advice)
    return record
