"""Parquet: one row a statement with a type for every column, for DuckDB, pandas, R and whatever else reads columns.

The columns are those of the CSV. Numbers are numbers, days are dates, `hedged` is a boolean, spans are lists of
`{start, end}`, and what is not known is null. The words are exact: nothing is protected from spreadsheets here.

DuckDB writes the file (the extra `parquet`): one package of 67 MB, where pyarrow takes 169 (docs/decisions/0009).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError
from onrecord.formats.csv import COLUMNS, values
from onrecord.record import Record
from onrecord.span import Span
from onrecord.statement import Statement

_ROW = 200_000_000
"""Bytes of the largest row: an article has at most 20 MB, and its JSON may take six characters for one."""

_SPANS = 'STRUCT("start" BIGINT, "end" BIGINT)[]'
TYPES: dict[str, str] = {
    **dict.fromkeys(COLUMNS, "VARCHAR"),
    "statement": "INTEGER",
    "within": "INTEGER",
    "source_spans": _SPANS,
    "cue_spans": _SPANS,
    "content_spans": _SPANS,
    "said_from": "DATE",
    "said_to": "DATE",
    "hedged": "BOOLEAN",
    "confidence": "DOUBLE",
}
"""The SQL type of every column."""


def save(records: Iterator[Record], target: Path) -> None:
    """Write the statements of all records to the file `target`, all or nothing.

    The rows go through a file of JSON lines beside it, so memory stays flat. Raises UsageError when DuckDB is not
    installed or the file cannot be written.
    """
    try:
        import duckdb
    except ImportError:
        raise UsageError("Parquet needs DuckDB: pip install 'onrecord[parquet]'") from None
    if not target.parent.is_dir() or target.is_dir():
        raise UsageError(f"{target} cannot be written: it is a folder, or its folder is not there.")
    with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=target.parent) as beside:
        lines, made = Path(beside, "rows.jsonl"), Path(beside, "made.parquet")
        with lines.open("w", encoding="utf-8") as out:
            for record in records:
                by_id = {statement.id: statement for statement in record.statements}
                for statement in record.statements:
                    out.write(f"{json.dumps(row(record, statement, by_id))}\n")
        columns = ", ".join(f"{name}: '{kind}'" for name, kind in TYPES.items())
        with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
            connection.execute("SET preserve_insertion_order = true")
            rows = f"read_json(?, format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {_ROW})"
            place = str(made).replace("'", "''")
            command = f"COPY (SELECT * FROM {rows}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)"
            connection.execute(command, [str(lines)])
        os.replace(made, target)


def row(record: Record, statement: Statement, by_id: Mapping[int, Statement]) -> dict[str, Any]:
    """The values of one statement, by column."""
    cells = zip(COLUMNS, values(record, statement, by_id), strict=True)
    return {name: _spans(value) if isinstance(value, tuple) else value for name, value in cells}


def _spans(spans: tuple[Span, ...]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]
