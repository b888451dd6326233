"""An article: the text as published with its statements marked, and beside each passage who says what in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from onrecord.errors import UsageError
from onrecord.formats import heading
from onrecord.ledger.corrected import Change, Kept
from onrecord.ledger.shelved import Line, Place
from onrecord.record import Record
from onrecord.statement import UNSURE, SpeakerType
from onrecord.web.marks import rows
from onrecord.web.page import Action, Asked, NotHere, Page, Parameter
from onrecord.web.room import Room

VERBS = ("speaker", "none", "end")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with all that hangs on it."""

    id: int
    """Its number in the ledger."""
    version: int
    """Which version it is, from 1."""
    latest: bool
    """Whether it is the newest."""
    added: str
    """When it was added."""
    record: Record
    """The article, its statements as corrected, and its checks."""
    places: dict[int, Place]
    """Where each statement leads to, by its number in the article."""
    versions: tuple[Line, ...]
    """All versions at its address, the newest first."""
    copies: tuple[Line, ...]
    """Near-identical copies from elsewhere."""
    corrections: tuple[Kept, ...]
    """What a person has corrected in it, in order, what was undone too."""


def read(room: Room, asked: Asked) -> ArticlePage:
    """The article of the number asked for."""
    shelf = room.ledger.shelf
    found = shelf.article(asked["article"])
    if found is None:
        raise NotHere(f"There is no article {asked['article']} in the ledger.")
    return ArticlePage(
        id=found.id,
        version=found.version,
        latest=found.latest,
        added=found.added,
        record=found.record,
        places=found.places,
        versions=found.versions,
        copies=found.copies,
        corrections=shelf.corrections(found.id),
    )


def drawn(room: Room, page: ArticlePage, asked: Asked) -> Mapping[str, Any]:
    """The rows, and which statements a person has corrected."""
    holding = {kept.change.statement for kept in page.corrections if not kept.undone}
    article = page.record.article
    return {
        "rows": rows(page.record),
        "title": heading.title(article),
        "origin": heading.origin(article),
        "corrected": {number for number, place in page.places.items() if place.statement in holding},
        "correct": asked["correct"],
        "types": get_args(SpeakerType),
        "unsure": UNSURE,
        "general_checks": [check for check in page.record.checks if not check.spans],
    }


def correct(room: Room, asked: Asked) -> str:
    """Correct a statement, and look at it."""
    if asked["statement"] is None or asked["verb"] is None:
        raise UsageError("A correction needs the statement's number in the ledger, and what is so of it.")
    change = Change(
        asked["statement"],
        asked["verb"],
        speaker=asked["speaker"],
        type=asked["type"] or "person",
        last_words=asked["last_words"] or "",
    )
    shelf = room.ledger.shelf
    shelf.correct(asked["article"], change)
    now = shelf.article(asked["article"])
    places = now.places if now else {}
    number = next((n for n, place in places.items() if place.statement == change.statement), None)
    return f"/articles/{asked['article']}" + (f"#n{number}" if number else "#corrections")


def undo(room: Room, asked: Asked) -> str:
    """Take a correction back, and look at its article."""
    return f"/articles/{room.ledger.shelf.undo(asked['correction']).article}#corrections"


_ARTICLE = Parameter("article", "The article's number in the ledger.", number=True, inside=True)
PAGE = Page(
    "/articles/{article}", ArticlePage, read, "article.html", "An article with its statements marked.",
    (_ARTICLE, Parameter("correct", "The statement whose correction is to be open, by its number in the article.",
                         number=True)),
    drawn,
)  # fmt: skip
ACTIONS = (
    Action(
        "/articles/{article}/corrections", correct, "Corrects a statement of an article.",
        (
            _ARTICLE,
            Parameter("statement", "The statement's number in the ledger.", number=True),
            Parameter("verb", "speaker: it is somebody else. none: it is no statement. end: it ends earlier or later.",
                      choices=VERBS),
            Parameter("speaker", "For speaker: the name."),
            Parameter("type", "For speaker: what the name is the name of.", choices=get_args(SpeakerType)),
            Parameter("last_words", "For end: the last words of what was said, as the article has them."),
        ),
    ),
    Action(
        "/corrections/{correction}/undo", undo, "Takes a correction back.",
        (Parameter("correction", "The correction's number.", number=True, inside=True),),
    ),
)  # fmt: skip
