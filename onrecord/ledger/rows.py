"""A record as the rows of its tables, and back without loss.

The words are kept beside the offsets, so that any tool that reads SQLite shows them; on the way back only the offsets
count, for the text is the article's own.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from onrecord.article import Article, Block
from onrecord.ledger.schema import PLACE_BITS
from onrecord.record import Check, Model, Record
from onrecord.span import Span, words
from onrecord.statement import Said, Speaker, Statement

ARTICLE_COLUMNS = (
    "id", "identity", "text_id", "document", "version", "latest", "copy_of", "address", "origin", "url", "title",
    "outlet", "author", "published", "language", "model", "model_version", "checks", "added",
)  # fmt: skip
"""Of the table `articles`, in the order of what is inserted."""

STATEMENT_COLUMNS = (
    "id", "place", "article", "number", "within", "form", "source", "cue", "content", "source_spans", "cue_spans",
    "content_spans", "speaker_id", "speaker", "speaker_type", "sourcing", "addressee", "channel", "kind", "said_from",
    "said_to", "said_span", "hedged", "condition", "condition_span", "confidence", "day", "digest",
)  # fmt: skip
"""Of the table `statements`, in the order of what is inserted."""

_BARE = re.compile(r"\w+")


def identity(article: Article) -> bytes:
    """The digest of the text and of all that is known of it: where two articles have one, they are the same."""
    known = (article.id, article.url, article.title, article.outlet, article.author, article.published)
    return blake2b(json.dumps(known).encode("ascii"), digest_size=16).digest()


def address(article: Article) -> str | None:
    """Where versions of the article are expected: its url, or else its path; None when it came from standard input."""
    is_piped = article.origin == "-" or article.origin.startswith("-:")
    return article.url or (None if is_piped else article.origin)


def day_of(record: Record, statement: Statement) -> str | None:
    """The day by which it had surely been said: the last of its interval, or the day of publication if that is first.

    A report of 3 May that "last year" somebody said so is proof that it was said by the end of that year, and one of
    "this year" that it was said by 3 May. None when neither is known.
    """
    published = (record.article.published or "")[:10]
    known = [day for day in (statement.said.latest if statement.said else "", published) if _ordinal(day)]
    return min(known, default=None)


def place_of(day: str | None, statement: int) -> int:
    """The place of a statement among all in the order of days; statements of no known day come first."""
    return _ordinal(day or "") << PLACE_BITS | statement


def first_place(day: str) -> int:
    """The least place that a statement of that day can have; raises ValueError when it is no day."""
    return date.fromisoformat(day).toordinal() << PLACE_BITS


def digest_of(content: str) -> int:
    """A number of 63 bits for the bare words: the same whatever the case, the marks and the spaces."""
    bare = " ".join(_BARE.findall(unicodedata.normalize("NFKC", content).casefold()))
    return int.from_bytes(blake2b(bare.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def statement_row(
    record: Record, statement: Statement, *, id: int, article: int, speaker_id: int | None
) -> tuple[Any, ...]:
    """What is inserted into `statements`, in the order of `STATEMENT_COLUMNS`."""
    text, speaker, said = record.article.text, statement.speaker, statement.said
    day = day_of(record, statement)
    content = words(text, statement.content)
    return (
        id,
        place_of(day, id),
        article,
        statement.id,
        statement.within,
        statement.form,
        words(text, statement.source),
        words(text, statement.cue),
        content,
        _spans(statement.source),
        _spans(statement.cue),
        _spans(statement.content),
        speaker_id,
        speaker.name if speaker else None,
        speaker.type if speaker else None,
        statement.sourcing,
        statement.addressee,
        statement.channel,
        statement.kind,
        said.earliest if said else None,
        said.latest if said else None,
        json.dumps(said.span) if said and said.span else None,
        statement.hedged,
        statement.condition.of(text) if statement.condition else None,
        json.dumps(statement.condition) if statement.condition else None,
        statement.confidence,
        day,
        digest_of(content),
    )


def index_row(row: Sequence[Any], outlet: str | None) -> tuple[Any, ...]:
    """What the index has of a row of `statements` (that of `statement_row`): what the view `searchable` would give."""
    of = dict(zip(STATEMENT_COLUMNS, row, strict=True))
    facets = f"form{of['form']}"
    facets += f" kind{of['kind']}" if of["kind"] is not None else ""
    facets += f" sourcing{of['sourcing']}" if of["sourcing"] is not None else ""
    speaker = of["source"] if of["speaker"] is None else of["speaker"]
    return (of["place"], of["content"], of["source"], speaker, of["addressee"], outlet, facets)


def blocks_json(article: Article) -> str:
    """The blocks of an article as the table `texts` keeps them: [kind, start, end] each."""
    return json.dumps([[block.kind, *block.span] for block in article.blocks])


def checks_json(checks: Sequence[Check]) -> str:
    """The checks of a record as the table `articles` keeps them: those of its JSON."""
    return json.dumps([check.to_dict() for check in checks], ensure_ascii=False)


def record_of(article: dict[str, Any], statements: Iterable[dict[str, Any]]) -> Record:
    """The record that was stored: `article` is a row of `articles` joined with `texts`, `statements` its rows in order.

    Raises ValueError, KeyError or TypeError when the rows cannot be what was written.
    """
    facts = {name: article[name] for name in ("origin", "url", "title", "outlet", "author", "published", "language")}
    blocks = tuple(Block(kind, Span(start, end)) for kind, start, end in json.loads(article["blocks"]))
    checks = tuple(
        Check(item["code"], tuple(Span(*span) for span in item["spans"]), item["message"])
        for item in json.loads(article["checks"])
    )
    return Record(
        article=Article(article["text"], blocks, **facts),
        statements=tuple(_statement(row) for row in statements),
        checks=checks,
        model=Model(article["model"], article["model_version"]),
    )


def spans_of(written: str) -> tuple[Span, ...]:
    """The spans of a role as the table `statements` keeps them: [start, end] each."""
    return tuple(Span(start, end) for start, end in json.loads(written))


def dicts(connection: sqlite3.Connection, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a query, each by the names of its columns."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _statement(row: dict[str, Any]) -> Statement:
    is_dated = row["said_from"] is not None
    return Statement(
        id=row["number"],
        source=spans_of(row["source_spans"]),
        cue=spans_of(row["cue_spans"]),
        content=spans_of(row["content_spans"]),
        form=row["form"],
        confidence=row["confidence"],
        within=row["within"],
        speaker=Speaker(row["speaker"], row["speaker_type"]) if row["speaker"] is not None else None,
        sourcing=row["sourcing"],
        addressee=row["addressee"],
        channel=row["channel"],
        kind=row["kind"],
        said=Said(row["said_from"], row["said_to"], _one(row["said_span"])) if is_dated else None,
        hedged=None if row["hedged"] is None else bool(row["hedged"]),
        condition=_one(row["condition_span"]),
    )


def _spans(spans: Iterable[Span]) -> str:
    return f"[{', '.join(f'[{span.start}, {span.end}]' for span in spans)}]"


def _one(written: str | None) -> Span | None:
    return None if written is None else Span(*json.loads(written))


@lru_cache(maxsize=10_000)
def _ordinal(day: str) -> int:
    """The number of the day since 0001-01-01, from 1; 0 when it is no day of the calendar."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if len(day) >= 10 else 0
    except ValueError:
        return 0
