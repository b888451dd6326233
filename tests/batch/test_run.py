"""What a batch makes, that it is the same however it is made, and that it goes on with nothing but what it began."""

from __future__ import annotations

import gzip
import json
import os

import pytest

from onrecord.batch import folder as folders
from onrecord.batch.run import batch
from onrecord.errors import BatchError, UsageError
from onrecord.reading.inputs import read_inputs
from onrecord.record import Record
from tests.batch import hooked
from tests.batch.conftest import accounted, archive, rows, shards


def test_a_shard_gives_back_the_records_that_were_read(tmp_path):
    given = [archive(tmp_path / "a.jsonl", range(5)), archive(tmp_path / "b.jsonl", range(5, 9))]
    report = batch(given, tmp_path / "out", workers=2, shard_items=4)
    assert list(folders.records(tmp_path / "out")) == [hooked.read(article) for article in read_inputs(given)]
    assert (report.articles, report.statements, report.shards, report.failed) == (9, 18, 3, 0)
    assert accounted(tmp_path / "out")["model"]["name"] == "onrecord-en"
    assert folders.is_batch(tmp_path / "out")
    assert folders.is_complete(tmp_path / "out")


def test_what_is_in_the_shards_does_not_depend_on_the_number_of_processes(tmp_path):
    given = [
        archive(tmp_path / "a.jsonl", range(70)),
        tmp_path / "missing.txt",
        archive(tmp_path / "b.jsonl", range(9)),
    ]
    made = []
    for workers in (1, 3):
        batch(given, tmp_path / f"{workers}", workers=workers, shard_items=7)
        accounted(tmp_path / f"{workers}")
        made.append(shards(tmp_path / f"{workers}"))
    assert made[0] == made[1]
    assert len(made[0]) == 3 * 12


def test_every_article_and_every_error_is_in_its_place_by_its_key(tmp_path):
    path = tmp_path / "mixed.jsonl"
    lines = archive(path, range(6)).read_text().splitlines()
    path.write_text("\n".join([*lines[:2], "{broken", *lines[2:4], '{"text": ""}', *lines[4:]]))
    report = batch([path], tmp_path / "out", workers=2, shard_items=3)
    assert report.failures == {"BadFormat": 1, "NoArticle": 1}
    assert [row["key"] for row in rows(tmp_path / "out", "articles")] == [0, 1, 3, 4, 6, 7]
    failures = rows(tmp_path / "out", "failures")
    assert [(row["key"], row["error"]) for row in failures] == [(2, "BadFormat"), (5, "NoArticle")]
    assert failures[0]["origin"] == f"{path}:3"
    accounted(tmp_path / "out")


def test_given_again_nothing_is_read_or_written_again(tmp_path):
    given = [archive(tmp_path / "a.jsonl", range(10))]
    first = batch(given, tmp_path / "out", workers=1, shard_items=4)
    before = {path: path.stat() for path in (tmp_path / "out").rglob("*.parquet")}
    again = batch(given, tmp_path / "out", workers=2, shard_items=4)
    assert again.run["items"] == 0
    assert (again.items, again.statements, again.shards) == (first.items, first.statements, first.shards)
    assert {path: path.stat() for path in (tmp_path / "out").rglob("*.parquet")} == before
    accounted(tmp_path / "out")


def test_a_shard_that_is_gone_or_cut_is_made_again_and_no_other(tmp_path):
    given = [archive(tmp_path / "a.jsonl", range(12))]
    batch(given, tmp_path / "out", workers=1, shard_items=4)
    whole = shards(tmp_path / "out")
    (tmp_path / "out/articles/000000-00001.parquet").unlink()
    os.truncate(tmp_path / "out/statements/000000-00002.parquet", 100)
    again = batch(given, tmp_path / "out", workers=1, shard_items=4)
    assert again.run["items"] == 8
    assert shards(tmp_path / "out") == whole
    accounted(tmp_path / "out")


def test_a_folder_goes_on_with_what_it_was_begun_with_and_nothing_else(tmp_path):
    one, two = archive(tmp_path / "a.jsonl", range(3)), archive(tmp_path / "b.jsonl", range(3, 6))
    out = tmp_path / "out"
    batch([one, two], out, workers=1)
    before = shards(out)
    for inputs, options, said in (
        ([one], {}, "more or fewer inputs"),
        ([two, one], {}, r"a\.jsonl where now .*b\.jsonl"),
        ([one, two], {"shard_items": 7}, "another shard items: 1000, not 7"),
    ):
        with pytest.raises(BatchError, match=said):
            batch(inputs, out, workers=1, **options)
    two.write_text(two.read_text() + "\n")
    with pytest.raises(BatchError, match=r"b\.jsonl was changed since"):
        batch([one, two], out, workers=1)
    assert shards(out) == before


def test_other_folders_are_left_alone(tmp_path):
    given = archive(tmp_path / "a.jsonl", range(3))
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("Dear all")
    with pytest.raises(BatchError, match=r"something else in it \(letter.txt\)"):
        batch([given], full)
    with pytest.raises(UsageError, match="the shards would be inputs"):
        batch([tmp_path], tmp_path / "out")
    with pytest.raises(UsageError, match="standard input is gone"):
        batch(["-"], tmp_path / "out")
    with pytest.raises(BatchError, match="cannot be written: File exists"):
        batch([given], given)
    with pytest.raises(UsageError, match="no engine 'spark'"):
        batch([given], tmp_path / "out", engine="spark")
    with pytest.raises(UsageError, match="say --engine ray"):
        batch([given], tmp_path / "out", address="auto")
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "batch.json").write_text('{"format": 2}')
    with pytest.raises(BatchError, match="newer version"):
        batch([given], newer)


def test_two_runs_in_one_folder_do_not_meet(tmp_path):
    given = [archive(tmp_path / "a.jsonl", range(3))]
    out = tmp_path / "out"
    folders.make(out)
    with folders.locked(out), pytest.raises(BatchError, match="Another run is writing in it"):
        batch(given, out)
    assert batch(given, out, workers=1).articles == 3


def test_folders_patterns_and_empty_ones_are_inputs_as_they_are_for_read(tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    for number in range(4):
        archive(many / f"{number}.jsonl", range(number, number + 2))
    (tmp_path / "empty").mkdir()
    given = [many, tmp_path / "none-*.txt", tmp_path / "empty", str(many / "*1.jsonl")]
    batch(given, tmp_path / "out", workers=1)
    told = [str(item) if isinstance(item, Exception) else hooked.read(item) for item in read_inputs(given)]
    failures = [f"{r['origin']}: {r['problem']} {r['advice']}" for r in rows(tmp_path / "out", "failures")]
    assert [*folders.records(tmp_path / "out")] == [each for each in told if isinstance(each, Record)]
    assert failures == [each for each in told if isinstance(each, str)]
    assert len(failures) == 2
    accounted(tmp_path / "out")


def test_any_text_comes_back(tmp_path):
    path = tmp_path / "odd.jsonl"
    odd = 'Brooks says a\x00b \u2028 é \U0001f600 "quoted" and \\ back. ' + "The pier is old and very long. " * 9
    path.write_text(
        "\n".join(json.dumps({"text": text, "title": odd}) for text in (odd, odd + "\ud800", odd + "\n\n\r"))
    )
    batch([path], tmp_path / "out", workers=1)
    assert list(folders.records(tmp_path / "out")) == [hooked.read(article) for article in read_inputs([path])]
    accounted(tmp_path / "out")


def test_named_columns_reach_the_processes(tmp_path):
    from onrecord.reading.columns import Columns

    path = tmp_path / "export.jsonl.gz"
    with gzip.open(path, "wt") as out:
        out.write(json.dumps({"body": "Brooks says that it is closed. " * 8}) + "\n")
    assert batch([path], tmp_path / "out", workers=1, columns=Columns(text="body")).statements == 8
    with pytest.raises(BatchError, match="another columns"):
        batch([path], tmp_path / "out", workers=1)


def test_a_shard_that_was_tampered_with_is_an_error_in_its_place(tmp_path):
    batch([archive(tmp_path / "a.jsonl", range(8))], tmp_path / "out", workers=1, shard_items=4)
    path = tmp_path / "out/articles/000000-00000.parquet"
    path.write_bytes(b"x" * path.stat().st_size)
    results = list(folders.records(tmp_path / "out"))
    assert [type(result).__name__ for result in results] == ["BadFormat", *["Record"] * 4]
