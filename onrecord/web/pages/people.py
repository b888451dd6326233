"""People: whoever a name fits, who may be one, and what was decided by hand."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger.people.decisions import Decision
from onrecord.ledger.people.listed import Listed
from onrecord.ledger.people.pages import Offer
from onrecord.web.page import Asked, Page, Parameter
from onrecord.web.room import Room

OFFERS = 20
"""Doubtful joins that are shown."""


@dataclass(frozen=True, slots=True)
class People:
    """Who there is."""

    name: str | None
    """The name that was asked for; null when none was."""
    found: tuple[Listed, ...]
    """Whoever it fits, those who speak in most articles first; without a name, those who speak in most."""
    offers: tuple[Offer, ...]
    """Persons who may be one and were not joined, because it is doubtful; those that most hangs on first."""
    decisions: tuple[Decision, ...]
    """What was decided by hand, the latest first, what was undone too."""


def read(room: Room, asked: Asked) -> People:
    """Whoever the name fits."""
    people = room.ledger.people
    return People(
        asked["name"],
        room.ledger.shelf.people(asked["name"]),
        people.offers(limit=OFFERS),
        tuple(reversed(people.decisions())),
    )


PAGE = Page(
    "/people", People, read, "people.html", "People by name, who may be one, and what was decided by hand.",
    (Parameter("name", "A name, or a part of it."),),
)  # fmt: skip
