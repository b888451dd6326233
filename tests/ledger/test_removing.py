"""What is forgotten is gone, and what stays is as if it had been alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import LedgerMissing
from onrecord.ledger.ledger import Ledger
from tests.ledger.records import contents, intact, record, story

LONG = " ".join(f"word{number}" for number in range(80))


def test_an_article_is_forgotten_with_everything_from_it(ledger, rows):
    ledger.add([story(1), story(2)])
    gone = ledger.remove("https://a.example/1")
    assert [(g.origin, g.url, g.version, g.statements) for g in gone] == [("1.txt", "https://a.example/1", 1, 1)]
    assert contents(ledger.find("harbour")) == ["that harbour 2 was closed"]
    for table in ("articles", "texts", "statements"):
        assert rows(f"SELECT count(*) FROM {table}") == [(1,)]
    intact(ledger.path)


@pytest.mark.parametrize("name", ["1.txt", "https://a.example/1", "id", "cut id"])
def test_every_way_to_name_an_article(ledger, name):
    made = story(1)
    ledger.add([made, story(2)])
    ids = {"id": made.article.id, "cut id": made.article.id[:16]}
    assert len(ledger.named(ids.get(name, name))) == 1
    assert len(ledger.remove(ids.get(name, name))) == 1
    assert len(list(ledger.export())) == 1


@pytest.mark.parametrize(
    "name", ["", "%", "sha256:", "sha256:zz", "1", "*", "https://a.example/", "\x00", "sha256:" + "\U0010ffff" * 20]
)
def test_a_name_of_nothing_removes_nothing(ledger, name):
    ledger.add([story(1)])
    assert ledger.remove(name) == ()
    assert len(list(ledger.export())) == 1


def test_all_versions_go_by_the_address_and_one_by_its_id(ledger):
    url = "https://a.example/1"
    first, second = (record(f"[s1 Ana] [c1 said] [t1 {word}]. {LONG}.", url=url) for word in ("never", "ever"))
    ledger.add([first, second])
    assert [gone.version for gone in ledger.remove(second.article.id)] == [2]
    assert list(ledger.export()) == [first]
    assert [f.withdrawn for f in ledger.find("never").found] == [False]
    ledger.add([second])
    assert len(ledger.remove(url)) == 2
    assert list(ledger.export(all_versions=True)) == []
    intact(ledger.path)


def test_what_a_removed_version_said_again_is_found_in_the_older_one(ledger):
    url = "https://a.example/1"
    first, second, third = (record(f"[s1 Ana] [c1 said] [t1 never]. {n} {LONG}.", url=url) for n in "abc")
    ledger.add([first, second, third])
    ledger.remove(third.article.id)
    assert [(f.article, f.withdrawn) for f in ledger.find("never").found] == [(2, False)]
    ledger.remove(second.article.id)
    assert [(f.article, f.withdrawn) for f in ledger.find("never").found] == [(1, False)]


def test_copies_stay_copies_when_the_first_of_them_goes(ledger):
    made = [record(f"[s1 Ana] [c1 said] [t1 no]. {LONG}.", outlet=n, url=f"https://{n}.example") for n in "abcd"]
    ledger.add(made[:3])
    ledger.remove("https://a.example")
    assert ledger.add(made[3:]).copies == 1
    (found,) = ledger.find("no").found
    assert {found.outlet, *found.also_in} == set("bcd")


def test_nothing_is_left_in_the_file_after_wiping(ledger):
    secret = record(
        "[s1 Xanthippe] [c1 whispered] [t1 that Quetzalcoatl wins]. Zyzzyva.", url="https://secretum.example"
    )
    ledger.add([secret, *(story(number) for number in range(30))])
    ledger.remove("https://secretum.example")
    ledger.wipe()
    traces = b"".join(path.read_bytes() for path in Path(ledger.path).parent.iterdir()).lower()
    for word in (b"xanthipp", b"quetzalcoatl", b"zyzzyva", b"secretum"):
        assert word not in traces
    assert len(list(ledger.export())) == 30
    intact(ledger.path)


def test_nothing_is_removed_from_a_ledger_that_is_not_there(tmp_path):
    with pytest.raises(LedgerMissing):
        Ledger(tmp_path / "none.db").remove("x")
    assert list(tmp_path.iterdir()) == []
