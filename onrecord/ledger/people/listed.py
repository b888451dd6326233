"""People in a list: what a name fits, or who speaks in most articles."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from onrecord.ledger.people.pages import named

MOST = 50
"""People of one list."""
LOOKED_THROUGH = 200_000
"""Persons that are looked through for those who speak most, the first: no index has their order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in a list."""

    id: int
    """The person's number in the ledger."""
    name: str
    """What they are called."""
    type: str
    """person, organisation, group or document."""
    articles: int
    """In how many articles they speak."""


def listed(connection: sqlite3.Connection, name: str | None) -> tuple[Listed, ...]:
    """Whoever the name fits, or without one those who speak in most articles."""
    if name is None:
        rows = connection.execute(
            "SELECT id, name, type, speakers FROM persons WHERE id <= ? AND speakers > 0 "
            "ORDER BY speakers DESC, id LIMIT ?",
            (LOOKED_THROUGH, MOST),
        )
        return tuple(Listed(*row) for row in rows)
    found = named(connection, name)[:MOST]
    query = "SELECT id, name, type, speakers FROM persons WHERE id = ?"
    return tuple(Listed(*connection.execute(query, (id,)).fetchone()) for id in found)
