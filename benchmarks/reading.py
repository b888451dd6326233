"""`make bench`: articles and word pieces a second, and how much of the time is the network's own.

The whole pipeline is timed from text to JSON; the bare network runs the very same batches, recorded beforehand, with
the same number of threads, each thread on its own batches. The two take turns and medians are compared, so that a
busy machine disturbs both alike. Times of starting are ratios to starting Python.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.articles import ROOT, articles
from onrecord.article import Article
from onrecord.errors import InputError
from onrecord.extraction import extractor
from onrecord.extraction.network import Network, OnnxNetwork, Scores, Tuning
from onrecord.extraction.voices.weights import Weights
from onrecord.extraction.windows import Batch
from onrecord.pipeline import Reader
from onrecord.record import Model

PARAGRAPH = "“The pier will close next week,” Ana Brooks said on Monday. Critics say that it is too late.\n"


class Recorded:
    """A network that keeps the batches it is given."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.batches: list[Batch] = []
        """In the order in which they were read."""

    @property
    def model(self) -> Model:
        """That of the network."""
        return self._network.model

    @property
    def tuning(self) -> Tuning:
        """That of the network."""
        return self._network.tuning

    @property
    def weights(self) -> Weights:
        """Those of the network."""
        return self._network.weights

    @property
    def batch_pieces(self) -> int:
        """That of the network."""
        return self._network.batch_pieces

    def __call__(self, batch: Batch) -> Scores:
        """What the network says."""
        self.batches.append(batch)
        return self._network(batch)


def timed(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_all(network: Network, given: Sequence[Article], threads: int) -> None:
    """From texts to JSON, as the command line does it; the articles are read from their text again."""
    from onrecord.reading.text import read_text

    fresh = (read_text(article.text, origin=article.origin) for article in given)
    for result in Reader(network=network, threads=threads).read_all(fresh):
        if isinstance(result, InputError):
            raise result
        json.dumps(result.to_dict(), ensure_ascii=False)


def run_bare(network: Network, batches: Sequence[Batch], threads: int) -> None:
    """The batches alone, in as many threads."""
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(network, batches):
            pass


def compared(network: Network, given: Sequence[Article], *, threads: int, turns: int) -> dict[str, float]:
    """The pipeline and the bare network by turns: medians, and the ratio of each turn's two."""
    recorded = Recorded(network)
    read_all(recorded, given, 1)
    pieces = sum(int((batch.ids > 0).sum()) for batch in recorded.batches)
    filled = sum(batch.ids.size for batch in recorded.batches)
    whole, bare = [], []
    for _ in range(turns):
        whole.append(timed(lambda: read_all(network, given, threads)))
        bare.append(timed(lambda: run_bare(network, recorded.batches, threads)))
    return {
        "articles": len(given),
        "pieces": pieces,
        "filling": round(1 - pieces / filled, 3),
        "seconds": round(median(whole), 2),
        "articles a second": round(len(given) / median(whole), 2),
        "pieces a second": round(pieces / median(whole)),
        "bare pieces a second": round(pieces / median(bare)),
        "ratio": round(median(w / b for w, b in zip(whole, bare, strict=True)), 3),
    }


LENGTHS = (1_000, 10_000, 100_000)
"""Words of the articles by which one sees that time grows with length and no faster."""


def lengths(network: Network, given: Sequence[Article]) -> dict[str, float]:
    """Seconds for 1,000 words in one article of each of LENGTHS, as a ratio to the shortest; articles joined."""
    from onrecord.reading.text import read_text

    found: dict[int, float] = {}
    for words in LENGTHS:
        parts: list[str] = []
        size = 0
        for article in cycle(given):
            parts.append(article.text)
            size += len(article.text.split())
            if size >= words:
                break
        whole = read_text("\n\n".join(parts), origin=str(words))
        found[words] = min(timed(partial(extractor.extract, whole, network)) for _ in range(2)) / size
    return {f"time a word, {words} words": round(found[words] / found[LENGTHS[0]], 2) for words in LENGTHS}


def starting(turns: int) -> dict[str, float]:
    """Ratios of cold starts to that of Python itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paragraph.txt"
        path.write_text(PARAGRAPH, encoding="utf-8")
        program = [sys.executable, "-m", "onrecord.cli.main"]
        commands = {
            "python": [sys.executable, "-c", "pass"],
            "onrecord --help": [*program, "--help"],
            "onrecord read": [*program, "read", "-f", "json", str(path)],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(turns):
            for name, command in commands.items():
                times[name].append(timed(partial(subprocess.run, command, cwd=ROOT, capture_output=True, check=True)))
    base = times.pop("python")
    found = {name: round(median(t / b for t, b in zip(taken, base, strict=True)), 1) for name, taken in times.items()}
    return found | {"seconds of Python": round(median(base), 3)}


def memory(network: Network, *, threads: int) -> dict[str, int]:
    """MB in use after 100 and after 2,000 short articles: flat, if nothing is kept of what was read."""
    from onrecord.reading.text import read_text

    found: dict[str, int] = {}
    results = Reader(network=network, threads=threads).read_all(
        read_text(f"{PARAGRAPH}It was said on day {n}.", origin=str(n)) for n in range(2_000)
    )
    for number, _ in enumerate(results, start=1):
        if number in (100, 2_000):
            found[f"MB after {number}"] = _resident()
    return found


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() >> 20


def main() -> None:
    """Print a small table, or one JSON object."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--json", action="store_true", help="print one JSON object")
    ap.add_argument("--articles", type=int, help="only so many articles")
    ap.add_argument("--turns", type=int, default=3, help="how often the pipeline and the bare network take turns")
    ap.add_argument("--threads", type=int, default=2, help="threads of the pipeline, a network call in each")
    ap.add_argument("--intra", type=int, default=1, help="threads within one call of the network")
    ap.add_argument("--device", default="cpu", help="cpu or cuda")
    ap.add_argument("--window", type=int, help="most word pieces of a window, to compare")
    ap.add_argument("--batch", type=int, help="most word pieces of a batch, to compare")
    ap.add_argument("--only-reading", action="store_true", help="leave out starting and memory")
    a = ap.parse_args()
    sizes = vars(extractor)
    sizes |= {"WINDOW_PIECES": a.window} if a.window else {}
    name, given = articles(a.articles)
    result: dict[str, Any] = {"read": name, "device": a.device, "threads": a.threads, "intra": a.intra}
    network = OnnxNetwork.packaged(threads=a.intra, device=a.device)
    network.batch_pieces = a.batch or network.batch_pieces
    result |= {"window": sizes["WINDOW_PIECES"], "batch": network.batch_pieces}
    result |= compared(network, given, threads=a.threads, turns=a.turns)
    result["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    if not a.only_reading:
        result |= lengths(OnnxNetwork.packaged(), given)
        result |= starting(max(3, a.turns)) | memory(OnnxNetwork.packaged(), threads=a.threads)
    if a.json:
        print(json.dumps(result))
        return
    for key, value in result.items():
        print(f"{key:22}{value:>12,}" if isinstance(value, int | float) else f"{key:22}{value}")


if __name__ == "__main__":
    main()
