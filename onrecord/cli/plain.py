"""How the comparing verbs write for people: short lines, wrapped and indented, harmless on any terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from onrecord.cli.output import known_format, screen
from onrecord.formats.visible import on_one_line

if TYPE_CHECKING:
    from onrecord.ledger.answers import Found

FORMS = ("table", "json")
"""What --format takes."""
NARROWEST, WIDEST = 40, 100
"""Characters of a line, at least and at most: longer ones are hard to read."""


def check(output_format: str) -> None:
    """Raise UsageError when there is no such format."""
    known_format(output_format, FORMS)


def answer(output_format: str, data: Any, lines: Iterable[str]) -> None:
    """Print the data as JSON, or the lines."""
    with screen(guarded=output_format == "json") as out:
        if output_format == "json":
            from onrecord.formats.json import pretty

            out.write(f"{pretty(data)}\n")
        else:
            write(lines, out)


def write(lines: Iterable[str], out: TextIO) -> None:
    """Write lines, each wrapped under its own indent; control characters are written out."""
    width = _width(out)
    for line in lines:
        indent = line[: len(line) - len(line.lstrip(" "))]
        text = on_one_line(line)
        out.write("\n" if not text else textwrap.fill(
            text, width, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False
        ) + "\n")  # fmt: skip


def whose(found: Found, through: tuple[str, ...] = ()) -> str:
    """Who said it and how it is known: Donald Trump (told, as aides say)."""
    name = found.speaker or (f"“{found.source}”" if found.source else "no source given")
    known = []
    if found.source and found.speaker and found.speaker not in found.source:
        known.append(f"“{found.source}”")
    if found.sourcing and found.sourcing != "named":
        known.append(found.sourcing)
    if through:
        known.append(f"on the word of {', then '.join(through)}")
    if found.hedged:
        known.append("hedged")
    return f"{name} ({'; '.join(known)})" if known else name


def where(found: Found) -> str:
    """The day and the outlet: 2016-05-03, The Tide."""
    return f"{found.day or 'no day known'}, {found.outlet or found.origin}"


def counts(pairs: Iterable[tuple[str, int]]) -> str:
    """Names with their numbers: The Tide 12, Marlow Post 3."""
    return ", ".join(f"{name} {count:,}" for name, count in pairs)


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 outlet, 2 outlets."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _width(out: TextIO) -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        width = int(given)
    else:
        width = shutil.get_terminal_size().columns if out.isatty() and out is sys.stdout else WIDEST
    return max(NARROWEST, min(WIDEST, width))


def no_families(words: str | None) -> str:
    """That no quotation is reported in so many outlets: none at all, or none with the words that were asked for."""
    return f"No words{f' with “{words}”' if words else ''} are reported in so many outlets."
