"""Law 3: no input makes reading crash, hang or guess in silence; the rest of a batch is read, and a list says what not.

Everything here goes through the real command line. Where the real network would take minutes (200,000
words) one stands in that finds nothing at once, or anything at all: all the work around the network is real.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = "“The pier will close next week,” Ana Brooks said on Monday. It rained all day in the town.\n"
PARAGRAPH = (
    "The pier will close on Monday, the mayor said. “We have no money,” she added, “and the council knows it.” "
    "According to two people briefed on the talks, the harbour office had warned of it in May.\n\n"
)

BAD = {
    "empty.txt": (b"", "There is no text in it"),
    "white.txt": (b" \n\t\r\n \xc2\xa0\n", "There is no text in it"),
    "empty.html": (b"", "There is nothing in it"),
    "empty.jsonl": (b"", ""),
    "zeros.txt": (bytes(1000), ""),
    "noise.txt": (bytes(range(256)) * 40, ""),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG image"),
    "sixteen.txt": (GOOD.encode("utf-16-le"), "UTF-16"),
    "cut.txt": (GOOD.encode() + "“".encode()[:2], "middle of a character"),
    "mixed.txt": (("“" * 3).encode() + "“".encode("cp1252") * 9 + b" said", "mixes two encodings"),
    "russian.txt": (("Мэр сказал, что пирс закроется в понедельник. " * 9).encode(), '"ru"'),
    "german.txt": (
        ("Die Stadt wird den Hafen nicht schließen, sagte der Minister, und das ist gut. " * 9).encode(),
        '"de"',
    ),
    "koi8.txt": (("Мэр сказал, что пирс закроется в понедельник. " * 9).encode("koi8-r"), "not UTF-8"),
    "menu.html": (b"<html><body><nav><a href=/>Home</a><a href=/n>News</a></nav></body></html>", "no article"),
    "page.txt": (b"<!doctype html><html><p>The pier is safe, he said.</p></html>", "web page"),
    "broken.jsonl": (b'{"text": "The pier is safe, she said."\n{"text": 5}\n[1]\nnull\n', ""),
}


def run(arguments, network="packaged", timeout=300, **options):
    """The program's status, what it wrote, its complaints, and what it took: seconds of the processor, MB."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.laws.program", network, "read", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        **options,
    )
    *complaints, took = done.stderr.splitlines()
    seconds, peak = re.fullmatch(r"took ([\d.]+) s, (\d+) MB", took).groups()
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, complaints, float(seconds), int(peak)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Bad inputs of every kind, with a good one before and after them."""
    place = tmp_path_factory.mktemp("inputs")
    for name, (data, _) in BAD.items():
        (place / name).write_bytes(data)
    for name in ("a-first.txt", "z-last.txt"):
        (place / name).write_text(GOOD, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def outcome(network, folder):
    """What the program makes of all of them at once, and of two that are not there."""
    return run(["-f", "jsonl", folder, folder / "missing.txt", "https://127.0.0.1/x", folder / "z-last.txt"])


def test_the_rest_of_the_batch_is_read(outcome):
    status, written, _, _, _ = outcome
    read = [json.loads(line) for line in written.splitlines()]
    assert status == 1
    assert [Path(record["article"]["origin"]).name for record in read] == ["a-first.txt", "z-last.txt", "z-last.txt"]
    assert read[0]["statements"] == read[1]["statements"] != []


def test_a_list_at_the_end_says_how_many_could_not_be_read(outcome):
    complaints = outcome[2]
    failed, total = map(int, re.fullmatch(r"(\d+) of (\d+) inputs could not be read:", complaints[0]).groups())
    assert (failed, total) == (len(complaints) - 1, len(complaints) + 2)


@pytest.mark.parametrize("name", [*BAD, "missing.txt", "127.0.0.1/x"])
def test_each_bad_input_is_named_with_what_was_wrong_and_what_to_do(outcome, name):
    found = [line for line in outcome[2][1:] if f"{name}:" in line]
    assert found, outcome[2]
    for line in found:
        assert BAD.get(name, (b"", ""))[1] in line
        said = line.split(f"{name}:", 1)[1]
        assert len(re.findall(r"[.”\")](?: |$)", said)) >= 2, f"a problem and an advice: {said}"


def test_a_file_that_the_system_does_not_give_is_named(tmp_path):
    closed = tmp_path / "closed.txt"
    closed.write_text(GOOD)
    closed.chmod(0)
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    (tmp_path / "good.txt").write_text(GOOD)
    status, _, complaints, *_ = run(["-f", "jsonl", closed, pipe, tmp_path / "good.txt"], "silent")
    is_root = os.geteuid() == 0  # whom the system refuses nothing
    assert status == 1
    assert complaints[0] == f"{1 if is_root else 2} of 3 inputs could not be read:"
    assert any("pipe.txt" in line and "no regular file" in line for line in complaints)
    assert is_root or any("closed.txt" in line and "permission" in line.lower() for line in complaints)


@pytest.mark.parametrize("tag", ["div", "blockquote", "span", "table"])
def test_a_page_nested_a_hundred_thousand_deep(tag, tmp_path):
    page = tmp_path / "deep.html"
    words = "<p>The pier is safe, Ana Brooks said on Monday, and it will stay open for the summer.</p>"
    page.write_text(f"<html><body>{f'<{tag}>' * 100_000}{words}</body></html>", encoding="utf-8")
    status, written, complaints, seconds, peak = run(["-f", "jsonl", page], "silent")
    assert (status, complaints) in ((0, []), (1, complaints))
    assert seconds < 60
    assert peak < 600
    if status == 0:
        assert "The pier is safe, Ana Brooks said on Monday" in json.loads(written)["article"]["text"]
    else:
        assert "deep.html: " in complaints[1]


def test_hostile_text_takes_no_longer_than_other_text(tmp_path):
    hostile = {
        "marks.txt": "“" * 50_000 + "”" * 50_000,
        "single.txt": "'a' " * 30_000,
        "nested.txt": "he said “" * 20_000,
        "brackets.txt": "(" * 50_000 + "word" + ")" * 50_000,
        "word.txt": "a" * 300_000,
        "accents.txt": "e" + "\u0301" * 200_000,
        "commas.txt": "said, " * 30_000,
        "lines.txt": "he said\n" * 30_000,
        "colons.txt": "He said:\n\n" * 15_000,
        "spaces.txt": "he" + " " * 300_000 + "said",
    }
    for name, text in hostile.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    status, _, complaints, seconds, peak = run(["-f", "jsonl", "-o", os.devnull, tmp_path], "arbitrary")
    assert (status, complaints) == (0, [])
    assert seconds < 120
    assert peak < 700


def _repeated(path, size):
    times = size // len(PARAGRAPH.encode()) + 1
    with path.open("w", encoding="utf-8") as out:
        for _ in range(times):
            out.write(PARAGRAPH)
    return path


def test_reading_is_linear_in_the_length_and_its_memory_hardly_grows(tmp_path):
    small, large = (_repeated(tmp_path / f"{mb}.txt", mb * 1_000_000) for mb in (1, 4))
    _, _, _, little, low = run(["-f", "jsonl", "-o", os.devnull, small], "silent")
    _, _, _, much, high = run(["-f", "jsonl", "-o", os.devnull, large], "silent")
    assert much < 7 * little + 1, f"{little} s for 1 MB, {much} s for 4 MB"
    assert high - low < 3 * 30, f"{low} MB for 1 MB of text, {high} MB for 4 MB"


def test_an_article_of_200_000_words_with_statements_everywhere(tmp_path):
    article = _repeated(tmp_path / "long.txt", 1_150_000)
    assert len(article.read_text("utf-8").split()) > 200_000
    status, written, complaints, seconds, peak = run(["-f", "jsonl", article], "arbitrary")
    assert (status, complaints) == (0, [])
    assert len(json.loads(written)["statements"]) > 1_000
    assert seconds < 120
    assert peak < 600


def test_the_model_reads_an_article_of_5_000_words(network, tmp_path):
    article = _repeated(tmp_path / "long.txt", 29_000)
    assert len(article.read_text("utf-8").split()) > 5_000
    status, written, complaints, _, peak = run(["-f", "jsonl", article])
    assert (status, complaints) == (0, [])
    statements = json.loads(written)["statements"]
    assert len(statements) > 300, "three statements or so in each of 150 paragraphs"
    assert peak < 800


def test_a_text_of_100_mb_is_no_article_and_the_rest_is_read(tmp_path):
    huge = _repeated(tmp_path / "huge.txt", 100_000_000)
    article = _repeated(tmp_path / "short.txt", 500)
    status, written, complaints, seconds, peak = run(["-f", "jsonl", huge, article], "silent")
    assert (status, len(written.splitlines())) == (1, 1)
    assert "more than 20000000 bytes. Split it into articles" in complaints[1]
    assert seconds < 10
    assert peak < 200


def test_more_than_the_limit_is_refused_at_once_and_the_limit_is_named(tmp_path):
    article = _repeated(tmp_path / "huge.txt", 3_000_000)
    status, _, complaints, seconds, peak = run(
        ["-f", "jsonl", article], "silent", env={**os.environ, "ONRECORD_MAX_BYTES": "1000000"}
    )
    assert status == 1
    assert "ONRECORD_MAX_BYTES" in complaints[1]
    assert seconds < 10
    assert peak < 200
