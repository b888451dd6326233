"""Whatever dies or breaks: nothing finished is lost, nothing is there twice, and the report accounts for all."""

from __future__ import annotations

import gzip
import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.batch.run import batch
from onrecord.errors import InputError
from onrecord.reading.inputs import read_inputs
from tests.batch.conftest import FILLER, accounted, archive, rows, shards

ROOT = Path(__file__).parents[2]
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


def children(pid: int, role: str = "") -> list[int]:
    """The processes of a batch that the process `pid` has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_text()
            except (OSError, ValueError):
                continue
            if parent == pid and "onrecord.batch.child" in words and role in words:
                found.append(int(entry.name))
    return found


def test_an_article_that_kills_is_set_aside_after_its_second_time_and_the_rest_is_read(tmp_path):
    given = archive(tmp_path / "a.jsonl", range(40), n7="DEADLY. ", n8="DEADLY. ", n31="DEADLY. ", n39="FAILS. ")
    report = batch([given], tmp_path / "out", workers=2, shard_items=15)
    assert (report.articles, report.failures) == (36, {"SetAside": 4})
    assert report.deaths == 6
    assert sorted(report.set_aside) == [f"{given}:{line}" for line in (32, 8, 9)]
    failures = {row["key"]: row["problem"] for row in rows(tmp_path / "out", "failures")}
    assert list(failures) == [7, 8, 31, 39]
    assert "died, and so did the one after it" in failures[7]
    assert "RecursionError: much too deep" in failures[39]
    assert accounted(tmp_path / "out")["set_aside"] == report.set_aside


def test_an_article_over_which_one_process_died_is_read_by_the_next(tmp_path):
    given = archive(tmp_path / "a.jsonl", range(20), n5=f"ONCE:{tmp_path / 'died'} . ")
    report = batch([given], tmp_path / "out", workers=1)
    assert (report.articles, report.deaths, report.set_aside) == (20, 1, [])
    accounted(tmp_path / "out")


def test_a_file_that_kills_what_takes_it_apart_is_left_there_and_the_next_goes_on(tmp_path):
    one = archive(tmp_path / "a.jsonl", range(30), n21="UNPACKED. ")
    two = archive(tmp_path / "b.jsonl", range(30, 35))
    report = batch([one, two], tmp_path / "out", workers=1, shard_items=10)
    assert (report.articles, report.failures, report.deaths) == (26, {"SetAside": 1}, 2)
    (failure,) = rows(tmp_path / "out", "failures")
    assert (failure["origin"], failure["key"]) == (str(one), 21)
    assert "after 21 of its articles" in failure["problem"]
    accounted(tmp_path / "out")


@needs_proc
def test_workers_that_are_killed_at_random_points_cost_nothing_but_time(tmp_path, start, monkeypatch):
    given = archive(tmp_path / "a.jsonl", range(150))
    batch([given], tmp_path / "whole", workers=2, shard_items=20)
    monkeypatch.setenv("ONRECORD_TEST_SECONDS", "0.05")
    at_work = tmp_path / "at-work"
    at_work.mkdir()
    monkeypatch.setenv("ONRECORD_TEST_AT_WORK", str(at_work))
    chance, killed = random.Random(5), 0
    run = start(given, "--out", tmp_path / "out", "--workers", 2, "--shard", 20, "--quiet")
    while run.poll() is None:
        # Only whoever has begun to work: a process that is killed at its start again and again rightly ends the run.
        time.sleep(chance.uniform(0.4, 0.7))
        victims = sorted(set(children(run.pid)) & {int(path.name) for path in at_work.iterdir()})
        if len(victims) > 1 and killed < 8:
            with suppress(ProcessLookupError):  # who has just ended needs no killing
                os.kill(chance.choice(victims), signal.SIGKILL)
                killed += 1
    assert run.returncode == 0, run.stderr.read()
    assert killed >= 3, "the kills came too late to prove anything"
    report = accounted(tmp_path / "out")
    assert report["set_aside"] == []
    assert shards(tmp_path / "out") == shards(tmp_path / "whole")


@needs_proc
def test_a_driver_that_is_killed_and_started_again_does_nothing_twice(tmp_path, start, monkeypatch):
    given = [archive(tmp_path / "a.jsonl", range(90)), archive(tmp_path / "b.jsonl", range(90, 120))]
    batch(given, tmp_path / "whole", workers=2, shard_items=10)
    monkeypatch.setenv("ONRECORD_TEST_SECONDS", "0.1")
    out, chance = tmp_path / "out", random.Random(7)
    seen: dict[Path, tuple[int, int]] = {}
    killed_with_some = orphans = 0
    for _ in range(40):
        run = start(*given, "--out", out, "--workers", 2, "--shard", 10, "--quiet")
        noted = _wait(run, out, len(seen) + chance.randint(0, 1), chance)
        if run.poll() is None:
            orphans += len(mine := children(run.pid))
            run.kill()
            run.wait()
            _gone(mine)
        done = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in _finished(out)}
        assert seen.items() <= done.items(), "a finished shard was lost, or written again"
        killed_with_some += run.returncode != 0 and bool(noted)
        seen = done
        if run.returncode == 0:
            break
    assert run.returncode == 0, run.stderr.read()
    assert killed_with_some >= 2, "the kills came too early to prove anything"
    assert orphans, "no process was there when its driver was killed"
    assert shards(out) == shards(tmp_path / "whole")
    accounted(out)


def _wait(run: subprocess.Popen, out: Path, shards_wanted: int, chance: random.Random) -> int:
    """Until the driver has ended or so many shards are finished, and a little longer; how many are."""
    while run.poll() is None and len(list((out / "shards").glob("*.json"))) < shards_wanted:
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 0.3))
    return len(list((out / "shards").glob("*.json")))


def _finished(out: Path) -> list[Path]:
    notes = list((out / "shards").glob("*.json"))
    return [*notes, *(out / table / f"{note.stem}.parquet" for note in notes for table in ("articles", "statements"))]


def _gone(pids: list[int]) -> None:
    """Wait until the processes have ended: they notice that nobody is there any more."""
    for _ in range(600):
        alive = [pid for pid in pids if "onrecord.batch.child" in _command(pid)]
        if not alive:
            return
        time.sleep(0.05)
    raise AssertionError(f"{alive} go on though their driver is gone")


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_a_full_disk_stops_the_run_and_costs_no_finished_shard(tmp_path):
    """The system refuses the driver files of more than so many bytes, from next to nothing to enough."""
    given = archive(tmp_path / "a.jsonl", range(30))
    batch([given], tmp_path / "whole", workers=1, shard_items=10)
    command = [sys.executable, "-m", "onrecord.cli.main", "batch", str(given), "--workers", "1", "--shard", "10", "-q"]
    refused = 0
    for limit in (0, 100, 2_000, 6_000, 20_000):
        out = tmp_path / f"{limit}"

        def limited(limit=limit):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        done = subprocess.run(
            [*command, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, check=False
        )
        if done.returncode:
            refused += 1
            assert "Traceback" not in done.stderr, done.stderr
            assert "it goes on where it stopped" in done.stderr, done.stderr
        again = subprocess.run([*command, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        assert shards(out) == shards(tmp_path / "whole")
        accounted(out)
    assert refused >= 3


def test_a_gzip_bomb_and_cut_crawls_are_told_of_and_the_rest_is_read(tmp_path):
    """A crawl is cut at many places; each time what came before is in the shards and the cut in the failures."""
    (tmp_path / "in").mkdir()
    whole = b"".join(_page(number) for number in range(6))
    chance = random.Random(3)
    for number, at in enumerate(sorted(chance.sample(range(1, len(whole)), 14))):
        (tmp_path / f"in/{number:02}.warc").write_bytes(whole[:at])
    packed = gzip.compress(whole)
    (tmp_path / "in/cut.warc.gz").write_bytes(packed[: len(packed) // 2])
    with gzip.open(tmp_path / "in/bomb.jsonl.gz", "wb") as out:
        for _ in range(100):
            out.write(bytes(1 << 20))
    archive(tmp_path / "in/zz.jsonl", range(3))
    report = batch([tmp_path / "in"], tmp_path / "out", workers=2, shard_items=9)
    told = list(read_inputs([tmp_path / "in"]))
    assert report.articles == sum(not isinstance(item, InputError) for item in told)
    failures = [f"{r['origin']}: {r['problem']} {r['advice']}" for r in rows(tmp_path / "out", "failures")]
    assert failures == [str(item) for item in told if isinstance(item, InputError)]
    assert report.failures["InputTooLarge"] == 1
    assert report.failures["InputCut"] >= 12
    accounted(tmp_path / "out")


def _page(number: int) -> bytes:
    """A page as a crawl has it."""
    words = f"Brooks says that harbour {number} is closed. "
    page = f"<html><body><article><h1>Harbour</h1>{f'<p>{FILLER}{words}</p>' * 3}</article></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n{page}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
    head += f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"
