from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from onrecord.span import Claims, Span, trimmed, words


@st.composite
def spans(draw, longest=30):
    start = draw(st.integers(0, longest - 1))
    return Span(start, draw(st.integers(start + 1, longest)))


def test_a_span_is_a_pair_in_json():
    assert json.dumps([Span(3, 8)]) == "[[3, 8]]"


def test_the_words_of_several_spans_show_that_something_stands_between():
    text = "We stay, she said, and we fight."
    assert words(text, (Span(0, 7), Span(19, 31))) == "We stay … and we fight"
    assert words(text, ()) == ""


@given(spans(), spans())
def test_covering_and_meeting_are_what_the_characters_say(one, other):
    mine, its = set(range(*one)), set(range(*other))
    assert one.covers(other) == (its <= mine)
    assert one.meets(other) == bool(mine & its) == other.meets(one)


@given(st.text(alphabet="ab \n\t\u00a0“", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_trimming_takes_white_space_from_the_edges_alone(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    span = trimmed(text, start, end)
    if span is None:
        assert not text[start:end].strip()
    else:
        assert span.of(text) == text[start:end].strip()
        assert start <= span.start < span.end <= end


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=6),
    st.tuples(st.integers(0, 20), st.integers(1, 8)),
)
def test_claims_meet_what_any_of_their_spans_meets_also_when_they_overlap(pairs, other):
    spans = [Span(start, start + size) for start, size in pairs]
    asked = Span(other[0], sum(other))
    assert Claims(spans).meet(asked) == any(span.meets(asked) for span in spans)
