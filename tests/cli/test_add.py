"""`onrecord add` and `onrecord remove`, through the real pipeline: records are read without the model."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import main
from onrecord.ledger.ledger import Ledger
from onrecord.record import Model, Record
from tests.ledger.records import contents, record, story

ROOT = Path(__file__).parents[2]


@pytest.fixture
def onrecord(tmp_path, monkeypatch, capsys):
    """Run the command in a folder of its own; gives status, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)

    def run(*arguments):
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def written(path, *records):
    path.write_text("".join(f"{json.dumps(each.to_dict())}\n" for each in records), encoding="utf-8")
    return str(path)


def test_records_are_added_without_the_model(onrecord, tmp_path, monkeypatch):
    def never(reader):
        raise AssertionError("the model is loaded")

    monkeypatch.setattr("onrecord.pipeline.Reader._loaded", never)
    path = written(tmp_path / "a.jsonl", story(1), story(2))
    assert onrecord("add", path, "--ledger", "news.db") == (0, "Added 2 articles with 2 statements.\n", "")
    assert onrecord("add", path, "-l", "news.db")[1] == (
        "Added 0 articles with 0 statements; 2 were there already.\n"
    )  # fmt: skip
    assert contents(Ledger("news.db").find("harbour", sort="first")) == [
        "that harbour 2 was closed", "that harbour 1 was closed"
    ][::-1]  # fmt: skip


def test_an_article_that_is_there_is_not_read_again(onrecord, tmp_path, monkeypatch):
    text = "The pier is safe, Ana Brooks said on Tuesday."
    Path("pier.txt").write_text(text, encoding="utf-8")
    read = []

    def once(reader, article):
        read.append(article)
        return Record(article, (), (), Model("fake", "0"))

    monkeypatch.setattr("onrecord.pipeline.Reader._record", once)
    onrecord("add", "pier.txt")
    assert onrecord("add", "pier.txt")[1].endswith("1 was there already.\n")
    assert len(read) == 1


def test_standard_input_is_added(onrecord, monkeypatch):
    lines = json.dumps(story(1).to_dict()).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert onrecord("add")[1] == "Added 1 article with 1 statement.\n"
    assert Path("onrecord.db").exists()


def test_versions_and_copies_are_told(onrecord, tmp_path):
    words = " ".join(f"word{number}" for number in range(60))
    made = [record(f"[s1 Ana] [c1 said] [t1 no]. {words}.", url=f"https://{n}.example", outlet=n) for n in "ab"]
    again = record(f"[s1 Ana] [c1 said] [t1 yes]. {words}.", url="https://a.example", outlet="a")
    said = onrecord("add", written(tmp_path / "a.jsonl", *made, again))[1]
    assert said == (
        "Added 3 articles with 3 statements; 1 new version of what was there, 2 near-identical copies of an article "
        "elsewhere among them.\n"
    )


def test_what_cannot_be_read_is_listed_kept_and_tried_again(onrecord, tmp_path):
    good, bad = json.dumps(story(1).to_dict()), json.dumps(story(2).to_dict()).replace("said", "sa\\u0000id")
    Path("a.jsonl").write_text(f"{good}\n{bad}\n", encoding="utf-8")
    status, out, err = onrecord("add", "a.jsonl", "gone.jsonl")
    assert status == 1
    assert out == "Added 1 article with 1 statement.\n"
    assert err.splitlines() == [
        "2 of 3 inputs could not be read:",
        '  a.jsonl:2: It is a record, but its "id" is not that of its text: the text was changed, so its offsets no '
        "longer fit. Write it with onrecord read --format jsonl or onrecord export, or leave out its statements.",
        "  gone.jsonl: There is no such file. Check the path, or give an address with https://.",
        "They are kept in the ledger: try them again with onrecord add --retry.",
    ]
    assert [unread.origin for unread in Ledger("onrecord.db").unread()] == ["a.jsonl:2", "gone.jsonl"]
    written(tmp_path / "a.jsonl", story(1), story(2))
    status, out, err = onrecord("add", "--retry")
    assert (status, out) == (1, "Added 1 article with 1 statement; 1 was there already.\n")
    assert "gone.jsonl" in err
    assert [(unread.origin, unread.tries) for unread in Ledger("onrecord.db").unread()] == [("gone.jsonl", 2)]


def test_nothing_to_retry_is_no_failure(onrecord, tmp_path):
    onrecord("add", written(tmp_path / "a.jsonl", story(1)))
    assert onrecord("add", "--retry") == (0, "Added 0 articles with 0 statements.\n", "")


@pytest.mark.parametrize("verb", ["add", "find", "export", "remove"])
def test_a_file_that_is_no_ledger_is_one_line_and_status_1(onrecord, tmp_path, verb):
    Path("letter.db").write_text("Dear Sir", encoding="utf-8")
    arguments = {"add": [written(tmp_path / "a.jsonl", story(1))], "find": ["x"], "remove": ["x", "--yes"]}
    status, out, err = onrecord(verb, *arguments.get(verb, []), "--ledger", "letter.db")
    assert (status, out) == (1, "")
    assert err == (
        "onrecord: letter.db: It is no ledger: the file is not an SQLite database. Name the file that onrecord add "
        "wrote, or a new one.\n"
    )


def test_the_ledger_can_be_named_once_for_all(onrecord, tmp_path, monkeypatch):
    monkeypatch.setenv("ONRECORD_LEDGER", "mine.db")
    onrecord("add", written(tmp_path / "a.jsonl", story(1)))
    assert Path("mine.db").exists()
    assert "that harbour 1 was" in onrecord("find", "harbour")[1]


def test_a_bar_shows_what_is_stored_where_a_person_watches(tmp_path):
    path = written(tmp_path / "a.jsonl", *(story(number) for number in range(5)))
    code = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"
    command = [sys.executable, "-c", code, sys.executable, "-m", "onrecord.cli.main", "add", path, "-l", "n.db"]
    shown = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=True,
                           env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"})  # fmt: skip
    assert b"Stored 5 articles, 5 statements" in shown.stdout
    assert b"Added 5 articles with 5 statements." in shown.stdout


def test_removing_asks_first(onrecord, tmp_path, monkeypatch):
    onrecord("add", written(tmp_path / "a.jsonl", story(1, title="Pier \x1b[31mshut", outlet="Post"), story(2)))
    status, out, err = onrecord("remove", "https://a.example/1")
    assert status == 1
    assert out == "Pier <U+001B>[31mshut · Post · https://a.example/1: 1 statements\n"
    assert err == "Nothing was forgotten. Give --yes to forget without being asked.\n"
    assert len(list(Ledger("onrecord.db").export())) == 2

    class Person(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdin", Person("no\n"))
    assert onrecord("remove", "https://a.example/1")[0] == 1
    monkeypatch.setattr("sys.stdin", Person("y\n"))
    status, out, err = onrecord("remove", "https://a.example/1")
    assert (status, err) == (0, "")
    assert out.endswith("Forgotten: 1 article, 1 statements.\n")
    assert len(list(Ledger("onrecord.db").export())) == 1


def test_removing_what_is_not_there_is_said(onrecord, tmp_path):
    onrecord("add", written(tmp_path / "a.jsonl", story(1)))
    status, out, err = onrecord("remove", "x", "1.txt", "--yes", "--wipe")
    assert status == 1
    assert err == "x: there is no such article in onrecord.db.\n"
    assert out.endswith("Forgotten: 1 article, 1 statements.\n")
    assert b"harbour" not in Path("onrecord.db").read_bytes()
