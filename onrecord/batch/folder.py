"""A folder of shards: what it was made of, who may write in it, and its records.

    batch.json    what is read, by which model, and how it is cut into shards: one that goes on must say the same
    plan.jsonl    the inputs, a part a line
    articles/     Parquet, a row for each article, a file for each shard
    statements/   Parquet, a row for each statement
    failures/     Parquet, a row for each article or input that could not be read
    shards/       a note for each finished shard: what counts is what has a note
    report.json   what has become of everything, when all is done

Names begin with the number of the part and of the shard, so their order is that of the inputs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from onrecord.batch import shards
from onrecord.batch.columns import TABLES, json_of
from onrecord.errors import BadFormat, BatchError, ExtraMissing, InputError
from onrecord.reading.records import read_either
from onrecord.record import Record

MANIFEST, PLAN, REPORT, LOCK = "batch.json", "plan.jsonl", "report.json", ".lock"
FORMAT = 1
"""The version of all this."""
_ROWS = 64
"""Rows of articles in memory at once."""
_OWN = {MANIFEST, PLAN, REPORT, LOCK, "families", shards.BESIDE, shards.NOTES, *TABLES}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder is made of. Two runs that say the same make the same shards."""

    onrecord: str
    """The version of Onrecord that reads."""
    model: tuple[str, str]
    """The name and version of the model that reads."""
    plan: str
    """The SHA-256 of the plan."""
    shard_items: int
    """Articles and errors of a shard."""
    columns: dict[str, str | None] | None
    """What the parts of an article are called in tables and objects, as `--columns` says."""

    def to_dict(self) -> dict[str, Any]:
        """The manifest as JSON."""
        return {
            "format": FORMAT,
            "onrecord": self.onrecord,
            "model": {"name": self.model[0], "version": self.model[1]},
            "plan": self.plan,
            "shard_items": self.shard_items,
            "columns": self.columns,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Manifest:
        """The manifest that the JSON says; raises KeyError or TypeError."""
        model = (data["model"]["name"], data["model"]["version"])
        return cls(data["onrecord"], model, data["plan"], data["shard_items"], data["columns"])


def is_batch(path: str | os.PathLike[str]) -> bool:
    """Whether there is a folder of shards, finished or not."""
    return os.path.isfile(os.path.join(path, MANIFEST))


def manifest(folder: Path) -> Manifest | None:
    """What the folder is made of; None when nothing was begun. Raises BatchError for what is no manifest of ours."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BatchError(str(folder), f"Its {MANIFEST} cannot be read ({error}).", "Name another folder.") from error
    try:
        if data["format"] > FORMAT:
            raise BatchError(str(folder), "A newer version of Onrecord made it.", "Update Onrecord.")
        return Manifest.of(data)
    except (KeyError, TypeError) as error:
        raise BatchError(str(folder), f"Its {MANIFEST} is none of ours.", "Name another folder.") from error


def make(folder: Path) -> None:
    """Make the folder where there is none; raises BatchError where something else is in it."""
    with shards.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(set(os.listdir(folder)) - _OWN)
    if others and not is_batch(folder):
        raise BatchError(str(folder), f"There is something else in it ({others[0]}).", "Name an empty folder.")


def write(folder: Path, name: str, data: Mapping[str, Any]) -> None:
    """Write a JSON file of the folder, whole or not at all."""
    with shards.explained(folder):
        part = folder / f".{name}.part"
        with part.open("w", encoding="utf-8") as out:
            out.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, folder / name)
        shards.fsync_folder(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only one who writes in the folder; the system lets go of it when this process ends, however it ends.

    Raises BatchError when another does. Where the system has no such locks (Windows), nobody is kept out.
    """
    with shards.explained(folder), (folder / LOCK).open("w") as file:
        try:
            import fcntl
        except ImportError:
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            problem = "Another run is writing in it."
            raise BatchError(str(folder), problem, "Wait until it is done, or stop it.") from None
        yield


def records(folder: str | os.PathLike[str]) -> Iterator[Record | InputError]:
    """The records of all finished shards, in order; a shard that cannot be read is an error in its place.

    Whoever made the files, nothing in them is believed: each row is looked at as a record in JSON is.
    """
    for _, record in keyed(folder):
        yield record


def keyed(folder: str | os.PathLike[str]) -> Iterator[tuple[int, Record | InputError]]:
    """The same with the key of each article; -1 for what is no article."""
    for note in shards.notes(Path(folder)):
        try:
            yield from _records_of(Path(folder), note.name)
        except InputError as error:
            yield -1, error


def failed_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of the failures of all finished shards, in order. Raises InputError."""
    for note in shards.notes(folder):
        if note.failures:
            yield from rows(folder / "failures" / f"{note.name}.parquet")


def failed(folder: str | os.PathLike[str]) -> int:
    """How many articles and inputs of the finished shards could not be read."""
    return sum(sum(note.failures.values()) for note in shards.notes(Path(folder)))


def is_complete(folder: str | os.PathLike[str]) -> bool:
    """Whether everything that was to be read is in finished shards."""
    with suppress(OSError, ValueError, KeyError):
        return bool(json.loads((Path(folder) / REPORT).read_text(encoding="utf-8"))["complete"])
    return False


def _records_of(folder: Path, name: str) -> Iterator[tuple[int, Record | InputError]]:
    statements = groupby(rows(folder / "statements" / f"{name}.parquet"), key=lambda row: row["key"])
    key, found = next(statements, (None, iter(())))
    for article in rows(folder / "articles" / f"{name}.parquet"):
        own: list[dict[str, Any]] = []
        if key == article["key"]:
            own = list(found)
            key, found = next(statements, (None, iter(())))
        origin = f"{name}:{article['origin']}"
        try:
            if len(own) != article["statements"]:
                raise BadFormat(origin, f"It has {len(own)} statements of {article['statements']}.", _AGAIN)
            record = read_either(json_of(article, own), origin=origin)
            assert isinstance(record, Record)
            yield article["key"], record
        except InputError as error:
            yield -1, error
        except (KeyError, TypeError, AttributeError) as error:
            yield -1, BadFormat(origin, f"It is no article of a shard ({error!r}).", _AGAIN)


_AGAIN = "Make the shard again: remove its note, and give the command that made the folder."


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of a shard, in order. Raises BadFormat, and ExtraMissing without DuckDB."""
    try:
        import duckdb
    except ImportError:
        advice = "Install it: pip install 'onrecord[parquet]'"
        raise ExtraMissing(str(path), "What reads Parquet is not installed.", advice) from None
    from onrecord.reading.parquet import opened

    try:
        with opened(str(path)) as (connection, table):
            found = connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in found.description]
            while some := found.fetchmany(_ROWS):
                yield from (dict(zip(names, row, strict=True)) for row in some)
    except (duckdb.Error, RuntimeError, OSError) as error:
        words = " ".join(str(error).split())[:200]
        raise BadFormat(str(path), f"It cannot be read as Parquet ({words}).", _AGAIN) from error
