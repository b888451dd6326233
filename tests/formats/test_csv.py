import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats.csv import COLUMNS, protected, unprotected, write
from onrecord.span import words
from tests.formats.strategies import records
from tests.markup import marked_record


def rows(*given_records):
    out = io.StringIO(newline="")
    write(iter(given_records), out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""))), out.getvalue()


def test_a_row_is_a_statement():
    (row,), text = rows(
        marked_record("[s1 Ana Brooks] [c1 said] [t1 no], [t1 never].", outlet="The Tide", origin="a.txt")
    )
    assert {key: value for key, value in row.items() if value and key != "article"} == {
        "origin": "a.txt",
        "outlet": "The Tide",
        "statement": "1",
        "form": "indirect",
        "source": "Ana Brooks",
        "cue": "said",
        "content": "no … never",
        "source_spans": "0-10",
        "cue_spans": "11-15",
        "content_spans": "16-18;20-25",
        "confidence": "1.0",
        "chain": "Ana Brooks",
    }
    assert text.startswith(",".join(COLUMNS) + "\r\n")


def test_an_article_without_statements_has_no_row():
    assert rows(marked_record("Nothing was said."))[0] == []


@given(st.lists(records(), max_size=2))
def test_words_come_back_exactly(several):
    found, _ = rows(*several)
    expected = [
        (record.article.origin, record.article.title or "", words(record.article.text, statement.content))
        for record in several
        for statement in record.statements
    ]
    assert [tuple(unprotected(row[key]) for key in ("origin", "title", "content")) for row in found] == expected


@given(records())
def test_no_cell_is_a_formula(record):
    for row in rows(record)[0]:
        for cell in row.values():
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            assert not cell.startswith(("\t", "\r", "\n"))


@given(st.text(alphabet="'=+-@ \t\r\nax＝"))
def test_the_apostrophe_comes_off_again(cell):
    assert unprotected(protected(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ('=HYPERLINK("http://a.example")', '\'=HYPERLINK("http://a.example")'),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("'=1", "''=1"),
        ("'Twas", "'Twas"),
        ("12-15", "12-15"),
        ("plain", "plain"),
    ],
)
def test_only_formulas_get_an_apostrophe(cell, safe):
    assert protected(cell) == safe


def test_every_column_has_a_sentence():
    assert all(sentence.endswith(".") for sentence in COLUMNS.values())
