"""The columns of the shards: one table says name, type and meaning, and everything is written, read and told from it.

A shard holds every field of a record, so that reading it back gives the record without loss (`record_of`). Types are
DuckDB's names of Parquet's. The statements have the columns of the CSV, so that a query fits both, and a few more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError
from onrecord.formats import csv, parquet
from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Statement


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of shards."""

    name: str
    """Its name in the file."""

    type: str
    """Its SQL type."""

    meaning: str
    """What is in it."""


_SPAN = 'STRUCT("start" BIGINT, "end" BIGINT)'
_KEY = Column("key", "BIGINT", "The article's number in the folder: its part times a billion, and its place there.")

_SPANS = {"source_spans": "Where the source stands in the article's text, the end not included."}

ARTICLES: tuple[Column, ...] = (
    _KEY,
    Column("article", "VARCHAR", csv.COLUMNS["article"]),
    *(Column(name, "VARCHAR", csv.COLUMNS[name]) for name in ("origin", "url", "title", "outlet", "author")),
    Column("published", "VARCHAR", csv.COLUMNS["published"]),
    Column("language", "VARCHAR", "Its language, an ISO 639-1 code; null when it is too short to tell."),
    Column("characters", "BIGINT", "How many characters its text has."),
    Column("statements", "INTEGER", "How many statements were found in it."),
    Column("text", "VARCHAR", "The whole text, which every span counts its characters in."),
    Column("blocks", f"STRUCT(kind VARCHAR, span {_SPAN})[]", "Its paragraphs, headings and other blocks, in order."),
    Column(
        "checks",
        f"STRUCT(code VARCHAR, message VARCHAR, spans {_SPAN}[])[]",
        "What an editor would ask of it: a code, a sentence, and the words it is about.",
    ),
    Column("model", "VARCHAR", "The name of the model that read it."),
    Column("model_version", "VARCHAR", "That model's version."),
)
"""A row for each article that was read."""

STATEMENTS: tuple[Column, ...] = (
    _KEY,
    *(Column(name, parquet.TYPES[name], _SPANS.get(name, meaning)) for name, meaning in csv.COLUMNS.items()),
    Column("said_span", _SPAN, "Where the time expression stands that the days were worked out from."),
    Column("condition_span", _SPAN, "Where the condition stands."),
)
"""A row for each statement."""

FAILURES: tuple[Column, ...] = (
    _KEY,
    Column("origin", "VARCHAR", "What could not be read."),
    Column("error", "VARCHAR", "The kind of error, a name of the page of errors."),
    Column("problem", "VARCHAR", "What was wrong."),
    Column("advice", "VARCHAR", "What to do."),
)
"""A row for each article or input that could not be read."""

TABLES: dict[str, tuple[Column, ...]] = {"articles": ARTICLES, "statements": STATEMENTS, "failures": FAILURES}
"""The tables of a folder; each shard has a file in each."""


def article_line(record: Record, key: int) -> bytes:
    """The row of an article as a line of JSON."""
    article = record.article
    return _line(
        {
            "key": key,
            "article": article.id,
            "origin": article.origin,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "author": article.author,
            "published": article.published,
            "language": article.language,
            "characters": len(article.text),
            "statements": len(record.statements),
            "text": article.text,
            "blocks": [{"kind": block.kind, "span": _span(block.span)} for block in article.blocks],
            "checks": [
                {"code": check.code, "message": check.message, "spans": [_span(span) for span in check.spans]}
                for check in record.checks
            ],
            "model": record.model.name,
            "model_version": record.model.version,
        }
    )


def statement_lines(record: Record, key: int) -> bytes:
    """The rows of an article's statements as lines of JSON."""
    by_id = {statement.id: statement for statement in record.statements}
    return b"".join(_line(_statement(record, statement, key, by_id)) for statement in record.statements)


def failure_line(error: InputError, key: int) -> bytes:
    """The row of what could not be read as a line of JSON."""
    facts = {"origin": error.origin, "error": type(error).__name__, "problem": error.problem, "advice": error.advice}
    return _line({"key": key, **facts})


def _statement(record: Record, statement: Statement, key: int, by_id: Mapping[int, Statement]) -> dict[str, Any]:
    said = statement.said
    return {
        "key": key,
        **parquet.row(record, statement, by_id),
        "said_span": _span(said.span) if said and said.span else None,
        "condition_span": _span(statement.condition) if statement.condition else None,
    }


def json_of(article: Mapping[str, Any], statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The JSON of an article that its row and those of its statements were made from; raises KeyError or TypeError."""
    facts = ("origin", "url", "title", "outlet", "author", "published", "language", "text")
    return {
        "article": {
            "id": article["article"],
            **{name: article[name] for name in facts},
            "blocks": [{"kind": block["kind"], "span": _pair(block["span"])} for block in article["blocks"]],
        },
        "statements": [_statement_json(row) for row in statements],
        "checks": [{**check, "spans": [_pair(span) for span in check["spans"]]} for check in article["checks"]],
        "model": {"name": article["model"], "version": article["model_version"]},
    }


def _statement_json(row: Mapping[str, Any]) -> dict[str, Any]:
    said = None
    if row["said_from"] is not None:
        span = row["said_span"]
        days = {"from": row["said_from"].isoformat(), "to": row["said_to"].isoformat()}
        said = {**days, "span": _pair(span) if span else None}
    same = ("form", "sourcing", "addressee", "channel", "kind", "hedged", "within", "confidence")
    return {
        "id": row["statement"],
        **{role: [_pair(span) for span in row[f"{role}_spans"]] for role in ("source", "cue", "content")},
        **{name: row[name] for name in same},
        "speaker": {"name": row["speaker"], "type": row["speaker_type"]} if row["speaker"] is not None else None,
        "said": said,
        "condition": _pair(row["condition_span"]) if row["condition_span"] else None,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _pair(span: Mapping[str, int]) -> list[int]:
    return [span["start"], span["end"]]


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"
