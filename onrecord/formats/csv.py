"""One row a statement, by RFC 4180, for a spreadsheet that must never run what an article says.

A cell that a spreadsheet would take for a formula gets an apostrophe in front and is otherwise exact: that is a
cell which begins with `=`, `+`, `-` or `@` (their full-width forms and white space before them count), with a tab
or with a line break, whether or not apostrophes stand before them already. So the way back is certain: drop one
apostrophe where what follows it is such a cell, as `unprotected()` does.

Unknown facts are empty cells. Rows end with CR LF; line breaks inside the words stay, in quotation marks. An article
without statements has no row. Numbers of characters are those of the JSON: `0-32;40-44` is two spans.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from onrecord.chain import in_words
from onrecord.record import Record
from onrecord.span import Span, words
from onrecord.statement import Statement

COLUMNS: dict[str, str] = {
    "article": "The article's id: sha256: and the digest of its text.",
    "origin": "Where the article was read from.",
    "url": "The address it was published at.",
    "title": "Its headline.",
    "outlet": "Who published it.",
    "author": "Its byline.",
    "published": "When it was published.",
    "statement": "The statement's number in the article.",
    "within": "The number of the statement that this one is inside of.",
    "form": "direct, indirect or mixed.",
    "source": "Who is given as the origin; several pieces are joined by an ellipsis.",
    "cue": "The words that attribute.",
    "content": "What is attributed; several pieces are joined by an ellipsis.",
    "source_spans": "Where the source stands in the article's text: start-end, joined by semicolons.",
    "cue_spans": "Where the cue stands.",
    "content_spans": "Where the content stands.",
    "speaker": "Whom the source means.",
    "speaker_type": "person, organisation, group or document.",
    "sourcing": "Who can be held to it.",
    "addressee": "Whom it was said to.",
    "channel": "The occasion or medium.",
    "kind": "What the words do.",
    "said_from": "The first day it can have been said on.",
    "said_to": "The last day it can have been said on.",
    "hedged": "true when the attribution itself is qualified, else false.",
    "condition": "The part of the content that says what must come first.",
    "confidence": "How sure the reader is, 0 to 1.",
    "chain": "Who said it, to whom, and through whom it came, in words.",
}
"""Every column, in order, with what is in it."""

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write the heading row, then a row for every statement."""
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for record in records:
        by_id = {statement.id: statement for statement in record.statements}
        rows.writerows(row(record, statement, by_id) for statement in record.statements)


def row(record: Record, statement: Statement, by_id: Mapping[int, Statement]) -> list[str]:
    """The cells of one statement, in the order of `COLUMNS`; `by_id` has the record's statements by their ids."""
    return [protected(_cell(value)) for value in values(record, statement, by_id)]


def values(record: Record, statement: Statement, by_id: Mapping[int, Statement]) -> tuple[Any, ...]:
    """The same before they are written: numbers, truth values and spans as they are, None for what is not known."""
    article, speaker, said = record.article, statement.speaker, statement.said
    return (
        article.id,
        article.origin,
        article.url,
        article.title,
        article.outlet,
        article.author,
        article.published,
        statement.id,
        statement.within,
        statement.form,
        words(article.text, statement.source),
        words(article.text, statement.cue),
        words(article.text, statement.content),
        statement.source,
        statement.cue,
        statement.content,
        speaker.name if speaker else None,
        speaker.type if speaker else None,
        statement.sourcing,
        statement.addressee,
        statement.channel,
        statement.kind,
        said.earliest if said else None,
        said.latest if said else None,
        statement.hedged,
        statement.condition.of(article.text) if statement.condition else None,
        statement.confidence,
        in_words(article.text, statement, by_id),
    )


def protected(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unprotected(cell: str) -> str:
    """The words that `protected()` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return _offsets(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _offsets(spans: Iterable[Span]) -> str:
    return ";".join(f"{span.start}-{span.end}" for span in spans)
