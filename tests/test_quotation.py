"""What stands in quotation marks, written as text: `{` and `}` around a quotation, `{` and `~` where nothing closes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.quotation import quotations
from onrecord.span import Span


def shown(text):
    """The text with its quotations marked."""
    parts, at = [], 0
    for span, inner, closed in quotations(text, Span(0, len(text))):
        assert (inner.start, inner.end) == (span.start + 1, span.end - closed)
        parts += [text[at : span.start], "{", span.of(text), "}" if closed else "~"]
        at = span.end
    return "".join((*parts, text[at:]))


@pytest.mark.parametrize(
    "expected",
    [
        "Nothing is quoted here.",
        "She said {“we stay”} and left.",
        'She said {"we stay"} and {"we fight"}.',
        "{“One,”} he said. {“Two.”}",
        "{“No mark closes this.~",
        'Nor this: {"we stay.~',
        "{“One. ~{“Two, opened again.”}",  # a mark that opens twice: the first was never closed
        "{« Nous restons »}, dit-il.",
        "{»Wir bleiben«}, sagte er.",
        "{„Wir bleiben“}, sagte er.",
        "{„Wir bleiben”}, said the Pole.",
        "She said {‘we stay’} and left.",
        "She said {'we stay'} and left.",
        "It's the mayor's pier, isn't it?",
        "It’s the mayor’s pier, isn’t it?",
        "the teachers’ union and the workers' party",
        "Rock ’n’ roll in the '90s, and in the ’80s",
        "{“He told me ‘no’, and I didn’t argue,”} she said.",
        "{\"He told me 'no' twice,\"} she said.",
        "‘The {“red”} line’",  # double marks win: a single one may be an apostrophe
        'the 6" pipe'.replace('"', '{"') + "~",  # an inch is not told from a quotation, which ends with its paragraph
        '{""} and {“”}',
        "A closing mark” without an opening one.",
        "» alone, and “".replace("“", "{“~"),
        "",
    ],
)
def test_quotations_of_every_kind(expected):
    assert shown(re.sub(r"[{}~]", "", expected)) == expected


def test_only_the_block_is_looked_at():
    text = "“One.”\n\n“Two.”"
    assert [q.span for q in quotations(text, Span(8, 14))] == [Span(8, 14)]
    assert [q.span for q in quotations(text, Span(9, 14))] == []


@given(st.text(alphabet="ab .“”„«»\"'‘’-(", max_size=30), st.integers(0, 5), st.integers(0, 5))
def test_quotations_are_disjoint_in_order_and_within_their_block(text, before, after):
    block = Span(min(before, len(text)), max(min(before, len(text)), len(text) - after))
    place = block.start
    for span, inner, closed in quotations(text, block):
        assert place <= span.start < span.end <= block.end
        marks = (text[span.start : inner.start], text[inner.end : span.end])
        assert all(mark in ("''", "``") or len(mark) == 1 for mark in marks[: 1 + closed])
        assert closed or marks[1] == ""
        assert inner.start <= inner.end
        place = span.end
    if not set(text) & set("“”„«»\"'‘’"):
        assert place == block.start


@given(st.text(alphabet="ab ,.", min_size=1, max_size=20), st.sampled_from(['""', "“”", "«»", "„“"]))
def test_what_is_put_between_double_marks_is_quoted(words, marks):
    text = f"x {marks[0]}{words}{marks[1]} y"
    assert [q.inner.of(text) for q in quotations(text, Span(0, len(text)))] == [words]


@pytest.mark.parametrize("text", ["''We stay,'' she said", "``We stay,'' she said"])
def test_two_apostrophes_or_grave_accents_are_a_double_mark(text):
    assert [q.inner.of(text) for q in quotations(text, Span(0, len(text)))] == ["We stay,"]
