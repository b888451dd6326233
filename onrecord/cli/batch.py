"""`onrecord batch`: any number of articles become shards; what has become of them is told at the end.

A line on standard error says how far it is, how fast, and until when; where nobody watches, one comes every minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from onrecord.batch.run import Progress, Report, batch
from onrecord.cli.plain import plural
from onrecord.cli.read import named

SHOWN = 20
"""Failures that are listed; the table of failures has them all."""
_EVERY = 60.0
"""Seconds between two lines where nobody watches."""


def batch_inputs(
    inputs: Sequence[str],
    *,
    out: str,
    engine: str,
    workers: int | None,
    address: str | None,
    shard: int,
    device: str | None,
    columns: str | None,
    quiet: bool,
) -> int:
    """Read the inputs into shards, say what has become of them, and give the exit status."""
    with _progress(quiet) as told:
        report = batch(
            inputs,
            out,
            engine=engine,
            workers=workers,
            address=address,
            shard_items=shard,
            device=device,
            told=told,
            **named(columns),
        )
    for line in summary(report):
        print(line)
    if not report.failed:
        return 0
    for line in failures(report):
        print(line, file=sys.stderr)
    return 1


def summary(report: Report) -> Iterator[str]:
    """What has become of everything, a sentence a line."""
    articles, statements = plural(report.articles, "article"), plural(report.statements, "statement")
    yield f"{report.folder} holds {articles} with {statements}, from {plural(report.inputs, 'input')}."
    run = report.run
    if run["items"]:
        rate = f"{run['articles_per_second']:,.1f} a second with {plural(run['workers'], 'process', 'processes')}"
        here = f"This run read {plural(run['articles'], 'article')} in {duration(run['seconds'])}, {rate}"
        earlier = report.shards - run["shards"]
        were = f"; {plural(earlier, 'shard was', 'shards were')} there" if earlier else ""
        yield f"{here}{were}."
    else:
        yield "All of it was there already."
    if report.deaths:
        told = plural(len(report.set_aside), "article was", "articles were")
        yield f"{plural(report.deaths, 'process', 'processes')} died and started again; {told} set aside for it."


def failures(report: Report) -> Iterator[str]:
    """What could not be read: how many of each kind, those that were set aside, and the first of the others."""
    from onrecord.batch.folder import failed_rows
    from onrecord.formats.visible import on_one_line

    kinds = ", ".join(f"{count:,} {error}" for error, count in report.failures.items())
    yield f"{report.failed:,} of {report.items:,} could not be read ({kinds}):"
    for number, row in enumerate(failed_rows(Path(report.folder))):
        if number == SHOWN:
            more = report.failed - SHOWN
            yield f"  and {more:,} more: all of them are in {Path(report.folder, 'failures')}."
            break
        yield "  " + on_one_line(f"{row['origin']}: {row['problem']} {row['advice']}")


def duration(seconds: float) -> str:
    """Seconds as people say them: 40 s, 12 min, 3 h 5 min."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60:,} h {minutes % 60} min"


def line(progress: Progress) -> str:
    """How far a run is: numbers, rate and end."""
    trouble = f", {progress.failures:,} not readable" if progress.failures else ""
    said = f"{progress.articles:,} articles, {progress.statements:,} statements{trouble}, {progress.rate:,.1f} a second"
    if progress.left is None:
        return said
    end = datetime.now() + timedelta(seconds=progress.left)
    when = end.strftime("%H:%M" if progress.left < 72_000 else "%a %d %b %H:%M")
    return f"{said}, done at about {when} (in {duration(progress.left)})"


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    if quiet:
        yield None
        return
    if sys.stderr.isatty():
        from onrecord.cli.progress import running

        with running() as show:
            yield lambda progress: show(progress.reached, progress.bytes, line(progress))
        return
    last = time.monotonic()

    def told(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            print(line(progress), file=sys.stderr, flush=True)

    yield told
