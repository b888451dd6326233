"""Families on many quotations: what of the planted is found, how the time grows, and what two other ways give.

Quotations of the archive (`benchmarks/archive.py`) go into the tables of a ledger one by one, as `add` puts them there.
What was planted is known: two quotations are a pair when they report the same utterance, or are the same words. The
time is that of finding families alone, in seconds of the processor, so that a busy machine disturbs it little.

Baselines in the same run: all pairs compared, on as many quotations as can be; and MinHash with locality-sensitive
hashing over sequences of three words by the library datasketch (the extra `bench`), on all of them.
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
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.archive import Archive
from onrecord.ledger.connection import WRITING_CACHE_KIB
from onrecord.ledger.families import joining
from onrecord.ledger.families.joining import Keeper, runs_of
from onrecord.ledger.families.kinship import Run, kin
from onrecord.ledger.families.linking import Groups
from onrecord.ledger.schema import PLACE_BITS, migrate
from onrecord.ledger.writing import uncollected
from onrecord.record import Record
from onrecord.statement import Statement

BATCH = 5_000
"""Quotations of a transaction, as `Ledger.add` has them."""
SAMPLED = 500
"""Pairs of a family that are looked at, where it has more: a share needs no more."""
PERMUTATIONS, THRESHOLD = 64, 0.5
"""Of MinHash: what finds most at a speed that can be waited for."""


@dataclass(slots=True)
class Quotation:
    """A quotation with the truth about it."""

    record: Record
    """The article."""
    statement: Statement
    """The statement."""
    words: list[str]
    """Its words."""
    labels: frozenset[Hashable]
    """What it reports: two quotations that share one are a pair."""
    variant: str
    """How it reports it."""


def quotations(number: int, seed: int) -> Iterator[Quotation]:
    """The first so many quotations of the archive."""
    made = 0
    for planted in Archive(seed=seed).articles(2 * number):  # some say too little to count
        known = zip(planted.record.statements, planted.families, planted.variants, strict=True)
        for statement, families, variant in known:
            ((run, quoted),) = runs_of(planted.record, statement)
            words = [word.casefold() for word in run]
            if Run.of(run, quoted=quoted).says_enough:
                labels: frozenset[Hashable] = frozenset(families) or frozenset((" ".join(words),))
                yield Quotation(planted.record, statement, words, labels, variant)
                made += 1
                if made == number:
                    return


class Tables:
    """The tables of a ledger with what families need, on the disk."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA cache_size = -{WRITING_CACHE_KIB}")
        migrate(self.db)
        self._articles: dict[str, int] = {}
        self._next = 1

    def prepare(self, batch: Sequence[Quotation]) -> list[int]:
        """Write the rows of articles and statements that stand before families are looked for; gives the ids."""
        ids = []
        for each in batch:
            article = self._articles.get(each.record.article.origin)
            if article is None:
                article = self._articles[each.record.article.origin] = len(self._articles) + 1
                self.db.execute(
                    "INSERT INTO articles (id, identity, text_id, document, version, latest, copy_of, origin, outlet, "
                    "model, model_version, checks, added) VALUES (?, ?, '', ?, 1, 1, ?, ?, ?, '', '', '', '')",
                    (article, str(article).encode(), article, article, each.record.article.origin,
                     each.record.article.outlet),
                )  # fmt: skip
            self.db.execute(
                "INSERT INTO statements (id, place, article, number, form, source, cue, content, source_spans, "
                "cue_spans, content_spans, confidence, digest) VALUES (?, ?, ?, 1, ?, '', '', '', '', '', '', 1, 0)",
                (self._next, 700_000 << PLACE_BITS | self._next, article, each.statement.form),
            )
            ids.append(self._next)
            self._next += 1
        return ids

    def groups(self) -> dict[int, set[int]]:
        """The families of each statement, numbered from 0."""
        found: dict[int, set[int]] = defaultdict(set)
        rows = self.db.execute("SELECT statement, family FROM quotations JOIN family_members USING (wording)")
        for statement, family in rows:
            found[statement - 1].add(family)
        return found


def ours(number: int, seed: int, marks: Sequence[int], report: Callable[[str], None]) -> dict[str, Any]:
    """Families by the ledger's own code."""
    labels: list[frozenset[Hashable]] = []
    variants: list[str] = []
    spent, times = 0.0, {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "families.db"
        tables = Tables(path)
        stream = quotations(number, seed)
        while batch := [each for _, each in zip(range(BATCH), stream, strict=False)]:
            labels += [each.labels for each in batch]
            variants += [each.variant for each in batch]
            tables.db.execute("BEGIN")
            ids = tables.prepare(batch)
            start = time.process_time()
            with uncollected():
                keeper = Keeper(tables.db)
                keeper.add(
                    joining.Quotation(id, run, quoted)
                    for id, each in zip(ids, batch, strict=True)
                    for run, quoted in runs_of(each.record, each.statement)
                )
                keeper.finish()
            tables.db.execute("COMMIT")
            spent += time.process_time() - start
            for mark in marks:
                if len(labels) >= mark and mark not in times:
                    times[mark] = round(spent, 2)
                    report(f"{mark:,} quotations: {spent:.1f} s")
        size = path.stat().st_size
        groups = tables.groups()
    result: dict[str, Any] = {"seconds": times, "MB of the file": size >> 20, "MB at the peak": _peak()}
    if len(times) > 1:
        first, last = min(times), max(times)
        result["exponent"] = round(log(times[last] / times[first]) / log(last / first), 3)
    return result | scored(labels, variants, groups)


def scored(
    labels: Sequence[frozenset[Hashable]], variants: Sequence[str], groups: dict[int, set[int]]
) -> dict[str, Any]:
    """Recall of the planted pairs, by variant too, and precision of the found ones, on samples of large families."""
    chance = random.Random(5)
    planted: dict[Hashable, list[int]] = defaultdict(list)
    for at, each in enumerate(labels):
        for label in each:
            planted[label].append(at)
    hit, missed = Counter[str](), Counter[str]()
    for members in planted.values():
        for one, other in _pairs(members, chance):
            name = "-".join(sorted((variants[one], variants[other])))
            (hit if groups[one] & groups[other] else missed)[name] += 1
    families: dict[int, list[int]] = defaultdict(list)
    for at, mine in list(groups.items()):
        for family in mine:
            families[family].append(at)
    right = wrong = 0
    for members in families.values():
        for one, other in _pairs(members, chance):
            right, wrong = (right + 1, wrong) if labels[one] & labels[other] else (right, wrong + 1)
    total = sum(hit.values()) + sum(missed.values())
    return {
        "recall": round(sum(hit.values()) / max(1, total), 4),
        "precision": round(right / max(1, right + wrong), 4),
        "pairs": total,
        "families": sum(len(members) > 1 for members in families.values()),
        "recall by variant": {
            name: round(hit[name] / (hit[name] + missed[name]), 4) for name in sorted(hit.keys() | missed.keys())
        },
    }


def all_pairs(number: int, seed: int) -> dict[str, Any]:
    """Every quotation compared with every other: the time of it, and what finding by fingerprints loses against it."""
    given = list(quotations(number, seed))
    runs = [Run.of(run, quoted=quoted) for each in given for run, quoted in runs_of(each.record, each.statement)]
    start = time.process_time()
    pairs = {pair for pair in combinations(range(len(runs)), 2) if kin(runs[pair[0]], runs[pair[1]])}
    spent = time.process_time() - start
    true = {(i, j) for i, j in combinations(range(len(given)), 2) if given[i].labels & given[j].labels}
    return {
        "quotations": number,
        "seconds": round(spent, 1),
        "seconds for a million, by the square": round(spent * (1_000_000 / number) ** 2),
        "recall": round(len(pairs & true) / max(1, len(true)), 4),
        "precision": round(len(pairs & true) / max(1, len(pairs)), 4),
    }


def minhash(number: int, seed: int) -> dict[str, Any]:
    """Families by MinHash and locality-sensitive hashing, as datasketch has them."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    labels, variants, spent = [], [], 0.0
    together: Groups[int] = Groups()
    for at, each in enumerate(quotations(number, seed)):
        labels.append(each.labels)
        variants.append(each.variant)
        start = time.process_time()
        sketch = MinHash(num_perm=PERMUTATIONS)
        words = each.words
        sketch.update_batch([" ".join(words[k : k + 3]).encode() for k in range(max(1, len(words) - 2))])
        together.add(at)
        for other in index.query(sketch):
            together.unite(other, at)
        index.insert(at, sketch, check_duplication=False)
        spent += time.process_time() - start
    groups: dict[int, set[int]] = defaultdict(set)
    for number, members in enumerate(together.all()):
        if len(members) > 1:
            for at in members:
                groups[at].add(number)
    return {"seconds": round(spent, 1), "MB at the peak": _peak()} | scored(labels, variants, groups)


def _pairs(members: Sequence[int], chance: random.Random) -> list[tuple[int, int]]:
    if len(members) * (len(members) - 1) // 2 <= SAMPLED:
        return list(combinations(members, 2))
    return [tuple(chance.sample(members, 2)) for _ in range(SAMPLED)]  # type: ignore[misc]  # two are asked for


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main() -> None:
    """Print what was measured, a JSON object for each way, as soon as it is known."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--quotations", type=int, default=1_000_000)
    ap.add_argument("--pairs", type=int, default=1_500, help="quotations of which all pairs are compared")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--no-minhash", action="store_true", help="leave out datasketch")
    ap.add_argument("--only-minhash", action="store_true", help="run datasketch alone, in this process")
    a = ap.parse_args()
    if a.only_minhash:
        print(json.dumps(minhash(a.quotations, a.seed)))
        return
    marks = [size for size in (10_000, 100_000, 1_000_000) if size < a.quotations] + [a.quotations]

    def told(name: str, found: dict[str, Any]) -> None:
        print(json.dumps({name: found}, indent=2), flush=True)

    told("families", ours(a.quotations, a.seed, marks, lambda line: print(line, file=sys.stderr, flush=True)))
    told("all pairs", all_pairs(a.pairs, a.seed))
    if not a.no_minhash:  # in a process of its own, so that its memory is its own
        arguments = ["--only-minhash", "--quotations", str(a.quotations), "--seed", str(a.seed)]
        command = [sys.executable, "-m", "benchmarks.families", *arguments]
        told("datasketch", json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    main()
