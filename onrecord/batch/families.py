"""The same words in all shards of a folder: as a ledger finds them, but for more quotations than memory holds.

The ledger joins families one article at a time. Here every step is one pass over all quotations, by the same
fingerprints and the same rule of kinship (`onrecord.ledger.families`), in tables of DuckDB that lie on the disk:

    quotations    every run of words that says enough, in the order of the articles
    wordings      the same words once, with when they first came and when first in quotation marks
    shingles      the fingerprints of each wording
    pairs         wordings that share some: each with the earliest holders of its fingerprints, as the ledger looks
    links         pairs that are kin, and the words that they share
    ends          the two ends of links; those that meet in a wording, and those of a link, are of one family

Families are the connected components of the ends, found by giving each the least number among its neighbours until
nothing changes. What a ledger would leave out is left out: an article that is there twice. Versions of an article are
articles here.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.batch import folder as folders
from onrecord.batch import shards
from onrecord.batch.families_sql import AGAIN, COUNTED, ENDS, HELD, LINKED, MEMBERS, PAIRS, QUOTATIONS, SPREAD, WORDINGS
from onrecord.errors import BatchError, InputError, UsageError
from onrecord.ledger import rows
from onrecord.ledger.families.fingerprints import LOOKED_AT, digest, fingerprints
from onrecord.ledger.families.joining import COMPARED, runs_of
from onrecord.ledger.families.kinship import LEAST, Run, kin
from onrecord.record import Record

FAMILIES, REPORTS = "families.parquet", "reports.parquet"
"""The files of the folder `families`: a row for each family, and for each report of one."""
_FOLDER, _OF = "families", "families.json"
_ROWS = 1_000
MEMORY = "1GB"
"""What DuckDB may hold in memory; the rest lies on the disk."""


@dataclass(frozen=True, slots=True)
class Wide:
    """A family in a list."""

    family: int
    """Its number in the folder."""
    reports: int
    """How many reports."""
    articles: int
    """In how many articles."""
    outlets: int
    """In how many outlets."""
    words: str
    """The words of the fullest report."""
    day: str | None
    """The day of the first report."""
    outlet: str
    """Where it stood."""


def make(folder: str | os.PathLike[str], *, memory: str = MEMORY) -> Path:
    """Find the families of all finished shards, and give the folder with their two files.

    Where they were found since the last shard was finished, they are not found again. Raises BatchError, also for a
    folder that has no shards, and UsageError without DuckDB.
    """
    place = Path(folder)
    if not folders.is_batch(place):
        raise BatchError(str(place), "This is no folder of shards.", "Name one that onrecord batch has made.")
    found = place / _FOLDER
    of = {note.name: note.bytes for note in shards.notes(place)}
    if not of:
        raise BatchError(str(place), "It has no finished shard.", "Give the command that began it, and it goes on.")
    if _is_of(found, of):
        return found
    with shards.explained(place):
        beside = place / shards.BESIDE / _FOLDER
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        try:
            with _database(beside, memory) as tables:
                _find(place, tables, beside)
                made = beside / "made"
                made.mkdir()
                for name, query in ((FAMILIES, "FROM counted ORDER BY family"), (REPORTS, _REPORTS)):
                    target = str(made / name).replace("'", "''")
                    tables.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            (made / _OF).write_text(json.dumps(of))
            shutil.rmtree(found, ignore_errors=True)
            os.replace(made, found)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return found


_REPORTS = "FROM reported ORDER BY family, ord"


def widest(
    folder: str | os.PathLike[str],
    words: str | None = None,
    *,
    outlets: int = 2,
    unquoted: bool = False,
    limit: int = 10,
) -> list[Wide]:
    """The families in at least so many outlets, the most widely reported first; with `words`, those that have them.

    Those that nobody puts in quotation marks are left out, unless `unquoted`. Raises what `make` raises.
    """
    from onrecord.ledger.wording import bare

    asked = set(bare(words)) if words else set[str]()
    order = lambda row: (-row["outlets"], -row["articles"], -row["reports"], row["family"])  # noqa: E731
    best: list[dict[str, Any]] = []
    for row in folders.rows(make(folder) / FAMILIES):
        is_wide = row["outlets"] >= outlets and row["articles"] > 1 and (row["quoted"] or unquoted)
        if is_wide and asked <= set(row["words"].casefold().split(" ")):
            best.append(row)
            if len(best) > 4 * limit:
                best = sorted(best, key=order)[:limit]
    names = ("family", "reports", "articles", "outlets", "words", "day", "outlet")
    return [Wide(*(row[name] for name in names)) for row in sorted(best, key=order)[:limit]]


def _is_of(found: Path, of: dict[str, Any]) -> bool:
    try:
        return bool(json.loads((found / _OF).read_text()) == of)
    except (OSError, ValueError):
        return False


@contextmanager
def _database(beside: Path, memory: str) -> Iterator[Any]:
    try:
        import duckdb
    except ImportError:
        raise UsageError("Families of shards need DuckDB: pip install 'onrecord[parquet]'") from None
    config = {"autoinstall_known_extensions": "false", "memory_limit": memory, "temp_directory": str(beside / "spill")}
    with duckdb.connect(str(beside / "tables.db"), config=config) as connection:
        yield connection


def _find(place: Path, tables: Any, beside: Path) -> None:
    _load(tables, beside, "articles", "key BIGINT, identity VARCHAR, outlet VARCHAR, day VARCHAR", _articles(place))
    columns = "ord BIGINT, key BIGINT, statement INTEGER, quoted BOOLEAN, digest BIGINT, words VARCHAR"
    _load(tables, beside, "all_quotations", columns, _quotations(place))
    tables.execute(QUOTATIONS)
    tables.execute(WORDINGS)
    wordings = tables.cursor().execute("SELECT id, words FROM wordings ORDER BY id")
    _load(tables, beside, "shingles", "hash BIGINT, wording BIGINT", _shingles(wordings))
    tables.execute(HELD, {"looked_at": LOOKED_AT})
    tables.execute(PAIRS, {"compared": COMPARED})
    tables.execute(AGAIN, {"compared": COMPARED})
    links = "one BIGINT, one_first INTEGER, one_last INTEGER, other BIGINT, other_first INTEGER, other_last INTEGER"
    _load(tables, beside, "links", links, _links(tables.cursor().execute(LINKED)))
    tables.execute(ENDS)
    _spread(tables)
    tables.execute(MEMBERS)
    tables.execute(COUNTED)


def _load(tables: Any, beside: Path, name: str, columns: str, given: Iterable[Sequence[Any]]) -> None:
    """Make a table of these rows, which go through a file beside it."""
    path = beside / f"{name}.jsonl"
    names = [column.split(" ")[0] for column in columns.split(", ")]
    with path.open("w", encoding="utf-8") as out:
        for row in given:
            out.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")
    types = ", ".join("{}: '{}'".format(*column.split(" ")) for column in columns.split(", "))
    tables.execute(f"CREATE TABLE {name} ({columns})")
    if path.stat().st_size:
        tables.execute(
            f"INSERT INTO {name} FROM read_json(?, format = 'newline_delimited', columns = {{{types}}})", [str(path)]
        )
    path.unlink()


def _records(place: Path) -> Iterator[tuple[int, Record]]:
    """The records of all finished shards with their keys; raises BatchError where a shard cannot be read."""
    for key, record in folders.keyed(place):
        if isinstance(record, InputError):
            raise BatchError(str(place), f"{record.origin}: {record.problem}", record.advice)
        yield key, record


def _articles(place: Path) -> Iterator[tuple[Any, ...]]:
    for key, record in _records(place):
        article = record.article
        outlet = article.outlet or article.url or article.origin
        yield key, rows.identity(article).hex(), outlet, (article.published or "")[:10] or None


def _quotations(place: Path) -> Iterator[tuple[Any, ...]]:
    ord = 0
    for key, record in _records(place):
        for statement in record.statements:
            for printed, quoted in runs_of(record, statement):
                run = Run.of(printed, quoted=quoted)
                if run.says_enough:
                    ord += 1
                    yield ord, key, statement.id, quoted, digest(run.words), " ".join(printed)


def _shingles(wordings: Any) -> Iterator[tuple[int, int]]:
    while some := wordings.fetchmany(_ROWS):
        for id, text in some:
            words = text.casefold().split(" ")
            if len(words) >= LEAST:
                yield from ((each, id) for each in fingerprints(words))


def _links(pairs: Any) -> Iterator[tuple[int, ...]]:
    """The pairs that are kin, with the words they share."""
    while some := pairs.fetchmany(_ROWS):
        for one, one_words, one_quoted, other, other_words, other_quoted in some:
            link = kin(_run(one_words, one_quoted), _run(other_words, other_quoted))
            if link:
                yield one, *link.one, other, *link.other


def _run(text: str, quoted: bool) -> Run:
    return Run.of(text.split(" "), quoted=quoted)


def _spread(tables: Any) -> None:
    """Give every end the least number of its component, in rounds that each at least halve what is left to join."""
    scalar: Callable[[str], int] = lambda query: tables.execute(query).fetchone()[0]  # noqa: E731
    while scalar("SELECT count(*) FROM edges"):
        tables.execute(SPREAD[0])
        while scalar("SELECT count(*) FROM roots AS r JOIN roots AS s ON s.id = r.root WHERE s.root <> s.id"):
            tables.execute(SPREAD[1])
        tables.execute(SPREAD[2])
