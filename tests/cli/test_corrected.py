"""`onrecord read --corrections`: decisions are applied, counted, and told of where they no longer fit."""

from __future__ import annotations

import csv
import io

import pytest

GOOD = '[[correction]]\nsource = "Ana Brooks"\nspeaker = "Ana B. Brooks"\n'


@pytest.fixture
def corrections(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def speakers(out):
    return [row["speaker"] for row in csv.DictReader(io.StringIO(out))]


def test_what_was_decided_is_written_and_counted(onrecord, article, corrections):
    status, out, err = onrecord("read", article, "-f", "csv", "--corrections", corrections(GOOD))
    assert (status, err) == (0, "1 correction applied to 1 statement.\n")
    assert speakers(out) == ["Ana B. Brooks"]


def test_what_is_no_statement_is_not_counted_among_them(onrecord, article, corrections):
    text = '[[correction]]\nsource = "Ana Brooks"\nstatement = false\n'
    status, out, _ = onrecord("read", article, "--corrections", corrections(text))
    assert status == 0
    assert "No statement was found in this article." in out


def test_what_no_longer_fits_is_told_with_its_line_and_the_status_says_so(onrecord, article, corrections):
    path = corrections(f'{GOOD}\n[[correction]]\nsource = "Ana \\u001b Orr"\nspeaker = "x"\n')
    status, out, err = onrecord("read", article, "-f", "csv", "--corrections", path)
    assert status == 1
    assert speakers(out) == ["Ana B. Brooks"]
    assert err == (
        "1 correction applied to 1 statement.\n"
        f"1 correction of {path} did not fit:\n"
        "  line 5: source “Ana <U+001B> Orr”: No statement has these words now. See how it is read now, and change the "
        "words or take it out.\n"
    )


def test_what_fits_several_is_told_with_the_article(onrecord, tmp_path, corrections):
    (tmp_path / "two.txt").write_text("[s1 He] [c1 said] [t1 no]. [s2 He] [c2 said] [t2 yes].", encoding="utf-8")
    two = str(tmp_path / "two.txt")
    path = corrections('[[correction]]\nsource = "He"\nspeaker = "Lee Orr"\n')
    status, out, err = onrecord("read", two, "-f", "csv", "--corrections", path)
    assert (status, speakers(out)) == (1, ["", ""])
    assert f"line 1: source “He”: {two}: 2 statements have these words (1, 2). Add the cue or the content" in err


def test_what_is_of_another_article_is_no_failure(onrecord, article, corrections):
    path = corrections(f'{GOOD}\n[[correction]]\narticle = "other.txt"\nsource = "He"\nspeaker = "x"\n')
    status, _, err = onrecord("read", article, "--corrections", path)
    assert status == 0
    assert err.splitlines()[1:] == ["1 correction of articles that were not read."]


def test_the_same_words_in_two_articles_ask_for_the_article(onrecord, article, tmp_path, corrections):
    other = tmp_path / "other.txt"
    other.write_text("[s1 Ana Brooks] [c1 said] [t1 the pier was shut].", encoding="utf-8")
    status, out, err = onrecord("read", article, str(other), "-f", "csv", "--corrections", corrections(GOOD))
    assert (status, len(speakers(out))) == (1, 2)
    assert "2 articles have such a statement, and it was applied in each. Name the article." in err
    every = corrections(GOOD + "every = true\n")
    assert onrecord("read", article, str(other), "-f", "csv", "--corrections", every)[0] == 0


@pytest.mark.parametrize("text", ["[[correction]]\nsource = 3\nspeaker = 'x'\n", "not toml"])
def test_a_file_that_is_off_stops_the_call_before_anything_is_read(onrecord, article, tmp_path, corrections, text):
    target = tmp_path / "kept.csv"
    target.write_text("precious")
    status, out, err = onrecord("read", article, "-f", "csv", "-o", str(target), "--corrections", corrections(text))
    assert (status, out) == (2, "")
    assert "mine.toml" in err
    assert target.read_text() == "precious"


def test_a_file_that_is_missing_stops_the_call(onrecord, article):
    status, _, err = onrecord("read", article, "--corrections", "no-such.toml")
    assert status == 2
    assert err == ("onrecord: no-such.toml cannot be read: No such file or directory. Name a file of corrections.\n")
