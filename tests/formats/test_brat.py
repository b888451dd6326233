import io
import re

import pytest
from hypothesis import given

from onrecord.errors import UsageError
from onrecord.formats.brat import COMPANIONS, files, standoff, write
from onrecord.span import words
from tests.formats.strategies import records
from tests.markup import marked_record


def test_a_statement_is_an_event_of_its_spans():
    record = marked_record("[s1 Aides] [c1 say] [t1 [s2 Orr] [c2 told] them [t2 to go]].")
    assert standoff(record) == (
        "T1\tSource 0 5\tAides\n"
        "T2\tCue 6 9\tsay\n"
        "T3\tContent 10 29\tOrr told them to go\n"
        "E1\tCue:T2 Source:T1 Content:T3\n"
        "A1\tForm E1 indirect\n"
        "#1\tAnnotatorNotes E1\tconfidence: 1.0\n"
        "T4\tSource 10 13\tOrr\n"
        "T5\tCue 14 18\ttold\n"
        "T6\tContent 24 29\tto go\n"
        "E2\tCue:T5 Source:T4 Content:T6 Within:E1\n"
        "A2\tForm E2 indirect\n"
        "#2\tAnnotatorNotes E2\tconfidence: 1.0\n"
    )


def test_a_span_over_lines_is_a_piece_a_line():
    text = standoff(marked_record("[s1 He] [c1 said] [t1 “One,\n  two.\r\n\n“Three.”]"))
    assert "T3\tContent 8 13;16 20;23 31\t“One, two. “Three.”\n" in text


@given(records())
def test_every_piece_is_the_words_at_its_offsets(record):
    text = record.article.text
    found = standoff(record)
    assert len(re.findall("^E", found, flags=re.M)) <= len(record.statements)
    for line in found.split("\n")[:-1]:
        assert len(line.splitlines()) == 1
        if line.startswith("T"):
            _, kind, covered = line.split("\t", 2)
            pieces = [tuple(map(int, piece.split())) for piece in kind.split(" ", 1)[1].split(";")]
            assert covered == " ".join(text[start:end] for start, end in pieces)


def test_files_are_a_pair():
    record = marked_record("[s1 He] [c1 said] [t1 no].")
    pair = files(record)
    assert pair[".txt"] == record.article.text
    assert pair[".ann"].startswith("T1\tSource 0 2\tHe\n")
    assert words(pair[".txt"], record.statements[0].source) == "He"


def test_more_than_one_article_needs_a_folder():
    out = io.StringIO()
    record = marked_record("[s1 He] [c1 said] [t1 no].")
    with pytest.raises(UsageError, match="--output"):
        write(iter([record, record]), out)
    assert out.getvalue() == ""
    write(iter([record]), out)
    assert out.getvalue() == standoff(record)


def test_the_configuration_names_everything_that_is_written():
    record = marked_record("[s1 He] [c1 said] [t1 no].")
    config = COMPANIONS["annotation.conf"]
    for name in re.findall(r"^[TA]\d+\t(\w+) ", standoff(record), flags=re.M):
        assert re.search(rf"^{name}\b", config, flags=re.M), name
