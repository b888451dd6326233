"""What a person corrected in one version of an article holds in the next one where its words are still there.

A correction finds its statement by exact words, as those of a file do (`onrecord.corrections`): source, cue and content
as they were read, white space counting as one. One statement of the new version must have them; where none has, or
several, nothing is carried, and the correction stays with the version that it was made in. What was carried is a
correction of its own there, to be undone by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.article import Article
from onrecord.errors import UsageError
from onrecord.ledger import corrected, shelved
from onrecord.ledger.corrected import Kept
from onrecord.ledger.hooks import Stored
from onrecord.span import words
from onrecord.statement import Statement

_BEFORE = """SELECT before.id FROM articles AS now JOIN articles AS before ON before.document = now.document
    AND before.version < now.version WHERE now.id = ? ORDER BY before.version DESC LIMIT 1"""
_HOLDING = "SELECT 1 FROM corrections WHERE article = ? AND undone IS NULL LIMIT 1"


def stored(connection: sqlite3.Connection, batch: Sequence[Stored]) -> None:
    """Carry what holds of the version before each article; called when articles are stored, after all else."""
    for each in batch:
        before = connection.execute(_BEFORE, (each.article,)).fetchone()
        if before and connection.execute(_HOLDING, before).fetchone():
            _carry(connection, before[0], each)


def _carry(connection: sqlite3.Connection, before: int, now: Stored) -> None:
    earlier = shelved.article(connection, before)
    if earlier is None:
        return
    was = corrected.as_read(connection, before)
    new = dict(zip(now.statements, now.record.statements, strict=True))
    here: dict[tuple[str, ...], list[int]] = {}
    for row, there in new.items():
        here.setdefault(_words(now.record.article, there), []).append(row)
    for kept in _holding(connection, before):
        statement = was.get(kept.change.statement)
        rows = here.get(_words(earlier.record.article, statement), ()) if statement else ()
        if statement is None or len(rows) != 1:
            continue
        there = new[rows[0]]
        change = replace(kept.change, statement=rows[0])
        if change.end is not None:
            said = earlier.record.article.text[statement.content[0].start : change.end].split()
            change = replace(change, end=_end(now.record.article.text, there.content[0].start, said))
            if change.end is None:
                continue
        try:
            corrected.correct(connection, now.article, change, carried=kept.id)
        except UsageError:
            continue  # the newer text leaves no room for it: it stays where it was made


def _holding(connection: sqlite3.Connection, article: int) -> Iterator[Kept]:
    return (kept for kept in corrected.kept(connection, article) if not kept.undone)


def _words(article: Article, statement: Statement) -> tuple[str, ...]:
    spans = (statement.source, statement.cue, statement.content)
    return tuple(" ".join(words(article.text, each).split()) for each in spans)


def _end(text: str, start: int, said: Sequence[str]) -> int | None:
    """The offset after these words where they stand from `start` on, white space counting as one; else None."""
    at = start
    for word in said:
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(word, at):
            return None
        at += len(word)
    return at
