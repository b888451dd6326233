"""The table for people: each article under its heading, a row a statement, what is inside of another one indented.

What is known beyond who, how and what stands on a line of its own under the words, in the widest column, and the kind
under the cue, so that a narrow screen shows as much as a wide one.

Everything from an article is shown on one line with its control characters written out, so that no headline can
recolour a terminal or hide a line. Where nobody watches, the table has no colour and is 100 characters wide, or as
wide as COLUMNS says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TextIO

from onrecord import chain
from onrecord.formats import heading
from onrecord.formats.visible import on_one_line
from onrecord.record import Record
from onrecord.span import words
from onrecord.statement import UNSURE, Statement

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from onrecord.article import Article

WIDTH = 100
"""Characters of a line where no terminal says how wide it is: fits a mail and a printed page set sideways."""
NARROWEST = 40
"""Characters below which a table of four columns breaks every word."""
KEY = "D direct, I indirect, M mixed; ? the reader is unsure"


def write(records: Iterator[Record], out: TextIO) -> None:
    """Draw the records one after the other, each as soon as it is read."""
    console = console_for(out)
    any_statement = False
    for number, record in enumerate(records):
        drawn = captured(console, partial(_draw, record, console))
        any_statement = any_statement or bool(record.statements)
        out.write("\n" * bool(number) + drawn)
    if any_statement:
        out.write(f"\n{KEY}\n")


def in_order(statements: Sequence[Statement]) -> list[tuple[int, Statement]]:
    """The statements with their depth, each followed by those inside of it."""
    ids = {statement.id for statement in statements}
    inside: dict[int | None, list[Statement]] = {}
    for statement in statements:
        inside.setdefault(statement.within if statement.within in ids else None, []).append(statement)
    found: list[tuple[int, Statement]] = []
    seen: set[int] = set()
    # A ring of statements has no outermost one: what no root leads to is drawn last, as a root of its own.
    waiting = [(0, statement) for statement in reversed((*inside.get(None, ()), *statements))]
    while waiting:
        depth, statement = waiting.pop()
        if statement.id not in seen:
            seen.add(statement.id)
            found.append((depth, statement))
            waiting.extend((depth + 1, each) for each in reversed(inside.get(statement.id, ())))
    return found


def console_for(out: TextIO) -> Console:
    """What draws on the output: as wide as the terminal, or where nobody watches as COLUMNS says, without colour."""
    from rich.console import Console

    watched = out.isatty()
    return Console(
        file=out,
        width=None if watched else _width(),
        force_terminal=watched,
        color_system="auto" if watched else None,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )


def captured(console: Console, draw: Callable[[], None]) -> str:
    """What is drawn, as text without spaces at the ends of its lines."""
    with console.capture() as drawn:
        draw()
    return "".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines())


def empty_table() -> Table:
    """A table as all of ours are: without lines, its columns apart by two spaces."""
    from rich.table import Table

    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="underline", expand=False)


def draw_heading(article: Article, console: Console) -> None:
    """The headline, and below it who published it, when, and where it came from."""
    from rich.text import Text

    console.print(Text(heading.title(article), style="bold"))
    line = heading.facts(article.outlet, article.published, heading.origin(article), article=article)
    if line:
        console.print(Text(line, style="dim"))


def _width() -> int:
    given = os.environ.get("COLUMNS", "")
    return max(NARROWEST, int(given)) if given.isdecimal() and int(given) else WIDTH


def _draw(record: Record, console: Console) -> None:
    from rich.text import Text

    article = record.article
    draw_heading(article, console)
    if not record.statements:
        console.print(Text("No statement was found in this article."))
        return
    table = empty_table()
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("how", ratio=2, overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("what", ratio=7, overflow="fold")
    by_id = {statement.id: statement for statement in record.statements}
    for depth, statement in in_order(record.statements):
        sure = "" if statement.confidence >= UNSURE else "?"
        how = Text(on_one_line(words(article.text, statement.cue)), style="italic")
        if statement.kind:
            how.append(f"\n{statement.kind}", style="dim not italic")
        what = Text(on_one_line(words(article.text, statement.content)))
        known = facts(article.text, statement, by_id)
        if known:
            what.append(f"\n– {known}", style="dim")
        table.add_row(
            str(statement.id),
            _who(article.text, statement, depth),
            how,
            f"{statement.form[0].upper()}{sure}",
            what,
        )
    console.print(table)


def facts(text: str, statement: Statement, by_id: Mapping[int, Statement]) -> str:
    """What is known of a statement beside who, how and what, on one line; `by_id` has those it may be inside of."""
    parts: list[str] = []
    if chain.says_more(statement, by_id):
        parts.append(chain.in_words(text, statement, by_id))
    if statement.channel:
        parts.append(statement.channel)
    if statement.said:
        parts.append(f"said {statement.said.in_words()}")
    return " · ".join(on_one_line(part) for part in parts)


def _who(text: str, statement: Statement, depth: int) -> Text:
    """The source's own words, and whom they mean where that is somebody the words do not name."""
    from rich.text import Text

    own = on_one_line(words(text, statement.source))
    who = Text(f"{'  ' * (min(depth, 4) - 1)}└ " if depth else "")
    who.append(own or "no source given", style="bold" if own else "dim")
    name = on_one_line(statement.speaker.name) if statement.speaker else ""
    if name and name not in own:
        who.append(f" ({name})")
    return who
