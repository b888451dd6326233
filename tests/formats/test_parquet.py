"""Parquet: the words come back exactly, with a type for every column."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.formats import parquet
from onrecord.formats.csv import COLUMNS, values
from onrecord.span import Span
from tests.formats.strategies import records

duckdb = pytest.importorskip("duckdb")


def whole(made):
    """Whether UTF-8 has a form for all of it; a ledger holds nothing else."""
    return not any("\ud800" <= c <= "\udfff" for c in json.dumps(made.to_dict(), ensure_ascii=False))


def loaded(path):
    with duckdb.connect() as connection:
        return connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()


@settings(max_examples=25)
@given(st.lists(records().filter(whole), max_size=3))
def test_any_records_come_back(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("any") / "s.parquet"
    parquet.save(iter(made), path)
    expected = []
    for record in made:
        by_id = {statement.id: statement for statement in record.statements}
        expected += [dict(zip(COLUMNS, values(record, s, by_id), strict=True)) for s in record.statements]
    found = [dict(zip(COLUMNS, row, strict=True)) for row in loaded(path)]
    for row, wanted in zip(found, expected, strict=True):
        for name, value in wanted.items():
            if isinstance(value, tuple):
                assert [Span(**span) for span in row[name]] == list(value)
            elif name in ("said_from", "said_to") and value:
                assert row[name].isoformat() == value
            else:
                assert row[name] == value
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "s.parquet"
    path.write_text("old")

    def broken():
        raise ZeroDivisionError
        yield

    with pytest.raises(ZeroDivisionError):
        parquet.save(broken(), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["none/s.parquet", ""])
def test_a_place_that_cannot_be_written_to_is_named(tmp_path, name):
    with pytest.raises(UsageError, match="cannot be written"):
        parquet.save(iter(()), tmp_path / name)


def test_without_duckdb_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[parquet\]'"):
        parquet.save(iter(()), tmp_path / "s.parquet")
