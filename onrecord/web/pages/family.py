"""A family: one quotation, all its reports, each against the fullest, and who was first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.ledger.families.reading import Family
from onrecord.web import charts
from onrecord.web.page import Asked, NotHere, Page, Parameter
from onrecord.web.room import Room


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The same words in several places."""

    family: Family
    """The reports and how they differ."""


def read(room: Room, asked: Asked) -> FamilyPage:
    """The family of the number asked for."""
    family = room.ledger.shelf.family(asked["family"])
    if family is None:
        raise NotHere(f"There is no family {asked['family']} in the ledger.")
    return FamilyPage(family)


def drawn(room: Room, page: FamilyPage, asked: Asked) -> Mapping[str, Any]:
    """How many reports of each sort, and when they came."""
    found = [page.family.fullest.found, *(variant.found for variant in page.family.variants)]
    days = sorted(Counter(each.day for each in found if each.day).items())
    return {
        "relations": Counter(variant.relation for variant in page.family.variants).most_common(),
        "chart": charts.by_time(days, label="Reports by the day said"),
    }


PAGE = Page(
    "/families/{family}", FamilyPage, read, "family.html", "One quotation and all its reports.",
    (Parameter("family", "The family's number in the ledger.", number=True, inside=True),), drawn,
)  # fmt: skip
