"""`python -m benchmarks.ledger`: how fast statements are stored, and how fast they are found, up to a million of them.

Storing is timed without the reading and without the making of the articles, in steps of 20,000 statements, so that a
slope shows. Finding is timed with warm and with new connections over questions of every sort, rare and common words,
with and without filters; beside it stands the same question as a scan with LIKE, in the same run.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.archive import COMMON, KINDS, Archive, Planted
from onrecord.ledger import hooks
from onrecord.ledger.ledger import Ledger

STEP = 20_000
"""Statements that are made, and then stored with the clock running."""


def fill(
    ledger: Ledger, statements: int, *, seed: int = 1, report: Callable[[str], None] = print
) -> list[tuple[float, float]]:
    """Store that many statements; gives for each step the statements a second of the clock and of the processor."""
    speeds: list[tuple[float, float]] = []
    articles = Archive(seed).articles(statements)
    stored = 0
    while chunk := _step(articles):
        start, busy = time.perf_counter(), time.process_time()
        added = ledger.add(planted.record for planted in chunk)
        taken = time.perf_counter() - start, time.process_time() - busy
        speeds.append((added.statements / taken[0], added.statements / taken[1]))
        stored += added.statements
        if len(speeds) % 5 == 0 or stored >= statements:
            clock, processor = (median(each) for each in zip(*speeds[-5:], strict=True))
            report(f"  {stored:>9,} stored, {clock:,.0f} a second of the clock, {processor:,.0f} of the processor")
    return speeds


def _step(articles: Iterator[Planted]) -> list[Planted]:
    chunk: list[Planted] = []
    count = 0
    for planted in articles:
        chunk.append(planted)
        count += len(planted.record.statements)
        if count >= STEP:
            break
    return chunk


def questions(seed: int = 7, number: int = 300) -> list[dict[str, Any]]:
    """Questions as people ask them: words of one utterance, common words, filters of every key, every order."""
    chance = random.Random(seed)
    archive = Archive(1)
    planted = list(islice(archive.articles(4_000), 300))
    asked: list[dict[str, Any]] = []
    while len(asked) < number:
        one = chance.choice(planted)
        statement = chance.choice(one.record.statements)
        text = one.record.article.text
        words = [word.strip(",.“”") for word in statement.content[0].of(text).split()]
        rare = [word for word in words if word not in COMMON]
        pattern = chance.choice(("rare", "several", "phrase", "common", "mixed", "two common", "none"))
        question: dict[str, Any] = {"sort": chance.choice(("fit", "first", "last"))}
        if pattern == "rare" and rare:
            question["words"] = chance.choice(rare)
        elif pattern == "several":
            question["words"] = " ".join(chance.sample(words, min(3, len(words))))
        elif pattern == "phrase":
            at = chance.randrange(max(1, len(words) - 3))
            question["words"] = f'"{" ".join(words[at : at + 3])}"'
        elif pattern == "common":
            question["words"] = chance.choice(COMMON)
        elif pattern == "mixed" and rare:
            question["words"] = f"{chance.choice(COMMON)} {chance.choice(rare)}"
        elif pattern == "two common":
            question["words"] = " ".join(chance.sample(COMMON, 2))
        filters: dict[str, Any] = {
            "speaker": statement.speaker.name if statement.speaker else "x",
            "kind": chance.choice(KINDS),
            "form": chance.choice(("direct", "indirect")),
            "outlet": one.record.article.outlet,
            "from_": f"201{chance.randint(4, 7)}-0{chance.randint(1, 9)}",
            "until": f"201{chance.randint(5, 8)}-0{chance.randint(1, 9)}",
            "about": chance.choice(rare or words),
            "to": "reporters",
            "sourcing": "named",
        }
        for key in chance.sample(list(filters), chance.choice((0, 0, 1, 1, 2, 3))):
            question[key] = filters[key]
        if len(question) > 1:
            asked.append(question)
    return asked


@dataclass(frozen=True, slots=True)
class Taken:
    """What one question took."""

    clock: float
    """Milliseconds of the clock."""
    processor: float
    """Milliseconds of the processor: the same on a machine that does other things beside."""
    question: dict[str, Any]
    """The question."""


def timings(ask: Callable[[dict[str, Any]], object], asked: Sequence[dict[str, Any]]) -> list[Taken]:
    """What each question took."""
    found = []
    for question in asked:
        start, busy = time.perf_counter(), time.process_time()
        ask(question)
        found.append(Taken((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3, question))
    return found


def scans(path: str, asked: Sequence[dict[str, Any]]) -> list[Taken]:
    """What the same words take as a scan: the baseline."""
    with closing(sqlite3.connect(path)) as connection:

        def scan(question: dict[str, Any]) -> None:
            words = question["words"].replace('"', "").split()
            where = " AND ".join("content LIKE '%' || ? || '%'" for _ in words)
            connection.execute(f"SELECT id FROM statements WHERE {where} ORDER BY day DESC LIMIT 20", words).fetchall()

        return timings(scan, [question for question in asked if "words" in question])


def starts(path: str, word: str, times: int = 7) -> float:
    """Seconds of the whole command, median: a new process each time."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        command = [sys.executable, "-m", "onrecord.cli.main", "find", word, "--ledger", path]
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return median(taken)


def _share(taken: Sequence[Taken]) -> str:
    parts = []
    for name in ("clock", "processor"):
        values = [getattr(each, name) for each in taken]
        cuts = quantiles(values, n=100)
        parts.append(
            f"{name}: median {median(values):.1f} ms, 95 of 100 under {cuts[94]:.1f} ms, all under {max(values):.1f}"
        )
    return "; ".join(parts)


def main() -> None:
    """Fill a ledger if it is not there, ask it, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--ledger", type=Path, required=True, help="where to make it, or one that this has made")
    parser.add_argument("--alone", action="store_true", help="without families and people, which are worked out at add")
    parser.add_argument("--slowest", type=int, default=0, help="show that many of the slowest questions")
    given = parser.parse_args()
    path = str(given.ledger)
    if given.alone:
        hooks.WHEN_ADDED.clear()
    ledger = Ledger(path)
    if not given.ledger.exists():
        speeds = fill(ledger, given.statements)
        tenth = max(1, len(speeds) // 10)
        for name, each in zip(("clock", "processor"), zip(*speeds, strict=True), strict=True):
            print(f"add, {name}: {median(each[:tenth]):,.0f} statements a second in the first tenth, ", end="")
            print(f"{median(each[-tenth:]):,.0f} in the last, {min(each):,.0f} in the slowest step")
        print(f"     {given.ledger.stat().st_size / 1e6:,.0f} MB, ", end="")
        print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        ledger.close()
    asked = questions()
    ask = partial(_ask, ledger)
    timings(ask, asked[:20])
    found = timings(ask, asked)
    print(f"find, {_share(found)}")
    print(f"LIKE, {_share(scans(path, asked[:15]))}")
    print(f"start: {starts(path, asked[0].get('words', 'the').strip(chr(34))):.2f} s for the whole command")
    for slow in sorted(found, key=lambda taken: -taken.processor)[: given.slowest]:
        print(f"  {slow.processor:7.1f} ms {json.dumps(slow.question)}")


def _ask(ledger: Ledger, question: dict[str, Any]) -> None:
    ledger.find(**question)


if __name__ == "__main__":
    main()
