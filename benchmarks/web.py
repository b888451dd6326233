"""`python -m benchmarks.web --ledger LEDGER`: the reading room under load: time of each page, errors, memory.

`onrecord serve` runs as a process of its own over a ledger that `benchmarks.ledger` has filled. So many readers ask for
articles, searches and persons in turn over connections of their own, each after a pause as a reader makes it (`--pause
0` for none: then the time of a page is that of the queue). Meanwhile articles are added through the reading room
itself. Told are the times of the clock, and the time of the server's processor, which is the same on a machine that
does other things beside; and the server's memory every tenth of the requests. The baseline is the fixed style sheet,
asked for in the same way in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote_plus

from benchmarks.archive import COMMON, KINDS, Archive, renamed

KINDS_OF_PAGE = ("article", "search", "person")
ADDED_AT_ONCE = 50
"""Articles of one file that is handed in while readers read."""


@dataclass(slots=True)
class Taken:
    """What requests took."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    """By kind of page."""
    errors: list[str] = field(default_factory=list)
    """What went wrong."""
    memory: list[int] = field(default_factory=list)
    """Megabytes of the server, in the order of time."""


@contextmanager
def served(ledger: Path) -> Iterator[tuple[int, int]]:
    """The reading room over a ledger; gives the number of its process and its port."""
    command = [sys.executable, "-m", "onrecord.cli.main", "serve", str(ledger), "--port", "0"]
    environment = os.environ | {"ONRECORD_SERVE_RATE": "1000000", "ONRECORD_SERVE_SECONDS": "60"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found is not None
        yield process.pid, int(found[1])
    finally:
        process.terminate()
        process.wait()


def addresses(ledger: Path, seed: int = 3) -> Callable[[str], str]:
    """A function that gives the address of another page of a kind each time, as readers choose them."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(ledger)) as connection:
        articles = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
        # Those who speak much are looked up much: a person is met in proportion to what they say.
        spoken = [
            row[0] for row in connection.execute("SELECT person FROM speakers WHERE person IS NOT NULL LIMIT 50000")
        ]
        contents = [row[0] for row in connection.execute("SELECT content FROM statements LIMIT 5000")]

    def address(kind: str) -> str:
        if kind == "article":
            return f"/articles/{chance.randint(1, articles)}"
        if kind == "person":
            return f"/people/{chance.choice(spoken)}"
        words = [word for word in re.findall(r"\w+", chance.choice(contents)) if word not in COMMON] or ["the"]
        asked = f"/search?words={quote_plus(' '.join(words[: chance.choice((1, 1, 2, 3))]))}"
        return asked + chance.choice(("", "", f"&kind={chance.choice(KINDS)}", "&from=2015", "&sort=first"))

    return address


async def reader(port: int, taken: Taken, address: Callable[[str], str], requests: int, pause: float) -> None:
    """One reader: asks for pages, one after the other, over one connection."""
    connection = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(random.random() * pause)
    for number in range(requests):
        kind = KINDS_OF_PAGE[number % len(KINDS_OF_PAGE)]
        start = time.perf_counter()
        try:
            status, _ = await _ask(*connection, port, address(kind))
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            taken.errors.append(f"{kind}: {error!r}")
            connection = await asyncio.open_connection("127.0.0.1", port)
            continue
        taken.milliseconds.setdefault(kind, []).append((time.perf_counter() - start) * 1e3)
        if status != 200:
            taken.errors.append(f"{kind}: {status}")
        if pause:
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
    connection[1].close()


async def adder(port: int, taken: Taken, done: asyncio.Event) -> int:
    """Hand articles in, file after file, until the readers are done; gives how many."""
    archive, added = Archive(99), 0
    articles = archive.articles(10**9)
    while not done.is_set():
        records = [renamed(next(articles), f"https://added.example/{added + at}") for at in range(ADDED_AT_ONCE)]
        lines = "\n".join(json.dumps(record.to_dict()) for record in records)
        body = (
            '--part\r\nContent-Disposition: form-data; name="file"; filename="new.jsonl"\r\n\r\n'
            + lines
            + "\r\n--part--\r\n"
        ).encode()
        connection = await asyncio.open_connection("127.0.0.1", port)
        status, head = await _ask(*connection, port, "/add", body)
        found = re.search(rb"location: (\S+)", head)
        if status != 303 or not found:
            taken.errors.append(f"add: {status}")
            return added
        while not done.is_set():
            _, body = await _ask(*connection, port, f"{found[1].decode()}.json")
            if json.loads(body.partition(b"\r\n\r\n")[2])["item"]["state"] in ("done", "failed"):
                break
            await asyncio.sleep(0.2)
        connection[1].close()
        added += ADDED_AT_ONCE
    return added


async def _ask(
    incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter, port: int, address: str, body: bytes | None = None
) -> tuple[int, bytes]:
    """The status and all that was answered, the heads first."""
    head = (
        f"{'POST' if body else 'GET'} {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n"
    )
    if body:
        head += f"Content-Type: multipart/form-data; boundary=part\r\nContent-Length: {len(body)}\r\n"
    outgoing.write(head.encode() + b"\r\n" + (body or b""))
    await outgoing.drain()
    heads = await incoming.readuntil(b"\r\n\r\n")
    length = int((re.search(rb"content-length: (\d+)", heads) or [0, 0])[1])
    return int(heads[9:12]), heads + await incoming.readexactly(length)


async def load(pid: int, port: int, given: argparse.Namespace) -> tuple[Taken, int]:
    """All readers at once, and the one who adds."""
    taken, done = Taken(), asyncio.Event()
    address = addresses(given.ledger)

    async def watch() -> None:
        while not done.is_set():
            taken.memory.append(_memory(pid))
            await asyncio.sleep(1)

    adding = asyncio.create_task(adder(port, taken, done)) if given.add else None
    watching = asyncio.create_task(watch())
    share = given.requests // given.readers
    await asyncio.gather(*(reader(port, taken, address, share, given.pause) for _ in range(given.readers)))
    done.set()
    await watching
    return taken, await adding if adding else 0


def alone(port: int, kind: str, address: Callable[[str], str], number: int, pid: int) -> tuple[float, float]:
    """Pages of one kind, one after the other with nothing beside: milliseconds of the processor and of the clock."""

    async def ask() -> None:
        connection = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(number):
            status, _ = await _ask(*connection, port, address(kind))
            assert status == 200
        connection[1].close()

    start, busy = time.perf_counter(), _processor(pid)
    asyncio.run(ask())
    return (_processor(pid) - busy) / number * 1e3, (time.perf_counter() - start) / number * 1e3


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has had (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """Megabytes that a process holds (Linux)."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) // 1024


def main() -> None:
    """Measure, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--ledger", type=Path, required=True, help="one that benchmarks.ledger has filled; it is added to"
    )
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--requests", type=int, default=3_000)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two pages of a reader, on average")
    parser.add_argument("--no-add", dest="add", action="store_false", help="nothing is added meanwhile")
    given = parser.parse_args()
    with served(given.ledger) as (pid, port):
        address = addresses(given.ledger)
        for kind in ("baseline", *KINDS_OF_PAGE):
            choose = (lambda _: "/static/x/room.css") if kind == "baseline" else address
            alone(port, kind, choose, 20, pid)
            processor, clock = alone(port, kind, choose, 150, pid)
            print(f"{kind:9} alone: {processor:6.1f} ms of the processor, {clock:6.1f} of the clock")
        start, busy = time.perf_counter(), _processor(pid)
        taken, added = asyncio.run(load(pid, port, given))
        wall, used = time.perf_counter() - start, _processor(pid) - busy
    number = sum(map(len, taken.milliseconds.values()))
    print(f"{number:,} pages to {given.readers} readers in {wall:.0f} s, {added} articles added meanwhile, ", end="")
    print(f"{used / wall:.0%} of a processor, {len(taken.errors)} errors {taken.errors[:3] or ''}")
    for kind, times in sorted(taken.milliseconds.items()):
        cuts = quantiles(times, n=100)
        print(f"{kind:9} median {median(times):6.0f} ms, 95 of 100 under {cuts[94]:6.0f}, all under {max(times):6.0f}")
    tenth = max(1, len(taken.memory) // 10)
    print("memory, MB:", *(taken.memory[at] for at in range(0, len(taken.memory), tenth)))


if __name__ == "__main__":
    main()
