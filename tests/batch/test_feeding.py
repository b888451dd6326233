"""Parts and lots fall by what is in the inputs and by nothing else."""

from __future__ import annotations

import json

from onrecord.article import Article
from onrecord.batch import feeding, plan
from onrecord.batch.feeding import Place, Task, fed
from onrecord.batch.lots import Lot, unpacked
from onrecord.errors import InputMissing, SetAside
from tests.batch.conftest import archive


def lots(task):
    """The lots of a task, in this process."""
    return [answer for answer in fed(task) if isinstance(answer, Lot)]


def shape(found):
    """Of each lot: shard, number, place of its first item, items, whether it closes its shard and ends its part."""
    return [(lot.shard, lot.number, lot.first, len(lot.items), lot.closes, lot.ends) for lot in found]


def task(*paths, **options):
    """A task of one part with these files."""
    (part,) = plan.parts_of(paths)
    return Task(part, **{"shard_items": 40} | options)


def test_small_files_make_a_part_together_and_large_ones_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "PART_BYTES", 1_000)
    monkeypatch.setattr(plan, "PART_FILES", 3)
    sizes = {"a": 400, "b": 500, "c": 200, "d": 5_000, "e": 1, "f": 1, "g": 1, "h": 1}
    for name, size in sizes.items():
        (tmp_path / f"{name}.txt").write_bytes(b"x" * size)
    parts = list(plan.parts_of([tmp_path]))
    assert ["".join(source.name[-5] for source in part.sources) for part in parts] == ["ab", "c", "d", "efg", "h"]
    assert [part.number for part in parts] == [0, 1, 2, 3, 4]
    made = plan.make([tmp_path], tmp_path / "plan")
    assert list(made) == parts
    assert (made.parts, made.sources, made.bytes) == (5, 8, sum(sizes.values()))
    assert plan.make([tmp_path], tmp_path / "plan").digest == made.digest


def test_lots_are_full_or_the_last_of_their_shard(tmp_path):
    found = lots(task(archive(tmp_path / "a.jsonl", range(90))))
    assert shape(found) == [
        (0, 0, 0, 16, False, False),
        (0, 1, 16, 16, False, False),
        (0, 2, 32, 8, True, False),
        (1, 0, 40, 16, False, False),
        (1, 1, 56, 16, False, False),
        (1, 2, 72, 8, True, False),
        (2, 0, 80, 10, True, True),
    ]
    assert found[-1].reached == (tmp_path / "a.jsonl").stat().st_size
    assert [lot.reached for lot in found] == sorted(lot.reached for lot in found)


def test_a_part_that_ends_with_its_shard_says_so(tmp_path):
    assert shape(lots(task(archive(tmp_path / "a.jsonl", range(80)))))[-1] == (1, 2, 72, 8, True, True)
    assert shape(lots(task(archive(tmp_path / "b.jsonl", range(1)), shard_items=1))) == [(0, 0, 0, 1, True, True)]


def test_finished_shards_and_lots_that_were_given_do_not_come_again(tmp_path):
    path = archive(tmp_path / "a.jsonl", range(90))
    whole = lots(task(path))
    assert lots(task(path, finished=frozenset((0, 2)))) == whole[3:6]
    assert lots(task(path, finished=frozenset((0,)), given=2)) == whole[5:]


def test_long_articles_fill_a_lot_and_a_shard_sooner(tmp_path, monkeypatch):
    monkeypatch.setattr(feeding, "LOT_CHARACTERS", 1_000)
    monkeypatch.setattr(feeding, "SHARD_CHARACTERS", 2_000)
    found = lots(task(archive(tmp_path / "a.jsonl", range(10))))
    assert all(sum(len(unpacked(item).text) for item in lot.items) >= 1_000 for lot in found[:-1])
    assert {lot.shard for lot in found} == {0, 1}


def test_a_file_is_left_where_it_killed_and_the_next_goes_on(tmp_path):
    paths = [archive(tmp_path / "a.jsonl", range(6)), archive(tmp_path / "b.jsonl", range(3)), tmp_path / "c.txt"]
    (lot,) = lots(task(*paths, cuts=(Place(0, 4), Place(1, 0))))
    kinds = [type(unpacked(item)) for item in lot.items]
    assert kinds == [*[Article] * 4, SetAside, SetAside, InputMissing]
    assert "after 4 of its articles" in str(unpacked(lot.items[4]))


def test_where_it_is_is_said_before_every_article(tmp_path):
    answers = list(fed(task(archive(tmp_path / "a.jsonl", range(3)))))
    assert answers[:-1] == [Place(0, 0), Place(0, 1), Place(0, 2), Place(0, 3)]


def test_a_plan_is_a_file_of_lines(tmp_path):
    archive(tmp_path / "a.jsonl", range(3))
    plan.make([tmp_path / "a.jsonl", "https://a.example/1"], tmp_path / "plan")
    (line,) = (tmp_path / "plan").read_text().splitlines()
    number, sources = json.loads(line)
    assert number == 0
    assert [source[0] for source in sources] == [str(tmp_path / "a.jsonl"), "https://a.example/1"]
    assert sources[1][1:] == [None, None]
