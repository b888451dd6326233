"""Law 2: same bytes, same model, same JSON; a batch gives what one by one gives, whatever the number of threads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.pipeline import Reader
from onrecord.reading.text import read_text
from tests.extraction.fake import Arbitrary

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "Ana Brooks said the pier would close.",
    "“We have no money,” she told reporters, “and the council knows it.”",
    "According to two people briefed on the talks, Orr had told Vance to wait for the vote.",
    "It rained on Monday.",
    "Critics say that the mayor thinks the harbour is lost.",
    "He denied it.",
)


def texts(number):
    """Articles of different lengths, deterministic."""
    return [
        "\n\n".join(
            " ".join(SENTENCES[(n * 7 + p * 3 + s) % 6] for s in range(1 + (n + p) % 5)) for p in range(1 + n % 4)
        )
        for n in range(number)
    ]


def written(results):
    """What was read, as JSON."""
    return [str(r) if isinstance(r, InputError) else json.dumps(r.to_dict(), ensure_ascii=False) for r in results]


def test_a_batch_gives_what_one_by_one_gives_in_the_order_of_the_inputs(network):
    articles = [read_text(text, origin=str(n)) for n, text in enumerate(texts(12))]
    one_by_one = [written([Reader(network=network, threads=1).read(article)])[0] for article in articles]
    for threads in (1, 2, 3):
        assert written(Reader(network=network, threads=threads).read_all(articles)) == one_by_one
    backwards = list(reversed(articles))
    assert written(Reader(network=network, threads=2).read_all(backwards)) == list(reversed(one_by_one))


def test_what_was_read_before_changes_nothing(reader):
    text = texts(4)[3]
    first = written([reader.read(text=text)])
    for other in texts(6):
        reader.read(text=other)
    assert written([reader.read(text=text)]) == first


def test_two_runs_of_the_program_write_the_same_bytes(network, tmp_path):
    for n, text in enumerate(texts(5)):
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    runs = [
        subprocess.run(
            [sys.executable, "-m", "onrecord.cli.main", "read", "-f", "jsonl", "--threads", threads, str(tmp_path)],
            capture_output=True,
            cwd=ROOT,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for threads, seed in (("1", "1"), ("2", "2"))
    ]
    assert runs[0] == runs[1]
    assert [json.loads(line)["article"]["origin"][-5:] for line in runs[0].splitlines()] == [
        f"{n}.txt" for n in range(5)
    ]


@settings(max_examples=25)
@given(st.lists(st.text(st.sampled_from("ab AB.“”\n"), max_size=80), max_size=6), st.integers(0, 3), st.data())
def test_any_batch_with_any_scores_gives_what_one_by_one_gives(given_texts, seed, data):
    articles = []
    for n, text in enumerate(given_texts):
        try:
            articles.append(read_text(text, origin=str(n)))
        except InputError:
            continue
    one_by_one = [written([Reader(network=Arbitrary(seed), threads=1).read(a)])[0] for a in articles]
    order = data.draw(st.permutations(range(len(articles))))
    results = written(Reader(network=Arbitrary(seed), threads=2).read_all([articles[n] for n in order]))
    assert results == [one_by_one[n] for n in order]


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_reader_that_is_left_early_ends_its_threads(taken):
    results = Reader(network=Arbitrary(), threads=2).read_all(read_text(text) for text in texts(30))
    for _ in range(taken):
        next(results)
    results.close()
    with pytest.raises(StopIteration):
        next(results)
