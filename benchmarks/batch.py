"""`make bench-batch`: what reading an archive costs, and what of it is the network's own.

    parts    seconds of one core for each step by itself: a crawl unpacked, pages taken apart, a table read, the bare
             network, and everything from text to JSON. Time of the processor, so that a busy machine disturbs little.
    engines  articles a second of `onrecord batch`, local with one process and with several, and on Ray, against as many
             processes that run the bare network over the very same windows; by turns, and ratios within each turn.
    growth   seconds and the peak of memory of all processes for so many and so many very short articles.

Each answers in one JSON object a line. Times include the start of processes unless their name says otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import crawl
from benchmarks.articles import ROOT, articles
from benchmarks.reading import Recorded
from onrecord.article import Article
from onrecord.errors import InputError
from onrecord.extraction.network import OnnxNetwork
from onrecord.pipeline import Reader
from onrecord.record import Record


def parts(given: Sequence[Article], folder: Path) -> dict[str, Any]:
    """Seconds of one core an article for each step by itself, and bytes an article in and out."""
    from onrecord.batch.run import batch
    from onrecord.reading.inputs import read_inputs
    from onrecord.reading.warc import warc_records

    count = len(given)
    warc, table = folder / "crawl.warc.gz", folder / "table.parquet"
    page_bytes = crawl.write_crawl(given, warc)
    crawl.write_table(crawl.rows_of(given), table)
    found: dict[str, Any] = {"articles": count, "words": round(sum(len(a.text.split()) for a in given) / count)}
    with _opened(warc) as stream:
        unpack = _cpu(lambda: _exhaust(warc_records(stream, origin="crawl")))
    pages = _cpu(lambda: _articles(read_inputs([str(warc)]), count))
    rows = _cpu(lambda: _articles(read_inputs([str(table)]), count))
    network = OnnxNetwork.packaged()
    recorded = Recorded(network)
    reader = Reader(network=recorded, threads=1)
    _exhaust(reader.read_all(given[:2]))
    recorded.batches.clear()
    whole = _cpu(lambda: [json.dumps(reader.read(each).to_dict(), ensure_ascii=False) for each in given])
    bare = _cpu(lambda: [network(each) for each in recorded.batches])
    found["pieces"] = round(sum(int((each.ids > 0).sum()) for each in recorded.batches) / count)
    for name, seconds in (
        ("crawl unpacked", unpack),
        ("crawl unpacked, pages taken apart", pages),
        ("table read", rows),
        ("bare network", bare),
        ("text to JSON", whole),
    ):
        found[f"ms: {name}"] = round(1000 * seconds / count, 2)
    found["text to JSON / bare network"] = round(whole / bare, 3)
    found["pages / text to JSON"] = round(pages / whole, 3)
    out = folder / "parts"
    report = batch([str(table)], out, workers=1)
    found |= {
        "ms: written, by one process for all": round(_cpu_of_a_shard([reader.read(each) for each in given], folder), 3),
        "bytes in: page": round(page_bytes / count),
        "bytes in: crawl": round(warc.stat().st_size / count),
        "bytes in: table": round(table.stat().st_size / count),
        "bytes in: text": round(sum(len(a.text.encode()) for a in given) / count),
        "bytes out": round(_size(out) / count),
        "statements": round(report.statements / count, 2),
    }
    return found


def engines(given: Sequence[Article], folder: Path, *, workers: int, turns: int, ray: bool) -> dict[str, Any]:
    """Articles a second of each engine and of the bare network in as many processes, by turns."""
    table = folder / "table.parquet"
    crawl.write_table(crawl.rows_of(given), table)
    recorded = Recorded(OnnxNetwork.packaged())
    reader = Reader(network=recorded, threads=1)
    for each in given:
        reader.read(each)
    kept = folder / "batches"
    kept.write_bytes(pickle.dumps(recorded.batches))
    ways: dict[str, Callable[[], tuple[float, float]]] = {
        "bare 1": lambda: _bare(kept, 1),
        f"bare {workers}": lambda: _bare(kept, workers),
        "local 1": lambda: _batch(table, folder, "local", 1),
        f"local {workers}": lambda: _batch(table, folder, "local", workers),
    }
    if ray:
        ways["ray 1"] = lambda: _batch(table, folder, "ray", 1)
        ways[f"ray {workers}"] = lambda: _batch(table, folder, "ray", workers)
    clock: dict[str, list[float]] = {name: [] for name in ways}
    cpu: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(turns):
        for name, way in ways.items():
            seconds, work = way()
            clock[name].append(seconds)
            cpu[name].append(work)
            print(f"{name}: {seconds:.1f} s", file=sys.stderr)
    found: dict[str, Any] = {"articles": len(given), "workers": workers, "turns": turns}
    for name, taken in clock.items():
        found[f"articles a second: {name}"] = round(len(given) / median(taken), 2)
        if not name.startswith("ray"):  # whose processes are not ours
            found[f"ms of a core an article: {name}"] = round(1000 * median(cpu[name]) / len(given), 1)
    for engine in ("local", "ray") if ray else ("local",):
        for number in (1, workers):
            bare = clock[f"bare {number}"]
            found[f"{engine} {number} / bare {number}"] = _ratio(bare, clock[f"{engine} {number}"])
        found[f"{engine} {workers} / {engine} 1"] = _ratio(clock[f"{engine} 1"], clock[f"{engine} {workers}"])
    found[f"bare {workers} / bare 1"] = _ratio(clock["bare 1"], clock[f"bare {workers}"])
    found["local 1 / bare 1, by the processor's time"] = _ratio(cpu["bare 1"], cpu["local 1"])
    return found


def growth(sizes: Sequence[int], folder: Path, *, workers: int) -> Iterable[dict[str, Any]]:
    """Seconds and the peak of memory for each number of very short articles."""
    for size in sizes:
        table, out = folder / f"{size}.parquet", folder / f"{size}"
        crawl.write_table(crawl.short(size), table)
        with Peak() as peak:
            before = _all_cpu()
            start = time.perf_counter()
            command = [sys.executable, "-m", "onrecord.cli.main", "batch", str(table), "--out", str(out), "--quiet"]
            subprocess.run([*command, "--workers", str(workers)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            seconds, work = time.perf_counter() - start, _all_cpu() - before
        yield {
            "articles": size,
            "workers": workers,
            "seconds": round(seconds, 1),
            "ms of a core an article": round(1000 * work / size, 2),
            "peak MB of all processes": peak.most >> 20,
            "peak MB of the largest": peak.largest >> 20,
            "bytes out an article": round(_size(out) / size),
        }


def _cpu_of_a_shard(records: Sequence[Record], folder: Path) -> float:
    """Milliseconds an article of the one process that all pieces pass through: they come in and become a shard."""
    from onrecord.batch.lots import Lot, Piece, rows_of
    from onrecord.batch.shards import Shards

    size, of_lot = 1_000, 16
    lots = range(0, size, of_lot)
    sent = []
    for number, first in enumerate(lots):
        keys = range(first, min(first + of_lot, size))
        rows = tuple(rows_of(records[key % len(records)], key) for key in keys)
        is_last = first + of_lot >= size
        sent.append(pickle.dumps(Piece(Lot(0, 0, number, first, (), is_last, is_last, 0), rows)))
    place = folder / "shards"
    place.mkdir()
    shards = Shards(place)
    return _cpu(lambda: [shards.take(pickle.loads(each)) for each in sent])  # of 1,000 articles: seconds are ms of one


class Peak:
    """Watches how much memory the processes under this one have together (what they share counts once: PSS)."""

    def __init__(self) -> None:
        self.most = 0
        """Bytes of all of them, at the most."""
        self.largest = 0
        """Bytes of one of them, at the most."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(1):
            sizes = [_memory(each) for each in _below(os.getpid())]
            self.most, self.largest = max(self.most, sum(sizes)), max(self.largest, *sizes, 0)


def _below(process: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            for child in map(int, task.read_text().split()):
                found += [child, *_below(child)]
        except OSError:
            continue
    return found


def _memory(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0


def _batch(table: Path, folder: Path, engine: str, workers: int) -> tuple[float, float]:
    """Seconds of the clock and of the processors for a whole run in a program of its own."""
    out = folder / f"out-{time.monotonic_ns()}"
    command = [sys.executable, "-m", "onrecord.cli.main", "batch", str(table), "--out", str(out), "--quiet"]
    before, start = _all_cpu(), time.perf_counter()
    subprocess.run(
        [*command, "--engine", engine, "--workers", str(workers)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start, _all_cpu() - before


def _bare(batches: Path, workers: int) -> tuple[float, float]:
    """The same of so many processes that load the model and run the batches and nothing else."""
    before, start = _all_cpu(), time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, "-m", "benchmarks.batch", "bare", str(batches), str(number), str(workers)])
        for number in range(workers)
    ]
    if any(each.wait() for each in running):
        raise SystemExit("The bare network failed.")
    return time.perf_counter() - start, _all_cpu() - before


def bare(batches: Path, number: int, workers: int) -> None:
    """Run every so many of the batches that lie in a file."""
    network = OnnxNetwork.packaged()
    for batch in pickle.loads(batches.read_bytes())[number::workers]:
        network(batch)


def _opened(path: Path) -> Any:
    import gzip

    return gzip.open(path)


def _exhaust(items: Iterable[object]) -> None:
    for item in items:
        if isinstance(item, InputError):
            raise item


def _articles(items: Iterable[object], count: int) -> None:
    found = sum(isinstance(item, Article) for item in items)
    if found != count:
        raise SystemExit(f"{found} of {count} articles were read.")


def _cpu(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _all_cpu() -> float:
    """Seconds of the processors that this process and those that it waited for have had."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _ratio(one: Sequence[float], other: Sequence[float]) -> float:
    return round(median(a / b for a, b in zip(one, other, strict=True)), 3)


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*.parquet"))


def main() -> None:
    """Print one JSON object a line."""
    if sys.argv[1:2] == ["bare"]:
        return bare(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", nargs="*", default=["parts", "engines", "growth"], help="parts, engines, growth")
    ap.add_argument("--archive", action="store_true", help="the seeded archive instead of the articles of the corpus")
    ap.add_argument("--articles", type=int, default=40)
    ap.add_argument("--workers", type=int, default=2)
    ap.add_argument("--turns", type=int, default=3)
    ap.add_argument("--ray", action="store_true", help="measure Ray too (the extra `ray`)")
    ap.add_argument("--sizes", type=int, nargs="+", default=[1_000, 5_000, 20_000])
    a = ap.parse_args()
    where, given = ("the seeded archive", crawl.synthetic(a.articles)) if a.archive else articles(a.articles)
    with TemporaryDirectory() as name:
        folder = Path(name)
        if "parts" in a.what:
            print(json.dumps({"parts": where} | parts(given, folder)), flush=True)
        if "engines" in a.what:
            found = engines(given, folder, workers=a.workers, turns=a.turns, ray=a.ray)
            print(json.dumps({"engines": where} | found), flush=True)
        if "growth" in a.what:
            for found in growth(a.sizes, folder, workers=a.workers):
                print(json.dumps({"growth": "very short articles"} | found), flush=True)


if __name__ == "__main__":
    main()
