"""`python -m benchmarks.corpus`: the real articles of PolNeAR in a ledger, and pairs of joined speakers to be judged.

The articles are read by the model once, into a file of JSON lines outside of the repository, then added. What the
archive cannot show is seen here: names as articles have them, families that nobody planted. Whether two speakers that
were joined are one person nobody has marked: `--judge` prints pairs, drawn from a seed, with what their articles say,
and the judge reads them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.gate import corpora
from onrecord.article import Article
from onrecord.formats.json import line
from onrecord.ledger.ledger import Ledger
from onrecord.pipeline import Reader
from onrecord.reading.records import read_either
from onrecord.reading.text import read_text
from onrecord.record import Record


def articles() -> Iterator[Article]:
    """The articles of both parts, as if they had been fetched."""
    for part in ("train", "dev"):
        with gzip.open(corpora() / "polnear" / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for text in lines:
                row = json.loads(text)
                yield read_text(
                    row["text"], origin=row["doc"], url=f"https://{row['publisher']}.example/{row['doc']}",
                    title=row["title"], outlet=row["publisher"], author=row["author"] or None, published=row["date"],
                )  # fmt: skip


def read(path: Path) -> None:
    """Let the model read the articles into JSON lines, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with unfinished.open("w", encoding="utf-8") as out:
        for result in Reader().read_all(articles()):
            if isinstance(result, Record):
                out.write(f"{line(result.to_dict())}\n")
    unfinished.replace(path)


def counts(path: str) -> Iterator[str]:
    """What there is in a ledger, a line each."""
    queries = {
        "articles": "SELECT count(*) FROM articles",
        "near-identical copies": "SELECT count(*) FROM articles WHERE copy_of <> id",
        "statements": "SELECT count(*) FROM statements",
        "speakers of an article": "SELECT count(*) FROM speakers",
        "of them that are somebody in particular": "SELECT count(*) FROM speakers WHERE person IS NOT NULL",
        "persons, organisations, groups and documents": "SELECT count(*) FROM persons",
        "of them in two articles or more": "SELECT count(*) FROM persons WHERE speakers > 1",
        "doubtful joins that are offered": "SELECT count(*) FROM person_offers",
        "families in two articles or more, somewhere in quotation marks": (
            "SELECT count(*) FROM families WHERE quoted AND articles > 1"
        ),
        "of them in two outlets or more": "SELECT count(*) FROM families WHERE quoted AND articles > 1 AND outlets > 1",
    }
    with closing(sqlite3.connect(path)) as connection:
        for name, query in queries.items():
            yield f"{connection.execute(query).fetchone()[0]:>8,} {name}"


def joined(path: str, number: int, seed: int, *, names_differ: bool) -> Iterator[str]:
    """Pairs of speakers of different articles that the ledger has made one, with what their articles say of them.

    A person is drawn first, and then two of its speakers: who speaks everywhere is not all of the sample.
    """
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as connection:
        rows: dict[int, list[tuple[int, str]]] = {}
        query = (
            "SELECT k.person, k.id, k.name FROM speakers AS k JOIN articles AS a ON a.id = k.article "
            "WHERE k.person IS NOT NULL AND a.copy_of = a.id ORDER BY k.id"
        )
        for person, speaker, name in connection.execute(query):
            rows.setdefault(person, []).append((speaker, name))
        pairs: list[tuple[int, tuple[int, int]]] = []
        for person, speakers in rows.items():
            both = [
                (one, other)
                for at, (one, name) in enumerate(speakers)
                for other, its in speakers[at + 1 :]
                if not names_differ or name != its
            ]
            if both:
                pairs.append((person, chance.choice(both)))
        for at, (person, two) in enumerate(chance.sample(pairs, min(number, len(pairs))), start=1):
            name, size = connection.execute("SELECT name, speakers FROM persons WHERE id = ?", (person,)).fetchone()
            yield f"{at}. {name} ({size} articles)"
            for speaker in two:
                yield from _described(connection, speaker)


def _described(connection: sqlite3.Connection, speaker: int) -> Iterator[str]:
    name, title, outlet, published, article = connection.execute(
        "SELECT k.name, a.title, a.outlet, a.published, a.id FROM speakers AS k JOIN articles AS a ON a.id = k.article "
        "WHERE k.id = ?",
        (speaker,),
    ).fetchone()
    yield f"   {name}: {outlet}, {published}, {title}"
    said = "SELECT source, cue, content FROM statements WHERE speaker_id = ? ORDER BY number LIMIT 2"
    for source, cue, content in connection.execute(said, (speaker,)):
        yield f"      [{source}] {cue}: {content[:150]}"
    (text,) = connection.execute("SELECT text FROM texts WHERE article = ?", (article,)).fetchone()
    if (start := text.find(name)) >= 0:
        yield f"      … {' '.join(text[max(0, start - 100) : start + 160].split())} …"


def main() -> None:
    """Read the articles if that was not done, add them, and say what there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--records", type=Path, required=True, help="JSON lines as the model read them; made if missing"
    )
    parser.add_argument("--judge", type=int, default=0, help="print so many pairs of joined speakers")
    parser.add_argument("--names-differ", action="store_true", help="only pairs that are called differently")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not given.records.exists() and not corpora().exists():
        print(f"The corpora are not at {corpora()}: real articles are not measured.")
        return
    if not given.records.exists():
        start, busy = time.perf_counter(), time.process_time()
        read(given.records)
        taken = time.perf_counter() - start, time.process_time() - busy
        print(f"read by the model in {taken[0]:,.0f} s of the clock, {taken[1]:,.0f} of the processor")
    with given.records.open(encoding="utf-8") as lines:
        either = [read_either(json.loads(text), origin=str(given.records)) for text in lines]
    records = [record for record in either if isinstance(record, Record)]
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "corpus.db") as ledger:
        start, busy = time.perf_counter(), time.process_time()
        added = ledger.add(records)
        taken = time.perf_counter() - start, time.process_time() - busy
        print(f"add: {added.statements / taken[0]:,.0f} statements a second of the clock, ", end="")
        print(f"{added.statements / taken[1]:,.0f} of the processor")
        print(*counts(ledger.path), sep="\n")
        if given.judge:
            print(*joined(ledger.path, given.judge, given.seed, names_differ=given.names_differ), sep="\n")


if __name__ == "__main__":
    main()
