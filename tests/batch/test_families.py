"""The families of a folder are those that a ledger finds, and adding a folder to a ledger adds its records."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from benchmarks.archive import Archive
from onrecord.batch import families, folder
from onrecord.batch.columns import article_line, statement_lines
from onrecord.batch.lots import Lot, Piece, Rows
from onrecord.batch.shards import Shards
from onrecord.cli.main import main
from onrecord.errors import BatchError
from onrecord.ledger.ledger import Ledger


def made(place, records, *, shard=50):
    """A folder of shards with these records, as a run makes them."""
    folder.make(place)
    shards = Shards(place)
    for number in range(0, len(records), shard):
        some = records[number : number + shard]
        rows = tuple(
            Rows(article_line(r, key), statement_lines(r, key), b"", len(r.statements), len(r.article.text))
            for key, r in enumerate(some, start=number)
        )
        ends = number + shard >= len(records)
        shards.take(Piece(Lot(0, number // shard, 0, number, (), True, ends, 0), rows))
    shards.close()
    folder.write(place, folder.MANIFEST, folder.Manifest("0", ("archive", "1"), "", shard, None).to_dict())
    folder.write(place, folder.REPORT, {"complete": True})
    return place


def in_folder(place):
    """The families, each as the set of its reports: address and number of the statement."""
    urls = {key: record.article.url for key, record in folder.keyed(place)}
    found = {}
    for row in folder.rows(families.make(place) / families.REPORTS):
        found.setdefault(row["family"], set()).add((urls[row["key"]], row["statement"]))
    return {frozenset(reports) for reports in found.values()}


def in_ledger(path):
    """The same of a ledger."""
    query = (
        "SELECT m.family, a.url, s.number FROM family_members AS m JOIN quotations AS q ON q.wording = m.wording "
        "JOIN statements AS s ON s.id = q.statement JOIN articles AS a ON a.id = s.article"
    )
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for family, url, number in connection.execute(query):
            found.setdefault(family, set()).add((url, number))
    return {frozenset(reports) for reports in found.values()}


@pytest.mark.parametrize("seed", [3, 4])
def test_a_folder_has_the_families_that_a_ledger_finds(tmp_path, seed):
    records = [planted.record for planted in Archive(seed=seed, topics=12).articles(2_000)]
    records.append(records[7])  # the very same again: a ledger leaves it, and so do families
    place = made(tmp_path / "out", records)
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(folder.records(place))
    mine, theirs = in_folder(place), in_ledger(tmp_path / "news.db")
    assert len(theirs) > 100
    assert mine == theirs


def test_figures_are_those_of_the_ledger(tmp_path, capsys):
    records = [planted.record for planted in Archive(seed=5, topics=8).articles(2_000)]
    place = made(tmp_path / "out", records)
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(records)
        told = [(f.quotations, f.articles, f.outlets) for f in ledger.families(outlets=3, limit=20)]
        mine = [(f.reports, f.articles, f.outlets) for f in families.widest(place, outlets=3, limit=20)]
        assert mine == told
        words = families.widest(place, outlets=3)[0].words
        assert main(["families", words, "--shards", str(place), "--limit", "1"]) == 0
    said = capsys.readouterr().out
    assert f"{mine[0][0]} reports in {mine[0][2]} outlets" in said
    assert words.split()[0] in said


def test_families_are_found_once_and_again_when_there_is_more(tmp_path):
    records = [planted.record for planted in Archive(seed=6, topics=4).articles(400)]
    place = made(tmp_path / "out", records[:30], shard=10)
    first = families.make(place).stat().st_ino
    assert families.make(place).stat().st_ino == first
    note = sorted((place / "shards").iterdir())[0]
    note.unlink()
    assert families.make(place).stat().st_ino != first
    assert not (place / ".work" / "families").exists()


def test_little_memory_is_enough(tmp_path):
    records = [planted.record for planted in Archive(seed=7, topics=6).articles(800)]
    place = made(tmp_path / "out", records)
    much = in_folder(place)
    for path in (place / "families").iterdir():
        path.unlink()
    families.make(place, memory="160MB")
    assert in_folder(place) == much


def test_what_is_no_folder_of_shards_has_no_families(tmp_path):
    with pytest.raises(BatchError, match="is no folder of shards"):
        families.make(tmp_path)
    empty = made(tmp_path / "empty", [])
    with pytest.raises(BatchError, match="no finished shard"):
        families.make(empty)


def test_a_folder_is_added_to_a_ledger_without_the_model_and_a_second_time_changes_nothing(
    tmp_path, monkeypatch, capsys
):
    def never(*_):
        raise AssertionError("the model was loaded")

    monkeypatch.setattr("onrecord.pipeline.Reader._loaded", never)
    records = [planted.record for planted in Archive(seed=8, topics=6).articles(600)]
    records = [replace(r, article=replace(r.article, origin=f"{n}.txt")) for n, r in enumerate(records)]
    place = made(tmp_path / "out", records)
    given = ["add", str(place), "--ledger", str(tmp_path / "news.db")]
    assert main(given) == 0
    assert f"Added {len(records)} articles" in capsys.readouterr().out
    with Ledger(tmp_path / "news.db") as ledger:
        assert list(ledger.export(all_versions=True)) == records
    assert main(given) == 0
    assert f"{len(records)} were there already" in capsys.readouterr().out
    (place / folder.REPORT).unlink()
    assert main(given) == 1
    assert "is not finished" in capsys.readouterr().err


def test_a_ledger_and_shards_at_once_are_refused(tmp_path, capsys):
    assert main(["families", "--shards", str(tmp_path), "--ledger", str(tmp_path / "news.db")]) == 2
    assert "give --ledger or --shards, not both" in capsys.readouterr().err
