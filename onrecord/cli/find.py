"""`onrecord find`: the question in English, then the statements that answer it.

A statement that several outlets have in copies of one article is one row, with the others named below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from onrecord.cli import plain
from onrecord.cli.output import screen
from onrecord.errors import UsageError
from onrecord.formats.visible import on_one_line
from onrecord.ledger.answers import Answer, Found
from onrecord.ledger.ledger import Ledger
from onrecord.statement import UNSURE

if TYPE_CHECKING:
    from rich.text import Text


def find_statements(words: str | None, *, ledger: str, output_format: str, **asked: Any) -> int:
    """Print the answer; gives the exit status, 0 whether or not there is anything."""
    plain.check(output_format)
    if words is None and not any(value for key, value in asked.items() if key not in ("sort", "limit")):
        raise UsageError("Nothing to look for: give words, or a filter such as --speaker.")
    with Ledger(ledger) as store:
        answer = store.find(words, **asked)
    with screen(guarded=output_format == "json") as out:
        if output_format == "json":
            from onrecord.formats.json import pretty

            out.write(f"{pretty(answer.to_dict())}\n")
        else:
            draw(answer, out)
    return 0


def draw(answer: Answer, out: TextIO) -> None:
    """The answer as a table for people."""
    out.write(f"{on_one_line(answer.question)}\n")
    out.write(f"{counted(answer)}\n")
    if not answer.found:
        return
    from onrecord.cli.table import captured, console_for

    console = console_for(out)
    out.write("\n" + captured(console, lambda: _draw(answer, console)))


def counted(answer: Answer) -> str:
    """How many there are, in a sentence."""
    if not answer.total:
        return "None."
    number = f"{'More than ' * answer.more}{answer.total:,} statement{'s' * (answer.total != 1)}"
    shown = f"; here are {len(answer.found):,}" if len(answer.found) < answer.total else ""
    weighed = f", the best of the latest {answer.weighed:,}" if answer.weighed and shown else ""
    return f"{number}{shown}{weighed}."


def _draw(answer: Answer, console: Any) -> None:
    from rich.text import Text

    from onrecord.cli.table import empty_table

    table = empty_table()
    table.add_column("said by", no_wrap=True)
    table.add_column("outlet", ratio=2, overflow="fold")
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("how", ratio=2, overflow="fold")
    table.add_column("what", ratio=7, overflow="fold")
    for found in answer.found:
        table.add_row(
            found.day or "?",
            Text(on_one_line(found.outlet or found.origin)),
            _who(found),
            Text(on_one_line(found.cue), style="italic"),
            _what(found),
        )
    console.print(table)


def _who(found: Found) -> Text:
    from rich.text import Text

    name = on_one_line(found.speaker or found.source)
    return Text(name or "no source given", style="bold" if name else "dim")


def _what(found: Found) -> Text:
    from rich.text import Text

    what = Text(on_one_line(found.content))
    notes = []
    if found.confidence < UNSURE:
        notes.append("the reader is unsure")
    if found.withdrawn:
        notes.append("no longer in the newest version of the article")
    if found.also_in:
        notes.append(f"also in {', '.join(on_one_line(name) for name in found.also_in)}")
    if notes:
        what.append(f"\n{'; '.join(notes)}", style="dim")
    return what
