"""Search: the question in English, what answers it in the words of the articles, and what that is made up of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.ledger.answers import Found
from onrecord.ledger.facets import Facets, InPlace
from onrecord.ledger.filters import FILTERS
from onrecord.ledger.search import SORTS
from onrecord.web import charts
from onrecord.web.marks import marked_passage
from onrecord.web.page import Asked, Page, Parameter
from onrecord.web.room import Room

PAGE_SIZE = 20
MOST = 200

PARAMETERS = (
    Parameter("words", "What was said: all of these words; those in quotation marks stand together."),
    *(Parameter(each.key, each.help, choices=each.choices) for each in FILTERS),
    Parameter("sort", "By fit, or by the day said: the first or the last first.", choices=tuple(SORTS)),
    Parameter("limit", f"How many statements, 1 to {MOST}; {PAGE_SIZE} when it is not given.", number=True),
)


@dataclass(frozen=True, slots=True)
class Search:
    """What was found."""

    question: str | None
    """What was asked, in English; null when nothing was."""
    total: int
    """How many statements answer it, counted up to a limit."""
    more: bool
    """Whether there are more than `total`."""
    weighed: int | None
    """Where more fit than can be weighed, how many were: the latest."""
    found: tuple[Found, ...]
    """The statements, in the order asked for."""
    facets: Facets | None
    """What the statements that answer are; null when nothing was asked."""
    places: dict[str, InPlace]
    """The passages that the statements stand in, by the statements' numbers in the ledger."""


def read(room: Room, asked: Asked) -> Search:
    """What answers the question; everything that may be asked for is in `PARAMETERS`."""
    words, filters = asked["words"], {each.key: asked[each.key] for each in FILTERS}
    limit = PAGE_SIZE if asked["limit"] is None else asked["limit"]
    if not 1 <= limit <= MOST:
        raise UsageError(f"limit is 1 to {MOST}, not {limit}.")
    if words is None and not any(filters.values()):
        return Search(None, 0, False, None, (), None, {})
    given = {"from_" if key == "from" else key: value for key, value in filters.items()}
    answer = room.ledger.find(words, sort=asked["sort"] or ("fit" if words else "last"), limit=limit, **given)
    shelf = room.ledger.shelf
    places = shelf.in_place([each.statement for each in answer.found])
    return Search(
        question=answer.question,
        total=answer.total,
        more=answer.more,
        weighed=answer.weighed,
        found=answer.found,
        facets=shelf.facets(words, filters),
        places={str(id): place for id, place in places.items()},
    )


def drawn(room: Room, page: Search, asked: Asked) -> Mapping[str, Any]:
    """The timeline, the marked passages, and the way to each narrower question."""

    def narrower(name: str, value: str | None) -> dict[str, Any]:
        return {**asked, name: value, "limit": None}

    facets = page.facets
    label, width = "Statements by the day said", charts.NARROW
    return {
        "filters": FILTERS,
        "sorts": SORTS,
        "here": asked,
        "is_narrowed": any(asked[name] for name in (*(each.key for each in FILTERS), "sort")),
        "narrower": narrower,
        "timeline": charts.by_time(facets.days, label=label, width=width) if facets else "",
        "passages": {int(id): marked_passage(place, asked["words"]) for id, place in page.places.items()},
        "groups": [
            (name, getattr(facets, name)) for name in ("kind", "sourcing", "form", "outlet", "speaker")
        ] if facets else [],
        "page_size": PAGE_SIZE,
        "most": MOST,
    }  # fmt: skip


def feed(room: Room, asked: Asked) -> tuple[str, tuple[Found, ...]]:
    """The question and the latest statements that answer it."""
    answer = read(room, {**asked, "sort": "last", "limit": PAGE_SIZE})
    if answer.question is None:
        raise UsageError("Nothing is asked for: a feed needs words or a filter.")
    return answer.question, answer.found


PAGE = Page("/search", Search, read, "search.html", "Finds statements.", PARAMETERS, drawn, feed)
