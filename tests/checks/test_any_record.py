"""The checks are total: whatever the record, they give the same observations of the article's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import Article, Block
from onrecord.checks.examined import Report
from onrecord.checks.registry import RULES, checks
from onrecord.extraction.times.expressions import expressions
from onrecord.record import Record
from onrecord.span import Span
from tests.formats.strategies import records
from tests.markup import FAKE_MODEL

PIECES = st.sampled_from(
    "“ ” \" '' `` ‘ ’ : … ... ( ) [ ] \n \n\n reportedly|are said|if he wins in 2024|as of mid-2025|Monday, May 5, 2024"
    "|Read more:|Key points include:|directly told|through intermediaries|declined to comment|sources said"
    "|ten years ago, in 2010|, 48, was born in 1970|from 2010 to 2015, twenty years|the same seven words are here again"
    "|He|.|?|Ana Brooks|Tuesday, February 30|99 years ago, in 1999|\u2028|\x00|\ud800".split("|")
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join)


def all_checks(record):
    return checks(record, on=["all"], elsewhere=lambda words, speaker: [Report("The Tide", None, "other words")])


@given(record=records())
def test_any_record_is_checked(record):
    found = all_checks(record)
    assert found == all_checks(record)
    for check in found:
        assert check.code in RULES
        assert all(0 <= span.start < span.end <= len(record.article.text) for span in check.spans)
        assert list(check.spans) == sorted(check.spans)
        assert "\n" not in check.message


@given(
    text=TEXTS, published=st.none() | st.sampled_from(["2024-03-06", "2016-02-29T10:00:00Z", "no day", "9999-12-31"])
)
def test_any_text_that_looks_like_what_is_looked_for_is_checked(text, published):
    blocks = tuple(Block("paragraph", Span(0, len(text))) for _ in [0] if text.strip())
    times = expressions(text, [block.span for block in blocks], published)
    record = Record(Article(text, blocks, published=published), (), (), FAKE_MODEL, times)
    for check in all_checks(record):
        assert all(text[span.start : span.end] for span in check.spans)


@given(record=records())
def test_a_check_that_is_off_is_not_made_and_takes_no_other_with_it(record):
    whole = all_checks(record)
    for code in {check.code for check in whole}:
        left = checks(record, on=["all"], off=[code], elsewhere=lambda words, speaker: [Report("T", None, "other")])
        assert [c.code for c in left] == [c.code for c in whole if c.code != code]


LONG = [
    "if he " * 10_000,
    "“" * 10_000,
    "from 2010 to " * 6_000,
    "the word “a” " * 6_000,
    "Monday, " * 800,
    "Read more: x\n\n" * 4_000,
    "reportedly " * 6_000,
    "directly told through intermediaries. " * 2_000,
    "He declined to comment. " * 3_000,
    "a b c d e f g h " * 5_000,
    "“we will never sell the old ferries to them” and “we will not sell the old ferries to them”. " * 800,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:20])
def test_a_text_made_to_be_slow_is_not(text):
    import time

    def seconds(words):
        blocks, at = [], 0
        for part in words.split("\n\n"):
            if part.strip():
                blocks.append(Block("paragraph", Span(at, at + len(part))))
            at += len(part) + 2
        record = Record(Article(words, tuple(blocks)), (), (), FAKE_MODEL)
        start = time.process_time()
        all_checks(record)
        return time.process_time() - start

    once, more = seconds(text[: len(text) // 4]), seconds(text)
    assert more < max(0.5, 10 * once), f"four times the text took {more / once:.1f} times as long"


def test_what_is_found_in_foreign_text_is_left_out():
    text = "The ferry leaves at noon.\n\nRead more: He reportedly left"
    blocks = (Block("paragraph", Span(0, 25)), Block("paragraph", Span(27, len(text))))
    record = Record(Article(text, blocks), (), (), FAKE_MODEL)
    assert [check.code for check in checks(record)] == ["foreign-text"]
