"""A Parquet file is read a batch of rows at a time, and only the columns that are parts of an article.

DuckDB reads it (the extra `parquet`), shut off from everything else: no other file, no network, no extension, a limit
of memory. A column that is not there is only an error where it is the text: the rest of an article may be unknown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from onrecord.article import Article
from onrecord.errors import BadFormat, ExtraMissing, InputError, NoArticle
from onrecord.reading.columns import EXAMPLE, Columns
from onrecord.reading.files import open_file
from onrecord.reading.jsonobject import read_object
from onrecord.settings import MAX_BYTES

BATCH = 64
"""Rows in memory at once: as pages of 100 kB they are 6 MB."""

MEMORY = "1GB"
"""What DuckDB may use: a row group of a hundred thousand articles, of which it decodes one column after another."""

_MAGIC, _QUOTE = "*?[", "'"
_SHOWN = 12
"""Columns that an error names."""


def read_parquet(path: str, *, origin: str, columns: Columns | None = None) -> Iterator[Article | InputError]:
    """The articles of a Parquet file, a row each, in order; `columns` says what their parts are called in it.

    Raises BadFormat for a file that is no Parquet or has no column with the text, and ExtraMissing without DuckDB.
    """
    try:
        import duckdb
    except ImportError:
        problem, advice = "What reads Parquet is not installed.", "Install it: pip install 'onrecord[parquet]'"
        raise ExtraMissing(origin, problem, advice) from None
    open_file(path).close()  # only what is a regular file, with the errors that every file has
    wanted = columns or Columns()
    count = 0
    try:
        with opened(path) as (connection, table):
            there = {name for (name, *_) in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}
            names = [name for name in wanted.names() if name in there]
            _refuse_without_text(wanted, there, origin)
            chosen = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
            rows = connection.execute(f"SELECT {chosen} FROM {table}")
            while batch := rows.fetchmany(BATCH):
                for row in batch:
                    count += 1
                    yield _article(dict(zip(names, row, strict=True)), wanted, f"{origin}:{count}")
    except (duckdb.Error, RuntimeError) as error:
        raise _fault(error, origin) from error
    if not count:
        raise NoArticle(origin, "It has no rows.", "Give a file with an article in each row.")


@contextmanager
def opened(path: str) -> Iterator[tuple[Any, str]]:
    """A connection of DuckDB that sees this file and nothing else, and the file's name as a table.

    DuckDB must be there; raises what it raises.
    """
    import duckdb

    with duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": "1"}) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        # Where the main module is no file (`python -c`, a notebook) DuckDB draws a bar, as for a person.
        connection.execute("SET enable_progress_bar = false")
        _allow(connection, os.path.abspath(path))
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection, _table(path)


def _refuse_without_text(wanted: Columns, there: set[str], origin: str) -> None:
    if not {wanted.text, wanted.html} & there:
        shown = ", ".join(sorted(there)[:_SHOWN]) + (" and more" if len(there) > _SHOWN else "")
        needed = " or ".join(f'"{name}"' for name in (wanted.text, wanted.html) if name)
        raise BadFormat(origin, f"It has no column {needed}, but {shown}.", f"Say which is what: --columns {EXAMPLE}.")


def _article(row: dict[str, Any], wanted: Columns, origin: str) -> Article | InputError:
    for name in (wanted.text, wanted.html):
        value = row.get(name) if name else None
        if isinstance(value, str) and len(value) > MAX_BYTES.value():
            problem = f"It holds more than {MAX_BYTES.value()} characters."
            return BadFormat(origin, problem, f"Split it, or set {MAX_BYTES.variable} to more.")
    try:
        return read_object(row, origin=origin, columns=wanted)
    except InputError as error:
        return error


def _allow(connection: Any, path: str) -> None:
    """Let the connection read this file; its folder too where its name looks like a pattern, which is searched for."""
    has_magic = any(letter in path for letter in _MAGIC)
    name = "allowed_directories" if has_magic else "allowed_paths"
    place = os.path.dirname(path) if has_magic else path
    connection.execute(f"SET {name} = ['{place.replace(_QUOTE, _QUOTE * 2)}']")


def _table(path: str) -> str:
    """The file as a table. DuckDB takes `*`, `?` and `[` in a name for a pattern; in brackets they are themselves."""
    name = "".join(f"[{letter}]" if letter in _MAGIC else letter for letter in os.path.abspath(path))
    return f"read_parquet('{name.replace(_QUOTE, _QUOTE * 2)}', hive_partitioning = false)"


def _fault(error: Exception, origin: str) -> InputError:
    """The error of ours that an error of DuckDB is."""
    words = " ".join(str(error).split())
    if "No magic bytes" in words or "too small to be a Parquet file" in words:
        return BadFormat(origin, "It is no Parquet file, or was cut short.", "Fetch or copy the file again.")
    return BadFormat(origin, f"It cannot be read as Parquet ({words[:200]}).", "Fetch or copy the file again.")
