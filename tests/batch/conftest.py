"""What the tests of batches share: archives to be read, and processes that read without a model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOOK = Path(__file__).parent / "hook"
TABLES = ("articles", "statements", "failures")
FILLER = "The pier of Marlow Sound was built when the harbour was young and has been repaired many times since then. "

pytest.importorskip("duckdb", reason="shards are written by DuckDB: pip install 'onrecord[parquet]'")


@pytest.fixture(autouse=True)
def hooked(monkeypatch):
    """The processes of batches read as `tests.batch.hooked` says."""
    monkeypatch.setenv("PYTHONPATH", f"{HOOK}{os.pathsep}{ROOT}")


def story(number: int, extra: str = "") -> dict[str, str]:
    """An article of two statements, as a line of JSON has it."""
    text = f"{FILLER}Brooks says that harbour {number} is closed. {FILLER}{extra}Orr says it is number {number}."
    return {"text": text, "url": f"https://a.example/{number}", "title": f"Harbour {number}", "published": "2026-10-12"}


def archive(path: Path, numbers: range, **extras: str) -> Path:
    """A file of JSON lines with these stories; `extras` are more words by the number of a story (`n7`)."""
    lines = (json.dumps(story(number, extras.get(f"n{number}", ""))) for number in numbers)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def start():
    """Start `onrecord batch` as a process of its own."""
    started = []

    def run(*arguments, **options):
        command = [sys.executable, "-m", "onrecord.cli.main", "batch", *map(str, arguments)]
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
        process = subprocess.Popen(command, cwd=ROOT, **given)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def shards(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of every table."""
    return {f"{t}/{p.name}": p.read_bytes() for t in TABLES for p in sorted((folder / t).iterdir())}


def rows(folder: Path, table: str) -> list[dict]:
    """The rows of a table, in the order of the files."""
    from onrecord.batch import folder as folders

    return [row for path in sorted((folder / table).iterdir()) for row in folders.rows(path)]


def accounted(folder: Path) -> dict:
    """The report of a folder, of which every sum must be that of the tables."""
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    articles, statements, failures = (rows(folder, table) for table in TABLES)
    assert report["complete"]
    assert report["items"] == report["articles"] + report["failed"] == len(articles) + len(failures)
    assert report["articles"] == len(articles)
    assert report["failed"] == sum(report["failures"].values()) == len(failures)
    assert report["statements"] == len(statements) == sum(row["statements"] for row in articles)
    assert report["characters"] == sum(row["characters"] for row in articles)
    keys = [row["key"] for row in articles] + [row["key"] for row in failures]
    assert len(keys) == len(set(keys)), "something is there twice"
    assert not (folder / ".work").exists()
    return report
