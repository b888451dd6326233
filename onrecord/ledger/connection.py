"""How a ledger is opened: for reading without a trace, for writing so that what is committed survives a power cut.

Write-ahead logging lets readers go on while one writes. `synchronous = FULL` waits at each commit until the log is on
the disk: with a batch a transaction that is a few waits a second, and NORMAL could lose the last acknowledged batches
when the power fails. Writers take turns: a transaction begins with the lock (`BEGIN IMMEDIATE`), so that none has
to give up half-way, and waits for it.

The file may come from anywhere: nothing that its schema holds is trusted to call functions with effects.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import LedgerError, LedgerMissing, LedgerTooNew, NotLedger
from onrecord.ledger.faults import explained
from onrecord.ledger.schema import APPLICATION_ID, VERSION, migrate

PATIENCE = 60.0
"""Seconds that a writer waits for its turn. Batches take parts of a second, so this is dozens of writers' turns."""

CACHE_KIB = 64 * 1024
"""Memory for pages of the file: holds the upper parts of every index of a ledger of a million statements."""

WRITING_CACHE_KIB = 256 * 1024
"""The same for who writes: to add to every index in its own order, and not to read a page for each row, takes the
indexes of a million statements whole. It is taken as the ledger grows and not before."""

PREPARED = 512
"""Queries that are kept prepared: those of one batch, where a list of values makes each length another query."""

CHECKPOINT_PAGES = 16_000
"""Pages of the log (64 MB) after which it is written back. A batch writes some ten thousand, and what several batches
have written to the same page goes back once. A longer log takes longer to be gone through when the ledger is opened
after a kill."""

_NO_LOG = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""What SQLite says of a ledger beside which no log can be made."""

_IDLE = 0.02
"""Seconds between two tries where SQLite itself does not wait: turning a new file to write-ahead logging."""


def open_for_reading(path: str) -> sqlite3.Connection:
    """A connection that cannot change anything.

    Raises LedgerMissing when there is no file or nothing in it, and the other LedgerErrors as they say.
    """
    _refuse_folder(path)
    if not os.path.exists(path):
        raise LedgerMissing(path, "There is no such ledger.", "Check the path, or make it with onrecord add.")
    with explained(path):
        try:
            # Not `mode=ro`, which would leave the log and its index lying beside the ledger when it is closed.
            connection, version = _opened(path, "mode=rw")
        except sqlite3.OperationalError as error:
            # A log needs a file beside the ledger. Where none can be made and none is there, nobody writes.
            if error.sqlite_errorcode & 0xFF not in _NO_LOG or _log_size(path):
                raise
            connection, version = _opened(path, "mode=ro&immutable=1")
        if version == 0:
            connection.close()
            raise LedgerMissing(path, "Nothing was added to this ledger yet.", "Add articles with onrecord add.")
        if version < VERSION:
            connection.close()
            problem = f"It is a ledger of version {version}, and this program reads version {VERSION}."
            raise LedgerError(path, problem, "Bring it up to date: onrecord add --retry")
        connection.execute("PRAGMA query_only = ON")
        return connection


def open_for_writing(path: str) -> sqlite3.Connection:
    """A connection to a ledger of the newest version, which is made or brought up to date if it is not there or older.

    Raises NotLedger, LedgerTooNew, LedgerReadOnly and the other LedgerErrors as they say.
    """
    _refuse_folder(path)
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise LedgerMissing(path, "Its folder is not there.", f"Make the folder first: mkdir -p {folder}")
    with explained(path):
        connection, version = _opened(path, "mode=rwc")
        try:
            _use_log(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA cache_size = -{WRITING_CACHE_KIB}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            connection.execute(f"PRAGMA journal_size_limit = {CHECKPOINT_PAGES * 4096 * 2}")
            if version < VERSION:
                with writing(connection):
                    migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that has the lock from its beginning: all of what is done in it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _opened(path: str, options: str) -> tuple[sqlite3.Connection, int]:
    """A connection, and the version of the ledger that it leads to; 0 for a file with nothing in it."""
    address = f"{Path(path).absolute().as_uri()}?{options}"
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=PREPARED
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection, _version(connection, path)
    except BaseException:
        connection.close()
        raise


def _version(connection: sqlite3.Connection, path: str) -> int:
    """The ledger's version, 0 for a file with nothing in it; raises NotLedger or LedgerTooNew."""
    connection.execute("BEGIN")  # all three of one moment: another may be making the tables right now
    try:
        tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if not tables and not version and application in (0, APPLICATION_ID):
        return 0
    if application != APPLICATION_ID:
        problem = "It is an SQLite database, but no ledger."
        raise NotLedger(path, problem, "Name the file that onrecord add wrote, or a new one.")
    if version > VERSION:
        problem = f"It is a ledger of version {version}, and this program knows versions up to {VERSION}."
        raise LedgerTooNew(path, problem, "Update Onrecord: pip install --upgrade onrecord")
    return version


def _use_log(connection: sqlite3.Connection) -> None:
    """Turn on write-ahead logging. Two who do it to a new file at once collide without waiting, so this waits."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_IDLE)


def _log_size(path: str) -> int:
    try:
        return os.path.getsize(f"{path}-wal")
    except OSError:
        return 0


def _refuse_folder(path: str) -> None:
    if os.path.isdir(path):
        raise NotLedger(path, "It is a folder.", "Name a file, such as news.db.")
