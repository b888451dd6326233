"""How the statements that answer a question are made up: counts of each facet, a timeline, and the words in place.

Counted are all that match, up to `COUNTED`; beyond it the latest of them, and the answer says so.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from onrecord.ledger.filters import asked_for
from onrecord.ledger.query import Words
from onrecord.ledger.reports import text_of
from onrecord.ledger.rows import spans_of
from onrecord.ledger.search import Search
from onrecord.span import Span
from onrecord.statement import Form, Statement

COUNTED = 500
"""Statements whose facets are counted: enough to see what there is, few enough to be looked at each time."""
SHOWN = 8
"""Values of a facet that are named, the most frequent."""
AROUND = 180
"""Characters of the article that are shown before and after a statement, at most."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What the statements that answer a question are."""

    counted: int
    """How many were counted."""
    more: bool
    """Whether more answer the question than were counted: then these are the latest of them."""
    kind: tuple[tuple[str, int], ...]
    """What the words do, the most frequent first."""
    sourcing: tuple[tuple[str, int], ...]
    """Who can be held to it."""
    form: tuple[tuple[str, int], ...]
    """Whether they are in quotation marks."""
    outlet: tuple[tuple[str, int], ...]
    """Where they were reported."""
    speaker: tuple[tuple[str, int], ...]
    """Who is said to have said them."""
    days: tuple[tuple[str, int], ...]
    """How many by the day said, from the first day on; those of no known day are left out."""


@dataclass(frozen=True, slots=True)
class InPlace:
    """A statement in the words that stand around it."""

    text: str
    """The passage of the article."""
    statement: Statement
    """The statement, its spans as offsets into `text`."""
    cut_before: bool
    """Whether the block has more before it."""
    cut_after: bool
    """Whether the block has more after it."""


def facets(connection: sqlite3.Connection, words: str | None, filters: Mapping[str, str | None]) -> Facets:
    """The facets of what `search.find` finds with the same words and filters; raises UsageError as it does."""
    search = Search(connection, Words.of(words) if words is not None else None, asked_for(filters))
    places = list(islice(search.by_day(backwards=True), COUNTED + 1))
    more = len(places) > COUNTED
    rows = connection.execute(
        "SELECT s.kind, s.sourcing, s.form, coalesce(a.outlet, a.origin), s.speaker, s.day "
        "FROM json_each(?) AS w CROSS JOIN statements AS s ON s.place = w.value JOIN articles AS a ON a.id = s.article",
        (json.dumps(places[:COUNTED]),),
    ).fetchall()

    def counted(at: int) -> tuple[tuple[str, int], ...]:
        counts = Counter(row[at] for row in rows if row[at] is not None)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN])

    days = Counter(row[5] for row in rows if row[5] is not None)
    return Facets(
        len(rows), more, counted(0), counted(1), counted(2), counted(3), counted(4), tuple(sorted(days.items()))
    )


def in_place(connection: sqlite3.Connection, statements: Sequence[int]) -> dict[int, InPlace]:
    """The passages that statements stand in, by their numbers in the ledger; what is not there is left out."""
    found = {}
    texts: dict[int, tuple[str, list[Span]]] = {}
    for id in statements:
        row = connection.execute(
            "SELECT article, number, form, confidence, source_spans, cue_spans, content_spans FROM statements "
            "WHERE id = ?",
            (id,),
        ).fetchone()
        if row is None:
            continue
        article, number, form, confidence = row[:4]
        if article not in texts:
            texts[article] = text_of(connection, article)
        source, cue, content = (spans_of(each) for each in row[4:])
        found[id] = _passage(*texts[article], number, form, confidence, source, cue, content)
    return found


def _passage(
    text: str,
    blocks: Sequence[Span],
    number: int,
    form: Form,
    confidence: float,
    source: tuple[Span, ...],
    cue: tuple[Span, ...],
    content: tuple[Span, ...],
) -> InPlace:
    spans = sorted((*source, *cue, *content))
    first, last = spans[0].start, max(span.end for span in spans)
    block_start = max((block.start for block in blocks if block.start <= first), default=0)
    block_end = min((block.end for block in blocks if block.end >= last), default=len(text))
    start = _at_word(text, max(block_start, first - AROUND), block_start, forward=True)
    end = _at_word(text, min(block_end, last + AROUND), block_end, forward=False)

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(span.start - start, span.end - start) for span in spans)

    statement = Statement(number, moved(source), moved(cue), moved(content), form, confidence)
    return InPlace(text[start:end], statement, start > block_start, end < block_end)


def _at_word(text: str, at: int, edge: int, *, forward: bool) -> int:
    """The place moved to the next gap between words, unless it is an edge; never further than a long word."""
    if at == edge:
        return at
    for step in range(30):
        place = at + step if forward else at - step
        if 0 <= place < len(text) and text[place].isspace():
            return place + 1 if forward else place
    return at
