"""What the tests of the ledger share: a ledger in a folder of its own, and records in marked-up text."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from onrecord.ledger.ledger import Ledger


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger."""
    with Ledger(tmp_path / "news.db") as made:
        yield made


@pytest.fixture
def rows(ledger):
    """Ask the ledger's file as any other tool would."""

    def ask(query, *values):
        with closing(sqlite3.connect(ledger.path)) as connection:
            return connection.execute(query, values).fetchall()

    return ask
