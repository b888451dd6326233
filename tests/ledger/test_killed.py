"""Whoever adds may be killed at any instant, and many may add and ask at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from onrecord.ledger.ledger import Ledger
from tests.ledger.records import intact, story

ROOT = Path(__file__).parents[2]
ROUNDS = 50


def test_fifty_kills_lose_nothing_acknowledged_and_double_nothing(tmp_path):
    command = [sys.executable, "-m", "tests.ledger.killed", str(tmp_path), str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    rounds = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    in_the_middle = [kept for _, kept, ended in rounds if kept and not ended]
    assert len(in_the_middle) >= ROUNDS // 4, f"the kills came too early or too late to prove anything: {rounds}"


WRITER = """
import sys
from onrecord.ledger import ledger as module
from onrecord.ledger.ledger import Ledger
from tests.ledger.records import story
module.BATCH_ARTICLES = 5
first, last = int(sys.argv[2]), int(sys.argv[3])
with Ledger(sys.argv[1]) as ledger:
    added = ledger.add(story(number) for number in range(first, last))
print(added.new, added.unchanged)
"""

READER = """
import sys, time
from onrecord.errors import LedgerMissing
from onrecord.ledger.ledger import Ledger
seen, asked, until = 0, 0, time.monotonic() + float(sys.argv[2])
with Ledger(sys.argv[1]) as ledger:
    while time.monotonic() < until:
        try:
            answer = ledger.find("harbour", sort="first", limit=1000)
        except LedgerMissing:
            continue
        asked += 1
        assert answer.total == len(answer.found), "one answer is of two moments"
        assert answer.total >= seen, "what was there is gone"
        assert answer.total % 5 == 0, "half a batch was seen"
        seen = answer.total
print(asked)
"""


def test_two_writers_and_ten_readers_at_once(tmp_path):
    """The two add articles that overlap, so that each finds some that the other has stored."""
    path = str(tmp_path / "news.db")

    def start(code, *arguments):
        command = [sys.executable, "-c", code, path, *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    readers = [start(READER, 4) for _ in range(10)]
    writers = [start(WRITER, 0, 150), start(WRITER, 100, 250)]
    told = [(process.communicate(timeout=240), process.returncode) for process in (*writers, *readers)]
    assert [(error, status) for (_, error), status in told if status] == []
    counts = [tuple(map(int, out.split())) for (out, _), _ in told[:2]]
    assert sum(new for new, _ in counts) == 250
    assert sum(unchanged for _, unchanged in counts) == 50
    assert sum(int(out) for (out, _), _ in told[2:]) >= 10
    with Ledger(path) as ledger:
        assert len(list(ledger.export(all_versions=True))) == 250
    intact(path)


def test_many_make_the_same_ledger_at_the_same_instant(tmp_path):
    for number in range(15):
        path = tmp_path / f"{number}.db"
        gate = threading.Barrier(6)
        failures = []

        def work(each, path=path, gate=gate, failures=failures):
            gate.wait()
            try:
                with Ledger(path) as ledger:
                    ledger.add([story(each)])
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(each,)) for each in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(list(Ledger(path).export())) == 6


def test_one_ledger_is_shared_by_threads(ledger):
    failures = []

    def work(number):
        try:
            ledger.add(story(each) for each in range(number * 10, number * 10 + 10))
            assert ledger.find("harbour", limit=1000).total >= 10
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list(ledger.export())) == 60
    intact(ledger.path)
