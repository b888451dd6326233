"""Kills whoever adds, at random instants, and looks at what is left: `python -m tests.ledger.killed FOLDER ROUNDS`.

Each round forks a process that adds all articles, from the first, and says after each batch how many it has been told
are kept. It is killed after a random time, and then everything that it said has to be there, once, and whole. The
process that forks has no threads and no open ledger, so that what it leaves behind is what a kill leaves behind.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.ledger import ledger as module
from onrecord.ledger import rows
from onrecord.ledger.ledger import Ledger
from tests.ledger.records import intact, story

ARTICLES = 240


def main(folder: str, rounds: int, seed: int = 11) -> None:
    """Run the rounds and print how many ended at which stage; raises AssertionError when something was lost."""
    module.BATCH_ARTICLES = 4
    made = [story(number, words=120) for number in range(ARTICLES)]
    identities = [rows.identity(each.article) for each in made]
    chance = random.Random(seed)
    path = str(Path(folder) / "news.db")
    longest = 0.0
    ended = acknowledged_ever = 0
    for number in range(rounds):
        if ended:  # it came to its end: begin anew, so that every round has something to lose
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            acknowledged_ever = ended = 0
        if not acknowledged_ever:  # as long as it takes from nothing to the end, on this machine and at this moment
            longest = timed(made)
        acknowledged, ended = add_and_kill(path, made, chance.uniform(0, longest))
        acknowledged_ever = max(acknowledged_ever, acknowledged)
        kept = found(path)
        assert set(identities[:acknowledged_ever]) <= set(kept), f"round {number}: something acknowledged is lost"
        assert len(kept) == len(set(kept)), f"round {number}: something is there twice"
        print(f"{acknowledged} {len(kept)} {ended}", flush=True)
    with Ledger(path) as ledger:
        ledger.add(made)
        assert len(list(ledger.export(all_versions=True))) == ARTICLES
        assert sum(len(each.statements) for each in ledger.export()) == sum(len(each.statements) for each in made)
    intact(path)


def timed(made: list) -> float:
    """Seconds that a process takes to add all articles when nobody kills it."""
    with TemporaryDirectory() as folder:
        start = time.monotonic()
        assert add_and_kill(str(Path(folder) / "news.db"), made, None) == (len(made), 1)
        return time.monotonic() - start


def add_and_kill(path: str, made: list, seconds: float | None) -> tuple[int, int]:
    """How many articles the process said were kept before it was killed after so many seconds, or not at all, and
    whether it came to its end."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            with Ledger(path) as ledger:
                ledger.add(made, told=lambda added: os.write(write, b"%d\n" % (added.new + added.unchanged)))
        finally:
            os._exit(0)
    os.close(write)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read) as said:
        numbers = [int(line) for line in said.read().split()]
    return max(numbers, default=0), int(os.WIFEXITED(status))


def found(path: str) -> list[bytes]:
    """The identities of the articles in the ledger, none where it was killed before there was one."""
    if not Path(path).exists():
        return []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone():
            return []
        whole = "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article FROM statements)"
        assert connection.execute(whole).fetchone() == (0,), "an article is there without its statements"
        return [identity for (identity,) in connection.execute("SELECT identity FROM articles")]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
