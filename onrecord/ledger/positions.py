"""Who stands where on a topic: a row for each party, in the speakers' own words, each with its day and its outlet.

A statement belongs to the topic when its words hold the topic's, or when the headline of its article does. Where it
stands in the row is said by its kind; what names another party of the table is what it says of the others. Nothing is
summed up: a cell holds statements, the latest first, and what a statement is conditional on stays with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.chain import listed
from onrecord.errors import UsageError
from onrecord.ledger.alignment import common_words
from onrecord.ledger.answers import Found
from onrecord.ledger.filters import asked_for, bindings
from onrecord.ledger.people.names import folded, person_name
from onrecord.ledger.people.pages import named
from onrecord.ledger.query import Words
from onrecord.ledger.rows import first_place
from onrecord.ledger.search import find
from onrecord.ledger.wording import keys, stem
from onrecord.statement import Kind

COLUMNS: dict[str, tuple[Kind, ...]] = {
    "demands": ("demands", "wants", "asks"),
    "promises": ("promises", "agrees"),
    "rejects": ("rejects", "denies"),
    "threatens": ("warns",),
    "predicts": ("predicts",),
    "of the others": ("accuses", "praises"),
}
"""The columns of a row, and the kinds of statements in each. What else names another party is "of the others" too."""

READ = 1_000
"""Statements of a topic that are read, the latest."""
AGAIN = 0.7
"""Share of a statement's words that an earlier one of the same party has in order, for it to say the same again."""


@dataclass(frozen=True, slots=True)
class Position:
    """One statement in a cell."""

    found: Found
    """The statement, with its words, its day, its outlet and who said it on whose word."""

    condition: str | None
    """What has to come first, in the speaker's words."""

    follows: str | None
    """What is said to follow then; None where there is no condition."""

    of: tuple[str, ...]
    """The other parties that it names."""

    new: bool
    """Whether it was said since the day that was asked for."""

    again: bool
    """Whether the same party said nearly the same before, in the same column."""


@dataclass(frozen=True, slots=True)
class Party:
    """One row."""

    name: str
    """Who."""

    person: int | None
    """The person's number in the ledger; None for a group that is no one in particular."""

    cells: dict[str, tuple[Position, ...]]
    """The statements in each column, the latest first; columns without any are left out."""

    others: int
    """How many more statements on the topic the party made that are in no column."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a party newly says in a column."""

    party: str
    """Who."""

    column: str
    """Where."""

    now: Position
    """The latest statement since the day that was asked for."""

    before: Position | None
    """The latest before that day; None when the party had said nothing there."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Who stands where on a topic."""

    question: str
    """What was asked, in English."""

    parties: tuple[Party, ...]
    """A row for each, those with most statements first."""

    moves: tuple[Move, ...]
    """What moved since the day that was asked for; empty when none was."""

    nameless: int
    """How many statements on the topic are by nobody in particular, and so in no row."""

    more: bool
    """Whether there are older statements that were not read."""

    def to_dict(self) -> dict[str, Any]:
        """The table as JSON."""
        return {
            "question": self.question,
            "parties": [
                {
                    "name": party.name,
                    "person": party.person,
                    "cells": {name: [_position_dict(each) for each in cell] for name, cell in party.cells.items()},
                    "others": party.others,
                }
                for party in self.parties
            ],
            "moves": [
                {
                    "party": move.party,
                    "column": move.column,
                    "now": _position_dict(move.now),
                    "before": _position_dict(move.before) if move.before else None,
                }
                for move in self.moves
            ],
            "nameless": self.nameless,
            "more": self.more,
        }


def positions(
    connection: sqlite3.Connection,
    topic: str,
    *,
    speakers: Sequence[str] = (),
    outlets: Sequence[str] = (),
    from_: str | None = None,
    until: str | None = None,
    since: str | None = None,
) -> Positions:
    """Who stands where on a topic; see `Ledger.positions`."""
    words = Words.of(topic)
    new_from = bindings(asked_for({"from": since}))["from"] if since else None
    persons = {id for name in speakers for id in named(connection, name)}
    if speakers and not persons:
        raise UsageError(f"Nobody in the ledger is called {speakers[0][:60]!r}.")
    found, more = _on_topic(connection, topic, words, outlets, {"from": from_, "until": until})
    rows: dict[tuple[int | None, str], list[Found]] = {}
    nameless = 0
    for each in found:
        party = _party(connection, each)
        if party is None:
            nameless += 1
        elif not persons or party[0] in persons:
            rows.setdefault(party, []).append(each)
    parties = []
    for party, statements in rows.items():
        others = {other[1]: person_name(other[1]).surname for other in rows if other != party}
        parties.append(_row(party, statements, others, new_from))
    parties.sort(key=lambda row: (-sum(map(len, row.cells.values())), -row.others, row.name))
    shown = tuple(row for row in parties if row.cells or speakers)
    moves = tuple(_moves(shown)) if since else ()
    return Positions(_question(words, speakers, outlets, from_, until, since), shown, moves, nameless, more)


def _on_topic(
    connection: sqlite3.Connection,
    topic: str,
    words: Words,
    outlets: Sequence[str],
    days: dict[str, str | None],
) -> tuple[list[Found], bool]:
    """The statements on the topic, the latest first, and whether there are more."""
    wanted = {stem(folded(word)) for group in words.groups for word in group}
    found: dict[int, Found] = {}
    more = False
    for outlet in outlets or (None,):
        filters = {**days, "outlet": outlet}
        said = find(connection, topic, sort="last", limit=READ, filters=filters)
        around = find(connection, None, sort="last", limit=READ, filters={**filters, "about": topic})
        more = more or said.more or said.total > len(said.found) == READ
        found |= {each.statement: each for each in said.found}
        found |= {
            each.statement: each for each in around.found if wanted <= {stem(key) for key in keys(each.title or "")}
        }
    return sorted(found.values(), key=lambda each: (each.day or "", each.statement), reverse=True)[:READ], more


def _party(connection: sqlite3.Connection, found: Found) -> tuple[int | None, str] | None:
    """Whose row a statement is in; None when it is nobody's in particular."""
    row = connection.execute(
        "SELECT p.id, p.name FROM statements AS s JOIN speakers AS k ON k.id = s.speaker_id "
        "JOIN persons AS p ON p.id = k.person WHERE s.id = ?",
        (found.statement,),
    ).fetchone()
    if row:
        return row[0], row[1]
    return (None, found.speaker) if found.speaker and found.sourcing != "unnamed" else None


def _row(
    party: tuple[int | None, str], statements: Sequence[Found], others: dict[str, str], new_from: int | None
) -> Party:
    cells: dict[str, list[Position]] = {}
    said: dict[str, list[list[str]]] = {}  # the words of each cell, so that each statement is taken apart once
    unplaced = 0
    for found in reversed(statements):  # from the earliest, so that what is said again is known to be
        words = keys(found.content)
        plain = {folded(word) for word in words}
        of = tuple(name for name, surname in others.items() if surname in plain)
        column = next((name for name, kinds in COLUMNS.items() if found.kind in kinds), "of the others" if of else None)
        if column is None:
            unplaced += 1
            continue
        before = said.setdefault(column, [])
        is_new = new_from is not None and found.day is not None and first_place(found.day) >= new_from
        again = any(_says_again(words, earlier) for earlier in before)
        before.append(words)
        cells.setdefault(column, []).append(Position(found, found.condition, _follows(found), of, is_new, again))
    ordered = {name: tuple(reversed(cells[name])) for name in COLUMNS if name in cells}
    return Party(party[1], party[0], ordered, unplaced)


def _moves(parties: Iterable[Party]) -> Iterable[Move]:
    """What each party says since the day, where it is not what it said before."""
    for party in parties:
        for column, cell in party.cells.items():
            fresh = [each for each in cell if each.new and not each.again]
            before = next((each for each in cell if not each.new), None)
            if fresh:
                yield Move(party.name, column, fresh[0], before)


def _says_again(now: Sequence[str], before: Sequence[str]) -> bool:
    needed = AGAIN * max(len(now), len(before))
    return bool(now) and min(len(now), len(before)) >= needed and common_words(now, before) >= needed


def _follows(found: Found) -> str | None:
    """The content without its condition."""
    if not found.condition or found.condition not in found.content:
        return None
    before, _, after = found.content.partition(found.condition)
    return " ".join(part for part in (before.strip(" ,;"), after.strip(" ,;")) if part.strip("“”\"'.!?…, ")) or None


def _question(
    words: Words,
    speakers: Sequence[str],
    outlets: Sequence[str],
    from_: str | None,
    until: str | None,
    since: str | None,
) -> str:
    who = f"do {listed(speakers)} stand" if len(speakers) > 1 else f"does {speakers[0]} stand" if speakers else ""
    question = f"Where {who} on {words}" if who else f"Who stands where on {words}"
    if outlets:
        question += f" in {listed(outlets)}"
    if from_:
        question += f" from {from_} on"
    if until:
        question += f" until {until}"
    return f"{question}?" + (f" What moved since {since}?" if since else "")


def _position_dict(position: Position) -> dict[str, Any]:
    return {
        "statement": position.found.to_dict(),
        "condition": position.condition,
        "follows": position.follows,
        "of": list(position.of),
        "new": position.new,
        "again": position.again,
    }
