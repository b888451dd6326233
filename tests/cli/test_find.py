"""`onrecord find`: the question first, then the answer; nothing from an article is obeyed by the terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from onrecord.cli.app import app
from onrecord.cli.main import main
from onrecord.ledger import search
from onrecord.ledger.filters import FILTERS
from onrecord.ledger.ledger import Ledger
from tests.ledger.records import record, story

ROOT = Path(__file__).parents[2]
LONG = " ".join(f"word{number}" for number in range(60))


@pytest.fixture
def news(tmp_path):
    path = str(tmp_path / "news.db")
    hostile = "that the \x1b pier\u202e would fall"
    no = f"[s1 Ana] [c1 said] [t1 no]. {LONG}."
    with Ledger(path) as ledger:
        ledger.add(
            [
                record(no, outlet="Wire", url="https://w.example", published="2016-05-03"),
                record(no, outlet="Post", url="https://p.example", published="2016-05-04"),
                record(f"[s1 Bo] [c1 warned] [t1 {hostile}].", {"confidence": 0.2, "kind": "warns"}, outlet="Sun"),
            ]
        )  # fmt: skip
    return path


@pytest.fixture
def onrecord(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*arguments):
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_the_table(news, onrecord):
    status, out, err = onrecord("find", "no", "--sort", "first", "--ledger", news)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == ["Which statements hold “no”? The first said first.", "2 statements; here are 1."]
    assert lines[3].split() == ["said", "by", "outlet", "who", "how", "what"]
    assert lines[4].split() == ["2016-05-03", "Wire", "Ana", "said", "no"]
    assert lines[5].strip() == "also in Post"


def test_what_an_article_says_is_shown_and_not_obeyed(news, onrecord):
    out = onrecord("find", "pier fall", "--ledger", news)[1]
    assert "\x1b" not in out
    assert "<U+001B>" in out
    assert "the reader is unsure" in out


def test_nothing_is_an_answer(news, onrecord):
    assert onrecord("find", "war", "--kind", "warns", "--ledger", news) == (
        0, "Which statements hold “war” and are of the kind “warns”? The best fit first.\nNone.\n", ""
    )  # fmt: skip


def test_json_is_what_python_gives(news, onrecord):
    out = onrecord("find", "no", "--format", "json", "--ledger", news)[1]
    assert json.loads(out) == Ledger(news).find("no").to_dict()


def test_a_crowd_is_told_to_be_one(tmp_path, onrecord, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 5)
    monkeypatch.setattr(search, "WEIGHED", 5)
    path = str(tmp_path / "news.db")
    with Ledger(path) as ledger:
        ledger.add(story(number) for number in range(9))
    out = onrecord("find", "harbour", "--limit", "2", "--ledger", path)[1]
    assert out.splitlines()[1] == "More than 5 statements; here are 2, the best of the latest 5."
    out = onrecord("find", "harbour", "--limit", "2", "--sort", "last", "--ledger", path)[1]
    assert out.splitlines()[1] == "More than 5 statements; here are 2."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["war", "--kind", "shouts"], "There is no kind 'shouts'. Choose one of: states"),
        (["war", "--format", "xml"], "There is no format 'xml'. Choose one of: table, json."),
        (["--sort", "first"], "Nothing to look for: give words, or a filter such as --speaker."),
        (["%_"], "There is no word in '%_'. Give at least one word to look for."),
    ],
)
def test_a_call_that_is_off_is_said_to_be(news, onrecord, arguments, message):
    status, out, err = onrecord("find", *arguments, "--ledger", news)
    assert (status, out) == (2, "")
    assert err.startswith(f"onrecord: {message}")


def test_every_filter_is_an_option_with_its_sentence():
    options = {param.opts[-1]: param for param in typer.main.get_command(app).commands["find"].params}
    for each in FILTERS:
        assert options[f"--{each.key}"].help == each.help


def test_finding_starts_at_once_and_loads_nothing_heavy(news):
    code = (
        "import sys, time; from onrecord.cli.main import main\n"
        f"status = main(['find', 'no', '--ledger', {news!r}])\n"
        "heavy = {'numpy', 'onnxruntime', 'lxml', 'trafilatura', 'duckdb', 'httpx2'} & set(sys.modules)\n"
        "print(status, time.process_time(), *heavy, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    status, seconds, *heavy = done.stderr.split()
    assert (status, heavy) == ("0", [])
    assert float(seconds) < 0.5
