"""When words leave a family, what hung together by them alone is parted: the family is as if they had never come.

But for one thing: words that were in quotation marks somewhere are held to be somebody's very words from then on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from onrecord.ledger.families.fingerprints import fingerprints
from onrecord.ledger.families.kinship import Region, Run, kin
from onrecord.ledger.families.linking import Groups

SPLITTABLE = 500
"""Wordings up to which families are looked through for whether they still hang together: all links of all of them are
found again, which for so many takes about a second."""


def part(connection: sqlite3.Connection, families: Iterable[int]) -> set[int]:
    """Look through families that have lost a wording; gives those that are new and need their figures."""
    made: set[int] = set()
    for family in sorted(families):
        rows = connection.execute(
            "SELECT DISTINCT w.id, w.words, w.quoted FROM family_members AS m JOIN wordings AS w ON w.id = m.wording "
            "WHERE m.family = ? ORDER BY w.id LIMIT ?",
            (family, SPLITTABLE + 1),
        ).fetchall()
        if 0 < len(rows) <= SPLITTABLE:
            made |= _part(
                connection, family, {id: Run.of(words.split(" "), quoted=bool(quoted)) for id, words, quoted in rows}
            )
    return made


End = tuple[int, Region]
"""A wording, and the words of it that a link runs through."""


def _part(connection: sqlite3.Connection, family: int, runs: dict[int, Run]) -> set[int]:
    """Find the links of these wordings again, and give each group of them a family."""
    marks = ",".join("?" * len(runs))
    query = f"SELECT wording, first, last FROM family_members WHERE wording IN ({marks}) AND family <> ?"
    elsewhere = {(id, Region(first, last)) for id, first, last in connection.execute(query, (*runs, family))}
    groups: Groups[End] = Groups()
    ends: dict[int, set[Region]] = {}
    for one, other in _links(runs):
        if one in elsewhere and other in elsewhere:
            continue  # a link of another family that the two are members of as well
        groups.unite(one, other)
        for id, region in (one, other):
            for before in ends.setdefault(id, set()):
                if before.meets(region):
                    groups.unite((id, before), (id, region))
            ends[id].add(region)
    connection.execute("DELETE FROM family_members WHERE family = ?", (family,))
    made = set()
    for number, group in enumerate(sorted(groups.all(), key=lambda group: (-len(group), group))):
        kept = family if number == 0 else new_family(connection)
        made.add(kept)
        rows = [(id, kept, *region) for id, region in group]
        connection.executemany("INSERT OR IGNORE INTO family_members VALUES (?, ?, ?, ?)", rows)
    for id in runs:
        if id not in ends and not any(id == other for other, _ in elsewhere) and _is_repeated(connection, id):
            made.add(kept := new_family(connection))
            connection.execute("INSERT INTO family_members VALUES (?, ?, 0, 0)", (id, kept))
    return made


def _links(runs: dict[int, Run]) -> list[tuple[End, End]]:
    """The links between these wordings: of those that share a fingerprint, those that are kin."""
    holders: dict[int, list[int]] = {}
    found = []
    for id, run in runs.items():
        prints = fingerprints(run.words)
        for other in sorted({other for each in prints for other in holders.get(each, ())}):
            link = kin(run, runs[other])
            if link:
                found.append(((id, link.one), (other, link.other)))
        for each in prints:
            holders.setdefault(each, []).append(id)
    return found


def _is_repeated(connection: sqlite3.Connection, wording: int) -> bool:
    query = "SELECT count(*) FROM (SELECT 1 FROM quotations WHERE wording = ? LIMIT 2)"
    return bool(connection.execute(query, (wording,)).fetchone()[0] == 2)


def new_family(connection: sqlite3.Connection) -> int:
    """The number of a family that has no members yet."""
    id: int = connection.execute("INSERT INTO families DEFAULT VALUES RETURNING id").fetchone()[0]
    return id
