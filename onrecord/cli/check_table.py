"""The observations for people: under each article its own, with the words they are about and why they matter.

An exclamation mark stands before those that weigh more. Everything from an article is shown on one line with its
control characters written out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, TextIO

from onrecord.checks.registry import RULES
from onrecord.cli.plain import plural
from onrecord.cli.table import captured, console_for, draw_heading, empty_table
from onrecord.formats.visible import on_one_line
from onrecord.record import Check, Record
from onrecord.span import words

if TYPE_CHECKING:
    from rich.console import Console

LONGEST = 200
"""Characters of the words that are shown: enough to find them in the article."""
WHOLE = "the article as a whole"
"""What is shown for an observation that marks no words."""
NONE = "Nothing was observed in this article."
KEY = "! weighs more; what each means and when it is wrong: docs/checks"


def write(records: Iterator[Record], out: TextIO) -> None:
    """Draw the observations of each article as soon as it is read, and at the end how many there were."""
    console = console_for(out)
    counts: Counter[str] = Counter()
    articles = 0
    for record in records:
        out.write("\n" * bool(articles) + captured(console, partial(_draw, record, console)))
        articles += 1
        counts.update(check.code for check in record.checks)
    if counts:
        each = ", ".join(f"{code} {count:,}" for code, count in counts.most_common())
        out.write(f"\n{plural(counts.total(), 'observation')} in {plural(articles, 'article')}: {each}\n{KEY}\n")


def _draw(record: Record, console: Console) -> None:
    from rich.text import Text

    article = record.article
    draw_heading(article, console)
    if not record.checks:
        console.print(Text(NONE))
        return
    table = empty_table()
    table.add_column("check", no_wrap=True)
    table.add_column("about and why", overflow="fold")
    for check in record.checks:
        table.add_row(
            Text(_code(check), style="bold"),
            Text.assemble(_words(article.text, check), "\n", (f"– {on_one_line(check.message)}", "dim")),
        )
    console.print(table)


def _code(check: Check) -> str:
    """The code, with a mark where it weighs more; a code of another version's checks weighs what any does."""
    rule = RULES.get(check.code)
    return f"{'! ' if rule and rule.weighs_more(check) else '  '}{on_one_line(check.code)}"


def _words(text: str, check: Check) -> str:
    shown = on_one_line(words(text, check.spans))
    if len(shown) > LONGEST:
        shown = f"{shown[:LONGEST].rpartition(' ')[0] or shown[:LONGEST]} …"
    return shown or WHOLE
