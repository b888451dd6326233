"""What is worked out from statements is kept in step with them: these functions run in the transaction of each change.

Families and people are never computed afresh. They are told what came and what goes, in the same transaction, so that
whoever reads the ledger sees statements with their families and persons or sees neither.

To be called, a module gives a function with one of the two forms below, and has its line in `WHEN_ADDED` or
`WHEN_REMOVED`. The functions are named as "module:function" and loaded when the first article is stored, so that a
search loads none of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from onrecord.record import Record


@dataclass(frozen=True, slots=True)
class Stored:
    """One article that has just been stored, with all of its rows, in a transaction that is still open."""

    article: int
    """Its row in `articles`."""

    record: Record
    """What was read."""

    statements: tuple[int, ...]
    """The rows in `statements`, one for each of `record.statements` in their order."""

    superseded: tuple[tuple[int, int], ...]
    """Statements of the version before that are said in the same words here: (old row, new row)."""


WhenAdded = Callable[[sqlite3.Connection, Sequence[Stored]], None]
"""Called once a batch, after its rows are in and before it is committed. Whatever it raises undoes the batch."""

WhenRemoved = Callable[[sqlite3.Connection, Sequence[int]], None]
"""Called with rows of `statements` that are about to be removed, while they and all that leads to them still stand."""

WHEN_ADDED: list[str] = [
    "onrecord.ledger.families.joining:stored",
    "onrecord.ledger.people.joining:stored",
    "onrecord.ledger.carried:stored",
]
"""What is called when articles are stored, in order: "onrecord.ledger.module:function"."""

WHEN_REMOVED: list[str] = ["onrecord.ledger.families.joining:removed", "onrecord.ledger.people.joining:removed"]
"""What is called before statements are removed, in order."""


def when_added(connection: sqlite3.Connection, batch: Sequence[Stored]) -> None:
    """Tell everybody who keeps something in step that these articles are stored."""
    for name in WHEN_ADDED:
        _function(name)(connection, batch)


def when_removed(connection: sqlite3.Connection, statements: Sequence[int]) -> None:
    """Tell everybody who keeps something in step that these statements are about to go."""
    for name in WHEN_REMOVED:
        _function(name)(connection, statements)


@lru_cache
def _function(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)
