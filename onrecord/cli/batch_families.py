"""`onrecord families --shards`: the same words in several outlets, in a folder of any size, a few lines each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from onrecord.batch.families import Wide, widest
from onrecord.cli import plain


def show_widest(folder: str, words: str | None, *, output_format: str, outlets: int, unquoted: bool, limit: int) -> int:
    """Print the families; the exit status is 0 whether or not there are any."""
    plain.check(output_format)
    found = widest(folder, words, outlets=outlets, unquoted=unquoted, limit=limit)
    plain.answer(output_format, [asdict(family) for family in found], lines(found, words))
    return 0


def lines(families: Sequence[Wide], words: str | None = None) -> Iterator[str]:
    """The families as lines for people."""
    if not families:
        yield plain.no_families(words)
    for number, family in enumerate(families, start=1):
        if number > 1:
            yield ""
        sizes = f"{plain.plural(family.reports, 'report')} in {plain.plural(family.outlets, 'outlet')}"
        yield f"{number}  {sizes}, first {family.day or 'no day known'}, {family.outlet}"
        yield f"   {family.words}"
