"""The most widely reported quotations in a line each, without the comparing that a page of one takes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from onrecord.ledger.answers import Found
from onrecord.ledger.families.reading import WITH_WORDS
from onrecord.ledger.query import Words
from onrecord.ledger.search import found_rows


@dataclass(frozen=True, slots=True)
class Widest:
    """A family in a list."""

    id: int
    """Its number in the ledger."""
    quotations: int
    """How many reports."""
    articles: int
    """In how many articles."""
    outlets: int
    """In how many outlets."""
    first: Found
    """The first report."""


def widest(connection: sqlite3.Connection, limit: int, *, words: str | None = None) -> tuple[Widest, ...]:
    """The families with words in quotation marks that several outlets report, the most widely reported first.

    With `words`, those of the latest `WITH_WORDS` statements that hold all of them; raises UsageError as a search does.
    """
    order = "ORDER BY f.outlets DESC, f.articles DESC, f.quotations DESC, f.id LIMIT :limit"
    columns = "f.id, f.quotations, f.articles, f.outlets, f.first_statement"
    wide = "f.quoted = 1 AND f.articles > 1 AND f.outlets >= 2"
    if words is None:
        query = f"SELECT {columns} FROM families AS f WHERE {wide} {order}"
        values: dict[str, str | int] = {"limit": limit}
    else:
        query = (
            f"SELECT DISTINCT {columns} FROM (SELECT s.id AS id FROM statement_words AS w CROSS JOIN statements AS s "
            "ON s.place = w.rowid WHERE w.content MATCH :words ORDER BY w.rowid DESC LIMIT :most) AS hit "
            "JOIN quotations AS q ON q.statement = hit.id JOIN family_members AS m ON m.wording = q.wording "
            f"JOIN families AS f ON f.id = m.family WHERE {wide} {order}"
        )
        values = {"limit": limit, "most": WITH_WORDS, "words": Words.of(words).anywhere()}
    rows = connection.execute(query, values).fetchall()
    first = {found.statement: found for found in found_rows(connection, [row[4] for row in rows])}
    return tuple(
        Widest(id, quotations, articles, outlets, first[statement])
        for id, quotations, articles, outlets, statement in rows
        if statement in first
    )
