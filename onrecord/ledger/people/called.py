"""Whom a name that a search is narrowed to means: whoever is called so, by all the names that they are called by."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from onrecord.errors import UsageError
from onrecord.ledger.people.pages import named
from onrecord.ledger.query import Words, bare

NAMES = 40
"""Other names of the persons meant that are looked for, the most frequent first."""


class Meant(NamedTuple):
    """The persons that a name means."""

    persons: tuple[int, ...]
    """Their numbers."""

    otherwise: tuple[Words, ...]
    """What else they are called: names without all of the words of the one that was given."""


def meant(connection: sqlite3.Connection, given: str) -> Meant:
    """The persons with a name that holds all of the words, or the one of that number."""
    wanted = _words(given)
    persons = []
    counted: dict[Words, int] = {}
    for person in named(connection, given):
        names = connection.execute(
            "SELECT name, times FROM person_names WHERE person = :id UNION ALL "
            "SELECT name, 0 FROM persons WHERE id = :id ORDER BY times DESC",
            {"id": person},
        ).fetchall()
        if given.strip() != str(person) and not any(wanted <= _words(name) for name, _ in names):
            continue
        persons.append(person)
        for name, times in names:
            if (words := _words(name)) and not wanted <= words:
                each = Words.of(name)
                counted[each] = counted.get(each, 0) + times
    ranked = sorted(counted, key=lambda words: (-counted[words], words.groups))
    return Meant(tuple(persons), tuple(ranked[:NAMES]))


def _words(name: str) -> frozenset[str]:
    try:
        return frozenset(bare(word) for group in Words.of(name).groups for word in group)
    except UsageError:
        return frozenset()
