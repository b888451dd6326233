"""`onrecord serve` and `onrecord get`, as a person runs them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from onrecord.cli.main import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def onrecord(capsys):
    def run(*arguments):
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def serving(ledger, monkeypatch):
    """Start the program; gives it with the address that it says."""
    started = []

    def start(*options, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        process = subprocess.Popen(
            [sys.executable, "-m", "onrecord.cli.main", "serve", ledger.path, "--port", "0", *options],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        return process, found[0]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def fetch(address, **headers):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
        return answer.read().decode()


def refused(address, **headers):
    with pytest.raises(urllib.error.HTTPError) as error:
        fetch(address, **headers)
    error.value.close()
    return error.value.code


def test_it_says_where_it_is_answers_and_stops_when_it_is_told(serving):
    process, address = serving()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    assert "Who said what" in fetch(address)
    assert json.loads(fetch(f"{address}index.json"))["articles"] == 12
    assert refused(address, Host="evil.example") == 421
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in errors


def test_at_another_host_it_demands_a_token_and_says_so(serving):
    process, address = serving("--host", "0.0.0.0")
    base, token = re.fullmatch(r"(http://0\.0\.0\.0:\d+/)\?token=([\w-]{43})", address).groups()
    here = base.replace("0.0.0.0", "127.0.0.1")
    assert refused(here) == 401
    assert "Who said what" in fetch(here, Authorization=f"Bearer {token}")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "it opens only with the token" in errors
    assert "Nothing is encrypted" in errors


def test_a_token_that_is_given_is_used_on_this_machine_too(serving):
    _, address = serving(ONRECORD_TOKEN="kept-for-the-whole-newsroom")
    assert address.endswith("?token=kept-for-the-whole-newsroom")
    assert refused(address.partition("?")[0]) == 401


@pytest.mark.parametrize("token", ["too-few", "x" * 20 + "&y", "ü" * 20, "x" * 20 + " "])
def test_a_token_that_is_none_is_refused(onrecord, ledger, monkeypatch, token):
    monkeypatch.setenv("ONRECORD_TOKEN", token)
    status, _, errors = onrecord("serve", ledger.path)
    assert status == 2
    assert "ONRECORD_TOKEN" in errors
    assert token not in errors


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "300.1.1.1"])
def test_an_address_that_cannot_be_is_told(onrecord, ledger, host):
    status, _, errors = onrecord("serve", ledger.path, "--host", host, "--port", "0")
    assert status == 2
    assert "cannot be used" in errors


def test_what_is_no_ledger_is_told(onrecord, tmp_path):
    (tmp_path / "x.db").write_text("no ledger at all, but words and words and words")
    status, _, errors = onrecord("serve", str(tmp_path / "x.db"))
    assert status == 1
    assert "no ledger" in errors


def test_get_asks_the_same_application_without_a_port(onrecord, ledger):
    status, out, errors = onrecord("get", "/search.json?words=pier&kind=asks", "--ledger", ledger.path)
    assert (status, errors) == (0, "")
    assert json.loads(out)["total"] == 9
    assert out.startswith("{\n")
    status, out, _ = onrecord("get", "/articles/2", "--ledger", ledger.path)
    assert out.startswith("<!doctype html>")
    status, out, _ = onrecord("get", "/people/2.atom", "--ledger", ledger.path)
    assert out.startswith("<?xml")
    status, out, _ = onrecord("get", '/search.json?words="lose a season"', "--ledger", ledger.path)
    assert json.loads(out)["total"] >= 1
    status, out, _ = onrecord("get", "/search.json?speaker=Zo%C3%AB&words=é", "--ledger", ledger.path)
    assert json.loads(out)["total"] == 0


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/articles/77.json", 1, "There is no article 77 in the ledger."),
        ("/nowhere.json", 1, "There is no such page."),
        ("/articles/77", 1, "There is no such page."),
        ("/search.json?kind=sings", 1, "There is no kind 'sings'."),
        ("search.json", 2, "An address begins with a slash"),
    ],
)
def test_get_tells_what_was_wrong(onrecord, ledger, address, status, told):
    got = onrecord("get", address, "--ledger", ledger.path)
    assert got[0] == status
    assert told in got[2]
    assert got[1] == ""


def test_the_ledger_that_is_not_there_is_not_made_by_looking(onrecord, tmp_path):
    status, _, errors = onrecord("get", "/index.json", "--ledger", str(tmp_path / "none.db"))
    assert status == 1
    assert "There is no such ledger" in errors
    assert not (tmp_path / "none.db").exists()


def test_the_help_and_find_load_nothing_of_the_reading_room(ledger):
    code = (
        "import sys\nfrom onrecord.cli.main import main\n"
        f"main(['find', 'pier', '--ledger', {ledger.path!r}])\n"
        "heavy = {'starlette', 'jinja2', 'uvicorn', 'asyncio', 'onnxruntime'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0
    assert done.stderr.split() == []


def test_the_reading_room_opens_without_the_model(ledger):
    code = (
        "import sys\nfrom onrecord.cli.main import main\n"
        f"main(['get', '/search.json?words=pier', '--ledger', {ledger.path!r}])\n"
        "print(*sorted({'onnxruntime', 'numpy', 'lxml', 'trafilatura'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stderr.split() == []
    assert json.loads(done.stdout)["total"] == 24
