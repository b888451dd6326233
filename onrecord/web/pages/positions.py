"""Positions: the parties to a question side by side, and a timeline of what each demanded, rejected and promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.ledger.positions import COLUMNS, Positions
from onrecord.web import charts
from onrecord.web.page import Asked, Page, Parameter
from onrecord.web.room import Room

SHOWN = 12
"""Parties that are drawn; the JSON has them all."""
IN_CELL = 6
"""Statements of a cell that are shown at once."""


@dataclass(frozen=True, slots=True)
class PositionsPage:
    """Who stands where."""

    topic: str | None
    """What was asked for; null when nothing was."""
    positions: Positions | None
    """The table; null when nothing was asked for."""


def read(room: Room, asked: Asked) -> PositionsPage:
    """The parties to the topic."""
    if asked["topic"] is None:
        return PositionsPage(None, None)
    found = room.ledger.positions(
        asked["topic"],
        speakers=asked["speaker"],
        outlets=asked["outlet"],
        from_=asked["from"],
        until=asked["until"],
        since=asked["since"],
    )
    return PositionsPage(asked["topic"], found)


def drawn(room: Room, page: PositionsPage, asked: Asked) -> Mapping[str, Any]:
    """The timeline, and the columns that anybody has something in."""
    parties = page.positions.parties[:SHOWN] if page.positions else ()
    rows = [
        (
            party.name,
            [
                charts.Dot(
                    position.found.day,
                    column,
                    f"{party.name} {column}: {position.found.content} ({position.found.day})",
                    f"/articles/{position.found.article}#n{position.found.number}",
                )
                for column, cell in party.cells.items()
                for position in cell
                if position.found.day
            ],
        )
        for party in parties
    ]
    return {
        "asked": asked,
        "parties": parties,
        "columns": [name for name in COLUMNS if any(name in party.cells for party in parties)],
        "timeline": charts.positions(rows, label="What each party said, by the day"),
        "shape": charts.shape,
        "in_cell": IN_CELL,
    }


PAGE = Page(
    "/positions", PositionsPage, read, "positions.html", "The parties to a question side by side.",
    (
        Parameter("topic", "What it is about: words that statements, or the headlines of their articles, hold."),
        Parameter("speaker", "Only these parties.", many=True),
        Parameter("outlet", "Only what these outlets report.", many=True),
        Parameter("from", "The first day: 2016-05-03, 2016-05 or 2016."),
        Parameter("until", "The last day."),
        Parameter("since", "The day from which on it is asked what moved."),
    ),
    drawn,
)  # fmt: skip
