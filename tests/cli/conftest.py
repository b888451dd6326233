"""What the tests of the command line share: the fake reader in place of the real one, and the program as a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import main
from tests.cli.fake import FakeReader, install

ROOT = Path(__file__).parents[2]


@pytest.fixture
def onrecord(monkeypatch, capsys):
    """Run the command in this process with the fake reader; gives status, output, errors."""
    monkeypatch.setitem(sys.modules, "onrecord.pipeline", install())
    monkeypatch.delenv("COLUMNS", raising=False)
    FakeReader.made.clear()

    def run(*arguments):
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def start():
    """Start the program with the fake reader as a process of its own."""
    started = []

    def run(*arguments, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
        process = subprocess.Popen([sys.executable, "-m", "tests.cli.fake", *arguments], cwd=ROOT, **options)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def article(tmp_path):
    """A file of marked-up text."""
    path = tmp_path / "pier.txt"
    path.write_text("[s1 Ana Brooks] [c1 said] [t1 the pier would “close”].", encoding="utf-8")
    return str(path)
