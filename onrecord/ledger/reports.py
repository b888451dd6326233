"""Statements of the ledger with what is needed to judge them: what was reported, what of it in quotation marks.

A quotation that the article interrupts to say whose it is ("We will go," she said, "and soon") is one quotation: its
pieces are put together where nothing but that stands between them. Where more stands between, an ellipsis does.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.ledger.answers import Found
from onrecord.ledger.rows import spans_of
from onrecord.ledger.search import found_rows
from onrecord.quotation import quotations
from onrecord.span import Span

GAP = " … "
"""What stands between two pieces of a statement when something of the article is left out there."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A statement with its words put together."""

    found: Found
    """The statement."""

    words: str
    """Its content, the attribution between its pieces taken out."""

    quoted: tuple[Span, ...] | None
    """The parts of `words` in quotation marks; None when it all is."""

    within: int | None
    """The number, in the article, of the statement that this one is inside of."""

    through: tuple[str, ...]
    """Who reports it to the reporter, the nearest last: of "aides say he told Vance that …", "aides"."""


def reported(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Reported]:
    """The statements with these ids, in that order; ids that are not there are left out."""
    wanted = list(dict.fromkeys(ids))
    found = {each.statement: each for each in found_rows(connection, wanted)}
    texts: dict[int, tuple[str, list[Span]]] = {}
    for id in wanted:
        if id not in found:
            continue
        each = found[id]
        query = "SELECT source_spans, cue_spans, content_spans, within FROM statements WHERE id = ?"
        source, cue, content, within = connection.execute(query, (id,)).fetchone()
        if each.article not in texts:
            texts[each.article] = text_of(connection, each.article)
        text, blocks = texts[each.article]
        words, quoted = put_together(text, blocks, spans_of(content), [*spans_of(source), *spans_of(cue)])
        yield Reported(
            each,
            words,
            None if each.form == "direct" else quoted,
            within,
            _through(connection, each.article, within),
        )


def put_together(
    text: str, blocks: Iterable[Span], content: Sequence[Span], attribution: Sequence[Span]
) -> tuple[str, tuple[Span, ...]]:
    """The pieces of a content as one string, and the spans of that string that stand in quotation marks."""
    words, quoted = "", []
    near = [block for block in blocks if any(block.meets(piece) for piece in content)]
    marks = [q.span for block in near for q in quotations(text, block) if any(q.span.meets(c) for c in content)]
    before: Span | None = None
    for piece in content:
        if before is not None:
            words += " " if _only_attribution(text, before.end, piece.start, attribution) else GAP
        shift = len(words) - piece.start
        for mark in marks:
            if mark.meets(piece):
                quoted.append(Span(max(mark.start, piece.start) + shift, min(mark.end, piece.end) + shift))
        words += piece.of(text)
        before = piece
    return words, tuple(quoted)


def _only_attribution(text: str, start: int, end: int, attribution: Sequence[Span]) -> bool:
    """Whether nothing but an attribution, which may say to whom and when, stands between two pieces."""
    if end - start > 120 or "\n\n" in text[start:end]:
        return False
    inside = [span for span in attribution if start <= span.start and span.end <= end]
    between = "".join(
        character
        for at, character in enumerate(text[start:end], start)
        if not any(span.start <= at < span.end for span in inside)
    )
    return bool(inside) and len(between.split()) <= 6 and "“" not in between.strip(" ,.”\"'“")


def text_of(connection: sqlite3.Connection, article: int) -> tuple[str, list[Span]]:
    """The text of an article and where its blocks stand in it."""
    text, blocks = connection.execute("SELECT text, blocks FROM texts WHERE article = ?", (article,)).fetchone()
    return text, [Span(start, end) for _, start, end in json.loads(blocks)]


def _through(connection: sqlite3.Connection, article: int, within: int | None) -> tuple[str, ...]:
    names: list[str] = []
    seen: set[int] = set()
    while within is not None and within not in seen:
        seen.add(within)
        row = connection.execute(
            "SELECT coalesce(speaker, source), within FROM statements WHERE article = ? AND number = ?",
            (article, within),
        ).fetchone()
        if row is None:
            break
        if row[0]:
            names.insert(0, row[0])
        within = row[1]
    return tuple(names)
