"""`onrecord families`: the same words in several outlets, each variant against the fullest."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.cli import plain
from onrecord.ledger.families.reading import Family, Variant
from onrecord.ledger.ledger import Ledger

SHOWN = 8
"""Variants of a family that are shown in the table; JSON has them all."""
_SAID = {"exact": "the same words", "truncated": "cut", "altered": "altered", "joined": "with other words"}


def show_families(
    words: str | None, *, ledger: str, output_format: str, outlets: int, unquoted: bool, limit: int
) -> int:
    """Print the families; the exit status is 0 whether or not there are any."""
    plain.check(output_format)
    with Ledger(ledger) as store:
        found = store.families(words, outlets=outlets, unquoted=unquoted, limit=limit)
    plain.answer(output_format, [family.to_dict() for family in found], lines(found, words))
    return 0


def lines(families: tuple[Family, ...], words: str | None = None) -> Iterator[str]:
    """The families as lines for people."""
    if not families:
        yield plain.no_families(words)
    for number, family in enumerate(families, start=1):
        if number > 1:
            yield ""
        sizes = f"{plain.plural(family.quotations, 'report')} in {plain.plural(family.outlets, 'outlet')}"
        yield f"{number}  {sizes}, first {plain.where(family.first)}"
        if len(family.speakers) > 1:
            yield f"   given to {plain.plural(len(family.speakers), 'name')}: {', '.join(family.speakers)}"
        yield f"   {family.fullest.words}"
        yield f"   fullest: {plain.where(family.fullest.found)}, {plain.whose(family.fullest.found)}"
        for variant in family.variants[:SHOWN]:
            yield f"   {_SAID[variant.relation]}: {plain.where(variant.found)}, {plain.whose(variant.found)}"
            yield from (f"     {line}" for line in _differences(variant))
        if len(family.variants) > SHOWN:
            yield f"   and {plain.plural(len(family.variants) - SHOWN, 'more report')}"


def _differences(variant: Variant) -> Iterator[str]:
    comparison = variant.comparison
    if comparison is None or variant.relation == "exact":
        return
    if variant.relation == "joined" or not comparison.pieces:
        yield variant.words
        return
    if comparison.before or comparison.after:
        yield " ".join(piece.asked for piece in comparison.pieces if piece.asked)
    for piece in comparison.pieces:
        if piece.same or not (piece.asked or piece.reported):
            continue
        yield f"“{piece.asked or '—'}” where the fullest has “{piece.reported or '—'}”"
