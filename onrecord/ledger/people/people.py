"""The decisions about persons as Python has them: `Ledger.people`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from onrecord.errors import UsageError
from onrecord.ledger import removing
from onrecord.ledger.people import decisions, pages
from onrecord.ledger.people.decisions import Decision
from onrecord.ledger.people.pages import Offer

Opened = Callable[[], AbstractContextManager[sqlite3.Connection]]


class People:
    """What was decided of the persons of a ledger, and what is to be decided.

    Persons are named by their numbers, or by names that fit one person alone. Every method may raise LedgerError.
    """

    def __init__(self, reading: Opened, deciding: Opened) -> None:
        self._reading, self._deciding = reading, deciding

    def offers(self, *, limit: int = 50) -> tuple[Offer, ...]:
        """Persons who may be one and were not joined, because it is doubtful; those that most hangs on first."""
        with self._reading() as connection:
            return pages.offers(connection, limit=limit)

    def decisions(self) -> tuple[Decision, ...]:
        """What was decided, in order, what was undone too."""
        with self._reading() as connection:
            return decisions.decisions(connection)

    def join(self, one: str, other: str) -> Decision:
        """Decide that two persons are one. Raises UsageError when either is nobody or several."""
        with self._deciding() as connection:
            return decisions.join(connection, pages.one(connection, one), pages.one(connection, other))

    def split(self, person: str, articles: Sequence[str]) -> Decision:
        """Decide that the person in these articles (urls, paths or ids) is another one than in the rest.

        Raises UsageError when there is no such article, or the person speaks in none or in all of them.
        """
        with self._deciding() as connection:
            rows: list[int] = []
            for name in articles:
                found = removing.named(connection, name)
                if not found:
                    raise UsageError(f"There is no article {name[:200]!r} in the ledger.")
                rows += found
            return decisions.split(connection, pages.one(connection, person), rows)

    def rename(self, person: str, name: str) -> Decision:
        """Decide what a person is called. Raises UsageError when the name is none."""
        with self._deciding() as connection:
            return decisions.rename(connection, pages.one(connection, person), name)

    def undo(self, decision: int | None = None) -> Decision:
        """Take a decision back, the latest that holds when none is named.

        Raises UsageError when there is none, or when a later one stands on it.
        """
        with self._deciding() as connection:
            return decisions.undo(connection, decision)
