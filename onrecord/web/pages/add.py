"""Add: drop a file, paste a text or give an address, and see how far it is read."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.web.adding import HandedIn
from onrecord.web.page import Action, Asked, NotHere, Page, Parameter
from onrecord.web.room import Room

LONGEST = 20_000_000
"""Characters of a text that is pasted: more than any limit on the body lets through."""


@dataclass(frozen=True, slots=True)
class Add:
    """What was handed in lately."""

    handed_in: tuple[HandedIn, ...]
    """The last first; what was handed in before the reading room was opened is in the ledger, and not here."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is that was handed in."""

    item: HandedIn
    """What it is, and what has become of it."""


def read(room: Room, asked: Asked) -> Add:
    """What was handed in lately."""
    return Add(room.desk.latest())


def progress(room: Room, asked: Asked) -> Progress:
    """How far it is."""
    item = room.desk.known(asked["item"])
    if item is None:
        raise NotHere(f"Nothing is remembered that was handed in as {asked['item']}.")
    return Progress(item)


def hand_in(room: Room, asked: Asked) -> str:
    """Hand in what the form has: a file, else a text, else an address; gives the page of its progress."""
    name, data = asked["file"] or ("", b"")
    if data:
        item = room.desk.take_file(name, data)
    elif asked["text"]:
        item = room.desk.take_text(
            asked["text"], title=asked["title"], outlet=asked["outlet"], published=asked["published"]
        )
    elif asked["address"]:
        item = room.desk.take_address(asked["address"])
    else:
        raise UsageError("There is nothing to add: choose a file, paste a text, or give an address.")
    return f"/add/{item.id}"


PAGE = Page("/add", Add, read, "add.html", "What was handed in lately, and the form to hand something in.")
PROGRESS = Page(
    "/add/{item}", Progress, progress, "progress.html", "How far something is that was handed in.",
    (Parameter("item", "Its number.", number=True, inside=True),),
)  # fmt: skip
ACTIONS = (
    Action(
        "/add", hand_in, "Hands in a file, a text or an address to be read.",
        (
            Parameter("text", "The words of an article.", longest=LONGEST),
            Parameter("title", "Its headline."),
            Parameter("outlet", "Who published it."),
            Parameter("published", "When: 2026-10-12."),
            Parameter("address", "The address of an article on the web."),
        ),
    ),
)  # fmt: skip
