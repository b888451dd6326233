"""The gate fails where a floor is missed, lists what changed, and never lowers a floor in silence."""

import gzip
import json

import pytest

from evaluation import gate
from onrecord.pipeline import Reader
from onrecord.reading.text import read_text
from tests.extraction.fake import Marked
from tests.markup import marked

ARTICLE = "[s1 Ana Brooks] [c1 said] [t1 the pier would close].\n\n[s2 Critics] [c2 warned of] [t2 a long winter]."


def corpus(folder, monkeypatch):
    text, gold = marked(ARTICLE)
    row = {
        "doc": "harbour",
        "text": text,
        "attributions": {
            "A": [{"id": f"E{s.id}", "source": s.source, "cue": s.cue, "content": s.content} for s in gold]
        },
    }
    (folder / "polnear").mkdir()
    with gzip.open(folder / "polnear" / "dev.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")
    monkeypatch.setenv("ONRECORD_CORPORA", str(folder))


def run(folder, monkeypatch, capsys, reading, *arguments):
    text, statements = marked(reading)
    network = Marked(read_text(text, origin="harbour"), statements)
    monkeypatch.setattr(gate, "Reader", lambda: Reader(network=network, threads=1))
    code = gate.main([*arguments, "--pin-file", str(folder / "pin.json")])
    return code, capsys.readouterr().out


HALF = "[s1 Ana Brooks] [c1 said] [t1 the pier would close].\n\nCritics warned of a long winter."


def test_without_corpora_it_says_that_nothing_was_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONRECORD_CORPORA", str(tmp_path))
    assert gate.main([]) == 0
    assert "skipped" in capsys.readouterr().out


def test_without_a_pin_there_is_nothing_to_pass(tmp_path, monkeypatch, capsys):
    corpus(tmp_path, monkeypatch)
    code, _ = run(tmp_path, monkeypatch, capsys, ARTICLE)
    assert code == 2


def test_it_passes_as_pinned_and_fails_below(tmp_path, monkeypatch, capsys):
    corpus(tmp_path, monkeypatch)
    assert run(tmp_path, monkeypatch, capsys, ARTICLE, "--pin")[0] == 0
    code, out = run(tmp_path, monkeypatch, capsys, ARTICLE)
    assert (code, "The gate passed." in out) == (0, True)
    code, out = run(tmp_path, monkeypatch, capsys, HALF)
    assert code == 1
    assert "1 found at the pin, not now" in out
    assert "Critics | warned of | a long winter" in out


def test_a_floor_falls_only_with_a_reason(tmp_path, monkeypatch, capsys):
    corpus(tmp_path, monkeypatch)
    run(tmp_path, monkeypatch, capsys, ARTICLE, "--pin")
    before = json.loads((tmp_path / "pin.json").read_text())
    code, out = run(tmp_path, monkeypatch, capsys, HALF, "--pin")
    assert (code, "--lower REASON" in out) == (1, True)
    assert json.loads((tmp_path / "pin.json").read_text()) == before
    code, _ = run(tmp_path, monkeypatch, capsys, HALF, "--pin", "--lower", "a trial")
    after = json.loads((tmp_path / "pin.json").read_text())
    assert code == 0
    assert after["lowered"][0]["reason"] == "a trial"
    assert after["floors"]["strict"] < before["floors"]["strict"]


def test_another_corpus_is_not_compared(tmp_path, monkeypatch, capsys):
    corpus(tmp_path, monkeypatch)
    run(tmp_path, monkeypatch, capsys, ARTICLE, "--pin")
    pin = json.loads((tmp_path / "pin.json").read_text())
    (tmp_path / "pin.json").write_text(json.dumps(pin | {"corpus": "another"}))
    assert run(tmp_path, monkeypatch, capsys, ARTICLE)[0] == 2


def gum(folder, when):
    """A corpus of one date, published on a Wednesday."""
    (folder / "gum").mkdir(exist_ok=True)
    lines = (
        "# newdoc id = d",
        "# meta::dateCreated = 2024-03-06",
        *("\t".join((str(n), word, *["_"] * 7, misc)) for n, word, misc in (
            (1, "It", "_"), (2, "opened", "_"), (3, "yesterday", f'XML=<date when:::"{when}"></date>'),
        )),
        "",
    )  # fmt: skip
    with gzip.open(folder / "gum" / "dev.conllu.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def test_dates_have_floors_of_their_own(tmp_path, monkeypatch, capsys):
    corpus(tmp_path, monkeypatch)
    gum(tmp_path, "2024-03-05")
    code, out = run(tmp_path, monkeypatch, capsys, ARTICLE, "--pin")
    assert (code, "dates right" in out) == (0, True)
    pin = json.loads((tmp_path / "pin.json").read_text())
    assert {name: pin["scores"][name] for name in ("dates found", "dates right")} == {
        "dates found": 100.0,
        "dates right": 100.0,
    }
    assert pin["floors"]["dates right"] == 99.9
    monkeypatch.setattr(gate, "date_shares", lambda path: {"dates found": 100.0, "dates right": 90.0})
    code, out = run(tmp_path, monkeypatch, capsys, ARTICLE)
    assert (code, "The gate failed: dates right below the floor." in out) == (1, True)


def test_other_dates_are_not_compared_and_missing_ones_are_told_of(tmp_path, monkeypatch, capsys):
    corpus(tmp_path, monkeypatch)
    gum(tmp_path, "2024-03-05")
    run(tmp_path, monkeypatch, capsys, ARTICLE, "--pin")
    gum(tmp_path, "2024-03-04")
    assert run(tmp_path, monkeypatch, capsys, ARTICLE)[0] == 2
    (tmp_path / "gum" / "dev.conllu.gz").unlink()
    code, out = run(tmp_path, monkeypatch, capsys, ARTICLE)
    assert (code, "dates were not measured" in out) == (0, True)
    before = json.loads((tmp_path / "pin.json").read_text())
    run(tmp_path, monkeypatch, capsys, ARTICLE, "--pin")
    assert json.loads((tmp_path / "pin.json").read_text()) == before


@pytest.mark.corpora
def test_the_pinned_floors_are_at_least_those_that_were_asked_for():
    pin = json.loads(gate.PIN.read_text("utf-8"))
    asked = {"lenient": 64, "strict": 43, "source exact": 76, "cue exact": 70, "content exact": 58, "content token": 90}
    assert {name: floor for name, floor in asked.items() if pin["floors"][name] < floor} == {}
