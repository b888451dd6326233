"""A person across articles: who it is, how often and where it speaks, on whose word, of whom and to whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.ledger.answers import Found
from onrecord.ledger.people.names import fit, keys
from onrecord.ledger.search import found_rows

MOST = 10
"""Rows of each list of a page."""
MENTIONS = 2_000
"""Statements, the latest first, that are looked through for whom a person speaks of."""

SAID = (
    "FROM speakers AS k JOIN statements AS s ON s.speaker_id = k.id JOIN articles AS a ON a.id = s.article "
    "WHERE k.person = :id AND s.superseded IS NULL"
)
"""What the person `:id` said, as the rest of a query, with the articles that it stands in."""
SPOKEN = "FROM speakers AS k JOIN statements AS s ON s.speaker_id = k.id WHERE k.person = :id AND s.superseded IS NULL"
"""The same without the articles, for half the time."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A doubtful join, left undone."""

    one: int
    """A person."""
    one_name: str
    """Their name."""
    one_articles: int
    """In how many articles they speak."""
    other: int
    """Another person, who may be the same."""
    other_name: str
    """Their name."""
    other_articles: int
    """In how many articles they speak."""
    reason: str
    """What speaks for it and against it."""

    def to_dict(self) -> dict[str, Any]:
        """The offer as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Year:
    """What a person said in one year."""

    year: str
    """The year, or `?` where no day is known."""
    statements: int
    """How many statements."""
    kinds: tuple[tuple[str, int], ...]
    """How many of each kind, the most frequent first."""
    sourcing: tuple[tuple[str, int], ...]
    """How many of each sourcing, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person page."""

    id: int
    """The person's number in the ledger."""
    name: str
    """What the person is called: the fullest name of the articles, or the one that was given."""
    type: str
    """person, organisation, group or document."""
    names: tuple[tuple[str, int], ...]
    """All names, with the number of articles, the most frequent first."""
    statements: int
    """How many statements."""
    articles: int
    """In how many articles."""
    outlets: tuple[tuple[str, int], ...]
    """Statements by outlet, the most first."""
    years: tuple[Year, ...]
    """What was said when, the earliest year first."""
    first: Found | None
    """The first statement."""
    last: Found | None
    """The last statement."""
    speaks_to: tuple[tuple[str, int], ...]
    """To whom, with the number of statements."""
    speaks_of: tuple[tuple[str, int], ...]
    """Of which other persons of the ledger, with the number of statements that name them."""
    company: tuple[tuple[str, int], ...]
    """Who else speaks in the same articles, with the number of articles."""
    offers: tuple[Offer, ...]
    """Persons who may be the same one."""

    def to_dict(self) -> dict[str, Any]:
        """The page as JSON."""
        found: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for name in ("names", "outlets", "speaks_to", "speaks_of", "company"):
            found[name] = dict(found[name])
        found["years"] = [
            {"year": y.year, "statements": y.statements, "kinds": dict(y.kinds), "sourcing": dict(y.sourcing)}
            for y in self.years
        ]
        for name in ("first", "last"):
            found[name] = found[name].to_dict() if found[name] else None
        found["offers"] = [offer.to_dict() for offer in self.offers]
        return found


def who(connection: sqlite3.Connection, name: str, *, limit: int = 5) -> tuple[Person, ...]:
    """The pages of the persons that a name fits, those who speak most first; a number is a person's own."""
    return tuple(page(connection, id) for id in named(connection, name)[:limit])


def named(connection: sqlite3.Connection, name: str) -> list[int]:
    """The persons that a name fits, those who speak most first. Raises UsageError when the name is empty."""
    given = name.strip()
    if not given:
        raise UsageError("Give a name, or a person's number.")
    if given.isdecimal() and len(given) < 16:
        row = connection.execute("SELECT id FROM persons WHERE id = ?", (int(given),)).fetchone()
        return [row[0]] if row else []
    found: dict[int, tuple[int, int]] = {}
    for type in ("person", "organisation", "group", "document"):
        wanted = keys(given, type)
        marks = ",".join("?" * len(wanted))
        rows = connection.execute(
            "SELECT DISTINCT p.id, p.name, p.speakers FROM person_keys AS k JOIN persons AS p ON p.id = k.person "
            f"WHERE k.key IN ({marks}) AND p.type = ? AND p.speakers > 0 ORDER BY p.speakers DESC LIMIT 200",
            (*wanted, type),
        )
        for id, called, speakers in rows.fetchall():
            names = connection.execute("SELECT name FROM person_names WHERE person = ? LIMIT 20", (id,)).fetchall()
            fits = {fit(given, each, type) for each in [called, *(n for (n,) in names)]} - {None}
            if fits:
                found[id] = (int("same" not in fits), -speakers)
    return sorted(found, key=lambda id: (*found[id], id))


def one(connection: sqlite3.Connection, name: str) -> int:
    """The one person that a name or a number means; raises UsageError when it means none or several."""
    found = named(connection, name)
    if not found:
        raise UsageError(f"Nobody in the ledger is called {name[:60]!r}.")
    if len(found) > 1:
        rows = [_called(connection, id) for id in found[:6]]
        raise UsageError(f"{name[:60]!r} may be {'; '.join(rows)}. Give the number of one.")
    return found[0]


def offers(connection: sqlite3.Connection, *, limit: int = 50) -> tuple[Offer, ...]:
    """The doubtful joins, those first that most articles hang on."""
    return _offers(
        connection, "1 = 1 ORDER BY min(p.speakers, q.speakers) DESC, o.score DESC, o.one, o.other LIMIT ?", (limit,)
    )


def page(connection: sqlite3.Connection, id: int) -> Person:
    """The page of a person who is there."""
    name, type = connection.execute("SELECT name, type FROM persons WHERE id = ?", (id,)).fetchone()
    values = {"id": id, "most": MOST, "mentions": MENTIONS}

    def rows(query: str) -> list[Any]:
        return connection.execute(query, values).fetchall()

    statements, articles = rows(f"SELECT count(*), count(DISTINCT a.document) {SAID}")[0]
    edges = []
    for order in ("s.place < 2147483648, s.place", "s.place DESC"):
        edges += [statement for (statement,) in rows(f"SELECT s.id {SPOKEN} ORDER BY {order} LIMIT 1")]
    shown = {each.statement: each for each in found_rows(connection, list(dict.fromkeys(edges)))}
    return Person(
        id=id,
        name=name,
        type=type,
        names=tuple(
            rows("SELECT name, times FROM person_names WHERE person = :id ORDER BY times DESC, name LIMIT :most")
        ),
        statements=statements,
        articles=articles,
        outlets=tuple(
            rows(f"SELECT coalesce(a.outlet, a.origin), count(*) {SAID} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most")
        ),
        years=_years(
            rows(f"SELECT coalesce(substr(s.day, 1, 4), '?'), s.kind, s.sourcing, count(*) {SPOKEN} GROUP BY 1, 2, 3")
        ),
        first=shown.get(edges[0]) if edges else None,
        last=shown.get(edges[-1]) if edges else None,
        speaks_to=tuple(
            rows(
                f"SELECT s.addressee, count(*) {SPOKEN} AND s.addressee IS NOT NULL "
                "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most"
            )
        ),
        speaks_of=_speaks_of(connection, id, rows(f"SELECT s.content {SPOKEN} ORDER BY s.place DESC LIMIT :mentions")),
        company=tuple(
            rows(
                "SELECT p.name, count(DISTINCT k.article) FROM speakers AS mine JOIN speakers AS k "
                "ON k.article = mine.article AND k.person <> mine.person JOIN persons AS p ON p.id = k.person "
                "WHERE mine.person = :id GROUP BY p.id ORDER BY 2 DESC, 1 LIMIT :most"
            )
        ),
        offers=_offers(connection, "o.one = ? OR o.other = ? ORDER BY o.score DESC", (id, id)),
    )


def _years(rows: Sequence[tuple[str, str | None, str | None, int]]) -> tuple[Year, ...]:
    found: dict[str, tuple[dict[str, int], dict[str, int], list[int]]] = {}
    for year, kind, sourcing, count in rows:
        kinds, sourcings, total = found.setdefault(year, ({}, {}, []))
        total.append(count)
        for name, counts in ((kind, kinds), (sourcing, sourcings)):
            if name is not None:
                counts[name] = counts.get(name, 0) + count
    return tuple(
        Year(year, sum(found[year][2]), _ranked(found[year][0]), _ranked(found[year][1])) for year in sorted(found)
    )


def _ranked(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _speaks_of(connection: sqlite3.Connection, id: int, contents: Sequence[tuple[str]]) -> tuple[tuple[str, int], ...]:
    """The other persons whose names, in full or by the surname of somebody in the same articles, the contents hold."""
    others = connection.execute(
        "SELECT DISTINCT p.name FROM speakers AS mine JOIN speakers AS k ON k.article = mine.article "
        "AND k.person <> mine.person JOIN persons AS p ON p.id = k.person WHERE mine.person = ? AND p.type = 'person' "
        "ORDER BY p.speakers DESC LIMIT 200",
        (id,),
    ).fetchall()
    counts: dict[str, int] = {}
    for (name,) in others:
        surname = name.split()[-1]
        if len(surname) < 3:
            continue
        times = sum(surname in content and surname in _words(content) for (content,) in contents)
        if times:
            counts[name] = times
    return _ranked(counts)[:MOST]


def _words(content: str) -> set[str]:
    plain = content.replace("’", "'").replace("'s", " ")
    return set("".join(c if c.isalnum() or c in "'-" else " " for c in plain).split())


def _offers(connection: sqlite3.Connection, condition: str, values: tuple[int, ...]) -> tuple[Offer, ...]:
    rows = connection.execute(
        "SELECT p.id, p.name, p.speakers, q.id, q.name, q.speakers, o.reason FROM person_offers AS o "
        f"JOIN persons AS p ON p.id = o.one JOIN persons AS q ON q.id = o.other WHERE {condition}",
        values,
    )
    return tuple(Offer(*row) for row in rows)


def _called(connection: sqlite3.Connection, id: int) -> str:
    name, speakers = connection.execute("SELECT name, speakers FROM persons WHERE id = ?", (id,)).fetchone()
    return f"{name} ({id}, in {speakers} article{'s' * (speakers != 1)})"
