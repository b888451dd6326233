"""Pieces become shards: each is a file in three tables and a note, whole or not there.

Pieces come in any order and wait on the disk until their shard has all of them. Then its rows are written in order
beside their place, brought to the disk (fsync), and moved there; last of all comes the note. A shard with a note is
finished and is never written again; one without is no shard yet, whatever of it is there after a kill.
"""

from __future__ import annotations

import errno
import json
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from onrecord.batch.columns import TABLES, Column
from onrecord.batch.lots import Piece
from onrecord.errors import BatchError, UsageError

NOTES, BESIDE = "shards", ".work"
"""The folders of the notes, and of what is being written."""
_ROW = 200_000_000
"""Bytes of the longest row: an article of 20 MB, every character of which JSON may write as six."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a finished shard."""

    part: int
    """The number of its part of the plan."""
    shard: int
    """Its number in the part, from 0."""
    ends: bool
    """Whether it is the part's last."""
    items: int
    """Articles and errors that came in."""
    articles: int
    """Articles that were read."""
    statements: int
    """Statements found in them."""
    characters: int
    """Characters of the articles."""
    failures: dict[str, int]
    """How many could not be read, by the name of the error."""
    set_aside: tuple[str, ...]
    """The origins of articles over which processes died."""
    deaths: int
    """How many processes died while it was read."""
    bytes: dict[str, int]
    """How large its file in each table is."""

    @property
    def name(self) -> str:
        """What its files are called, without their ends."""
        return f"{self.part:06}-{self.shard:05}"


class Shards:
    """The shards of a folder, those that are there and those that are being made. For one thread."""

    def __init__(self, folder: Path) -> None:
        """The shards of a folder that exists. Raises UsageError without DuckDB."""
        try:
            import duckdb  # noqa: F401
        except ImportError:
            raise UsageError("Shards are Parquet, and that needs DuckDB: pip install 'onrecord[parquet]'") from None
        self._folder = folder
        self._beside = folder / BESIDE
        self._open: dict[tuple[int, int], _Open] = {}
        self._finished_now: set[tuple[int, int]] = set()
        with explained(folder):
            shutil.rmtree(self._beside, ignore_errors=True)
            for name in (*TABLES, NOTES, BESIDE):
                (folder / name).mkdir(exist_ok=True)

    def take(self, piece: Piece) -> Note | None:
        """Keep a piece; gives the note of its shard where that is finished by it. Raises BatchError when it cannot be.

        A piece that comes a second time, as engines that recover do, changes nothing.
        """
        name = (piece.lot.part, piece.lot.shard)
        if name in self._finished_now:
            return None
        shard = self._open.setdefault(name, _Open())
        number = piece.lot.number
        with explained(self._folder):
            self._waiting(piece, number).write_bytes(pickle.dumps(piece, protocol=pickle.HIGHEST_PROTOCOL))
            shard.there.add(number)
            if piece.lot.closes:
                shard.lots = number + 1
            if len(shard.there) != shard.lots:
                return None
            del self._open[name]
            self._finished_now.add(name)
            return self._finished([self._waiting(piece, each) for each in range(shard.lots)])

    def close(self) -> None:
        """Throw away what was not finished."""
        shutil.rmtree(self._beside, ignore_errors=True)

    def _waiting(self, piece: Piece, number: int) -> Path:
        return self._beside / f"{piece.lot.part:06}-{piece.lot.shard:05}-{number:05}"

    def _finished(self, waiting: Sequence[Path]) -> Note:
        note, lines = self._gathered(waiting)
        made = {}
        for table, columns in TABLES.items():
            made[table] = self._beside / f"{note.name}.{table}.parquet"
            _write_parquet(lines[table], columns, made[table])
            lines[table].unlink()
        note = replace(note, bytes={table: path.stat().st_size for table, path in made.items()})
        for table, path in made.items():
            _move(path, self._folder / table / f"{note.name}.parquet")
        draft = self._beside / f"{note.name}.json"
        draft.write_text(json.dumps(asdict(note), ensure_ascii=False), encoding="utf-8")
        _move(draft, self._folder / NOTES / f"{note.name}.json")
        for path in waiting:
            path.unlink()
        return note

    def _gathered(self, waiting: Sequence[Path]) -> tuple[Note, dict[str, Path]]:
        """The lots of a shard put together, one after the other: its note, and a file of lines for each table."""
        items = articles = statements = characters = deaths = 0
        failures: Counter[str] = Counter()
        aside: list[str] = []
        lines = {table: waiting[0].with_suffix(f".{table}") for table in TABLES}
        outs = {table: path.open("wb") for table, path in lines.items()}
        try:
            for path in waiting:
                piece: Piece = pickle.loads(path.read_bytes())
                deaths += piece.deaths
                aside += piece.set_aside
                for row in piece.rows:
                    for table, out in outs.items():
                        out.write(getattr(row, table))
                    items += 1
                    articles += row.error is None
                    statements += row.count
                    characters += row.characters
                    failures.update([row.error] if row.error else [])
        finally:
            for out in outs.values():
                out.close()
        lot = piece.lot
        note = Note(
            lot.part, lot.shard, lot.ends, items, articles, statements, characters, dict(sorted(failures.items())),
            tuple(aside), deaths, {},
        )  # fmt: skip
        return note, lines


@dataclass(slots=True)
class _Open:
    """A shard of which some lots are there."""

    there: set[int] = field(default_factory=set)
    lots: int | None = None


def notes(folder: Path) -> Iterator[Note]:
    """The notes of the finished shards of a folder whose files are all there, in order. Raises BatchError."""
    with explained(folder):
        for path in sorted((folder / NOTES).glob("*.json")):
            try:
                given = json.loads(path.read_text(encoding="utf-8"))
                note = Note(**{**given, "set_aside": tuple(given["set_aside"])})
                sizes = {table: (folder / table / f"{note.name}.parquet").stat().st_size for table in TABLES}
            except (ValueError, TypeError, KeyError, FileNotFoundError):
                continue
            if sizes == note.bytes and path.stem == note.name:
                yield note


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the system refuses, and what DuckDB fails with, into the BatchError that explains it."""
    again = "Then give the same command: it goes on where it stopped."
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        advice = f"Make room. {again}" if full else f"Check the folder and the disk. {again}"
        raise BatchError(str(folder), f"It cannot be written: {error.strerror or error}.", advice) from error
    except Exception as error:
        if not type(error).__module__.startswith(("duckdb", "_duckdb")):
            raise
        words = " ".join(str(error).split())[:200]
        raise BatchError(str(folder), f"A shard cannot be written ({words}).", f"Make room. {again}") from error


def fsync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _move(made: Path, place: Path) -> None:
    """Bring a file to the disk, then into its place."""
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(made, place)
    fsync_folder(place.parent)


def _write_parquet(lines: Path, columns: Sequence[Column], target: Path) -> None:
    """Lines of JSON as a Parquet file, the same bytes for the same lines."""
    import duckdb

    types = ", ".join(f"{column.name}: '{column.type}'" for column in columns)
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": "1"}) as connection:
        connection.execute("SET preserve_insertion_order = true")
        rows = f"read_json(?, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = {_ROW})"
        if not lines.stat().st_size:
            rows = "(SELECT " + ", ".join(f"NULL::{each.type} AS {each.name}" for each in columns) + " WHERE ? = '')"
        place = str(target).replace("'", "''")
        command = f"COPY (SELECT * FROM {rows}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)"
        connection.execute(command, [str(lines)])
