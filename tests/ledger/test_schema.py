"""The schema is what its description says, and a ledger is of one version or of another, never between."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.cli.main import main
from onrecord.ledger import connection, schema
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.rows import ARTICLE_COLUMNS, STATEMENT_COLUMNS
from tests.ledger.records import story

ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty(tmp_path):
    with closing(connection.open_for_writing(str(tmp_path / "news.db"))) as opened:
        yield opened


def names(opened, kind):
    found = opened.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,))
    return {name for (name,) in found if not re.search("_words_|^sqlite_", name)}


def test_every_table_and_view_is_described(empty):
    described = set(re.findall(r"`?(\w+)`?", schema.__doc__))
    assert names(empty, "table") | names(empty, "view") - {"readable"} <= described


def test_every_table_has_typed_columns(empty):
    kinds = empty.execute("SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert [name for name, _, strict in kinds if not strict and not name.startswith("sqlite_")] == []


def test_what_is_inserted_are_the_columns(empty):
    def columns(table):
        return [row[1] for row in empty.execute(f"PRAGMA table_info({table})")]

    assert tuple(columns("articles")) == ARTICLE_COLUMNS
    assert tuple(columns("statements")) == (*STATEMENT_COLUMNS, "superseded")


def test_a_ledger_says_that_it_is_one(empty):
    assert empty.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"OnRe"),)
    assert empty.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert empty.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert empty.execute("PRAGMA synchronous").fetchone() == (2,)
    assert empty.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_an_older_ledger_is_brought_up_to_date_when_it_is_added_to_and_keeps_what_it_has(tmp_path, monkeypatch):
    path = tmp_path / "news.db"
    with Ledger(path) as ledger:
        ledger.add([story(1)])
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (id);\nCREATE TABLE last (id);"))
    for module in (schema, connection):
        monkeypatch.setattr(module, "VERSION", schema.VERSION + (module is schema))
    with Ledger(path) as ledger:
        with pytest.raises(Exception, match="Bring it up to date: onrecord add --retry"):
            ledger.find("harbour")
        assert main(["add", "--retry", "--ledger", str(path)]) == 0
        assert len(ledger.find("harbour").found) == 1
    with closing(sqlite3.connect(path)) as opened:
        assert {"later", "last"} <= names(opened, "table")


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "news.db"
    with Ledger(path) as ledger:
        ledger.add([story(1)])
    with monkeypatch.context() as changed:
        changed.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (id);\nCREATE TABLE meta (id);"))
        for module in (schema, connection):
            changed.setattr(module, "VERSION", schema.VERSION + (module is schema))
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            Ledger(path).add([story(2)])
    with Ledger(path) as ledger:
        assert len(ledger.find("harbour").found) == 1
    with closing(sqlite3.connect(path)) as opened:
        assert "later" not in names(opened, "table")


def test_asking_loads_neither_the_model_nor_what_is_worked_out(tmp_path):
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add([story(1)])
    code = (
        "import sys; from onrecord import Ledger\n"
        f"assert Ledger({str(tmp_path / 'news.db')!r}).find('harbour').total == 1\n"
        "print(*sorted(m for m in sys.modules if m.startswith('onrecord') or m in ('numpy', 'onnxruntime')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = done.stdout.split()
    assert "onrecord.ledger.search" in loaded
    assert not [m for m in loaded if re.search(r"numpy|onnx|extraction|pipeline|reading|families|people", m)]
