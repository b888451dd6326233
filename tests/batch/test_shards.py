"""A record goes into a shard and comes back without loss, whatever is in it; and the command says what it did."""

from __future__ import annotations

import json

from hypothesis import Phase, given, settings

from onrecord.batch import folder
from onrecord.batch.columns import TABLES, failure_line
from onrecord.batch.lots import Lot, Piece, Rows, rows_of
from onrecord.batch.run import Progress, Report
from onrecord.batch.shards import Shards
from onrecord.cli import batch as cli
from onrecord.cli.main import main
from onrecord.errors import InputError, InputMissing
from onrecord.reading.records import read_either
from tests.batch.conftest import archive, rows
from tests.batch.test_families import made
from tests.formats.strategies import records


@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(records())
def test_every_record_comes_back_as_its_json_does(tmp_path_factory, record):
    try:
        json.dumps(record.to_dict(), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # halves of characters
        assert rows_of(record, 3).error == "NotText"
        return
    place = made(tmp_path_factory.mktemp("shards") / "out", [record])
    (found,) = folder.records(place)
    try:
        asked = read_either(record.to_dict(), origin="-")
    except InputError:
        assert isinstance(found, InputError)
    else:
        assert found == asked
        assert found.to_dict() == asked.to_dict()


def test_the_columns_are_those_that_are_documented(tmp_path):
    place = tmp_path / "out"
    folder.make(place)
    shards = Shards(place)
    error = InputMissing("a.txt", "There is no such file.", "Check it.")
    assert failure_line(error, 7).endswith(b"\n")
    shards.take(Piece(Lot(0, 0, 0, 0, (), True, True, 0), (rows_of(error, 7),)))
    import duckdb

    for table, columns in TABLES.items():
        query = f"DESCRIBE SELECT * FROM '{place}/{table}/*.parquet'"
        assert [row[0] for row in duckdb.sql(query).fetchall()] == [column.name for column in columns]
        assert all(column.meaning.endswith(".") for column in columns)
    assert rows(place, "failures")[0]["key"] == 7


def test_pieces_come_in_any_order_and_twice(tmp_path):
    folder.make(tmp_path / "out")
    shards = Shards(tmp_path / "out")

    def piece(number, closes):
        line = json.dumps({"key": number, "origin": str(number)}).encode() + b"\n"
        return Piece(Lot(3, 1, number, number, (), closes, False, 0), (Rows(failures=line, error="NotText"),))

    assert shards.take(piece(2, True)) is None
    assert shards.take(piece(0, False)) is None
    assert shards.take(piece(0, False)) is None
    note = shards.take(piece(1, False))
    assert note is not None
    assert (note.name, note.items, note.failures) == ("000003-00001", 3, {"NotText": 3})
    assert shards.take(piece(1, False)) is None
    assert [row["origin"] for row in rows(tmp_path / "out", "failures")] == ["0", "1", "2"]


def test_the_command_says_what_was_read_and_lists_what_was_not(tmp_path, capsys):
    lines = archive(tmp_path / "a.jsonl", range(6)).read_text()
    (tmp_path / "a.jsonl").write_text(lines + "{\n" * 30)
    arguments = ["batch", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "out"), "--workers", "1"]
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert "out holds 6 articles with 12 statements, from 1 input." in said.out
    assert "This run read 6 articles in " in said.out
    told = said.err.splitlines()
    assert told[0] == "30 of 36 could not be read (30 BadFormat):"
    assert told[-1] == f"  and 10 more: all of them are in {tmp_path / 'out' / 'failures'}."
    assert len(told) == 22
    assert main(arguments) == 1
    assert "All of it was there already." in capsys.readouterr().out
    assert main([*arguments[:2], "--out", str(tmp_path / "out"), "--shard", "7"]) == 1
    assert "It was begun with another shard items" in capsys.readouterr().err


def test_progress_has_a_rate_and_an_end():
    progress = Progress(bytes=1_000, reached=250, items=50, articles=48, failures=2, statements=400, seconds=10.0)
    assert (progress.rate, progress.left) == (5.0, 30.0)
    assert cli.line(progress).startswith("48 articles, 400 statements, 2 not readable, 5.0 a second, done at about ")
    assert cli.line(progress).endswith("(in 30 s)")
    assert "done at" not in cli.line(Progress(bytes=0, items=1, seconds=1.0))
    resumed = Progress(bytes=1_000, reached=600, before=500, items=10, seconds=10.0)
    assert resumed.left == 40.0
    assert [cli.duration(seconds) for seconds in (3, 700, 7_500)] == ["3 s", "12 min", "2 h 5 min"]


def test_a_report_names_no_more_than_a_thousand():
    from onrecord.batch.shards import Note

    report = Report("out", 1, 1, "0", ("m", "1"))
    for number in range(3):
        aside = tuple(f"{number}-{each}" for each in range(600))
        report.add(Note(0, number, False, 600, 0, 0, 0, {"SetAside": 600}, aside, 1_200, {}))
    assert (report.failed, report.deaths, len(report.set_aside)) == (1_800, 3_600, 1_000)
