"""The one place where an error of SQLite becomes one of ours: which ledger, what was wrong, what to do.

SQLite says little ("database disk image is malformed", "disk I/O error"), and a person who reads it at night needs to
know whether anything is lost. What was acknowledged never is; each sentence here says what to do about the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerMissing,
    LedgerReadOnly,
    NotLedger,
)

FAULTS: dict[int, tuple[type[LedgerError], str, str]] = {
    sqlite3.SQLITE_CORRUPT: (
        LedgerDamaged,
        "It is damaged: its bytes are not as they were written.",
        "Put a copy back, or save what can be saved: sqlite3 LEDGER .recover | sqlite3 saved.db",
    ),
    sqlite3.SQLITE_NOTADB: (
        NotLedger,
        "It is no ledger: the file is not an SQLite database.",
        "Name the file that onrecord add wrote, or a new one.",
    ),
    sqlite3.SQLITE_FULL: (
        LedgerFull,
        "There is no room for more: the disk is full. Everything acknowledged before is kept.",
        "Make room, then add the same articles again: it goes on where it stopped.",
    ),
    sqlite3.SQLITE_READONLY: (
        LedgerReadOnly,
        "It can be read but not written to.",
        "Check the permissions of the file and of its folder, or write to a copy.",
    ),
    sqlite3.SQLITE_PERM: (
        LedgerReadOnly,
        "The system refuses access to it.",
        "Check the permissions of the file and of its folder.",
    ),
    sqlite3.SQLITE_BUSY: (
        LedgerBusy,
        "Another program has been writing to it for too long.",
        "Wait until it is done, then do the same again: nothing is done twice.",
    ),
    sqlite3.SQLITE_LOCKED: (
        LedgerBusy,
        "Another part of this program is using it.",
        "Do the same again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        LedgerMissing,
        "It cannot be opened.",
        "Check that its folder is there, and the permissions of both.",
    ),
    sqlite3.SQLITE_IOERR: (
        LedgerError,
        "The system failed to read or write it: a broken or full disk, a limit on file sizes, or a lost network drive. "
        "Everything acknowledged before is kept.",
        "Check the disk, then do the same again: it goes on where it stopped.",
    ),
    sqlite3.SQLITE_TOOBIG: (
        LedgerError,
        "One article is larger than a ledger can hold.",
        "Split it.",
    ),
    sqlite3.SQLITE_NOMEM: (
        LedgerError,
        "There is not enough memory to work with it.",
        "Close other programs, then do the same again.",
    ),
}
"""By the primary result code (https://www.sqlite.org/rescode.html): the class, what was wrong, what to do."""

_PRIMARY = 0xFF
"""The bits of a result code that say what is wrong; the rest says where."""


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn an error of SQLite about the ledger at `path` into the LedgerError that explains it.

    An error that stands for a mistake of this program and not of the ledger goes through as it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = fault_of(error, path)
        if known is None:
            raise
        raise known from error


def fault_of(error: sqlite3.Error, path: str) -> LedgerError | None:
    """The LedgerError that an error of SQLite is; None when it is none."""
    code = getattr(error, "sqlite_errorcode", None)
    not_text = code is None and "decode" in str(error)  # SQLite itself never looks whether text is UTF-8
    if not_text or (code == sqlite3.SQLITE_ERROR and _shows_damage(str(error))):
        code = sqlite3.SQLITE_CORRUPT
    known = FAULTS.get((code or 0) & _PRIMARY)
    return known[0](path, known[1], known[2]) if known else None


def damaged(path: str) -> LedgerError:
    """The error for a ledger whose rows cannot be what was written."""
    kind, problem, advice = FAULTS[sqlite3.SQLITE_CORRUPT]
    return kind(path, problem, advice)


def row_missing(what: str) -> sqlite3.DatabaseError:
    """The error for a row that an index leads to and that is not there, as SQLite itself would raise it."""
    error = sqlite3.DatabaseError(f"database disk image is malformed: {what}")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _shows_damage(message: str) -> bool:
    """Whether a general error says that a table which every ledger has is gone or not to be understood."""
    return any(
        sign in message for sign in ("no such table", "no such column", "malformed", "vtable constructor failed")
    )
