"""The same words in several outlets: the most widely reported, or those that hold some words."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger.families.widest import Widest
from onrecord.web.page import Asked, Page, Parameter
from onrecord.web.room import Room

SHOWN = 30
"""Families of one list."""


@dataclass(frozen=True, slots=True)
class Families:
    """Quotations that several outlets report."""

    words: str | None
    """The words asked for; null when none were."""
    found: tuple[Widest, ...]
    """The families, the most widely reported first."""


def read(room: Room, asked: Asked) -> Families:
    """The families that hold the words, or all."""
    return Families(asked["words"], room.ledger.shelf.widest(SHOWN, words=asked["words"]))


PAGE = Page(
    "/families", Families, read, "families.html", "Quotations that several outlets report.",
    (Parameter("words", "Words that the quotation holds."),),
)  # fmt: skip
