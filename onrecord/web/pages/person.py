"""A person: what they said over time, about what and to whom, how it is sourced, and how each outlet has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.ledger.answers import Found
from onrecord.ledger.people.decisions import Decision
from onrecord.ledger.people.pages import Person
from onrecord.ledger.people.said import Sayings
from onrecord.web import charts
from onrecord.web.page import Action, Asked, NotHere, Page, Parameter
from onrecord.web.room import Room


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person across articles."""

    person: Person
    """Who it is, how often and where they speak, and who may be the same."""
    said: Sayings
    """What they said, a page of it, and how it spreads over time and outlets."""
    decisions: tuple[Decision, ...]
    """What was decided of this person by hand, and holds."""


def read(room: Room, asked: Asked) -> PersonPage:
    """The person of the number asked for."""
    ledger, id = room.ledger, asked["person"]
    person = ledger.shelf.person(id)
    if person is None:
        raise NotHere(f"There is no person {id} in the ledger; perhaps it was joined with another.")
    decisions = tuple(each for each in ledger.people.decisions() if each.person == id and not each.undone)
    return PersonPage(person, ledger.shelf.said(id, before=asked["before"]), decisions)


def drawn(room: Room, page: PersonPage, asked: Asked) -> Mapping[str, Any]:
    """The chart, and all sourcing together."""
    sourcing: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for year in page.person.years:
        for counts, into in ((year.sourcing, sourcing), (year.kinds, kinds)):
            for name, count in counts:
                into[name] = into.get(name, 0) + count
    months = [(f"{month}-01", count) for month, count in page.said.months]
    return {
        "chart": charts.by_time(months, label=f"Statements of {page.person.name} over time"),
        "sourcing": sorted(sourcing.items(), key=lambda item: (-item[1], item[0])),
        "kinds": sorted(kinds.items(), key=lambda item: (-item[1], item[0])),
        "before": asked["before"],
    }


def feed(room: Room, asked: Asked) -> tuple[str, tuple[Found, ...]]:
    """The person's name and latest statements."""
    page = read(room, {**asked, "before": None})
    return f"What {page.person.name} said", page.said.statements


def join(room: Room, asked: Asked) -> str:
    """Let two persons be one, and look at it."""
    if asked["other"] is None:
        raise UsageError("Give the other person, by number or by a name that fits nobody else.")
    return f"/people/{room.ledger.people.join(str(asked['person']), asked['other']).person}"


def split(room: Room, asked: Asked) -> str:
    """Let the person in some articles be somebody else, and look at that one."""
    names = [line.strip() for line in (asked["articles"] or "").splitlines() if line.strip()]
    if not names:
        raise UsageError("Give the articles in which it is somebody else: an address, path or id on each line.")
    return f"/people/{room.ledger.people.split(str(asked['person']), names).person}"


def rename(room: Room, asked: Asked) -> str:
    """Call a person by another name, and look at it."""
    room.ledger.people.rename(str(asked["person"]), asked["name"] or "")
    return f"/people/{asked['person']}"


def undo(room: Room, asked: Asked) -> str:
    """Take a decision back, and look at the decisions."""
    room.ledger.people.undo(asked["decision"])
    return "/people#decisions"


_PERSON = Parameter("person", "The person's number in the ledger.", number=True, inside=True)
PAGE = Page(
    "/people/{person}", PersonPage, read, "person.html", "A person across articles.",
    (_PERSON, Parameter("before", "Where a further page of statements starts, as `said.older` gives it.", number=True)),
    drawn, feed,
)  # fmt: skip
ACTIONS = (
    Action("/people/{person}/join", join, "Decides that two persons are one.",
           (_PERSON, Parameter("other", "The other one, by number or by a name that fits nobody else."))),
    Action("/people/{person}/split", split, "Decides that a person in some articles is somebody else.",
           (_PERSON, Parameter("articles", "The articles: an address, path or id on each line.", longest=20_000))),
    Action("/people/{person}/rename", rename, "Decides what a person is called.",
           (_PERSON, Parameter("name", "The name."))),
    Action("/people/decisions/{decision}/undo", undo, "Takes a decision back.",
           (Parameter("decision", "The decision's number.", number=True, inside=True),)),
)  # fmt: skip
