"""`python -m benchmarks.ledger`: how fast statements are stored, found and verified, up to a million of them.

The archive is made first, into a file of JSON lines, so that its making is in no figure. Then it is added, in steps of
20,000 statements, with all that `add` works out (people, families, both indexes, copies): the time of `Ledger.add`
and, apart from it, that of reading the lines. Then the ledger is asked: questions with rare and common words, with and
without filters, and quotations as they were said, cut, altered, joined, in other words and never said; beside them
stands a scan with LIKE for the same words, in the same run. Last, whole commands are timed, a new process each.

Every figure is given by the clock and by the processor: a machine that does other things beside disturbs the first.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from benchmarks.archive import Archive
from benchmarks.asked import Quotation, questions, quotations, sampled
from onrecord.formats.json import line
from onrecord.ledger import hooks
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.wording import bare
from onrecord.reading.records import read_either
from onrecord.record import Record

Asked = TypeVar("Asked")

STEP = 20_000
"""Statements that are read, and then stored with the clock running."""
SAMPLED = 400
"""Articles that questions and quotations are drawn from."""


@dataclass(frozen=True, slots=True)
class Step:
    """What it took to store some statements."""

    statements: int
    """How many."""
    clock: float
    """Seconds of `Ledger.add` by the clock."""
    processor: float
    """Seconds of the processor."""
    reading: float
    """Seconds of the processor for making records of the lines before."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one question took."""

    clock: float
    """Milliseconds of the clock."""
    processor: float
    """Milliseconds of the processor: the same on a machine that does other things beside."""
    question: object
    """The question."""


def prepare(path: Path, statements: int, seed: int) -> None:
    """Write the archive as JSON lines, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with unfinished.open("w", encoding="utf-8") as out:
        for planted in Archive(seed).articles(statements):
            out.write(f"{line(planted.record.to_dict())}\n")
    unfinished.replace(path)


def fill(ledger: Ledger, prepared: Path, report: Callable[[str], None]) -> list[Step]:
    """Store what was prepared; what each step took."""
    steps: list[Step] = []
    busy = time.process_time()
    for chunk in _chunks(prepared):
        start, begun = time.perf_counter(), time.process_time()
        added = ledger.add(chunk)
        ended = time.process_time()
        steps.append(Step(added.statements, time.perf_counter() - start, ended - begun, begun - busy))
        if len(steps) % 5 == 0:
            stored = sum(step.statements for step in steps)
            report(
                f"  {stored:>9,} stored: {_speed(steps[-5:])}; the file {os.path.getsize(ledger.path) / 1e6:,.0f} MB"
            )
        busy = time.process_time()
    return steps


def _chunks(prepared: Path) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    count = 0
    with prepared.open(encoding="utf-8") as lines:
        for text in lines:
            record = read_either(json.loads(text), origin=str(prepared))
            if isinstance(record, Record):
                chunk.append(record)
                count += len(record.statements)
            if count >= STEP:
                yield chunk
                chunk, count = [], 0
    if chunk:
        yield chunk


def _speed(steps: Sequence[Step]) -> str:
    statements = sum(step.statements for step in steps)
    clock, processor = sum(step.clock for step in steps), sum(step.processor for step in steps)
    both = processor + sum(step.reading for step in steps)
    return (
        f"{statements / clock:,.0f} statements a second of the clock, {statements / processor:,.0f} of the processor "
        f"({statements / both:,.0f} with the reading of the lines)"
    )


def timings(ask: Callable[[Asked], object], asked: Sequence[Asked]) -> list[Taken]:
    """What each question took."""
    found = []
    for question in asked:
        start, busy = time.perf_counter(), time.process_time()
        ask(question)
        found.append(Taken((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3, question))
    return found


def scan(path: str, asked: Sequence[Sequence[str]]) -> list[Taken]:
    """What it takes to go through all statements for those that hold some strings: the baseline."""
    with closing(sqlite3.connect(path)) as connection:

        def through(parts: Sequence[str]) -> None:
            where = " AND ".join("content LIKE '%' || ? || '%'" for _ in parts)
            connection.execute(f"SELECT id FROM statements WHERE {where} ORDER BY day DESC LIMIT 20", parts).fetchall()

        return timings(through, asked)


def started(command: Sequence[str], times: int = 7) -> str:
    """Seconds of a whole command: a new process each time."""
    clock, processor = [], []
    for _ in range(times):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "onrecord.cli.main", *command], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append(time.perf_counter() - start)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return f"median {median(clock):.2f} s of the clock, {median(processor):.2f} of the processor"


def _share(taken: Sequence[Taken]) -> str:
    parts = []
    for name in ("clock", "processor"):
        values = [getattr(each, name) for each in taken]
        cut = quantiles(values, n=100)[94]
        parts.append(f"{name}: median {median(values):.1f} ms, 95 of 100 under {cut:.1f}, all under {max(values):.1f}")
    return "; ".join(parts)


def ask(path: str, prepared: Path, number: int, slowest: int) -> None:
    """Ask the ledger, and say what it took."""
    records = sampled(prepared, SAMPLED, seed=3)
    asked, quoted = questions(records, number), quotations(records, number)
    with Ledger(path) as ledger:
        answers = {}

        def verify(quotation: Quotation) -> None:
            answers[quotation] = ledger.verify(quotation.words, speaker=quotation.speaker)

        timings(lambda question: ledger.find(**question), asked[:20])
        found = timings(lambda question: ledger.find(**question), asked)
        print(f"find, {len(found)} questions, {_share(found)}", flush=True)
        verified = timings(verify, quoted)
        print(f"verify, {len(verified)} quotations, {_share(verified)}")
        for way in dict.fromkeys(quotation.way for quotation in quoted if quotation.said):
            mine = [(q, answers[q]) for q in quoted if q.way == way and q.said]
            hit = sum(any(_holds(m.reported, said) for m in answer.matches for said in q.said) for q, answer in mine)
            print(f"  {way}: the statement found in {hit} of {len(mine)}")
        never = [answers[q].answer for q in quoted if q.way == "never said"]
        print(f"  never said: not found in {never.count('not found')} of {len(never)}", flush=True)
    words = [question["words"].replace('"', "").split() for question in asked if "words" in question]
    print(f"LIKE for the words of questions, {_share(scan(path, words[:15]))}")
    print(f"LIKE for quotations as they are, {_share(scan(path, [[q.words] for q in quoted[:15]]))}", flush=True)
    word = next(question["words"] for question in asked if "words" in question)
    print(f"the whole command find: {started(['find', word, '--ledger', path])}")
    print(f"the whole command verify: {started(['verify', quoted[0].words, '--ledger', path])}")
    for slow in sorted([*found, *verified], key=lambda taken: -taken.processor)[:slowest]:
        print(f"  {slow.processor:7.1f} ms {slow.question}")


def _holds(reported: str, said: str) -> bool:
    return f" {' '.join(bare(said))} " in f" {' '.join(bare(reported))} "


def main() -> None:
    """Prepare the archive, fill a ledger if it is not there, ask it, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledger", type=Path, required=True, help="where to make it, or one that this has made")
    parser.add_argument("--questions", type=int, default=300, help="of each kind")
    parser.add_argument("--alone", action="store_true", help="without families and people, which are worked out at add")
    parser.add_argument("--slowest", type=int, default=0, help="show that many of the slowest questions")
    given = parser.parse_args()
    if given.alone:
        hooks.WHEN_ADDED.clear()
    prepared = given.ledger.with_suffix(".jsonl")
    if not prepared.exists():
        start = time.process_time()
        prepare(prepared, given.statements, given.seed)
        print(f"the archive, {prepared.stat().st_size / 1e6:,.0f} MB, made in {time.process_time() - start:,.0f} s")
    if not given.ledger.exists():
        with Ledger(given.ledger) as ledger:
            steps = fill(ledger, prepared, lambda text: print(text, flush=True))
        tenth = max(1, len(steps) // 10)
        print(f"add, the first tenth: {_speed(steps[:tenth])}")
        print(f"add, the last tenth: {_speed(steps[-tenth:])}")
        print(f"add, all: {_speed(steps)}")
        slowest = min(steps, key=lambda step: step.statements / step.processor)
        print(f"add, the slowest {slowest.statements:,}: {_speed([slowest])}")
        print(f"     memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    ask(str(given.ledger), prepared, given.questions, given.slowest)


if __name__ == "__main__":
    main()
