"""What a person decided of persons: kept in order, above what the machine thinks, and to be undone one by one.

A decision is a row with all that is needed to undo it. It says of which speakers it was made; those that came later
are judged as all others are, by a machine that knows of the decision: joined persons have the names and the company of
both, and split ones are never joined again but by a person.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.ledger.people.joining import Keeper
from onrecord.ledger.people.names import keys
from onrecord.ledger.writing import moment

LONGEST_NAME = 200
"""Characters of a name that a person may be given."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision."""

    id: int
    """Its number, from 1."""

    made: str
    """When it was made, ISO 8601 in UTC."""

    verb: str
    """join, split or rename."""

    sentence: str
    """What was decided, in a sentence."""

    undone: str | None
    """When it was undone; None while it holds."""

    person: int
    """The person that it left: the joined one, the new one, the renamed one."""

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def join(connection: sqlite3.Connection, one: int, other: int) -> Decision:
    """Make two persons one; the one who speaks more keeps its number. Raises UsageError when they cannot be."""
    if one == other:
        raise UsageError(f"{one} is one person already: name two.")
    rows = {id: _person(connection, id) for id in (one, other)}
    kept, joined = sorted(rows, key=lambda id: (-rows[id]["speakers"], id))
    speakers = _speakers(connection, joined)
    details = {"kept": kept, "joined": rows[joined], "speakers": speakers, "name": rows[kept]["name"]}
    keeper = Keeper(connection)
    keeper.merge(kept, joined)
    keeper.finish()
    return _keep(connection, "join", details)


def split(connection: sqlite3.Connection, person: int, articles: Sequence[int]) -> Decision:
    """Make what a person says in these articles somebody else's; gives the decision with the new person.

    Raises UsageError when the person speaks in none of them, or in no other.
    """
    row = _person(connection, person)
    mine = _speakers(connection, person)
    named = set(articles)
    chosen = [id for id in mine if _article(connection, id) in named]
    if not chosen:
        raise UsageError(f"{row['name']} (person {person}) speaks in none of these articles.")
    if len(chosen) == len(mine):
        raise UsageError(f"{row['name']} (person {person}) speaks in no other article: nothing would be left.")
    keeper = Keeper(connection)
    new = keeper.new_person(row["name"], row["type"])
    decision = _keep(connection, "split", {"from": person, "new": new, "speakers": chosen, "name": row["name"]})
    _move(keeper, connection, chosen, new)
    connection.execute("DELETE FROM person_offers WHERE one = ? AND other = ?", (min(person, new), max(person, new)))
    keeper.finish()
    return decision


def rename(connection: sqlite3.Connection, person: int, name: str) -> Decision:
    """Call a person by this name from now on."""
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or not called.isprintable():
        raise UsageError(f"{name[:40]!r} is no name: give 1 to {LONGEST_NAME} characters that can be printed.")
    row = _person(connection, person)
    connection.execute("UPDATE persons SET name = ?, renamed = 1 WHERE id = ?", (called, person))
    connection.executemany(
        "INSERT OR IGNORE INTO person_keys VALUES (?, ?)", [(key, person) for key in keys(called, row["type"])]
    )
    return _keep(
        connection, "rename", {"person": person, "before": row["name"], "renamed": row["renamed"], "name": called}
    )


def undo(connection: sqlite3.Connection, decision: int | None = None) -> Decision:
    """Take a decision back, the latest that holds when none is named.

    Raises UsageError when there is none, or when a later one stands on it.
    """
    where, values = ("id = ?", (decision,)) if decision is not None else ("undone IS NULL", ())
    row = connection.execute(
        f"SELECT id, verb, details, undone FROM person_decisions WHERE {where} ORDER BY id DESC LIMIT 1", values
    ).fetchone()
    if row is None:
        raise UsageError("There is no decision to undo." if decision is None else f"There is no decision {decision}.")
    id, verb, written, undone = row
    if undone:
        raise UsageError(f"Decision {id} is undone already.")
    details = json.loads(written)
    _refuse_if_stood_on(connection, id, details)
    {"join": _undo_join, "split": _undo_split, "rename": _undo_rename}[verb](connection, details)
    connection.execute("UPDATE person_decisions SET undone = ? WHERE id = ?", (moment(), id))
    return next(each for each in decisions(connection) if each.id == id)


def decisions(connection: sqlite3.Connection) -> tuple[Decision, ...]:
    """All decisions in the order they were made, those undone too."""
    rows = connection.execute("SELECT id, made, verb, details, undone FROM person_decisions ORDER BY id")
    return tuple(_decision(*row) for row in rows)


def _undo_join(connection: sqlite3.Connection, details: dict[str, Any]) -> None:
    """Bring the joined person back with its own speakers; those that came later stay where they are."""
    joined = details["joined"]
    connection.execute(
        "INSERT INTO persons (id, name, type, renamed) VALUES (?, ?, ?, ?)",
        (joined["id"], joined["name"], joined["type"], joined["renamed"]),
    )
    keeper = Keeper(connection)
    theirs = set(_speakers(connection, details["kept"]))
    _move(keeper, connection, [id for id in details["speakers"] if id in theirs], joined["id"])
    keeper.finish()


def _undo_split(connection: sqlite3.Connection, details: dict[str, Any]) -> None:
    keeper = Keeper(connection)
    keeper.merge(details["from"], details["new"])
    keeper.finish()


def _undo_rename(connection: sqlite3.Connection, details: dict[str, Any]) -> None:
    connection.execute(
        "UPDATE persons SET name = ?, renamed = ? WHERE id = ?",
        (details["before"], details["renamed"], details["person"]),
    )


def _refuse_if_stood_on(connection: sqlite3.Connection, id: int, details: dict[str, Any]) -> None:
    """Raise UsageError when a later decision that holds is about a person that this one made or kept."""
    about = _about(details)
    for later in connection.execute(
        "SELECT id, details FROM person_decisions WHERE id > ? AND undone IS NULL ORDER BY id DESC", (id,)
    ):
        if about & _about(json.loads(later[1])):
            raise UsageError(f"Decision {later[0]} stands on it: undo that first.")
    for name in ("kept", "from", "new", "person"):
        if name in details:
            _person(connection, details[name])


def _about(details: dict[str, Any]) -> set[int]:
    found = {details[name] for name in ("kept", "from", "new", "person") if name in details}
    return found | ({details["joined"]["id"]} if "joined" in details else set())


def _move(keeper: Keeper, connection: sqlite3.Connection, speakers: Sequence[int], person: int) -> None:
    """Let speakers be another person."""
    for speaker in speakers:
        article, before = connection.execute("SELECT article, person FROM speakers WHERE id = ?", (speaker,)).fetchone()
        profile = keeper.profiles(article)[speaker]
        if before is not None:
            keeper.release(speaker, profile, before)
        keeper.take(speaker, profile, person)


def _keep(connection: sqlite3.Connection, verb: str, details: dict[str, Any]) -> Decision:
    written = json.dumps(details)
    id, made = connection.execute(
        "INSERT INTO person_decisions (made, verb, details) VALUES (?, ?, ?) RETURNING id, made",
        (moment(), verb, written),
    ).fetchone()
    return _decision(id, made, verb, written, None)


def _decision(id: int, made: str, verb: str, written: str, undone: str | None) -> Decision:
    details = json.loads(written)
    if verb == "join":
        person = details["kept"]
        sentence = f"{details['joined']['name']} ({details['joined']['id']}) is {details['name']} ({person})."
    elif verb == "split":
        person = details["new"]
        count = len(details["speakers"])
        who, where = f"{details['name']} ({details['from']})", f"{count} article{'s' * (count != 1)}"
        sentence = f"{who} is somebody else in {where}: ({person})."
    else:
        person = details["person"]
        sentence = f"{details['before']} ({person}) is called {details['name']}."
    return Decision(id, made, verb, sentence, undone, person)


def _person(connection: sqlite3.Connection, id: int) -> dict[str, Any]:
    row = connection.execute("SELECT id, name, type, renamed, speakers FROM persons WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise UsageError(f"There is no person {id}. See who there is with onrecord who NAME.")
    return dict(zip(("id", "name", "type", "renamed", "speakers"), row, strict=True))


def _speakers(connection: sqlite3.Connection, person: int) -> list[int]:
    return [id for (id,) in connection.execute("SELECT id FROM speakers WHERE person = ? ORDER BY id", (person,))]


def _article(connection: sqlite3.Connection, speaker: int) -> int:
    return int(connection.execute("SELECT article FROM speakers WHERE id = ?", (speaker,)).fetchone()[0])
