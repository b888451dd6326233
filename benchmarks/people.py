"""Persons among many speakers: how well the planted ones are found again (B-cubed), and at what speed.

Speakers of the archive (`benchmarks/archive.py`), where one person in twenty has a namesake and one speaker in seven
is called by the surname or an initial. As in news, not every article says what a speaker is: with `--described 0.5`,
half of them leave it out, and company alone has to tell. B-cubed (Bagga and Baldwin 1998) is the mean over speakers of
how much of the found person is the true one, and how much of the true one is in the found. Baselines in the same run:
everybody of one full name is one person; every speaker is a person.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from benchmarks.archive import Archive
from onrecord.ledger.people.joining import Keeper
from onrecord.ledger.schema import migrate
from onrecord.span import words

BATCH = 200
"""Articles of a transaction."""


def b_cubed(found: Mapping[int, Hashable], true: Mapping[int, Hashable]) -> dict[str, float]:
    """Precision, recall and F1 of what was found for each speaker."""
    mine, theirs = Counter(found[speaker] for speaker in true), Counter(true.values())
    both = Counter((found[speaker], true[speaker]) for speaker in true)
    precision = sum(both[found[s], true[s]] / mine[found[s]] for s in true) / len(true)
    recall = sum(both[found[s], true[s]] / theirs[true[s]] for s in true) / len(true)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "F1": round(2 * precision * recall / (precision + recall), 4),
    }


def measured(speakers: int, *, seed: int, topics: int, described: float) -> dict[str, Any]:
    """Let so many speakers be persons, article by article as `add` does, and compare with what was planted."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrate(db)
    db.execute("PRAGMA foreign_keys = OFF")
    chance = random.Random(seed)
    true: dict[int, int] = {}
    names: dict[int, str] = {}
    waiting: list[int] = []
    spent = 0.0
    statement = 0

    def work() -> None:
        nonlocal spent
        start = time.process_time()
        db.execute("BEGIN")
        keeper = Keeper(db)
        for each in waiting:
            keeper.add(each)
        keeper.finish()
        db.execute("COMMIT")
        spent += time.process_time() - start
        waiting.clear()

    for article, planted in enumerate(Archive(seed=seed, topics=topics).articles(10 * speakers), start=1):
        text = planted.record.article.text
        db.execute(
            "INSERT INTO articles (id, identity, text_id, document, version, latest, copy_of, origin, model, "
            "model_version, checks, added) VALUES (?, ?, '', ?, 1, 1, ?, '', '', '', '', '')",
            (article, str(article).encode(), article, article),
        )
        ids: dict[object, int] = {}
        for each, person in zip(planted.record.statements, planted.persons, strict=True):
            assert each.speaker is not None
            if each.speaker not in ids:
                ids[each.speaker] = len(true) + 1
                true[len(true) + 1] = person
                names[len(true)] = each.speaker.name
                row = (len(true), article, each.speaker.name, each.speaker.type)
                db.execute("INSERT INTO speakers (id, article, name, type) VALUES (?, ?, ?, ?)", row)
            source = words(text, each.source) if chance.random() < described else each.speaker.name
            statement += 1
            db.execute(
                "INSERT INTO statements (id, place, article, number, form, source, cue, content, source_spans, "
                "cue_spans, content_spans, speaker_id, speaker, speaker_type, addressee, confidence, digest) "
                "VALUES (?, ?, ?, ?, ?, ?, '', '', '', '', '', ?, ?, ?, ?, 1, 0)",
                (statement, statement, article, each.id, each.form, source, ids[each.speaker], each.speaker.name,
                 each.speaker.type, each.addressee),
            )  # fmt: skip
        waiting.append(article)
        if len(waiting) == BATCH:
            work()
        if len(true) >= speakers:
            break
    work()
    found = dict(db.execute("SELECT id, person FROM speakers"))
    by_name = Counter(names.values())
    return {
        "speakers": len(true),
        "persons": len(set(true.values())),
        "persons found": len(set(found.values())),
        "described": described,
        "B-cubed": b_cubed(found, true),
        "one name, one person": b_cubed(names, true),
        "every speaker a person": b_cubed({speaker: speaker for speaker in true}, true),
        "offered": db.execute("SELECT count(*) FROM person_offers").fetchone()[0],
        "speakers a second": round(len(true) / spent),
        "names": len(by_name),
    }


def main() -> None:
    """Print what was measured, as JSON."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--speakers", type=int, default=100_000)
    ap.add_argument("--topics", type=int, default=1_000, help="each has a cast of twelve")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--described", type=float, nargs="+", default=[1.0, 0.5, 0.0], help="share of sources with a role")
    a = ap.parse_args()
    for described in a.described:
        print(json.dumps(measured(a.speakers, seed=a.seed, topics=a.topics, described=described), indent=2), flush=True)


if __name__ == "__main__":
    main()
