"""The front page: what is new, what is reported most, and where sources stay without a name."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger.families.widest import Widest
from onrecord.ledger.shelved import Line
from onrecord.web.page import Asked, Page
from onrecord.web.room import Room


@dataclass(frozen=True, slots=True)
class Front:
    """What a reader sees first."""

    articles: int
    """How many articles the ledger has; counted anew every few seconds, as the next two are."""
    statements: int
    """How many statements."""
    people: int
    """How many people who speak."""
    newest: tuple[Line, ...]
    """The articles that were added last, the last first."""
    widest: tuple[Widest, ...]
    """The most widely reported quotations."""
    unnamed: tuple[Line, ...]
    """The articles with most of the latest statements by unnamed sources."""


def read(room: Room, asked: Asked) -> Front:
    """The front page."""
    shelf = room.ledger.shelf
    return Front(**room.sizes(), newest=shelf.newest(), widest=shelf.widest(), unnamed=shelf.most_unnamed())


PAGE = Page("/", Front, read, "front.html", "What is new, reported most, and without a name.")
