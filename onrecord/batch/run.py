"""A run reads all inputs that have no finished shard yet, and counts what went in, what came out and what failed.

It may be ended at any instant, by a kill too. Given the same inputs again it goes on: what is in a finished shard is
neither read nor written again, and the report at the end is the one that a run without an end would have made.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from onrecord import __version__
from onrecord.batch import folder as folders
from onrecord.batch import plan as plans
from onrecord.batch.feeding import Task
from onrecord.batch.folder import Manifest
from onrecord.batch.lots import Piece
from onrecord.batch.plan import Part, Plan
from onrecord.batch.shards import BESIDE, Note, Shards, explained, notes
from onrecord.errors import BatchError, UsageError
from onrecord.reading.columns import Columns
from onrecord.settings import DEVICE

SHARD_ITEMS = 1_000
"""Articles of a shard: some megabytes, and two minutes of one core that a kill can cost."""
ENGINES = ("local", "ray")
"""What runs the reading."""
NAMED = 1_000
"""Articles that were set aside that a report names; the table of failures has them all."""


class Engine(Protocol):
    """What runs the reading: tasks in, pieces out, in any order."""

    deaths: int
    """How many processes that fed died."""

    def pieces(self, tasks: Iterator[Task]) -> Generator[Piece, None, None]:
        """The pieces of all lots of the tasks."""
        ...


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    bytes: int
    """Bytes of all inputs."""
    reached: int = 0
    """Bytes of them that are behind, as far as that can be told."""
    before: int = 0
    """Bytes of them that were behind when the run began."""
    items: int = 0
    """Articles and errors that came in, in this run."""
    articles: int = 0
    """Articles that were read in this run."""
    statements: int = 0
    """Statements that were found in them."""
    failures: int = 0
    """What could not be read in this run."""
    shards: int = 0
    """Shards that were finished in this run."""
    seconds: float = 0.0
    """How long it has taken so far."""

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.items / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that it will still take; None when it cannot be told."""
        done = self.reached - self.before
        return self.seconds * (self.bytes - self.reached) / done if done > 0 else None


@dataclass(slots=True)
class Report:
    """What has become of everything that a folder was to be made of, in this run and those before it."""

    folder: str
    """The folder."""
    inputs: int
    """Files, addresses and other inputs."""
    parts: int
    """Parts of the plan."""
    onrecord: str
    """The version that read."""
    model: tuple[str, str]
    """The model that read."""
    shards: int = 0
    """Shards that are finished."""
    items: int = 0
    """Articles that went in, and errors in the place of some."""
    articles: int = 0
    """Articles that were read."""
    statements: int = 0
    """Statements that were found."""
    characters: int = 0
    """Characters of the articles."""
    failures: dict[str, int] = field(default_factory=dict)
    """How many could not be read, by the name of the error."""
    set_aside: list[str] = field(default_factory=list)
    """Articles over which two processes died, the first `NAMED`."""
    deaths: int = 0
    """Processes that died."""
    complete: bool = False
    """Whether nothing is left to be read."""
    run: dict[str, Any] = field(default_factory=dict)
    """This run alone: engine, workers, items, articles, shards, seconds, articles a second."""

    @property
    def failed(self) -> int:
        """How many could not be read."""
        return sum(self.failures.values())

    def add(self, note: Note) -> None:
        """Count a finished shard."""
        self.shards += 1
        self.items += note.items
        self.articles += note.articles
        self.statements += note.statements
        self.characters += note.characters
        self.deaths += note.deaths
        self.failures = dict(sorted((Counter(self.failures) + Counter(note.failures)).items()))
        self.set_aside += note.set_aside[: max(0, NAMED - len(self.set_aside))]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON."""
        name, version = self.model
        return {**asdict(self), "model": {"name": name, "version": version}, "failed": self.failed}


@dataclass(slots=True)
class _Finished:
    """The finished shards of a part."""

    numbers: set[int] = field(default_factory=set)
    last: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.last is not None and len(self.numbers) == self.last + 1


def batch(
    inputs: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    engine: str = "local",
    workers: int | None = None,
    address: str | None = None,
    shard_items: int = SHARD_ITEMS,
    columns: Columns | None = None,
    device: str | None = None,
    told: Callable[[Progress], None] | None = None,
) -> Report:
    """Read all inputs into shards in the folder `out`, or go on with it; gives what has become of everything.

    `workers` are the processes that read (default: one for each core); `address` is that of a Ray cluster; `device` is
    where the network computes, cpu or cuda (default: the setting `device`); `told` is called with the progress after
    each lot. Raises UsageError, BatchError (the folder cannot be written, or was begun
    with something else), and ModelError. What is finished by then is kept.
    """
    folder, given = Path(out), list(inputs)
    _refuse_ring(given, folder)
    device = DEVICE.value(device)
    running = _engine(engine, workers, address, device)
    folders.make(folder)
    with folders.locked(folder):
        shards = Shards(folder)
        plan = _begun(given, folder, shard_items, columns, packaged_model(device))
        kept = folders.manifest(folder)
        assert kept is not None
        report = Report(str(folder), plan.sources, plan.parts, kept.onrecord, kept.model)
        done: dict[int, _Finished] = {}
        for kept_note in notes(folder):
            report.add(kept_note)
            _mark(done, kept_note)
        progress = Progress(plan.bytes)
        parts = _parts_left(plan, done, progress)
        tasks = (Task(part, shard_items, frozenset(_numbers(done, part)), columns) for part in parts)
        start = time.monotonic()
        with closing(running.pieces(tasks)) as pieces:
            reached: dict[int, int] = {}
            for piece in pieces:
                note = shards.take(piece)
                if note is not None:
                    report.add(note)
                    _mark(done, note)
                    progress.shards += 1
                _count(progress, piece, reached, time.monotonic() - start)
                if told:
                    told(progress)
        shards.close()
        report.deaths += running.deaths
        report.complete = len(done) == plan.parts and all(part.is_whole for part in done.values())
        if not report.complete or report.items != report.articles + report.failed:
            raise BatchError(str(folder), "What went in is not what came out.", "Please report this mistake.")
        report.run = _run(progress, engine, workers)
        folders.write(folder, folders.REPORT, report.to_dict())
    return report


def cores() -> int:
    """The cores that this process may use; all of the machine's where the system (macOS, Windows) cannot say."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def packaged_model(device: str) -> tuple[str, str]:
    """The name and version of the model inside the package on a device, without loading it; raises ModelError."""
    from onrecord.extraction.network import packaged_model as packaged

    model = packaged(device)
    return model.name, model.version


def _engine(name: str, workers: int | None, address: str | None, device: str) -> Engine:
    if name not in ENGINES:
        raise UsageError(f"There is no engine {name!r}. Choose one of: {', '.join(ENGINES)}.")
    if workers is not None and workers < 1:
        raise UsageError(f"workers={workers} is less than 1. Leave it out to use every core.")
    if name == "ray":
        from onrecord.batch.on_ray import OnRay

        return OnRay(workers, address, device)
    if address is not None:
        raise UsageError("--address is that of a Ray cluster: say --engine ray as well.")
    from onrecord.batch.local import Local
    from onrecord.extraction.network import refuse_without_cuda

    if device == "cuda":
        refuse_without_cuda()  # before a folder is begun that nothing can go on with
    return Local(workers or cores(), device)


def _refuse_ring(given: Iterable[str | os.PathLike[str]], folder: Path) -> None:
    """Raise UsageError when the folder lies in one that is read: it would be read the next time."""
    place = folder.resolve()
    for each in given:
        name = Path(os.fsdecode(each))
        if name.is_dir() and (place == name.resolve() or name.resolve() in place.parents):
            raise UsageError(f"{folder} lies in {name}, which is read: the shards would be inputs. Name another --out.")


def _begun(
    given: list[str | os.PathLike[str]],
    folder: Path,
    shard_items: int,
    columns: Columns | None,
    model: tuple[str, str],
) -> Plan:
    """The plan, written down where nothing was begun; raises BatchError when something else was begun in the folder."""
    if shard_items < 1:
        raise UsageError(f"A shard has at least 1 article, not {shard_items}.")
    before = folders.manifest(folder)
    place = folder / folders.PLAN
    with explained(folder):
        plan = plans.make(given, place if before is None else folder / BESIDE / folders.PLAN)
    named = asdict(columns) if columns else None
    now = Manifest(__version__, model, plan.digest, shard_items, named)
    if before is None:
        folders.write(folder, folders.MANIFEST, now.to_dict())
        return plan
    if now.plan != before.plan:
        plans.refuse_other(plan, place)
    if now != before:
        for name in ("onrecord", "model", "shard_items", "columns"):
            one, other = getattr(before, name), getattr(now, name)
            if one != other:
                problem = f"It was begun with another {name.replace('_', ' ')}: {one}, not {other}."
                raise BatchError(str(folder), problem, "Go on as it was begun, or name another folder with --out.")
    return Plan(place, plan.parts, plan.sources, plan.bytes, plan.digest)


def _mark(done: dict[int, _Finished], note: Note) -> None:
    part = done.setdefault(note.part, _Finished())
    part.numbers.add(note.shard)
    if note.ends:
        part.last = note.shard


def _numbers(done: dict[int, _Finished], part: Part) -> set[int]:
    return done[part.number].numbers if part.number in done else set()


def _parts_left(plan: Plan, done: dict[int, _Finished], progress: Progress) -> Iterator[Part]:
    for part in plan:
        if part.number in done and done[part.number].is_whole:
            progress.reached += part.bytes
            progress.before += part.bytes
        else:
            yield part


def _count(progress: Progress, piece: Piece, reached: dict[int, int], seconds: float) -> None:
    lot = piece.lot
    progress.items += len(piece.rows)
    progress.failures += sum(row.error is not None for row in piece.rows)
    progress.articles = progress.items - progress.failures
    progress.statements += sum(row.count for row in piece.rows)
    now = max(reached.get(lot.part, 0), lot.reached)
    progress.reached += now - reached.get(lot.part, 0)
    reached[lot.part] = now
    progress.seconds = seconds


def _run(progress: Progress, engine: str, workers: int | None) -> dict[str, Any]:
    return {
        "engine": engine,
        "workers": workers or cores(),
        "items": progress.items,
        "articles": progress.articles,
        "shards": progress.shards,
        "seconds": round(progress.seconds, 1),
        "articles_per_second": round(progress.rate, 2),
    }
