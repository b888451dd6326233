"""Records for the tests of the ledger: marked-up text with the facts of a statement beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

from onrecord.record import Record
from tests.markup import marked_record


def record(text: str, *facts: dict[str, Any], **article: Any) -> Record:
    """The record of marked-up text; the first of `facts` are fields of the first statement, and so on."""
    made = marked_record(text, **article)
    known = (*facts, *({} for _ in made.statements[len(facts) :]))
    statements = tuple(replace(s, **f) for s, f in zip(made.statements, known, strict=True))
    return replace(made, statements=statements)


def story(number: int, words: int = 60, **article: Any) -> Record:
    """An article of invented words with one statement, like no other number's."""
    filler = " ".join(f"w{number}x{at}" for at in range(words))
    text = f"[s1 Ana Brooks] [c1 said] [t1 that harbour {number} was closed]. {filler}."
    return record(text, **({"url": f"https://a.example/{number}", "origin": f"{number}.txt"} | article))


def contents(answer: Any) -> list[str]:
    """What was found."""
    return [found.content for found in answer.found]


def intact(path: str) -> None:
    """Fail unless the file is whole: SQLite's own check, no row that leads nowhere, both indexes as their tables."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for index in ("statement_words", "article_words"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        counted = "SELECT count(*) FROM statements UNION ALL SELECT count(*) FROM statement_words"
        assert len(set(connection.execute(counted))) == 1
